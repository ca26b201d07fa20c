"""What happened in a run, month by month, and why: deals, membership, casework, incidents and dated events.

Deals come from the record's log of ties, membership from the tiers, casework from the list of cases; reasons
are the largest terms of the decisions behind them, if the run kept its decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from results import event_words, joint_tests
from results.lateness import TOLERATED, Course, courses
from results.wording import TIERS, item_name
from sim.catalogue import TIE_TYPES
from sim.months import month_label
from sim.record import FORMED, LAPSED, RENEWED, Decision, Record
from sim.rules.choice import probability

# Told from the arrays instead, with reasons.
OWN = ("join", "leave", "tier", "refuse", "withdraw", "case", "project_end")
SMALL = 1.0  # staff-months: a late case with less work is told by number only
ORDER = (
    "membership",
    "stays outside",
    "deal",
    "renewal",
    "lapse",
    "refusal",
    "case",
    "ended",
    "withdrawn",
    "late",
    "late, small",
)
MOST_REFUSALS = 3  # named in a month; the others are counted
MOST_REFUSING = 3  # members who are named in a vote; the others are counted
SILENCE = 12  # months in which a pair's talks are not named again
FACTS = ("fact", "policy")  # whose words are those of the record


@dataclass(frozen=True)
class ChronicleLine:
    """One thing that happened. ``why`` is empty where the record holds no reason."""

    month: int
    label: str  # 'YYYY-MM'
    kind: str
    text: str
    why: str = ""
    short: str = ""  # for a month's summary of lines of one kind


def lines(record: Record) -> list[ChronicleLine]:
    """Everything worth telling of a run, in order of months and, within a month, of kinds."""
    reasons = _Reasons(record)
    told = [
        *_events(record, reasons),
        *_membership(record, reasons),
        *_deals(record, reasons),
        *_refusals(record, reasons),
        *_casework(record),
    ]
    rank = {kind: k for k, kind in enumerate(ORDER)}
    return sorted(told, key=lambda line: (line.month, rank.get(line.kind, -1)))


def _line(month: int, kind: str, text: str, why: str = "", short: str = "") -> ChronicleLine:
    return ChronicleLine(int(month), month_label(month), kind, text, why, short or text)


# ---- reasons ----------
def because(decision: Decision, most: int = 3) -> str:
    """The gain, the chance that it gave, and its largest terms: '+0.21 (70%): access +0.33, cost -0.12'."""
    terms = sorted((t for t in decision.receipt() if t[1]), key=lambda t: -abs(t[1]))[:most]
    chance = probability(decision.gain, decision.noise)
    told = ", ".join(f"{name} {value:+.2f}" for name, value in terms) or "nothing at stake"
    return f"{decision.gain:+.2f} ({chance:.0%}): {told}"


class _Reasons:
    """Decisions by month, actor and partner (deals), by actor (membership), and by month and applicant (votes)."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.deals: dict[tuple[int, int, int], list[Decision]] = defaultdict(list)
        self.joins: dict[int, list[Decision]] = defaultdict(list)
        self.votes: dict[tuple[int, int], list[Decision]] = defaultdict(list)
        for d in record.decisions:
            if d.act == "deal":
                self.deals[d.month, d.actor, d.partner].append(d)
            elif d.act == "join":
                self.joins[d.actor].append(d)
            elif d.act == "consent":
                self.votes[d.month, d.partner].append(d)

    def of_deal(self, month: int, a: int, b: int, types: Iterable[int]) -> str:
        """Why each side signed these types, or renewed or let lapse its tie (-1)."""
        found, item = [], sum(-1 if kind < 0 else 1 << kind for kind in types)
        for one, other in ((a, b), (b, a)):
            side = [d for d in self.deals[month, one, other] if d.item == item]
            if side:
                found.append(f"{self.record.roster.label(one)} {because(side[0])}")
        return "; ".join(found)

    def of_membership(self, month: int, actor: int, joining: bool) -> str:
        """The last decision about membership before or in this month; if ``joining``, of those about joining."""
        past = [d for d in self.joins[actor] if d.month <= month and (d.kind == "join" or not joining)]
        return because(past[-1]) if past else ""

    def of_vote(self, month: int, applicant: int) -> str:
        """How many members consented to letting a state in this month, and why the others refused, if they voted."""
        votes = self.votes[month, applicant]
        if not votes:
            return ""
        against = sorted((d for d in votes if not d.taken), key=lambda d: d.gain)
        told = [f"{self.record.roster.label(d.actor)} refuses {because(d)}" for d in against[:MOST_REFUSING]]
        more = [f"{len(against) - len(told)} more refuse"] if len(against) > len(told) else []
        return "; ".join([f"{len(votes) - len(against)} of {len(votes)} members consent", *told, *more])


