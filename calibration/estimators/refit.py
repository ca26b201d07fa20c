"""The regression estimator made quick and steady enough to be asked a hundred times about changed data.

The statistics are projected on one number a parameter by a quadratic regression (Fearnhead and Prangle 2012); those
numbers go to ``regression``, which accepts a larger share of them. Higher powers of many statistics follow the runs so
closely that leaving out a dyad moves the estimate by chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from calibration.estimators.regression import Polynomial, Regression, unit
from calibration.estimators.table import Table
from calibration.posterior import COLUMN, Posterior, prior_sd

DEGREE = 2  # of the projection
SHARE = 0.05  # of the runs that is accepted
GROUPS = 10  # of the jackknife


class Refit:
    """Posteriors of the parameters ``names`` from a table's runs, with any statistics of theirs."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self.table, self.names = table, tuple(names)
        self.targets = unit(table.values[:, [COLUMN[name] for name in names]], self.names)

    def estimate(self, statistics: np.ndarray, observed: np.ndarray, left: np.ndarray | None = None) -> Posterior:
        """The posterior from the runs' statistics (R, S), given observed ones (S,). ``left``: runs to leave out."""
        kept = np.ones(len(statistics), dtype=bool)
        if left is not None:
            kept[left] = False
        model = Polynomial.fitted(statistics[kept], self.targets[kept], DEGREE)
        part = replace(
            self.table, values=self.table.values[kept], held=self.table.held[:0], first=self.table.first[:0],
            statistics=model.predict(statistics[kept]),
        )  # fmt: skip
        found = Regression(self.names, SHARE).fit(part).posterior(model.predict(observed[None, :])[0])
        return replace(found, numbers=np.flatnonzero(kept)[found.numbers])

    def means(self, statistics: np.ndarray, observed: np.ndarray) -> np.ndarray:
        """(GROUPS, P) posterior means in prior SD, each without another group of the runs: for the jackknife."""
        group, out = np.arange(len(statistics)) % GROUPS, []
        for g in range(GROUPS):
            found = self.estimate(statistics, observed, np.flatnonzero(group == g))
            out.append([found.mean(name) / prior_sd(name) for name in self.names])
        return np.array(out)


def jackknife(values: np.ndarray) -> np.ndarray:
    """(P,) standard errors of P numbers from (GROUPS, P) of them, each found without one group of the runs."""
    return values.std(axis=0) * (len(values) - 1) ** 0.5


def first_runs(table: Table, count: int) -> Table:
    """A table of the first runs of a table: all runs are alike."""
    return replace(
        table, values=table.values[:count], held=table.held[:count], first=table.first[:count],
        statistics=table.statistics[:count],
    )  # fmt: skip
