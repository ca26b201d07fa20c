"""The regression estimator made quick and steady enough to be asked a hundred times about changed data.

The statistics are projected on one number a parameter by a linear regression (Fearnhead and Prangle 2012), learned first on
all runs of the reference table, then on the quarter that is nearest to the data; those numbers are given to ``regression``.
Higher powers of many statistics follow the runs so closely that leaving out a dyad moves the estimate by chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from calibration.posterior import COLUMN, Posterior, prior_sd
from calibration.regression import SHARE, Polynomial, Regression, unit
from calibration.table import Table

NEAR = 0.25  # share of the table on which the second projection is learned
DEGREE = 1  # of both projections
GROUPS = 10  # of the jackknife


class Refit:
    """Posteriors of the parameters ``names`` from a table's runs, with any statistics of theirs."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self.table, self.names = table, tuple(names)
        self.targets = unit(table.values[:, [COLUMN[name] for name in names]], self.names)

    def estimate(self, statistics: np.ndarray, observed: np.ndarray, left: np.ndarray | None = None) -> Posterior:
        """The posterior from the runs' statistics (R, S), given observed ones (S,). ``left``: runs that are left out."""
        kept = np.arange(len(statistics)) if left is None else np.delete(np.arange(len(statistics)), left)
        near = kept[self._near(statistics[kept], self.targets[kept], observed)]
        model = Polynomial.fitted(statistics[near], self.targets[near], DEGREE)
        part = replace(
            self.table, values=self.table.values[near], held=self.table.held[:0], first=self.table.first[:0],
            statistics=model.predict(statistics[near]),
        )  # fmt: skip
        regression = Regression(self.names, SHARE * len(kept) / len(near)).fit(part)
        found = regression.posterior(model.predict(observed[None, :])[0])
        return replace(found, numbers=near[found.numbers])

    def errors(self, observed: np.ndarray) -> dict[str, float]:
        """Standard errors of the posterior means in prior SD, by leaving out a group of the runs at a time."""
        group = np.arange(len(self.table)) % GROUPS
        found = [self.estimate(self.table.statistics, observed, np.flatnonzero(group == g)) for g in range(GROUPS)]
        scale = (GROUPS - 1) ** 0.5
        return {name: float(np.std([p.mean(name) for p in found]) * scale / prior_sd(name)) for name in self.names}

    @staticmethod
    def _near(statistics: np.ndarray, targets: np.ndarray, observed: np.ndarray) -> np.ndarray:
        """The nearest quarter of runs (R, S), by their projections, in order."""
        model = Polynomial.fitted(statistics, targets, DEGREE)
        found = model.predict(statistics)
        offset = (found - model.predict(observed[None, :])) / (found.std(axis=0) + 1e-12)
        distance = (offset**2).sum(axis=1)
        return np.sort(np.argsort(distance, kind="stable")[: max(1, round(NEAR * len(distance)))])
