"""Small worlds for tests: every field at 0 (or as given), lists made from what they list."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import design as D
from sim.months import NEVER
from sim.parameters import default_values, with_values
from sim.rules.categories import OWN
from sim.rules.hosting import seat_neutrality
from sim.rules.metrics import list_contacts, list_positive
from sim.rules.partners import list_links, list_partners
from sim.rules.reach import list_present, list_within
from sim.rules.shocks import list_tense
from sim.setting import sizes_of
from sim.world import ARRAYS, NUMBERS, Room, World
from sim.world_fields import NO_MONTH

SHAPED = {"start_ties": 4, "forced": 6}


def world(offices: int = 3, firms: int = 0, months: int = 12, params: dict[str, float] | None = None,
          room: Room | None = None, sizes: dict[str, int] | None = None, **fields: Any) -> World:  # fmt: skip
    """A world of so many offices and firms. ``params`` by name; ``fields`` by name, broadcast to their shape.

    ``sizes`` by letter, where a test needs others than usual (K themes, Q categories).

    Unless they are given: institutes everywhere, weights by status and parameters, openness, salience, capability and
    capacities and staff 1, all dues paid, no dialogue yet, laws compatible, every office its own home. ``relist`` has
    been called.
    """
    w = World(_given(offices, firms, months, fields, sizes or {}), designs=2, room=room or Room(50, 50, 200))
    w.p = with_values(**params) if params else default_values()
    usual: dict[str, Any] = {
        "status": 2, "openness": 1.0, "capacity": 1.0, "full_capacity": 1.0, "staffing": 1.0, "free": 1.0,
        "salience": 1.0, "capability": 1.0, "tie_end": NEVER, "applied": -1, "chair": -1, "handover": np.nan,
        "memory": 1.0, "slowed": 1.0, "speed": 1.0, "tiers": 1.0, "bounds_month": NO_MONTH,
        "arrears_draw": 1.0, "arrears_since": NEVER, "paid": 1.0, "funds": 1.0, "funding": 1.0,
        "at_hand": OWN,
        "institute_since": -NEVER, "dialogue": NO_MONTH, "standing": True, "frontier": firms,
    }  # fmt: skip
    for name, value in (usual | fields).items():
        setattr(w, name, value)
    if "weight" not in fields:
        w.weight = np.where(np.arange(offices + firms) < offices, 1.0, w.p[_firm_weight()])
        w.weight[:offices] = w.status > 0
    relist(w)
    return w


def _firm_weight() -> int:
    from sim import parameters as P

    return P.FIRM_WEIGHT


def relist(w: World) -> World:
    """Make every list of the world anew from what it lists (ties, tiers, powers, rivalry, weights)."""
    list_present(w)
    list_partners(w)
    list_links(w.ties, w.links)
    list_within(w.links, w.within, w.depth)
    list_contacts(w)
    list_positive(w.tier, w.members)
    list_positive(w.host, w.holders)
    list_tense(w)
    w.neutrality = seat_neutrality(w)
    return w


def design_values(**fields: float) -> np.ndarray:
    """(B,) values of a design: those given by name, else 0."""
    values = np.zeros(len(D.FIELDS))
    for name, value in fields.items():
        values[D.FIELD_INDEX[name]] = value
    return values


def _given(offices: int, firms: int, months: int, fields: dict[str, Any], sizes: dict[str, int]) -> dict[str, Any]:
    n = offices + firms
    given: dict[str, Any] = {"offices": offices, "firms": firms, "nodes": n, "first": 0, "months": months}
    given |= {field.name: 0 for field in NUMBERS if field.phase == "given" and field.name not in given}
    letters = {"fact_month": "Y", "event_month": "G", "size_month": "U", "start_ties": "R", "forced": "X"}
    lengths = {letter: len(fields.get(name, ())) for name, letter in letters.items()}
    given |= {name: np.zeros((lengths[letters[name]], width)) for name, width in SHAPED.items()}
    given |= {name: np.zeros(lengths[letters[name]]) for name in ("fact_month", "event_month", "size_month")}
    given["sizes"] = sizes_of(given) | sizes
    for field in ARRAYS:
        if field.phase == "given":
            given[field.name] = field.empty(given["sizes"])
    given["key"][:] = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(7919)
    given["by_key"][:] = np.arange(offices)
    given["home"][:offices] = np.arange(offices)
    given["legal"][:] = 1.0
    given["member_from"][:] = given["founded"][:] = given["acting_from"][:] = given["known_change"][:] = NEVER
    given["frontier_from"][:], given["frontier_until"][:] = -NEVER, NEVER
    given["term"][:], given["fact_parameter"][:], given["fact_size"][:] = 48, -1, np.nan
    given["last_summit"] = fields.get("last_summit", NEVER)
    return given
