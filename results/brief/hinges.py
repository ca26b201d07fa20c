"""On what the order of designs hangs, in a few words and without names of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from results.brief.effects import Facts
from results.brief.wording import shortened, words_of
from results.comparison import records
from results.flips import separators
from scenarios.sampling import QUANTILE
from scenarios.tables import Column, read_table
from sim.design import FIELD_INDEX, FIELDS
from sim.parameters import RECORDS

OFTEN = 0.2  # an order that flips in at least this share of replicates flips often
GOOD_PART = 1 / 3  # of the pairs of designs: less of them is not what an outcome hangs on
_TABLE = Path(__file__).parents[1] / "data" / "short_words.csv"
_MOST = 5  # words of a quantity that the table does not have
_COLUMNS = [
    Column("quantity", "name", required=True, blank_ok=False, note="a parameter or a field of a design"),
    Column("words", required=True, blank_ok=False, note="what it says, in at most six words"),
]


@cache
def short_words() -> dict[str, str]:
    """Drawn quantity -> what it says, in a few words."""
    table = read_table(_TABLE, _COLUMNS)
    return dict(zip(table.cells["quantity"], table.cells["words"], strict=True))


def plain(quantity: str) -> str:
    """A drawn quantity (a parameter, or the quantile of a field of the designs) in a few words."""
    name = quantity.removeprefix(QUANTILE)
    if name in short_words():
        return short_words()[name]
    if name in RECORDS:
        return shortened(RECORDS[name].meaning, _MOST)
    return shortened(FIELDS[FIELD_INDEX[name]].meaning, _MOST) if name in FIELD_INDEX else name


def hinge(facts: Facts, outcomes: Sequence[str]) -> str:
    """On what the order of designs hangs in some outcomes, or in the first of them in which it hangs on something.

    '' where no drawn quantity tells the orders of a good part of the pairs of designs apart.
    """
    if not len(facts.comparison.flips):
        return ""
    found = {outcome: _separator(facts, outcome) for outcome in outcomes}
    outcome, quantity = next(((o, q) for o, q in found.items() if q), ("", ""))
    if not quantity:
        return ""
    what = "that" if set(found.values()) == {quantity} else words_of(facts.comparison.meta(outcome)).topic
    return f"{what} hangs most on {plain(quantity)}"


def _separator(facts: Facts, outcome: str) -> str:
    """The quantity that tells the orders of most pairs apart in an outcome, if of ``GOOD_PART`` of all; else ''."""
    (row,) = records(separators(facts.comparison.flips, [outcome], OFTEN))
    name, pairs = next(iter(row["quantities"]), ("", 0))
    return name if pairs and pairs >= GOOD_PART * row["pairs"] else ""
