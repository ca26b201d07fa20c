"""Shares of futures that come in groups: futures of one group (a point, or a replicate) are alike, and count for less.

The intraclass correlation (one-way random effects, Fisher 1925; for shares Fleiss and Cuzick 1979) is the share of the
variance that lies between groups. With m futures a group, n of them are worth n / (1 + (m - 1) correlation) independent
ones (Kish 1965), from which intervals follow.
"""

from __future__ import annotations

import math

import numpy as np

Z95 = 1.959963984540054


def by_group(group: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums, sums of squares and numbers of (N,) values in each group."""
    _, place = np.unique(group, return_inverse=True)
    y = np.asarray(y, dtype=np.float64)
    return (
        np.bincount(place, weights=y), np.bincount(place, weights=y * y), np.bincount(place).astype(np.float64),
    )  # fmt: skip


def correlation(sums: np.ndarray, squares: np.ndarray, counts: np.ndarray) -> float:
    """The ANOVA estimate from sums, sums of squares and numbers of groups; from 0 to 1, 0 without any variance.

    NaN for fewer than two groups, or one value a group.
    """
    total, groups = counts.sum(), len(counts)
    if groups < 2 or total <= groups:
        return math.nan
    grand = sums.sum() / total
    between = float((counts * (sums / counts - grand) ** 2).sum() / (groups - 1))
    within = float((squares - sums**2 / counts).sum() / (total - groups))
    size = float((total - (counts**2).sum() / total) / (groups - 1))
    whole = between + (size - 1) * within
    return float(np.clip((between - within) / whole, 0.0, 1.0)) if whole > 0 else 0.0


def correlation_of(group: np.ndarray, y: np.ndarray) -> float:
    """The correlation of (N,) values in their groups, 0 where it cannot be told."""
    found = correlation(*by_group(group, y)) if len(y) else math.nan
    return 0.0 if math.isnan(found) else found


def effective(group: np.ndarray, alike: float) -> float:
    """How many independent futures (N,) futures in groups are worth; alike : their correlation, 0 to 1.

    A group's size is that which a future meets on average (sum of squares over sum).
    """
    if len(group) == 0:
        return 0.0
    _, counts = np.unique(group, return_counts=True)
    size = float((counts**2).sum() / counts.sum())
    return len(group) / (1 + (size - 1) * alike)


def share_of(y: np.ndarray, group: np.ndarray, alike: float) -> tuple[float, float, float]:
    """The share of (N,) futures in which something holds, with the 95% interval for their effective number."""
    return proportion(int(y.sum()), len(y), effective(group, alike))


def proportion(count: int, total: int, worth: float | None = None) -> tuple[float, float, float]:
    """A share and its 95% interval (Wilson 1927); NaN out of nothing. worth : independent ones that ``total`` is."""
    if total == 0:
        return math.nan, math.nan, math.nan
    share, z, n = count / total, Z95, total if worth is None else worth
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n**2)) / (1 + z * z / n)
    return share, max(0.0, middle - half), min(1.0, middle + half)
