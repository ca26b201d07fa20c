"""Joint effort with a threshold: the collective-risk dilemma (Santos and Pacheco 2011).

N actors are drawn; if fewer than M contribute, all is lost with risk r. In units of the endowment's risk b r the gain
of contributing when a share x of the population does is C(N-1, M-1) x^(M-1) (1-x)^(N-M) - c/r. It is the model's gain
of joining: the coalition's effort is all or nothing, worth its cost once M contribute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from results.studies.limits.limit import NOT_NEGATIVE, Range, bisect, check, peak
from sim.rules.membership import effort, effort_cost, join_gain, join_terms

MOST_ACTORS = 1000


@dataclass(frozen=True)
class CollectiveRisk:
    """Interior rest points of the replicator dynamics, and the largest cost ratio that has any."""

    n: int
    threshold: int
    cost_ratio: float
    peak_at: float  # share of contributors at which contributing gains most
    peak: float  # chance to be the one who matters there: the largest cost ratio c/r with interior roots
    roots: list[float]
    unstable: float | None  # above this share of contributors cooperation grows ...
    stable: float | None  # ... up to this one
    note: str


class Group:
    """N actors of whom M must contribute."""

    def __init__(self, n: int, threshold: int, cost_ratio: float) -> None:
        self.n, self.threshold, self.cost_ratio = n, threshold, cost_ratio
        self.gains = np.array([self.gain_with(others) for others in range(n)])
        self.others = np.arange(n)
        self.ways = np.array([float(math.comb(n - 1, others)) for others in range(n)])

    def provided(self, contributors: int) -> float:
        """1 if so many provide the good: the coalition's all-or-nothing effort at a cost just below M benefits."""
        return float(effort(float(contributors), 1.0, self.threshold - 0.5, 0.0, 1.0))

    def gain_with(self, others: int) -> float:
        """Gain of contributing beside so many other contributors, by the rule of joining."""
        cost = effort_cost(self.cost_ratio, 0.0, 1.0) - effort_cost(self.cost_ratio, 0.0, 0.0)
        terms = join_terms(
            1.0, 1.0, self.provided(others + 1), self.provided(others), 0.0, 1.0, cost, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
            others, 0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip
        return float(join_gain(terms))

    def gain(self, x: float) -> float:
        """Expected gain when each of the others contributes with chance x."""
        chances = self.ways * x**self.others * (1.0 - x) ** (self.n - 1 - self.others)
        return float(chances @ self.gains)


def study(n: int, threshold: int, cost_ratio: float = 0.2) -> CollectiveRisk:
    """Peak and interior roots of the gain of contributing; InputError if an input is out of range."""
    check(n=(n, Range(2, MOST_ACTORS)), cost_ratio=(cost_ratio, NOT_NEGATIVE))
    check(threshold=(threshold, Range(1, n)))
    group = Group(n, threshold, cost_ratio)
    at = peak(group.gain)
    ends = {0.0: group.gain(0.0), 1.0: group.gain(1.0)}
    at = max((at, 0.0, 1.0), key=lambda x: ends.get(x, group.gain(x)))
    best = group.gain(at)
    roots = _roots(group, at, best, ends)
    return CollectiveRisk(
        n, threshold, cost_ratio, at, best + cost_ratio, [x for x in roots if x is not None], *roots,
        _note(n, threshold, cost_ratio, best),
    )  # fmt: skip


def _roots(group: Group, at: float, best: float, ends: dict[float, float]) -> tuple[float | None, float | None]:
    """The roots left and right of the peak, strictly between 0 and 1; None where the gain does not change its sign."""
    if best <= 0.0:
        return None, None
    left = bisect(group.gain, 0.0, at) if ends[0.0] < 0.0 and at > 0.0 else None
    right = bisect(group.gain, at, 1.0) if ends[1.0] < 0.0 and at < 1.0 else None
    return left, right


def _note(n: int, threshold: int, cost_ratio: float, best: float) -> str:
    """What the roots mean."""
    if cost_ratio == 0.0:
        return "contributing costs nothing: there is no interior root"
    if best <= 0.0:
        return "the cost ratio is not below its maximum: nobody contributes in the long run"
    if threshold == 1:
        return "one contributor is enough: cooperation grows from nothing up to the root"
    if threshold == n:
        return "all must contribute: cooperation grows above the root, and vanishes below it"
    return "cooperation vanishes below the first root, and settles at the second above it"
