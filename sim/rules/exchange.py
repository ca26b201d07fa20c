"""Exchange: one actor's month of sharing, over its row of the arrays (compiled loops over the sharing rule)."""

from __future__ import annotations

from sim import parameters as P
from sim import replaced
from sim.catalogue import INCIDENT_REPORTS, PRE_DEPLOYMENT, TESTING
from sim.compiled import inlined, rule
from sim.draws import ACCESS, FIRM_POOL, NOBODY, POOL, SHARE, draw_for, draws_of, step_for, word
from sim.rules.appraisal import (
    EMPTY,
    appraise_pool,
    appraise_share,
    circle,
    exposure_to,
    known,
    means_of,
    protection_of,
    widened,
)
from sim.rules.categories import ALL, CATEGORIES, DANGERS, IS_SENSITIVE, MOST_TALLIED, OPEN, TALLY, tally
from sim.rules.choice import GLANCE, accepts, possibly, surely, unit_of
from sim.rules.measures import spared
from sim.rules.sharing import share_gain

# Exposure is the same for the sum of sensitivities as summed, as long as these rules are the shipped ones.
LINEAR = {"appraisal.appraise_pool", "appraisal.appraise_share", "deals.exposure", "sharing.share_terms"}
SHIPPED = LINEAR.isdisjoint(replaced.REPLACE)

OF_FIRMS = (INCIDENT_REPORTS, PRE_DEPLOYMENT)  # categories that a firm may send over a tie


@inlined
def sendable(offices, i, types):
    """Set of categories that node i may send over a tie of ``types`` (bit mask).

    Offices may send all; a firm incident reports, and pre-deployment results over a tie that holds testing.
    """
    if i < offices:
        return ALL
    return (1 << INCIDENT_REPORTS) | (((types >> TESTING) & 1) << PRE_DEPLOYMENT)


@inlined
def share_with_partners(p, stream, month, key, ties, partners, degree, novelty, trust, rivalry, legal, security,
                        salience, capability, offices, i, flow, asked, exposure):  # fmt: skip
    """Node i decides, partner by partner and category by category; fills ``flow[i]``, counts choices in ``asked``.

    ``flow`` (N, N) are sets of categories. ``partners`` (N, N) and ``degree`` (N,) list the ties; only offices receive.
    ``exposure[i]`` receives the expected loss; returns the expected leaks of dangerous information.
    """
    leaks, lost, choices, taken = 0.0, 0.0, 0, 0
    own = draws_of(stream, month, SHARE if i < offices else ACCESS, key[i])
    flow[i] = 0
    for place in range(degree[i]):
        j = partners[i, place]
        if j >= offices:
            break
        believed, rival, compatible = float(trust[i, j]), float(rivalry[i, j]), float(legal[i, j])
        missing, careless = float(known(novelty, i, j)), p[P.LEAK_RATE] * (1.0 - float(security[j]))
        none_leaks, wanted = spared(rival, p[P.LEAK_RATE], float(security[j])), sendable(offices, i, int(ties[i, j]))
        sent = _chosen(p, own, word(key[j]), missing, none_leaks, believed, rival, compatible, salience, capability,
                       wanted)  # fmt: skip
        flow[i, j] = sent
        lost += _lost(p, sent, missing, none_leaks, believed, rival, compatible, salience, capability)
        leaks += DANGERS[sent] * careless
        choices, taken = choices + TALLY[wanted], taken + TALLY[sent]
        if place % MOST_TALLIED == MOST_TALLIED - 1:
            tally(asked, choices, taken)
            choices, taken = 0, 0
    tally(asked, choices, taken)
    exposure[i] += lost
    return leaks


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
def _chosen(p, own, partner, missing, none_leaks, believed, rival, compatible, salience, capability, wanted):
    """The set of categories out of ``wanted`` that is sent over a tie; the arguments are those of ``appraise_share``.

    Of all categories at once most are decided at a glance; only where it leaves it open is the chance worked out.
    """
    sure, maybe = 0, wanted
    if GLANCE:
        maybe, unit = 0, unit_of(p[P.NOISE])
        if wanted == ALL:
            for q in range(CATEGORIES):
                terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
                gain, step = share_gain(terms), step_for(own, partner, q)
                sure |= surely(gain, unit, step) << q
                maybe |= possibly(gain, unit, step) << q
        else:
            for q in OF_FIRMS:
                terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
                gain, step = share_gain(terms), step_for(own, partner, q)
                sure |= surely(gain, unit, step) << q
                maybe |= possibly(gain, unit, step) << q
            sure, maybe = sure & wanted, maybe & wanted
    left, q = maybe ^ sure, 0
    while left != 0:
        if left & 1:
            terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
            sure |= accepts(share_gain(terms), p[P.NOISE], draw_for(own, partner, q)) << q
        left, q = left >> 1, q + 1
    return sure


@inlined
def pool_with_network(p, stream, month, key, novelty, trust, rivalry, legal, security, members, tier, salience,
                      capability, offices, channel, red_tape, i, own_tier, pool, asked, exposure):  # fmt: skip
    """Node i decides what it gives to the network: ``pool[i]``, a set of categories; returns expected leaks as above.

    ``channel`` is the share of exposure that the network's channel removes for i.
    """
    own = draws_of(stream, month, POOL if i < offices else FIRM_POOL, key[i])
    closed = circle(EMPTY, novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i, 1)
    wide, wanted = closed, 1 << PRE_DEPLOYMENT  # what a firm gives is sensitive
    if i < offices:
        wanted = ALL
        wide = widened(closed, novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i)
    closed, wide = means_of(closed), means_of(wide)
    given = _given(p, own, closed, wide, salience, capability, channel, red_tape, own_tier, wanted)
    pool[i] = given
    tally(asked, TALLY[wanted], TALLY[given])
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
def _given(p, own, closed, wide, salience, capability, channel, red_tape, own_tier, wanted):
    """The set of categories out of ``wanted`` that is given to the network, as in ``_chosen``."""
    sure, maybe = 0, wanted
    if GLANCE and wanted == ALL:
        maybe, unit = 0, unit_of(p[P.NOISE])
        for q in range(CATEGORIES):
            terms = appraise_pool(p, closed, wide, salience, capability, channel, red_tape, own_tier, q)
            gain, step = share_gain(terms), step_for(own, NOBODY, q)
            sure |= surely(gain, unit, step) << q
            maybe |= possibly(gain, unit, step) << q
    left, q = maybe ^ sure, 0
    while left != 0:
        if left & 1:
            terms = appraise_pool(p, closed, wide, salience, capability, channel, red_tape, own_tier, q)
            sure |= accepts(share_gain(terms), p[P.NOISE], draw_for(own, NOBODY, q)) << q
        left, q = left >> 1, q + 1
    return sure


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
    "firm_tier",
    "known",
    "oversight",
    "pool_with_network",
    "red_tape",
    "sendable",
    "share_with_partners",
    "wants_clearance",
]
