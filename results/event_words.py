"""The log of events in words: what befell the world, said for people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from results.wording import types_of
from sim.catalogue import CASE_KINDS, CATEGORIES, CAUSES, GOVERNMENTS, TIE_TYPES
from sim.config import EVENT_KINDS
from sim.forced import Forced
from sim.months import month_label
from sim.record import EVENTS, Incident, Record
from sim.rules.incidents import SERIOUS

SCHEDULED = tuple(EVENT_KINDS)


class Forceful(NamedTuple):
    """An act in words, done by force or left by force."""

    yes: str
    no: str


IN_CHAIR = "is in the chair or lead"
DRAWN = " (simulated)"  # of what a run drew, beside dated facts
TOLD = 0.005  # smallest shift of openness that is told
_CHANGES = {
    "elections": "a new government after an election",
    "leadership": "a change of leadership",
    "commission": "a new Commission after the election of the Parliament",
}


def words(record: Record, kind: str, amount: float, actor: int = -1, month: int = -1) -> str:
    """What an event of a kind (``sim.record.EVENTS``) was, with its amount, without who it concerns."""
    number = int(amount)
    if kind == "government":
        return _government(record, actor, amount) + DRAWN
    if kind == "founding":
        return f"{_OFFICES[number]} opens" + ("" if _on_record(record, actor, month, number) else DRAWN)
    if kind in ("policy", "fact"):
        return record.roster.events[number].text
    if kind == "scheduled":
        return _scheduled(SCHEDULED[number], actor)
    if kind == "parameter":
        changed = record.scheduled[number]
        return f"{changed.parameter} is {changed.size:g} from now on"
    if kind == "forced":
        return "by force, " + forced_words(record.forced[number])
    if kind == "case":
        case = record.cases[number]
        return f"{CASE_KINDS[case['kind']].name} finished after {case['finished'] - case['opened']:.1f} months"
    if kind == "project_end":
        case = record.cases[number]
        months = case["withdrawn"] - case["opened"]
        return (
            f"{CASE_KINDS[case['kind']].name} ends without a result after {months:.1f} months: {CAUSES[case['cause']]}"
        )
    if kind == "arrears":
        return "falls behind with its dues" if number else "pays its dues again"
    if kind in ("incident", "response"):
        found = Incident(*record.incidents[number])
        return (_incident if kind == "incident" else _response)(record, found)
    if kind == "design":
        return f"the secretariat works as {_designs(record)[number]}"
    if kind == "handover":
        return f"{IN_CHAIR} from now on" if actor >= 0 else "the lead changes hands"
    if kind == "seat":
        return _SEATS[number]
    if kind == "occasion":
        return _OCCASIONS[number] + DRAWN
    return _PLAIN[kind].format(amount=amount, tier=_TIERS.get(number, ""))


def _scheduled(kind: str, actor: int) -> str:
    """An event of the scenario: its kind, and of a host's exit what it comes to."""
    text = kind.replace("_", " ")
    if kind != "host_exit":
        return text
    done = "nobody holds the secretariat, so that nobody leaves" if actor < 0 else "it leaves and ends its ties"
    return f"{text}: {done}"


def forced_words(decision: Forced) -> str:
    """What an actor does by force, without its partner."""
    act, yes = WORDS_OF_ACTS[decision.act], decision.choice
    return act.yes.format(item=_item(decision)) if yes else act.no.format(item=_item(decision))


def _item(decision: Forced) -> str:
    """What a forced decision is about, with a space before it."""
    if decision.act == "deal":
        names = ", ".join(TIE_TYPES[kind].short for kind in types_of(decision.item)) if decision.item > 0 else ""
        return f" on {names}" if names else ""
    if decision.act in ("share", "pool"):
        return f" {CATEGORIES[decision.item].name}" if decision.item >= 0 else " all that it has"
    return f" as {_TIERS[decision.item]}" if decision.act == "join" and decision.item > 0 else ""


def _government(record: Record, actor: int, shift: float) -> str:
    """The end of a government's term, named for what it is there; a shift of 0 is that of one that stays."""
    regime = GOVERNMENTS[int(record.roster.regime[actor])]
    if shift == 0.0 and regime == "elections":
        return "the government is re-elected"
    moved = f"moves its openness by {shift:+.2f}" if abs(shift) >= TOLD else "leaves its openness as it was"
    return f"{_CHANGES[regime]} {moved}"


