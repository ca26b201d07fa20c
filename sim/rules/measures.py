"""Measures: functions of arrays that the rules and outcomes use (distances, reach, stakes, shares)."""

from __future__ import annotations

import numpy as np

from sim import replaced
from sim.compiled import JIT, inlined, rule
from sim.plain import put_back, row_of
from sim.rules.partners import partners_of

# Plain Python judges all pairs at once, as long as the rule is the shipped one, which does not mind arrays.
ALL_PAIRS = not JIT and "measures.complementarity" not in replaced.REPLACE
FAR = 99  # distance of nodes without a path; its power of the decay counts as 0


@rule
def powers(decay):
    """(FAR + 1,) decay ** d for d = 0 .. FAR - 1, and 0 for FAR. decay ** 0 is 1."""
    out = np.empty(FAR + 1)
    value = 1.0
    for d in range(FAR):
        out[d] = value
        value *= decay
    out[FAR] = 0.0
    return out


@rule
def distances(linked):
    """(N, N) shortest path lengths of a symmetric (N, N) mask of links; FAR without a path."""
    n = linked.shape[0]
    out, queue = np.empty((n, n), dtype=np.int64), np.empty(n + 1, dtype=np.int64)
    partners, degree = partners_of(linked)
    for source in range(n):
        distances_from(partners, degree, source, -1, n, out[source], queue)
    return out


@rule
def distances_from(partners, degree, source, cut, most, out, queue):
    """Row of ``distances`` from one node, as if it had no link to the node ``cut`` (-1: as it is); (N,) ``out``.

    ``partners`` (N, N) and ``degree`` (N,) list the links (``sim.rules.partners``); at most ``most`` nodes are within
    reach; ``queue`` (N + 1,) is room to work in.
    """
    out[:] = FAR
    steps_to, queue = row_of(out), row_of(queue)
    steps_to[source], queue[0], done, found = 0, source, 0, 1
    while done < found < most:
        here = queue[done]
        steps, barred = steps_to[here] + 1, cut if here == source else -1
        done += 1
        if steps == FAR:  # what is so far away counts as out of reach
            break
        linked = row_of(partners[here])
        for place in range(degree[here]):  # without a branch: nobody could guess who is new
            there = linked[place]
            new = (steps_to[there] == FAR) & (there != barred)
            steps_to[there] = steps if new else steps_to[there]
            queue[found] = there
            found += new
    put_back(steps_to, out)


@rule
def within_reach(distance):
    """How many nodes one node can reach, itself among them, by its (N,) ``distance`` to each."""
    count = 0
    for k in range(distance.shape[0]):
        count += distance[k] < FAR
    return count


@rule
def link_distances(distance, a, b):
    """Shorten ``distance`` in place for a new link between a and b: the result equals ``distances`` afresh."""
    for i in range(distance.shape[0]):
        if i != a and i != b:
            if distance[b, i] - distance[a, i] > 1:  # else i has no shorter way through the link
                _shorten(distance, i, distance[a, i] + 1, distance[b])
            elif distance[a, i] - distance[b, i] > 1:
                _shorten(distance, i, distance[b, i] + 1, distance[a])
    _shorten(distance, a, 1, distance[b])
    _shorten(distance, b, 1, distance[a])  # what came nearer to a through b is no nearer to b through a


@rule
def _shorten(distance, i, steps, beyond):
    """Ways from i through a node that is ``steps`` away, from which others are as far as (N,) ``beyond`` says."""
    for j in range(beyond.shape[0]):
        if steps + beyond[j] < distance[i, j]:
            distance[i, j] = steps + beyond[j]


@rule
def unlink_distances(partners, degree, distance, a, b):
    """Lengthen ``distance`` in place once a and b are partners no more: the result equals ``distances`` afresh."""
    queue = np.empty(degree.shape[0] + 1, dtype=np.int64)
    for i in range(distance.shape[0]):
        near, far = (a, b) if distance[i, a] < distance[i, b] else (b, a)
        if distance[i, near] < distance[i, far] and not _has_a_way(partners, degree, distance, i, far):
            distances_from(partners, degree, i, -1, within_reach(distance[i]), distance[i], queue)


