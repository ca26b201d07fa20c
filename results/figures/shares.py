"""What makes each headline difference: for every outcome and design a bar of its levers' shares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from results.figures import labels, style
from results.figures.style import Picture
from results.numbers import Meta
from results.why.shares import ASSUMED, FOUND, MOSTLY, NOT_APPLICABLE, TANGLED
from results.why.words import Difference, share

COLUMNS = 2
NAMED = 10  # levers with a colour of their own
OTHERS, REST = "other levers", "interactions"
_ROW, _HEAD, _GAP, _KEY = 0.165, 0.36, 1.1, 0.62  # inches
_LEFT, _RIGHT = 1.15, 1.08
_GREY, _PALE = "#b9bdc2", "#eceef0"
_SAID = {ASSUMED: "assumed", MOSTLY: "mostly assumed", FOUND: "found", TANGLED: "together"}

Block = tuple[Meta, list[Difference]]


def shares_chart(blocks: Sequence[Block], baseline: str, folder: Path) -> Picture | None:
    """One small chart an outcome, a bar a design; None where no difference is clear."""
    clear = [one for _, found in blocks for one in found if one.levers]
    if not clear:
        return None
    colours = lever_colours(clear)
    lines = -(-len(blocks) // COLUMNS)
    most = max(len(found) for _, found in blocks)
    height = most * _ROW + _HEAD
    width = (style.WIDTH - _LEFT - _GAP * (COLUMNS - 1) - _RIGHT) / COLUMNS
    with style.house_style():
        figure = style.canvas(style.WIDTH, lines * height + _KEY)
        for k, (meta, found) in enumerate(blocks):
            line, column = divmod(k, COLUMNS)
            left, above = _LEFT + column * (width + _GAP), line * height + _HEAD
            below = lines * height + _KEY - above - len(found) * _ROW
            box = style.inches(figure, left, below, style.WIDTH - left - width, above)
            axes = figure.add_axes(box)
            _bars(axes, meta, found, colours, named=column == 0)
        handles = [Patch(color=colour, label=name) for name, colour in colours.items()]
        figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.01, 0.0), ncols=4, frameon=False,
                      fontsize=7, handlelength=1.0, columnspacing=1.2, labelspacing=0.25)  # fmt: skip
        title = "What makes the differences"
        return style.finish(figure, "why", title, _caption(baseline), _alt(blocks), folder)


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


def _bars(axes: Axes, meta: Meta, found: Sequence[Difference], colours: dict[str, str], named: bool) -> None:
    """The bars of one outcome, from the top; beside them the largest share and what the difference is called."""
    top = len(found) - 1
    for k, one in enumerate(found):
        if one.levers:
            _bar(axes, top - k, one, colours)
        beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 6.5}
        axes.text(1.03, top - k, _words(one), color=style.INK if one.levers else style.MUTED, **beside)
        if named:
            name = labels.fit(one.design, 72 * _LEFT - 8, 7.5)
            axes.text(-0.03, top - k, ha="right", **(beside | name.settings()))
    axes.axvline(0, color=style.INK, linewidth=0.8, zorder=3)
    axes.set(xlim=(-0.75, 1.0), ylim=(-0.6, top + 0.6), xticks=[], yticks=[])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_title(labels.fit(meta.title, 72 * 3.0, 8, smaller=1.0).text, fontsize=8, pad=3)


def _bar(axes: Axes, y: int, one: Difference, colours: dict[str, str]) -> None:
    """Shares that make the difference to the right, those against it to the left; all together are one long."""
    whole, right, left = _gross(one), 0.0, 0.0
    parts = [(row["lever"] if row["lever"] in colours else OTHERS, row["share"]) for row in one.levers]
    parts += [(REST, one.rest["share"])] if one.rest is not None else []
    order = list(colours)
    for name, value in sorted(parts, key=lambda part: (order.index(part[0]), -part[1])):
        length = value / whole
        start = right if length > 0 else left
        edge: dict[str, Any] = {"edgecolor": style.MUTED, "linewidth": 0.4} if name == REST else {}
        axes.barh(y, length, left=start, height=0.72, color=colours[name], **edge)
        right, left = (right + length, left) if length > 0 else (right, left + length)


def _words(one: Difference) -> str:
    if not one.levers:
        return "–" if one.verdict == NOT_APPLICABLE else "not clear"
    return f"{share(one.levers[0]['share'])} {_SAID[one.verdict]}"


def _caption(baseline: str) -> str:
    return (
        f"What makes each mean difference from {baseline}. To the right: levers that make it; to the left: those "
        "against it; a bar is as long as all of them together. Beside it: the largest share of the difference itself, "
        "and what it is called: assumed where one lever makes more than half; together where levers act "
        "together and cannot be taken apart. No bar: the difference is not clear."
    )


def _alt(blocks: Sequence[Block]) -> str:
    parts = [
        f"{meta.title}: " + "; ".join(f"{one.design} {one.sentence}" for one in found) + "." for meta, found in blocks
    ]
    return "What makes the differences. " + " ".join(parts)
