"""Levers: the fields of a design that are changed together, and designs with one lever taken from another design.

A field is a lever by itself, unless it makes no sense without another one: shares of one whole must not exceed it
when only some of them come from elsewhere; approvals count by stages times length alone; the days of a fast lane say
nothing without its share, nor what is lost at a handover without handovers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.design import FIELD_INDEX, FIELD_NAMES, DesignPoint


@dataclass(frozen=True)
class Lever:
    """Fields that are changed together. seat : whether the seat's host countries go with them."""

    name: str
    fields: tuple[str, ...]
    seat: bool = False


HOLDERS = Lever("who holds it", ("seat_share", "turn_share", "lead_share"), seat=True)
FAST_LANE = Lever("fast lane", ("fast_lane", "fast_lane_days"))
TOGETHER = (
    HOLDERS,
    Lever("handovers", ("handovers_per_year", "handover_downtime_months", "handover_slowdown", "memory_kept")),
    Lever("approvals", ("approval_stages", "stage_length_months")),
    FAST_LANE,
    Lever("who pays", ("dues_host", "dues_gdp")),
)
_LEVER_OF = {field: lever for lever in TOGETHER for field in lever.fields}
LEVERS = tuple(dict.fromkeys(_LEVER_OF.get(field, Lever(field, (field,))) for field in FIELD_NAMES))


def with_lever(point: DesignPoint, lever: Lever, other: DesignPoint) -> DesignPoint:
    """The design with one lever as it is in the other design."""
    values, places = point.values.copy(), _places(lever)
    values[places] = other.values[places]
    return DesignPoint(point.name, values, (other if lever.seat else point).seat.copy())


def differs(lever: Lever, a: DesignPoint, b: DesignPoint) -> bool:
    """Whether two designs differ in a lever."""
    places = _places(lever)
    moved = not np.array_equal(a.values[places], b.values[places])
    return moved or (lever.seat and not np.array_equal(a.seat, b.seat))


def _places(lever: Lever) -> list[int]:
    return [FIELD_INDEX[field] for field in lever.fields]


def same_point(point: DesignPoint) -> bytes:
    """A key that two designs share if no rule can tell them apart."""
    return point.values.tobytes() + point.seat.tobytes()
