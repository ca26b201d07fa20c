"""Meetings: which pairs reconsider their deal this month, in which order, and what one meeting comes to."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
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
    word,
)
from sim.jit import rule
from sim.receipts import TERMS
from sim.rules.choice import agree, keeps
from sim.rules.deals import appraise_renewal, appraise_type, deal_gain, type_at_issue, ways_without
from sim.rules.metrics import contacts_between

PURPOSES = (MEET, MEET_ORDER, DEAL_TYPE, DEAL)  # of the draws that each of the living has in a month
NOTHING = (0.0,) * len(TERMS["deal"])  # terms where there is nothing to judge


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def lives(w, node):
    """Whether a node acts: a firm does, an office once it exists."""
    return node >= w.offices or w.status[node] > 0


@rule
def draw_meetings(w):
    """Pairs who meet in a month, in keyed random order, into the month's cache; returns their number.

    Fills ``w.meetings`` (nodes; firms do not meet firms), ``w.meeting_turns`` (numbers in [0, 1) that say whose turn it
    is) and ``w.meeting_draws``: of the type at issue, of the first side, of the second. Decided in order of ids the
    first on the list would be favoured; decided at once the network flips (CORE).
    """
    living, own = _draws_of_the_living(w)
    pairs = np.empty((w.nodes * (w.nodes - 1) // 2, 2), dtype=np.int64)
    count, limit = 0, lowest_not_below(meeting_chance(w.p[P.MEETING_RATE]))
    for one in range(living.shape[0]):
        a = living[one]
        if a >= w.offices:
            break
        for other in range(one + 1, living.shape[0]):
            b = living[other]
            if pair_is_below(own[0, a], own[0, b], word(w.key[a]), word(w.key[b]), 0, limit):
                pairs[count, 0], pairs[count, 1] = a, b
                count += 1
    _order_meetings(w, pairs[:count], own)
    return count


@rule
def _draws_of_the_living(w):
    """Who acts, and what the draws of each have in common (``draws_of``): (4, N), by ``PURPOSES``."""
    living, own, count = np.empty(w.nodes, dtype=np.int64), np.empty((4, w.nodes), dtype=np.uint64), 0
    for a in range(w.nodes):
        if lives(w, a):
            living[count] = a
            for k in range(4):
                own[k, a] = draws_of(w.stream, w.month, PURPOSES[k], w.key[a])
            count += 1
    return living[:count], own


@rule
def _order_meetings(w, pairs, own):
    """Write the pairs in a random order by their keys alone, with their turns and draws."""
    count = pairs.shape[0]
    values, places = np.empty(count), np.empty(count, dtype=np.int64)
    for k in range(count):
        a, b = pairs[k, 0], pairs[k, 1]
        values[k] = pair_draw_for(word(own[1, a]), word(own[1, b]), word(w.key[a]), word(w.key[b]), 0)
    ranks(values, np.empty(count + 1, dtype=np.int64), places)
    for k in range(count):
        a, b = pairs[places[k], 0], pairs[places[k], 1]
        key_a, key_b = word(w.key[a]), word(w.key[b])
        w.meetings[k, 0], w.meetings[k, 1], w.meeting_turns[k] = a, b, values[places[k]]
        w.meeting_draws[k, 0] = pair_draw_for(word(own[2, a]), word(own[2, b]), key_a, key_b, 0)
        w.meeting_draws[k, 1] = draw_for(word(own[3, a]), key_b, 0)
        w.meeting_draws[k, 2] = draw_for(word(own[3, b]), key_a, 0)


@rule
def list_due(w):
    """Pairs whose tie's term ends in a month and who do not meet, in turn as in ``draw_meetings``.

    Returns their number. Fills ``w.due_pairs`` and ``w.due_turns``.
    """
    count, limit = 0, lowest_not_below(meeting_chance(w.p[P.MEETING_RATE]))
    for a in range(w.offices):
        for place in range(w.degree[a]):
            b = w.partners[a, place]
            if b > a and w.tie_end[a, b] <= w.month and lives(w, a) and lives(w, b):
                one, other = draws_of(w.stream, w.month, MEET, w.key[a]), draws_of(w.stream, w.month, MEET, w.key[b])
                if not pair_is_below(one, other, word(w.key[a]), word(w.key[b]), 0, limit):
                    turn = pair_uniform(w.stream, w.month, MEET_ORDER, w.key[a], w.key[b], 0)
                    _insert(w.due_pairs, w.due_turns, count, a, b, turn)
                    count += 1
    return count


@rule
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


# ---- one meeting -----------------------------------------------------------------------------------------------------
@rule
def meeting(w, a, b, draws, ask_both):
    """One meeting: (type at issue, signed, terms and gain of a, terms and gain of b).

    Each side judges by its own payoff and draw; the deal needs both (W21). ``draws`` (3,) are those of the type, of
    a and of b (``draw_meetings``). Without a type at issue, -1, there is nothing to judge. Unless ``ask_both``, b does
    not judge what a refuses.
    """
    kind, noise = type_at_issue(w, a, b, draws[0]), w.p[P.NOISE]
    if kind < 0:
        return -1, False, NOTHING, 0.0, NOTHING, 0.0
    terms_a = appraise_type(w, a, b, kind)
    gain_a = deal_gain(terms_a)
    if not ask_both and not keeps(gain_a, noise, draws[1]):
        return kind, False, terms_a, gain_a, NOTHING, 0.0
    terms_b = appraise_type(w, b, a, kind)
    gain_b = deal_gain(terms_b)
    return kind, agree(gain_a, gain_b, noise, draws[1], draws[2]), terms_a, gain_a, terms_b, gain_b


@rule
def meeting_draws(w, a, b):
    """The draws of one meeting of a and b, as ``draw_meetings`` makes them: of the type, of each."""
    key_a, key_b = w.key[a], w.key[b]
    kind = pair_uniform(w.stream, w.month, DEAL_TYPE, key_a, key_b, 0)
    first = uniform(w.stream, w.month, DEAL, key_a, key_b, 0)
    return kind, first, uniform(w.stream, w.month, DEAL, key_b, key_a, 0)


@rule
def renewal(w, a, b):
    """A tie at the end of its term: (renewed, terms, gain and draw of a, terms, gain and draw of b).

    Each side compares the network with the whole tie to that without it; both must want to keep it (W21).
    """
    ways, noise = np.empty((2, w.within.shape[1], w.within.shape[2]), dtype=np.uint64), w.p[P.NOISE]
    mine, theirs = ways_without(w, a, b, ways[0]), ways_without(w, b, a, ways[1])
    contacts = contacts_between(w, a, b)
    terms_a, terms_b = (
        appraise_renewal(w, a, b, mine, theirs, contacts),
        appraise_renewal(w, b, a, theirs, mine, contacts),
    )
    gain_a, gain_b = deal_gain(terms_a), deal_gain(terms_b)
    draw_a = uniform(w.stream, w.month, RENEW, w.key[a], w.key[b], 0)
    draw_b = uniform(w.stream, w.month, RENEW, w.key[b], w.key[a], 0)
    return (
        keeps(gain_a, noise, draw_a) and keeps(gain_b, noise, draw_b),
        terms_a,
        gain_a,
        draw_a,
        terms_b,
        gain_b,
        draw_b,
    )
