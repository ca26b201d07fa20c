"""entente compare: the main job. Designs under the same draws, and what each of them does."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options
from entente.streams import OutputFailed, keep
from scenarios import ending
from scenarios.incoming import MAX_REPLICATES
from sim.errors import visible

if TYPE_CHECKING:
    from entente.compared import Compared
    from scenarios.schema import Scenario


REPORT = "report.html"  # as in results.report_files, which is not imported before it is needed


@click.command("compare")
@click.option("--designs", metavar="A,B,C", help="Designs to compare; left out: the scenario's. adhoc is always run.")
@options.scenario
@options.roster
@click.option("--for", "actor", metavar="ACTOR", help="Add the view of one jurisdiction: dues, influence, access.")
@options.months
@click.option(
    "--replicates",
    type=options.WholeNumber(1, MAX_REPLICATES),
    metavar="N",
    help="Number of replicates; each runs every design once.",
)
@options.seed(None)
@options.workers
@options.engine
@click.option("--out", metavar="FOLDER", help="Where results go; left out: a new folder in runs/.")
@click.option("--no-report", is_flag=True, help="Store the runs, but make no figures and no report.")
@click.option("--why", multiple=True, metavar="OUTCOME", help="Take the differences in an outcome apart.")
@options.as_json
def command(
    designs: str | None,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    actor: str | None,
    months: int | None,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    engine: str,
    out: str | None,
    no_report: bool,
    why: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare secretariat designs: who joins, what is shared, how fast, how sure.

    Without options this runs the default experiment: ten designs on the real roster, from January 2026 to
    December 2030. Writes the runs, figures and a report, and prints one table and the differences from adhoc.

    For the report, --json and --why every design is run once more with each of its levers as in adhoc, and the other
    way round, on the same draws: that says how much of a difference each lever makes.
    """
    from entente import api
    from results.why.explained import check_outcome
    from scenarios.store import claim_for

    for outcome in why:
        check_outcome(outcome)
    chosen = api.prepare(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
    if actor is not None:
        api.check_actor(api.load_roster(chosen.roster), actor)
    with claim_for(out, "compare", chosen) as folder:
        found = _run(chosen, actor, workers, engine, allow_rules)
        _keep(found, folder, as_json)
        if why or (engine == "ensemble" and (as_json or not no_report)):
            _take_apart(found, folder, workers, why, as_json)
        _tell(found, folder, chosen.replicates, not no_report, why, as_json)
    _end(found)


def _run(chosen: Scenario, actor: str | None, workers: int | None, engine: str, allow_rules: bool) -> Compared:
    from entente import api
    from entente.console import progress

    _announce(engine)
    with progress(chosen.replicates) as count:
        return api.compare_scenario(
            chosen, actor=actor, workers=workers, progress=count, engine=engine, allow_rules=allow_rules
        )


def _announce(engine: str) -> None:
    """Say so if the ensemble must be compiled first."""
    if engine == "ensemble":
        from entente.compiling import announce
        from sim.ensemble.reduction import run_many

        announce(run_many)


def _keep(found: Compared, folder: Path, as_json: bool) -> None:
    """Store the runs; if that fails, print at least what they say."""
    from scenarios.store import write_run
    from scenarios.stored_files import WriteError

    try:
        with ending.shielded():
            write_run(found.runs, folder, click.get_current_context().obj or "", found.actor)
    except WriteError:
        _show(found, {}, (), as_json)
        click.echo("The runs could not be kept: what is printed is all there is of them.", err=True)
        raise
    place = visible(folder)
    keep(f"the runs are kept in {place}; `{shlex.join(['entente', 'report', place])}` draws their report")
    ending.hear_again()


def _take_apart(found: Compared, folder: Path, workers: int | None, why: Sequence[str], as_json: bool) -> None:
    """Make the swapped runs and put them beside the runs, which are safe by then."""
    from entente.console import progress
    from scenarios.store import add_swaps
    from scenarios.stored_files import WriteError
    from scenarios.swap_runs import MOST

    if not found.runs.complete:  # somebody wanted it to end
        return
    total = min(MOST, found.runs.replicates)
    _announce("ensemble")
    click.echo("Swapping the levers of the designs, to take the differences apart ...", err=True)
    with progress(total, "swapped") as count:
        found.make_swaps(workers, count)
    try:
        with ending.shielded():
            add_swaps(found.swaps, folder)
    except WriteError:
        _show(found, {}, why, as_json)
        raise
    ending.hear_again()


def _tell(found: Compared, folder: Path, wanted: int, report: bool, why: Sequence[str], as_json: bool) -> None:
    """Print what the runs say, then draw the report, which is drawn too if standard output is full or closed."""
    paths = {"folder": folder} | ({"report": folder / REPORT} if report and as_json else {})
    try:
        _show(found, paths, why, as_json)
    except OutputFailed:
        _finish(found, folder, wanted, report)
        raise
    _finish(found, folder, wanted, report)
    if report and not as_json:
        click.echo(f"report: {visible(folder / REPORT)}")


def _finish(found: Compared, folder: Path, wanted: int, report: bool) -> None:
    """Say what a reader must know of how it went, and write the report beside the runs, which are safe by then."""
    runs = found.runs
    stopped = runs.note in ending.NOTES
    if runs.note and not stopped:
        click.echo(f"Note: {runs.note}.", err=True)
    if not runs.complete:
        by = f"{ending.said(ending.again(runs.note))}: " if stopped else ""
        click.echo(f"{by}{runs.replicates} of {wanted} replicates were finished and are kept.", err=True)
    if found.swaps is not None and found.swaps.note:
        done = f"{found.swaps.replicates} of {found.swaps.wanted}"
        by = ending.said(ending.again(found.swaps.note))
        click.echo(f"{by}: levers were swapped in {done} replicates, which are kept.", err=True)
    if report:
        click.echo("Drawing the figures and writing the report ...", err=True)
        found.report(folder)
        keep(f"the runs and their report are kept in {visible(folder)}")


def _end(found: Compared) -> None:
    """The exit code tells an interruption."""
    if not found.runs.complete:
        click.get_current_context().exit(ending.NOTES.get(found.runs.note, 1))
    if found.swaps is not None and found.swaps.note:
        click.get_current_context().exit(ending.NOTES.get(found.swaps.note, 1))


def _show(found: Compared, paths: dict[str, Path], why: Sequence[str], as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(_as_data(found, paths, why))
    else:
        from entente.comparison_print import show

        show(found, paths, why)


def _as_data(found: Compared, paths: dict[str, Path], why: Sequence[str]) -> dict[str, Any]:
    """Everything the tables say, as plain data."""
    from results.comparison import plain
    from results.why.explained import to_json

    data: dict[str, Any] = {
        "scenario": found.runs.scenario.plain(),
        "seed": found.runs.seed,
        "complete": found.runs.complete,
        "engine": found.runs.engine,
        "seconds": found.runs.elapsed,
        "comparison": found.comparison.to_json(),
        "analogues": plain(found.analogues()),
        "sizes": plain(found.sizes()),
        "why": None if found.swaps is None else to_json(found.runs, found.swaps, found.comparison, why),
        "paths": {what: str(path) for what, path in paths.items()},
    }
    if found.actor is not None:
        data["actor"] = {"name": found.actor, "cells": plain(found.for_actor())}
    return data
