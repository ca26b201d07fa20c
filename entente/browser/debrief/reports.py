"""Reports that are asked for: equal ones are made once, and given up when no browser waits for them any more."""

from __future__ import annotations

import asyncio
import functools
import json
import secrets
from typing import Protocol

from entente.browser.story.kept import Kept
from entente.browser.work import Work
from results.play.progress import Tick
from scenarios.session.log import Log

MOST = 16  # reports that are kept: some 0.2 MB each
LOOK = 0.5  # seconds between two looks at whether the browser still waits


class Asks(Protocol):
    """A request of a browser."""

    async def is_disconnected(self) -> bool:
        """Whether the browser is gone."""


class Reports:
    """The reports of all tables. work : where they are made."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._kept: Kept[str] = Kept("report", MOST)

    async def of(self, request: Asks, log: Log, at: int, people: dict[str, str]) -> str:
        """The report of a session until month ``at``; ``Superseded`` if the browser leaves before it is made.

        people : who sat where, where that is to be told.
        """
        owner, key = secrets.token_hex(8), json.dumps([log.text(), at, people], sort_keys=True)
        watching = asyncio.create_task(self._watch(request, owner))
        try:
            return await self._kept.of(self._work, owner, key, functools.partial(_made, log, at, people))
        finally:
            watching.cancel()
            self._kept.leave(self._work, owner)

    async def _watch(self, request: Asks, owner: str) -> None:
        """What nobody waits for any more is given up."""
        while not await request.is_disconnected():
            await asyncio.sleep(LOOK)
        self._kept.leave(self._work, owner)


def _made(log: Log, at: int, people: dict[str, str], tick: Tick) -> str:
    from results.play.debrief.debrief import debrief_of
    from results.play.debrief.report import report

    return report(debrief_of(log, at, tick=tick, people=people))
