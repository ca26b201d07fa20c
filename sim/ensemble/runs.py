"""The ensemble's front: runs from configurations, as full records or reduced to outcomes, on any number of threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import draws
from sim.config import RunConfig
from sim.ensemble.dyads import Networks, room_for_pairs, run_networks
from sim.ensemble.handle import handle_of, in_a_row, refilled
from sim.ensemble.loop import simulate
from sim.ensemble.reduction import Reduced, room_for, run_many
from sim.ensemble.setting import Setting, setting_of
from sim.ensemble.state import State, empty
from sim.ensemble.trunk import by_beginning, longest
from sim.errors import EntenteError
from sim.record import CASE_DTYPE, SERIES, STATE_SERIES, TIE_LOG_DTYPE, Record

CASES, TIES = 500, 1000  # room in the logs of a run; doubled whenever a run finds none
MOST = 2**22
SIDE_BY_SIDE = 16  # runs that begin alike, at most: each needs a state of its own


class Ensemble:
    """Compiled runs of one setting: every configuration must agree with ``config`` in all that ``Setting`` holds.

    Threads may share an ensemble: each works in arrays of its own, which stay the same size however many runs follow.
    """

    def __init__(self, config: RunConfig) -> None:
        self.setting = setting_of(config)
        self.designs = 2 + len(config.later)
        self._own = threading.local()

    # ---- runs -----------------------------------------------------------------------------------------------------
    def record(self, config: RunConfig) -> Record:
        """One run with its whole record (without decisions and chronicle, which only the reference keeps)."""
        stream, params, designs, seats = (a[0] for a in self._inputs([config]))
        decided = self._decided(config)
        while True:
            bench = self._bench()
            if simulate(bench.states, bench.setting_handle, stream, params, designs, seats, decided):
                return _record(config, bench.state)
            self._widen()

    def reduce(self, configs: Sequence[RunConfig], series: bool = False, edges: bool = False) -> Reduced:
        """Runs one after another in this thread, each reduced to its outcomes (see ``Reduced``).

        The designs of a replicate are best given together: what their runs have in common is simulated once.
        """
        return self.reduce_arrays(*self._inputs(configs), self._decided(configs[0]), series, edges)

    def reduce_arrays(
        self, streams: np.ndarray, params: np.ndarray, designs: np.ndarray, seats: np.ndarray, decided: np.ndarray,
        series: bool = False, edges: bool = False,
    ) -> Reduced:  # fmt: skip
        """The same for runs given as arrays (see ``reduction.run_many``)."""
        out = room_for(self.setting, len(streams), series, edges)
        order, joined = by_beginning(streams, params, designs, seats, decided)
        done, abreast = 0, min(longest(joined), SIDE_BY_SIDE)
        while done < len(streams):
            b = self._bench()
            done = run_many(
                b.states_for(abreast), b.setting_handle, done, order, joined, streams, params, designs, seats, decided,
                b.outcomes_in(out),
            )  # fmt: skip
            if done < len(streams):
                self._widen()
        return out

    def networks(self, configs: Sequence[RunConfig], pairs: np.ndarray) -> Networks:
        """What becomes of pairs of nodes (D, 2) in each run, one after another in this thread."""
        return self.network_arrays(*self._inputs(configs), self._decided(configs[0]), pairs)

    def network_arrays(
        self, streams: np.ndarray, params: np.ndarray, designs: np.ndarray, seats: np.ndarray, decided: np.ndarray,
        pairs: np.ndarray,
    ) -> Networks:  # fmt: skip
        """The same for runs given as arrays (see ``dyads.run_networks``)."""
        out, done = room_for_pairs(len(streams), len(pairs)), 0
        while done < len(streams):
            b = self._bench()
            done = run_networks(b.states, b.setting_handle, done, streams, params, designs, seats, decided, pairs, out)
            if done < len(streams):
                self._widen()
        return out

    # ---- input ----------------------------------------------------------------------------------------------------
    def _inputs(self, configs: Sequence[RunConfig]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        points = [(c.baseline, c.design, *(design for _, design in c.later)) for c in configs]
        return (
            np.array([draws.stream_of(c.seed, c.replicate) for c in configs], dtype=np.uint64),
            np.array([c.params for c in configs], dtype=float),
            np.array([[point.values for point in row] for row in points], dtype=float),
            np.array([[point.seat for point in row] for row in points], dtype=float),
        )

    def _decided(self, config: RunConfig) -> np.ndarray:
        return np.array([config.first, config.adopt, *(month for month, _ in config.later)], dtype=np.int64)

    # ---- room -----------------------------------------------------------------------------------------------------
    def _bench(self) -> _Bench:
        """This thread's arrays."""
        bench: _Bench | None = getattr(self._own, "bench", None)
        if bench is None:
            bench = self._own.bench = _Bench(self.setting, self.designs, CASES, TIES)
        return bench

    def _widen(self) -> None:
        """Twice the room for cases and ties in this thread."""
        old = self._bench().state
        cases, ties = 2 * len(old.queue.cases), 2 * len(old.tie_log)
        if max(cases, ties) > MOST:
            raise EntenteError(f"a run opened more than {cases // 2} cases or signed more than {ties // 2} times")
        self._own.bench = _Bench(self.setting, self.designs, cases, ties)


