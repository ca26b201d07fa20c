"""Points and plans of sweeps: fair samplers, the same points everywhere, and units that are what their point says."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.sampling import draw_replicates
from scenarios.schema import Scenario
from scenarios.sweep_schema import Factor, Sampling
from scenarios.sweeps.build import sweep_plan
from scenarios.sweeps.points import points_of
from scenarios.sweeps.samplers import on_factor, sampled
from sim.errors import EntenteError


def plan_of(sweep, **more):
    return sweep_plan(Scenario.of({"name": "mine", "roster": "teaching", "prior": "ranges", **more, "sweep": sweep}))


# ---- samplers ----------
@given(st.integers(1, 9), st.integers(0, 60))
def test_choices_and_whole_numbers_each_take_an_equal_share(count, steps):
    unit = (np.arange(count * (steps + 1)) + 0.5) / (count * (steps + 1))
    choices = on_factor(Factor(values=tuple(range(count))), unit)
    whole = on_factor(Factor(low=3, high=3 + count - 1, whole=True), unit)
    for found, first in ((choices, 0), (whole, 3)):
        assert np.bincount(found.astype(int) - first, minlength=count).tolist() == [steps + 1] * count


def test_the_ends_of_a_sampler_stay_within_the_ends_of_a_factor():
    unit = np.array([0.0, 1.0])
    assert on_factor(Factor(values=(2.0, 5.0, 7.0)), unit).tolist() == [2.0, 7.0]
    assert on_factor(Factor(low=1, high=4, whole=True), unit).tolist() == [1.0, 4.0]
    assert on_factor(Factor(low=0.3, high=1.1), unit).tolist() == [0.3, 1.1]


SAMPLED = {"us_engagement": {"low": 0.3, "high": 1.1}, "staff_fte": [5, 20, 80, 200], "q": {"low": 0, "high": 1}}


@pytest.mark.parametrize("method", ["lhs", "sobol", "halton"])
def test_every_sampler_fills_every_range_evenly(method):
    found = sampled(Sampling(method=method, points=64, vary=SAMPLED))
    eighths = np.minimum(((found[:, 2] - 0.3) / 0.8 * 8).astype(int), 7)
    spare = 2 if method == "halton" else 0  # its points are even in powers of 2, 3, 5, ...
    assert np.abs(np.bincount(eighths, minlength=8) - 8).max() <= spare
    assert np.abs(np.unique(found[:, 1], return_counts=True)[1] - 16).max() <= spare
    assert len(np.unique(found[:, 0])) == 64


def test_the_same_file_gives_the_same_points_everywhere():
    """Were a library to draw other points from the same seed, stored sweeps could not be taken up again."""
    wanted = {
        "lhs": [
            [0.550535203289161, 200.0, 0.7817297765140208],
            [0.7827937141624411, 20.0, 0.6661677823991947],
            [0.4779268980553646, 5.0, 1.0878558676575498],
            [0.17267309355591354, 80.0, 0.3293884726149136],
        ],
        "sobol": [
            [0.6504268515855074, 200.0, 0.38036517798900604],
            [0.1471061259508133, 20.0, 0.7995700396597385],
            [0.4642063342034817, 80.0, 0.5854440726339817],
            [0.9608894269913435, 5.0, 0.9913673847913742],
        ],
        "halton": [
            [0.9739290315223428, 200.0, 0.477793236564138],
            [0.4739290315223428, 80.0, 0.7977932365641383],
            [0.7239290315223428, 20.0, 0.6377932365641381],
            [0.22392903152234278, 80.0, 0.31779323656413805],
        ],
    }
    for method, rows in wanted.items():
        found = sampled(Sampling(method=method, points=4, sampler_seed=7, vary=SAMPLED))
        assert found.tolist() == rows, method


@pytest.mark.parametrize("method", ["lhs", "sobol", "halton"])
def test_another_seed_of_the_sampler_gives_other_points(method):
    one, other = (sampled(Sampling(method=method, points=16, sampler_seed=s, vary=SAMPLED)) for s in (1, 2))
    assert not np.array_equal(one, other)


def test_a_grid_has_every_value_with_every_other():
    vary = {"load": [0.1, 0.5], "overlap": {"low": 0.1, "high": 0.3, "steps": 3}}
    vary["admission_tiers"] = {"low": 1, "high": 2, "whole": True}
    found = sampled(Sampling(method="grid", vary=vary))
    wanted = [[a, b, c] for a in (1.0, 2.0) for b in (0.1, 0.5) for c in (0.1, 0.2, 0.3)]
    assert found.tolist() == wanted


@pytest.mark.parametrize("method", ["grid", "lhs", "sobol", "halton"])
def test_the_order_of_names_in_the_file_does_not_matter(method):
    """A manifest and a link have sorted keys: the same sweep has the same points, wherever it was read from."""
    vary = {"noise": [0.1, 0.3], "load": [0.1, 0.5, 0.9], "memory_kept": [0.2]}
    more = {} if method == "grid" else {"points": 8}
    one, other = (
        points_of(Sampling(method=method, vary=dict(items), **more), "mine", 1)
        for items in (vary.items(), reversed(vary.items()))
    )
    assert one.names == other.names == ("load", "memory_kept", "noise") and one.digest() == other.digest()


def test_the_order_of_columns_in_a_list_does_not_matter():
    rows = [{"noise": 0.1, "load": 0.2}, {"load": 0.3, "seed": 4}]
    one = points_of(Sampling(method="list", rows=rows), "mine", 1)
    other = points_of(Sampling(method="list", rows=[dict(reversed(row.items())) for row in rows]), "mine", 1)
    assert one.digest() == other.digest()
    assert one.table().column_names == ["point", "scenario", "seed", "load", "noise"]
    assert one.set_by(0) == {"noise": 0.1, "load": 0.2} and one.set_by(1) == {"load": 0.3}


# ---- points ----------
def test_points_stand_in_every_scenario_with_every_seed():
    sampling = Sampling(method="grid", vary={"load": [0.1, 0.5]}, scenarios=["calm", "mine"], seeds=[4, 9])
    table = points_of(sampling, "mine", 1).table().to_pydict()
    assert list(zip(table["scenario"], table["seed"], table["load"], strict=True)) == [
        (scenario, seed, load) for scenario in ("calm", "mine") for seed in (4, 9) for load in (0.1, 0.5)
    ]
    assert table["point"] == list(range(8))


def test_a_list_has_its_own_designs_scenarios_and_seeds_and_leaves_out_what_it_likes():
    rows = [{"design": "rotating", "load": 0.2}, {"seed": 5}, {"scenario": "calm", "design": "igo:OECD"}]
    table = points_of(Sampling(method="list", rows=rows), "mine", 1).table().to_pydict()
    assert table["design"] == ["rotating", "", "igo:OECD"]
    assert table["scenario"] == ["mine", "mine", "calm"]
    assert table["seed"] == [1, 5, 1]
    assert table["load"] == [0.2, None, None]


def test_the_digest_tells_points_apart():
    sweeps = [
        {"method": "grid", "vary": {"load": [0.1, 0.5]}},
        {"method": "grid", "vary": {"load": [0.1, 0.6]}},
        {"method": "grid", "vary": {"noise": [0.1, 0.5]}},
        {"method": "grid", "vary": {"load": [0.1, 0.5]}, "seeds": [2]},
        {"method": "list", "rows": [{"load": 0.1}, {"load": 0.5, "design": "none"}]},
    ]
    digests = [points_of(Sampling(**sweep), "mine", 1).digest() for sweep in sweeps]
    assert len(set(digests)) == len(sweeps)
    assert digests[0] == points_of(Sampling(method="list", rows=[{"load": 0.1}, {"load": 0.5}]), "mine", 1).digest()


# ---- plans ----------
VARY = {"noise": {"low": 0.1, "high": 0.5}, "memory_kept": {"low": 0.2, "high": 0.9}, "q": [0.2, 0.8], "q:penalty": 0.5}


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_units_do_not_depend_on_how_they_are_asked_for(data):
    plan = PLANS[data.draw(st.sampled_from(sorted(PLANS)))]
    every = plan.units(0, len(plan))
    assert [(u.point, u.row["replicate"]) for u in every] == sorted((u.point, u.row["replicate"]) for u in every)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(plan)), max_size=6)) | {0, len(plan)})
    pieces = [unit for a, b in pairwise(cuts) for unit in plan.units(a, b)]
    assert [(u.point, u.job, u.row) for u in pieces] == [(u.point, u.job, u.row) for u in every]
    for one, other in zip(pieces, every, strict=True):
        assert _values(one.recipes) == _values(other.recipes)


def _values(recipes):
    return [] if recipes is None else [(r.name, r.point(None).values.tolist()) for r in recipes]


PLANS = {
    "common": plan_of({"method": "lhs", "points": 5, "replicates": 7, "vary": VARY, "designs": ["rotating"]}),
    "fresh": plan_of({
        "method": "halton", "points": 4, "replicates": 3, "common_draws": False, "vary": VARY, "designs": ["rotating"],
    }),
    "settings": plan_of({
        "method": "grid", "replicates": 3, "scenarios": ["mine", "teaching"], "seeds": [1, 2], "vary": {"load": [0, 1]},
    }),
}  # fmt: skip


def test_common_draws_are_those_of_an_experiment_and_fresh_ones_are_not():
    common, fresh = PLANS["common"], PLANS["fresh"]
    draws = draw_replicates(common.settings[0]).to_dict("records")
    for point in range(5):
        rows = [unit.row for unit in common.units(point * 7, point * 7 + 7)]
        for row, drawn in zip(rows, draws, strict=True):
            assert {n: v for n, v in row.items() if n not in VARY and n[:2] != "q:"} == {
                n: v for n, v in drawn.items() if n not in VARY and n[:2] != "q:"
            }
    numbers = [unit.row["replicate"] for unit in fresh.units(0, len(fresh))]
    assert numbers == list(range(12))


def test_a_point_sets_parameters_in_the_row_fields_in_its_designs_and_quantiles_in_all():
    plan = PLANS["common"]
    for unit in plan.units(0, len(plan)):
        said = plan.points.set_by(unit.point)
        assert unit.row["noise"] == said["noise"]
        assert unit.row["q:penalty"] == 0.5
        assert {unit.row[name] for name in unit.row if name[:2] == "q:" and name != "q:penalty"} == {said["q"]}
        baseline, rotating = unit.recipes
        assert (baseline.name, rotating.name) == ("adhoc", "rotating")
        assert rotating.point(0.9)["memory_kept"] == said["memory_kept"]
        assert baseline == plan.jobs[0].recipes[0]


def test_only_the_designs_that_are_named_are_changed():
    vary = {"memory_kept": [0.3]}
    plan = plan_of(
        {"method": "grid", "vary": vary, "designs": ["rotating", "igo:OECD"], "changed_designs": ["rotating"]}
    )
    _, rotating, oecd = plan.units(0, 1)[0].recipes
    assert rotating.point(None)["memory_kept"] == 0.3
    assert oecd == plan.jobs[0].recipes[2]


def test_runs_are_counted_as_they_are_made():
    rows = [{"design": "rotating"}, {"design": "adhoc"}, {"load": 0.1}]
    plan = plan_of({"method": "list", "rows": rows, "replicates": 3, "designs": []}, designs=["rotating", "igo:OECD"])
    units = plan.units(0, len(plan))
    made = sum(len(plan.jobs[unit.job].recipes if unit.recipes is None else unit.recipes) for unit in units)
    assert plan.runs == made == 3 * (2 + 1 + 3)
    assert plan.asked == ("rotating", "igo:OECD", "adhoc")


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ({"designs": ["rotatin"], "vary": {"load": [0.1]}}, "did you mean 'rotating'"),
        ({"scenarios": ["clam"], "vary": {"load": [0.1]}}, "did you mean 'calm'"),
        ({"designs": ["adhoc"], "vary": {"staff_fte": [5]}}, "but of no design"),
        ({"designs": ["rotating"], "changed_designs": ["adhoc"], "vary": {"staff_fte": [5]}}, "not a design of this"),
        ({"designs": ["rotating"], "vary": {"lead_share": [0, 0.4], "turn_share": [0.3, 0.7]}}, "exceed it"),
        (
            {"designs": ["rotating"], "vary": {"seat_share": [0.4], "turn_share": [0.1]}},
            r"mine, \[sweep\], design 'rotating', 'seat_share': a share for a seat, but no host",
        ),
        ({"scenarios": ["calm", "clam"], "vary": {"load": [0.1]}}, r"mine, 'sweep.scenarios\[2\]': unknown scenario"),
    ],
)
def test_mistakes_are_told_before_the_first_run(sweep, words):
    with pytest.raises(EntenteError, match=words):
        plan_of({"method": "grid", **sweep})


def test_an_unknown_scenario_in_a_list_is_told_with_its_row():
    rows = [{"load": 0.2}, {"load": 0.2, "scenario": "clam"}]
    with pytest.raises(EntenteError, match=r"mine, 'sweep.rows\[2\].scenario': unknown scenario \(got 'clam'\)"):
        plan_of({"method": "list", "rows": rows, "designs": ["rotating"], "replicates": 1})


def test_points_of_a_list_are_looked_at_one_by_one():
    fine = [{"lead_share": 0.9, "turn_share": 0.1}, {"lead_share": 0.1, "turn_share": 0.9}]
    assert len(plan_of({"method": "list", "rows": fine, "designs": ["rotating"], "replicates": 1})) == 2
    with pytest.raises(EntenteError, match="exceed it"):
        plan_of({"method": "list", "rows": [*fine, {"lead_share": 0.5}], "designs": ["rotating"], "replicates": 1})


def test_too_many_runs_are_refused():
    vary = {"load": {"low": 0, "high": 1, "steps": 1001}, "noise": [0.1, 0.2]}
    with pytest.raises(EntenteError, match="too many runs"):
        plan_of({"method": "grid", "vary": vary, "replicates": 100_000})


def test_the_outline_says_what_determines_the_runs():
    base = {"method": "grid", "vary": {"load": [0.1]}, "replicates": 2, "designs": ["rotating"]}
    changes = [{}, {"vary": {"load": [0.2]}}, {"replicates": 3}, {"designs": ["none"]}, {"seeds": [5]}]
    outlines = [repr(plan_of(base | change).outline()) for change in changes]
    outlines.append(repr(plan_of(base, end="2029-12").outline()))
    assert len(set(outlines)) == len(outlines)
    assert repr(plan_of(base).outline()) == outlines[0]
