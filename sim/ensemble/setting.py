"""The setting: what all runs of a job have in common, as arrays: the roster, the calendar, outside events."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim import draws
from sim.config import EVENT_KINDS, RunConfig, ScheduledEvent
from sim.errors import InputError
from sim.roster import Roster
from sim.rules.origins import home_shares

(
    ELECTION, POLICY_SHOCK, EXPORT_CONTROL, DIALOGUE, INCIDENT, SALIENCE, FOUNDING, EXIT, CAPABILITY, LEAD,
    RIVAL_NETWORK,
) = range(len(EVENT_KINDS))  # fmt: skip
KINDS = tuple(EVENT_KINDS)


class Setting(NamedTuple):
    """J offices and F firms, N nodes; months are counted from the origin."""

    offices: int
    firms: int
    first: int  # month
    months: int
    adopt: int  # month
    replay_until: int  # month
    key: np.ndarray  # (N,) uint64
    by_key: np.ndarray  # (J,) offices in the order of their keys
    # the roster
    gdp: np.ndarray
    region: np.ndarray
    cooperation: np.ndarray
    readiness: np.ndarray
    staff: np.ndarray
    budget: np.ndarray
    safety_index: np.ndarray  # (F,)
    status: np.ndarray  # (J,) in the month before the first
    acting_from: np.ndarray
    founded: np.ndarray
    member_from: np.ndarray
    statutory: np.ndarray  # (N,) bool
    home: np.ndarray  # (N,)
    home_share: np.ndarray  # (J,)
    roster_rivalry: np.ndarray  # (J, J)
    legal: np.ndarray  # (N, N)
    fora: np.ndarray  # (N, N)
    start_ties: np.ndarray  # (M, 4) a, b, type, month signed
    elections: np.ndarray  # (E, 2) month and state of every dated election
    # what befalls the world
    fact_month: np.ndarray  # (K,) dated facts that act, in order
    fact_kind: np.ndarray  # ELECTION or POLICY_SHOCK
    fact_actor: np.ndarray
    event_month: np.ndarray  # (E,) a scenario's events, in order
    event_kind: np.ndarray
    event_actor: np.ndarray
    event_partner: np.ndarray
    event_size: np.ndarray
    added_since: np.ndarray  # months and sizes of the events that add capability
    added: np.ndarray


def setting_of(config: RunConfig) -> Setting:
    """The setting of a run: all of its configuration but design, parameters, seed and replicate.

    InputError if an event names no actor of its kind: compiled code would not notice.
    """
    for event in config.events:
        _check(event, config.roster)
    parts: dict[str, Any] = {}
    for part in (_size, _states, _pairs, _facts, _events):
        parts |= part(config)
    return Setting(**parts)


def _check(event: ScheduledEvent, roster: Roster) -> None:
    j, n = roster.n_states, roster.n_states + roster.n_firms
    kind = KINDS.index(event.kind)
    fits = {
        INCIDENT: j <= event.actor < n,
        SALIENCE: True,
        CAPABILITY: True,
        EXPORT_CONTROL: 0 <= event.actor < j and 0 <= event.partner < j,
        DIALOGUE: 0 <= event.actor < n and 0 <= event.partner < n,
    }.get(kind, 0 <= event.actor < j)
    if not fits:
        raise InputError(
            f"an event of kind '{event.kind}' names no such actor", key="actor, partner",
            value=f"{event.actor}, {event.partner}", allowed=f"states 0 to {j - 1}, firms {j} to {n - 1}",
        )  # fmt: skip


def _size(config: RunConfig) -> dict[str, Any]:
    roster = config.roster
    keys = np.array([draws.key_of(roster.node_id(n)) for n in range(roster.n_states + roster.n_firms)], dtype=np.uint64)
    return {
        "offices": roster.n_states, "firms": roster.n_firms, "first": config.first,
        "months": config.end - config.first + 1, "adopt": config.adopt, "replay_until": config.replay_until,
        "key": keys, "by_key": np.argsort(keys[: roster.n_states], kind="stable").astype(np.int64),
    }  # fmt: skip


def _states(config: RunConfig) -> dict[str, Any]:
    r = config.roster
    statutory = np.zeros(r.n_states + r.n_firms, dtype=bool)
    statutory[: r.n_states] = r.statutory
    numbers = {name: getattr(r, name).astype(float) for name in
               ("gdp", "cooperation", "readiness", "staff", "budget", "safety_index")}  # fmt: skip
    whole = {name: getattr(r, name).astype(np.int64) for name in ("region", "acting_from", "founded", "member_from")}
    return numbers | whole | {"status": r.office_status(config.first), "statutory": statutory}


def _pairs(config: RunConfig) -> dict[str, Any]:
    r, j = config.roster, config.roster.n_states
    home = np.concatenate([np.arange(j), r.firm_home]).astype(np.int64)
    fora, share = np.zeros((j + r.n_firms,) * 2), np.empty(j)
    fora[:j, :j] = r.fora
    if r.n_firms:
        fora[j:, :j], fora[:j, j:] = r.firm_fora, r.firm_fora.T
    home_shares(home[j:], share)
    ties = [(t.a, t.b, t.type, config.first - 1 if t.month is None else t.month) for t in r.ties]
    return {
        "home": home, "home_share": share, "roster_rivalry": r.rivalry.astype(float), "fora": fora,
        "legal": np.maximum(r.legal, np.eye(j))[np.ix_(home, home)].astype(float),
        "start_ties": np.array(ties if config.start == "observed" else [], dtype=np.int64).reshape(-1, 4),
    }  # fmt: skip


def _facts(config: RunConfig) -> dict[str, Any]:
    j = config.roster.n_states
    known = [e for e in config.roster.events if 0 <= e.actor < j]
    acting = [(e.month, KINDS.index(e.kind), e.actor) for e in known
              if e.kind in ("election", "policy_shock") and e.month <= config.replay_until]  # fmt: skip
    month, kind, actor = np.array(acting, dtype=np.int64).reshape(-1, 3).T.copy()
    dated = [(e.month, e.actor) for e in known if e.kind == "election"]
    return {
        "elections": np.array(dated, dtype=np.int64).reshape(-1, 2), "fact_month": month, "fact_kind": kind,
        "fact_actor": actor,
    }  # fmt: skip


def _events(config: RunConfig) -> dict[str, Any]:
    rows = [(e.month, KINDS.index(e.kind), e.actor, e.partner) for e in config.events]
    month, kind, actor, partner = np.array(rows, dtype=np.int64).reshape(-1, 4).T.copy()
    sizes = np.array([e.size for e in config.events], dtype=float)
    adds = kind == CAPABILITY
    return {
        "event_month": month, "event_kind": kind, "event_actor": actor, "event_partner": partner,
        "event_size": sizes, "added_since": month[adds].astype(float), "added": sizes[adds],
    }  # fmt: skip
