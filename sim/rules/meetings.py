"""Meetings: which pairs reconsider their deal this month, in which order, and what one meeting comes to."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
from sim.draws import (
    DEAL,
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
from sim.rules.deals import (
    appraise_memorandum,
    appraise_more_types,
    appraise_renewal,
    deal_gain,
    lead_of,
    memorandum,
    ways_without,
)
from sim.rules.forcing import (
    ACT,
    ACTOR,
    FREE,
    PARTNER,
    decided,
    forced_choice,
    forced_types,
    makes_meet,
    signs_already,
)
from sim.rules.forcing import DEAL as SIGN
from sim.rules.forcing import RENEW as RENEWAL
from sim.rules.metrics import contacts_between
from sim.rules.shocks import RIVAL
from sim.rules.standing import lives
from sim.rules.traits import fresh_noise

PURPOSES = (MEET, MEET_ORDER, DEAL)  # of the draws that each of the living has in a month
YEAR = 12  # months
NOTHING = (0.0,) * len(TERMS["deal"])  # terms where there is nothing to judge


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def meeting_rate(w, a, b):
    """Rate a month at which two nodes meet: the root of what both can spend, more at an occasion that both attend.

    Rivals do not meet in the usual course; a Track-II dialogue brings the offices of two states together for sure
    (infinite). Sources: W20e, W21; N1, R2 for rivals.
    """
    if b < w.offices and w.dialogue[a, b] == w.month:
        return math.inf
    if w.rivalry[a, b] >= RIVAL:
        return 0.0
    often = w.p[P.OCCASION] if b < w.offices and w.occasion[a] and w.occasion[b] else 1.0
    return w.p[P.MEETING_RATE] * often * math.sqrt(w.staffing[a] * (w.staffing[b] if b < w.offices else 1.0))


@rule
def meets(w, a, b, own_a, own_b):
    """Whether a pair meets this month; ``own_a`` and ``own_b`` are what the draws of each have in common."""
    limit = lowest_not_below(meeting_chance(meeting_rate(w, a, b)))
    return pair_is_below(own_a, own_b, word(w.key[a]), word(w.key[b]), 0, limit)


@rule
def draw_meetings(w):
    """Pairs who meet in a month, in keyed random order, into the month's cache; returns their number.

    Fills ``w.meetings`` (nodes; firms do not meet firms), ``w.meeting_turns`` (numbers in [0, 1) that say whose turn it
    is) and ``w.meeting_draws``: of the first side, of the second. Decided in order of ids the first on the list would
    be favoured; decided at once the network flips (CORE).
    """
    living, own = _draws_of_the_living(w)
    pairs = np.empty((w.nodes * (w.nodes - 1) // 2, 2), dtype=np.int64)
    count = 0
    for one in range(living.shape[0]):
        a = living[one]
        if a >= w.offices:
            break
        for other in range(one + 1, living.shape[0]):
            b = living[other]
            if meets(w, a, b, own[0, a], own[0, b]):
                pairs[count, 0], pairs[count, 1] = a, b
                count += 1
    _order_meetings(w, pairs[:count], own)
    return count


@rule
def _draws_of_the_living(w):
    """Who acts, and what the draws of each have in common (``draws_of``): (3, N), by ``PURPOSES``."""
    living, own, count = np.empty(w.nodes, dtype=np.int64), np.empty((3, w.nodes), dtype=np.uint64), 0
    for a in range(w.nodes):
        if lives(w, a):
            living[count] = a
            for k in range(3):
                own[k, a] = draws_of(w.stream, _drawn_in(w, PURPOSES[k]), PURPOSES[k], w.key[a])
            count += 1
    return living[:count], own


@rule
def _drawn_in(w, purpose):
    """Month of a draw: whether two sign is tossed anew once a year, so that who meets often does not sign by that."""
    return w.month - w.month % YEAR if purpose == DEAL else w.month


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
        w.meeting_draws[k, 0] = draw_for(word(own[2, a]), key_b, 0)
        w.meeting_draws[k, 1] = draw_for(word(own[2, b]), key_a, 0)


@rule
def list_due(w):
    """Pairs whose tie's term ends in a month and who do not meet, in turn as in ``draw_meetings``.

    Returns their number. Fills ``w.due_pairs`` and ``w.due_turns``.
    """
    count = 0
    for a in range(w.offices):
        for place in range(w.degree[a]):
            b = w.partners[a, place]
            if b > a and w.tie_end[a, b] <= w.month and lives(w, a) and lives(w, b):
                one, other = draws_of(w.stream, w.month, MEET, w.key[a]), draws_of(w.stream, w.month, MEET, w.key[b])
                if not meets(w, a, b, one, other):
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
    """One meeting: (bit mask of types at issue, signed, terms and gain of a, terms and gain of b).

    Each side judges the memorandum by its own payoff and draw; the deal needs both (W21). ``draws`` (2,) are those of a
    and of b (``draw_meetings``). Without a type at issue, 0, there is nothing to judge. Unless ``ask_both``, b does
    not judge what a refuses.
    """
    (types, lead), noise = at_issue(w, a, b), fresh_noise(w)
    if types == 0:
        return 0, False, NOTHING, 0.0, NOTHING, 0.0
    terms_a = judge(w, a, b, types, lead)
    gain_a = deal_gain(terms_a)
    if not ask_both and not decided(forced_choice(w, SIGN, a, b, -1), keeps(gain_a, noise, draws[0])):
        return types, False, terms_a, gain_a, NOTHING, 0.0
    terms_b = judge(w, b, a, types, lead)
    gain_b = deal_gain(terms_b)
    return types, both_sign(w, a, b, gain_a, gain_b, noise, draws), terms_a, gain_a, terms_b, gain_b


@rule
def at_issue(w, a, b):
    """What a and b talk about: the ``memorandum``, or the types that a forced decision names and they do not hold."""
    named = forced_types(w, a, b) if w.forcing > 0 else 0
    if named == 0:
        return memorandum(w, a, b)
    types = named & ~w.ties[a, b]
    return types, lead_of(w, a, b, types) if w.ties[a, b] == 0 else -1


@rule
def both_sign(w, a, b, gain_a, gain_b, noise, draws):
    """Whether both sign: they ``agree``; beside a side that is forced, the other signs what it would keep."""
    one, other = forced_choice(w, SIGN, a, b, -1), forced_choice(w, SIGN, b, a, -1)
    if one == FREE and other == FREE:
        return agree(gain_a, gain_b, noise, draws[0], draws[1])
    return decided(one, keeps(gain_a, noise, draws[0])) and decided(other, keeps(gain_b, noise, draws[1]))


@rule
def forced_meeting(w, k):
    """Whether forced decision k makes a pair meet that does not this month; its nodes, the lower first."""
    a, b = min(w.forced[k, ACTOR], w.forced[k, PARTNER]), max(w.forced[k, ACTOR], w.forced[k, PARTNER])
    if not makes_meet(w, k):
        return False, a, b
    if w.forced[k, ACT] == RENEWAL:
        return True, a, b
    own_a, own_b = draws_of(w.stream, w.month, MEET, w.key[a]), draws_of(w.stream, w.month, MEET, w.key[b])
    return not signs_already(w, k) and not meets(w, a, b, own_a, own_b), a, b


@rule
def judge(w, i, j, types, lead):
    """Terms of a memorandum for i: a first one, or more types beside those that the two hold (``lead`` -1)."""
    return appraise_memorandum(w, i, j, types, lead) if lead >= 0 else appraise_more_types(w, i, j, types)


@rule
def meeting_draws(w, a, b):
    """The draws of one meeting of a and b, as ``draw_meetings`` makes them: of each."""
    key_a, key_b, month = w.key[a], w.key[b], _drawn_in(w, DEAL)
    return uniform(w.stream, month, DEAL, key_a, key_b, 0), uniform(w.stream, month, DEAL, key_b, key_a, 0)


@rule
def gains_of_tie(w, a, b):
    """What a and b gain by the tie that they have, as in ``renewal``: (terms, gain of a, terms, gain of b)."""
    ways = np.empty((2, w.within.shape[1], w.within.shape[2]), dtype=np.uint64)
    mine, theirs = ways_without(w, a, b, ways[0]), ways_without(w, b, a, ways[1])
    contacts = contacts_between(w, a, b)
    terms_a, terms_b = (
        appraise_renewal(w, a, b, mine, theirs, contacts),
        appraise_renewal(w, b, a, theirs, mine, contacts),
    )
    return terms_a, deal_gain(terms_a), terms_b, deal_gain(terms_b)


@rule
def renewal(w, a, b):
    """A tie at the end of its term: (renewed, terms, gain and draw of a, terms, gain and draw of b).

    Each side compares the network with the whole tie to that without it; both must want to keep it (W21).
    """
    terms_a, gain_a, terms_b, gain_b = gains_of_tie(w, a, b)
    draw_a = uniform(w.stream, w.month, RENEW, w.key[a], w.key[b], 0)
    draw_b = uniform(w.stream, w.month, RENEW, w.key[b], w.key[a], 0)
    noise = fresh_noise(w)
    return (
        decided(forced_choice(w, RENEWAL, a, b, -1), keeps(gain_a, noise, draw_a))
        and decided(forced_choice(w, RENEWAL, b, a, -1), keeps(gain_b, noise, draw_b)),
        terms_a,
        gain_a,
        draw_a,
        terms_b,
        gain_b,
        draw_b,
    )
