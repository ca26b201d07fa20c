"""Reliability: what was forecast against the share that tied, for the model and the constant hazard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from calibration.out_of_time.verdicts import MODEL
from results.figures import style

BESIDE = "constant hazard"


def draw(section: Mapping[str, Any]) -> Figure:
    """A panel for the primary set if scored, and one in sample if computed; without either, the forecasts' sizes."""
    panels = [(f"{row['name']} the cut-off", row) for row in section["sets"] if row["primary"]]
    if section["in_sample"] is not None:
        panels.append(("in sample, one dyad left out", section["in_sample"]))
    with style.house_style():
        figure = style.canvas(style.WIDTH, 3.4)
        if not panels:
            _sizes(figure.add_axes(style.inches(figure, 0.6, 0.5, 0.2, 0.35)), section)
        for k, (title, table) in enumerate(panels):
            axes = figure.add_subplot(1, len(panels), k + 1)
            _panel(axes, title, table["reliability"])
        if panels:
            figure.tight_layout()
        return figure


def _panel(axes: Axes, title: str, reliability: Mapping[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color=style.MUTED, linewidth=0.8, linestyle="--", zorder=1)
    for name, colour, marker in ((MODEL, style.PALETTE[0], "o"), (BESIDE, style.PALETTE[1], "s")):
        rows = reliability[name]
        x, y = [r["forecast"] for r in rows], [r["share"] for r in rows]
        axes.vlines(x, [r["low"] for r in rows], [r["high"] for r in rows], colors=colour, linewidth=1.4, alpha=0.5)
        axes.plot(x, y, marker, color=colour, label=name, markersize=5)
        if name == MODEL:
            for r in rows:
                axes.annotate(
                    f"n={r['dyads']}", (r["forecast"], r["high"]), (0, 2), textcoords="offset points", ha="center"
                )
    axes.set(xlim=(0, 1), ylim=(0, 1.05), xlabel="mean forecast", ylabel="share that tied", title=title)
    axes.legend(frameon=False, loc="upper left")
    style.grid(axes, "both")


def _sizes(axes: Axes, section: Mapping[str, Any]) -> None:
    chances = {name: [row["chances"][name] for row in section["forecast"]] for name in (MODEL, BESIDE)}
    bins = [k / 20 for k in range(21)]
    axes.hist(list(chances.values()), bins=bins, label=list(chances), color=list(style.PALETTE[:2]))
    axes.set(xlabel="forecast probability of a tie", ylabel="open dyads", title="Forecasts; not scored")
    axes.legend(frameon=False)
    style.grid(axes, "y")
