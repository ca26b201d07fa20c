"""The second estimator: regression-adjusted ABC on the reference table. Once fitted it serves any data set.

Summaries are learned where the data are (semi-automatic ABC, Fearnhead and Prangle 2012): among the runs with the
nearest statistics, a quadratic predicts each calibrated parameter. Those with the nearest predictions are accepted with
Epanechnikov's weights and moved along a local linear regression on the logit scale of the priors (Beaumont et al. 2002;
Blum and Francois 2010).

Tried instead: one polynomial for the whole table. A cubic predicts the calibrated parameters as well as boosted trees
and a neural network (errors within 0.005 prior SD) but is unsteady at the observed statistics, which are not typical:
the posteriors from parts of a table disagreed. Linear local summaries were steady, but failed the calibration there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calibration.blas import single
from calibration.contraction import contraction
from calibration.estimators.table import Table
from calibration.posterior import COLUMN, Posterior
from sim.parameters import RECORDS

SHARE, LEAST = 0.02, 400  # of the table that is accepted, and rows at least
NEAR, NEAR_LEAST = 0.2, 6000  # of the table that the summaries are learned on, and rows at least
DEGREE = 2  # of the polynomial that predicts a parameter from the statistics
PENALTY = 30.0  # of its ridge regression, in rows: best of 1, 30 and 300 on tables of 12,000 and 50,000 runs
CLIP = 3.0  # standard deviations at which a statistic is cut before powers are taken
EDGE = 1e-6  # quantiles nearer than this to the end of a prior are moved there: the logit stays finite
LIKE_SHARE = 0.05  # of the table: the data sets that are called most like a given one


def unit(values: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """(N, P) quantiles of values (N, P) of the named parameters under their uniform priors."""
    low, high = _bounds(names)
    return (values - low) / (high - low)


def from_unit(quantiles: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """(N, P) values at quantiles (N, P) of the named parameters."""
    low, high = _bounds(names)
    return low + (high - low) * quantiles


def logit(quantiles: np.ndarray) -> np.ndarray:
    """Log odds of quantiles, finite."""
    inside = np.clip(quantiles, EDGE, 1.0 - EDGE)
    return np.log(inside) - np.log1p(-inside)


def logistic(x: np.ndarray) -> np.ndarray:
    """Inverse of ``logit``."""
    return 1.0 / (1.0 + np.exp(-x))


def _bounds(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    records = [RECORDS[name] for name in names]
    return np.array([r.low for r in records]), np.array([r.high for r in records])


@dataclass(frozen=True)
class Polynomial:
    """Ridge regression of P targets on all products of up to ``degree`` standardised statistics."""

    mean: np.ndarray  # (S,)
    spread: np.ndarray  # (S,)
    degree: int
    weights: np.ndarray  # (features, P)

    @classmethod
    def blank(cls, statistics: np.ndarray, degree: int = DEGREE) -> Polynomial:
        """A model that has seen the spread of (N, S) statistics and nothing else."""
        spread = statistics.std(axis=0)
        return cls(statistics.mean(axis=0), np.where(spread > 0, spread, 1.0), degree, np.empty((0, 0)))

    @classmethod
    @single
    def fitted(cls, statistics: np.ndarray, targets: np.ndarray, degree: int = DEGREE) -> Polynomial:
        """From (N, S) statistics and (N, P) targets."""
        model = cls.blank(statistics, degree)
        return model.solved(*model.sums(statistics, targets))

    def sums(self, statistics: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sums over rows: products of the features with each other, and with the targets."""
        gram, cross = 0.0, 0.0
        for rows in _chunks(len(statistics)):
            features = self.features(statistics[rows])
            gram, cross = gram + features.T @ features, cross + features.T @ targets[rows]
        return np.asarray(gram), np.asarray(cross)

    def solved(self, gram: np.ndarray, cross: np.ndarray, without: int | None = None) -> Polynomial:
        """The model of these sums; ``without``: a statistic that it may not use."""
        kept = np.ones(len(gram), dtype=bool)
        if without is not None:
            blotted = self.mean.copy()
            blotted[without] = np.nan
            kept = ~np.isnan(self.features(blotted[None, :])[0])
        penalty = np.full(int(kept.sum()), PENALTY)
        penalty[0] = 0.0  # the constant
        weights = np.zeros_like(cross)
        weights[kept] = np.linalg.solve(gram[np.ix_(kept, kept)] + np.diag(penalty), cross[kept])
        return replace(self, weights=weights)

    def features(self, statistics: np.ndarray) -> np.ndarray:
        """(N, features) products of standardised statistics (N, S), the constant first."""
        z = np.clip((statistics - self.mean) / self.spread, -CLIP, CLIP)
        out = [np.ones((len(z), 1))]
        last = [(k, z[:, [k]]) for k in range(z.shape[1])]  # products, and the first statistic that may multiply them
        for degree in range(1, self.degree + 1):
            out += [column for _, column in last]
            if degree < self.degree:
                last = [(j, column * z[:, [j]]) for k, column in last for j in range(k, z.shape[1])]
        return np.hstack(out)

    def predict(self, statistics: np.ndarray) -> np.ndarray:
        """(N, P) targets expected at statistics (N, S)."""
        return np.concatenate([self.features(statistics[rows]) @ self.weights for rows in _chunks(len(statistics))])


