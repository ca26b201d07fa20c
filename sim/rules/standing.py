"""Standing: which firms are frontier firms in a month, and who acts. Other firms neither meet nor share."""

from __future__ import annotations

from sim.jit import rule


@rule
def is_frontier(w, f):
    """Whether firm f is a frontier firm this month, by the dates on record (C6, W22)."""
    return w.frontier_from[f] <= w.month < w.frontier_until[f]


@rule
def stands(w, node):
    """Whether a node is an office, or a firm of frontier standing."""
    return node < w.offices or w.standing[node - w.offices]


@rule
def lives(w, node):
    """Whether a node acts: a firm of frontier standing does, an office once it exists."""
    return w.standing[node - w.offices] if node >= w.offices else w.status[node] > 0


@rule
def count_frontier(w):
    """Number of frontier firms, ``w.frontier``, and their share at home in each jurisdiction, ``w.home_share``."""
    w.frontier, w.home_share[:] = 0, 0.0
    for f in range(w.firms):
        w.frontier += w.standing[f]
    for f in range(w.firms):
        if w.standing[f]:
            w.home_share[w.home[w.offices + f]] += 1.0 / w.frontier


@rule
def set_standing(w):
    """Standing of all firms as of this month."""
    for f in range(w.firms):
        w.standing[f] = is_frontier(w, f)
    count_frontier(w)
