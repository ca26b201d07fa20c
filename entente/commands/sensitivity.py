"""entente sensitivity: what an outcome, or the difference between two designs, depends on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from entente import options
from entente.streams import keep
from scenarios import ending
from scenarios.incoming import MAX_REPLICATES
from sim.errors import visible

if TYPE_CHECKING:
    from results.sensitivity.study import Asked, Sensitivity


@click.command("sensitivity", short_help="Say what a result depends on, chance included.")
@click.option("--design", default="rotating", show_default=True, metavar="DESIGN", help="The design that is looked at.")
@click.option("--against", metavar="DESIGN", help="Look at the difference from this design, on the same draws.")
@click.option(
    "--method", default="sobol", show_default=True, metavar="sobol|morris", help="Shares of variance; effects."
)
@click.option("--outcome", "outcomes", multiple=True, metavar="OUTCOME", help="Left out: the headline outcomes.")
@click.option(
    "--inputs", metavar="A,B,C",
    help="Parameters, q:<field> (quantiles), fields of designs; or drawn, fixed, uncertain, quantiles.",
)  # fmt: skip
@click.option(
    "--size", type=options.WholeNumber(2), metavar="N",
    help="Rows of Saltelli's matrices, a power of two [512]; or Morris' trajectories [30].",
)  # fmt: skip
@click.option("--second", is_flag=True, help="Sobol: what pairs of inputs do together; twice the runs.")
@click.option(
    "--replicates", type=options.WholeNumber(1, MAX_REPLICATES), default=1, show_default=True, metavar="N",
    help="Streams of random numbers over which each point is averaged.",
)  # fmt: skip
@options.scenario
@options.roster
@options.months
@options.seed(None)
@options.workers
@click.option("--out", metavar="FOLDER", help="Where results go; left out: a new folder in runs/.")
@options.as_json
def command(
    design: str,
    against: str | None,
    method: str,
    outcomes: tuple[str, ...],
    inputs: str | None,
    size: int | None,
    second: bool,
    replicates: int,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    seed: int | None,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Say what a result depends on: all inputs over their ranges, and chance.

    Sobol: the share of an outcome's variance that each input explains by itself, and together with others. Morris: how
    far each input moves it from one end of its range to the other. Random numbers count as one input
    ('draws'), and so does what was fitted ('behaviour', the row of the posterior).

    `entente screening` asks another question: whether each number of the model does anything, one at a time.
    """
    from entente import api
    from results.sensitivity.files import KIND
    from results.sensitivity.study import ask
    from scenarios.claims import claim_for
    from scenarios.store import default_folder

    chosen = api.prepare(scenario, roster=roster, months=months, seed=seed)
    words = None if inputs is None else [word for word in inputs.split(",") if word.strip()]
    asked = ask(chosen, design, against, method, outcomes or None, words, size, second, replicates)
    default = default_folder("sensitivity", asked.space.scenario)
    with claim_for(out, default, KIND, asked.check_folder) as folder:
        found = _run(asked, folder, workers)
        _keep(found, folder, as_json)
        _show(found, folder, as_json)


def _run(asked: Asked, folder: Path, workers: int | None) -> Sensitivity:
    """Make the runs; an interruption leaves those that are finished in the folder."""
    from entente.compiling import announce
    from entente.console import progress
    from results.sensitivity.study import run
    from scenarios.parts import PLAN
    from sim.ensemble.reduction import run_many

    announce(run_many)
    try:
        with progress(asked.points * asked.replicates, "points") as tell:
            return run(asked, workers, tell, folder)
    except KeyboardInterrupt:
        if (folder / PLAN).is_file():
            keep(f"the runs that are finished are kept in {visible(folder)}; the same command goes on with them")
        raise


def _keep(found: Sensitivity, folder: Path, as_json: bool) -> None:
    """Store the analysis; if that fails, print at least what it says."""
    from scenarios.stored_files import WriteError

    try:
        with ending.shielded():
            found.save(folder)
    except WriteError:
        _show(found, None, as_json)
        click.echo("The analysis could not be kept: what is printed is all there is of it.", err=True)
        raise
    keep(f"the analysis is kept in {visible(folder)}")
    ending.hear_again()


def _show(found: Sensitivity, folder: Path | None, as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(found.to_json() | {"folder": None if folder is None else str(folder), "seconds": found.seconds})
    else:
        from entente import sensitivity_print

        sensitivity_print.show(found, folder)
