"""The estimator that ships: every run of the reference table with a weight by how near its statistics are (ABC).

    weight = product over counts of exp(-(s - s0)^2 / 2 h^2)  x  product over the others of 1 / (1 + (s - s0)^2 / k^2)

Counts of ties come first: h is one tie (``TIGHT``). The others are held loosely: k is ``LOOSE`` standard deviations of
the table, and Cauchy's kernel has heavy tails, so that a statistic that the model cannot reach at all weighs all runs
about alike instead of pulling the counts away. No run is moved and none is simulated for it, so the same table serves
any data set at once: data sets of known origin, records without a dyad, other readings.
Source: Pritchard et al. 1999; Beaumont et al. 2002 (kernels instead of acceptance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.contraction import contraction
from calibration.estimators.table import Table
from calibration.posterior import Posterior
from calibration.statistics import Statistic

TIGHT = 1.0  # ties: scale of the kernel of a count
LOOSE = 1.0  # standard deviations of the table: scale of the kernel of any other statistic
FAR = 40.0  # in the exponent, of the counts alone: runs that are farther off than the nearest by this are left out
LEAST = 1e-5  # of the largest weight: runs below are left out


@dataclass(frozen=True)
class Kernel:
    """Scales (S,) of the kernel, and which statistics are counts (S,)."""

    scales: np.ndarray
    counts: np.ndarray

    def weights(self, statistics: np.ndarray, observed: np.ndarray, without: int | None = None) -> np.ndarray:
        """(N,) weights of runs with statistics (N, S) given those observed (S,); they sum to 1.

        without : a run that has no weight, as if it had never been simulated.
        """
        off = (statistics[:, self.counts] - observed[self.counts]) / self.scales[self.counts]
        counts = (off**2).sum(axis=1) / 2
        if without is not None:
            counts[without] = np.inf
        rows, rest = np.flatnonzero(counts < counts.min() + FAR), ~self.counts
        loose = np.log1p(((statistics[np.ix_(rows, rest)] - observed[rest]) / self.scales[rest]) ** 2).sum(axis=1)
        log = -counts[rows] - loose
        found = np.zeros(len(statistics))
        found[rows] = np.exp(log - log.max())
        found[found < LEAST] = 0.0
        total: np.ndarray = found / found.sum()
        return total


def kernel_of(table: Table, tight: float = TIGHT, loose: float = LOOSE) -> Kernel:
    """The kernel of a table, in units of its spread. ``loose`` may be infinite: counts alone."""
    spread = table.statistics.std(axis=0)
    counts = np.array([s.count for s in table.measured])
    return Kernel(np.where(counts, tight, loose * np.where(spread > 0, spread, 1.0)), counts)


class Weighted:
    """The estimator on a table: all parameters keep the values of the runs."""

    def __init__(self, table: Table, kernel: Kernel | None = None) -> None:
        self.table, self.kernel = table, kernel or kernel_of(table)

    def posterior(self, observed: np.ndarray, without: int | None = None) -> Posterior:
        """Weighted draws given statistics (S,). ``without``: a row of the table that counts as never simulated."""
        return posterior_of(self.table, self.kernel.weights(self.table.statistics, observed, without))


def posterior_of(table: Table, weights: np.ndarray) -> Posterior:
    """The runs of a table that have any of the weights (N,)."""
    rows = np.flatnonzero(weights)
    return Posterior(table.values[rows], weights[rows], table.numbers[rows])


def section(
    estimator: Weighted, measured: Sequence[Statistic], observed: np.ndarray, names: Sequence[str]
) -> dict[str, Any]:
    """What the estimator says given statistics (S,).

    Keys: 'runs', 'tight', 'loose', 'effective_size'; 'statistics': rows 'name', 'unit', 'meaning', 'count', 'observed',
    'scale', 'prior' and 'posterior' (mean of the table's runs, unweighted and weighted); 'parameters' (see
    ``calibration.contraction``) of the fitted ones, in order.
    """
    table, weights = estimator.table, estimator.kernel.weights(estimator.table.statistics, observed)
    posterior = posterior_of(table, weights)
    before, after = table.statistics.mean(axis=0), weights @ table.statistics
    rows = [
        {
            "name": s.name, "unit": s.unit, "meaning": s.meaning, "count": s.count, "observed": float(observed[k]),
            "scale": float(estimator.kernel.scales[k]), "prior": float(before[k]), "posterior": float(after[k]),
        }
        for k, s in enumerate(measured)
    ]  # fmt: skip
    return {
        "runs": len(table), "tight": TIGHT, "loose": LOOSE, "effective_size": posterior.effective_size,
        "statistics": rows, "parameters": contraction(posterior, names),
    }  # fmt: skip
