"""Loading a roster: one that comes along ('real', 'teaching') or a folder of the user's own.

A folder holds jurisdictions.csv, institutes.csv, firms.csv and pairs.csv, and may hold sizes.csv,
ties.csv and events.csv; ``scenarios.roster_columns`` lists their columns, ``scenarios/data/SOURCES.md`` the sources.
"""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.incoming import text_or_path
from scenarios.roster_actors import Actors
from scenarios.roster_build import build_roster
from scenarios.roster_changes import change_tables
from scenarios.roster_checks import check_roster
from scenarios.roster_columns import FILES
from scenarios.schema_roster import RosterChanges
from scenarios.tables import Table, scan_table
from sim.errors import InputError, raise_all
from sim.roster import Roster

FOLDER = Path(__file__).parent / "data" / "rosters"
CHANGED = ", changed"  # how the name of a roster ends that a scenario has changed


def list_rosters() -> list[str]:
    """Names of the rosters that come along."""
    return sorted(path.name for path in FOLDER.iterdir() if (path / "jurisdictions.csv").is_file())


def load_roster(name_or_folder: str | Path = "real", changes: RosterChanges | None = None) -> Roster:
    """The roster of that name, or of that folder, with the changes that a scenario asks for.

    Raises InputError, or InputErrors with every mistake in the folder's files: file, row, column, value, what
    is allowed and the nearest valid name.
    """
    name = text_or_path(name_or_folder, "roster", _allowed())
    folder = _folder(name)
    errors: list[InputError] = []
    tables = _scan(folder, name, errors)
    readable = _readable(tables)
    if changes is not None and not errors:
        change_tables(tables, changes, errors)
        name, readable = f"{name}{CHANGED}", set(tables)
    if "jurisdictions.csv" in readable:
        compared = {k.name: tables[k.name] if k.name in readable else Table(k.name) for k in FILES}
        check_roster(compared, readable, Actors(compared), errors)
    raise_all(errors)
    return build_roster(name, tables, Actors(tables))


def _folder(name: str) -> Path:
    names = list_rosters()
    if name in names:
        return FOLDER / name
    if not os.path.isdir(name):
        raise InputError("unknown roster", value=name, allowed=_allowed(), choices=names)
    return Path(name)


def _allowed() -> str:
    return f"{', '.join(list_rosters())}, or a folder with {', '.join(f.name for f in FILES if f.required)}"


def _scan(folder: Path, label: str, errors: list[InputError]) -> dict[str, Table]:
    """The tables that could be read, by file name; mistakes go to ``errors``."""
    present = sorted(path.name for path in folder.iterdir() if path.is_file())
    tables = {}
    for kind in FILES:
        where = f"{label}/{kind.name}"
        if kind.name in present:
            tables[kind.name] = scan_table(
                folder / kind.name, kind.columns, errors, label=where, may_be_empty=kind.may_be_empty
            )
        elif kind.required:
            allowed = f"a file of that name; the folder has {', '.join(present) or 'no files'}"
            errors.append(InputError("missing file", file=where, allowed=allowed))
    _check_strangers(present, label, errors)
    return tables


def _check_strangers(present: list[str], label: str, errors: list[InputError]) -> None:
    """A CSV file that no roster has is probably a misspelt name (of ties.csv, say): it is not passed over."""
    known = [kind.name for kind in FILES]
    for name in present:
        if name.lower().endswith(".csv") and name not in known:
            choices = [k for k in known if k not in present]
            problem, allowed = "unknown file", f"{', '.join(known)}, and files that are no CSV"
            errors.append(InputError(problem, file=label, value=name, allowed=allowed, choices=choices))


def _readable(tables: dict[str, Table]) -> set[str]:
    """The files that are there with their required columns, so that they can be compared with others."""
    return {
        kind.name
        for kind in FILES
        if kind.name in tables and all(c.name in tables[kind.name].cells for c in kind.columns if c.required)
    }
