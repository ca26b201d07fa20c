"""Paired differences: the same replicate under two designs, on the same draws."""

from __future__ import annotations

import math

import numpy as np

LOW, HIGH = 0.05, 0.95  # the 90% interval
QUARTERS = (0.25, 0.75)  # the 50% interval
TIE = 1e-9  # relative difference below which two values count as equal
NAMES = ("diff", "diff_low", "diff_high", "diff_low50", "diff_high50", "p_higher", "p_error")


def ties(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether two arrays are equal but for rounding."""
    return np.abs(a - b) <= TIE * np.maximum(1.0, np.maximum(np.abs(a), np.abs(b)))


def paired(values: np.ndarray, reference: np.ndarray) -> dict[str, np.ndarray]:
    """Statistics of the differences of each column: arrays of (K,) from (R, K) and (R, K).

    Over the replicates in which both apply; ``pairs`` is their number, and everything else is NaN without any. diff is
    the median of the differences, diff_low and diff_high their 90% interval, diff_low50 and diff_high50 their 50%
    interval; p_higher counts ties half; p_error is its Monte Carlo error (see ``probability_error``).
    """
    both = np.isfinite(values) & np.isfinite(reference)
    pairs = both.sum(axis=0)
    found = {name: np.full(pairs.shape, math.nan) for name in NAMES}
    whole = pairs == len(values)
    if len(values) and whole.any():  # the usual case, all columns at once
        _fill(found, whole, values[:, whole], reference[:, whole])
    for k in np.flatnonzero(~whole & (pairs > 0)):
        one = np.arange(len(pairs)) == k
        _fill(found, one, values[both[:, k], k, None], reference[both[:, k], k, None])
    return {"pairs": pairs, **found}


def _fill(found: dict[str, np.ndarray], where: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    """Statistics of columns that apply in every row, put where they belong."""
    tied = ties(a, b)
    difference = np.where(tied, 0.0, a - b)
    quantiles = np.quantile(difference, [0.5, LOW, HIGH, *QUARTERS], axis=0)
    higher = np.where(tied, 0.5, difference > 0).mean(axis=0)
    statistics = (*quantiles, higher, probability_error(higher, len(a)))
    for name, column in zip(NAMES, statistics, strict=True):
        found[name][where] = column


def probability_error(p: np.ndarray, n: int) -> np.ndarray:
    """The Monte Carlo error of a probability from n draws: its standard deviation under a Jeffreys prior.

    Above 0 even at 0% and 100%.
    """
    a, b = p * n + 0.5, (1 - p) * n + 0.5
    return np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
