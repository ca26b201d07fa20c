"""In which month two runs on the same draws part: the first in which anything of their records differs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.errors import InputError
from sim.record import EVENTS, Incident, Record

_ROWS = ("agenda", "host", "network_shares", "bilateral_shares", "safe")  # arrays with a row a month
_WHAT = ("number", "kind", "theme", "opener")  # of a case, and never another later
_MOMENTS = ("opened", "started", "finished", "withdrawn")  # of a case, in months


def first_difference(one: Record, other: Record) -> int | None:
    """The month (index); None if they are equal in every month. InputError for runs that are not of the same world."""
    check_alike(one, other)
    months = list(_months(one, other))
    return min(months) if months else None


def first_number(one: Record, other: Record) -> int | None:
    """The first month (index) in which any number that is kept month by month differs; None if all are equal.

    What only stands in the log of events (a vote that comes out the same, a talk) is no number.
    """
    return min((month for pair in _rows(one, other) for month in _first_row(one.start, *pair)), default=None)


def check_alike(one: Record, other: Record) -> None:
    """InputError unless two runs are of the same actors, months and draws."""
    for what in ("seed", "replicate", "start"):
        mine, theirs = getattr(one, what), getattr(other, what)
        if mine != theirs:
            raise InputError("not on the same draws", key=what, value=theirs, allowed=str(mine))
    if one.roster.ids != other.roster.ids or one.roster.firm_ids != other.roster.firm_ids:
        raise InputError("not the same actors", key="roster", value=other.roster.name, allowed=one.roster.name)
    if len(one.months) != len(other.months):
        raise InputError("not the same months", key="months", value=len(other.months), allowed=str(len(one.months)))


def _months(one: Record, other: Record) -> Iterator[int]:
    """The first month in which each part of the records differs."""
    for mine, theirs in _rows(one, other):
        yield from _first_row(one.start, mine, theirs)
    yield from _first_entry(events_of(one), events_of(other))
    yield from _first_entry(one.tie_log.tolist(), other.tie_log.tolist())
    yield from _first_entry(_incidents(one), _incidents(other))
    yield from _first_case(one.cases, other.cases)


def _rows(one: Record, other: Record) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The arrays with a row a month, of either run."""
    yield from ((one.series[name], other.series[name]) for name in one.series)
    yield from ((one.states[name], other.states[name]) for name in one.states)
    yield from ((getattr(one, name), getattr(other, name)) for name in _ROWS)


def events_of(record: Record) -> list[tuple[object, ...]]:
    """The log of events: month, kind, actor, partner, amount; of an event that was scheduled or forced, all of it.

    Those are counted by the run's own list of them, which another run may have otherwise.
    """
    told: list[tuple[object, ...]] = []
    for month, kind, actor, partner, amount in record.events.tolist():
        about: object = amount
        if EVENTS[kind] == "forced":
            about = record.forced[int(amount)]
        elif EVENTS[kind] == "parameter":
            about = record.scheduled[int(amount)]
        elif EVENTS[kind] == "design":
            about = _design(record, int(amount))
        told.append((month, kind, actor, partner, about))
    return told


def _incidents(record: Record) -> list[tuple[object, ...]]:
    """The incidents as they were when they struck, without what came of them."""
    return [(row.time, row.firm, row.severity, row.knew, row.by_hand) for row in map(_incident, record.incidents)]


def _incident(row: np.ndarray) -> Incident:
    return Incident(*row.tolist())


def _design(record: Record, number: int) -> bytes:
    """What a design of a run is: its numbers and its seat."""
    listed = [record.baseline, record.design, *record.later]
    point = listed[number] if number else record.baseline
    return b"" if point is None else point.values.tobytes() + point.seat.tobytes()


def _first_row(start: int, mine: np.ndarray, theirs: np.ndarray) -> Iterator[int]:
    same = (mine == theirs) | ((mine != mine) & (theirs != theirs))
    rows = np.flatnonzero(~same.reshape(len(same), -1).all(axis=1))
    if len(rows):
        yield start + int(rows[0])


def _first_entry(mine: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> Iterator[int]:
    """The month of the first entry, which stands first in it, that differs; lists are in the order of time."""
    for one, other in zip(mine, theirs, strict=False):
        if repr(one) != repr(other):
            yield int(min(one[0], other[0]))  # type: ignore[call-overload]
            return
    longer = mine if len(mine) > len(theirs) else theirs
    if len(mine) != len(theirs):
        yield int(longer[min(len(mine), len(theirs))][0])  # type: ignore[call-overload]


def _first_case(mine: np.ndarray, theirs: np.ndarray) -> Iterator[int]:
    """The earliest month of a step that a case takes otherwise, or of the opening of one that is another."""
    shared = min(len(mine), len(theirs))
    longer = mine if len(mine) > len(theirs) else theirs
    yield from (int(row["opened"]) for row in longer[shared:])
    for name in _WHAT:
        places = np.flatnonzero(mine[name][:shared] != theirs[name][:shared])
        yield from (int(min(mine["opened"][k], theirs["opened"][k])) for k in places[:1])
    for name in _MOMENTS:
        one, other = mine[name][:shared], theirs[name][:shared]
        places = np.flatnonzero((one != other) & ~(np.isnan(one) & np.isnan(other)))
        yield from (int(month) for month in np.fmin(one, other)[places])
