"""What the pages of a session are filled with: computed from the roster and from the model's own play."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from jinja2 import Environment, StrictUndefined

from entente.browser.kit.sessions import Card, Session, common, session
from results.brief.months import in_words
from results.brief.names import name
from results.chronicle import ChronicleLine
from results.evidence import Claim, lookup
from results.numbers import listing, number
from results.page.glossary import Term
from results.play.choice_words import node_name
from results.play.debrief.changed import Change, change_between
from results.play.glossary import terms
from results.play.kit.aims import Aim, aim
from results.play.kit.moments import WANTED, Moment, moments, told_moments
from results.play.kit.roles import Role, role
from results.play.levers.fields import GROUPS, TITLES
from results.play.levers.table import LEVERS
from results.play.progress import Tick, silent
from results.play.runs import cut, run_of
from scenarios.posterior import CALIBRATED, status
from scenarios.schema_events import Event
from scenarios.session.plan import roster_of
from scenarios.session.replay import record_of
from sim.design import FIELD_INDEX, FIELDS
from sim.months import month_index, month_label
from sim.parameters import ALL
from sim.record import Record
from sim.roster import Roster


@dataclass(frozen=True)
class Start:
    """A way to start a session: what it is called, and its address."""

    title: str
    address: str


@dataclass(frozen=True)
class Handout:
    """One page for one seat."""

    role: Role
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class Stop:
    """A month at which the teacher stops: what to say, and what the model has done by itself since the last stop."""

    month: str
    say: str
    since: tuple[ChronicleLine, ...]


@dataclass(frozen=True)
class Played:
    """A card, and what it changes in the model's own play until the end of the session."""

    card: Card
    how: str
    change: Change
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Filled:
    """A session with all that its pages say."""

    session: Session
    scenario: str
    designs: dict[str, str]
    first: str
    last: str
    starts: tuple[Start, ...]
    stops: tuple[Stop, ...]
    rest: tuple[ChronicleLine, ...]
    cards: tuple[Played, ...]
    handouts: tuple[Handout, ...]
    moments: tuple[Moment, ...]
    wanted: tuple[str, ...]
    is_one: tuple[str, ...]
    is_not: tuple[str, ...]
    words: tuple[Term, ...]
    claims: tuple[Claim, ...]


_FILLED: dict[str, Filled] = {}


def filled(minutes: str, tick: Tick = silent) -> Filled:
    """A session of so many minutes, filled in; InputError if there is none. The same for everybody: computed once."""
    if minutes not in _FILLED:
        _FILLED[minutes] = _filled(session(minutes), tick)
    return _FILLED[minutes]


def _filled(one: Session, tick: Tick) -> Filled:
    """The model plays the session by itself, and once more with each card; ``tick`` is told how many are done."""
    tick(0, 1 + len(one.cards))
    told = record_of(one.log(), decisions=True)
    tick(1, 1 + len(one.cards))
    end = told.adopted + one.months
    shared = common()
    facts = _facts(one, told.roster)
    stops = _stops(one, told, end)
    return Filled(
        session=one,
        scenario=one.log().base().title,
        designs={design: name(design, told.roster).long for design in one.designs},
        first=in_words(month_label(told.adopted)), last=in_words(month_label(end - 1)),
        starts=tuple(_starts(one, told.roster)),
        stops=tuple(stops),
        rest=tuple(told_moments(told, month_index(stops[-1].month), end)),
        cards=tuple(_cards(one, end, tick)),
        handouts=tuple(_handout(told, seat.actor, seat.aims, end) for seat in one.seats),
        moments=tuple(moments(told, one.months)),
        wanted=tuple(WANTED[kind] for kind in one.wanted),
        is_one=tuple(fill(text, facts) for text in shared.model.is_one),
        is_not=tuple(fill(text, facts) for text in shared.model.is_not),
        words=terms(),
        claims=tuple(_claims(one)),
    )  # fmt: skip


def fill(text: str, facts: dict[str, int]) -> str:
    """A text with its numbers."""
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(text).render(facts)


def _facts(one: Session, roster: Roster) -> dict[str, int]:
    """Numbers that the texts name."""
    behaviour = one.log().base().prior != "ranges"
    found = [status(parameter, behaviour) for parameter in ALL]
    return {
        "states": roster.n_states,
        "firms": roster.n_firms,
        "pairs": len({frozenset((tie.a, tie.b)) for tie in roster.ties}),
        "parameters": len(found),
        "sourced": found.count("sourced"),
        "calibrated": found.count(CALIBRATED),
        "assumed": found.count("assumed"),
    }


def _starts(one: Session, roster: Roster) -> Iterable[Start]:
    """The very session: at one screen, and as a room where it has a clock."""
    for design in one.designs:
        what = {"scenario": one.scenario, "design": design, "seed": one.seed}
        called = f" with {name(design, roster).long}" if one.others else ""
        if one.clock:
            seats = ",".join(seat.actor for seat in one.seats)
            room = what | {"seats": seats, "minutes": f"{one.clock:g}", "kit": one.minutes}
            yield Start(f"Open a room{called}", "/room/new?" + urlencode(room))
        yield Start(f"{'Play on one screen' if one.clock else 'Start this session'}{called}", "/new?" + urlencode(what))


def _stops(one: Session, told: Record, end: int) -> list[Stop]:
    found, before = [], told.adopted
    for prompt in one.prompts:
        month = month_index(prompt.month)
        found.append(Stop(prompt.month, prompt.say, tuple(told_moments(told, before, month))))
        before = month
    return found


def _cards(one: Session, end: int, tick: Tick) -> Iterable[Played]:
    """Each card alone, in the model's own play of the first design."""
    without = run_of(cut(one.log(), end))
    roster = roster_of(one.log().base())
    for done, card in enumerate(one.cards, 2):
        log = one.log().with_choice(**card.choice())
        change = change_between(run_of(cut(log, end)), without, roster)
        tick(done, 1 + len(one.cards))
        yield Played(card, _how(card, roster), change, tuple(lookup(card.evidence)))


def _how(card: Card, roster: Roster) -> str:
    """Which lever it is, in the words that stand on the page."""
    if card.fields is not None:
        group = next(group for group, fields in GROUPS.items() if set(card.fields) <= set(fields))
        given = listing(f"'{TITLES[field]}' to {number(value, _unit(field))}" for field, value in card.fields.items())
        return f"Levers, the secretariat, '{group}': set {given}."
    event = Event.model_validate({**card.choice()["event"]})
    lever = next(lever for lever in LEVERS if lever.kind == event.kind)
    who = [f"{role.lower()}: {node_name(roster, roster.find(named))}" for role, named in
           ((lever.actor, event.actor), (lever.partner, event.partner)) if role and named]  # fmt: skip
    size = [f"{lever.size.name.lower()}: {event.size:g}"] if lever.size is not None else []
    return f"Levers, the world, '{lever.group}': '{lever.title}'" + "".join(f"; {part}" for part in (*who, *size)) + "."


def _unit(field: str) -> str:
    return FIELDS[FIELD_INDEX[field]].unit


def _handout(told: Record, actor: str, aims: tuple[str, ...], end: int) -> Handout:
    node = told.roster.find(actor)
    return Handout(role(told, node, end), tuple(aim(told, node, one, end) for one in aims))


def _claims(one: Session) -> list[Claim]:
    """All claims that the cards, questions and answers of a session cite, in the order in which they come."""
    cited = [*(card.evidence for card in one.cards), *(question.evidence for question in one.questions),
             *(answer.evidence for answer in common().answers)]  # fmt: skip
    return lookup(dict.fromkeys(key for keys in cited for key in keys))
