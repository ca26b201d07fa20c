"""The log of events in words: what befell the world, said for people."""

from __future__ import annotations

from sim.catalogue import CASE_KINDS
from sim.config import EVENT_KINDS
from sim.record import EVENTS, Record

SCHEDULED = tuple(EVENT_KINDS)


def words(record: Record, kind: str, amount: float) -> str:
    """What an event of a kind (``sim.record.EVENTS``) was, with its amount, without who it concerns."""
    number = int(amount)
    if kind == "election":
        return f"an election moves its openness by {amount:+.2f}"
    if kind in ("policy", "fact"):
        return record.roster.events[number].text
    if kind == "scheduled":
        return SCHEDULED[number].replace("_", " ")
    if kind == "case":
        case = record.cases[number]
        return f"{CASE_KINDS[case['kind']].name} finished after {case['finished'] - case['opened']:.1f} months"
    if kind == "design":
        return f"the secretariat works as {_designs(record)[number]}"
    return _PLAIN[kind].format(amount=amount, tier=_TIERS.get(number, ""), office=_OFFICES.get(number, ""))


_TIERS = {1: "a full member", 2: "a partner"}
_OFFICES = {1: "an acting office", 2: "an institute"}
_PLAIN = {
    "incident": "an incident of severity {amount:.2f}",
    "response": "an incident is answered after {amount:.0f} days",
    "founding": "{office} opens",
    "dialogue": "a Track-II dialogue",
    "export_control": "new export controls",
    "apply": "applies to join",
    "withdraw": "withdraws its application",
    "refuse": "does not join",
    "join": "joins the network as {tier}",
    "tier": "becomes {tier}",
    "leave": "leaves the network",
    "handover": "the chair or lead changes",
}


def _designs(record: Record) -> list[str]:
    """Names of the designs of a run, by row."""
    first = record.baseline.name if record.baseline is not None else ""
    return [first, record.design.name, *(design.name for design in record.later)]


def named(record: Record) -> list[tuple[int, str, int, int, str]]:
    """Every event: month, kind, actor, partner, words."""
    rows = record.events.tolist()
    return [(month, EVENTS[k], a, b, words(record, EVENTS[k], amount)) for month, k, a, b, amount in rows]
