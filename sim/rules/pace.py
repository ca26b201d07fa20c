"""Pace: develop safely or race (CORE, 'Pace'; Han, Pereira, Santos and Lenaerts 2020)."""

from __future__ import annotations

import math

from sim import parameters as P
from sim.draws import CULTURE, NO_PARTNER, uniform
from sim.jit import rule
from sim.rules.access import oversight
from sim.rules.forcing import FREE, PACE, forced_choice
from sim.rules.metrics import verification
from sim.rules.traits import fresh_scale, trait_of, trait_scale

QUARTER = 3  # months between choices of pace (assumed)


@rule
def chooses_pace(w):
    """Whether firms choose their pace this month: once a quarter."""
    return w.month % QUARTER == 0


@rule
def chooses_now(w, f):
    """Whether firm f, which has frontier standing, chooses its pace this month: with all, or by force."""
    return chooses_pace(w) or forced_choice(w, PACE, w.offices + f, -1, -1) != FREE


@rule
def step_payoffs(benefit, cost, speed):
    """Benefits a step of safe-safe, safe-unsafe, unsafe-safe, unsafe-unsafe play (the row player's)."""
    return (
        benefit / 2.0 - cost,
        benefit / (speed + 1.0) - cost,
        speed * benefit / (speed + 1.0),
        benefit / 2.0,
    )


@rule
def disaster_chance(base, capability, difficulty, pooled):
    """Chance that unsafe development ends badly: ``min(1, p0 x capability x difficulty x (1 - pooled knowledge))``.

    Sources: CORE; C10 (difficulty), C6 (capability), W19 (pooled knowledge).
    """
    return min(1.0, base * capability * difficulty * (1.0 - pooled))


@rule
def race_payoffs(benefit, cost, speed, prize, disaster):
    """Payoffs a step over the whole race: safe-safe, safe-unsafe, unsafe-safe, unsafe-unsafe (``prize`` is B / W)."""
    ss, su, us, uu = step_payoffs(benefit, cost, speed)
    kept = 1.0 - disaster
    return ss + prize / 2.0, su, kept * (us + speed * prize), kept * (uu + speed * prize / 2.0)


@rule
def mirrored(mirroring, verification):
    """How far one's own choice is mirrored by the others: ``min(1, v x verification)`` (C8)."""
    return min(1.0, mirroring * verification)


@rule
def pace_terms(believed_safe, mirror, benefit, cost, speed, prize, disaster, access, fine, behind, culture):
    """Terms of choosing the safe pace: safe, fast, oversight, catching up, safety culture (utility).

    Rivals are safe with chance ``mirror + (1 - mirror) y`` if we are safe and ``(1 - mirror) y`` if we race.
    Limits: mirror 1 gives the social threshold 0.33766, mirror 0 with y = 1/2 risk dominance at 0.77507 (b=4, c=1,
    B=1e4, W=100, s=1.5). ``behind`` is the share of what is at stake in a step by which export controls have set the
    firm's home back: what it does not develop fast itself it goes without (C2). ``culture`` is its lasting trait.
    """
    ss, su, us, uu = race_payoffs(benefit, cost, speed, prize, disaster)
    if_safe = mirror + (1.0 - mirror) * believed_safe
    if_fast = (1.0 - mirror) * believed_safe
    return (
        if_safe * ss + (1.0 - if_safe) * su,
        -(if_fast * us + (1.0 - if_fast) * uu),
        access * fine,
        -behind * (benefit + prize),
        culture,
    )


@rule
def pace_noise(noise, benefit, prize):
    """Spread (utility) of what is not known of this choice: relative to what is at stake in a step."""
    return noise * (benefit + prize)


@rule
def pace_gain(terms):
    """Sum of the five terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4]


@rule
def index_place(safety_index, f):
    """Place of firm f's safety index among the known ones, in (0, 1): the share below it, and half of its equals."""
    known, below = 0, 0.0
    for other in safety_index:
        if not math.isnan(other):
            known += 1
            below += 1.0 if other < safety_index[f] else 0.5 if other == safety_index[f] else 0.0
    return below / known


@rule
def culture_of(w, f):
    """Safety culture of firm f (standard deviations): by its public index, else a trait as others have (K18).

    What is on record does not drift; what is drawn passes from one window's draw to the next (``rules.traits``).
    """
    if not math.isnan(w.safety_index[f]):
        return trait_of(index_place(w.safety_index, f))
    key = w.key[w.offices + f]
    now = trait_of(uniform(w.stream, w.window, CULTURE, key, NO_PARTNER, 0))
    coming = trait_of(uniform(w.stream, w.window + 1, CULTURE, key, NO_PARTNER, 0))
    return w.old_part * now + w.new_part * coming


@rule
def appraise_pace(w, f):
    """Terms of choosing the safe pace, for firm f as things stand."""
    p, node = w.p, w.offices + f
    disaster = disaster_chance(p[P.DISASTER], w.capability, p[P.DIFFICULTY], w.pooled)
    mirror = mirrored(p[P.MIRRORING], verification(w))
    return pace_terms(
        w.believed_safe[f], mirror, p[P.STEP_BENEFIT], p[P.SAFETY_COST], p[P.SPEED_UP], p[P.PRIZE], disaster,
        oversight(w, node), p[P.FINE], w.behind[w.home[node]],
        trait_scale(pace_spread_of(w), p[P.LASTING]) * culture_of(w, f),
    )  # fmt: skip


@rule
def pace_spread_of(w):
    """``pace_noise`` as things stand."""
    return pace_noise(w.p[P.NOISE], w.p[P.STEP_BENEFIT], w.p[P.PRIZE])


@rule
def pace_noise_of(w):
    """Noise (utility) of this choice: the part of ``pace_noise`` that is tossed anew each quarter."""
    return fresh_scale(pace_spread_of(w), w.p[P.LASTING])
