"""One series as an ECharts figure: bands of the ensemble behind, the run's own line, marks on the time axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np

from results.play.futures.bands import Shown
from results.play.story.marks import CHOICE, INCIDENT, Mark
from sim.months import month_label

INK, MUTED, LINE, ACCENT, MARKED = "#1c1c1c", "#55595e", "#d9dce0", "#00568a", "#6a2a82"
INCIDENTS, CHOSEN = "#a33f00", "▲"  # the sign of one that was chosen
MONTHS_OF_SIGN = 5  # months of the axis that a sign with its comma covers
MOST_SIGNS = 6  # at one place
LIGHT, DARK = "#d3e3f0", "#a6c8e2"  # nine futures in ten, the middle half
_LETTERS = {"fontFamily": '"DejaVu Sans", Verdana, sans-serif', "fontSize": 11, "color": MUTED}
_YEARS = "v => v.endsWith('-01') ? '\\u2019' + v.slice(2, 4) : ''"
_EACH_YEAR = "(i, v) => v.endsWith('-01')"
# What is said of a month under the pointer; a row is [month, 5%, 25%, median, 75%, 95%, own].
_TIP = """params => {
  const row = params[0].value, n = v => v === null || v === undefined ? '\\u2013' : String(+(+v).toPrecision(3));
  const own = params.find(p => p.seriesId === 'run'), mine = own ? own.value : null;
  const rows = [row[0], 'this run: ' + n(Array.isArray(mine) ? mine[1] : mine)];
  if (row[3] !== null && row[3] !== undefined) rows.push('median: ' + n(row[3]),
    'middle half: ' + n(row[2]) + ' to ' + n(row[4]), 'nine in ten: ' + n(row[1]) + ' to ' + n(row[5]));
  return rows.join('<br>');
}"""


def empty(months: Sequence[int], most: float | None = None) -> dict[str, Any]:
    """The options of a figure without numbers. months : (T,) month indices.  most : the scale's end, None for any."""
    return {
        "animation": False,
        "grid": {"left": 38, "right": 14, "top": 18, "bottom": 22},
        "tooltip": {
            "trigger": "axis", "confine": True, "transitionDuration": 0, ":formatter": _TIP,
            "textStyle": {**_LETTERS, "color": INK}, "axisPointer": {"animation": False},
        },
        "xAxis": {
            "type": "category", "boundaryGap": False, "data": [month_label(month) for month in months],
            "axisLabel": {**_LETTERS, ":formatter": _YEARS, ":interval": _EACH_YEAR, "hideOverlap": True},
            "axisTick": {":interval": _EACH_YEAR}, "axisLine": {"lineStyle": {"color": MUTED}},
        },
        "yAxis": {
            "type": "value", "min": 0, "max": most, "splitNumber": 3, "axisLabel": {**_LETTERS, "hideOverlap": True},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "dataset": {"source": []},
        "series": [
            _band("low", 6, "transparent"), _band("low half", 7, LIGHT), _band("half", 8, DARK),
            _band("high half", 9, LIGHT),
            {"id": "mid", "type": "line", "encode": {"x": 0, "y": 3}, "symbol": "none", "silent": True,
             "lineStyle": {"color": ACCENT, "width": 1, "type": [5, 3]}, "z": 3},
            {"id": "run", "type": "line", "data": [], "symbol": "none", "silent": True, "z": 4,
             "lineStyle": {"color": INK, "width": 2.2}, "itemStyle": {"color": INK},
             "markLine": {"symbol": "none", "silent": True, "animation": False, "data": []},
             "markPoint": {"silent": True, "animation": False, "data": []}},
        ],
    }  # fmt: skip


def _band(name: str, column: int, colour: str) -> dict[str, Any]:
    """A band on top of the one before it: the width of it is in a column of the rows."""
    return {
        "id": name, "type": "line", "stack": "bands", "stackStrategy": "all", "encode": {"x": 0, "y": column},
        "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}, "areaStyle": {"color": colour, "opacity": 1},
        "z": 1,
    }  # fmt: skip


def rows_of(months: Sequence[int], quantiles: np.ndarray | None) -> list[list[Any]]:
    """The rows of the bands: month, the quantiles (5, T), the lowest, and the widths between them."""
    if quantiles is None:
        return [[month_label(month), *[None] * 9] for month in months]
    widths = np.diff(quantiles, axis=0)
    columns = np.vstack([quantiles, quantiles[:1], widths[0], widths[1] + widths[2], widths[3]])
    return [[month_label(month), *map(_short, column)] for month, column in zip(months, columns.T, strict=True)]


def own_of(values: np.ndarray) -> list[float | None]:
    """The run's line; None from the present month on."""
    return [None if math.isnan(value) else _short(value) for value in values]


def lines_of(marks: Sequence[Mark], present: str) -> dict[str, Any]:
    """Upright lines: the present month, the decision and the designs, the choices by their numbers."""
    data: list[dict[str, Any]] = [_upright(present, "", MUTED, [2, 2])]
    shown = [mark for mark in marks if mark.kind != INCIDENT]
    signs = merged([(mark.month, mark.sign) for mark in shown])
    for month, own in groupby(shown, key=lambda mark: mark.month):
        here = list(own)
        colour = MARKED if any(mark.kind == CHOICE for mark in here) else INK
        dash = [4, 3] if all(mark.planned for mark in here) else "solid"
        data.append(_upright(month_label(month), signs.get(month, ""), colour, dash))
    return {"symbol": "none", "silent": True, "animation": False, "data": data}


def points_of(marks: Sequence[Mark]) -> dict[str, Any]:
    """Serious incidents: small triangles on the axis, hollow where they are simulated; the first of these says so."""
    shown = [mark for mark in marks if mark.kind == INCIDENT]
    first = next((mark for mark in shown if mark.sign != CHOSEN), None)
    data = [
        {
            "coord": [mark.label, 0],
            "symbol": "triangle" if mark.sign == CHOSEN else "emptyTriangle",
            "symbolSize": 8,
            "symbolOffset": [0, -4],
            "itemStyle": {"color": INCIDENTS},
            "label": {
                **_LETTERS,
                "show": mark is first,
                "formatter": "simulated",
                "position": "top",
                "fontSize": 9,
                "backgroundColor": "rgba(255,255,255,.85)",
            },
        }
        for mark in shown
    ]
    return {"silent": True, "animation": False, "data": data}


def merged(signs: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Month -> what stands at it, so that nothing is printed over anything: signs that are too near to each other are
    put into one list at the first of them, 'D,1,2'; of many the last ones are a '…'.

    signs : (month, sign) in order of months.
    """
    found: dict[int, list[str]] = {}
    start = -MONTHS_OF_SIGN
    for month, sign in signs:
        if month - start >= MONTHS_OF_SIGN * max(1, len(found.get(start, []))):
            start = month
        found.setdefault(start, []).append(sign)
    return {month: ",".join(own[:MOST_SIGNS]) + (",…" if len(own) > MOST_SIGNS else "") for month, own in found.items()}


def _upright(label: str, text: str, colour: str, dash: Any) -> dict[str, Any]:
    return {
        "xAxis": label,
        "lineStyle": {"color": colour, "width": 1, "type": dash},
        "label": {
            "show": bool(text),
            "formatter": text,
            "position": "end",
            "distance": 2,
            "align": "left",
            **_LETTERS,
            "color": colour,
        },
    }


def _short(value: float) -> float:
    """Four significant digits: more cannot be seen."""
    return float(f"{value:.4g}")


def said(shown: Shown, own: np.ndarray, quantiles: np.ndarray | None, months: Sequence[int]) -> str:
    """What a figure shows, for those who do not see it."""
    played = np.flatnonzero(~np.isnan(own))
    if not len(played):
        return f"{shown.title}: nothing is played yet."
    at = int(played[-1])
    first, last = (f"{shown.value(own[t])} in {month_label(months[t])}" for t in (0, at))
    text = f"{shown.title} ({shown.unit}). This run: {first}, {last}."
    if quantiles is None:
        return text
    low, half, mid, most, high = (shown.value(value) for value in quantiles[:, at])
    return f"{text} In the possible futures: median {mid}, middle half {half} to {most}, nine in ten {low} to {high}."
