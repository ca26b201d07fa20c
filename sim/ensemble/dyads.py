"""Many runs one after another, each reduced to what became of given pairs: what calibration and forecasts need."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import rule
from sim.ensemble.handle import handle_at
from sim.ensemble.loop import simulate
from sim.rules.pairs import first_signed


class Networks(NamedTuple):
    """What became of D pairs in R runs."""

    first: np.ndarray  # (R, D) month of the first deal that the run signed, -1 if it signed none
    held: np.ndarray  # (R, D) bit mask of the types held when the run ended


def room_for_pairs(runs: int, pairs: int) -> Networks:
    """Arrays for so many runs and pairs."""
    return Networks(np.empty((runs, pairs), dtype=np.int64), np.empty((runs, pairs), dtype=np.int64))


@rule
def run_networks(states, t, begin, streams, params, designs, seats, decided, pairs, out):
    """Simulate the runs from row ``begin`` on and follow ``pairs`` (D, 2); the first row that found no room, or R.

    They walk in the first of the ``states``, a row of handles. ``streams`` (R,), ``params`` (R, parameters),
    ``designs`` (R, D, fields), ``seats`` (R, D, J), ``decided`` (D,).
    """
    w = handle_at(states, 0)
    for r in range(begin, streams.shape[0]):
        if not simulate(states, t, streams[r], params[r], designs[r], seats[r], decided):
            return r
        first_signed(w.tie_log, w.now[0]["n_ties"], pairs, out.first[r])
        for k in range(pairs.shape[0]):
            out.held[r, k] = w.ties[pairs[k, 0], pairs[k, 1]]
    return streams.shape[0]
