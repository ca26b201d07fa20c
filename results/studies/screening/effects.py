"""From points to effects: how far each factor moves each outcome, in units of the outcome's spread over the draws.

Three runs of a replicate are compared: the factor at the low end of its range, at the high end, and as drawn (the
middle). ``spread`` is the standard deviation of an outcome over the draws of behaviour under one design, pooled over
the reference designs. An effect is *clear* if it is not small and beyond chance, by one of two yardsticks:

- ``noise``: what two runs of the same draws differ by when the seed changes. Whatever a factor does to chance, it
  cannot shuffle a run more than a new seed does. Clear from ``CLEAR`` standard errors of it on.
- the spread of the effect itself over the replicates, for effects that every run shows alike. Clear from ``STEADY``
  standard errors on, given ``ENOUGH`` replicates (Student's t with 7 degrees of freedom exceeds 7 once in 5000 times).

Each factor is compared some 300 times (outcomes, ends, designs), hence the wide margins.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

SMALL = 0.05  # spreads: below it nobody would notice
CLEAR, STEADY, ENOUGH = 4.5, 7.0, 6  # see above
MOVES, UNCLEAR, NOTHING = "moves", "nothing clear", "nothing at all"


@dataclass(frozen=True)
class Scale:
    """Spread and noise of every outcome. spread : (O,). noise : (D, O) of one pair under each design.

    noise_mean : (O,) noise of a pair's mean over the designs.
    """

    spread: np.ndarray
    noise: np.ndarray
    noise_mean: np.ndarray


def scale(base: np.ndarray, reseeded: np.ndarray) -> Scale:
    """Spread and noise from (R, D, O) outcomes of the same draws under two seeds."""
    both = np.concatenate([base, reseeded])
    difference = reseeded - base
    with _quiet():
        spread = np.sqrt(np.nanmean(np.nanvar(both, axis=0, ddof=1), axis=0))
        noise = np.sqrt(np.nanmean(difference**2, axis=0))
        noise_mean = np.sqrt(np.nanmean(np.nanmean(difference, axis=1) ** 2, axis=0))
    return Scale(spread, noise, noise_mean)


def effects(low: np.ndarray, middle: np.ndarray, high: np.ndarray, scale: Scale) -> dict[str, np.ndarray]:
    """Effects of one factor from (R, D, O) outcomes at the low end, in the middle and at the high end.

    Gives, in spreads: 'low' and 'high' (O,), the mean move from the middle to that end; 'effect' (O,) from low to
    high with its standard error 'se'; 'by_design' (D, O) the effect under each design; 'clear' (O,) whether any of them
    is beyond noise and not small.
    """
    spread = np.where(scale.spread > 0, scale.spread, 1.0)
    moves = {"low": low - middle, "high": high - middle, "effect": high - low}
    found: dict[str, np.ndarray] = {"clear": np.zeros(len(spread), dtype=bool)}
    with _quiet():
        for name, move in moves.items():
            both = np.nanmean(move, axis=1) / spread  # (R, O), mean over the designs
            found[name] = np.nanmean(both, axis=0)
            found["clear"] |= _clear(both, scale.noise_mean / spread)
        found["se"] = _standard_error(np.nanmean(moves["effect"], axis=1) / spread)
        found["by_design"] = np.nanmean(moves["effect"], axis=0) / spread
        found["clear"] |= _clear(moves["effect"] / spread, scale.noise / spread).any(axis=0)
    return found


def _standard_error(values: np.ndarray) -> np.ndarray:
    """Of the mean over the first axis; NaN without two numbers."""
    return np.nanstd(values, axis=0, ddof=1) / np.sqrt(np.maximum(1, (~np.isnan(values)).sum(axis=0)))


def _clear(moves: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Whether the mean of (R, ...) moves is neither small nor chance; ``noise`` is that of one pair of runs."""
    count = (~np.isnan(moves)).sum(axis=0)
    size = np.nan_to_num(np.abs(np.nanmean(moves, axis=0)))
    chance = CLEAR * np.nan_to_num(noise, nan=np.inf) / np.sqrt(np.maximum(1, count))
    own = np.where(count >= ENOUGH, STEADY * np.nan_to_num(_standard_error(moves), nan=np.inf), np.inf)
    return (size >= SMALL) & (size >= np.minimum(chance, own))


def table(found: dict[str, dict[str, np.ndarray]], outcomes: Sequence[str], designs: Sequence[str]) -> pd.DataFrame:
    """A row a factor and outcome that changed at all; see ``effects`` for the columns."""
    rows = []
    for factor, numbers in found.items():
        for k, outcome in enumerate(outcomes):
            values = [numbers[name][k] for name in ("low", "high", "effect", "se")]
            values += [numbers["by_design"][d, k] for d in range(len(designs))]
            if np.any(np.nan_to_num(values) != 0.0):
                rows.append([factor, outcome, *values, bool(numbers["clear"][k])])
    columns = ["factor", "outcome", "low", "high", "effect", "se", *(f"effect under {d}" for d in designs), "clear"]
    return pd.DataFrame(rows, columns=columns)


def verdicts(table: pd.DataFrame, factors: Sequence[str]) -> dict[str, str]:
    """Factor -> 'moves' something clearly, 'nothing clear', or 'nothing at all' (no outcome changed in any run)."""
    moved = set(table.loc[table["clear"], "factor"])
    touched = set(table["factor"])
    return {name: MOVES if name in moved else UNCLEAR if name in touched else NOTHING for name in factors}


@contextmanager
def _quiet() -> Iterator[None]:
    """Means over nothing are NaN, without a warning."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        yield
