"""One actor's own outcomes by design, panel by panel."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from results.comparison import records
from results.figures import style
from results.figures.outcomes import dot_rows
from results.figures.style import Picture
from results.numbers import Meta, number

_COLUMNS = 3
_ROW = 0.19  # inches a design


def actor_chart(
    view: pd.DataFrame, metas: list[Meta], label: str, replicates: int, folder: Path
) -> Picture | None:
    """Small panels of dots and intervals. view : what ``results.actor.actor_view`` returns."""
    if view.empty:
        return None
    designs = list(dict.fromkeys(view["design"]))
    lines = -(-len(metas) // _COLUMNS)
    panel = _ROW * len(designs) + 0.75
    with style.house_style():
        figure = style.canvas(style.WIDTH, panel * lines)
        left, gap = 1.3, 0.15
        width = (style.WIDTH - left - 0.1 - gap * (_COLUMNS - 1)) / _COLUMNS
        for k, meta in enumerate(metas):
            line, column = divmod(k, _COLUMNS)
            place = (left + column * (width + gap), panel * (lines - 1 - line) + 0.45, width, panel - 0.75)
            height = figure.get_size_inches()[1]
            x, y, w, h = place
            axes = figure.add_axes((x / style.WIDTH, y / height, w / style.WIDTH, h / height))
            dot_rows(axes, records(view[view["outcome"] == meta.name]), meta, replicates, words=False)
            axes.tick_params(labelleft=column == 0, labelsize=7)
            axes.locator_params(axis="x", nbins=4)
            axes.set_title(meta.title, fontsize=8.5)
            axes.set_xlabel(axes.get_xlabel(), fontsize=7)
        caption, alt = _caption(label), _alt(view, metas, label)
        return style.finish(figure, "actor", f"The view of {label}", caption, alt, folder)


def _caption(label: str) -> str:
    return (
        f"What each design means for {label}: medians and 90% intervals. Blue triangles up are better for "
        "it than the baseline (black square, dashed line), orange triangles down worse, hollow grey "
        "circles not clearly different. Purple diamonds differ without being better or worse."
    )


def _alt(view: pd.DataFrame, metas: list[Meta], label: str) -> str:
    parts = []
    for meta in metas:
        cells = [
            f"{r['design']} {number(r['median'], meta.unit)} {r['verdict']}"
            for r in records(view[view["outcome"] == meta.name])
        ]
        parts.append(f"{meta.title}: {'; '.join(cells)}.")
    return f"Charts for {label}. " + " ".join(parts)
