"""The list of all choices: when, who, what, what each changed; each can be undone, and done again."""

from __future__ import annotations

import functools

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.changes import effects, this_run
from entente.browser.levers.designs import Designs
from entente.browser.levers.folds import Folds
from entente.browser.levers.waiting import Waiting
from entente.browser.view import View
from results.play.choice_words import what, whose
from results.play.futures.courses import Answer, answer
from results.play.futures.effects import LEFT_OUT, told_as
from results.play.futures.so_far import SoFar, so_far
from results.play.progress import Tick
from scenarios.session.choices import Choice
from scenarios.session.log import Log
from sim.errors import EntenteError
from sim.months import month_label

NONE = "No choice so far. Pull a lever, or take a seat: each choice is listed here with what it changed."
ONE_RUN = (
    "One run, until {}; chance is the same on both sides. 'Today' is its arrangement until the last month, the median "
    "of 64 futures."
)
MOST_UNDONE = 20
AT_ONCE = 6  # newest choices whose effect is worked out without being asked for


class Listed:
    """The part of one tab. What it draws anew is the list; what was undone in this tab can be done again."""

    def __init__(self, view: View) -> None:
        self.view, self._drawn = view, ("", -1)
        self._undone: list[Choice] = []
        self._waiting: list[Waiting] = []
        words("h2", "Choices")
        self._wrong = words("p", "").classes("wrong").props("role=alert")
        self._list = ui.element("ol").classes("choices")
        self._empty = words("p", NONE)
        self._again = ui.element("div")
        view.on_change(self.draw)

    async def draw(self) -> None:
        """The list, if the log or the month is another."""
        log, at = self.view.table.log, self.view.at
        if self._drawn == (log.text(), at):
            return
        self._drawn = (log.text(), at)
        for waiting in self._waiting:
            waiting.drop()
        self._waiting = []
        self._list.clear()
        self._empty.set_visibility(not log.choices)
        newest = sorted((choice.number for choice in log.choices), reverse=True)[:AT_ONCE]
        with self._list:
            for choice in log.choices:
                self._item(log, choice, choice.number in newest)
        self._show_undone()

    def _item(self, log: Log, choice: Choice, at_once: bool) -> None:
        roster, key = self.view.table.roster, self.view.table.key
        said = what(choice, roster)
        with ui.element("li"):
            words("p", f"{choice.date}, {whose(choice, roster)}: {said}").classes("what")
            line = words("p", "").classes("small")
            with ui.element("div").classes("row"):
                about = f"{choice.date}: {said}"
                _button("Undo", f"Undo: {about}", functools.partial(self.undo, choice))
                _button("Back to its month", f"Back to its month: {about}", functools.partial(self.go, choice))
                words("a", "See with and without").props(f'href="/beside/{key}?without={choice.number}"')
            with ui.element("details").classes("inner") as fold:
                words("summary", "What it changed")
                body = ui.element("div")
        effect = _Effect(self.view, log, choice, line.set_text, body)
        self._waiting.append(effect.waiting)
        if at_once:
            effect.ask()
        fold.on("toggle", effect.open)

    # ---- what is done -----------------------------------------------------------------------------------------------
    async def undo(self, choice: Choice) -> None:
        """Without this choice."""
        self._undone = [*self._undone, choice][-MOST_UNDONE:]
        await self._guarded(lambda: self.view.table.undo(choice.number))

    async def redo(self, choice: Choice) -> None:
        """With it again, in its old place."""
        self._undone.remove(choice)
        await self._guarded(lambda: self.view.table.take(restored(self.view.table.log, choice)))

    async def go(self, choice: Choice) -> None:
        """To the beginning of its month."""
        await self.view.table.go(choice.month)

    async def _guarded(self, act) -> None:  # type: ignore[no-untyped-def]
        self._wrong.text = ""
        try:
            await act()
        except EntenteError as error:
            self._wrong.text = str(error)

    def _show_undone(self) -> None:
        self._again.clear()
        if not self._undone:
            return
        with self._again:
            words("h3", "Undone")
            with ui.element("ul"):
                for choice in reversed(self._undone):
                    said = f"{choice.date}: {what(choice, self.view.table.roster)}"
                    with ui.element("li"):
                        words("span", f"{said} ")
                        _button("Do it again", f"Do it again: {said}", functools.partial(self.redo, choice))


class _Effect:
    """What one choice changed: in this run so far, and in the futures."""

    def __init__(self, view: View, log: Log, choice: Choice, line, body: ui.element) -> None:  # type: ignore[no-untyped-def]
        self.view, self.log, self.choice, self._line, self._body = view, log, choice, line, body
        self.waiting = Waiting(view, f"choice {choice.number}", self._tell, lambda error: line(str(error)))
        self._found: tuple[SoFar | None, Answer | None] | None = None
        self._asked = self._is_open = False
        self._folds = Folds()

    def ask(self) -> None:
        """Have it computed."""
        if not self._asked:
            self._asked = True
            self.waiting.ask(functools.partial(_computed, self.log, self.choice, self.view.at), self._show)

    def open(self) -> None:
        """The fold was opened, or closed."""
        self._is_open = True
        self.ask()
        self._fill()

    def _tell(self, progress: str) -> None:
        if self._found is None:
            self._line(progress)

    def _show(self, found: tuple[SoFar | None, Answer | None]) -> None:
        self._found = found
        played, futures = found
        now = f"This run so far: {played.line}." if played is not None else "This run: its month is not played yet."
        self._line(now if futures is None else f"{now} In 64 futures: {futures.changed.line}.")
        self._fill()

    def _fill(self) -> None:
        """What stands under the fold, once it is open and known."""
        if not self._is_open or self._found is None:
            return
        played, futures = self._found
        self._body.clear()
        with self._body:
            words("h3", "This run so far")
            if played is None:
                words("p", "Nothing yet: its month is not played.")
            else:
                this_run(played)
                words("p", ONE_RUN.format(month_label(self.view.at - 1))).classes("small")
            words("h3", "In 64 futures")
            if futures is None:
                words("p", LEFT_OUT)
            else:
                effects(futures, self._folds)
                self._folds.fold(
                    "Under ten designs", lambda: Designs(self.view, self.log, self.log.without(self.choice.number))
                )


def _computed(log: Log, choice: Choice, at: int, tick: Tick) -> tuple[SoFar | None, Answer | None]:
    """The two effects of a choice. In the run of a month that is not played it has none yet."""
    other = log.without(choice.number)
    played = so_far(log, other, at, told_as(log, tick=tick)) if choice.month < at else None
    return played, answer(log, other, tick, played) if choice.is_lever else None


def restored(log: Log, choice: Choice) -> Log:
    """The log with a choice in its old place again, or as the newest where its number is taken by now."""
    if any(other.number == choice.number for other in log.choices):
        plain = choice.plain()
        return log.with_choice(plain.pop("by", ""), **{key: plain[key] for key in plain if key != "number"})
    content = log.plain()
    ordered = sorted([*content["choices"], choice.plain()], key=lambda one: one["number"])
    return Log.of(content | {"choices": ordered})


def _button(text: str, about: str, act) -> None:  # type: ignore[no-untyped-def]
    button = ui.button(text, on_click=act).classes("quiet")
    button._props["aria-label"] = about
