"""The seat of the secretariat: what it could decide by itself, what only the members can, and why.

In the model the secretariat has no will and no rule of its own: it works off its queue as its design says. Whoever
takes its seat therefore gets no advice. Which fields of a design are in its hands is our reading (assumed): a
secretariat sets its own ways of working; who hosts, pays, joins and what the network is for are the members' to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.design_records import field_range
from scenarios.schema import Scenario
from scenarios.schema_events import decided_later
from sim.design import FIELD_INDEX, FIELDS, DesignPoint, Field
from sim.errors import InputError
from sim.months import month_index, month_label
from sim.record import Record

GAP_CLOSED = 0.15  # of what is missing of trust, by one dialogue: as in the scenario 'track_two'
OWN = {
    "fast_lane": "Its own procedure: which reports of incidents its duty desk may answer before all have approved.",
    "fast_lane_days": "Its own duty roster: how soon somebody answers.",
    "stage_length_months": "It sets the deadline for a written consent. How many consents are needed, members say.",
    "memory_kept": "Its own files: what is written down for those who come after.",
    "handover_downtime_months": "How a handover is prepared. When the seat changes hands, members say.",
    "industry_friction": "How it deals with firms: one contact, one form, or many.",
    "coupling_overlap": "Working arrangements with other bodies.",
}
MEMBERS = {
    "who holds the seat, the chair or the lead, and for how long": (
        "seat_share", "turn_share", "lead_share", "handovers_per_year", "perceived_neutrality", "host_agenda_pull",
    ),
    "posts, money and who pays": ("staff_fte", "dues_host", "dues_gdp"),
    "what it is there for, and how many must approve": ("mandate_breadth_themes", "approval_stages"),
    "who may come in, and at which terms": (
        "open_to_states", "admission_consent", "admission_tiers", "excludability", "penalty",
    ),
    "immunities, which take a treaty or a law": ("diplomatic_protection",),
    "what nobody can decide, as it follows from people and time": (
        "handover_slowdown", "learning_rate_per_year", "setup_months",
    ),
}  # fmt: skip
NO_RULE = (
    "In this model the secretariat has no rule of its own: it works off its queue as its design says. So there is no "
    "advice here, and if you do nothing, the month goes on as it would."
)


@dataclass(frozen=True)
class Lever:
    """A field in the hands of the secretariat: its value now, and from where to where known designs go."""

    field: Field
    why: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Hands:
    """What the secretariat may do in a month. There is nothing where the design has no posts.

    outsiders : states outside, which it could invite to apply.  states : those with an office, for a dialogue.
    """

    month: int
    levers: tuple[Lever, ...]
    outsiders: tuple[str, ...]
    states: tuple[str, ...]

    def fields(self, values: Mapping[str, float]) -> dict[str, Any]:
        """A choice of new values for its fields; InputError for one that is not in its hands, or out of range."""
        levers = {lever.field.name: lever for lever in self.levers}
        for name, value in values.items():
            if name not in levers:
                allowed = ", ".join(levers) or "nothing: this design has no secretariat"
                raise InputError("not in the hands of a secretariat", key="field", value=name, allowed=allowed)
            lever = levers[name]
            if not lever.low <= value <= lever.high:
                allowed = f"{lever.low:g} to {lever.high:g} ({lever.field.unit}), as known designs have it"
                raise InputError("out of its range", key=name, value=value, allowed=allowed)
        return {"fields": {"date": month_label(self.month), "values": dict(values)}}

    def invite(self, state: str) -> dict[str, Any]:
        """A choice: a state applies, and the members vote on it at once; InputError for one that is in already."""
        if state not in self.outsiders:
            allowed = ", ".join(self.outsiders) or "nobody: all are members"
            raise InputError("nobody to be invited", key="state", value=state, allowed=allowed)
        return {"event": {"date": month_label(self.month), "kind": "admission_vote", "actor": state}}

    def dialogue(self, one: str, other: str) -> dict[str, Any]:
        """A choice: a dialogue of two states; InputError for one without an office, or the same twice."""
        for state in (one, other):
            if state not in self.states or one == other:
                allowed = f"two of {', '.join(self.states)}"
                raise InputError("nobody for a dialogue", key="state", value=state, allowed=allowed)
        event = {"date": month_label(self.month), "kind": "dialogue", "actor": one, "partner": other}
        return {"event": event | {"size": GAP_CLOSED}}


def hands(scenario: Scenario, record: Record, month: int) -> Hands:
    """What the secretariat may do in a month. scenario : that of the session as it is played."""
    point, roster, row = decided(scenario, record, month), record.roster, month - 1 - record.start
    inside, offices = record.states["tier"][row] > 0, record.states["status"][row] > 0
    works = point["staff_fte"] > 0
    levers = tuple(_lever(name, why, point) for name, why in OWN.items()) if works else ()
    outsiders = tuple(a for a, member in zip(roster.aliases, inside, strict=True) if not member) if works else ()
    states = tuple(a for a, office in zip(roster.aliases, offices, strict=True) if office) if works else ()
    return Hands(month, levers, outsiders, states)


def decided(scenario: Scenario, record: Record, month: int) -> DesignPoint:
    """The design that was decided last before a month's end, whether it works already or not."""
    later = [change for change in decided_later(scenario.later, scenario.events) if month_index(change.date) <= month]
    return record.later[len(later) - 1] if later else record.design


def _lever(name: str, why: str, point: DesignPoint) -> Lever:
    field = FIELDS[FIELD_INDEX[name]]
    low, high = field_range(name)
    value = point[name]
    return Lever(field, why, value, min(low, value), max(high, value))
