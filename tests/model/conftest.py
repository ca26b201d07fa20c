"""Worlds for whole-run tests: random rosters, designs, parameters and runs, and tools to compare records.

``worlds()`` draws a complete run over everything the model admits: 3 to about 20 actors, aligned or rival, with or
without firms and institutes, numbers known or not, design fields over their whole ranges. Horizons are short.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import parameters
from sim.catalogue import TIE_TYPES, WITH_FIRMS
from sim.config import STARTS, RunConfig, ScheduledEvent
from sim.design import FIELD_INDEX, FIELDS, DesignPoint
from sim.model import CooperationModel
from sim.months import CUT_OFF, NEVER, month_index
from sim.record import Record
from sim.roster import EventRecord, Roster, TieRecord

REGIONS = ("North", "South", "East")


# ---- rosters ----------------------------------------
@st.composite
def rosters(draw, most_states: int = 14, most_firms: int = 6) -> Roster:
    """Any roster of 3 to ``most_states + most_firms`` actors; the shape shrinks, the numbers come from a seed."""
    states, firms = draw(st.integers(3, most_states)), draw(st.integers(0, most_firms))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    world = draw(st.sampled_from(["aligned", "mixed", "rival"]))
    offices = draw(st.sampled_from([0.2, 0.7, 1.0]))
    return random_roster(states, firms, rng, world, offices, unknown=draw(st.sampled_from([0.0, 0.5, 1.0])))


def random_roster(
    states: int, firms: int, rng: np.random.Generator, world: str = "mixed", offices: float = 0.7, unknown: float = 0.5
) -> Roster:
    """``offices``: chance that a state has or gets an office; ``unknown``: chance that a number is not known."""

    def known(values: np.ndarray) -> np.ndarray:
        return np.where(rng.random(len(values)) < unknown, np.nan, values)

    has = rng.random(states) < offices
    acting = np.where(has & (rng.random(states) < 0.6), rng.integers(-12, 36, states), NEVER)
    founded = np.where(has & (rng.random(states) < 0.7), rng.integers(-6, 48, states), NEVER)
    founded = np.maximum(founded, np.where(acting < NEVER, acting, founded))
    member = np.where(rng.random(states) < 0.5, rng.integers(5, 30, states), NEVER)
    ids = tuple(f"S{k:02d}" for k in range(states))
    return Roster(
        name="random",
        ids=ids,
        aliases=tuple(f"State{k}" for k in range(states)),
        names=tuple(f"Republic {k}" for k in range(states)),
        region=rng.integers(0, len(REGIONS), states),
        regions=REGIONS,
        gdp=np.exp(rng.normal(6.0, 1.5, states)),
        ideal=rng.normal(size=states),
        readiness=known(rng.random(states)),
        cooperation=known(rng.random(states)),
        developing=rng.random(states) < 0.4,
        member_from=member.astype(np.int64),
        acting_from=acting.astype(np.int64),
        founded=founded.astype(np.int64),
        staff=known(rng.integers(1, 120, states).astype(float)),
        budget=known(rng.random(states) * 40),
        statutory=rng.random(states) < 0.3,
        regime=rng.integers(0, 3, states),
        term=rng.integers(2, 60, states),
        next_change=np.where(rng.random(states) < 0.5, NEVER, rng.integers(0, 60, states)),
        pledged=rng.random(states),
        rivalry=_pairs(rng, states, {"aligned": 0.1, "mixed": 1.0, "rival": 1.0}[world], world == "rival"),
        fora=_pairs(rng, states),
        legal=(_pairs(rng, states) > 0.5).astype(float),
        distance_km=_pairs(rng, states, 15000.0),
        firm_ids=tuple(f"F{k}" for k in range(firms)),
        firm_names=tuple(f"Firm {k}" for k in range(firms)),
        firm_home=rng.integers(0, states, firms),
        firm_home2=np.where(rng.random(firms) < 0.2, rng.integers(0, states, firms), -1).astype(np.int64),
        compute=known(np.full(firms, 1e25)),
        safety_index=known(rng.random(firms)),
        firm_fora=rng.random((firms, states)),
        frontier_from=np.full(firms, -NEVER),
        frontier_until=np.full(firms, NEVER),
        ties=_ties(rng, states, firms, np.minimum(acting, founded)),
        events=_events(rng, states),
    )


def _pairs(rng: np.random.Generator, n: int, scale: float = 1.0, high: bool = False) -> np.ndarray:
    """(n, n) symmetric, diagonal 0."""
    upper = np.triu(rng.random((n, n)), 1)
    upper = np.triu(0.5 + upper / 2, 1) if high else upper
    return scale * (upper + upper.T)


def _ties(rng: np.random.Generator, states: int, firms: int, exists: np.ndarray) -> tuple[TieRecord, ...]:
    """Ties up to the cut-off between actors that existed when they signed."""
    since = np.concatenate([exists, np.zeros(firms, dtype=np.int64)])
    ties = []
    for a in range(states):
        for b in range(a + 1, states + firms):
            first = max(0, since[a], since[b])
            if first > CUT_OFF or rng.random() > 0.15:
                continue
            kinds = [k for k in range(len(TIE_TYPES)) if b < states or WITH_FIRMS[k]]
            month = None if rng.random() < 0.2 else int(rng.integers(first, CUT_OFF + 1))
            ties.append(TieRecord(a, b, int(rng.choice(kinds)), month))
    return tuple(ties)


def _events(rng: np.random.Generator, states: int) -> tuple[EventRecord, ...]:
    kinds = ("election", "policy_shock", "summit", "network", "chair", "coordinator")
    return tuple(
        EventRecord(
            int(rng.integers(0, 40)), str(kind), int(rng.integers(states)), "a dated fact", "invented",
            size=float(rng.uniform(0.0, 1.0)), parameter=str(rng.choice(["", "us_engagement"])),
            guests=tuple(np.flatnonzero(rng.random(states) < 0.5).tolist()),
        )
        for kind in rng.choice(kinds, 4)
    )  # fmt: skip


# ---- designs ----------------------------------------
@st.composite
def designs(draw, states: int, name: str = "random") -> DesignPoint:
    """Any admissible design: every field over its whole range; shares of one whole do not exceed it."""
    at = [draw(st.one_of(st.sampled_from([0.0, 1.0]), st.floats(1e-6, 1.0))) for _ in FIELDS]
    values = np.array([f.low + u * (f.high - f.low) for f, u in zip(FIELDS, at, strict=True)])
    values[FIELD_INDEX["setup_months"]] = draw(st.sampled_from([0.0, 1.5, 4.0, 60.0]))
    for whole in (("seat_share", "turn_share", "lead_share"), ("dues_host", "dues_gdp")):
        parts = [FIELD_INDEX[field] for field in whole]
        values[parts] /= max(1.0, values[parts].sum())
    seat = np.zeros(states)
    if values[FIELD_INDEX["seat_share"]] > 0:
        hosts = draw(st.lists(st.integers(0, states - 1), min_size=1, max_size=3))
        np.add.at(seat, hosts, 1.0 / len(hosts))
    return DesignPoint(name, values, seat)


@st.composite
def parameter_vectors(draw) -> np.ndarray:
    """Central values, or every parameter anywhere in its range."""
    if draw(st.booleans()):
        return parameters.default_values()
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return np.array([p.low + rng.random() * (p.high - p.low) for p in parameters.ALL])


# ---- runs ----------------------------------------
@dataclasses.dataclass(frozen=True, repr=False)
class RandomRun(RunConfig):
    """A run whose failing example prints in a few lines."""

    def _repr_pretty_(self, printer, cycle) -> None:
        """What Hypothesis prints of it."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        r, central = self.roster, parameters.default_values()
        offices = [(int(a), int(f)) for a, f in zip(r.acting_from, r.founded, strict=True)]
        design = {f.name: round(v, 4) for f, v in zip(FIELDS, self.design.values, strict=True) if v != f.low}
        return (
            f"run of {r.n_states} states and {r.n_firms} firms, {self.start}, months {self.first} to {self.end}, "
            f"decision {self.adopt}, seed {self.seed}:{self.replicate}, (acting, founded) {offices}, "
            f"members from {r.member_from.tolist()}, {len(r.ties)} ties, events {self.events}, design {design}, "
            f"seat {self.design.seat.round(3).tolist()}, {(self.params != central).sum()} parameters off their centre"
        )


