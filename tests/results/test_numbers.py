"""Numbers and differences as they are told: digits, and points where shares differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.numbers import change, change_span, change_with, interval, number, size, two

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "unit", "three", "two_digits"),
    [
        (13.33, "states", "13.3", "13"),
        (1234.0, "", "1,234", "1,200"),
        (99.6, "", "99.6", "100"),
        (0.0996, "", "0.1", "0.1"),
        (-0.0123, "", "−0.012", "−0.012"),
        (0.4375, "share", "44%", "44%"),
        (0.05, "share", "5.0%", "5%"),
        (0.0, "share", "0%", "0%"),
        (NAN, "share", "–", "–"),
        (None, "", "–", "–"),
    ],
)
def test_two_digits_for_what_is_seen_first_three_for_the_annex(value, unit, three, two_digits):
    assert (number(value, unit), two(value, unit)) == (three, two_digits)


@pytest.mark.parametrize(
    ("low", "value", "high", "unit", "told", "span", "whole"),
    [
        (-0.035, 0.43, 0.95, "share", "+43 points", "−3.5 to +95 points", "+43 [−3.5, +95] pts"),
        (-1.0, 2.0, 4.7, "states", "+2 states", "−1 to +4.7 states", "+2 [−1, +4.7]"),
        (0.1, 0.1, 0.1, "share of months", "+10 points", "+10 points", "+10 [+10, +10] pts"),
        (0.0, 0.0, 0.0, "", "0", "0", "0 [0, 0]"),
        (NAN, NAN, NAN, "share", "–", "–", "–"),
    ],
)
def test_shares_differ_by_points_and_never_by_per_cent(low, value, high, unit, told, span, whole):
    assert change(value, unit) == told
    assert change_span(low, high, unit) == span
    assert change_with(value, low, high, unit) == whole


def test_a_regret_or_a_smallest_effect_has_no_sign():
    assert (size(0.33, "share"), size(-1.2, "states", named=False)) == ("33 points", "1.2")
    assert interval(0.1, 0.2, "share") == "10% to 20%"


@given(st.floats(-1e6, 1e6))
def test_two_digits_are_two_and_near_the_number(value):
    text = two(value).replace("−", "-").replace(",", "")
    assert len(text.strip("-").replace(".", "").strip("0")) <= 2
    assert float(text) == pytest.approx(value, rel=0.051)
