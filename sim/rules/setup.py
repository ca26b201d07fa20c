"""Setup: the state of the world before its first month. Each rule fills one or two fields.

Unknown numbers of the roster (NaN) are drawn with the key of the actor, so that no other actor moves them.
"""

from __future__ import annotations

import math

from sim import parameters as P
from sim.draws import (
    CAPACITY,
    ELECTION_PHASE,
    KNOWLEDGE,
    NO_PARTNER,
    OPENNESS,
    PREFERENCE,
    REVIEW_MONTH,
    SECURITY,
    normal,
    uniform,
)
from sim.jit import rule

# An institute of 30 people, or of 10 million dollars, has capacity 1; a GDP of 2000 billion dollars is a stake of 1.
REFERENCE_STAFF, REFERENCE_BUDGET = 30.0, 10.0
REFERENCE_GDP = 2000.0
LEAST_CAPACITY, LARGEST_CAPACITY = 0.25, 3.0
MOST_KNOWLEDGE = 0.9  # of a theme, at the start


# ---- draws of an actor's own ---------------------------------------------------------------------------------------
@rule
def own_draw(w, purpose, node):
    """A uniform number in [0, 1) of an actor's own for a purpose, the same in every month."""
    return uniform(w.stream, 0, purpose, w.key[node], NO_PARTNER, 0)


@rule
def own_draws(w, purpose, out):
    """``own_draw`` of each state for a purpose (readiness to apply, tier, turn), into ``out`` (J,)."""
    for j in range(w.offices):
        out[j] = own_draw(w, purpose, j)


@rule
def known_or_drawn(w, purpose, node, value):
    """The value, or a uniform number of the actor's own where it is unknown (NaN)."""
    return own_draw(w, purpose, node) if math.isnan(value) else value


# ---- states --------------------------------------------------------------------------------------------------------
@rule
def set_preferences(w):
    """Weights of the themes for each state, adding up to 1: exp(spread x normal), one draw a theme."""
    for j in range(w.offices):
        total = 0.0
        for t in range(w.preference.shape[1]):
            drawn = normal(w.stream, 0, PREFERENCE, w.key[j], NO_PARTNER, t)
            w.preference[j, t] = math.exp(w.p[P.PREFERENCE_SPREAD] * drawn)
            total += w.preference[j, t]
        for t in range(w.preference.shape[1]):
            w.preference[j, t] /= total


@rule
def set_stakes(w):
    """Stake of each state: the square root of its GDP (billion dollars) over that of a stake of 1."""
    for j in range(w.offices):
        w.stake[j] = math.sqrt(w.gdp[j] / REFERENCE_GDP)


@rule
def set_openness(w):
    """Usual and present openness: 1/2 to 3/2 by a state's cooperation, drawn where unknown; 1 for firms (W20b)."""
    for n in range(w.nodes):
        w.usual[n] = 1.0
        if n < w.offices:
            w.usual[n] = 0.5 + known_or_drawn(w, OPENNESS, n, w.cooperation[n])
        w.openness[n] = w.usual[n]


@rule
def set_reviews(w):
    """Month of the year, 0 to 11, in which each state reviews its membership."""
    for j in range(w.offices):
        w.review[j] = int(12 * own_draw(w, REVIEW_MONTH, j))


@rule
def set_elections(w):
    """Month of each state's next election, none before the replay of dated facts ends.

    One term after the last dated one; without any, at a drawn phase of the term (W20b).
    """
    interval, after = w.p[P.ELECTION_INTERVAL], max(w.replay_until + 1, w.first)
    for j in range(w.offices):
        w.next_election[j] = math.floor(after + own_draw(w, ELECTION_PHASE, j) * interval)
    for e in range(w.elections.shape[0]):
        w.next_election[w.elections[e, 1]] = max(after, w.elections[e, 0] + int(interval))


# ---- offices -------------------------------------------------------------------------------------------------------
@rule
def institute_capacity(staff, budget, drawn):
    """Capacity of an institute by the root of its staff (heads) and of its budget (million dollars a year).

    The mean of those that are known (above 0), else ``drawn``; within the bounds of a capacity. Source: W20e.
    """
    total, known = 0.0, 0
    if staff > 0.0:
        total += math.sqrt(staff / REFERENCE_STAFF)
        known += 1
    if budget > 0.0:
        total += math.sqrt(budget / REFERENCE_BUDGET)
        known += 1
    size = total / known if known > 0 else drawn
    return min(max(size, LEAST_CAPACITY), LARGEST_CAPACITY)


