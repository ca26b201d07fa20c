"""Where the futures of a robust choice come from: a folder that holds runs, or new runs of a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.evaluate import evaluate
from scenarios.execute import Progress
from scenarios.held import Held
from scenarios.manifest import MANIFEST
from scenarios.sampling import behaviour_prior
from scenarios.scenario_plan import ScenarioPlan
from scenarios.schema import Scenario
from scenarios.stored_files import is_stored, named, read_table
from sim.errors import EntenteError

SET = ("grid", "list")  # methods of a sweep whose points are set and no sample


def stored(folder: str | Path) -> tuple[pd.DataFrame, str, bool]:
    """The table of a finished run of `entente compare`, or of a sweep, what it rests on, and whether points were set.

    StoredFileError where there is none, and for a damaged one.
    """
    from scenarios.store import load_run

    if _is_sweep(named(folder, "folder")):
        return _swept(folder)
    runs = load_run(folder)
    return runs.table, _said(runs.replicates, runs.scenario, runs.behaviour_prior), False


def _is_sweep(path: Path) -> bool:
    file = path / MANIFEST
    return is_stored(file) and read_table(file).get("kind") == "sweep"


def _swept(folder: str | Path) -> tuple[pd.DataFrame, str, bool]:
    """The same of a sweep: each replicate of each point is a future."""
    from scenarios.sweeps.stored import load

    path, manifest = load(folder)
    said = manifest["configuration"]
    method = said["scenario"]["sweep"]["method"]
    rests_on = (
        f"a sweep of '{said['scenario']['name']}': {manifest['result']['points']} points ({method}), "
        f"{said['replicates']} replicates each"
    )
    return Held(path / "table.parquet").frame(), rests_on, method in SET


def simulated(
    scenario: Scenario, workers: int | None = None, progress: Progress | None = None
) -> tuple[pd.DataFrame, str]:
    """The same from new runs of a scenario's designs in all its replicates. EntenteError if every run failed."""
    plan = ScenarioPlan(scenario, scenario.load_roster(), keeps=("table",))
    table = evaluate(plan, workers, progress)
    if (table["error"] != "").all():
        raise EntenteError(f"every run failed, the first with: {table['error'].iloc[0]}")
    return table, _said(scenario.replicates, scenario, behaviour_prior(scenario))


def _said(replicates: int, scenario: Any, prior: str) -> str:
    return (
        f"{replicates} replicates of '{scenario.name}', seed {scenario.seed}, {scenario.adopt} to {scenario.end}; "
        f"behaviour from {prior}"
    )
