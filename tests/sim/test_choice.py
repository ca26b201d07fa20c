"""Choice: a gain becomes a chance, a chance and a draw become an act."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.choice import TOLERANCE, accepts, agree, keeps, probability
from sim.rules.draw_bounds import STEPS, never, surely

GAINS = st.floats(-50.0, 50.0)
NOISES = st.floats(0.05, 5.0)
DRAWS = st.floats(0.0, 1.0, exclude_max=True)


@pytest.mark.parametrize(
    ("gain", "noise", "chance"),
    [
        pytest.param(0.0, 0.25, 0.5, id="indifference: even odds"),
        pytest.param(0.25 * math.log(3.0), 0.25, 0.75, id="one noise x log 3: three to one"),
        pytest.param(-0.25 * math.log(3.0), 0.25, 0.25, id="the same loss: one to three"),
        pytest.param(1e6, 0.25, 1.0, id="an enormous gain: certain"),
        pytest.param(-1e6, 0.25, 0.0, id="an enormous loss: never, without overflow"),
        pytest.param(1.0, 0.0, 1.0, id="no noise, gain: certain"),
        pytest.param(-1.0, 0.0, 0.0, id="no noise, loss: never"),
        pytest.param(0.0, 0.0, 0.0, id="no noise, indifference: status quo"),
        pytest.param(TOLERANCE, 0.0, 0.0, id="no noise, within tolerance: status quo"),
        pytest.param(2 * TOLERANCE, 0.0, 1.0, id="no noise, above tolerance: certain"),
    ],
)
def test_probability(gain, noise, chance):
    assert probability(gain, noise) == pytest.approx(chance, rel=1e-12, abs=0.0)


@given(GAINS, NOISES)
def test_acting_and_not_acting_are_all_there_is(gain, noise):
    assert probability(gain, noise) + probability(-gain, noise) == pytest.approx(1.0, rel=1e-12)


@given(GAINS, GAINS, NOISES)
def test_a_larger_gain_is_never_less_likely(one, other, noise):
    low, high = min(one, other), max(one, other)
    assert probability(low, noise) <= probability(high, noise)


@given(GAINS, st.floats(0.1, 10.0))
def test_it_is_fermi_imitation_with_intensity_one_over_noise(gain, intensity):
    assert probability(gain, 1.0 / intensity) == pytest.approx(1.0 / (1.0 + math.exp(-intensity * gain)), rel=1e-12)


def steps_of_draws():
    """Draws at the ends of the steps of the tables, and anywhere."""
    ends = st.integers(0, STEPS - 1).flatmap(
        lambda k: st.sampled_from([k / STEPS, math.nextafter((k + 1) / STEPS, 0.0), (k + 0.5) / STEPS])
    )
    return st.one_of(ends, DRAWS)


def check_bounds(gain, noise, draw):
    taken = draw < probability(gain, noise)
    assert taken or not surely(gain, noise, draw)
    assert not (taken and never(gain, noise, draw))
    assert accepts(gain, noise, draw) == taken


@given(st.one_of(GAINS, st.floats(-1e-6, 1e-6), st.floats()), st.one_of(NOISES, st.just(0.0)), steps_of_draws())
def test_the_bounds_of_a_draw_say_what_the_chance_says(gain, noise, draw):
    """The tables never contradict the probability that they stand for, however near the draw lies to it."""
    if not math.isnan(gain):
        check_bounds(gain, noise, draw)


@given(steps_of_draws(), NOISES, st.floats(-1e-9, 1e-9))
def test_the_bounds_are_right_where_the_draw_meets_the_chance(draw, noise, off):
    """Gains whose chance is the draw itself, or next to it."""
    gain = noise * (math.log(draw / (1.0 - draw)) + off) if draw > 0.0 else -40.0 * noise
    check_bounds(gain, noise, draw)


def test_the_bounds_decide_nearly_always():
    """Of evenly spread gains and draws at most one in a hundred is left to the chance itself."""
    gains, draws = np.linspace(-5.0, 5.0, 101), np.linspace(0.0, 1.0, 1000, endpoint=False)
    unsure = [not never(g, 1.0, u) and not surely(g, 1.0, u) for g in gains for u in draws]
    assert np.mean(unsure) < 0.01


@pytest.mark.parametrize(
    ("gain", "noise", "draw", "taken"),
    [
        pytest.param(0.0, 0.25, 0.4999, True, id="draw below the chance"),
        pytest.param(0.0, 0.25, 0.5, False, id="draw at the chance"),
        pytest.param(1.0, 0.0, 0.9999, True, id="no noise, gain, worst draw"),
        pytest.param(0.0, 0.0, 0.0, False, id="no noise, indifference, best draw"),
    ],
)
def test_accepts(gain, noise, draw, taken):
    assert accepts(gain, noise, draw) == taken


@pytest.mark.parametrize(
    ("gain_a", "gain_b", "signed"),
    [
        pytest.param(1.0, 1.0, True, id="both gain"),
        pytest.param(1.0, 0.0, True, id="one gains, the other does not lose"),
        pytest.param(0.0, 1.0, True, id="the same, sides exchanged"),
        pytest.param(1.0, -TOLERANCE, True, id="a loss within tolerance is none"),
        pytest.param(0.0, 0.0, False, id="nobody gains: status quo"),
        pytest.param(TOLERANCE, TOLERANCE, False, id="gains within tolerance are none"),
        pytest.param(1.0, -0.001, False, id="one loses"),
        pytest.param(-0.001, 1.0, False, id="the other loses"),
        pytest.param(-1.0, -1.0, False, id="both lose"),
    ],
)
def test_agree_without_noise_is_pairwise_stability(gain_a, gain_b, signed):
    assert agree(gain_a, gain_b, 0.0, 0.5, 0.5) == signed


@given(GAINS, GAINS, NOISES, DRAWS, DRAWS)
def test_with_noise_a_deal_needs_both_acceptances(gain_a, gain_b, noise, draw_a, draw_b):
    both = accepts(gain_a, noise, draw_a) and accepts(gain_b, noise, draw_b)
    assert agree(gain_a, gain_b, noise, draw_a, draw_b) == both


@given(GAINS, GAINS, st.one_of(st.just(0.0), NOISES), DRAWS, DRAWS)
def test_who_is_named_first_does_not_matter(gain_a, gain_b, noise, draw_a, draw_b):
    assert agree(gain_a, gain_b, noise, draw_a, draw_b) == agree(gain_b, gain_a, noise, draw_b, draw_a)


@pytest.mark.parametrize(
    ("gain", "noise", "draw", "kept"),
    [
        pytest.param(0.0, 0.0, 0.9, True, id="no noise, indifference: kept"),
        pytest.param(-TOLERANCE, 0.0, 0.9, True, id="no noise, loss within tolerance: kept"),
        pytest.param(-2 * TOLERANCE, 0.0, 0.0, False, id="no noise, ending gains strictly: ended"),
        pytest.param(0.0, 0.25, 0.5, False, id="noise, draw at the chance: ended"),
        pytest.param(0.0, 0.25, 0.25, True, id="noise, draw below the chance: kept"),
    ],
)
def test_keeps(gain, noise, draw, kept):
    assert keeps(gain, noise, draw) == kept
