"""Differences as tables: every design against the baseline, and every design against every other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from results.brief.chances import chance_of, compact, of_100
from results.brief.names import Name
from results.brief.pairs import Pairs
from results.brief.units import Measure
from results.comparison import MARKS, UNCLEAR_TEXT, Comparison
from results.numbers import Meta
from results.why_annex import WhyAnnex

# Verdict (``word``) -> what a design does to another by it.
VERBS = {
    "better": "beats", "more": "has more than", "not clear": "not clear against", "less": "has less than",
    "worse": "loses to",
}  # fmt: skip
BLOCK = 3  # outcomes side by side in one table: as many as fit on a page and on a phone


@dataclass(frozen=True)
class Cell:
    """One difference as it is shown.

    change, span : median of the differences with its unit, and their 90% interval.
    chance : '97 of 100'; compact : '97', '<1', '81'.  word : the verdict.  mark : its symbol.
    link : the id of the row that takes it apart, '' where there is none.  blank : it cannot differ, or does not apply.
    """

    outcome: str
    design: str
    against: str
    change: str = ""
    span: str = ""
    chance: str = ""
    compact: str = ""
    word: str = ""
    mark: str = ""
    sure: bool = True
    link: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Matrix:
    """Every design against every other in one outcome: a row a design, a cell for each to compare with (or None)."""

    meta: Meta
    measure: Measure
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]

    @property
    def told(self) -> list[tuple[str, list[tuple[str, list[Cell]]]]]:
        """A row a design as a list for narrow screens: whom it beats, whom it does not, to whom it loses."""
        found = []
        for design, cells in self.rows:
            own = [cell for cell in cells if cell is not None and not cell.blank]
            groups = [(verb, [cell for cell in own if cell.word == word]) for word, verb in VERBS.items()]
            found.append((design, [(verb, group) for verb, group in groups if group]))
        return found


@dataclass(frozen=True)
class Block:
    """Some outcomes with the differences of all designs from the baseline: a row a design, a cell an outcome."""

    outcomes: tuple[tuple[Meta, Measure], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class Differences:
    """The differences of an experiment, as cells."""

    def __init__(
        self, comparison: Comparison, pairs: Pairs, measures: dict[str, Measure], names: dict[str, Name], why: WhyAnnex
    ) -> None:
        self.comparison, self.pairs, self.measures, self.names = comparison, pairs, measures, names
        self._apart = {(one.outcome, one.design) for _, found in why.blocks for one in found}

    def blocks(self, metas: Sequence[Meta]) -> list[Block]:
        """The differences from the baseline in some outcomes."""
        base = self.comparison.baseline
        others = [design for design in self.comparison.designs if design != base]
        groups = [tuple(metas[k : k + BLOCK]) for k in range(0, len(metas), BLOCK)]
        return [
            Block(
                tuple((meta, self.measures[meta.name]) for meta in group),
                tuple((design, tuple(self.cell(meta, design, base) for meta in group)) for design in others),
            )
            for group in groups
        ]

    def matrix(self, meta: Meta) -> Matrix:
        """Every design against every other in an outcome."""
        designs = self.comparison.designs
        rows = (
            (one, tuple(None if one == other else self.cell(meta, one, other) for other in designs)) for one in designs
        )
        return Matrix(meta, self.measures[meta.name], tuple(rows))

    def cell(self, meta: Meta, design: str, against: str) -> Cell:
        """The difference of one design from another."""
        row, measure = self.pairs.cell(meta.name, design, against), self.measures[meta.name]
        if not row["pairs"]:
            return Cell(meta.name, design, against, blank=True)
        chance = chance_of(row)
        return Cell(
            meta.name,
            design,
            against,
            measure.change(row["diff"]),
            measure.change_span(row["low90"], row["high90"]),
            of_100(chance),
            compact(chance),
            word(row, meta),
            MARKS[row["verdict"]],
            bool(row["settled"]),
            self.link(meta.name, design) if against == self.comparison.baseline else "",
        )

    def link(self, outcome: str, design: str) -> str:
        """The id of the row of the annex that takes a difference from the baseline apart; '' where there is none."""
        if (outcome, design) not in self._apart:
            return ""
        return why_id(self.comparison, outcome, design)


def why_id(comparison: Comparison, outcome: str, design: str) -> str:
    """The id of the row of the annex that takes a difference apart."""
    return f"why-{outcome}-{comparison.designs.index(design)}"


def word(row: dict[str, Any], meta: Meta) -> str:
    """The verdict of a pair in a word or two: without a direction what it is, more or less."""
    if row["verdict"] == UNCLEAR_TEXT:
        return "not clear"
    if meta.better:
        return str(row["verdict"])
    return "more" if row["p_higher"] > 0.5 else "less"
