"""Meetings: who meets, in which order, and what one meeting comes to."""

import numpy as np
import pytest

from sim import draws
from sim.catalogue import CARRIES
from sim.rules.meetings import (
    NOTHING,
    is_next,
    left_to,
    luck_of,
    meeting,
    meeting_chance,
    type_at_issue,
    types_held,
    who_meet,
    whose_term_ends,
)
from sim.rules.partners import links_of, partners_of
from sim.rules.reach import within_of
from tests.sim.deal_scene import Scene

# ---- meetings ----------------------------------------------------------------------------------------------
STREAM = draws.stream_of(1, 0)
KEYS = np.array([draws.key_of(f"office:{k}") for k in range(6)] + [draws.key_of(f"firm:{k}") for k in range(3)])


def status_of(dead):
    status = np.full(6, 2)
    status[list(dead)] = 0
    return status


def meetings(rate, keys=KEYS, month=5, dead=()):
    pairs, turns, luck = who_meet(STREAM, month, keys, status_of(dead), 6, rate)
    assert [tuple(drawn) for drawn in luck] == [luck_of(STREAM, month, keys[a], keys[b]) for a, b in pairs]
    assert turns.tolist() == sorted(turns.tolist())
    return [tuple(pair) for pair in pairs.tolist()]


def terms_that_end(rate, ties, ends, month=5, dead=()):
    """Pairs whose term ends, with their turns."""
    held, end = np.zeros((9, 9), dtype=np.int64), np.full((9, 9), 10**6)
    for a, b in ties:
        held[a, b] = held[b, a] = 1
        end[a, b] = end[b, a] = ends
    pairs, turns = np.empty((54, 2), dtype=np.int16), np.empty(54)
    count = whose_term_ends(STREAM, month, KEYS, status_of(dead), *partners_of(held), end, 6, rate, pairs, turns)
    return [tuple(pair) for pair in pairs[:count].tolist()], turns[:count].tolist()


def test_meeting_chance_is_that_of_at_least_one_meeting():
    assert meeting_chance(0.0) == 0.0
    assert meeting_chance(np.log(2.0)) == pytest.approx(0.5, rel=1e-12)
    assert meeting_chance(800.0) == 1.0


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
    pairs, others, _ = who_meet(STREAM, 5, KEYS, status_of(()), 6, 800.0)
    assert (in_turn, turns) == ([tuple(pair) for pair in pairs.tolist()], others.tolist())
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


@pytest.mark.parametrize(
    ("held", "with_firm", "considered"),
    [
        pytest.param(0, False, [0, 1, 2, 3, 4, 5], id="offices without a tie: every type"),
        pytest.param(0, True, [0, 3, 4], id="with a firm: research, guidelines, testing"),
        pytest.param(0b010001, False, [1, 2, 3, 5], id="what is held is not considered again"),
        pytest.param(0b010001, True, [3], id="with a firm: what is left"),
        pytest.param(ALL_TYPES, False, [-1], id="offices hold all"),
        pytest.param(0b011001, True, [-1], id="the firm holds all that firms may"),
    ],
)
def test_types_considered_are_those_open_and_not_held_each_as_likely(held, with_firm, considered):
    draws_of_equal_parts = [(k + 0.5) / len(considered) for k in range(len(considered))]
    assert [type_at_issue(left_to(held, with_firm), draw) for draw in draws_of_equal_parts] == considered


@pytest.mark.parametrize(("mask", "count"), [(0, 0), (0b1, 1), (0b100101, 3), (ALL_TYPES, 6)])
def test_types_held(mask, count):
    assert types_held(mask) == count


def meet(scene, a=0, b=1, month=5, seed=1, ask_both=True):
    fourth = np.array([KEYS[0], KEYS[1], KEYS[2], KEYS[6]])
    luck = np.array(luck_of(draws.stream_of(seed, 0), month, fourth[a], fourth[b]))
    return meeting(scene.p, luck, scene.links, partners_of(scene.links)[0], *within_of(links_of(scene.links)),
                   scene.present(), scene.contact(), *scene._arrays(), a, b, ask_both)  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "signed"),
    [
        pytest.param(0.25, True, id="both gain"),
        pytest.param(0.5, False, id="nobody gains: status quo"),
        pytest.param(0.75, False, id="both lose"),
    ],
)
def test_a_meeting_without_noise(cost, signed):
    kind, done, terms_a, gain_a, terms_b, gain_b = meet(Scene(tie_cost=cost, noise=0.0))
    assert (kind in range(6), done) == (True, signed)
    assert (terms_a, terms_b) == ((0.5, 0.0, 0.0, 0.0, 0.0, -cost),) * 2
    assert gain_a == gain_b == 0.5 - cost


def test_each_side_judges_by_its_own_payoff():
    scene = Scene(noise=0.0, tie_cost=0.5)
    scene.openness[0] = 2.0
    _, signed, _, gain_a, _, gain_b = meet(scene)
    assert (signed, gain_a, gain_b) == (True, 0.5, 0.0)  # one gains, the other does not lose
    scene.openness[1] = 0.5
    _, signed, _, gain_a, _, gain_b = meet(scene)
    assert (signed, gain_a, gain_b) == (False, 0.5, -0.25)


@pytest.mark.parametrize("seed", range(12))
def test_a_meeting_is_the_same_whoever_is_named_first(seed):
    scene = Scene((1, 2), noise=0.25, tie_cost=0.5)
    kind, signed, *sides = meet(scene, 0, 1, seed=seed)
    assert meet(scene, 1, 0, seed=seed) == (kind, signed, *sides[2:], *sides[:2])


@pytest.mark.parametrize("noise", [0.0, 0.25])
@pytest.mark.parametrize("seed", range(12))
def test_what_the_first_refuses_is_signed_by_nobody_whether_the_second_judges_or_not(seed, noise):
    scene = Scene((1, 2), noise=noise, tie_cost=0.5)
    scene.openness[0] = 0.5 + seed / 8
    both, one = meet(scene, seed=seed), meet(scene, seed=seed, ask_both=False)
    assert one == both or (one[:4] == both[:4] and not both[1] and one[4:] == (NOTHING, 0.0))


def test_who_holds_every_type_signs_nothing():
    scene = Scene((0, 1), noise=0.0, tie_cost=0.0)
    scene.links[0, 1] = scene.links[1, 0] = ALL_TYPES
    assert meet(scene)[:2] == (-1, False)