def _chunks(rows: int, size: int = 10_000) -> list[slice]:
    """Rows a chunk at a time: the products of 100,000 rows would take 300 MB."""
    return [slice(k, k + size) for k in range(0, rows, size)]


class Regression:
    """Regression-adjusted ABC of some parameters; the others keep the values of the runs that are accepted.

    names : the calibrated parameters. share : share of the table that is accepted.
    """

    def __init__(self, names: Sequence[str], share: float = SHARE) -> None:
        self.names, self.share = tuple(names), share
        self.columns = [COLUMN[name] for name in names]

    @single
    def fit(self, table: Table, without: np.ndarray | None = None) -> Regression:
        """Take a table as reference. ``without``: rows that are left out altogether, as if never simulated."""
        kept = np.ones(len(table), dtype=bool)
        if without is not None:
            kept[without] = False
        self.table, self.kept = table, kept
        self.quantiles = unit(table.values[:, self.columns], self.names)
        spread = table.statistics[kept].std(axis=0)
        self.spread = np.where(spread > 0, spread, 1.0)
        self.scaled = table.statistics / self.spread
        return self

    @single
    def posterior(self, statistics: np.ndarray, without: int | None = None) -> Posterior:
        """Weighted draws given statistics (S,). ``without``: a further row of the table that may not be accepted."""
        rows, weights, offset = self.accepted(statistics, without)
        values = self.table.values[rows].copy()
        values[:, self.columns] = self.adjusted(self.quantiles[rows], weights, offset, self.names)
        return Posterior(values, weights, self.table.numbers[rows])

    @single
    def accepted(self, statistics: np.ndarray, without: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Nearest rows (M,), their weights (M,) that sum to 1, and their scaled summaries less those given (M, P)."""
        near = self.near(statistics, without)
        model = Polynomial.fitted(self.table.statistics[near], self.quantiles[near])
        summaries = model.predict(self.table.statistics[near])
        offset = (summaries - model.predict(statistics[None, :])) / (summaries.std(axis=0) + 1e-12)
        distance = np.sqrt((offset**2).sum(axis=1))
        order = np.argsort(distance, kind="stable")
        count = min(max(LEAST, round(self.share * self.kept.sum())), len(near) - 1)
        width, rows = distance[order[count]], order[:count]
        alike = width < 1e-9  # as where no run has a tie
        weights = np.ones(count) if alike else 1.0 - (distance[rows] / width) ** 2
        rows, weights = rows[weights > 0], weights[weights > 0]
        return near[rows], weights / weights.sum(), offset[rows]

    def near(self, statistics: np.ndarray, without: int | None = None) -> np.ndarray:
        """Rows on which the summaries of statistics (S,) are learned, nearest first."""
        distance = ((self.scaled - statistics / self.spread) ** 2).sum(axis=1)
        distance[~self.kept] = np.inf
        if without is not None:
            distance[without] = np.inf
        there = int(np.isfinite(distance).sum())
        count = min(max(NEAR_LEAST, round(NEAR * there)), there)
        rows = np.argpartition(distance, count - 1)[:count]
        return rows[np.lexsort((rows, distance[rows]))]

    @staticmethod
    def adjusted(quantiles: np.ndarray, weights: np.ndarray, offset: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """(M, P) values moved to offset 0 by a weighted linear regression of the logits on the offsets (M, K)."""
        y, root = logit(quantiles), np.sqrt(weights)[:, None]
        design = np.column_stack([np.ones(len(offset)), offset])
        slopes = np.linalg.lstsq(design * root, y * root, rcond=None)[0]
        return from_unit(logistic(y - offset @ slopes[1:]), names)


def nearest_rows(table: Table, statistics: np.ndarray, count: int) -> np.ndarray:
    """Rows of a table whose statistics are nearest to those given (S,), each in units of its spread; nearest first."""
    spread = table.statistics.std(axis=0)
    distance = (((table.statistics - statistics) / np.where(spread > 0, spread, 1.0)) ** 2).sum(axis=1)
    return np.argsort(distance, kind="stable")[:count]


def stranger(table: Table, statistics: np.ndarray) -> float:
    """Share of the table's data sets that lie farther from its centre (Mahalanobis) than statistics (S,)."""
    centre = table.statistics.mean(axis=0)
    inverse = np.linalg.pinv(np.cov(table.statistics, rowvar=False))
    off = np.vstack([statistics, table.statistics]) - centre
    distance = ((off @ inverse) * off).sum(axis=1)
    return float((distance[1:] > distance[0]).mean())


def section(estimator: Regression, statistics: np.ndarray) -> dict[str, Any]:
    """What the fitted estimator says given statistics (S,).

    Keys: runs, statistics (their number), degree, share, near, accepted, effective_size, stranger (share of prior
    data sets farther from their centre), parameters (see ``calibration.contraction``).
    """
    posterior = estimator.posterior(statistics)
    return {
        "runs": int(estimator.kept.sum()),
        "statistics": len(statistics),
        "degree": DEGREE,
        "share": estimator.share,
        "near": len(estimator.near(statistics)),
        "accepted": len(posterior),
        "effective_size": posterior.effective_size,
        "stranger": stranger(estimator.table, statistics),
        "parameters": contraction(posterior, estimator.names),
    }
