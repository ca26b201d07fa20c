"""Scenario files: a new one, what is wrong with one, their JSON schema, and a scenario as a link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.scenario_checks import Checked, Known

Entry = dict[str, Any]
NEW = "scenario.toml"


def scenario_schema() -> Entry:
    """The JSON schema (draft 2020-12) of a scenario's file, for editors and other programs.

    >>> import entente
    >>> entente.scenario_schema()["properties"]["replicates"]["minimum"]
    1
    """
    from scenarios.json_schema import file_schema

    return file_schema()


def new_scenario(path: str | Path = NEW) -> Path:
    """Write a commented file to begin with, which is the default experiment; InputError if there is such a file."""
    from scenarios.scenario_template import template
    from scenarios.stored_files import named, write_whole
    from sim.errors import InputError, visible

    file = named(path, "file")
    if file.suffix != ".toml":
        raise InputError("not the name of a scenario's file", key="file", value=str(file), allowed="a name with .toml")
    if file.exists() or file.is_symlink():
        allowed = "a new name: nothing is overwritten"
        raise InputError("there is such a file already", key="file", value=str(file), allowed=allowed)
    write_whole(file, template(visible(file.stem)))
    return file


def check_scenario(scenario: str | Path) -> Entry:
    """Everything that is wrong with a scenario (a file, a name or a link), in one reading.

    'errors' are what runs would refuse, 'warnings' what may not be meant: each with key, and what to do about it.

    >>> import entente
    >>> entente.check_scenario("default")["errors"]
    []
    """
    return as_data(checked(scenario))


def checked(scenario: str | Path) -> Checked:
    """The same with the errors as they are."""
    from scenarios.incoming import text_or_path
    from scenarios.scenario_checks import check_scenario as check

    return check(text_or_path(scenario, "scenario", "a name, a .toml file, or a link"), _known())


def as_data(found: Checked) -> Entry:
    """What a check found, as plain data."""
    keys = ("problem", "file", "row", "key", "value", "allowed", "nearest")
    errors = [{**{key: getattr(e, key) for key in keys}, "text": str(e)} for e in found.errors]
    warnings = [{"key": each.key, "text": each.text} for each in found.warnings]
    return {"file": found.file, "errors": errors, "warnings": warnings}


def _known() -> Known:
    """What the results know of claims, numbers and parameters."""
    from results.evidence import claims, rows
    from results.studies.screening import effects, study
    from scenarios.scenario_checks import Known
    from sim.outcomes import ALL_OUTCOMES

    outcomes = [outcome.name for outcome in ALL_OUTCOMES]
    quantities = dict.fromkeys([*outcomes, *(row["outcome"] for row in rows("relevant.csv"))])
    unmoving = {
        name: f"the screening finds that it moves {verdict} (entente screening)"
        for name, verdict in study.stored().verdicts().items()
        if verdict != effects.MOVES
    }
    return Known(claims(), tuple(quantities), unmoving)


def scenario_link(scenario: str | Path = "default") -> str:
    """A scenario as a short text that fits into an address: 'link:...', taken wherever a scenario is named.

    InputError(s) for a scenario that names files of its own: what they hold is not in a link.

    >>> import entente
    >>> link = entente.scenario_link("teaching")
    >>> entente.compare("rotating", link, months=2, replicates=1, workers=1).runs.scenario.name
    'teaching'
    """
    from scenarios.schema import load_scenario

    return load_scenario(scenario).link()
