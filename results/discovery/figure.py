"""The figure of a discovery: along the inputs that were named, how often the first design is better."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from results.discovery.chance import alike
from results.discovery.inputs import FIELD
from results.figures import labels, style
from results.figures.style import Picture
from results.numbers import lower_first
from results.robust.clusters import share_of

MOST = 6
BINS = 8
_COLUMNS, _HEIGHT = 3, 2.1  # inches a chart
_LEFT, _RIGHT, _ABOVE, _BELOW = 0.62, 0.08, 0.3, 0.5


def named_inputs(found: Any) -> list[int]:
    """Numbers of the inputs that box, tree and flip name, at most ``MOST``, and of those that tell most alone."""
    place = {one.name: k for k, one in enumerate(found.pair.inputs)}
    own = [place[limit.name] for limit in found.box.limits]
    own += [place[name] for leaf in found.tree.leaves for name, _, _ in leaf.conditions]
    if found.flip is not None:
        for change in (found.flip.single, found.flip.joint):
            own += (
                []
                if change is None
                else sorted(change.moved, key=lambda k: -abs(change.point[k] - found.pair.scaled(found.pair.centre)[k]))
            )
    own += list(np.argsort(-np.abs(_correlations(found)), kind="stable")[:_COLUMNS])
    return [int(k) for k in dict.fromkeys(own)][:MOST]


def _correlations(found: Any) -> np.ndarray:
    """(K,) of the inputs with 'the first is better'."""
    x, y = found.sample.x, found.sample.wins(0).astype(np.float64)
    spread = x.std(axis=0) * max(float(y.std()), 1e-12)
    centred = (x - x.mean(axis=0)).T @ (y - y.mean()) / len(y)
    return np.where(spread > 0, centred / np.where(spread > 0, spread, 1.0), 0.0)


def draw(found: Any, folder: Path) -> Picture:
    """Write the figure of a ``found.Discovery`` into a folder."""
    chosen, (a, b) = named_inputs(found), found.pair.names
    rows = -(-len(chosen) // _COLUMNS)
    title = f"How often {a} beats {b}: {lower_first(found.pair.meta.title)}"
    with style.house_style():
        figure = style.canvas(style.WIDTH, _HEIGHT * rows)
        width = style.WIDTH / _COLUMNS
        for n, k in enumerate(chosen):
            row, column = divmod(n, _COLUMNS)
            margins = (
                width * column + _LEFT, _HEIGHT * (rows - 1 - row) + _BELOW, width * (_COLUMNS - 1 - column) + _RIGHT,
                _HEIGHT * row + _ABOVE,
            )  # fmt: skip
            axes = figure.add_axes(style.inches(figure, *margins))
            _chart(axes, found, k)
            if column == 0:
                axes.set_ylabel(labels.fit(f"{a} is better", 72 * 1.2, 7).text, fontsize=7)
        return style.finish(figure, "discovery", title, _caption(found), _alt(found, chosen), folder)


def _chart(axes: Axes, found: Any, k: int) -> None:
    one = found.pair.inputs[k]
    places, shares, lows, highs = profile(found, k)
    axes.fill_between(places, lows, highs, color=style.PALETTE[0], alpha=0.2, linewidth=0)
    axes.plot(places, shares, "o-", color=style.PALETTE[0], ms=3, linewidth=1)
    axes.axhline(0.5, color=style.MUTED, linewidth=0.7, linestyle=":")
    for limit in found.box.limits:
        if limit.name == one.name and found.box.found:
            low = one.low if limit.low is None else limit.low
            high = one.high if limit.high is None else limit.high
            axes.axvspan(low, high, color=style.PALETTE[4], alpha=0.15, linewidth=0)
    axes.axvline(one.centre, color=style.INK, linewidth=0.7)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
    axes.set_title(labels.fit(one.title, 72 * 2.0, 8, smaller=1.0).text, fontsize=8)
    unit = "quantile of its range" if one.kind == FIELD else one.unit
    axes.set_xlabel(unit, fontsize=7)
    axes.tick_params(labelsize=7)
    style.grid(axes, "y")


def profile(found: Any, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Along input k in ``BINS`` parts of equally many decided futures: means, shares of wins, and 95% intervals."""
    decided = found.sample.lead != 0
    x, y, point = found.sample.x[decided, k], found.sample.wins(0)[decided], found.sample.point[decided]
    same = alike(found.sample, 0)
    parts = [part for part in np.array_split(np.argsort(x, kind="stable"), BINS) if len(part)]
    told = [share_of(y[part], point[part], same) for part in parts]
    shares, lows, highs = (np.array(column) for column in zip(*told, strict=True))
    return np.array([x[part].mean() for part in parts]), shares, lows, highs


def _caption(found: Any) -> str:
    a, b = found.pair.names
    return (
        f"Share of the futures in which {a} is better than {b} (ties left out), along one input, all others as "
        "drawn; bands are 95% intervals. The black line is the centre; a shaded stretch is the box. "
        f"Rests on {found.sample.said}."
    )


def _alt(found: Any, chosen: list[int]) -> str:
    parts = []
    for k in chosen:
        _, shares, _, _ = profile(found, k)
        parts.append(
            f"{found.pair.inputs[k].title}: from {shares[0]:.0%} at the low to {shares[-1]:.0%} at the high end"
        )
    return f"Lines of the share of futures, one chart an input. {'; '.join(parts)}."
