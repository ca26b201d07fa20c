"""Exchange: a month of sharing over ties and with the network (compiled loops over the sharing rule)."""

from __future__ import annotations

from sim import parameters as P
from sim import replaced
from sim.catalogue import INCIDENT_REPORTS, PRE_DEPLOYMENT, TESTING
from sim.compiled import inlined, rule
from sim.draws import ACCESS, FIRM_POOL, NOBODY, POOL, SHARE, draw_for, draws_of, word
from sim.lanes import alike, every
from sim.plain import row_of
from sim.rules.appraisal import (
    EMPTY,
    appraise_pool,
    appraise_share,
    circle,
    exposure_to,
    known,
    means_of,
    pool_terms,
    protection_of,
    widened,
)
from sim.rules.categories import ALL, CATEGORIES, DANGERS, IS_SENSITIVE, MOST_TALLIED, OPEN, TALLY, count_set, tally
from sim.rules.choice import accepts
from sim.rules.glance import GLANCE, note_glance, seen, unit_of
from sim.rules.measures import spared
from sim.rules.sharing import share_gain

# As long as these rules are the shipped ones, exposure is the same for the sum of sensitivities as summed, and gains
# can be found for all categories at once.
LINEAR = {
    "appraisal.appraise_pool", "appraisal.appraise_share", "appraisal.pool_terms", "deals.exposure",
    "sharing.share_terms",
}  # fmt: skip
SHIPPED = LINEAR.isdisjoint(replaced.REPLACE)
# And that of two circles of as many the one is the other.
AT_A_GLANCE = GLANCE and SHIPPED and {"appraisal.circle", "appraisal.means_of"}.isdisjoint(replaced.REPLACE)


@inlined
def sendable(offices, i, types):
    """Set of categories that node i may send over a tie of ``types`` (bit mask).

    Offices may send all; a firm incident reports, and pre-deployment results over a tie that holds testing.
    """
    if i < offices:
        return ALL
    return (1 << INCIDENT_REPORTS) | (((types >> TESTING) & 1) << PRE_DEPLOYMENT)


@rule
def list_channels(status, partners, degree, offices, first, last, flow, channels):
    """The ties over which the living among the nodes ``first`` to ``last`` - 1 may send; returns their number.

    Fills rows of ``channels`` (C, 2), node and office, in their order, and empties ``flow`` (N, N) of those nodes.
    ``partners`` (N, N) and ``degree`` (N,) list the ties, ``status`` (J,) says whose office exists; only offices
    receive.
    """
    count = 0
    for i in range(first, last):
        if i >= offices or status[i] > 0:
            flow[i] = 0
            for place in range(degree[i]):
                j = partners[i, place]
                if j >= offices:  # firms come last
                    break
                channels[count, 0], channels[count, 1] = i, j
                count += 1
    return count


@inlined
def share_over_ties(p, stream, month, key, ties, channels, novelty, trust, rivalry, legal, security, salience,
                    capability, offices, glance, noted, flow, asked, exposure, leaked):  # fmt: skip
    """Nodes decide, tie by tie and category by category: fills ``flow`` (N, N) with sets of categories.

    ``channels`` (C, 2) are nodes and the offices to which they may send (``list_channels``); ``glance`` and ``noted``
    are as in ``sim.rules.glance``: what is noted of this month is used, the rest is noted. Choices are counted in
    ``asked`` (categories, 2); ``exposure`` (N,) receives the expected loss of each node, ``leaked`` (N,) the expected
    leaks of dangerous information.
    """
    rows, own, sender = row_of(channels), word(0), -1
    choices, taken, left = 0, 0, MOST_TALLIED
    _note_channels(p, stream, month, key, offices, rows, glance, noted)
    for k in range(len(rows)):
        i, j = rows[k][0], rows[k][1]
        if not AT_A_GLANCE and i != sender:
            sender, own = i, _draws_of_sharing(stream, month, key, offices, i)
        believed, rival, compatible = float(trust[i, j]), float(rivalry[i, j]), float(legal[i, j])
        missing, careless = float(known(novelty, i, j)), p[P.LEAK_RATE] * (1.0 - float(security[j]))
        none_leaks, wanted = spared(rival, p[P.LEAK_RATE], float(security[j])), sendable(offices, i, int(ties[i, j]))
        sent = _chosen(p, stream, month, key, own, missing, none_leaks, believed, rival, compatible, salience,
                       capability, offices, wanted, glance, i, j)  # fmt: skip
        flow[i, j] = sent
        exposure[i] += _lost(p, sent, missing, none_leaks, believed, rival, compatible, salience, capability)
        leaked[i] += DANGERS[sent] * careless
        choices, taken, left = choices + TALLY[wanted], taken + TALLY[sent], left - 1
        if left == 0:
            tally(asked, choices, taken)
            choices, taken, left = 0, 0, MOST_TALLIED
    tally(asked, choices, taken)


