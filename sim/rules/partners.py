"""Partners: with whom each node has a tie, as lists. Ties are few: who walks the lists need not look at all pairs.

``w.partners`` (N, N): row i holds the partners of i in their order, then N, which is nobody; ``w.degree`` (N,) is their
number. ``w.links`` (N, words): the same as a set, 64 nodes a word.
"""

from __future__ import annotations

import numpy as np

from sim.jit import rule

BITS = 64
NONE, ONE = np.uint64(0), np.uint64(1)


@rule
def bit(node):
    """A node within its word of a set."""
    return ONE << np.uint64(node % BITS)


@rule
def list_links(ties, links):
    """All links afresh, from the symmetric (N, N) ``ties`` (0: none); fills the array."""
    for i in range(ties.shape[0]):
        links[i] = NONE
        for k in range(ties.shape[0]):
            if ties[i, k] != 0:
                links[i, k // BITS] |= bit(k)


@rule
def list_partners(w):
    """All partners afresh, from ``w.ties``."""
    for i in range(w.nodes):
        count = 0
        for k in range(w.nodes):
            w.partners[i, k] = w.nodes
            if w.ties[i, k] != 0:
                w.partners[i, count] = k
                count += 1
        w.degree[i] = count


@rule
def add_partners(w, a, b):
    """A first tie between a and b, in place."""
    w.links[a, b // BITS] |= bit(b)
    w.links[b, a // BITS] |= bit(a)
    _add(w, a, b)
    _add(w, b, a)


@rule
def drop_partners(w, a, b):
    """The end of the tie between a and b, in place."""
    w.links[a, b // BITS] &= ~bit(b)
    w.links[b, a // BITS] &= ~bit(a)
    _drop(w, a, b)
    _drop(w, b, a)


@rule
def _add(w, i, new):
    place = w.degree[i]
    while place > 0 and w.partners[i, place - 1] > new:
        w.partners[i, place] = w.partners[i, place - 1]
        place -= 1
    w.partners[i, place] = new
    w.degree[i] += 1


@rule
def _drop(w, i, old):
    kept = 0
    for place in range(w.degree[i]):
        if w.partners[i, place] != old:
            w.partners[i, kept] = w.partners[i, place]
            kept += 1
    w.partners[i, kept] = w.nodes
    w.degree[i] = kept
