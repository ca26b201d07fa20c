"""At a glance: most draws lie so far from the chance of an act that a table tells whether it is taken.

The tables hold for the shipped choice (``sim.rules.choice``), and save time in compiled code only.
"""

from __future__ import annotations

import math

import numpy as np

from sim import replaced
from sim.compiled import JIT, rule
from sim.draws import step_for
from sim.lanes import sets_at
from sim.rules.categories import CATEGORIES

STEPS = 256  # as in ``step_for``
GLANCE = JIT and {"choice.probability", "choice.accepts"}.isdisjoint(replaced.REPLACE)
NO_MONTH = -(2**31)  # in which nothing is noted


def _logits(shares: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(shares) - np.log1p(-shares)


_SLACK = 1e-9  # of a chance: far more than its rounding, far less than a step
_BELOW = np.arange(STEPS) / STEPS
# (STEPS,) gain in units of noise from which a draw of a step surely takes the act, and below which it surely does not.
SURE = _logits(np.minimum(_BELOW + 1 / STEPS + _SLACK, 1.0))
NEVER = _logits(np.maximum(_BELOW - _SLACK, 0.0))


@rule
def unit_of(noise):
    """Unit of gains for ``surely`` and ``possibly``: NaN, with which nothing is sure, at noise 0."""
    return noise if noise > 0.0 else math.nan


@rule
def surely(gain, unit, step):
    """Whether a glance at the tables says that the act is taken, for a draw in a ``step`` of [0, 1) (``step_for``)."""
    return gain > unit * SURE[step]


@rule
def possibly(gain, unit, step):
    """Whether a glance at the tables leaves it open, or says, that the act is taken."""
    return not gain < unit * NEVER[step]


# ---- for all categories -----------------------------------------------------------------------------------------
def room_for_glances(nodes: int, offices: int, used: bool) -> tuple[np.ndarray, np.ndarray]:
    """Room for what the draws of sharing say at a glance (``note_glance``), and in which month that was noted.

    (N, J + 1, 2, categories) and (N, J + 1): for every node and office, and last for what it gives to the network.
    Nothing if it is not ``used``.
    """
    shape = (nodes, offices + 1) if used else (0, 0)
    return np.zeros((*shape, 2, CATEGORIES)), np.full(shape, NO_MONTH, dtype=np.int32)


@rule
def note_glance(own, partner, unit, out):
    """Note from which gain on ``surely`` holds for the draw of each category, and below which ``possibly`` does not.

    ``own`` and ``partner`` as for ``draw_for``; fills ``out`` (2, categories).
    """
    for q in range(CATEGORIES):
        step = step_for(own, partner, q)
        out[0, q], out[1, q] = unit * SURE[step], unit * NEVER[step]


@rule
def seen(gains, noted):
    """The sets of categories whose act is surely and possibly taken, by what ``note_glance`` has noted.

    ``gains`` are one for each category (``sim.lanes``).
    """
    sure, never = sets_at(gains, noted[0], noted[1])
    return sure, ~never
