"""Origins: the state of the world before its first month. Each rule fills one or two arrays, given the roster's.

Unknown numbers of the roster (NaN) are drawn with the key of the actor, so that no other actor moves them. ``keys``
(N,) are the actors' keys, offices first; J is the number of jurisdictions, F of firms, N = J + F.
"""

from __future__ import annotations

import math

from sim import parameters as P
from sim.compiled import rule
from sim.draws import (
    CAPACITY,
    ELECTION_PHASE,
    KNOWLEDGE,
    NOBODY,
    OPENNESS,
    PREFERENCE,
    REVIEW_MONTH,
    SECURITY,
    normal,
    uniform,
)

# An institute of 30 people, or of 10 million dollars, has capacity 1; a GDP of 2000 billion dollars is a stake of 1.
REFERENCE_STAFF, REFERENCE_BUDGET = 30.0, 10.0
REFERENCE_GDP = 2000.0
LEAST_CAPACITY, LARGEST_CAPACITY = 0.25, 3.0
MOST_KNOWLEDGE = 0.9  # of a theme, at the start


# ---- states -------------------------------------------------------------------------------------------------------
@rule
def own_draws(stream, keys, purpose, out):
    """One uniform number in [0, 1) of each actor's own for a purpose (readiness to apply, tier, turn), into ``out``."""
    for n in range(out.shape[0]):
        out[n] = uniform(stream, 0, purpose, keys[n], NOBODY, 0)


@rule
def known_or_drawn(stream, purpose, key, value):
    """The value, or a uniform number of the actor's own where it is unknown (NaN)."""
    return uniform(stream, 0, purpose, key, NOBODY, 0) if math.isnan(value) else value


@rule
def preferences(stream, keys, spread, out):
    """(J, themes) weights of the themes for each state, adding up to 1: exp(spread x normal), one draw a theme."""
    for j in range(out.shape[0]):
        total = 0.0
        for t in range(out.shape[1]):
            out[j, t] = math.exp(spread * normal(stream, 0, PREFERENCE, keys[j], NOBODY, t))
            total += out[j, t]
        for t in range(out.shape[1]):
            out[j, t] /= total


@rule
def stakes_by_gdp(gdp, out):
    """(J,) stake of each state: the square root of its GDP (billion dollars) over that of a stake of 1."""
    for j in range(out.shape[0]):
        out[j] = math.sqrt(gdp[j] / REFERENCE_GDP)


@rule
def usual_openness(stream, keys, cooperation, out):
    """(N,) usual openness: 1/2 to 3/2 by a state's cooperation (J,), drawn where unknown; 1 for firms (W20b)."""
    for n in range(out.shape[0]):
        out[n] = 1.0
        if n < cooperation.shape[0]:
            out[n] = 0.5 + known_or_drawn(stream, OPENNESS, keys[n], cooperation[n])


@rule
def review_months(stream, keys, out):
    """(J,) month of the year, 0 to 11, in which each state reviews its membership."""
    for j in range(out.shape[0]):
        out[j] = int(12 * uniform(stream, 0, REVIEW_MONTH, keys[j], NOBODY, 0))


@rule
def next_elections(stream, keys, interval, after, dated_month, dated_actor, out):
    """(J,) month of each state's next election, none before ``after``.

    One term of ``interval`` months after the last dated one, (E,) arrays of month and state; without any, at a drawn
    phase of the term (W20b).
    """
    for j in range(out.shape[0]):
        phase = uniform(stream, 0, ELECTION_PHASE, keys[j], NOBODY, 0)
        out[j] = math.floor(after + phase * interval)
    for e in range(dated_month.shape[0]):
        out[dated_actor[e]] = max(after, dated_month[e] + int(interval))


# ---- offices ------------------------------------------------------------------------------------------------------
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
def full_capacities(stream, keys, staff, budget, spread, out):
    """(J,) capacity that each state's office has, or would have, as an institute (W20e)."""
    for j in range(out.shape[0]):
        drawn = math.exp(spread * normal(stream, 0, CAPACITY, keys[j], NOBODY, 0))
        out[j] = institute_capacity(staff[j], budget[j], drawn)


