"""Where the actors of a drawn network stand, and their names beside them: room is measured from the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.figures import labels
from results.figures.labels import Label
from results.figures.places import Box, moved_inside, overlap
from sim.roster import Roster

_TURN = 0.13  # radians: no office stands level with the middle of the column
_COLUMN = 1.75  # where the firms stand; the circle of offices has radius 1
_LEFT, _RIGHT, _ABOVE, _BELOW = 1.6, 0.65, 1.3, 1.25  # room about them, in radii, from the middle or the column
_AWAY = 0.08  # from an actor to its name, in radii
_NAME = 0.22  # of the width of a drawing: what a name may take before it is broken into lines
_FREE = 8.0  # points between the names of offices and the firms
_UP = [0.0, *(sign * 2.0 * k for k in range(1, 41) for sign in (1, -1))]  # points, tried in this order
_ASIDE = [0.0, 5.0, -5.0, 10.0, -10.0, 15.0, -15.0, 20.0, -20.0]  # for a name above or below its actor


@dataclass(frozen=True)
class Spot:
    """An actor in a drawing, in points. box : of its name; side : the edge of the box that is next to the actor."""

    x: float
    y: float
    label: Label
    box: Box
    side: str


@dataclass(frozen=True)
class Layout:
    """A drawing of so many points with the spots of its actors (by node)."""

    width: float
    height: float
    spots: dict[int, Spot]


@dataclass(frozen=True)
class _Scale:
    """Points: radius across and up, the middle of the circle, the column of firms, the height of all."""

    across: float
    up: float
    middle: tuple[float, float]
    column: float
    height: float


def layout(roster: Roster, nodes: Sequence[int], size: float, width: float, height: float) -> Layout:
    """Places for some nodes and names of a size, in a drawing of that width (points), of that height or higher."""
    places = positions(roster, nodes)
    names = {n: labels.fit(roster.label(n), _NAME * width, size, smaller=1.0) for n in places}
    firms = {n for n in places if n >= roster.n_states}
    scale = _scale(places, names, firms, width, height)
    x0, y0 = scale.middle
    at = {n: (scale.column if n in firms else x0 + x * scale.across, y0 + y * scale.up) for n, (x, y) in places.items()}
    dots = {n: (x - 2, y - 2, x + 2, y + 2) for n, (x, y) in at.items()}
    spots: dict[int, Spot] = {}
    for n in sorted(at, key=lambda n: (-at[n][1], at[n][0])):
        side = _side(places[n][0])
        wanted = _beside(at[n], places[n], names[n], scale, n in firms)
        others = [box for m, box in dots.items() if m != n]
        shifts = [(x, y) for y in _UP for x in (_ASIDE if side == "center" else [0.0])]
        box = _free(wanted, shifts, [s.box for s in spots.values()], others, (0, 0, width, scale.height))
        spots[n] = Spot(*at[n], names[n], box, side)
    return Layout(width, scale.height, {n: spots[n] for n in places})


def positions(roster: Roster, nodes: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Fixed places: offices on a circle, grouped by region; firms in a column beside it."""
    offices = sorted((n for n in nodes if n < roster.n_states), key=lambda n: (roster.region[n], n))
    angles = [np.pi / 2 - _TURN - 2 * np.pi * k / max(len(offices), 1) for k in range(len(offices))]
    places = {n: (float(np.cos(t)), float(np.sin(t))) for n, t in zip(offices, angles, strict=True)}
    homes = {n: int(roster.firm_home[n - roster.n_states]) for n in nodes if n >= roster.n_states}
    firms = sorted(homes, key=lambda n: (-places.get(homes[n], (0.0, 0.0))[1], homes[n], n))
    gap = _gap(len(firms))
    top = gap * (len(firms) - 1) / 2
    return places | {n: (_COLUMN, top - gap * k) for k, n in enumerate(firms)}


