"""One chart an outcome: medians, 90% intervals and the verdict against the baseline, by design."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from results.comparison import BASELINE, NOT_APPLICABLE, UNCLEAR_TEXT, Comparison
from results.figures import style
from results.figures.style import Picture
from results.numbers import Meta, is_share, lower_first, number, percent

_ROW = 0.235  # inches a design
_LEFT, _RIGHT = 1.55, 1.75


def outcome_chart(comparison: Comparison, meta: Meta, folder: Path) -> Picture:
    """Dot and interval for each design, in the order of the designs."""
    rows = comparison.rows(meta.name)
    with style.house_style():
        figure = style.canvas(style.WIDTH, _ROW * len(rows) + 0.85)
        axes = figure.add_axes(style.inches(figure, _LEFT, 0.48, _RIGHT, 0.37))
        dot_rows(axes, rows, meta, comparison.replicates)
        head = "chance of\nbeing " + ("better" if meta.better else "higher")
        axes.text(1.02, 1.02, head, transform=axes.transAxes, fontsize=7.5, color=style.MUTED, va="bottom")
        axes.set_title(f"{meta.title} – {meta.direction}", pad=9)
        caption, alt = _caption(meta, comparison.baseline), _alt(meta, rows)
        return style.finish(figure, f"outcome-{meta.name}", meta.title, caption, alt, folder)


def dot_rows(axes: Axes, rows: list[dict[str, Any]], meta: Meta, replicates: int, words: bool = True) -> None:
    """The marks of a chart: one row a design, from the top."""
    places = range(len(rows) - 1, -1, -1)
    for y, row in zip(places, rows, strict=True):
        colour = style.VERDICT_COLOUR[row["verdict"]]
        if row["n"]:
            span, shape = [row["low90"], row["high90"]], style.VERDICT_MARKER[row["verdict"]]
            face = "white" if row["verdict"] == UNCLEAR_TEXT else colour
            axes.plot(span, [y, y], color=colour, linewidth=2.2, alpha=0.55, zorder=2)
            axes.plot(row["median"], y, shape, ms=6.5, mfc=face, mec=colour, zorder=3)
        if row["verdict"] == BASELINE and row["n"]:
            axes.axvline(row["median"], color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
        if words:
            at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 8}
            axes.text(1.02, y, _words(row, meta, replicates), color=_ink(row), **at)
    axes.set_yticks(list(places), [r["design"] for r in rows])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row["verdict"] == BASELINE else "normal")
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(meta.unit if not is_share(meta.unit) else "")
    if is_share(meta.unit):
        axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
    axes.margins(x=0.04)
    style.grid(axes)


def _ink(row: dict[str, Any]) -> str:
    return (
        style.MUTED
        if row["verdict"] in (UNCLEAR_TEXT, NOT_APPLICABLE)
        else style.VERDICT_COLOUR[row["verdict"]]
    )


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
    return (
        f"{meta.meaning[:1].upper()}{meta.meaning[1:]}. Marks: medians; bars: 90% intervals; dashed: the "
        f"median under {baseline}. Triangles up are better than {baseline}, down worse, hollow grey circles "
        "not clearly different (the chance lies between 20% and 80%). n: replicates to which the outcome "
        "applies, where not all."
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
