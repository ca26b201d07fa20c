"""Simulation-based calibration passes a right estimator and catches planted faults.

The rank test of a right estimator raises a false alarm in 1 of 100 seeds (Bonferroni over parameters); seeds are fixed.
"""

import json
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.diagnostics.recovery import binomial_bounds, bins_of, histogram, ranks, recover, section, uniform_p
from calibration.estimators.regression import Regression
from calibration.posterior import COLUMN, Posterior
from calibration.simulator import DRAWN
from results.calibration_text.recovery import text
from results.calibration_text.recovery_figure import draw
from tests.calibration.toy import SPREADS, known_posterior, toy_table

SETS = np.arange(300)
NAME = ("tie_cost",)


@pytest.fixture(scope="module")
def table():
    return toy_table(6_000, statistics=3)


def checked(estimate, table, which=SETS, names=NAME):
    return section(ranks(estimate, table, which, names))


def test_the_exact_posterior_passes(table):
    found = checked(known_posterior, table)
    assert found["passed"] and found["all_covered"]
    row = found["parameters"][0]
    assert row["mean_rank"] == pytest.approx(0.5, abs=3 * (1 / 12 / 300) ** 0.5)
    assert row["rmse"] == pytest.approx(row["ratio"], rel=0.15)  # the error is as large as the posterior says


@pytest.mark.parametrize("fault", [{"width": 0.7}, {"width": 1 / 0.7}, {"shift": 0.5}, {"shift": -0.5}])
def test_a_posterior_that_is_too_narrow_too_wide_or_shifted_is_caught(table, fault):
    found = checked(partial(known_posterior, **fault), table)
    assert not found["passed"]
    counts = np.array(found["parameters"][0]["histogram"])
    if fault.get("width") == 0.7:
        assert counts[[0, -1]].sum() > 2 * counts[9:11].sum()
        assert not found["all_covered"]
    said = text(found)
    assert "**not uniform**" in said and "to be taken with that caution" in said


def test_the_regression_estimator_passes_and_its_narrowed_posterior_does_not(table):
    held_out = np.arange(5_700, 6_000)
    estimator = Regression(tuple(SPREADS), share=0.05).fit(table, without=held_out)
    assert checked(estimator.posterior, table, held_out, tuple(SPREADS))["passed"]

    def narrowed(statistics, row):
        posterior = estimator.posterior(statistics, row)
        mean = posterior.weights @ posterior.values
        return Posterior(mean + 0.7 * (posterior.values - mean), posterior.weights, posterior.numbers)

    assert not checked(narrowed, table, held_out, tuple(SPREADS))["passed"]


def test_weighted_draws_are_ranked_by_their_weight(table):
    """Draws of the prior, weighted by the likelihood, are the exact posterior."""
    column, (low, high) = COLUMN["tie_cost"], (0.1, 1.5)

    def weighted(statistics, row):
        u = np.random.default_rng([4, row]).random(3_000)
        w = np.exp(-0.5 * ((statistics[0] - u) / SPREADS["tie_cost"]) ** 2)
        values = np.zeros((3_000, len(DRAWN)))
        values[:, column] = low + (high - low) * u
        return Posterior(values, w / w.sum(), np.arange(3_000))

    assert checked(weighted, table)["passed"]


def test_a_posterior_that_is_the_prior_passes_but_is_seen_to_learn_nothing(table):
    """The known blind spot of ranks (Talts et al. 2018): the correlation is there for it."""

    def prior(statistics, row):
        return Posterior(table.values[:2_000], np.full(2_000, 1 / 2_000), np.arange(2_000))

    found = checked(prior, table, np.arange(2_000, 2_300))
    row = found["parameters"][0]
    assert found["passed"] and found["all_covered"]
    assert abs(row["correlation"]) < 0.2 and row["rmse"] == pytest.approx(1, abs=0.12)
    assert "merely the prior" in text(found)


def test_ties_are_broken_evenly(table):
    def certain(statistics, row):
        return Posterior(table.values[[row]], np.ones(1), np.array([row]))

    found = ranks(certain, table, SETS, NAME)
    assert uniform_p(found.ranks[:, 0], 99)[1] > 0.01
    assert found.covered.all()


