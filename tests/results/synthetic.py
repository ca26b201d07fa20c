"""An experiment made up for tests: the shape of ``Runs`` with numbers drawn from plain distributions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pandas as pd

from results.actor import VIEW
from results.brief.names import names as plain_names
from results.brief.pairs import pairs_of
from results.brief.units import measures
from results.figures.differences import Told
from scenarios.held import Held
from scenarios.runs import FRAMES
from scenarios.schema import load_scenario
from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.design import FIELD_INDEX, FIELD_NAMES, DesignPoint
from sim.months import month_index, month_label
from sim.parameters import BEHAVIOUR, UNCERTAIN
from sim.record import SERIES
from sim.roster import NEVER, Roster, TieRecord

DESIGNS = (
    "none", "adhoc", "rotating", "static:US", "static:UK", "static:Singapore", "static:Switzerland",
    "igo:OECD", "igo:UN", "chair:Switzerland",
)  # fmt: skip


@dataclass(frozen=True)
class FakeOutcome:
    name: str
    title: str
    unit: str
    better: int
    headline: bool = False
    meaning: str = "a number made up for tests & checks <only>"
    evidence: tuple[str, ...] = ("W9",)


# name; title; unit; direction; headline; typical value; spread; shift of each design in spreads
_TEXT = """
members; Members; states; 1; y; 14; 3; -3 0 1 -1 0 1 1.5 3 6 2
members_without_institute; Members without an institute; states; 1; y; 2; 1.5; -1 0 0 -1 0 0 1 4 8 1
regions; Regions with a member; regions; 1; y; 6; 1; -2 0 0.5 -1 0 0 0.5 2 3 1
sensitive_pooled; Sensitive information pooled; index; 1; y; 0.4; 0.15; -2 0 0 1 1 0.5 0.6 0.3 -1 0.5
incident_response_days; Time to an incident response; days; -1; y; 14; 5; 3 0 1 -1.2 -1.2 -1 -1 4 8 -1
multi_year_completion; Multi-year projects finished; share; 1; y; 0.55; 0.1; -2 0 0 2 2 2 2 2.3 1.8 1.8
influence_gini; Concentration of influence; Gini index; -1; y; 0.6; 0.06; 0 0 -3 1 1 0.5 0 -2 -4 -2
acceptability; Members better off than today; share; 1; y; 0.5; 0.2; -2 0 0 -1 0 0 0.5 0.2 -0.5 0.8
harm; Expected harm; index; -1; y; 1.2; 0.6; 0.3 0 0 -0.1 -0.1 0 -0.1 -0.2 0 -0.1
reach_states; States taking part in the work; states; 1; n; 14; 4; -2 0 1 0 0 1 1 3 6 1
time_to_output_months; Time to a first output; months; -1; n; 12; 4; 2 0 1 0 0 0 0 1 4 0
ties; Ties between offices; ties; 0; n; 30; 6; 0 0 0.2 0.5 0.5 0.5 0 0 -0.5 0
leaks; Expected leaks; leaks; -1; n; 0.8; 0.3; -1 0 0 0.5 0.4 0.4 0 0.8 2 0.2
vetoes; Veto players worse off; states; -1; n; 0.5; 0.5; 0 0 0 1 0 0 0 0 2 0
transition_cost; Cost of the transition; million; -1; n; 3; 1; -1 0 1 2 2 2 2 4 6 3
"""


def _row(line: str) -> tuple:
    name, title, unit, better, headline, centre, spread, shifts = line.split("; ")
    moved = [float(x) for x in shifts.split()]
    return name, title, unit, int(better), headline == "y", float(centre), float(spread), moved


_ROWS = [_row(line) for line in _TEXT.strip().splitlines()]
OUTCOMES = tuple(FakeOutcome(n, t, u, b, h) for n, t, u, b, h, *_ in _ROWS)


def roster(
    names: tuple[str, ...] = ("US", "UK", "Japan", "EU", "Canada", "Singapore", "Switzerland", "Kenya"),
):
    """A small roster; the last actor's full name needs escaping in a page."""
    j, firms = len(names), ("Anthropic", "OpenAI", "Google")
    full = [*names[:-1], f"{names[-1]} <& co>"]
    zero = np.zeros((j, j))
    month = month_index("2024-05")
    ties = "0-1-4, 0-1-1, 0-1-0, 0-5-0, 0-5-1, 1-4-0, 1-4-5, 2-3-2, 0-8-4, 1-8-4, 1-9-4, 3-10-3"
    return Roster(
        name="made up", ids=tuple(n[:3].upper() for n in names), aliases=names, names=tuple(full),
        region=np.arange(j) % 4,
        regions=("N America", "Europe", "E Asia", "Africa"),
        gdp=np.linspace(27000, 100, j), ideal=np.linspace(2, -1, j), readiness=np.full(j, 0.6),
        cooperation=np.full(j, 0.5), developing=np.arange(j) == j - 1,
        member_from=np.full(j, month), acting_from=np.full(j, 0),
        founded=np.where(np.arange(j) < 6, 5, NEVER), staff=np.full(j, 20.0), budget=np.full(j, 10.0),
        statutory=np.zeros(j, bool), regime=np.zeros(j, int), term=np.full(j, 48), next_change=np.full(j, NEVER),
        pledged=np.zeros(j), rivalry=zero, fora=zero, legal=zero + 1, distance_km=zero,
        firm_ids=firms, firm_names=firms, firm_home=np.zeros(3, np.int64), firm_home2=np.full(3, -1),
        compute=np.full(3, 1e26), safety_index=np.full(3, 0.6), firm_fora=np.zeros((3, j)),
        frontier_from=np.full(3, -NEVER), frontier_until=np.full(3, NEVER),
        ties=tuple(TieRecord(*map(int, tie.split("-")), month) for tie in ties.split(", ")),
    )  # fmt: skip


