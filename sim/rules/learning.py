"""Learning: knowledge, the arm's experience, productivity and the alignment of methods."""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import inlined, rule
from sim.plain import put_back, row_of
from sim.room import room
from sim.rules.categories import visible
from sim.rules.sharing import updated_trust


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
def learn(knowledge, status, capacity, preference, received, own, shared, obsolete):
    """A month of learning, in place, on (J, themes) knowledge: own work, what others shared, what goes out of date.

    ``received`` (J,) is the benefit-weighted information received in the month. Sources: W19, W20e.
    """
    themes = knowledge.shape[1]
    for i in range(knowledge.shape[0]):
        for t in range(themes):
            kept = outdated(knowledge[i, t], obsolete)
            if status[i] > 0:
                effort = own * capacity[i] * preference[i, t] * themes
                kept = gained(kept, effort + shared * received[i])
            knowledge[i, t] = kept


@rule
def update_trust(trust, flow, pool, tier, members, ties, partners, degree, shares, speed):
    """A month of trust between offices, in place: i's belief about j moves to the share of j's information it received.

    A pair learns only if a channel is open: a tie, or membership of both; partners receive nothing sensitive through
    the network. ``flow`` (N, N) and ``pool`` (N,) are sets of categories, ``shares`` (sets,) what each is worth of all
    that there is; ``members`` lists the network, ``partners`` and ``degree`` the ``ties``. Source: CORE; W21, N1.
    """
    offices, tier, pool, members = tier.shape[0], row_of(tier), row_of(pool), row_of(members)
    for j in range(offices):
        given = pool[j] if tier[j] > 0 else 0
        for place in range(degree[j]):
            i = partners[j, place]
            if i >= offices:  # firms come last
                break
            trust[i, j] = updated_trust(trust[i, j], speed, shares[flow[j, i] | (given & visible(tier[i]))])
    seen = room((2, offices), np.float64)
    for j in range(offices):
        for k in range(2):
            seen[k, j] = shares[pool[j] & visible(k + 1)]
    for place in range(offices):
        i = members[place]
        if i == offices:
            break
        _trust_members(i, trust[i], ties[i], tier, row_of(seen[tier[i] - 1]), speed)


@inlined
def _trust_members(i, trust, ties, tier, seen, speed):
    """The trust of the member i in those in the network with whom it has no tie, by what it has ``seen`` of each.

    ``trust`` and ``ties`` are its rows. Without a branch, all offices at once.
    """
    believed, tied = row_of(trust), row_of(ties)
    for j in range(len(tier)):
        heard = (tier[j] > 0) & (tied[j] == 0) & (j != i)
        moved = updated_trust(believed[j], speed, seen[j])
        believed[j] = moved if heard else believed[j]
    put_back(believed, trust)


@rule
def received(flow, pool, tier, status, members, ties, partners, degree, novelty, worth, out):
    """(J,) information received by each office in a month, weighted by benefit and by what it did not know.

    Partners (tier 2) do not receive what is sensitive through the network. What firms send counts half. Fills ``out``.
    Arguments as for ``update_trust``, ``worth`` (sets,) and ``novelty`` (J + 1, J) of ``novelties``: each office adds
    up its senders in their order.
    """
    n, tier, status, pool, members = out.shape[0], row_of(tier), row_of(status), row_of(pool), row_of(members)
    for i in range(n):
        out[i] = 0.0
    for j in range(flow.shape[0]):  # without branches: who receives nothing adds 0
        pooled = pool[j]
        for place in range(degree[j]):
            i = partners[j, place]
            if i >= n:  # firms come last
                break
            got = worth[flow[j, i] | (pooled & visible(tier[i]))]
            out[i] += (got if status[i] > 0 else 0.0) * useful(novelty, i, j)
        full, rest = worth[pooled & visible(1)], worth[pooled & visible(2)]
        if full > 0.0:
            for place in range(n):
                i = members[place]
                if i == n:
                    break
                got, hears = full if tier[i] == 1 else rest, (status[i] > 0) & (i != j) & (ties[j, i] == 0)
                out[i] += got * hears * useful(novelty, i, j)


@inlined
def useful(novelty, i, j):
    """How far information of node j is new to office i; of a firm's, half."""
    return novelty[i, j] if j < novelty.shape[1] else 0.5


@rule
def pooled_knowledge(knowledge, status, tier, degree, capacity, themes):
    """Share of safety knowledge at hand: capacity-weighted mean over offices on the frontier themes.

    What an office outside the network and without ties knows does not count as at hand, so that the exit of a hub
    costs what only it held. Sources: C10, W19, W20g.
    """
    total, weight = 0.0, 0.0
    for i in range(knowledge.shape[0]):
        if status[i] > 0:
            weight += capacity[i]
            if tier[i] > 0 or degree[i] > 0:
                mean = 0.0
                for t in themes:
                    mean += knowledge[i, t]
                total += capacity[i] * mean / themes.shape[0]
    return total / weight if weight > 0.0 else 0.0


@rule
def free_capacity(capacity, effort, ties, partners, degree, helping, gain, out):
    """(N,) capacity left for own and bilateral work, filled into ``out``: less joint effort, plus help from partners.

    A partner with more capacity lends ``gain`` of the difference over a tie of a type in the bit mask ``helping``
    (exchange, shared compute); ``partners`` and ``degree`` list the ``ties``. Sources: W20e, W20i.
    """
    for i in range(capacity.shape[0]):
        out[i] = capacity[i]
        if i < effort.shape[0]:
            out[i] -= effort[i]
            for place in range(degree[i]):
                j = partners[i, place]
                helps, more = (j < effort.shape[0]) & (ties[i, j] & helping != 0), capacity[j] - capacity[i]
                out[i] += gain * more if helps & (more > 0.0) else 0.0  # without a branch: nobody could guess who helps


@rule
def duplicated(testers, harmonisation):
    """Evaluations done more than once: every office with access beyond the first, less what methods share (W16)."""
    return max(0.0, testers - 1.0) * (1.0 - harmonisation)


@rule
def response_loss(days, half_days):
    """Share of an incident's harm that a response after ``days`` comes too late for: ``1 - 2^(-days / half_days)``."""
    return 1.0 - math.exp2(-days / half_days)


@rule
def fade(values, months):
    """A month in which (J,) values fade by one part in ``months``, in place (clearances)."""
    for j in range(values.shape[0]):
        values[j] *= 1.0 - 1.0 / months


@rule
def update_beliefs(believed_safe, safe, speed):
    """A month of what each firm believes of the others' safety (F,), in place: it moves to the share that is safe.

    ``safe`` (F,) is the pace of each firm; ``speed`` as for trust. Source: CORE, 'Pace'.
    """
    firms, count = safe.shape[0], 0
    for f in range(firms):
        if safe[f]:
            count += 1
    for f in range(firms):
        others = (count - 1 if safe[f] else count) / max(1, firms - 1)
        if speed > 0.0:
            believed_safe[f] = smoothed(believed_safe[f], others, 1.0 / speed)


@rule
def arm_productivity(planned, done, taken, finished, months):
    """Averages of work planned and done (staff-months a month) a month later, and the arm's productivity, 0 to 1.

    ``taken`` and ``finished`` are the work taken in and finished in the month. Sources: W6, W28.
    """
    planned, done = smoothed(planned, taken, months), smoothed(done, finished, months)
    return planned, done, min(1.0, done / planned)


@rule
def total_productivity(self_organised, arm):
    """Productivity of the network: what members do themselves, and what the arm adds (0 to 1; a116)."""
    return self_organised + (1.0 - self_organised) * arm
