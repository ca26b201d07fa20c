"""How the runs unfold: small panels, one a design, with the baseline behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.comparison import HIGH, LOW
from results.figures import style
from results.figures.style import Picture
from sim.months import ORIGIN_MONTH, ORIGIN_YEAR, month_index

_COLUMNS = 5
_PANEL = 1.25  # inches high


@dataclass(frozen=True)
class Line:
    """A monthly series worth drawing. smooth : months of the moving average, 1 for none."""

    series: str
    title: str
    smooth: int
    caption: str


LINES = (
    Line("members", "Members", 1, "States in the network, partners included."),
    Line("speed", "Working speed of the arm", 1, "1 is the nominal speed. Dips follow handovers."),
    Line("finished", "Cases finished a month", 6, "Average of six months."),
    Line(
        "sensitive_pooled", "Sensitive information pooled", 6, "Average of six months; sensitivity-weighted."
    ),
)


def timelines(runs: Any, baseline: str, folder: Path, lines: Sequence[Line] = LINES) -> list[Picture]:
    """One figure a series, of those that were recorded."""
    designs = list(dict.fromkeys(runs.table["design"]))
    adopted = month_index(str(runs.scenario.adopt))
    pictures = []
    with style.house_style():
        for line in lines:
            if line.series in runs.series:
                bands = {d: band(runs.series, d, line) for d in designs}
                pictures.append(_picture(bands, line, baseline, adopted, folder))
    return pictures


def band(series: pd.DataFrame, design: str, line: Line) -> pd.DataFrame:
    """Median and 90% band by month: columns low, mid, high; the month's index as the index."""
    own = series[series["design"] == design]
    wide = own.pivot(index="month", columns="replicate", values=line.series).sort_index()
    wide = wide.rolling(line.smooth, min_periods=1).mean()
    values = np.nanquantile(wide.to_numpy(float), [LOW, 0.5, HIGH], axis=1) if len(wide) else np.empty((3, 0))
    return pd.DataFrame(dict(zip(("low", "mid", "high"), values, strict=True)), index=wide.index)


def _picture(
    bands: dict[str, pd.DataFrame], line: Line, baseline: str, adopted: int, folder: Path
) -> Picture:
    rows = -(-len(bands) // _COLUMNS)
    figure = style.canvas(style.WIDTH, (_PANEL + 0.3) * rows + 0.3)
    top = max((float(b["high"].max()) for b in bands.values() if len(b)), default=1.0)
    low = min((float(b["low"].min()) for b in bands.values() if len(b)), default=0.0)
    for k, (design, values) in enumerate(bands.items()):
        row, column = divmod(k, _COLUMNS)
        axes = figure.add_axes(_place(figure, row, column))
        _panel(axes, values, bands.get(baseline), design == baseline, adopted)
        axes.set_ylim(min(0.0, low), top * 1.06 or 1.0)
        axes.set_title(design, fontsize=8, pad=3, fontweight="bold" if design == baseline else "normal")
        axes.tick_params(labelleft=column == 0, labelbottom=row == rows - 1 or k + _COLUMNS >= len(bands))
    caption = (
        f"{line.caption} Line: median; band: 90% of replicates; dashed: the median under {baseline}; upright "
        "line: the design is adopted."
    )
    return style.finish(figure, f"timeline-{line.series}", line.title, caption, _alt(bands, line), folder)


def _place(figure: Any, row: int, column: int) -> tuple[float, float, float, float]:
    width, height = figure.get_size_inches()
    left, right, gap = 0.42, 0.12, 0.12
    panel = (width - left - right - gap * (_COLUMNS - 1)) / _COLUMNS
    x = left + column * (panel + gap)
    y = height - 0.25 - row * (_PANEL + 0.3) - _PANEL
    return x / width, y / height, panel / width, _PANEL / height


def _panel(
    axes: Axes, values: pd.DataFrame, reference: pd.DataFrame | None, is_baseline: bool, adopted: int
) -> None:
    colour = style.INK if is_baseline else style.PALETTE[0]
    years = _years(values.index.to_numpy(float))
    axes.axvline(float(_years(np.array([adopted]))[0]), color=style.MUTED, linewidth=0.6)
    axes.fill_between(years, values["low"], values["high"], color=colour, alpha=0.2, linewidth=0)
    if reference is not None and not is_baseline:
        at = _years(reference.index.to_numpy(float))
        axes.plot(at, reference["mid"], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(years, values["mid"], color=colour, linewidth=1.4)
    style.grid(axes, "y")
    axes.tick_params(labelsize=7, length=2)
    ticks = range(int(np.ceil(years.min())), int(years.max()) + 1, 2) if len(years) else range(0)
    axes.set_xticks(list(ticks), [f"’{t % 100:02d}" for t in ticks])


def _years(months: np.ndarray) -> np.ndarray:
    return ORIGIN_YEAR + (months + ORIGIN_MONTH - 1) / 12


def _alt(bands: dict[str, pd.DataFrame], line: Line) -> str:
    ends = [f"{d} from {b['mid'].iloc[0]:.3g} to {b['mid'].iloc[-1]:.3g}" for d, b in bands.items() if len(b)]
    return f"Course of {line.title.lower()} by design, median at the start and at the end: {'; '.join(ends)}."
