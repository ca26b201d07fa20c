"""Pace: safe or fast; the harm of a month."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters as P
from sim.rules.pace import disaster_chance, mirrored, pace_gain, pace_terms, race_payoffs, step_payoffs
from sim.rules.welfare import harm_of_month

SHARE = st.floats(0.0, 1.0)


def test_step_payoffs_of_the_race():
    """Benefit 4, cost 1, speed 3: safe-safe, safe-unsafe, unsafe-safe, unsafe-unsafe."""
    assert step_payoffs(4.0, 1.0, 3.0) == (1.0, 0.0, 3.0, 2.0)


@pytest.mark.parametrize(
    ("prize", "disaster", "payoffs"),
    [
        pytest.param(0.0, 0.0, (1.0, 0.0, 3.0, 2.0), id="no prize, no disaster: the steps alone"),
        pytest.param(8.0, 0.0, (5.0, 0.0, 27.0, 14.0), id="a prize, sooner for the unsafe"),
        pytest.param(8.0, 0.5, (5.0, 0.0, 13.5, 7.0), id="half of the unsafe lose all"),
        pytest.param(8.0, 1.0, (5.0, 0.0, 0.0, 0.0), id="all of them"),
    ],
)
def test_race_payoffs(prize, disaster, payoffs):
    assert race_payoffs(4.0, 1.0, 3.0, prize, disaster) == payoffs


@pytest.mark.parametrize(
    ("capability", "difficulty", "pooled", "chance"),
    [
        pytest.param(1.0, 1.0, 0.0, 0.5, id="as it stands"),
        pytest.param(1.0, 0.5, 0.0, 0.25, id="an easier problem"),
        pytest.param(1.0, 1.0, 0.5, 0.25, id="half the knowledge pooled"),
        pytest.param(1.5, 1.0, 0.0, 0.75, id="more capable systems"),
        pytest.param(9.0, 1.0, 0.0, 1.0, id="never above 1"),
        pytest.param(9.0, 1.0, 1.0, 0.0, id="all known: none"),
    ],
)
def test_disaster_chance(capability, difficulty, pooled, chance):
    assert disaster_chance(0.5, capability, difficulty, pooled) == chance


@pytest.mark.parametrize(
    ("mirroring", "verification", "share"),
    [
        pytest.param(0.5, 0.0, 0.0, id="nothing is seen"),
        pytest.param(0.5, 0.5, 0.25, id="half is seen"),
        pytest.param(2.0, 1.0, 1.0, id="never above 1"),
    ],
)
def test_mirrored(mirroring, verification, share):
    assert mirrored(mirroring, verification) == share


RACE = {"benefit": 4.0, "cost": 1.0, "speed": 3.0, "prize": 8.0}


@pytest.mark.parametrize(
    ("believed_safe", "mirror", "safe", "fast"),
    [
        pytest.param(0.0, 0.0, 0.0, -7.0, id="all others race"),
        pytest.param(1.0, 0.0, 5.0, -13.5, id="all others are safe"),
        pytest.param(0.5, 0.0, 2.5, -10.25, id="half of them"),
        pytest.param(0.0, 1.0, 5.0, -7.0, id="mirrored: they do as we do"),
        pytest.param(1.0, 1.0, 5.0, -7.0, id="mirrored: beliefs do not matter"),
        pytest.param(0.5, 0.5, 3.75, -8.625, id="half mirrored"),
    ],
)
def test_pace_terms(believed_safe, mirror, safe, fast):
    assert pace_terms(believed_safe, mirror, *RACE.values(), 0.5, 1.0, 0.0, 0.0) == (safe, fast, 0.0, 0.0)


@pytest.mark.parametrize(("access", "fine", "oversight"), [(0.0, 2.0, 0.0), (1.0, 2.0, 2.0), (0.5, 2.0, 1.0)])
def test_oversight_needs_access(access, fine, oversight):
    assert pace_terms(0.5, 0.0, *RACE.values(), 0.5, access, fine, 0.0)[2] == oversight


def test_a_firm_set_back_by_controls_gives_up_a_share_of_the_stakes_by_being_safe():
    assert pace_terms(0.5, 0.0, *RACE.values(), 0.5, 0.0, 0.0, 0.25)[3] == -0.25 * (RACE["benefit"] + RACE["prize"])


@given(SHARE, SHARE, SHARE, SHARE, st.floats(1.1, 2.0), st.floats(1.0, 100.0))
def test_disasters_and_mirroring_speak_for_the_safe_pace(believed, mirror, one, other, speed, prize):
    def gain(m, disaster):
        return pace_gain(pace_terms(believed, m, 4.0, 1.0, speed, prize, disaster, 0.0, 0.0, 0.0))

    low, high = min(one, other), max(one, other)
    assert gain(mirror, high) >= gain(mirror, low)
    assert gain(max(mirror, one), one) >= gain(min(mirror, one), one) - 1e-12 * (1.0 + prize)


@pytest.mark.parametrize(
    ("safe", "days", "leaks", "harm"),
    [
        pytest.param((0, 0), 0.0, 0.0, 0.25, id="all race, answered at once: half of the harm"),
        pytest.param((0, 0), 30.0, 0.0, 0.375, id="answered after the half-time"),
        pytest.param((1, 0), 0.0, 0.0, 0.15625, id="one is safe: a quarter of its risk"),
        pytest.param((1, 1), 0.0, 0.0, 0.0625, id="all are safe"),
        pytest.param((1, 1), 0.0, 2.0, 0.5625, id="leaks come on top"),
        pytest.param((), 0.0, 0.0, 0.0, id="no firms"),
    ],
)
def test_harm_of_a_month(safe, days, leaks, harm):
    p = P.with_values(disaster=0.5, difficulty=1.0, accident_safe=0.25, response_days=30.0, spill_over=0.25)
    assert harm_of_month(p, np.array(safe, dtype=bool), 1.0, 0.0, days, leaks) == harm
