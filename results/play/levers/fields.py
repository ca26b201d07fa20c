"""Levers of the secretariat: the fields of a design in groups, with what each gives and costs, and the presets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from results.brief.names import name
from results.numbers import is_share, two
from results.search.fields import fields as gains_and_costs
from scenarios.design_records import design_records, field_range
from scenarios.designs import list_designs
from scenarios.rosters import load_roster
from scenarios.schema_events import decided_later
from scenarios.session.log import Log
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS, DesignPoint
from sim.errors import InputError
from sim.months import month_index
from sim.record import Record

# What the fields are about. The first ones move the most main outcomes, and the furthest, between the ends of what the
# presets have, in 64 futures of two scenarios under three designs; the penalty would, but no preset has one.
FIRST = "What moves most"
GROUPS: dict[str, tuple[str, ...]] = {
    FIRST: ("staff_fte", "open_to_states", "handovers_per_year", "dues_host", "setup_months"),
    "Incidents and approvals": ("fast_lane", "fast_lane_days", "approval_stages", "stage_length_months"),
    "Who holds it": ("seat_share", "turn_share", "lead_share", "host_agenda_pull", "perceived_neutrality"),
    "Handovers and memory": (
        "handover_downtime_months", "handover_slowdown", "memory_kept", "learning_rate_per_year",
    ),
    "Mandate and other bodies": ("mandate_breadth_themes", "coupling_overlap"),
    "Who comes in, and what membership gives": ("admission_consent", "admission_tiers", "excludability", "penalty"),
    "Dues": ("dues_gdp",),
    "Firms and secrets": ("industry_friction", "diplomatic_protection"),
}  # fmt: skip
TITLES = {
    "seat_share": "Share that the host country holds",
    "turn_share": "Share that goes round with the chair",
    "lead_share": "Share that the most capable members hold",
    "handovers_per_year": "Handovers",
    "staff_fte": "Posts",
    "handover_downtime_months": "Time slowed after a handover",
    "handover_slowdown": "Output kept in that time",
    "memory_kept": "Memory kept at a handover",
    "learning_rate_per_year": "Speed gained by experience",
    "host_agenda_pull": "Pull of the hosts on the agenda",
    "perceived_neutrality": "How neutral the seat seems",
    "approval_stages": "Approvals that a text needs",
    "stage_length_months": "Time for one approval",
    "fast_lane": "Incidents in the fast lane",
    "fast_lane_days": "Time to a response there",
    "mandate_breadth_themes": "Breadth of the mandate",
    "industry_friction": "Friction for firms",
    "diplomatic_protection": "Share of leaks that is stopped",
    "open_to_states": "States without an office that may apply",
    "admission_consent": "Members that must consent to a new one",
    "admission_tiers": "Tiers of membership",
    "dues_host": "Share of the cost that the host pays",
    "dues_gdp": "Share of the cost that follows GDP",
    "coupling_overlap": "Work tied to other bodies",
    "excludability": "Output that only members enjoy",
    "penalty": "Cost of staying outside",
    "setup_months": "Time to set it up",
}
UNITS = {"1/year": "a year", "index 0-1": "on a scale from 0 to 1", "share": "%"}
# Shares of one whole: where one rises, the others give way.
WHOLES = (("seat_share", "turn_share", "lead_share"), ("dues_host", "dues_gdp"))
_STEPS = 100  # of a slider, about
_WHOLE_STEPS = ("approval_stages", "admission_tiers", "mandate_breadth_themes")


@dataclass(frozen=True)
class Preset:
    """What a preset has in a field: its central value and range, and what they rest on."""

    title: str
    central: float
    low: float
    high: float
    status: str


@dataclass(frozen=True)
class FieldLever:
    """One field of a design as a lever.

    title : in a few words.  meaning, unit, low, high : of the field (``sim.design.FIELDS``).  scale : what a number
    is multiplied by where it is shown, 100 for shares, which are in per cent.
    used : from the lowest to the highest value of any preset.  step : of its slider.
    gain, cost : what more of it gives and costs in the model.  evidence : ids of claims.
    """

    name: str
    title: str
    meaning: str
    unit: str
    low: float
    high: float
    used: tuple[float, float]
    step: float
    gain: str
    cost: str
    evidence: tuple[str, ...]
    presets: tuple[Preset, ...]

    @property
    def scale(self) -> float:
        """What a number is multiplied by where it is shown."""
        return 100.0 if is_share(self.unit) else 1.0

    @property
    def unit_words(self) -> str:
        """The unit as it stands behind a number: '%', 'full-time posts', 'a year'."""
        return UNITS.get(self.unit, self.unit)

    def told(self, value: float) -> str:
        """A value with its unit: '12 full-time posts', '50%'."""
        text = f"{two(self.scale * value)} {self.unit_words}"
        return text.replace(" %", "%")


@cache
def field_levers() -> dict[str, FieldLever]:
    """All fields by name."""
    told = {one.field: one for one in gains_and_costs()}
    titles = {info.preset: _title(info.text) for info in list_designs()}
    found = {}
    for field in FIELDS:
        presets = tuple(
            Preset(titles[row.preset], row.central, row.low, row.high, row.status)
            for row in design_records()
            if row.field == field.name
        )
        found[field.name] = FieldLever(
            field.name, TITLES[field.name], field.meaning, field.unit, float(field.low), float(field.high),
            field_range(field.name), _step(field.name), told[field.name].gain, told[field.name].cost, field.evidence,
            presets,
        )  # fmt: skip
    return found


def field_lever(field: str) -> FieldLever:
    """One field; InputError with the nearest name if there is none."""
    if field not in FIELD_INDEX:
        raise InputError("no such lever", key="field", value=field, allowed=", ".join(FIELD_NAMES), choices=FIELD_NAMES)
    return field_levers()[field]


def _title(text: str) -> str:
    """'Fixed secretariat' for 'static:<host>': the short name of a kind of design, whoever is its host."""
    kind, _, host = text.partition(":")
    if host != "<host>":
        return name(text, load_roster("teaching")).short
    return {"static": "Fixed in one country", "chair": "Fixed, with a rotating chair"}[kind]


def _step(field: str) -> float:
    """A round step, about a hundredth of the range that is used."""
    if field in _WHOLE_STEPS:
        return 1.0
    low, high = slider_range(field)
    return float(10 ** math.floor(math.log10((high - low) / _STEPS * 2)))


def slider_range(field: str) -> tuple[float, float]:
    """What the slider offers: all that any preset reaches; for shares, and what is counted, all that is admissible."""
    record = FIELDS[FIELD_INDEX[field]]
    if record.high <= 1 or field in _WHOLE_STEPS:
        return float(record.low), float(record.high)
    return float(record.low), min(float(record.high), 10.0 * math.ceil(field_range(field)[1] / 10))


# ---- as things stand -------------------------------------------------------------------------------------------------
def in_force(record: Record, log: Log, month: int) -> DesignPoint:
    """The design that was decided last until a month, with the values that it has in this run."""
    played = log.played()
    decided = decided_later(played.later, played.events)
    later = sum(month_index(change.date) <= month for change in decided)
    return record.later[later - 1] if later else record.design


def fitting(values: Mapping[str, float], field: str, value: float) -> dict[str, float]:
    """The values that are set if a field gets one: shares of one whole are set together, and give way in proportion.

    values : of all fields, as they stand.
    """
    changes = {field: value}
    for whole in WHOLES:
        others = [other for other in whole if other != field and values[other] > 0]
        rest = sum(values[other] for other in others)
        if field in whole and others:
            part = min(1.0, max(0.0, 1.0 - value) / rest)
            changes |= {other: math.floor(1e9 * values[other] * part) / 1e9 for other in others}
    return changes


def has_seat(point: DesignPoint) -> bool:
    """Whether the design has a seat in a country, which alone can hold a share of the powers."""
    return bool(point.seat.sum() > 0)
