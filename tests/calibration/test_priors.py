"""Other priors: the weights are densities, known posteriors are reproduced, a planted nuisance is found."""

from __future__ import annotations

import json

import numpy as np
import pytest

from calibration.diagnostics import priors
from calibration.posterior import COLUMN, Posterior, prior_mean, prior_sd
from calibration.simulator import DRAWN
from results.calibration_text import priors as words
from sim.parameters import RECORDS

LOW, HIGH = (np.array([getattr(RECORDS[name], end) for name in DRAWN]) for end in ("low", "high"))
NAMES = ("tie_cost", "meeting_rate")
FITTED = ("tie_cost", "load")


def from_prior(count: int, seed: int = 1) -> Posterior:
    """Draws of a posterior that has learned nothing."""
    values = LOW + (HIGH - LOW) * np.random.default_rng(seed).random((count, len(DRAWN)))
    return Posterior(values, np.full(count, 1 / count), np.arange(count))


def with_column(posterior: Posterior, name: str, values: np.ndarray) -> Posterior:
    """The same with other draws of one parameter."""
    changed = posterior.values.copy()
    changed[:, COLUMN[name]] = values
    return Posterior(changed, posterior.weights, posterior.numbers)


def row(section: dict, group: str, name: str, half: str | None = None) -> dict:
    return next(r for r in section[group] if r["name"] == name and r.get("half") == half)


def midpoints(name: str, count: int = 100_000) -> np.ndarray:
    return RECORDS[name].low + (RECORDS[name].high - RECORDS[name].low) * (np.arange(count) + 0.5) / count


# ---- densities ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", DRAWN)
def test_ratios_are_densities_with_the_known_means(name):
    low, mode, high = RECORDS[name].low, RECORDS[name].value, RECORDS[name].high
    grid = midpoints(name)
    ratio = priors.triangular(name, grid)
    assert ratio.mean() == pytest.approx(1, abs=1e-4)
    assert np.average(grid, weights=ratio) == pytest.approx((low + mode + high) / 3, abs=1e-4 * (high - low))
    assert grid[np.argmax(ratio)] == pytest.approx(mode, abs=2e-5 * (high - low))
    log = priors.log_uniform(name, grid)
    assert log.mean() == pytest.approx(1, abs=1e-4)
    if low > 0:
        assert np.average(grid, weights=log) == pytest.approx((high - low) / np.log(high / low), rel=1e-4)
    else:
        assert np.all(log == 1)
    for half, quarter in ((priors.LOWER, 0.25), (priors.UPPER, 0.75)):
        ratio = priors.in_half(name, grid, half)
        assert ratio.mean() == pytest.approx(1)
        assert np.average(grid, weights=ratio) == pytest.approx(low + quarter * (high - low), abs=1e-4 * (high - low))


def test_nothing_lies_outside_a_range():
    outside = np.array([RECORDS["tie_cost"].low - 0.01, RECORDS["tie_cost"].high + 0.01])
    assert np.all(priors.triangular("tie_cost", outside) == 0)
    assert np.all(priors.log_uniform("tie_cost", outside) == 0)


# ---- posteriors --------------------------------------------------------------------------------------------------
def test_a_posterior_that_learned_nothing_becomes_the_other_prior():
    """20,000 draws: shifts are those of the prior itself within 0.05 prior SD, 5 standard errors or more."""
    found = priors.section(from_prior(20_000), NAMES)
    for prior in ("triangular", "log-uniform"):
        for name in NAMES:
            r = row(found, "priors", prior)
            assert r["shift"][name] == pytest.approx(r["prior_shift"][name], abs=0.05)
    known = (sum((RECORDS["tie_cost"].low, RECORDS["tie_cost"].value, RECORDS["tie_cost"].high)) / 3) - prior_mean(
        "tie_cost"
    )
    r = row(found, "priors", "triangular (tie_cost)")
    assert r["prior_shift"]["tie_cost"] == pytest.approx(known / prior_sd("tie_cost"), abs=1e-4)
    assert r["prior_shift"]["meeting_rate"] == 0


