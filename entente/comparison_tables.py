"""A comparison in the terminal: one table of headline outcomes by designs, then a block an outcome.

A cell holds the median, the 90% interval and, against the baseline, a mark with the chance of being better:
▲ better, ▼ worse, ≈ no clear difference, ◆ higher or lower where neither is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from entente.console import STYLES, table
from results.comparison import BASELINE, MARKS, NOT_APPLICABLE, Comparison
from results.numbers import Meta, number, percent

Cell = dict[str, Any]
Cells = Callable[[str, str], Cell]  # (outcome, design) -> statistics
GAP = 2  # columns between cells
LABEL = 26  # widest label of an outcome before it wraps
NARROW = 110  # below this width intervals stand under their numbers


def legend(baseline: str) -> str:
    """What the marks mean."""
    return (
        f"Each cell: median, [5%, 95%], and against {baseline} the probability of being better:\n"
        "▲ better, ▼ worse, ≈ no clear difference (20% to 80%);\n"
        "◆ differs, with the probability of being higher, where neither is better."
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
    """Three lines: median, interval, mark with the probability of being better."""
    if not cell["n"]:
        return Text("–")
    text = Text(number(cell["median"], meta.unit))
    text.append(f"\n[{number(cell['low90'], meta.unit)}, {number(cell['high90'], meta.unit)}]", style="dim")
    return text.append("\n").append(_mark(cell))


def _mark(cell: Cell) -> Text:
    verdict = cell["verdict"]
    if verdict == BASELINE:
        return Text("(baseline)", style="dim")
    if verdict == NOT_APPLICABLE:
        return Text("–", style="dim")
    directed = cell["p_better"] == cell["p_better"]  # NaN where neither is better
    chance = cell["p_better"] if directed else cell["p_higher"]
    return Text(f"{MARKS[verdict]} {percent(chance)}".strip(), style=STYLES.get(verdict, ""))


# ---- one block an outcome ----------
def details(comparison: Comparison, width: int) -> Iterator[RenderableType]:
    """For each headline outcome: difference from the baseline, P(better), P(best), regret, verdict."""
    heads = (
        "design",
        "median",
        f"difference from {comparison.baseline}",
        "P(better)",
        "P(best)",
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
    differences = _with_interval(cell["diff"], cell["diff_low"], cell["diff_high"], meta.unit, gap, sign=True)
    return [
        Text(cell["design"]),
        Text(values),
        Text("" if verdict == BASELINE else differences),
        Text("" if verdict == BASELINE else percent(cell["p_better"])),
        Text(percent(cell["p_best"])),
        Text(number(cell["regret"], meta.unit)),
        Text(verdict + doubt, style=style),
    ]


def _with_interval(value: float, low: float, high: float, unit: str, gap: str, sign: bool = False) -> str:
    middle = number(value, unit, sign)
    return middle if middle == "–" else f"{middle}{gap}[{number(low, unit, sign)}, {number(high, unit, sign)}]"


# ---- as text ----------
def headline_text(comparison: Comparison, width: int) -> str:
    """The headline table as plain text."""
    screen = Console(width=width, color_system=None, highlight=False)
    metas = [m for m in comparison.metas if m.headline]
    with screen.capture() as captured:
        screen.print(headline(comparison.cell, metas, comparison.designs, width))
        screen.print(Text(legend(comparison.baseline)))
    return captured.get()
