"""Exporting: which tables, in which format, into which folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from results.export import csv_files, latex_files, markdown_files
from results.export.origin import Origin
from results.export.placed import export_files
from results.export.table import Table
from sim.errors import InputError, InputErrors

CSV, MARKDOWN, LATEX = FORMATS = ("csv", "markdown", "latex")
_WRITERS: dict[str, Callable[[Sequence[Table], Origin, Path], str]] = {
    CSV: csv_files.write,
    MARKDOWN: markdown_files.write,
    LATEX: latex_files.write,
}


def export(
    tables: Sequence[Table], origin: Origin, folder: Path, kind: str, wanted: Sequence[str] = ()
) -> tuple[list[Table], list[Table], str]:
    """Write tables into a folder; those that were written, those too long for this format, and what to know, or ''.

    kind : one of ``FORMATS``.  wanted : names of tables; none: all that the format can take.
    InputError(s) for what makes no sense, WriteError if something cannot be written.
    """
    check_format(kind)
    chosen = choose(tables, kind, wanted)
    with export_files(folder) as beside:
        said = _WRITERS[kind](chosen, origin, beside)
    return chosen, [table for table in tables if table not in chosen] if not wanted else [], said


def check_format(kind: object) -> str:
    """The format; InputError, with the nearest one, if there is none of this name."""
    if kind not in FORMATS:
        raise InputError("unknown format", key="format", value=kind, allowed=", ".join(FORMATS), choices=FORMATS)
    return str(kind)


def choose(tables: Sequence[Table], kind: str, wanted: Sequence[str] = ()) -> list[Table]:
    """The tables that are wanted, in their order; InputError(s) for names that do not exist or are too long to read."""
    known = {table.name: table for table in tables}
    errors = [_unknown(name, list(known)) for name in wanted if name not in known]
    short = [name for name, table in known.items() if kind == CSV or table.sheets is not None]
    errors += [_too_long(name, kind, short) for name in wanted if name in known and name not in short]
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(errors)
    return [known[name] for name in short if not wanted or name in wanted]


def _unknown(name: str, known: Sequence[str]) -> InputError:
    return InputError("unknown table", key="table", value=name, allowed=", ".join(known), choices=known)


def _too_long(name: str, kind: str, short: Sequence[str]) -> InputError:
    allowed = f"--format {CSV}, or a shorter table: {', '.join(short)}"
    return InputError(f"too long to be read as {kind}", key="table", value=name, allowed=allowed)
