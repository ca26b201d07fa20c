"""Three offices and a firm, whose deals the tests judge."""

from __future__ import annotations

import numpy as np

from sim.rules.deals import appraise_memorandum, appraise_more_types, appraise_renewal, lead_of, ways_without
from sim.rules.metrics import contacts_between
from sim.world import World
from tests.worlds import relist, world

OFFICES, FIRM = 3, 3  # three offices and one firm, node 3
OFF = ("fora_weight", "vouching", "exposure_scale", "load", "fine", "familiarity", "ending")
THEMES = 4  # so that what a theme weighs against the mean is a whole number of quarters


def scene(*links: tuple[int, int], **parameters: float) -> World:
    """Three offices and a firm with these links, and offices without a wish for any theme.

    Nothing but contacts, what types are worth to firms, and cost is switched on.
    """
    usual = {"firm_weight": 1.0, "decay": 0.5, "tie_cost": 0.25, "more_types": 0.5}
    w = world(
        OFFICES, 1, params=dict.fromkeys(OFF, 0.0) | usual | parameters, sizes={"K": THEMES}, harmonisation=0.5,
        preference=1 / THEMES,
    )  # fmt: skip
    for a, b in links:
        hold(w, a, b, 1)
    return w


def hold(w: World, a: int, b: int, types: int) -> None:
    """The two hold a tie of these types (bit mask; 0: none)."""
    w.ties[a, b] = w.ties[b, a] = types


def want(w: World, i: int, *weights: float) -> None:
    """What an office wants: how much more each theme weighs than the mean (1: twice as much)."""
    w.preference[i] = [(1.0 + weight) / THEMES for weight in weights]


def first(w: World, i: int, j: int, types: int = 0b1) -> tuple[float, ...]:
    """Terms of a first memorandum with j on these types, for i."""
    return appraise_memorandum(relist(w), i, j, types, lead_of(w, i, j, types))


def more(w: World, i: int, j: int, types: int) -> tuple[float, ...]:
    """Terms of adding these types to a tie with j, for i."""
    return appraise_more_types(relist(w), i, j, types)


def renewal(w: World, i: int, j: int, types: int) -> tuple[float, ...]:
    """Terms of keeping a tie of these types with j, for i."""
    hold(w, i, j, types)
    ways = np.empty((2, *relist(w).within.shape[1:]), dtype=np.uint64)
    mine, theirs = ways_without(w, i, j, ways[0]), ways_without(w, j, i, ways[1])
    return appraise_renewal(w, i, j, mine, theirs, contacts_between(w, i, j))
