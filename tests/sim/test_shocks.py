"""Shocks: salience, capability, incidents, openness, export controls and dialogues."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim import draws
from sim.rules.shocks import (
    NARROWEST,
    RIVAL,
    TENSE,
    WIDEST,
    added_capability,
    answered_by_hand,
    bilateral_response,
    capability,
    closer,
    controller,
    covered,
    decayed_salience,
    election_shift,
    expect_rival_network,
    foreign_policy,
    founding_chance,
    incident_chance,
    informed_share,
    jumped_salience,
    list_tense,
    moved_openness,
    opened_again,
    outside_option,
    reopen,
    severity,
    sour,
)

STREAM = draws.stream_of(11, 0)


@pytest.mark.parametrize(
    ("salience", "half_life", "after"),
    [
        pytest.param(3.0, 1.0, 2.0, id="half of the excess in a half-life of a month"),
        pytest.param(1.0, 6.0, 1.0, id="usual salience stays"),
        pytest.param(0.5, 1.0, 0.75, id="from below too"),
    ],
)
def test_decayed_salience(salience, half_life, after):
    assert decayed_salience(salience, half_life) == after


def test_an_excess_of_salience_halves_in_a_half_life():
    salience = 1.5
    for _ in range(6):
        salience = decayed_salience(salience, 6.0)
    assert salience == pytest.approx(1.25, rel=1e-12)


@pytest.mark.parametrize(
    ("month", "index"),
    [(17, 1.0), (29, 1.25), (5, 0.75), (-95, 0.5)],
    ids=["reference", "a year on", "before", "floor"],
)
def test_capability(month, index):
    assert capability(month, 17, 0.25) == index


@pytest.mark.parametrize(
    ("rate", "firms", "capable", "pooled", "relative", "chance"),
    [
        pytest.param(3.0, 4, 1.0, 0.0, 1.0, 0.0625, id="three a year over four firms"),
        pytest.param(3.0, 4, 2.0, 0.0, 1.0, 0.125, id="more capable"),
        pytest.param(3.0, 4, 1.0, 0.5, 1.0, 0.03125, id="half known"),
        pytest.param(3.0, 4, 1.0, 0.0, 0.25, 0.015625, id="a safe pace"),
        pytest.param(900.0, 1, 9.0, 0.0, 1.0, 1.0, id="never above 1"),
    ],
)
def test_incident_chance(rate, firms, capable, pooled, relative, chance):
    assert incident_chance(rate, firms, capable, pooled, relative) == chance


@pytest.mark.parametrize(
    ("openness", "usual", "speed", "after"), [(0.5, 1.0, 0.25, 0.625), (1.0, 0.5, 0.25, 0.875), (1.0, 0.5, 0.0, 1.0)]
)
def test_opened_again(openness, usual, speed, after):
    assert opened_again(openness, usual, speed) == after


@pytest.mark.parametrize(("informed", "days"), [(0.0, 54.0), (0.5, 32.0), (1.0, 10.0)])
def test_bilateral_response(informed, days):
    assert bilateral_response(54.0, 10.0, informed) == days


@pytest.mark.parametrize(("reported", "coupling", "chance"), [(True, 0.0, 1.0), (False, 0.25, 0.25), (False, 0.0, 0.0)])
def test_an_incident_reaches_the_arm_by_a_report_or_through_coupled_bodies(reported, coupling, chance):
    assert covered(reported, coupling) == chance


@pytest.mark.parametrize(
    ("members", "leader", "utility"),
    [
        pytest.param(0.75, 0.25, 1.0, id="nearer to the leader"),
        pytest.param(0.5, 0.5, 0.0, id="as near to both"),
        pytest.param(0.25, 0.75, 0.0, id="nearer to the members: worth nothing, and no harm"),
    ],
)
def test_a_rival_network_is_worth_something_to_those_nearer_to_its_leader(members, leader, utility):
    assert outside_option(2.0, members, leader) == utility


@pytest.mark.parametrize(
    ("rivalry", "after"), [pytest.param(0.25, 0.5, id="rises"), pytest.param(0.9, 1.0, id="ends at 1")]
)
def test_an_export_control_sours_both_sides(rivalry, after):
    rivalries, trust = np.full((3, 3), rivalry), np.array([[0.0, 1.0, 1.0], [0.5, 0.0, 1.0], [1.0, 1.0, 0.0]])
    sour(rivalries, trust, np.arange(3), 0, 1, 0.25, 0.5)
    assert rivalries.tolist() == [[rivalry, after, rivalry], [after, rivalry, rivalry], [rivalry] * 3]
    assert trust.tolist() == [[0.0, 0.5, 1.0], [0.25, 0.0, 1.0], [1.0, 1.0, 0.0]]


def test_an_export_control_reaches_the_firms_of_both_sides():
    rivalries, trust = np.full((3, 3), 0.25), np.ones((3, 3))
    sour(rivalries, trust, np.array([0, 1, 1]), 0, 1, 0.25, 0.5)
    assert rivalries[0].tolist() == [0.25, 0.5, 0.5]
    assert rivalries[1, 2] == 0.25
    assert trust[2].tolist() == [0.5, 1.0, 1.0]


# ---- export controls and dialogues -------------------------------------------------------------------------
CERTAIN = 1e9  # a rate at which what may happen does happen


class Pairs:
    """Three offices: 0 and 1 stand at the given rivalry, all other pairs are friends; a firm sits beside them."""

    def __init__(self, rivalry, trust=0.5):
        self.rivalry, self.trust = np.zeros((4, 4)), np.full((4, 4), trust)
        self.home = np.array([0, 1, 2, 2])  # the firm is at home with a friend
        self.rivalry[0, 1] = self.rivalry[1, 0] = rivalry
        self.rivalry[0, 3] = self.rivalry[3, 0] = 1.0  # rivalry with the firm: no matter of foreign policy
        self.key = np.array([draws.key_of(f"node:{k}") for k in range(4)])

    def month(self, controls=0.0, dialogues=0.0, month=3, room=9):
        log, tense = np.full((room, 3), -1), np.empty(5, dtype=np.int64)
        list_tense(self.rivalry, 3, tense)
        count = foreign_policy(STREAM, month, self.key, self.rivalry, self.trust, self.home, 3, controls, 0.25, 0.5,
                               dialogues, 0.5, tense, log)  # fmt: skip
        return log[:count].tolist()


@pytest.mark.parametrize(
    ("rivalry", "controls", "dialogues", "log", "after", "trust"),
    [
        pytest.param(RIVAL, CERTAIN, 0.0, [[0, 1, 0]], 0.75, 0.25, id="rivals: a control"),
        pytest.param(RIVAL - 0.01, CERTAIN, 0.0, [], 0.49, 0.5, id="not quite rivals: none"),
        pytest.param(TENSE, 0.0, CERTAIN, [[0, 1, 1]], 0.3, 0.75, id="tense: a dialogue"),
        pytest.param(TENSE - 0.01, 0.0, CERTAIN, [], 0.29, 0.5, id="not tense: none"),
        pytest.param(RIVAL, CERTAIN, CERTAIN, [[0, 1, 0], [0, 1, 1]], 0.75, 0.625, id="a control, then a dialogue"),
        pytest.param(0.875, CERTAIN, 0.0, [[0, 1, 0]], 1.0, 0.25, id="rivalry ends at 1"),
        pytest.param(1.0, 0.0, 0.0, [], 1.0, 0.5, id="rates of 0: nothing"),
    ],
)
def test_a_month_of_foreign_policy(rivalry, controls, dialogues, log, after, trust):
    pairs = Pairs(rivalry)
    firm = pairs.rivalry[0, 3], pairs.trust[0, 3]
    assert pairs.month(controls, dialogues) == log
    assert pairs.rivalry[0, 1] == pairs.rivalry[1, 0] == after
    assert pairs.trust[0, 1] == pairs.trust[1, 0] == trust
    assert (pairs.rivalry[0, 3], pairs.trust[0, 3]) == firm
    assert pairs.trust[0, 2] == 0.5


def test_a_full_log_loses_lines_but_no_effect():
    pairs = Pairs(RIVAL)
    assert pairs.month(CERTAIN, CERTAIN, room=1) == [[0, 1, 0]]
    assert pairs.trust[0, 1] == 0.625


def test_tense_pairs_are_listed_in_order_without_the_firms():
    tense, rivalry = np.empty(5, dtype=np.int64), np.full((4, 4), TENSE)
    rivalry[0, 1] = 0.0
    list_tense(rivalry, 3, tense)
    assert [(pair >> 32, pair & (2**32 - 1)) for pair in tense[:2].tolist()] == [(0, 2), (1, 2)]
    assert tense[2] == -1


def test_controls_strike_at_their_rate():
    """1,200 months at 3 a year: 300 expected; outside 215 to 385 (Hoeffding) with chance below 1e-5."""
    struck = sum(bool(Pairs(RIVAL).month(controls=3.0, month=month)) for month in range(1200))
    assert 215 <= struck <= 385


# ---- events and incidents ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("month", "added"), [(1, 0.0), (2, 0.5), (5, 0.75), (99, 0.75)])
def test_added_capability(month, added):
    assert added_capability(month, np.array([2.0, 5.0]), np.array([0.5, 0.25])) == added
    assert added_capability(month, np.zeros(0), np.zeros(0)) == 0.0


@pytest.mark.parametrize(("draw", "size", "salience"), [(0.0, 0.5, 1.25), (0.5, 1.0, 1.5)])
def test_an_incident_raises_salience_by_its_severity(draw, size, salience):
    assert severity(draw) == size
    assert jumped_salience(1.0, 0.5, size) == salience


def test_only_states_reopen():
    openness = np.array([0.5, 1.0, 0.5])
    reopen(openness, np.ones(3), 0.5, 2)
    assert openness.tolist() == [0.75, 1.0, 0.5]


def test_election_shifts_scatter_by_their_spread():
    shifts = [election_shift(STREAM, month, draws.key_of("A"), 0.5) for month in range(400)]
    assert np.mean(shifts) == pytest.approx(0.0, abs=0.1) and np.std(shifts) == pytest.approx(0.5, rel=0.1)
    assert election_shift(STREAM, 1, draws.key_of("A"), 0.0) == 0.0


@pytest.mark.parametrize(("shift", "after"), [(0.25, 1.25), (0.0, 1.0), (9.0, WIDEST), (-9.0, NARROWEST)])
def test_openness_moves_within_bounds(shift, after):
    assert moved_openness(1.0, shift) == after


@pytest.mark.parametrize(
    ("openness", "stake", "salience", "chance"),
    [(1.0, 1.0, 1.0, 0.5), (0.0, 1.0, 1.0, 0.0), (0.5, 1.0, 1.0, 0.25), (1.0, 2.0, 0.5, 0.5)],
)
def test_founding_chance(openness, stake, salience, chance):
    assert founding_chance(6.0, openness, stake, salience) == chance


@pytest.mark.parametrize(("share", "trust"), [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
def test_a_dialogue_brings_closer(share, trust):
    assert closer(0.5, share) == trust


@pytest.mark.parametrize(("shares", "first"), [((0.5, 0.5), 0), ((0.25, 0.75), 1), ((0.75, 0.25), 0)])
def test_who_has_more_firms_sets_the_control(shares, first):
    assert controller(0, 1, np.array(shares)) == (first, 1 - first)


@pytest.mark.parametrize(
    ("status", "tied", "share"),
    [
        pytest.param((0, 0, 0), (1, 1, 1), 0.0, id="no office at all"),
        pytest.param((2, 1, 0), (0, 0, 0), 0.5, id="its home knows"),
        pytest.param((2, 1, 0), (0, 1, 1), 1.0, id="a tie informs, but no office that does not exist"),
        pytest.param((0, 1, 2), (0, 0, 1), 0.5, id="a home without an office does not count"),
    ],
)
def test_informed_share(status, tied, share):
    ties = np.zeros((4, 4), dtype=np.int64)
    ties[3, :3] = tied
    assert informed_share(ties, np.array(status), np.array([0, 1, 2, 0]), 3) == share


@pytest.mark.parametrize(("month", "answered"), [(10, False), (11, False), (12, True)])
def test_answered_by_hand(month, answered):
    assert answered_by_hand(month, 10.5, 30.4375) == answered


def test_a_rival_network_draws_those_nearer_to_its_leader():
    rivalry = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 0.25], [0.5, 0.25, 0.0]])
    outside = np.array([1.0, 0.0, 0.0])
    expect_rival_network(2.0, 1, np.array([1, 0, 0]), rivalry, outside)
    assert outside.tolist() == [1.0, 2.0, 0.5]  # a lone member has nobody to compare with


PLAIN = """
import numpy as np
from sim import draws
from sim.compiled import JIT
from sim.rules import shocks


assert not JIT
n, keys = 4, np.array([draws.key_of(str(k)) for k in range(4)])
rivalry, trust, log = np.full((n, n), 0.2), np.ones((n, n)), np.empty((16, 3), dtype=np.int64)
rivalry[0, 1] = rivalry[1, 0] = 0.9
tense = np.empty(9, dtype=np.int64)
shocks.list_tense(rivalry, n, tense)

def sour_all(rivalry, trust, home, i, j, harder, kept):
    rivalry[:] = 0.9

shocks.sour = sour_all
count = shocks.foreign_policy(draws.stream_of(1, 0), 3, keys, rivalry, trust, np.arange(n), n, 12.0, 0.1, 0.5, 0.0,
                              0.5, tense, log)
print(count, *tense[:count])
"""


def test_a_control_that_sours_others_is_felt_by_them_in_the_same_month():
    """In plain Python, with a rule of one's own: rivalry is read as it stands, as compiled code reads it."""
    done = subprocess.run([sys.executable, "-c", PLAIN], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    count, *tense = map(int, done.stdout.split())
    assert count == 6  # all pairs of four states, where one pair alone were rivals at first
    assert tense == [i << 32 | j for i in range(4) for j in range(i + 1, 4)], "those made tense are not listed"
