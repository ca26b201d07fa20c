"""Sizes in words that a reader knows: 'about two', 'twice the share', 'by about a tenth'."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Parts that a reader knows, largest first.
_PARTS = (
    (0.9, "nine tenths"), (0.75, "three quarters"), (2 / 3, "two thirds"), (0.6, "three fifths"), (0.5, "half"),
    (0.4, "two fifths"), (1 / 3, "a third"), (0.25, "a quarter"), (0.2, "a fifth"), (1 / 6, "a sixth"),
    (0.1, "a tenth"), (0.05, "a twentieth"),
)  # fmt: skip
_TIMES = 0.9  # from this relative rise on, and from this remainder down, multiples are told


class Sizes(NamedTuple):
    """Median differences of some designs from the baseline, all of one sign.

    low, high : the smallest and the largest number.  middle : their median.  base : the baseline's level.
    """

    low: float
    high: float
    middle: float
    base: float


Told = Callable[[Sizes], str]


def number_word(n: int) -> str:
    """'two', '12'."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def whole(value: float) -> int:
    """Whole ones, at least one: what is too small to be one is not told."""
    return max(1, math.floor(abs(value) + 0.5))


def part(share: float) -> str:
    """A share between 0 and 1 as a part that a reader knows: 'a tenth'."""
    return min(_PARTS, key=lambda one: abs(one[0] - share))[1]


def _much(sizes: Sizes) -> tuple[str, int]:
    """'about two', 'two to three', and the last of these numbers."""
    low, high = sorted(whole(value) for value in (sizes.low, sizes.high))
    return f"about {number_word(low)}" if low == high else f"{number_word(low)} to {number_word(high)}", high


def counted(sizes: Sizes) -> str:
    """Of things that are counted, named before: 'about two', 'two to three'."""
    return _much(sizes)[0]


def timed(unit: str) -> Told:
    """Of times: 'by about five months'."""

    def size(sizes: Sizes) -> str:
        much, last = _much(sizes)
        return f"by {much} {unit}{'s' * (last > 1)}"

    return size


def _relative(sizes: Sizes) -> float:
    """The middle difference as a share of the baseline's level; NaN where there is none."""
    return sizes.middle / sizes.base if sizes.base > 0 else math.nan


def by_part(sizes: Sizes) -> str:
    """'by about a tenth', 'to about three times as much'; '' where the baseline has none."""
    change = _relative(sizes)
    if math.isnan(change):
        return ""
    if change >= _TIMES:
        return f"to about {_times(1 + change)} as much"
    return f"by about {part(abs(change))}" if change > -_TIMES else "to almost nothing"


def in_share(sizes: Sizes) -> str:
    """Of the share of long projects: 'about twice the share' where it is so much, 'about 12 more of 100' else."""
    if sizes.base >= 0.1 and sizes.middle / sizes.base >= _TIMES:
        return f"about {_times(1 + sizes.middle / sizes.base)} the share"
    low, high = sorted(max(1, round(100 * abs(value))) for value in (sizes.low, sizes.high))
    much = f"about {low}" if low == high else f"{low} to {high}"
    return f"{much} {'more' if sizes.middle > 0 else 'fewer'} of 100"


def in_all(sizes: Sizes) -> str:
    """Of shares whose level under the baseline says nothing: 'about 75 of 100', 'only about 20 of 100', 'all'."""
    left = round(100 * (sizes.base + sizes.middle))
    if left in (0, 100):
        return "all" if left else "none"
    return f"{'about' if sizes.middle > 0 else 'only about'} {left} of 100"


def _times(ratio: float) -> str:
    n = round(ratio)
    return "twice" if n == 2 else f"{number_word(n)} times"


def untold(_: Sizes) -> str:
    """No size in words."""
    return ""


def sizes(diffs: Sequence[float], base: float) -> Sizes:
    """The range and the middle of some differences of one sign."""
    return Sizes(min(diffs), max(diffs), statistics.median(diffs), base)
