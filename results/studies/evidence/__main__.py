"""`python -m results.studies.evidence`: measure the effects of the evidence rows anew and write them down."""

from __future__ import annotations

import click

from results.evidence import claims
from results.studies import command
from results.studies.evidence.measure import EFFECTS, REPLICATES, effect_rows, experiments, write_effects
from scenarios import ending
from sim.errors import EntenteError, InputError


@click.command()
@click.option("--rows", default="", metavar="ID,ID", help="Which rows; left out: all that have experiments.")
@click.option("--replicates", type=click.IntRange(1), default=REPLICATES, show_default=True, help="Pairs of runs.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--dry-run", is_flag=True, help="Print what is found and write nothing.")
def main(rows: str, replicates: int, workers: int, dry_run: bool) -> None:
    """Run the experiments of the evidence rows on paired replicates and write results/data/effects.csv."""
    try:
        asked = _asked([part.strip() for part in rows.split(",") if part.strip()])
    except EntenteError as error:
        raise click.UsageError(str(error)) from error
    found = effect_rows(asked, replicates, workers, _progress)
    for row in found:
        line = f"{row['id']:5} {row['status']:15} {row['effect']:>10} [{row['low']}, {row['high']}]"
        click.echo(f"{line}  {row['outcome']}: {row['part']} (share {row['share']}, ties {row['ties']}/{row['pairs']})")
    if not dry_run:
        write_effects(found, list(claims()))
        click.echo(f"Wrote {len(found)} effects to {EFFECTS.name}.", err=True)


def _asked(ids: list[str]) -> list:
    chosen = experiments()
    known = list(dict.fromkeys(experiment.row for experiment in chosen))
    for key in ids:
        if key not in known:
            raise InputError("no experiment for this row", key="--rows", value=key, choices=known)
    return [experiment for experiment in chosen if not ids or experiment.row in ids]


def _progress(done: int, total: int) -> None:
    if done == total or done % 50 == 0:
        click.echo(f"{done} of {total} runs", err=True)


if __name__ == "__main__":
    ending.leave(command.run(main))
