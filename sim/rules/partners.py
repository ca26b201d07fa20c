"""Partners: with whom each node has a tie, as lists. Ties are few: who walks the lists need not look at all pairs.

``partners`` (N, N): row i holds the partners of i in their order, then N, which is nobody; ``degree`` (N,) is their
number. ``links`` (N, words): the same as a set, 64 nodes a word, for those who ask where all partners of many lead to.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import rule
from sim.draws import word

BITS = 64
# How numbers stand in the tables of pairs, of which a month reads much: the smaller, the more stay near the processor.
NODE, TYPES, MONTH = np.int16, np.int16, np.int32
NONE, ONE = word(0), word(1)


@rule
def bit(node):
    """A node within its word of ``links``."""
    return ONE << word(node % BITS)


@rule
def links_of(ties):
    """``links`` as a new array, from the symmetric (N, N) ``ties`` (0: none)."""
    links = np.empty((ties.shape[0], (ties.shape[0] + BITS - 1) // BITS), dtype=np.uint64)
    list_links(ties, links)
    return links


@rule
def list_links(ties, links):
    """All links afresh, from the symmetric (N, N) ``ties`` (0: none); fills the array."""
    for i in range(ties.shape[0]):
        links[i] = NONE
        for k in range(ties.shape[0]):
            if ties[i, k] != 0:
                links[i, k // BITS] |= np.uint64(bit(k))


@rule
def partners_of(ties):
    """``partners`` and ``degree`` as new arrays, from the symmetric (N, N) ``ties`` (0: none)."""
    n = ties.shape[0]
    partners, degree = np.empty((n, n), dtype=NODE), np.empty(n, dtype=np.int64)
    list_partners(ties, partners, degree)
    return partners, degree


@rule
def list_partners(ties, partners, degree):
    """All partners afresh, from the symmetric (N, N) ``ties`` (0: none); fills both arrays."""
    for i in range(ties.shape[0]):
        count = 0
        for k in range(ties.shape[0]):
            partners[i, k] = ties.shape[0]
            if ties[i, k] != 0:
                partners[i, count] = k
                count += 1
        degree[i] = count


@rule
def add_partners(links, partners, degree, a, b):
    """A first tie between a and b, in place."""
    links[a, b // BITS] |= np.uint64(bit(b))
    links[b, a // BITS] |= np.uint64(bit(a))
    _add(partners, degree, a, b)
    _add(partners, degree, b, a)


@rule
def drop_partners(links, partners, degree, a, b):
    """The end of the tie between a and b, in place."""
    links[a, b // BITS] &= ~np.uint64(bit(b))
    links[b, a // BITS] &= ~np.uint64(bit(a))
    _drop(partners, degree, a, b)
    _drop(partners, degree, b, a)


@rule
def _add(partners, degree, i, new):
    place = degree[i]
    while place > 0 and partners[i, place - 1] > new:
        partners[i, place] = partners[i, place - 1]
        place -= 1
    partners[i, place] = new
    degree[i] += 1


@rule
def _drop(partners, degree, i, old):
    kept = 0
    for place in range(degree[i]):
        if partners[i, place] != old:
            partners[i, kept] = partners[i, place]
            kept += 1
    partners[i, kept] = degree.shape[0]
    degree[i] = kept
