"""Scores against values by hand and scikit-learn; propriety; intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import scores

P = np.array([0.9, 0.2, 0.5, 0.5])
Y = np.array([True, False, True, False])
ENDS = np.array([(a, b) for a in range(12) for b in range(a)])


def test_log_and_brier_by_hand():
    assert scores.log_scores(P, Y) == pytest.approx(np.log([0.9, 0.8, 0.5, 0.5]))
    assert scores.brier_scores(P, Y).mean() == pytest.approx((0.01 + 0.04 + 0.25 + 0.25) / 4)
    assert scores.log_scores(np.array([0.0]), np.array([True]))[0] == -np.inf


def test_auc_by_hand():
    """Positives .9 and .5, negatives .2 and .5: three pairs won, one drawn."""
    assert scores.auc(P, Y)[0] == pytest.approx(3.5 / 4)
    assert np.isnan(scores.auc(P, np.ones(4, dtype=bool))[0])


def test_scores_agree_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    p, w = np.round(rng.random(80), 1), rng.integers(0, 4, size=(5, 80)).astype(float)
    p = np.clip(p, 0.05, 0.95)  # rounded, so that there are ties
    y = rng.random(80) < 0.3
    assert -scores.log_scores(p, y).mean() == pytest.approx(metrics.log_loss(y, p))
    assert scores.brier_scores(p, y).mean() == pytest.approx(metrics.brier_score_loss(y, p))
    for k in range(5):
        assert scores.auc(p, y, w)[k] == pytest.approx(metrics.roc_auc_score(y, p, sample_weight=w[k]))


@given(truth=st.floats(0.01, 0.99), told=st.floats(0.01, 0.99))
def test_log_and_brier_are_proper(truth, told):
    """In expectation nothing beats the truth, and only the truth reaches it."""
    for score, sign in ((scores.log_scores, 1.0), (scores.brier_scores, -1.0)):

        def expected(p, score=score, sign=sign):
            hit, miss = score(np.array([p, p]), np.array([True, False]))
            return sign * (truth * hit + (1 - truth) * miss)

        assert expected(truth) >= expected(told) - 1e-12
        if abs(truth - told) > 0.01:
            assert expected(truth) > expected(told)


def test_reliability_counts_every_dyad_once_and_the_right_bin():
    p, y = np.array([0.0, 0.05, 0.049, 0.4, 1.0]), np.array([False, True, False, False, True])
    rows = scores.reliability(p, y)
    assert sum(row["dyads"] for row in rows) == 5
    first, second, last = rows
    assert (first["dyads"], first["tied"], first["from"], first["to"]) == (2, 0, 0.0, 0.05)
    assert (second["dyads"], second["tied"]) == (1, 1)
    assert (last["dyads"], last["share"], last["forecast"]) == (2, 0.5, pytest.approx(0.7))


def test_wilson_by_hand():
    """3 of 10 at z = 1.644854: 0.1269 and 0.5585 solve (share - q)^2 = z^2 q (1 - q) / n."""
    low, high = scores.wilson(3, 10)
    for q in (low, high):
        assert (0.3 - q) ** 2 == pytest.approx(scores.NORMAL**2 * q * (1 - q) / 10)
    assert low < 0.3 < high
    assert scores.wilson(0, 5)[0] == pytest.approx(0.0, abs=1e-12)
    assert scores.wilson(5, 5)[1] == pytest.approx(1.0)


def test_resamples_count_dyads_and_actors():
    by = scores.resamples(ENDS, 50, seed=3)
    again = scores.resamples(ENDS, 50, seed=3)
    assert (by.dyads == again.dyads).all() and (by.actors == again.actors).all()
    assert (by.dyads.sum(axis=1) == len(ENDS)).all()
    assert not (scores.resamples(ENDS, 50, seed=4).dyads == by.dyads).all()
    assert by.shared[0].sum() == 2 * 12 - 3  # a dyad of twelve actors meets 20 others and itself
    assert (by.shared == by.shared.T).all() and by.shared.diagonal().all()
    present = by.actors[0] > 0
    gone = set(range(12)) - {int(a) for pair in ENDS[present] for a in pair}
    assert gone  # some actor was not drawn: no dyad of it counts
    assert all(by.actors[0][k] == 0 for k in range(len(ENDS)) if gone & set(ENDS[k].tolist()))


def test_intervals_over_dyads_cover():
    """Independent values: 90% intervals cover the mean in at least 80% and at most 97% of 300 samples."""
    rng = np.random.default_rng(5)
    by = scores.resamples(ENDS, 400, seed=1)
    samples = rng.exponential(size=(len(ENDS), 300))
    low, high = scores.central(scores.means(samples, by.dyads))
    assert 0.80 <= ((low < 1) & (high > 1)).mean() <= 0.97  # false alarm far below 1e-4 at a coverage of 0.89


def test_what_actors_share_widens_the_other_intervals():
    """Values that are sums of actors' effects: over dyads alone the interval is too narrow, the other two are wider."""
    rng = np.random.default_rng(6)
    by = scores.resamples(ENDS, 1000, seed=2)
    effect = rng.normal(size=12)
    values = effect[ENDS].sum(axis=1)

    def width(samples):
        low, high = scores.central(samples)
        return high - low

    over_dyads, over_actors = width(scores.means(values, by.dyads)), width(scores.means(values, by.actors))
    low, high = scores.robust(values, by.shared)
    assert over_actors > 1.5 * over_dyads
    assert high - low > 1.5 * over_dyads


def test_robust_by_hand():
    """Three dyads in a row, values 1, 0, -1: only neighbours share; e'Se = 2 + 0 = 2, so the variance is 2 / 9."""
    by = scores.resamples(np.array([(0, 1), (1, 2), (2, 3)]), 5)
    low, high = scores.robust(np.array([1.0, 0.0, -1.0]), by.shared)
    assert high == pytest.approx(scores.NORMAL * (2 / 9) ** 0.5)
    assert low == pytest.approx(-high)


def test_tables_hold_the_difference_of_their_own_rows():
    rng = np.random.default_rng(8)
    y = rng.random(len(ENDS)) < 0.2
    p, q = rng.uniform(0.05, 0.6, len(ENDS)), np.full(len(ENDS), 0.2)
    by = scores.resamples(ENDS, 200)
    mine, other = scores.score_table(p, y, by), scores.score_table(q, y, by)
    both = scores.difference_table(p, q, y, by)
    for name in ("log", "brier", "auc"):
        assert both[name]["value"] == pytest.approx(mine[name]["value"] - other[name]["value"])
        assert both[name]["low"] <= both[name]["value"] <= both[name]["high"]
    assert other["auc"] == {"value": 0.5, "low": 0.5, "high": 0.5}


def test_nothing_that_came_has_no_auc():
    by = scores.resamples(ENDS, 50)
    found = scores.score_table(np.full(len(ENDS), 0.2), np.zeros(len(ENDS), dtype=bool), by)
    assert found["auc"] == {"value": None, "low": None, "high": None}
    assert found["log"]["value"] == pytest.approx(np.log(0.8))