def test_weights_reproduce_the_analytical_posterior():
    """Likelihood N(0.8, 0.2): the posterior mean under the log-uniform prior by numerical integration."""
    grid = midpoints("tie_cost", 4001)
    likelihood = np.exp(-((grid - 0.8) ** 2) / (2 * 0.2**2))
    base = from_prior(len(grid))
    posterior = with_column(base, "tie_cost", grid)
    posterior = Posterior(posterior.values, likelihood / likelihood.sum(), posterior.numbers)
    found = row(priors.section(posterior, ("tie_cost",)), "priors", "log-uniform")
    expected = (grid * likelihood / grid).sum() / (likelihood / grid).sum()
    assert posterior.mean("tie_cost") + found["shift"]["tie_cost"] * prior_sd("tie_cost") == pytest.approx(expected)
    under_uniform = (grid * likelihood).sum() / likelihood.sum()
    assert found["shift"]["tie_cost"] == pytest.approx((expected - under_uniform) / prior_sd("tie_cost"))


def test_a_planted_nuisance_is_found_and_the_others_are_not():
    """tie_cost is the quantile of load: in the lower half its mean falls by a quarter of the range, 0.87 prior SD."""
    base = from_prior(4000)
    low, high = RECORDS["load"].low, RECORDS["load"].high
    share = (base.of("load") - low) / (high - low)
    cost = RECORDS["tie_cost"]
    found = priors.section(with_column(base, "tie_cost", cost.low + (cost.high - cost.low) * share), ("tie_cost",))
    assert row(found, "halves", "load", priors.LOWER)["shift"]["tie_cost"] == pytest.approx(-(12**0.5) / 4, abs=0.06)
    assert row(found, "halves", "load", priors.UPPER)["shift"]["tie_cost"] == pytest.approx(12**0.5 / 4, abs=0.06)
    halves = [m["what"] for m in found["moved"] if " in the " in m["what"]]
    assert halves == ["load in the lower half", "load in the upper half"]
    assert not found["robust"]
    others = [r for r in found["halves"] if r["name"] != "load"]
    assert max(abs(r["shift"]["tie_cost"]) / r["se"] for r in others) < 4.5  # of 76: a false alarm in 2000 seeds
    assert "**Not robust**" in words.text(found) and "load in the lower half" in words.text(found)


def test_the_error_is_the_spread_over_samples():
    """Standard error of a shift against its spread over 100 samples of 400 draws: within 25%."""
    shifts, errors = [], []
    for seed in range(100):
        r = row(priors.section(from_prior(400, seed), ("tie_cost",)), "priors", "triangular (tie_cost)")
        shifts.append(r["shift"]["tie_cost"])
        errors.append(r["se"])
    assert np.mean(errors) == pytest.approx(np.std(shifts), rel=0.25)


def test_the_share_is_the_weight_of_the_half():
    base = from_prior(1000)
    weights = np.where(base.of("noise") < prior_mean("noise"), 3.0, 1.0)
    found = priors.section(Posterior(base.values, weights / weights.sum(), base.numbers), ("tie_cost",))
    expected = weights[base.of("noise") < prior_mean("noise")].sum() / weights.sum()
    assert row(found, "halves", "noise", priors.LOWER)["share"] == pytest.approx(expected)


def test_few_draws_are_not_judged():
    base = from_prior(60)
    low, high = RECORDS["load"].low, RECORDS["load"].high
    posterior = with_column(base, "load", np.full(60, low + 0.75 * (high - low)))
    found = json.loads(json.dumps(priors.section(posterior, ("tie_cost",))))
    r = row(found, "halves", "load", priors.LOWER)
    assert r["effective_size"] == 0 and not r["judged"]
    assert "load in the lower half" in found["not_judged"]
    assert row(found, "halves", "load", priors.UPPER)["judged"]
    assert f"fewer than {priors.ENOUGH} effective draws" in words.text(found)


def test_each_parameter_that_is_not_calibrated_has_two_halves():
    found = priors.section(from_prior(200), FITTED)
    assert [r["name"] for r in found["halves"][::2]] == [name for name in DRAWN if name not in FITTED]
    assert {r["half"] for r in found["halves"]} == {priors.LOWER, priors.UPPER}
