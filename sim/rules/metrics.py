"""Metrics: what rules and outcomes count (contacts, novelty, stakes, shares, distances)."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.catalogue import MEMBER, PARTNER
from sim.jit import rule


# ---- contacts ------------------------------------------------------------------------------------------------------
@rule
def in_contact(types, fora, rivalry):
    """How surely two nodes are in contact (0 to 1): 1 with a deal, else their shared fora, less among rivals."""
    return 1.0 if types != 0 else fora * (1.0 - rivalry)


@rule
def list_contacts(w):
    """All contacts afresh, ``w.contact`` (N, N); nobody is a contact of its own."""
    for i in range(w.nodes):
        for k in range(w.nodes):
            w.contact[i, k] = in_contact(w.ties[i, k], w.fora[i, k], w.rivalry[i, k])
        w.contact[i, i] = 0.0


@rule
def update_contact(w, a, b):
    """The contact of a and b, whose ties changed, in place."""
    w.contact[a, b] = in_contact(w.ties[a, b], w.fora[a, b], w.rivalry[a, b])
    w.contact[b, a] = in_contact(w.ties[b, a], w.fora[b, a], w.rivalry[b, a])


@rule
def contacts_between(w, i, j):
    """Contacts who can vouch for i and j: the partners of each, as surely as they are in contact with the other.

    A shared partner counts from both sides; every further partner adds, and more so one closer to the other side: the
    three ways in which agreements breed agreements (Kinne 2013).
    """
    return _known_to(w, i, j) + _known_to(w, j, i)


@rule
def _known_to(w, i, j):
    """Partners of i, as surely as they are in contact with j."""
    total = 0.0
    for place in range(w.degree[i]):
        total += w.contact[j, w.partners[i, place]]
    return total


# ---- information ---------------------------------------------------------------------------------------------------
@rule
def no_harm_chance(rivalry, leak_rate, security, protection):
    """Chance that one recipient neither turns the information against the sender nor leaks it (W20a, W12).

    ``protection`` of the channel, by immunities and clearances, stops leaks (0 to 1), but nobody who lawfully receives
    something from using it against the sender (W15b).
    """
    return (1.0 - rivalry) * (1.0 - leak_rate * (1.0 - security) * (1.0 - protection))


@rule
def complementarity(own, theirs):
    """Chance that somebody knows of a theme what one does not know oneself: ``(1 - own) theirs``, all 0 to 1."""
    return (1.0 - own) * theirs


@rule
def list_novelties(w):
    """How far what each office knows is new to those who have one, and to a firm: ``w.novelty`` (J + 1, J).

    The row of a state without an office is left as it was.
    """
    for i in range(w.offices):
        if w.status[i] > 0:
            list_novelty(w, i)
    for j in range(w.offices):
        total = 0.0
        for t in range(w.knowledge.shape[1]):
            total += complementarity(0.0, w.knowledge[j, t])
        w.novelty[w.offices, j] = total / w.knowledge.shape[1]


@rule
def list_novelty(w, i):
    """How far what each office knows is new to state i: mean ``complementarity`` over themes, into ``w.novelty``."""
    themes = w.knowledge.shape[1]
    for j in range(w.offices):
        total = 0.0
        for t in range(themes):
            total += complementarity(w.knowledge[i, t], w.knowledge[j, t])
        w.novelty[i, j] = total / themes


@rule
def novelty_of(w, i, j):
    """What j (an office) knows that i does not, averaged over themes; a firm i counts as knowing nothing of it."""
    return w.novelty[min(i, w.offices), j]


# ---- the network ---------------------------------------------------------------------------------------------------
@rule
def works_in_network(w, j):
    """Whether a state is a member or partner and has an office."""
    return w.tier[j] > 0 and w.status[j] > 0


@rule
def takes_part(w, j):
    """Whether state j is a full member with an office."""
    return w.tier[j] == MEMBER and w.status[j] > 0


@rule
def powers_held(w):
    """Share of the secretariat's powers that any state holds (0 to 1); the rest is international."""
    held = 0.0
    for j in range(w.offices):
        held += w.host[j]
    return held


@rule
def tier_share(w, tier):
    """Part of the network's output that a state of this tier has access to: all, the partners' part, or nothing."""
    if tier == MEMBER:
        return 1.0
    return w.p[P.PARTNER_ACCESS] if tier == PARTNER else 0.0


@rule
def enjoyed(excludable, share):
    """Part of the output enjoyed with this ``share``, where outsiders miss the ``excludable`` part of it (0 to 1)."""
    return 1.0 - excludable * (1.0 - share)


@rule
def coalition_stake(w, without):
    """Sum of the members' benefits, partners counted in part; ``without`` is left out (-1: nobody)."""
    total = 0.0
    for place in range(w.offices):
        j = w.members[place]
        if j == w.offices:
            break
        if j != without:
            total += tier_share(w, w.tier[j]) * w.benefit[j]
    return total


@rule
def list_positive(values, out):
    """The states with more than 0, in their order, then J, which is nobody. ``values`` (J,); fills (J + 1,)."""
    count = 0
    for j in range(values.shape[0]):
        out[count] = j
        count += values[j] > 0
    for place in range(count, out.shape[0]):
        out[place] = values.shape[0]


@rule
def rivalry_with_hosts(w, i):
    """Rivalry of node i with whoever holds the secretariat: the hosts' powers times i's rivalry with them (W7)."""
    total, place, j = 0.0, 0, w.holders[0]
    while j < w.offices:
        total += w.host[j] * w.rivalry[i, j]
        place += 1
        j = w.holders[place]
    return total


@rule
def mean_rivalry(w, i):
    """Mean rivalry of state i with the others in the network; 0 without any."""
    total, count = 0.0, 0
    for j in range(w.offices):
        if j != i and w.tier[j] > 0:
            total += w.rivalry[i, j]
            count += 1
    return total / count if count > 0 else 0.0


@rule
def verification(w):
    """How far a firm's pace can be seen by others: aligned methods where the firms' homes are in the network (C8)."""
    inside = 0.0
    for j in range(w.offices):
        if w.tier[j] > 0:
            inside += w.home_share[j]
    return w.harmonisation * inside


# ---- distributions -------------------------------------------------------------------------------------------------
@rule
def total_variation(p, q):
    """Distance of two distributions: half the sum of absolute differences, 0 to 1."""
    total = 0.0
    for k in range(p.shape[0]):
        total += abs(p[k] - q[k])
    return total / 2.0


@rule
def gini(values):
    """Gini index of non-negative values, 0 (equal) to 1 (one has all); 0 if all are 0."""
    ordered = np.sort(values)
    n = ordered.shape[0]
    total, weighted = 0.0, 0.0
    for k in range(n):
        total += ordered[k]
        weighted += (k + 1) * ordered[k]
    if n == 0 or total <= 0.0:
        return 0.0
    return 2.0 * weighted / (n * total) - (n + 1.0) / n
