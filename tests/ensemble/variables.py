"""What both engines know of a run, variable by variable: where the reference keeps it, and where the ensemble does.

A reading is the paths it reads and what it makes of them. The paths start from the model (``world.trust``), and from
the ensemble's state ``w`` (``w.trust``, ``now.salience``, ``queue.cases``, ``pages.series``) or setting (``t.gdp``).
``tests.ensemble.test_variables`` holds the paths against all fields and attributes that there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import numpy as np

from sim.catalogue import CASE_KINDS
from sim.design import FIELDS
from sim.ensemble.casework_queue import FINISHED
from sim.ensemble.happenings import ANSWERED
from sim.phases import PHASES
from sim.secretariat import Case

START = "start"  # before the first month
ALWAYS, AFTER_START, CLOSING = (START, *PHASES), PHASES, (START, "record")


@dataclass(frozen=True)
class Reading:
    """``paths`` are read, and handed to ``make``."""

    paths: tuple[str, ...]
    make: Callable[..., Any]


@dataclass(frozen=True)
class Variable:
    """``phases``: after which of them the engines can be compared."""

    reference: Reading
    ensemble: Reading
    phases: tuple[str, ...] = ALWAYS


def _as_it_is(value: Any) -> Any:
    return value


def _reading(paths: str, make: Callable[..., Any] = _as_it_is) -> Reading:
    return Reading(tuple(paths.split()), make)


def _pair(reference: str, ensemble: str, phases: tuple[str, ...] = ALWAYS) -> Variable:
    return Variable(_reading(reference), _reading(ensemble), phases)


# ---- the world ------------------------------------------------------------------------------------------------------
_ARRAYS = (
    "p", "stake", "preference", "usual", "openness", "review", "eligible", "partner_draw", "turn_order",
    "next_election", "full_capacity", "status", "capacity", "security", "knowledge", "novelty", "safe",
    "believed_safe", "rivalry", "trust", "ties", "tie_end", "weight", "present", "within", "depth", "contact",
    "links", "partners", "degree", "tier", "members", "applied", "design", "seat", "host", "agenda", "cleared",
    "reached", "influence", "dues", "effort", "benefit", "free", "flow", "pool", "asked_pair", "asked_pool",
    "pool_sums", "exposure", "leaked", "received", "lead", "behind", "outside",
)  # fmt: skip
_NUMBERS = (
    "month", "salience", "capability", "pooled", "harmonisation", "leaks", "incidents", "response_days",
    "productivity", "work_planned", "work_done", "cost",
)  # fmt: skip
_GIVEN = (
    "key", "region", "gdp", "acting_from", "founded", "member_from", "statutory", "home", "home_share", "legal",
    "fora",
)  # fmt: skip
_WORLD = {
    **{name: _pair(f"world.{name}", f"w.{name}") for name in _ARRAYS},
    **{name: _pair(f"world.{name}", f"now.{name}") for name in _NUMBERS},
    "chair": _pair("world.chair", "now.chaired_by"),
    **{name: _pair(f"world.{name}", f"t.{name}", CLOSING) for name in _GIVEN},  # both must leave it alone
    "stream": Variable(_reading("world.stream", np.uint64), _reading("now.stream"), CLOSING),
    "offices": _pair("world.J", "t.offices", CLOSING),
    "firms": _pair("world.F", "t.firms", CLOSING),
    "actors": Variable(_reading("world.N"), _reading("w.degree", len), CLOSING),
}


# ---- the arm and its cases ------------------------------------------------------------------------------------------
def _openings(opened: dict[tuple[int, int, int], int], month: int, nodes: int) -> np.ndarray:
    """(kinds, N + 1) cases opened this month, by opener; the last column is the arm's own."""
    table = np.zeros((len(CASE_KINDS), nodes + 1), dtype=np.int64)
    for (at, kind, opener), count in opened.items():
        if at == month:
            table[kind, opener] = count
    return table


def _mask(members: set[int], states: int) -> np.ndarray:
    return np.isin(np.arange(states), list(members))


def _agreed(value: Callable[[Any], Any], shape: tuple[int, ...], kind: type) -> Callable[[list], np.ndarray]:
    return lambda agreed: np.array([value(row) for row in agreed], dtype=kind).reshape(-1, *shape)


def _to_come(rows: np.ndarray, following: int) -> np.ndarray:
    return rows[following:]


CASE_COLUMNS = tuple(f.name for f in fields(Case))
_CASE = np.dtype([(name, {"int": np.int64, "float": np.float64, "bool": np.bool_}[str(f.type)])
                  for name, f in zip(CASE_COLUMNS, fields(Case), strict=True)])  # fmt: skip
_row_of = attrgetter(*CASE_COLUMNS)


def _cases(cases: list[Case]) -> np.ndarray:
    return np.array([_row_of(case) for case in cases], dtype=_CASE)


