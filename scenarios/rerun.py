"""A stored run made again from what its folder holds: scenario, roster, draws, designs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scenarios import posterior, worker
from scenarios.batches import Batches
from scenarios.ending import again
from scenarios.execute import Progress, execute, executor_for, worker_count
from scenarios.fresh_process import with_its_rules
from scenarios.manifest import MANIFEST, read_manifest
from scenarios.outlines import job_outline
from scenarios.parts import FolderParts
from scenarios.plan import Unit
from scenarios.reproduction import Reproduced, changes, compare_files
from scenarios.rerun_files import with_files
from scenarios.rerun_sweep import reproduce_sweep
from scenarios.runs import Runs
from scenarios.sampling import FROM_OWN, draw_rows
from scenarios.scenario_plan import ScenarioPlan
from scenarios.schema import Scenario
from scenarios.store import add_swaps, load_run, load_swaps, write_run
from scenarios.stored_files import digest, is_stored, named, read_table
from scenarios.swap_runs import Swaps, run_swapped
from scenarios.whole import put_together
from sim.design import FIELD_NAMES
from sim.errors import InputError

Row = Mapping[str, float]
STORED = "the draws are those that are stored: {why}"


@dataclass(frozen=True)
class StoredPlan(ScenarioPlan):
    """The replicates of a stored run, under given draws."""

    rows: tuple[Row, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def units(self, first: int, last: int) -> list[Unit]:
        """See ``Plan``."""
        return [Unit(0, 0, row) for row in self.rows[first:last]]

    def outline(self) -> dict[str, Any]:
        """See ``Plan``."""
        rows = json.dumps([dict(row) for row in self.rows], sort_keys=True)
        return {"job": job_outline(self.job), "draws": digest(rows.encode())}


def reproduce(
    folder: str | Path,
    engine: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    allow_rules: bool = False,
) -> Reproduced:
    """Make a stored run, or a sweep, again in a folder that goes afterwards, and compare every file.

    engine : 'ensemble' or 'reference'; None: the one that made it.  allow_rules : run the Python file of its rules.
    InputError, which says what is missing, if what the folder holds and what is installed here do not suffice.
    """
    path = named(folder, "folder")
    if _is_sweep(path):
        return reproduce_sweep(path, engine, workers, progress, allow_rules)
    manifest, runs = read_manifest(path), load_run(path)
    engine = runs.engine if engine is None else engine
    scenario = with_files(runs.scenario, path)
    rows, notes = draws_of(scenario, runs, manifest)
    with TemporaryDirectory(prefix="entente-") as place:
        beside = Path(place)
        make(scenario, runs, rows, beside, engine, workers, progress, allow_rules)
        notes += swapped_again(scenario, runs, path, beside, workers, allow_rules)
        notes += [f"the design {words}" for words in other_designs(manifest, read_manifest(beside))]
        files = compare_files(manifest, path, beside)
        changed = changes(manifest, read_manifest(beside))
    return Reproduced(path, engine, tuple(files), tuple(changed), tuple(notes))


def _is_sweep(path: Path) -> bool:
    return is_stored(path / MANIFEST) and read_table(path / MANIFEST).get("kind") == "sweep"


# ---- what it takes ----------
def draws_of(scenario: Scenario, runs: Runs, manifest: Mapping[str, Any]) -> tuple[tuple[Row, ...], list[str]]:
    """What is drawn in each replicate: drawn again where that is possible, else as it is stored; and a note of that."""
    stored = runs.tables["draws"].frame().to_dict("records")
    numbers = [int(row["replicate"]) for row in stored]
    kept = tuple({str(key): value for key, value in row.items()} for row in stored)
    wanted, here = manifest["configuration"]["posterior"], _posterior_here(scenario, runs)
    if wanted == here:
        return tuple(draw_rows(scenario, numbers)), []
    why = "its posterior is not here" if here is None else "the posterior is another one now"
    return kept, [STORED.format(why=f"{why} ({wanted} then)")]


def _posterior_here(scenario: Scenario, runs: Runs) -> str | None:
    """Digest of the posterior that would be drawn from now; None if none would be, or if it is missing."""
    if scenario.prior == "ranges":
        return None
    path = Path(scenario.posterior) if runs.behaviour_prior.startswith(FROM_OWN) else posterior.POSTERIOR
    return posterior.digest(path) if path.is_file() else None


# ---- making it ----------
@with_its_rules
def make(
    scenario: Scenario,
    runs: Runs,
    rows: Sequence[Row],
    folder: Path,
    engine: str,
    workers: int | None,
    progress: Progress | None = None,
    allow_rules: bool = False,
) -> None:
    """Make the runs and store them in a folder. KeyboardInterrupt if that is stopped."""
    plan = StoredPlan(scenario, runs.roster, rows=tuple(rows))
    batches = Batches(plan, engine)
    parts = FolderParts(folder, plan, batches.size)
    note = execute(batches, parts, executor_for(engine, worker_count(workers, len(batches))), progress)
    if note:
        raise again(note)
    job = plan.job
    points = {recipe.name: worker.design_point(job, recipe, None) for recipe in job.recipes}
    made = dataclasses.replace(
        runs, tables=put_together(plan, parts, folder), designs=[points[name] for name in job.shown],
        asked=plan.asked, engine=engine, scenario=runs.scenario,
    )  # fmt: skip
    write_run(made, folder)


def swapped_again(
    scenario: Scenario, runs: Runs, folder: Path, beside: Path, workers: int | None, allow_rules: bool
) -> list[str]:
    """Make the swapped runs again, if the run has any; a note if that is not possible."""
    stored = load_swaps(folder)
    if stored is None:
        return []
    numbers = sorted({int(number) for number in stored.swaps["replicate"]})
    try:
        made = run_swapped(scenario, runs.roster, numbers, worker_count(workers, len(numbers)), allow_rules=allow_rules)
    except InputError as error:
        return [f"the swapped runs were not made again: {error}"]
    if made.note:
        raise again(made.note)
    add_swaps(Swaps(made.swaps, made.levers, stored.wanted, stored.note), beside)
    return []


def other_designs(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Designs that have other numbers now, in words."""
    old, new = ({d["name"]: d for d in m["configuration"]["designs"]} for m in (then, now))
    found = []
    for name in old:
        fields, made = old[name]["fields"], new.get(name, {"fields": {}})["fields"]
        others = [field for field in FIELD_NAMES if fields.get(field) != made.get(field)]
        if others:
            said = ", ".join(f"{field} {fields.get(field)} then, {made.get(field)} now" for field in others[:3])
            found.append(f"{name} has other numbers now: {said}")
    return found
