"""entente compare: the main job. Designs under the same draws, and what each of them does."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import partial
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


Work = Callable[[], object]
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

    Runs are kept as they finish: after a crash or a kill the same command goes on where it stood.

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
        api.check_actor(chosen.load_roster(), actor)
    with claim_for(out, "compare", chosen) as folder:
        found = _run(chosen, actor, workers, engine, allow_rules, folder)
        swap = partial(_take_apart, found, folder, workers)
        if why or (engine == "ensemble" and as_json):
            _before(swap, found, why, as_json)
        _tell(found, folder, chosen.replicates, not no_report, why, as_json, swap)
    _end(found)


def _run(
    chosen: Scenario, actor: str | None, workers: int | None, engine: str, allow_rules: bool, folder: Path
) -> Compared:
    """Make the runs, and store them as they finish, unless a process that was killed later has done so."""
    from entente import api
    from entente.console import progress

    _announce(engine)
    command = click.get_current_context().obj or ""
    with progress(chosen.replicates) as count:

        def told(done: int, of: int) -> None:
            keep(f"what is finished is kept in {visible(folder)}; the same command goes on with it")
            count(done, of)

        found = api.compare_scenario(
            chosen, actor=actor, workers=workers, progress=told, engine=engine, allow_rules=allow_rules, folder=folder,
            command=command,
        )  # fmt: skip
    _safe(folder)
    ending.hear_again()
    return found


def _safe(folder: Path) -> None:
    """From here on the runs are kept, whatever happens."""
    place = visible(folder)
    keep(f"the runs are kept in {place}; `{shlex.join(['entente', 'report', place])}` draws their report")


def _announce(engine: str) -> None:
    """Say so if the ensemble must be compiled first."""
    if engine == "ensemble":
        from entente.compiling import announce
        from sim.ensemble.reduction import run_many

        announce(run_many)


def _before(swap: Work, found: Compared, why: Sequence[str], as_json: bool) -> None:
    """Make the swapped runs before anything is printed; if they cannot be kept, print what there is."""
    from scenarios.stored_files import WriteError

    try:
        swap()
    except WriteError:
        _show(found, {}, why, as_json)
        raise


def _take_apart(found: Compared, folder: Path, workers: int | None) -> None:
    """Make the swapped runs and put them beside the runs, which are safe by then."""
    from entente.console import progress
    from scenarios.store import add_swaps
    from scenarios.swap_runs import MOST

    if not found.runs.complete or found.has_swaps:  # somebody wanted it to end; a process before made them
        return
    total = min(MOST, found.runs.replicates)
    _announce("ensemble")
    click.echo("Swapping the levers of the designs, to take the differences apart ...", err=True)
    with progress(total, "swapped") as count:
        found.make_swaps(workers, count)
    with ending.shielded():
        add_swaps(found.swaps, folder)
    ending.hear_again()


def _tell(
    found: Compared, folder: Path, wanted: int, report: bool, why: Sequence[str], as_json: bool, swap: Work
) -> None:
    """Print what the runs say, then draw the report, which is drawn too if standard output is full or closed.

    swap : makes the swapped runs, if they are not there by then.
    """
    paths = {"folder": folder} | ({"report": folder / REPORT} if report and as_json else {})
    try:
        _show(found, paths, why, as_json)
    except OutputFailed:
        _finish(found, folder, wanted, report, swap)
        raise
    _finish(found, folder, wanted, report, swap)
    if report and not as_json:
        click.echo(f"report: {visible(folder / REPORT)}")


def _finish(found: Compared, folder: Path, wanted: int, report: bool, swap: Work) -> None:
    """Say what a reader must know of how it went, and write the report beside the runs, which are safe by then."""
    runs = found.runs
    stopped = runs.note in ending.NOTES
    if runs.note and not stopped:
        click.echo(f"Note: {runs.note}.", err=True)
    if not runs.complete:
        by = f"{ending.said(ending.again(runs.note))}: " if stopped else ""
        click.echo(f"{by}{runs.replicates} of {wanted} replicates were finished and are kept.", err=True)
    if report:
        click.echo("Drawing the figures and writing the report ...", err=True)
        found.report(folder, swap=swap)
    if found.swaps is not None and found.swaps.note:
        done = f"{found.swaps.replicates} of {found.swaps.wanted}"
        by = ending.said(ending.again(found.swaps.note))
        click.echo(f"{by}: levers were swapped in {done} replicates, which are kept.", err=True)
    if report:
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
