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
from sim.months import NEVER
from sim.rules.governments import first_due
from sim.rules.standing import lives, stands

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
    """Openness: 1/2 to 3/2 by a state's cooperation, drawn where unknown; 1 for firms (W20b)."""
    for n in range(w.nodes):
        w.openness[n] = 1.0
        if n < w.offices:
            w.openness[n] = 0.5 + known_or_drawn(w, OPENNESS, n, w.cooperation[n])


@rule
def set_reviews(w):
    """Month of the year, 0 to 11, in which each state reviews its membership."""
    for j in range(w.offices):
        w.review[j] = int(12 * own_draw(w, REVIEW_MONTH, j))


@rule
def set_changes(w):
    """Month in which each government's term ends next, none before the replay of dated facts ends (W20b).

    By the known month and the state's own term; where none is known, at a drawn phase of the term.
    """
    after = max(w.replay_until + 1, w.first)
    for j in range(w.offices):
        if w.known_change[j] < NEVER:
            w.next_change[j] = first_due(w.known_change[j], w.term[j], after)
        else:
            w.next_change[j] = after + math.floor(own_draw(w, ELECTION_PHASE, j) * w.term[j])


# ---- offices -------------------------------------------------------------------------------------------------------
@rule
def institute_capacity(staff, budget, drawn):
    """Capacity of an institute by the root of its staff (heads) and of its budget (million dollars a year).

    The mean of those that are known (not NaN; 0 is none of its own, so that others lend it people), else ``drawn``;
    within the bounds of a capacity. Source: W20e.
    """
    total, known = 0.0, 0
    if not math.isnan(staff):
        total += math.sqrt(staff / REFERENCE_STAFF)
        known += 1
    if not math.isnan(budget):
        total += math.sqrt(budget / REFERENCE_BUDGET)
        known += 1
    size = total / known if known > 0 else drawn
    return min(max(size, LEAST_CAPACITY), LARGEST_CAPACITY)


@rule
def unpublished_capacity(w, j):
    """Capacity of an institute of which neither staff nor budget is known: ``min(1, stake) exp(-spread |normal|)``.

    A body of which nothing is published is not larger than the reference institute, and a small state's is smaller.
    """
    drawn = abs(normal(w.stream, 0, CAPACITY, w.key[j], NO_PARTNER, 0))
    return min(1.0, w.stake[j]) * math.exp(-w.p[P.PREFERENCE_SPREAD] * drawn)


@rule
def set_full_capacities(w):
    """Capacity that each state's office has, or would have, as a grown institute before the first month (W20e)."""
    for j in range(w.offices):
        w.full_capacity[j] = institute_capacity(w.staff[j], w.budget[j], unpublished_capacity(w, j))
    for k in range(w.size_month.shape[0]):
        if w.size_month[k] < w.first:
            resize(w, k)


@rule
def resize(w, k):
    """A change of size on record: capacity by the new staff and budget, or a share of what it was, in place (W20e)."""
    j = w.size_state[k]
    staff, budget = w.funding[j] * w.size_staff[k], w.funding[j] * w.size_budget[k]
    size = w.size_share[k] * institute_capacity(staff, budget, w.full_capacity[j])
    w.full_capacity[j] = min(max(size, LEAST_CAPACITY), LARGEST_CAPACITY)


@rule
def fund_office(w, j, size):
    """Staff and budget of state j's institute are multiplied by ``size`` for good; capacity by its root (W20d, W20e).

    What comes on record later is multiplied too.
    """
    w.funding[j] *= size
    w.full_capacity[j] = min(max(w.full_capacity[j] * math.sqrt(size), LEAST_CAPACITY), LARGEST_CAPACITY)


@rule
def grown(age, months):
    """How far an institute of an ``age`` in months has grown into its staff, 0 to 1: evenly over so many ``months``."""
    return 1.0 if age >= months else max(0.0, age / months)


@rule
def capacity_of(p, status, full, age):
    """Capacity of an office of capacity ``full`` as a grown institute: less if it is an acting office (1), or none (0).

    An institute (2) begins as an acting office and grows with its ``age`` (months).
    """
    if status == 0:
        return p[P.BARE_CAPACITY] * full
    share = grown(age, p[P.GROWTH_MONTHS]) if status == 2 else 0.0
    return (p[P.ACTING_CAPACITY] + (1.0 - p[P.ACTING_CAPACITY]) * share) * full


@rule
def set_office_capacities(w):
    """Capacities of the offices from their status (0, 1, 2), age and the help they had; firms keep theirs.

    What is left without help is that of an office's own staff, ``w.staffing``: no design moves it.
    """
    for j in range(w.offices):
        w.staffing[j] = capacity_of(w.p, w.status[j], w.full_capacity[j], w.month - w.institute_since[j])
        w.capacity[j] = w.staffing[j] + w.helped[j]


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
    """Ties signed before the first month: bit masks of types and month of their end; one out of term is due at once.

    A firm that is not of frontier standing has none.
    """
    for k in range(w.start_ties.shape[0]):
        i, j, kind, signed = w.start_ties[k, 0], w.start_ties[k, 1], w.start_ties[k, 2], w.start_ties[k, 3]
        if signed < w.first and stands(w, i) and stands(w, j):
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
def set_weights(w):
    """Weight as a partner: 1 for an office that exists, that of a firm for a frontier firm, else 0 (W22, W7a)."""
    for n in range(w.nodes):
        w.weight[n] = 0.0
        if lives(w, n):
            w.weight[n] = 1.0 if n < w.offices else w.p[P.FIRM_WEIGHT]
