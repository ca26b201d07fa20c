"""Experiments on disk: a folder with a manifest, one parquet file a table, and the roster.

The manifest comes last, so a folder that has one is complete. All but its section "run" depends only on the
configuration and the code: the same experiment gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scenarios import posterior
from scenarios.provenance import code_version, roster_digest, software, without_folders
from scenarios.runs import FRAMES, Runs
from scenarios.sampling import FROM_OWN, FROM_POSTERIOR
from scenarios.schema import Scenario
from sim.design import FIELD_NAMES, DesignPoint
from sim.errors import InputError
from sim.roster import EventRecord, Roster, TieRecord

MANIFEST, ROSTER = "manifest.json", "roster.npz"
FORMAT = 1
RUNS = Path("runs")


# --- folders


def check_writable(folder: str | Path) -> Path:
    """Makes the folder, before anything is simulated; InputError if it cannot be written or holds a run already."""
    path = Path(folder)
    _make(path)
    if holds_run(path):
        allowed = "a folder without a run: nothing is overwritten"
        raise InputError("the folder holds a run already", key="out", value=str(folder), allowed=allowed)
    return path


def default_folder(command: str, scenario: Scenario, today: datetime.date | None = None) -> Path:
    """'runs/<date>-<command>-<hash of the configuration>', with '-2', '-3', ... if that is taken."""
    text = json.dumps([command, scenario.plain()], sort_keys=True)
    short = hashlib.blake2b(text.encode(), digest_size=3).hexdigest()
    return _free(RUNS / f"{(today or datetime.date.today()).isoformat()}-{command}-{short}")


def holds_run(folder: Path) -> bool:
    """Whether a finished run is stored there."""
    return (folder / MANIFEST).exists()


def _free(path: Path) -> Path:
    """The path, or the first of '<path>-2', '<path>-3', ... that holds no run."""
    count, free = 1, path
    while holds_run(free):
        count += 1
        free = path.with_name(f"{path.name}-{count}")
    return free


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        reason = error.strerror or "not a folder that can be written"
        raise InputError(f"cannot write to the folder: {reason}", key="out", value=str(path)) from None


# --- writing


def save_run(runs: Runs, folder: str | Path, command: str = "") -> Path:
    """Writes an experiment and returns its folder: ``folder``, or '<folder>-2', ... if that holds a run already."""
    path = _free(Path(folder))
    _make(path)
    for name in FRAMES:
        _atomically(path / f"{name}.parquet", partial(_write_frame, getattr(runs, name)))
    _atomically(path / ROSTER, partial(_write_roster, runs.roster))
    text = json.dumps(manifest_of(runs, command), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    _atomically(path / MANIFEST, lambda file: file.write_text(text, encoding="utf-8", newline="\n"))
    return path


def manifest_of(runs: Runs, command: str = "") -> dict[str, Any]:
    """What the manifest says: configuration, result, code, and under "run" when and with what it was run."""
    scenario = runs.scenario.plain()
    scenario["roster"] = without_folders(scenario["roster"])
    scenario["designs"] = [without_folders(text) for text in scenario["designs"]]
    if runs.scenario.posterior:
        scenario["posterior"] = Path(runs.scenario.posterior).name
    if runs.scenario.rules is not None:
        scenario["rules"]["file"] = Path(runs.scenario.rules.file).name
    return {
        "format": FORMAT,
        "configuration": {
            "scenario": scenario,
            "seed": runs.seed,
            "replicates": runs.replicates,
            "asked": runs.asked,
            "designs": [_plain_design(point, runs.roster) for point in runs.designs],
            "roster": {"name": without_folders(runs.roster.name), "digest": roster_digest(runs.roster)},
            "behaviour_prior": runs.behaviour_prior,
            "posterior": _posterior_digest(runs),
        },
        "result": {"complete": runs.complete, "failed_runs": len(runs.failures), "note": runs.note},
        "code": code_version(),
        "run": {
            **software(),
            "engine": runs.engine,
            "command": without_folders(command),
            "finished": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "seconds": round(runs.elapsed, 1),
        },
    }


def _posterior_digest(runs: Runs) -> str | None:
    """Hash of the draws of behaviour; None where ranges were drawn from."""
    if runs.behaviour_prior == FROM_POSTERIOR:
        return posterior.digest()
    own = Path(runs.scenario.posterior) if runs.behaviour_prior.startswith(FROM_OWN) else None
    return posterior.digest(own) if own is not None and own.is_file() else None


def _plain_design(point: DesignPoint, roster: Roster) -> dict[str, Any]:
    seat = {roster.ids[j]: float(point.seat[j]) for j in np.flatnonzero(point.seat)}
    fields = dict(zip(FIELD_NAMES, map(float, point.values), strict=True))
    return {"name": without_folders(point.name), "fields": fields, "seat": seat}


def _atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Writes beside the file and then puts it in place, so that no half file ever has its name."""
    beside = path.with_name(f".{path.name}.partial")
    try:
        write(beside)
        os.replace(beside, path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", file=path.name) from None
    finally:
        beside.unlink(missing_ok=True)


def _write_frame(frame: pd.DataFrame, file: Path) -> None:
    frame.to_parquet(file, engine="pyarrow", compression="zstd", index=False)


def _write_roster(roster: Roster, file: Path) -> None:
    """Arrays as they are, names as text arrays, history as JSON; numpy dates the archive's files 1980."""
    arrays: dict[str, np.ndarray] = {}
    for field in dataclasses.fields(roster):
        value = getattr(roster, field.name)
        if field.name in ("ties", "events", "sources", "name"):
            rows = [dataclasses.asdict(v) for v in value] if field.name in ("ties", "events") else value
            arrays[field.name] = np.array(json.dumps(rows, sort_keys=True))
        else:
            arrays[field.name] = np.asarray(value)
    with open(file, "wb") as stream:
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]


