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
from results.reasons import FULL, NONE, Reason, Reasons, Style, of, told_against
from results.wording import TIERS, item_name
from sim.catalogue import TIE_TYPES
from sim.months import month_label
from sim.record import FORMED, LAPSED, RENEWED, Decision, Record

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
SILENCE = 12  # months in which a pair's talks are not named again
VERBS = ("handover", "arrears", "apply", "withdraw", "seat")  # whose words go on after a name
FACTS = ("fact", "policy")  # whose words are those of the record
CHOOSE = ("count", "about", "nodes")  # fields of a line that are no part of what it tells


@dataclass(frozen=True)
class ChronicleLine:
    """One thing that happened. ``why`` is empty where the record holds no reason."""

    month: int
    label: str  # 'YYYY-MM'
    kind: str
    text: str
    why: str = ""
    short: str = ""  # for a month's summary of lines of one kind
    against_interest: int = 0  # how many of the decisions behind it were that, by chance
    count: int = 1  # how often it happened
    about: str = ""  # what a case is (its key), 'serious' of an incident, 'jointly' of an answer
    nodes: tuple[int, ...] = ()  # who is concerned


def lines(record: Record, style: Style = FULL) -> list[ChronicleLine]:
    """Everything worth telling of a run, in order of months and, within a month, of kinds.

    style : how much of each reason is told.
    """
    reasons = Reasons(record, style)
    told = [
        *_events(record, reasons),
        *_membership(record, reasons),
        *_deals(record, reasons),
        *_refusals(reasons),
        *_casework(record),
    ]
    rank = {kind: k for k, kind in enumerate(ORDER)}
    return sorted(told, key=lambda line: (line.month, rank.get(line.kind, -1)))


def _line(month: int, kind: str, text: str, why: Reason = NONE, short: str = "", **more: Any) -> ChronicleLine:
    return ChronicleLine(int(month), month_label(month), kind, text, why.text, short or text, why.against, **more)


# ---- the parts ----------
def _events(record: Record, reasons: Reasons) -> Iterator[ChronicleLine]:
    for month, kind, actor, partner, amount, text in event_words.named(record):
        if kind not in OWN and not (kind == "handover" and actor < 0):
            names = [record.roster.label(node) for node in (actor, partner) if node >= 0]
            named = kind in FACTS and any(name in text for name in names)
            who = "" if named else (" towards " if kind == "forced" else " and ").join(names)
            why = reasons.of_membership(month, actor, True) if kind == "apply" else NONE
            why = reasons.of_vote(month, actor) if kind == "reject" else why
            text += event_words.first_seat(record, month) if kind == "design" else ""
            said = f"{who}{'' if kind in VERBS else ':'} {text}" if who else text[:1].upper() + text[1:]
            stage = event_words.stage(record, kind, amount)
            yield _line(month, kind, said, why, about=stage, nodes=(actor, partner) if partner >= 0 else (actor,))


def _membership(record: Record, reasons: Reasons) -> Iterator[ChronicleLine]:
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
        voted = reasons.of_vote(month, actor) if old == 0 else NONE
        yield _line(month, "membership", text, why + voted, nodes=(actor,))
    for d in reasons.stayed_outside():
        name = record.roster.label(d.actor)
        chance = f", {told}" if (told := told_against(d)) else ""
        why, short = of(d, reasons.style), f"{name} ({reasons.style.number(d.gain)}{chance})"
        yield _line(d.month, "stays outside", f"{name} does not apply for membership", why, short, nodes=(d.actor,))


_DEALS = {FORMED: ("deal", "sign"), RENEWED: ("renewal", "renew"), LAPSED: ("lapse", "let lapse")}


def _deals(record: Record, reasons: Reasons) -> Iterator[ChronicleLine]:
    """One line a pair, month and action, with all its types (-1: the whole tie)."""
    grouped: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for row in record.tie_log:
        grouped[int(row["month"]), int(row["a"]), int(row["b"]), int(row["action"])].append(int(row["type"]))
    for (month, a, b, action), types in grouped.items():
        kind, verb = _DEALS[action]
        names = ", ".join(TIE_TYPES[k].short if k >= 0 else "their tie" for k in types)
        text = f"{record.roster.label(a)} and {record.roster.label(b)} {verb}: {names}"
        yield _line(month, kind, text, reasons.of_deal(month, a, b, types), nodes=(a, b))


def _refusals(reasons: Reasons) -> Iterator[ChronicleLine]:
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
            yield _refusal(reasons, *pair)
        if rest := len(pairs) - len(news[:MOST_REFUSALS]):
            text = f"{rest} {'more ' if news else ''}talks fail with one side willing"
            yield _line(month, "refusal", text, count=rest)


def _one_sided(first: Decision, second: Decision) -> bool:
    return first.kind != "renew" and first.item == second.item and first.taken != second.taken


def _refusal(reasons: Reasons, first: Decision, second: Decision) -> ChronicleLine:
    willing, unwilling = (first, second) if first.taken else (second, first)
    label = reasons.record.roster.label
    text = f"{label(unwilling.actor)} refuses {label(willing.actor)}: {item_name(unwilling)}"
    nodes = (unwilling.actor, willing.actor)
    return _line(unwilling.month, "refusal", text, of(unwilling, reasons.style), nodes=nodes)


def _casework(record: Record) -> Iterator[ChronicleLine]:
    for course in courses(record):
        if told := _of_case(record, course):
            kind, text, why, short = told
            month = min(int(course.ended), int(record.months[-1]))
            about = course.kind.key if course.state == "finished" else ""
            nodes = tuple(node for node in (course.opener, course.sponsor) if node >= 0)
            said = f"{_case_name(record, course)} {text}"
            yield _line(month, kind, said, Reason(why), short, about=about, nodes=nodes)


def _of_case(record: Record, course: Course) -> tuple[str, str, str, str] | None:
    """Kind of line, what became of the case, why, and its short name; None of a case that is open and in time."""
    if course.cause:
        return "ended", _ended(record, course), "", ""
    if course.state == "withdrawn":
        return "withdrawn", "is withdrawn", "", ""
    if course.late and course.state == "finished" and course.kind.work < SMALL:
        return "late, small", _late(course), "", course.kind.name
    if course.late:
        return "late", _late(course), _late_why(record, course), ""
    if course.state == "finished":
        return "case", f"is finished after {_time(course.months)}", "", _short(record, course)
    return None


def _short(record: Record, course: Course) -> str:
    """A case in a month's summary; of a joint test, what it was about and who took part."""
    is_test = course.kind.key == "joint_test"
    return joint_tests.about(record, course.number) if is_test else course.kind.name


def _case_name(record: Record, course: Course) -> str:
    about = [record.roster.label(course.opener)] if course.opener >= 0 else []
    about += ["simulated"] if course.kind.key == "joint_test" else []  # there are dated ones beside it
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
    """The lines as plain data, without what only helps to choose among them."""
    return [{name: value for name, value in asdict(line).items() if name not in CHOOSE} for line in told]
