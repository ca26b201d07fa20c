"""The manifest of a stored experiment: what was run, with which code, and the digest of every file beside it.

All but its section "run" depends only on the configuration and the code. That section holds when and with what it was
run, and a digest of the whole manifest.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenarios import posterior
from scenarios.claims import CLAIM
from scenarios.provenance import code_version, processor, roster_digest, software, without_folders
from scenarios.runs import Runs
from scenarios.sampling import FROM_OWN, FROM_POSTERIOR
from scenarios.stored_files import StoredFileError, digest, is_stored, read_table
from sim.design import FIELD_NAMES, DesignPoint
from sim.errors import visible
from sim.roster import Roster

MANIFEST = "manifest.json"
FORMAT = 4  # 1 had no digests, 2 no sizes of institutes and no standing of firms, 3 numbers for names in the network

# --- writing


def manifest_text(runs: Runs, digests: dict[str, str], command: str = "", actor: str | None = None) -> str:
    """The manifest as it is written. digests : file -> digest, of all the others."""
    content = manifest_of(runs, command, actor) | {"files": digests}
    content["run"]["digest"] = _digest(content)
    return _as_text(content)


def manifest_with(manifest: dict[str, Any], digests: dict[str, str], swapped: dict[str, Any]) -> str:
    """A manifest with further files, and what is to be known of the swapped runs that they hold."""
    result = manifest["result"] | {"swapped": swapped}
    content = manifest | {"files": manifest["files"] | digests, "result": result}
    content["run"] = content["run"] | {"digest": _digest(content)}
    return _as_text(content)


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def manifest_of(runs: Runs, command: str = "", actor: str | None = None) -> dict[str, Any]:
    """What the manifest says, but for digests: configuration, result, code, and how it was run."""
    return {
        "format": FORMAT,
        "configuration": {
            "scenario": _scenario(runs),
            "seed": runs.seed,
            "replicates": runs.replicates,
            "asked": runs.asked,
            "designs": [_design(point, runs.roster) for point in runs.designs],
            "roster": {"name": without_folders(runs.roster.name), "digest": roster_digest(runs.roster)},
            "behaviour_prior": runs.behaviour_prior,
            "posterior": _posterior_digest(runs),
        },
        "result": {"complete": runs.complete, "failed_runs": len(runs.failures), "note": runs.note},
        "code": code_version(),
        "run": {
            **software(),
            "processor": processor(),
            "engine": runs.engine,
            "command": visible(without_folders(command or runs.command)),
            "actor": actor,
            "finished": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "seconds": round(runs.elapsed, 1),
        },
    }


def _scenario(runs: Runs) -> dict[str, Any]:
    """The scenario without the folders of this machine."""
    scenario = runs.scenario.plain()
    scenario["roster"] = without_folders(scenario["roster"])
    scenario["designs"] = [without_folders(text) for text in scenario["designs"]]
    if runs.scenario.posterior:
        scenario["posterior"] = Path(runs.scenario.posterior).name
    if runs.scenario.rules is not None:
        scenario["rules"]["file"] = Path(runs.scenario.rules.file).name
    return scenario


def _posterior_digest(runs: Runs) -> str | None:
    """Hash of the draws of behaviour; None where ranges were drawn from."""
    if runs.behaviour_prior == FROM_POSTERIOR:
        return posterior.digest()
    own = Path(runs.scenario.posterior) if runs.behaviour_prior.startswith(FROM_OWN) else None
    return posterior.digest(own) if own is not None and own.is_file() else None


def _design(point: DesignPoint, roster: Roster) -> dict[str, Any]:
    seat = {roster.ids[j]: float(point.seat[j]) for j in np.flatnonzero(point.seat)}
    fields = dict(zip(FIELD_NAMES, map(float, point.values), strict=True))
    return {"name": without_folders(point.name), "fields": fields, "seat": seat}


def _digest(content: dict[str, Any]) -> str:
    """Of a manifest, but for this digest itself."""
    run = {key: value for key, value in content["run"].items() if key != "digest"}
    return digest(json.dumps(content | {"run": run}, sort_keys=True).encode())


# --- reading: all that is read has the right type


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Design(_Part):
    name: str
    fields: dict[str, float]
    seat: dict[str, float]


class _Roster(_Part):
    name: str
    digest: str


class _Configuration(_Part):
    scenario: dict[str, Any]
    seed: int = Field(ge=0)
    replicates: int = Field(ge=0)
    asked: list[str]
    designs: list[_Design]
    roster: _Roster
    behaviour_prior: str
    posterior: str | None


class _Swapped(_Part):
    wanted: int = Field(ge=0)
    note: str


class _Result(_Part):
    complete: bool
    failed_runs: int
    note: str
    swapped: _Swapped | None = None  # not in folders from before there were swapped runs


class _Code(_Part):
    version: str
    commit: str | None
    modified: bool | None


class _Run(_Part):
    python: str
    system: str
    processor: str = ""  # not in folders from before it was noted
    libraries: dict[str, str]
    engine: str
    command: str
    actor: str | None
    finished: str
    seconds: float
    digest: str


class _Manifest(_Part):
    format: int
    configuration: _Configuration
    result: _Result
    code: _Code
    run: _Run
    files: dict[str, str]


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """The manifest of a run folder; StoredFileError if there is none, or not one that was written whole and left so."""
    path = Path(folder) / MANIFEST
    if not is_stored(path):
        raise _no_run(Path(folder))
    content = read_table(path)
    if content.get("kind") == "sweep":
        allowed = "a folder of `entente compare`; entente.load_sweep reads this one"
        raise StoredFileError("a sweep, not a comparison", file=Path(folder), allowed=allowed)
    if content.get("format") != FORMAT:
        raise _other_format(path, content)
    _check_types(path, content)
    if content["run"]["digest"] != _digest(content):
        raise StoredFileError("not what was written there: it was changed or damaged", file=path)
    return content


def is_of(manifest: dict[str, Any], runs: Runs) -> bool:
    """Whether a manifest can be of these runs (the file of a posterior of one's own may be gone since)."""
    there, here = manifest.get("configuration"), manifest_of(runs)["configuration"]
    return isinstance(there, dict) and _text(there) == _text(here)


def _text(configuration: dict[str, Any]) -> str:
    return json.dumps(configuration | {"posterior": None}, sort_keys=True)


def _check_types(path: Path, content: dict[str, Any]) -> None:
    try:
        _Manifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise StoredFileError(
            "not what was written there", file=path, key=".".join(map(str, first["loc"])), allowed=first["msg"]
        ) from None


def _no_run(folder: Path) -> StoredFileError:
    allowed = f"a folder with {MANIFEST}, as 'entente compare' writes it"
    if (folder / CLAIM).exists():
        return StoredFileError(
            "the run in this folder is not finished: a process is at work on it, or was stopped", file=folder,
            allowed="a finished run, or to run it again into this folder",
        )  # fmt: skip
    if not folder.is_dir():
        return StoredFileError("no such folder", file=folder, allowed=allowed)
    return StoredFileError("no finished run in this folder", file=folder, allowed=allowed)


def _other_format(path: Path, content: dict[str, Any]) -> StoredFileError:
    """Folders without digests are not read: nothing would say whether their files belong together."""
    run = content.get("run")
    command = run.get("command") if isinstance(run, dict) else None
    again = f"; run it again with: {command}" if isinstance(command, str) and command else ""
    return StoredFileError(
        "written by another version of Entente", file=path, key="format", value=content.get("format"),
        allowed=f"{FORMAT}{again}",
    )  # fmt: skip
