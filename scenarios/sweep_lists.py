"""Points of one's own from a CSV file: a row a point, a column a name; an empty cell is as without a sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.csv_text import read_rows
from scenarios.incoming import unclean
from scenarios.sweep_schema import COLUMNS, MAX_ROWS, TEXTS, check_cell
from sim.errors import InputError, raise_all


def read_points(path: Path) -> list[dict[str, Any]]:
    """The points as plain values for ``Sampling.rows``; InputError(s) with all mistakes of the file."""
    errors: list[InputError] = []
    file = path.name
    if not path.is_file():
        raise InputError("no such file", key="sweep.file", value=str(path), allowed="a CSV file beside the scenario")
    records = read_rows(path, file, errors)
    raise_all(errors)
    header = [name.strip() for name in records[0][1]]
    _check_header(header, records[0][0], file, errors)
    if len(records) - 1 > MAX_ROWS:
        errors.append(InputError("too many points", file=file, value=len(records) - 1, allowed=f"at most {MAX_ROWS}"))
    rows = [] if errors else [_point(header, row, cells, file, errors) for row, cells in records[1:]]
    if not (rows or errors):
        errors.append(InputError("no point", file=file, allowed="a row a point below the header"))
    raise_all(errors)
    return rows


def _check_header(header: list[str], row: int, file: str, errors: list[InputError]) -> None:
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            allowed = f"a parameter, a field of designs, {', '.join((*TEXTS, 'seed'))}"
            errors.append(
                InputError("unknown column", file=file, row=row, value=name, allowed=allowed, choices=COLUMNS)
            )
        elif header.count(name) > 1:
            errors.append(InputError("a column stands there twice", file=file, row=row, value=name))


def _point(header: list[str], row: int, cells: list[str], file: str, errors: list[InputError]) -> dict[str, Any]:
    """One row as plain values, without its empty cells."""
    if len(cells) > len(header):
        errors.append(InputError("more cells than columns", file=file, row=row, value=len(cells)))
    point: dict[str, Any] = {}
    for name, text in zip(header, cells, strict=False):
        if text.strip():
            point[name] = _read(name, text.strip())
            errors += [
                InputError(problem, file=file, row=row, key=name, value=value, allowed=allowed)
                for _, problem, value, allowed, _ in check_cell(name, point[name], name)
            ]
            if name in TEXTS and (problem := unclean(text)):
                errors.append(InputError(problem, file=file, row=row, key=name, value=text))
    return point


def _read(name: str, text: str) -> Any:
    """A cell as the value that its column holds; the text itself where it is none."""
    if name in TEXTS:
        return text
    try:
        return int(text) if name == "seed" else float(text)
    except ValueError:
        return text
