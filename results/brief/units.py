"""How numbers are shown to a reader: units one knows, indices beside today's value, two significant digits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from results.comparison import Comparison
from results.numbers import Meta, is_share, missing, two_digits
from scenarios.designs import BASELINE as TODAY

MULTIPLES = ("harm",)  # shown as multiples of today
WHOLE = ("states", "regions")  # units that are counted in whole ones
NONE = "–"


@dataclass(frozen=True)
class Measure:
    """How one outcome is shown.

    unit : in words a reader knows, '' for shares, which are in per cent.  scale : what a number is divided by.
    percent : of a multiple of today that hardly moves: two decimals, and its differences in per cent of today.
    anchor : what today's arrangement has ('1 = today', '11 = today'), '' where it has none.
    """

    name: str
    title: str
    unit: str
    better: int
    scale: float = 1.0
    anchor: str = ""
    whole: bool = False
    share: bool = False
    percent: bool = False

    @property
    def heading(self) -> str:
        """Unit and anchor for the head of a column: 'states', 'index, 2.2 = today'."""
        return ", ".join(filter(None, ("per cent" if self.share else self.unit, self.anchor)))

    def scaled(self, value: float) -> float:
        """The number in the unit that is shown; shares in per cent."""
        return float(value) / self.scale * (100.0 if self.share else 1.0)

    def value(self, value: float | None) -> str:
        """'11', '34%', '0.86'; '–' where it does not apply."""
        if value is None or missing(value):
            return NONE
        if self.percent and abs(self.scaled(value)) < 10:
            return f"{self.scaled(value):.2f}".replace("-", "−")
        return self._text(self.scaled(value)) + ("%" if self.share else "")

    def change(self, value: float | None, named: bool = True) -> str:
        """A signed difference: '+2 states', '−12 points', '−0.14'; no sign where it rounds to nothing."""
        if value is None or missing(value):
            return NONE
        number = round(100.0 * self.scaled(value), 1) if self.percent else self.scaled(value)
        text = self._text(abs(number))
        sign = "" if float(text.replace(",", "")) == 0 else "+" if number > 0 else "−"
        if self.percent:
            return f"{sign}{text}%"
        return f"{sign}{text} {self._word(text)}".rstrip() if named else sign + text

    def span(self, low: float | None, high: float | None) -> str:
        """'9 to 14'; once where both read the same."""
        return _joined(self.value(low), self.value(high))

    def change_span(self, low: float | None, high: float | None) -> str:
        """'−1 to +6', without the unit."""
        return _joined(self.change(low, named=False), self.change(high, named=False))

    def _word(self, text: str) -> str:
        word = "points" if self.share else "times today's" if self.name in MULTIPLES else self.unit
        return word[:-1] if text == "1" and word.endswith("s") and not word.endswith("'s") else word

    def _text(self, number: float) -> str:
        number = float(f"{number:.12g}")  # sums are not exact: a half is a half from both sides
        return whole(number) if self.whole or (self.share and abs(number) >= 1) else two_digits(number)


def measures(comparison: Comparison) -> dict[str, Measure]:
    """How each outcome of a comparison is shown; today is the median under today's arrangement in the same runs."""
    return {meta.name: _measure(meta, _today(comparison, meta)) for meta in comparison.metas}


def _today(comparison: Comparison, meta: Meta) -> float:
    return comparison.cell(meta.name, TODAY)["median"] if TODAY in comparison.designs else math.nan


def _measure(meta: Meta, today: float) -> Measure:
    if meta.name in MULTIPLES and today > 0:
        return Measure(meta.name, meta.title, "times today's", meta.better, today, "1 = today")
    share = is_share(meta.unit)
    found = Measure(
        meta.name, meta.title, "" if share else meta.unit, meta.better, whole=meta.unit in WHOLE, share=share
    )
    return replace(found, anchor=f"{found.value(today)} = today") if math.isfinite(today) else found


def whole(number: float) -> str:
    """A number of whole ones, halves away from zero."""
    text = f"{math.floor(abs(number) + 0.5):,}"
    return f"−{text}" if number < 0 and text != "0" else text


def _joined(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
