"""An explained decision, and its receipt as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from results.evidence import Claim
from results.exposure import RISKS
from results.numbers import percent
from results.reasons import significant, told_against
from sim.record import Decision as Choice

FRESH = ("deal", "join", "consent")  # acts of which a part of what is not known is a lasting trait
_NOISE = {act: " (what is not lasting of it)" for act in FRESH} | {"pace": " (relative to what is at stake in a step)"}


@dataclass(frozen=True)
class Found:
    """A decision with its number in the run, counted from 1."""

    number: int
    decision: Choice


@dataclass(frozen=True)
class Line:
    """One term of a receipt and what stands behind it."""

    name: str
    value: float
    meaning: str
    evidence: tuple[str, ...]
    parameters: tuple[str, ...]
    levers: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A decision, term by term. ``total`` is the sum of the terms as computed here, from first to last."""

    number: int
    decision: Choice
    month: str
    title: str
    answer: str
    lines: tuple[Line, ...]
    risks: dict[str, float] = field(hash=False)  # the exposure by risk (R1), where the decision is about one category
    total: float
    chance: float
    values: dict[str, dict[str, Any]] = field(hash=False)  # parameter or lever -> its record and its value in this run
    claims: tuple[Claim, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the terms give the gain to the last bit."""
        return bool(self.total == self.decision.gain)

    def __str__(self) -> str:
        return render(self)


def render(explanation: Explanation, width: int = 80, exact: bool = False) -> str:
    """The receipt: its terms, their sum, the chance, the draw, the numbers and the evidence.

    exact : with all digits, so that anyone can add the terms up again, and with terms that are nil.
    """
    width = max(60, width)
    blocks = [
        _heading(explanation, width),
        _exact_receipt(explanation, width) if exact else _receipt(explanation, width),
        _choice(explanation, width, exact),
        _values(explanation, width, exact),
        _evidence(explanation, width),
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _heading(e: Explanation, width: int) -> Iterator[str]:
    yield from textwrap.wrap(f"Decision {e.number}, {e.month}: {e.title}.", width)
    answer = ", ".join(filter(None, (e.answer, told_against(e.decision))))
    yield from textwrap.wrap(f"Answer: {answer}.", width)


def _exact_receipt(e: Explanation, width: int) -> Iterator[str]:
    """Terms in columns; values with all digits."""
    check = "the terms, added from the top, give exactly this"
    if not e.adds_up:
        check = f"NOT the recorded gain, {e.decision.gain!r}: please report this"
    risks = "; ".join(f"{RISKS[name]} {value:+.4g}" for name, value in e.risks.items())
    yield from _columns(e.lines, [repr(line.value) for line in e.lines], (repr(e.total), check), risks, width)


@dataclass(frozen=True)
class Rounded:
    """The terms that are not nil, rounded alike, and their sum as it is printed.

    texts : one a line.  gap : what the terms as printed add up to, where that is not the sum as printed; '' else.
    nil : names of the terms that are nil.
    """

    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    total: str
    gap: str
    nil: tuple[str, ...]


def rounded(e: Explanation) -> Rounded:
    """The receipt for reading: the terms add up as printed, or it is said that they do not."""
    places = _places(e.total)
    lines = tuple(line for line in e.lines if line.value != 0)
    texts = tuple(f"{line.value + 0.0:+.{places}f}" for line in lines)
    total, added = f"{e.total:+.{places}f}", sum(map(Decimal, texts), Decimal(0))
    gap = "" if added == Decimal(f"{e.total:.{places}f}") else f"{added:+}"
    return Rounded(lines, texts, total, gap, tuple(line.name for line in e.lines if line.value == 0))


def _receipt(e: Explanation, width: int) -> Iterator[str]:
    """Terms that are not nil in columns, and their sum."""
    found = rounded(e)
    check = f"rounded: the terms as printed add up to {found.gap}" if found.gap else "the sum"
    check += "; --all gives every digit"
    if not e.adds_up:
        check = f"NOT the recorded gain, {e.decision.gain!r}: please report this"
    risks = "; ".join(f"{RISKS[name]} {significant(value)}" for name, value in e.risks.items())
    yield from _columns(found.lines, found.texts, (found.total, check), risks, width)
    if found.nil:
        yield from textwrap.wrap(
            f"Nil here: {', '.join(found.nil)}.", width, initial_indent="  ", subsequent_indent="    "
        )


def _places(total: float) -> int:
    """Decimals that show a sum to two significant digits: at least two, at most four."""
    size = abs(total)
    return 2 if size >= 0.1 or size == 0 else 3 if size >= 0.01 else 4


def _columns(
    lines: Sequence[Line], texts: Sequence[str], gain: tuple[str, str], risks: str, width: int
) -> Iterator[str]:
    """Names, values and meanings, and the gain below them. risks : what the exposure is made of, '' if nothing is said.

    gain : its value, and what is said of it.
    """
    names = max(len("= gain"), *(len(line.name) for line in lines), 0)
    digits = max(map(len, (gain[0], *texts)))
    yield "What acting gains, term by term (utility):"
    for line, text in zip(lines, texts, strict=True):
        yield from _hanging(f"  {line.name:<{names}}  {text:>{digits}}  ", _why(line), width)
        if line.name == "exposure" and risks:
            yield from _hanging(" " * (names + digits + 6), f"of which {risks} [R1]", width)
    yield f"  {'-' * (names + digits + 2)}"
    yield from _hanging(f"  {'= gain':<{names}}  {gain[0]:>{digits}}  ", gain[1], width)


def _why(line: Line) -> str:
    return f"{line.meaning} [{', '.join(line.evidence)}]"


def _choice(e: Explanation, width: int, exact: bool) -> Iterator[str]:
    """The chance of acting, what was drawn, and what followed."""
    d = e.decision
    verdict = "below" if d.draw < e.chance else "not below"
    decides = f"the decision was forced: {e.answer}" if d.forced else e.answer
    noise = f"noise {_plain(d.noise, exact)}{_NOISE.get(d.act, '')}"
    exact = exact or percent(e.chance) == percent(d.draw)  # the same as printed, and yet one is below the other
    chance, draw = (f"{x:.6f}" if exact else percent(x) for x in (e.chance, d.draw))
    text = (
        f"Chance of acting: {chance} = 1 / (1 + exp(-gain / noise)), {noise}. "
        f"Drawn: {draw}, {verdict} the chance: {decides}."
    )
    yield from textwrap.wrap(text, width)


def _values(e: Explanation, width: int, exact: bool) -> Iterator[str]:
    yield "Numbers behind these terms, as they were in this run:"
    names = max(map(len, e.values))
    for name, value in e.values.items():
        start = f"  {name:<{names}}  {_plain(value['value'], exact):<8}  "
        yield from _hanging(start, f"{value['unit']}; {value['meaning']} ({value['status']})", width)


def _plain(value: float, exact: bool) -> str:
    """A number with four significant digits at most if ``exact``, else two."""
    return f"{value:.4g}" if exact else significant(value).removeprefix("+")


def _evidence(e: Explanation, width: int) -> Iterator[str]:
    yield "Evidence:"
    for claim in e.claims:
        yield from _hanging(f"  {claim.id:<4}  ", claim.claim, width)
    for letter, citation in {claim.source: claim.citation for claim in e.claims}.items():
        yield from _hanging(f"  {letter}*    ", citation, width)


def _hanging(start: str, text: str, width: int) -> list[str]:
    """Text that goes on under itself, to the right of its start."""
    room = max(24, width - len(start))
    first, *rest = textwrap.wrap(text, room) or [""]
    return [start + first, *(" " * len(start) + line for line in rest)]
