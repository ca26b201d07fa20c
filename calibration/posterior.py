"""A posterior as weighted draws. Each row is a whole world: the calibrated parameters and all it was accepted with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.simulator import DRAWN
from scenarios.sampling import keyed_uniform
from sim.parameters import RECORDS

COLUMN = {name: k for k, name in enumerate(DRAWN)}


@dataclass(frozen=True)
class Posterior:
    """N draws of the parameters ``DRAWN``. ``weights`` (N,) sum to 1; ``numbers`` (N,) name the runs."""

    values: np.ndarray  # (N, len(DRAWN))
    weights: np.ndarray
    numbers: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def of(self, name: str) -> np.ndarray:
        """(N,) draws of a parameter."""
        return self.values[:, COLUMN[name]]

    def mean(self, name: str) -> float:
        """Weighted mean of a parameter."""
        return float(self.weights @ self.of(name))

    def sd(self, name: str) -> float:
        """Weighted standard deviation of a parameter."""
        return float(np.sqrt(self.weights @ (self.of(name) - self.mean(name)) ** 2))

    def quantile(self, name: str, q: float) -> float:
        """Weighted quantile: the smallest draw with at least ``q`` of the weight at or below it."""
        order = np.argsort(self.of(name), kind="stable")
        reached = np.cumsum(self.weights[order]) >= q - 1e-12
        return float(self.of(name)[order][np.argmax(reached)])

    @property
    def effective_size(self) -> float:
        """Effective sample size: 1 / sum of squared weights."""
        return float(1.0 / (self.weights @ self.weights))

    def rows(self, count: int, seed: int) -> np.ndarray:
        """(count,) row numbers of equal weight, by systematic resampling."""
        points = (np.arange(count) + keyed_uniform(seed, count, "posterior")) / count
        return np.minimum(np.searchsorted(np.cumsum(self.weights), points), len(self) - 1)


def prior_sd(name: str) -> float:
    """Standard deviation of a parameter's uniform prior."""
    record = RECORDS[name]
    return (record.high - record.low) / 12**0.5


def prior_mean(name: str) -> float:
    """Mean of a parameter's uniform prior."""
    return (RECORDS[name].low + RECORDS[name].high) / 2
