"""How far a computation is: whoever waits for it is told."""

from __future__ import annotations

from collections.abc import Callable

# Told (parts done, parts in all). It may raise where nobody waits any more, which ends the computation.
Tick = Callable[[int, int], None]


def silent(done: int, parts: int) -> None:
    """A ``Tick`` that tells nobody."""
