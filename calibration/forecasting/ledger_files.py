"""A ledger on disk: ledger.json with everything, ledger.csv and members.csv to read; written, found and read."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

from calibration.forecasting.ledger import FORMAT, NUMBERS, Row
from scenarios.incoming import decoded, json_of, unclean_in
from scenarios.store import RUNS, check_writable
from sim.errors import InputError, raise_all

LEDGER, TIES, MEMBERS = "ledger.json", "ledger.csv", "members.csv"
MADE_BY = ("as_of", "until", "version", "rules", "posterior", "posterior_digest", "seed", "runs")


# ---- writing ---------------------------------------------------------------------------------------------------
def place_for(out: str | None, now: datetime.datetime) -> Path:
    """Where a new ledger goes: the folder or .json file asked for, else 'runs/forecast-<stamp>'; the folder is made.

    InputError if it cannot be written, or holds a ledger already.
    """
    path = Path(out) if out is not None else RUNS / f"forecast-{now:%Y-%m-%dT%H%M%S}"
    if path.suffix == ".csv":
        raise InputError("a ledger has more than a table", key="out", value=out, allowed="a folder, or a file .json")
    folder, file = (path.parent, path) if path.suffix == ".json" else (path, path / LEDGER)
    if file.exists():
        raise InputError(
            "there is a ledger already", key="out", value=str(path), allowed="a new place: nothing is overwritten"
        )
    check_writable(folder)
    return path


def write_ledger(data: dict[str, Any], path: Path) -> Path:
    """Write a ledger: three files into a folder, or all of it into one .json file."""
    if path.suffix == ".json":
        path.write_text(files_of(data)[LEDGER], encoding="utf-8", newline="\n")
    else:
        for name, text in files_of(data).items():
            (path / name).write_text(text, encoding="utf-8", newline="\n")
    return path


def files_of(data: dict[str, Any]) -> dict[str, str]:
    """Name -> text of the three files of a ledger."""
    made_by = {key: data["about"][key] for key in MADE_BY}
    ties = [_flat(row, ("actor_a", "actor_b", "class"), data["months"]) | made_by for row in data["ties"]]
    rows = data["members"] + data["changes"]
    members = [_flat(row, ("actor", "what"), data["months"]) | made_by for row in rows]
    return {
        LEDGER: json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
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
    """A ledger from its folder, its ledger.json or its ledger.csv (with the .json beside it)."""
    file = Path(path)
    file = file / LEDGER if file.is_dir() else file.with_suffix(".json")
    allowed = f"a folder with {LEDGER}, or that file, as 'entente forecast' writes them"
    try:
        data = json_of(decoded(file.read_bytes(), str(file)), str(file), allowed)
    except OSError as error:
        raise InputError(
            f"no ledger ({error.strerror or error})", key="ledger", value=str(path), allowed=allowed
        ) from None
    raise_all(unclean_in(data, str(file)))
    missing = {"about", "months", "ties", "changes", "expected", "tied"} - set(data if isinstance(data, dict) else ())
    if missing:
        raise InputError(f"no ledger: '{min(missing)}' is missing", file=str(file), allowed=allowed)
    about = data["about"] if isinstance(data["about"], dict) else {}
    if about.get("format") != FORMAT:
        raise InputError(
            "written by another version of Entente", file=str(file), key="format", value=about.get("format"),
            allowed=str(FORMAT),
        )  # fmt: skip
    if broken := _broken(data, about):
        raise InputError("no ledger: this is not what was written there", file=str(file), key=broken, allowed=allowed)
    return dict(data)


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
    for key in ("ties", "changes"):
        rows = data[key]
        if not isinstance(rows, list) or not all(_is_row(row, len(months)) for row in rows):
            return key
    return ""


def _is_row(row: Any, months: int) -> bool:
    """Whether a row has a probability, and one for each month."""
    if not isinstance(row, dict) or not isinstance(row.get("by_month"), list) or len(row["by_month"]) != months:
        return False
    return all(isinstance(p, int | float) and 0 <= p <= 1 for p in (row.get("probability"), *row["by_month"]))


def latest_ledger() -> Path:
    """The newest ledger in the folder of runs; InputError if there is none."""
    found = sorted(file.parent for file in RUNS.glob(f"forecast-*/{LEDGER}"))
    if not found:
        raise InputError("no ledger in runs/", key="ledger", allowed="--ledger FOLDER of an earlier entente forecast")
    return found[-1]
