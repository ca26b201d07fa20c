"""Lasting traits: what is not known of a pair, a state or a sender and stays; little is tossed anew at each choice.

Of the spread of what is not known of a choice (``noise``), the share ``lasting`` of the variance is a trait, the same
at every choice; the rest is fresh noise. A trait is drawn with its own key for windows of ``trait_memory`` months and
passes smoothly from one window's draw to the next, so that its spread is the same in every month. Source: random
effects of actor-oriented models (Snijders 2017); what it leaves open is said in docs/design-notes.md.
"""

from __future__ import annotations

import math

from sim import parameters as P
from sim.draws import NO_PARTNER, PRACTICE, RAPPORT, WILL, draw_for, draws_of, pair_uniform, uniform, word
from sim.jit import rule

WIDTH = math.sqrt(3.0)  # half the range of a uniform number of standard deviation 1
LOGISTIC = math.pi / WIDTH  # standard deviation of logistic noise of scale 1


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def trait_scale(noise, lasting):
    """Standard deviation (utility) of a trait: the ``lasting`` share of the variance of logistic ``noise``."""
    return noise * LOGISTIC * math.sqrt(lasting)


@rule
def fresh_scale(noise, lasting):
    """Logit scale (utility) of the noise that is tossed anew: the rest of the variance."""
    return noise * math.sqrt(1.0 - lasting)


@rule
def trait_of(draw):
    """Trait (standard deviations) of a ``draw`` in [0, 1): uniform, so that it has no tails."""
    return WIDTH * (2.0 * draw - 1.0)


@rule
def draw_of(trait):
    """The draw in [0, 1] of which a trait is made: ``trait_of`` turned round, cut to the range."""
    return min(max((trait / WIDTH + 1.0) / 2.0, 0.0), 1.0)


@rule
def given_willing(trait, least):
    """A trait, given that it was not below ``least``: its draw is squeezed into the part of [0, 1) above."""
    low = draw_of(least)
    return trait_of(low + (1.0 - low) * draw_of(trait))


@rule
def given_unwilling(trait, most):
    """A trait, given that it was below ``most``: its draw is squeezed into the part of [0, 1) below."""
    return trait_of(draw_of(most) * draw_of(trait))


# ---- of a world ----------------------------------------------------------------------------------------------------
@rule
def fresh_noise(w):
    """``fresh_scale`` of this run."""
    return fresh_scale(w.p[P.NOISE], w.p[P.LASTING])


@rule
def turn_traits(w):
    """The month's weights of the present and the next window's traits; with a new window its traits are drawn."""
    span = max(1.0, w.p[P.TRAIT_MEMORY])
    past = (w.month - w.first) / span
    window = int(past)
    if window != w.window:
        draw_traits(w, window)
    w.old_part = math.cos((past - window) * math.pi / 2.0)
    w.new_part = math.sin((past - window) * math.pi / 2.0)
    lean(w)


@rule
def draw_traits(w, window):
    """The traits of a window: fills ``w.rapport`` (firms have none with firms), ``w.will`` and ``w.practice``."""
    w.window = window
    w.rapport[:] = 0.0
    for a in range(w.offices):
        w.will[a] = trait_of(uniform(w.stream, window, WILL, w.key[a], NO_PARTNER, 0))
        for b in range(a + 1, w.nodes):
            w.rapport[a, b] = w.rapport[b, a] = trait_of(_next_rapport(w, window, a, b))
    for i in range(w.nodes):
        for later in range(2):
            own = draws_of(w.stream, window + later, PRACTICE, w.key[i])
            for q in range(w.practice.shape[2]):
                w.practice[later, i, q] = trait_of(draw_for(own, word(NO_PARTNER), q))


@rule
def lean(w):
    """How each node leans this month to sending each category (utility): its practice, ``w.leaning`` (N, Q).

    The same towards every recipient and the network (S1).
    """
    scale = trait_scale(w.p[P.NOISE], w.p[P.LASTING])
    for i in range(w.nodes):
        for q in range(w.leaning.shape[1]):
            w.leaning[i, q] = scale * (w.old_part * w.practice[0, i, q] + w.new_part * w.practice[1, i, q])


@rule
def _next_rapport(w, window, a, b):
    return pair_uniform(w.stream, window, RAPPORT, w.key[a], w.key[b], 0)


@rule
def rapport(w, a, b):
    """How a pair leans to deals with each other (utility): its trait this month."""
    coming = trait_of(_next_rapport(w, w.window + 1, a, b))
    return trait_scale(w.p[P.NOISE], w.p[P.LASTING]) * (w.old_part * w.rapport[a, b] + w.new_part * coming)


@rule
def inclination(w, j):
    """How state j leans to the network (utility): its trait this month."""
    coming = trait_of(uniform(w.stream, w.window + 1, WILL, w.key[j], NO_PARTNER, 0))
    return trait_scale(w.p[P.NOISE], w.p[P.LASTING]) * (w.old_part * w.will[j] + w.new_part * coming)


# ---- what the past says --------------------------------------------------------------------------------------------
@rule
def learn_rapport(w, a, b, gain, willing):
    """What a deal of the past, or its lack, says of a pair: its trait is squeezed so that ``gain`` agrees with it.

    ``gain`` (utility) is that of the less willing side with the trait as it was; it must not be negative where the pair
    was ``willing``, and must be negative where it was not.
    """
    scale = trait_scale(w.p[P.NOISE], w.p[P.LASTING]) * w.old_part
    if scale > 0.0:
        bound = w.rapport[a, b] - gain / scale
        found = given_willing(w.rapport[a, b], bound) if willing else given_unwilling(w.rapport[a, b], bound)
        w.rapport[a, b] = w.rapport[b, a] = found


@rule
def learn_will(w, j, gain):
    """What membership says of state j: its trait is squeezed so that the ``gain`` of staying is not negative."""
    scale = trait_scale(w.p[P.NOISE], w.p[P.LASTING]) * w.old_part
    if scale > 0.0:
        w.will[j] = given_willing(w.will[j], w.will[j] - gain / scale)
