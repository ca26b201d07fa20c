"""The same choice under other designs: one main outcome at a time, a row a design."""

from __future__ import annotations

import functools

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.changes import bar
from entente.browser.levers.waiting import Waiting
from entente.browser.view import View
from results.brief.names import names
from results.play.differences import HEADLINES
from results.play.futures.effects import Changed, in_futures
from results.play.progress import Tick
from scenarios.designs import default_designs
from scenarios.session.log import Log
from sim.errors import EntenteError

ABOUT = "The same choices from each of these designs on, each against itself without the choice, on the same draws."


class Designs:
    """A part that is worked out when it is made: ten designs take some seconds."""

    def __init__(self, view: View, log: Log, other: Log) -> None:
        self._found: dict[str, Changed] = {}
        self._designs = default_designs(view.table.roster)
        self._names = names(self._designs, view.table.roster)
        words("p", ABOUT).classes("small")
        self._outcome = ui.select(
            {meta.name: meta.title for meta in HEADLINES}, label="Outcome", value="members", on_change=self._show
        ).classes("wide")
        self._progress = words("p", "").classes("small").props("role=status")
        self._body = ui.element("div")
        self.waiting = Waiting(view, "ten designs", self._tell, self._failed)
        self.waiting.ask(functools.partial(_computed, log, other, self._designs), self._answered)

    def _answered(self, found: dict[str, Changed]) -> None:
        self._found = found
        self._show()

    def _tell(self, progress: str) -> None:
        self._progress.text = progress

    def _failed(self, error: EntenteError) -> None:
        self._progress.text = f"It cannot be done under all of these designs: {error}"

    def _show(self) -> None:
        self._body.clear()
        if not self._found:
            return
        with self._body, ui.element("table").classes("effects even"):
            words("caption", "Change in the outcome, by design").classes("unseen")
            with ui.element("thead"), ui.element("tr"):
                for title in ("Design", "Change", "worse | better", "Better in"):
                    words("th", title).props("scope=col")
            with ui.element("tbody"):
                for design, changed in self._found.items():
                    row = changed.row(self._outcome.value)
                    with ui.element("tr"):
                        words("th", self._names[design].short).props("scope=row")
                        words("td", row.size if row.applies else "–").classes("num")
                        with ui.element("td"):
                            if row.applies:
                                bar(row)
                        words("td", row.sure).classes("sure")


def _computed(log: Log, other: Log, designs: list[str], tick: Tick) -> dict[str, Changed]:
    return in_futures(log, other, designs, tick=tick)
