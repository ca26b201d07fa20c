"""How the runs unfold: for each series small panels, one a design, with the baseline behind each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from results.brief.names import Name, names
from results.comparison import HIGH, LOW
from results.figures import labels, style
from results.figures.flow import GUTTER, WIDE, flowing, part
from results.figures.labels import Label
from results.figures.style import Picture
from scenarios.queries import tables_of
from sim.months import ORIGIN_MONTH, ORIGIN_YEAR, month_index

_COLUMNS = 3
_PANEL, _FOOT, _LEFT, _RIGHT = 46.0, 13.0, 20.0, 4.0  # points: a panel's height, the years below, beside all
_HEAD = 24.0  # points: title and unit of a series
_CUT = 0.1  # of a panel and its gap: what the last panel of a line does without
_LETTERS = 7.2  # points


@dataclass(frozen=True)
class Line:
    """A monthly series worth drawing. unit : of its scale; smooth : months of the moving average, 1 for none."""

    series: str
    title: str
    unit: str
    smooth: int = 1


LINES = (
    Line("members", "Members", "states in the network, partners included"),
    Line("speed", "Working speed of the secretariat", "1 = nominal speed; dips follow handovers"),
    Line("finished", "Cases finished", "cases a month, average of six months", 6),
    Line("sensitive_pooled", "Sensitive information pooled", "index, average of six months", 6),
)


@dataclass(frozen=True)
class _Course:
    """One series of all designs, as it is drawn. bands : by design, see ``band``."""

    line: Line
    bands: dict[str, pd.DataFrame]
    called: dict[str, Name]
    baseline: str
    adopted: float  # year

    @property
    def titles(self) -> dict[str, Label]:
        """Design -> its name above its panel."""
        room = (WIDE - _LEFT - _RIGHT) / (_COLUMNS - _CUT) - 7
        return {
            d: labels.fit(self.called[d].short, room, _LETTERS, "bold" if d == self.baseline else "normal", 1.0)
            for d in self.bands
        }

    @property
    def rows(self) -> list[list[str]]:
        """The designs of each line of panels."""
        found = list(self.bands)
        return [found[k : k + _COLUMNS] for k in range(0, len(found), _COLUMNS)]

    @property
    def heights(self) -> list[float]:
        """Points of each line of panels, with the names above them."""
        titles = self.titles
        return [_PANEL + labels.tallest(titles[d] for d in row) + 7 for row in self.rows]

    @property
    def height(self) -> float:
        """Points of the whole drawing."""
        return _HEAD + sum(self.heights) + _FOOT


def timelines(runs: Any, baseline: str, folder: Path, lines: Sequence[Line] = LINES) -> Picture | None:
    """One figure of all series that were recorded; None without any."""
    adopted = float(_years(month_index(str(runs.scenario.adopt))))
    with tables_of(runs, "runs", "series") as tables, style.house_style():
        called = names(tables.designs(), runs.roster)
        courses = []
        for line in (one for one in lines if one.series in tables.columns("series")):
            series = tables.frame(f"SELECT design, month, replicate, {line.series} FROM series")
            found = {d: band(series, d, line) for d in called}
            bands = {d: values for d, values in found.items() if len(values)}
            courses += [_Course(line, bands, called, baseline, adopted)] if bands else []
        return _picture(courses, called[baseline], folder) if courses else None


def band(series: pd.DataFrame, design: str, line: Line) -> pd.DataFrame:
    """Median and 90% band by month: columns low, mid, high; the month's index as the index."""
    own = series[series["design"] == design]
    wide = own.pivot(index="month", columns="replicate", values=line.series).sort_index()
    wide = wide.rolling(line.smooth, min_periods=1).mean()
    values = np.quantile(wide.to_numpy(float), [LOW, 0.5, HIGH], axis=1) if len(wide) else np.empty((3, 0))
    return pd.DataFrame(dict(zip(("low", "mid", "high"), values, strict=True)), index=wide.index)


def _picture(courses: list[_Course], baseline: Name, folder: Path) -> Picture:
    """Two series beside each other on the sheet; in a page they flow."""
    rows = [courses[k : k + 2] for k in range(0, len(courses), 2)]
    heights = [max(one.height for one in row) + GUTTER for row in rows]
    sheet = style.canvas(style.WIDTH, sum(heights) / 72)
    for k, row in enumerate(rows):
        for column, course in enumerate(row):
            _draw(sheet, course, column * (WIDE + GUTTER), sum(heights) - sum(heights[:k]))
    parts = []
    for course in courses:
        alone = style.canvas(WIDE / 72, course.height / 72)
        _draw(alone, course, 0.0, course.height)
        parts.append(part(alone, f"timeline-{course.line.series}", _alt(course)))
    caption = (
        f"Line: median; band: 90% of the runs; dashed: the median under {baseline.long}; upright line: the design is "
        "adopted."
    )
    alt = " ".join(_alt(course) for course in courses)
    picture = style.finish(sheet, "timelines", "How the runs unfold", caption, alt, folder)
    return replace(picture, svg=flowing(parts))


