"""Runs that begin alike: what they have in common is simulated once, and each run parts from it.

Until a design works the arm that was there before it is in force, so the designs of one replicate share all months up
to then: the trunk. Runs of other worlds, or alone in theirs, are simulated from their start. Results are the same.
"""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim.compiled import rule
from sim.ensemble.diary import open_diary
from sim.ensemble.origin import begin, decide


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


@rule
def begin_in_turn(w, trunk, t, k, begun, joined, stream, params, designs, seats, decided):
    """Begin run k of those in the order of ``by_beginning``: in ``trunk`` (True), or in ``w`` if it has no siblings.

    ``trunk`` is a state for the months in common, which stands where the run before left it, if this is not the one
    with which the loop has ``begun``; the two share their diary.
    """
    goes_on = k > begun and joined[k]
    alone = not goes_on and (k + 1 == joined.shape[0] or not joined[k + 1])
    if not goes_on:
        open_diary(w.diary, not alone)
    if alone:
        begin(w, t, stream, params, designs, seats, decided)
        return False
    if goes_on:
        decide(trunk, designs, seats, decided)
    if not goes_on or trunk.now[0]["month"] > parting(trunk):
        begin(trunk, t, stream, params, designs, seats, decided)
    return True


@rule
def parting(w):
    """First month in which a design works that was decided in the run."""
    month = w.works_from[1]
    for d in range(2, w.works_from.shape[0]):
        month = min(month, w.works_from[d])
    return month
