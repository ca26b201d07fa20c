"""Computing for a part of the page, apart from its drawing: the newest wish counts, and progress is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from entente.browser.view import View
from entente.browser.work import Superseded
from results.play.progress import Tick
from sim.errors import EntenteError

PAUSE = 0.12  # seconds without a newer wish before computing begins: a slider that moves asks many times
LOOK = 0.1  # seconds between two looks at the progress


class Waiting:
    """One thing that a part of the page waits for.

    told : is given the progress in words, '' when it has ended.  failed : is given what is wrong.
    """

    def __init__(
        self, view: View, purpose: str, told: Callable[[str], None], failed: Callable[[EntenteError], None]
    ) -> None:
        self.view, self.purpose, self._told, self._failed = view, purpose, told, failed
        self._task: asyncio.Task[None] | None = None

    def ask(self, compute: Callable[[Tick], Any], shown: Callable[[Any], Awaitable[None] | None]) -> None:
        """Have something computed, in the place of what was asked for before."""
        self.drop()
        self._task = asyncio.create_task(self._answer(compute, shown))

    def drop(self) -> None:
        """Nobody waits for it any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.view.work.give_up(self.view.owner, self.purpose)
        self._told("")

    async def _answer(self, compute: Callable[[Tick], Any], shown: Callable[[Any], Awaitable[None] | None]) -> None:
        await asyncio.sleep(PAUSE)
        looking = asyncio.create_task(self._look())
        try:
            found = await self.view.work.run(self.view.owner, self.purpose, compute)
        except Superseded:
            return
        except EntenteError as error:
            self._failed(error)
            return
        except Exception:
            logging.getLogger("entente").exception("the effect of a choice could not be computed")
            self._failed(EntenteError("This could not be computed: a fault of the program, not of your choice."))
            return
        finally:
            looking.cancel()
            self._told("")
        with self.view.client:
            if (drawing := shown(found)) is not None:
                await drawing

    async def _look(self) -> None:
        """Tell the progress until the answer is there."""
        while True:
            await asyncio.sleep(LOOK)
            progress = self.view.work.progress(self.view.owner, self.purpose)
            if progress is not None:
                self._told(in_words(*progress))


def in_words(done: int, parts: int, before: int) -> str:
    """'Computing: 12 of 128 runs', or how many others come first."""
    if before:
        return f"Waiting: {before} other{'s' * (before > 1)} first"
    return f"Computing: {done} of {parts} runs" if parts > 1 else "Computing"