# ---- the parts ----------
def _events(record: Record, reasons: _Reasons) -> Iterator[ChronicleLine]:
    for month, kind, actor, partner, text in event_words.named(record):
        if kind not in OWN and not (kind == "handover" and actor < 0):
            names = [record.roster.label(node) for node in (actor, partner) if node >= 0]
            named = kind in FACTS and any(name in text for name in names)
            who = "" if named else (" towards " if kind == "forced" else " and ").join(names)
            why = reasons.of_membership(month, actor, True) if kind == "apply" else ""
            why = reasons.of_vote(month, actor) if kind == "reject" else why
            yield _line(month, kind, f"{who}: {text}" if who else text[:1].upper() + text[1:], why)


def _membership(record: Record, reasons: _Reasons) -> Iterator[ChronicleLine]:
    tiers = record.states["tier"].astype(int)
    for t, actor in np.argwhere(np.diff(tiers, axis=0) != 0):
        month, old, new = record.months[t + 1], tiers[t, actor], tiers[t + 1, actor]
        name = record.roster.label(actor)
        if new == 0:
            text = f"{name} leaves the network"
        elif old == 0:
            text = f"{name} joins as a {TIERS[new]}"
        else:
            text = f"{name} changes from {TIERS[old]} to {TIERS[new]}"
        why = reasons.of_membership(month, actor, old == 0)
        voted = reasons.of_vote(month, actor) if old == 0 else ""
        yield _line(month, "membership", text, "; ".join(part for part in (why, voted) if part))
    for decisions in reasons.joins.values():
        for d in decisions:
            if d.kind == "join" and not d.taken:
                name = record.roster.label(d.actor)
                text = f"{name} does not apply for membership"
                yield _line(d.month, "stays outside", text, because(d), f"{name} ({d.gain:+.2f})")


_DEALS = {FORMED: ("deal", "sign"), RENEWED: ("renewal", "renew"), LAPSED: ("lapse", "let lapse")}


def _deals(record: Record, reasons: _Reasons) -> Iterator[ChronicleLine]:
    """One line a pair, month and action, with all its types (-1: the whole tie)."""
    grouped: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for row in record.tie_log:
        grouped[int(row["month"]), int(row["a"]), int(row["b"]), int(row["action"])].append(int(row["type"]))
    for (month, a, b, action), types in grouped.items():
        kind, verb = _DEALS[action]
        names = ", ".join(TIE_TYPES[k].short if k >= 0 else "their tie" for k in types)
        text = f"{record.roster.label(a)} and {record.roster.label(b)} {verb}: {names}"
        yield _line(month, kind, text, reasons.of_deal(month, a, b, types))


