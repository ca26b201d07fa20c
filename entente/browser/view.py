"""How one tab looks at a table: its parts are drawn anew when the table changes or the tab turns to something else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from entente.browser.table import Table
from entente.browser.work import Superseded, Work
from sim.months import month_label

Draw = Callable[[], Awaitable[None]]


class View:
    """One tab. Parts of the page register with ``on_change`` what draws them anew.

    owner : names the tab for ``work``.  seat : the actor whose seat the tab has, '' without one.
    chosen : the actor that is looked at, a node, or -1.
    client : the tab as the toolkit knows it: what is drawn goes there, whoever has made the change.
    """

    def __init__(
        self, table: Table, work: Work, owner: str, seat: str = "", client: AbstractContextManager[Any] | None = None
    ) -> None:
        self.table, self.work, self.owner, self.seat = table, work, owner, seat
        self.client = client if client is not None else nullcontext()
        self.chosen = -1
        self._parts: list[Draw] = []
        self._is_closed = False
        self._leave = table.listen(self.draw)

    @property
    def at(self) -> int:
        """The month (index) at whose beginning things are shown."""
        return self.table.at

    @property
    def label(self) -> str:
        """The same as 'YYYY-MM'; the last month where all is played."""
        return month_label(min(self.table.at, self.table.last))

    def on_change(self, draw: Draw) -> None:
        """A part of the page: ``draw`` is awaited at once by the page, and after each change."""
        self._parts.append(draw)

    async def draw(self) -> None:
        """Draw all parts anew, none waiting for another."""
        await asyncio.gather(*(self._draw(draw) for draw in list(self._parts)))

    async def _draw(self, draw: Draw) -> None:
        """One part. Where its computing was overtaken, it is drawn by what has overtaken it.

        Of a tab that is gone nothing is left to draw on: what was under way when it went ends without a word.
        """
        if self._has_left():
            return
        try:
            with self.client:
                await draw()
        except Superseded:
            return
        except Exception:
            if self._has_left():
                return
            logging.getLogger("entente").exception("a part of the page could not be drawn")

    def _has_left(self) -> bool:
        return self._is_closed

    async def look_at(self, node: int) -> None:
        """Turn to an actor (-1: to none)."""
        self.chosen = node
        await self.draw()

    def close(self) -> None:
        """The tab is gone."""
        self._is_closed = True
        self._leave()
        self.work.give_up(self.owner)
