"""One chart an outcome: medians, 90% intervals and the verdict against the baseline, by design."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from results.comparison import BASELINE, NOT_APPLICABLE, UNCLEAR_TEXT, Comparison
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import Meta, is_share, lower_first, number, percent, sentence

_ROW = 0.235  # inches a design, more where a name needs several lines
_BESIDE = 9.0  # points between the names and the marks, and at the edge
_LEFT, _RIGHT = 1.55, 1.75


def outcome_chart(comparison: Comparison, meta: Meta, folder: Path) -> Picture:
    """Dot and interval for each design, in the order of the designs."""
    rows = comparison.rows(meta.name)
    with style.house_style():
        names = name_labels(rows, _LEFT)
        figure = style.canvas(style.WIDTH, row_height(names, _ROW) * len(rows) + 0.85)
        axes = figure.add_axes(style.inches(figure, _LEFT, 0.48, _RIGHT, 0.37))
        dot_rows(axes, rows, meta, names)
        for k, row in enumerate(reversed(rows)):
            axes.text(1.02, k, _words(row, meta, comparison.replicates), color=_ink(row), **_beside(axes))
        head = "chance of\nbeing " + ("better" if meta.better else "higher")
        axes.text(1.02, 1.02, head, transform=axes.transAxes, fontsize=7.5, color=style.MUTED, va="bottom")
        axes.set_title(f"{meta.title} – {meta.direction}", pad=9)
        caption, alt = _caption(meta, comparison.baseline), _alt(meta, rows)
        return style.finish(figure, f"outcome-{meta.name}", meta.title, caption, alt, folder)


def name_labels(rows: list[dict[str, Any]], room: float) -> list[Label]:
    """The designs' names, one a row, in so many inches beside the marks."""
    return [labels.fit(row["design"], 72 * room - _BESIDE, 8, _weight(row)) for row in rows]


def row_height(names: list[Label], least: float) -> float:
    """Inches a row, so that the tallest name fits."""
    return max(least, (labels.tallest(names) + 4) / 72)


def dot_rows(axes: Axes, rows: list[dict[str, Any]], meta: Meta, names: list[Label]) -> None:
    """The marks of a chart: one row a design, from the top; to the left the designs' names, if there are any."""
    top = len(rows) - 1
    _marks(axes, [(top - k, row) for k, row in enumerate(rows) if row["n"]])
    axes.set_ylim(-0.6, top + 0.6)
    axes.yaxis.set_visible(False)  # plain texts are drawn faster than ticks
    for k, (row, name) in enumerate(zip(rows, names, strict=False)):
        axes.text(-0.02, top - k, ha="right", fontweight=_weight(row), **(_beside(axes) | name.settings()))
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.04)
    style.grid(axes)
    if is_share(meta.unit):
        axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
    else:
        axes.set_xlabel(meta.unit)


def _weight(row: dict[str, Any]) -> str:
    return "bold" if row["verdict"] == BASELINE else "normal"


def _marks(axes: Axes, placed: list[tuple[int, dict[str, Any]]]) -> None:
    """Intervals, medians by verdict, and the baseline's median as a dashed line."""
    colours = [style.VERDICT_COLOUR[row["verdict"]] for _, row in placed]
    low, high = ([row[k] for _, row in placed] for k in ("low90", "high90"))
    axes.hlines([y for y, _ in placed], low, high, colors=colours, linewidth=2.2, alpha=0.55, zorder=2)
    for verdict in dict.fromkeys(row["verdict"] for _, row in placed):
        own = [(row["median"], y) for y, row in placed if row["verdict"] == verdict]
        colour = style.VERDICT_COLOUR[verdict]
        face = "white" if verdict == UNCLEAR_TEXT else colour
        shape = style.VERDICT_MARKER[verdict]
        axes.plot(*zip(*own, strict=True), shape, ms=6.5, mfc=face, mec=colour, zorder=3)
        if verdict == BASELINE:
            axes.axvline(own[0][0], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)


def _beside(axes: Axes) -> dict[str, Any]:
    """Where texts beside a row stand: across in shares of the axes, up in rows."""
    return {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 8}


def _ink(row: dict[str, Any]) -> str:
    return style.MUTED if row["verdict"] in (UNCLEAR_TEXT, NOT_APPLICABLE) else style.VERDICT_COLOUR[row["verdict"]]


def _words(row: dict[str, Any], meta: Meta, replicates: int) -> str:
    if row["verdict"] == BASELINE:
        return "compared with"
    if row["verdict"] == NOT_APPLICABLE:
        return NOT_APPLICABLE
    chance = percent(row["p_better"] if meta.better else row["p_higher"])
    said = "not clear" if row["verdict"] == UNCLEAR_TEXT else row["verdict"]
    few = f"  n={row['n']}" if row["n"] < replicates else ""
    return f"{chance}  {said}{few}"


def _caption(meta: Meta, baseline: str) -> str:
    return f"{sentence(meta.meaning)} {key(baseline)}"


def key(baseline: str) -> str:
    """How to read the marks."""
    return (
        f"Marks: medians; bars: 90% intervals; dashed: {baseline}. Triangles up are better than {baseline}, down "
        "worse, hollow circles not clearly different, diamonds different where neither is better."
    )


def _alt(meta: Meta, rows: list[dict[str, Any]]) -> str:
    cells = [
        f"{r['design']} {number(r['median'], meta.unit)} ({number(r['low90'], meta.unit)} to "
        f"{number(r['high90'], meta.unit)}), {r['verdict']}"
        if r["n"]
        else f"{r['design']} does not apply"
        for r in rows
    ]
    unit = "" if is_share(meta.unit) else f" in {meta.unit}"
    return f"Chart of {lower_first(meta.title)}{unit} by design, median and 90% interval: {'; '.join(cells)}."
