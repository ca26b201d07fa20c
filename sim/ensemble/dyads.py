"""Many runs one after another, each reduced to what became of given pairs: what calibration needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.ensemble.loop import simulate
from sim.jit import rule
from sim.rules.pairs import first_signed


class Networks(NamedTuple):
    """What became of D pairs in R runs."""

    first: np.ndarray  # (R, D) month of the first deal that the run signed, -1 if it signed none
    held: np.ndarray  # (R, D) bit mask of the types held when the run ended


def room_for_pairs(runs: int, pairs: int) -> Networks:
    """Arrays for so many runs and pairs."""
    return Networks(np.empty((runs, pairs), dtype=np.int64), np.empty((runs, pairs), dtype=np.int64))


@rule
def run_networks(w, begin, streams, params, designs, seats, decided, pairs, out):
    """Simulate the runs from row ``begin`` on and follow ``pairs`` (D, 2); the first row that found no room, or R.

    ``streams`` (R,), ``params`` (R, parameters), ``designs`` (R, D, fields), ``seats`` (R, D, J), ``decided`` (D,).
    """
    for r in range(begin, streams.shape[0]):
        if not simulate(w, streams[r], params[r], designs[r], seats[r], decided):
            return r
        first_signed(w.tie_log, w.n_ties, pairs, out.first[r])
        for k in range(pairs.shape[0]):
            out.held[r, k] = w.ties[pairs[k, 0], pairs[k, 1]]
    return streams.shape[0]
