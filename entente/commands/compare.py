"""entente compare: the main job. Designs under the same draws, and what each of them does."""

from __future__ import annotations

import shlex
import sys
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
REPORT = "report.html"  # as in results.page.files, which is not imported before it is needed


@click.command("compare", short_help="Compare secretariats: the answer, and a page to read.")
@click.option("--designs", metavar="A,B,C", help="Designs to compare; left out: the scenario's. adhoc is always run.")
@options.scenario
@options.roster
@click.option("--for", "actor", metavar="ACTOR", help="Add what it means for one country, such as UK.")
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
@click.option("--full", is_flag=True, help="Print all tables, differences and analogues, not 40 lines.")
@click.option("--why", multiple=True, metavar="OUTCOME", help="Say what makes the differences in an outcome.")
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
    full: bool,
    why: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare secretariat designs: who joins, what is shared, how fast, how sure.

    Prints the answer: what a change would most likely bring, what it costs, what nobody can say yet, what to choose for
    which aim, and a table of symbols. Writes the runs, figures and report.html, a page to read, print or send.

    Without options this is the default experiment: ten designs on the real roster, from January 2026 to December 2030.
    Runs are kept as they finish: after a crash or a kill the same command goes on where it stood.

    To tell what was put in from what was found, every design is run once more with each of its levers as in adhoc, and
    the other way round, on the same draws. With --no-report this is left out, but for --json and --why.
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
        _how_it_went(found, chosen.replicates)
        answer = Answer(found, folder, None if no_report else folder / REPORT, why, full, as_json)
        _tell(answer, partial(_take_apart, found, folder, workers))
        _how_swaps_went(found)
        answer.check()
        if answer.report is not None and not as_json:
            click.echo(f"report: {visible(answer.report)}")
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


def _take_apart(found: Compared, folder: Path, workers: int | None) -> None:
    """Make the swapped runs and put them beside the runs, which are safe by then."""
    from entente.console import progress
    from scenarios.store import add_swaps
    from scenarios.swap_runs import MOST

    if not found.runs.complete or found.has_swaps:  # somebody wanted it to end; a process before made them
        return
    total = min(MOST, found.runs.replicates)
    if len(found.comparison.designs) > 1:
        _announce("ensemble")
        click.echo("Swapping the levers of the designs, to take the differences apart ...", err=True)
        with progress(total, "swapped") as count:
            found.make_swaps(workers, count)
    else:  # there is nothing to swap, and to store that takes no time
        found.make_swaps(workers)
    with ending.shielded():
        add_swaps(found.swaps, folder)
    ending.hear_again()


def _tell(answer: Answer, swap: Work) -> None:
    """Make the swapped runs, print the answer, which needs them, and draw the report, most of it at the same time.

    Whatever breaks off one of them, the answer is printed from what there is, and where standard output takes nothing
    the report is drawn all the same.
    """

    def swapped() -> None:
        try:
            swap()
        finally:
            answer()

    found, report = answer.found, answer.report
    try:
        if answer.needs_swaps and (report is None or found.runs.engine != "ensemble"):
            swap()
        if not answer.needs_swaps:
            answer()
        if report is not None:
            click.echo("Drawing the figures and writing the report ...", err=True)
            found.report(answer.folder, swap=swapped)  # which swaps while the figures of the runs are drawn
            keep(f"the runs and their report are kept in {visible(answer.folder)}")
    finally:
        answer()


def _how_it_went(found: Compared, wanted: int) -> None:
    """Say what a reader must know of how the runs went."""
    runs = found.runs
    stopped = runs.note in ending.NOTES
    if runs.note and not stopped:
        click.echo(f"Note: {runs.note}.", err=True)
    if not runs.complete:
        by = f"{ending.said(ending.again(runs.note))}: " if stopped else ""
        click.echo(f"{by}{runs.replicates} of {wanted} replicates were finished and are kept.", err=True)


def _how_swaps_went(found: Compared) -> None:
    """Say it if somebody stopped the swapped runs."""
    if found.swaps is not None and found.swaps.note:
        done = f"{found.swaps.replicates} of {found.swaps.wanted}"
        by = ending.said(ending.again(found.swaps.note))
        click.echo(f"{by}: levers were swapped in {done} replicates, which are kept.", err=True)


def _end(found: Compared) -> None:
    """The exit code tells an interruption."""
    if not found.runs.complete:
        click.get_current_context().exit(ending.NOTES.get(found.runs.note, 1))
    if found.swaps is not None and found.swaps.note:
        click.get_current_context().exit(ending.NOTES.get(found.swaps.note, 1))


class Answer:
    """What is printed, once, when it is first called for; again if a stop broke that off.

    report : where the report will lie; None if none is wanted.  failed : what standard output did not take.
    """

    def __init__(
        self, found: Compared, folder: Path, report: Path | None, why: Sequence[str], full: bool, as_json: bool
    ) -> None:
        self.found, self.folder, self.report = found, folder, report
        self.why, self.full, self.as_json = why, full, as_json
        self.needs_swaps = self._needs_swaps()
        self.printed = False
        self.failed: OutputFailed | None = None

    def _needs_swaps(self) -> bool:
        """Whether the swapped runs are to be made before it is printed."""
        runs = self.found.runs
        wanted = bool(self.why) or (runs.engine == "ensemble" and (self.as_json or self.report is not None))
        return wanted and runs.complete and not self.found.has_swaps

    def __call__(self) -> None:
        if self.printed:
            return
        paths = {"folder": self.folder} | ({"report": self.report} if self.report and self.as_json else {})
        try:
            _show(self.found, paths, self.why, self.full, self.as_json)
            sys.stdout.flush()
        except OutputFailed as error:
            self.failed = error
        self.printed = True

    def check(self) -> None:
        """Raise OutputFailed if it could not be printed."""
        if self.failed is not None:
            raise self.failed


def _show(found: Compared, paths: dict[str, Path], why: Sequence[str], full: bool, as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(_as_data(found, paths, why))
    else:
        from entente.comparison_print import show

        show(found, paths, why, full)


def _as_data(found: Compared, paths: dict[str, Path], why: Sequence[str]) -> dict[str, Any]:
    """Everything the tables say, as plain data."""
    from results.brief.answer import brief_of
    from results.brief.country import country
    from results.comparison import plain
    from results.why.explained import to_json

    data: dict[str, Any] = {
        "scenario": found.runs.scenario.plain(),
        "seed": found.runs.seed,
        "complete": found.runs.complete,
        "answer": brief_of(found.runs, found.comparison, found.swaps).to_json(),
        "engine": found.runs.engine,
        "seconds": found.runs.elapsed,
        "comparison": found.comparison.to_json(),
        "analogues": plain(found.analogues()),
        "sizes": plain(found.sizes()),
        "why": None if found.swaps is None else to_json(found.runs, found.swaps, found.comparison, why),
        "paths": {what: str(path) for what, path in paths.items()},
    }
    if found.actor is not None:
        view = country(found.runs, found.comparison, found.swaps, found.actor)
        data["actor"] = {"name": found.actor, "cells": plain(found.for_actor()), "view": view.to_json()}
    return data
