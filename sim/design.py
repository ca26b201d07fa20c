"""A secretariat design is a point: numbers for a fixed list of fields, and a vector of seats. No design has a code.

The engines read only these numbers, so that any mix of two designs is a design too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np


@dataclass(frozen=True)
class Field:
    """One lever of a design: name, position's name in the rules, unit, admissible range and what it does."""

    name: str
    position: str
    unit: str
    low: float
    high: float
    meaning: str
    evidence: tuple[str, ...]


FIELDS = (
    Field("seat_share", "SEAT_SHARE", "share", 0, 1, "share of the secretariat's powers that stays with the seat's host country", ("W5", "W7")),
    Field("turn_share", "TURN_SHARE", "share", 0, 1, "share of the secretariat's powers that passes from member to member in turn", ("W1", "W8")),
    Field("lead_share", "LEAD_SHARE", "share", 0, 1, "share of the secretariat's powers taken by the most capable members", ("W17", "W18")),
    Field("handovers_per_year", "HANDOVERS", "1/year", 0, 4, "changes of chair or lead in a year (12 / term in months)", ("W1", "W4")),
    Field("staff_fte", "STAFF", "full-time posts", 0, 500, "posts of the secretariat itself", ("W6", "W28")),
    Field("handover_downtime_months", "DOWNTIME", "months", 0, 24, "how long work is slowed after a handover", ("W4",)),
    Field("handover_slowdown", "SLOWDOWN", "share", 0, 1, "share of normal output kept during that time", ("W4",)),
    Field("memory_kept", "MEMORY_KEPT", "share", 0, 1, "share of memory, and of half-done long work, that survives a handover", ("W4", "W5")),
    Field("learning_rate_per_year", "LEARNING", "1/year", 0, 1, "relative gain in speed a year of unbroken work", ("W6",)),
    Field("host_agenda_pull", "PULL", "share", 0, 1, "how far the hosts move the agenda", ("W1", "W3a", "W3b")),
    Field("perceived_neutrality", "NEUTRALITY", "index 0-1", 0, 1, "how far the seat is seen as impartial", ("W7", "W9")),
    Field("approval_stages", "STAGES", "stages", 0, 12, "approvals that a text must pass", ("W13",)),
    Field("stage_length_months", "STAGE_MONTHS", "months", 0, 24, "time for one approval by ten members", ("W13",)),
    Field("fast_lane", "FAST_LANE", "share", 0, 1, "share of incident cases that skip the approvals", ("W13",)),
    Field("fast_lane_days", "FAST_DAYS", "days", 0, 60, "time to a response in the fast lane", ("W13",)),
    Field("mandate_breadth_themes", "BREADTH", "themes", 1, 18, "themes of the mandate", ("W14",)),
    Field("industry_friction", "FRICTION", "index 0-1", 0, 1, "what working through the secretariat costs a firm", ("W15",)),
    Field("diplomatic_protection", "PROTECTION", "index 0-1", 0, 1, "share of leaks that immunities and protected channels stop", ("W12",)),
    Field("open_to_states", "OPEN", "share", 0, 1, "share of states without an office that may apply", ("W9", "N3")),
    Field("admission_consent", "CONSENT", "share", 0, 1, "share of the members that must consent before a state comes in", ("W9", "W23")),
    Field("admission_tiers", "TIERS", "tiers", 1, 3, "tiers of membership: above 1 a partner tier may be open", ("W23",)),
    Field("dues_host", "DUES_HOST", "share", 0, 1, "share of the cost paid by the host or lead", ("W11", "W17")),
    Field("dues_gdp", "DUES_GDP", "share", 0, 1, "share of the cost assessed by GDP; the rest is paid equally", ("W11",)),
    Field("coupling_overlap", "OVERLAP", "share", 0, 1, "share of work tied to, or doubled by, other bodies", ("W10", "W20f", "W25", "W26")),
    Field("excludability", "EXCLUDABILITY", "share", 0, 1, "share of the network's output that only members enjoy", ("W23",)),
    Field("penalty", "PENALTY", "utility a month", 0, 10, "cost of staying outside", ("W23",)),
    Field("setup_months", "SETUP", "months", 0, 60, "from the decision to a working secretariat", ("W4",)),
)  # fmt: skip
FIELD_NAMES = tuple(f.name for f in FIELDS)
FIELD_INDEX = {name: k for k, name in enumerate(FIELD_NAMES)}

# Positions in the values of a design, for compiled code, made from the records: SEAT_SHARE, TURN_SHARE, ...
globals().update({field.position: place for place, field in enumerate(FIELDS)})
if TYPE_CHECKING:

    def __getattr__(name: str) -> int: ...


@dataclass(frozen=True, eq=False)
class DesignPoint:
    """A design ready to run on one roster.

    name : label for people; no rule reads it.
    values : (len(FIELDS),) field values in the order of FIELDS.
    seat : (J,) how the seat's share is spread over jurisdictions; sums to 1, or to 0 for no seat in a country.
    """

    name: str
    values: np.ndarray
    seat: np.ndarray

    def __getitem__(self, field: str) -> float:
        return float(self.values[FIELD_INDEX[field]])

    def replace(self, name: str | None = None, **changes: float) -> DesignPoint:
        """A copy with some fields changed."""
        values = self.values.copy()
        for key, value in changes.items():
            values[FIELD_INDEX[key]] = value
        return DesignPoint(name or self.name, values, self.seat.copy())


def blend(a: DesignPoint, b: DesignPoint, weight: float, name: str | None = None) -> DesignPoint:
    """The point ``(1 - weight) a + weight b``; seats are weighted by what they hold."""
    values = (1 - weight) * a.values + weight * b.values
    held_a, held_b = (1 - weight) * a["seat_share"], weight * b["seat_share"]
    total = held_a + held_b
    seat = (held_a * a.seat + held_b * b.seat) / total if total > 0 else np.zeros_like(a.seat)
    return DesignPoint(name or f"{1 - weight:g} {a.name} + {weight:g} {b.name}", values, seat)
