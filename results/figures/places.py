"""Labels beside points that do not cover each other: a fixed order of trials, no randomness."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from results.figures.labels import Label
from results.figures.style import MUTED

_ANGLES = [25, -25, 155, -155, 50, -50, 130, -130, 0, 180, 90, -90]
_HALO = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6}
_RADII = [7, 13, 22, 34, 50, 70, 100, 140, 200]  # points
TOUCH = 60.0  # what covering any of another label costs, however little: more than the way to the furthest place
Box = tuple[float, float, float, float]


def place_labels(axes: Axes, points: Sequence[tuple[float, float]], labels: Sequence[Label]) -> list[Box]:
    """Write a label beside each point, joined to it by a thin line where it had to move away.

    Each label takes the first of a list of places, nearest first, that covers labels, points and edges least; labels
    count most, and nothing reaches out of the axes. Returns the boxes taken (left, bottom, right, top) in points of the
    figure.
    """
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())  # from here on the scale stands
    scale = 72 / axes.figure.dpi
    pixels = axes.transData.transform(np.asarray(points, float).reshape(-1, 2)) * scale
    frame = axes.get_window_extent()
    limits = (frame.x0 * scale, frame.y0 * scale, frame.x1 * scale, frame.y1 * scale)
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    taken: list[Box] = []
    order = sorted(range(len(labels)), key=lambda k: (-pixels[k][1], pixels[k][0]))
    boxes: list[Box] = [(0, 0, 0, 0)] * len(labels)
    for k in order:
        boxes[k] = _best(pixels[k], labels[k], dots, taken, limits)
        taken.append(boxes[k])
        _write(axes, pixels[k], boxes[k], labels[k], scale)
    return boxes


def overlap(a: Box, b: Box) -> float:
    """The area that two boxes share."""
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def moved_inside(box: Box, limits: Box) -> Box:
    """A box moved as far as it must to lie within limits; from their left and bottom where it is larger than they."""
    x = max(min(0.0, limits[2] - box[2]), limits[0] - box[0])
    y = max(min(0.0, limits[3] - box[3]), limits[1] - box[1])
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _best(point: np.ndarray, label: Label, dots: list[Box], taken: list[Box], limits: Box) -> Box:
    best, found = math.inf, (0.0, 0.0, 0.0, 0.0)
    for radius in _RADII:
        for angle in _ANGLES:
            wanted = _box(point, radius, angle, label.width + 7, label.height + 2)
            box = moved_inside(wanted, limits)
            covered = [area for area in (overlap(box, other) for other in taken) if area > 0]
            cost = TOUCH * len(covered) + 3 * sum(covered) + sum(overlap(box, dot) for dot in dots)
            cost += 4 * _outside(wanted, limits) + 0.15 * radius
            if cost < best:
                best, found = cost, box
        if best <= 0.15 * radius:
            break  # further away nothing is better
    return found


def _box(point: np.ndarray, radius: float, angle: float, width: float, height: float) -> Box:
    """The text's box when its nearest edge lies at a distance and angle from the point."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] + radius * c, point[1] + radius * s
    left = x - width * (1 - c) / 2
    bottom = y - height * (1 - s) / 2
    return (left, bottom, left + width, bottom + height)


def _outside(box: Box, limits: Box) -> float:
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return whole - overlap(box, limits)


def _write(axes: Axes, point: np.ndarray, box: Box, label: Label, scale: float) -> None:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    end = (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))
    if math.dist(point, end) > 10:
        ends = axes.transData.inverted().transform(np.array([point, end]) / scale)
        axes.plot(ends[:, 0], ends[:, 1], color=MUTED, linewidth=0.5, zorder=2)
    x, y = axes.transData.inverted().transform(np.array(middle) / scale)
    axes.text(x, y, ha="center", va="center", zorder=5, bbox=_HALO, **label.settings())
