"""Many runs one after another, each reduced to what the record can be held against: what calibration needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import record as R
from sim.catalogue import CASE_INDEX
from sim.ensemble.loop import simulate
from sim.jit import rule
from sim.months import CUT_OFF, NEVER
from sim.rules.pairs import first_signed
from sim.rules.run_casework import finished_of_kind
from sim.rules.run_network import left_and_joined

ALIVE_FROM = CUT_OFF + 1  # first month in which membership may change: December 2024
JOINT_TEST = CASE_INDEX["joint_test"]


class Networks(NamedTuple):
    """What became of D pairs, and of the network, in R runs."""

    first: np.ndarray  # (R, D) month of the first deal that the run signed, -1 if it signed none
    signed: np.ndarray  # (R, D) bit mask of the types of that deal
    held: np.ndarray  # (R, D) bit mask of the types held when the run ended
    left: np.ndarray  # (R,) founding members that ever left since membership may change
    joined: np.ndarray  # (R,) others that ever joined since
    joint_tests: np.ndarray  # (R,) joint tests of the network that were finished since

    def of(self, dyads: np.ndarray | slice) -> Networks:
        """The same of some of the pairs."""
        first, signed, held = (values[:, dyads] for values in self[:3])
        return Networks(first, signed, held, *self[3:])


def room_for_pairs(runs: int, pairs: int) -> Networks:
    """Arrays for so many runs and pairs."""
    return Networks(
        *(np.empty((runs, pairs), dtype=np.int64) for _ in range(3)),
        *(np.empty(runs, dtype=np.int64) for _ in range(3)),
    )


@rule
def run_networks(w, begin, streams, params, designs, seats, decided, pairs, out):
    """Simulate the runs from row ``begin`` on and follow ``pairs`` (D, 2); the first row that found no room, or R.

    ``streams`` (R,), ``params`` (R, parameters), ``designs`` (R, D, fields), ``seats`` (R, D, J), ``decided`` (D,).
    """
    last = w.first + w.months - 1
    for r in range(begin, streams.shape[0]):
        if not simulate(w, streams[r], params[r], designs[r], seats[r], decided):
            return r
        first_signed(w.tie_log, w.n_ties, pairs, out.first[r], out.signed[r])
        for k in range(pairs.shape[0]):
            out.held[r, k] = w.ties[pairs[k, 0], pairs[k, 1]]
        tiers = w.state_series[:, R.STATE_TIER]
        since = max(0, ALIVE_FROM - w.first)
        out.left[r], out.joined[r] = left_and_joined(tiers, since, w.member_from < NEVER)
        cases = w.cases[: w.n_cases]
        out.joint_tests[r] = finished_of_kind(cases["kind"], cases["finished"], JOINT_TEST, ALIVE_FROM, last)
    return streams.shape[0]
