"""Draw bounds: most draws lie so far from the chance of an act that a table tells whether it is taken.

Chances need an exponential; the tables spare most of them. They hold for the shipped choice only.
"""

from __future__ import annotations

import math

import numpy as np

from sim.jit import overrides, rule

STEPS = 256
USED = {"choice.probability", "choice.accepts"}.isdisjoint(overrides.REPLACE)


def _logits(shares: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(shares) - np.log1p(-shares)


_SLACK = 1e-9  # of a chance: far more than its rounding, far less than a step
_BELOW = np.arange(STEPS) / STEPS
# (STEPS,) gain in units of noise from which a draw of a step surely takes the act, and below which it surely does not.
SURE = _logits(np.minimum(_BELOW + 1 / STEPS + _SLACK, 1.0))
NEVER = _logits(np.maximum(_BELOW - _SLACK, 0.0))


@rule
def bounds_of(draw, noise):
    """Gains above which a draw surely takes an act, and below which it never does; NaN at noise 0: look closer."""
    if noise <= 0.0:
        return math.nan, math.nan
    step = int(draw * STEPS)
    return noise * SURE[step], noise * NEVER[step]
