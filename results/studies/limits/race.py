"""Pace in the limit: the race to powerful AI of Han, Pereira, Santos and Lenaerts (2020).

Payoffs are those of the model's pace rule. Others mirror one's choice: the social optimum. They are safe or not by
the toss of a coin: risk dominance. Imitation is the model's choice with noise 1 / beta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from results.studies.limits.limit import NOT_NEGATIVE, POSITIVE, SHARE, Range, check, threshold
from sim.rules.choice import probability
from sim.rules.pace import pace_gain, pace_terms, race_payoffs

MOST_TEAMS = 100_000
STEEP = 30.0  # largest gain over noise at which both chances of a choice are exact
REGIONS = {
    (True, True): "safe play is better for all, and prevails",
    (True, False): "dilemma: safe play is better for all, but racing prevails",
    (False, True): "racing is better for all, but safe play prevails",
    (False, False): "racing is better for all, and prevails",
}


@dataclass(frozen=True)
class Region:
    """A range of the risk, and what holds in it."""

    low: float
    high: float
    meaning: str


@dataclass(frozen=True)
class Share:
    """Stationary share of unsafe play at a risk."""

    risk: float
    unsafe: float
    meaning: str


@dataclass(frozen=True)
class Race:
    """Thresholds of the risk, the regions between them, and stationary shares."""

    benefit: float
    cost: float
    prize: float
    steps: float
    speedup: float
    population: int
    beta: float
    social: float  # above it society prefers safe play
    dominance: float  # above it safe play risk-dominates
    regions: list[Region]
    shares: list[Share]
    notes: list[str]


@dataclass(frozen=True)
class Game:
    """A race between two teams: per-step benefit and cost, speed-up, and the prize per step B / W."""

    benefit: float
    cost: float
    speedup: float
    prize: float

    def gain(self, risk: float, mirror: float) -> float:
        """Gain of the safe pace at a disaster probability; ``mirror`` 1 for society, 0 for risk dominance."""
        terms = pace_terms(0.5, mirror, self.benefit, self.cost, self.speedup, self.prize, risk, 0.0, 0.0, 0.0, 0.0)
        return float(pace_gain(terms))

    def meaning(self, risk: float) -> str:
        """What holds at a risk."""
        return REGIONS[self.gain(risk, 1.0) > 0.0, self.gain(risk, 0.0) > 0.0]


def study(
    benefit: float, cost: float, prize: float, steps: float, speedup: float, population: int = 100,
    beta: float = 0.01, risk: float | None = None,
) -> Race:  # fmt: skip
    """Everything about one race; without ``risk`` the shares at 0, 0.1, ... 1. InputError if out of range."""
    check(
        benefit=(benefit, POSITIVE),
        cost=(cost, NOT_NEGATIVE),
        prize=(prize, NOT_NEGATIVE),
        steps=(steps, POSITIVE),
        speedup=(speedup, Range(1, 1000, open_low=True)),
        population=(population, Range(2, MOST_TEAMS)),
        beta=(beta, Range(0, 1e6)),
        **({} if risk is None else {"risk": (risk, SHARE)}),
    )
    game = Game(benefit, cost, speedup, prize / steps)
    social, dominance = (threshold(lambda risk, m=mirror: game.gain(risk, m)) for mirror in (1.0, 0.0))  # type: ignore[misc]
    risks = [risk] if risk is not None else [k / 10 for k in range(11)]
    shares = [Share(r, unsafe_share(game, r, population, beta), game.meaning(r)) for r in risks]
    return Race(
        benefit, cost, prize, steps, speedup, population, beta, social, dominance, _regions(game, social, dominance),
        shares, _notes(social, dominance),
    )  # fmt: skip


def _regions(game: Game, social: float, dominance: float) -> list[Region]:
    """The risks from 0 to 1, cut at the thresholds that lie within."""
    cuts = [0.0, *sorted(t for t in (social, dominance) if 0.0 < t < 1.0), 1.0]
    pairs = [(low, high) for low, high in pairwise(cuts) if high > low]
    return [Region(low, high, game.meaning((low + high) / 2.0)) for low, high in pairs]


def _notes(social: float, dominance: float) -> list[str]:
    """Thresholds that no probability reaches."""
    notes = []
    for name, value, act in (
        ("social threshold", social, "society prefers safe play"),
        ("threshold of risk dominance", dominance, "safe play risk-dominates"),
    ):
        if value < 0.0:
            notes.append(f"the {name} is below 0: {act} at every risk")
        elif value >= 1.0:
            notes.append(f"the {name} is not below 1: {act} at no risk")
    return notes


# ---- imitation ------------------------------------------------------------------------------------------------------
def log_odds(gain: float, noise: float) -> float:
    """log(chance of taking / chance of refusing) an act, from the rule of choice.

    A logit choice has m times the odds' logarithm at 1/m of the noise: far from indifference the chances are taken
    at a noise where neither vanishes.
    """
    if math.isinf(noise):
        return 0.0
    times = max(1.0, abs(gain) / (noise * STEEP))
    taken, refused = probability(gain, noise * times), probability(-gain, noise * times)
    return times * (math.log(taken) - math.log(refused))


def advantages(game: Game, risk: float, population: int) -> list[float]:
    """Mean payoff of safe less that of unsafe teams, with 1 .. population - 1 safe teams that meet all others."""
    ss, su, us, uu = race_payoffs(game.benefit, game.cost, game.speedup, game.prize, risk)
    rest = population - 1
    return [
        ((k - 1) * ss + (population - k) * su) / rest - (k * us + (rest - k) * uu) / rest for k in range(1, population)
    ]


def log_fixation(odds: list[float]) -> float:
    """log of the chance that one mutant takes over; ``odds``: log odds of one more against one less, at 1, 2, ...

    1 / (1 + sum over i of the product over j <= i of exp(-odds_j)) (Traulsen, Nowak and Pacheco 2006), in logarithms.
    """
    logs, total = [0.0], 0.0
    for value in odds:
        total -= value
        logs.append(total)
    largest = max(logs)
    return -(largest + math.log(math.fsum(math.exp(value - largest) for value in logs)))


def unsafe_share(game: Game, risk: float, population: int, beta: float) -> float:
    """Share of time in which all race, when mutants are rare and teams imitate by pairwise comparison.

    The chain between the two pure states: unsafe mutants take over safe play and the other way round.
    """
    noise = 1.0 / beta if beta > 0.0 else math.inf
    odds = [log_odds(gain, noise) for gain in advantages(game, risk, population)]
    safe_takes_over = log_fixation(odds)
    unsafe_takes_over = log_fixation([-value for value in reversed(odds)])
    difference = safe_takes_over - unsafe_takes_over
    return math.exp(-difference) / (1.0 + math.exp(-difference)) if difference > 0 else 1 / (1 + math.exp(difference))
