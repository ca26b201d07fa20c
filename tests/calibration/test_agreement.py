"""Two estimators: who agrees, how far they overlap, and what is said when they do not."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.diagnostics import agreement
from calibration.posterior import COLUMN, Posterior, prior_mean, prior_sd
from calibration.simulator import DRAWN
from results.calibration_text import agreement as words

NAME = "tie_cost"
LABELS = ("one", "other")


def posterior(shift: float = 0.0, width: float = 0.5, draws: int = 2000) -> Posterior:
    """Evenly spread draws: the mean ``shift`` prior SD off the prior's, the SD ``width`` prior SD."""
    values = np.zeros((draws, len(DRAWN)))
    even = (np.arange(draws) + 0.5) / draws - 0.5
    values[:, COLUMN[NAME]] = prior_mean(NAME) + prior_sd(NAME) * (shift + width * 12**0.5 * even)
    return Posterior(values, np.full(draws, 1 / draws), np.arange(draws))


def compared(one: Posterior, other: Posterior, **more: object) -> tuple[dict, dict]:
    found = json.loads(json.dumps(agreement.section(one, other, (NAME,), LABELS, **more)))
    return found, found["rows"][0]


def test_a_posterior_agrees_with_itself():
    found, row = compared(posterior(), posterior())
    assert found["agree"] and found["disagreements"] == [] and found["largest"] == 0
    assert row["difference"] == 0 and row["sd_ratio"] == 1 and row["overlap"] == 1 and row["reason"] is None
    assert "agree: their means differ by 0 prior SD at most" in words.verdict(found)


@pytest.mark.parametrize(("shift", "agree"), [(0.49, True), (-0.49, True), (0.51, False), (-0.51, False)])
def test_the_threshold_is_half_a_prior_sd_either_way(shift, agree):
    found, row = compared(posterior(), posterior(shift))
    assert row["difference"] == pytest.approx(shift)
    assert found["agree"] is agree and row["agree"] is agree
    assert found["disagreements"] == ([] if agree else [NAME])
    assert ("do not agree" in words.text(found)) is not agree


def test_ratio_of_sds_and_overlap_of_known_intervals():
    """Uniform draws of SD 0.5 and 0.25 around the same mean: the inner interval is half of the outer."""
    _, row = compared(posterior(), posterior(width=0.25))
    assert row["sd_ratio"] == pytest.approx(0.5)
    assert row["overlap"] == pytest.approx(0.5, abs=0.01)


def test_a_wide_estimate_at_the_prior_is_laid_to_its_tolerance():
    found, row = compared(posterior(0.0, 0.9), posterior(1.0, 0.4))
    assert row["reason"] == agreement.TOLERANCE and row["wider"] == "one"
    assert "that by one is wider and nearer to the prior's mean" in words.verdict(found)


def test_a_wide_estimate_far_from_the_prior_is_not():
    found, row = compared(posterior(1.0, 0.9), posterior(0.2, 0.4))
    assert row["reason"] == agreement.NARROW and row["wider"] == "one"
    assert "other is too sure" in words.verdict(found)


def test_two_alike_in_width_weigh_the_statistics_differently():
    found, row = compared(posterior(0.0, 0.5), posterior(1.0, 0.5))
    assert row["reason"] == agreement.WEIGHING and row["wider"] is None
    assert "weigh the statistics differently" in words.verdict(found)


def test_few_draws_are_laid_to_chance():
    """Two estimates of 4 draws: the error of the difference is 0.35 prior SD, of which 0.6 is less than two."""
    found, row = compared(posterior(0.0, 0.5, 4), posterior(0.6, 0.5, 4))
    assert row["reason"] == agreement.WITHIN_ERROR and not found["agree"]
    assert row["error"] == pytest.approx((2 * 0.5**2 / 4) ** 0.5, rel=0.1)
    assert "Monte Carlo error" in words.verdict(found)


def test_the_one_that_passed_its_check_is_named():
    checks = {"one": {NAME: True}, "other": {NAME: False}}
    found, row = compared(posterior(), posterior(1.0), calibrated=checks)
    assert row["trusted"] == "one"
    assert "Only one passed simulation-based calibration" in words.verdict(found)
    for same in (True, False):
        _, row = compared(posterior(), posterior(1.0), calibrated={"one": {NAME: same}, "other": {NAME: same}})
        assert row["trusted"] is None


numbers = st.floats(-10, 10)


@given(numbers, st.floats(0, 5), numbers, st.floats(0, 5))
def test_overlap_is_a_share_and_does_not_depend_on_the_order(a, width, b, height):
    one, other = (a, a + width), (b, b + height)
    found = agreement.overlap(one, other)
    assert 0 <= found <= 1 + 1e-12
    assert found == pytest.approx(agreement.overlap(other, one))
    if one[1] < other[0] or other[1] < one[0]:
        assert found == 0
