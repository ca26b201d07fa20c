"""Pairs over time: in how many months two nodes could share, in how many they did, and what that comes to.

Months are counted, not averaged, so that no order of adding can matter.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import inlined, rule
from sim.plain import put_back, row_of
from sim.record import FORMED
from sim.rules.categories import MOST_TALLIED, TALLY, tallied

MONTH, NODE_A, NODE_B, TYPE, ACTION = range(5)  # columns of the log of ties

# Shared or withheld: in two thirds of the months in which the pair could share; else case by case.
MOSTLY = 2 / 3
SLACK = 1e-9
COUNT = np.int16  # how a count of months stands in the table of pairs: a run has some hundreds of months


@rule
def count_pairs(ties, partners, degree, tier, status, flow, pool, tallies, chances):
    """A month of sharing between pairs that had a tie or were both in the network; adds to both tables in place.

    ``tallies`` (N, N): sums of ``TALLY`` of what i shared with the office j, over the tie or through the network.
    ``chances`` (J, J): two offices could share. ``flow`` (N, N) and ``pool`` (N,) are sets of categories, as at the
    month's end; ``partners`` (N, N) and ``degree`` (N,) list the ``ties``.
    """
    offices, tier, status, pool = tier.shape[0], row_of(tier), row_of(status), row_of(pool)
    for i in range(degree.shape[0]):
        member = i < offices and tier[i] > 0 and status[i] > 0
        pooled = pool[i] if member else 0
        for place in range(degree[i]):
            j = partners[i, place]
            if j >= offices:  # firms come last
                break
            through = pooled if (tier[j] > 0) & (status[j] > 0) else 0
            if i < offices:
                chances[i, j] += 1
            tallies[i, j] += TALLY[flow[i, j] | through]
        if member:
            _count_members(i, ties[i], tier, status, TALLY[pooled], tallies[i], chances[i])


@inlined
def _count_members(i, ties, tier, status, given, tallies, chances):
    """A month in which the member i could share with those in the network who have no tie with it.

    ``ties``, ``tallies``, ``chances`` are its rows. Without a branch, all offices at once.
    """
    tied, shared, could = row_of(ties), row_of(tallies), row_of(chances)
    for j in range(len(tier)):
        able = (tier[j] > 0) & (status[j] > 0) & (tied[j] == 0)
        could[j] += able & (j != i)
        shared[j] += given if able else 0
    put_back(could, chances)
    put_back(shared, tallies)


@rule
def add_tallies(tallies, counts):
    """Add the tallies (N, N) to the ``counts`` (N, N, categories) of months in which i shared with j; empty them."""
    for i in range(tallies.shape[0]):
        for j in range(tallies.shape[1]):
            if tallies[i, j] != 0:
                for q in range(counts.shape[2]):
                    counts[i, j, q] += tallied(tallies[i, j], q)
                tallies[i, j] = 0


@rule
def tallies_are_full(since):
    """Whether ``since`` months after the first that was counted no further month fits into a tally."""
    return since % MOST_TALLIED == MOST_TALLIED - 1


@rule
def pair_flow(counts, a, b, months):
    """Mean share of ``months`` in which a and b shared, over categories and both directions."""
    total = 0
    for q in range(counts.shape[2]):
        total += int(counts[a, b, q]) + int(counts[b, a, q])
    return total / (2.0 * counts.shape[2] * months)


@rule
def edges_at_end(ties, counts, months, edges, flow):
    """Pairs with a tie, into ``edges`` (E, 3) node, node, types (bit mask) and ``flow`` (E,); returns their number."""
    found = 0
    for a in range(ties.shape[0]):
        for b in range(a + 1, ties.shape[0]):
            if ties[a, b] != 0:
                edges[found, 0], edges[found, 1], edges[found, 2] = a, b, ties[a, b]
                flow[found] = pair_flow(counts, a, b, months)
                found += 1
    return found


@rule
def modes_of_sharing(counts, chances, out):
    """(categories, 3) shares of the ordered pairs of offices that could share: share, case by case, withhold (S1).

    Fills ``out``, with NaN if no pair ever could.
    """
    able = 0
    out[:] = 0.0
    for i in range(chances.shape[0]):
        for j in range(chances.shape[0]):
            if chances[i, j] > 0:
                able += 1
                most, least = (MOSTLY - SLACK) * chances[i, j], (1.0 - MOSTLY + SLACK) * chances[i, j]
                for q in range(out.shape[0]):
                    out[q, 0] += counts[i, j, q] >= most
                    out[q, 2] += counts[i, j, q] <= least
    for q in range(out.shape[0]):
        for mode in (0, 2):
            out[q, mode] = out[q, mode] / able if able > 0 else math.nan
        out[q, 1] = 1.0 - out[q, 0] - out[q, 2]


@rule
def first_signed(log, lines, pairs, out):
    """Month of the first deal of each of ``pairs`` (D, 2) in a log of ties, -1 without one; fills ``out`` (D,)."""
    for k in range(pairs.shape[0]):
        out[k] = -1
        for line in range(lines):
            a, b = log[line, NODE_A], log[line, NODE_B]
            same = (a == pairs[k, 0] and b == pairs[k, 1]) or (a == pairs[k, 1] and b == pairs[k, 0])
            if same and log[line, ACTION] == FORMED:
                out[k] = log[line, MONTH]
                break
