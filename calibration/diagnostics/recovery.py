"""Simulation-based calibration: does an estimator find again what made the data (Talts et al. 2018)?

Data sets are drawn from the prior; each is given to the estimator; the rank of the true value among the posterior's
draws must be uniform. Too narrow a posterior piles ranks up at both ends, a shifted one at one end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.contraction import contraction
from calibration.estimators.regression import LIKE_SHARE, nearest_rows
from calibration.estimators.table import Table
from calibration.posterior import COLUMN, Posterior, prior_sd
from sim.parameters import RECORDS

ENOUGH = 30.0  # effective runs of the table behind the posterior of a data set
SETS, DRAWS = 300, 99  # data sets and draws a posterior, by default
LEVEL = 0.01  # false alarms of the rank test over all parameters together
BINS = 20  # at most, so that enough data sets are expected in each
FEWEST_IN_BIN = 5.0
SHARES = (0.5, 0.9)  # central intervals whose coverage is counted
BOUND = 0.99  # of the binomial bounds

# From statistics (S,) of a data set and its row in the table, which must not be used, to a posterior.
Estimate = Callable[[np.ndarray, int], Posterior]


@dataclass(frozen=True)
class Recovery:
    """What an estimator made of K data sets whose parameters are known; arrays (K, P) over ``names``."""

    names: tuple[str, ...]
    draws: int
    rows: np.ndarray  # (K,) rows of the table
    truth: np.ndarray
    ranks: np.ndarray  # 0 to ``draws``
    mean: np.ndarray
    sd: np.ndarray
    covered: np.ndarray  # (K, P, len(SHARES)) bool: whether the central interval holds the truth

    def __len__(self) -> int:
        return len(self.rows)


def ranks(
    estimate: Estimate, table: Table, which: np.ndarray, names: Sequence[str], draws: int = DRAWS,
    seed: int = 0, progress: Callable[[int, int], None] | None = None, enough: float = 0.0,
) -> Recovery:  # fmt: skip
    """Let an estimator recover the parameters of the rows ``which`` (K,) of a table. Ranks are among ``draws`` draws.

    Draws are independent and of equal weight (resampled by the weights); ties are broken at random: both depend on the
    seed and the row alone. progress : called with (data sets done, data sets in all). enough : effective draws; a data
    set whose posterior has fewer is left out.
    """
    found: list[list[list[float]]] = []
    kept: list[int] = []
    for k, row in enumerate(which.tolist()):
        posterior = estimate(table.statistics[row], row)
        if posterior.effective_size >= enough:
            rng = np.random.default_rng([seed, row])
            found.append([_one(posterior, name, float(table.values[row, COLUMN[name]]), draws, rng) for name in names])
            kept.append(row)
        if progress is not None:
            progress(k + 1, len(which))
    rows, columns = np.array(kept, dtype=np.int64), np.array(found, dtype=float).reshape(len(kept), len(names), -1)
    return Recovery(
        tuple(names), draws, rows, table.values[rows][:, [COLUMN[name] for name in names]],
        columns[:, :, 0].astype(np.int64), columns[:, :, 1], columns[:, :, 2], columns[:, :, 3:] > 0,
    )  # fmt: skip


def _one(posterior: Posterior, name: str, truth: float, draws: int, rng: np.random.Generator) -> list[float]:
    values = posterior.of(name)
    drawn = values[rng.choice(len(posterior), size=draws, p=posterior.weights)]
    rank = int((drawn < truth).sum()) + int(rng.integers(0, int((drawn == truth).sum()) + 1))
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(posterior.weights[order])
    ends = np.array([[0.5 - s / 2, 0.5 + s / 2] for s in SHARES])
    low, high = values[order][np.searchsorted(reached, ends - 1e-12).clip(max=len(values) - 1)].T
    inside = (low <= truth) & (truth <= high)
    return [rank, posterior.mean(name), posterior.sd(name), *inside.astype(float)]


def recover(
    table: Table, estimate: Estimate, names: Sequence[str], sets: int = SETS, draws: int = DRAWS, seed: int = 0,
    like: np.ndarray | None = None,
) -> Recovery:  # fmt: skip
    """An estimator on ``sets`` rows of a table, each given as the data and never used itself.

    like : statistics (S,); the rows are then every so many of the share most like them. Ranks of the exact posterior
    are uniform among these too, and a fault that averages out over the prior shows. Data sets for which the table has
    fewer than ``ENOUGH`` effective runs are left out: which these are depends on the data alone.
    """
    which = np.arange(len(table) - min(sets, len(table) // 2), len(table))
    if like is not None:
        near = nearest_rows(table, like, max(len(which), round(LIKE_SHARE * len(table))))
        which = np.sort(near[np.arange(len(which)) * len(near) // len(which)])
    return ranks(estimate, table, which, names, draws, seed, enough=ENOUGH)


def bins_of(sets: int, draws: int, most: int = BINS) -> int:
    """Bins of equal width for ranks 0 to ``draws`` with ``FEWEST_IN_BIN`` data sets expected in each; at least 2."""
    fits = [b for b in range(2, most + 1) if (draws + 1) % b == 0 and sets / b >= FEWEST_IN_BIN]
    return max(fits, default=2)


def histogram(ranks: np.ndarray, draws: int, bins: int) -> np.ndarray:
    """(bins,) counts of ranks (K,)."""
    return np.bincount(ranks * bins // (draws + 1), minlength=bins)


def uniform_p(ranks: np.ndarray, draws: int, bins: int | None = None) -> tuple[float, float]:
    """Chi-squared statistic and p-value of the hypothesis that ranks (K,) are uniform on 0 to ``draws``."""
    from scipy.stats import chi2

    bins = bins_of(len(ranks), draws) if bins is None else bins
    edges = -(-np.arange(bins + 1) * (draws + 1) // bins)  # first rank of each bin; unequal if the bins do not divide
    expected = len(ranks) * np.diff(edges) / (draws + 1)
    statistic = float(((histogram(ranks, draws, bins) - expected) ** 2 / expected).sum())
    return statistic, float(chi2.sf(statistic, bins - 1))


def binomial_bounds(share: float, sets: int, alarm: float = 1 - BOUND) -> tuple[float, float]:
    """Shares of so many data sets outside which a true coverage ``share`` falls by chance in ``alarm`` of all cases."""
    from scipy.stats import binom

    low, high = binom.ppf([alarm / 2, 1 - alarm / 2], sets, share) / sets
    return float(low), float(high)


def section(recovery: Recovery, posterior: Posterior | None = None, estimator: str = "kernel") -> dict[str, Any]:
    """Simulation-based calibration, and the contraction of the posterior of the observed data if it is given.

    Keys: estimator, sets, draws, bins, level (over all parameters), threshold (of p, Bonferroni), bin_expected, band
    (99% of one bin, two counts), parameters (one dict each: name, symbol, chi_squared, p, uniform, mean_rank (0 to 1,
    0.5 expected), histogram, coverage (one dict a share: share, covered, low, high, inside), correlation, rmse (in
    prior SD), ratio (root mean square of posterior SD in prior SD), scatter ([true, mean] pairs)), passed (all ranks
    uniform), all_covered, contraction (list, or empty), identified (names), not_identified (names).
    """
    bins = bins_of(len(recovery), recovery.draws)
    threshold = LEVEL / len(recovery.names)
    rows = [_row(recovery, k, bins, threshold) for k in range(len(recovery.names))]
    narrowed = [] if posterior is None else contraction(posterior, recovery.names)
    low, high = binomial_bounds(1 / bins, len(recovery))
    return {
        "estimator": estimator,
        "sets": len(recovery),
        "draws": recovery.draws,
        "bins": bins,
        "level": LEVEL,
        "threshold": threshold,
        "bin_expected": len(recovery) / bins,
        "band": [round(low * len(recovery)), round(high * len(recovery))],
        "parameters": rows,
        "passed": all(r["uniform"] for r in rows),
        "all_covered": all(c["inside"] for r in rows for c in r["coverage"]),
        "contraction": narrowed,
        "identified": [r["name"] for r in narrowed if r["identified"]],
        "not_identified": [r["name"] for r in narrowed if not r["identified"]],
    }


def _row(recovery: Recovery, k: int, bins: int, threshold: float) -> dict[str, Any]:
    name, ranked = recovery.names[k], recovery.ranks[:, k]
    truth, mean = recovery.truth[:, k], recovery.mean[:, k]
    statistic, p = uniform_p(ranked, recovery.draws, bins)
    coverage = []
    for j, share in enumerate(SHARES):
        low, high = binomial_bounds(share, len(recovery), threshold / len(SHARES))
        covered = float(recovery.covered[:, k, j].mean())
        inside = low <= covered <= high
        coverage.append({"share": share, "covered": covered, "low": low, "high": high, "inside": inside})
    return {
        "name": name,
        "symbol": RECORDS[name].symbol,
        "chi_squared": statistic,
        "p": p,
        "uniform": p >= threshold,
        "mean_rank": float(ranked.mean() / recovery.draws),
        "histogram": histogram(ranked, recovery.draws, bins).tolist(),
        "coverage": coverage,
        "correlation": _correlation(truth, mean),
        "rmse": float(np.sqrt(((mean - truth) ** 2).mean()) / prior_sd(name)),
        "ratio": float(np.sqrt((recovery.sd[:, k] ** 2).mean()) / prior_sd(name)),
        "scatter": [[round(float(t), 4), round(float(m), 4)] for t, m in zip(truth, mean, strict=True)],
    }


def _correlation(truth: np.ndarray, mean: np.ndarray) -> float:
    """0 if one of the two does not vary."""
    return float(np.corrcoef(truth, mean)[0, 1]) if truth.std() > 0 and mean.std() > 0 else 0.0
