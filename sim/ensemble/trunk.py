"""Runs that begin alike: what they have in common is simulated once, and each run parts from it.

Until a design works the arm that was there before it is in force, so the designs of one replicate share all months up
to then: the trunk. They walk side by side, as many as have room, and the last of them never leaves the trunk. Results
are those of each run alone.
"""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim.compiled import rule
from sim.ensemble.handle import copy_arrays, handle_at
from sim.ensemble.loop import walk
from sim.ensemble.origin import begin, decide, setup_draw, works_from
from sim.ensemble.written import rows_written
from sim.months import NEVER


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
def family_end(order, joined, streams, designs, decided, begun, most):
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
    """Which of the states in a row is that of run k of a family of so many: the last stays in the trunk, place 0."""
    return (k + 1) % count


@rule
def walk_family(states, t, rows, streams, params, designs, seats, decided):
    """Simulate the runs of the ``rows``, which begin alike, side by side: each parts from the trunk in its time.

    ``states`` is a row of handles that share their diary, of at least so many states.
    """
    trunk, parted, last = handle_at(states, 0), 0, rows[rows.shape[0] - 1]
    begin(trunk, t, streams[last], params[last], designs[last], seats[last], decided)
    while trunk.now[0]["month"] < t.first + t.months:
        parted = _part(states, t, rows, streams, designs, seats, decided, parted, trunk.now[0]["month"])
        walk(states, parted + 1, t)
    _part(states, t, rows, streams, designs, seats, decided, parted, NEVER)


@rule
def _part(states, t, rows, streams, designs, seats, decided, parted, month):
    """All whose design works by the month, but the last, go on in a state of their own; returns how many do."""
    trunk = handle_at(states, 0)
    while parted + 1 < rows.shape[0]:
        r = rows[parted]
        if parting(streams[r], designs[r], decided) > month:
            break
        w = handle_at(states, place_of(parted, rows.shape[0]))
        copy_arrays(trunk, w, rows_written(trunk, t))
        decide(w, designs[r], seats[r], decided)
        parted += 1
    return parted


@rule
def parting(stream, designs, decided):
    """First month in which a design works that is decided in a run: ``designs`` (D, fields), ``decided`` (D,)."""
    month, setup = NEVER, setup_draw(stream)
    for d in range(1, decided.shape[0]):
        month = min(month, works_from(decided[d], designs[d], setup))
    return month
