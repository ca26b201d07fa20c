"""Power and false alarms of the verdicts, on forecasts whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.out_of_time.power import calls, power
from calibration.out_of_time.scores import resamples

ENDS = np.array([(a, b) for a in range(12) for b in range(a)])
D = len(ENDS)
BY = resamples(ENDS, 400, seed=1)
CONSTANT = np.full(D, 0.15)


def worlds(p, count=400, seed=2):
    return np.random.default_rng(seed).random((count, len(p))) < p


def test_a_forecast_that_knows_is_called_better_nearly_always():
    sharp = np.where(np.arange(D) < 10, 0.97, 0.01)
    found = power(sharp, worlds(sharp), {"constant": CONSTANT}, BY, seed=3, worlds=300)["rows"][0]
    assert found["if_model"]["better"] > 0.99
    assert found["if_model"]["worse"] == 0
    assert found["if_baseline"]["worse"] > 0.99
    assert found["if_baseline"]["better"] == 0


def test_the_same_forecast_is_never_better_or_worse():
    rows = power(CONSTANT, worlds(CONSTANT), {"itself": CONSTANT}, BY, seed=3, worlds=200)["rows"]
    assert rows[0]["if_model"] == {"better": 0.0, "worse": 0.0, "difference": 0.0}


def test_two_forecasts_equally_far_from_the_truth_are_told_apart_at_the_false_alarm_rate():
    """Truth 0.3; both err by as much on halves of the dyads: each side is called 'better' in about 5% of 2,000 worlds.

    The percentile bootstrap errs somewhat above its 5% with 66 dyads: 3% to 9% (Monte Carlo SD 0.5%).
    """
    half = np.arange(D) % 2 == 0
    p, q = np.where(half, 0.4, 0.3), np.where(half, 0.3, 0.4)
    found = calls(p, q, worlds(np.full(D, 0.3), 2000, seed=5), BY)
    assert 0.03 < found["better"] < 0.09
    assert 0.03 < found["worse"] < 0.09
    assert abs(found["difference"]) < 0.002


def test_if_the_baseline_is_true_the_model_is_rarely_called_better():
    """Propriety: less than 5%, whatever the model says."""
    rng = np.random.default_rng(7)
    for _ in range(5):
        model = rng.uniform(0.02, 0.5, D)
        found = power(model, worlds(model), {"constant": CONSTANT}, BY, seed=9, worlds=200)["rows"][0]
        assert found["if_baseline"]["better"] < 0.05
        assert found["if_model"]["difference"] > 0 > found["if_baseline"]["difference"]


def test_more_dyads_more_power():
    def better(actors):
        ends = np.array([(a, b) for a in range(actors) for b in range(a)])
        model = np.where(np.arange(len(ends)) % 3 == 0, 0.3, 0.08)
        flat = {"constant": np.full(len(ends), model.mean())}
        return power(model, worlds(model), flat, resamples(ends, 300), seed=1, worlds=300)["rows"][0]["if_model"][
            "better"
        ]

    assert better(20) > better(9) + 0.2


def test_runs_that_tie_together_are_kept_together():
    """Outcomes are whole runs: all dyads fill or none does, so no number of ties is outside."""
    runs = np.zeros((100, D), dtype=bool)
    runs[:20] = True
    found = power(np.full(D, 0.2), runs, {"constant": np.full(D, 0.4)}, BY, seed=1, worlds=100)
    assert found["dyads"] == D and found["worlds"] == 100
    assert found["rows"][0]["count_outside"] == 0


def test_a_number_of_ties_the_model_does_not_expect_is_outside():
    found = power(np.full(D, 0.05), worlds(np.full(D, 0.05)), {"many": np.full(D, 0.6)}, BY, seed=1, worlds=100)
    assert found["rows"][0]["count_outside"] == 1


def test_the_same_seed_gives_the_same_power():
    first, second, other = (
        power(CONSTANT, worlds(CONSTANT), {"b": np.full(D, 0.3)}, BY, seed=s, worlds=100) for s in (1, 1, 2)
    )
    assert first == second
    assert first != other
    assert first["rows"][0]["if_model"]["better"] == pytest.approx(second["rows"][0]["if_model"]["better"])
