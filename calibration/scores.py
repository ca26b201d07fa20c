"""How good a forecast of ties is: log score, Brier score, AUC, reliability; with intervals and paired differences.

    log score  mean of log p(what happened), natural logarithm; 0 is perfect, higher is better
    Brier      mean of (p - y)^2; 0 is perfect, lower is better
    AUC        chance that a dyad that tied was given more than one that did not, equal ones half; 0.5 says nothing

Both first scores are strictly proper (Gneiting and Raftery 2007). Intervals are percentile bootstraps: over dyads (as
the protocol has it), and over actors, because dyads that share an actor are not independent (the vertex bootstrap of
Snijders and Borgatti 1999: a dyad counts as often as the product of its actors' numbers). Beside them the
dyadic-cluster robust interval of a mean (Aronow, Samii and Assenova 2015).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEVEL = 0.9
NORMAL = 1.6448536269514722  # 95% quantile of the standard normal
RESAMPLES = 2000
BIN_EDGES = (0.0, 0.05, 0.1, 0.2, 0.4, 1.0)
Row = dict[str, float | None]  # value, low, high


# ---- scores of one forecast ---------------------------------------------------------------------------------------
def log_scores(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(..., D) log of the probability of what happened; minus infinity for what was held impossible."""
    with np.errstate(divide="ignore"):
        return np.log(np.where(y, p, 1.0 - p))


def brier_scores(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(..., D) squared distance of the probability from what happened."""
    return (p - y) ** 2


def auc(p: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """(B,) areas under the ROC curve with weights (B, D) of the dyads (None: 1 each); NaN where a side has none."""
    w = np.ones((1, len(p))) if weights is None else weights
    above = np.sign(p[y][:, None] - p[~y][None, :]) * 0.5 + 0.5  # (positives, negatives)
    total = w[:, y].sum(axis=1) * w[:, ~y].sum(axis=1)
    won = ((w[:, y] @ above) * w[:, ~y]).sum(axis=1)
    return np.where(total > 0, won / np.where(total > 0, total, 1.0), np.nan)


def reliability(p: np.ndarray, y: np.ndarray, edges: tuple[float, ...] = BIN_EDGES) -> list[dict[str, float]]:
    """A row for each bin that has dyads: bounds, number, mean forecast, how many tied, their share and its interval."""
    place = np.clip(np.searchsorted(edges, p, side="right") - 1, 0, len(edges) - 2)
    rows = []
    for k in range(len(edges) - 1):
        inside = place == k
        n, hits = int(inside.sum()), int(y[inside].sum())
        if n:
            low, high = wilson(hits, n)
            rows.append({
                "from": edges[k], "to": edges[k + 1], "dyads": n, "forecast": float(p[inside].mean()),
                "tied": hits, "share": hits / n, "low": low, "high": high,
            })  # fmt: skip
    return rows


def wilson(hits: int, n: int) -> tuple[float, float]:
    """90% score interval of a share (Wilson 1927)."""
    share, z2 = hits / n, NORMAL**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


# ---- uncertainty --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Resamples:
    """(B, D) how often each dyad counts in each resample: of dyads, and of the actors behind them."""

    dyads: np.ndarray
    actors: np.ndarray
    shared: np.ndarray  # (D, D) bool, whether two dyads have an actor in common (a dyad with itself too)


def resamples(ends: np.ndarray, count: int = RESAMPLES, seed: int = 0) -> Resamples:
    """The resamples of D dyads with ``ends`` (D, 2); the same for the same seed, so that all differences are paired."""
    rng = np.random.default_rng([seed, count, len(ends)])
    n, (actors, place) = len(ends), np.unique(ends, return_inverse=True)
    place = place.reshape(-1, 2)
    times = rng.multinomial(len(actors), np.full(len(actors), 1 / len(actors)), size=count)
    together = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    return Resamples(
        dyads=rng.multinomial(n, np.full(n, 1 / n), size=count).astype(float),
        actors=(times[:, place[:, 0]] * times[:, place[:, 1]]).astype(float),
        shared=together,
    )


def means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(B, ...) weighted means of values (D, ...) for weights (B, D); NaN without any weight."""
    total = weights.sum(axis=1).reshape(-1, *[1] * (values.ndim - 1))
    return np.where(total > 0, (weights @ values) / np.where(total > 0, total, 1.0), np.nan)


def central(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of the central 90% along the first axis, without the NaN."""
    tail = (1 - LEVEL) / 2
    bounds = np.nanquantile(samples, [tail, 1 - tail], axis=0)
    return bounds[0], bounds[1]


def robust(values: np.ndarray, shared: np.ndarray) -> tuple[float, float]:
    """90% interval of the mean of (D,) values: dyadic-cluster robust, not below the one of independent dyads."""
    n, e = len(values), values - values.mean()
    variance = max(float(e @ shared @ e), float(e @ e)) / n**2
    half = NORMAL * np.sqrt(variance)
    return float(values.mean() - half), float(values.mean() + half)


# ---- tables -------------------------------------------------------------------------------------------------------
def score_table(p: np.ndarray, y: np.ndarray, by: Resamples) -> dict[str, Row]:
    """Score -> value and 90% interval ('low', 'high') over dyads; null where it is not defined."""
    log, brier = log_scores(p, y), brier_scores(p, y)
    return {
        "log": _row(log.mean(), means(log, by.dyads)),
        "brier": _row(brier.mean(), means(brier, by.dyads)),
        "auc": _row(auc(p, y)[0], auc(p, y, by.dyads)),
    }


def difference_table(p: np.ndarray, other: np.ndarray, y: np.ndarray, by: Resamples) -> dict[str, Row]:
    """The same for the difference of forecast ``p`` less ``other`` on the same dyads.

    The log score also over actors ('actors_low', 'actors_high') and robust ('robust_low', 'robust_high').
    """
    log = log_scores(p, y) - log_scores(other, y)
    brier = brier_scores(p, y) - brier_scores(other, y)
    low, high = central(means(log, by.actors))
    at_least, at_most = robust(log, by.shared)
    extra = {"actors_low": float(low), "actors_high": float(high), "robust_low": at_least, "robust_high": at_most}
    return {
        "log": _row(log.mean(), means(log, by.dyads)) | extra,
        "brier": _row(brier.mean(), means(brier, by.dyads)),
        "auc": _row(auc(p, y)[0] - auc(other, y)[0], auc(p, y, by.dyads) - auc(other, y, by.dyads)),
    }


def _row(value: float, samples: np.ndarray) -> Row:
    if np.isnan(value) or np.isnan(samples).all():
        return {"value": None, "low": None, "high": None}
    low, high = central(samples)
    return {"value": float(value), "low": float(low), "high": float(high)}
