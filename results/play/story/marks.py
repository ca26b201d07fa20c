"""What is marked on the time axis: the decision, designs that come into force, serious incidents, choices."""

from __future__ import annotations

from dataclasses import dataclass

from results import event_words
from results.brief.names import name
from results.play.choice_words import what, whose
from results.play.story.told import named_designs
from scenarios.session.log import Log
from sim.months import month_index, month_label
from sim.record import Incident, Record
from sim.rules.incidents import SERIOUS

DECIDED, DESIGN, INCIDENT, CHOICE = "decided", "design", "incident", "choice"


@dataclass(frozen=True)
class Mark:
    """One mark. ``sign`` : what stands on the axis.  ``planned`` : a choice of a month that is not played yet."""

    month: int
    kind: str
    sign: str
    text: str
    planned: bool = False

    @property
    def label(self) -> str:
        """'YYYY-MM'."""
        return month_label(self.month)


def marks_of(log: Log, record: Record, until: int) -> list[Mark]:
    """All marks before the month ``until`` (index), and the choices of later months, which are known, in order.

    Choices are numbered in their order, as they stand on the axis.
    """
    found = [*_designs(record, until), *_incidents(log, record, until), *_choices(log, record, until)]
    return sorted(found, key=lambda mark: mark.month)


def _designs(record: Record, until: int) -> list[Mark]:
    marks = [
        Mark(record.adopted, DECIDED, "D", f"the network decides on {name(record.design.name, record.roster).long}")
    ]
    for month, kind, _, _, _, text in event_words.named(record):
        if kind == "design":
            said = named_designs(text, record) + event_words.first_seat(record, month)
            marks.append(Mark(month, DESIGN, "W", said))
    return [mark for mark in marks if mark.month < until]


def _incidents(log: Log, record: Record, until: int) -> list[Mark]:
    """Serious incidents; a filled sign is one that was chosen, a hollow one is simulated."""
    events = [choice.event for choice in log.choices if choice.event is not None and choice.event.kind == "incident"]
    label = lambda actor: record.roster.label(record.roster.find(actor))  # noqa: E731
    chosen = {(month_index(event.date), label(event.actor)) for event in events}
    marks = []
    for row in record.incidents.tolist():
        found = Incident(*row)
        if found.severity >= SERIOUS and found.time < until:
            at = record.roster.label(int(found.firm))
            basis = "chosen" if (int(found.time), at) in chosen else "simulated"
            text = f"{basis}: a serious incident at {at}, of severity {found.severity:.1f}"
            marks.append(Mark(int(found.time), INCIDENT, "▲" if basis == "chosen" else "△", text))
    return marks


def _choices(log: Log, record: Record, until: int) -> list[Mark]:
    return [
        Mark(
            choice.month,
            CHOICE,
            str(k),
            f"choice, {whose(choice, record.roster)}: {what(choice, record.roster)}",
            choice.month >= until,
        )
        for k, choice in enumerate(log.choices, 1)
    ]
