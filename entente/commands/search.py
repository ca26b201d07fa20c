"""entente search: hybrids of designs that dominate the named ones, checked on fresh seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from entente import options
from scenarios.incoming import MAX_REPLICATES

if TYPE_CHECKING:
    from results.search.found import Size


@click.command("search", short_help="Look for hybrids that dominate the named designs.")
@click.option("--designs", metavar="A,B,C", help="Designs to start from and to dominate; left out: the scenario's.")
@click.option("--over", metavar="A,B,C", help="Designs to dominate, if not all of them.")
@options.scenario
@options.roster
@options.months
@options.seed(None)
@options.workers
@click.option("--outcomes", metavar="A,B,C", help="Outcomes to judge by; left out: the headline outcomes.")
@click.option("--also", metavar="FIELD,...", help="Fields to search besides, such as fast_lane.")
@click.option("--without", metavar="FIELD,...", help="Fields not to search.")
@click.option("--population", type=options.WholeNumber(4, 1000), default=40, show_default=True, metavar="N",
              help="Designs a generation.")  # fmt: skip
@click.option("--generations", type=options.WholeNumber(1, 1000), default=25, show_default=True, metavar="N",
              help="Number of generations.")  # fmt: skip
@click.option("--replicates", type=options.WholeNumber(8, MAX_REPLICATES), default=48, show_default=True, metavar="N",
              help="Replicates in the search.")  # fmt: skip
@click.option("--check-replicates", type=options.WholeNumber(20, MAX_REPLICATES), default=1000, show_default=True,
              metavar="N", help="Replicates in the check, under another seed.")  # fmt: skip
@options.as_json
def command(
    designs: str | None,
    over: str | None,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    seed: int | None,
    workers: int | None,
    outcomes: str | None,
    also: str | None,
    without: str | None,
    population: int,
    generations: int,
    replicates: int,
    check_replicates: int,
    as_json: bool,
) -> None:
    """Search the structure of designs for hybrids that dominate the named ones.

    Who holds the secretariat, rotation, admission, tiers, dues, mandate: choices that have a gain and a cost in the
    model. All other fields stay as in the base. What is found is checked in other replicates, with intervals against
    every design. Takes a few minutes on two cores.
    """
    from entente import api
    from results.search.found import Size
    from scenarios.designs import split_designs

    chosen = api.prepare(scenario, roster=roster, designs=designs, months=months, seed=seed)
    targets = None if over is None else split_designs(over, chosen.load_roster())
    size = Size(population, generations, replicates, check_replicates)
    found = _run(chosen, outcomes, targets, also, without, size, workers)
    if as_json:
        from entente.output import print_json

        print_json(found.to_json())
    else:
        from entente.search_print import show

        show(found)


def _run(chosen, outcomes, targets, also, without, size: Size, workers):  # type: ignore[no-untyped-def]
    from entente.compiling import announce
    from entente.console import progress
    from results.search.search import search
    from sim.ensemble.reduction import run_many

    announce(run_many)
    with progress(size.population * size.generations, "designs") as bar:
        return search(
            chosen, options.names(outcomes), targets, options.names(also) or (), options.names(without) or (), size,
            workers, lambda part, done, of: bar(done, of),
        )  # fmt: skip
