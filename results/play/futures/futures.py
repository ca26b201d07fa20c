"""Ensembles that were made, kept for a while: of two logs that come to the same, one answers for both."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from results.play.futures.ensemble import REPLICATES, Runs, runs_of
from results.play.progress import Tick, silent
from scenarios.session.log import Log

MOST = 48  # ensembles of one design that are kept: some 1 MB each on the real roster
LOOK = 0.05  # seconds between two looks at whether somebody who waits for another's runs still waits
Key = tuple[str, int]


class _Making:
    """An ensemble that somebody makes at present. ``done`` : how many of its futures, of all that are made with it."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.done = 0


class Futures:
    """Ensembles by log and design. Threads may share it: what one of them makes, the others wait for."""

    def __init__(self, most: int = MOST, make: Callable[..., dict[str, Runs]] = runs_of) -> None:
        self.most, self._make = most, make
        self._kept: OrderedDict[Key, Runs] = OrderedDict()
        self._at_work: dict[Key, _Making] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(
        self, log: Log, designs: Sequence[str] | None = None, replicates: int = REPLICATES, tick: Tick = silent
    ) -> dict[str, Runs]:
        """As ``runs_of``, which makes what is neither kept nor made by another thread already."""
        levers = log.levers()
        asked = list(dict.fromkeys(designs)) if designs is not None else [levers.design]
        keys = {design: (_said(levers, design), replicates) for design in asked}
        found: dict[str, Runs] = {}
        while missing := [design for design in asked if design not in found]:
            ours, theirs = self._shared(keys, missing, found)
            if ours:
                found |= self._made(levers, ours, keys, replicates, tick)
            elif theirs is not None:
                self._wait(theirs, replicates * len(missing), tick)
        return {design: found[design] for design in asked}

    def _shared(
        self, keys: dict[str, Key], missing: Sequence[str], found: dict[str, Runs]
    ) -> tuple[list[str], _Making | None]:
        """Which of the missing are for us to make, and one that another makes; those that are kept are found."""
        with self._lock:
            for design in missing:
                if keys[design] in self._kept:
                    found[design] = self._kept[keys[design]]
                    self._kept.move_to_end(keys[design])
            left = [design for design in missing if design not in found]
            ours = [design for design in left if keys[design] not in self._at_work]
            making = _Making()
            self._at_work |= {keys[design]: making for design in ours}
            return ours, next((self._at_work[keys[design]] for design in left if design not in ours), None)

    def _made(
        self, log: Log, ours: Sequence[str], keys: dict[str, Key], replicates: int, tick: Tick
    ) -> dict[str, Runs]:
        """Make these, keep them, and tell those who wait, whatever ends it."""
        making = self._at_work[keys[ours[0]]]

        def told(done: int, parts: int) -> None:
            making.done = done
            tick(done, parts)

        made: dict[str, Runs] = {}
        try:
            made = self._make(log, ours, replicates, told)
        finally:
            with self._lock:
                for design in ours:
                    del self._at_work[keys[design]]
                self._kept |= {keys[design]: runs for design, runs in made.items()}
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
            making.ended.set()
        return made

    def _wait(self, making: _Making, parts: int, tick: Tick) -> None:
        """Until another has made it, or has given it up."""
        while not making.ended.wait(LOOK):
            tick(min(making.done, parts), parts)


def _said(levers: Log, design: str) -> str:
    """All that the futures of a design depend on; the numbers of choices and who made them are no part of it."""
    choices = tuple(choice.model_copy(update={"number": 1, "by": ""}) for choice in levers.choices)
    return levers.model_copy(update={"design": design, "replicate": 0, "choices": choices}).text()


FUTURES = Futures()
