"""Runs end to end: ``python -m tests.bench.store [REPLICATES]`` makes the default comparison into a folder.

Prints the rate against the engine's own in the same process, the peak of memory and the size on disk. 100,000
replicates of ten designs are a million runs of 60 months; the default is 5,000.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scenarios.batches import Batches
from scenarios.execute import execute, executor_for
from scenarios.parts import FolderParts
from scenarios.rosters import load_roster
from scenarios.scenario_plan import ScenarioPlan
from scenarios.schema import load_scenario
from scenarios.simulated import inputs_of_rows
from scenarios.whole import put_together
from scenarios.worker import ENSEMBLE
from sim.ensemble.runs import Ensemble
from tests.bench.measuring import processors

AT_ONCE = 12  # replicates that a thread hands to the engine at once, as batches do
WANTED = 0.7  # of the engine's own rate


def plan_of(replicates: int) -> ScenarioPlan:
    """The default comparison."""
    scenario = load_scenario("default").changed(replicates=replicates)
    return ScenarioPlan(scenario, load_roster(scenario.roster))


class Alone:
    """The engine by itself: runs whose inputs are arrays already, reduced to outcomes, states and ties."""

    def __init__(self, plan: ScenarioPlan, replicates: int) -> None:
        from scenarios.worker import config_for

        units = plan.units(0, replicates)
        rows = [[unit.row for unit in units[k : k + AT_ONCE]] for k in range(0, len(units), AT_ONCE)]
        self.inputs = [inputs_of_rows(plan.job, some) for some in rows]
        self.runs = len(units) * len(plan.job.recipes)
        self.ensemble = Ensemble(config_for(plan.job, plan.job.recipes[0], units[0].row))

    def __call__(self) -> int:
        """Make all, on as many threads as there are processors; their number."""
        with ThreadPoolExecutor(processors()) as pool:
            for _ in pool.map(lambda inputs: self.ensemble.reduce_arrays(*inputs, False, True), self.inputs):
                pass
        return self.runs


def whole(plan: ScenarioPlan, folder: Path) -> int:
    """The same comparison from its draws to finished tables; the number of runs."""
    batches = Batches(plan)
    note = execute(batches, FolderParts(folder, plan, batches.size), executor_for(ENSEMBLE, processors()))
    assert not note, note
    return len(plan) * len(plan.job.recipes)


def timed(work: Callable[[], int]) -> tuple[float, float]:
    """Runs a second, and seconds of processor time a run."""
    began, used = time.perf_counter(), time.process_time()
    runs = work()
    return runs / (time.perf_counter() - began), (time.process_time() - used) / runs


def peak() -> float:
    """Most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.store", description=__doc__)
    parser.add_argument("replicates", type=int, nargs="?", default=5000)
    parser.add_argument("--folder", type=Path, help="where the runs go (default: a temporary folder)")
    given = parser.parse_args()
    plan = plan_of(given.replicates)
    alone = Alone(plan, min(given.replicates, 240))
    alone()  # loads what is compiled
    before = timed(alone)
    print(f"memory before the runs: {peak():.0f} MB")
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        began = time.perf_counter()
        rate, used = timed(lambda: whole(plan, folder))
        parts = sum(path.stat().st_size for path in (folder / "parts").iterdir())
        print(f"runs stored as parts: {rate:,.0f} a second; {parts / 2**20:,.0f} MB, peak {peak():.0f} MB")
        batches = Batches(plan)
        tables = put_together(plan, FolderParts(folder, plan, batches.size), folder)
        seconds = time.perf_counter() - began
        runs = tables["table"].rows
        sizes = {path.name: path.stat().st_size / 2**20 for path in sorted(folder.glob("*.parquet"))}
        print(f"{runs:,} runs end to end: {runs / seconds:,.0f} a second; peak {peak():.0f} MB")
        print("on disk: " + ", ".join(f"{file} {size:,.1f} MB" for file, size in sizes.items()))
    after = timed(alone)
    own = (before[0] + after[0]) / 2
    share, cost = runs / seconds / own, (before[1] + after[1]) / 2 / used
    print(f"the engine alone: {before[0]:,.0f} a second before, {after[0]:,.0f} after")
    print(f"share of the engine's rate: {share:.0%} (wanted {WANTED:.0%}); of its processor time a run: {cost:.0%}")


if __name__ == "__main__":
    main()
