"""Computing off the thread of the pages: a few threads, a fair queue, and only the newest wish of each tab.

Whoever asks for several things waits with the second until all others had one. Short work has a thread of its own, so
that a step is not behind ensembles. What is at work hears at its next ``tick`` that nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from results.play.progress import Tick

Found = TypeVar("Found")


class Superseded(Exception):
    """Nobody waits for the answer any more: a newer choice has come, or the tab is gone."""


@dataclass(eq=False)
class _Wish:
    """Something that a tab waits for. place : its number in the order of asking."""

    owner: str
    purpose: str
    compute: Callable[[Tick], Any]
    place: int
    answer: Future[Any] = field(default_factory=Future)
    done: int = 0
    parts: int = 1

    def tick(self, done: int, parts: int) -> None:
        """Note the progress; Superseded if nobody waits for the answer."""
        self.done, self.parts = done, parts
        if self.answer.done():
            raise Superseded

    def give_up(self) -> None:
        """Nobody waits for it any more: whoever asked is told at once."""
        self.settle(error=Superseded())

    def settle(self, value: Any = None, error: BaseException | None = None) -> None:
        """Give the answer, unless it was given up."""
        with _SETTLING:
            if self.answer.done():
                return
            self.answer.set_result(value) if error is None else self.answer.set_exception(error)


_SETTLING = threading.Lock()


class Work:
    """A queue of computations. Of one owner and purpose only the newest is of interest: older ones are given up."""

    def __init__(self, threads: int = 2) -> None:
        self._lanes = {False: _Lane(threads, "work"), True: _Lane(1, "quick")}

    async def run(self, owner: str, purpose: str, compute: Callable[[Tick], Found], quick: bool = False) -> Found:
        """What ``compute`` returns. It is called in a thread, with what it tells its progress to.

        owner, purpose : a tab (or a table), and what it wants it for.  quick : it takes some 20 ms at most.
        Superseded if the same owner asks for the same purpose again meanwhile, or gives up.
        """
        wish = self._lanes[quick].add(owner, purpose, compute)
        try:
            return await asyncio.wrap_future(wish.answer)
        finally:
            self._lanes[quick].leave(wish)

    def give_up(self, owner: str, purpose: str | None = None) -> None:
        """Nobody waits any more for what this owner has asked for (for one purpose, or any)."""
        for lane in self._lanes.values():
            lane.give_up(owner, purpose)

    def progress(self, owner: str, purpose: str) -> tuple[int, int, int] | None:
        """(parts done, parts in all, how many others come before it); None if nothing is waited for."""
        found = (lane.progress(owner, purpose) for lane in self._lanes.values())
        return next((one for one in found if one is not None), None)

    def close(self) -> None:
        """Give everything up; threads end with what they are at."""
        for lane in self._lanes.values():
            lane.close()


class _Lane:
    """Wishes of one kind, and the threads that work them off."""

    def __init__(self, threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._count = itertools.count(1)
        self._waiting: list[_Wish] = []
        self._working: list[_Wish] = []
        self._served: dict[str, int] = {}  # owner -> when it was served last; owners without a wish are forgotten

    def add(self, owner: str, purpose: str, compute: Callable[[Tick], Any]) -> _Wish:
        """A new wish, in the place in the queue of the one that it supersedes; Superseded if the lane is closed."""
        with self._lock:
            old = [wish for wish in self._waiting if (wish.owner, wish.purpose) == (owner, purpose)]
            place = old[0].place if old else next(self._count)
        self.give_up(owner, purpose)
        wish = _Wish(owner, purpose, compute, place)
        with self._lock:
            self._waiting.append(wish)
        try:
            self._pool.submit(self._work)
        except RuntimeError:  # it is closed
            wish.give_up()
        return wish

    def give_up(self, owner: str, purpose: str | None) -> None:
        """Nobody waits any more for these."""
        for wish in [w for w in self._all() if w.owner == owner and purpose in (None, w.purpose)]:
            wish.give_up()
            self.leave(wish)

    def leave(self, wish: _Wish) -> None:
        """Whoever asked has its answer, or waits no more."""
        wish.give_up()
        with self._lock:
            if wish in self._waiting:
                self._waiting.remove(wish)
            self._forget(wish.owner)

    def progress(self, owner: str, purpose: str) -> tuple[int, int, int] | None:
        """See ``Work.progress``."""
        with self._lock:
            queue = self._queue()
            at_work = [wish for wish in self._working if not wish.answer.done()]
        for wish in [*queue, *at_work]:
            if (wish.owner, wish.purpose) == (owner, purpose):
                return wish.done, wish.parts, queue.index(wish) if wish in queue else 0
        return None

    def close(self) -> None:
        """Give everything up."""
        for wish in self._all():
            wish.give_up()
        self._pool.shutdown(wait=False, cancel_futures=True)

    # ---- in the threads ---------------------------------------------------------------------------------------------
    def _work(self) -> None:
        """Take whoever is next, and work it off."""
        with self._lock:
            if not self._waiting:
                return
            wish = self._queue()[0]
            self._waiting.remove(wish)
            self._working.append(wish)
            self._served[wish.owner] = next(self._count)
        try:
            wish.tick(0, 1)
            wish.settle(wish.compute(wish.tick))
        except BaseException as error:  # whoever asked is told what went wrong
            wish.settle(error=error)
        finally:
            with self._lock:
                self._working.remove(wish)
                self._forget(wish.owner)

    def _queue(self) -> list[_Wish]:
        """Those that wait, in the order in which they are worked off: in rounds, one of each owner."""
        rounds: Counter[str] = Counter()
        keyed = []
        for wish in sorted(self._waiting, key=lambda wish: wish.place):
            keyed.append(((rounds[wish.owner], self._served.get(wish.owner, 0), wish.place), wish))
            rounds[wish.owner] += 1
        return [wish for _, wish in sorted(keyed, key=lambda pair: pair[0])]

    def _all(self) -> list[_Wish]:
        with self._lock:
            return [*self._waiting, *self._working]

    def _forget(self, owner: str) -> None:
        if all(wish.owner != owner for wish in (*self._waiting, *self._working)):
            self._served.pop(owner, None)
