"""The worlds that the benchmark runs: the default one, and others of any number of actors or months."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from scenarios.experiment import make_job
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import load_scenario
from scenarios.worker import config_for
from sim import parameters as P
from sim.config import RunConfig
from sim.ensemble.runs import Ensemble
from sim.months import CUT_OFF
from sim.record import Record
from sim.roster import Roster, TieRecord
from sim.rules.meetings import meeting_chance

REPLICATE = 10  # runs that a thread takes at a time: the designs of a replicate in the default comparison
BY_STATE = (
    "region", "gdp", "ideal", "readiness", "cooperation", "developing", "member_from", "acting_from", "founded",
    "staff", "budget", "statutory",
)  # fmt: skip
BY_PAIR = ("rivalry", "fora", "distance_km")


# ---- configurations ---------------------------------------------------------------------------------------------
def world(roster: Roster, runs: int) -> list[RunConfig]:
    """Replicates of the default scenario on a roster, under a rotating secretariat."""
    scenario = load_scenario("default").changed(designs=["rotating"])
    job, _ = make_job(scenario, roster)
    recipe = next(r for r in job.recipes if r.name == "rotating")
    return [config_for(job, recipe, row) for row in draw_replicates(scenario, n=runs).to_dict("records")]


def lasting(configs: list[RunConfig], months: int) -> list[RunConfig]:
    """The same runs over so many months; the design is adopted as far on as in the default world, or at the end."""
    end = configs[0].first + months - 1
    return [replace(config, end=end, adopt=min(config.adopt, end)) for config in configs]


# ---- rosters of any size ----------------------------------------------------------------------------------------
def roster_of(actors: int, seed: int = 1) -> Roster:
    """A roster of so many actors: rows of the real one, drawn with replacement, under new ids.

    Firms, and offices at the start, have the same share as there. A pair has the ties and the rivalry of the pair
    that it was drawn from; two copies of one actor are no rivals, and have no ties.
    """
    real, rng = load_roster("real"), np.random.default_rng(seed)
    firms = max(1, round(actors * real.n_firms / (real.n_states + real.n_firms)))
    states, firm = _drawn_states(real, actors - firms, rng), rng.integers(real.n_firms, size=firms)
    pick, legal = np.ix_(states, states), real.legal.copy()
    np.fill_diagonal(legal, 1.0)
    return replace(
        real, name=f"{actors} actors", **_labels(real, states, firm), events=(),
        **{name: getattr(real, name)[states] for name in BY_STATE},
        **{name: getattr(real, name)[pick] for name in BY_PAIR}, legal=legal[pick],
        firm_home=_homes(real, states, firm, rng), firm_home2=np.full(firms, -1),
        compute=real.compute[firm], safety_index=real.safety_index[firm],
        firm_fora=real.firm_fora[np.ix_(firm, states)],
        ties=_ties(real, np.concatenate([states, real.n_states + firm])),
    )  # fmt: skip


def _drawn_states(real: Roster, count: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of jurisdictions, those with an office at the start in the share of the real roster."""
    acting = real.office_status(CUT_OFF) > 0
    offices = max(1, round(count * float(acting.mean())))
    drawn = [rng.choice(np.flatnonzero(acting), offices), rng.choice(np.flatnonzero(~acting), count - offices)]
    return rng.permutation(np.concatenate(drawn))


def _labels(real: Roster, states: np.ndarray, firms: np.ndarray) -> dict[str, tuple[str, ...]]:
    def renamed(labels: tuple[str, ...], rows: np.ndarray) -> tuple[str, ...]:
        return tuple(f"{labels[row]}-{k}" for k, row in enumerate(rows))

    labels = {name: renamed(getattr(real, name), states) for name in ("ids", "aliases", "names")}
    return labels | {name: renamed(getattr(real, name), firms) for name in ("firm_ids", "firm_names")}


def _homes(real: Roster, states: np.ndarray, firms: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A copy of each firm's home; anywhere, if none was drawn."""
    copies = [np.flatnonzero(states == real.firm_home[f]) for f in firms]
    return np.array([rng.choice(found if len(found) else len(states)) for found in copies], dtype=np.int64)


def _ties(real: Roster, sources: np.ndarray) -> tuple[TieRecord, ...]:
    copies: dict[int, list[int]] = {}
    for node, source in enumerate(sources.tolist()):
        copies.setdefault(source, []).append(node)
    return tuple(
        TieRecord(a, b, tie.type, tie.month)
        for tie in real.ties
        for a in copies.get(tie.a, [])
        for b in copies.get(tie.b, [])
    )


# ---- running ----------------------------------------------------------------------------------------------------
class Runs:
    """Runs of one world by the ensemble, their input prepared beforehand; a thread takes ``chunk`` of them at a time.

    Of the runs of a chunk those that begin alike are simulated together as far as they go.
    """

    def __init__(self, configs: list[RunConfig], runs: int, warm: bool = True, chunk: int = REPLICATE) -> None:
        self.ensemble, self.runs, self.size = Ensemble(configs[0]), runs, chunk
        chosen = [configs[k % len(configs)] for k in range(runs)]
        self.inputs: tuple[Any, ...] = self.ensemble._inputs(chosen)
        self.decided = self.ensemble._decided(configs[0])
        if warm:
            self.ensemble.reduce(configs[:1])  # loads what is compiled, and finds room in the logs

    def seconds(self, threads: int) -> float:
        """Seconds for all runs, in chunks: in this thread, or in so many others."""
        starts = range(0, self.runs, self.size)
        began = time.perf_counter()
        if threads == 1:
            for start in starts:
                self.chunk(start)
            return time.perf_counter() - began
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(self.chunk, starts))
        return time.perf_counter() - began

    def chunk(self, start: int) -> None:
        """Some runs from one on."""
        self.ensemble.reduce_arrays(*(a[start : start + self.size] for a in self.inputs), self.decided)


def meetings_expected(record: Record) -> float:
    """Meetings of a run: pairs that could meet, month by month, times their chance. Firms do not meet firms."""
    offices = (record.states["status"] > 0).sum(axis=1)
    pairs = offices * (offices - 1) / 2 + offices * record.roster.n_firms
    return float(pairs.sum() * meeting_chance(record.params[P.MEETING_RATE]))
