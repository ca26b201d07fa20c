"""entente stability: who would gain by leaving, coming in, signing or ending a tie."""

from __future__ import annotations

import click

from entente import options
from scenarios.incoming import MAX_REPLICATES


@click.command("stability", short_help="Find who would gain by leaving, joining or signing.")
@click.option("--designs", metavar="A,B,C", help="Designs to look at; left out: the scenario's.")
@options.scenario
@options.roster
@click.option(
    "--at", metavar="MONTHS", help="YYYY-MM, or several with commas between; left out: the month after the end."
)
@click.option(
    "--window", type=options.WholeNumber(1, 120), default=24, show_default=True, metavar="N",
    help="Months over which welfare is compared.",
)  # fmt: skip
@click.option(
    "--replicates", type=options.WholeNumber(2, MAX_REPLICATES), default=16, show_default=True, metavar="N",
    help="Replicates of each design.",
)  # fmt: skip
@options.seed(None)
@options.workers
@options.as_json
def command(
    designs: str | None,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    at: str | None,
    window: int,
    replicates: int,
    seed: int | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Find who would gain by a deviation: each run again, on the same draws, with one decision forced.

    Members leave, others come in, pairs sign, ties end. Says under which designs the network is pairwise stable in
    that sense, who wants what, and how surely.

    Who comes in does so as a full member. Who would veto an entry is read from who loses by it, not from votes.
    """
    from entente import api
    from entente.compiling import announce
    from entente.console import console, progress
    from results.stability.words import text
    from sim.ensemble.loop import simulate

    announce(simulate)
    with progress(replicates, "designs and replicates") as tell:
        found = api.stability(
            designs, scenario, roster=roster, at=at, window=window, replicates=replicates, seed=seed, workers=workers,
            progress=tell,
        )  # fmt: skip
    if as_json:
        from entente.output import print_json

        print_json(found.to_json())
    else:
        click.echo(text(found, min(console().width, 110)))
