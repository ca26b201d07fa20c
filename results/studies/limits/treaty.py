"""Membership in the limit: which sizes of a treaty of n alike states are stable (Barrett 1994).

Quadratic: payoff b Q - c q^2 / 2, members choose together, outsiders for themselves. Binary: everyone contributes 0 or
1 at cost c. The gain of staying is what the model's own states judge, every other parameter 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from results.studies.limits.alike import alike_model
from results.studies.limits.limit import NOT_NEGATIVE, POSITIVE, SHARE, Range, at_limit, check
from sim import parameters as P
from sim.errors import InputError
from sim.rules.choice import accepts, keeps
from sim.rules.membership import set_benefits
from sim.rules.metrics import list_positive

KINDS = ("quadratic", "binary")
MOST_STATES = 400


@dataclass(frozen=True)
class Size:
    """A coalition of so many members."""

    members: int
    gain: float | None  # of the last member from being in, against staying outside; None for no members
    effort: float  # of all members together
    internal: bool  # no member gains by leaving
    external: bool  # no outsider gains by joining

    @property
    def stable(self) -> bool:
        """Neither gains."""
        return self.internal and self.external


@dataclass(frozen=True)
class Treaty:
    """Stability of every size."""

    kind: str
    n: int
    benefit: float
    cost: float
    excludability: float
    penalty: float
    sizes: list[Size]
    note: str

    @property
    def stable(self) -> list[int]:
        """Sizes at which nobody wants to join or to leave."""
        return [size.members for size in self.sizes if size.stable]

    @property
    def largest(self) -> int:
        """Largest stable size whose members contribute anything, 0 if there is none."""
        return max((size.members for size in self.sizes if size.stable and size.effort > 0.0), default=0)


class States:
    """n alike states in the model's world. Utilities count in ``unit``, so that a choice's tolerance is small."""

    def __init__(self, kind: str, n: int, benefit: float, cost: float, excludability: float, penalty: float) -> None:
        binary = kind == "binary"
        self.n, self.unit = n, cost if binary else benefit * benefit / cost
        scaled = cost / self.unit
        self.p = at_limit(
            network_benefit=benefit / self.unit, effort_cost=scaled if binary else 0.0,
            effort_curve=0.0 if binary else scaled, effort_cap=1.0 if binary else math.inf, self_organised=1.0,
        )  # fmt: skip
        self.model = alike_model(n, self.p, excludability=excludability, penalty=penalty / self.unit)

    def gather(self, members: int) -> None:
        """Make the first so many states the members."""
        world = self.model.world
        world.tier = (np.arange(self.n) < members).astype(np.int64)
        list_positive(world.tier, world.members)
        set_benefits(world)

    def gain(self, members: int) -> float:
        """What the last of so many members gains by being in, against the others' coalition without it."""
        self.gather(members)
        return float(self.model.states[members - 1].judge_membership(1)[1])

    def effort(self, members: int) -> float:
        """Total effort of so many members."""
        self.gather(members)
        self.model.phase_membership()
        return float(self.model.world.effort.sum())


def study(
    kind: str, n: int, benefit: float, cost: float, excludability: float = 0.0, penalty: float = 0.0
) -> Treaty:  # fmt: skip
    """Gain of staying and stability of each size 0 .. n; InputError if an input is out of range."""
    if kind not in KINDS:
        raise InputError("unknown kind of treaty", key="kind", value=kind, allowed=", ".join(KINDS), choices=KINDS)
    check(
        n=(n, Range(1, MOST_STATES)),
        benefit=(benefit, POSITIVE),
        cost=(cost, POSITIVE),
        excludability=(excludability, SHARE),
        penalty=(penalty, NOT_NEGATIVE),
    )
    states = States(kind, n, benefit, cost, excludability, penalty)
    gains = [states.gain(members) for members in range(1, n + 1)]
    sizes = [
        Size(
            members,
            gains[members - 1] * states.unit if members else None,
            states.effort(members),
            members == 0 or bool(keeps(gains[members - 1], states.p[P.NOISE], 0.0)),
            members == n or not accepts(gains[members], states.p[P.NOISE], 0.0),
        )
        for members in range(n + 1)
    ]
    return Treaty(kind, n, benefit, cost, excludability, penalty, sizes, _note(kind, n, benefit, cost))


def _note(kind: str, n: int, benefit: float, cost: float) -> str:
    """What a reader should know where the binary treaty is none."""
    if kind == "binary" and cost <= benefit:
        return "the cost is not above the benefit: every state contributes alone, and a treaty adds nothing"
    if kind == "binary" and cost > n * benefit:
        return "the cost is above the benefit to all states together: no coalition contributes"
    return ""
