"""The simulator of the calibration: from values of the parameters to what becomes of the dyads, in many runs.

A run is given by its number: it names the draws of the run, and the values of all parameters that are not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from calibration.observed import Dyads
from calibration.past import LAST, past_config
from scenarios import pools
from scenarios.sampling import keyed_uniform
from sim import draws
from sim.ensemble.dyads import Networks
from sim.ensemble.runs import Ensemble
from sim.parameters import BEHAVIOUR, INDEX, RECORDS, UNCERTAIN, default_values
from sim.roster import Roster

DRAWN = tuple(p.name for p in (*BEHAVIOUR, *UNCERTAIN))
BLOCK = 50  # runs that a thread takes at a time


def prior_draw(seed: int, number: int) -> dict[str, float]:
    """Behaviour and the uncertain world of one run: uniform over the ranges of the parameters."""
    return {name: scaled(name, keyed_uniform(seed, number, name)) for name in DRAWN}


def scaled(name: str, quantile: float) -> float:
    """A parameter's value at a quantile of its uniform prior."""
    record = RECORDS[name]
    return record.low + (record.high - record.low) * quantile


class Simulator:
    """Runs of the real past (``calibration.past``) from a start ('origin', 'observed') to the month ``end``."""

    def __init__(self, roster: Roster, dyads: Dyads, seed: int, start: str = "origin", end: int = LAST) -> None:
        self.roster, self.dyads, self.seed = roster, dyads, seed
        self.config = past_config(roster, start, end, seed)
        self._ensemble = Ensemble(self.config)
        self._decided = np.array([self.config.first, self.config.adopt], dtype=np.int64)

    def parameters(self, numbers: np.ndarray, given: Mapping[str, np.ndarray]) -> np.ndarray:
        """(R, parameters) of numbered runs: the prior draw of each number, with the ``given`` names replaced."""
        out = np.tile(default_values(), (len(numbers), 1))
        for row, number in zip(out, numbers, strict=True):
            for name, value in prior_draw(self.seed, int(number)).items():
                row[INDEX[name]] = value
        for name, values in given.items():
            out[:, INDEX[name]] = values
        return out

    def run(self, numbers: np.ndarray, params: np.ndarray, threads: int = 1) -> Networks:
        """What becomes of the dyads in runs with these numbers and parameters (R, parameters)."""
        blocks = [slice(k, k + BLOCK) for k in range(0, len(numbers), BLOCK)]
        if threads == 1 or len(blocks) == 1:
            found = [self._block(numbers[b], params[b]) for b in blocks]
        else:
            with pools.threads(threads) as pool:
                found = list(pool.map(lambda b: self._block(numbers[b], params[b]), blocks))
        return Networks(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _block(self, numbers: np.ndarray, params: np.ndarray) -> Networks:
        secretariat, n = self.config.design, len(numbers)
        return self._ensemble.network_arrays(
            np.array([draws.stream_of(self.seed, int(k)) for k in numbers], dtype=np.uint64),
            params,
            np.tile(secretariat.values, (n, 2, 1)).astype(float),
            np.tile(secretariat.seat, (n, 2, 1)).astype(float),
            self._decided,
            self.dyads.pairs,
        )
