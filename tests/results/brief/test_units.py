"""Numbers as a reader meets them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.brief.units import Measure, two_digits, whole

STATES = Measure("members", "Members", "states", 1, whole=True)
SHARE = Measure("multi_year_completion", "Projects finished", "", 1, share=True)
HARM = Measure("harm", "Expected harm", "times today's", -1, scale=0.24, anchor="1 = today")
ACCESS = Measure("access", "Access", "times today's", 1, scale=0.208, anchor="1 = today", percent=True)
INDEX = Measure("sensitive_pooled", "Pooled", "index", 1, anchor="2.2 = today")


@pytest.mark.parametrize(
    ("measure", "value", "said", "changed"),
    [
        (STATES, 10.8, "11", "+11 states"),
        (STATES, 1.2, "1", "+1 state"),
        (STATES, 0.3, "0", "0 states"),
        (STATES, -2.6, "−3", "−3 states"),
        (SHARE, 0.334, "33%", "+33 points"),
        (SHARE, 0.004, "0.4%", "+0.4 points"),
        (HARM, 0.24, "1", "+1 times today's"),
        (HARM, -0.0336, "−0.14", "−0.14 times today's"),
        (ACCESS, 0.21273, "1.02", "+100%"),
        (ACCESS, -0.2, "−0.96", "−96%"),
        (ACCESS, 4.16, "20", "+2,000%"),
        (ACCESS, 0.0, "0.00", "0%"),
        (INDEX, 2.236, "2.2", "+2.2 index"),
        (INDEX, math.nan, "–", "–"),
        (INDEX, None, "–", "–"),
    ],
)
def test_a_number_and_a_difference_as_they_are_said(measure, value, said, changed):
    assert (measure.value(value), measure.change(value)) == (said, changed)


def test_an_interval_is_said_once_where_both_ends_read_the_same():
    assert STATES.span(9.2, 13.5) == "9 to 14"
    assert STATES.span(9.2, 9.4) == "9"
    assert STATES.change_span(-1.0, 6.2) == "−1 to +6"


def test_the_head_of_a_column_anchors_what_has_no_unit():
    assert [m.heading for m in (STATES, SHARE, HARM, INDEX)] == [
        "states",
        "per cent",
        "times today's, 1 = today",
        "index, 2.2 = today",
    ]


@given(st.integers(1, 10**5), st.sampled_from([10, 100, 1000]))
def test_a_difference_reads_the_same_from_both_sides_of_a_rounding_of_sums(n, d):
    exact = n / d
    assert INDEX.change(math.nextafter(exact, math.inf)) == INDEX.change(math.nextafter(exact, -math.inf))


@given(st.floats(1e-6, 1e9))
def test_two_digits_are_within_half_a_unit_of_the_second_digit(number):
    read = float(two_digits(number).replace(",", ""))
    assert abs(read - number) <= 0.5001 * 10 ** (math.floor(math.log10(number)) - 1)
    assert two_digits(-number) == f"−{two_digits(number)}"


@given(st.floats(-1e6, 1e6))
def test_whole_ones_are_whole(number):
    assert abs(float(whole(number).replace(",", "").replace("−", "-")) - number) <= 0.5
