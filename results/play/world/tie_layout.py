"""Where the actors of a drawn network stand by their ties: who works together stands together.

Actors stand on a lattice, one a cell, so that they cannot pile up. The first month is settled by moves and swaps that
shorten the ties most; from month to month few actors move, and none further than to the next cell. All numbers are
whole, so that the same ties give the same places everywhere.
"""

from __future__ import annotations

import math

import numpy as np

from results.play.world.layout import LOWEST, MARK, PAD, ROW, WIDTH, Layout, by_region
from results.play.world.tie_list import ties_until
from sim.record import Record
from sim.roster import Roster

SPARE = 1.5  # cells for each actor
MOST_COLUMNS = 7  # side by side: names must have room
# Weights of a px: of a tie beyond NEAR; to one's home; between two with ties below APART; to the middle, of who has
# ties; from the middle and to the place by region, of who has none.
TIE, HOME, CROWDED, MIDDLE, RIM, PLACE = 8, 2, 8, 4, 3, 2
NEAR, APART = 200, 200  # px
MOVES, GAIN = 3, 200  # a month: moves at the most; weighted px that each must save
_SETTLED = 400  # moves at the most until the first month is settled


class TieLayout:
    """The places of a run's actors by their ties, month after month. A month's places rest on what was before it."""

    def __init__(self, record: Record) -> None:
        self.record, self.lattice = record, Lattice(record.roster)
        self._cells = [self._first()]  # by month from the start: the cell of each actor

    def at(self, month: int) -> Layout:
        """Places at the beginning of a month (index)."""
        wanted = min(max(0, month - self.record.start), len(self.record.months))
        while len(self._cells) <= wanted:
            ties = self._weights(self.record.start + len(self._cells))
            self._cells.append(self.lattice.moved(self._cells[-1], ties))
        return self.lattice.layout(self._cells[wanted])

    def _first(self) -> np.ndarray:
        return self.lattice.settled(self._weights(self.record.start))

    def _weights(self, month: int) -> np.ndarray:
        """(N, N) how much each pair pulls: by ties, and a firm to its home."""
        roster = self.record.roster
        n = roster.n_states + roster.n_firms
        found = np.zeros((n, n), dtype=np.int64)
        for tie in ties_until(self.record, month).standing:
            found[tie.a, tie.b] = found[tie.b, tie.a] = TIE
        return found


class Lattice:
    """Cells for the actors of a roster, every other row moved by half a cell."""

    def __init__(self, roster: Roster) -> None:
        n = roster.n_states + roster.n_firms
        self.across = min(MOST_COLUMNS, max(3, round(math.sqrt(SPARE * n))))
        wide = WIDTH / self.across
        rows = -(-math.ceil(SPARE * n) // self.across) + 1
        self.height = max(LOWEST, rows * (ROW + 6.0))
        self.room = wide - MARK - PAD
        high = self.height / rows
        self.points = np.array(
            [
                (PAD + MARK + wide * (column + 0.5 * (row % 2)), high * (row + 0.42))
                for row in range(rows)
                for column in range(self.across - row % 2)
            ]
        )
        self.step = 1.01 * math.hypot(wide / 2, high) if rows > 1 else wide
        self.step = max(self.step, 1.01 * wide)
        self.homes = np.zeros((n, n), dtype=np.int64)
        for f in range(roster.n_firms):
            a, b = roster.n_states + f, int(roster.firm_home[f])
            self.homes[a, b] = self.homes[b, a] = HOME
        self._far = _distances(self.points, self.points)
        self._stretched, self._crowded = np.maximum(0, self._far - NEAR), np.maximum(0, APART - self._far)
        region = by_region(roster)
        wanted = region.places * np.array([1.0, self.height / region.height])
        self._from_region = _distances(wanted, self.points)
        self._from_middle = _distances(np.array([[WIDTH / 2, self.height / 2]]), self.points)[0]

    def settled(self, ties: np.ndarray) -> np.ndarray:
        """(N,) cells for the first month: from the places by region, moved and swapped while that shortens ties."""
        cells = self._nearest_free()
        for _ in range(_SETTLED):
            best = self._best(cells, ties, math.inf, set())
            if best is None:
                break
            cells = _swapped(cells, *best[:2])
        return cells

    def moved(self, cells: np.ndarray, ties: np.ndarray) -> np.ndarray:
        """(N,) cells for the next month: a few actors stand in a neighbouring cell instead."""
        done: set[int] = set()
        for _ in range(MOVES):
            best = self._best(cells, ties, self.step, done)
            if best is None or best[2] > -GAIN:
                break
            after = _swapped(cells, *best[:2])
            done |= set(np.flatnonzero(after != cells).tolist())
            cells = after
        return cells

    def layout(self, cells: np.ndarray) -> Layout:
        """Places in px."""
        return Layout(self.height, np.round(self.points[cells], 1), self.room)

    def _nearest_free(self) -> np.ndarray:
        free, found = set(range(len(self.points))), []
        for row in self._from_region:
            cell = min(free, key=lambda c: (row[c], c))
            free.discard(cell)
            found.append(cell)
        return np.array(found)

    def _best(self, cells: np.ndarray, ties: np.ndarray, reach: float, still: set[int]) -> tuple[int, int, int] | None:
        """The move that saves most: (actor, its new cell, weighted px saved, negative); None if none saves any.

        Who is in the new cell takes the actor's. Nobody moves further than ``reach``, and nobody of ``still``.
        """
        cost = self._costs(cells, ties)
        n, here = len(cells), np.arange(len(cells))
        change = cost - cost[here, cells][:, None]
        back = change[:, cells].T  # (N, N): what the one in j's cell pays for coming to i's, for i and j
        pulls, pushes = ties + self.homes, _crowding(ties)
        pair = np.ix_(cells, cells)
        kept = pulls * self._stretched[pair] + pushes * (self._crowded[pair] - APART)
        change[:, cells] += back + 2 * kept  # what a pair costs one another stays when they change places
        change[self._far[cells] > reach] = 0
        change[list(still)] = 0
        change[:, cells[list(still)]] = 0
        flat = int(change.argmin())
        actor, cell = divmod(flat, change.shape[1])
        return (actor, cell, int(change[actor, cell])) if n and change[actor, cell] < 0 else None

    def _costs(self, cells: np.ndarray, ties: np.ndarray) -> np.ndarray:
        """(N, cells) weighted px of an actor's ties and wishes in each cell, the others staying."""
        linked = (ties.sum(axis=1) > 0)[:, None]
        wishes = np.where(linked, MIDDLE * self._from_middle, PLACE * self._from_region - RIM * self._from_middle)
        found: np.ndarray = (
            (ties + self.homes) @ self._stretched[cells] + _crowding(ties) @ self._crowded[cells] + wishes
        )
        return found


def _crowding(ties: np.ndarray) -> np.ndarray:
    """(N, N) how much each pair keeps apart: those who have ties, so that the ties have room."""
    linked = ties.sum(axis=1) > 0
    found = CROWDED * np.outer(linked, linked).astype(np.int64)
    np.fill_diagonal(found, 0)
    return found


def _swapped(cells: np.ndarray, actor: int, cell: int) -> np.ndarray:
    """The cells after an actor has moved into one, and who was there into the actor's."""
    found = cells.copy()
    found[cells == cell] = cells[actor]
    found[actor] = cell
    return found


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(A, B) whole px from each of some points to each of others; heights count double, as cells are wide."""
    way = a[:, None, :] - b[None, :, :]
    return np.rint(np.hypot(way[..., 0], 2.0 * way[..., 1])).astype(np.int64)
