"""Tables of pairs for the page: the upper triangle of designs against designs, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from results.brief.chances import compact, of_100
from results.brief.pairs import Pairs
from results.brief.units import Measure
from results.comparison import BETTER, DIFFERS, NOT_APPLICABLE, UNCLEAR_TEXT, WORSE
from results.numbers import Meta, missing

MIDDLE = "diff"
ENDS = ("low90", "low50", MIDDLE, "high50", "high90")
DIGITS = 4  # significant ones, of numbers that are drawn
CODES = {BETTER: "b", WORSE: "w", DIFFERS: "d", UNCLEAR_TEXT: "u", NOT_APPLICABLE: "x"}
_WHOLE = 1e6  # whole numbers below it are written without a point
_EXACT = 12  # decimals of a chance: more is rounding of sums


class Texts:
    """Texts and chances of a page, each once; tables hold their places."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}
        self._chances: dict[float, int] = {}

    def place(self, text: str) -> int:
        """The place of a text."""
        return self._texts.setdefault(text, len(self._texts))

    def chance(self, chance: float) -> int:
        """The place of a chance; its opposite is kept too."""
        own = round(chance, _EXACT)
        for one in (own, round(1 - own, _EXACT)):
            self._chances.setdefault(one, len(self._chances))
        return self._chances[own]

    def all(self) -> list[str]:
        """All texts in the order of their places."""
        return list(self._texts)

    def chances(self) -> list[dict[str, Any]]:
        """All chances: p, in words ('93 of 100'), short ('93'), and the place of the opposite."""
        return [
            {
                "p": significant(one),
                "text": of_100(one),
                "short": compact(one),
                "mirror": self._chances[round(1 - one, _EXACT)],
            }
            for one in self._chances
        ]


def significant(value: float) -> float | int | None:
    """A number with few digits, whole ones as integers; None where there is none."""
    if missing(value):
        return None
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < _WHOLE else short


def difference_in(measure: Measure) -> str:
    """In what a difference is counted: 'difference in states', 'difference in multiples of today'."""
    if measure.share:
        return ", ".join(filter(None, ("difference in points (of 100)", measure.anchor)))
    if measure.percent:
        return "difference in per cent of today's"
    if measure.unit == "times today's":
        return "difference in multiples of today"
    return f"difference in {', '.join(filter(None, (measure.unit, measure.anchor)))}"


def upper(designs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of designs, the first one before the second, row by row."""
    return ((own, other) for i, own in enumerate(designs) for other in designs[i + 1 :])


def table_of(pairs: Pairs, meta: Meta, measure: Measure, texts: Texts) -> dict[str, Any]:
    """The pairs of one outcome.

    low90, low50, diff, high50, high90 : numbers in the outcome's unit.  texts : places of their texts, signed, the
    middle one with its unit.  p : place of the chance of being higher.  n : pairs of runs, one number
    where all have the same.  v : a letter of ``CODES`` a pair.  s : '1' where the verdict is settled.
    """
    rows = [pairs.cell(meta.name, own, other) for own, other in upper(pairs.designs)]
    counts = [int(row["pairs"]) for row in rows]
    return {
        **{end: [significant(row[end]) for row in rows] for end in ENDS},
        "texts": {end: [texts.place(measure.change(row[end], named=end == MIDDLE)) for row in rows] for end in ENDS},
        "p": [None if missing(row["p_higher"]) else texts.chance(row["p_higher"]) for row in rows],
        "n": counts[0] if len(set(counts)) == 1 else counts,
        "v": "".join(CODES[row["verdict"]] for row in rows),
        "s": "".join("1" if row["settled"] else "0" for row in rows),
    }
