"""A stored sweep made again from its manifest. Its draws are drawn again: they are not stored, unless it kept them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from scenarios.execute import Progress
from scenarios.manifest import MANIFEST
from scenarios.reproduction import Reproduced, changes, compare_files
from scenarios.rerun_files import with_files
from scenarios.rosters import list_rosters
from scenarios.schema import Scenario
from scenarios.sweeps.run import run_sweep
from scenarios.sweeps.stored import load
from sim.errors import InputError


def reproduce_sweep(
    path: Path, engine: str | None, workers: int | None, progress: Progress | None, allow_rules: bool
) -> Reproduced:
    """Make a sweep again and compare every file; arguments as for ``scenarios.rerun.reproduce``."""
    _, manifest = load(path)
    engine = manifest["run"]["engine"] if engine is None else engine
    scenario = with_files(Scenario.of(manifest["configuration"]["scenario"], MANIFEST), path)
    _check_there(scenario, path)
    with TemporaryDirectory(prefix="entente-") as place:
        beside, now = run_sweep(
            scenario, Path(place) / "again", workers=workers, progress=progress, engine=engine, allow_rules=allow_rules
        )
        return Reproduced(path, engine, tuple(compare_files(manifest, path, beside)), tuple(changes(manifest, now)))


def _check_there(scenario: Scenario, folder: Path) -> None:
    """InputError for what a sweep names and nobody has here: it stores neither rosters nor draws."""
    if scenario.roster not in list_rosters() and not Path(scenario.roster).is_dir():
        problem, allowed = "the roster of the sweep is not stored with it", "that folder in the current one"
        raise InputError(problem, file=folder, key="roster", value=scenario.roster, allowed=allowed)
    if scenario.posterior and not Path(scenario.posterior).is_file():
        problem, allowed = "the posterior of the sweep is not stored with it", f"that file, here or in {folder}"
        raise InputError(problem, file=folder, key="posterior", value=scenario.posterior, allowed=allowed)