def _refusals(record: Record, reasons: _Reasons) -> Iterator[ChronicleLine]:
    """Talks that failed although one side wanted the deal, the keenest first; a pair is named once a year.

    The others are counted.
    """
    by_month: dict[int, list[tuple[Decision, Decision]]] = defaultdict(list)
    for (month, a, b), first in reasons.deals.items():
        second = reasons.deals.get((month, b, a), [])
        if a < b:
            by_month[month] += [p for p in zip(first, second, strict=False) if _one_sided(*p)]
    told: dict[tuple[int, int], int] = {}  # pair -> month
    for month, pairs in sorted(by_month.items()):
        ranked = sorted(pairs, key=lambda pair: -max(d.gain for d in pair))
        news = [p for p in ranked if month - told.get((p[0].actor, p[0].partner), -SILENCE) >= SILENCE]
        for pair in news[:MOST_REFUSALS]:
            told[pair[0].actor, pair[0].partner] = month
            yield _refusal(record, *pair)
        if rest := len(pairs) - len(news[:MOST_REFUSALS]):
            yield _line(month, "refusal", f"{rest} {'more ' if news else ''}talks fail with one side willing")


def _one_sided(first: Decision, second: Decision) -> bool:
    return first.kind != "renew" and first.item == second.item and first.taken != second.taken


def _refusal(record: Record, first: Decision, second: Decision) -> ChronicleLine:
    willing, unwilling = (first, second) if first.taken else (second, first)
    willing_name, name = record.roster.label(willing.actor), record.roster.label(unwilling.actor)
    text = f"{name} refuses {willing_name}: {item_name(unwilling)}"
    return _line(unwilling.month, "refusal", text, because(unwilling))


def _casework(record: Record) -> Iterator[ChronicleLine]:
    for course in courses(record):
        month = min(int(course.ended), int(record.months[-1]))
        if course.cause:
            yield _line(month, "ended", f"{_case_name(record, course)} {_ended(record, course)}")
        elif course.state == "withdrawn":
            yield _line(month, "withdrawn", f"{_case_name(record, course)} is withdrawn")
        elif course.late and course.state == "finished" and course.kind.work < SMALL:
            text = f"{_case_name(record, course)} {_late(course)}"
            yield _line(month, "late, small", text, short=course.kind.name)
        elif course.late:
            yield _line(month, "late", f"{_case_name(record, course)} {_late(course)}", _late_why(record, course))
        elif course.state == "finished":
            text = f"{_case_name(record, course)} is finished after {_time(course.months)}"
            yield _line(month, "case", text, short=_short(record, course))


def _short(record: Record, course: Course) -> str:
    """A case in a month's summary; of a joint test, what it was about and who took part."""
    is_test = course.kind.key == "joint_test"
    return joint_tests.about(record, course.number) if is_test else course.kind.name


def _case_name(record: Record, course: Course) -> str:
    about = [record.roster.label(course.opener)] if course.opener >= 0 else []
    about += [course.theme] if course.theme else []
    name = course.kind.name[:1].upper() + course.kind.name[1:]
    return f"{name} (case {', '.join([str(course.number), *about])})"


def _ended(record: Record, course: Course) -> str:
    sponsor = f" (sponsor: {record.roster.label(course.sponsor)})" if course.sponsor >= 0 else ""
    return f"ends without a result after {_time(course.months)}: {course.cause}{sponsor}"


def _late(course: Course) -> str:
    ended = "is finished late, after" if course.state == "finished" else "is overdue at the end, open for"
    return f"{ended} {_time(course.months)}"


def _late_why(record: Record, course: Course) -> str:
    again = (
        f"; work repeated after {course.restarts} handover{'' if course.restarts == 1 else 's'}"
        if course.restarts
        else ""
    )
    came = joint_tests.who(record, course.number) if course.kind.key == "joint_test" else ""
    again += f"; {came}" if came else ""
    return f"usual: {_time(course.usual)}, late from {TOLERATED:g} times that{again}"


def _time(months: float) -> str:
    return f"{months:.1f} months" if months >= 2 else f"{months * 30.4:.0f} days"


# ---- as text and as data ----------
def to_json(told: Iterable[ChronicleLine]) -> list[dict[str, Any]]:
    """The lines as plain data."""
    return [asdict(line) for line in told]
