"""The ensemble's front: runs from configurations, as full records or reduced to outcomes, on any number of threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.config import RunConfig
from sim.ensemble.dyads import Networks, room_for_pairs, run_networks
from sim.ensemble.loop import simulate
from sim.ensemble.reduction import Reduced, room_for, run_many
from sim.ensemble.shared_prefix import by_beginning, longest
from sim.errors import EntenteError
from sim.history import record_of_world
from sim.record import Record
from sim.setting import given_by, inputs_of
from sim.world import Room, World, Worlds

MOST = 2**22
SIDE_BY_SIDE = 16  # runs that begin alike, at most: each needs a world of its own


def inputs_of_all(configs: Sequence[RunConfig]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What ``run_many`` takes: streams (R,), parameters (R, P), designs (R, D, B), seats (R, D, J), and the first month
    of each design (D,), which is the same in all runs.
    """
    streams, params, designs, seats, works_from = zip(*(inputs_of(config) for config in configs), strict=True)
    return np.array(streams, dtype=np.uint64), np.array(params), np.array(designs), np.array(seats), works_from[0]


class Ensemble:
    """Compiled runs of one setting: every configuration must agree with ``config`` in all that ``given_by`` reads.

    Threads may share an ensemble: each works in worlds of its own, which stay the same size however many runs follow.
    """

    def __init__(self, config: RunConfig) -> None:
        self.given = given_by(config)
        self.designs = 2 + len(config.later)
        self._own = threading.local()

    # ---- runs -----------------------------------------------------------------------------------------------------
    def record(self, config: RunConfig) -> Record:
        """One run with its whole record (without decisions, which only the reference keeps)."""
        while True:
            w = self._worlds(1).worlds[0]
            if simulate(w, *inputs_of(config)):
                return record_of_world(w, config)
            self._widen()

    def reduce(self, configs: Sequence[RunConfig], series: bool = False, edges: bool = False) -> Reduced:
        """Runs one after another in this thread, each reduced to its outcomes (see ``Reduced``).

        The designs of a replicate are best given together: what their runs have in common is simulated once.
        """
        return self.reduce_arrays(*inputs_of_all(configs), series, edges)

    def reduce_arrays(
        self, streams: np.ndarray, params: np.ndarray, designs: np.ndarray, seats: np.ndarray, decided: np.ndarray,
        series: bool = False, edges: bool = False,
    ) -> Reduced:  # fmt: skip
        """The same for runs given as arrays (see ``reduction.run_many``)."""
        out = room_for(self._worlds(1).worlds[0], len(streams), series, edges)
        order, joined = by_beginning(streams, params, designs, seats, decided)
        done, abreast = 0, min(longest(joined), SIDE_BY_SIDE)
        while done < len(streams):
            worlds = self._worlds(abreast)
            done = run_many(worlds, abreast, done, order, joined, streams, params, designs, seats, decided, out)
            if done < len(streams):
                self._widen()
        return out

    def networks(self, configs: Sequence[RunConfig], pairs: np.ndarray) -> Networks:
        """What becomes of pairs of nodes (D, 2) in each run, one after another in this thread."""
        return self.network_arrays(*inputs_of_all(configs), pairs)

    def network_arrays(
        self, streams: np.ndarray, params: np.ndarray, designs: np.ndarray, seats: np.ndarray, decided: np.ndarray,
        pairs: np.ndarray,
    ) -> Networks:  # fmt: skip
        """The same for runs given as arrays (see ``dyads.run_networks``)."""
        out, done = room_for_pairs(len(streams), len(pairs)), 0
        while done < len(streams):
            w = self._worlds(1).worlds[0]
            done = run_networks(w, done, streams, params, designs, seats, decided, pairs, out)
            if done < len(streams):
                self._widen()
        return out

    # ---- room -----------------------------------------------------------------------------------------------------
    def _worlds(self, count: int) -> Worlds:
        """At least so many worlds of this thread in a row, which share the month's cache of the first."""
        found: Worlds | None = getattr(self._own, "worlds", None)
        if found is None or len(found.worlds) < count:
            worlds = list(found.worlds) if found is not None else []
            while len(worlds) < count:
                worlds.append(World(self._given(), self.designs, self._room(), worlds[0] if worlds else None))
            found = self._own.worlds = Worlds(worlds)
        return found

    def _given(self) -> dict[str, Any]:
        """What is given, copied once a thread, so that no two threads read the same lines of memory."""
        if not hasattr(self._own, "given"):
            copied = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in self.given.items()}
            self._own.given = copied
        return self._own.given

    def _room(self) -> Room:
        return getattr(self._own, "room", None) or Room()

    def _widen(self) -> None:
        """Twice the room in the logs of this thread."""
        old = self._room()
        room = Room(2 * old.cases, 2 * old.ties, 2 * old.events)
        if max(room.cases, room.ties, room.events) > MOST:
            raise EntenteError(f"a run opened more than {old.cases} cases or signed more than {old.ties} times")
        self._own.room, self._own.worlds = room, None


def record_of(config: RunConfig) -> Record:
    """The record of one run by the ensemble."""
    return Ensemble(config).record(config)
