"""A comparison in the terminal: one table of headline outcomes by designs, then a block an outcome.

A cell holds the median, the 90% interval and, against the baseline, a mark and in how many of the simulated futures the
design is better: ▲ better, ▼ worse, ≈ no clear difference, ◆ higher or lower where neither is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from entente.console import STYLES, table
from results.brief.chances import EDGES, better_in, chance_of, compact
from results.comparison import BASELINE, NOT_APPLICABLE, Comparison
from results.numbers import Meta, change, change_span, missing, number, percent

Cell = dict[str, Any]
Cells = Callable[[str, str], Cell]  # (outcome, design) -> statistics
GAP = 2  # columns between cells
LABEL = 26  # widest label of an outcome before it wraps
NARROW = 110  # below this width intervals stand under their numbers


def legend(baseline: str) -> str:
    """What the marks mean."""
    return (
        f"Each cell: median, [5%, 95%], and in how many of the simulated futures it is better than\n{baseline}: "
        "▲ better (in more than 80%), ▼ worse (in fewer than 20%), ≈ no clear difference;\n"
        f"◆ differs, and in how many it is higher, where neither is better. {EDGES[:1].upper()}{EDGES[1:]}."
    )


CLOSE = "(close): another draw of as many replicates might change the verdict; more replicates settle it."


# ---- the one table ----------
def headline(cells: Cells, metas: Sequence[Meta], designs: Sequence[str], width: int) -> RenderableType:
    """Outcomes by designs if that fits ``width``, else designs by outcomes, in as many parts as it takes."""
    texts = {(m.name, d): _cell(cells(m.name, d), m) for m in metas for d in designs}
    wide = LABEL + sum(_widest(_heads(d), [texts[m.name, d] for m in metas]) + GAP for d in designs)
    if wide <= width:
        rows = [[_label(m), *(texts[m.name, d] for d in designs)] for m in metas]
        return table(["outcome", *(_heads(d) for d in designs)], rows)
    parts = []
    for group in _groups(metas, designs, texts, width):
        heads = [f"{m.title} ({_unit(m)})" for m in group]
        rows = [[Text(d), *(texts[m.name, d] for m in group)] for d in designs]
        parts.append(table(["design", *heads], rows))
    return Group(*parts)


def _groups(
    metas: Sequence[Meta], designs: Sequence[str], texts: dict[tuple[str, str], Text], width: int
) -> Iterator[list[Meta]]:
    """Outcomes that fit side by side."""
    room = left = max(20, width - max(map(len, designs)))
    group: list[Meta] = []
    for meta in metas:
        words = max(meta.title.split(), key=len)
        need = _widest(words, [texts[meta.name, d] for d in designs]) + GAP
        if group and need > left:
            yield group
            group, left = [], room
        group.append(meta)
        left -= need
    if group:
        yield group


def _heads(design: str) -> str:
    return design.replace(":", ":\n")


def _widest(head: str, cells: Sequence[Text]) -> int:
    return max(len(line) for text in (head, *(c.plain for c in cells)) for line in text.splitlines())


def _label(meta: Meta) -> Text:
    return Text(meta.title).append(f"\n{_unit(meta)}", style="dim")


def _unit(meta: Meta) -> str:
    arrow = {1: "more is better", -1: "less is better", 0: "no direction"}[meta.better]
    return f"{meta.unit}; {arrow}" if meta.unit else arrow


def _cell(cell: Cell, meta: Meta) -> Text:
    """Three lines: median, interval, mark and in how many futures it is better; blank where nothing can differ."""
    if missing(cell["median"]):
        return Text("" if cell["verdict"] == BASELINE else "–")
    text = Text(number(cell["median"], meta.unit))
    text.append(f"\n[{number(cell['low90'], meta.unit)}, {number(cell['high90'], meta.unit)}]", style="dim")
    return text.append("\n").append(_mark(cell))


def _mark(cell: Cell) -> Text:
    verdict = cell["verdict"]
    if verdict == BASELINE:
        return Text("(baseline)", style="dim")
    if verdict == NOT_APPLICABLE:
        return Text("–", style="dim")
    return Text(better_in(cell), style=STYLES.get(verdict, ""))


# ---- one block an outcome ----------
def details(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    """For each headline outcome: difference from the baseline, in how many futures it is better and best, regret."""
    heads = (
        "design",
        "median",
        f"difference from {comparison.baseline}",
        "better in",
        "best in",
        "regret",
        "verdict",
    )
    for meta in comparison.metas:
        if meta.headline:
            rows = [_detail(cell, meta, width < NARROW) for cell in comparison.rows(meta.name)]
            yield Text(f"\n{meta.title} ({_unit(meta)})", style="bold")
            yield table(heads, rows, right=(3, 4, 5))


def _detail(cell: Cell, meta: Meta, narrow: bool) -> list[Text]:
    gap = "\n" if narrow else " "
    verdict = cell["verdict"]
    style = STYLES.get(verdict, "")
    doubt = "" if cell["settled"] else " (close)"
    values = _with_interval(cell["median"], cell["low90"], cell["high90"], meta.unit, gap)
    differences = change(cell["diff"], meta.unit, named=False)
    if not missing(cell["diff"]):
        differences += f"{gap}[{change_span(cell['diff_low'], cell['diff_high'], meta.unit, named=False)}]"
    return [
        Text(cell["design"]),
        Text(values),
        Text("" if verdict == BASELINE else differences),
        Text("" if verdict == BASELINE else _better(cell)),
        Text(percent(cell["p_best"])),
        Text(number(cell["regret"], meta.unit)),
        Text(verdict + doubt, style=style),
    ]


def _better(cell: Cell) -> str:
    chance = compact(chance_of(cell))
    return chance if chance == "–" else f"{chance}%"


def _with_interval(value: float, low: float, high: float, unit: str, gap: str) -> str:
    middle = number(value, unit)
    return middle if middle == "–" else f"{middle}{gap}[{number(low, unit)}, {number(high, unit)}]"
