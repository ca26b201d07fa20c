"""What makes each headline difference: for every outcome a small chart, a bar a design of its levers' shares.

The parts of a bar bear the number of their lever, so that they are told apart without colours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from results.brief.hinges import plain
from results.brief.names import Name
from results.figures import labels, style
from results.figures.flow import GUTTER, WIDE, flowing, part
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import Meta
from results.why.shares import ASSUMED, FOUND, MOSTLY, NOT_APPLICABLE, PERHAPS, TANGLED
from results.why.words import Difference, share

NAMED = 10  # levers with a colour and a number of their own
OTHERS, REST = "other levers", "interactions"
_ROW, _HEAD = 12.6, 16.0  # points: a design, an outcome's title
_LEFT, _RIGHT = 84.0, 82.0  # points for the names, and for what the difference is called
_LETTERS, _NUMBER = 7.2, 6.2  # points
_ROOM = 6.5  # points: a part of a bar that is narrower bears no number
_AGAINST = 0.75  # to the left of zero, of the room to its right
_GREY, _PALE = "#b9bdc2", "#eceef0"
_SAID = {
    ASSUMED: "assumed", MOSTLY: "mostly assumed", PERHAPS: "perhaps assumed", FOUND: "found", TANGLED: "together",
}  # fmt: skip

Block = tuple[Meta, list[Difference]]


@dataclass(frozen=True)
class _Chart:
    """The differences of one outcome. names : of the designs, in their order."""

    meta: Meta
    found: list[Difference]
    names: list[Label]
    colours: dict[str, str]

    @property
    def height(self) -> float:
        """Points that it takes."""
        return _HEAD + sum(self.rows) + 2

    @property
    def rows(self) -> list[float]:
        """Points of each design."""
        return [max(_ROW, name.height + 1.5) for name in self.names]


def shares_chart(blocks: Sequence[Block], called: dict[str, Name], baseline: str, folder: Path) -> Picture | None:
    """One small chart an outcome, a bar a design; None where no difference is clear."""
    clear = [one for _, found in blocks for one in found if one.levers]
    if not clear:
        return None
    colours = lever_colours(clear)
    with style.house_style():
        charts = [
            _Chart(m, found, [labels.fit(called[d.design].short, _LEFT - 9, _LETTERS) for d in found], colours)
            for m, found in blocks
        ]
        caption, alt = _caption(called[baseline].long), _alt(blocks, called)
        picture = style.finish(_sheet(charts, colours), "why", "What makes the differences", caption, alt, folder)
        parts = [_alone(chart, f"why-chart-{chart.meta.name}", called) for chart in charts]
        key = style.canvas(WIDE / 72, _key_height(colours) / 72)
        _key(_axes(key, 0.0, 0.0, _key_height(colours)), colours)
        parts.append(part(key, "why-chart-key", "Key to the numbers of the levers"))
        return replace(picture, svg=flowing(parts))


def lever_colours(found: Sequence[Difference]) -> dict[str, str]:
    """Lever -> colour: those that make most of some differences (squares), then all others, then interactions."""
    weight: dict[str, float] = {}
    for one in found:
        whole = _gross(one)
        for row in one.levers:
            weight[row["lever"]] = weight.get(row["lever"], 0.0) + (row["share"] / whole) ** 2
    most = sorted(weight, key=lambda name: (-weight[name], name))[:NAMED]
    return {name: style.PALETTE[k] for k, name in enumerate(most)} | {OTHERS: _GREY, REST: _PALE}


def _gross(one: Difference) -> float:
    """All shares of a difference, those against it too, without their signs."""
    rest = [one.rest] if one.rest is not None else []
    return math.fsum(abs(row["share"]) for row in (*one.levers, *rest))


# ---- sheets ----------
def _sheet(charts: list[_Chart], colours: dict[str, str]) -> Figure:
    """Two charts beside each other, the key in the place that is left or below."""
    rows = [charts[k : k + 2] for k in range(0, len(charts), 2)]
    heights = [max(one.height for one in row) + GUTTER for row in rows]
    odd = len(charts) % 2
    heights[-1] = max(heights[-1], _key_height(colours)) if odd else heights[-1]
    total = sum(heights) + (0.0 if odd else _key_height(colours))
    figure = style.canvas(style.WIDTH, total / 72)
    for k, row in enumerate(rows):
        for column, chart in enumerate(row):
            top = total - sum(heights[:k])
            _draw(_axes(figure, column * (WIDE + GUTTER), top - chart.height, chart.height), chart)
    below = heights[-1] - _key_height(colours) if odd else 0.0
    _key(_axes(figure, odd * (WIDE + GUTTER), below, _key_height(colours)), colours)
    return figure


def _alone(chart: _Chart, name: str, called: dict[str, Name]) -> str:
    figure = style.canvas(WIDE / 72, chart.height / 72)
    _draw(_axes(figure, 0.0, 0.0, chart.height), chart)
    return part(figure, name, _alt([(chart.meta, chart.found)], called))


def _axes(figure: Figure, left: float, bottom: float, height: float) -> Axes:
    """Axes in points."""
    wide, high = 72 * figure.get_size_inches()
    axes = figure.add_axes((left / wide, bottom / high, WIDE / wide, height / high))
    axes.set(xlim=(0, WIDE), ylim=(0, height))
    axes.axis("off")
    return axes


# ---- one outcome ----------
def _draw(axes: Axes, chart: _Chart) -> None:
    """The bars of one outcome, from the top; beside them the largest share and what the difference is called."""
    title = labels.fit(chart.meta.title, WIDE - 20, 8.5, "bold")
    axes.text(1, chart.height - 2, va="top", fontweight="bold", **title.settings())
    room = WIDE - _LEFT - _RIGHT
    scale = room / (1 + _AGAINST)
    zero, top = _LEFT + _AGAINST * scale, chart.height - _HEAD
    axes.plot([zero, zero], [1, top + 1], color=style.INK, linewidth=0.8, zorder=3)
    for one, name, height in zip(chart.found, chart.names, chart.rows, strict=True):
        y = top - height / 2
        axes.text(_LEFT - 6, y, ha="right", va="center", **name.settings())
        if one.levers:
            _bar(axes, one, chart.colours, zero, scale, y)
        ink = style.INK if one.levers else style.MUTED
        axes.text(WIDE - _RIGHT + 4, y, _words(one), va="center", color=ink, fontsize=_LETTERS - 0.5)
        top -= height


def _bar(axes: Axes, one: Difference, colours: dict[str, str], zero: float, scale: float, y: float) -> None:
    """Shares that make the difference to the right, those against it to the left; all together are one long."""
    whole, right, left = _gross(one), zero, zero
    parts: dict[tuple[str, bool], float] = {}
    for row in one.levers:
        key = (row["lever"] if row["lever"] in colours else OTHERS, row["share"] > 0)
        parts[key] = parts.get(key, 0.0) + row["share"]
    if one.rest is not None:
        parts[REST, one.rest["share"] > 0] = one.rest["share"]
    order = list(colours)
    for (name, _), value in sorted(parts.items(), key=lambda each: (order.index(each[0][0]), -each[1])):
        length = value / whole * scale
        start = right if length > 0 else left + length
        edge: dict[str, Any] = {"edgecolor": style.MUTED if name == REST else "white", "linewidth": 0.4}
        axes.add_patch(Rectangle((start, y - 4.3), abs(length), 8.6, facecolor=colours[name], **edge))
        if abs(length) >= _ROOM and name not in (OTHERS, REST):
            _number(axes, start + abs(length) / 2, y, order.index(name) + 1, colours[name])
        right, left = (right + length, left) if length > 0 else (right, left + length)


def _number(axes: Axes, x: float, y: float, number: int, colour: str) -> None:
    """The number of a lever on its colour: white on dark ones, black on light ones."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    ink = "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 130 else "black"
    look: dict[str, Any] = {"ha": "center", "va": "center_baseline", "fontsize": _NUMBER, "fontweight": "bold"}
    axes.text(x, y, str(number), color=ink, **look)


