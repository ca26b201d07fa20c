"""A report's file: draws the figures, makes the page, and puts both in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from results.comparison import Comparison
from results.drawing import Swapped, draw
from results.page.context import context
from results.page.files import FIGURES, REPORT, report_files
from results.page.render import render
from scenarios.manifest import MANIFEST, is_of, read_manifest
from scenarios.stored_files import is_stored, named, write_whole
from sim.errors import InputError


def build_report(
    runs: Any,
    comparison: Comparison,
    folder: Path | str,
    actor: str | None = None,
    command: str | None = None,
    run: Path | str | None = None,
    swaps: Swapped = None,
) -> Path:
    """Write ``report.html`` and the folder ``figures`` (SVG and PNG) into a folder; the path of the report.

    Everything is drawn before anything is put in place: the folder has the whole report, or what it had before.

    actor : adds the view of one jurisdiction.
    command : how to run it again; when left out, what the manifest says, else made from the runs.
    run : the folder where the runs are stored, if that is another one.
    swaps : the swapped runs (a ``Swaps``), from which the annex takes the differences apart, or a function that makes
        them, which is called while the figures are drawn.

    Raises WriteError if a file cannot be written, or is in the way and not from an earlier report, and InputError if
    other runs are stored in the folder.
    """
    folder = named(folder, "folder")
    stored = folder if run is None else named(run, "run")
    for place in {folder, stored}:
        _check_run(place, runs)
    with report_files(folder) as beside:
        pictures = draw(runs, comparison, beside / FIGURES, actor, swaps)
        page = render(context(runs, comparison, pictures, stored, actor, command))
        write_whole(beside / REPORT, page)
    return folder / REPORT


def _check_run(folder: Path, runs: Any) -> None:
    """A report never stands beside other runs than its own, and never says that it is of those."""
    if is_stored(folder / MANIFEST) and not is_of(read_manifest(folder), runs):
        allowed = "the folder of these runs, or one without any"
        raise InputError("the folder holds another run", key="folder", value=str(folder), allowed=allowed)