class _Bench:
    """Where one thread works: its states, and a copy of the setting, so that no two threads write to one counter."""

    def __init__(self, setting: Setting, designs: int, cases: int, ties: int) -> None:
        copied: dict[str, Any] = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in setting._asdict().items()}
        self.setting = Setting(**copied)
        self.room = designs, cases, ties
        self.state = empty(self.setting, *self.room)  # the first, in which a run alone walks
        self.setting_handle: Any = handle_of(self.setting)
        self.handles: list[Any] = [handle_of(self.state)]
        self.states: Any = in_a_row(self.handles)
        self.out_handle: Any = None

    def states_for(self, runs: int) -> Any:
        """The states in a row of handles: at least so many, which share their diary."""
        missing = runs - len(self.handles)
        if missing > 0:
            more = (empty(self.setting, *self.room, self.state.diary) for _ in range(missing))
            self.handles += [handle_of(state) for state in more]
            self.states = in_a_row(self.handles)
        return self.states

    def outcomes_in(self, out: Reduced) -> Any:
        """Handle of where outcomes go: made once, for it takes as long as a simulated month."""
        self.out_handle = handle_of(out) if self.out_handle is None else refilled(self.out_handle, out)
        return self.out_handle


def record_of(config: RunConfig) -> Record:
    """The record of one run by the ensemble."""
    return Ensemble(config).record(config)


def _record(config: RunConfig, w: State) -> Record:
    """The finished run in ``w`` as a record of its own."""
    now, pages = w.now[0], w.pages
    cases = w.queue.cases[: w.queue.counts[0]]
    table = np.empty(len(cases), dtype=CASE_DTYPE)
    for name in CASE_DTYPE.names or ():
        table[name] = cases[name]
    log = np.empty(now["n_ties"], dtype=TIE_LOG_DTYPE)
    for k, name in enumerate(TIE_LOG_DTYPE.names or ()):
        log[name] = w.tie_log[: now["n_ties"], k]
    return Record(
        roster=config.roster, design=config.design, params=w.p.copy(), seed=config.seed, replicate=config.replicate,
        start=config.first, adopted=config.adopt, works_from=int(w.works_from[1]),
        months=np.arange(config.first, config.end + 1),
        series={name: pages.series[:, k].copy() for k, name in enumerate(SERIES)},
        states={name: pages.states[:, k].copy() for k, name in enumerate(STATE_SERIES)},
        agenda=pages.agenda.copy(), host=pages.host.copy(), network_shares=pages.network_shares.copy(),
        bilateral_shares=pages.bilateral_shares.copy(), pair_counts=pages.pair_counts.astype(np.int64),
        pair_chances=pages.pair_chances.astype(np.int64), safe=pages.safe.copy(),
        ties_start=pages.ties_start.astype(np.int64), ties_end=w.ties.astype(np.int64), tie_log=log, cases=table,
        incidents=w.incident_log[: now["n_incidents"]][:, [0, 1, 3]], baseline=config.baseline,
    )  # fmt: skip