def _words(one: Difference) -> str:
    if not one.levers:
        return "–" if one.verdict == NOT_APPLICABLE else "not clear"
    return f"{share(one.levers[0]['share'])} {_SAID[one.verdict]}"


# ---- the key ----------
def _key_height(colours: dict[str, str]) -> float:
    return 11.0 * -(-len(colours) // 2) + 8


def _key(axes: Axes, colours: dict[str, str]) -> None:
    """The levers with their numbers, in two columns."""
    lines = -(-len(colours) // 2)
    for k, (name, colour) in enumerate(colours.items()):
        column, line = divmod(k, lines)
        x, y = 2 + column * WIDE / 2, _key_height(colours) - 9 - 11 * line
        edge = style.MUTED if name == REST else "white"
        axes.add_patch(Rectangle((x, y - 4.3), 10, 8.6, facecolor=colour, edgecolor=edge, linewidth=0.4))
        if name not in (OTHERS, REST):
            _number(axes, x + 5, y, k + 1, colour)
        text = labels.fit(plain(name), WIDE / 2 - 22, _LETTERS, smaller=0.75)
        axes.text(x + 14, y, va="center", **text.settings())


def _caption(baseline: str) -> str:
    return (
        f"What makes each mean difference from {baseline}. To the right: what makes it; to the left: what works "
        "against it; a bar is as long as all of them together; numbers as in the key. Beside it: the largest share of "
        "the difference itself, and what it is called: assumed where one number makes more than half, mostly or "
        "perhaps assumed where it may; together where several act together and cannot be taken apart; found where "
        "surely none does. No bar: the difference is not clear."
    )


def _alt(blocks: Sequence[Block], called: dict[str, Name]) -> str:
    parts = [
        f"{meta.title}: " + "; ".join(f"{called[one.design].short} {one.sentence}" for one in found) + "."
        for meta, found in blocks
    ]
    return "What makes the differences. " + " ".join(parts)
