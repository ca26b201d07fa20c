"""Reach: whom a node gets to over ties, in how many steps, and what that is worth to it.

``within`` (N, D, words): the nodes at most d steps from a node, itself among them, for d = 0 up to its ``depth``
(N,), the steps to the farthest that it gets to; what stands beyond is not read. Sets are words of 64 nodes, as in
``sim.rules.partners``: many nodes are judged at once. Who is D, the number
of nodes but at most FAR, steps away or more counts as out of reach.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import inlined, rule
from sim.plain import lowest, ones, put_back, row_of
from sim.rules.partners import BITS, NONE, ONE, bit, links_of

FAR = 99  # steps from which on a node is out of reach, in a network of more nodes than that


# ---- who is how far away -------------------------------------------------------------------------------------------
@rule
def spread(links, source, cut, out):
    """Who is within how many steps of one node, as if it had no link to the node ``cut`` (-1: as it is).

    ``links`` (N, words) as in ``sim.rules.partners``. Fills a row of ``within`` (D, words) and returns its depth: step
    by step, all who are linked to those who were new in the step before.
    """
    words, depth, grows = links.shape[1], 0, True
    here, linked = row_of(out), row_of(links)
    for n in range(words):
        here[0][n] = NONE
    here[0][source // BITS] = bit(source)
    while grows and depth + 1 < len(here):
        grows = False
        for m in range(words):
            joined = here[depth][m]
            for n in range(words):
                rest = here[depth][n] & ~here[depth - 1][n] if depth > 0 else here[depth][n]
                while rest != NONE:
                    joined |= linked[n * BITS + lowest(rest)][m]
                    rest &= rest - ONE
            if depth == 0 and cut >= 0 and cut // BITS == m:
                joined &= ~bit(cut)
            here[depth + 1][m] = joined
            grows = grows or joined != here[depth][m]
        depth += grows
    put_back(here, out)
    return depth


@rule
def list_within(links, within, depth):
    """All sets afresh, from the ``links`` (N, words); fills both arrays."""
    for i in range(depth.shape[0]):
        within[i] = NONE
        depth[i] = spread(links, i, -1, within[i])


@rule
def within_of(links):
    """``within`` and ``depth`` as new arrays, from the ``links`` (N, words)."""
    nodes = links.shape[0]
    within, depth = np.empty((nodes, min(nodes, FAR), links.shape[1]), dtype=np.uint64), np.empty(nodes, dtype=np.int64)
    list_within(links, within, depth)
    return within, depth


@rule
def link_within(within, depth, a, b):
    """A new link between a and b, in place: the result equals ``list_within`` afresh."""
    for closer, far in ((a, b), (b, a)):
        ways, others = row_of(within[closer, : depth[closer] + 1]), row_of(within[far, : depth[far] + 1])
        for steps in range(1, len(ways)):
            for n in range(len(ways[0])):  # who is more than a step closer to the one than to the other
                rest = ways[steps][n] & ~ways[steps - 1][n] & ~others[min(steps + 1, len(others) - 1)][n]
                while rest != NONE:
                    _widen(within, depth, n * BITS + lowest(rest), steps + 1, far)
                    rest &= rest - ONE
    _widen(within, depth, a, 1, b)
    _widen(within, depth, b, 1, a)  # what came nearer to a through b is no nearer to b through a


@rule
def _widen(within, depth, i, steps, through):
    """Node i gets to those around the node ``through``, which is ``steps`` away."""
    top = min(max(depth[i], steps + depth[through]), within.shape[1] - 1)
    for d in range(steps, top + 1):
        own, beyond = min(d, depth[i]), min(d - steps, depth[through])
        for n in range(within.shape[2]):
            within[i, d, n] = within[i, own, n] | within[through, beyond, n]
    depth[i] = _settled(within[i], top)


@rule
def _settled(mine, top):
    """The depth of a row of ``within`` that is filled up to ``top``: nobody is new in the steps after it."""
    while top > 0:
        for n in range(mine.shape[1]):
            if mine[top, n] != mine[top - 1, n]:
                return top
        top -= 1
    return top


@rule
def unlink_within(links, within, depth, a, b):
    """The end of the link between a and b, in place: the result equals ``list_within`` afresh.

    ``links`` are those that are left. Only who got from the one to the other over this link, and has no other way that
    is as short, has farther to go.
    """
    for closer, far in ((a, b), (b, a)):
        ways, others = row_of(within[closer, : depth[closer] + 1]), row_of(within[far, : depth[far] + 1])
        for steps in range(1, len(ways)):
            for n in range(len(ways[0])):
                rest = ways[steps][n] & ~ways[steps - 1][n] & ~others[min(steps, len(others) - 1)][n]
                while rest != NONE:
                    i = n * BITS + lowest(rest)
                    rest &= rest - ONE
                    if not _meet(within[i, steps], links[far]):
                        depth[i] = spread(links, i, -1, within[i])
    depth[a], depth[b] = spread(links, a, -1, within[a]), spread(links, b, -1, within[b])


@rule
def _meet(one, other):
    """Whether two sets have a node in common."""
    for n in range(one.shape[0]):
        if one[n] & other[n] != 0:
            return True
    return False


@rule
def distances(linked):
    """(N, N) shortest path lengths of a symmetric (N, N) mask of links; FAR without a path."""
    nodes, (within, depth) = linked.shape[0], within_of(links_of(linked))
    out = np.full((nodes, nodes), FAR)
    for i in range(nodes):
        for steps in range(depth[i], -1, -1):
            for k in range(nodes):
                if within[i, steps, k // BITS] & np.uint64(bit(k)) != 0:
                    out[i, k] = steps
    return out


# ---- what that is worth --------------------------------------------------------------------------------------------
@rule
def list_present(weight, offices, present):
    """Who counts in reach, as two sets: the offices that exist, and the firms; fills ``present`` (2, words).

    ``weight`` (N,) is 1 for an office that exists, 0 for a state without one, and that of a firm for each firm.
    """
    present[:] = NONE
    for k in range(weight.shape[0]):
        if k >= offices or weight[k] > 0.0:
            present[int(k >= offices), k // BITS] |= np.uint64(bit(k))


@rule
def present_of(weight, offices):
    """``present`` (2, words) as a new array, from the weights (N,)."""
    present = np.empty((2, (weight.shape[0] + BITS - 1) // BITS), dtype=np.uint64)
    list_present(weight, offices, present)
    return present


@inlined
def _worth_of_new(reached, before, present, firm_weight):
    """Summed weight of those in one set who are not in the other: 1 for an office that exists, less for a firm."""
    offices, firms = 0, 0
    for n in range(len(reached)):
        new = reached[n] & ~before[n]
        offices += ones(new & present[0][n])
        firms += ones(new & present[1][n])
    return offices + firm_weight * firms


@inlined
def reach_gain(mine, theirs, present, firm_weight, decay):
    """Gain in reach from a direct link: sum over k of w_k (decay^min(d_ik, 1 + d_jk) - decay^d_ik).

    ``mine`` (depth + 1, words) and ``theirs`` are the rows of ``within`` of i, who gains, and of j, up to their depths.
    Step by step: who comes within d steps by the link, and was not, is worth decay^d - decay^(d + 1); in the last step,
    after which nobody else comes, decay^d. Source: CORE, Deal; the marginal value in the connections model of Jackson
    and Wolinsky (1996).
    """
    mine, theirs, present = row_of(mine), row_of(theirs), row_of(present)
    total, near, last = 0.0, decay, min(max(len(mine) - 1, len(theirs)), FAR - 1)
    for d in range(1, last + 1):
        farther = near * decay if d < last else 0.0
        had, reached = mine[min(d, len(mine) - 1)], theirs[min(d, len(theirs)) - 1]
        total += (near - farther) * _worth_of_new(reached, had, present, firm_weight)
        near = farther
    return total


@rule
def reach(mine, present, firm_weight, decay):
    """Reach of a node: sum over the others k of w_k decay^d, step by step as in ``reach_gain``."""
    mine, present = row_of(mine), row_of(present)
    total, near = 0.0, decay
    for d in range(1, len(mine)):
        farther = near * decay if d + 1 < len(mine) else 0.0
        total += (near - farther) * _worth_of_new(mine[d], mine[0], present, firm_weight)
        near = farther
    return total