def design_points(rost: Roster, names: tuple[str, ...] = DESIGNS) -> list[DesignPoint]:
    """Points that differ in a few fields."""
    points = []
    for name in names:
        values, seat = np.zeros(len(FIELD_NAMES)), np.zeros(rost.n_states)
        kind, _, host = name.partition(":")
        values[FIELD_INDEX["staff_fte"]] = 0 if kind == "none" else 8
        if host in rost.aliases:
            seat[rost.aliases.index(host)] = 1
            values[FIELD_INDEX["seat_share"]] = 1
        values[FIELD_INDEX["turn_share"]] = float(kind == "rotating")
        values[FIELD_INDEX["lead_share"]] = float(kind == "adhoc")
        values[FIELD_INDEX["approval_stages"]] = 4 if kind == "igo" else 0
        points.append(DesignPoint(name, values, seat))
    return points


@dataclass
class FakeRuns:
    """What the results layer reads of ``scenarios.experiment.Runs``."""

    table: pd.DataFrame
    states: pd.DataFrame
    series: pd.DataFrame
    draws: pd.DataFrame
    network: pd.DataFrame
    sharing: pd.DataFrame
    scenario: object
    designs: list[DesignPoint]
    roster: Roster
    seed: int = 7
    elapsed: float = 1.0
    complete: bool = True
    note: str = ""
    behaviour_prior: str = "independent uniform draws over the ranges"
    asked: list[str] = field(default_factory=lambda: list(DESIGNS))
    command: str = ""

    @property
    def tables(self) -> dict[str, Held]:
        return {name: Held(getattr(self, name)) for name in FRAMES}


def draws(n: int, rng: np.random.Generator) -> pd.DataFrame:
    columns = {p.name: rng.uniform(p.low, p.high, n) for p in (*BEHAVIOUR, *UNCERTAIN)}
    columns |= {f"q:{f}": rng.uniform(0, 1, n) for f in FIELD_NAMES}
    return pd.DataFrame({"replicate": np.arange(n), **columns})


def _table(drawn: pd.DataFrame, names: tuple[str, ...], rng: np.random.Generator) -> pd.DataFrame:
    n = len(drawn)
    common = {row[0]: rng.normal(size=n) for row in _ROWS}
    tilt = drawn["polarisation"].to_numpy() - 1.15
    frames = []
    for k, name in enumerate(names):
        columns = {"design": name, "replicate": np.arange(n)}
        for outcome, _, unit, _, _, centre, spread, shifts in _ROWS:
            noise = 0.8 * common[outcome] + 0.6 * rng.normal(size=n)
            value = centre + spread * (shifts[k % 10] + noise + 2 * tilt * (k % 3 == 0))
            columns[outcome] = np.clip(value, 0, 1 if unit in ("share", "Gini index") else None)
        columns["incident_response_days"][common["members"] > 1] = np.nan
        if name == "none":
            columns["multi_year_completion"][:] = np.nan
        frames.append(pd.DataFrame({**columns, "error": None}))
    return pd.concat(frames, ignore_index=True)


