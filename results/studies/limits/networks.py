"""Small networks: all of them up to a relabelling of the nodes, and their names."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations, permutations

import numpy as np

from sim.rules.reach import FAR, distances

LARGEST = 6  # offices; 2^15 labelled networks


def pairs(n: int) -> list[tuple[int, int]]:
    """The pairs of n nodes: bit k of a network's number is the k-th pair."""
    return list(combinations(range(n), 2))


def from_number(number: int, n: int) -> np.ndarray:
    """(n, n) int64 mask of links of the network with that number."""
    linked = np.zeros((n, n), dtype=np.int64)
    for k, (a, b) in enumerate(pairs(n)):
        linked[a, b] = linked[b, a] = number >> k & 1
    return linked


def edges(linked: np.ndarray) -> list[tuple[int, int]]:
    """Its links."""
    return [(a, b) for a, b in pairs(len(linked)) if linked[a, b]]


@cache
def classes(n: int) -> tuple[tuple[int, int], ...]:
    """(smallest number, how many labelled networks) of every network of n nodes up to a relabelling of the nodes."""
    moved = _moved_pairs(n)
    seen = np.zeros(2 ** len(pairs(n)), dtype=bool)
    found = []
    for number in range(seen.size):
        if not seen[number]:
            held = [k for k in range(moved.shape[1]) if number >> k & 1]
            images = np.unique((1 << moved[:, held]).sum(axis=1, dtype=np.int64))
            seen[images] = True
            found.append((number, images.size))
    return tuple(found)


def _moved_pairs(n: int) -> np.ndarray:
    """(n!, pairs) where each pair goes under each relabelling of the nodes."""
    index = {pair: k for k, pair in enumerate(pairs(n))}
    return np.array(
        [[index[min(p[a], p[b]), max(p[a], p[b])] for a, b in pairs(n)] for p in permutations(range(n))],
        dtype=np.int64,
    )


def name_of(linked: np.ndarray) -> str:
    """Empty, complete, star, cycle or line; any other network by its degrees, from the largest."""
    n, degree = len(linked), sorted((int(d) for d in linked.sum(axis=1)), reverse=True)
    links, connected = sum(degree) // 2, bool((distances(linked) < FAR).all())
    if links == 0:
        return "empty"
    if links == n * (n - 1) // 2:
        return "complete"
    if degree == [n - 1] + [1] * (n - 1):
        return "star"
    if connected and degree[0] == 2:
        return "cycle" if links == n else "line"
    counts = Counter(degree)
    text = ", ".join(f"{d} (x{counts[d]})" if counts[d] > 1 else str(d) for d in sorted(counts, reverse=True))
    return f"degrees {text}" + ("" if connected else "; in parts")


def complete(n: int) -> np.ndarray:
    """All linked to all."""
    return np.ones((n, n), dtype=np.int64) - np.eye(n, dtype=np.int64)


def star(n: int) -> np.ndarray:
    """All linked to node 0 and to nobody else."""
    linked = np.zeros((n, n), dtype=np.int64)
    linked[0, 1:] = linked[1:, 0] = 1
    return linked
