"""The order of two designs at one point: who is better on more streams of random numbers and on their mean.

The two can contradict each other (many small leads against few large ones); then there is no order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.robust.clusters import Z95, proportion

Lead = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (P, K) inputs, (P, S) streams -> (P, S) lead of the first


@dataclass(frozen=True)
class Order:
    """Who is better, by two measures.

    share, low, high : of the decided streams on which the first design is better, with its 95% interval.
    mean, mean_low, mean_high : its lead over all streams with its 95% interval, above 0 where the first is better.
    """

    share: float
    low: float
    high: float
    decided: int
    mean: float
    mean_low: float
    mean_high: float

    @property
    def oftener(self) -> int:
        """0 or 1: which design is better on more streams; -1 if on equally many, or none is decided."""
        return -1 if self.decided == 0 or self.share == 0.5 else int(self.share < 0.5)

    @property
    def agree(self) -> bool:
        """Whether the design that is better on more streams is better on average too."""
        return self.oftener >= 0 and (self.mean > 0 if self.oftener == 0 else self.mean < 0)

    @property
    def ahead(self) -> int:
        """0 or 1: which design is better on more streams and on average; -1 if the two do not agree."""
        return self.oftener if self.agree else -1

    @property
    def clear(self) -> bool:
        """Whether one design is ahead, and the intervals leave out one half of the streams and a mean of nothing."""
        apart = self.low > 0.5 or self.high < 0.5
        return self.agree and apart and (self.mean_low > 0 or self.mean_high < 0)

    def is_clearly(self, ahead: int) -> bool:
        """Whether that design is clearly ahead."""
        return self.clear and self.ahead == ahead

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        return {**vars(self), "ahead": self.ahead, "agree": self.agree, "clear": self.clear}


def order_of(lead: np.ndarray) -> Order:
    """The order from the leads on (S,) streams; ties and what does not apply count for neither."""
    there = lead[np.isfinite(lead)]
    decided = there[there != 0]
    share, low, high = proportion(int((decided > 0).sum()), len(decided))
    mean = float(there.mean()) if len(there) else math.nan
    half = Z95 * float(there.std(ddof=1)) / math.sqrt(len(there)) if len(there) > 1 else math.nan
    return Order(share, low, high, len(decided), mean, mean - half, mean + half)


@dataclass(eq=False)
class Streams:
    """Orders at points on common streams: the same numbers at every point, others for what is to be confirmed.

    lead : runs a pair (see ``pair.Pair.lead``).  first : number of the first stream. runs : pairs of runs so far.
    """

    lead: Lead
    first: int = 0
    runs: int = 0

    def orders(self, x: np.ndarray | Sequence[np.ndarray], streams: int, block: int = 0) -> list[Order]:
        """The orders at (P, K) points, each on so many streams of a block: 0, or one that nothing was chosen by."""
        points = np.atleast_2d(np.asarray(x, dtype=np.float64))
        begin = self.first + block * APART
        numbers = np.tile(np.arange(begin, begin + streams), (len(points), 1))
        self.runs += points.shape[0] * streams
        return [order_of(own) for own in self.lead(points, numbers)]


APART = 5_000_000  # numbers from one block of streams to the next
