"""Measures: functions of arrays that the rules and outcomes use (distances, reach, stakes, shares)."""

from __future__ import annotations

import numpy as np

from sim import replaced
from sim.compiled import JIT, inlined, rule
from sim.plain import lowest, put_back, row_of
from sim.rules.partners import BITS, NONE, ONE, STEPS, bit, links_of

# Plain Python judges all offices at once, as long as the rule is the shipped one, which does not mind arrays.
AT_ONCE = not JIT and "measures.complementarity" not in replaced.REPLACE
FAR = 99  # distance of nodes without a path; who is about as far away, or farther, adds nothing to reach


# ---- distances -----------------------------------------------------------------------------------------------------
@rule
def distances(linked):
    """(N, N) shortest path lengths of a symmetric (N, N) mask of links; FAR without a path."""
    out, links = np.empty(linked.shape, dtype=STEPS), links_of(linked)
    for source in range(out.shape[0]):
        distances_from(links, source, -1, out[source])
    return out


@rule
def distances_from(links, source, cut, out):
    """Row of ``distances`` from one node, as if it had no link to the node ``cut`` (-1: as it is); (N,) ``out``.

    ``links`` (N, words) as in ``sim.rules.partners``. Step by step, all who are linked to those of the step before.
    """
    words, steps, left = links.shape[1], 0, True
    room = np.zeros((3, words), dtype=np.uint64)
    here, there, known = row_of(room[0]), row_of(room[1]), row_of(room[2])
    barred = -1 if cut < 0 else cut // BITS
    out[:] = FAR
    steps_to = row_of(out)
    here[source // BITS] = known[source // BITS] = bit(source)
    while left and steps < FAR:  # what is so far away counts as out of reach
        for n in range(words):
            there[n] = NONE
        for n in range(words):
            rest = here[n]
            while rest != NONE:
                k = n * BITS + lowest(rest)
                rest &= rest - ONE
                steps_to[k] = steps
                linked = row_of(links[k])
                for m in range(words):
                    there[m] |= linked[m]
        if steps == 0 and barred >= 0:
            there[barred] &= ~bit(cut)
        left = False
        for n in range(words):
            here[n] = there[n] & ~known[n]
            known[n] |= here[n]
            left = left or here[n] != NONE
        steps += 1
    put_back(steps_to, out)


@rule
def link_distances(distance, near, power, a, b):
    """Shorten ``distance`` in place for a new link between a and b: the result equals ``distances`` afresh.

    ``near`` (N, N), nearness at these distances by its ``power`` (``nearness_of``), follows.
    """
    for i in range(distance.shape[0]):
        if i != a and i != b:
            if distance[b, i] - distance[a, i] > 1:  # else i has no shorter way through the link
                _shorten(distance, near, power, i, distance[a, i] + 1, distance[b])
            elif distance[a, i] - distance[b, i] > 1:
                _shorten(distance, near, power, i, distance[b, i] + 1, distance[a])
    _shorten(distance, near, power, a, 1, distance[b])
    _shorten(distance, near, power, b, 1, distance[a])  # what came nearer to a through b is no nearer to b through a


@rule
def _shorten(distance, near, power, i, steps, beyond):
    """Ways from i through a node that is ``steps`` away, from which others are as far as (N,) ``beyond`` says."""
    for j in range(beyond.shape[0]):
        if steps + beyond[j] < distance[i, j]:
            distance[i, j] = steps + beyond[j]
            near[i, j] = power[distance[i, j]]


@rule
def unlink_distances(links, partners, degree, distance, near, power, a, b):
    """Lengthen ``distance`` in place once a and b are partners no more: the result equals ``distances`` afresh.

    ``links``, ``partners`` and ``degree`` list the ties that are left (``sim.rules.partners``); ``near`` follows.
    """
    for i in range(distance.shape[0]):
        closer, far = (a, b) if distance[i, a] < distance[i, b] else (b, a)
        if distance[i, closer] < distance[i, far] and not _has_a_way(partners, degree, distance, i, far):
            distances_from(links, i, -1, distance[i])
            nearness_of(distance[i], power, near[i])


@rule
def _has_a_way(partners, degree, distance, i, far):
    """Whether a partner of ``far`` lies nearer to i than ``far`` does."""
    for place in range(degree[far]):
        if distance[i, partners[far, place]] < distance[i, far]:
            return True
    return False


# ---- reach ---------------------------------------------------------------------------------------------------------
@rule
def powers(decay):
    """(FAR + 1,) decay ** d for d = 0 .. FAR - 2, and 0 for FAR - 1 and FAR. decay ** 0 is 1.

    Up to FAR - 2 each is ``decay`` times the one before, to the last bit: ``reach_gain`` takes what lies a step farther
    as ``decay`` times as near.
    """
    out = np.zeros(FAR + 1)
    value = 1.0
    for d in range(FAR - 1):
        out[d] = value
        value *= decay
    return out


@rule
def nearness_of(distance, power, out):
    """How near a node at each (N,) ``distance`` is: ``power`` (``powers``) at the distance, into (N,) ``out``."""
    near, power = row_of(out), row_of(power)
    for k, steps in enumerate(row_of(distance)):
        near[k] = power[steps]
    put_back(near, out)


@inlined
def reach_gain(mine, theirs, weight, decay):
    """Gain in reach from a direct link: sum over k of w_k (decay^min(d_ik, 1 + d_jk) - decay^d_ik).

    ``mine`` and ``theirs`` are the (N,) nearness of all to i, who gains, and to j: ``decay`` to the power of their
    distance. Two sums take turns: a processor adds to both at once. Source: CORE, Deal; the marginal value in the
    connections model of Jackson and Wolinsky (1996).
    """
    one, other = 0.0, 0.0
    mine, theirs, weight = row_of(mine), row_of(theirs), row_of(weight)
    for k in range(len(mine)):
        now, through = mine[k], theirs[k] * decay
        best = through if through > now else now  # without a branch: nobody could guess it
        one, other = other, one + weight[k] * (best - now)
    return one + other


@rule
def reach(near, weight, i):
    """Reach of i: sum over the others k of w_k times their nearness (N, N), in two sums as in ``reach_gain``."""
    one, other = 0.0, 0.0
    weight, mine = row_of(weight), row_of(near[i])
    for k in range(len(weight)):
        one, other = other, one + (weight[k] * mine[k] if k != i else 0.0)
    return one + other


# ---- contacts ------------------------------------------------------------------------------------------------------
@rule
def in_contact(types, fora, rivalry):
    """How surely two nodes are in contact (0 to 1): 1 with a deal, else their shared fora, less among rivals."""
    return 1.0 if types != 0 else fora * (1.0 - rivalry)


@rule
def list_contacts(ties, fora, rivalry, out):
    """All contacts afresh, (N, N) ``in_contact``, into ``out``; nobody is a contact of its own."""
    for i in range(out.shape[0]):
        held, shared, rivals = row_of(ties[i]), row_of(fora[i]), row_of(rivalry[i])
        for k in range(out.shape[1]):
            out[i, k] = in_contact(held[k], shared[k], rivals[k])
        out[i, i] = 0.0


@rule
def update_contact(contact, ties, fora, rivalry, a, b):
    """The contact of a and b, whose ties changed, in place."""
    contact[a, b] = in_contact(ties[a, b], fora[a, b], rivalry[a, b])
    contact[b, a] = in_contact(ties[b, a], fora[b, a], rivalry[b, a])


@inlined
def contacts_between(partners, degree, contact, i, j):
    """Contacts who can vouch for i and j: the partners of each, as surely as they are in contact with the other.

    A shared partner counts from both sides; every further partner adds, and more so one closer to the other side: the
    three ways in which agreements breed agreements (Kinne 2013). ``contact`` (N, N) as ``list_contacts`` fills it;
    ``partners`` (N, N) and ``degree`` (N,) list the ties.
    """
    return _known_to(partners, degree, contact, i, j) + _known_to(partners, degree, contact, j, i)


@inlined
def _known_to(partners, degree, contact, i, j):
    """Partners of i, as surely as they are in contact with j."""
    total, known = 0.0, row_of(contact[j])
    for place in range(degree[i]):
        total += known[partners[i, place]]
    return total


# ---- information ---------------------------------------------------------------------------------------------------
@rule
def spared(rivalry, leak_rate, security):
    """Chance that one recipient neither turns the information against the sender nor leaks it (W20a, W12)."""
    return (1.0 - rivalry) * (1.0 - leak_rate * (1.0 - security))


@rule
def complementarity(own, theirs):
    """Chance that somebody knows of a theme what one does not know oneself: ``(1 - own) theirs``, all 0 to 1."""
    return (1.0 - own) * theirs


@rule
def novelties(knowledge, status, out):
    """How far what each office knows is new to those who have one: ``novelties_to`` all of them, into ``out``.

    ``knowledge`` (J, themes), ``status`` (J,), ``out`` (J + 1, J): the last row is that of one who knows nothing of it,
    a firm. The row of a state without an office is left as it was.
    """
    by_theme, offices = knowledge.T.copy(), knowledge.shape[0]
    if AT_ONCE:
        every = np.zeros((offices, offices))
        for own in by_theme:
            every += complementarity(own.reshape(-1, 1), own)
        out[:offices][status > 0] = every[status > 0] / by_theme.shape[0]
    else:
        for i in range(offices):
            if status[i] > 0:
                novelties_to(knowledge[i], by_theme, out[i])
    novelties_to(np.zeros(knowledge.shape[1]), by_theme, out[offices])


@rule
def novelties_to(own, by_theme, out):
    """How far what each office knows is new to one who knows ``own``: mean ``complementarity`` over themes; (J,) out.

    ``own`` (themes,) and ``by_theme`` (themes, J), what each office knows.
    """
    out[:] = 0.0
    for t in range(by_theme.shape[0]):
        if AT_ONCE:
            out += complementarity(own[t], by_theme[t])
        else:
            for j in range(out.shape[0]):
                out[j] += complementarity(own[t], by_theme[t, j])
    out /= by_theme.shape[0]


@rule
def coalition_stake(members, tier, stake, partner_access, without):
    """Sum of the members' stakes, partners counted in part; ``without`` is left out (-1: nobody).

    ``members`` (J + 1,) as ``list_members`` fills it.
    """
    total = 0.0
    for place in range(tier.shape[0]):
        j = members[place]
        if j == tier.shape[0]:
            break
        if j != without:
            total += stake[j] if tier[j] == 1 else partner_access * stake[j]
    return total


@rule
def list_members(tier, members):
    """The states in the network, members and partners, in their order, then J, which is nobody; fills (J + 1,)."""
    count = 0
    for j in range(tier.shape[0]):
        members[count] = j
        count += tier[j] > 0
    for place in range(count, members.shape[0]):
        members[place] = tier.shape[0]


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


@rule
def dues_shares(tier, gdp, host, dues_host, dues_gdp, partner_dues):
    """(J,) shares of the arm's cost: hosts pay ``dues_host`` for the powers they hold, then GDP, the rest equally.

    They sum to 1 if somebody pays as a member (partners count with ``partner_dues``); else nobody pays. What nobody
    holds no host pays for. Source: W11, W17, W20d.
    """
    n = tier.shape[0]
    out = np.zeros(n)
    held, rich, count = 0.0, 0.0, 0.0
    for j in range(n):
        held += host[j]
        if tier[j] > 0:
            part = 1.0 if tier[j] == 1 else partner_dues
            rich += part * gdp[j]
            count += part
    if count <= 0.0:
        return out
    by_gdp = dues_gdp if rich > 0.0 else 0.0
    rest = max(0.0, 1.0 - dues_host * held - by_gdp)  # shares that add up to 1 may leave a last bit below 0
    for j in range(n):
        out[j] += dues_host * host[j]
        if tier[j] > 0:
            part = 1.0 if tier[j] == 1 else partner_dues
            if rich > 0.0:
                out[j] += by_gdp * part * gdp[j] / rich
            out[j] += rest * part / count
    return out


@rule
def rivalry_with(host, rivalry, i):
    """Rivalry of node i with whoever holds the arm: the hosts' powers (J,) times i's rivalry with them (W7)."""
    total, host, rivalries = 0.0, row_of(host), row_of(rivalry[i])
    for j in range(len(host)):
        if host[j] > 0.0:  # few do
            total += host[j] * rivalries[j]
    return total


@rule
def verification(harmonisation, tier, home_share):
    """How far a firm's pace can be seen by others: aligned methods where the firms' homes are in the network (C8).

    ``home_share`` (J,) is the share of frontier firms at home in each jurisdiction.
    """
    inside = 0.0
    for j in range(tier.shape[0]):
        if tier[j] > 0:
            inside += home_share[j]
    return harmonisation * inside


@rule
def mean_rivalry(rivalry, tier, i):
    """Mean rivalry of state i with the others in the network; 0 without any."""
    total, count = 0.0, 0
    for j in range(tier.shape[0]):
        if j != i and tier[j] > 0:
            total += rivalry[i, j]
            count += 1
    return total / count if count > 0 else 0.0
