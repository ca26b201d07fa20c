"""Figures for notebooks: those of reports, drawn for once, and one of bars that serves several results."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.ticker import MaxNLocator

from results.figures import labels, style
from results.figures.style import Picture
from results.numbers import is_share, number

MOST = 12  # bars in a figure
_ROW, _HEAD, _FOOT, _LEFT, _RIGHT = 0.26, 0.3, 0.5, 2.3, 0.25  # inches


@dataclass(frozen=True)
class Bar:
    """A row: a value between two others; the marks of an interval."""

    label: str
    low: float
    middle: float
    high: float


def drawn(draw: Callable[[Path], Picture | None]) -> Picture | None:
    """A figure of a report, drawn into a folder that is gone afterwards; None where there is nothing to draw."""
    with tempfile.TemporaryDirectory(prefix="entente-") as folder:
        return draw(Path(folder))


def bars(rows: Sequence[Bar], unit: str, name: str, title: str, caption: str, zero: bool = False) -> Picture | None:
    """One bar a row, from the top, with a mark in it; None without any.  zero : whether zero is marked."""
    shown = rows[:MOST]
    if not shown:
        return None
    return drawn(lambda folder: _bars(shown, unit, name, title, caption, zero, folder))


def _bars(rows: Sequence[Bar], unit: str, name: str, title: str, caption: str, zero: bool, folder: Path) -> Picture:
    with style.house_style():
        figure = style.canvas(style.WIDTH, _ROW * len(rows) + _HEAD + _FOOT)
        axes = figure.add_axes(style.inches(figure, _LEFT, _FOOT, _RIGHT, _HEAD))
        for k, row in enumerate(rows):
            y = len(rows) - 1 - k
            axes.hlines(y, row.low, row.high, colors=style.PALETTE[0], linewidth=3, alpha=0.6)
            axes.plot(row.middle, y, "o", ms=5, color=style.INK)
            fitted = labels.fit(row.label, 72 * _LEFT - 12, 8)
            axes.text(-0.02, y, ha="right", va="center", transform=axes.get_yaxis_transform(), **fitted.settings())
        if zero:
            axes.axvline(0, color=style.INK, linewidth=0.8, zorder=1)
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(6))
        if is_share(unit):
            axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
        else:
            axes.set_xlabel(unit)
        axes.set_title(labels.fit(title, 72 * (style.WIDTH - _LEFT - _RIGHT), 9).text)
        style.grid(axes)
        said = "; ".join(
            f"{r.label} {number(r.middle, unit)} ({number(r.low, unit)} to {number(r.high, unit)})" for r in rows
        )
        return style.finish(figure, name, title, caption, f"{title}: {said}.", folder)
