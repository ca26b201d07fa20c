"""Experiments on disk: a folder with a manifest, one parquet file a table, and the roster.

The manifest comes last, so a folder that has one is complete. The same experiment gives the same bytes, but for the
manifest's section "run".
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scenarios import claims
from scenarios.claims import Claim, Kind, claim_next
from scenarios.manifest import MANIFEST, manifest_text, manifest_with, read_manifest
from scenarios.runs import FRAMES, Runs
from scenarios.schema import Scenario
from scenarios.stored_files import StoredFileError, check_clean, named, read_stored, understood, write_whole
from scenarios.swap_runs import SWAP_FRAMES, Swaps
from sim.design import FIELD_NAMES, DesignPoint
from sim.roster import EventRecord, Roster, SizeRecord, TieRecord

ROSTER = "roster.npz"
RUNS = Path("runs")
RUN = Kind("a run", MANIFEST, (*(f"{name}.parquet" for name in (*FRAMES, *SWAP_FRAMES)), ROSTER))


# --- folders


def claim_for(out: str | None, command: str, scenario: Scenario) -> Claim:
    """The folder for a new run: the one asked for, else a new one in runs/.

    It is ours before anything is simulated. InputError if the one asked for is another's, not empty or not writable.
    """
    return claims.claim_for(out, default_folder(command, scenario), RUN)


def default_folder(command: str, scenario: Scenario, today: datetime.date | None = None) -> Path:
    """'runs/<date>-<command>-<hash of the configuration>'."""
    text = json.dumps([command, scenario.plain()], sort_keys=True)
    short = hashlib.blake2b(text.encode(), digest_size=3).hexdigest()
    return RUNS / f"{(today or datetime.date.today()).isoformat()}-{command}-{short}"


# --- writing


def save_run(
    runs: Runs, folder: str | Path, command: str = "", actor: str | None = None, swaps: Swaps | None = None
) -> Path:
    """Write an experiment and return its folder: ``folder``, or '<folder>-2', ... if that is not free.

    actor : whose view the report shows. swaps : its swapped runs. WriteError if something cannot be written, and
    nothing left behind if that is the experiment itself.
    """
    with claim_next(named(folder, "folder"), RUN) as path:
        write_run(runs, path, command, actor)
        if swaps is not None:
            add_swaps(swaps, path)
    return path


def write_run(runs: Runs, path: Path, command: str = "", actor: str | None = None) -> None:
    """Write an experiment into a folder that was claimed for it."""
    digests = {f"{name}.parquet": write_whole(path / f"{name}.parquet", _frame(getattr(runs, name))) for name in FRAMES}
    digests[ROSTER] = write_whole(path / ROSTER, _roster_bytes(runs.roster))
    write_whole(path / MANIFEST, manifest_text(runs, digests, command, actor))


def add_swaps(swaps: Swaps, path: Path) -> None:
    """Put swapped runs beside the experiment that they belong to, whose manifest then names them."""
    manifest = read_manifest(path)
    files = {f"{name}.parquet": _frame(getattr(swaps, name)) for name in SWAP_FRAMES}
    digests = {name: write_whole(path / name, data) for name, data in files.items()}
    write_whole(path / MANIFEST, manifest_with(manifest, digests, {"wanted": swaps.wanted, "note": swaps.note}))


def _frame(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return buffer.getvalue()


def _roster_bytes(roster: Roster) -> bytes:
    """Arrays as they are, names as text arrays, history as JSON; numpy dates the archive's files 1980."""
    arrays: dict[str, np.ndarray] = {}
    for field in dataclasses.fields(roster):
        value = getattr(roster, field.name)
        if field.name in (*_RECORDS, "sources", "name"):
            rows = [dataclasses.asdict(v) for v in value] if field.name in _RECORDS else value
            arrays[field.name] = np.array(json.dumps(rows, sort_keys=True))
        else:
            arrays[field.name] = np.asarray(value)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


# --- reading


