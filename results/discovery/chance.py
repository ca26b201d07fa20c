"""How much of who wins the inputs can tell at all: the rest is decided by the streams of random numbers.

The intraclass correlation of the winner (``robust.clusters``) over points whose futures share all inputs and differ in
streams: the share of the variance that lies between points.
"""

from __future__ import annotations

import math

import numpy as np

from results.discovery.sample import Sample
from results.robust.clusters import by_group, correlation, correlation_of

SAMPLES = 400


def explainable(sample: Sample, winner: int, seed: int = 1) -> tuple[float, float, float]:
    """The share of the variance of 'this design is better' that inputs can explain, with a 95% bootstrap interval.

    NaN where each point has one stream only.
    """
    y = sample.wins(winner).astype(np.float64)
    sums, squares, counts = by_group(sample.point, y)
    if sample.streams < 2 or not (counts > 1).any():
        return math.nan, math.nan, math.nan
    used = counts > 1
    sums, squares, counts = sums[used], squares[used], counts[used]
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(sums), size=(SAMPLES, len(sums)))
    found = [correlation(sums[d], squares[d], counts[d]) for d in draws]
    low, high = np.nanquantile(found, [0.025, 0.975])
    return correlation(sums, squares, counts), float(low), float(high)


def alike(sample: Sample, winner: int) -> float:
    """The correlation by which intervals count the futures of one point for less; 0 where it is not known."""
    return correlation_of(sample.point, sample.wins(winner))
