"""Where two runs on the same draws part, and why: 'here they part, because ...', from the log of events.

Runs are called by their places, 'A' and 'B'. Nothing but the cause of the parting, which is a choice or a design that
works, makes two runs differ: all draws are keyed, so that what follows follows from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from results.brief.months import in_words
from results.brief.names import Name, name
from results.chronicle import ChronicleLine, lines
from results.hosting import in_force
from results.numbers import listing, two_digits
from results.play.choice_words import what
from results.play.first_difference import events_of, first_difference
from scenarios.session.log import Log
from sim.design import FIELD_INDEX, FIELDS, DesignPoint
from sim.months import month_label
from sim.record import EVENT_CODES, Record

DESIGN, CHOICE, EVENT, NUMBER = "design", "choice", "event", "number"  # what parts them
CHOSEN = ("scheduled", "parameter", "forced")  # kinds of line that only a choice brings into one of two runs
A_AND_B = ("A", "B")
_SETUP = FIELD_INDEX["setup_months"]  # over when a design works
_MOST_FIELDS = 3  # of two designs, told where their names do not say what is different


@dataclass(frozen=True)
class Parting:
    """Where two runs part.

    month : the first in which anything differs (index).  kind : 'design', 'choice', 'event' or 'number'.
    because : why, as the end of a sentence.  text : the sentence.
    """

    month: int
    kind: str
    because: str
    text: str

    @property
    def label(self) -> str:
        """The month as 'YYYY-MM'."""
        return month_label(self.month)


class Chronicled:
    """A run and its chronicle, which is made once. log : its session, for the words of choices."""

    def __init__(self, record: Record, log: Log | None = None) -> None:
        self.record, self.log = record, log
        self.lines: list[ChronicleLine] = lines(record)

    def before(self, month: int) -> list[ChronicleLine]:
        """The lines of all months before one."""
        return [line for line in self.lines if line.month < month]


def parting(one: Chronicled, other: Chronicled, names: Sequence[str] = A_AND_B) -> Parting | None:
    """Where and why two runs part; None if they are equal throughout. InputError if they are not on the same draws.

    names : what the runs are called.
    """
    month = first_difference(one.record, other.record)
    if month is None:
        return None
    kind, because = _cause(one, other, month, names)
    text = f"{listing(names)} part in {in_words(month_label(month))}, because {because}."
    return Parting(month, kind, because, text)


def _cause(one: Chronicled, other: Chronicled, month: int, names: Sequence[str]) -> tuple[str, str]:
    """What comes first in the month of the parting that only one of the runs has, and its kind."""
    own = [of_one_only(a, b, month) for a, b in ((one, other), (other, one))]
    forced = [[line.text for line in told if line.kind in CHOSEN] for told in own]
    if any(forced):
        chosen = [_choices(a, b, month) for a, b in ((one, other), (other, one))]
        return CHOICE, _in_each(chosen if any(chosen) else forced, names, "it was chosen")
    works = [_design_works(told.record, month) for told in (one, other)]
    if works[0] != works[1]:
        return DESIGN, _designs(one.record, other.record, month, [bool(told) for told in works], names)
    if any(own):
        return EVENT, _in_each([[line.text for line in told[:1]] for told in own], names)
    return NUMBER, f"{_numbers(one.record, other.record, month)} is no longer the same"


def of_one_only(one: Chronicled, other: Chronicled, month: int) -> list[ChronicleLine]:
    """The lines of the chronicle of a month that only the first of two runs has, in their order."""
    theirs = [(line.kind, line.text) for line in other.lines if line.month == month]
    mine = [line for line in one.lines if line.month == month]
    return [line for line in mine if (line.kind, line.text) not in theirs]


def _choices(one: Chronicled, other: Chronicled, month: int) -> list[str]:
    """The choices of a month in words that only the session of the first run has: events and decisions."""
    if one.log is None or other.log is None:
        return []
    theirs = [choice.model_copy(update={"number": 1}) for choice in other.log.choices]
    mine = [own for own in one.log.choices if own.month == month and (own.event or own.decision)]
    roster = one.record.roster
    return [what(choice, roster) for choice in mine if choice.model_copy(update={"number": 1}) not in theirs]


def _in_each(told: Sequence[Sequence[str]], names: Sequence[str], what: str = "there is") -> str:
    """'in A there is: OpenAI: incident; and in B not': what each run has that the other has not."""
    said = [listing(each) for each in told]
    if all(said):
        return f"in {names[0]} {what}: {said[0]}; and in {names[1]}: {said[1]}"
    here, there = (0, 1) if said[0] else (1, 0)
    return f"in {names[here]} {what}, and not in {names[there]}: {said[here]}"


# ---- designs ---------------------------------------------------------------------------------------------------------
def _design_works(record: Record, month: int) -> list[tuple[object, ...]]:
    """The events of designs that come into force in a month."""
    code = EVENT_CODES["design"]
    return [event for event in events_of(record) if event[0] == month and event[1] == code]


def _designs(one: Record, other: Record, month: int, anew: Sequence[bool], names: Sequence[str]) -> str:
    """What each run's secretariat is from a month on."""
    points = [in_force(one, month), in_force(other, month)]
    has = [name(point.name, one.roster) for point in points]
    if all(anew):
        told = f"from then on {names[0]} has {has[0].long}, and {names[1]} has {has[1].long}"
    else:
        new, old = (0, 1) if anew[0] else (1, 0)
        if has[new].design == has[old].design:
            held = has[new].definite
            return f"in {names[new]} {held} begins anew, and in {names[old]} {held} from before the decision goes on"
        told = f"from then on {names[new]} has {has[new].long}, while {names[old]} still has {has[old].long}"
    return told + _how_they_differ(points, has, names)


def _how_they_differ(points: Sequence[DesignPoint], has: Sequence[Name], names: Sequence[str]) -> str:
    """What two designs have otherwise, where their names do not say it; '' where they do."""
    if not any(one.vague for one in has):
        return ""
    differ = [k for k in range(len(FIELDS)) if points[0].values[k] != points[1].values[k] and k != _SETUP]
    told = [
        f"{FIELDS[k].meaning} ({two_digits(points[0].values[k])} in {names[0]}, "
        f"{two_digits(points[1].values[k])} in {names[1]}; {FIELDS[k].unit})"
        for k in differ[:_MOST_FIELDS]
    ]
    more = f" and {len(differ) - _MOST_FIELDS} more" if len(differ) > _MOST_FIELDS else ""
    return f": what is different is {listing(told)}{more}" if told else ""


def _numbers(one: Record, other: Record, month: int) -> str:
    """The first number of a month that differs, by its name."""
    row = month - one.start
    differ = [key for key, values in one.series.items() if values[row] != other.series[key][row]]
    return differ[0].replace("_", " ") if differ else "what an actor decides"
