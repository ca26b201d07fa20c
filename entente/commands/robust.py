"""entente robust: which design is robust, by regret, by thresholds and by what dominates what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from entente import options
from scenarios.incoming import MAX_REPLICATES

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.schema import Scenario


@click.command("robust", short_help="Ask which design is never far from the best.")
@click.argument("folder", required=False)
@click.option("--designs", metavar="A,B,C", help="Designs to choose from; left out: the scenario's, or the folder's.")
@options.scenario
@options.roster
@options.months
@click.option("--replicates", type=options.WholeNumber(8, MAX_REPLICATES), metavar="N", help="Number of futures.")
@options.seed(None)
@options.workers
@click.option("--outcomes", metavar="A,B,C", help="Outcomes to judge by; left out: the headline outcomes.")
@click.option("--want", "wants", multiple=True, metavar="OUTCOME>=X",
              help="A threshold, as in 'members>=10'; may be given several times.")  # fmt: skip
@click.option("--by", type=click.Choice(("mean", "median", "tail")), default="mean", show_default=True,
              help="What dominates: means, medians, or the worst tenth of the futures.")  # fmt: skip
@options.as_json
def command(
    folder: str | None,
    designs: str | None,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    replicates: int | None,
    seed: int | None,
    workers: int | None,
    outcomes: str | None,
    wants: tuple[str, ...],
    by: str,
    as_json: bool,
) -> None:
    """Ask which design is robust over many futures.

    FOLDER is a finished run of `entente compare`, or of a sweep; without it, the scenario is run.

    Three answers, outcome by outcome and never added up: regret (what a design falls short of the best one in the same
    future), thresholds (--want: the share of futures in which a design meets them), and which designs are dominated
    by which.
    """
    from entente.robust_print import show
    from results.robust.choice import choose

    if folder is None:
        from entente import api

        chosen = api.prepare(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
        (table, rests_on), fixed = _simulated(chosen, workers), False
        named = None
    else:
        from results.robust.source import stored

        if given := [name for name, value in _of_new_runs(scenario, roster, months, replicates, seed) if value]:
            raise click.UsageError(f"{', '.join(given)}: the runs of a folder are there already")
        table, rests_on, fixed = stored(folder)
        named = _of_folder(designs)
    found = choose(table, options.names(outcomes), wants, named, by, rests_on=rests_on, fixed_points=fixed)
    if as_json:
        from entente.output import print_json

        print_json(found.to_json())
    else:
        show(found)


def _of_new_runs(scenario: str, roster: object, months: object, replicates: object, seed: object) -> list:
    return [
        ("--scenario", scenario != "default"), ("--roster", roster is not None), ("--months", months is not None),
        ("--replicates", replicates is not None), ("--seed", seed is not None),
    ]  # fmt: skip


def _of_folder(designs: str | None) -> list[str] | None:
    """Names of stored designs, which may have commas of their own."""
    if designs is None:
        return None
    from scenarios.designs import split_designs

    return split_designs(designs)


def _simulated(chosen: Scenario, workers: int | None) -> tuple[pd.DataFrame, str]:
    from entente.compiling import announce
    from entente.console import progress
    from results.robust.source import simulated
    from sim.ensemble.reduction import run_many

    announce(run_many)
    with progress(chosen.replicates) as count:
        return simulated(chosen, workers, count)
