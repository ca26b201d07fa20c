"""Pace: safe or fast, and what lasts of a firm's choice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import PRE_DEPLOYMENT
from sim.draws import stream_of
from sim.rules.pace import (
    appraise_pace,
    culture_of,
    disaster_chance,
    index_place,
    mirrored,
    pace_gain,
    pace_noise_of,
    pace_spread_of,
    pace_terms,
    race_payoffs,
    step_payoffs,
)
from sim.rules.traits import trait_of, trait_scale
from tests.worlds import world

UNKNOWN = float("nan")
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
    assert pace_terms(believed_safe, mirror, *RACE.values(), 0.5, 1.0, 0.0, 0.0, 0.5) == (safe, fast, 0.0, 0.0, 0.5)


@pytest.mark.parametrize(("access", "fine", "oversight"), [(0.0, 2.0, 0.0), (1.0, 2.0, 2.0), (0.5, 2.0, 1.0)])
def test_oversight_needs_access(access, fine, oversight):
    assert pace_terms(0.5, 0.0, *RACE.values(), 0.5, access, fine, 0.0, 0.0)[2] == oversight


def test_a_firm_set_back_by_controls_gives_up_a_share_of_the_stakes_by_being_safe():
    assert pace_terms(0.5, 0.0, *RACE.values(), 0.5, 0.0, 0.0, 0.25, 0.0)[3] == -0.25 * (
        RACE["benefit"] + RACE["prize"]
    )


# ---- a firm as things stand ------------------------------------------------------------------------------------------
STAKES = {"step_benefit": 4.0, "safety_cost": 1.0, "speed_up": 3.0, "prize": 8.0, "disaster": 0.5, "difficulty": 1.0,
          "mirroring": 1.0, "fine": 2.0}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({}, (2.5, -10.25, 0.0, 0.0, 0.0), id="half of the others are believed to be safe"),
        pytest.param({"believed_safe": 1.0}, (5.0, -13.5, 0.0, 0.0, 0.0), id="all of them"),
        pytest.param({"pooled": 1.0}, (2.5, -20.5, 0.0, 0.0, 0.0), id="all is known: no disasters"),
        pytest.param({"capability": 2.0}, (2.5, 0.0, 0.0, 0.0, 0.0), id="capable systems: certain disaster"),
        pytest.param(
            {"harmonisation": 0.5}, (3.75, -8.625, 0.0, 0.0, 0.0), id="half of the pace is seen, and mirrored"
        ),
        pytest.param(
            {"flow": 1 << PRE_DEPLOYMENT}, (2.5, -10.25, 2.0, 0.0, 0.0), id="an office with powers has access"
        ),
        pytest.param({"behind": (0.0, 0.25)}, (2.5, -10.25, 0.0, -3.0, 0.0), id="its home is set back"),
        pytest.param({"behind": (0.25, 0.0)}, (2.5, -10.25, 0.0, 0.0, 0.0), id="another home is"),
    ],
)
def test_appraise_pace_gathers_what_a_firm_sees(changed, terms):
    """Two states, both in the network, and a firm at home in the second; the first has powers over firms."""
    fields = {"home": (0, 1, 1), "home_share": (0.0, 1.0), "tier": 1, "statutory": (True, False, False),
              "believed_safe": 0.5}  # fmt: skip
    assert appraise_pace(world(2, 1, params=STAKES, **fields | changed), 0) == terms


def test_the_noise_of_the_pace_is_relative_to_the_stakes_and_the_part_that_does_not_last():
    w = world(1, 1, params=STAKES | {"noise": 0.25, "lasting": 0.75})
    assert (pace_spread_of(w), pace_noise_of(w)) == (3.0, 1.5)


# ---- what lasts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("indices", "places"),
    [
        pytest.param((0.5,), (0.5,), id="the only one known is in the middle"),
        pytest.param((0.1, 0.9, UNKNOWN), (0.25, 0.75, None), id="those that are not known do not count"),
        pytest.param((0.3, 0.3, 0.6), (1 / 3, 1 / 3, 5 / 6), id="equals share their place"),
    ],
)
def test_the_place_of_a_firms_index(indices, places):
    found = [index_place(np.array(indices), f) if place is not None else None for f, place in enumerate(places)]
    assert found == pytest.approx(places) if None not in places else found == list(places)


def test_a_better_record_makes_a_safer_culture_that_does_not_drift():
    w = world(1, 2, safety_index=(0.2, 0.6), params=STAKES | {"noise": 0.25, "lasting": 0.75})
    for w.window, w.old_part, w.new_part in ((0, 1.0, 0.0), (3, 0.6, 0.8)):
        low, high = (appraise_pace(w, f)[4] for f in range(2))
        assert low == -high and high == trait_scale(3.0, 0.75) * trait_of(0.75)


def test_a_firm_without_a_record_has_a_drawn_culture_that_passes_into_the_next():
    w = world(1, 1, safety_index=UNKNOWN, stream=stream_of(5, 0), key=np.array([1, 3], dtype=np.uint64))
    ends = []
    for w.window, w.old_part, w.new_part in ((0, 1.0, 0.0), (0, 0.0, 1.0), (1, 1.0, 0.0)):
        ends.append(culture_of(w, 0))
    assert ends[1] == ends[2] != ends[0] and max(abs(x) for x in ends) <= 3.0**0.5


def test_at_noise_0_nothing_lasts():
    assert appraise_pace(world(1, 2, safety_index=(0.2, 0.6), params=STAKES | {"noise": 0.0}), 0)[4] == 0.0


@given(SHARE, SHARE, SHARE, SHARE, st.floats(1.1, 2.0), st.floats(1.0, 100.0))
def test_disasters_and_mirroring_speak_for_the_safe_pace(believed, mirror, one, other, speed, prize):
    def gain(m, disaster):
        return pace_gain(pace_terms(believed, m, 4.0, 1.0, speed, prize, disaster, 0.0, 0.0, 0.0, 0.0))

    low, high = min(one, other), max(one, other)
    assert gain(mirror, high) >= gain(mirror, low)
    assert gain(max(mirror, one), one) >= gain(min(mirror, one), one) - 1e-12 * (1.0 + prize)
