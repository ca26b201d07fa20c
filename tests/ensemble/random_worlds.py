"""Worlds for the comparison of the engines: everything that a run admits, from a number; the same every time.

Rosters of 3 to 60 actors, some of 70, without firms, offices or members too; designs anywhere in their space and at its
corners; parameters at their centre, in their ranges, at their limits and beyond; all kinds of events, several in one
month; forced decisions of all acts.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from sim import parameters
from sim.catalogue import CHOSEN, WITH_FIRMS
from sim.config import EVENT_KINDS, REPLAY_UNTIL, STARTS, RunConfig, ScheduledEvent
from sim.design import FIELD_INDEX, FIELDS, DesignPoint
from sim.forced import ACTS, Forced
from sim.months import CUT_OFF, NEVER
from sim.parameter_changes import KEPT
from sim.roster import EventRecord, Roster, SizeRecord
from sim.scheduled import ABOUT_PARTNER, MAY_HAVE_ACTOR, NO_ACTOR, NOT_NEGATIVE, OF_FIRMS, REVIEWED, VOTED
from tests.model.conftest import RandomRun, random_roster

LARGE_EVERY = 25  # one world in so many is large
LARGE = (60, 70)  # actors: as many as a word of a set has bits for, and more
# Beyond all ranges: chances of 0 and 1, nothing and everything.
EXTREMES = {
    "noise": (0.0, 1e-9, 50.0), "leak_rate": (0.0, 1.0), "meeting_rate": (0.0, 1e9), "incident_rate": (0.0, 1e6),
    "founding_rate": (0.0, 1e6), "control_rate": (0.0, 1e6), "dialogue_rate": (0.0, 1e6), "disaster": (0.0, 1.0),
    "deal_term": (1.0, 2.0, 500.0), "incumbents_stay": (0.0, 1.0), "decay": (0.0, 1.0), "load": (0.0, 5.0),
    "mirroring": (0.0, 1.0), "trust_speed": (0.0, 1.0), "own_learning": (0.0, 1.0),
    "shared_learning": (0.0, 1.0), "obsolescence": (0.0, 1.0), "lent_posts": (0.0, 30.0), "self_organised": (0.0, 1.0),
    "dialogue_trust": (0.0, 1.0), "tie_cost": (0.0, 20.0), "effort_cap": (0.0, 1.0),
    "bilateral_days": (0.0, 1000.0), "bilateral_best": (0.0, 1000.0), "salience_half_life": (0.1, 1000.0),
    "case_learning": (0.0, 1.0), "harmonise_gain": (0.0, 1.0), "partner_access": (0.0, 1.0), "post_cost": (0.0, 5.0),
    "growth_months": (1.0, 500.0), "lasting": (0.0, 1.0), "trait_memory": (1.0, 3.0, 12.0), "ending": (0.0, 0.0, 5.0),
    "occasion": (0.0, 1e9), "zero_sum": (0.0, 20.0),
    "capability_growth": (0.0, 3.0), "difficulty": (0.0, 1.0), "accident_safe": (0.0, 1.0), "overlap": (0.0, 1.0),
}  # fmt: skip


def random_world(number: int) -> RunConfig:
    """World ``number`` of all."""
    rng, forcing = np.random.default_rng([17, number]), np.random.default_rng([18, number])
    large = LARGE[number // LARGE_EVERY % 2] if number % LARGE_EVERY == LARGE_EVERY - 1 else 0
    roster = _roster(rng, large)
    start = str(rng.choice(sorted(STARTS)))
    first = STARTS[start]
    end = first + _length(rng, large) - 1
    adopt = first + int(rng.choice([0, 0, 0, 0, 1, 3, 6, 60, -4]))
    config = RandomRun(
        roster=roster, design=random_design(rng, roster.n_states, "design"),
        baseline=random_design(rng, roster.n_states, "baseline"), params=_parameters(rng), start=start, end=end,
        adopt=adopt, seed=int(rng.integers(0, 10**6)), replicate=int(rng.integers(0, 100)),
        events=_events(rng, roster, first, end), later=_later(rng, roster, adopt, end),
        replay_until=int(rng.choice([first - 1, first, (first + end) // 2, end, REPLAY_UNTIL])),
        reviews_from=int(rng.choice([CUT_OFF + 1, CUT_OFF + 1, first, (first + end) // 2, end + 1])),
    )  # fmt: skip
    voted = [e for e in config.events if e.kind not in VOTED or e.month >= config.reviews_from]
    return dataclasses.replace(config, events=tuple(voted), forced=_forced(forcing, config))


def _length(rng: np.random.Generator, large: bool) -> int:
    """Months: mostly 6 to 30."""
    if large:
        return int(rng.integers(3, 9))
    low, high = ((1, 6), (6, 13), (13, 31), (40, 61))[rng.choice(4, p=[0.1, 0.6, 0.26, 0.04])]
    return int(rng.integers(low, high))


# ---- rosters --------------------------------------------------------------------------------------------------------
def _roster(rng: np.random.Generator, large: int) -> Roster:
    actors = large or int(rng.integers(3, 20))
    firms = min(int(rng.choice([0, 1, 2, 4, 6, 12])), actors - 1)
    world, offices = str(rng.choice(["aligned", "mixed", "rival"])), float(rng.choice([0.0, 0.2, 0.7, 1.0, 1.0]))
    roster = random_roster(actors - firms, firms, rng, world, offices, unknown=float(rng.choice([0.0, 0.5, 1.0])))
    changes: dict[str, np.ndarray] = {}
    if rng.random() < 0.15:
        changes["member_from"] = np.full(roster.n_states, NEVER)  # no members
    elif rng.random() < 0.3:
        changes["member_from"] = np.full(roster.n_states, -1)  # all are members
    if rng.random() < 0.1:
        changes |= {"staff": np.zeros(roster.n_states), "budget": np.zeros(roster.n_states)}
    if rng.random() < 0.5:
        changes |= _standing(rng, firms)
    events, sizes = roster.events + _facts(rng, actors, roster.n_states), _sizes(rng, roster.n_states)
    return dataclasses.replace(roster, events=events, sizes=sizes, **changes)  # type: ignore[arg-type]


def _standing(rng: np.random.Generator, firms: int) -> dict[str, np.ndarray]:
    """Firms that become frontier firms, and cease to be, at any time; some are none all along."""
    since = rng.integers(-12, 40, firms)
    return {"frontier_from": since, "frontier_until": since + rng.integers(1, 40, firms)}


def _sizes(rng: np.random.Generator, states: int) -> tuple[SizeRecord, ...]:
    """Changes of the size of institutes: by staff, by budget, by a share."""
    return tuple(
        SizeRecord(int(rng.integers(0, states)), int(rng.integers(-3, 40)), *changed)
        for changed in ((12.0, np.nan, 1.0), (0.0, 7.0, 1.0), (np.nan, np.nan, 0.5))
        if rng.random() < 0.5
    )


def _facts(rng: np.random.Generator, actors: int, states: int) -> tuple[EventRecord, ...]:
    """Dated facts, also of firms and of nobody, some with guests, and several in one month."""
    kinds = ("election", "election", "policy_shock", "regulation", "summit", "network", "coordinator")
    months = rng.integers(0, 60, 3)
    return tuple(
        EventRecord(
            int(rng.choice(months)),
            str(rng.choice(kinds)),
            int(rng.integers(-1, actors)),
            "a fact",
            "invented",
            size=float(rng.uniform(-2.0, 2.0)),
            guests=tuple(np.flatnonzero(rng.random(states) < 0.6).tolist()),
        )
        for _ in range(int(rng.choice([0, 4, 8])))
    )


# ---- designs --------------------------------------------------------------------------------------------------------
def random_design(rng: np.random.Generator, states: int, name: str) -> DesignPoint:
    """Anywhere in the space, at its corners, or a bit of both; mostly soon at work."""
    at = rng.random(len(FIELDS))
    corner = rng.random(len(FIELDS)) < rng.choice([0.0, 0.3, 1.0])
    at = np.where(corner, np.round(at), at)
    values = np.array([f.low + u * (f.high - f.low) for f, u in zip(FIELDS, at, strict=True)])
    if rng.random() < 0.7:
        values[FIELD_INDEX["setup_months"]] = rng.choice([0.0, 0.0, 0.4, 1.5, 3.0])
    if rng.random() < 0.5:
        values[FIELD_INDEX["staff_fte"]] = rng.choice([0.0, 0.5, 3.0, 12.0])
    if rng.random() < 0.5:
        values[FIELD_INDEX["stage_length_months"]] = rng.choice([0.0, 0.1, 0.5])
    if rng.random() < 0.2:
        values[FIELD_INDEX["handovers_per_year"]] = 4.0
    if rng.random() < 0.7:
        values[FIELD_INDEX["admission_consent"]] = 1.0
    for whole in (("seat_share", "turn_share", "lead_share"), ("dues_host", "dues_gdp")):
        parts = [FIELD_INDEX[field] for field in whole]
        values[parts] /= max(1.0, values[parts].sum())
    seat = np.zeros(states)
    if values[FIELD_INDEX["seat_share"]] > 0 and rng.random() < 0.8:
        hosts = rng.integers(0, states, rng.integers(1, 4))
        np.add.at(seat, hosts, 1.0 / len(hosts))
    return DesignPoint(name, values, seat)


def _later(rng: np.random.Generator, roster: Roster, adopt: int, end: int) -> tuple[tuple[int, DesignPoint], ...]:
    """Designs decided afterwards; also several in one month, and one that works before an earlier one."""
    count = int(rng.choice([0, 0, 1, 2, 3]))
    months = rng.integers(adopt, max(adopt, end) + 1, count)
    if rng.random() < 0.8:
        months.sort()
    return tuple((int(month), random_design(rng, roster.n_states, f"later {k}")) for k, month in enumerate(months))


# ---- parameters -----------------------------------------------------------------------------------------------------
def _parameters(rng: np.random.Generator) -> np.ndarray:
    """At their centre, in their ranges or at their limits; then some of them beyond."""
    low, high = np.array([[p.low, p.high] for p in parameters.ALL]).T
    kind = rng.choice(["centre", "ranges", "limits"], p=[0.2, 0.5, 0.3])
    if kind == "centre":
        values = parameters.default_values()
    else:
        at = rng.random(len(low))
        values = low + (np.round(at) if kind == "limits" else at) * (high - low)
    names = [p.name for p in parameters.ALL]
    for name, choices in EXTREMES.items():
        if rng.random() < 0.1:
            values[names.index(name)] = rng.choice(choices)
    return values


# ---- events ---------------------------------------------------------------------------------------------------------
def _events(rng: np.random.Generator, roster: Roster, first: int, end: int) -> tuple[ScheduledEvent, ...]:
    """Up to twelve of all kinds: in the first month, in one month, in any, before the start and after the end."""
    busy = int(rng.integers(first, end + 1))
    months = [first, busy, busy, int(rng.integers(first, end + 1)), int(rng.integers(first - 3, end + 4))]
    kinds = [kind for kind in (*EVENT_KINDS, "exit", "exit") if kind != "incident" or roster.n_firms]
    count = int(rng.choice([0, 1, 3, 6, 12]))
    return tuple(_event(rng, roster, int(rng.choice(months)), str(rng.choice(kinds))) for _ in range(count))


def _event(rng: np.random.Generator, roster: Roster, month: int, kind: str) -> ScheduledEvent:
    states, firms = roster.n_states, roster.n_firms
    actor = states + int(rng.integers(firms)) if kind == "incident" else int(rng.integers(states))
    if kind in NO_ACTOR or (kind in MAY_HAVE_ACTOR and rng.random() < 0.5):
        actor = -1
    if kind == "parameter":
        return _change(rng, month)
    facts = [fact for fact in roster.events if 0 <= fact.actor < states and fact.kind in ("election", "policy_shock")]
    if kind in ("election", "policy_shock") and facts and rng.random() < 0.5:  # what is replayed happens first
        fact = facts[rng.integers(len(facts))]
        month, actor = fact.month, fact.actor
    partner = int(rng.integers(states)) if kind in ("export_control", "dialogue") else -1
    size = rng.uniform(-1.0, 1.0) if kind == "election" else rng.uniform(0.0, 1.5)
    far = rng.uniform(-10.0, 10.0)  # as far as a scenario may go
    size = float(rng.choice([size, size, size, size, 0.0, 1.0, far]))
    return ScheduledEvent(month, kind, actor, partner, abs(size) if kind in NOT_NEGATIVE else size)


def _change(rng: np.random.Generator, month: int) -> ScheduledEvent:
    """A parameter anywhere in its range, or at an end of it."""
    may = [p for p in parameters.ALL if p.name not in KEPT]
    p = may[rng.integers(len(may))]
    at = rng.random() if rng.random() < 0.5 else float(rng.integers(2))
    return ScheduledEvent(month, "parameter", size=min(p.low + at * (p.high - p.low), p.high), parameter=p.name)


# ---- forced decisions -----------------------------------------------------------------------------------------------
def _forced(rng: np.random.Generator, config: RunConfig) -> tuple[Forced, ...]:
    """Up to forty of all acts, in any months, some of them in one month, some on the same."""
    busy = int(rng.integers(config.first, config.end + 1))
    made = []
    for _ in range(int(rng.choice([0, 0, 3, 12, 40]))):
        month = int(rng.choice([busy, rng.integers(config.first, config.end + 1)]))
        decision = _decision(rng, config.roster, month, str(rng.choice(list(ACTS))))
        if decision is not None and (decision.act not in REVIEWED or month >= config.reviews_from):
            made.append(decision)
    return tuple(made)


def _decision(rng: np.random.Generator, roster: Roster, month: int, act: str) -> Forced | None:
    """One decision; None where the roster has nobody for it."""
    states, nodes = roster.n_states, roster.n_states + roster.n_firms
    actors = range(states, nodes) if act == "pace" else range(nodes if act in OF_FIRMS else states)
    if not actors or (act in ABOUT_PARTNER and states < 2):
        return None
    actor, partner, choice = int(rng.choice(actors)), -1, bool(rng.random() < 0.6)
    if act in ABOUT_PARTNER:
        partners = range(nodes if act in ("deal", "renew") and actor < states else states)
        partner = int(rng.choice([k for k in partners if k != actor]))
    item = -1
    if act == "join" and choice:
        item = int(rng.choice([-1, 1, 2]))
    elif act == "deal" and choice and rng.random() < 0.5:
        allowed = sum(1 << k for k in range(len(WITH_FIRMS)) if WITH_FIRMS[k] or max(actor, partner) < states)
        item = (int(rng.integers(1, 1 << len(WITH_FIRMS))) & allowed) or -1
    elif act in ("share", "pool") and rng.random() < 0.5:
        item = int(rng.choice(CHOSEN))
    return Forced(month, act, actor, partner, item, choice)
