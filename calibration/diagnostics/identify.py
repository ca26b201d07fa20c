"""Which parameters the data may identify: a study of every parameter that is drawn, and the choice that follows.

The measure is the expected posterior SD in prior SD: the root of the mean squared error of predictions of a parameter
from the statistics, out of sample, over the prior's SD (for the best prediction, E[(theta - E[theta | s])^2] is
E[var(theta | s)]). 1 means that the data say nothing; a little more is the price of the model's own error. Of the
observed data the choice sees only which data sets from the prior are most like them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from calibration.blas import single
from calibration.choice import RULE, choose
from calibration.estimators.regression import LIKE_SHARE, Polynomial, nearest_rows, unit
from calibration.estimators.table import Table
from calibration.posterior import Posterior, prior_sd
from calibration.simulator import DRAWN
from sim.parameters import RECORDS

LEAST_LOSS = 0.002  # of a ratio: a statistic whose absence costs less has not earned its place
Z99 = 2.576
FOLDS = 5
PRIOR_VARIANCE = 1 / 12  # of a quantile


@dataclass(frozen=True)
class Ratios:
    """Posterior SD in prior SD of every parameter in ``DRAWN``, with 99% intervals; all (len(DRAWN),)."""

    ratio: np.ndarray
    low: np.ndarray
    high: np.ndarray


def expected_ratios(table: Table) -> Ratios:
    """Over all data sets from the prior."""
    return _ratios(_errors(table.statistics, unit(table.values, DRAWN), degree=3)[0])


def ratios_like(table: Table, statistics: np.ndarray, share: float = LIKE_SHARE) -> Ratios:
    """Over the data sets of the table whose statistics are nearest to those given (S,)."""
    rows = nearest_rows(table, statistics, max(FOLDS * 20, round(share * len(table))))
    return _ratios(_errors(table.statistics[rows], unit(table.values[rows], DRAWN), degree=2)[0])


def ratios_of(posterior: Posterior) -> Ratios:
    """Given the observed data: posterior SD over prior SD, with the error of so many effective draws."""
    found = np.array([posterior.sd(name) / prior_sd(name) for name in DRAWN])
    error = Z99 * found / (2 * posterior.effective_size) ** 0.5
    return Ratios(found, np.maximum(0.0, found - error), found + error)


@single
def _errors(
    statistics: np.ndarray, quantiles: np.ndarray, degree: int, drop: Sequence[int | None] = (None,)
) -> np.ndarray:
    """(len(drop), N, P) squared errors of predictions by models that have not seen the row; one statistic left out.

    The products of the statistics are summed once a fold; a model without a statistic leaves out those that it is in.
    """
    blank, fold = Polynomial.blank(statistics, degree), np.arange(len(statistics)) % FOLDS
    sums = [blank.sums(statistics[fold == k], quantiles[fold == k]) for k in range(FOLDS)]
    grams, crosses = sum(g for g, _ in sums), sum(c for _, c in sums)
    out = np.empty((len(drop), *quantiles.shape))
    for k in range(FOLDS):
        gram, cross = grams - sums[k][0], crosses - sums[k][1]
        models = [blank.solved(gram, cross, without) for without in drop]
        every = replace(blank, weights=np.hstack([m.weights for m in models]))
        found = every.predict(statistics[fold == k]).clip(0.0, 1.0).reshape(-1, len(drop), quantiles.shape[1])
        out[:, fold == k] = ((found - quantiles[fold == k][:, None]) ** 2).transpose(1, 0, 2)
    return out


def _ratios(errors: np.ndarray) -> Ratios:
    mean, error = errors.mean(axis=0), errors.std(axis=0) / len(errors) ** 0.5
    low, high = np.maximum(0.0, mean - Z99 * error), mean + Z99 * error
    return Ratios(*(np.sqrt(x / PRIOR_VARIANCE) for x in (mean, low, high)))


def losses(table: Table, names: Sequence[str]) -> list[dict[str, Any]]:
    """What each statistic is worth: the rise of each parameter's ratio without it, and where it is largest."""
    columns = [DRAWN.index(name) for name in names]
    quantiles = unit(table.values[:, columns], names)
    full, *others = _errors(table.statistics, quantiles, 3, [None, *range(len(table.measured))])
    base = np.sqrt(full.mean(axis=0) / PRIOR_VARIANCE)
    out = []
    for statistic, errors in zip(table.measured, others, strict=True):
        rise = np.sqrt(errors.mean(axis=0) / PRIOR_VARIANCE) - base
        surer = (errors - full).mean(axis=0) > Z99 * (errors - full).std(axis=0) / len(table) ** 0.5
        most = int(np.argmax(rise))
        out.append({
            "statistic": statistic.name,
            "meaning": statistic.meaning,
            "unit": statistic.unit,
            "most_for": names[most],
            "loss": float(rise[most]),
            "losses": {n: float(x) for n, x in zip(names, rise, strict=True)},
            "earns_its_place": bool(rise[most] >= LEAST_LOSS and surer[most]),
        })  # fmt: skip
    return out


def study(table: Table, observed: np.ndarray) -> tuple[tuple[str, ...], Ratios, Ratios]:
    """The parameters to fit, and the two studies that say so: over the prior, and near the observed statistics (S,)."""
    expected, like = expected_ratios(table), ratios_like(table, observed)
    return choose(DRAWN, expected.ratio, like.ratio), expected, like


def section(table: Table, observed: np.ndarray, posterior: Posterior) -> dict[str, Any]:
    """The study at the observed statistics (S,), with the posterior given them.

    Keys: rule, runs, like_share, fitted (names, the best informed first); parameters (one dict each, in order of
    ``expected``: name, symbol, group, expected, expected_low, expected_high, like, like_low, like_high, observed,
    observed_low, observed_high, fitted); statistics (one dict each: statistic, unit, meaning, observed, most_for, loss,
    losses, earns_its_place).
    """
    fitted, expected, like = study(table, observed)
    at, rows = ratios_of(posterior), []
    for k in np.argsort(expected.ratio, kind="stable"):
        name = DRAWN[k]
        row: dict[str, Any] = {"name": name, "symbol": RECORDS[name].symbol, "group": RECORDS[name].group}
        for title, found in (("expected", expected), ("like", like), ("observed", at)):
            row |= {title: float(found.ratio[k])}
            row |= {f"{title}_low": float(found.low[k]), f"{title}_high": float(found.high[k])}
        rows.append(row | {"fitted": name in fitted})
    worth = [row | {"observed": float(v)} for row, v in zip(losses(table, fitted), observed, strict=True)]
    return {
        "rule": RULE,
        "runs": len(table),
        "like_share": LIKE_SHARE,
        "fitted": list(fitted),
        "parameters": rows,
        "statistics": worth,
    }
