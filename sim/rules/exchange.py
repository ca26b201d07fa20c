"""Exchange: one actor's month of sharing, over its row of the arrays (compiled loops over the sharing rule)."""

from __future__ import annotations

from sim import parameters as P
from sim.catalogue import DANGER, INCIDENT_REPORTS, PRE_DEPLOYMENT, TESTING
from sim.compiled import rule
from sim.draws import ACCESS, FIRM_POOL, NOBODY, POOL, SHARE, draw_for, draws_of
from sim.rules.appraisal import EMPTY, SENSITIVE, appraise_pool, appraise_share, circle, known, protection_of
from sim.rules.choice import accepts
from sim.rules.measures import spared
from sim.rules.sharing import share_gain

CATEGORIES = DANGER.shape[0]


@rule
def may_send(offices, i, types, q):
    """Whether node i may send category q over a tie: offices all; a firm incident reports, and results if tested."""
    if i < offices:
        return True
    return q == INCIDENT_REPORTS or (q == PRE_DEPLOYMENT and types & (1 << TESTING) != 0)


@rule
def share_with_partners(p, stream, month, key, ties, partners, degree, knowledge, trust, rivalry, legal, security,
                        salience, capability, offices, i, flow, asked, exposure):  # fmt: skip
    """Node i decides, partner by partner and category by category; fills ``flow[i]``, counts choices in ``asked``.

    ``partners`` (N, N) and ``degree`` (N,) list the ties; only offices receive.
    ``exposure[i]`` receives the expected loss; returns the expected leaks of dangerous information.
    """
    leaks, lost = 0.0, 0.0
    own = draws_of(stream, month, SHARE if i < offices else ACCESS, key[i])
    flow[i] = False
    for place in range(degree[i]):
        j = partners[i, place]
        if j >= offices:
            break
        missing, careless = known(knowledge, offices, i, j), p[P.LEAK_RATE] * (1.0 - security[j])
        rival, none_leaks = rivalry[i, j], spared(rivalry[i, j], p[P.LEAK_RATE], security[j])
        believed, compatible = trust[i, j], legal[i, j]
        for q in range(CATEGORIES):
            if not may_send(offices, i, ties[i, j], q):
                continue
            terms = appraise_share(p, missing, none_leaks, believed, rival, compatible, salience, capability, q)
            asked[q, 0] += 1.0
            if accepts(share_gain(terms), p[P.NOISE], draw_for(own, key[j], q)):
                flow[i, j, q] = True
                asked[q, 1] += 1.0
                lost -= terms[3]
                leaks += DANGER[q] * careless
    exposure[i] += lost
    return leaks


@rule
def pool_with_network(p, stream, month, key, knowledge, trust, rivalry, legal, security, tier, salience, capability,
                      offices, channel, red_tape, i, own_tier, pool, asked, exposure):  # fmt: skip
    """Node i decides what it gives to the network; fills ``pool[i]``; returns expected leaks as above.

    ``channel`` is the share of exposure that the network's channel removes for i.
    """
    leaks = 0.0
    own = draws_of(stream, month, POOL if i < offices else FIRM_POOL, key[i])
    closed = circle(EMPTY, knowledge, trust, rivalry, legal, security, p[P.LEAK_RATE], tier, offices, i, 1)
    wide = closed  # what a firm gives is sensitive
    if i < offices:
        wide = circle(closed, knowledge, trust, rivalry, legal, security, p[P.LEAK_RATE], tier, offices, i, 2)
    for q in range(CATEGORIES):
        pool[i, q] = False
        if i >= offices and q != PRE_DEPLOYMENT:
            continue
        terms = appraise_pool(p, closed, wide, salience, capability, channel, red_tape, own_tier, q)
        asked[q, 0] += 1.0
        if accepts(share_gain(terms), p[P.NOISE], draw_for(own, NOBODY, q)):
            pool[i, q] = True
            asked[q, 1] += 1.0
            exposure[i] -= terms[3]
            careless = closed[6] if SENSITIVE[q] else wide[6]
            leaks += DANGER[q] * (1.0 - channel) * p[P.LEAK_RATE] * careless
    return leaks


@rule
def firm_standing(friction, tier, status, ties, home, host, home_share, i):
    """Tier in the network of firm i (1 if it reaches it, else 0), and the red tape that it meets there.

    It reaches the network if its home, or an office it has a tie with, is a full member. Red tape is the design's
    industry ``friction`` as far as the arm is held where no frontier firm is at home (W15).
    """
    inside, at_home = 0, 0.0
    for j in range(tier.shape[0]):
        at_home += host[j] * home_share[j]
        if tier[j] == 1 and (j == home[i] or (status[j] > 0 and ties[i, j] > 0)):
            inside = 1
    return inside, friction * (1.0 - at_home)


@rule
def oversight(flow, statutory, offices, i):
    """1 if an office with statutory powers has access to firm i's models this month, else 0 (W20h)."""
    for j in range(offices):
        if flow[i, j, PRE_DEPLOYMENT] and statutory[j]:
            return 1.0
    return 0.0


@rule
def wants_clearance(p, knowledge, trust, rivalry, legal, security, tier, salience, capability, offices, protection,
                    cleared, i):  # fmt: skip
    """Whether a member would share something sensitive through a cleared channel that it withholds now (S, W12)."""
    now, then = protection_of(p, protection, cleared), protection_of(p, protection, 1.0)
    closed = circle(EMPTY, knowledge, trust, rivalry, legal, security, p[P.LEAK_RATE], tier, offices, i, 1)
    for q in range(CATEGORIES):
        if SENSITIVE[q]:
            before = share_gain(appraise_pool(p, closed, closed, salience, capability, now, 0.0, 1, q))
            if before <= 0.0 < share_gain(appraise_pool(p, closed, closed, salience, capability, then, 0.0, 1, q)):
                return True
    return False


__all__ = [
    "firm_standing",
    "known",
    "may_send",
    "oversight",
    "pool_with_network",
    "share_with_partners",
    "wants_clearance",
]
