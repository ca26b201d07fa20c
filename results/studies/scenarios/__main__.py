"""`python -m results.studies.scenarios`: measure what was expected of the scenarios anew and write it down."""

from __future__ import annotations

import click

from results.studies import command
from results.studies.scenarios import drill, measure
from scenarios import ending
from scenarios.schema import Scenario, list_scenarios, load_scenario
from sim.errors import EntenteError


@click.command()
@click.option("--scenarios", default="", metavar="NAME,NAME", help="Which ones; left out: all that ship.")
@click.option(
    "--replicates", type=click.IntRange(1), default=measure.REPLICATES, show_default=True, help="Pairs of runs."
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Threads.")
@click.option("--dry-run", is_flag=True, help="Print what is found and write nothing.")
def main(scenarios: str, replicates: int, workers: int, dry_run: bool) -> None:
    """Run the scenarios and their baselines on paired replicates and write results/data/scenarios."""
    try:
        asked = _asked([part.strip() for part in scenarios.split(",") if part.strip()])
        found = measure.effect_rows(asked, replicates, workers, _progress)
    except EntenteError as error:
        raise click.UsageError(str(error)) from error
    for row in found:
        line = (
            f"{row['scenario']:18} {row['number']} {row['status']:15} {row['effect']:>11} [{row['low']}, {row['high']}]"
        )
        click.echo(f"{line}  {row['outcome']}, {row['design']} ({row['finding']}; ties {row['ties']}/{row['pairs']})")
    drilled = measure.recovery_rows(replicates, workers) if drill.SCENARIO in {s.name for s in asked} else []
    for row in drilled:
        click.echo("  ".join(f"{name} {row[name]}" for name in drill.COLUMNS))
    if not dry_run:
        measure.write_effects(found)
        if drilled:
            measure.write_recovery(drilled)
        click.echo(f"Wrote {len(found)} effects to {measure.EFFECTS.name}.", err=True)


def _asked(names: list[str]) -> list[Scenario]:
    return [load_scenario(name) for name in names] if names else list_scenarios()


def _progress(done: int, total: int) -> None:
    if done == total or done % 500 == 0:
        click.echo(f"{done} of {total} replicates", err=True)


if __name__ == "__main__":
    ending.leave(command.run(main))
