"""Answers that hang on a log alone: made once for all tabs that wait for them, given up when none waits any more."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from entente.browser.work import Superseded, Work
from results.play.progress import Tick

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """Answers by key.

    purpose : what they are made for, a name for ``Work``.  most : how many are kept, the last used.
    """

    def __init__(self, purpose: str, most: int) -> None:
        self.purpose, self.most = purpose, most
        self._kept: OrderedDict[str, Found] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[Found]] = {}
        self._wanted: dict[str, str] = {}  # owner -> the key that it wants

    async def of(self, work: Work, owner: str, key: str, make: Callable[[Tick], Found]) -> Found:
        """The answer for a key; ``Superseded`` if the owner asks for another meanwhile, or leaves."""
        self.leave(work, owner)
        self._wanted[owner] = key
        while key not in self._kept:
            task = self._tasks.get(key)
            if task is None:
                task = self._tasks[key] = asyncio.create_task(self._make(work, key, make))
            try:
                await asyncio.shield(task)
            except Superseded:
                # Somebody's last wish may have been given up just before this one came: then it is made anew.
                if self._wanted.get(owner) != key:
                    raise
        if self._wanted.get(owner) != key:
            raise Superseded
        self._kept.move_to_end(key)
        return self._kept[key]

    def leave(self, work: Work, owner: str) -> None:
        """The owner wants nothing any more."""
        key = self._wanted.pop(owner, None)
        if key is not None and key not in self._wanted.values():
            work.give_up(self._name(key))

    def progress(self, work: Work, key: str) -> tuple[int, int, int] | None:
        """As ``Work.progress``; None if nothing is made for the key."""
        return work.progress(self._name(key), self.purpose)

    async def _make(self, work: Work, key: str, make: Callable[[Tick], Found]) -> Found:
        try:
            found = await work.run(self._name(key), self.purpose, make)
        finally:
            self._tasks.pop(key, None)
        self._kept[key] = found
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return found

    def _name(self, key: str) -> str:
        return f"{self.purpose}: {key}"
