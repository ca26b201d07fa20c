"""Inputs: what is drawn is accounted for once, names are checked, and points become the runs of an experiment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import posterior
from scenarios.evaluate import evaluate
from scenarios.experiment import run_experiment
from scenarios.function import job_for
from scenarios.inputs import (
    DRAWN,
    DRAWS,
    HELD,
    OTHERS,
    ROW,
    SHARES,
    UNSURE,
    available,
    choose,
    dependence,
    drawn_names,
    fitted_names,
    numbered,
)
from scenarios.points import SamplePlan, Space
from scenarios.sampling import QUANTILE, draw_replicates
from scenarios.schema import load_scenario
from sim.errors import InputError, InputErrors
from sim.outcomes import ALL_OUTCOMES
from sim.parameters import BEHAVIOUR_NAMES, FIXED, UNCERTAIN_NAMES


def made(scenario="teaching", design="rotating", against="igo:OECD", **changes):
    found, job, _, _ = job_for(load_scenario(scenario).changed(**changes), design, against)
    return found, job


@pytest.fixture(scope="module", params=["teaching", "default"])
def world(request):
    return made(request.param)


@settings(max_examples=25)
@given(data=st.data())
def test_all_that_an_experiment_draws_is_an_input_exactly_once(world, data):
    scenario, job = world
    known = available(scenario, job)
    names = data.draw(st.lists(st.sampled_from(sorted(n for n in known if known[n].kind != "field")), unique=True))
    inputs = choose(scenario, job, names)
    space = Space(scenario, job, inputs)
    single = [each.name for each in inputs if not each.counted]
    assert set(single) == set(names)
    covered = [*single, *space._joint[ROW], *space._joint[OTHERS]]
    assert set(drawn_names(scenario, known)) <= set(covered) and len(covered) == len(set(covered))
    counted = {each.name for each in inputs if each.counted}
    assert counted == {DRAWS} | {name for name in (ROW, OTHERS) if space._joint[name]}
    assert inputs[-1].name == DRAWS


def test_what_was_fitted_is_one_input_and_the_rest_are_many():
    scenario, job = made("default")
    names = [each.name for each in choose(scenario, job)]
    about = posterior.about()
    assert not set(names) & {*about.identified, *about.not_identified} and ROW in names and OTHERS not in names
    unfitted = set(BEHAVIOUR_NAMES) - {*about.identified, *about.not_identified}
    assert unfitted | set(UNCERTAIN_NAMES) <= set(names)
    assert {name for name in names if name.startswith(QUANTILE)} == {
        each.name for each in numbered(scenario, job, [SHARES])
    }


def test_without_a_posterior_all_behaviour_is_drawn_one_by_one():
    scenario, job = made("teaching")
    names = [each.name for each in choose(scenario, job)]
    assert fitted_names(scenario) == () and set(BEHAVIOUR_NAMES) < set(names) and ROW not in names


def test_words_for_many_inputs():
    scenario, job = made("default")
    assert [each.name for each in numbered(scenario, job, [UNSURE])] == list(UNCERTAIN_NAMES)
    assert {each.name for each in numbered(scenario, job, [HELD])} == {p.name for p in FIXED if p.high > p.low}
    both = numbered(scenario, job, [HELD, DRAWN])
    assert (
        len(both)
        == len({each.name for each in both})
        == len(numbered(scenario, job, [HELD])) + len(numbered(scenario, job, [DRAWN]))
    )


def test_a_fitted_parameter_of_its_own_takes_the_quantiles_of_its_posterior():
    scenario, job = made("default")
    inputs = choose(scenario, job, ["tie_cost", "us_engagement"])
    cost = next(each for each in inputs if each.name == "tie_cost")
    draws = posterior.posterior_table()["tie_cost"]
    assert cost.at(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([draws.min(), draws.median(), draws.max()])
    related = dependence(scenario, inputs)
    assert set(related) == {"tie_cost"} and 0 < related["tie_cost"] < 1


def test_a_range_of_the_scenario_is_the_inputs_range_and_a_value_is_no_input():
    scenario, job = made(uncertainties={"us_engagement": [0.4, 0.5], "polarisation": [1.2, 1.2]})
    known = available(scenario, job)
    assert known["us_engagement"].at(np.array([0.0, 1.0])).tolist() == [0.4, 0.5] and "polarisation" not in known
    with pytest.raises(InputError, match="'inputs': has one value in this scenario"):
        choose(scenario, job, ["polarisation"])


def test_all_unknown_names_are_said_together():
    with pytest.raises(InputErrors) as caught:
        choose(*made(), ["us_engagment", "q:staf_fte", "noise"])
    said = [str(error) for error in caught.value.errors]
    assert len(said) == 2 and "'us_engagement'" in said[0] and "'q:staff_fte'" in said[1]


def test_fields_are_varied_in_designs_that_can_take_them():
    scenario, job = made(design="rotating", against=None)
    with pytest.raises(InputErrors, match="a share for a seat, but no host"):
        Space(scenario, job, choose(scenario, job, ["seat_share"]))
    scenario, job = made(design="adhoc", against=None)
    with pytest.raises(InputError, match="none of its fields is varied"):
        Space(scenario, job, choose(scenario, job, ["staff_fte"]))


def test_a_field_is_set_in_all_designs_but_the_baseline():
    scenario, job = made()
    space = Space(scenario, job, choose(scenario, job, ["staff_fte"]))
    unit = space.unit(0, [33.0, *[0.0] * (len(space.inputs) - 1)])
    assert [recipe.point(0.3)["staff_fte"] for recipe in unit.recipes] == [
        job.recipes[0].point(0.3)["staff_fte"], 33.0, 33.0
    ]  # fmt: skip
    assert [recipe.name for recipe in unit.recipes] == [recipe.name for recipe in job.recipes]


@pytest.mark.parametrize("words", [[DRAWN], ["us_engagement", "q:staff_fte"], []])
def test_a_point_at_what_a_replicate_draws_is_that_replicate(words):
    scenario, job = made()
    scenario = scenario.with_months(3)
    job = job_for(scenario, "rotating", "igo:OECD")[1]
    inputs = choose(scenario, job, words)
    drawn = draw_replicates(scenario, replicates=[0, 1, 2]).to_dict("records")
    values = [[row.get(each.name, row["replicate"]) for each in inputs] for row in drawn]
    plan = SamplePlan(Space(scenario, job, inputs), np.array(values, dtype=float))
    found = evaluate(plan, workers=1)
    known = run_experiment(scenario, ["rotating", "igo:OECD"], replicates=3, workers=1).table
    names = [o.name for o in ALL_OUTCOMES]
    order = ["replicate", "design"]
    assert np.array_equal(
        found.sort_values(order)[names].to_numpy(), known.sort_values(order)[names].to_numpy(), equal_nan=True
    )


def test_a_plan_makes_the_units_that_are_asked_for_and_says_what_it_is():
    scenario, job = made()
    space = Space(scenario, job, choose(scenario, job, [UNSURE]))
    values = np.random.default_rng(1).integers(0, 1, (6, len(space.inputs))) + 0.5
    plan, other = SamplePlan(space, values, 1, {"method": "x"}), SamplePlan(space, values + 0.1, 1, {"method": "x"})
    assert len(plan) == 6 and [unit.point for unit in plan.units(2, 5)] == [2, 3, 4]
    assert plan.units(0, 6)[2:5] == plan.units(2, 5)
    assert (
        plan.outline() != other.outline() and plan.outline() == SamplePlan(space, values.copy(), 1, plan.said).outline()
    )


def test_a_plan_with_several_replicates_a_point_is_cut_anywhere():
    scenario, job = made()
    space = Space(scenario, job, choose(scenario, job, [UNSURE]))
    plan = SamplePlan(space, np.arange(4 * len(space.inputs)).reshape(4, -1) / 100 + 0.3, 3)
    whole = plan.units(0, len(plan))
    assert len(plan) == len(whole) == 12 and [unit.point for unit in whole] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    for first in range(13):
        for last in range(first, 13):
            assert plan.units(first, last) == whole[first:last]
