"""Meetings: who meets, in which order, and what one meeting comes to."""

import numpy as np
import pytest

from sim import draws
from sim.catalogue import CARRIES
from sim.phases.month_cache import meetings_of_month
from sim.rules.choice import keeps
from sim.rules.deals import deal_gain
from sim.rules.meetings import (
    NOTHING,
    draw_meetings,
    is_next,
    list_due,
    lives,
    meeting,
    meeting_chance,
    meeting_draws,
    meeting_rate,
    renewal,
)
from sim.rules.shocks import RIVAL
from sim.rules.traits import fresh_noise
from sim.world_fields import NO_MONTH
from tests.sim import deal_scene
from tests.sim.deal_scene import hold, scene, want
from tests.worlds import relist, world

# ---- meetings ----------------------------------------------------------------------------------------------
STREAM = draws.stream_of(1, 0)
KEYS = np.array([draws.key_of(f"office:{k}") for k in range(6)] + [draws.key_of(f"firm:{k}") for k in range(3)])


def assembly(rate, keys=KEYS, month=5, dead=(), **fields):
    """Six offices, all but the dead of them alive, and firms."""
    status = [0 if j in dead else 2 for j in range(6)]
    return world(
        6, len(keys) - 6, params={"meeting_rate": rate}, key=keys, month=month, status=status, stream=STREAM, **fields
    )


def meetings(rate, keys=KEYS, month=5, dead=()):
    w = assembly(rate, keys, month, dead)
    count = draw_meetings(w)
    pairs = [(int(a), int(b)) for a, b in w.meetings[:count]]
    assert [tuple(drawn) for drawn in w.meeting_draws[:count]] == [meeting_draws(w, a, b) for a, b in pairs]
    assert w.meeting_turns[:count].tolist() == sorted(w.meeting_turns[:count].tolist())
    return pairs


def terms_that_end(rate, ties, ends, month=5, dead=()):
    """Pairs whose term ends, with their turns."""
    w = assembly(rate, month=month, dead=dead, tie_end=10**6)
    for a, b in ties:
        hold(w, a, b, 1)
        w.tie_end[a, b] = w.tie_end[b, a] = ends
    count = list_due(relist(w))
    return [tuple(pair) for pair in w.due_pairs[:count].tolist()], w.due_turns[:count].tolist()


def test_meeting_chance_is_that_of_at_least_one_meeting():
    assert meeting_chance(0.0) == 0.0
    assert meeting_chance(np.log(2.0)) == pytest.approx(0.5, rel=1e-12)
    assert meeting_chance(800.0) == 1.0


@pytest.mark.parametrize(
    ("a", "b", "changed", "rate"),
    [
        pytest.param(0, 1, {}, 0.5, id="two offices with the staff of an institute"),
        pytest.param(0, 1, {"staffing": (4.0, 1.0)}, 1.0, id="four times the staff: twice as often"),
        pytest.param(0, 1, {"staffing": (4.0, 0.25)}, 0.5, id="the root of the product"),
        pytest.param(0, 1, {"capacity": (4.0, 4.0, 1.0)}, 0.5, id="help of a secretariat is not for meetings"),
        pytest.param(0, 2, {"staffing": (4.0, 1.0)}, 1.0, id="a firm counts as one institute"),
        pytest.param(0, 1, {"occasion": (True, True)}, 1.5, id="both attend an occasion"),
        pytest.param(0, 1, {"occasion": (True, False)}, 0.5, id="one of them does"),
        pytest.param(0, 2, {"occasion": (True, True)}, 0.5, id="firms attend none"),
        pytest.param(0, 1, {"rivalry": RIVAL}, 0.0, id="rivals do not meet"),
        pytest.param(0, 2, {"rivalry": RIVAL}, 0.0, id="nor with the rival's firms"),
        pytest.param(0, 1, {"rivalry": RIVAL, "occasion": (True, True)}, 0.0, id="not even at an occasion"),
        pytest.param(0, 1, {"rivalry": RIVAL - 0.01}, 0.5, id="not quite rivals"),
        pytest.param(0, 1, {"rivalry": RIVAL, "dialogue": 5}, np.inf, id="a dialogue brings them together"),
        pytest.param(0, 1, {"dialogue": 5}, np.inf, id="and friends too"),
        pytest.param(0, 1, {"rivalry": RIVAL, "dialogue": 4}, 0.0, id="in its month"),
        pytest.param(0, 2, {"rivalry": RIVAL, "dialogue": 5}, 0.0, id="their offices, not the firms"),
    ],
)
def test_how_often_a_pair_meets(a, b, changed, rate):
    w = world(2, 1, params={"meeting_rate": 0.5, "occasion": 3.0}, month=5, **changed)
    assert meeting_rate(w, a, b) == rate


def test_who_has_a_dialogue_meets_for_sure_and_nobody_else_at_rate_zero():
    w = assembly(0.0, rivalry=RIVAL)
    w.dialogue[1, 3] = w.dialogue[3, 1] = 5
    count = draw_meetings(w)
    assert w.meetings[:count].tolist() == [[1, 3]]


