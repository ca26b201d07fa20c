"""Arrays as the rules take them, from what a test has at hand."""

from __future__ import annotations

import numpy as np

from sim.rules.measures import list_positive, novelties


def novelty_of(knowledge: np.ndarray) -> np.ndarray:
    """(J + 1, J) what is new in the (J, themes) knowledge of each to the others, and to one who knows nothing."""
    offices = len(knowledge)
    out = np.full((offices + 1, offices), np.nan)
    novelties(knowledge, np.ones(offices, dtype=np.int64), out)
    return out


def members_of(tier: np.ndarray) -> np.ndarray:
    """(J + 1,) list of those in the network."""
    out = np.empty(len(tier) + 1, dtype=np.int64)
    list_positive(tier, out)
    return out


def filled(rule, count, *arguments, kind=float):
    """What a rule fills its last argument with, an array of so many numbers."""
    out = np.empty(count, dtype=kind)
    rule(*arguments, out)
    return out
