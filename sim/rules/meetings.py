"""Meetings: which pairs reconsider their deal this month, in which order, and what one meeting comes to."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
from sim.catalogue import WITH_FIRMS
from sim.compiled import inlined, rule
from sim.draws import DEAL, DEAL_TYPE, MEET, MEET_ORDER, RENEW, draw_for, draws_of, pair_uniform, ranks, uniform
from sim.rules.appraisal import appraise_renewal, appraise_type
from sim.rules.choice import agree, keeps
from sim.rules.deals import deal_gain
from sim.rules.measures import contacts_between, distances_from

NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # terms where there is nothing to judge


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def encounters(stream, month, keys, alive, ties, tie_end, offices, rate):
    """(M, 2) pairs whose tie's term ends, or who meet, in keyed random order. Firms do not meet firms.

    Decided in order of ids the first on the list would be favoured; decided at once the network flips (CORE).
    """
    n, count, chance = keys.shape[0], 0, meeting_chance(rate)
    pairs = np.empty((n * (n - 1) // 2, 2), dtype=np.int64)
    order, own = np.empty(n * (n - 1) // 2), np.empty(n, dtype=np.uint64)
    living, there = np.empty(n, dtype=np.int64), 0
    for a in range(n):
        if alive[a]:
            own[a], living[there] = draws_of(stream, month, MEET, keys[a]), a
            there += 1
    for one in range(there):
        a = living[one]
        if a >= offices:
            break
        for other in range(one + 1, there):
            b = living[other]
            first, second = (a, b) if keys[a] < keys[b] else (b, a)  # as in ``pair_uniform``
            due = ties[a, b] != 0 and tie_end[a, b] <= month
            if due or draw_for(own[first], keys[second], 0) < chance:
                pairs[count, 0], pairs[count, 1] = a, b
                order[count] = pair_uniform(stream, month, MEET_ORDER, keys[a], keys[b], 0)
                count += 1
    return pairs[:count][ranks(order[:count])]


@inlined
def type_at_issue(held, with_firm, draw):
    """The type of collaboration a pair considers: drawn among those it may hold and does not; -1 if none is left.

    ``held`` is the bit mask of its types.
    """
    count = 0
    for kind in range(WITH_FIRMS.shape[0]):
        if held & (1 << kind) == 0 and (WITH_FIRMS[kind] or not with_firm):
            count += 1
    pick = int(count * draw)
    for kind in range(WITH_FIRMS.shape[0]):
        if held & (1 << kind) == 0 and (WITH_FIRMS[kind] or not with_firm):
            if pick == 0:
                return kind
            pick -= 1
    return -1


@rule
def types_held(mask):
    """Number of types in a bit mask."""
    count = 0
    for kind in range(WITH_FIRMS.shape[0]):
        if mask & (1 << kind):
            count += 1
    return count


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
    with_firm = a >= offices or b >= offices
    kind = type_at_issue(types, with_firm, pair_uniform(stream, month, DEAL_TYPE, keys[a], keys[b], 0))
    if kind < 0:
        return kind, False, NOTHING, 0.0, 0.0, NOTHING, 0.0, 0.0
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
def renewal(p, stream, month, keys, ties, partners, weight, power, fora, rivalry, security, statutory, capacity, degree,
            openness, salience, capability, trust, harmonisation, offices, a, b):  # fmt: skip
    """A tie at the end of its term: (renewed, terms, gain and draw of a, terms, gain and draw of b).

    Each side compares the network with the whole tie to that without it; both must want to keep it (W21).
    """
    mine, theirs, queue = np.empty_like(degree), np.empty_like(degree), np.empty_like(degree)
    distances_from(partners, degree, a, b, mine, queue)
    distances_from(partners, degree, b, a, theirs, queue)
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