def test_the_months_meetings_are_worked_out_anew_where_staff_or_occasions_differ():
    w = assembly(0.4, cached=NO_MONTH)
    met = meetings_of_month(w)
    w.meetings[0] = (7, 7)  # a mark: this would be overwritten
    assert meetings_of_month(w) == met and w.meetings[0].tolist() == [7, 7]
    for field in ("staffing", "occasion", "status"):
        getattr(w, field)[2] = 0 if field == "status" else 4
        meetings_of_month(w)
        assert w.meetings[0].tolist() != [7, 7], field
        w.meetings[0] = (7, 7)


def test_whether_two_sign_is_tossed_anew_once_a_year():
    """So that who meets often does not sign by that; the order of turns is another each month."""
    w = assembly(800.0)
    tossed, turns = [], []
    for month in range(36):
        w.month = month
        tossed.append(meeting_draws(w, 0, 1))
        turns.append(tuple(w.meetings[: draw_meetings(w), 0].tolist()))
    assert [month for month in range(1, 36) if tossed[month] != tossed[month - 1]] == [12, 24]
    assert len(set(turns)) == 36


def test_at_an_enormous_rate_all_pairs_meet_once_but_firms_with_firms():
    everybody = {(a, b) for a in range(6) for b in range(a + 1, 9)}
    assert len(meetings(800.0)) == len(everybody)
    assert set(meetings(800.0)) == everybody


def test_at_rate_zero_nobody_meets():
    assert meetings(0.0) == []


@pytest.mark.parametrize(
    ("ends", "met"),
    [
        pytest.param(4, [(1, 7)], id="the term ended last month"),
        pytest.param(5, [(1, 7)], id="the term ends this month"),
        pytest.param(6, [], id="the term ends next month"),
    ],
)
def test_a_tie_at_the_end_of_its_term_is_reconsidered_without_a_meeting(ends, met):
    assert terms_that_end(0.0, [(1, 7)], ends)[0] == met


def test_terms_that_end_have_the_turns_that_their_meetings_would_have():
    """At rate 0 none of them meets, at an enormous rate all do; between the two each is on one of the lists."""
    everybody = [(a, b) for a in range(6) for b in range(a + 1, 9)]
    in_turn, turns = terms_that_end(0.0, everybody, 5)
    w = assembly(800.0)
    count = draw_meetings(w)
    assert in_turn == [tuple(pair) for pair in w.meetings[:count].tolist()]
    assert turns == w.meeting_turns[:count].tolist()
    assert terms_that_end(800.0, everybody, 5) == ([], [])
    some, met = terms_that_end(0.4, everybody, 5)[0], meetings(0.4)
    assert some and met and sorted(some + met) == everybody


def test_the_term_of_who_does_not_exist_yet_ends_later():
    assert terms_that_end(0.0, [(1, 2), (2, 7), (1, 7)], 5, dead=(2,))[0] == [(1, 7)]


@pytest.mark.parametrize(
    ("turn", "place", "first"),
    [
        pytest.param(0.2, 0, True, id="before the next of the others"),
        pytest.param(0.3, 0, False, id="after it"),
        pytest.param(0.3, 1, True, id="before the one after that"),
        pytest.param(0.9, 2, True, id="no others are left"),
    ],
)
def test_whose_turn_is_next(turn, place, first):
    assert is_next(turn, np.array([0.25, 0.5, 0.95]), place, 2) == first


def test_offices_live_once_they_exist_and_firms_always():
    assert [lives(assembly(1.0, dead=(0, 2)), node) for node in range(9)] == [k not in (0, 2) for k in range(9)]


def test_an_office_that_does_not_exist_meets_nobody():
    assert not [pair for pair in meetings(800.0, dead=(2,)) if 2 in pair]


def test_order_of_meetings_depends_on_the_month_and_not_on_the_rows():
    assert meetings(800.0) != sorted(meetings(800.0))
    assert meetings(800.0) != meetings(800.0, month=6)
    assert sorted(meetings(0.4)) != sorted(meetings(0.4, month=6))


def test_reordering_offices_changes_no_meeting():
    rows = [3, 0, 5, 1, 4, 2, 8, 6, 7]
    there = [frozenset(rows[k] for k in pair) for pair in meetings(0.4, keys=KEYS[rows])]
    assert there == [frozenset(pair) for pair in meetings(0.4)]


def test_without_an_actor_the_others_meet_as_before():
    rows = [0, 1, 2, 3, 4, 5, 6, 8]
    there = [tuple(rows[k] for k in pair) for pair in meetings(0.4, keys=KEYS[rows])]
    assert there == [pair for pair in meetings(0.4) if 7 not in pair]


# ---- one meeting ---------------------------------------------------------------------------------------------

ALL_TYPES = (1 << len(CARRIES)) - 1


def meet(w, a=0, b=1, month=5, seed=1, ask_both=True):
    w.key[:], w.month, w.stream = KEYS[[0, 1, 2, 6]], month, draws.stream_of(seed, 0)
    return meeting(relist(w), a, b, np.array(meeting_draws(w, a, b)), ask_both)