@rule
def set_full_capacities(w):
    """Capacity that each state's office has, or would have, as an institute (W20e)."""
    for j in range(w.offices):
        drawn = math.exp(w.p[P.PREFERENCE_SPREAD] * normal(w.stream, 0, CAPACITY, w.key[j], NO_PARTNER, 0))
        w.full_capacity[j] = institute_capacity(w.staff[j], w.budget[j], drawn)


@rule
def capacity_of(p, status, full):
    """Capacity of an office of capacity ``full`` as an institute: less if it is an acting office (1), or none (0)."""
    if status == 2:
        return full
    return (p[P.ACTING_CAPACITY] if status == 1 else p[P.BARE_CAPACITY]) * full


@rule
def set_office_capacities(w):
    """Capacities of the offices from their status (0, 1, 2); firms keep theirs."""
    for j in range(w.offices):
        w.capacity[j] = capacity_of(w.p, w.status[j], w.full_capacity[j])


@rule
def set_knowledge(w):
    """Knowledge at the start, 0 to 0.9: by the office's capacity, a draw and its preferences (W19)."""
    themes = w.knowledge.shape[1]
    for j in range(w.offices):
        base = 0.05
        if w.status[j] > 0:
            base += 0.1 * w.full_capacity[j] * (0.5 + own_draw(w, KNOWLEDGE, j))
        for t in range(themes):
            w.knowledge[j, t] = min(max(base * w.preference[j, t] * themes, 0.0), MOST_KNOWLEDGE)


@rule
def set_office_security(w):
    """Security of the offices (0 to 1): a state's readiness, drawn where unknown (W12)."""
    for j in range(w.offices):
        w.security[j] = known_or_drawn(w, SECURITY, j, w.readiness[j])


# ---- pairs ---------------------------------------------------------------------------------------------------------
@rule
def set_rivalry(w):
    """Rivalry between nodes, 0 to 1: that of their homes x polarisation (W7, C3)."""
    for a in range(w.nodes):
        for b in range(w.nodes):
            found = w.roster_rivalry[w.home[a], w.home[b]] * w.p[P.POLARISATION]
            w.rivalry[a, b] = min(max(found, 0.0), 1.0)


@rule
def set_trust(w):
    """Belief that the other reciprocates, before any exchange: 1/2 without rivalry, 0 between full rivals."""
    for a in range(w.nodes):
        for b in range(w.nodes):
            w.trust[a, b] = 0.5 * (1.0 - w.rivalry[a, b])


@rule
def set_observed_ties(w):
    """Ties signed before the first month: bit masks of types and month of their end; one out of term is due at once."""
    for k in range(w.start_ties.shape[0]):
        i, j, kind, signed = w.start_ties[k, 0], w.start_ties[k, 1], w.start_ties[k, 2], w.start_ties[k, 3]
        if signed < w.first:
            w.ties[i, j] |= 1 << kind
            w.ties[j, i] |= 1 << kind
            w.tie_end[i, j] = w.tie_end[j, i] = max(w.first, signed + int(w.p[P.DEAL_TERM]))


# ---- firms ---------------------------------------------------------------------------------------------------------
@rule
def set_firm_security(w):
    """Security of the firms, and what each believes of the others' safety: its own culture.

    Security is (1 + index) / 2 for a safety index of 0 to 1, drawn where unknown. Source: CORE, 'Pace'.
    """
    for f in range(w.firms):
        node = w.offices + f
        w.believed_safe[f] = known_or_drawn(w, SECURITY, node, w.safety_index[f])
        w.security[node] = (1.0 + w.believed_safe[f]) / 2.0


@rule
def home_shares(firm_home, out):
    """(J,) share of the frontier firms at home in each jurisdiction."""
    for j in range(out.shape[0]):
        out[j] = 0.0
    for f in range(firm_home.shape[0]):
        out[firm_home[f]] += 1.0 / firm_home.shape[0]


@rule
def set_weights(w):
    """Weight as a partner: 1 for an office that exists, 0 for none, that of a firm for each (W22, W7a)."""
    for n in range(w.nodes):
        w.weight[n] = w.p[P.FIRM_WEIGHT]
        if n < w.offices:
            w.weight[n] = 1.0 if w.status[n] > 0 else 0.0
