"""Why an actor decided as it did: the receipt of one decision, with its chance, its numbers and its evidence.

A receipt adds up exactly: its terms, added from the first to the last in double precision, give the gain.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from results import wording
from results.evidence import lookup, rows
from results.explanation import FRESH, Explanation, Found, Line
from results.exposure import exposure_parts
from results.reasons import is_against, likely
from scenarios.incoming import whole
from scenarios.posterior import status as status_of
from sim import parameters
from sim.design import FIELDS
from sim.errors import InputError
from sim.months import month_index, month_label
from sim.receipts import TERMS
from sim.record import Decision, Record
from sim.roster import Roster
from sim.rules.choice import probability

NETWORK = -1  # the partner of decisions that are about the network as a whole


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
    if not isinstance(record, Record):
        raise InputError("not the record of a run", key="record", value=record, allowed="what entente.run returns")
    if not record.decisions:
        raise InputError("this run kept no decisions", allowed="a run with keep_decisions=True")
    who, other, when = _actor(record, actor), _partner(record, partner), _month(record, month)
    if act is not None and (not isinstance(act, str) or act not in TERMS):
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
        asked = {"actor": actor, "partner": partner, "act": act, "month": month}
        words = ", ".join(f"{key} {value}" for key, value in asked.items() if value is not None)
        raise InputError(f"no decision of this run matches ({words})", allowed=_summary(record, who, other))
    return wanted


def _actor(record: Record, name: str | None, key: str = "actor") -> int | None:
    if name is None:
        return None
    try:
        return record.roster.find(name)
    except InputError as error:
        is_network = key == "actor" and _is_network(name)
        problem = "the network decides nothing itself" if is_network else error.problem
        allowed = f"{error.allowed}; partner 'network' is for decisions on the network" if is_network else error.allowed
        choices = () if is_network or not error.nearest else (error.nearest,)
        raise InputError(problem, key=key, value=name, allowed=allowed, choices=choices) from None


def _partner(record: Record, name: str | None) -> int | None:
    """The node of a partner; -1 for the network, unless an actor is called so."""
    try:
        return _actor(record, name, "partner")
    except InputError:
        if _is_network(name):
            return NETWORK
        raise


def _is_network(name: object) -> bool:
    return isinstance(name, str) and name.strip().lower() in ("network", "the network")


def _month(record: Record, text: str | None) -> int | None:
    if text is None:
        return None
    first, last = int(record.months[0]), int(record.months[-1])
    try:
        month = month_index(text)
    except InputError as error:
        raise InputError(error.problem, key="month", value=text, allowed=error.allowed) from None
    if not first <= month <= last:
        allowed = f"{month_label(first)} to {month_label(last)}"
        raise InputError("month outside the run", key="month", value=text, allowed=allowed)
    return month


def _summary(record: Record, actor: int | None, partner: int | None) -> str:
    """What there is to choose from, in words: with this partner, or with others where there is nothing."""
    mine = [d for d in record.decisions if actor is None or d.actor == actor]
    theirs = [d for d in mine if d.partner == partner]
    counts = {act: sum(d.act == act for d in theirs or mine) for act in TERMS}
    who = "this run" if actor is None else record.roster.label(actor)
    name = "the network" if partner == NETWORK else "" if partner is None else record.roster.label(partner)
    with_whom = f", with {name}" if theirs and name else f", with others than {name}" if name else ""
    return f"{who} has " + ", ".join(f"{n} on '{act}'" for act, n in counts.items()) + with_whom


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
    number = whole(number, "index", 1, len(record.decisions))
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
        values=_values(record, lines, decision),
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


def _values(record: Record, lines: tuple[Line, ...], decision: Decision) -> dict[str, dict[str, Any]]:
    """Every parameter and lever that enters the noise or a term that is not nil, with its value in this run."""
    at_work = [line for line in lines if line.value != 0]
    of_noise = ("noise", "lasting") if decision.act in FRESH else ("noise",)
    names = dict.fromkeys([*of_noise, *(name for line in at_work for name in line.parameters)])
    levers = dict.fromkeys(name for line in at_work for name in line.levers)
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        p, value, changed = parameters.RECORDS[name], float(record.params[parameters.INDEX[name]]), ""
        for event in record.scheduled:
            if event.parameter == name and event.month <= decision.month:
                value, changed = event.size, f"changed by the scenario in {month_label(event.month)}"
        found[name] = _value("parameter", value, p.unit, p.meaning, changed or status_of(p))
    fields = {f.name: f for f in FIELDS}
    design, status = record.design, "design"
    if decision.month < record.works_from and record.baseline is not None:
        design, status = record.baseline, f"secretariat in force before {month_label(record.works_from)}"
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
        "forced": d.forced,
        "answer": wording.answer(d),
        "against_interest": is_against(d),
        "likely": likely(d),
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
