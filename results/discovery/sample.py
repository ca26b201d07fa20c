"""A sample of futures for a pair: a wide Latin hypercube over all inputs, or the replicates of stored runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import ties
from results.discovery.pair import Pair
from scenarios.queries import designs_of, tables_of
from sim.errors import InputError

FEWEST = 100  # futures with a winner below which no box is looked for
HELD_OUT = 0.3  # share of the points that is kept for the check


@dataclass(frozen=True, eq=False)
class Sample:
    """Futures with a winner or a tie.

    x : (N, K) inputs in their units.  point : (N,) futures of one point share all inputs, and differ in streams.
    lead : (N,) how much the first design is better.  held : (N,) kept for the check.  streams : futures a point.
    dropped : futures to which the outcome does not apply under both designs, or whose runs failed.
    uniform : points spread evenly over the ranges, instead of drawn as in an experiment.
    """

    x: np.ndarray
    point: np.ndarray
    lead: np.ndarray
    held: np.ndarray
    streams: int
    dropped: int
    said: str
    uniform: bool = True

    @property
    def tied(self) -> int:
        """Futures in which neither is better; they count for neither."""
        return int((self.lead == 0).sum())

    def wins(self, winner: int) -> np.ndarray:
        """(N,) whether the first (0) or the second (1) design is strictly better."""
        return self.lead > 0 if winner == 0 else self.lead < 0


def hypercube(pair: Pair, points: int, streams: int, tell: Callable[[int, int], None] | None = None) -> Sample:
    """New runs at the points of a Latin hypercube, each on so many streams of its own.

    Ranges are taken whole and independent: it asks where in the possible a design is better, not how probable that is.
    """
    from scipy.stats import qmc

    seed = pair.scenario.seed % 2**32
    u = qmc.LatinHypercube(len(pair.inputs), rng=np.random.default_rng(seed)).random(points)
    numbers = np.arange(points * streams).reshape(points, streams)
    lead = pair.lead(pair.unscaled(u), numbers, tell)
    x = np.repeat(pair.unscaled(u), streams, axis=0)
    said = (
        f"{points} points of a Latin hypercube over {len(pair.inputs)} inputs, {streams} streams of random numbers, "
        f"'{pair.scenario.name}', seed {pair.scenario.seed}"
    )
    return _sample(x, np.repeat(np.arange(points), streams), lead.ravel(), streams, said, seed)


def stored(pair: Pair, runs: Any) -> Sample:
    """The replicates of stored runs: their own draws, one stream each. InputError where a design was not run."""
    there = designs_of(runs)
    for name in pair.names:
        if name not in there:
            raise InputError("a design that was not run", value=name, allowed=", ".join(there), choices=there)
    with tables_of(runs, "runs") as tables:
        grid = tables.grid(designs=pair.names)
        first, second = grid.values(pair.meta.name).T
    with np.errstate(invalid="ignore"):
        lead = np.where(ties(first, second), 0.0, pair.meta.better * (first - second))
    draws = runs.draws.set_index("replicate").reindex(grid.replicates)
    centre = pd.DataFrame({one.name: one.centre for one in pair.inputs}, index=draws.index)
    x = draws.reindex(columns=[one.name for one in pair.inputs]).fillna(centre).to_numpy(np.float64)
    drawn = f"seed {runs.seed}; behaviour from {runs.behaviour_prior}"
    said = f"{len(grid.replicates)} stored replicates of '{runs.scenario.name}', {drawn}"
    return _sample(x, np.arange(len(grid.replicates)), lead, 1, said, runs.seed % 2**32, uniform=False)


def _sample(
    x: np.ndarray, point: np.ndarray, lead: np.ndarray, streams: int, said: str, seed: int, uniform: bool = True
) -> Sample:
    """Without what does not apply; points are held out whole. InputError for too few futures with a winner."""
    kept = np.isfinite(lead)
    if int((lead[kept] != 0).sum()) < FEWEST:
        raise InputError("too few futures in which one of the designs is better", key="futures",
                         value=int((lead[kept] != 0).sum()), allowed=f"at least {FEWEST}")  # fmt: skip
    every = np.unique(point)
    chosen = np.random.default_rng([seed, 1]).permutation(every)[: round(HELD_OUT * len(every))]
    held = np.isin(point, chosen)
    return Sample(x[kept], point[kept], lead[kept], held[kept], streams, int((~kept).sum()), said, uniform)
