"""Means over runs with intervals: one at a time, and all of a design's at once (Bonferroni)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LEVEL = 0.95


class Interval(NamedTuple):
    """A mean gain over so many runs, its 95% interval, and the bounds that hold for all gains of a design at once."""

    mean: float
    low: float
    high: float
    least: float
    most: float
    runs: int


def interval(values: Sequence[float], judged: int) -> Interval:
    """Of the gains in several runs (Student's t); ``judged`` is how many such gains are judged together.

    NaN bounds for a single run, which says nothing of how much runs differ.
    """
    from scipy.stats import t

    found = np.asarray(values, dtype=float)
    n, mean = len(found), float(found.mean())
    if n < 2:
        return Interval(mean, math.nan, math.nan, math.nan, math.nan, n)
    error = float(found.std(ddof=1)) / math.sqrt(n)
    one, all_ = (float(t.ppf(1.0 - (1.0 - LEVEL) / 2.0 / count, n - 1)) * error for count in (1, max(1, judged)))
    return Interval(mean, mean - one, mean + one, mean - all_, mean + all_, n)
