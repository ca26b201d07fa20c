"""The past: what ties, their lack and membership before the first month say of lasting traits."""

import numpy as np
import pytest

from sim import draws
from sim import parameters as P
from sim.months import NEVER
from sim.rules.deals import deal_gain, memorandum
from sim.rules.meetings import gains_of_tie, judge
from sim.rules.membership import appraise_membership, join_gain, leaving_cost, set_benefits
from sim.rules.past import has_met, learn_from_members, learn_from_past
from sim.rules.shocks import RIVAL
from sim.rules.traits import draw_traits, turn_traits
from tests.worlds import relist, world

FIRST = 20
CERTAIN = 800.0  # a rate at which all meet


def town(offices=5, firms=2, **fields):
    """Offices open from the third month on, which begin in the twentieth; traits have great weight."""
    params = {"noise": 1.0, "lasting": 0.95, "meeting_rate": CERTAIN, "tie_cost": 1.0} | fields.pop("params", {})
    keys = [draws.key_of(f"node:{k}") for k in range(offices + firms)]
    opened = {"acting_from": 3, "founded": NEVER, "first": FIRST, "month": FIRST} | fields
    w = world(
        offices, firms, params=params, stream=draws.stream_of(2, 0), key=keys, preference=0.2, agenda=0.2, stake=1.0,
        security=0.5, trust=0.5, productivity=0.5, **opened,
    )  # fmt: skip
    draw_traits(w, 0)
    turn_traits(w)
    return w


# ---- who has met ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("acting", "founded", "rate", "met"),
    [
        pytest.param((3, 3), NEVER, CERTAIN, True, id="both open for long"),
        pytest.param((3, 3), NEVER, 0.0, False, id="nobody meets"),
        pytest.param((3, FIRST), NEVER, CERTAIN, False, id="one opens in the first month"),
        pytest.param((3, FIRST - 1), NEVER, CERTAIN, True, id="one a month before"),
        pytest.param((3, NEVER), NEVER, CERTAIN, False, id="one is never open"),
        pytest.param((NEVER, NEVER), 5, CERTAIN, True, id="institutes without an acting office before"),
        pytest.param((-NEVER, -NEVER), NEVER, CERTAIN, True, id="open for ever"),
    ],
)
def test_who_has_met_before_the_first_month(acting, founded, rate, met):
    w = town(2, 0, params={"meeting_rate": rate}, acting_from=acting, founded=founded)
    assert has_met(w, 0, 1) == met


def test_rivals_have_not_met_and_firms_were_always_there():
    w = town(2, 1, acting_from=(3, NEVER))
    assert has_met(w, 0, 2) and not has_met(w, 1, 2)
    w.rivalry[0, 2] = w.rivalry[2, 0] = RIVAL
    assert not has_met(w, 0, 2)


def test_a_run_that_begins_with_the_calendar_has_no_past():
    w = town(3, 1, first=0, month=0, acting_from=-NEVER)
    assert not any(has_met(w, a, b) for a in range(3) for b in range(a + 1, 4))


def test_the_longer_two_could_meet_the_surer_they_did():
    """276 pairs at 0.05 a month: 1 - exp(-0.05) and 1 - exp(-1) of them, 13 and 174 expected."""
    counts = []
    for since in (FIRST - 1, 0):
        w = town(24, 0, params={"meeting_rate": 0.05}, acting_from=since)
        counts.append(sum(has_met(w, a, b) for a in range(24) for b in range(a + 1, 24)))
    assert 3 <= counts[0] <= 30 and 145 <= counts[1] <= 203


# ---- what it says of pairs -------------------------------------------------------------------------------------------
def tied(w, *pairs):
    for a, b in pairs:
        w.ties[a, b] = w.ties[b, a] = 0b1
    return relist(w)


def least_gain(w, a, b):
    """Gain of the less willing side: by the tie they have, or by the memorandum that they might sign."""
    if w.ties[a, b]:
        _, gain_a, _, gain_b = gains_of_tie(w, a, b)
        return min(gain_a, gain_b) - w.p[P.ENDING]
    types, lead = memorandum(w, a, b)
    return min(deal_gain(judge(w, a, b, types, lead)), deal_gain(judge(w, b, a, types, lead)))


def pairs_of(w):
    return [(a, b) for a in range(w.offices) for b in range(a + 1, w.nodes)]


def test_those_who_are_tied_were_willing_and_those_who_met_and_are_not_were_not():
    w, linked = town(), [(0, 1), (1, 5), (2, 3)]
    before = tied(w, *linked).rapport.copy()
    gains = {pair: least_gain(w, *pair) for pair in pairs_of(w)}
    learn_from_past(w)
    for pair in pairs_of(w):
        if pair in linked:
            assert least_gain(w, *pair) >= -1e-9 and w.rapport[pair] > before[pair]
        else:
            assert least_gain(w, *pair) <= 1e-9 and w.rapport[pair] < before[pair]
    assert (w.rapport == w.rapport.T).all()
    assert min(gains[pair] for pair in linked) < 0.0 < max(gain for pair, gain in gains.items() if pair not in linked)


def test_who_has_not_met_says_nothing():
    w = tied(town(params={"meeting_rate": 0.0}), (0, 1))
    before = w.rapport.copy()
    learn_from_past(w)
    moved = [tuple(pair) for pair in np.argwhere(w.rapport != before)]
    assert moved == [(0, 1), (1, 0)]


def test_nobody_is_judged_by_what_it_could_not_do():
    """Neither a state without an office, nor a firm that is no frontier firm."""
    w = town(3, 2, status=(2, 2, 0), standing=(True, False))
    before = w.rapport.copy()
    learn_from_past(relist(w))
    moved = {tuple(int(k) for k in sorted(pair)) for pair in np.argwhere(w.rapport != before)}
    assert moved == {(0, 1), (0, 3), (1, 3)}


# ---- what it says of members ---------------------------------------------------------------------------------------
def entered(**fields):
    """Five states, of which the first two entered in months 4 and 9, and the third is in, but has no date."""
    w = town(5, 0, tier=(1, 1, 1, 0, 0), member_from=(4, 9, NEVER, NEVER, 4), **fields)
    w.will[:] = -1.5
    return relist(w)


def gain_of(w, j):
    return join_gain(appraise_membership(w, j, 1)) - leaving_cost(w, j, 1)


@pytest.mark.parametrize(
    ("since", "until", "learned"),
    [
        pytest.param(-NEVER, FIRST - 1, [0, 1], id="all before the first month"),
        pytest.param(9, 9, [1], id="one month"),
        pytest.param(5, 8, [], id="a time in which nobody entered"),
    ],
)
def test_those_who_entered_in_a_time_wanted_to_be_in(since, until, learned):
    w = entered()
    learn_from_members(w, since, until)
    assert np.flatnonzero(w.will != -1.5).tolist() == learned
    assert w.benefit.any() == bool(learned)  # nothing is worked out where there is nothing to learn
    set_benefits(w)
    for j in range(3):
        assert (gain_of(w, j) >= -1e-9) == (j in learned)


def test_members_at_the_start_are_learned_of_with_the_ties():
    w = entered()
    learn_from_past(w)
    assert np.flatnonzero(w.will != -1.5).tolist() == [0, 1]


def test_without_noise_history_says_nothing():
    w = entered(params={"noise": 0.0})
    before = tied(w, (0, 1)).rapport.copy()
    learn_from_past(w)
    assert (w.rapport == before).all() and (w.will == -1.5).all()
