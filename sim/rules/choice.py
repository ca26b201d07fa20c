"""Choice: a noisy response to a gain in payoff (CORE, 'Choice')."""

from __future__ import annotations

import math

from sim.jit import rule
from sim.rules.draw_bounds import USED, bounds_of

TOLERANCE = 1e-9  # at noise 0 a smaller gain is indifference, which keeps the status quo


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
    """Whether the act is taken, for a uniform ``draw`` in [0, 1): whether it lies below the ``probability``."""
    if USED:
        sure, never = bounds_of(draw, noise)
        if gain > sure:
            return True
        if gain < never:
            return False
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
