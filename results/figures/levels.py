"""What each design comes to by itself: small charts of medians with 90% intervals, an outcome each.

For differences between designs see ``results.figures.differences``: these intervals overlap even where one design is
better in every future.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from matplotlib.axes import Axes

from results.comparison import BASELINE, NOT_APPLICABLE, UNCLEAR_TEXT
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import Meta, interval, is_share, missing, number

COLUMNS = 3
A_FIGURE = 2 * COLUMNS  # charts in a figure
_ROW = 0.19  # inches a design, more where a name needs several lines
_HEAD, _FOOT = 0.42, 0.45  # inches above and below the marks
_LEFT, _GAP = 1.3, 0.17
_BESIDE = 9.0  # points between the names and the marks, and at the edge

Row = dict[str, Any]
Block = tuple[Meta, list[Row]]  # an outcome and its rows, one a design
_T = TypeVar("_T")


def groups(outcomes: Sequence[_T]) -> list[Sequence[_T]]:
    """What stands together in a figure, in order."""
    return [outcomes[k : k + A_FIGURE] for k in range(0, len(outcomes), A_FIGURE)]


def level_charts(blocks: Sequence[Block], baseline: str, folder: Path) -> list[Picture]:
    """All outcomes, six to a figure, in their order."""
    found = []
    for k, group in enumerate(groups(blocks), 1):
        said = "; ".join(f"{m.title} ({m.direction}): {m.meaning}" for m, _ in group)
        title = f"Medians and intervals {k}"
        found.append(_figure(group, f"levels-{k}", title, f"{said}. {key(baseline)}", folder))
    return found


def actor_chart(blocks: Sequence[Block], label: str, baseline: str, folder: Path) -> Picture:
    """One actor's own outcomes by design (see ``results.actor``)."""
    caption = f"What each design means for {label}. {key(baseline)}"
    return _figure(blocks, "actor", f"The view of {label}", caption, folder)


def key(baseline: str) -> str:
    """How to read the marks."""
    return (
        f"Marks: medians; bars: 90% of the simulated futures; dashed: {baseline}. Triangles up are better than "
        f"{baseline} on the same draws, down worse, hollow circles not clearly different, diamonds different where "
        "neither is better. Bars that overlap do not mean that designs cannot be told apart: differences are charted "
        "by themselves."
    )


def _figure(blocks: Sequence[Block], name: str, title: str, caption: str, folder: Path) -> Picture:
    """One small chart a block, three in a line, the design names once a line."""
    lines = -(-len(blocks) // COLUMNS)
    width = (style.WIDTH - _LEFT - 0.1 - _GAP * (COLUMNS - 1)) / COLUMNS
    with style.house_style():
        names = [[labels.fit(r["design"], 72 * _LEFT - _BESIDE, 8, _weight(r)) for r in rows] for _, rows in blocks]
        line_height = max(_row_height(own) * len(own) for own in names) + _HEAD + _FOOT
        figure = style.canvas(style.WIDTH, line_height * lines)
        for k, (meta, rows) in enumerate(blocks):
            line, column = divmod(k, COLUMNS)
            left = _LEFT + column * (width + _GAP)
            below = line_height * (lines - 1 - line) + _FOOT
            right, above = style.WIDTH - left - width, line_height * line + _HEAD
            axes = figure.add_axes(style.inches(figure, left, below, right, above))
            _chart(axes, rows, meta, names[k] if column == 0 else [])
            axes.set_title(labels.fit(meta.title, 72 * width, 8, smaller=1.0).text, fontsize=8)
        return style.finish(figure, name, title, caption, _alt(title, blocks), folder)


def _row_height(names: Sequence[Label]) -> float:
    """Inches a row, so that the tallest name fits."""
    return max(_ROW, (labels.tallest(names) + 4) / 72)


def _chart(axes: Axes, rows: Sequence[Row], meta: Meta, names: Sequence[Label]) -> None:
    """The marks of a chart: one row a design, from the top; to the left the designs' names, if there are any."""
    top = len(rows) - 1
    _marks(axes, [(top - k, row) for k, row in enumerate(rows) if not missing(row["median"])])
    axes.set_ylim(-0.6, top + 0.6)
    axes.yaxis.set_visible(False)  # plain texts are drawn faster than ticks
    beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 8}
    for k, (row, name) in enumerate(zip(rows, names, strict=False)):
        axes.text(-0.02, top - k, ha="right", fontweight=_weight(row), **(beside | name.settings()))
    for k, row in enumerate(rows):
        if row["verdict"] == NOT_APPLICABLE:
            axes.text(0.02, top - k, NOT_APPLICABLE, color=style.MUTED, **(beside | {"fontsize": 6.5}))
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.04)
    style.grid(axes)
    axes.tick_params(labelsize=7)
    axes.locator_params(axis="x", nbins=4)
    if is_share(meta.unit):
        axes.xaxis.set_major_formatter(lambda v, _: f"{round(100 * v, 6):g}%".replace("-", "−"))
    else:
        axes.set_xlabel(meta.unit, fontsize=7)


def _weight(row: Row) -> str:
    return "bold" if row["verdict"] == BASELINE else "normal"


def _marks(axes: Axes, placed: Sequence[tuple[int, Row]]) -> None:
    """Intervals, medians by verdict, and the baseline's median as a dashed line."""
    colours = [style.VERDICT_COLOUR[row["verdict"]] for _, row in placed]
    low, high = ([row[k] for _, row in placed] for k in ("low90", "high90"))
    axes.hlines([y for y, _ in placed], low, high, colors=colours, linewidth=2.2, alpha=0.55, zorder=2)
    for verdict in dict.fromkeys(row["verdict"] for _, row in placed):
        own = [(row["median"], y) for y, row in placed if row["verdict"] == verdict]
        colour = style.VERDICT_COLOUR[verdict]
        face = "white" if verdict == UNCLEAR_TEXT else colour
        axes.plot(*zip(*own, strict=True), style.VERDICT_MARKER[verdict], ms=6.5, mfc=face, mec=colour, zorder=3)
        if verdict == BASELINE:
            axes.axvline(own[0][0], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)


def _alt(title: str, blocks: Sequence[Block]) -> str:
    parts = []
    for meta, rows in blocks:
        cells = [f"{row['design']} {_of(row, meta.unit)}" for row in rows]
        parts.append(f"{meta.title}: {'; '.join(cells)}.")
    return f"{title}: by design, median and 90% interval. " + " ".join(parts)


def _of(row: Row, unit: str) -> str:
    if missing(row["median"]):
        return row["verdict"] if row["n"] == 0 else f"no value of its own, {row['verdict']}"
    return f"{number(row['median'], unit)} ({interval(row['low90'], row['high90'], unit)}), {row['verdict']}"
