"""The chronicle of the run: year by year, the newest month first, what is on record apart from what is simulated."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from nicegui import background_tasks, ui

from entente.browser.frame import part, words
from entente.browser.story.kept import Kept
from entente.browser.view import View
from entente.browser.work import Superseded
from results.play.story.told import (
    GROUPS,
    MEANING,
    QUIET,
    SIGNS,
    SIMULATED,
    YOU,
    Told,
    before_play,
    headline,
    only,
    told_of,
)
from scenarios.session.log import Log
from sim.months import month_label
from sim.record import Record

LINES: Kept[list[Told]] = Kept("chronicle", 24)  # some 0.3 MB each on the real roster
ALL = -1
NEEDS_REASONS = "refusals"  # who refused is known from the decisions alone


def chronicle(view: View) -> None:
    """The part of the page."""
    with part("What happened"):
        news = words("p", "").classes("unseen news").props("aria-live=polite")
        with ui.element("div").classes("row"):
            names = {ALL: "everybody"} | dict(sorted(_names(view).items(), key=lambda one: one[1].lower()))
            who = ui.select(names, value=ALL, label="Who", with_input=True).classes("who")
            them = [group for group in GROUPS if view.table.shows_all or group != NEEDS_REASONS]
            kinds = ui.select(
                them, value=[g for g in GROUPS if g not in QUIET], label="What", multiple=True
            ).classes("what").props("options-dense")  # fmt: skip
            why = ui.switch("Reasons", value=False).tooltip(
                "Gain of the decision, the chance of acting that it gives, and its largest terms. Takes a moment."
            )
            why.set_visibility(view.table.shows_all)
        _legend()
        note = words("p", "").classes("small").props("role=status")
        years = ui.element("div").classes("years")
    told = _Chronicle(view, years, news, note)
    view.on_change(told.draw)
    who.on_value_change(lambda event: told.choose(node=ALL if event.value is None else event.value))
    kinds.on_value_change(lambda event: told.choose(groups=event.value))
    if view.table.shows_all:
        kinds.on_value_change(lambda event: why.set_value(why.value or NEEDS_REASONS in event.value))
        why.on_value_change(lambda event: told.choose(reasons=event.value))
    ui.context.client.on_delete(lambda: LINES.leave(view.work, view.owner))


def _names(view: View) -> dict[int, str]:
    roster = view.table.roster
    return {node: str(roster.label(node)) for node in range(roster.n_states + roster.n_firms)}


def _legend() -> None:
    """What the signs say."""
    with ui.element("p").classes("small legend"):
        for basis in ("on record", "simulated", "you", "scenario"):
            with ui.element("span"):
                words("b", f"{SIGNS[basis]} {basis}")
                words("span", f": {MEANING[basis]}. ")


class _Chronicle:
    """The chronicle of one view. Of what is drawn only the months that are new are made."""

    def __init__(self, view: View, years: Any, news: Any, note: Any) -> None:
        self.view, self.years, self.news, self.note = view, years, news, note
        self.node, self.groups, self.reasons = ALL, [g for g in GROUPS if g not in QUIET], False
        self.lines: list[Told] = []
        self.key = ""  # what the lines were made of
        self.told: list[Told] = []  # what is on the page
        self.until = -1
        self.folds: dict[str, _Year] = {}

    async def draw(self) -> None:
        """What is played of the present log. Reasons follow once the decisions are there."""
        view, log = self.view, self.view.table.log
        record = await view.table.record()
        await self._take(log, record, False)
        if self.reasons:
            background_tasks.create(self._with_reasons(log))

    async def choose(self, **what: Any) -> None:
        """Another filter."""
        for name, value in what.items():
            setattr(self, name, value)
        await self.draw()

    async def _with_reasons(self, log: Log) -> None:
        self._say("Asking each actor for its reasons ...")
        try:
            record = await self.view.table.records.of(log, True)
            if self.view.table.log == log:
                await self._take(log, record, True)
        except Superseded:
            return
        finally:
            self._say("")

    async def _take(self, log: Log, record: Record, reasons: bool) -> None:
        """Show the lines of a record, unless those with reasons of the same log are there already."""
        view = self.view
        key = f"{log.text()} {view.seat}"
        if not reasons and self.reasons and self.key == f"{key} True":
            reasons = True
        key = f"{key} {reasons}"
        if self.key != key:
            make = functools.partial(_made, log, record, view.seat)
            self.lines, self.key = await LINES.of(view.work, view.owner, key, make), key
        self._show()

    def _show(self) -> None:
        """The lines until the present month. No choice changes an earlier month: mostly there are only new ones."""
        at = self.view.at
        told = only(self.lines, at, self.node, self.groups)
        old = self.told if told[: len(self.told)] == self.told else []
        if not old:
            self.years.clear()
            self.folds = {}
        for year, own in groupby(told[len(old) :], key=lambda one: one.label[:4]):
            self._year(year).add(list(own))
        if 0 <= self.until < at:
            self.news.text = headline(self.lines, at - 1)
        self.told, self.until = told, at
        self._say("" if told else "Nothing of this kind so far.")

    def _year(self, year: str) -> _Year:
        """The fold of a year, the newest on top and open."""
        if year not in self.folds:
            for other in self.folds.values():
                other.close()
            with self.years:
                first = self.view.table.first
                about = before_play(self.lines, first) if year < month_label(first)[:4] else ""
                self.folds[year] = _Year(year, True, about)
            self.folds[year].fold.move(self.years, 0)
        return self.folds[year]

    def _say(self, text: str) -> None:
        if self.note.text != text:
            self.note.text = text


class _Year:
    """The months of a year, made when one looks at them. about : what they rest on, '' for what is played."""

    def __init__(self, year: str, is_open: bool, about: str = "") -> None:
        self.year, self.is_open = year, is_open
        self.waiting: list[Told] = []
        self.count = 0
        with ui.element("details").props("open" if is_open else "") as self.fold:
            self.summary = words("summary", year)
            if about:
                words("p", about).classes("notice")
            self.months = ui.element("div")
        self.fold.on("toggle", self._toggled, js_handler="e => emit(e.target.open)")

    def add(self, told: Sequence[Told]) -> None:
        """More lines, of months after those that are there."""
        self.waiting += told
        self.count += len(told)
        self.summary.text = f"{self.year}: {self.count} line{'' if self.count == 1 else 's'}"
        if self.is_open:
            self._make()

    def close(self) -> None:
        """Fold it."""
        self.is_open = False
        self.fold.props(remove="open")

    def _toggled(self, event: Any) -> None:
        self.is_open = bool(event.args)
        if self.is_open:
            self._make()

    def _make(self) -> None:
        waiting, self.waiting = self.waiting, []
        for month, own in groupby(waiting, key=lambda one: one.month):
            with self.months:
                section = ui.element("section").classes("month")
            section.move(self.months, 0)
            with section:
                words("h3", month_label(month))
                with ui.element("ul"):
                    for one in own:
                        _line(one)


def _line(told: Told) -> None:
    """One line: its sign with a word, what happened, why."""
    with ui.element("li").classes("mine" if told.basis == YOU else ""):
        words("span", told.sign).classes("sign").props("aria-hidden=true")
        words("span", f"{told.basis}: ").classes("small" if told.basis == SIMULATED else "unseen")
        words("span", f"{told.text}.")
        if told.source:
            words("span", f" Source: {told.source}").classes("small")
        if told.why:
            words("span", told.why).classes("small why")


def _made(log: Log, record: Record, seat: str, tick: Any) -> list[Told]:
    return told_of(log, record, seat)
