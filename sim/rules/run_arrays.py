"""A run as plain arrays, for the rules of its outcomes, and the averages that they share.

The arrays may be longer than what they hold: only the numbers given with them say how many rows count.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.jit import rule


class RunArrays(NamedTuple):
    """What outcomes need of a run. J jurisdictions, N nodes; T, M, C, K rows at least as many as counted.

    Whole numbers are int64, all others float64.
    """

    first: int  # month index of the first simulated month
    months: int  # simulated months
    adopted: int  # month index of the decision
    works_from: int  # month index from which the new secretariat works
    series: np.ndarray  # (T, series) in the order of record.SERIES
    states: np.ndarray  # (T, state series, J) in the order of record.STATE_SERIES
    agenda: np.ndarray  # (T, themes)
    host: np.ndarray  # (T, J) powers of the secretariat held by each jurisdiction
    network_shares: np.ndarray  # (T, categories, 2) choices, taken
    bilateral_shares: np.ndarray  # (T, categories, 2) choices, taken
    ties_end: np.ndarray  # (N, N) int, bit mask of types
    logged: int  # entries in the log of ties
    tie_log: np.ndarray  # (M, 5) int: month, node, node, type, action
    cases: int  # cases opened
    case_kind: np.ndarray  # (C,) int
    case_opened: np.ndarray  # (C,) months since the origin
    case_finished: np.ndarray  # (C,) NaN while open
    case_withdrawn: np.ndarray  # (C,) NaN unless withdrawn, or ended without a result
    struck: int  # incidents
    incidents: np.ndarray  # (K, 3) time, severity, days to a response (NaN while open)
    gdp: np.ndarray  # (J,)
    rivalry: np.ndarray  # (J, J) of the roster


@rule
def first_kept(run):
    """First row that counts: that of the decision, or of the whole run if the decision comes after its end."""
    row = max(0, run.adopted - run.first)
    return row if row < run.months else 0


@rule
def mean_of(series, k, start, end):
    """Mean of monthly series k over the rows from ``start`` to before ``end``."""
    total = 0.0
    for t in range(start, end):
        total += series[t, k]
    return total / (end - start)


@rule
def state_sums(states, k, start, end, out):
    """(J,) sums of series k of each jurisdiction over the rows from ``start`` to before ``end``, into ``out``."""
    for j in range(out.shape[0]):
        out[j] = 0.0
    for t in range(start, end):
        for j in range(out.shape[0]):
            out[j] += states[t, k, j]


@rule
def months_positive(states, k, start, end, out):
    """(J,) in how many of the rows from ``start`` to before ``end`` series k of each was positive, into ``out``."""
    for j in range(out.shape[0]):
        out[j] = 0.0
    for t in range(start, end):
        for j in range(out.shape[0]):
            out[j] += states[t, k, j] > 0.0


@rule
def median(values, count):
    """Median of the first ``count`` values; NaN if there are none."""
    if count == 0:
        return math.nan
    ordered = np.sort(values[:count])
    middle = count // 2
    return ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2.0


@rule
def sum_of(values):
    """Sum from left to right."""
    total = 0.0
    for k in range(values.shape[0]):
        total += values[k]
    return total