def _draw(figure: Figure, course: _Course, left: float, top: float) -> None:
    """One series from a place in points: its left and upper edge."""
    wide, high = 72 * figure.get_size_inches()
    head: dict[str, Any] = {"va": "top", "transform": figure.transFigure}
    figure.text((left + 1) / wide, (top - 1) / high, course.line.title, fontsize=9, fontweight="bold", **head)
    unit: dict[str, Any] = {"fontsize": _LETTERS, "color": style.MUTED}
    figure.text((left + 1) / wide, (top - 12.5) / high, course.line.unit, **head, **unit)
    low, ticks = _scale(course.bands.values())
    at = top - _HEAD
    for row, height in zip(course.rows, course.heights, strict=True):
        at -= height
        box = ((left + _LEFT) / wide, at / high, (WIDE - _LEFT - _RIGHT) / wide, _PANEL / high)
        axes = figure.add_axes(box)
        axes.set_ylim(low, ticks[-1])
        axes.set_yticks(ticks)
        _row(axes, course, row)
        axes.xaxis.set_visible(row == course.rows[-1])


def _scale(bands: Iterable[pd.DataFrame]) -> tuple[float, Sequence[float]]:
    """The lower end of the upright scale and its ticks, the same in all panels."""
    kept = list(bands)
    low = min([0.0, *(float(b["low"].min()) for b in kept)])
    high = max([0.0, *(float(b["high"].max()) for b in kept)]) or 1.0
    return low, MaxNLocator(3).tick_values(low, high)


def _row(axes: Axes, course: _Course, designs: list[str]) -> None:
    """Panels side by side on one axis, each shifted to its place (one axis is drawn faster than three)."""
    years = _years(course.bands[designs[0]].index.to_numpy(float))
    step = (years[-1] - years[0] or 1.0) * 1.12
    titles = course.titles
    places: list[float] = []
    for k, design in enumerate(designs):
        _panel(axes, course, design, k * step)
        weight = "bold" if design == course.baseline else "normal"
        above = axes.get_ylim()[1] + 3 / _PANEL * np.ptp(axes.get_ylim())
        axes.text(years[0] + k * step, above, fontweight=weight, **titles[design].settings())
        places += [k * step + t for t in _ticks(years)]
    axes.set_xticks(places, [f"’{t % 100:02d}" for t in _ticks(years)] * len(designs))
    axes.set_xlim(years[0], years[0] + step * _COLUMNS - _CUT * step)
    axes.tick_params(labelsize=_LETTERS, length=2, pad=2)
    axes.spines["bottom"].set_visible(False)


def _panel(axes: Axes, course: _Course, design: str, shift: float) -> None:
    values, reference = course.bands[design], course.bands.get(course.baseline)
    is_baseline = design == course.baseline
    colour = style.INK if is_baseline else style.PALETTE[0]
    years = _years(values.index.to_numpy(float)) + shift
    axes.hlines(axes.get_yticks(), years[0], years[-1], color=style.FAINT, linewidth=0.6, zorder=0)
    axes.plot([course.adopted + shift] * 2, axes.get_ylim(), color=style.MUTED, linewidth=0.6)
    axes.fill_between(years, values["low"], values["high"], color=colour, alpha=0.2, linewidth=0)
    if reference is not None and not is_baseline:
        at = _years(reference.index.to_numpy(float)) + shift
        axes.plot(at, reference["mid"], color=style.INK, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.plot(years, values["mid"], color=colour, linewidth=1.3)


def _ticks(years: np.ndarray) -> list[int]:
    """Every other whole year."""
    return list(range(int(np.ceil(years[0])), int(years[-1]) + 1, 2))


def _years(months: np.ndarray | float) -> Any:
    return ORIGIN_YEAR + (months + ORIGIN_MONTH - 1) / 12


def _alt(course: _Course) -> str:
    ends = [
        f"{course.called[d].short} from {b['mid'].iloc[0]:.3g} to {b['mid'].iloc[-1]:.3g}"
        for d, b in course.bands.items()
    ]
    return f"{course.line.title} ({course.line.unit}), median at the start and at the end: {'; '.join(ends)}."
