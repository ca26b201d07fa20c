"""Regret: how far a design falls short of the best one in the same future, outcome by outcome, in its unit.

Savage 1951; over many futures as in Lempert, Popper and Bankes 2003. Nothing is added up over outcomes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from results.comparison import ties
from results.robust.futures import Futures
from results.robust.resample import weights

HIGH = 0.9  # quantile of regret


def shortfalls(values: np.ndarray) -> np.ndarray:
    """(F, D) shortfall against the best of each future, from values of which more is better.

    0 for the best and what ties with it; NaN for a design without a value and in futures with fewer than two values.
    """
    found = np.full(values.shape, np.nan)
    usable = np.isfinite(values).sum(axis=1) >= 2
    kept = values[usable]
    if not len(kept):
        return found
    top = np.nanmax(kept, axis=1, keepdims=True)
    best = np.isfinite(kept) & ties(np.where(np.isfinite(kept), kept, 0.0), top)
    found[usable] = np.where(best, 0.0, top - kept)
    return found


def regret(futures: Futures, seed: int = 1) -> list[dict[str, Any]]:
    """One row an outcome and design: mean, 90% quantile and worst regret, futures, and how surely it has the least.

    least : share of bootstrap samples of the futures in which its mean regret is the lowest; equal ones share.
    """
    signed, rows = futures.signed(), []
    drawn = weights(futures.group, seed)
    for k, meta in enumerate(futures.metas):
        short = shortfalls(signed[:, :, k])
        sure = _least(short, drawn)
        for d, design in enumerate(futures.designs):
            own = short[np.isfinite(short[:, d]), d]
            row = {"outcome": meta.name, "design": design, "futures": len(own)}
            rows.append(row | _figures(own) | {"least": float(sure[d]) if len(own) else math.nan})
    return rows


def _figures(own: np.ndarray) -> dict[str, float]:
    if not len(own):
        return {"mean": math.nan, "high": math.nan, "worst": math.nan}
    return {"mean": float(own.mean()), "high": float(np.quantile(own, HIGH)), "worst": float(own.max())}


def _least(short: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """(D,) share of samples (B, F) in which a design's mean regret is the lowest."""
    there = np.isfinite(short)
    count = drawn @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (drawn @ np.where(there, short, 0.0)) / count
    means = np.where(count > 0, means, np.inf)
    low = means.min(axis=1, keepdims=True)
    winners = np.isfinite(means) & (means <= low + 1e-12 * np.maximum(1.0, np.abs(low)))
    return (winners / np.maximum(1, winners.sum(axis=1, keepdims=True))).mean(axis=0)
