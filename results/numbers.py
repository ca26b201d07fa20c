"""Numbers and names as people read them: shared by tables, figures and the report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    known = [_meta(o, o.headline or o.name in first) for o in (ALL_OUTCOMES if outcomes is None else outcomes)]
    present = set(columns)
    found = [m for m in known if m.name in present]
    places = {name: k for k, name in enumerate(first)}
    return sorted(found, key=lambda m: (not m.headline, places.get(m.name, len(places))))


def _meta(outcome: Any, headline: bool) -> Meta:
    """From a record; 'adhoc', which its title may name, is called today."""
    title = outcome.title.replace("under adhoc", "today")
    return Meta(
        outcome.name, title, outcome.unit, int(outcome.better), headline, outcome.meaning, tuple(outcome.evidence)
    )


def missing(value: object) -> bool:
    """Whether a number is absent (None or NaN)."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def is_share(unit: str) -> bool:
    """Whether numbers of this unit are shown in per cent."""
    return unit == "share" or unit.startswith("share of")


def number(value: float | None, unit: str = "", sign: bool = False, digits: int = 3) -> str:
    """A number with so many significant digits at most, 2 or 3; shares in per cent; '–' when it does not apply.

    The difference of two shares is no share: see ``change``.
    """
    if value is None or missing(value):
        return "–"
    value = float(value)
    if is_share(unit):
        text = f"{100 * value:.0f}%" if abs(value) >= 0.1 or value == 0 else f"{100 * value:.1f}%"
        text = text.replace(".0%", "%") if digits == 2 else text
    else:
        text = two_digits(value) if digits == 2 else _plain(value)
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


def two_digits(number: float) -> str:
    """Two significant digits, no exponent: '0.24', '20', '1,300'; nothing after the point that is a zero."""
    if number == 0 or not math.isfinite(number):
        return "0" if number == 0 else "–"
    places = 1 - math.floor(math.log10(abs(number)))
    text = f"{round(number, places):,.{max(places, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def two(value: float | None, unit: str = "", sign: bool = False) -> str:
    """``number`` with two significant digits: what a reader sees first."""
    return number(value, unit, sign, digits=2)


def interval(low: float, high: float, unit: str = "", sign: bool = False, digits: int = 3) -> str:
    """'low to high', once when both read the same; '–' when it does not apply."""
    first, last = number(low, unit, sign, digits), number(high, unit, sign, digits)
    return first if first == last else f"{first} to {last}"


def change(value: float | None, unit: str = "", named: bool = True, digits: int = 3) -> str:
    """A signed difference with its unit (unless not ``named``); between shares in percentage points."""
    text = _difference(value, unit, digits)
    return text if missing(value) else f"{text}{_after(unit, named)}"


def size(value: float | None, unit: str = "", named: bool = True, digits: int = 3) -> str:
    """A difference without its direction, as a regret or a smallest effect: '33 points', '1.2 states'."""
    return change(value, unit, named, digits).lstrip("+−")


def change_span(low: float | None, high: float | None, unit: str = "", named: bool = True, digits: int = 3) -> str:
    """The interval of a difference, its unit once: '−3.1 to +43 points'; one number where both ends read the same."""
    first, last = (_difference(value, unit, digits) for value in (low, high))
    text = first if first == last else f"{first} to {last}"
    return text if missing(low) else f"{text}{_after(unit, named)}"


def change_with(value: float, low: float, high: float, unit: str = "", named: bool = False, digits: int = 3) -> str:
    """A difference with its interval, its unit once: '−2.1 [−2.5, −1.7]', '+43 [+31, +50] pts'."""
    middle, first, last = (_difference(one, unit, digits) for one in (value, low, high))
    return middle if missing(value) else f"{middle} [{first}, {last}]{_after(unit, named)}"


def _difference(value: float | None, unit: str, digits: int) -> str:
    if value is None or missing(value):
        return "–"
    return number(100 * float(value) if is_share(unit) else value, sign=True, digits=digits)


def _after(unit: str, named: bool) -> str:
    """What stands after a difference of this unit: shares differ by points, of a hundred, and not by per cent."""
    if is_share(unit):
        return " points" if named else " pts"
    return f" {unit}" if named and unit else ""


def percent(probability: float | None) -> str:
    """A probability in whole per cent, never rounded to a certainty that was not seen.

    Beside a mark '5%' would read as a fall of 5%: how sure a design is better is told by ``results.brief.chances``.
    """
    if probability is None or missing(probability):
        return "–"
    if 0 < probability <= 0.005:
        return "<1%"
    if 0.995 <= probability < 1:
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
