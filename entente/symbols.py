"""One table of symbols, designs by outcomes, in a width: what `entente compare` prints by default."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from results.comparison import MARKS, Comparison
from results.numbers import Meta

CLOSE = "?"  # after a symbol that another draw of as many replicates might change
GAP = " "
WIDEST_NAME, NARROWEST_NAME = 24, 12
# Outcomes in a word or two, one a line; all others by the words of their titles.
HEADS = {
    "members": ("members",),
    "members_without_institute": ("without", "office"),
    "regions": ("regions",),
    "sensitive_pooled": ("secrets", "shared"),
    "incident_response_days": ("fast", "reply"),
    "multi_year_completion": ("long", "work"),
    "influence_gini": ("even", "say"),
    "harm": ("less", "harm"),
    "acceptability": ("better", "off"),
}
LONGEST_WORD, MOST_LINES = 9, 3  # of a head


@dataclass(frozen=True)
class Symbols:
    """The table: heads and rows of lines.

    blank : whether a cell does not apply.  left_out : number of outcomes that do not fit side by side.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: bool
    left_out: int

    def lines(self, most: int) -> list[str]:
        """The table in so many lines at most; where designs are left out, the last one says how many."""
        kept, room = list(self.heads), most - len(self.heads)
        if sum(map(len, self.rows)) <= room:
            return [*kept, *(line for row in self.rows for line in row)]
        shown = 0
        for row in self.rows:
            if len(row) > room - 1:
                break
            kept, room, shown = [*kept, *row], room - len(row), shown + 1
        return [*kept, f"... and {len(self.rows) - shown} more designs (--full)"]


def symbols(comparison: Comparison, labels: Mapping[str, str], width: int, tall: bool = True) -> Symbols | None:
    """The headline outcomes of every design but the baseline; None where there is no other, or no outcome.

    labels : what designs are called.
    tall : names may take two lines; else what does not fit is cut out of their middle.
    """
    designs = [design for design in comparison.designs if design != comparison.baseline]
    metas = [meta for meta in comparison.metas if meta.headline]
    if not designs or not metas:
        return None
    heads = {meta.name: head(meta) for meta in metas}
    baseline = labels[comparison.baseline]
    longest = max(len(baseline), *(len(labels[design]) for design in designs))
    room = max(NARROWEST_NAME, min(longest, WIDEST_NAME, _left(heads, metas, width)))
    shown = _fitting(heads, metas, width - room)
    tops = [_label(f"against: {baseline}", room, True), *(heads[meta.name] for meta in shown)]
    widths = [room, *(max(map(len, (*heads[meta.name], "▲?"))) for meta in shown)]
    marks = {design: [mark(comparison, meta.name, design) for meta in shown] for design in designs}
    called = {design: _label(labels[design], room, tall) for design in designs}
    rows = [tuple(_columns([called[design], *([text] for text in marks[design])], widths)) for design in designs]
    blank = any("" in row for row in marks.values())
    return Symbols(tuple(_columns(tops, widths)), tuple(rows), blank, len(metas) - len(shown))


def head(meta: Meta) -> tuple[str, ...]:
    """An outcome in a few short lines."""
    if meta.name in HEADS:
        return HEADS[meta.name]
    lines = textwrap.wrap(meta.title, LONGEST_WORD)
    return tuple(lines[:MOST_LINES])


def mark(comparison: Comparison, outcome: str, design: str) -> str:
    """The symbol of a cell, with what says that it is close; '' where the outcome does not apply."""
    cell = comparison.cell(outcome, design)
    symbol = MARKS[cell["verdict"]]
    return symbol + (CLOSE if symbol and not cell["settled"] else "")


def legend(table: Symbols) -> str:
    """What the symbols mean that are there."""
    marks = "".join(line for row in table.rows for line in row)
    said = ["▲ better and ▼ worse than today in more than 80 of 100 futures, ≈ neither"]
    said += ["◆ clearly other, neither better nor worse"] if "◆" in marks else []
    said += [f"{CLOSE} close: more replicates might change it"] if CLOSE in marks else []
    said += ["blank: does not apply"] if table.blank else []
    said += [f"{table.left_out} more outcomes: --full"] if table.left_out else []
    return f"{'; '.join(said)}."


def _left(heads: Mapping[str, Sequence[str]], metas: Sequence[Meta], width: int) -> int:
    """Columns that all outcomes side by side leave for the names."""
    return width - sum(max(map(len, heads[meta.name])) + len(GAP) for meta in metas)


def _fitting(heads: Mapping[str, Sequence[str]], metas: Sequence[Meta], room: int) -> list[Meta]:
    """The first outcomes that fit side by side."""
    shown = []
    for meta in metas:
        room -= max(map(len, heads[meta.name])) + len(GAP)
        if room < 0:
            break
        shown.append(meta)
    return shown


def _label(name: str, room: int, tall: bool) -> list[str]:
    """A name in one line, or in two if ``tall`` and its words allow that; else without its middle."""
    lines = textwrap.wrap(name, room, break_long_words=False)
    if len(lines) == 1 or (tall and len(lines) == 2):
        return lines if max(map(len, lines)) <= room else [_cut(name, room)]
    return [_cut(name, room)]


def _cut(name: str, room: int) -> str:
    """A name without its middle."""
    end = room // 3
    return name if len(name) <= room else f"{name[: room - end - 1].rstrip()}…{name[-end:].lstrip()}"


def _columns(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Lines of cells side by side, each column as wide as it is said."""
    rows = zip_longest(*cells, fillvalue="")
    return [GAP.join(f"{text:<{wide}}" for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
