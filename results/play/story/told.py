"""The chronicle of a session in words: what is on record, what is simulated, what was chosen; month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from results import chronicle
from results.brief.names import name
from results.chronicle import FACTS, ChronicleLine
from results.chronicle_text import SUMMED
from results.event_words import DRAWN
from results.play.choice_words import what, whose
from scenarios.session.choices import Choice
from scenarios.session.log import Log
from sim.months import month_label
from sim.record import Record

RECORD, SIMULATED, YOU, CHOSEN, SCENARIO = "on record", "simulated", "you", "chosen", "scenario"
SIGNS = {RECORD: "■", SIMULATED: "○", YOU: "►", CHOSEN: "►", SCENARIO: "□"}
MEANING = {
    RECORD: "a dated fact, with a source in the data",
    SIMULATED: "what this run of the model makes of it",
    YOU: "what you have chosen",
    CHOSEN: "what somebody else at the table has chosen",
    SCENARIO: "what the scenario sets",
}
# Groups of kinds of line that a reader can choose among, in the order in which a month is told.
GROUPS = {
    "choices": ("choice",),
    "secretariat": ("design", "handover", "seat", "passed_on", "arrears", "occasion"),
    "membership": ("membership", "apply", "withdraw", "reject", "stays outside"),
    "incidents": ("incident", "response"),
    "the world": ("fact", "policy", "government", "founding", "openness", "dialogue", "export_control", "scheduled",
                  "parameter", "forced"),
    "deals": ("deal", "lapse"),
    "renewals": ("renewal",),
    "refusals": ("refusal",),
    "casework": ("case", "ended", "withdrawn", "late", "late, small"),
}  # fmt: skip
OPENNESS = " (to cooperation: 0.1 is closed, 1.8 open)"
QUIET = ("renewals", "refusals", "casework")  # that a reader asks for: they are many, and say little each
_GROUP = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
_RANK = {group: k for k, group in enumerate(GROUPS)}
_EVENTS = ("scheduled", "parameter", "forced")


@dataclass(frozen=True)
class Told:
    """One line. ``basis`` : what it rests on, a key of ``SIGNS``.  group : a key of ``GROUPS``.

    nodes : who is concerned.  why : the decision's reasons, '' where none is kept.
    source : of what is on record, as the data have it; '' where they have none.
    """

    month: int
    group: str
    basis: str
    text: str
    why: str = ""
    nodes: tuple[int, ...] = ()
    source: str = ""

    @property
    def label(self) -> str:
        """'YYYY-MM'."""
        return month_label(self.month)

    @property
    def sign(self) -> str:
        """The sign of what it rests on."""
        return SIGNS[self.basis]


def told_of(log: Log, record: Record, seat: str = "") -> list[Told]:
    """The whole run in words, in order of months: show of it what is played.

    seat : whose choices are 'yours' beside those that anybody could make.  Reasons and refusals are there where the
    record holds the decisions.
    """
    lines = list(_summed(chronicle.lines(record)))
    names = [record.roster.label(node) for node in range(len(record.ties_end))]
    set_by = {event.month for event in record.scheduled[: len(log.base().events)]}
    told = [_told(line, record, names, set_by) for line in _without_choices(lines, log, record)]
    told += [_choice(choice, record, seat) for choice in log.choices]
    return sorted(told, key=lambda one: (one.month, _RANK[one.group]))


def only(told: Iterable[Told], until: int, node: int = -1, groups: Sequence[str] = tuple(GROUPS)) -> list[Told]:
    """Those before the month ``until`` (index) that concern an actor (-1: any) and belong to one of the groups."""
    return [
        one for one in told
        if one.month < until and one.group in groups and (node < 0 or node in one.nodes)
    ]  # fmt: skip


def before_play(told: Sequence[Told], first: int) -> str:
    """What the months before the first that is played (index) rest on; '' where there are none."""
    early = [one for one in told if one.month < first]
    if not early:
        return ""
    facts = [one.label for one in early if one.basis == RECORD]
    known = f"On record ({SIGNS[RECORD]}): dated facts of {facts[0]} to {facts[-1]}. " if facts else ""
    return (
        f"Before {month_label(first)} nobody has played. {known}What is called simulated ({SIGNS[SIMULATED]}) has not "
        "happened: here too the model adds deals, casework, incidents and acts of governments, as the data do not have "
        "every month."
    )


def headline(told: Sequence[Told], month: int) -> str:
    """What a month brought, in a sentence for those who listen."""
    own = [one for one in told if one.month == month and one.group not in QUIET]
    if not own:
        return f"{month_label(month)}: nothing of note."
    rest = len(own) - 1
    more = f" And {rest} more line{'' if rest == 1 else 's'} in the chronicle." if rest else ""
    return f"{month_label(month)}: {own[0].text}.{more}"


def named_designs(text: str, record: Record) -> str:
    """Words about a design that comes into force, with its plain name: 'a secretariat at the OECD'."""
    designs = sorted({design.name for design in (record.design, *record.later)}, key=len, reverse=True)
    found = next((design for design in designs if f" {design}" in text), None)
    return text if found is None else text.replace(found, name(found, record.roster).long, 1)


# ---- from lines ----------
def _summed(lines: Iterable[ChronicleLine]) -> Iterable[ChronicleLine]:
    """The lines, those of a kind that is told in one sentence a month put into one."""
    for (_, kind), group in groupby(lines, key=lambda line: (line.month, line.kind)):
        own = list(group)
        if kind not in SUMMED:
            yield from own
            continue
        counts = Counter(line.short for line in own)
        said = ", ".join(short + (f" x {n}" if n > 1 else "") for short, n in counts.items())
        nodes = tuple(dict.fromkeys(node for line in own for node in line.nodes))
        yield replace(own[0], text=f"{SUMMED[kind]}: {said}", why="", nodes=nodes)


def _told(line: ChronicleLine, record: Record, names: Sequence[str], set_by: set[int]) -> Told:
    """A line with what it rests on; where it says so itself, that is left out of its words.

    names : of the nodes.  set_by : months in which the scenario itself sets something.
    """
    drawn = line.text.endswith(DRAWN)
    nodes = {node for node in line.nodes if node >= 0}
    basis = SIMULATED
    if line.kind in FACTS or (line.kind == "founding" and not drawn):
        basis = RECORD
        nodes |= {node for node, label in enumerate(names) if label in line.text.replace(",", " ").split()}
    elif line.kind in _EVENTS and line.month in set_by:
        basis = SCENARIO
    text = line.text.removesuffix(DRAWN) if drawn else line.text
    text = named_designs(text, record) if line.kind == "design" else text
    text = text.replace(": their tie", " their tie")  # of a renewal: all of it, and no list of types
    text += OPENNESS if "openness" in text else ""
    group, source = _GROUP.get(line.kind, "the world"), _source(line, record)
    return Told(line.month, group, basis, text, line.why, tuple(sorted(nodes)), source)


def _source(line: ChronicleLine, record: Record) -> str:
    """Where a dated fact was read; '' of anything else."""
    if line.kind not in FACTS:
        return ""
    return next((one.source for one in record.roster.events if one.month == line.month and one.text in line.text), "")


# ---- choices ----------
def _choice(choice: Choice, record: Record, seat: str) -> Told:
    """A choice, as what somebody chose."""
    mine = choice.by in ("", seat)
    who = "You" if mine else whose(choice, record.roster)
    nodes = {record.roster.find(who) for who in _named(choice)}
    return Told(
        choice.month,
        "choices",
        YOU if mine else CHOSEN,
        f"{who}: {what(choice, record.roster)}",
        "",
        tuple(sorted(nodes)),
    )


def _named(choice: Choice) -> list[str]:
    """Names of the actors that a choice is about."""
    about = choice.event or choice.decision
    return [who for who in (getattr(about, "actor", ""), getattr(about, "partner", "")) if who]


def _without_choices(lines: list[ChronicleLine], log: Log, record: Record) -> list[ChronicleLine]:
    """The lines without those that tell of a choice as of an event: the choice is told itself."""
    chosen = Counter((choice.month, _first(choice, record)) for choice in log.choices if _is_event(choice))
    kept = []
    for line in lines:
        key = (line.month, line.nodes[0] if line.nodes else -1)
        if line.kind in _EVENTS and chosen[key] > 0:
            chosen[key] -= 1
        else:
            kept.append(line)
    return kept


def _is_event(choice: Choice) -> bool:
    return choice.event is not None or choice.decision is not None


def _first(choice: Choice, record: Record) -> int:
    """The actor that a choice is about first, -1 without one."""
    about = choice.event or choice.decision
    who = getattr(about, "actor", "")
    return record.roster.find(who) if who else -1
