"""Labels beside points that do not cover each other: a fixed order of trials, no randomness."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from results.figures.style import MUTED

_ANGLES = [25, -25, 155, -155, 50, -50, 130, -130, 0, 180, 90, -90]
_HALO = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6}
_RADII = [7, 13, 22, 34, 50, 70]  # points
Box = tuple[float, float, float, float]


def place_labels(axes: Axes, points: Sequence[tuple[float, float]], texts: Sequence[str], size: float = 8) -> list[Box]:
    """Write a text beside each point, joined to it by a thin line where it had to move away.

    Each label takes the first of a list of places, nearest first, that covers no label, point or edge least.
    Returns the boxes taken (left, bottom, right, top) in points of the figure.
    """
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())  # from here on the scale stands
    scale = 72 / axes.figure.dpi
    pixels = axes.transData.transform(np.asarray(points, float)) * scale
    frame = axes.get_window_extent()
    limits = (frame.x0 * scale, frame.y0 * scale, frame.x1 * scale, frame.y1 * scale)
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    taken: list[Box] = []
    order = sorted(range(len(texts)), key=lambda k: (-pixels[k][1], pixels[k][0]))
    boxes: list[Box] = [(0, 0, 0, 0)] * len(texts)
    for k in order:
        box, distance = _best(pixels[k], texts[k], size, dots, taken, limits)
        taken.append(box)
        boxes[k] = box
        _write(axes, pixels[k], box, distance, texts[k], size, scale)
    return boxes


def _best(
    point: np.ndarray, text: str, size: float, dots: list[Box], taken: list[Box], limits: Box
) -> tuple[Box, float]:
    width, height = 0.6 * size * len(text), 1.25 * size
    trials = [(r, a) for r in _RADII for a in _ANGLES]
    best, found, away = math.inf, (0.0, 0.0, 0.0, 0.0), 0.0
    for radius, angle in trials:
        box = _box(point, radius, angle, width, height)
        cost = 3 * sum(_overlap(box, other) for other in taken) + sum(_overlap(box, dot) for dot in dots)
        cost += 4 * _outside(box, limits) + 0.15 * radius
        if cost < best:
            best, found, away = cost, box, float(radius)
    return found, away


def _box(point: np.ndarray, radius: float, angle: float, width: float, height: float) -> Box:
    """The text's box when its nearest edge lies at a distance and angle from the point."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] + radius * c, point[1] + radius * s
    left = x - width * (1 - c) / 2
    bottom = y - height * (1 - s) / 2
    return (left, bottom, left + width, bottom + height)


def _overlap(a: Box, b: Box) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def _outside(box: Box, limits: Box) -> float:
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return whole - _overlap(box, limits)


def _write(axes: Axes, point: np.ndarray, box: Box, distance: float, text: str, size: float, scale: float) -> None:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    if distance > 10:
        end = (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))
        ends = axes.transData.inverted().transform(np.array([point, end]) / scale)
        axes.plot(ends[:, 0], ends[:, 1], color=MUTED, linewidth=0.5, zorder=2)
    x, y = axes.transData.inverted().transform(np.array(middle) / scale)
    axes.text(x, y, text, fontsize=size, ha="center", va="center", zorder=5, bbox=_HALO)
