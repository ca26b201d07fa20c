"""What all runs of a configuration have in common, as the 'given' fields of a world: roster, calendar, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim import draws
from sim.catalogue import CASE_KINDS, CATEGORIES, FACTS, THEMES
from sim.config import RunConfig
from sim.design import FIELDS as DESIGN_FIELDS
from sim.months import NEVER
from sim.parameters import ALL, INDEX
from sim.record import SERIES, STATE_SERIES
from sim.roster import EventRecord
from sim.rules.partners import BITS
from sim.rules.reach import FAR
from sim.scheduled import KINDS, columns, events_given, forced_given
from sim.world import Room, World

# Codes of the kinds of events and of dated facts, for compiled code, made from their lists: ELECTION, FACT_CHAIR, ...
globals().update({kind.upper(): code for code, kind in enumerate(KINDS)})
globals().update({f"FACT_{kind.upper()}": code for code, kind in enumerate(FACTS)})
if TYPE_CHECKING:

    def __getattr__(name: str) -> int: ...


_MEETINGS = ("summit", "network")  # facts that concern whoever comes


def world_of(config: RunConfig, room: Room | None = None) -> World:
    """A world for runs of a configuration, not begun yet (``sim.phases.setup.begin``)."""
    return World(given_by(config), 2 + len(config.later), room or Room())


def given_by(config: RunConfig) -> dict[str, Any]:
    """The given fields of a run, by name, and the ``sizes`` of its world.

    InputError if an event or a forced decision names nobody who could be meant: compiled code would not notice.
    """
    given: dict[str, Any] = {}
    for part in (_calendar, _states, _sizes, _pairs, _facts, events_given, forced_given):
        given |= part(config)
    return given | {"sizes": sizes_of(given)}


def inputs_of(config: RunConfig) -> tuple[np.uint64, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What ``sim.phases.setup.begin`` takes after the world.

    Stream, parameters (P,), designs (D, B), seats (D, J) and the first month of each design (D,).
    """
    points = [config.baseline, config.design, *(design for _, design in config.later)]
    return (
        draws.stream_of(config.seed, config.replicate),
        config.params.astype(float),
        np.array([point.values for point in points], dtype=float),
        np.array([point.seat for point in points], dtype=float),
        np.array([config.first, config.adopt, *(month for month, _ in config.later)], dtype=np.int64),
    )


def sizes_of(given: dict[str, Any]) -> dict[str, int]:
    """The letters of the fields' shapes, but those for designs and logs."""
    j, f, months = given["offices"], given["firms"], given["months"]
    n = j + f
    return {
        "J": j, "F": f, "N": n, "J1": j + 1, "N1": n + 1, "NJ": n * j, "JJ": j * j, "H": j * j // 2 + 1,
        "M": n * (n - 1) // 2, "W": -(-n // BITS), "S": min(n, FAR), "T": months, "K": len(THEMES),
        "Q": len(CATEGORIES), "P": len(ALL), "B": len(DESIGN_FIELDS), "V": len(CASE_KINDS), "A": len(SERIES),
        "Z": len(STATE_SERIES), "I": f * months + len(given["event_month"]), "R": len(given["start_ties"]),
        "Y": len(given["fact_month"]), "U": len(given["size_month"]), "G": len(given["event_month"]),
        "X": len(given["forced"]),
    }  # fmt: skip


def _calendar(config: RunConfig) -> dict[str, Any]:
    roster = config.roster
    n = roster.n_states + roster.n_firms
    keys = np.array([draws.key_of(roster.node_id(k)) for k in range(n)], dtype=np.uint64)
    return {
        "offices": roster.n_states, "firms": roster.n_firms, "nodes": n, "first": config.first,
        "months": config.end - config.first + 1, "adopt": config.adopt,
        "reviews_from": config.reviews_from, "replay_until": config.replay_until,
        "key": keys, "by_key": np.argsort(keys[: roster.n_states], kind="stable").astype(np.int64),
    }  # fmt: skip


