"""entente compare: the main job. Designs under the same draws, and what each of them does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options
from entente.streams import keep
from scenarios import ending

if TYPE_CHECKING:
    from entente.api import Compared


@click.command("compare")
@click.option("--designs", metavar="A,B,C", help="Designs to compare; left out: the scenario's. adhoc is always run.")
@options.scenario
@options.roster
@click.option("--for", "actor", metavar="ACTOR", help="Add the view of one jurisdiction: dues, influence, access.")
@options.months
@click.option("--replicates", type=options.WholeNumber(1), metavar="N", help="Draws of the unknowns, a run each.")
@options.seed(None)
@click.option("--workers", type=options.WholeNumber(1), metavar="N", help="Left out: all cores.")
@options.engine
@click.option("--out", metavar="FOLDER", help="Where results go; left out: a new folder in runs/.")
@click.option("--no-report", is_flag=True, help="Store the runs, but make no figures and no report.")
@options.as_json
def command(
    designs: str | None,
    scenario: str,
    roster: str | None,
    actor: str | None,
    months: int | None,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    engine: str,
    out: str | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Compare secretariat designs: who joins, what is shared, how fast, how sure.

    Without options this runs the default experiment: ten designs on the real roster, from January 2026 to
    December 2030. Writes the runs, figures and a report, and prints one table and the differences from adhoc.
    """
    from entente import api
    from entente.console import progress
    from scenarios.store import check_writable, default_folder

    chosen = api.prepare(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
    if actor is not None:
        api.check_actor(api.load_roster(chosen.roster), actor)
    folder = check_writable(out if out is not None else default_folder("compare", chosen))
    try:
        _announce(engine)
        with progress(chosen.replicates) as count:
            found = api.compare_scenario(chosen, actor=actor, workers=workers, progress=count, engine=engine)
        with ending.shielded():
            paths = {"folder": found.save(folder, click.get_current_context().obj)}
        keep(f"the runs are kept in {paths['folder']}")
        ending.hear_again()
    finally:
        _drop_if_empty(folder)
    if not no_report:
        paths["report"] = _report(found, paths["folder"])
    _show(found, paths, as_json)
    _end(found, chosen.replicates)


def _announce(engine: str) -> None:
    """Say so if the ensemble must be compiled first."""
    if engine == "ensemble":
        from entente.compiling import announce
        from sim.ensemble.reduction import run_many

        announce(run_many)


def _drop_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _report(found: Compared, folder: Path) -> Path:
    """Write the report beside the runs, which are safe by then."""
    click.echo("Drawing the figures and writing the report ...", err=True)
    try:
        return found.report(folder)
    except KeyboardInterrupt as error:
        click.echo(f"{ending.said(error)} before the report was done; the runs are kept in {folder}.", err=True)
        click.get_current_context().exit(ending.code_of(error))


def _end(found: Compared, wanted: int) -> None:
    """Say what a reader must know of how it went; the exit code tells an interruption."""
    runs = found.runs
    stopped = runs.note in ending.NOTES
    if runs.note and not stopped:
        click.echo(f"Note: {runs.note}.", err=True)
    if not runs.complete:
        by = f"{ending.said(ending.again(runs.note))}: " if stopped else ""
        click.echo(f"{by}{runs.replicates} of {wanted} replicates were finished and are kept.", err=True)
        click.get_current_context().exit(ending.NOTES.get(runs.note, 1))


def _show(found: Compared, paths: dict[str, Path], as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(_as_data(found, paths))
    else:
        from entente.comparison_print import show

        show(found, paths)


def _as_data(found: Compared, paths: dict[str, Path]) -> dict[str, Any]:
    """Everything the tables say, as plain data."""
    from results.comparison import plain

    data: dict[str, Any] = {
        "scenario": found.runs.scenario.plain(),
        "seed": found.runs.seed,
        "complete": found.runs.complete,
        "engine": found.runs.engine,
        "seconds": found.runs.elapsed,
        "comparison": found.comparison.to_json(),
        "analogues": plain(found.analogues()),
        "paths": {what: str(path) for what, path in paths.items()},
    }
    if found.actor is not None:
        data["actor"] = {"name": found.actor, "cells": plain(found.for_actor())}
    return data
