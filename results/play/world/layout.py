"""Where the actors of a drawn network stand: by world region, the same in every month and every run.

The layout by ties is in ``tie_layout``. Both are in px of a drawing that is ``WIDTH`` wide. An actor's name stands
right of its mark and what it is below that, in a cell of its own, so that nothing can cover a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.world_regions import columns
from sim.roster import Roster

WIDTH, LOWEST = 760.0, 420.0  # px: of every drawing, the lowest one
ROW, LEAST = 31.0, 28.0  # px: from row to row at least; from actor to actor at least, in any layout
HEADING, GAP, PAD = 18.0, 8.0, 4.0  # px: of a region's heading, between two regions, within a region's box
MARK = 12.0  # px from the left of a cell to the middle of its mark
_ROWS, _CELLS = 11, 6  # rows from which a column is divided; cells side by side at the most
_INSET, _NARROW = 36.0, 130.0  # px: marks stand so much further in, in cells that are wider than this
_ASIDE = 10.0  # px: every other row stands so far to the right, so that few ties run through an actor


@dataclass(frozen=True)
class Region:
    """The box of a world region, px from the upper left corner."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Places of the actors by node, (N, 2) px from the upper left corner, and the room for their names.

    regions : boxes behind them; none in a layout by ties.  room : px from the middle of a mark to the end of its cell.
    """

    height: float
    places: np.ndarray
    room: float
    regions: tuple[Region, ...] = ()


def by_region(roster: Roster) -> Layout:
    """Actors in a box for each world region, each firm beside its home."""
    own = {r: _in_order(roster, r) for r in {int(r) for r in roster.region}}
    cols = columns(roster, lambda r: len(own[r]))
    cells = _cells([[len(own[r]) for r in col] for col in cols])
    height = max(LOWEST, *(_height([len(own[r]) for r in col], n) for col, n in zip(cols, cells, strict=True)))
    cell = WIDTH / sum(cells)
    mark = MARK + min(_INSET, max(0.0, cell - _NARROW) * 0.3)
    places = np.full((roster.n_states + roster.n_firms, 2), np.nan)
    regions: list[Region] = []
    left = 0.0
    for col, n in zip(cols, cells, strict=True):
        pitch = _pitch([len(own[r]) for r in col], n, height)
        top = 0.0
        for r in col:
            box = Region(
                str(roster.regions[r]), left + PAD / 2, top, n * cell - PAD, HEADING + pitch * -(-len(own[r]) // n)
            )
            regions.append(box)
            for k, node in enumerate(own[r]):
                row, place = divmod(k, n)
                x = left + PAD + place * cell + mark + _ASIDE * (row % 2)
                places[node] = (x, top + HEADING + pitch * (row + 0.4))
            top += box.height + GAP
        left += n * cell
    return Layout(height, np.round(places, 1), cell - mark - _ASIDE - PAD, tuple(regions))


def _in_order(roster: Roster, region: int) -> list[int]:
    """The actors of a region: each state amid the firms that are at home there."""
    found: list[int] = []
    for j in (j for j in range(roster.n_states) if int(roster.region[j]) == region):
        firms = [roster.n_states + f for f in range(roster.n_firms) if int(roster.firm_home[f]) == j]
        half = len(firms) // 2
        found += [*firms[:half], j, *firms[half:]]
    return found


def _cells(counts: Sequence[Sequence[int]]) -> list[int]:
    """Cells side by side in each column: the highest is divided until it is low enough, or there is no room."""
    cells = [1] * len(counts)
    while sum(cells) < _CELLS:
        rows = [_rows(own, n) for own, n in zip(counts, cells, strict=True)]
        if max(rows) <= _ROWS:
            break
        cells[rows.index(max(rows))] += 1
    return cells


def _rows(counts: Sequence[int], cells: int) -> int:
    return sum(-(-count // cells) for count in counts)


def _height(counts: Sequence[int], cells: int) -> float:
    return _rows(counts, cells) * ROW + len(counts) * HEADING + (len(counts) - 1) * GAP


def _pitch(counts: Sequence[int], cells: int, height: float) -> float:
    """Px from row to row in a column, so that it is as high as the drawing."""
    free = height - len(counts) * HEADING - (len(counts) - 1) * GAP
    return free / _rows(counts, cells)
