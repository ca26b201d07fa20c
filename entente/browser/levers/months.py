"""Small figures of what a choice changes month by month: plain drawings, with a table behind each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from nicegui import ui

from entente.browser.frame import words
from results.play.futures.courses import Course
from results.play.futures.effects import Sides
from sim.months import month_label

WIDE, HIGH = 200, 64  # of a drawing, in its own units
LIGHT, DARK, INK, RUN = "#d3e3f0", "#a6c8e2", "#00568a", "#1c1c1c"
READING = (
    "What is more or less {own} than {other}. Light: nine futures in ten; dark: the middle half; blue line: the "
    "median; black line: this run, as far as it is played."
)


def months(found: Sequence[Course], sides: Sides) -> None:
    """A figure for each series. sides : what the two sides of a difference are called."""
    words("p", READING.format(own=sides.own, other=sides.other)).classes("small")
    with ui.element("div").classes("multiples"):
        for course in found:
            with ui.element("figure").classes("multiple"):
                words("figcaption", f"{course.shown.title} ({course.shown.unit})")
                _drawing(course)
                _table(course)


def _drawing(course: Course) -> None:
    reach = course.reach or 1.0
    span = f"{month_label(int(course.months[0]))} to {month_label(int(course.months[-1]))}"
    said = f"{course.shown.title}: difference, {span}; the table has the numbers"
    with ui.element("svg").props(f'viewBox="0 0 {WIDE} {HIGH}" role=img aria-label="{said}"'):
        for low, high, colour in ((0, 4, LIGHT), (1, 3, DARK)):
            there, back = course.quantiles[high], course.quantiles[low][::-1]
            points = [*_points(there, reach), *_points(back, reach, backward=True)]
            ui.element("polygon").props(f'points="{" ".join(points)}" fill="{colour}"')
        ui.element("line").props(f'x1=0 x2={WIDE} y1={HIGH / 2} y2={HIGH / 2} stroke="#767b81" stroke-width=".7"')
        _line(course.quantiles[2], reach, INK, 1.2)
        _line(course.own, reach, RUN, 1.8)
    top = course.shown.value(reach)
    words("span", f"±{top} at the edges" if course.reach else "no difference").classes("small")


def _line(values: np.ndarray, reach: float, colour: str, width: float) -> None:
    points = _points(values, reach)
    if points:
        ui.element("polyline").props(f'points="{" ".join(points)}" fill=none stroke="{colour}" stroke-width="{width}"')


def _points(values: np.ndarray, reach: float, backward: bool = False) -> list[str]:
    """'x,y' of the finite values; the first month at the left, or at the right of a row that is told backward."""
    count = len(values) - 1
    found = []
    for k, value in enumerate(values.tolist()):
        x = WIDE * ((count - k) if backward else k) / max(count, 1)
        if np.isfinite(value):
            found.append(f"{x:.1f},{HIGH / 2 * (1 - value / reach * 0.96):.1f}")
    return found


def _table(course: Course) -> None:
    with ui.element("details").classes("inner"):
        words("summary", "Table")
        with ui.element("table"):
            words("caption", f"{course.shown.title}: difference, {course.shown.unit}").classes("unseen")
            with ui.element("thead"), ui.element("tr"):
                for title in ("Month", "Median", "Nine in ten"):
                    words("th", title).props("scope=col")
            with ui.element("tbody"):
                for month, middle, span in course.yearly():
                    with ui.element("tr"):
                        words("th", month).props("scope=row")
                        words("td", middle).classes("num")
                        words("td", span).classes("num")
