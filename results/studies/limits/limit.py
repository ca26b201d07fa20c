"""What all limits need: parameters with every other term switched off, ranges of inputs, and roots."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.errors import InputError, raise_all
from sim.parameters import NAMES, with_values


def at_limit(**on: float) -> np.ndarray:
    """(parameters,) vector in which all is 0 but what is named: whatever term a rule gains later is off as well.

    KeyError if a name is unknown.
    """
    return with_values(**(dict.fromkeys(NAMES, 0.0) | on))


# ---- ranges ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Range:
    """The values that an input may take; the open ends are not among them."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value is finite and in the range."""
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return math.isfinite(value) and above and below

    def __str__(self) -> str:
        low, high = ("above" if self.open_low else "from"), ("to below" if self.open_high else "to")
        return f"{low} {self.low:g} {high} {self.high:g}"


# Beyond these bounds sums lose the digits that the tolerance of a choice needs.
MANY, FEW = 1e9, 1e-9
ANY, SHARE, NOT_NEGATIVE, POSITIVE = Range(-MANY, MANY), Range(0, 1), Range(0, MANY), Range(FEW, MANY)


def check(**inputs: tuple[float, Range]) -> None:
    """Raise one ``InputError`` that names every input outside its range (keys as on the command line)."""
    raise_all(
        [
            InputError("out of range", key=key.replace("_", "-"), value=value, allowed=str(allowed))
            for key, (value, allowed) in inputs.items()
            if not allowed.holds(value)
        ]
    )


# ---- roots ----------------------------------------------------------------------------------------------------------
def bisect(gain: Callable[[float], float], low: float, high: float) -> float:
    """Where ``gain`` changes its sign between low and high (it must), to the last digit."""
    rising = gain(high) > 0.0
    while True:
        middle = (low + high) / 2.0
        if middle in (low, high):
            return middle
        if (gain(middle) > 0.0) == rising:
            high = middle
        else:
            low = middle


def threshold(gain: Callable[[float], float]) -> float:
    """Where ``gain`` is zero: by bisection on [0, 1], else the line through both ends carried on (NaN if it is level).

    The gains of the race and of the repeated game are straight lines, so that the root outside [0, 1] is exact too.
    """
    first, last = gain(0.0), gain(1.0)
    if first == 0.0 or last == 0.0:
        return 0.0 if first == 0.0 else 1.0
    if (first > 0.0) != (last > 0.0):
        return bisect(gain, 0.0, 1.0)
    return first / (first - last) if first != last else math.nan


def peak(value: Callable[[float], float], low: float = 0.0, high: float = 1.0) -> float:
    """Where a function with a single peak is largest (golden section)."""
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(80):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if value(left) >= value(right):
            high = right
        else:
            low = left
    return (low + high) / 2.0
