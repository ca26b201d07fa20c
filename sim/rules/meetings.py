"""Meetings: which pairs reconsider their deal this month, in which order, and what one meeting comes to."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
from sim.catalogue import WITH_FIRMS
from sim.compiled import inlined, rule
from sim.draws import (
    DEAL,
    DEAL_TYPE,
    MEET,
    MEET_ORDER,
    RENEW,
    draw_for,
    draws_of,
    lowest_not_below,
    pair_draw_for,
    pair_is_below,
    pair_uniform,
    ranks,
    uniform,
)
from sim.plain import read_singly, row_of
from sim.room import room
from sim.rules.appraisal import appraise_renewal, appraise_type
from sim.rules.choice import agree, keeps
from sim.rules.deals import deal_gain
from sim.rules.measures import contacts_between
from sim.rules.partners import NODE
from sim.rules.reach import FAR, spread

PURPOSES = (MEET, MEET_ORDER, DEAL_TYPE, DEAL)  # of the draws that each of the living has in a month
NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # terms where there is nothing to judge


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def who_meet(stream, month, keys, status, offices, rate):
    """Pairs who meet in a month, in keyed random order: nodes, their turn, and luck. Firms do not meet firms.

    (M, 2) nodes; (M,) numbers in [0, 1) that say whose turn it is, in order; (M, 3) draws for a ``meeting``: of the
    type at issue, of the first side, of the second. Decided in order of ids the first on the list would be favoured;
    decided at once the network flips (CORE).
    """
    n, there = keys.shape[0], 0
    living, key, own = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.uint64), np.empty((4, n), dtype=np.uint64)
    for a in range(n):
        if lives(status, offices, a):
            living[there], key[there] = a, keys[a]
            for k in range(4):
                own[k, there] = draws_of(stream, month, PURPOSES[k], keys[a])
            there += 1
    pairs = np.empty((there * (there - 1) // 2 + 1, 2), dtype=np.int64)
    count = _pairs_that_meet(living, row_of(key), row_of(own[0]), there, offices, rate, pairs)
    return _in_keyed_order(living, row_of(key), row_of(own[1]), row_of(own[2]), row_of(own[3]), pairs, count)


@rule
def lives(status, offices, node):
    """Whether a node acts: a firm does, an office once it exists."""
    return node >= offices or status[node] > 0


@inlined
def _pairs_that_meet(living, key, own, there, offices, rate, pairs):
    """Fill ``pairs`` with those who meet, as places among the ``living``; returns their number."""
    count, limit = 0, lowest_not_below(meeting_chance(rate))
    meets = np.empty(living.shape[0], dtype=np.bool_)
    for one in range(there):
        mine, drawn = key[one], own[one]
        if living[one] >= offices:
            break
        for other in range(one + 1, there):
            meets[other] = pair_is_below(drawn, own[other], mine, key[other], 0, limit)
        for other in range(one + 1, there):  # without a branch: nobody could guess who meets
            pairs[count, 0], pairs[count, 1] = one, other
            count += meets[other]
    return count


@inlined
def _in_keyed_order(living, key, order, kind, deal, pairs, count):
    """The first ``count`` pairs of places in a random order by their keys alone, as ``who_meet`` returns them.

    ``order``, ``kind`` and ``deal`` are what the draws of each of the living have in common (``draws_of``).
    """
    values, turns, luck = np.empty(count), np.empty(count), np.empty((count, 3))
    nodes = np.empty((count, 2), dtype=NODE)
    for k in range(count):
        one, other = pairs[k, 0], pairs[k, 1]
        values[k] = pair_draw_for(order[one], order[other], key[one], key[other], 0)
    places = np.empty(count, dtype=np.int64)
    ranks(values, np.empty(count + 1, dtype=np.int64), places)
    for k in range(count):
        one, other = pairs[places[k], 0], pairs[places[k], 1]
        nodes[k, 0], nodes[k, 1], turns[k] = living[one], living[other], values[places[k]]
        luck[k, 0] = pair_draw_for(kind[one], kind[other], key[one], key[other], 0)
        luck[k, 1], luck[k, 2] = draw_for(deal[one], key[other], 0), draw_for(deal[other], key[one], 0)
    return nodes, turns, luck


@rule
def whose_term_ends(stream, month, keys, status, partners, degree, tie_end, offices, rate, nodes, turns):
    """Pairs whose tie's term ends in a month and who do not meet, in turn as in ``who_meet``; returns their number.

    Fills rows of ``nodes`` (D, 2) and ``turns`` (D,). ``partners`` (N, N) and ``degree`` (N,) list the ties,
    ``tie_end`` (N, N) is the month of their end.
    """
    count, limit = 0, lowest_not_below(meeting_chance(rate))
    for a in range(offices):
        for place in range(degree[a]):
            b = partners[a, place]
            if b > a and tie_end[a, b] <= month and lives(status, offices, a) and lives(status, offices, b):
                one, other = draws_of(stream, month, MEET, keys[a]), draws_of(stream, month, MEET, keys[b])
                if not pair_is_below(one, other, keys[a], keys[b], 0, limit):
                    turn = pair_uniform(stream, month, MEET_ORDER, keys[a], keys[b], 0)
                    _insert(nodes, turns, count, a, b, turn)
                    count += 1
    return count


@inlined
def _insert(nodes, turns, count, a, b, turn):
    """One more pair among the first ``count``, which are in the order of their turns; in place."""
    place = count
    while place > 0 and turns[place - 1] > turn:
        nodes[place, 0], nodes[place, 1], turns[place] = nodes[place - 1, 0], nodes[place - 1, 1], turns[place - 1]
        place -= 1
    nodes[place, 0], nodes[place, 1], turns[place] = a, b, turn


@rule
def is_next(turn, others, place, count):
    """Whether a ``turn`` comes before that of the next in line, at ``place`` of ``count`` turns in order."""
    return place >= count or turn < others[place]


# ---- types -----------------------------------------------------------------------------------------------------------
KINDS = WITH_FIRMS.shape[0]
MASKS = 1 << KINDS


def _types_left() -> tuple[np.ndarray, np.ndarray]:
    """(2 MASKS,) number of types left to a pair by those held, first without, then with a firm; which, KINDS each."""
    count, which = np.zeros(2 * MASKS, dtype=np.int64), np.full((2 * MASKS, KINDS), -1)
    for row in range(2 * MASKS):
        left = [k for k in range(KINDS) if not (row >> k) & 1 and (WITH_FIRMS[k] or row < MASKS)]
        count[row], which[row, : len(left)] = len(left), left
    return count, which.ravel()


LEFT, WHICH = (read_singly(table) for table in _types_left())
HELD = read_singly(np.array([mask.bit_count() for mask in range(MASKS)]))


@inlined
def left_to(held, with_firm):
    """Row of ``LEFT`` for a pair that holds the types of a bit mask."""
    return held + MASKS if with_firm else held


@inlined
def type_at_issue(row, draw):
    """The type of collaboration a pair considers: drawn among those left to it (``left_to``); -1 if none is."""
    return WHICH[row * KINDS + int(LEFT[row] * draw)]


@rule
def types_held(mask):
    """Number of types in a bit mask."""
    return HELD[mask]


# ---- one meeting -----------------------------------------------------------------------------------------------------
@inlined
def meeting(p, luck, ties, partners, within, depth, present, contact, weight, fora, rivalry, security, statutory,
            capacity, degree, openness, salience, capability, trust, harmonisation, offices, a, b,
            ask_both):  # fmt: skip
    """One meeting: (type at issue, signed, terms and gain of a, terms and gain of b).

    Each side judges by its own payoff and draw; the deal needs both (W21). ``luck`` (3,) are the draws of the type, of
    a and of b (``who_meet``); ``within``, ``depth`` and ``present`` as in ``sim.rules.reach``, ``contact`` (N, N) as
    ``list_contacts`` fills it; ``capacity`` is what joint effort leaves; ``partners`` and ``degree`` list the ties.
    Without a type at issue, -1, there is nothing to judge. Unless ``ask_both``, b does not judge what a refuses.
    """
    types, noise, contacts = ties[a, b], p[P.NOISE], 0.0
    row = left_to(types, a >= offices or b >= offices)
    if LEFT[row] == 0:
        return -1, False, NOTHING, 0.0, NOTHING, 0.0
    kind = type_at_issue(row, luck[0])
    if types == 0:
        contacts = contacts_between(partners, degree, contact, a, b)
    terms_a = appraise_type(p, within, depth, present, weight, fora, rivalry, security, statutory, capacity, degree,
                            openness, salience, capability, trust, harmonisation, offices, a, b, contacts, kind,
                            types)  # fmt: skip
    gain_a = deal_gain(terms_a)
    if not ask_both and not keeps(gain_a, noise, luck[1]):
        return kind, False, terms_a, gain_a, NOTHING, 0.0
    terms_b = appraise_type(p, within, depth, present, weight, fora, rivalry, security, statutory, capacity, degree,
                            openness, salience, capability, trust, harmonisation, offices, b, a, contacts, kind,
                            types)  # fmt: skip
    gain_b = deal_gain(terms_b)
    return kind, agree(gain_a, gain_b, noise, luck[1], luck[2]), terms_a, gain_a, terms_b, gain_b


@rule
def luck_of(stream, month, a, b):
    """The draws of one meeting of actors with the keys a and b, as ``who_meet`` makes them: of the type, of each."""
    kind = pair_uniform(stream, month, DEAL_TYPE, a, b, 0)
    return kind, uniform(stream, month, DEAL, a, b, 0), uniform(stream, month, DEAL, b, a, 0)


@rule
def renewal(p, stream, month, keys, ties, links, partners, present, contact, weight, fora, rivalry, security, statutory,
            capacity, degree, openness, salience, capability, trust, harmonisation, offices, a, b):  # fmt: skip
    """A tie at the end of its term: (renewed, terms, gain and draw of a, terms, gain and draw of b).

    Each side compares the network with the whole tie to that without it; both must want to keep it (W21). ``links``,
    ``partners`` and ``degree`` list the ties, ``present`` is as in ``sim.rules.reach``.
    """
    ways = room((2, min(links.shape[0], FAR), links.shape[1]), np.uint64)
    mine, theirs = ways[0, : spread(links, a, b, ways[0]) + 1], ways[1, : spread(links, b, a, ways[1]) + 1]
    types, contacts = ties[a, b], contacts_between(partners, degree, contact, a, b)
    terms_a = appraise_renewal(p, mine, theirs, present, weight, fora, rivalry, security, statutory, capacity, degree,
                               openness, salience, capability, trust, harmonisation, offices, a, b, contacts,
                               types)  # fmt: skip
    terms_b = appraise_renewal(p, theirs, mine, present, weight, fora, rivalry, security, statutory, capacity, degree,
                               openness, salience, capability, trust, harmonisation, offices, b, a, contacts,
                               types)  # fmt: skip
    gain_a, gain_b = deal_gain(terms_a), deal_gain(terms_b)
    draw_a = uniform(stream, month, RENEW, keys[a], keys[b], 0)
    draw_b = uniform(stream, month, RENEW, keys[b], keys[a], 0)
    renewed = keeps(gain_a, p[P.NOISE], draw_a) and keeps(gain_b, p[P.NOISE], draw_b)
    return renewed, terms_a, gain_a, draw_a, terms_b, gain_b, draw_b