@inlined
def _draws_of_sharing(stream, month, key, offices, i):
    """What a node's draws for its ties have in common (``draws_of``)."""
    return draws_of(stream, month, SHARE if i < offices else ACCESS, key[i])


@inlined
def _lost(p, sent, missing, none_leaks, believed, rival, compatible, salience, capability):
    """Expected loss from all that is sent over a tie: at once, or term by term where a rule of one's own may differ."""
    if SHIPPED:
        return exposure_to(p, sent, none_leaks, 0.0, capability)
    total = 0.0
    for q in range(CATEGORIES):
        if (sent >> q) & 1:
            terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
            total -= terms[3]
    return total


@inlined
def _chosen(p, stream, month, key, own, missing, none_leaks, believed, rival, compatible, salience, capability, offices,
            wanted, glance, i, j):  # fmt: skip
    """The set of categories out of ``wanted`` that i sends to j; ``own`` are its ``_draws_of_sharing``, if known.

    Of all categories at once most are decided at a glance; only where it leaves it open is the chance worked out.
    """
    sure, maybe = 0, wanted
    if AT_A_GLANCE:
        terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, every())
        sure, maybe = seen(share_gain(terms), glance[i, j])
        sure, maybe = sure & wanted, maybe & wanted
    left, q, partner = maybe ^ sure, 0, word(key[j])
    if AT_A_GLANCE and left != 0:
        own = _draws_of_sharing(stream, month, key, offices, i)
    while left != 0:
        if left & 1:
            terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
            sure |= accepts(share_gain(terms), p[P.NOISE], draw_for(own, partner, q)) << q
        left, q = left >> 1, q + 1
    return sure


@inlined
def _note_channels(p, stream, month, key, offices, rows, glance, noted):
    """See to it that the month's draws of all channels are noted in ``glance``, before the first is read."""
    if AT_A_GLANCE:
        for k in range(len(rows)):
            i, j = rows[k][0], rows[k][1]
            if noted[i, j] != month:
                own = _draws_of_sharing(stream, month, key, offices, i)
                note_glance(own, word(key[j]), unit_of(p[P.NOISE]), glance[i, j])
                noted[i, j] = month


@inlined
def pool_with_network(p, stream, month, key, novelty, trust, rivalry, legal, security, members, tier, salience,
                      capability, offices, channel, red_tape, i, own_tier, glance, noted, pool, asked, sums,
                      exposure):  # fmt: skip
    """Node i decides what it gives to the network: ``pool[i]``, a set of categories; returns the expected leaks.

    ``glance``, ``noted`` and ``exposure`` as in ``share_over_ties``; ``channel`` is the share of exposure that the
    network's channel removes for i. Choices are counted in ``sums``, now and then in ``asked`` (``count_set``).
    """
    own = draws_of(stream, month, POOL if i < offices else FIRM_POOL, key[i])
    closed = circle(EMPTY, novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i, 1)
    wide, wanted = closed, 1 << PRE_DEPLOYMENT  # what a firm gives is sensitive
    if i < offices:
        wanted = ALL
        wide = widened(closed, novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i)
    closed, wide = means_of(closed), means_of(wide)
    given = _given(p, month, own, closed, wide, salience, capability, channel, red_tape, own_tier, wanted, glance,
                   noted, i, offices)  # fmt: skip
    pool[i] = given
    count_set(wanted, given, sums, asked)
    secret, free = given & ~OPEN, given & OPEN
    exposure[i] += _lost_to_network(p, given, closed, wide, salience, capability, channel, red_tape, own_tier)
    return (1.0 - channel) * p[P.LEAK_RATE] * (DANGERS[secret] * closed[6] + DANGERS[free] * wide[6])


