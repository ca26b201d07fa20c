"""Intervals of means, and of ratios of means, over paired replicates. No randomness: the same numbers every time."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

LEVEL = 0.90  # as all intervals of a comparison
_EXACT = {1: 6.3138, 2: 2.9200}  # 95% quantiles of Student's t where the expansion is poor


def student(freedom: int) -> float:
    """The 95% quantile of Student's t: an expansion in 1 / freedom (Abramowitz and Stegun 1964, 26.7.5)."""
    if freedom in _EXACT:
        return _EXACT[freedom]
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def mean_interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean of (N,) values and the 90% interval of the mean; no interval (NaN) below two values."""
    if not len(values):
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if len(values) < 2:
        return mean, math.nan, math.nan
    half = student(len(values) - 1) * float(values.std(ddof=1)) / math.sqrt(len(values))
    return mean, mean - half, mean + half


def is_clear(low: float, high: float) -> bool:
    """Whether an interval leaves out zero."""
    return low > 0 or high < 0


def ratio_interval(parts: np.ndarray, whole: np.ndarray) -> tuple[float, float, float]:
    """mean(parts) / mean(whole) over (N,) pairs, and its 90% interval by Fieller's theorem (Fieller 1954).

    It counts that the whole is not known exactly either. It is finite where the interval of the whole leaves out
    zero, and must not be asked for elsewhere.
    """
    n = len(whole)
    ratio = float(parts.mean() / whole.mean())
    (a, both), (_, w) = np.cov(np.stack([parts, whole])) / n
    t = student(n - 1) / abs(float(whole.mean()))
    g = t * t * w
    middle = ratio - (g * both / w if w > 0 else 0.0)
    spread = a - 2 * ratio * both + ratio**2 * w - g * (a - (both**2 / w if w > 0 else 0.0))
    half = t * math.sqrt(max(0.0, spread))
    return ratio, (middle - half) / (1 - g), (middle + half) / (1 - g)