# --- reading


def load_run(folder: str | Path) -> Runs:
    """An experiment from its folder; InputError if there is none, or if it was written by a later version."""
    path = Path(folder)
    manifest = read_manifest(path)
    configuration, result = manifest["configuration"], manifest["result"]
    roster = _part(path, ROSTER, _read_roster)
    return Runs(
        **{name: _part(path, f"{name}.parquet", pd.read_parquet) for name in FRAMES},
        scenario=Scenario.of(configuration["scenario"], MANIFEST),
        designs=[_design(design, roster) for design in configuration["designs"]],
        asked=list(configuration["asked"]),
        roster=roster,
        seed=int(configuration["seed"]),
        behaviour_prior=configuration["behaviour_prior"],
        elapsed=float(manifest["run"]["seconds"]),
        complete=bool(result["complete"]),
        note=result["note"],
        engine=manifest["run"].get("engine", "reference"),
    )


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """The manifest of a run folder."""
    path = Path(folder)
    if not (path / MANIFEST).is_file():
        allowed = f"a folder with {MANIFEST}, as 'entente compare' writes it"
        raise InputError("no finished run in this folder", value=str(folder), allowed=allowed)
    manifest = _part(path, MANIFEST, lambda file: json.loads(file.read_text(encoding="utf-8")))
    if manifest.get("format") != FORMAT:
        raise InputError(
            "written by another version of Entente",
            file=MANIFEST,
            key="format",
            value=manifest.get("format"),
            allowed=str(FORMAT),
        )
    return manifest


def _part(folder: Path, name: str, read: Callable[[Path], Any]) -> Any:
    try:
        return read(folder / name)
    except FileNotFoundError:
        raise InputError("a file of the run is missing", file=name, value=str(folder)) from None
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"a file of the run cannot be read: {error}", file=name, value=str(folder)) from None


# Text columns: an empty one has lost its type.
_TEXTS = ("ids", "aliases", "names", "regions", "firm_ids", "firm_names")


def _read_roster(file: Path) -> Roster:
    values: dict[str, Any] = {}
    with np.load(file, allow_pickle=False) as arrays:
        for name in arrays.files:
            array = arrays[name]
            if name in ("ties", "events", "sources", "name"):
                values[name] = json.loads(str(array))
            elif array.dtype.kind == "U" or name in _TEXTS:
                values[name] = tuple(str(text) for text in array)
            else:
                values[name] = array
    values["ties"] = tuple(TieRecord(**tie) for tie in values["ties"])
    values["events"] = tuple(EventRecord(**event) for event in values["events"])
    return Roster(**values)


def _design(plain: dict[str, Any], roster: Roster) -> DesignPoint:
    seat = np.zeros(roster.n_states)
    for key, share in plain["seat"].items():
        seat[roster.ids.index(key)] = share
    return DesignPoint(plain["name"], np.array([plain["fields"][name] for name in FIELD_NAMES]), seat)
