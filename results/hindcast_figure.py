"""The hindcast as small multiples: in each panel the rows of one kind, with their intervals and the record."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from calibration.hindcast.hindcast import INSIDE
from results.figures import style

if TYPE_CHECKING:
    from calibration.hindcast.hindcast import Hindcast

NAME = "hindcast"
TITLE = "The simulated past and the record"
CAPTION = (
    "Bars hold the central 90% (thin) and 50% (thick) of the simulated pasts, ticks the median; diamonds are what "
    "happened (a line where dates are missing). An orange diamond lies outside the 90%."
)
_ROW, _HEAD, _TOP = 0.2, 0.62, 0.4  # inches: a row, a panel's title and axis, the legend
_LABEL, _LETTERS = 1.6, 34  # inches and letters for the labels left of a panel
_OURS, _MISS = style.PALETTE[0], style.PALETTE[1]
Panel = tuple[str, list[dict[str, Any]]]


def draw(found: Hindcast) -> Figure:
    """A figure with a panel for each group of rows that have a record, in two columns."""
    columns = _columns(_panels(found))
    height = max(_height(column) for column in columns) + _TOP
    with style.house_style():
        figure = style.canvas(style.WIDTH, height)
        for k, column in enumerate(columns):
            top = height - _TOP
            for title, rows in column:
                left = style.WIDTH / 2 * k + _LABEL
                size = len(rows) * _ROW
                box = style.inches(
                    figure, left, top - size - 0.25, style.WIDTH / 2 * (1 - k) + 0.12, height - top + 0.25
                )
                _panel(figure.add_axes(box), title, rows)
                top -= size + _HEAD
        _legend(figure)
    return figure


def picture(found: Hindcast, folder: Path) -> style.Picture:
    """The figure as ``hindcast.svg`` and ``.png`` in a folder."""
    alt = f"Intervals of {len(found.scored)} simulated numbers of the past with what happened; the table has the same."
    return style.finish(draw(found), NAME, TITLE, CAPTION, alt, folder)


def _panels(found: Hindcast) -> list[Panel]:
    panels: dict[tuple[str, str], list[dict[str, Any]]] = {}
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


def _panel(axes: Axes, title: str, rows: list[dict[str, Any]]) -> None:
    """One group, the first row on top."""
    for k, row in enumerate(rows):
        axes.plot([row["low90"], row["high90"]], [k, k], color=_OURS, lw=1.4, solid_capstyle="butt")
        axes.plot([row["low50"], row["high50"]], [k, k], color=_OURS, lw=5, alpha=0.55, solid_capstyle="butt")
        axes.plot([row["median"]], [k], "|", color=_OURS, ms=8, mew=1.8)
        colour = style.INK if row["verdict"] == INSIDE else _MISS
        axes.plot([row["record"], row["record_most"]], [k, k], "-D", color=colour, ms=4, lw=1, zorder=5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [textwrap.fill(row["label"], _LETTERS) for row in rows], fontsize=6.2)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=6.5)
    axes.set_xlim(left=0)
    axes.set_title(title, fontsize=8, loc="left", x=0)
    style.grid(axes, "x")


def _legend(figure: Figure) -> None:
    figure.legend(
        handles=[
            Line2D([], [], color=_OURS, lw=1.4, marker="|", ms=8, mew=1.8, label="simulated: 90%, median"),
            Line2D([], [], color=_OURS, lw=5, alpha=0.55, label="50%"),
            Line2D([], [], color=style.INK, marker="D", ls="", ms=4, label="record"),
            Line2D([], [], color=_MISS, marker="D", ls="", ms=4, label="record outside the 90%"),
        ],
        loc="upper left", ncols=4, frameon=False, fontsize=7,
    )  # fmt: skip