@rule
def _has_a_way(partners, degree, distance, i, far):
    """Whether a partner of ``far`` lies nearer to i than ``far`` does."""
    for place in range(degree[far]):
        if distance[i, partners[far, place]] < distance[i, far]:
            return True
    return False


@inlined
def reach_gain(mine, theirs, weight, power):
    """Gain in reach from a direct link: sum over k of w_k (decay^min(d_ik, 1 + d_jk) - decay^d_ik).

    ``mine`` and ``theirs`` are the (N,) distances from i, who gains, and from j. Two sums take turns: a processor adds
    to both at once. Source: CORE, Deal; the marginal value in the connections model of Jackson and Wolinsky (1996).
    """
    one, other = 0.0, 0.0
    mine, theirs, weight, power = row_of(mine), row_of(theirs), row_of(weight), row_of(power)
    for k in range(len(mine)):
        now, through = mine[k], theirs[k] + 1
        nearer = through if through < now else now  # without a branch: nobody could guess it
        one, other = other, one + weight[k] * (power[nearer] - power[now])
    return one + other


@rule
def in_contact(types, fora, rivalry):
    """How surely two nodes are in contact (0 to 1): 1 with a deal, else their shared fora, less among rivals."""
    return 1.0 if types != 0 else fora * (1.0 - rivalry)


@inlined
def contacts_between(partners, degree, ties, fora, rivalry, i, j):
    """Contacts who can vouch for i and j: the partners of each, as surely as they are in contact with the other.

    A shared partner counts from both sides; every further partner adds, and more so one closer to the other side: the
    three ways in which agreements breed agreements (Kinne 2013). ``ties``, ``fora`` and ``rivalry`` (N, N) are
    symmetric; ``partners`` (N, N) and ``degree`` (N,) list the ties.
    """
    of_i = _known_to(partners, degree, ties, fora, rivalry, i, j)
    return of_i + _known_to(partners, degree, ties, fora, rivalry, j, i)


@inlined
def _known_to(partners, degree, ties, fora, rivalry, i, j):
    """Partners of i, as surely as they are in contact with j."""
    total = 0.0
    for place in range(degree[i]):
        k = partners[i, place]
        contact = in_contact(ties[j, k], fora[j, k], rivalry[j, k])
        total += contact if k != j else 0.0
    return total


@rule
def reach(distance, weight, power, i):
    """Reach of i: sum over the others k of w_k decay^d_ik, in two sums as in ``reach_gain``."""
    one, other = 0.0, 0.0
    weight, power, mine = row_of(weight), row_of(power), row_of(distance[i])
    for k in range(len(weight)):
        one, other = other, one + (weight[k] * power[mine[k]] if k != i else 0.0)
    return one + other


@rule
def spared(rivalry, leak_rate, security):
    """Chance that one recipient neither turns the information against the sender nor leaks it (W20a, W12)."""
    return (1.0 - rivalry) * (1.0 - leak_rate * (1.0 - security))


@rule
def complementarity(own, theirs):
    """Chance that somebody knows of a theme what one does not know oneself: ``(1 - own) theirs``, all 0 to 1."""
    return (1.0 - own) * theirs


@rule
def novelties(knowledge, out):
    """How far what office j knows is new to node i: the mean of their ``complementarity`` over themes, into ``out``.

    ``knowledge`` (J, themes), ``out`` (J + 1, J); the last row is that of one who knows nothing of it, a firm.
    """
    offices, themes = knowledge.shape
    out[:] = 0.0
    by_theme = knowledge.T.copy()
    for t in range(themes):
        if ALL_PAIRS:
            out[:offices] += complementarity(by_theme[t].reshape(-1, 1), by_theme[t])
            out[offices] += complementarity(0.0, by_theme[t])
        else:
            for i in range(offices + 1):
                own = by_theme[t, i] if i < offices else 0.0
                for j in range(offices):
                    out[i, j] += complementarity(own, by_theme[t, j])
    out /= themes


@rule
def coalition_stake(tier, stake, partner_access, without):
    """Sum of the members' stakes, partners counted in part; ``without`` is left out (-1: nobody)."""
    total = 0.0
    for j in range(tier.shape[0]):
        if j != without:
            if tier[j] == 1:
                total += stake[j]
            elif tier[j] == 2:
                total += partner_access * stake[j]
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
