"""Meetings: which pairs reconsider their deal this month, and in which order."""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import rule
from sim.draws import MEET, MEET_ORDER, pair_uniform


@rule
def meeting_chance(rate):
    """Chance that a pair meets within a month, at ``rate`` meetings a month: ``1 - exp(-rate)``."""
    return 1.0 - math.exp(-rate)


@rule
def encounters(stream, month, keys, alive, ties, tie_end, offices, rate):
    """(M, 2) pairs whose tie's term ends, or who meet, in keyed random order. Firms do not meet firms.

    Decided in order of ids the first on the list would be favoured; decided at once the network flips (CORE).
    """
    n, count, chance = keys.shape[0], 0, meeting_chance(rate)
    pairs = np.empty((n * (n - 1) // 2, 2), dtype=np.int64)
    order = np.empty(n * (n - 1) // 2)
    for a in range(offices):
        if not alive[a]:
            continue
        for b in range(a + 1, n):
            if not alive[b]:
                continue
            due = ties[a, b] != 0 and tie_end[a, b] <= month
            if due or pair_uniform(stream, month, MEET, keys[a], keys[b], 0) < chance:
                pairs[count, 0], pairs[count, 1] = a, b
                order[count] = pair_uniform(stream, month, MEET_ORDER, keys[a], keys[b], 0)
                count += 1
    return pairs[:count][np.argsort(order[:count], kind="mergesort")]
