"""A ledger on disk: ledger.json with everything, ledger.csv and members.csv to read; written, found and read."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from calibration.forecasting.ledger import FORMAT, NUMBERS, Row
from scenarios.claims import CLAIM, Kind, TakenError, claim_for, locked
from scenarios.store import RUNS
from scenarios.stored_files import StoredFileError, is_sealed, named, read_table, sealed, write_whole
from sim.errors import InputError

LEDGER, TIES, MEMBERS = "ledger.json", "ledger.csv", "members.csv"
PARTS = (TIES, MEMBERS)
KIND = Kind("a ledger", LEDGER, PARTS)
MADE_BY = ("as_of", "until", "version", "rules", "posterior", "posterior_digest", "seed", "runs")


# ---- writing ---------------------------------------------------------------------------------------------------
def place_for(out: str | None, now: datetime.datetime) -> AbstractContextManager[Path]:
    """Where a new ledger goes: the folder or .json file asked for, else 'runs/forecast-<stamp>'.

    It is claimed at once, and ours until the block ends. InputError if it cannot be written or holds anything already.
    """
    suffix = "" if out is None else Path(out).suffix
    if suffix == ".csv":
        raise InputError("a ledger has more than a table", key="out", value=out, allowed="a folder, or a file .json")
    if out is not None and suffix == ".json":
        return _file(named(out, "out"))
    return claim_for(out, RUNS / f"forecast-{now:%Y-%m-%dT%H%M%S}", KIND)


@contextmanager
def _file(path: Path) -> Iterator[Path]:
    with locked(path.parent, name=f".{path.name}{CLAIM}"):
        if os.path.lexists(path):
            raise TakenError(
                "there is a file of this name already", key="out", value=str(path),
                allowed="a new place: nothing is overwritten",
            )  # fmt: skip
        yield path


def write_ledger(data: dict[str, Any], path: Path) -> Path:
    """Write a ledger: three files into a folder, ledger.json last, or all of it into one .json file."""
    texts = files_of(data)
    if path.suffix == ".json":
        write_whole(path, texts[LEDGER])
    else:
        for name in (*PARTS, LEDGER):
            write_whole(path / name, texts[name])
    return path


def files_of(data: dict[str, Any]) -> dict[str, str]:
    """Name -> text of the three files of a ledger."""
    made_by = {key: data["about"][key] for key in MADE_BY}
    ties = [_flat(row, ("actor_a", "actor_b", "class"), data["months"]) | made_by for row in data["ties"]]
    rows = data["members"] + data["changes"]
    members = [_flat(row, ("actor", "what"), data["months"]) | made_by for row in rows]
    return {
        LEDGER: json.dumps(sealed(data), indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        TIES: _csv(ties),
        MEMBERS: _csv(members),
    }


def _flat(row: Row, first: tuple[str, ...], months: list[str]) -> Row:
    return {key: row[key] for key in (*first, *NUMBERS)} | dict(zip(months, row["by_month"], strict=True))


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    out = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()


# ---- reading ---------------------------------------------------------------------------------------------------
def load_ledger(path: str | Path) -> dict[str, Any]:
    """A ledger from its folder, its ledger.json or its ledger.csv (with the .json beside it).

    StoredFileError, which names the file, if there is none, or not one that was left as it was written. (Ledgers of
    earlier versions have no digest, and are read: what was foretold then can still be scored.)
    """
    file = named(path, "ledger")
    file = file / LEDGER if file.is_dir() else file.with_suffix(".json")
    allowed = f"a folder with {LEDGER}, or that file, as 'entente forecast' writes them"
    if not file.exists():
        raise StoredFileError("no ledger", file=file, key="ledger", value=str(path), allowed=allowed)
    data = read_table(file)
    missing = {"about", "months", "ties", "changes", "expected", "tied"} - set(data)
    if missing:
        raise StoredFileError(f"no ledger: '{min(missing)}' is missing", file=file, allowed=allowed)
    about = data["about"] if isinstance(data["about"], dict) else {}
    if about.get("format") != FORMAT:
        raise StoredFileError(
            "written by another version of Entente", file=file, key="format", value=about.get("format"),
            allowed=str(FORMAT),
        )  # fmt: skip
    if broken := _broken(data, about):
        raise StoredFileError("no ledger: this is not what was written there", file=file, key=broken, allowed=allowed)
    if "digest" in data and not is_sealed(data):
        raise StoredFileError("a ledger that was changed after it was made", file=file, allowed="it as it was written")
    return {key: value for key, value in data.items() if key != "digest"}


def _broken(data: dict[str, Any], about: dict[str, Any]) -> str:
    """The first part of a ledger that is not as ``write_ledger`` leaves it; '' if all are."""
    for key in ("as_of", "until"):
        try:
            datetime.date.fromisoformat(about[key])
        except (KeyError, TypeError, ValueError):
            return f"about.{key}"
    months = data["months"]
    if not (isinstance(months, list) and months and all(isinstance(month, str) for month in months)):
        return "months"
    for key, names in (("ties", ("actor_a", "actor_b")), ("changes", ("actor", "what"))):
        rows = data[key]
        if not isinstance(rows, list) or not all(_is_row(row, names, len(months)) for row in rows):
            return key
    if not (isinstance(data["tied"], list) and all(_is_texts(pair) and len(pair) == 2 for pair in data["tied"])):
        return "tied"
    expected = data["expected"]
    for kind in ("ties", "joins", "exits"):
        series = expected.get(kind) if isinstance(expected, dict) else None
        found = [series.get(key) for key in ("mean", "low", "high")] if isinstance(series, dict) else [None]
        if not all(_is_numbers(values, len(months)) for values in found):
            return f"expected.{kind}"
    return ""


def _is_row(row: Any, names: tuple[str, ...], months: int) -> bool:
    """Whether a row has its names, a probability, and one for each month."""
    if not isinstance(row, dict) or not _is_texts([row.get(name) for name in names]):
        return False
    return _is_numbers(row.get("by_month"), months, 1.0) and _is_numbers([row.get("probability")], 1, 1.0)


def _is_texts(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(text, str) for text in found)


def _is_numbers(found: Any, count: int, most: float = math.inf) -> bool:
    """Whether that is a list of so many numbers, from 0 to ``most``."""
    if not isinstance(found, list) or len(found) != count:
        return False
    return all(isinstance(value, int | float) and 0 <= value <= most for value in found)


def latest_ledger() -> Path:
    """The newest ledger in the folder of runs; InputError if there is none."""
    found = sorted(file.parent for file in RUNS.glob(f"forecast-*/{LEDGER}"))
    if not found:
        raise InputError("no ledger in runs/", key="ledger", allowed="--ledger FOLDER of an earlier entente forecast")
    return found[-1]
