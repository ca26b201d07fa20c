"""The network of deals: ties, distances and what a link is worth in contacts."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.idiomatic.makers import DealMaker

FAR = 99  # no path


@dataclass
class Tie:
    """A tie, held by both sides: its types of collaboration and the month in which its term ends."""

    kinds: set[int]
    end: int


class Network:
    """Who is tied to whom, and how far everybody is from everybody."""

    def __init__(self, makers: list[DealMaker], decay: float) -> None:
        self.makers = makers
        self.power = [decay**d for d in range(FAR)] + [0.0]
        self.distance = [[FAR] * len(makers) for _ in makers]

    def link(self, a: DealMaker, b: DealMaker, tie: Tie) -> None:
        """Tie two actors, without looking at distances."""
        a.ties[b] = b.ties[a] = tie

    def unlink(self, a: DealMaker, b: DealMaker) -> None:
        """End a tie."""
        del a.ties[b], b.ties[a]
        self.measure()

    def measure(self) -> None:
        """All distances afresh."""
        self.distance = [self.distances_from(maker) for maker in self.makers]

    def distances_from(self, source: DealMaker, cut: frozenset[DealMaker] = frozenset()) -> list[int]:
        """Shortest path lengths from an actor, breadth first, without the link between the two of ``cut``."""
        out = [FAR] * len(self.makers)
        out[source.node] = 0
        queue = deque([source])
        while queue:
            here = queue.popleft()
            for there in here.ties:
                if out[there.node] == FAR and not (here in cut and there in cut):
                    out[there.node] = out[here.node] + 1
                    queue.append(there)
        return out

    def shorten(self, a: DealMaker, b: DealMaker) -> None:
        """Distances after a new link between a and b."""
        from_a, from_b = self.distance[a.node][:], self.distance[b.node][:]
        for i, row in enumerate(self.distance):
            via_a, via_b = from_a[i] + 1, from_b[i] + 1
            for j, known in enumerate(row):
                through = min(via_a + from_b[j], via_b + from_a[j])
                if through < known:
                    row[j] = through

    def reach_gain(self, own: list[int], theirs: list[int]) -> float:
        """What a direct link adds to the reach of one side, from both sides' distances without it."""
        total = 0.0
        for maker, far, near in zip(self.makers, own, theirs, strict=True):
            if near + 1 < far:
                total += maker.weight * (self.power[near + 1] - self.power[far])
        return total

    def reach(self, maker: DealMaker) -> float:
        """Reach of an actor."""
        row = self.distance[maker.node]
        return sum(k.weight * self.power[d] for k, d in zip(self.makers, row, strict=True) if k is not maker)
