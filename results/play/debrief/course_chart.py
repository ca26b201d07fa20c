"""The course of a session as a picture: its months before the bands of the model's own play, its choices marked."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from results.brief.months import in_words
from results.figures import style
from results.figures.timelines import Line
from results.numbers import two
from results.play.debrief.changed import Changes
from results.play.debrief.standing import Standing
from sim.months import ORIGIN_MONTH, ORIGIN_YEAR, month_label

COLUMNS = 2
NAME = "course"
DRAWN = (
    Line("members", "Members", "states in the network, partners included"),
    Line("office_ties", "Ties between offices", "pairs with a memorandum"),
    Line("firm_ties", "Ties with firms", "pairs of an office and a firm"),
    Line("sensitive_pooled", "Sensitive information pooled", "index, mean of six months", 6),
    Line("harm", "Expected harm", "index, mean of six months", 6),
    Line("backlog", "Open cases of the secretariat", "cases; more posts take more of them on"),
)
CAPTION = (
    "Thick line: this session; dashed: the same world without choices (the model's own play); bands: 50% and 90% of "
    "the futures of the model's own play. Triangles above: months of choices. Upright line: the design is decided on."
)


def course(changes: Changes, standing: Standing) -> tuple[str, str]:
    """The picture as SVG for a page, and what it shows in words."""
    with style.house_style():
        rows = -(-len(DRAWN) // COLUMNS)
        figure = style.canvas(style.WIDTH, 1.75 * rows)
        grid = figure.subplots(rows, COLUMNS, squeeze=False)
        figure.subplots_adjust(left=0.06, right=0.985, top=0.93, bottom=0.045, hspace=0.62, wspace=0.16)
        for axes, drawn in zip(grid.ravel(), DRAWN, strict=False):
            _panel(axes, drawn, changes, standing)
        svg = style.with_fonts(style.svg_bytes(figure, Title="The course of the session").decode("utf-8"))
    ends = "; ".join(_ends(drawn, changes) for drawn in DRAWN)
    alt = f"The course of the session, at the start and at the end: {ends}."
    return style.inline(svg, NAME, alt), alt


def table(changes: Changes, standing: Standing) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """The numbers of the picture at the end of each year: by series, rows of year, session, own play and band."""
    found = []
    for drawn in DRAWN:
        played, own = (_smooth(run.record.series[drawn.series], drawn.smooth) for run in (changes.played, changes.own))
        low, _, high = (_smooth(row, drawn.smooth) for row in standing.courses[drawn.series])
        rows = []
        for t in _ends_of_years(changes):
            month = in_words(month_label(changes.played.record.start + t))
            rows.append((month, two(played[t]), two(own[t]), f"{two(low[t])} to {two(high[t])}"))
        found.append((f"{drawn.title} ({drawn.unit})", rows))
    return found


def _ends_of_years(changes: Changes) -> list[int]:
    """Rows of the last month of each year since the decision, and of the last month of all."""
    first, last = changes.log.base().adopt_month, changes.at - 1
    ends = [m for m in range(first, last + 1) if month_label(m).endswith("-12") or m == last]
    return [m - changes.played.record.start for m in ends]


def _panel(axes: Axes, drawn: Line, changes: Changes, standing: Standing) -> None:
    years, own_years = _years(standing.months), _years(_months(changes))
    bands, inner = standing.courses[drawn.series], standing.inner[drawn.series]
    low, _, high = (_smooth(row, drawn.smooth) for row in bands)
    quarter, three = (_smooth(row, drawn.smooth) for row in inner)
    axes.fill_between(years, low, high, color=style.PALETTE[0], alpha=0.14, linewidth=0)
    axes.fill_between(years, quarter, three, color=style.PALETTE[0], alpha=0.24, linewidth=0)
    if changes.single:
        own = _smooth(changes.own.record.series[drawn.series], drawn.smooth)
        axes.plot(own_years, own, color=style.MUTED, linewidth=1.0, linestyle=(0, (3, 2)))
    played = _smooth(changes.played.record.series[drawn.series], drawn.smooth)
    axes.plot(own_years, played, color=style.INK, linewidth=1.6)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.axvline(float(_years(np.array([changes.log.base().adopt_month]))[0]), color=style.MUTED, linewidth=0.6)
    months = sorted({one.choice.month for one in changes.single})
    if months:
        mark: dict[str, Any] = {
            "marker": "v",
            "markersize": 4.5,
            "linestyle": "none",
            "color": style.VERDICT_COLOUR["worse"],
        }
        axes.plot(
            _years(np.array(months)), [1.0] * len(months), transform=axes.get_xaxis_transform(), clip_on=False, **mark
        )
    axes.set_title(drawn.title, fontweight="bold", pad=19)
    axes.text(0, 1.1, drawn.unit, transform=axes.transAxes, fontsize=7, color=style.MUTED)
    axes.set_xlim(years[0], years[-1])
    ticks = range(int(np.ceil(years[0])), int(years[-1]) + 1)
    axes.set_xticks(list(ticks), [str(year) for year in ticks])
    style.grid(axes, "y")


def _months(changes: Changes) -> np.ndarray:
    return changes.played.record.months


def _years(months: np.ndarray) -> np.ndarray:
    return ORIGIN_YEAR + (np.asarray(months, dtype=float) + ORIGIN_MONTH - 1) / 12


def _smooth(values: np.ndarray, months: int) -> np.ndarray:
    """Mean of the last so many months."""
    if months == 1:
        return values
    total = np.cumsum(np.concatenate([[0.0], values]))
    first = np.maximum(0, np.arange(1, len(values) + 1) - months)
    return (total[1:] - total[first]) / (np.arange(1, len(values) + 1) - first)


def _ends(drawn: Line, changes: Changes) -> str:
    values = _smooth(changes.played.record.series[drawn.series], drawn.smooth)
    return f"{drawn.title} ({drawn.unit}) from {two(values[0])} to {two(values[-1])}"
