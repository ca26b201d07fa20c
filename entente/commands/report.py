"""entente report: the report of a stored run."""

from __future__ import annotations

import click

from entente import options
from sim.errors import InputError, visible


@click.command("report", short_help="Print the answer of stored runs again, and draw their page.")
@click.argument("folder")
@click.option("--for", "actor", metavar="ACTOR", help="Add what it means for one country; left out: as it was run.")
@click.option("--out", metavar="FOLDER", help="Where the report goes; left out: into the run's folder.")
@click.option("--full", is_flag=True, help="Print all tables, differences and analogues, not 40 lines.")
@click.option("--why", multiple=True, metavar="OUTCOME", help="Take the differences in an outcome apart.")
@options.as_json
def command(folder: str, actor: str | None, out: str | None, full: bool, why: tuple[str, ...], as_json: bool) -> None:
    """Print the answer of the runs stored in FOLDER, draw the figures and write the page.

    As entente compare does at its end: to read the answer again, for another country, or where the page was not
    finished. The stored files are checked first. A page that is there is replaced, but no file of your own.
    """
    from entente import api
    from entente.comparison_print import show
    from results.why.explained import NONE_KEPT, check_outcome
    from scenarios.stored_files import named

    run = named(folder, "folder")
    into = run if out is None else named(out, "out")
    for outcome in why:
        check_outcome(outcome)
    found = api.load(run, actor)
    if why and not found.has_swaps:
        raise InputError(NONE_KEPT, key="why", file=run, allowed="to make the runs again with this version")
    if not as_json:
        show(found, {"folder": run}, why, full)
    click.echo("Drawing the figures and writing the report ...", err=True)
    path = found.report(into, run)
    if as_json:
        from entente.output import print_json

        print_json({"paths": {"folder": str(run), "report": str(path)}})
    else:
        click.echo(f"report: {visible(path)}")
