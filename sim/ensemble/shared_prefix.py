"""Runs that begin alike: the months that they share are simulated once, and each run goes on from there.

Until a design works the one before it is in force, so the designs of one replicate share all months up to then: their
prefix. They walk side by side, as many as have room, and the last of them never leaves the first world. Results are
those of each run alone.
"""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim.ensemble.loop import month_of
from sim.jit import copy_array, rule, world_at
from sim.months import NEVER
from sim.phases.setup import begin, decide, draw_of_setup, works_from


def by_beginning(
    streams: np.ndarray, params: np.ndarray, designs: np.ndarray, seats: np.ndarray, decided: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Runs that begin alike side by side, the first to part first: (R,) rows in order, (R,) whether as the one before.

    Arguments as for ``reduction.run_many``.
    """
    parts = zip(streams, params, designs[:, 0], seats[:, 0], strict=True)
    first: dict[bytes, int] = {}
    alike = np.array([first.setdefault(b"".join(part.tobytes() for part in row), k) for k, row in enumerate(parts)])
    works = (decided[1:] + designs[:, 1:, D.SETUP]).min(axis=1)  # before it is rounded, which keeps the order
    order = np.lexsort((works, alike)).astype(np.int64)
    joined = np.zeros(len(order), dtype=np.bool_)
    joined[1:] = alike[order[1:]] == alike[order[:-1]]
    return order, joined


def longest(joined: np.ndarray) -> int:
    """How many runs that begin alike stand side by side at most; ``joined`` (R,) as ``by_beginning`` finds it."""
    starts = np.flatnonzero(~joined)
    return int(np.diff(starts, append=len(joined)).max()) if len(starts) < len(joined) else 1


@rule
def group_end(order, joined, streams, designs, decided, begun, most):
    """Place after the last of the runs that walk side by side with the one at place ``begun``: at most so many.

    In the order of ``by_beginning``, each parts with or after the one before it.
    """
    k, month = begun, parting(streams[order[begun]], designs[order[begun]], decided)
    while True:
        k += 1
        if k == order.shape[0] or k == begun + most or not joined[k]:
            return k
        before, month = month, parting(streams[order[k]], designs[order[k]], decided)
        if month < before:
            return k


@rule
def place_of(k, count):
    """Which of the worlds in a row is that of run k of a group of so many: the last stays in the first world."""
    return (k + 1) % count


@rule
def simulate_group(worlds, rows, streams, params, designs, seats, decided):
    """Simulate the runs of the ``rows``, which begin alike, side by side: each parts from the first world in its time.

    ``worlds`` is a row of at least so many, which share their month's cache.
    """
    shared, parted, last = world_at(worlds, 0), 0, rows[rows.shape[0] - 1]
    begin(shared, streams[last], params[last], designs[last], seats[last], decided)
    while shared.month < shared.first + shared.months:
        parted = _part(worlds, rows, streams, designs, seats, decided, parted, shared.month)
        for k in range(parted + 1):
            month_of(world_at(worlds, k))
    _part(worlds, rows, streams, designs, seats, decided, parted, NEVER)


@rule
def _part(worlds, rows, streams, designs, seats, decided, parted, month):
    """All whose design works by the month, but the last, go on in a world of their own; returns how many do."""
    shared = world_at(worlds, 0)
    while parted + 1 < rows.shape[0]:
        r = rows[parted]
        if parting(streams[r], designs[r], decided) > month:
            break
        w = world_at(worlds, place_of(parted, rows.shape[0]))
        copy_array(shared.block, w.block)
        copy_array(shared.numbers, w.numbers)
        decide(w, designs[r], seats[r], decided)
        parted += 1
    return parted


@rule
def parting(stream, designs, decided):
    """First month in which a design works that is decided in a run: ``designs`` (D, fields), ``decided`` (D,)."""
    month, setup_draw = NEVER, draw_of_setup(stream)
    for d in range(1, decided.shape[0]):
        month = min(month, works_from(decided[d], designs[d], setup_draw))
    return month