def _scale(
    places: dict[int, tuple[float, float]], names: dict[int, Label], firms: set[int], width: float, height: float
) -> _Scale:
    """As large as the names leave room for: they take width from the circle, and add to the height."""
    full = min(width / (_LEFT + _COLUMN + _RIGHT), height / (_ABOVE + _BELOW))
    across = full
    while sum(_widths(across, places, names, firms)) > width and across > full / 4:
        across *= 0.98
    left, right, beyond = _widths(across, places, names, firms)
    up = max(full, _needed(places, names, firms))
    top = max((_ABOVE - 1) * up, _AWAY * up + labels.tallest(names.values()) + 1)
    bottom = max((_BELOW - 1) * up, _AWAY * up + labels.tallest(names.values()) + 1)
    high = max(height, top + 2 * up + bottom)
    x = (width - left - right - beyond) / 2 + left
    return _Scale(across, up, (x, (high - top - 2 * up - bottom) / 2 + bottom + up), x + right, high)


def _widths(
    radius: float, places: dict[int, tuple[float, float]], names: dict[int, Label], firms: set[int]
) -> tuple[float, float, float]:
    """Points to the left of the middle, from there to the firms, and beyond these."""
    ends = {n: (1 + _AWAY) * abs(x) * radius + names[n].width for n, (x, _) in places.items() if n not in firms}
    left = max((end for n, end in ends.items() if _side(places[n][0]) == "right"), default=0.0)
    right = max((end for n, end in ends.items() if _side(places[n][0]) == "left"), default=0.0)
    beyond = max((_AWAY * radius + names[n].width for n in firms), default=0.0)
    return (
        max(_LEFT * radius, left + 2),
        max(_COLUMN * radius, right + _FREE),
        max(_RIGHT * radius, beyond + 2),
    )


def _needed(places: dict[int, tuple[float, float]], names: dict[int, Label], firms: set[int]) -> float:
    """The radius up at which the names on each side, and those of the firms, stand one above the other."""
    offices = [n for n in places if n not in firms]
    sides = [[names[n] for n in offices if (places[n][0] > 0) is right] for right in (True, False)]
    stacks = [sum(name.height + 2 for name in side) / 2 for side in sides]
    column = [(labels.tallest(names[n] for n in firms) + 1) / _gap(len(firms))] if firms else []
    return max([0.0, *stacks, *column])


def _gap(firms: int) -> float:
    """Between two firms, in radii."""
    return min(0.3, 2.3 / max(firms - 1, 1))


def _side(x: float) -> str:
    """Which edge of its name is next to an actor at this place."""
    return "left" if x > 0.25 else "right" if x < -0.25 else "center"


def _beside(at: tuple[float, float], place: tuple[float, float], name: Label, scale: _Scale, firm: bool) -> Box:
    """The box of a name on the outer side of its actor."""
    dx, dy = (_AWAY, 0.0) if firm else (_AWAY * place[0], _AWAY * place[1])
    x, y = at[0] + dx * scale.across, at[1] + dy * scale.up
    left = {"left": x, "center": x - name.width / 2, "right": x - name.width}[_side(place[0])]
    level = firm or abs(place[1]) < 0.85
    bottom = y - name.height / 2 if level else y if place[1] > 0 else y - name.height
    return (left, bottom, left + name.width, bottom + name.height)


def _free(wanted: Box, shifts: list[tuple[float, float]], taken: list[Box], dots: list[Box], limits: Box) -> Box:
    """A box moved by the shift with which it covers no other name and no actor, or as little as can be."""

    def cost(shift: tuple[float, float]) -> float:
        box = _moved(wanted, shift, limits)
        away = 0.2 * (abs(shift[0]) + abs(shift[1]))
        return 3 * sum(overlap(box, other) for other in taken) + sum(overlap(box, dot) for dot in dots) + away

    return _moved(wanted, min(shifts, key=cost), limits)


def _moved(box: Box, shift: tuple[float, float], limits: Box) -> Box:
    return moved_inside((box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]), limits)
