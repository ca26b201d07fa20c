"""entente report: the report of a stored run."""

from __future__ import annotations

from pathlib import Path

import click

from entente import options
from sim.errors import visible


@click.command("report")
@click.argument("folder")
@click.option("--for", "actor", metavar="ACTOR", help="The view of one jurisdiction; left out: as the run was made.")
@click.option("--out", metavar="FOLDER", help="Where the report goes; left out: into the run's folder.")
@options.as_json
def command(folder: str, actor: str | None, out: str | None, as_json: bool) -> None:
    """Draw the figures and write the report of the run stored in FOLDER.

    It is the report that entente compare writes: for a run whose report was not finished, or for another view. The
    files of the run are checked first. A report that is there is replaced, but no file of your own.
    """
    from entente import api
    from scenarios.stored_files import named

    run = named(folder, "folder")
    into = run if out is None else named(out, "out")
    found = api.load(run, actor)
    click.echo("Drawing the figures and writing the report ...", err=True)
    path = found.report(into, run)
    _show(run, path, as_json)


def _show(run: Path, path: Path, as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json({"paths": {"folder": str(run), "report": str(path)}})
    else:
        click.echo(f"report: {visible(path)}")
