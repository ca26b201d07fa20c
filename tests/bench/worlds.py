"""The runs that the benchmark makes: those of the default scenario, or of the same on another roster or time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from scenarios.experiment import make_job
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import load_scenario
from scenarios.worker import config_for
from sim.config import RunConfig
from sim.ensemble.runs import Ensemble
from sim.roster import Roster
from tests.bench.measuring import processors

CHUNK = 10  # runs that a thread takes at a time: the designs of a replicate in the default comparison


# ---- configurations -------------------------------------------------------------------------------------------------
def by_replicate(count: int, roster: Roster | None = None) -> list[dict[str, RunConfig]]:
    """Replicates of the default scenario: each with a run under every design, by the design's name."""
    scenario = load_scenario("default")
    job, _ = make_job(scenario, roster or load_roster(scenario.roster))
    rows = draw_replicates(scenario, n=count).to_dict("records")
    return [{recipe.name: config_for(job, recipe, row) for recipe in job.recipes} for row in rows]


def comparison(replicates: int) -> list[RunConfig]:
    """The default comparison: every design of a replicate, then the next."""
    return [config for designs in by_replicate(replicates) for config in designs.values()]


@lru_cache(maxsize=1)
def separate(runs: int) -> list[RunConfig]:
    """Runs of which no two begin alike: one design of each replicate, the designs in turn."""
    return [list(designs.values())[k % len(designs)] for k, designs in enumerate(by_replicate(runs))]


def lasting(configs: list[RunConfig], months: int) -> list[RunConfig]:
    """The same runs over so many months; the design is adopted as far on as in the default world, or at the end."""
    end = configs[0].first + months - 1
    return [replace(config, end=end, adopt=min(config.adopt, end)) for config in configs]


# ---- running --------------------------------------------------------------------------------------------------------
class Runs:
    """So many runs by the ensemble, ``configs`` over and over; a thread takes ``CHUNK`` of them at a time.

    Of the runs of a chunk those that begin alike are simulated together as far as they go.
    """

    def __init__(self, configs: list[RunConfig], runs: int) -> None:
        self.ensemble, self.runs = Ensemble(configs[0]), runs
        chosen = [configs[k % len(configs)] for k in range(runs)]
        self.chunks = [chosen[k : k + CHUNK] for k in range(0, runs, CHUNK)]
        self.ensemble.reduce(self.chunks[0])  # loads what is compiled, and finds room in the logs

    def seconds(self, threads: int) -> float:
        """Seconds for all runs, in this thread or in so many others."""
        began = time.perf_counter()
        if threads == 1:
            for chunk in self.chunks:
                self.ensemble.reduce(chunk)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(self.ensemble.reduce, self.chunks))
        return time.perf_counter() - began

    def a_second(self, threads: int) -> float:
        """Runs a second."""
        return self.runs / self.seconds(threads)


def share_of_processors(runs: int = 4000) -> float:
    """Share of the time of all processors that this process gets when it keeps them busy: 1 on a quiet machine."""
    many, before = Runs(comparison(10), runs), time.process_time()
    seconds = many.seconds(processors())
    return (time.process_time() - before) / seconds / processors()
