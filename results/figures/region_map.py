"""Where the actors of a drawn network stand: lists of names by world region, in fixed columns, one name a row.

Names lie beside their actors, each in a row of its own, so that none can cover another, whatever they are. Firms
stand as one place a home country, in the row under it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from results import world_regions
from results.figures import labels
from results.figures.labels import Label
from results.figures.places import Box
from sim.roster import Roster

LEFT = 13.0  # points left of the actors of a column, for the arcs between them
DOT, NUMBER = 6.0, 19.0  # points from an actor to its name, and right of the names of a column
ROW, GAP = 8.5, 4.0  # points: a row at least, between two regions at least
LOWEST = 110.0  # points: a map of a few actors is as high, so that their ties have room
_WIDER = 1.08  # than measured: how letters come out in some files
_PAD = 0.9  # points between the names of two rows


@dataclass(frozen=True)
class Spot:
    """An actor's place and the box of its name, in points from the lower left corner."""

    x: float
    y: float
    label: Label
    box: Box


@dataclass
class Places:
    """The places of one drawing. spots : by node; firms of a home country stand as node ``n_states`` + home."""

    width: float
    height: float = 0.0
    spots: dict[int, Spot] = field(default_factory=dict)
    headings: list[Spot] = field(default_factory=list)
    rests: list[Spot] = field(default_factory=list)  # 'and 12 others'

    @property
    def boxes(self) -> list[Box]:
        """Of all texts."""
        return [spot.box for spot in (*self.spots.values(), *self.headings, *self.rests)]


@dataclass(frozen=True)
class _Line:
    """A row of a region: a node, or None for its heading (bold) or its rest."""

    node: int | None
    text: str
    heading: bool = False


def region_map(roster: Roster, shown: Collection[int], homes: Collection[int], width: float, size: float) -> Places:
    """Places for some states and for the firms of some home countries.

    shown : states with a row of their own; the rest of a region is counted in one row, unless it is only one.
    width : of the drawing, points; size : of the letters.
    """
    lines = {r: _lines(roster, r, shown, homes) for r in {int(r) for r in roster.region}}
    columns = [[lines[r] for r in own] for own in world_regions.columns(roster, lambda r: len(lines[r]))]
    rooms = _rooms([[line.text for region in own for line in region] for own in columns], width, size)
    fitted = [
        [[(line, labels.fit(line.text, room, _size(line, size), smaller=0.9)) for line in region] for region in own]
        for own, room in zip(columns, rooms, strict=True)
    ]
    height = max((LOWEST, *(_height(own) + GAP * (len(own) - 1) for own in fitted)))
    places = Places(width, height)
    x = LEFT
    for own, room in zip(fitted, rooms, strict=True):
        spare = (height - _height(own) - GAP * (len(own) - 1)) / (len(own) + 1)
        top = height - spare
        for region in own:
            for line, label in region:
                _put(places, line, label, x, top - _row(label) / 2)
                top -= _row(label)
            top -= spare + GAP
        x += DOT + room + NUMBER + LEFT
    return places


def _put(places: Places, line: _Line, label: Label, x: float, y: float) -> None:
    left = x - 3 if line.heading else x + DOT
    right = left + _WIDER * label.width
    spot = Spot(x, y, label, (left, y - label.height / 2, right, y + label.height / 2))
    if line.node is not None:
        places.spots[line.node] = spot
    else:
        (places.headings if line.heading else places.rests).append(spot)


def _lines(roster: Roster, region: int, shown: Collection[int], homes: Collection[int]) -> list[_Line]:
    own = [j for j in range(roster.n_states) if roster.region[j] == region]
    rest = [j for j in own if j not in shown and j not in homes]
    hidden = set(rest) if len(rest) > 1 else set()
    lines = [_Line(None, str(roster.regions[region]), heading=True)]
    for j in own:
        if j in hidden:
            continue
        lines.append(_Line(j, roster.label(j)))
        if j in homes:
            count = int(np.sum(roster.firm_home == j))
            lines.append(_Line(roster.n_states + j, f"its {count} firms" if count > 1 else "its firm"))
    if hidden:
        lines.append(_Line(None, f"{'and ' if len(lines) > 1 else ''}{len(hidden)} others"))
    return lines


def _rooms(texts: Sequence[Sequence[str]], width: float, size: float) -> list[float]:
    """Points for the names of each column: what they need, the widest cut down where that is more than there is."""
    if not texts:
        return []
    free = width - len(texts) * (LEFT + DOT + NUMBER)
    need = [max((labels.measured(labels.one_line(t), size)[0] for t in own), default=0.0) / 0.96 for own in texts]
    if sum(need) <= free:
        return [room + (free - sum(need)) / len(need) for room in need]
    limit, left = 0.0, free
    for k, room in enumerate(sorted(need)):
        limit = left / (len(need) - k)
        if room > limit:
            break
        left -= room
    return [min(room, limit) for room in need]


def _size(line: _Line, size: float) -> float:
    return size * (0.92 if line.heading or line.node is None else 1.0)


def _row(label: Label) -> float:
    return max(ROW, label.height + _PAD)


def _height(column: Sequence[Sequence[tuple[_Line, Label]]]) -> float:
    return sum(_row(label) for region in column for _, label in region)
