"""Arrays as the rules take them, from what a test has at hand."""

from __future__ import annotations

import numpy as np

from sim.rules.measures import novelties


def novelty_of(knowledge: np.ndarray) -> np.ndarray:
    """(J + 1, J) what is new in the (J, themes) knowledge of each to the others, and to one who knows nothing."""
    offices = len(knowledge)
    out = np.full((offices + 1, offices), np.nan)
    novelties(knowledge, out)
    return out
