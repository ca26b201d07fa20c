"""How the runs unfold: small panels, one a design, with the baseline behind each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from results.comparison import HIGH, LOW
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.style import Picture
from scenarios.queries import tables_of
from sim.months import ORIGIN_MONTH, ORIGIN_YEAR, month_index

_COLUMNS = 5
_PANEL, _ABOVE, _FOOT = 1.25, 0.29, 0.22  # inches: a panel, its title (at least), the years below
_LEFT, _RIGHT = 0.42, 0.1
_CUT = 0.1  # of a panel and its gap: what the last panel of a line does without


@dataclass(frozen=True)
class Line:
    """A monthly series worth drawing. smooth : months of the moving average, 1 for none."""

    series: str
    title: str
    smooth: int
    caption: str


LINES = (
    Line("members", "Members", 1, "States in the network, partners included."),
    Line("speed", "Working speed of the secretariat", 1, "1 is the nominal speed. Dips follow handovers."),
    Line("finished", "Cases finished a month", 6, "Average of six months."),
    Line("sensitive_pooled", "Sensitive information pooled", 6, "Average of six months; sensitivity-weighted."),
)


def timelines(runs: Any, baseline: str, folder: Path, lines: Sequence[Line] = LINES) -> list[Picture]:
    """One figure a series, of those that were recorded."""
    adopted = month_index(str(runs.scenario.adopt))
    pictures = []
    with tables_of(runs, "runs", "series") as tables, style.house_style():
        kept, designs = tables.columns("series"), tables.designs()
        for line in (one for one in lines if one.series in kept):
            series = tables.frame(f"SELECT design, month, replicate, {line.series} FROM series")
            found = {d: band(series, d, line) for d in designs}
            bands = {d: values for d, values in found.items() if len(values)}
            pictures += [] if not bands else [_picture(bands, line, baseline, adopted, folder)]
    return pictures


def band(series: pd.DataFrame, design: str, line: Line) -> pd.DataFrame:
    """Median and 90% band by month: columns low, mid, high; the month's index as the index."""
    own = series[series["design"] == design]
    wide = own.pivot(index="month", columns="replicate", values=line.series).sort_index()
    wide = wide.rolling(line.smooth, min_periods=1).mean()
    values = np.quantile(wide.to_numpy(float), [LOW, 0.5, HIGH], axis=1) if len(wide) else np.empty((3, 0))
    return pd.DataFrame(dict(zip(("low", "mid", "high"), values, strict=True)), index=wide.index)


def _picture(bands: dict[str, pd.DataFrame], line: Line, baseline: str, adopted: int, folder: Path) -> Picture:
    names = list(bands)
    rows = [names[k : k + _COLUMNS] for k in range(0, len(names), _COLUMNS)]
    titles = labels.fit_all(names, _title_room(), 8, bold=baseline)
    title = max(_ABOVE, (labels.tallest(titles.values()) + 10) / 72)
    figure = style.canvas(style.WIDTH, (_PANEL + title) * len(rows) + _FOOT)
    low, ticks = _scale(bands.values())
    for k, row in enumerate(rows):
        below = (_PANEL + title) * (len(rows) - 1 - k) + _FOOT
        above = (_PANEL + title) * k + title
        axes = figure.add_axes(style.inches(figure, _LEFT, below, _RIGHT, above))
        axes.set_ylim(low, ticks[-1])
        axes.set_yticks(ticks)
        _row(axes, {d: bands[d] for d in row}, bands.get(baseline), baseline, float(_years(adopted)), titles)
        axes.xaxis.set_visible(row is rows[-1])
    caption = (
        f"{line.caption} Line: median; band: 90% of replicates; dashed: the median under {baseline}; upright "
        "line: the design is adopted."
    )
    return style.finish(figure, f"timeline-{line.series}", line.title, caption, _alt(bands, line), folder)


def _title_room() -> float:
    """Points from the left of a panel to that of the next, less a little."""
    return 72 * (style.WIDTH - _LEFT - _RIGHT) / (_COLUMNS - _CUT) - 6


def _scale(bands: Iterable[pd.DataFrame]) -> tuple[float, Sequence[float]]:
    """The lower end of the upright scale and its ticks, the same in all panels."""
    kept = list(bands)
    low = min([0.0, *(float(b["low"].min()) for b in kept)])
    high = max([0.0, *(float(b["high"].max()) for b in kept)]) or 1.0
    return low, MaxNLocator(4).tick_values(low, high)


def _row(
    axes: Axes,
    bands: dict[str, pd.DataFrame],
    reference: pd.DataFrame | None,
    baseline: str,
    adopted: float,
    titles: dict[str, Label],
) -> None:
    """Panels side by side on one axis, each shifted to its place (one axis is drawn faster than five)."""
    years = _years(next(iter(bands.values())).index.to_numpy(float))
    step = (years[-1] - years[0] or 1.0) * 1.12
    places: list[float] = []
    for k, (design, values) in enumerate(bands.items()):
        _panel(axes, values, reference, design == baseline, adopted, k * step)
        weight = "bold" if design == baseline else "normal"
        top: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "fontweight": weight}
        axes.text(years[0] + k * step, 1.04, **(top | titles[design].settings()))
        places += [k * step + t for t in _ticks(years)]
    axes.set_xticks(places, [f"’{t % 100:02d}" for t in _ticks(years)] * len(bands))
    axes.set_xlim(years[0], years[0] + step * _COLUMNS - _CUT * step)
    axes.tick_params(labelsize=7, length=2)
    axes.spines["bottom"].set_visible(False)


def _panel(
    axes: Axes, values: pd.DataFrame, reference: pd.DataFrame | None, is_baseline: bool, adopted: float, shift: float
) -> None:
    colour = style.INK if is_baseline else style.PALETTE[0]
    years = _years(values.index.to_numpy(float)) + shift
    axes.hlines(axes.get_yticks(), years[0], years[-1], color=style.FAINT, linewidth=0.6, zorder=0)
    axes.plot([adopted + shift] * 2, axes.get_ylim(), color=style.MUTED, linewidth=0.6)
    axes.fill_between(years, values["low"], values["high"], color=colour, alpha=0.2, linewidth=0)
    if reference is not None and not is_baseline:
        at = _years(reference.index.to_numpy(float)) + shift
        axes.plot(at, reference["mid"], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(years, values["mid"], color=colour, linewidth=1.4)


def _ticks(years: np.ndarray) -> list[int]:
    """Every other whole year."""
    return list(range(int(np.ceil(years[0])), int(years[-1]) + 1, 2))


def _years(months: np.ndarray | float) -> Any:
    return ORIGIN_YEAR + (months + ORIGIN_MONTH - 1) / 12


def _alt(bands: dict[str, pd.DataFrame], line: Line) -> str:
    ends = [f"{d} from {b['mid'].iloc[0]:.3g} to {b['mid'].iloc[-1]:.3g}" for d, b in bands.items()]
    return f"Course of {line.title.lower()} by design, median at the start and at the end: {'; '.join(ends)}."
