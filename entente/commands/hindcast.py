"""entente hindcast: the simulated past beside the record."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from entente import options
from entente.streams import keep
from scenarios import ending
from scenarios.incoming import MAX_REPLICATES
from sim.errors import visible

if TYPE_CHECKING:
    from calibration.hindcast.findings import Hindcast


@click.command("hindcast", short_help="Hold the simulated past beside what happened.")
@click.option(
    "--start", default="origin", show_default=True, metavar="origin|observed",
    help="From June 2023, before any tie, or from December 2024 with the ties of the report.",
)  # fmt: skip
@click.option("--until", default="2025-12", show_default=True, metavar="MONTH", help="The last month, YYYY-MM.")
@click.option("--replicates", type=options.WholeNumber(1, MAX_REPLICATES), default=1000, show_default=True, metavar="N",
              help="Simulated pasts, each with a draw of the posterior.")  # fmt: skip
@options.seed(1)
@options.workers
@click.option("--out", metavar="FOLDER", help="Where results go; left out: a new folder in runs/.")
@click.option("--write", is_flag=True, help="Store both starts anew as what is shipped (results/data/hindcast.json).")
@options.as_json
@click.pass_context
def command(
    context: click.Context, start: str, until: str, replicates: int, seed: int, workers: int | None, out: str | None,
    write: bool, as_json: bool,
) -> None:  # fmt: skip
    """Hold the simulated past against the record: members, new ties, their types, waiting, joint tests, hubs, rivals.

    The real roster under the shipped posterior and an ad hoc secretariat, with the foundings, elections and policies
    that really happened; membership may change from December 2024. Rows that miss the record are named first.
    """
    if write:
        _write(context, workers)
        return
    from calibration.hindcast.hindcast import checked_span, hindcast
    from entente.compiling import announce
    from entente.console import progress
    from results.hindcast_page import KIND
    from scenarios.claims import claim_for
    from sim.ensemble.loop import simulate

    _, end = checked_span(start, until)
    with claim_for(out, _default_folder(start, end), KIND) as folder:
        announce(simulate)
        with progress(replicates) as tell:
            found = hindcast(start, until, replicates, seed, workers, tell)
        paths = _keep(found, folder, as_json)
    _show(found, paths, as_json)


def _default_folder(start: str, end: int) -> Path:
    from scenarios.store import RUNS
    from sim.months import month_label

    return RUNS / f"{datetime.date.today().isoformat()}-hindcast-{start}-{month_label(end)}"


def _keep(found: Hindcast, folder: Path, as_json: bool) -> dict[str, Path]:
    """Write the figure, the table and, last, everything as JSON; if that fails, print at least what it says."""
    from results.hindcast_page import write
    from scenarios.stored_files import WriteError

    try:
        with ending.shielded():
            paths = write(found, folder)
    except WriteError:
        _show(found, {}, as_json)
        click.echo("The hindcast could not be kept: what is printed is all there is of it.", err=True)
        raise
    keep(f"the hindcast is kept in {visible(folder)}")
    return {"folder": folder, **paths}


def _show(found: Hindcast, paths: dict[str, Path], as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(found.to_json() | {"paths": {what: str(path) for what, path in paths.items()}})
    else:
        from entente.hindcast_print import show

        show(found, paths)


def _write(context: click.Context, workers: int | None) -> None:
    """Store what is shipped."""
    given = click.core.ParameterSource.COMMANDLINE
    others = [p for p in context.command.params if p.name not in ("write", "workers")]
    wrong = [p.opts[0] for p in others if p.name and context.get_parameter_source(p.name) == given]
    if wrong:
        raise click.UsageError(f"--write stores both starts as they are shipped: leave out {', '.join(wrong)}")
    from entente.compiling import announce
    from results import hindcast_page
    from sim.ensemble.loop import simulate

    announce(simulate)
    path = hindcast_page.save(hindcast_page.make(workers))
    click.echo(f"stored: {visible(path)}; `make docs` writes docs/hindcast.md from it")
