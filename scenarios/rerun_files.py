"""Files that a stored run names and does not hold: rules, posteriors and designs of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.custom_rules import resolved
from scenarios.manifest import MANIFEST
from scenarios.schema import Scenario
from sim.errors import InputError


def with_files(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario with the files that it names, looked for beside the run and here; InputError for what is missing."""
    found: dict[str, Any] = {}
    if scenario.rules is not None:
        name = Path(scenario.rules.file).name
        allowed = f"the file {name} with the content {scenario.rules.digest}, here or in {folder}"
        there = _find(name, folder)
        if there is None:
            raise InputError("the rules of the run are not stored with it", key="rules", value=name, allowed=allowed)
        found["rules"] = resolved(scenario.rules, there.parent, MANIFEST)
    if scenario.posterior and (there := _find(Path(scenario.posterior).name, folder)) is not None:
        found["posterior"] = str(there)
    missing = [text for text in scenario.designs if ".toml" in text and not Path(text).is_file()]
    if missing:
        problem, allowed = "a design file of the run is not stored with it", "that file in the current folder"
        raise InputError(problem, key="designs", value=", ".join(missing), allowed=allowed)
    return scenario.model_copy(update=found) if found else scenario


def _find(name: str, folder: Path) -> Path | None:
    return next((path for path in (folder / name, Path(name)) if path.is_file()), None)