@rule
def capacity_of(p, status, full):
    """Capacity of an office of capacity ``full`` as an institute: less if it is an acting office (1), or none (0)."""
    if status == 2:
        return full
    return (p[P.ACTING_CAPACITY] if status == 1 else p[P.BARE_CAPACITY]) * full


@rule
def office_capacities(p, status, full_capacity, capacity):
    """The first J of the (N,) capacities, in place, from each office's status (0, 1, 2); firms keep theirs."""
    for j in range(status.shape[0]):
        capacity[j] = capacity_of(p, status[j], full_capacity[j])


@rule
def initial_knowledge(stream, keys, status, full_capacity, preference, out):
    """(J, themes) knowledge at the start, 0 to 0.9: by the office's capacity, a draw and its preferences (W19)."""
    themes = out.shape[1]
    for j in range(out.shape[0]):
        base = 0.05
        if status[j] > 0:
            base += 0.1 * full_capacity[j] * (0.5 + uniform(stream, 0, KNOWLEDGE, keys[j], NOBODY, 0))
        for t in range(themes):
            out[j, t] = min(max(base * preference[j, t] * themes, 0.0), MOST_KNOWLEDGE)


@rule
def office_security(stream, keys, readiness, security):
    """The first J of the (N,) securities (0 to 1), in place: a state's readiness (J,), drawn where unknown (W12)."""
    for j in range(readiness.shape[0]):
        security[j] = known_or_drawn(stream, SECURITY, keys[j], readiness[j])


# ---- pairs --------------------------------------------------------------------------------------------------------
@rule
def initial_rivalry(rivalry, home, polarisation, out):
    """(N, N) rivalry between nodes, 0 to 1: that of their homes (J, J) x polarisation; ``home`` (N,) (W7, C3)."""
    for a in range(out.shape[0]):
        for b in range(out.shape[1]):
            out[a, b] = min(max(rivalry[home[a], home[b]] * polarisation, 0.0), 1.0)


@rule
def initial_trust(rivalry, out):
    """(N, N) belief that the other reciprocates, before any exchange: 1/2 without rivalry, 0 between full rivals."""
    for a in range(out.shape[0]):
        for b in range(out.shape[1]):
            out[a, b] = 0.5 * (1.0 - rivalry[a, b])


@rule
def observed_ties(month, term, a, b, kind, signed, ties, tie_end):
    """Ties signed before ``month``, in place: bit masks of types and month of their end (N, N).

    ``a``, ``b``, ``kind``, ``signed`` (M,): pair, type and month of each; a tie out of term is due at once.
    """
    for k in range(signed.shape[0]):
        if signed[k] < month:
            i, j = a[k], b[k]
            ties[i, j] |= 1 << kind[k]
            ties[j, i] |= 1 << kind[k]
            tie_end[i, j] = tie_end[j, i] = max(month, signed[k] + int(term))


# ---- firms --------------------------------------------------------------------------------------------------------
@rule
def firm_security(stream, keys, safety_index, security, believed_safe):
    """The last F of the (N,) securities, and what each firm believes of the others' safety (F,): its own culture.

    Security is (1 + index) / 2 for a safety index (F,) of 0 to 1, drawn where unknown. Source: CORE, 'Pace'.
    """
    offices = keys.shape[0] - safety_index.shape[0]
    for f in range(safety_index.shape[0]):
        believed_safe[f] = known_or_drawn(stream, SECURITY, keys[offices + f], safety_index[f])
        security[offices + f] = (1.0 + believed_safe[f]) / 2.0


@rule
def home_shares(firm_home, out):
    """(J,) share of the frontier firms at home in each jurisdiction."""
    for j in range(out.shape[0]):
        out[j] = 0.0
    for f in range(firm_home.shape[0]):
        out[firm_home[f]] += 1.0 / firm_home.shape[0]


@rule
def weights(status, firm_weight, out):
    """(N,) weight as a partner: 1 for an office that exists, 0 for none, ``firm_weight`` for a firm (W22, W7a)."""
    for n in range(out.shape[0]):
        out[n] = firm_weight
        if n < status.shape[0]:
            out[n] = 1.0 if status[n] > 0 else 0.0