def _queued(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    found = np.empty(counts[0], dtype=_CASE)
    for name in CASE_COLUMNS:
        found[name] = rows[name][: counts[0]]
    return found


def _inbox(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.flatnonzero(rows["state"][: counts[0]] == FINISHED)


_ARM = {
    **{name: _pair(f"arm.{name}", f"now.{name}") for name in
       ("began", "taken", "done", "settled", "experience", "handover_at", "posts_draw")},
    "tiers_in_force": _pair("arm.tiers_in_force", "now.tiers"),
    "dues_in_force": Variable(
        _reading("arm.dues_in_force", np.array),
        _reading("now.dues_host now.dues_gdp", lambda host, gdp: np.array([host, gdp])),
    ),
    "opened": Variable(
        _reading("arm.opened world.month world.N", _openings), _reading("w.opened"), AFTER_START
    ),  # the ensemble forgets them as a month begins
    "clearing": Variable(_reading("arm.clearing world.J", _mask), _reading("w.clearing")),
    "switch_month": Variable(_reading("arm.switch_month"), _reading("w.works_from", lambda months: months[1])),
    "switched": Variable(_reading("arm.switched"), _reading("now.next_design", lambda following: following > 1)),
    "months_to_come": Variable(
        _reading("arm.agreed", _agreed(lambda row: row[0], (), np.int64)),
        _reading("w.works_from now.next_design", _to_come),
    ),
    "designs_to_come": Variable(
        _reading("arm.agreed", _agreed(lambda row: row[1].values, (len(FIELDS),), float)),
        _reading("w.designs now.next_design", _to_come),
    ),
    "seats_to_come": Variable(
        _reading("arm.agreed world.J", lambda agreed, j: _agreed(lambda row: row[1].seat, (j,), float)(agreed)),
        _reading("w.seats now.next_design", _to_come),
    ),
    "posts": Variable(_reading("arm.secretariat.posts.capacity", float), _reading("now.posts", float)),
    "speed": _pair("arm.secretariat.speed", "now.speed"),
    "memory": _pair("arm.secretariat.memory", "now.memory"),
    "handover": _pair("arm.secretariat.handover", "now.handover"),
    "cases": Variable(_reading("arm.secretariat.cases", _cases), _reading("queue.cases queue.counts", _queued)),
    "inbox": Variable(
        _reading("arm.secretariat.inbox", lambda cases: np.array(sorted(c.number for c in cases), dtype=np.int64)),
        _reading("queue.cases queue.counts", _inbox),
    ),
    "no_room": Variable(
        Reading((), lambda: np.zeros(2, dtype=np.int64)),
        _reading("now.overflow queue.counts", lambda logs, counts: np.array([logs, counts[2]])),
    ),
}  # fmt: skip


# ---- the logs and the pages -----------------------------------------------------------------------------------------
def _unanswered(log: np.ndarray, count: int) -> np.ndarray:
    return np.flatnonzero(np.isnan(log[:count, ANSWERED]))


def _written(rows: np.ndarray, month: int, first: int) -> np.ndarray:
    """Rows of the months so far."""
    return rows[: month - first + 1]


def _first(rows: np.ndarray, count: int) -> np.ndarray:
    return rows[:count]


def _listed(pairs: np.ndarray) -> np.ndarray:
    """What stands before the first -1."""
    return pairs[: np.flatnonzero(pairs < 0)[0]]


_PAGES = (
    "series", "states", "agenda", "host", "network_shares", "bilateral_shares", "safe",
)  # fmt: skip
_LOGS = {
    "incident_log": Variable(
        _reading("incidents.log", lambda log: np.array(log, dtype=float).reshape(-1, 4)),
        _reading("w.incident_log now.n_incidents", _first),
    ),
    "incidents_open": Variable(
        _reading("incidents.open", lambda numbers: np.array(numbers, dtype=np.int64)),
        _reading("w.incident_log now.n_incidents", _unanswered),
    ),
    "capability_events": _pair("events.added", "t.added", CLOSING),
    "capability_months": _pair("events.added_since", "t.added_since", CLOSING),
    "tie_log": Variable(
        _reading("ledger.ties", lambda rows: np.array(rows, dtype=np.int64).reshape(-1, 5)),
        _reading("w.tie_log now.n_ties", _first),
    ),
    "tense": Variable(_reading("world.tense", _listed), _reading("w.tense", _listed)),
    "first_month": _pair("ledger.first", "t.first", CLOSING),
    **{f"pages.{name}": Variable(
        _reading(f"ledger.{name} world.month ledger.first", _written),
        _reading(f"pages.{name} now.month t.first", _written), ("record",),
    ) for name in _PAGES},
    **{f"pages.{name}": _pair(f"ledger.{name}", f"pages.{name}", CLOSING)
       for name in ("pair_counts", "tallies", "pair_chances", "ties_start")},
}  # fmt: skip

VARIABLES: dict[str, Variable] = {**_WORLD, **_ARM, **_LOGS}

# What need not be compared, and why.
_ROOM = "room for one phase, no state"
REFERENCE_EXCEPTIONS = {
    "world.glance": "what draws say at a glance; the ensemble has it in its diary",
    "world.glanced": "the month in which that was noted", "world.channels": _ROOM, "world.due": _ROOM,
    "world.due_turns": _ROOM,
    "arm.model": "the way back to the model", "arm.world": "the world once more", "arm.config": "input",
    "arm.secretariat": "compared by its own attributes",
    "arm.secretariat.env": "SimPy's clock and its events; the cases show what they did",
    "incidents.model": "the way back to the model", "incidents.world": "the world once more",
    "events.model": "the way back to the model", "events.world": "the world once more", "events.config": "input",
    "events.effects": "code", "ledger.model": "the way back to the model",
}  # fmt: skip
ENSEMBLE_EXCEPTIONS = {
    "w.now": "compared by its own fields", "w.queue": "compared by its own fields",
    "w.pages": "compared by its own fields", "w.diary": "what the reference works out whenever it needs it",
    "w.finished": "room for the cases of one settlement, no state",
    "w.channels": _ROOM, "w.due": _ROOM, "w.due_turns": _ROOM,
    **{f"pages.{name}": "a column of a log, written when the run is over, for its outcomes"
       for name in ("case_kind", "case_opened", "case_finished", "incidents")},
    "queue.order": "the cases not yet settled in order; SimPy's queue and event list have no such list",
}  # fmt: skip
ROW_EXCEPTIONS = {
    "state": "where a case stands; SimPy keeps that in the process (finished but not settled: 'inbox')",
    "due": "of the event to come", "since": "of the stint under way", "speed": "of the stint under way",
    "done": "of the stint under way",
}  # fmt: skip
