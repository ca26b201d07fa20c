"""The rule of judgement: a clear mean, on the expected side, and large enough; nothing else."""

import math

import numpy as np
import pytest

from results.studies.evidence.contrast import Contrast, Found, side
from results.studies.evidence.judge import FALSE_ALARM, FEWEST, interval_of_mean, judge, t_quantile, together
from results.studies.evidence.measure import found_by

TEN = [0.8, 0.9, 1.0, 1.1, 1.2, 0.8, 0.9, 1.0, 1.1, 1.2]


@pytest.mark.parametrize(("freedom", "value"), [(5, 2.5706), (9, 2.2622), (31, 2.0395), (120, 1.9799)])
def test_the_quantile_is_students(freedom, value):
    assert t_quantile(freedom) == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize(
    ("differences", "expected", "smallest", "status", "finding"),
    [
        (TEN, 1, 0.5, "reproduced", ""),
        (TEN, 1, 1.0, "reproduced", ""),  # as large as the smallest relevant one
        (TEN, 1, 1.1, "not reproduced", "too small"),
        (TEN, -1, 0.5, "not reproduced", "other sign"),
        (TEN, -1, 5.0, "not reproduced", "other sign"),
        ([-3.0, 4.0] * 8, 1, 0.1, "not reproduced", "no clear effect"),
        ([0.0] * 30, 1, 0.0, "not reproduced", "no clear effect"),
        ([0.0] * 27 + [1.0] * 5, 1, 0.01, "not reproduced", "no clear effect"),  # five may agree by chance
        ([0.0] * 26 + [1.0] * 6, 1, 0.01, "reproduced", ""),
        ([1.0] * 5, 1, 0.5, "not reproduced", "no clear effect"),  # nor do five of five show anything
        ([1.0] * 6, 1, 0.5, "reproduced", ""),
        ([5.0], 1, 0.5, "not reproduced", "no clear effect"),
        ([], 1, 0.5, "not reproduced", "no clear effect"),
        ([math.nan] * 9, 1, 0.5, "not reproduced", "no clear effect"),
        (TEN, 0, 0.5, "measured", "clear"),
        (TEN, 0, 5.0, "measured", "too small"),
        ([1.0, -1.0] * 8, 0, 0.5, "measured", "no clear effect"),
        ([3.0, 4.0], None, math.nan, "descriptive", ""),
        ([], None, math.nan, "descriptive", ""),
    ],
)
def test_the_verdict(differences, expected, smallest, status, finding):
    found = judge(np.array(differences, dtype=float), expected, smallest)
    assert (found.status, found.finding) == (status, finding)


def test_the_other_sign_mirrors():
    up, down = judge(np.array(TEN), 1, 0.5), judge(-np.array(TEN), -1, 0.5)
    assert up.status == down.status and up.effect == -down.effect and up.low == -down.high and up.share == down.share


def test_pairs_without_a_value_and_ties_are_counted():
    found = judge(np.array([np.nan, 0.0, 1.0, 2.0, -1.0]), 1)
    assert (found.pairs, found.ties, found.share) == (4, 1, pytest.approx(2 / 3))
    assert found.effect == 0.5 and found.low < 0.5 < found.high
    assert found.spread_low == pytest.approx(-0.85) and found.spread_high == pytest.approx(1.85)


def test_one_pair_has_no_interval():
    mean, low, high = interval_of_mean(np.array([2.0]))
    assert mean == 2.0 and math.isnan(low) and math.isnan(high)


def test_the_interval_is_that_of_the_mean():
    values = np.random.default_rng(3).normal(1.0, 2.0, 400)
    mean, low, high = interval_of_mean(values)
    assert mean == pytest.approx(values.mean())
    assert high - low == pytest.approx(2 * 1.966 * values.std(ddof=1) / 20, rel=1e-3)


@pytest.mark.parametrize("ties", [0.0, 0.5, 0.8, 0.9])
def test_false_alarms_are_as_rare_as_stated(ties):
    """Without any effect, normal or of one size, however many pairs are alike: at most one in forty a side.

    3,000 trials: a share above 0.025 by more than four standard errors (0.0114) would be chance in 1 of 30,000 tests.
    """
    rng = np.random.default_rng(11)
    for drawn in (rng.normal(size=(3000, 32)), rng.choice([-1.0, 1.0], size=(3000, 32))):
        samples = np.where(rng.random((3000, 32)) < ties, 0.0, drawn)
        alarms = np.mean([judge(row, 1).status == "reproduced" for row in samples])
        assert alarms <= FALSE_ALARM + 0.0114


def test_the_fewest_pairs_follow_from_the_rate():
    assert 0.5**FEWEST <= FALSE_ALARM < 0.5 ** (FEWEST - 1)


# ---- what is asked of the size --------------------------------------------------------------------------------------
def test_a_contrast_asks_for_a_tenth_of_the_left_side_where_there_is_no_unit():
    left, right = side("adhoc"), side("none")
    contrast = Contrast("W1", left, right, "harm", 1, "trial")
    values = {(left, "harm"): np.array([2.0, 4.0, np.nan]), (right, "harm"): np.array([3.0, 3.0, 9.0])}
    (found,) = found_by(contrast, values, 3)
    assert found.smallest == pytest.approx(0.3)
    values[right, "harm"][1] = np.nan  # the level is that of the pairs that count
    assert found_by(contrast, values, 3)[0].smallest == pytest.approx(0.2)


def test_a_bound_that_is_in_the_samples_is_not_asked_for_twice():
    assert Found("trial", "sensitive_pooled", [1.0], 1, bounded=True).smallest == 0.0
    assert Found("trial", "members", [1.0], 1).smallest == 0.5
    assert math.isnan(Found("trial", "members", [1.0]).smallest)


# ---- rows of several comparisons ------------------------------------------------------------------------------------
def test_a_row_is_reproduced_if_all_that_decides_it_is():
    assert together(["reproduced", "reproduced"]) == "reproduced"
    assert together(["reproduced", "not reproduced"]) == "not reproduced"
    assert together(["reproduced", "measured"]) == "reproduced"
    assert together(["measured"]) == "measured"
    assert together(["descriptive"]) == "descriptive"
    assert together([]) == "not run"
