"""A sweep on disk: a folder with its points, the tables of its runs, the rosters, and a manifest, which comes last.

The same sweep gives the same bytes, but for the manifest's section "run".
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.claims import Kind
from scenarios.manifest import MANIFEST
from scenarios.outlines import sources_outline
from scenarios.parts import PARTS, PLAN
from scenarios.provenance import code_version, software, without_folders
from scenarios.stored_files import StoredFileError, as_json, check_digest, digest, is_stored, named, read_table
from scenarios.sweep_schema import TABLES
from scenarios.sweeps.plan import SweepPlan
from sim.errors import visible

if TYPE_CHECKING:
    import duckdb

FORMAT = 1
POINTS = "points"
SWEEP = Kind("a sweep", MANIFEST, (f"{POINTS}.parquet", *(f"{name}.parquet" for name in TABLES)), (PARTS, PLAN))
_SECTIONS = {"format", "kind", "configuration", "result", "code", "run", "files"}


def manifest_text(plan: SweepPlan, digests: dict[str, str], failed: int, run: dict[str, Any]) -> str:
    """The manifest as it is written. digests : file -> digest, of all others.  run : how it was run."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "kind": "sweep",
        "configuration": _configuration(plan),
        "result": {"points": len(plan.points), "runs": plan.runs, "failed_runs": failed},
        "code": code_version(),
        "run": {**software(), "sources": sources_outline(), **run, "finished": _now()},
        "files": digests,
    }
    content["run"]["command"] = visible(without_folders(content["run"]["command"]))
    content["run"]["digest"] = _digest(content)
    return as_json(content)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _configuration(plan: SweepPlan) -> dict[str, Any]:
    return {
        "scenario": _scenario(plan),
        "designs": list(plan.designs),
        "replicates": plan.replicates,
        "outline": plan.outline(),
    }


def is_of(manifest: dict[str, Any], plan: SweepPlan) -> bool:
    """Whether a manifest is of this plan, run by this code with these libraries."""
    there, here = manifest["run"], json.loads(as_json({**software(), "sources": sources_outline()}))
    same = all(there.get(key) == value for key, value in here.items())
    return same and manifest["configuration"] == json.loads(as_json(_configuration(plan)))


def _scenario(plan: SweepPlan) -> dict[str, Any]:
    """The scenario without the folders of this machine."""
    found = plan.scenario.plain()
    found["roster"] = without_folders(found["roster"])
    found["designs"] = [without_folders(text) for text in found["designs"]]
    found["sweep"] |= {
        key: [without_folders(text) for text in found["sweep"][key]]
        for key in ("designs", "changed_designs", "scenarios")
        if key in found["sweep"]
    }
    if plan.scenario.posterior:
        found["posterior"] = Path(plan.scenario.posterior).name
    if plan.scenario.rules is not None:
        found["rules"]["file"] = Path(plan.scenario.rules.file).name
    return found


def load(folder: str | Path) -> tuple[Path, dict[str, Any]]:
    """The folder of a sweep and its manifest; StoredFileError, which names the file, for all that is wrong with it."""
    path = named(folder, "folder")
    manifest = read_manifest(path)
    for name, wanted in manifest["files"].items():
        check_digest(path / name, wanted)
    return path, manifest


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a sweep; StoredFileError if there is none, or not one that was written whole and left so."""
    file = path / MANIFEST
    if not is_stored(file):
        allowed = "the folder of a sweep that is finished, as 'entente sweep' writes it"
        problem = "no finished sweep in this folder" if path.is_dir() else "no such folder"
        raise StoredFileError(problem, file=path, allowed=allowed)
    content = read_table(file)
    if content.get("kind") != "sweep":
        raise StoredFileError("not of a sweep", file=file, allowed="a folder that 'entente sweep' wrote")
    if content.get("format") != FORMAT:
        problem = "written by another version of Entente"
        raise StoredFileError(problem, file=file, key="format", value=content.get("format"), allowed=str(FORMAT))
    if set(content) != _SECTIONS or content["run"].get("digest") != _digest(content):
        raise StoredFileError("not what was written there: it was changed or damaged", file=file)
    return content


def connection(path: Path, manifest: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """DuckDB with a view a table: ``runs``, ``points``, and what else was kept."""
    import duckdb

    found = duckdb.connect()
    for file in manifest["files"]:
        name, _, kind = file.partition(".")
        if kind == "parquet":
            found.read_parquet(str(path / file)).create_view("runs" if name == "table" else name)
    return found


def _digest(content: dict[str, Any]) -> str:
    """Of a manifest, but for this digest itself."""
    run = {key: value for key, value in content["run"].items() if key != "digest"}
    return digest(json.dumps(content | {"run": run}, sort_keys=True).encode())
