"""Small charts side by side: dots and intervals by design, without words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from results.figures import labels, style
from results.figures.outcomes import dot_rows, key, name_labels, row_height
from results.figures.style import Picture
from results.numbers import Meta, number

COLUMNS = 3
A_FIGURE = 2 * COLUMNS  # charts in a figure of further outcomes
_ROW = 0.19  # inches a design
_HEAD, _FOOT = 0.42, 0.45  # inches above and below the marks
_LEFT, _GAP = 1.3, 0.17

Block = tuple[Meta, list[dict[str, Any]]]  # an outcome and its rows, one a design


def panel_figure(blocks: Sequence[Block], name: str, title: str, caption: str, folder: Path) -> Picture:
    """One small chart a block, three in a line, the design names once a line."""
    lines = -(-len(blocks) // COLUMNS)
    width = (style.WIDTH - _LEFT - 0.1 - _GAP * (COLUMNS - 1)) / COLUMNS
    with style.house_style():
        names = [name_labels(rows, _LEFT) for _, rows in blocks]
        line_height = max(row_height(own, _ROW) * len(own) for own in names) + _HEAD + _FOOT
        figure = style.canvas(style.WIDTH, line_height * lines)
        for k, (meta, rows) in enumerate(blocks):
            line, column = divmod(k, COLUMNS)
            left = _LEFT + column * (width + _GAP)
            below = line_height * (lines - 1 - line) + _FOOT
            right, above = style.WIDTH - left - width, line_height * line + _HEAD
            axes = figure.add_axes(style.inches(figure, left, below, right, above))
            dot_rows(axes, rows, meta, names[k] if column == 0 else [])
            axes.tick_params(labelsize=7)
            axes.locator_params(axis="x", nbins=4)
            axes.set_title(labels.fit(meta.title, 72 * width, 8, smaller=1.0).text, fontsize=8)
            axes.set_xlabel(axes.get_xlabel(), fontsize=7)
        return style.finish(figure, name, title, caption, _alt(title, blocks), folder)


def further_charts(blocks: Sequence[Block], baseline: str, folder: Path) -> list[Picture]:
    """The outcomes that are no headlines, six to a figure, in their order."""
    groups = [blocks[k : k + A_FIGURE] for k in range(0, len(blocks), A_FIGURE)]
    return [
        panel_figure(group, f"further-{k + 1}", f"Further outcomes {k + 1}", _caption(group, baseline), folder)
        for k, group in enumerate(groups)
    ]


def actor_chart(blocks: Sequence[Block], label: str, baseline: str, folder: Path) -> Picture:
    """One actor's own outcomes by design (see ``results.actor``)."""
    caption = f"What each design means for {label}. {key(baseline)}"
    return panel_figure(blocks, "actor", f"The view of {label}", caption, folder)


def _caption(group: Sequence[Block], baseline: str) -> str:
    said = "; ".join(f"{m.title} ({m.direction}): {m.meaning}" for m, _ in group)
    return f"{said}. {key(baseline)}"


def _alt(title: str, blocks: Sequence[Block]) -> str:
    parts = []
    for meta, rows in blocks:
        cells = [f"{r['design']} {number(r['median'], meta.unit)} {r['verdict']}" for r in rows]
        parts.append(f"{meta.title}: {'; '.join(cells)}.")
    return f"{title}. " + " ".join(parts)
