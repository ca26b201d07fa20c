"""Tables as CSV, with a data package beside them that says what each column means and where the numbers come from.

The package follows Frictionless Data (https://specs.frictionlessdata.io/tabular-data-package): the CSV files have no
comment lines, which would break readers. Numbers have all their digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.export.origin import Origin
from results.export.table import Table
from scenarios.stored_files import Digested, as_json, write_streamed, write_whole

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"
LISTED = "; "  # between the entries of a cell that holds several


def write(tables: Sequence[Table], origin: Origin, folder: Path) -> str:
    """One file a table, and the package, which comes last; there is nothing to say of it."""
    resources = []
    for table in tables:
        kinds, digest = _write_table(table, folder / f"{table.name}.csv")
        resources.append(_resource(table, kinds, digest, (folder / f"{table.name}.csv").stat().st_size))
    write_whole(folder / PACKAGE, as_json(_package(origin, resources)))
    return ""


def _write_table(table: Table, path: Path) -> tuple[list[str], str]:
    """Write the rows as they come; the kind of each column, and the digest of the file."""
    kinds: list[str] = []

    def put(file: Digested) -> None:
        for piece in table.pieces():
            frame = piece[[column.name for column in table.columns]]
            heads = [column.head for column in table.columns] if not kinds else False
            kinds[:] = kinds or [_kind(frame[name]) for name in frame.columns]
            file.write(_flat(frame).to_csv(None, index=False, header=heads, lineterminator="\n").encode("utf-8"))

    return kinds, write_streamed(path, put)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with one text in the place of each list."""
    listed = [name for name in frame.columns if _holds_lists(frame[name])]
    return frame.assign(**{name: frame[name].map(LISTED.join) for name in listed})


def _holds_lists(column: pd.Series) -> bool:
    return column.dtype == object and any(isinstance(value, (tuple, list)) for value in column)


def _kind(column: pd.Series) -> str:
    """The type of a column by the words of the specification."""
    return {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}.get(column.dtype.kind, "string")


def _resource(table: Table, kinds: Sequence[str], digest: str, size: int) -> dict[str, Any]:
    fields = [
        {"name": column.head, "column": column.name, "type": kind, "unit": column.unit, "description": column.meaning}
        for column, kind in zip(table.columns, kinds, strict=True)
    ]
    return {
        "name": table.name,
        "title": table.title,
        "description": table.note,
        "path": f"{table.name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "profile": "tabular-data-resource",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _package(origin: Origin, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "entente-export",
        "title": origin.title,
        "description": " ".join(origin.lines),
        "made": origin.to_json(),
        "resources": resources,
    }
