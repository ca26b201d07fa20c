"""The monthly hazard: textbook limits, a planted hazard found again, ties without a date."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.diagnostics.hazard import Hazard, History, expected, fit


def planted(rng, n, months, intercept, slope, undated=0.0):
    """Histories of n dyads that follow a logit hazard in one covariate; some ties lose their date."""
    x = rng.normal(size=(n, 1, 1)).repeat(months, axis=1)
    h = 1 / (1 + np.exp(-(intercept + slope * x[:, :, 0])))
    hit = rng.random((n, months)) < h
    first = np.where(hit.any(axis=1), hit.argmax(axis=1), months)
    when = np.arange(months)
    event, lost = when == first[:, None], (rng.random(n) < undated) & (first < months)
    risk = (when <= first[:, None]) | lost[:, None]
    return x, History(risk, event & ~lost[:, None], lost)


def test_a_constant_hazard_is_events_over_exposure():
    rng = np.random.default_rng(0)
    x, past = planted(rng, 200, 20, -3.0, 0.0)
    found = fit(x[:, :, :0], past)
    rate = past.event.sum() / past.risk.sum()
    assert found.monthly(x[:1, :1, :0])[0, 0] == pytest.approx(rate, rel=1e-6)
    ahead = np.empty((1, 13, 0))
    assert found.probability(ahead)[0] == pytest.approx(1 - (1 - rate) ** 13)


def test_a_planted_hazard_is_found_again():
    """3,000 dyads: intercept and slope within four standard errors (false alarm below 1e-3), with and without dates."""
    for undated in (0.0, 0.5):
        x, past = planted(np.random.default_rng(1), 3000, 18, -4.0, 0.8, undated)
        found = fit(x, past)
        slope = found.coefficients[0] / found.scale[0]
        intercept = found.intercept - slope * found.mean[0]
        events = past.event.sum() + past.undated.sum()
        assert slope == pytest.approx(0.8, abs=4 / events**0.5)
        assert intercept == pytest.approx(-4.0, abs=6 / events**0.5)


def test_logistic_regression_agrees_with_scikit_learn():
    """Without undated ties it is a ridge logistic regression of the dyad-months: lambda is 1 / C."""
    linear = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(2)
    x, past = planted(rng, 150, 18, -3.0, 0.7)
    x = np.concatenate([x, rng.normal(size=x.shape)], axis=2)
    found = fit(x, past, penalty=3.0)
    z = (x[past.risk] - found.mean) / found.scale
    theirs = linear.LogisticRegression(C=1 / 3.0, tol=1e-10, max_iter=1000).fit(z, past.event[past.risk])
    assert found.coefficients == pytest.approx(theirs.coef_[0], abs=1e-5)
    assert found.intercept == pytest.approx(theirs.intercept_[0], abs=1e-5)


def test_the_fit_is_a_maximum_with_undated_ties():
    """The exact likelihood, 1 - product(1 - h) for an undated tie, falls on every side of the fit."""
    x, past = planted(np.random.default_rng(3), 60, 12, -3.0, 0.9, undated=0.5)
    penalty = 1.0

    def likelihood(found):
        h = found.monthly(x)
        stay = np.where(past.risk, np.log1p(-h), 0.0).sum(axis=1)
        dated = np.where(past.risk, np.where(past.event, np.log(h), np.log1p(-h)), 0.0).sum(axis=1)
        ridge = penalty / 2 * (found.coefficients**2).sum()
        return np.where(past.undated, np.log(-np.expm1(stay)), dated).sum() - ridge

    best = fit(x, past, penalty)
    for step in (-0.02, 0.02):
        moved = Hazard(best.intercept + step, best.coefficients, best.mean, best.scale)
        assert likelihood(moved) < likelihood(best)
        moved = Hazard(best.intercept, best.coefficients + step, best.mean, best.scale)
        assert likelihood(moved) < likelihood(best)


def test_where_an_undated_tie_may_have_fallen():
    """Hazard 1/2 in two months: 2/3 to 1/3; at risk in the first month for sure, in the second with 1/3."""
    past = History(np.ones((1, 2), dtype=bool), np.zeros((1, 2), dtype=bool), np.array([True]))
    y, at = expected(np.array([0.5, 0.5]), past)
    assert y == pytest.approx([2 / 3, 1 / 3])
    assert at == pytest.approx([1.0, 1 / 3])


def test_a_strong_penalty_leaves_the_constant():
    x, past = planted(np.random.default_rng(4), 100, 18, -3.0, 1.0)
    assert np.abs(fit(x, past, penalty=1e7).coefficients).max() < 1e-4
    assert np.ptp(fit(x, past, penalty=1e7).probability(x)) < 1e-3


def test_perfect_separation_stays_finite():
    x = np.repeat(np.array([-1.0, 1.0]), 10)[:, None, None].repeat(5, axis=1)
    risk = np.ones((20, 5), dtype=bool)
    event = np.zeros((20, 5), dtype=bool)
    event[10:, 0], risk[10:, 1:] = True, False
    found = fit(x, History(risk, event, np.zeros(20, dtype=bool)))
    chance = found.probability(x)
    assert np.isfinite(found.coefficients).all()
    assert (chance[:10] < 0.2).all() and (chance[10:] > 0.9).all()
