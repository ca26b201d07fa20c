"""Pace: safe or fast; the harm of a month."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import PRE_DEPLOYMENT
from sim.rules.pace import (
    appraise_pace,
    disaster_chance,
    mirrored,
    pace_gain,
    pace_noise_of,
    pace_terms,
    race_payoffs,
    step_payoffs,
)
from sim.rules.welfare import harm_of_month
from tests.worlds import world

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


# ---- a firm as things stand ------------------------------------------------------------------------------------------
STAKES = {"step_benefit": 4.0, "safety_cost": 1.0, "speed_up": 3.0, "prize": 8.0, "disaster": 0.5, "difficulty": 1.0,
          "mirroring": 1.0, "fine": 2.0}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({}, (2.5, -10.25, 0.0, 0.0), id="half of the others are believed to be safe"),
        pytest.param({"believed_safe": 1.0}, (5.0, -13.5, 0.0, 0.0), id="all of them"),
        pytest.param({"pooled": 1.0}, (2.5, -20.5, 0.0, 0.0), id="all is known: no disasters"),
        pytest.param({"capability": 2.0}, (2.5, 0.0, 0.0, 0.0), id="capable systems: certain disaster"),
        pytest.param({"harmonisation": 0.5}, (3.75, -8.625, 0.0, 0.0), id="half of the pace is seen, and mirrored"),
        pytest.param({"flow": 1 << PRE_DEPLOYMENT}, (2.5, -10.25, 2.0, 0.0), id="an office with powers has access"),
        pytest.param({"behind": (0.0, 0.25)}, (2.5, -10.25, 0.0, -3.0), id="its home is set back"),
        pytest.param({"behind": (0.25, 0.0)}, (2.5, -10.25, 0.0, 0.0), id="another home is"),
    ],
)
def test_appraise_pace_gathers_what_a_firm_sees(changed, terms):
    """Two states, both in the network, and a firm at home in the second; the first has powers over firms."""
    fields = {"home": (0, 1, 1), "home_share": (0.0, 1.0), "tier": 1, "statutory": (True, False, False),
              "believed_safe": 0.5}  # fmt: skip
    assert appraise_pace(world(2, 1, params=STAKES, **fields | changed), 0) == terms


def test_the_noise_of_the_pace_is_relative_to_the_stakes():
    assert pace_noise_of(world(1, 1, params=STAKES | {"noise": 0.25})) == 3.0


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
    p = {"disaster": 0.5, "difficulty": 1.0, "accident_safe": 0.25, "response_days": 30.0, "spill_over": 0.25}
    w = world(1, len(safe), params=p, safe=safe, response_days=days, leaks=leaks)
    assert harm_of_month(w) == harm
