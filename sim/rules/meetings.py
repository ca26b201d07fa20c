"""Meetings: which pairs reconsider their deal this month, in which order, and what one meeting comes to."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
from sim.catalogue import WITH_FIRMS
from sim.compiled import inlined, rule
from sim.draws import DEAL, DEAL_TYPE, MEET, MEET_ORDER, RENEW, draws_of, pair_draw_for, pair_uniform, ranks, uniform
from sim.plain import read_singly, row_of
from sim.rules.appraisal import appraise_renewal, appraise_type
from sim.rules.choice import agree, keeps
from sim.rules.deals import deal_gain
from sim.rules.measures import contacts_between, distances_from, within_reach

HALF = 32  # bits: two nodes in one number
NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # terms where there is nothing to judge


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def encounters(stream, month, keys, status, ties, tie_end, offices, rate):
    """(M, 2) pairs whose tie's term ends, or who meet, in keyed random order. Firms do not meet firms.

    Decided in order of ids the first on the list would be favoured; decided at once the network flips (CORE).
    """
    n, count, chance, there = keys.shape[0], 0, meeting_chance(rate), 0
    living, key, own = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.uint64), np.empty(n, dtype=np.uint64)
    for a in range(n):
        if a >= offices or status[a] > 0:
            living[there], key[there], own[there] = a, keys[a], draws_of(stream, month, MEET, keys[a])
            there += 1
    key, own = row_of(key), row_of(own)
    pairs, meets = np.empty(there * (there - 1) // 2 + 1, dtype=np.int64), np.empty(n, dtype=np.bool_)
    for one in range(there):
        a, mine, drawn = living[one], key[one], own[one]
        if a >= offices:
            break
        for other in range(one + 1, there):
            meets[other] = pair_draw_for(drawn, own[other], mine, key[other], 0) < chance
        for other in range(one + 1, there):  # without a branch: nobody could guess who meets
            b = living[other]
            pairs[count] = a << HALF | b
            count += meets[other] | (ties[a, b] != 0) & (tie_end[a, b] <= month)
    return _in_keyed_order(stream, month, keys, pairs, count)


@rule
def _in_keyed_order(stream, month, keys, pairs, count):
    """(count, 2) the first ``count`` pairs (two nodes in a number each) in a random order by their keys alone."""
    values, ordered, lower = np.empty(count), np.empty((count, 2), dtype=np.int64), (1 << HALF) - 1
    for k in range(count):
        values[k] = pair_uniform(stream, month, MEET_ORDER, keys[pairs[k] >> HALF], keys[pairs[k] & lower], 0)
    order = ranks(values)
    for k in range(count):
        ordered[k, 0], ordered[k, 1] = pairs[order[k]] >> HALF, pairs[order[k]] & lower
    return ordered


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
def meeting(p, stream, month, keys, ties, partners, distance, weight, power, fora, rivalry, security, statutory,
            capacity, degree, openness, salience, capability, trust, harmonisation, offices, a, b,
            ask_both):  # fmt: skip
    """One meeting: (type at issue, signed, terms, gain and draw of a, terms, gain and draw of b).

    Each side judges by its own payoff and draw; the deal needs both (W21). ``capacity`` is what joint effort leaves;
    ``partners`` and ``degree`` list the ties.
    Without a type at issue, -1, there is nothing to judge. Unless ``ask_both``, b does not judge what a refuses.
    """
    types, noise, contacts = ties[a, b], p[P.NOISE], 0.0
    row = left_to(types, a >= offices or b >= offices)
    if LEFT[row] == 0:
        return -1, False, NOTHING, 0.0, 0.0, NOTHING, 0.0, 0.0
    kind = type_at_issue(row, pair_uniform(stream, month, DEAL_TYPE, keys[a], keys[b], 0))
    if types == 0:
        contacts = contacts_between(partners, degree, ties, fora, rivalry, a, b)
    terms_a = appraise_type(p, distance, weight, power, fora, rivalry, security, statutory, capacity, degree, openness,
                            salience, capability, trust, harmonisation, offices, a, b, contacts, kind,
                            types)  # fmt: skip
    gain_a, draw_a = deal_gain(terms_a), uniform(stream, month, DEAL, keys[a], keys[b], 0)
    if not ask_both and not keeps(gain_a, noise, draw_a):
        return kind, False, terms_a, gain_a, draw_a, NOTHING, 0.0, 0.0
    terms_b = appraise_type(p, distance, weight, power, fora, rivalry, security, statutory, capacity, degree, openness,
                            salience, capability, trust, harmonisation, offices, b, a, contacts, kind,
                            types)  # fmt: skip
    gain_b, draw_b = deal_gain(terms_b), uniform(stream, month, DEAL, keys[b], keys[a], 0)
    return kind, agree(gain_a, gain_b, noise, draw_a, draw_b), terms_a, gain_a, draw_a, terms_b, gain_b, draw_b


@rule
def renewal(p, stream, month, keys, ties, partners, distance, weight, power, fora, rivalry, security, statutory,
            capacity, degree, openness, salience, capability, trust, harmonisation, offices, a, b):  # fmt: skip
    """A tie at the end of its term: (renewed, terms, gain and draw of a, terms, gain and draw of b).

    Each side compares the network with the whole tie to that without it; both must want to keep it (W21).
    """
    mine, theirs = np.empty_like(degree), np.empty_like(degree)
    queue = np.empty(degree.shape[0] + 1, dtype=np.int64)
    most = within_reach(distance[a])
    distances_from(partners, degree, a, b, most, mine, queue)
    distances_from(partners, degree, b, a, most, theirs, queue)
    types, contacts = ties[a, b], contacts_between(partners, degree, ties, fora, rivalry, a, b)
    terms_a = appraise_renewal(p, mine, theirs, weight, power, fora, rivalry, security, statutory, capacity, degree,
                               openness, salience, capability, trust, harmonisation, offices, a, b, contacts,
                               types)  # fmt: skip
    terms_b = appraise_renewal(p, theirs, mine, weight, power, fora, rivalry, security, statutory, capacity, degree,
                               openness, salience, capability, trust, harmonisation, offices, b, a, contacts,
                               types)  # fmt: skip
    gain_a, gain_b = deal_gain(terms_a), deal_gain(terms_b)
    draw_a = uniform(stream, month, RENEW, keys[a], keys[b], 0)
    draw_b = uniform(stream, month, RENEW, keys[b], keys[a], 0)
    renewed = keeps(gain_a, p[P.NOISE], draw_a) and keeps(gain_b, p[P.NOISE], draw_b)
    return renewed, terms_a, gain_a, draw_a, terms_b, gain_b, draw_b