@pytest.mark.parametrize(
    ("cost", "signed"),
    [
        pytest.param(0.25, True, id="both gain"),
        pytest.param(0.5, False, id="nobody gains: status quo"),
        pytest.param(0.75, False, id="both lose"),
    ],
)
def test_a_meeting_without_noise(cost, signed):
    types, done, terms_a, gain_a, terms_b, gain_b = meet(scene(tie_cost=cost, noise=0.0))
    assert (types, done) == (0b1, signed)
    assert (terms_a, terms_b) == ((0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -cost, 0.0),) * 2
    assert gain_a == gain_b == 0.5 - cost


def test_each_side_judges_by_its_own_payoff():
    w = scene(noise=0.0, tie_cost=0.5)
    w.openness[0] = 2.0
    _, signed, _, gain_a, _, gain_b = meet(w)
    assert (signed, gain_a, gain_b) == (True, 0.5, 0.0)  # one gains, the other does not lose
    w.openness[1] = 0.5
    _, signed, _, gain_a, _, gain_b = meet(w)
    assert (signed, gain_a, gain_b) == (False, 0.5, -0.25)


@pytest.mark.parametrize("seed", range(12))
def test_a_meeting_is_the_same_whoever_is_named_first(seed):
    w = scene((1, 2), noise=0.25, tie_cost=0.5)
    types, signed, *sides = meet(w, 0, 1, seed=seed)
    assert meet(w, 1, 0, seed=seed) == (types, signed, *sides[2:], *sides[:2])


@pytest.mark.parametrize("noise", [0.0, 0.25])
@pytest.mark.parametrize("seed", range(12))
def test_what_the_first_refuses_is_signed_by_nobody_whether_the_second_judges_or_not(seed, noise):
    w = scene((1, 2), noise=noise, tie_cost=0.5)
    w.openness[0] = 0.5 + seed / 8
    both, one = meet(w, seed=seed), meet(w, seed=seed, ask_both=False)
    assert one == both or (one[:4] == both[:4] and not both[1] and one[4:] == (NOTHING, 0.0))


def test_who_holds_every_type_signs_nothing():
    w = scene((0, 1), noise=0.0, tie_cost=0.0)
    hold(w, 0, 1, ALL_TYPES)
    assert meet(w) == (0, False, NOTHING, 0.0, NOTHING, 0.0)


def test_a_memorandum_of_several_types_is_judged_as_one_and_more_types_beside_a_tie_by_themselves():
    w = scene(noise=0.0, tie_cost=0.5)
    for office in (0, 1):
        want(w, office, 1.0, 0.5, -0.5, -1.0)
    types, signed, terms, gain, _, _ = meet(w)
    assert (types, signed, gain) == (0b010001, True, 0.125)  # access pays the cost, testing comes on top
    assert terms == (0.5, 0.125, 0.0, 0.0, 0.0, 0.0, 0.0, -0.5, 0.0)
    hold(w, 0, 1, 0b000001)
    types, signed, terms, gain, _, _ = meet(w)
    assert (types, signed, gain) == (0b010000, True, 0.125)
    assert terms == (0.0, 0.125, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


# ---- the end of a term -----------------------------------------------------------------------------------------
def end_of_term(w, seed=1):
    """The tie of 0 and 1 at the end of its term."""
    hold(w, 0, 1, 1)
    w.key[:], w.month, w.stream = KEYS[[0, 1, 2, 6]], 5, draws.stream_of(seed, 0)
    return renewal(relist(w), 0, 1)


@pytest.mark.parametrize(
    ("openness", "kept"),
    [
        pytest.param((1.0, 1.0), True, id="nobody gains by ending it"),
        pytest.param((2.0, 1.0), True, id="one gains, the other is indifferent"),
        pytest.param((2.0, 0.5), False, id="the other gains by ending it"),
        pytest.param((0.5, 2.0), False, id="the one does"),
    ],
)
def test_a_tie_is_renewed_if_both_keep_it(openness, kept):
    w = scene(noise=0.0, tie_cost=0.5)
    w.openness[:2] = openness
    assert end_of_term(w)[0] == kept


@pytest.mark.parametrize("seed", range(12))
def test_a_renewal_is_each_sides_own_judgement_and_draw(seed):
    w = scene((1, 2), noise=0.25, tie_cost=0.5)
    renewed, terms_a, gain_a, draw_a, terms_b, gain_b, draw_b = end_of_term(w, seed)
    assert (terms_a, terms_b) == (deal_scene.renewal(w, 0, 1, 1), deal_scene.renewal(w, 1, 0, 1))
    assert (gain_a, gain_b) == (deal_gain(terms_a), deal_gain(terms_b))
    mine, theirs = (draws.uniform(w.stream, 5, draws.RENEW, KEYS[a], KEYS[b], 0) for a, b in ((0, 1), (1, 0)))
    assert (draw_a, draw_b) == (mine, theirs)
    assert renewed == (keeps(gain_a, fresh_noise(w), draw_a) and keeps(gain_b, fresh_noise(w), draw_b))
