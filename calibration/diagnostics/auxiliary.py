"""Statistics of a network that no estimator is fitted to: what the predictive checks compare (see ``predictive``).

They are those of sienaGOF (Lospinoso and Snijders 2019: degrees, geodesic distances, the triad census) and those of the
protocol (isolates, hubs). The network of the offices is meant unless it says 'all ties': undirected, without firms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from calibration.observed import Dyads

TOP = 4  # degrees and distances from here on are counted together
HUBS = 2


@dataclass(frozen=True)
class Auxiliary:
    """A statistic, perhaps a vector. ``of`` takes the dyads and (R, D) ties; gives (R, len(labels))."""

    name: str
    title: str
    meaning: str
    labels: tuple[str, ...]
    of: Callable[[Dyads, np.ndarray], np.ndarray]


def auxiliaries(dyads: Dyads) -> tuple[Auxiliary, ...]:
    """The statistics of a network on these dyads."""
    offices = len(_nodes(dyads))
    counts = tuple(str(k) for k in range(TOP))
    ordered = tuple(f"office {k + 1}" for k in range(offices))
    geodesics = (*counts[1:], f"{TOP} or more", "unreachable")
    triads = ("0 ties", "1 tie", "2 ties", "3 ties")
    return (
        Auxiliary("degrees", "Degrees", "offices by number of ties", (*counts, f"{TOP} or more"), degree_counts),
        Auxiliary("degree_order", "Degrees in order", "ties of the offices, most first", ordered, degrees_in_order),
        Auxiliary("geodesics", "Geodesic distances", "pairs of offices by distance", geodesics, distance_counts),
        Auxiliary("triads", "Triad census", "triples of offices by ties among them", triads, triad_counts),
        Auxiliary("isolates", "Isolates", "offices without a tie to another office", ("isolates",), isolates),
        Auxiliary("hub_share", "Hubs", "share of all ties with one of the two busiest offices", ("share",), hubs),
    )


def adjacency(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, n, n) bool networks of the n offices, from (R, D) ties."""
    nodes, offices = _nodes(dyads), np.flatnonzero(~dyads.with_firm)
    a, b = np.searchsorted(nodes, dyads.pairs[offices]).T
    out = np.zeros((len(tied), len(nodes), len(nodes)), dtype=bool)
    out[:, a, b] = out[:, b, a] = tied[:, offices]
    return out


def degrees(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, n) ties of each office to other offices."""
    return adjacency(dyads, tied).sum(axis=2)


def degree_counts(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, 5) offices with 0, 1, 2, 3, and 4 ties or more."""
    degree = np.minimum(degrees(dyads, tied), TOP)
    return (degree[:, :, None] == np.arange(TOP + 1)).sum(axis=1)


def degrees_in_order(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, n) degrees, largest first."""
    return -np.sort(-degrees(dyads, tied), axis=1)


def isolates(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, 1) offices without a tie to another office."""
    return (degrees(dyads, tied) == 0).sum(axis=1, keepdims=True)


def distance_counts(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, 5) pairs of offices at distance 1, 2, 3, 4 or more, and without a path."""
    network = adjacency(dyads, tied)
    n = network.shape[1]
    step = (network | np.eye(n, dtype=bool)).astype(np.float32)
    within, counts = step, [np.zeros(len(tied), dtype=np.int64)]
    for _ in range(TOP - 1):
        counts.append(_pairs(within))
        within = _steps(within, step)
    for _ in range(max(1, n.bit_length())):  # squared until every path of n steps is in it
        within = _steps(within, within)
    reached = _pairs(within)
    near = np.diff(np.array(counts), axis=0)
    return np.column_stack([*near, reached - counts[-1], n * (n - 1) // 2 - reached])


def triad_counts(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, 4) triples of offices with 0, 1, 2 (open) and 3 (closed) ties among them."""
    network = adjacency(dyads, tied)
    a, b, c = np.array(list(combinations(range(network.shape[1]), 3)), dtype=np.int64).reshape(-1, 3).T
    ties = network[:, a, b].astype(np.int8) + network[:, b, c] + network[:, a, c]
    return (ties[:, :, None] == np.arange(4)).sum(axis=1)


def hubs(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, 1) share of all ties, those with firms included, with one of the two offices that have most; 0 without ties.

    Of offices with as many ties the one that comes first in the roster is the hub.
    """
    nodes = _nodes(dyads)
    at = (dyads.pairs[:, :, None] == nodes).any(axis=1)  # (D, n)
    total = tied.astype(np.int64) @ at
    first = np.argsort(-total, axis=1, kind="stable")[:, :HUBS]
    with_hub = (at[None, :, :] & _one_hot(first, len(nodes))[:, None, :]).any(axis=2)
    return ((tied & with_hub).sum(axis=1) / np.maximum(1, tied.sum(axis=1)))[:, None]


def _nodes(dyads: Dyads) -> np.ndarray:
    """(n,) nodes of the offices, in order of the roster."""
    return np.unique(dyads.pairs[~dyads.with_firm])


def _one_hot(places: np.ndarray, n: int) -> np.ndarray:
    return (places[:, :, None] == np.arange(n)).any(axis=1)


def _steps(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pairs joined by a step of the one after a step of the other."""
    return (one @ other > 0).astype(np.float32)


def _pairs(within: np.ndarray) -> np.ndarray:
    """(R,) unordered pairs of different nodes that are joined."""
    n = within.shape[1]
    return ((within.sum(axis=(1, 2)) - n) / 2).astype(np.int64)
