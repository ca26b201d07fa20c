"""Stable treaties, against payoffs written here."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from results.studies.limits import treaty
from sim.errors import InputError

positive = st.floats(0.05, 20.0)
small = settings(max_examples=25)


def payoff_quadratic(b, c, x, penalty, n, k, inside):
    """Of a member of k, or of an outsider; outsiders enjoy the members' output without the excluded share.

    What the other outsiders do does not depend on anyone's membership, and is left out.
    """
    q_in, q_out = k * b / c, b / c
    if inside:
        return b * k * q_in - c * q_in**2 / 2
    return b * ((1 - x) * k * q_in + q_out) - c * q_out**2 / 2 - penalty


@small
@given(n=st.integers(2, 15), b=positive, c=positive, x=st.floats(0, 1), penalty=st.floats(0, 10))
def test_quadratic_gain_of_staying_is_the_difference_of_payoffs(n, b, c, x, penalty):
    found = treaty.study("quadratic", n, b, c, x, penalty)
    for size in found.sizes[1:]:
        k = size.members
        expected = payoff_quadratic(b, c, x, penalty, n, k, True) - payoff_quadratic(b, c, x, penalty, n, k - 1, False)
        assert size.gain == pytest.approx(expected, rel=1e-9, abs=1e-9 * b * b / c)
        assert size.effort == pytest.approx(k * k * b / c)


@small
@given(n=st.integers(3, 40), b=positive, c=positive)
def test_quadratic_largest_is_three_whatever_the_numbers(n, b, c):
    found = treaty.study("quadratic", n, b, c)
    assert found.largest == 3
    for size in found.sizes[1:]:
        k = size.members
        assert size.gain == pytest.approx(-(k - 1) * (k - 3) * b * b / c / 2, abs=1e-8 * b * b / c)


@small
@given(n=st.integers(2, 40), b=positive, ratio=st.floats(1.001, 39.0))
def test_binary_largest_is_the_ratio_rounded_up(n, b, ratio):
    assume(ratio < n and abs(ratio - round(ratio)) > 1e-6)
    assert treaty.study("binary", n, b, ratio * b).largest == math.ceil(ratio)


@pytest.mark.parametrize("ratio", range(2, 13))
@pytest.mark.parametrize("b", [0.1, 0.3, 1.0, 7.0])
def test_binary_members_contribute_where_it_is_just_worth_it(b, ratio):
    assert treaty.study("binary", 12, b, ratio * b).largest == ratio


@small
@given(
    n=st.integers(3, 30), lever=st.sampled_from(["excludability", "penalty"]), low=st.floats(0, 1), more=st.floats(0, 1)
)
def test_more_to_lose_outside_never_makes_the_largest_coalition_smaller(n, lever, low, more):
    sizes = [treaty.study("quadratic", n, 1.0, 1.0, **{lever: value}).largest for value in (low, min(1.0, low + more))]
    assert sizes[0] <= sizes[1]


@small
@given(n=st.integers(2, 30), penalty=st.floats(0, 400))
def test_a_penalty_sustains_what_its_size_pays_for(n, penalty):
    """(k-1)(k-3)/2 <= penalty."""
    wanted = [k for k in range(1, n + 1) if (k - 1) * (k - 3) / 2 <= penalty]
    assert treaty.study("quadratic", n, 1.0, 1.0, penalty=penalty).largest == max(wanted)


def test_stable_means_nobody_moves():
    found = treaty.study("quadratic", 9, 1.0, 2.0, penalty=1.0)
    for size, next_size in zip(found.sizes, found.sizes[1:], strict=False):
        assert size.external == (next_size.gain <= 1e-9)
        assert next_size.internal == (next_size.gain >= -1e-9)
    assert found.sizes[0].internal
    assert found.sizes[-1].external


def test_where_a_binary_treaty_is_none_it_says_so():
    assert "contributes alone" in treaty.study("binary", 5, 2.0, 1.0).note
    found = treaty.study("binary", 5, 1.0, 6.0)
    assert found.largest == 0
    assert "no coalition contributes" in found.note


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": 0},
        {"n": 401},
        {"benefit": 0.0},
        {"cost": -1.0},
        {"cost": math.nan},
        {"excludability": 1.1},
        {"penalty": -1},
    ],
)
def test_out_of_range(wrong):
    with pytest.raises(InputError, match=f"'{next(iter(wrong))}': out of range"):
        treaty.study(**{"kind": "quadratic", "n": 8, "benefit": 1.0, "cost": 1.0} | wrong)


def test_unknown_kind():
    with pytest.raises(InputError, match="did you mean 'binary'"):
        treaty.study("binry", 8, 1.0, 1.0)
