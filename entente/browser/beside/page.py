"""Runs side by side, stepping together: where they part and why, their networks, their numbers, what only one has."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from nicegui import ui

from entente.browser.beside.chooser import chooser
from entente.browser.beside.columns import Columns
from entente.browser.beside.course import Course, Month
from entente.browser.beside.in_futures import InFutures
from entente.browser.beside.numbers import Numbers
from entente.browser.beside.partings import Partings
from entente.browser.frame import frame, is_met, part, words
from entente.browser.hall import Hall
from entente.browser.table import Table
from entente.browser.table_page import LOADING
from entente.browser.view import View
from entente.browser.work import Superseded
from entente.browser.world.parts import STYLE as WORLD
from entente.browser.world.playback import Playback
from results.play.beside.compared import SAME_DRAWS, Compared
from results.play.choice_words import count
from sim.months import month_label

STYLE = Path(__file__).parent / "beside.css"
LINE = "Side by side at the beginning of {month}: what has happened before it, and nothing of it."


class Page:
    """One tab. at : the month (index) at whose beginning the runs are shown; they are shown until ``end`` at most."""

    def __init__(
        self, hall: Hall, table: Table, them: Sequence[Compared], beyond: bool, client: AbstractContextManager[Any]
    ) -> None:
        self.table, self.them, self.work = table, list(them), hall.work
        self.owner = secrets.token_hex(8)
        self.view = View(table, hall.work, self.owner, client=client)
        self.view.on_change(self._played_on)
        self.course = Course(them, hall.records)
        self.first = table.first
        unplayed = table.at == table.first and table.room is None  # in a room nobody has seen anything yet
        self.is_whole = beyond or unplayed or table.at == table.end
        self.end = table.end if self.is_whole else table.at
        self.at = min(table.at, self.end)
        self._log = table.log.text()

    # ---- made once -------------------------------------------------------------------------------------------------
    def make(self) -> None:
        """All parts of the page, empty."""
        ui.add_css(WORLD)
        ui.add_css(STYLE)
        self.loading = words("p", LOADING).classes("loading").props("role=status")
        with ui.element("div").classes("bar undrawn") as bar:
            ends = "all is played" if self.end == self.table.end else "where the session stands"
            self.playback = Playback(self.first, self.end, self.go, self.go, ends)
        self.old = words("p", "").classes("notice")
        self.old.set_visibility(False)
        self._beyond()
        with ui.element("div").classes("undrawn") as place:
            self.partings = Partings(self.them, self.end, self.go)
            self.columns = Columns(self.them, self.table, self.draw)
            with part("Numbers side by side"):
                self.numbers = Numbers(self.them)
            self.partings.make_only()
        self._undrawn = [bar, place]
        self.futures = InFutures(self.view, self.them)
        with part("What is put side by side"):
            words("p", SAME_DRAWS)
            if (choices := self.table.log.choices) and all(one.log.choices == choices for one in self.them):
                words("p", _also_there(len(choices), any(choice.design or choice.fields for choice in choices)))
            chooser(self.table, self.them)

    def _beyond(self) -> None:
        """Where a session is being played, its future is not shown unasked."""
        if self.is_whole:
            return
        path = ui.context.client.request.url
        address = f"{path.path}?{path.query}&beyond=1" if path.query else f"{path.path}?beyond=1"
        with ui.element("p").classes("notice"):
            words("span", f"The session stands at {month_label(self.table.at)}: nothing after that is shown. ")
            words("a", "Show its future too")._props["href"] = address

    # ---- drawn anew ------------------------------------------------------------------------------------------------
    async def go(self, month: int) -> None:
        """Show another month."""
        self.at = min(max(month, self.first), self.end)
        await self.draw()

    async def begin(self) -> None:
        """Compute what is the same in every month, and show the first one."""
        records = await self.course.records()
        await self.work.run(self.owner, "course", self.course.begin(records))
        self.partings.take(self.course.pairs)
        await self.draw()
        told = await self.course.records(decisions=True)
        self.partings.take_decisions(await self.work.run(self.owner, "otherwise", self.course.otherwise(told)))
        self.futures.ask()

    async def draw(self) -> None:
        """Show the present month; a newer wish overtakes an older one."""
        if not self.course.told:
            return
        try:
            month = await self.work.run(
                self.owner, "month", self.course.month(self.at, self.columns.arranged), quick=True
            )
        except Superseded:
            return
        self._show(month)

    def _show(self, month: Month) -> None:
        line = LINE.format(month=month_label(month.at)) if month.at <= self.table.last else "All months are shown."
        self.playback.take({"line": line, "lost": [], "at": month.at})
        self.columns.take(month)
        self.numbers.take(month)
        self.partings.take_month(month)
        for place in self._undrawn:
            place.classes(remove="undrawn")
        self.loading.set_visibility(False)

    async def _played_on(self) -> None:
        """The session has changed: what is shown is one that was."""
        if self.table.log.text() != self._log:
            self.old.text = "The choices of the session have changed since. Load this page anew to see them."
            self.old.set_visibility(True)

    def close(self) -> None:
        """The tab is gone."""
        self.view.close()


def _also_there(choices: int, decides: bool) -> str:
    """What becomes of the session's choices under other designs."""
    said = f"The session's {count(choices, 'choice')} {'is' if choices == 1 else 'are'} made in every column"
    later = ", also those on the secretariat: from their months on it is the same in all of them" if decides else ""
    return f"{said}{later}."


async def page_of(page: Page) -> None:
    """The page is sent as soon as it is built, and drawn once the browser has it."""
    with frame("Side by side", page.table.key, wide=True):
        page.make()
    if not await is_met(ui.context.client):
        return
    try:
        await page.begin()
    except Superseded:
        return
