"""PRIM boxes (Friedman and Fisher 1999; scenario discovery: Bryant and Lempert 2010), by the EMA workbench.

Of the boxes that peeling gives, the one with the largest weighted relative accuracy is taken: the share of futures in
it, times what its density exceeds the base rate by. Limits that chance alone might set (quasi-p) are dropped. What
is said of a box is measured on futures that did not make it; those of one point count for what they are worth.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from results.discovery.chance import alike
from results.discovery.inputs import Input
from results.discovery.sample import Sample
from results.flips import Drawn, auc
from results.robust.clusters import share_of

MISTAKE = 0.05  # quasi-p of a limit, divided by the number of all inputs
LOOKED_AT = 20  # inputs: those that by themselves tell best who wins (area under the ROC curve)
LEAST = 0.05  # of the futures, in a box
MOST = 4  # inputs that a box limits
ANY = 1e-9  # density that PRIM asks of a box: any win at all, since boxes are judged below
HIGHER = 0.05  # by how much its density must exceed the base rate to be worth saying


@dataclass(frozen=True)
class Limit:
    """What a box says of one input; None: no limit on that side. quasi_p : the larger of the two sides."""

    name: str
    low: float | None
    high: float | None
    quasi_p: float


@dataclass(frozen=True)
class Box:
    """A box, as measured on the futures that were held out.

    density : share of its futures in which the design wins, with a 95% interval.  coverage : share of the wins that
    lie in it.  mass : share of all futures.  base : share of wins in all held-out futures.  found : whether it holds.
    """

    limits: tuple[Limit, ...]
    density: float
    low: float
    high: float
    coverage: float
    mass: float
    base: float
    futures: int
    trained_density: float
    trained_coverage: float

    @property
    def found(self) -> bool:
        """Whether the box holds on futures that did not make it."""
        return bool(self.limits) and self.low > self.base and self.density - self.base >= HIGHER


def find_box(sample: Sample, inputs: Sequence[Input], winner: int) -> Box:
    """The box in which a design (0: the first, 1: the second) wins; see ``Box.found``."""
    y, trained = sample.wins(winner), ~sample.held
    limits = _limits(sample.x[trained], y[trained], inputs)
    return _measured(limits, sample, y, inputs, alike(sample, winner))


def _limits(x: np.ndarray, y: np.ndarray, inputs: Sequence[Input]) -> tuple[Limit, ...]:
    if y.all() or not y.any():
        return ()
    telling = np.argsort(-np.abs(_areas(x, y) - 0.5), kind="stable")[:LOOKED_AT]
    every, inputs, x = len(inputs), [inputs[k] for k in telling], x[:, telling]
    box = _prim(x, y, [one.name for one in inputs])
    table = box.peeling_trajectory
    gain = table["mass"] * (table["density"] - y.mean())
    gain = gain.where((table["res_dim"] <= MOST) & (table["mass"] >= LEAST), -np.inf)
    chosen = int(np.argmax(gain.to_numpy()))
    while True:
        limits = _of(box, chosen, inputs)
        doubtful = [limit for limit in limits if limit.quasi_p > MISTAKE / every]
        if not doubtful:
            return limits
        box.drop_restriction(max(doubtful, key=lambda limit: limit.quasi_p).name, chosen)
        chosen = len(box.box_lims) - 1


def _areas(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(K,) for each column of x (N, K): chance that it is higher where y holds than elsewhere, ties half."""
    table = pd.DataFrame({"replicate": np.arange(len(x)), **{str(k): x[:, k] for k in range(x.shape[1])}})
    drawn = Drawn.of(table, np.arange(len(x)))
    areas = np.full(x.shape[1], 0.5)
    areas[[int(name) for name in drawn.names]] = auc(np.where(y, 1, -1).astype(np.int8)[None, :], drawn)[0]
    return areas


def _prim(x: np.ndarray, y: np.ndarray, names: list[str]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim

        logging.getLogger("EMA").setLevel(logging.ERROR)
        found = prim.Prim(pd.DataFrame(x, columns=names), y.astype(int), threshold=ANY, mass_min=LEAST)
        return found.find_box()


def _of(box: Any, number: int, inputs: Sequence[Input]) -> tuple[Limit, ...]:
    """The limits of a box of the trajectory, with their quasi-p values."""
    first, own = box.box_lims[0], box.box_lims[number]
    names = [one.name for one in inputs if not own[one.name].equals(first[one.name])]
    if not names:
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, told = box.inspect(number, style="data")[0]
    found = []
    for name in names:
        low = float(own[name].iloc[0]) if own[name].iloc[0] != first[name].iloc[0] else None
        high = float(own[name].iloc[1]) if own[name].iloc[1] != first[name].iloc[1] else None
        found.append(Limit(name, low, high, _quasi_p(told, name)))
    return tuple(found)


def _quasi_p(told: pd.DataFrame, name: str) -> float:
    """The larger quasi-p of the sides that are limited; the columns are two limits, then two quasi-p values."""
    values = told.loc[name].to_numpy(np.float64)[2:4]
    return float(np.nanmax(values)) if np.isfinite(values).any() else 1.0


def inside(x: np.ndarray, limits: Sequence[Limit], inputs: Sequence[Input]) -> np.ndarray:
    """(N,) whether futures lie in a box."""
    place = {one.name: k for k, one in enumerate(inputs)}
    found = np.ones(len(x), dtype=bool)
    for limit in limits:
        column = x[:, place[limit.name]]
        found &= column >= (-np.inf if limit.low is None else limit.low)
        found &= column <= (np.inf if limit.high is None else limit.high)
    return found


def _measured(limits: tuple[Limit, ...], sample: Sample, y: np.ndarray, inputs: Sequence[Input], same: float) -> Box:
    within = inside(sample.x, limits, inputs)
    there, held = within & sample.held, sample.held
    density, low, high = share_of(y[there], sample.point[there], same)
    trained = within & ~held
    return Box(
        limits, density, low, high,
        float(y[there].sum() / max(1, y[held].sum())), float(there.sum() / max(1, held.sum())), float(y[held].mean()),
        int(there.sum()), float(y[trained].mean()) if trained.any() else float("nan"),
        float(y[trained].sum() / max(1, y[~held].sum())),
    )  # fmt: skip
