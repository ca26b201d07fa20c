"""What the proposal would change, shown at once as one moves a lever; and the button that takes it."""

from __future__ import annotations

import functools

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.changes import effects
from entente.browser.levers.designs import Designs
from entente.browser.levers.folds import Folds
from entente.browser.levers.proposal import Proposal
from entente.browser.levers.waiting import Waiting
from entente.browser.view import View
from results.brief.names import name
from results.play.choice_words import what
from results.play.futures.courses import Answer, answer
from results.play.futures.effects import LEFT_OUT
from results.play.progress import Tick
from scenarios.session.log import Log
from sim.errors import EntenteError, InputError
from sim.months import month_label

# What is moved stays in sight when the pane takes some of the room.
IN_SIGHT = (
    "setTimeout(() => (document.querySelector('.levers .controls .moved')?.closest('.lever') ?? document.activeElement)"
    "?.scrollIntoView?.({block: 'nearest'}), 60)"
)
NOTHING = "Move a slider, or choose what happens: what it would change in 64 futures is shown here before you do it."


class Preview:
    """The pane under the levers."""

    def __init__(self, view: View, proposal: Proposal) -> None:
        self.view, self.proposal = view, proposal
        self._asked, self._folds = "", Folds()
        with ui.element("section").classes("preview").props('tabindex=0 role=region aria-label="What it would change"'):
            with ui.element("div").classes("row"):
                words("h3", "What it would change")
                self._do = ui.button("Do it", on_click=self.take).props("disable")
                self._drop = ui.button("Leave it", on_click=proposal.drop).classes("quiet").props("disable")
            self._title = words("p", NOTHING).classes("proposed")
            self._progress = words("p", "").classes("small").props("role=status")
            self.wrong = words("p", "").classes("wrong").props("role=alert")
            self._body = ui.element("div").classes("found")
        self._waiting = Waiting(view, "preview", self._tell, self._say)
        proposal.listen(self.proposed)

    def proposed(self) -> None:
        """Something else is proposed, in another month, or after other choices."""
        self._say(None)
        if not self.proposal.what:
            self._title.text, self._asked = NOTHING, ""
            self._waiting.drop()
            self._body.clear()
            self._enable(False)
            return
        log = self.view.table.log
        try:
            if self.view.at > self.view.table.last:
                raise InputError("all is played", allowed="a lever in a month that is not: go back to one first")
            taken = self.proposal.taken(log)
        except EntenteError as error:
            self._asked = ""
            self._waiting.drop()
            self._body.clear()
            self._enable(False)
            self._say(error)
            return
        self._enable(True)
        self._title.text = f"{month_label(self.proposal.month)}: {self._said(taken)}"
        ui.run_javascript(IN_SIGHT)
        if (asked := taken.levers().text()) != self._asked:
            self._asked = asked
            self._body.classes(add="old")
            self._waiting.ask(functools.partial(_computed, taken, log), self._show)

    async def take(self) -> None:
        """Take the proposal into the log."""
        try:
            await self.view.table.choose(**self.proposal.dated())
        except EntenteError as error:
            self._say(error)
            return
        self.proposal.drop()
        ui.notify("Done. It stands under Choices, where it can be undone.")

    # ---- drawing ----------------------------------------------------------------------------------------------------
    def _said(self, taken: Log) -> str:
        newest = max(taken.choices, key=lambda choice: choice.number)
        return what(newest, self.view.table.roster)

    def _show(self, found: Answer) -> None:
        self._body.clear()
        self._body.classes(remove="old")
        log = self.view.table.log
        with self._body:
            effects(found, self._folds)
            self._folds.fold("Under ten designs", lambda: Designs(self.view, found.changed.log, log))
            design = name(found.changed.design, self.view.table.roster).long
            seats = f" {LEFT_OUT}" if any(not choice.is_lever for choice in log.choices) else ""
            words("p", f"From {design} on, with the choices taken so far.{seats}").classes("small")
            ui.run_javascript(IN_SIGHT)

    def _tell(self, progress: str) -> None:
        self._progress.text = progress

    def _say(self, error: EntenteError | None) -> None:
        self.wrong.text = "" if error is None else str(error)

    def _enable(self, on: bool) -> None:
        for button in (self._do, self._drop):
            button.set_enabled(on)
        if self.proposal.what:
            self._drop.set_enabled(True)


def _computed(taken: Log, log: Log, tick: Tick) -> Answer:
    return answer(taken, log, tick)
