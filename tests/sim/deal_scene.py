"""Three offices and a firm, whose deals the tests judge."""

from __future__ import annotations

import numpy as np

from sim.rules.deals import appraise_renewal, appraise_type, ways_without
from sim.rules.metrics import contacts_between
from sim.world import World
from tests.worlds import relist, world

OFFICES, FIRM = 3, 3  # three offices and one firm, node 3
OFF = ("fora_weight", "vouching", "exposure_scale", "load", "fine", "familiarity")


def scene(*links: tuple[int, int], **parameters: float) -> World:
    """Three offices and a firm with these links; nothing but contacts and cost is switched on."""
    usual = {"firm_weight": 1.0, "decay": 0.5, "tie_cost": 0.25, "more_types": 0.5}
    w = world(OFFICES, 1, params=dict.fromkeys(OFF, 0.0) | usual | parameters, harmonisation=0.5)
    for a, b in links:
        hold(w, a, b, 1)
    return w


def hold(w: World, a: int, b: int, types: int) -> None:
    """The two hold a tie of these types (bit mask; 0: none)."""
    w.ties[a, b] = w.ties[b, a] = types


def one_more(w: World, i: int, j: int, kind: int = 0) -> tuple[float, ...]:
    """Terms of one more type with j, for i."""
    return appraise_type(relist(w), i, j, kind)


def renewal(w: World, i: int, j: int, types: int) -> tuple[float, ...]:
    """Terms of keeping a tie of these types with j, for i."""
    hold(w, i, j, types)
    ways = np.empty((2, *relist(w).within.shape[1:]), dtype=np.uint64)
    mine, theirs = ways_without(w, i, j, ways[0]), ways_without(w, j, i, ways[1])
    return appraise_renewal(w, i, j, mine, theirs, contacts_between(w, i, j))
