"""The Pareto front over chosen outcomes: which design is dominated by which, and how surely.

A design dominates another if it is at least as good in every outcome and better in one. Means are taken over the
futures in which an outcome applies to both (paired); quantiles over each design's own futures. A design to which one of
the outcomes never applies cannot be compared: it is neither dominated nor on the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from results.paired import TIE
from results.robust.futures import Futures
from results.robust.resample import SAMPLES, weights
from sim.errors import InputError

MEAN, MEDIAN, TAIL = BY = ("mean", "median", "tail")
_LEVEL = {MEDIAN: 0.5, TAIL: 0.1}  # the tail: what is undercut in a tenth of the futures, where more is better
_FEWER = 300  # bootstrap samples for quantiles, which must be sorted one by one


@dataclass(frozen=True, eq=False)
class Front:
    """Who dominates whom.

    by : 'mean', 'median' or 'tail'.  better : (D, D, O) by how much the first is better; NaN if never paired.
    dominates : (D, D).  surely : (D, D) share of bootstrap samples in which the first dominates the second.
    on : (D,) on the front.  on_surely : (D,) share of samples in which a design is on it; NaN if it cannot be compared.
    never : for each design, outcomes that never apply to it: with any, it cannot be compared.
    """

    designs: tuple[str, ...]
    by: str
    better: np.ndarray
    dominates: np.ndarray
    surely: np.ndarray
    on: np.ndarray
    on_surely: np.ndarray
    never: tuple[tuple[str, ...], ...]

    def rows(self) -> list[dict[str, Any]]:
        """One row a design: on the front, how surely, and by which designs it is dominated."""
        found = []
        for d, design in enumerate(self.designs):
            above = sorted(np.flatnonzero(self.dominates[:, d]), key=lambda a: -self.surely[a, d])
            by = [{"design": self.designs[a], "surely": float(self.surely[a, d])} for a in above]
            row = {"design": design, "on_front": bool(self.on[d]), "surely": float(self.on_surely[d])}
            found.append(row | {"dominated_by": by, "never_applies": list(self.never[d])})
        return found


def front(futures: Futures, by: str = MEAN, seed: int = 1) -> Front:
    """The front of the futures' designs over all their outcomes. InputError for another ``by``."""
    if by not in BY:
        raise InputError("unknown way to compare", key="by", value=by, allowed=", ".join(BY), choices=BY)
    signed = futures.signed()
    drawn = weights(futures.group, seed, SAMPLES if by == MEAN else _FEWER)
    whole = np.ones((1, len(futures)))
    differences = _of_means if by == MEAN else partial(_of_quantiles, _LEVEL[by])
    better = differences(signed, whole)[0]
    resampled = differences(signed, drawn)
    dominates, often = dominance(better), dominance(resampled)
    applies = np.isfinite(signed).any(axis=0)
    never = tuple(tuple(np.array(futures.outcomes)[~own].tolist()) for own in applies)
    compared = applies.all(axis=1)
    return Front(
        futures.designs, by, better, dominates, often.mean(axis=0),
        compared & ~dominates.any(axis=0), np.where(compared, (~often.any(axis=-2)).mean(axis=0), np.nan), never,
    )  # fmt: skip


def dominance(better: np.ndarray) -> Any:
    """(..., D, D) whether the first dominates the second, from (..., D, D, O) how much better it is.

    Rounding is no difference; where two were never seen together in an outcome, neither dominates.
    """
    known = np.isfinite(better).all(axis=-1)
    with np.errstate(invalid="ignore"):
        return known & (better >= -TIE).all(axis=-1) & (better > TIE).any(axis=-1)


def _of_means(signed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """(B, D, D, O) mean differences under weights (B, F) of the futures."""
    count, (designs, outcomes) = len(drawn), signed.shape[1:]
    found = np.full((count, designs, designs, outcomes), np.nan)
    for a in range(designs):
        for b in range(a):
            apart = signed[:, a] - signed[:, b]
            there = np.isfinite(apart)
            number = drawn @ there
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = (drawn @ np.where(there, apart, 0.0)) / number
            found[:, a, b], found[:, b, a] = mean, -mean
    return found


def _of_quantiles(level: float, signed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """(B, D, D, O) differences of quantiles."""
    futures, designs, outcomes = signed.shape
    found = np.empty((len(drawn), designs, designs, outcomes))
    flat = signed.reshape(futures, -1)
    nothing = ~np.isfinite(flat).any(axis=0)
    for k, row in enumerate(drawn.astype(np.int64)):
        sample = np.repeat(flat, row, axis=0)
        empty = nothing | ~np.isfinite(sample).any(axis=0)
        sample = np.where(empty, 0.0, sample)
        at = np.where(empty, np.nan, np.nanquantile(sample, level, axis=0)).reshape(designs, outcomes)
        found[k] = at[:, None] - at[None]
    return found