def _states(rost: Roster, n: int, names: tuple[str, ...], rng: np.random.Generator) -> pd.DataFrame:
    grid = pd.MultiIndex.from_product([names, range(n), rost.aliases], names=["design", "replicate", "state"]).to_frame(
        index=False
    )
    columns = dict.fromkeys(("welfare", "dues", "influence", "access", "exposure", "membership"))
    for k, column in enumerate(columns | dict.fromkeys(meta.name for meta in VIEW)):
        grid[column] = np.abs(rng.normal(1 + 0.2 * k, 0.3, len(grid))) * (1 + 0.05 * grid.index % 7)
    return grid


def _series(names: tuple[str, ...], n: int, rng: np.random.Generator) -> pd.DataFrame:
    months = np.arange(month_index("2024-11"), month_index("2030-12") + 1)
    frames = []
    for k, name in enumerate(names):
        for r in range(n):
            t = np.linspace(0, 1, len(months))
            wave = 1 + 0.1 * np.sin(t * 20 * (k == 2))
            columns = {s: (1 + 0.2 * k * t) * wave + 0.05 * rng.normal(size=len(t)) for s in SERIES}
            columns["members"] = np.round(10 + k * t * 3 + rng.normal() * t)
            dates = [month_label(month) for month in months]
            frames.append(pd.DataFrame({"design": name, "replicate": r, "month": months, "date": dates, **columns}))
    return pd.concat(frames, ignore_index=True)


def _network(rost: Roster, names: tuple[str, ...], rng: np.random.Generator) -> pd.DataFrame:
    nodes = rost.n_states + rost.n_firms
    rows = []
    for name in names:
        for a in range(rost.n_states):
            for b in range(a + 1, nodes):
                for t in TIE_TYPES:
                    share = rng.beta(0.3, 2)
                    if share > 0.05:
                        rows.append((name, rost.label(a), rost.label(b), t.key, share, share))
    return pd.DataFrame(rows, columns=["design", "a", "b", "type", "share", "strength"])


def _sharing(rost: Roster, names: tuple[str, ...], rng: np.random.Generator) -> pd.DataFrame:
    rows = [
        (name, c.key, *rng.dirichlet([3 - 3 * c.sensitivity, 1, 0.3 + 3 * c.sensitivity]))
        for name in names
        for c in CATEGORIES
    ]
    return pd.DataFrame(rows, columns=["design", "category", "share", "case_by_case", "withhold"])


def runs(n: int = 40, names: tuple[str, ...] = DESIGNS, seed: int = 7) -> FakeRuns:
    """Ten designs, ``n`` replicates."""
    rng = np.random.default_rng(seed)
    rost = roster()
    drawn = draws(n, rng)
    return FakeRuns(
        table=_table(drawn, names, rng),
        states=_states(rost, n, names, rng),
        series=_series(names, min(n, 10), rng),
        draws=drawn,
        network=_network(rost, names, rng),
        sharing=_sharing(rost, names, rng),
        scenario=SimpleNamespace(
            roster="real",
            prior="ranges",
            posterior="",
            name="default",
            description="made up",
            start="observed",
            adopt="2026-01",
            end="2030-12",
            rules=None,
            roster_changes=None,
            settings=dict,
            designs=[],
            plain=load_scenario("default").plain,
            link=lambda: "a-link",
        ),
        designs=design_points(rost, names),
        roster=rost,
        seed=seed,
    )


def tiny(values: dict[str, list[float]], outcome: str = "members", drawn: dict[str, list[float]] | None = None):
    """Runs with one outcome given by hand: design -> values by replicate."""
    n = len(next(iter(values.values())))
    frames = [pd.DataFrame({"design": d, "replicate": range(n), outcome: v, "error": None}) for d, v in values.items()]
    table = pd.concat(frames, ignore_index=True)
    drawn_frame = pd.DataFrame({"replicate": range(n), **(drawn or {})})
    return replace(runs(2, ("adhoc",)), table=table, draws=drawn_frame)


def pairs_and_names(runs, comparison):
    """What figures of differences are made from: the pairs of the headline outcomes, and how all is called."""
    heads = [m for m in comparison.metas if m.headline]
    return pairs_of(runs, heads), Told(plain_names(comparison.designs, runs.roster), measures(comparison))
