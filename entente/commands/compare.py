"""entente compare: the main job. Designs under the same draws, and what each of them does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options

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
    out: str | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Compare secretariat designs: who joins, what is shared, how fast, how sure.

    Without options this runs the default experiment: ten designs on the real roster, from January 2026 to
    December 2030. Writes the runs, figures and a report, and prints one table and the differences from adhoc.
    """
    from entente import api, folders
    from entente.console import progress

    chosen = api.prepare(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
    if actor is not None:
        api.check_actor(api.load_roster(chosen.roster), actor)
    folder = folders.prepare(out, chosen.name)
    try:
        with progress(chosen.replicates) as count:
            found = api.compare_scenario(chosen, actor=actor, workers=workers, progress=count)
        paths = _keep(found, folder, not no_report)
    finally:
        folders.drop_if_empty(folder)
    _show(found, paths, as_json)
    if found.runs.note:
        click.echo(f"Note: {found.runs.note}.", err=True)
    if not found.runs.complete:
        done = found.comparison.replicates
        kept = f"{done} of {chosen.replicates} replicates were finished and are kept"
        click.echo(f"Interrupted: {kept}.", err=True)
        click.get_current_context().exit(130)


def _keep(found: Compared, folder: Path, report: bool) -> dict[str, Path]:
    """Store the runs and, if wanted, write the report; the paths by what they hold."""
    paths = {"folder": found.save(folder)}
    if report:
        click.echo("Drawing the figures and writing the report ...", err=True)
        try:
            paths["report"] = found.report(folder)
        except KeyboardInterrupt:
            click.echo(f"Interrupted before the report was done; the runs are kept in {folder}.", err=True)
            click.get_current_context().exit(130)
    return paths


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
        "seconds": found.runs.elapsed,
        "comparison": found.comparison.to_json(),
        "analogues": plain(found.analogues()),
        "paths": {what: str(path) for what, path in paths.items()},
    }
    if found.actor is not None:
        data["actor"] = {"name": found.actor, "cells": plain(found.for_actor())}
    return data
