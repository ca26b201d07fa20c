"""An explained decision, and its text for a terminal: a list of decisions, and the receipt of one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from results import wording
from results.evidence import Claim
from results.exposure import RISKS
from sim.months import month_label
from sim.record import Decision
from sim.roster import Roster

FRESH = ("deal", "join", "consent")  # acts of which a part of what is not known is a lasting trait
_NOISE = {act: " (what is not lasting of it)" for act in FRESH} | {"pace": " (relative to what is at stake in a step)"}


@dataclass(frozen=True)
class Found:
    """A decision with its number in the run, counted from 1."""

    number: int
    decision: Decision


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
    decision: Decision
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


def listing(roster: Roster, found: Sequence[Found], limit: int = 40) -> str:
    """One line a decision; the first ``limit`` of them, and how many more there are."""
    lines = [
        f"{f.number:>7}  {month_label(f.decision.month)}  {wording.question(roster, f.decision)}: "
        f"{wording.answer(f.decision)} ({f.decision.gain:+.3f})"
        for f in found[:limit]
    ]
    if len(found) > limit:
        lines.append(f"{'...':>7}  and {len(found) - limit} more; narrow them down by actor, partner, act or month")
    return "\n".join(lines)


def render(explanation: Explanation, width: int = 100) -> str:
    """The receipt: its terms, their exact sum, the chance, the draw, the numbers and the evidence."""
    blocks = [_heading, _receipt, _choice, _values, _evidence]
    return "\n\n".join("\n".join(block(explanation, max(60, width))) for block in blocks)


def _heading(e: Explanation, width: int) -> Iterator[str]:
    yield from textwrap.wrap(f"Decision {e.number}, {e.month}: {e.title}.", width)
    yield f"Answer: {e.answer}."


def _receipt(e: Explanation, width: int) -> Iterator[str]:
    """Terms in columns; values with all digits, so that anyone can add them up again."""
    names = max(len("= gain"), *(len(line.name) for line in e.lines))
    digits = max(len(f"{value!r}") for value in (e.total, *(line.value for line in e.lines)))
    yield "What acting gains, term by term (utility):"
    for line in e.lines:
        yield from _hanging(f"  {line.name:<{names}}  {line.value!r:>{digits}}  ", _why(line), width)
        if line.name == "exposure" and e.risks:
            parts = "; ".join(f"{RISKS[name]} {value:+.4g}" for name, value in e.risks.items())
            yield from _hanging(" " * (names + digits + 6), f"of which {parts} [R1]", width)
    yield f"  {'-' * (names + digits + 2)}"
    check = "the terms, added from the top, give exactly this"
    if not e.adds_up:
        check = f"NOT the recorded gain, {e.decision.gain!r}: please report this"
    yield from _hanging(f"  {'= gain':<{names}}  {e.total!r:>{digits}}  ", check, width)


def _why(line: Line) -> str:
    return f"{line.meaning} [{', '.join(line.evidence)}]"


def _choice(e: Explanation, width: int) -> Iterator[str]:
    d = e.decision
    verdict = "below" if d.draw < e.chance else "not below"
    decides = f"the decision was forced: {e.answer}" if d.forced else e.answer
    noise = f"noise {d.noise:g}{_NOISE.get(d.act, '')}"
    text = (
        f"Chance of acting: {e.chance:.6f} = 1 / (1 + exp(-gain / noise)), {noise}. "
        f"Drawn: {d.draw:.6f}, {verdict} the chance: {decides}."
    )
    yield from textwrap.wrap(text, width)


def _values(e: Explanation, width: int) -> Iterator[str]:
    yield "Numbers behind these terms, as they were in this run:"
    names = max(map(len, e.values))
    for name, value in e.values.items():
        start = f"  {name:<{names}}  {value['value']:<8.4g}  "
        yield from _hanging(start, f"{value['unit']}; {value['meaning']} ({value['status']})", width)


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
