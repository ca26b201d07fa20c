"""Where a function is evaluated to work out its sensitivity: Morris' trajectories and Saltelli's matrices.

SALib makes the points in the unit cube. A *counted* input (see ``scenarios.inputs``) has no order and no distance:

- In Saltelli's matrices its column holds shares that become numbers (``floor(share x how many)``), each number as
  likely as the others and the columns independent, as the estimators want it. A matrix AB takes the number from B and
  all else from A, so that a point and its partner differ in the draws alone, or share them and differ in another input.
- In a trajectory it takes two of ``LEVELS`` numbers that no other trajectory has. The step from one to the other has no
  length: its effect is the plain difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.extras import require
from scenarios.inputs import Input

MORRIS, SOBOL = METHODS = ("morris", "sobol")
LEVELS = 4  # of a trajectory's grid: ends of the range and thirds of it
STEP = LEVELS / (2 * (LEVELS - 1))  # of a trajectory, as a share of the range


@dataclass(frozen=True)
class Sample:
    """Points of k inputs. size : number of trajectories, or rows of Saltelli's matrices.

    shares : (points, k) shares of the ranges, 0 to 1.  numbers : (points, k) numbers of the counted inputs before they
    are taken modulo how many there are; -1 for the others in a trajectory, and everywhere in Saltelli's matrices.
    """

    method: str
    size: int
    second: bool
    shares: np.ndarray
    numbers: np.ndarray

    def values(self, inputs: Sequence[Input]) -> np.ndarray:
        """(points, k) what each input is at each point."""
        columns = []
        for k, each in enumerate(inputs):
            counted = each.counted and self.method == MORRIS
            columns.append(self.numbers[:, k] % each.high if counted else each.at(self.shares[:, k]))
        return np.column_stack(columns)


def morris(inputs: int, trajectories: int, seed: int) -> Sample:
    """``trajectories`` x (inputs + 1) points: trajectories in which each input is moved once, in a random order."""
    require_salib()
    from SALib.sample import morris as salib

    shares = np.asarray(salib.sample(_problem(inputs), trajectories, num_levels=LEVELS, seed=_salib_seed(seed)))
    own = np.repeat(np.arange(trajectories), inputs + 1)[:, None] * LEVELS
    return Sample(MORRIS, trajectories, False, shares, own + np.rint(shares * (LEVELS - 1)).astype(int))


def sobol(inputs: int, rows: int, seed: int, second: bool = False) -> Sample:
    """``rows`` x (inputs + 2) points, or x (2 inputs + 2) for effects of pairs; ``rows`` a power of two."""
    require_salib()
    from SALib.sample import sobol as salib

    shares = salib.sample(_problem(inputs), rows, calc_second_order=second, seed=_salib_seed(seed))
    return Sample(SOBOL, rows, second, np.asarray(shares), np.full(shares.shape, -1))


def require_salib() -> None:
    """InputError if SALib is not installed."""
    require("a sensitivity analysis", "analysis", {"SALib": "SALib"})


def _problem(inputs: int) -> dict[str, object]:
    names = [f"x{k}" for k in range(inputs)]
    return {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}


def _salib_seed(seed: int) -> int:
    """SALib takes 32 bits, and 0 for no seed at all."""
    return seed % (2**32 - 1) + 1
