"""What is shared, judged case by case or withheld, by category of information and design."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from results.figures import labels, style
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import missing, percent
from scenarios.queries import designs_of
from sim.catalogue import CATEGORIES

CLASSES = ("share", "case_by_case", "withhold")
WORDS = {"share": "shared", "case_by_case": "case by case", "withhold": "withheld"}
_COLOURS = {"share": "#0072B2", "case_by_case": "#E8C568", "withhold": "#D9DCE0"}
_ROW = 0.36  # inches a design, more where a name needs several lines
_LEFT = 1.35  # inches for the names


def sharing_chart(runs: Any, folder: Path) -> Picture | None:
    """Tiles, categories across and designs down; None when no sharing was recorded.

    ``runs.sharing`` : one row a design and category with the shares of pairs that mostly share, decide case
    by case, and mostly withhold; together 1.
    """
    table = runs.sharing
    designs = [d for d in designs_of(runs) if (table["design"] == d).any()]
    categories = [c for c in CATEGORIES if (table["category"] == c.key).any()]
    if not designs or not categories:
        return None
    rows = {(r["design"], r["category"]): r for r in table.to_dict("records")}
    with style.house_style():
        names = labels.fit_all(designs, 72 * _LEFT - 14, 8)
        row = max(_ROW, (labels.tallest(names.values()) + 4) / 72)
        figure = style.canvas(style.WIDTH, row * len(designs) + 1.1)
        axes = figure.add_axes(style.inches(figure, _LEFT, 0.4, 0.1, 0.7))
        for y, design in enumerate(reversed(designs)):
            for x, category in enumerate(categories):
                _tile(axes, x, y, rows.get((design, category.key)))
        _frame(axes, [_wrapped(c.name) for c in categories], [names[d] for d in designs])
        alt = _alt(rows, designs, [(c.key, c.name) for c in categories])
        return style.finish(figure, "sharing", "What is shared with whom", _CAPTION, alt, folder)


_CAPTION = (
    "Each tile splits the pairs of offices by what one does with a category of information towards the "
    "other: shares in most months (blue), decides case by case (yellow) or withholds in most months "
    "(grey). The word and the number name the commonest. Categories run from least to most sensitive; the "
    "two on the right are those thought fit for cooperation between rivals. What is published, as evaluation "
    "standards are, is shared with all and nobody's choice."
)


def _tile(axes: Axes, x: int, y: int, row: dict | None) -> None:
    if row is None or any(missing(float(row[name])) for name in CLASSES):
        return
    left = x - 0.47
    for name in CLASSES:
        width = 0.94 * float(row[name])
        axes.add_patch(Rectangle((left, y + 0.02), width, 0.38, color=_COLOURS[name], linewidth=0))
        left += width
    top = max(CLASSES, key=lambda name: float(row[name]))
    text = f"{WORDS[top].removeprefix('case ')} {percent(float(row[top]))}"
    axes.text(x, y - 0.19, text, ha="center", va="center", fontsize=6.3)


def _frame(axes: Axes, names: list[str], designs: list[Label]) -> None:
    axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(-0.5, len(designs) - 0.5))
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(names)), names, fontsize=7)
    axes.set_yticks(range(len(designs)), [""] * len(designs))
    for y, design in enumerate(reversed(designs)):
        axes.text(-0.6, y, ha="right", va="center", **design.settings())
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    handles = [Rectangle((0, 0), 1, 1, color=_COLOURS[c], label=WORDS[c]) for c in CLASSES]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.02), ncols=3, frameon=False, fontsize=7.5)


def _wrapped(name: str) -> str:
    """A category's name in short lines, broken at hyphens too."""
    lines = [""]
    for word in name.replace("-", "- ").split():
        joint = "" if lines[-1].endswith("-") or not lines[-1] else " "
        if lines[-1] and len(lines[-1] + joint + word) > 12:
            lines.append(word)
        else:
            lines[-1] += joint + word
    return "\n".join(lines)


def _alt(rows: dict, designs: list[str], categories: list[tuple[str, str]]) -> str:
    parts = []
    for design in designs:
        found = [
            f"{name} {percent(float(rows[design, key]['share']))}" for key, name in categories if (design, key) in rows
        ]
        parts.append(f"{design}: {', '.join(found)}.")
    return "Share of pairs that mostly share, by category. " + " ".join(parts)
