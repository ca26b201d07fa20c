"""What both engines know of a run: every field of the world, as far as it is written, but what is excepted here.

Both engines work on worlds of one type, so there is one reading for each field. A field is compared whole, unless it
is a log or a list of which a number, or a mark, says how far it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.phases import PHASES
from sim.world import World
from sim.world_fields import CASE, FIELDS

START, CASEWORK = "start", "casework"  # before the first month; the queue's month, after the last phase
STEPS = (*PHASES, CASEWORK)
ALWAYS, CLOSING = (START, *STEPS), (START, "record")
MONTH_WRITTEN = ("record", CASEWORK)  # after these the history has the month's row

# Fields that need not be compared, and why.
EXCEPTIONS = {
    **{field.name: "room for one phase, no state" for field in FIELDS if field.phase == "scratch"},
    **{field.name: "worked out again whenever it is not there" for field in FIELDS if field.phase == "cache"},
    "n_open": "of withdrawn cases each queue lets go in its own time; the open ones are compared",
}
# Columns of a case in which SimPy keeps nothing, and why.
CASE_EXCEPTIONS = {
    "state": "where a case stands; SimPy keeps that in the process",
    "due": "of the event to come", "since": "of the stint under way", "speed": "of the stint under way",
    "done": "of the stint under way", "span": "of the stint under way",
}  # fmt: skip
CASE_COLUMNS = [name for name in CASE.names or () if name not in CASE_EXCEPTIONS]

Reading = Callable[[World, str], Any]


def _cases(w: World, phase: str) -> np.ndarray:
    return w.cases[CASE_COLUMNS][: w.n_cases]


def _open_cases(w: World, phase: str) -> np.ndarray:
    """Those that are neither finished nor withdrawn."""
    listed = w.open_cases[: w.n_open]
    return listed[np.isnan(w.cases["finished"][listed]) & np.isnan(w.cases["withdrawn"][listed])]


def _tense(w: World, phase: str) -> np.ndarray:
    """What stands before the first -1."""
    return w.tense[: np.flatnonzero(w.tense < 0)[0]]


def _first(name: str, count: str) -> Reading:
    return lambda w, phase: getattr(w, name)[: getattr(w, count)]


def _months(name: str) -> Reading:
    """Rows of the months so far."""
    return lambda w, phase: getattr(w, name)[: w.month - w.first + (phase in MONTH_WRITTEN)]


def _whole(name: str) -> Reading:
    return lambda w, phase: getattr(w, name)


# Readings that are not of the whole field, and which fields say how far it is written.
PARTS: Mapping[str, tuple[Reading, tuple[str, ...]]] = {
    "cases": (_cases, ("n_cases",)),
    "open_cases": (_open_cases, ("n_open", "cases")),
    "tense": (_tense, ()),
    **{name: (_first(name, count), (count,)) for name, count in
       (("finished", "n_finished"), ("asked", "n_cases"), ("party", "n_cases"),
        ("incident_log", "n_incidents"), ("tie_log", "n_ties"), ("event_log", "n_events"))},
    **{field.name: (_months(field.name), ("month", "first")) for field in FIELDS
       if (field.shape or "").split()[:1] == ["T"]},
}  # fmt: skip

READINGS: dict[str, Reading] = {
    field.name: PARTS[field.name][0] if field.name in PARTS else _whole(field.name)
    for field in FIELDS
    if field.name not in EXCEPTIONS
}
GIVEN = frozenset(field.name for field in FIELDS if field.phase == "given")  # both engines must leave it alone


def compared_after(phase: str) -> dict[str, Reading]:
    """What is compared after a phase: everything, but what is given only at the start and when a month is recorded."""
    return {name: reading for name, reading in READINGS.items() if name not in GIVEN or phase in CLOSING}