@st.composite
def worlds(draw, most_states: int = 14, most_months: int = 40, **flags: bool) -> RunConfig:
    """A run: any roster, design, baseline, parameters, start, month of decision, seed and scheduled events."""
    roster = draw(rosters(most_states))
    start = draw(st.sampled_from(sorted(STARTS)))
    first = STARTS[start]
    end = first + draw(st.sampled_from(sorted({12, most_months // 2, most_months})))
    return RandomRun(
        roster=roster,
        design=draw(designs(roster.n_states)),
        baseline=draw(designs(roster.n_states, "random baseline")),
        params=draw(parameter_vectors()),
        start=start,
        end=end,
        adopt=first + draw(st.sampled_from([0, 0, 3, 9, 60])),
        seed=draw(st.integers(0, 10**6)),
        replicate=draw(st.integers(0, 100)),
        events=tuple(draw(st.lists(_scheduled(roster, first, end), max_size=3))),
        replay_until=draw(st.sampled_from([first, end])),
        reviews_from=draw(st.sampled_from([CUT_OFF + 1, first, end + 1])),
        **flags,
    )


@st.composite
def _scheduled(draw, roster: Roster, first: int, end: int) -> ScheduledEvent:
    kinds = ["election", "policy_shock", "export_control", "dialogue", "salience", "founding", "exit", "capability"]
    kinds += ["entry", "host_exit", "funding", "government"]
    kind = draw(st.sampled_from(kinds + ["incident"] * bool(roster.n_firms)))
    low, high = (roster.n_states, roster.n_states + roster.n_firms) if kind == "incident" else (0, roster.n_states)
    actor = draw(st.integers(low, high - 1))
    partner = (actor + 1) % roster.n_states
    return ScheduledEvent(draw(st.integers(first, end)), kind, actor, partner, draw(st.floats(0.1, 1.0)))


def run(config: RunConfig) -> Record:
    """The record of a run of the reference model."""
    return CooperationModel(config).run()


def months_of(model: CooperationModel) -> Iterator[int]:
    """Steps a model to its end; yields each month when it is over (the world then shows how it ended)."""
    while model.world.month <= model.config.end:
        month = model.world.month
        model.step()
        yield month


def config_of(roster: str | Roster, design: str | DesignPoint, end: str = "2027-06", **changes) -> RunConfig:
    """A run on a named roster under a named design, adopted in January 2026 without set-up time."""
    place = load_roster(roster) if isinstance(roster, str) else roster
    point = load_design(design, place).replace(setup_months=0.0) if isinstance(design, str) else design
    given = {
        "baseline": load_design("adhoc", place),
        "params": parameters.default_values(),
        "start": "observed",
        "adopt": month_index("2026-01"),
        "seed": 1,
    } | changes
    return RunConfig(roster=place, design=point, end=month_index(end), **given)


# ---- comparing ----------------------------------------
def arrays_of(record: Record) -> dict[str, np.ndarray]:
    """Every array of a record by name (the design's label and the roster are inputs, not results)."""
    found: dict[str, np.ndarray] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            found[field.name] = value
        elif field.name in ("series", "states"):
            found |= {f"{field.name}.{name}": array for name, array in value.items()}
        elif isinstance(value, int):
            found[field.name] = np.array(value)
    return found


def digest(record: Record) -> str:
    """Hash of every byte of a record: its arrays, the log of events among them, and decisions."""
    text = hashlib.blake2b(digest_size=16)
    for name, array in sorted(arrays_of(record).items()):
        text.update(name.encode() + str(array.dtype).encode() + str(array.shape).encode() + array.tobytes())
    text.update(repr(record.decisions).encode())
    return text.hexdigest()


def differing(one: Record, other: Record) -> list[str]:
    """Names of the arrays that are not equal byte by byte."""
    a, b = arrays_of(one), arrays_of(other)
    return [name for name in a if a[name].shape != b[name].shape or a[name].tobytes() != b[name].tobytes()]
