"""The study of the library: what is compared, that runs are those of a comparison, and how recoveries are counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.studies.scenarios import drill, words
from results.studies.scenarios.comparisons import Side, World, baseline_of, comparisons, needed
from results.studies.scenarios.table import Effect, Measured
from results.studies.scenarios.worlds import series, values
from scenarios.experiment import run_experiment, run_single
from scenarios.schema import load_scenario
from scenarios.schema_expectations import Expectation

NUMBERS = st.floats(-100, 100)


def of(name, **expectation):
    asked = {"sign": 1, "why": "x", "outcome": "members", **expectation}
    return comparisons(load_scenario(name).changed(expectations=[asked]))


# ---- what is compared ----------------------------------------------------------------------------------------------
def test_left_out_designs_are_all_of_the_scenario():
    assert [c.design for c in of("gpai_path")] == load_scenario("gpai_path").designs
    assert len(of("polarised")) == 10


@pytest.fixture(scope="module")
def told():
    """The difference of two effects, each of them, and the difference within one world: made once for all numbers."""
    both = of("polarised", designs=["static:US"], beyond="igo:UN")
    within = of("polarised", designs=["static:US"], against="igo:UN")
    return both + of("polarised", designs=["static:US"]) + of("polarised", designs=["igo:UN"]) + within


@given(numbers=st.lists(NUMBERS, min_size=4, max_size=4))
def test_the_effect_beyond_another_is_the_difference_of_two_effects(told, numbers):
    here, base = World("polarised", "2030-12"), World("default", "2030-12")
    at = [Side(world, design) for world in (here, base) for design in ("static:US", "igo:UN")]
    found = {(side, "members"): np.array([number]) for side, number in zip(at, numbers, strict=True)}
    both, us, un, within = told
    assert both.differences(found) == pytest.approx(us.differences(found) - un.differences(found))
    assert us.differences(found) == numbers[0] - numbers[2]
    assert within.differences(found) == numbers[0] - numbers[1]


def test_a_relative_size_is_of_the_other_sides_level():
    (c,) = of("polarised", outcome="harm", designs=["adhoc"])
    (base,) = [side for sign, side in c.parts if sign < 0]
    found = {(side, "harm"): np.array([np.nan, 2.0]) if side == base else np.ones(2) for _, side in c.parts}
    assert c.smallest(found) == pytest.approx(0.2)
    (own,) = of("polarised", outcome="harm", designs=["adhoc"], smallest=0.7)
    assert own.smallest(found) == 0.7


def test_baselines_run_over_the_same_months_unless_the_decision_is_what_differs():
    assert baseline_of(load_scenario("host_exit")) == World("default", load_scenario("host_exit").end)
    assert baseline_of(load_scenario("late")) == World("default", load_scenario("default").end)
    assert baseline_of(load_scenario("bridging")).scenario == "rival_network"


def test_a_run_that_several_expectations_need_is_made_once():
    asked = [*of("polarised", designs=["adhoc"]), *of("polarised", designs=["adhoc"], outcome="harm")]
    looked = needed([*asked, *asked])
    assert looked == {
        World(name, "2030-12"): {"adhoc": ["members", "harm"]} for name in ("polarised", "default")
    }  # fmt: skip


# ---- runs ----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def looked():
    return {World("hub_leaves", "2030-12"): {"rotating": ["members", "knowledge_besides_uk"], "adhoc": ["harm"]}}


def test_runs_are_those_of_a_comparison_and_do_not_depend_on_threads(looked):
    (world,) = looked
    one, two = values(looked, 3), values(looked, 3, workers=2)
    assert {key: list(v) for key, v in one.items()} == {key: list(v) for key, v in two.items()}
    table = run_experiment(world.made(), designs=["rotating"], replicates=3, workers=1).table.set_index("design")
    assert list(one[Side(world, "rotating"), "members"]) == list(table.loc["rotating", "members"])
    assert list(one[Side(world, "adhoc"), "harm"]) == list(table.loc["adhoc", "harm"])
    record = run_single(world.made(), "rotating", replicate=2)
    uk = record.roster.find("UK")
    others = (record.states["status"][-1] > 0) & (np.arange(record.roster.n_states) != uk)
    assert one[Side(world, "rotating"), "knowledge_besides_uk"][2] == record.states["knowledge"][-1][others].mean()


def test_monthly_series_are_those_of_the_runs(looked):
    (world,) = looked
    found = series(world, ["rotating", "adhoc"], ["finished", "members"], 2)
    record = run_single(world.made(), "adhoc", replicate=1)
    assert found["finished"].shape == (2, 2, len(record.months))
    for name, numbers in found.items():
        assert list(numbers[1, 1]) == list(record.series[name])


# ---- recoveries ----------------------------------------------------------------------------------------------------
def gaps(lost_months, months=48, size=-2.0):
    row = np.zeros(months)
    row[:lost_months] = size
    return row


@given(st.integers(0, 48), st.floats(1.5, 5.0))
def test_what_is_lost_for_some_months_is_back_when_half_a_year_is_as_it_would_have_been(lost, size):
    found = drill.recovery(gaps(lost, size=-size)[None, :], 1.0)
    # half a year's mean falls short by more than 1 while more than 6 / size of its months are lost
    short = [m for m in range(43) if np.mean(gaps(lost, size=-size)[m : m + 6]) < -1.0]
    assert found.hit == bool(short)
    if short:
        assert found.months.tolist() == [max(short) + 1 if max(short) < 42 else np.inf]


def test_those_that_never_recover_are_told_from_those_that_lost_nothing():
    found = drill.recovery(np.stack([gaps(0), gaps(48), gaps(12)]), 1.0)
    assert found.hit == pytest.approx(2 / 3)
    assert sorted(found.months) == [9.0, np.inf]
    assert found.first_year.tolist() == [0.0, -2.0, -2.0] and found.last_year.tolist() == [0.0, -2.0, 0.0]


def test_a_gain_is_no_loss():
    found = drill.recovery(gaps(20, size=2.0)[None, :], 1.0)
    assert (found.hit, found.gained, found.months.size) == (0.0, 1.0, 0)


# ---- words ---------------------------------------------------------------------------------------------------------
def measured(sign, *cells):
    expectation = Expectation(outcome="members", sign=sign, why="x", designs=[f"d{k}" for k in range(len(cells))])
    effects = [
        Effect(
            "s",
            1,
            "members",
            f"d{k}",
            sign,
            effect,
            effect - 0.1,
            effect + 0.1,
            0.5,
            0,
            0,
            9,
            0,
            1,
            status,
            finding,
            "f",
        )
        for k, (effect, status, finding) in enumerate(cells)
    ]
    return Measured("s", 1, expectation, tuple(effects))


YES, SMALL, OTHER = (
    (1.0, "reproduced", ""),
    (0.2, "not reproduced", "too small"),
    (-1.0, "not reproduced", "other sign"),
)


@pytest.mark.parametrize(
    ("found", "verdict", "effect"),
    [
        (measured(1, YES), "reproduced", "+1 [+0.9, +1.1]"),
        (measured(1, YES, YES), "reproduced", "+1"),
        (measured(1, SMALL), "not reproduced: too small", "+0.2 [+0.1, +0.3]"),
        (measured(1, YES, SMALL, SMALL, OTHER), "not reproduced: too small in 2, other sign in 1 of 4", "−1 to +1"),
        (
            measured(0, (1.0, "measured", "clear"), (0.0, "measured", "no clear effect")),
            "measured: more in 1 of 2",
            "0 to +1",
        ),
        (measured(0, (0.1, "measured", "too small")), "measured: no effect that counts", "+0.1 [0, +0.2]"),
        (measured(1), "not run", "–"),
    ],
)
def test_verdicts_say_what_failed_and_where(found, verdict, effect):
    assert (words.verdict(found), words.effect(found)) == (verdict, effect)
