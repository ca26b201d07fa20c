"""Learning: knowledge, trust, the secretariat's productivity and the alignment of methods."""

from __future__ import annotations

import math

import numpy as np

from sim import parameters as P
from sim.catalogue import FRONTIER_THEMES, HELPING
from sim.jit import rule
from sim.rules.categories import PUBLISHED, WORTHS, visible
from sim.rules.hosting import capacity_at_home
from sim.rules.sharing import updated_trust

FRONTIER = np.array(FRONTIER_THEMES)
LEAST_MISSING = 1e-9  # of a theme, to whoever knows it all
YEAR = 12.0  # months
FULL_POOL = 10.0  # capacity of ten reference institutes, as many as the network has members


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def gained(knowledge, share):
    """Knowledge after learning a share of what is missing (0 to 1)."""
    return knowledge + min(max(share, 0.0), 1.0) * (1.0 - knowledge)


@rule
def smoothed(average, value, months):
    """Moving average over ``months``, one month later."""
    return average + (value - average) / months


@rule
def outdated(value, share):
    """Knowledge, or alignment of methods, a month later: a share goes out of date."""
    return value * (1.0 - share)


@rule
def duplicated(testers, harmonisation):
    """Evaluations done more than once: every office with access beyond the first, less what methods share (W16)."""
    return max(0.0, testers - 1.0) * (1.0 - harmonisation)


@rule
def response_loss(days, half_days):
    """Share of an incident's harm that a response after ``days`` comes too late for: ``1 - 2^(-days / half_days)``."""
    return 1.0 - math.exp2(-days / half_days)


@rule
def total_productivity(self_organised, secretariat):
    """Productivity of the network: what members do themselves, and what the secretariat adds (0 to 1; a116)."""
    return self_organised + (1.0 - self_organised) * secretariat


@rule
def network_productivity(w):
    """``total_productivity`` as things stand."""
    return total_productivity(w.p[P.SELF_ORGANISED], w.productivity)


# ---- knowledge -----------------------------------------------------------------------------------------------------
@rule
def learn(w):
    """A month of learning, in place: own work, what others shared, what goes out of date. Sources: W19, W20e."""
    p, themes = w.p, w.knowledge.shape[1]
    for i in range(w.offices):
        for t in range(themes):
            kept = outdated(w.knowledge[i, t], p[P.OBSOLESCENCE])
            if w.status[i] > 0:
                own = p[P.OWN_LEARNING] * w.free[i] * w.preference[i, t] * themes
                kept = gained(kept, own + p[P.SHARED_LEARNING] * w.received[i])
            w.knowledge[i, t] = kept


@rule
def receive(w):
    """Information received by each office in a month, weighted by benefit and by what it did not know: ``w.received``.

    What is published it has from every office, once; the rest over ties and through the network, where partners (tier
    2) do not receive what is sensitive. What firms send counts half. Each office adds up its senders in their order.
    """
    for i in range(w.offices):
        w.received[i] = WORTHS[PUBLISHED] * _published(w, i) if w.status[i] > 0 else 0.0
    for j in range(w.nodes):
        pooled = w.pool[j]
        for place in range(w.degree[j]):
            i = w.partners[j, place]
            if i >= w.offices:  # firms come last
                break
            if w.status[i] > 0:
                w.received[i] += WORTHS[w.flow[j, i] | (pooled & visible(w.tier[i], w.status[i]))] * useful(w, i, j)
        if pooled != 0:
            _receive_pooled(w, j, pooled)


@rule
def _published(w, i):
    """How far what the other offices publish is new to office i, summed over them."""
    total = 0.0
    for j in range(w.offices):
        if j != i and w.status[j] > 0:
            total += w.novelty[i, j]
    return total


@rule
def _receive_pooled(w, j, pooled):
    """What node j gives to the network, for those in it with whom it has no tie."""
    for place in range(w.offices):
        i = w.members[place]
        if i == w.offices:
            break
        if w.status[i] > 0 and i != j and w.ties[j, i] == 0:
            w.received[i] += WORTHS[pooled & visible(w.tier[i], w.status[i])] * useful(w, i, j)


@rule
def useful(w, i, j):
    """How far information of node j is new to office i; of a firm's, half."""
    return w.novelty[i, j] if j < w.offices else 0.5


