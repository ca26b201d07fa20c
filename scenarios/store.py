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
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from scenarios import claims
from scenarios.batches import batch_size
from scenarios.claims import Claim, Kind, TakenError, claim_next, remove
from scenarios.held import Held
from scenarios.manifest import MANIFEST, manifest_text, manifest_with, read_manifest
from scenarios.parts import PARTS, PLAN, check_same, content_of
from scenarios.runs import FRAMES, Runs
from scenarios.scenario_plan import ScenarioPlan
from scenarios.schema import Scenario
from scenarios.stored_files import StoredFileError, check_clean, is_stored, named, read_stored, understood, write_whole
from scenarios.swap_runs import SWAP_FRAMES, Swaps
from sim.design import FIELD_NAMES, DesignPoint
from sim.roster import EventRecord, Roster, SizeRecord, TieRecord

ROSTER = "roster.npz"
RUNS = Path("runs")
RUN = Kind(
    "a run", MANIFEST, (*(f"{name}.parquet" for name in (*FRAMES, *SWAP_FRAMES)), ROSTER), (PARTS, PLAN),
    shown_by="entente report",
)  # fmt: skip


# --- folders


def claim_for(out: str | None, command: str, scenario: Scenario) -> Claim:
    """The folder for a run: the one asked for, else a new one in runs/, or one there that a killed process left.

    It is ours before anything is simulated. InputError if the one asked for is another's, not empty, not writable, or
    at work on something else.
    """
    default, take_up = default_folder(command, scenario), partial(check_plan, scenario)
    if out is None:
        for folder in _left(default):
            with suppress(TakenError):
                return claims.claim(folder, RUN, take_up)
    return claims.claim_for(out, default, RUN, take_up)


def is_finished(folder: Path) -> bool:
    """Whether all runs of an experiment are stored in its folder."""
    return is_stored(folder / MANIFEST)


def check_plan(scenario: Scenario, folder: Path) -> None:
    """TakenError unless the unfinished run in a folder is of this scenario and made by this code."""
    plan = ScenarioPlan(scenario, scenario.load_roster())
    check_same(folder, content_of(plan, batch_size(plan)))


def _left(default: Path) -> list[Path]:
    """Unfinished runs that may be of the configuration that a default folder is named after, of any day."""
    name = default.name.partition("-")[2].partition("-")[2].partition("-")[2]  # without the date
    return sorted(path.parent for path in default.parent.glob(f"*-{name}*/{PLAN}"))


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
    """Write an experiment into a folder that was claimed for it; what stands there already is not written again."""
    digests = {f"{name}.parquet": table.write(path / f"{name}.parquet") for name, table in runs.tables.items()}
    digests[ROSTER] = write_whole(path / ROSTER, _roster_bytes(runs.roster))
    write_whole(path / MANIFEST, manifest_text(runs, digests, command, actor))
    remove(path / PARTS)


def add_swaps(swaps: Swaps, path: Path) -> None:
    """Put swapped runs beside the experiment that they belong to, whose manifest then names them."""
    manifest = read_manifest(path)
    tables = {f"{name}.parquet": Held(getattr(swaps, name)) for name in SWAP_FRAMES}
    digests = {name: table.write(path / name) for name, table in tables.items()}
    write_whole(path / MANIFEST, manifest_with(manifest, digests, {"wanted": swaps.wanted, "note": swaps.note}))


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
    roster = read_stored(path / ROSTER, _read_roster, _digest_of(path, ROSTER, manifest))
    check_clean(path / ROSTER, dataclasses.asdict(roster))
    tables = {name: _held(path, name, manifest) for name in FRAMES}
    return understood(path / MANIFEST, lambda: _assembled(manifest, roster, tables))


def load_swaps(folder: str | Path) -> Swaps | None:
    """The swapped runs of an experiment from its folder; None if none were kept. StoredFileError as for the runs."""
    path = named(folder, "folder")
    manifest = read_manifest(path)
    said = manifest["result"].get("swapped")
    if said is None:
        return None
    swaps, levers = (_held(path, name, manifest).frame() for name in SWAP_FRAMES)
    return Swaps(swaps, levers, said["wanted"], said["note"])


def actor_of(folder: str | Path) -> str | None:
    """The jurisdiction whose view was asked for when the run was made."""
    found: str | None = read_manifest(folder)["run"]["actor"]
    return found


def _digest_of(folder: Path, name: str, manifest: dict[str, Any]) -> str:
    wanted: str | None = manifest["files"].get(name)
    if wanted is None:
        raise StoredFileError("not what was written there", file=folder / MANIFEST, key="files", value=name)
    return wanted


def _held(folder: Path, name: str, manifest: dict[str, Any]) -> Held:
    """One of the stored tables: what was written there, and with clean texts."""
    file = f"{name}.parquet"
    table = Held(folder / file, _digest_of(folder, file, manifest))
    table.check()
    return table


def _assembled(manifest: dict[str, Any], roster: Roster, tables: dict[str, Held]) -> Runs:
    configuration, result, run = manifest["configuration"], manifest["result"], manifest["run"]
    return Runs(
        tables=tables,
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
        command=run["command"],
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
