"""Head to head as grids of numbers: in how many of 100 futures one design is better than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from results.brief.chances import EDGES, chance_of, compact
from results.brief.kinds import FIXED, ORGANISATION, ROTATING, kinds_of
from results.brief.pairs import Pairs
from results.comparison import BETTER, DIFFERS, MARKS, NOT_APPLICABLE, WORSE
from results.figures import labels, style
from results.figures.differences import Row, Told
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import Meta
from sim.roster import Roster

SOURCE = "source-question"
_FILL = {BETTER: "#d3e5f2", WORSE: "#f7dfcf", DIFFERS: "#e6d9ec"}
_CELL, _ROW, _LETTERS = 0.46, 0.24, 8.0  # inches across and up, points
_HEAD, _FOOT, _EDGE = 0.3, 0.08, 0.06


@dataclass(frozen=True)
class _Grid:
    """Rows and columns by their labels, and what stands in a cell; None: nothing."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[int, int], Row | None]


def matrix(pairs: Pairs, meta: Meta, told: Told, folder: Path) -> Picture:
    """Designs by designs for one outcome: how often the design of the row is better than that of the column."""
    numbered = [f"{k}  {told.short(design)}" for k, design in enumerate(pairs.designs, 1)]
    cells = {
        (i, j): pairs.cell(meta.name, design, against) if design != against else None
        for i, design in enumerate(pairs.designs)
        for j, against in enumerate(pairs.designs)
    }
    grid = _Grid(numbered, [str(k) for k in range(1, len(numbered) + 1)], cells)
    word = "better" if meta.better else "higher"
    title = f"{told.measures[meta.name].title}: who is {word} than whom"
    said = (
        f"In how many of 100 simulated futures the design of a row is {word} than that of a column (numbered as the "
        f"rows are), equal ones counted half. {_key(word)}"
    )
    return _drawn(grid, f"matrix-{meta.name}", title, said, _alt(title, grid), _CELL, folder)


def source_question(pairs: Pairs, metas: Sequence[Meta], told: Told, roster: Roster, folder: Path) -> Picture | None:
    """Rotating against fixed seats against organisations, outcome by outcome; None without two of the three."""
    rows = contests(pairs.designs, roster)
    metas = [meta for meta in metas if meta.better]
    if not rows or not metas:
        return None
    cells = {(i, j): pairs.cell(m.name, a, b) for i, (a, b) in enumerate(rows) for j, m in enumerate(metas)}
    names = [f"{told.short(a)} – {told.short(b)}" for a, b in rows]
    grid = _Grid(names, [told.measures[m.name].title for m in metas], cells)
    title = "The source's question: rotating, fixed or in an organisation"
    said = (
        "In how many of 100 simulated futures the first of two designs is better than the second, outcome by outcome, "
        f"equal futures counted half. {_key('better')}"
    )
    return _drawn(grid, SOURCE, title, said, _alt(title, grid), 0.68, folder)


def contests(designs: Sequence[str], roster: Roster) -> list[tuple[str, str]]:
    """Pairs of a rotating, a fixed and an organisation's secretariat, each of one kind against each of the next."""
    of = kinds_of(designs, roster)
    between = ((ROTATING, FIXED), (ROTATING, ORGANISATION), (FIXED, ORGANISATION))
    return [(a, b) for one, other in between for a in of.get(one, ()) for b in of.get(other, ())]


def _key(word: str) -> str:
    """How to read a cell."""
    clear = f"{MARKS[BETTER]} more than 80, {MARKS[WORSE]} fewer than 20" if word == "better" else "◆ clear"
    return f"{clear}; {EDGES}; – does not apply."


def _drawn(grid: _Grid, name: str, title: str, said: str, alt: str, cell: float, folder: Path) -> Picture:
    with style.house_style():
        rows = [labels.fit(text, 72 * 2.1, _LETTERS) for text in grid.rows]
        heads = [labels.fit(text, 72 * cell - 1, 6.2, "bold", smaller=1.0) for text in grid.columns]
        left = max(row.width for row in rows) / 72 + 2 * _EDGE
        height = max(_ROW, (labels.tallest(rows) + 3) / 72)
        head = max(_HEAD, labels.tallest(heads) / 72 + 2 * _EDGE)
        across, up = len(heads) * cell, len(rows) * height
        figure = style.canvas(left + across + _EDGE, up + head + _FOOT)
        axes = figure.add_axes(style.inches(figure, left, _FOOT, _EDGE, head))
        axes.set(xlim=(0, len(heads)), ylim=(len(rows), 0))
        axes.axis("off")
        _fill(axes, grid)
        for (y, x), found in grid.cells.items():
            if found is not None:
                _write(axes, x + 0.5, y + 0.52, found)
        _labels(axes, rows, heads)
        return style.finish(figure, name, title, said, alt, folder)


def _fill(axes: Axes, grid: _Grid) -> None:
    """The ground of the cells: tinted where a difference is clear, grey where there is nothing to compare."""
    tints = [
        [to_rgba(style.FAINT if (row := grid.cells[y, x]) is None else _FILL.get(row["verdict"], "white"))
         for x in range(len(grid.columns))]
        for y in range(len(grid.rows))
    ]  # fmt: skip
    axes.pcolormesh(np.array(tints), edgecolors="white", linewidth=1.5)


def _write(axes: Axes, x: float, y: float, found: Row) -> None:
    clear = found["verdict"] in _FILL
    weight, colour = ("bold", style.INK) if clear else ("normal", style.MUTED)
    axes.text(x, y, _number(found), color=colour, fontweight=weight, fontsize=_LETTERS, ha="center", va="center")


def _number(found: Row) -> str:
    """'▲93': the mark of a clear difference and the futures of 100; '–' where it does not apply."""
    chance = chance_of(found)
    if chance is None:
        return "–"
    mark = MARKS[found["verdict"]] if found["verdict"] in _FILL else ""
    return f"{mark}{compact(chance)}"


def _labels(axes: Axes, rows: Sequence[Label], heads: Sequence[Label]) -> None:
    for y, row in enumerate(rows):
        axes.annotate(row.text, (0, y + 0.5), xytext=(-4, 0), textcoords="offset points", ha="right", va="center",
                      fontsize=row.size)  # fmt: skip
    for x, head in enumerate(heads):
        axes.annotate(head.text, (x + 0.5, 0), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom",
                      fontsize=head.size, fontweight="bold", linespacing=1.0)  # fmt: skip


def _alt(title: str, grid: _Grid) -> str:
    """Every row in words."""
    parts = []
    for i, row in enumerate(grid.rows):
        said = [
            f"{grid.columns[j]} {_of(found)}"
            for j in range(len(grid.columns))
            if (found := grid.cells[i, j]) is not None
        ]
        parts.append(f"{row}: {', '.join(said)}.")
    return f"Table of numbers. {title}. " + " ".join(parts)


def _of(found: Row) -> str:
    return NOT_APPLICABLE if found["verdict"] == NOT_APPLICABLE else f"{_number(found)} of 100"
