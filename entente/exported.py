"""Exporting a stored run or sweep, or what was just made: ``entente.export``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from entente.compared import Compared, load
from entente.swept import Swept, load_sweep

if TYPE_CHECKING:
    from results.export.origin import Origin
    from results.export.table import Table


@dataclass(frozen=True)
class Exported:
    """What ``export`` did.

    folder : where the files are.  tables : the names of those that were written, with their titles.
    too_long : the names of those that only CSV can take.  note : what to know before using the files, or ''.
    """

    folder: Path
    tables: dict[str, str]
    too_long: tuple[str, ...] = ()
    note: str = ""


def export(
    found: Compared | Swept | str | Path, out: str | Path | None = None, format: str = "csv", tables: Sequence[str] = ()
) -> Exported:
    """Write the tables of a comparison or a sweep for other programs, pages and papers.

    Parameters
    ----------
    found : the folder of a stored one, or what ``compare``, ``load``, ``sweep`` or ``load_sweep`` gave.
    out : a new folder, an empty one, or that of an earlier export; left out: '<format>' in the folder of the run.
    format : 'csv' (with a data package that says what each column means), 'markdown' or 'latex' (booktabs).
    tables : names; left out: all, in Markdown and LaTeX those that are short enough to be read.

    Raises InputError(s) for names that do not exist, WriteError if something cannot be written.

    >>> import entente, tempfile
    >>> found = entente.compare("adhoc,rotating", "teaching", months=3, replicates=2, workers=1)
    >>> list(entente.export(found, tempfile.mkdtemp(), "markdown", ["differences"]).tables)
    ['differences']
    """
    from results.export.export import check_format
    from results.export.export import export as write
    from scenarios.incoming import text_or_path
    from sim.errors import InputError

    check_format(format)
    folder = found.folder if isinstance(found, Swept) else None
    if isinstance(found, (str, Path)):
        folder = Path(text_or_path(found, "run", "the folder of a stored run", clean=False))
        found = _stored(folder)
    if out is None and folder is None:
        raise InputError("no folder to write to", key="out", allowed="a folder: these runs are not stored")
    from scenarios.stored_files import named

    into = named(out, "out") if out is not None else Path(str(folder)) / format
    made, origin = _tables(found, folder)
    done, left, said = write(made, origin, into, format, [tables] if isinstance(tables, str) else list(tables))
    return Exported(into, {table.name: table.title for table in done}, tuple(table.name for table in left), said)


def _stored(folder: Path) -> Compared | Swept:
    """What is stored in a folder; StoredFileError if that is neither a run nor a sweep."""
    from scenarios.manifest import MANIFEST
    from scenarios.stored_files import is_stored, read_table

    path = folder / MANIFEST
    if is_stored(path) and read_table(path).get("kind") == "sweep":
        return load_sweep(folder)
    return load(folder)


def _tables(found: Compared | Swept, folder: Path | None) -> tuple[list[Table], Origin]:
    """All tables, and where their numbers come from. folder : where a comparison is stored, if it is."""
    from results.export import of_comparison, of_sweep, origin
    from scenarios.manifest import manifest_of, read_manifest

    if isinstance(found, Swept):
        return of_sweep.tables(found.folder, found.manifest), origin.of_sweep(found.manifest)
    source = of_comparison.Source(found.runs, found.comparison, found.swaps)
    manifest = manifest_of(found.runs) if folder is None else read_manifest(folder)
    return of_comparison.tables(source), origin.of_comparison(manifest)