def _states(config: RunConfig) -> dict[str, Any]:
    r = config.roster
    statutory = np.zeros(r.n_states + r.n_firms, dtype=bool)
    statutory[: r.n_states] = r.statutory
    numbers = {name: getattr(r, name).astype(float) for name in
               ("gdp", "cooperation", "readiness", "staff", "budget", "safety_index", "pledged")}  # fmt: skip
    whole = {name: getattr(r, name).astype(np.int64) for name in
             ("region", "acting_from", "founded", "member_from", "regime", "term", "frontier_from",
              "frontier_until")}  # fmt: skip
    status = r.office_status(config.first).astype(np.int64)
    flags = {"statutory": statutory, "developing": r.developing.astype(bool)}
    return numbers | whole | flags | {"start_status": status, "known_change": _known_changes(config)}


def _known_changes(config: RunConfig) -> np.ndarray:
    """(J,) a month in which the term of each government ends: by the roster, else a term after its last dated election.

    NEVER where neither is known.
    """
    r = config.roster
    known = r.next_change.astype(np.int64)
    for fact in _replayed(config):
        if fact.kind == "election" and 0 <= fact.actor < r.n_states and r.next_change[fact.actor] == NEVER:
            known[fact.actor] = fact.month + r.term[fact.actor]
    return known


def _replayed(config: RunConfig) -> list[EventRecord]:
    """The dated facts of a run: those known by the last replayed month, announcements of later ones among them."""
    return [fact for fact in config.roster.events if fact.known <= config.replay_until]


def _sizes(config: RunConfig) -> dict[str, Any]:
    """Changes of size on record until the last replayed month, or before the first."""
    last = max(config.replay_until, config.first - 1)
    known = sorted((s for s in config.roster.sizes if s.month <= last), key=lambda s: (s.month, s.state))
    whole = {f"size_{name}": np.array([getattr(s, name) for s in known], dtype=np.int64) for name in ("month", "state")}
    reals = {f"size_{name}": np.array([getattr(s, name) for s in known], dtype=float)
             for name in ("staff", "budget", "share")}  # fmt: skip
    return whole | reals


def _pairs(config: RunConfig) -> dict[str, Any]:
    r, j = config.roster, config.roster.n_states
    home = np.concatenate([np.arange(j), r.firm_home]).astype(np.int64)
    fora = np.zeros((j + r.n_firms,) * 2)
    fora[:j, :j] = r.fora
    if r.n_firms:
        fora[j:, :j], fora[:j, j:] = r.firm_fora, r.firm_fora.T
    # Undated ties count as signed in the last month before the first.
    ties = [(t.a, t.b, t.type, config.first - 1 if t.month is None else t.month) for t in r.ties]
    return {
        "home": home, "roster_rivalry": r.rivalry.astype(float), "fora": fora,
        "legal": np.ascontiguousarray(np.maximum(r.legal, np.eye(j))[np.ix_(home, home)].astype(float)),
        "start_ties": np.array(ties if config.start == "observed" else [], dtype=np.int64).reshape(-1, 4),
    }  # fmt: skip


def _facts(config: RunConfig) -> dict[str, Any]:
    """The dated facts, in the order of the roster, and the month of the last summit among them."""
    j, facts = config.roster.n_states, _replayed(config)
    places = {id(fact): number for number, fact in enumerate(config.roster.events)}
    rows, guests = [], np.zeros((len(facts), j), dtype=bool)
    for row, fact in enumerate(facts):
        kind = FACTS.index(fact.kind) if fact.kind in FACTS else 0
        nobodys = fact.kind not in _MEETINGS and not 0 <= fact.actor < j
        parameter = INDEX[fact.parameter] if fact.parameter else -1
        rows.append((fact.month, 0 if nobodys else kind, fact.actor, places[id(fact)], parameter))
        guests[row, list(fact.guests)] = True
    month, kinds, actor, numbers, parameters = columns(rows, 5)
    return {
        "fact_month": month, "fact_kind": kinds, "fact_actor": actor, "fact_number": numbers,
        "fact_parameter": parameters, "fact_guests": guests,
        "fact_size": np.array([np.nan if fact.size is None else fact.size for fact in facts], dtype=float),
        "last_summit": max([fact.month for fact in facts if fact.kind == "summit"], default=NEVER),
    }  # fmt: skip
