"""Reach: whom a node gets to over ties, in how many steps, and what that is worth to it.

``within`` (N, S, words): the nodes at most d steps from a node, itself among them, for d = 0 up to its ``depth``
(N,), the steps to the farthest that it gets to; what stands beyond is not read. Sets are words of 64 nodes, as in
``sim.rules.partners``: many nodes are judged at once. Who is S, the number
of nodes but at most FAR, steps away or more counts as out of reach.
"""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.jit import lowest, ones, rule
from sim.rules.partners import BITS, NONE, ONE, bit, list_links

FAR = 99  # steps from which on a node is out of reach, in a network of more nodes than that


# ---- who is how far away -------------------------------------------------------------------------------------------
@rule
def spread(links, source, cut, out):
    """Who is within how many steps of one node, as if it had no link to the node ``cut`` (-1: as it is).

    ``links`` (N, words) as in ``sim.rules.partners``. Fills a row of ``within`` (S, words) and returns its depth: step
    by step, all who are linked to those who were new in the step before.
    """
    words, depth, grows = links.shape[1], 0, True
    for n in range(words):
        out[0, n] = NONE
    out[0, source // BITS] = bit(source)
    while grows and depth + 1 < out.shape[0]:
        grows = False
        for m in range(words):
            joined = out[depth, m]
            for n in range(words):
                rest = out[depth, n] & ~out[depth - 1, n] if depth > 0 else out[depth, n]
                while rest != NONE:
                    joined |= links[n * BITS + lowest(rest), m]
                    rest &= rest - ONE
            if depth == 0 and cut >= 0 and cut // BITS == m:
                joined &= ~bit(cut)
            out[depth + 1, m] = joined
            grows = grows or joined != out[depth, m]
        depth += grows
    return depth


@rule
def list_within(links, within, depth):
    """All sets afresh, from the ``links`` (N, words); fills both arrays."""
    for i in range(depth.shape[0]):
        within[i] = NONE
        depth[i] = spread(links, i, -1, within[i])


@rule
def link_within(w, a, b):
    """A new link between a and b, in place: the result equals ``list_within`` afresh."""
    for side in range(2):
        closer, far = (a, b) if side == 0 else (b, a)
        mine, theirs, depth, deepest = w.within[closer], w.within[far], w.depth[closer], w.depth[far]
        for steps in range(1, depth + 1):
            for n in range(mine.shape[1]):  # who is more than a step closer to the one than to the other
                rest = mine[steps, n] & ~mine[steps - 1, n] & ~theirs[min(steps + 1, deepest), n]
                while rest != NONE:
                    _widen(w, n * BITS + lowest(rest), steps + 1, far)
                    rest &= rest - ONE
    _widen(w, a, 1, b)
    _widen(w, b, 1, a)  # what came nearer to a through b is no nearer to b through a


@rule
def _widen(w, i, steps, through):
    """Node i gets to those around the node ``through``, which is ``steps`` away."""
    within, depth = w.within, w.depth
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
def unlink_within(w, a, b):
    """The end of the link between a and b, in place: the result equals ``list_within`` afresh.

    ``w.links`` are those that are left. Only who got from the one to the other over this link, and has no other way
    that is as short, has farther to go.
    """
    for side in range(2):
        closer, far = (a, b) if side == 0 else (b, a)
        mine, theirs, depth, deepest = w.within[closer], w.within[far], w.depth[closer], w.depth[far]
        for steps in range(1, depth + 1):
            for n in range(mine.shape[1]):
                rest = mine[steps, n] & ~mine[steps - 1, n] & ~theirs[min(steps, deepest), n]
                while rest != NONE:
                    i = n * BITS + lowest(rest)
                    rest &= rest - ONE
                    if not _meet(w.within[i, steps], w.links[far]):
                        w.depth[i] = spread(w.links, i, -1, w.within[i])
    w.depth[a], w.depth[b] = spread(w.links, a, -1, w.within[a]), spread(w.links, b, -1, w.within[b])


@rule
def _meet(one, other):
    """Whether two sets have a node in common."""
    for n in range(one.shape[0]):
        if one[n] & other[n] != NONE:
            return True
    return False


@rule
def distances(linked):
    """(N, N) shortest path lengths of a symmetric (N, N) mask of links; FAR without a path."""
    nodes = linked.shape[0]
    links = np.empty((nodes, (nodes + BITS - 1) // BITS), dtype=np.uint64)
    list_links(linked, links)
    within, depth = np.empty((nodes, min(nodes, FAR), links.shape[1]), dtype=np.uint64), np.empty(nodes, dtype=np.int64)
    list_within(links, within, depth)
    out = np.full((nodes, nodes), FAR)
    for i in range(nodes):
        for steps in range(depth[i], -1, -1):
            for k in range(nodes):
                if within[i, steps, k // BITS] & bit(k) != NONE:
                    out[i, k] = steps
    return out


# ---- what that is worth --------------------------------------------------------------------------------------------
@rule
def list_present(w):
    """Who counts in reach, as two sets: the offices that exist, and the frontier firms; fills ``w.present`` (2, words).

    ``w.weight`` (N,) is 1 for an office that exists, that of a firm for a firm of frontier standing, else 0.
    """
    w.present[:] = NONE
    for k in range(w.nodes):
        if w.weight[k] > 0.0:
            w.present[int(k >= w.offices), k // BITS] |= bit(k)


@rule
def _worth_of_new(w, reached, before):
    """Summed weight of those in one set who are not in the other: 1 for an office that exists, less for a firm."""
    offices, firms = 0, 0
    for n in range(reached.shape[0]):
        new = reached[n] & ~before[n]
        offices += ones(new & w.present[0, n])
        firms += ones(new & w.present[1, n])
    return offices + w.p[P.FIRM_WEIGHT] * firms


@rule
def reach_gain(w, mine, theirs):
    """Gain in reach from a direct link: sum over k of w_k (decay^min(d_ik, 1 + d_jk) - decay^d_ik).

    ``mine`` (depth + 1, words) and ``theirs`` are the rows of ``within`` of i, who gains, and of j, up to their depths.
    Step by step: who comes within d steps by the link, and was not, is worth decay^d - decay^(d + 1); in the last step,
    after which nobody else comes, decay^d. Source: CORE, Deal; the marginal value in the connections model of Jackson
    and Wolinsky (1996).
    """
    decay = w.p[P.DECAY]
    total, near, last = 0.0, decay, min(max(mine.shape[0] - 1, theirs.shape[0]), FAR - 1)
    for d in range(1, last + 1):
        farther = near * decay if d < last else 0.0
        had, reached = mine[min(d, mine.shape[0] - 1)], theirs[min(d, theirs.shape[0]) - 1]
        total += (near - farther) * _worth_of_new(w, reached, had)
        near = farther
    return total


@rule
def reach(w, mine):
    """Reach of a node: sum over the others k of w_k decay^d, step by step as in ``reach_gain``."""
    decay = w.p[P.DECAY]
    total, near = 0.0, decay
    for d in range(1, mine.shape[0]):
        farther = near * decay if d + 1 < mine.shape[0] else 0.0
        total += (near - farther) * _worth_of_new(w, mine[d], mine[0])
        near = farther
    return total
