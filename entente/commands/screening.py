"""entente screening: which parameter and which design field moves which outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from entente import options

COLUMNS = ("name", "kind", "range", "verdict", "outcomes moved", "moves most")


@click.command("screening", short_help="Vary every number over its range: what moves what.")
@click.option("--quick", is_flag=True, help="Two replicates instead of 24: only large effects show.")
@click.option("--stored", is_flag=True, help="Show the stored table; run nothing.")
@click.option(
    "--replicates",
    type=options.WholeNumber(2, 200),
    metavar="N",
    help="Number of replicates; each runs every factor at both ends.",
)
@options.scenario
@options.workers
@click.option("--write", is_flag=True, help="Write results/data/screening.csv and docs/screening.md.")
@options.as_json
def command(
    quick: bool,
    stored: bool,
    replicates: int | None,
    scenario: str,
    allow_rules: bool,
    workers: int | None,
    write: bool,
    as_json: bool,
) -> None:
    """Vary every parameter and design field over its range, one at a time: what moves which outcome.

    Effects are in standard deviations of the outcome over the draws of behaviour, on paired draws. Takes about half
    a minute on two cores.
    """
    from results.studies.screening import study, text

    if stored and (quick or write or replicates):
        raise click.UsageError("--stored runs nothing: leave out --quick, --replicates and --write")
    if stored:
        found = study.stored()
    else:
        found = _run(replicates or (study.QUICK if quick else study.REPLICATES), scenario, workers)
    if as_json:
        from entente.output import print_json

        print_json({"about": found.about, "factors": text.summary(found)})
    else:
        _show(text.summary(found), found.about)
    if write:
        found.save()
        _page(text.page(found))


def _run(replicates: int, scenario: str, workers: int | None) -> Any:
    from entente.compiling import announce
    from entente.console import progress
    from results.studies.screening import study
    from sim.ensemble.loop import simulate

    announce(simulate)
    with progress(replicates) as tell:
        return study.study(
            replicates=replicates,
            scenario=scenario,
            workers=options.threads(workers),
            progress=lambda share: tell(int(share * replicates), replicates),
        )


def _page(text: str) -> None:
    """The page of the documentation, where there is one (not in an installed package)."""
    from scenarios.stored_files import write_whole

    folder = Path(__file__).parents[2] / "docs"
    if folder.is_dir():
        write_whole(folder / "screening.md", text)


def _show(rows: list[dict[str, Any]], about: dict[str, Any]) -> None:
    from entente import listing
    from results.studies.screening.effects import MOVES
    from results.studies.screening.text import told

    click.echo(
        f"{about['runs']} runs: {about['replicates']} replicates of '{about['scenario']}', seed {about['seed']}, under "
        f"{' and '.join(about['designs'])}."
    )
    click.echo("Moves of the low and the high end against the middle, in standard deviations over the draws.\n")
    plain = [row | {"moves most": "; ".join(told(top) for top in row["moves most"][:2])} for row in rows]
    listing.show_list(plain, COLUMNS, False)
    silent = [row["name"] for row in rows if row["verdict"] != MOVES]
    click.echo(f"\n{len(silent)} of {len(rows)} move nothing clearly: {', '.join(silent) or 'none'}")
