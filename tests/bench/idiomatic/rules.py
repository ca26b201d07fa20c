"""The rules of decision in plain Python: numbers in, a gain or a chance out. ``p`` holds the parameters by name."""

from __future__ import annotations

import math
from types import SimpleNamespace

from sim import catalogue

BENEFIT, PUBLIC = catalogue.BENEFIT.tolist(), catalogue.PUBLIC.tolist()
SENSITIVITY, DANGER = catalogue.SENSITIVITY.tolist(), catalogue.DANGER.tolist()
CARRIES = catalogue.CARRIES.tolist()
SENSITIVE = frozenset(catalogue.SENSITIVE)  # categories that partners do not receive
RESULTS = catalogue.PRE_DEPLOYMENT  # what firms give to those who test their models
OWN = frozenset(catalogue.CHOSEN) - {RESULTS}  # what every office has to send
PUBLISHED = frozenset(range(len(BENEFIT))) - frozenset(catalogue.CHOSEN)  # what every office has of every other
CATEGORIES = range(len(BENEFIT))
TOLERANCE = 1e-9
RIVAL = 0.5  # rivalry from which two are rivals
STAFF = 30.0  # heads of an office of capacity 1


# ---- choice -----------------------------------------------------------------------------------------------------
def capacity(staff: float, budget: float, otherwise: float) -> float:
    """Capacity of an institute: by staff against 30 and budget against 10 million, as far as they are known."""
    sizes = [math.sqrt(x / scale) for x, scale in ((staff, STAFF), (budget, 10.0)) if not math.isnan(x)]
    return min(max(sum(sizes) / len(sizes) if sizes else otherwise, 0.25), 3.0)


def probability(gain: float, noise: float) -> float:
    """Logit chance of an act that gains ``gain``."""
    if noise <= 0.0:
        return 1.0 if gain > TOLERANCE else 0.0
    x = -gain / noise
    return 1.0 / (1.0 + math.exp(x)) if x < 700.0 else 0.0


# ---- deals ------------------------------------------------------------------------------------------------------
def no_harm_chance(p: SimpleNamespace, rivalry: float, security: float, protection: float = 0.0) -> float:
    """Chance that a recipient neither leaks, on such a channel, nor turns the information against the sender."""
    return (1.0 - rivalry) * (1.0 - p.leak_rate * (1.0 - security) * (1.0 - protection))


def exposure(p: SimpleNamespace, category: int, no_harm: float, capability: float) -> float:
    """Expected loss from sending a category."""
    return p.exposure_scale * SENSITIVITY[category] * capability * (1.0 - no_harm)


def tie_cost(p: SimpleNamespace, held: int, capacity: float, trust: float, harmonisation: float) -> float:
    """Cost of one more deal, less what trust and aligned methods save."""
    return p.tie_cost * (1.0 + p.load * held / capacity) * (1.0 - p.familiarity * trust * harmonisation)


# ---- sharing ----------------------------------------------------------------------------------------------------
def public_value(p: SimpleNamespace, salience: float, category: int) -> float:
    """What the sender makes of the public value of a category."""
    return p.public_motive * salience * PUBLIC[category]


def share_gain(
    p: SimpleNamespace,
    public: float,
    trust: float,
    benefit: float,
    exposed: float,
    rivalry: float,
    friction: float,
    practice: float,
) -> float:
    """Gain from sending a category to those who reciprocate with chance ``trust``."""
    synergy = p.synergy * benefit
    returned = p.patience * trust * min(benefit, benefit + synergy)
    return public + returned + synergy * trust - exposed - p.zero_sum * rivalry * benefit - friction + practice


# ---- membership -------------------------------------------------------------------------------------------------
def effort(p: SimpleNamespace, stake: float, productivity: float, capacity: float) -> float:
    """Best effort at a stake, up to a share of capacity."""
    net, cap = stake * productivity - p.effort_cost, p.effort_cap * capacity
    if p.effort_curve <= 0.0:
        return cap if net >= -TOLERANCE else 0.0
    return min(max(net * capacity / p.effort_curve, 0.0), cap)


def effort_cost(p: SimpleNamespace, quantity: float, capacity: float) -> float:
    """Cost of an effort: the less the larger the office."""
    return p.effort_cost * quantity + p.effort_curve / capacity * quantity * quantity / 2.0


def total_variation(one: list[float], other: list[float]) -> float:
    """Distance of two distributions, 0 to 1."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2.0


# ---- pace -------------------------------------------------------------------------------------------------------
def disaster_chance(p: SimpleNamespace, capability: float, pooled: float) -> float:
    """Chance that unsafe development ends badly."""
    return min(1.0, p.disaster * capability * p.difficulty * (1.0 - pooled))


def pace_terms(
    p: SimpleNamespace,
    believed_safe: float,
    mirror: float,
    disaster: float,
    access: bool,
    behind: float,
    culture: float,
) -> list[float]:
    """Terms of developing safely for a quarter."""
    b, s = p.step_benefit, p.speed_up
    safe_safe = b / 2.0 - p.safety_cost + p.prize / 2.0
    safe_fast = b / (s + 1.0) - p.safety_cost
    fast_safe = (1.0 - disaster) * (s * b / (s + 1.0) + s * p.prize)
    fast_fast = (1.0 - disaster) * (b / 2.0 + s * p.prize / 2.0)
    if_safe = mirror + (1.0 - mirror) * believed_safe
    if_fast = (1.0 - mirror) * believed_safe
    return [
        if_safe * safe_safe + (1.0 - if_safe) * safe_fast,
        -(if_fast * fast_safe + (1.0 - if_fast) * fast_fast),
        p.fine if access else 0.0,
        -behind * (p.step_benefit + p.prize),
        culture * (p.step_benefit + p.prize),
    ]


# ---- the rest ---------------------------------------------------------------------------------------------------
def gained(value: float, share: float) -> float:
    """A value between 0 and 1 after a share of what is missing."""
    return value + min(max(share, 0.0), 1.0) * (1.0 - value)


def smoothed(average: float, value: float, months: float) -> float:
    """A moving average one month later."""
    return average + (value - average) / months


def rounded(value: float, draw: float) -> int:
    """A whole number whose mean is ``value``."""
    return int(value) + (draw < value - int(value))


def response_loss(days: float, half_days: float) -> float:
    """Share of an incident's harm that a response comes too late for."""
    return 1.0 - 2.0 ** (-days / half_days)


def severity(p: SimpleNamespace, draw: float) -> float:
    """Severity of an incident: Pareto with mean 1."""
    return (p.severity_tail - 1.0) / p.severity_tail * (1.0 - draw) ** (-1.0 / p.severity_tail)


def harm_of_incident(p: SimpleNamespace, severity: float, capability: float, pooled: float, expected: float) -> float:
    """Harm of an incident that nobody answers: on average half of that of racing, over the number expected a month."""
    chance, tail = disaster_chance(p, capability, pooled), p.severity_tail
    if chance <= 0.0 or expected <= 0.0:
        return 0.0
    mean = 1.0 - ((tail - 1.0) / tail * chance) ** (tail - 1.0) / tail
    return 0.5 * capability * min(1.0, chance * severity) / mean / expected


def harm_of_month(p: SimpleNamespace, paces: list[bool], capability: float, pooled: float, incidents: float,
                  leaks: float) -> float:  # fmt: skip
    """Expected harm of a month."""
    chance = disaster_chance(p, capability, pooled)
    mean = sum(chance * (p.accident_safe if safe else 1.0) for safe in paces) / len(paces) if paces else 0.0
    return 0.5 * mean * capability + incidents + p.spill_over * leaks
