"""Draw bounds: most draws lie so far from the chance of an act that a table tells whether it is taken.

Chances need an exponential; the tables spare most of them. They hold for the shipped choice (``sim.rules.choice``) only.
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
def surely(gain, noise, draw):
    """Whether the table says that the act is taken."""
    return noise > 0.0 and gain > noise * SURE[int(draw * STEPS)]


@rule
def never(gain, noise, draw):
    """Whether the table says that the act is not taken."""
    return noise > 0.0 and gain < noise * NEVER[int(draw * STEPS)]
