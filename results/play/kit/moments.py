"""What in a run is worth talking about: by it the seeds of the tour and of the teacher's sessions are chosen.

A seed is chosen by a rule and not by hand: the first, counted from 1 (or from another session's seed), whose run has
within so many months all that is wanted. Tests hold the shipped seeds against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from results import chronicle, event_words
from results.chronicle import ChronicleLine
from results.play.seats.advice import SHARING, advice
from scenarios.session.log import Log, started
from scenarios.session.replay import record_of
from sim.errors import InputError
from sim.months import DAYS
from sim.record import EVENT_CODES, FORMED, Incident, Record
from sim.rules.incidents import SERIOUS

# Kind of happening -> in words, for the page that says how a seed was chosen.
WANTED = {
    "let in": "a state joins the network",
    "turned down": "members vote a state down",
    "answered": "the network answers a serious incident",
    "handover": "the secretariat changes hands",
    "signed": "two of the actors sign a new deal",
}
TOLD = ("membership", "reject", "apply", "incident", "response", "handover", "government", "deal", "lapse", "design",
        "dialogue", "export_control", "scheduled", "founding", "arrears")  # fmt: skip
MOST_SEEDS = 400


@dataclass(frozen=True)
class Moment:
    """A happening of a kind (a key of ``WANTED``) in a month (index)."""

    kind: str
    month: int


def moments(record: Record, months: int) -> list[Moment]:
    """What a run has of ``WANTED`` in the first ``months`` months after the decision, by month."""
    first, end = record.adopted, record.adopted + months
    found = [one for one in _all(record) if first <= one.month < end]
    return sorted(found, key=lambda one: (one.month, list(WANTED).index(one.kind)))


def is_rich(record: Record, months: int, wanted: Collection[str] = tuple(WANTED)) -> bool:
    """Whether a run has everything that is wanted within so many months."""
    return {one.kind for one in moments(record, months)} >= set(wanted)


def busy_months(told: Record, node: int, months: int) -> int:
    """In how many of the first months an actor has something to decide that the rule is not sure of, beside sharing.

    told : the model's own play, with its decisions.
    """
    return sum(
        any(not offer.folded and offer.kind not in SHARING for offer in advice(told, node, month))
        for month in range(told.adopted, told.adopted + months)
    )


@cache
def rich_seed(
    scenario: str,
    design: str,
    months: int,
    wanted: tuple[str, ...] = tuple(WANTED),
    after: int = 0,
    seats: tuple[str, ...] = (),
    busy: int = 0,
) -> int:
    """The first seed above ``after`` whose run is rich; InputError if there is none among the first ``MOST_SEEDS``.

    seats, busy : actors who must have something to decide in at least so many months (``busy_months``).
    """
    for seed in range(after + 1, MOST_SEEDS + 1):
        log = started(scenario, design, seed)
        if is_rich(record_of(log), months, wanted) and (not busy or _are_busy(log, seats, months, busy)):
            return seed
    raise InputError(
        "no seed has all that is wanted", key="months", value=months, allowed=f"more months ({', '.join(wanted)})"
    )


def _are_busy(log: Log, seats: Collection[str], months: int, busy: int) -> bool:
    told = record_of(log, decisions=True)
    return all(busy_months(told, told.roster.find(seat), months) >= busy for seat in seats)


def told_moments(record: Record, first: int, end: int) -> list[ChronicleLine]:
    """The lines of the chronicle that a room would talk about, from a month until before another."""
    return [line for line in chronicle.lines(record) if first <= line.month < end and _is_told(line)]


def answered(record: Record) -> list[Incident]:
    """Serious incidents that the network took up and answered itself, faster than its members would by hand."""
    found = [Incident(*row) for row in record.incidents]
    return [one for one in found if one.severity >= SERIOUS and one.case >= 0 and one.days < one.by_hand]


# ---- the parts ----------
def _is_told(line: ChronicleLine) -> bool:
    """Of incidents the serious ones, of answers the joint ones, of governments those that change."""
    if line.kind in ("incident", "response"):
        return line.about in ("serious", "jointly")
    return line.kind in TOLD and not line.text.endswith("re-elected" + event_words.DRAWN)


def _all(record: Record) -> Iterator[Moment]:
    tier = record.states["tier"]
    for t, state in np.argwhere((tier[1:] > 0) & (tier[:-1] == 0)):
        if record.roster.member_from[state] != record.months[t + 1]:
            yield Moment("let in", int(record.months[t + 1]))
    for one in answered(record):
        yield Moment("answered", int(one.time + one.days / DAYS))
    for row in record.tie_log[record.tie_log["action"] == FORMED]:
        yield Moment("signed", int(row["month"]))
    for row in record.events:
        if row["kind"] == EVENT_CODES["reject"]:
            yield Moment("turned down", int(row["month"]))
        elif row["kind"] == EVENT_CODES["handover"] and row["actor"] >= 0:
            yield Moment("handover", int(row["month"]))
