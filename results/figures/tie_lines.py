"""Ties of a drawn network: bundles of firms' ties, curves between places, and where their counts are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from results.figures.places import Box, overlap
from results.figures.region_map import Spot

_BEND = 0.10  # how far a curve leaves the straight line, as a share of its length
_ARC = (4.0, 0.11, 11.0)  # points: an arc within a column, at least, a point of its length, at most
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8, 0.15, 0.85)  # where on a curve a count may stand
_ASIDE = (0.0, 5.0, -5.0)  # points beside the curve

Pair = tuple[int, int]


def bundles(pairs: Iterable[Pair], n_states: int, firm_home: np.ndarray) -> dict[Pair, int]:
    """Pairs of places -> number of ties. A firm's place is that of all firms of its home, ``n_states`` + home."""
    found: dict[Pair, int] = {}
    for pair in pairs:
        a, b = (n if n < n_states else n_states + int(firm_home[n - n_states]) for n in pair)
        if a != b:
            found[a, b] = found.get((a, b), 0) + 1
    return found


def curve(a: Spot, b: Spot, layer: int = 0) -> np.ndarray:
    """(25, 2) points from one actor to another. layer : the higher, the more it bends, so that two do not cover."""
    start, end = np.array([a.x, a.y]), np.array([b.x, b.y])
    way = end - start
    length = float(np.hypot(*way))
    more = 1 + 0.5 * layer
    if abs(way[0]) < 1:  # in one column: to the left, where no names are
        least, slope, most = _ARC
        aside = np.array([-2 * min(least + slope * length, most) * min(more, 1.5), 0.0])
    else:
        aside = np.array([-way[1], way[0]]) * 2 * _BEND * more * np.sign(way[0])
    middle = (start + end) / 2 + aside
    t = np.linspace(0, 1, 25)[:, None]
    found: np.ndarray = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    return found


def place_count(line: np.ndarray, width: float, height: float, taken: Sequence[Box], limits: Box) -> Box | None:
    """A box for the count of a bundle on or beside its curve that covers nothing; None where there is no room."""
    steps = np.gradient(line, axis=0)
    normal = np.stack([-steps[:, 1], steps[:, 0]], axis=1) / np.maximum(np.hypot(*steps.T), 1e-9)[:, None]
    for shift in _ASIDE:
        for along in _ALONG:
            k = round(along * (len(line) - 1))
            x, y = line[k] + shift * normal[k]
            box = (float(x - width / 2), float(y - height / 2), float(x + width / 2), float(y + height / 2))
            inside = limits[0] <= box[0] and limits[1] <= box[1] and box[2] <= limits[2] and box[3] <= limits[3]
            if inside and not any(overlap(box, other) for other in taken):
                return box
    return None
