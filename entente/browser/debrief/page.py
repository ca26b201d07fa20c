"""The page of the debrief: each part is shown as soon as it is computed; seats are opened one by one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from nicegui import ui

from entente.browser.frame import frame, is_met, words
from entente.browser.table import Table
from entente.browser.view import View
from entente.browser.work import Superseded
from results.play.progress import Tick
from sim.errors import EntenteError

OFTEN = 0.3  # seconds between two looks at the progress
PURPOSE = "debrief"
# Name of a part (its template), its heading, and what it is called while it is computed.
PARTS = {
    "short": ("In short", ""),
    "changed": ("What the choices changed", "this run with and without each choice"),
    "states": ("Who gained, and who lost", ""),
    "seats": ("Seat by seat", "each seat's choices together"),
    "leaving": ("Who would leave now", "the futures from here"),
    "luck": ("Was it luck?", "futures of the model's own play"),
    "questions": ("Five questions to talk about", ""),
}


class DebriefPage:
    """The parts of the page for one view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.shown = ("", 0)  # log and month that the page tells of
        self.places: dict[str, ui.html] = {}
        self._build()
        view.on_change(self._note)

    # ---- what there is -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        from results.play.debrief.debrief import RESTS_ON
        from results.play.debrief.render import STYLE, source

        ui.add_css(source(STYLE))
        with ui.element("nav").props('aria-label="Parts of the debrief"').classes("row small"):
            for name, (title, _) in PARTS.items():
                words("a", title).props(f"href=#{name}")
        self.status = words("p", "Computing ...").props("role=status").classes("small")
        self.wrong = words("p", "").classes("wrong")
        with ui.element("div").classes("notice row") as self.old:
            words("p", "The session has gone on, or was changed, since this was computed.")
            ui.button("Compute anew", on_click=self.compute)
        self.old.visible = False
        with ui.element("div").classes("debrief"):
            for name, (title, _) in PARTS.items():
                with ui.element("section").classes("part").props(f'id={name} role=region aria-label="{title}"'):
                    words("h2", title)
                    self.places[name] = ui.html("")
            self._save()
        with ui.element("section").classes("part").props('role=region aria-label="What this rests on"'):
            words("h2", "What this rests on")
            for sentence in RESTS_ON:
                words("p", sentence).classes("small")

    def _save(self) -> None:
        address = f"/debrief/{self.view.table.key}/report"
        with ui.element("section").classes("part").props('id=save role=region aria-label="Save it"'):
            words("h2", "Save it")
            with ui.element("p").classes("row"):
                words("a", "Save as a report").props(f'href="{address}" download').classes("save")
                if people_of(self.view.table):
                    words("a", "The same with people's names").props(f'href="{address}?names=true" download')
            words(
                "p", "One file that opens in any browser, prints on A4, and tells how to play the session again."
            ).classes("small")

    async def _note(self) -> None:
        """The table has changed: the page says so, and goes on to show what it shows."""
        if self.shown != (self.view.table.log.text(), self.view.at):
            self.old.visible = bool(self.shown[0])

    # ---- computing ---------------------------------------------------------------------------------------------------
    async def compute(self) -> None:
        """All parts, one after the other, each shown at once."""
        from results.play.debrief import debrief, leaving, seat_ledger, standing

        table = self.view.table
        self.shown, self.old.visible, self.wrong.text = (table.log.text(), table.at), False, ""
        try:
            changes = await self._run("changed", functools.partial(debrief.changes_of, table.log, table.at))
            await self._show(
                {
                    "changed": _values(changes=changes, beside=f"/beside/{table.key}?without="),
                    "states": _values(changes=changes),
                }
            )
            seats = await self._run("seats", functools.partial(seat_ledger.seats_of, changes, people_of(table)))
            await self._show({"seats": _values(seats=seats, opened=False)})
            left = await self._run("leaving", functools.partial(leaving.leaving_of, table.log, table.at))
            await self._show({"leaving": _values(leaving=left, changes=changes)})
            among = await self._run("luck", functools.partial(standing.standing_of, changes))
            found = debrief.debrief_with(changes, seats, left, among)
            said = _values(summary=debrief.summary(found), played=debrief.played_words(changes))
            await self._show(
                {"luck": _values(standing=among), "questions": _values(questions=found.questions), "short": said}
            )
            self.status.text = ""
        except Superseded:
            return
        except EntenteError as error:
            self.status.text, self.wrong.text = "", str(error)

    async def _run(self, part: str, compute: Callable[..., Any]) -> Any:
        """One computation, off the page's thread; its progress is told."""
        view, called = self.view, PARTS[part][1]

        def tell() -> None:
            progress = view.work.progress(view.owner, PURPOSE)
            if progress is not None:
                done, parts, before = progress
                waits = f", after {before} others" if before else f", {100 * done // max(1, parts)}%"
                self.status.text = f"Computing {called}{waits} ..."

        tell_often = ui.timer(OFTEN, tell)
        self.status.text = f"Computing {called} ..."
        try:
            return await view.work.run(view.owner, PURPOSE, lambda tick: compute(tick=tick))
        finally:
            tell_often.cancel()

    async def _show(self, parts: dict[str, dict[str, Any]]) -> None:
        """Make the HTML of some parts off the page's thread, and show it."""
        found = await self.view.work.run(self.view.owner, PURPOSE, functools.partial(_made, parts))
        for name, text in found.items():
            self.places[name].content = text


async def debrief_page(view: View) -> None:
    """The page for one view; it is sent at once, and computed when the browser has it."""
    with frame("Debrief", view.table.key):
        if view.at == view.table.first:
            words("p", "No month is played yet. Play at least one, then come back.").classes("notice")
            words("a", "To the play").props(f'href="/play/{view.table.key}"')
            return
        page = DebriefPage(view)
        if not await is_met(ui.context.client):
            return
        await page.compute()


def people_of(table: Table) -> dict[str, str]:
    """Who sat in which seat, where it may be told: actor -> name of the person, from the table's room."""
    return {} if table.room is None else table.room.people_told


def _values(**values: Any) -> dict[str, Any]:
    return values


def _made(parts: dict[str, dict[str, Any]], tick: Tick) -> dict[str, str]:
    from results.play.debrief.render import html

    return {name: str(html(name, **values)) for name, values in parts.items()}
