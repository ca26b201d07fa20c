"""Whether the ensemble's compiled code is kept already, and what to tell before it is compiled."""

from __future__ import annotations

import os
from typing import Any

from sim.jit import JIT, PLACES
from sim.jit.cache import VARIABLE, first_writable

NOTICE = "Compiling the ensemble: about two minutes, once after an installation or an edit."
EVERY_TIME = "Compiling the ensemble: about two minutes, every time, since compiled code cannot be kept."


def is_compiled(loop: Any) -> bool:
    """Whether a loop (``run_many``, ``simulate``, ...) begins at once: kept for these files and this Python, or plain.

    A loop with what it calls is one piece of code, so nothing else matters.
    """
    return not JIT or loop._cache.holds(loop.targetctx.codegen())


def notice(loop: Any) -> str:
    """What a user should know before the loop runs, in one line; '' if there is nothing to say."""
    if not JIT:
        return ""
    compiled = is_compiled(loop)
    if compiled and not os.environ.get(VARIABLE):
        return ""
    place, against = first_writable(PLACES)
    problem = "; ".join(against)
    if place is None:
        return "" if compiled else f"{EVERY_TIME} {problem}. Set {VARIABLE} to a folder that can be written."
    first = NOTICE if not compiled else ""
    if not problem:
        return first
    instead = f"compiled code is kept in {place.root} instead (set {VARIABLE} to choose another folder)"
    return f"{first} {problem}: {instead}.".strip()
