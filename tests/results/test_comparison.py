"""Statistics against tiny cases worked out by hand, and properties that must hold for any table."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.comparison import best_and_regret, compare, pair_statistics, verdict
from sim.errors import InputError
from tests.results import synthetic

NAN = math.nan
MORE = [synthetic.FakeOutcome("members", "Members", "states", 1, True)]
LESS = [synthetic.FakeOutcome("members", "Members", "states", -1, True)]
NEITHER = [synthetic.FakeOutcome("members", "Members", "states", 0, True)]


def _compare(values, outcomes, **more):
    return compare(synthetic.tiny(values), outcomes=outcomes, **more)


def test_differences_are_taken_within_replicates():
    # Differences 1, 1, 1, -2: the medians differ by 1, three of four replicates are better.
    found = _compare({"adhoc": [1, 2, 3, 4], "other": [2, 3, 4, 2]}, MORE)
    cell = found.cell("members", "other")
    assert (cell["median"], cell["diff"], cell["p_better"], cell["pairs"]) == (2.5, 1.0, 0.75, 4)
    assert cell["verdict"] == "no clear difference"


def test_ties_count_half():
    cell = _compare({"adhoc": [1, 1, 1, 1], "other": [1, 1, 1, 2]}, MORE).cell("members", "other")
    assert cell["p_better"] == pytest.approx((3 * 0.5 + 1) / 4)


@pytest.mark.parametrize(
    ("outcomes", "p_better", "said"),
    [(MORE, 1.0, "better"), (LESS, 0.0, "worse"), (NEITHER, NAN, "differs")],
)
def test_the_direction_decides_what_better_means(outcomes, p_better, said):
    cell = _compare({"adhoc": [1, 2], "other": [5, 6]}, outcomes).cell("members", "other")
    assert cell["p_better"] == pytest.approx(p_better, nan_ok=True)
    assert cell["verdict"] == said
    assert cell["p_higher"] == 1.0


@pytest.mark.parametrize(
    ("p_higher", "better", "said"),
    [
        (0.8, 1, "no clear difference"), (0.81, 1, "better"), (0.81, -1, "worse"), (0.81, 0, "differs"),
        (0.2, 1, "no clear difference"), (0.19, 1, "worse"), (0.19, -1, "better"), (0.19, 0, "differs"),
    ],
)  # fmt: skip
def test_between_20_and_80_per_cent_there_is_no_clear_difference(p_higher, better, said):
    assert verdict(p_higher, better) == said


def test_what_does_not_apply_is_left_out_and_counted():
    found = _compare({"adhoc": [1, NAN, 3, 4], "other": [2, 9, NAN, 5]}, MORE)
    cell = found.cell("members", "other")
    assert (cell["n"], cell["pairs"], cell["diff"]) == (3, 2, 1.0)


def test_a_design_to_which_an_outcome_never_applies_gets_no_verdict():
    found = _compare({"adhoc": [1, 2], "other": [NAN, NAN]}, MORE)
    cell = found.cell("members", "other")
    assert cell["verdict"] == "does not apply"
    assert math.isnan(cell["p_best"]) and math.isnan(cell["regret"])
    assert found.to_json()["cells"][1]["median"] is None


def test_the_baseline_is_not_compared_with_itself():
    cell = _compare({"adhoc": [1, 2], "other": [2, 3]}, MORE).cell("members", "adhoc")
    assert cell["verdict"] == "baseline" and cell["median"] == 1.5
    cannot_differ = ("diff", "diff_low", "diff_high", "p_higher", "p_better", "p_error")
    assert all(math.isnan(cell[name]) for name in cannot_differ)


def test_best_and_regret_by_hand():
    values = np.array([[1.0, 3.0, 3.0], [5.0, 2.0, NAN], [NAN, NAN, 4.0]])
    best, regret = best_and_regret(values, 1)  # the third row has nobody to compare with
    np.testing.assert_allclose(best, [0.5, 0.25, 0.25])
    np.testing.assert_allclose(regret, [1.0, 1.5, 0.0])
    best, regret = best_and_regret(values, -1)
    np.testing.assert_allclose(best, [0.5, 0.5, 0.0])
    np.testing.assert_allclose(regret, [1.5, 1.0, 2.0])


def test_without_a_direction_nothing_is_best():
    best, regret = best_and_regret(np.ones((3, 2)), 0)
    assert np.isnan(best).all() and np.isnan(regret).all()


numbers = st.lists(
    st.lists(st.one_of(st.integers(-3, 3).map(float), st.just(NAN)), min_size=3, max_size=3),
    min_size=1,
    max_size=12,
).map(np.array)


@given(numbers, st.sampled_from([-1, 1]))
def test_the_probabilities_of_being_best_sum_to_one_and_regret_is_not_negative(values, better):
    best, regret = best_and_regret(values, better)
    if (np.isfinite(values).sum(axis=1) >= 2).any():
        assert np.nansum(best) == pytest.approx(1.0)
    assert (regret[np.isfinite(regret)] >= 0).all()
    always = best == 1.0
    assert (regret[always] == 0).all()


@given(numbers)
def test_swapping_two_designs_mirrors_the_comparison(values):
    one = pair_statistics(values[:, 0], values[:, 1], 1)
    two = pair_statistics(values[:, 1], values[:, 0], 1)
    if one["pairs"]:
        assert one["p_better"] == pytest.approx(1 - two["p_better"])
        assert one["diff"] == pytest.approx(-two["diff"])
        assert one["diff_low"] == pytest.approx(-two["diff_high"])
        assert one["p_error"] == pytest.approx(two["p_error"])


def test_the_monte_carlo_error_falls_with_replicates_and_is_never_zero():
    errors = [pair_statistics(np.ones(n), np.zeros(n), 1)["p_error"] for n in (4, 16, 64)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] > 0
    # Jeffreys prior, 4 of 4: Beta(4.5, 0.5), whose variance is 4.5 * 0.5 / (25 * 6).
    assert errors[0] == pytest.approx(math.sqrt(4.5 * 0.5 / 150))


def test_a_verdict_is_settled_only_away_from_the_limits():
    near = _compare({"adhoc": [0.0] * 20, "other": [1.0] * 17 + [-1.0] * 3}, MORE).cell("members", "other")
    far = _compare({"adhoc": [0.0] * 20, "other": [1.0] * 20}, MORE).cell("members", "other")
    assert (near["verdict"], near["settled"]) == ("better", False)
    assert (far["verdict"], far["settled"]) == ("better", True)


def test_failed_runs_are_left_out_and_counted():
    runs = synthetic.tiny({"adhoc": [1, 2, 3], "other": [2, 3, 100]})
    runs.table.loc[5, "error"] = "it failed"
    found = compare(runs, outcomes=MORE)
    assert (found.failed, found.replicates) == (1, 3)
    assert found.cell("members", "other")["pairs"] == 2


def test_an_unknown_baseline_is_named_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'adhoc'"):
        _compare({"adhoc": [1], "other": [2]}, MORE, baseline="adhok")


def test_json_is_plain_and_today_comes_before_the_other_designs_in_their_order():
    runs = synthetic.runs(12)
    found = compare(runs, outcomes=synthetic.OUTCOMES)
    text = json.dumps(found.to_json(), allow_nan=False)
    assert json.loads(text)["designs"] == ["adhoc", *(design for design in synthetic.DESIGNS if design != "adhoc")]
    assert list(found.headline_table().index) == list(found.designs)
