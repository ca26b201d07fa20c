"""Why an actor decided as it did: the receipt of one decision, with its chance, its numbers and its evidence.

A receipt adds up exactly: its terms, added from the first to the last in double precision, give the gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from results import wording
from results.evidence import Claim, lookup, rows
from results.exposure import exposure_parts
from scenarios.posterior import status as status_of
from sim import parameters
from sim.design import FIELDS
from sim.errors import InputError
from sim.months import month_index, month_label
from sim.receipts import TERMS
from sim.record import Decision, Record
from sim.roster import Roster
from sim.rules.choice import probability


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
    risks: dict[str, float]  # the exposure by risk (R1), where the decision is about one category
    total: float
    chance: float
    values: dict[str, dict[str, Any]]  # parameter or lever -> its record and its value in this run
    claims: tuple[Claim, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the terms give the gain to the last bit."""
        return self.total == self.decision.gain

    def __str__(self) -> str:
        from results.explain_text import render

        return render(self)


@cache
def _inputs() -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    """(act, term) -> names of parameters and of levers that enter the term."""
    return {
        (row["act"], row["term"]): (tuple(row["parameters"].split()), tuple(row["levers"].split()))
        for row in rows("term_inputs.csv")
    }


# ---- finding decisions ----------
def find(
    record: Record,
    actor: str | None = None,
    partner: str | None = None,
    act: str | None = None,
    month: str | None = None,
) -> list[Found]:
    """The decisions of a run that match, in the order in which they were taken.

    ``partner`` may be 'network'. InputError if a name, an act or a month is unknown, or if nothing matches.
    """
    if not record.decisions:
        raise InputError("this run kept no decisions", allowed="a run with keep_decisions=True")
    who, other, when = _actor(record, actor), _actor(record, partner), _month(record, month)
    if act is not None and act not in TERMS:
        raise InputError("unknown act", key="act", value=act, allowed=", ".join(TERMS), choices=TERMS)
    wanted = [
        Found(number, d)
        for number, d in enumerate(record.decisions, start=1)
        if (who is None or d.actor == who)
        and (other is None or d.partner == other)
        and (act is None or d.act == act)
        and (when is None or d.month == when)
    ]
    if not wanted:
        raise InputError("no decision of this run matches", allowed=_summary(record, who))
    return wanted


def _actor(record: Record, name: str | None) -> int | None:
    if name is None:
        return None
    return -1 if name.strip().lower() in ("network", "the network") else record.roster.find(name)


def _month(record: Record, text: str | None) -> int | None:
    if text is None:
        return None
    month, first, last = month_index(text), int(record.months[0]), int(record.months[-1])
    if not first <= month <= last:
        allowed = f"{month_label(first)} to {month_label(last)}"
        raise InputError("month outside the run", key="month", value=text, allowed=allowed)
    return month


def _summary(record: Record, actor: int | None) -> str:
    """What there is to choose from, in words."""
    mine = [d for d in record.decisions if actor is None or d.actor == actor]
    counts = {act: sum(d.act == act for d in mine) for act in TERMS}
    who = "this run" if actor is None else record.roster.label(actor)
    return f"{who} has " + ", ".join(f"{n} on '{act}'" for act, n in counts.items())


def among(found: list[Found], number: int) -> list[Found]:
    """The one of these decisions that has this number; InputError if none of them has."""
    chosen = [f for f in found if f.number == number]
    if chosen:
        return chosen
    numbers = [f.number for f in found]
    allowed = f"1 to {numbers[-1]}" if len(numbers) == numbers[-1] else ", ".join(map(str, numbers[:12]))
    more = ", ..." if len(numbers) > 12 and "," in allowed else ""
    raise InputError("no matching decision has this number", key="index", value=number, allowed=allowed + more)


# ---- explaining one ----------
def explain(record: Record, number: int) -> Explanation:
    """The receipt of the decision with this number (see ``find``); InputError if there is none."""
    last = len(record.decisions)
    if not 1 <= number <= last:
        raise InputError("no such decision", key="index", value=number, allowed=f"1 to {last}")
    decision = record.decisions[number - 1]
    lines = _lines(decision)
    total = 0.0
    for line in lines:
        total += line.value
    return Explanation(
        number=number,
        decision=decision,
        month=month_label(decision.month),
        title=wording.question(record.roster, decision),
        answer=wording.answer(decision),
        lines=lines,
        risks=exposure_parts(decision),
        total=total,
        chance=float(probability(decision.gain, decision.noise)),
        values=_values(record, lines, decision.month),
        claims=tuple(lookup(key for line in lines for key in line.evidence)),
    )


def _lines(decision: Decision) -> tuple[Line, ...]:
    return tuple(
        Line(
            term.name,
            float(value) + 0.0,
            term.meaning,
            term.evidence,
            *_inputs().get((decision.act, term.name), ((), ())),
        )
        for term, value in zip(TERMS[decision.act], decision.terms, strict=True)
    )


def _values(record: Record, lines: tuple[Line, ...], month: int) -> dict[str, dict[str, Any]]:
    """Every parameter and lever that enters a term that is not nil, with its value in this run."""
    at_work = [line for line in lines if line.value != 0]
    names = dict.fromkeys(["noise", *(name for line in at_work for name in line.parameters)])
    levers = dict.fromkeys(name for line in at_work for name in line.levers)
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        p, value = parameters.RECORDS[name], float(record.params[parameters.INDEX[name]])
        found[name] = _value("parameter", value, p.unit, p.meaning, status_of(p))
    fields = {f.name: f for f in FIELDS}
    design, status = record.design, "design"
    if month < record.works_from and record.baseline is not None:
        design, status = record.baseline, f"arm in force before {month_label(record.works_from)}"
    for name in levers:
        found[name] = _value("lever", design[name], fields[name].unit, fields[name].meaning, status)
    return found


def _value(what: str, value: float, unit: str, meaning: str, status: str) -> dict[str, Any]:
    return {"what": what, "value": value, "unit": unit, "meaning": meaning, "status": status}


# ---- as data and as text ----------
def found_to_json(roster: Roster, found: Found) -> dict[str, Any]:
    """A decision in a list, as plain data."""
    d = found.decision
    return {
        "number": found.number,
        "month": month_label(d.month),
        "act": d.act,
        "kind": d.kind,
        "actor": roster.label(d.actor),
        "partner": wording.partner_name(roster, d) if d.act != "pace" else None,
        "item": wording.item_name(d) or None,
        "gain": d.gain,
        "taken": d.taken,
        "answer": wording.answer(d),
    }


def to_json(roster: Roster, explanation: Explanation) -> dict[str, Any]:
    """An explanation as plain data; numbers keep all their digits."""
    d = explanation.decision
    terms = [
        {
            "name": line.name,
            "value": line.value,
            "meaning": line.meaning,
            "evidence": list(line.evidence),
            "parameters": list(line.parameters),
            "levers": list(line.levers),
        }
        for line in explanation.lines
    ]
    return found_to_json(roster, Found(explanation.number, d)) | {
        "question": explanation.title,
        "terms": terms,
        "exposure_by_risk": explanation.risks,
        "sum": explanation.total,
        "adds_up": explanation.adds_up,
        "noise": d.noise,
        "chance": explanation.chance,
        "draw": d.draw,
        "values": explanation.values,
        "evidence": [claim.to_json() for claim in explanation.claims],
    }
