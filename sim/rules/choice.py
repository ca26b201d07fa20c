"""Choice: a noisy response to a gain in payoff (CORE, 'Choice')."""

from __future__ import annotations

import math

import numpy as np

from sim import replaced
from sim.compiled import JIT, rule

STEPS = 256  # as in ``step_for``
TOLERANCE = 1e-9  # at noise 0 a smaller gain is indifference, which keeps the status quo


# ---- at a glance ------------------------------------------------------------------------------------------------
# The tables know the shipped choice only, and save time in compiled code only.
GLANCE = JIT and {"choice.probability", "choice.accepts"}.isdisjoint(replaced.REPLACE)


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


# ---- the choice --------------------------------------------------------------------------------------------------
@rule
def probability(gain, noise):
    """Chance of taking an act that gains ``gain`` (utility): 1 / (1 + exp(-gain / noise)).

    At noise 0 the limit: 1 for a gain above the tolerance, else 0. Source: CORE; logit choice; the same as
    Fermi imitation with intensity 1 / noise (Traulsen, Nowak and Pacheco 2006).
    """
    if noise <= 0.0:
        return 1.0 if gain > TOLERANCE else 0.0
    x = -gain / noise
    if x > 700.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(x))


@rule
def accepts(gain, noise, draw):
    """Whether the act is taken, for a uniform ``draw`` in [0, 1): whether it lies below the ``probability``.

    Most draws lie so far from it that a glance decides; only where it does not is the chance worked out.
    """
    if GLANCE:
        unit, step = unit_of(noise), int(draw * STEPS)
        if not possibly(gain, unit, step):
            return False
        if surely(gain, unit, step):
            return True
    return draw < probability(gain, noise)


@rule
def agree(gain_a, gain_b, noise, draw_a, draw_b):
    """Whether two sides sign: both accept; at noise 0 one gains strictly and the other does not lose.

    Source: pairwise stability of Jackson and Wolinsky (1996); W21.
    """
    if noise <= 0.0:
        one, other = gain_a > TOLERANCE, gain_b > TOLERANCE
        return (one and gain_b >= -TOLERANCE) or (other and gain_a >= -TOLERANCE)
    return accepts(gain_a, noise, draw_a) and accepts(gain_b, noise, draw_b)


@rule
def keeps(gain, noise, draw):
    """Whether one side keeps what it has: at noise 0 unless ending it gains strictly."""
    if noise <= 0.0:
        return gain >= -TOLERANCE
    return accepts(gain, noise, draw)