@inlined
def _lost_to_network(p, given, closed, wide, salience, capability, channel, red_tape, own_tier):
    """Expected loss from all that is given to the network, as in ``_lost``."""
    if SHIPPED:
        secret = exposure_to(p, given & ~OPEN, closed[2], channel, capability)
        return secret + exposure_to(p, given & OPEN, wide[2], channel, capability)
    total = 0.0
    for q in range(CATEGORIES):
        if (given >> q) & 1:
            terms = appraise_pool(p, closed, wide, salience, capability, channel, red_tape, own_tier, q)
            total -= terms[3]
    return total


@inlined
def _given(p, month, own, closed, wide, salience, capability, channel, red_tape, own_tier, wanted, glance, noted, i,
           offices):  # fmt: skip
    """The set of categories out of ``wanted`` that is given to the network, as in ``_chosen``."""
    sure, maybe = 0, wanted
    if AT_A_GLANCE:
        bounds = glance[i, offices]
        if noted[i, offices] != month:
            note_glance(own, NOBODY, unit_of(p[P.NOISE]), bounds)
            noted[i, offices] = month
        sure, maybe = _seen_of(p, closed, salience, capability, channel, red_tape, own_tier != 2, bounds)
        if wide[0] != closed[0] or own_tier == 2:  # what is not sensitive goes to others too, or comes back
            free, free_too = _seen_of(p, wide, salience, capability, channel, red_tape, True, bounds)
            sure, maybe = (sure & ~OPEN) | (free & OPEN), (maybe & ~OPEN) | (free_too & OPEN)
        sure, maybe = sure & wanted, maybe & wanted
    left, q = maybe ^ sure, 0
    while left != 0:
        if left & 1:
            terms = appraise_pool(p, closed, wide, salience, capability, channel, red_tape, own_tier, q)
            sure |= accepts(share_gain(terms), p[P.NOISE], draw_for(own, word(NOBODY), q)) << q
        left, q = left >> 1, q + 1
    return sure


@inlined
def _seen_of(p, circle, salience, capability, channel, red_tape, hears, bounds):
    """``seen`` for a circle, as if it received every category."""
    if circle[0] == 0.0:
        return seen(alike(0.0), bounds)
    return seen(share_gain(pool_terms(p, circle, salience, capability, channel, red_tape, hears, every())), bounds)


@rule
def firm_tier(tier, status, partners, degree, home, i):
    """Tier in the network of firm i: 1 if its home, or an office it has a tie with, is a full member, else 0 (W15)."""
    if tier[home[i]] == 1:
        return 1
    for place in range(degree[i]):
        j = partners[i, place]
        if j < tier.shape[0] and tier[j] == 1 and status[j] > 0:
            return 1
    return 0


@rule
def red_tape(friction, host, home_share):
    """Red tape that firms meet in the network: the design's industry ``friction`` as far as the arm is held where no
    frontier firm is at home (W15)."""
    at_home = 0.0
    for j in range(host.shape[0]):
        at_home += host[j] * home_share[j]
    return friction * (1.0 - at_home)


@rule
def oversight(flow, statutory, offices, i):
    """1 if an office with statutory powers has access to firm i's models this month, else 0 (W20h)."""
    for j in range(offices):
        if (flow[i, j] >> PRE_DEPLOYMENT) & 1 and statutory[j]:
            return 1.0
    return 0.0


@inlined
def wants_clearance(p, novelty, trust, rivalry, legal, security, members, tier, salience, capability, offices,
                    protection, cleared, i):  # fmt: skip
    """Whether a member would share something sensitive through a cleared channel that it withholds now (S, W12)."""
    now, then = protection_of(p, protection, cleared), protection_of(p, protection, 1.0)
    closed = circle(EMPTY, novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i, 1)
    closed = means_of(closed)
    for q in range(CATEGORIES):
        if IS_SENSITIVE[q]:
            before = share_gain(appraise_pool(p, closed, closed, salience, capability, now, 0.0, 1, q))
            if before <= 0.0 < share_gain(appraise_pool(p, closed, closed, salience, capability, then, 0.0, 1, q)):
                return True
    return False


__all__ = [
    "AT_A_GLANCE",
    "firm_tier",
    "known",
    "list_channels",
    "oversight",
    "pool_with_network",
    "red_tape",
    "sendable",
    "share_over_ties",
    "wants_clearance",
]
