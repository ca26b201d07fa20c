"""The outcome series: one small figure each, with bands, marks in words, and a table behind it."""

from __future__ import annotations

import asyncio
import functools
from typing import Any

import numpy as np
from nicegui import background_tasks, ui

from entente.browser.frame import part, words
from entente.browser.story import options
from entente.browser.story.kept import Kept
from entente.browser.view import View
from entente.browser.work import Superseded
from results.play.futures.bands import SHOWN, Bands, Shown, bands_of, key_of, note, own_course, scales
from results.play.story.marks import Mark, marks_of
from sim.errors import EntenteError
from sim.months import month_label
from sim.record import Record

BANDS: Kept[Bands] = Kept("bands", 64)  # about 50 kB each
SCALES: Kept[dict[str, float]] = Kept("scales", 64)
KEY = "Marks that are near to each other stand in one list at the first of them. △ simulated, ▲ chosen."
BLINK = 0.15  # seconds between two looks at how far the ensemble is


def charts(view: View) -> None:
    """The part of the page."""
    with part("How it unfolds"):
        status = words("p", "").classes("small").props("role=status")
        figures: list[_Figure] = []
        with ui.element("div").classes("multiples") as grid:
            for shown in SHOWN:
                figures.append(_Figure(shown))
            with ui.element("div").classes("multiple"):
                words("h3", "Marks on the time axis")
                words("p", KEY).classes("small")
                with ui.element("div").classes("tall").props('tabindex=0 role=region aria-label="Marks"'):
                    key = ui.element("ul").classes("small marks")
    drawer = _Drawer(view, figures, grid, status, key)
    view.on_change(drawer.draw)
    ui.context.client.on_delete(drawer.leave)


class _Figure:
    """One series: its heading, its figure, its table."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.drawn = shown, False
        self.months: list[int] = []
        self.own: np.ndarray = np.empty(0)
        self.quantiles: np.ndarray | None = None
        with ui.element("figure").classes("multiple"):
            words("h3", shown.title)
            words("p", shown.unit).classes("small unit").tooltip(shown.meaning)
            with ui.element("div").props("role=img") as self.picture:
                self.chart = ui.echart(options.empty([], 100.0 if shown.largest else None)).classes("chart")
            if shown.note:
                words("p", shown.note).classes("small")
            with ui.element("details").classes("inner") as self.fold:
                words("summary", "Table").props(f'aria-label="Table: {shown.title}"')
                self.room = ui.element("div")
        self.is_open = False
        self.fold.on("toggle", self._toggled, js_handler="e => emit(e.target.open)")

    def take(
        self, months: list[int], own: np.ndarray, quantiles: np.ndarray | None, marks: list[Mark], at: int
    ) -> None:
        """Show these numbers; only what has changed is sent. at : the present month (index)."""
        fresh = months != self.months or quantiles is not self.quantiles or not self.drawn
        self.months, self.own, self.quantiles = months, own, quantiles
        run = {
            "id": "run",
            "data": options.own_of(own),
            "markLine": options.lines_of(marks, month_label(min(at, months[-1]))),
            "markPoint": options.points_of(marks),
        }
        if fresh:
            self._into(run)
            self.chart.options["xAxis"]["data"] = [month_label(month) for month in months]
            self.chart.options["dataset"]["source"] = options.rows_of(months, quantiles)
            self.chart.update()
            self.drawn = True
        else:
            self.chart.run_chart_method("setOption", {"series": [run]})
        self.picture.props["aria-label"] = options.said(self.shown, own, quantiles, months)
        self.picture.update()
        if self.is_open:
            self._table()

    def _into(self, run: dict[str, Any]) -> None:
        """The run's line into the options of the whole figure: whatever changes in these is sent whole."""
        for series in self.chart.options["series"]:
            if series["id"] == "run":
                series.update(run)

    def _toggled(self, event: Any) -> None:
        self.is_open = bool(event.args)
        self.room.clear()
        if self.is_open:
            self._table()

    def _table(self) -> None:
        """All months with their numbers."""
        self.room.clear()
        with self.room:
            scroll = ui.element("div").classes("scroll tall").props("tabindex=0 role=region")
        scroll.props["aria-label"] = f"Table: {self.shown.title}"
        with scroll, ui.element("table"):
            words("caption", f"{self.shown.title}: {self.shown.unit}")
            with ui.element("thead"), ui.element("tr"):
                for head in ("Month", "This run", "Median", "Middle half", "Nine in ten"):
                    words("th", head).props("scope=col")
            with ui.element("tbody"):
                for t, month in enumerate(self.months):
                    self._row(t, month)

    def _row(self, t: int, month: int) -> None:
        value = self.shown.value
        cells = ["–"] * 3
        if self.quantiles is not None:
            low, half, mid, most, high = (value(number) for number in self.quantiles[:, t])
            cells = [mid, f"{half} to {most}", f"{low} to {high}"]
        with ui.element("tr"):
            words("th", month_label(month)).props("scope=row")
            for text in (value(self.own[t]), *cells):
                words("td", text).classes("num")


