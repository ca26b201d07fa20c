"""entente sweep: many points, each with its designs and replicates, in a folder from which it goes on if stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options
from entente.streams import keep
from scenarios import ending
from scenarios.incoming import MAX_REPLICATES
from sim.errors import visible

if TYPE_CHECKING:
    from scenarios.sweeps.plan import SweepPlan

COLUMNS = ("name", "title", "method", "points", "replicates", "runs")


@click.command("sweep", short_help="Run many points of a scenario, here or on a cluster.")
@options.allow_rules
@click.argument("name", metavar="[NAME|FILE]", required=False, callback=options.with_its_rules)
@click.option("--out", metavar="FOLDER", help="Where results go; left out: a folder in runs/.")
@click.option(
    "--replicates",
    type=options.WholeNumber(1, MAX_REPLICATES),
    metavar="N",
    help="Replicates a point; left out: as the file says.",
)
@options.workers
@click.option(
    "--cluster",
    metavar="tcp://HOST:PORT",
    help="Let the workers of a Dask cluster do it, whose scheduler this is (docs/cluster.md).",
)
@options.engine
@options.as_json
def command(
    name: str | None,
    allow_rules: bool,
    out: str | None,
    replicates: int | None,
    workers: int | None,
    cluster: str | None,
    engine: str,
    as_json: bool,
) -> None:
    """Run a sweep: a scenario file with a table [sweep], or one that comes along.

    Without a name it lists those that come along; `entente sweep first` takes half a minute on two cores. The runs are
    written as they finish: after a stop, of whatever kind, the same command goes on where it was. Once all is
    done, it prints what is there.
    """
    if name is None:
        _list(as_json)
        return
    if cluster is not None and workers is not None:
        raise click.UsageError("--workers is for this machine: a cluster has the workers that were started for it")
    from entente.swept import Swept
    from scenarios.sweeps.build import load_sweep_file, sweep_plan
    from scenarios.sweeps.run import finished, folder_for, run_plan

    plan = sweep_plan(load_sweep_file(name), replicates)
    if (there := finished(out, plan)) is not None:
        click.echo(f"finished already, nothing is run: {visible(there[0])} holds this sweep", err=True)
        _show(Swept(*there), as_json)
        return
    said = click.get_current_context().obj or ""
    with folder_for(out, plan) as folder:
        _begin(plan, folder, cluster, engine)
        manifest = _run(run_plan, plan, folder, workers=workers, cluster=cluster, engine=engine, command=said)
        keep(f"the runs are kept in {visible(folder)}")
        ending.hear_again()
        _show(Swept(folder, manifest), as_json)


def _list(as_json: bool) -> None:
    from entente import inventory, listing

    hint = "" if as_json else "\n`entente sweep NAME --out FOLDER` runs one; a file of your own needs a table [sweep]."
    listing.show_list(inventory.sweeps(), COLUMNS, as_json, hint)


def _begin(plan: SweepPlan, folder: Path, cluster: str | None, engine: str) -> None:
    """Say what will be run, and that code is compiled first, if it is here."""
    where = f"on the cluster at {cluster}" if cluster is not None else "here"
    click.echo(f"{plan.runs:,} runs of {len(plan.points):,} points {where}, into {visible(folder)}", err=True)
    if cluster is None and engine == "ensemble":
        from entente.compiling import announce
        from sim.ensemble.reduction import run_many

        announce(run_many)


def _run(run_plan: Any, plan: SweepPlan, folder: Path, **how: Any) -> Any:
    """The manifest of the finished sweep. A stop ends the command; what is finished stays."""
    from entente.sweep_progress import progress

    keep(f"what is finished is kept in {visible(folder)}; the same command goes on")
    with progress(plan.runs, len(plan), folder) as count:
        return run_plan(plan, folder, progress=count, **how)


def _show(found: Any, as_json: bool) -> None:
    from entente import sweep_print

    if as_json:
        from entente.output import print_json

        print_json(sweep_print.as_data(found))
    else:
        sweep_print.show(found)