@rule
def pooled_knowledge(w):
    """Share of safety knowledge at hand: ``1 - product of (1 - k_i)^(K_i / FULL_POOL)``, mean of the frontier themes.

    A union: over the offices in the network or with ties, so that another office never lowers it, and the exit of a hub
    costs what it held. So much capacity as ``FULL_POOL`` with equal knowledge pools just that. Sources: C10, W19, W20g.
    """
    total = 0.0
    for t in FRONTIER:
        missing = 0.0  # logarithm of what nobody at hand knows
        for i in range(w.offices):
            if w.status[i] > 0 and (w.tier[i] > 0 or w.degree[i] > 0):
                missing += w.capacity[i] / FULL_POOL * math.log(max(LEAST_MISSING, 1.0 - w.knowledge[i, t]))
        total += 1.0 - math.exp(missing)
    return total / FRONTIER.shape[0]


# ---- trust and beliefs ---------------------------------------------------------------------------------------------
@rule
def part_of(w, j, got):
    """Share of what the office j had to send this month that a set is, by benefit (0 to 1)."""
    return WORTHS[got] / WORTHS[w.at_hand[j]]


@rule
def update_trust(w):
    """A month of trust between offices, in place: i's belief about j moves to the share of j's information it received.

    A pair learns only if a channel is open: a tie, or membership of both; partners receive nothing sensitive through
    the network. Source: CORE; W21, N1.
    """
    speed = w.p[P.TRUST_SPEED]
    for j in range(w.offices):
        given = w.pool[j] if w.tier[j] > 0 else 0
        for place in range(w.degree[j]):
            i = w.partners[j, place]
            if i >= w.offices:  # firms come last
                break
            w.trust[i, j] = updated_trust(
                w.trust[i, j], speed, part_of(w, j, w.flow[j, i] | (given & visible(w.tier[i], w.status[i])))
            )
    for place in range(w.offices):
        i = w.members[place]
        if i == w.offices:
            break
        for other in range(w.offices):
            j = w.members[other]
            if j == w.offices:
                break
            if w.ties[i, j] == 0 and j != i:
                w.trust[i, j] = updated_trust(
                    w.trust[i, j], speed, part_of(w, j, w.pool[j] & visible(w.tier[i], w.status[i]))
                )


@rule
def update_beliefs(w):
    """A month of what each firm believes of the others' safety, in place: it moves to the share that is safe.

    Frontier firms only. Source: CORE, 'Pace'.
    """
    speed, count = w.p[P.TRUST_SPEED], 0
    for f in range(w.firms):
        count += w.safe[f]
    for f in range(w.firms):
        others = (count - 1 if w.safe[f] else count) / max(1, w.frontier - 1)
        if speed > 0.0 and w.standing[f]:
            w.believed_safe[f] = smoothed(w.believed_safe[f], others, 1.0 / speed)


# ---- capacity and productivity ---------------------------------------------------------------------------------------
@rule
def free_capacity(w):
    """Capacity left for own and bilateral work, ``w.free``: less effort, plus help from partners and by hosting.

    A partner with more capacity lends a share of the difference over a tie of exchange or shared compute.
    Sources: W7a, W20e, W20i.
    """
    gain = w.p[P.EXCHANGE_GAIN]
    for i in range(w.nodes):
        w.free[i] = w.capacity[i]
        if i < w.offices:
            w.free[i] -= w.effort[i]
            w.free[i] += capacity_at_home(w, i)
            for place in range(w.degree[i]):
                j, more = w.partners[i, place], 0.0
                if j < w.offices and w.ties[i, j] & HELPING != 0:
                    more = w.capacity[j] - w.capacity[i]
                w.free[i] += gain * more if more > 0.0 else 0.0


@rule
def update_productivity(w):
    """Productivity of the secretariat: work finished against work asked for, both averaged over a year, as plans are.

    Sources: W6, W28.
    """
    w.work_planned = smoothed(w.work_planned, w.taken, YEAR)
    w.work_done = smoothed(w.work_done, w.done, YEAR)
    w.productivity = min(1.0, w.work_done / w.work_planned)
    w.taken = 0.0