def load_run(folder: str | Path) -> Runs:
    """An experiment from its folder.

    StoredFileError, which names the file, if there is none, if a file of it is missing, damaged, changed or another
    run's, or if it was written by another version.
    """
    path = named(folder, "folder")
    manifest = read_manifest(path)
    roster = _part(path, ROSTER, manifest, _read_roster)
    check_clean(path / ROSTER, dataclasses.asdict(roster))
    tables = {name: _table(path, name, manifest) for name in FRAMES}
    return understood(path / MANIFEST, lambda: _assembled(manifest, roster, tables))


def load_swaps(folder: str | Path) -> Swaps | None:
    """The swapped runs of an experiment from its folder; None if none were kept. StoredFileError as for the runs."""
    path = named(folder, "folder")
    manifest = read_manifest(path)
    said = manifest["result"].get("swapped")
    if said is None:
        return None
    swaps, levers = (_table(path, name, manifest) for name in SWAP_FRAMES)
    return Swaps(swaps, levers, said["wanted"], said["note"])


def actor_of(folder: str | Path) -> str | None:
    """The jurisdiction whose view was asked for when the run was made."""
    found: str | None = read_manifest(folder)["run"]["actor"]
    return found


def _part(folder: Path, name: str, manifest: dict[str, Any], read: Any) -> Any:
    wanted = manifest["files"].get(name)
    if wanted is None:
        raise StoredFileError("not what was written there", file=folder / MANIFEST, key="files", value=name)
    return read_stored(folder / name, read, wanted)


def _table(folder: Path, name: str, manifest: dict[str, Any]) -> pd.DataFrame:
    """One of the stored tables, whose texts are clean."""
    table: pd.DataFrame = _part(folder, f"{name}.parquet", manifest, _read_frame)
    check_clean(folder / f"{name}.parquet", _texts_of(table))
    return table


def _read_frame(data: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(data))


def _texts_of(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Every text of a table's columns, but for the messages of runs that failed, which may have several lines."""
    texts = table.select_dtypes(include=["object", "string", "category"]).drop(columns="error", errors="ignore")
    return {str(name): list(texts[name].unique()) for name in texts}


def _assembled(manifest: dict[str, Any], roster: Roster, tables: dict[str, pd.DataFrame]) -> Runs:
    configuration, result, run = manifest["configuration"], manifest["result"], manifest["run"]
    return Runs(
        **tables,
        scenario=Scenario.of(configuration["scenario"], MANIFEST),
        designs=[_design(design, roster) for design in configuration["designs"]],
        asked=list(configuration["asked"]),
        roster=roster,
        seed=configuration["seed"],
        behaviour_prior=configuration["behaviour_prior"],
        elapsed=run["seconds"],
        complete=result["complete"],
        note=result["note"],
        engine=run["engine"],
    )


# Text columns: an empty one has lost its type.
_RECORDS: dict[str, Any] = {"sizes": SizeRecord, "ties": TieRecord, "events": EventRecord}
_TEXTS = ("ids", "aliases", "names", "regions", "firm_ids", "firm_names")


def _read_roster(data: bytes) -> Roster:
    values: dict[str, Any] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in arrays.files:
            array = arrays[name]
            if name in (*_RECORDS, "sources", "name"):
                values[name] = json.loads(str(array))
            elif array.dtype.kind == "U" or name in _TEXTS:
                values[name] = tuple(str(text) for text in array)
            else:
                values[name] = array
    for name, record in _RECORDS.items():
        values[name] = tuple(record(**row) for row in values[name])
    values["events"] = tuple(dataclasses.replace(event, guests=tuple(event.guests)) for event in values["events"])
    return Roster(**values)


def _design(plain: dict[str, Any], roster: Roster) -> DesignPoint:
    seat = np.zeros(roster.n_states)
    for key, share in plain["seat"].items():
        seat[roster.ids.index(key)] = share
    return DesignPoint(plain["name"], np.array([plain["fields"][name] for name in FIELD_NAMES]), seat)
