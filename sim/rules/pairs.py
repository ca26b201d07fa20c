"""Pairs over time: in how many months two nodes could share, in how many they did, and what that comes to.

Months are counted, not averaged, so that no order of adding can matter.
"""

from __future__ import annotations

import math

from sim.jit import rule
from sim.record import FORMED
from sim.rules.categories import MOST_TALLIED, PUBLISHED, TALLY, tallied
from sim.rules.metrics import works_in_network

MONTH, NODE_A, NODE_B, TYPE, ACTION = range(5)  # columns of the log of ties

# Shared or withheld: in two thirds of the months in which the pair could share; else case by case.
MOSTLY = 2 / 3
SLACK = 1e-9


@rule
def count_pairs(w):
    """A month of sharing between pairs that had a tie or were both in the network, in place.

    ``w.tallies`` (N, N): sums of ``TALLY`` of what i shared with the office j, over the tie or through the network;
    what offices publish is shared with all.
    ``w.pair_chances`` (J, J): two offices could share.
    """
    for i in range(w.nodes):
        member = i < w.offices and works_in_network(w, i)
        for place in range(w.degree[i]):
            j = w.partners[i, place]
            if j >= w.offices:  # firms come last
                break
            through = w.pool[i] if member and works_in_network(w, j) else 0
            if i < w.offices:
                w.pair_chances[i, j] += 1
                through |= PUBLISHED
            w.tallies[i, j] += TALLY[w.flow[i, j] | through]
        if member:
            _count_members(w, i)


@rule
def _count_members(w, i):
    """A month in which the member i could share with those in the network who have no tie with it."""
    for place in range(w.offices):
        j = w.members[place]
        if j == w.offices:
            break
        if w.status[j] > 0 and w.ties[i, j] == 0:
            w.pair_chances[i, j] += j != i
            w.tallies[i, j] += TALLY[w.pool[i] | PUBLISHED]


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
def first_signed(log, lines, pairs, month, types):
    """The first deal of each of ``pairs`` (D, 2) in a log of ties.

    Fills ``month`` (D,), -1 without one, and ``types`` (D,), the bit mask of the types that were signed in that month.
    """
    for k in range(pairs.shape[0]):
        month[k], types[k] = -1, 0
        for line in range(lines):
            a, b = log[line, NODE_A], log[line, NODE_B]
            same = (a == pairs[k, 0] and b == pairs[k, 1]) or (a == pairs[k, 1] and b == pairs[k, 0])
            if same and log[line, ACTION] == FORMED:
                if month[k] >= 0 and log[line, MONTH] != month[k]:
                    break
                month[k] = log[line, MONTH]
                types[k] |= 1 << log[line, TYPE]
