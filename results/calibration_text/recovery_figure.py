"""Simulation-based calibration as a figure: ranks with the band of uniform ones, true against recovered values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from results.figures import style

ACROSS = 4  # parameters side by side


def draw(section: Mapping[str, Any]) -> Figure:
    """Above: histogram of the ranks of each parameter, with the 99% band of one bin. Below: true and posterior mean."""
    rows = section["parameters"]
    across = min(len(rows), ACROSS)
    blocks = -(-len(rows) // across)
    with style.house_style():
        figure = style.canvas(style.WIDTH, 4.2 * blocks)
        for k, row in enumerate(rows):
            block, place = divmod(k, across)
            above = 2 * block * across + place + 1
            _ranks(figure.add_subplot(2 * blocks, across, above), row, section, first=place == 0)
            _scatter(figure.add_subplot(2 * blocks, across, above + across), row, first=place == 0)
        figure.tight_layout()
        return figure


def _ranks(axes: Axes, row: Mapping[str, Any], section: Mapping[str, Any], first: bool) -> None:
    counts = row["histogram"]
    low, high = section["band"]
    places = (np.arange(len(counts)) + 0.5) / len(counts)
    axes.axhspan(low, high, color=style.FAINT, zorder=0)
    axes.axhline(section["bin_expected"], color=style.MUTED, linewidth=0.8, linestyle="--", zorder=1)
    axes.bar(places, counts, width=0.9 / len(counts), color=style.PALETTE[0] if row["uniform"] else style.PALETTE[1])
    verdict = "uniform" if row["uniform"] else "not uniform"
    axes.set_title(f"{row['name']}\n{verdict}, p = {row['p']:.2g}")
    axes.set(xlim=(0, 1), ylim=(0, 1.15 * max(high, *counts)), xlabel="rank of the true value")
    if first:
        axes.set_ylabel("data sets")


def _scatter(axes: Axes, row: Mapping[str, Any], first: bool) -> None:
    points = np.array(row["scatter"])
    ends = [points[:, 0].min(), points[:, 0].max()]
    axes.plot(ends, ends, color=style.MUTED, linewidth=0.8, linestyle="--", zorder=1)
    axes.plot(points[:, 0], points[:, 1], ".", color=style.PALETTE[0], markersize=2.5, alpha=0.6)
    axes.set(xlabel="true value", title=f"correlation {row['correlation']:.2f}")
    if first:
        axes.set_ylabel("posterior mean")