def _incident(record: Record, found: Incident) -> str:
    """What an incident was, who knew of it at once, and whether the network took it up."""
    what = f"{'a serious incident' if found.severity >= SERIOUS else 'an incident'} (severity {found.severity:.1f})"
    taken_up = "; the network takes it up" if found.case >= 0 else ""
    if found.knew == 0:
        nobody = "nobody in the network has a channel to it"
        who = "a body that monitors incidents tells of it" + taken_up if taken_up else nobody
        return f"{what}; {who + DRAWN}"
    who = _knowing(record, found)
    by_hand = "; it is not brought to the network" if found.severity >= SERIOUS else "; those who know handle it"
    return f"{what}; {who} at once{taken_up or by_hand}{DRAWN}"


def _knowing(record: Record, found: Incident) -> str:
    """Who in the network knows: 'its home (US) and 3 more offices of the network know'."""
    home, row = record.roster.firm_home[int(found.firm) - record.roster.n_states], int(found.time) - record.start
    at_home = bool(min(record.states["tier"][row, home], record.states["status"][row, home]) > 0)
    others = int(found.knew) - at_home
    offices = f"{others} {'more ' if at_home else ''}office{'s' if others != 1 else ''} of the network"
    parts = [f"its home ({record.roster.label(home)})"] * at_home + [offices] * (others > 0)
    return " and ".join(parts) + (" knows" if found.knew == 1 else " know")


def _response(record: Record, found: Incident) -> str:
    """After how long an incident was answered, and by whom."""
    who = "by members, by hand" if found.days == found.by_hand else "jointly"
    days = f"{found.days:.0f} day{'' if round(found.days) == 1 else 's'}"
    return f"its incident of {month_label(int(found.time))} is answered {who}, after {days}"


def _on_record(record: Record, actor: int, month: int, status: int) -> bool:
    """Whether an office opened in the month that the roster gives."""
    dates = record.roster.acting_from if status == 1 else record.roster.founded
    return actor >= 0 and bool(dates[actor] == month)


_TIERS = {1: "a full member", 2: "a partner"}
_OFFICES = {1: "an acting office", 2: "an institute"}
_SEATS = (
    "has the seat but is no full member: the seat's powers pass to those who lead",
    "is a full member and has the powers of its seat",
)
WORDS_OF_ACTS = {
    "join": Forceful("wants to be in the network{item}", "wants to be outside the network"),
    "consent": Forceful("votes for letting it in", "votes against letting it in"),
    "deal": Forceful("signs a memorandum{item}", "refuses a memorandum"),
    "renew": Forceful("keeps their tie at the end of its term", "ends their tie"),
    "share": Forceful("shares{item}", "withholds{item}"),
    "pool": Forceful("gives{item} to the network", "withholds{item} from the network"),
    "pace": Forceful("develops safely", "races"),
}
_OCCASIONS = ("the yearly AI summit", "the network's yearly plenary")  # its meetings are cases of the secretariat
_PLAIN = {
    "dialogue": "a Track-II dialogue" + DRAWN,
    "export_control": "new export controls" + DRAWN,
    "apply": "applies to join",
    "withdraw": "withdraws its application",
    "refuse": "does not join",
    "reject": "its application is rejected, {amount:.0%} of the members consent",
    "join": "joins the network as {tier}",
    "tier": "becomes {tier}",
    "leave": "leaves the network",
    "passed_on": "has left, and its part of the chair or lead passes to others ({amount:.1%} of all powers)",
    "openness": "its openness moves by {amount:+.2f}" + DRAWN,
}


def _designs(record: Record) -> list[str]:
    """Names of the designs of a run, by row."""
    first = record.baseline.name if record.baseline is not None else ""
    return [first, record.design.name, *(design.name for design in record.later)]


def named(record: Record) -> list[tuple[int, str, int, int, float, str]]:
    """Every event: month, kind, actor, partner, amount, words; a design that was in force already is none."""
    names = _designs(record)
    rows = [
        row for row in record.events.tolist()
        if EVENTS[row[1]] != "design" or int(row[4]) == 0 or names[int(row[4])] != names[int(row[4]) - 1]
    ]  # fmt: skip
    return [
        (month, EVENTS[k], a, b, amount, words(record, EVENTS[k], amount, a, month)) for month, k, a, b, amount in rows
    ]


def first_seat(record: Record, month: int) -> str:
    """Who holds the secretariat in the month from which a design works, after the words for it; '' unless it is one.

    A handover is an event of its own, but the first chair, lead or host comes with the design.
    """
    holders = np.flatnonzero(record.host[month - record.start] > 0)
    return f"; {record.roster.label(int(holders[0]))} {IN_CHAIR}" if len(holders) == 1 else ""


def stage(record: Record, kind: str, amount: float) -> str:
    """Of an incident whether it is 'serious', of an answer whether it is given 'jointly'; '' of all else."""
    if kind not in ("incident", "response"):
        return ""
    found = Incident(*record.incidents[int(amount)])
    if kind == "incident":
        return "serious" if found.severity >= SERIOUS else ""
    return "jointly" if found.days != found.by_hand else ""
