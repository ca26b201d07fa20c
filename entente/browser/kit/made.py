"""Sessions filled in by the model: each once for a server, in a thread, while pages answer at once."""

from __future__ import annotations

import asyncio

from entente.browser.kit.sessions import session
from entente.browser.kit.values import Filled, filled
from entente.browser.work import Work

PATIENCE = 0.8  # seconds that a page waits before it says how far it is
OWNER = "kit"


class Made:
    """The sessions that were asked for. One that could not be filled in is tried anew when it is asked for again."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._tasks: dict[str, asyncio.Task[Filled]] = {}

    async def of(self, minutes: str) -> Filled | None:
        """A session filled in; None as long as it is at work. InputError if there is none of so many minutes."""
        session(minutes)
        if minutes not in self._tasks:
            self._tasks[minutes] = asyncio.create_task(
                self._work.run(OWNER, minutes, lambda tick: filled(minutes, tick))
            )
        task = self._tasks[minutes]
        await asyncio.wait([task], timeout=PATIENCE)
        if not task.done():
            return None
        try:
            return task.result()
        except Exception:
            self._tasks.pop(minutes, None)
            raise

    def progress(self, minutes: str) -> tuple[int, int, int] | None:
        """How far it is, as ``Work.progress``."""
        return self._work.progress(OWNER, minutes)
