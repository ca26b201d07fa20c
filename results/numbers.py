"""Numbers and names as people read them: shared by tables, figures and the report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.outcomes import ALL_OUTCOMES


@dataclass(frozen=True)
class Meta:
    """What a reader needs to know about a number: ``better`` is +1 (more is better), -1 or 0 (neither)."""

    name: str
    title: str
    unit: str
    better: int
    headline: bool
    meaning: str
    evidence: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        """The direction in words."""
        return {1: "more is better", -1: "less is better", 0: "neither is better in itself"}[self.better]


def metas(columns: Iterable[str], outcomes: Iterable | None = None, first: Sequence[str] = ()) -> list[Meta]:
    """What the outcome columns of a run's table mean, in the order of the outcomes, headline ones first.

    outcomes : records with the fields of ``sim.outcomes.Outcome``; the model's own list when left out.
    first : outcomes that somebody wants to see: they are headline ones too, and come first, in this order.
    Columns that are no outcome (and outcomes without a column) are left out.
    """
    known = [
        Meta(o.name, o.title, o.unit, int(o.better), o.headline or o.name in first, o.meaning, tuple(o.evidence))
        for o in (ALL_OUTCOMES if outcomes is None else outcomes)
    ]
    present = set(columns)
    found = [m for m in known if m.name in present]
    places = {name: k for k, name in enumerate(first)}
    return sorted(found, key=lambda m: (not m.headline, places.get(m.name, len(places))))


def missing(value: object) -> bool:
    """Whether a number is absent (None or NaN)."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def is_share(unit: str) -> bool:
    """Whether numbers of this unit are shown in per cent."""
    return unit == "share" or unit.startswith("share of")


def number(value: float | None, unit: str = "", sign: bool = False) -> str:
    """A number with three significant digits at most; shares in per cent; '–' when it does not apply."""
    if value is None or missing(value):
        return "–"
    value = float(value)
    if is_share(unit):
        text = f"{100 * value:.0f}%" if abs(value) >= 0.1 or value == 0 else f"{100 * value:.1f}%"
    else:
        text = _plain(value)
    if text.strip("-0.%") == "":
        text = text.lstrip("-")
        return text
    text = text.replace("-", "−")
    return f"+{text}" if sign and value > 0 else text


def _plain(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or size == 0 else 3
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def interval(low: float, high: float, unit: str = "", sign: bool = False) -> str:
    """'low to high', once when both read the same; '–' when it does not apply."""
    first, last = number(low, unit, sign), number(high, unit, sign)
    return first if first == last else f"{first} to {last}"


def change(value: float | None, unit: str = "", named: bool = True) -> str:
    """A signed difference with its unit (unless not ``named``); between shares in percentage points."""
    if is_share(unit) and not missing(value):
        points = number(100 * float(value or 0.0), sign=True)
        return f"{points} points" if named else f"{points} pts"
    text = number(value, unit, sign=True)
    return f"{text} {unit}".rstrip() if named else text


def percent(probability: float | None) -> str:
    """A probability in whole per cent, never rounded to a certainty that was not seen."""
    if probability is None or missing(probability):
        return "–"
    if 0 < probability < 0.005:
        return "<1%"
    if 0.995 < probability < 1:
        return ">99%"
    return f"{100 * probability:.0f}%"


def listing(items: Iterable[str], last: str = "and") -> str:
    """'a, b and c'."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def lower_first(text: str) -> str:
    """The text with a small first letter, unless the first word is written in capitals (an abbreviation)."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