class _Drawer:
    """Draws the figures of one view: the run at once, the bands as soon as they are there."""

    def __init__(self, view: View, figures: list[_Figure], grid: Any, status: Any, key: Any) -> None:
        self.view, self.figures, self.grid, self.status, self.key = view, figures, grid, status, key
        self.bands: Bands | None = None
        self.asked = ""
        self.scales: dict[str, float] = {}
        self.marks: list[Mark] = []

    async def draw(self) -> None:
        """The run's own lines and the marks; bands are asked for where they are of another log."""
        view, log = self.view, self.view.table.log
        record = await view.table.record()
        if not self.scales:
            name = f"{log.scenario} {log.seed}"
            self.scales = await SCALES.of(view.work, view.owner, name, lambda tick: scales(log))
        self._show(record)
        key = key_of(log)
        if self.asked != key:
            self.asked = key
            background_tasks.create(self._ask(key))
        elif self.bands is not None and self.bands.key == key:
            self._said(note(self.bands, log))

    def leave(self) -> None:
        """The tab is gone."""
        BANDS.leave(self.view.work, self.view.owner)
        self.asked = ""

    def _show(self, record: Record) -> None:
        months = record.months.tolist()
        marks = marks_of(self.view.table.log, record, self.view.at)
        for figure in self.figures:
            own = own_course(record, figure.shown, self.scales, self.view.at)
            quantiles = None if self.bands is None else self.bands.of.get(figure.shown.name)
            figure.take(months, own, quantiles, marks, self.view.at)
        if marks != self.marks:
            self.marks = marks
            self._list(marks)

    def _list(self, marks: list[Mark]) -> None:
        """The marks in words."""
        self.key.clear()
        with self.key:
            for mark in marks:
                planned = " (planned)" if mark.planned else ""
                words("li", f"{mark.sign}  {mark.label}: {mark.text}{planned}")

    async def _ask(self, key: str) -> None:
        """The bands of the present log, and how far they are meanwhile."""
        view, log = self.view, self.view.table.log
        self.grid.classes(add="old")
        watching = background_tasks.create(self._watch(key))
        try:
            bands = await BANDS.of(view.work, view.owner, key, functools.partial(_bands, log))
        except Superseded:
            return
        except EntenteError as error:
            self._said(f"The futures cannot be computed: {error}")
            return
        finally:
            watching.cancel()
        if self.asked == key:
            self.bands = bands
            self.grid.classes(remove="old")
            self._said(note(bands, log))
            self._show(await view.table.record())

    async def _watch(self, key: str) -> None:
        """Say how far the ensemble is, while it is made."""
        while True:
            await asyncio.sleep(BLINK)
            if found := BANDS.progress(self.view.work, key):
                done, parts, before = found
                queue = f"; {before} before it in the queue" if before else ""
                self._said(f"Computing the bands: {done} of {parts} futures{queue}. Those shown are of before.")

    def _said(self, text: str) -> None:
        if self.status.text != text:
            self.status.text = text


def _bands(log: Any, tick: Any) -> Bands:
    return bands_of(log, tick=tick)
