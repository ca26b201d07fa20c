"""A run up to a month, and from there as many futures as are asked for, all on the same draws.

The months up to the branch are simulated once; a future is a copy of the state there, in which one decision is forced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.config import RunConfig
from sim.ensemble.loop import month_of
from sim.errors import EntenteError
from sim.forced import Forced
from sim.phases.actions import enter
from sim.phases.setup import begin
from sim.record import STATE_SERIES
from sim.scheduled import forced_given
from sim.setting import given_by, inputs_of
from sim.world import Room, World

WELFARE = STATE_SERIES.index("welfare")
ROOMS = tuple(Room(1500 * 4**k, 1500 * 4**k, 2500 * 4**k) for k in range(5))


class Branches:
    """One run up to ``month`` (left out), and its futures of ``window`` months from there.

    ``here`` is the world as the month begins. The configuration must not end before the last future does.
    """

    def __init__(self, config: RunConfig, month: int, window: int) -> None:
        assert config.first <= month and month + window - 1 <= config.end
        self.config, self.month, self.window = config, month, window
        self._rooms = iter(ROOMS)
        self._begin()

    def _begin(self) -> None:
        """Simulate up to the branch, with room enough for that."""
        while True:
            room = next(self._rooms, None)
            if room is None:
                raise EntenteError(
                    "a run opened more cases, signed more often or saw more events than there is room for"
                )
            given, designs = given_by(self.config), 2 + len(self.config.later)
            self.here = World(given, designs, room)
            begin(self.here, *inputs_of(self.config))
            while self.here.month < self.month:
                month_of(self.here)
            if not self.here.overflow:
                self._there = World(given, designs, room, self.here)
                return

    def welfare(self, forced: Sequence[Forced] = (), entering: int = -1) -> np.ndarray:
        """(J,) mean welfare a month of every state in the window.

        forced : decisions that are forced beside those of the configuration.  entering : a state that is made a full
        member as the window begins (-1: none).
        """
        while True:
            w = self._future(forced, entering)
            if not w.overflow:
                row = self.month - w.first
                return w.state_series[row : row + self.window, WELFARE].mean(axis=0)
            self._begin()

    def _future(self, forced: Sequence[Forced], entering: int) -> World:
        w = self._there
        w.block[:], w.numbers[:] = self.here.block, self.here.numbers
        config = replace(self.config, forced=(*self.config.forced, *forced))
        w.give_anew("forced", forced_given(config)["forced"])
        if entering >= 0:
            enter(w, entering)
        while w.month < self.month + self.window:
            month_of(w)
        return w
