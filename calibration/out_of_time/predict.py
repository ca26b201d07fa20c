"""The model's forecast from the cut-off: which open dyads sign a first deal by the end of 2025, and how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.out_of_time.data import END, Known
from calibration.posterior import COLUMN, Posterior
from calibration.simulator import Simulator
from sim.months import CUT_OFF

RUNS = 4000  # the Monte Carlo SD of a probability is then at most sqrt(0.25 / 4000) = 0.008
COPY = 10**8  # added to a draw's number for each further run of it


@dataclass(frozen=True)
class Prediction:
    """R runs from the cut-off. ``first`` (R, D): month of the first deal or -1; ``open`` (D,) the dyads at stake."""

    first: np.ndarray
    open: np.ndarray

    def formed(self, until: int = END) -> np.ndarray:
        """(R, D) whether a first deal came by a month."""
        return (self.first >= 0) & (self.first <= until) & self.open

    def probability(self, until: int = END) -> np.ndarray:
        """(D,) chance of a first deal by a month: (runs with one + 1) / (runs + 2), the rule of succession."""
        return (self.formed(until).sum(axis=0) + 1.0) / (len(self.first) + 2.0)

    def error(self) -> np.ndarray:
        """(D,) Monte Carlo standard deviation of the probability."""
        p = self.probability()
        return np.sqrt(p * (1 - p) / len(self.first))

    def count(self, among: np.ndarray | None = None) -> np.ndarray:
        """(R,) number of new ties in each run, ``among`` some dyads (D,) only."""
        formed = self.formed()
        return (formed if among is None else formed & among).sum(axis=1)


def predict(posterior: Posterior, known: Known, seed: int, runs: int = RUNS, threads: int = 1) -> Prediction:
    """Run the posterior on from the observed ties; nothing after the cut-off is replayed but foundings.

    The first run of a draw has the draw's own number, so what its world had drawn at random (unknown capacities,
    preferences) stays with it if ``seed`` is the seed that it was accepted under; further runs of it are worlds of
    their own.
    """
    simulator = Simulator(known.roster, known.dyads, seed, start="observed", end=END, replay_until=CUT_OFF)
    rows = posterior.rows(runs, seed)
    numbers = posterior.numbers[rows].astype(np.int64) + COPY * _copies(rows)
    given = {name: posterior.values[rows, k] for name, k in COLUMN.items()}
    params = simulator.parameters(numbers, given)
    return Prediction(simulator.run(numbers, params, threads).first, known.open)


def _copies(rows: np.ndarray) -> np.ndarray:
    """(R,) how often each row came before; equal rows stand side by side."""
    _, start, place = np.unique(rows, return_index=True, return_inverse=True)
    return np.arange(len(rows)) - start[place]
