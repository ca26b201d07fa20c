"""The regression estimator on a model with a known posterior."""

import time
from dataclasses import replace

import numpy as np
import pytest

from calibration.estimators.regression import (
    Polynomial,
    Regression,
    from_unit,
    logistic,
    logit,
    section,
    stranger,
    unit,
)
from calibration.posterior import COLUMN
from results.calibration_text.regression import text
from tests.calibration.toy import SPREADS, known, toy_table

NAMES = tuple(SPREADS)


@pytest.fixture(scope="module")
def table():
    return toy_table(12_000, statistics=4)


@pytest.fixture(scope="module")
def estimator(table):
    return Regression(NAMES).fit(table)


def of(posterior, name):
    return unit(posterior.of(name)[:, None], (name,))[:, 0], posterior.weights


@pytest.mark.parametrize("at", [(0.5, 0.5), (0.2, 0.7), (0.97, 0.1)])
def test_mean_and_spread_are_those_of_the_known_posterior(estimator, at):
    posterior = estimator.posterior(np.array([*at, 0.0, 0.0]))
    for name, place in zip(NAMES, at, strict=True):
        exact = known(place, SPREADS[name])
        u, w = of(posterior, name)
        assert w @ u == pytest.approx(exact.mean(), abs=0.2 * exact.std())
        assert np.sqrt(w @ (u - w @ u) ** 2) == pytest.approx(exact.std(), rel=0.15)


def test_draws_stay_within_the_prior_and_others_are_the_runs_own(table, estimator):
    posterior = estimator.posterior(np.array([1.2, -0.4, 0.0, 0.0]))
    for name in NAMES:
        u, _ = of(posterior, name)
        assert (u > 0).all() and (u < 1).all()
    others = [k for name, k in COLUMN.items() if name not in NAMES]
    assert np.array_equal(posterior.values[:, others], table.values[posterior.numbers][:, others])
    assert posterior.weights.sum() == pytest.approx(1) and (posterior.weights > 0).all()


def test_a_data_set_can_be_left_out_of_its_own_estimate(table, estimator):
    row = 17
    assert row in estimator.posterior(table.statistics[row]).numbers
    assert row not in estimator.posterior(table.statistics[row], without=row).numbers
    held_out = Regression(NAMES).fit(table, without=np.arange(100))
    assert held_out.posterior(table.statistics[row]).numbers.min() >= 100


def test_rows_left_out_of_the_fit_have_no_influence(table):
    spoilt = table.statistics.copy()
    spoilt[:50] = 1e6
    other = replace(table, statistics=spoilt)
    at, rows = np.array([0.4, 0.6, 0.0, 0.0]), np.arange(50)
    a, b = (Regression(NAMES).fit(t, without=rows).posterior(at) for t in (table, other))
    assert np.array_equal(a.numbers, b.numbers)
    assert np.allclose(a.values, b.values)


def test_the_same_table_gives_the_same_posterior(table, estimator):
    again = Regression(NAMES).fit(table).posterior(table.statistics[3])
    first = estimator.posterior(table.statistics[3])
    assert np.array_equal(first.values, again.values) and np.array_equal(first.weights, again.weights)


def test_the_adjustment_narrows_what_acceptance_alone_leaves_wide(table):
    wide = Regression(NAMES, share=0.4).fit(table)
    at = np.array([0.5, 0.5, 0.0, 0.0])
    rows, weights, _ = wide.accepted(at)
    raw = wide.quantiles[rows, 0]
    spread = np.sqrt(weights @ (raw - weights @ raw) ** 2)
    u, w = of(wide.posterior(at), "tie_cost")
    assert np.sqrt(w @ (u - w @ u) ** 2) < 0.8 * spread


def test_data_sets_that_are_all_alike_give_the_prior_back():
    table = toy_table(2_000, statistics=4)
    same = replace(table, statistics=np.ones((2_000, 4)))
    posterior = Regression(NAMES, share=0.5).fit(same).posterior(np.ones(4))
    u, w = of(posterior, "tie_cost")
    assert w @ u == pytest.approx(0.5, abs=4 * (1 / 12 / 1000) ** 0.5)


def test_scales_invert_each_other():
    u = np.array([[0.1, 0.9], [0.5, 0.3]])
    assert np.allclose(unit(from_unit(u, NAMES), NAMES), u)
    assert np.allclose(logistic(logit(u)), u)
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()


def test_a_cubic_is_found_and_a_statistic_can_be_left_out():
    rng = np.random.default_rng(1)
    s = rng.normal(size=(3_000, 3)).clip(-2, 2)
    target = (s[:, 0] ** 3 - s[:, 0] * s[:, 1])[:, None]
    model = Polynomial.fitted(s, target, degree=3)
    assert np.abs(model.predict(s) - target).max() < 0.1
    without = model.solved(*model.sums(s, target), without=0)
    moved = s.copy()
    moved[:, 0] += 1
    assert np.allclose(without.predict(s), without.predict(moved))


def test_a_posterior_takes_less_than_a_tenth_of_a_second():
    table = toy_table(60_000, statistics=4)
    estimator = Regression(NAMES).fit(table)
    times = []
    for row in range(5):
        begin = time.process_time()
        estimator.posterior(table.statistics[row], row)
        times.append(time.process_time() - begin)
    assert min(times) < 0.1


def test_a_strange_data_set_is_seen_and_said(table, estimator):
    assert stranger(table, table.statistics.mean(axis=0)) == 1
    assert stranger(table, np.full(4, 50.0)) == 0
    said = text(section(estimator, np.array([0.5, 0.5, 0.0, 9.0])))
    assert "no estimator can be trusted" in said
    usual = section(estimator, np.array([0.5, 0.5, 0.0, 0.0]))
    assert "the model can make such data" in text(usual)
    assert [row["name"] for row in usual["parameters"]] == list(NAMES)
    assert usual["parameters"][0]["identified"]
