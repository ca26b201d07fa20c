"""The smallest change from the centre that reverses the order of two designs, found by real runs.

Distances are in shares of the inputs' ranges: of one input, or the Euclidean length of a joint change. The order at a
point is that on most streams, where the mean lead agrees with it (``orders``). Single inputs are tried at both ends
of their ranges, and those that reverse the order there are brought back by halving. For a joint change a fitted
surrogate says where to look: the nearest point at which it says that the other design is ahead, by sequential
quadratic programming (Kraft 1988, by scipy); real runs there say whether it is so, and halving brings the point back
towards the centre. Several lengths of a change are tried on a second block of streams, until one is clear; what is
reported of that one is one look at a third block, by which nothing was chosen. A joint change that this does not find
may exist all the same: ends and surrogate are no proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.discovery.orders import Order, Streams
from results.discovery.surrogate import Surrogate

HALVINGS = 5
STARTS = 12  # of the optimiser
BEYOND = (0.0, 0.3, 0.6, 1.0, 1.6, 2.4)  # log odds that the surrogate must show for the other design, one after another
LENGTHS = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)  # of a step, until it is clear
SECOND, THIRD = 1, 2  # blocks of streams: to choose a length by, and to report
STRETCH = 1.15  # how much further out a joint change is looked at when parts are left out of it
CANDIDATES = 3  # single inputs that are confirmed, the nearest first


@dataclass(frozen=True)
class Size:
    """Streams: at the ends of single inputs, on the way, for a confirmation."""

    ends: int = 64
    way: int = 200
    confirm: int = 1000


@dataclass(frozen=True, eq=False)
class Change:
    """A change that reverses the order.

    point : (K,) shares of the ranges.  distance : from the centre.  order : on streams that nothing was chosen by; it
    need not be clear there.
    """

    point: np.ndarray
    moved: tuple[int, ...]
    distance: float
    order: Order


@dataclass(frozen=True, eq=False)
class Flip:
    """centre : the order there.  single, joint : the nearest change of each kind that is confirmed, or None.

    ends : (K, 2) orders at the ends of each input.  wanted : the design that is behind at the centre (0 or 1; -1: the
    order there is not clear, and nothing was searched).
    tried_joint : whether there was a surrogate to look by.
    """

    centre: Order
    wanted: int
    single: Change | None = None
    joint: Change | None = None
    ends: tuple[tuple[Order, Order], ...] = ()
    tried_joint: bool = False


def find(
    streams: Streams, unscaled: Callable[[np.ndarray], np.ndarray], centre: np.ndarray, surrogate: Surrogate | None,
    size: Size, tell: Callable[[str, int, int], None] | None = None,
) -> Flip:  # fmt: skip
    """The flip around a centre (K,) in shares of the ranges; ``unscaled`` makes values of shares."""
    (here,) = streams.orders(unscaled(centre), size.confirm, THIRD)
    if not here.clear:
        return Flip(here, -1)
    search = _Search(streams, unscaled, centre, 1 - here.ahead, size)
    ends = search.ends(tell)
    single = search.single(ends)
    joint = None if surrogate is None else search.joint(surrogate)
    if single is not None and (joint is None or single.distance <= joint.distance):
        joint = None  # a single change is the nearest joint one
    return Flip(here, search.wanted, single, joint, ends, surrogate is not None)


@dataclass(eq=False)
class _Search:
    streams: Streams
    unscaled: Callable[[np.ndarray], np.ndarray]
    centre: np.ndarray
    wanted: int
    size: Size

    def _orders(self, points: Any, count: int, block: int = 0) -> list[Order]:
        return self.streams.orders(self.unscaled(np.atleast_2d(points)), count, block)

    def _distance(self, point: np.ndarray) -> float:
        return float(np.linalg.norm(point - self.centre))

    def ends(self, tell: Callable[[str, int, int], None] | None) -> tuple[tuple[Order, Order], ...]:
        """The orders at both ends of every input."""
        found = []
        for k in range(len(self.centre)):
            points = np.tile(self.centre, (2, 1))
            points[:, k] = 0.0, 1.0
            low, high = self._orders(points, self.size.ends)
            found.append((low, high))
            if tell is not None:
                tell("ends of single inputs", k + 1, len(self.centre))
        return tuple(found)

    def single(self, ends: tuple[tuple[Order, Order], ...]) -> Change | None:
        """The nearest confirmed change of one input whose end reverses the order."""
        ways: list[np.ndarray] = []
        for k, orders in enumerate(ends):
            for side, order in enumerate(orders):
                if order.ahead == self.wanted:
                    goal = self.centre.copy()
                    goal[k] = float(side)
                    ways += [way for way in (self._nearest(goal),) if way is not None]
        ways.sort(key=self._distance)
        changes = [self._confirmed(way) for way in ways[:CANDIDATES]]
        found = [change for change in changes if change is not None]
        return min(found, key=lambda change: change.distance) if found else None

    def _nearest(self, goal: np.ndarray) -> np.ndarray | None:
        """The point nearest to the centre on the way to a goal at which the order is reversed, by halving."""
        (there,) = self._orders(goal, self.size.way)
        if there.ahead != self.wanted:
            return None
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            (order,) = self._orders(self.centre + middle * (goal - self.centre), self.size.way)
            low, high = (low, middle) if order.ahead == self.wanted else (middle, high)
        return self.centre + high * (goal - self.centre)

    def _confirmed(self, point: np.ndarray) -> Change | None:
        """The change at the point, or further out that way, that is clear; as one look at other streams shows it.

        None where none is clear, or where the other streams do not show that order.
        """
        goal = self._clear(point)
        if goal is None:
            return None
        (order,) = self._orders(goal, self.size.confirm, THIRD)
        if order.ahead != self.wanted:
            return None
        moved = np.flatnonzero(np.abs(goal - self.centre) > 1e-9)
        return Change(goal, tuple(int(k) for k in moved), self._distance(goal), order)

    def _clear(self, point: np.ndarray) -> np.ndarray | None:
        """The first of several lengths at which the order is clear; each is a look at the same streams."""
        for length in LENGTHS:
            goal = np.clip(self.centre + length * (point - self.centre), 0.0, 1.0)
            (order,) = self._orders(goal, self.size.confirm, SECOND)
            if order.is_clearly(self.wanted):
                return goal
        return None

    def joint(self, surrogate: Surrogate) -> Change | None:
        """The nearest confirmed joint change of the inputs that matter most."""
        for beyond in BEYOND:
            goal = self._optimum(surrogate, beyond)
            if goal is None:
                break
            point = self._nearest(self._pruned(goal))
            if point is not None:
                return self._confirmed(point)
        return None

    def _optimum(self, surrogate: Surrogate, beyond: float) -> np.ndarray | None:
        """The point nearest to the centre at which the surrogate shows the wanted order by so many log odds."""
        from scipy.optimize import minimize

        start, sign = self.centre[surrogate.chosen], 1.0 if self.wanted == 0 else -1.0
        limit = {"type": "ineq", "fun": lambda v: sign * float(surrogate.logit(v)) - beyond}
        rng, best = np.random.default_rng(0), None
        for k in range(STARTS):
            begin = start if k == 0 else rng.random(len(start))
            found = minimize(
                lambda v: float(np.sum((v - start) ** 2)), begin, method="SLSQP", bounds=[(0.0, 1.0)] * len(start),
                constraints=[limit], options={"maxiter": 200},
            )  # fmt: skip
            good = found.success and limit["fun"](found.x) > -1e-6  # type: ignore[operator]
            if good and (best is None or found.fun < best.fun - 1e-9):
                best = found
        if best is None:
            return None
        goal = self.centre.copy()
        goal[surrogate.chosen] = np.clip(best.x, 0.0, 1.0)
        return goal

    def _pruned(self, goal: np.ndarray) -> np.ndarray:
        """A goal, a little further out, without the parts that it does not need: the smallest are tried first."""
        far = np.clip(self.centre + STRETCH * (goal - self.centre), 0.0, 1.0)
        if not self._holds(far):
            return goal
        size = np.abs(far - self.centre)
        for k in np.argsort(size, kind="stable"):
            without = far.copy()
            without[k] = self.centre[k]
            if size[k] > 0 and np.any(without != self.centre) and self._holds(without):
                far = without
        return far

    def _holds(self, point: np.ndarray) -> bool:
        (order,) = self._orders(point, self.size.way)
        return order.ahead == self.wanted
