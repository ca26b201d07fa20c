"""The hindcast as small multiples: in each panel the rows of one kind, with their intervals and the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from calibration.hindcast.findings import DIGITS, INSIDE, in_words
from results.figures import labels, style
from results.figures.flow import flowing, part

if TYPE_CHECKING:
    from calibration.hindcast.findings import Hindcast

NAME = "hindcast"
TITLE = "The simulated past and the record"
CAPTION = (
    "Bars hold the central 90% (thin) and 50% (thick) of the simulated pasts, ticks the median; diamonds are what "
    "happened (a line where dates are missing). An orange cross is a record outside the 90%."
)
_ROW, _HEAD, _TOP = 0.2, 0.62, 0.4  # inches: a row, a panel's title and axis, the legend
_ABOVE = 0.25  # inches of a panel's title
_LABEL, _RIGHT = 1.6, 0.12  # inches left and right of a panel
_OURS = style.PALETTE[0]
_RECORD: dict[str, Any] = {"marker": "D", "color": style.INK, "ms": 4}
_MISSED: dict[str, Any] = {"marker": "X", "color": style.PALETTE[1], "ms": 6.5, "mec": "white", "mew": 0.4}
Row = dict[str, Any]
Panel = tuple[str, list[Row]]


def draw(found: Hindcast) -> Figure:
    """A panel for each group of rows that have a record, in two columns; under ``style.house_style``, as saving it."""
    columns = _columns(_panels(found))
    figure = style.canvas(style.WIDTH, max(_height(column) for column in columns) + _TOP)
    for k, column in enumerate(columns):
        _column(figure, column, style.WIDTH / 2 * k, _TOP)
    _legend(figure, 4)
    return figure


def _column(figure: Figure, column: list[Panel], left: float, above: float) -> None:
    """Panels one above the other, from a place in inches: the left edge, and so much below the upper one."""
    width, height = figure.get_size_inches()
    for title, rows in column:
        size = len(rows) * _ROW
        right = width - left - style.WIDTH / 2 + _RIGHT
        box = style.inches(figure, left + _LABEL, height - above - size - _ABOVE, right, above + _ABOVE)
        _panel(figure.add_axes(box), title, rows)
        above += size + _HEAD


def _alone(column: list[Panel], name: str, alt: str, first: bool) -> str:
    """One column as a drawing that flows in a page; the first has the legend above it."""
    above = 1.5 * _TOP if first else 0.0
    figure = style.canvas(style.WIDTH / 2, _height(column) + above)
    _column(figure, column, 0.0, above)
    if first:
        _legend(figure, 2)
    return part(figure, name, alt)


def picture(found: Hindcast, folder: Path) -> style.Picture:
    """The figure as ``hindcast.svg`` and ``.png`` in a folder."""
    with style.house_style():
        whole = style.finish(draw(found), NAME, TITLE, CAPTION, _alt(found.scored), folder)
        parts = [
            _alone(column, f"{NAME}-{k}", _alt([row for _, rows in column for row in rows]), first=k == 0)
            for k, column in enumerate(_columns(_panels(found)))
            if column
        ]
        return replace(whole, svg=flowing(parts))


def svg(found: Hindcast) -> bytes:
    """The figure as an SVG file, the same bytes for the same hindcast."""
    with style.house_style():
        return style.svg_bytes(draw(found))


def _alt(rows: Sequence[Row]) -> str:
    return f"Chart of simulated numbers of the past beside the record: {'; '.join(map(in_words, rows))}."


def _panels(found: Hindcast) -> list[Panel]:
    panels: dict[tuple[str, str], list[Row]] = {}
    for row in found.scored:
        panels.setdefault((row["group"], row["unit"]), []).append(row)
    return [(group if unit in group.lower() else f"{group} ({unit})", rows) for (group, unit), rows in panels.items()]


def _columns(panels: list[Panel]) -> list[list[Panel]]:
    """The panels in two columns, in order, as even as can be."""
    heights = [_height(panels[:k]) - _height(panels[k:]) for k in range(len(panels) + 1)]
    cut = min(range(len(heights)), key=lambda k: abs(heights[k]))
    return [panels[:cut], panels[cut:]]


def _height(panels: list[Panel]) -> float:
    return sum(len(rows) * _ROW + _HEAD for _, rows in panels)


def _panel(axes: Axes, title: str, rows: list[Row]) -> None:
    """One group, the first row on top."""
    for k, row in enumerate(rows):
        axes.plot([row["low90"], row["high90"]], [k, k], color=_OURS, lw=1.4, solid_capstyle="butt")
        axes.plot([row["low50"], row["high50"]], [k, k], color=_OURS, lw=5, alpha=0.55, solid_capstyle="butt")
        axes.plot([row["median"]], [k], "|", color=_OURS, ms=8, mew=1.8)
        look = _RECORD if row["verdict"] == INSIDE else _MISSED
        at = [row["record"], row["record_most"]]
        axes.plot(at, [k, k], lw=1, zorder=5, clip_on=False, **look)
    names = [labels.fit(row["label"], 72 * (_LABEL - 0.12), 6.8, smaller=0.95) for row in rows]
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [name.text for name in names], fontsize=6.8, linespacing=1.0)
    axes.tick_params(axis="y", length=0, pad=6)
    axes.tick_params(axis="x", labelsize=6.8)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=rows[0]["unit"] not in DIGITS))
    room = 72 * (style.WIDTH / 2 - _LABEL - _RIGHT)
    axes.set_title(labels.fit(title, room, 8, smaller=1.0).text, fontsize=8, loc="left", x=0)
    style.grid(axes, "x")


def _legend(figure: Figure, columns: int) -> None:
    figure.legend(
        handles=[
            Line2D([], [], color=_OURS, lw=1.4, marker="|", ms=8, mew=1.8, label="simulated: 90%, median"),
            Line2D([], [], color=_OURS, lw=5, alpha=0.55, label="50%"),
            Line2D([], [], ls="", label="record", **_RECORD),
            Line2D([], [], ls="", label="record outside the 90%", **_MISSED),
        ],
        loc="upper left", ncols=columns, frameon=False, fontsize=7,
    )  # fmt: skip