def test_ranks_depend_on_the_seed_and_the_row_alone(table):
    whole = ranks(known_posterior, table, np.arange(10), NAME, seed=1)
    assert np.array_equal(whole.ranks[4:5], ranks(known_posterior, table, np.array([4]), NAME, seed=1).ranks)
    assert not np.array_equal(whole.ranks, ranks(known_posterior, table, np.arange(10), NAME, seed=2).ranks)


def test_a_handful_of_data_sets_is_enough_to_run_and_says_how_little_that_is(table):
    found = checked(known_posterior, table, np.arange(20))
    assert found["bins"] == 4 and sum(found["parameters"][0]["histogram"]) == 20
    assert "only gross faults would be seen" in text(found)


def test_recover_asks_about_the_last_rows_and_leaves_out_those_with_too_few_draws(table):
    estimate = Regression(tuple(SPREADS), share=0.05).fit(table).posterior
    found = recover(table, estimate, tuple(SPREADS), 30, 19)
    assert found.rows.tolist() == list(range(5_970, 6_000))
    assert np.corrcoef(found.truth[:, 0], found.mean[:, 0])[0, 1] > 0.9
    assert found.ranks.min() >= 0 and found.ranks.max() <= 19

    def few(statistics, row):
        posterior = estimate(statistics, row)
        return Posterior(posterior.values[:5], np.full(5, 0.2), posterior.numbers[:5]) if row % 2 else posterior

    assert (recover(table, few, tuple(SPREADS), 30, 19).rows % 2 == 0).all()


def test_recover_among_data_sets_like_one_passes_and_sees_a_fault_that_averages_out(table):
    at = np.array([0.5, 0.5, 0.0])
    found = recover(table, Regression(NAME).fit(table).posterior, NAME, 300, 99, like=at)
    assert len(found) == 300 and section(found)["passed"]
    assert np.abs(table.statistics[found.rows, 0] - 0.5).mean() < 0.5 * np.abs(table.statistics[:, 0] - 0.5).mean()

    def moved(statistics, row):  # up by half an SD where the statistic is high, down where it is low
        return known_posterior(statistics, row, shift=0.5 if statistics[0] > 0.5 else -0.5)

    above = np.flatnonzero(table.statistics[:, 0] > 0.7)[:300]
    assert not checked(moved, table, above)["passed"]


@given(st.lists(st.integers(0, 99), min_size=1, max_size=200), st.sampled_from([2, 5, 10, 20]))
def test_every_rank_is_in_one_bin(found, bins):
    assert histogram(np.array(found), 99, bins).sum() == len(found)


def test_the_chi_squared_test_is_the_textbook_one():
    from scipy.stats import chisquare

    found = np.random.default_rng(0).integers(0, 100, 300)
    expected = chisquare(histogram(found, 99, 20))
    assert uniform_p(found, 99, 20) == pytest.approx((expected.statistic, expected.pvalue))
    # Unequal bins: 7 draws are 8 ranks, in 3 bins of 3, 3 and 2 ranks.
    assert uniform_p(np.repeat(np.arange(8), 30), 7, 3)[0] == pytest.approx(0)


def test_bins_divide_the_ranks_and_hold_enough():
    assert bins_of(300, 99) == 20 and bins_of(20, 99) == 4 and bins_of(5, 99) == 2
    assert all(100 % bins_of(sets, 99) == 0 for sets in range(10, 400))


def test_binomial_bounds_hold_ninety_nine_of_a_hundred():
    from scipy.stats import binom

    low, high = binomial_bounds(0.9, 300)
    inside = binom.cdf(round(high * 300), 300, 0.9) - binom.cdf(round(low * 300) - 1, 300, 0.9)
    assert 0.99 <= inside < 0.997


def test_section_words_and_figure(table):
    estimator = Regression(tuple(SPREADS), share=0.05).fit(table)
    found = section(ranks(known_posterior, table, SETS, NAME), estimator.posterior(table.statistics[0]))
    assert json.loads(json.dumps(found)) == found
    assert found["identified"] == ["tie_cost"] and found["not_identified"] == []
    assert "Narrowed by this estimator (at most 0.9 of the prior's SD): `tie_cost`." in text(found)
    assert "uniform" in text(found) and "nan" not in text(found)
    wide = found | {"identified": [], "not_identified": ["tie_cost"]}
    assert "This estimator narrows none of these parameters" in text(wide)
    figure = draw(found)
    assert len(figure.axes) == 2 and len(figure.axes[0].patches) >= found["bins"]
