"""entente reproduce: make a stored run again and compare every file with what is stored."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from entente import options
from sim.errors import visible

if TYPE_CHECKING:
    from scenarios.reproduction import Reproduced

UNEQUAL = 1  # exit code where a file differs
SHOWN = 5  # columns of a file that are named, the ones that are furthest apart first


@click.command("reproduce", short_help="Make stored runs again and compare every file.")
@click.argument("folder", metavar="RUN")
@click.option(
    "--engine", type=click.Choice(("ensemble", "reference")), help="Make it with this engine; left out: as it was."
)
@options.workers
@click.option("--allow-rules", is_flag=True, help="Let a run with custom rules run their Python file.")
@options.as_json
def command(folder: str, engine: str | None, workers: int | None, allow_rules: bool, as_json: bool) -> None:
    """Make stored runs or a sweep again, and compare every file.

    All that is needed stands in the folder RUN: scenario, roster, seed, designs, and the draws where their posterior is
    not here. It says which files are equal to the byte, how far numbers are apart in the others, and what differs in
    version, libraries and machine. The exit code is 0 if all are equal, 1 if not. RUN itself is not touched.
    """
    from entente import api
    from entente.compiling import announce
    from entente.console import progress
    from sim.ensemble.reduction import run_many

    if engine != "reference":
        announce(run_many)
    with progress(1) as count:  # how many there are the first of them says
        found = api.reproduce(folder, engine=engine, workers=workers, progress=count, allow_rules=allow_rules)
    if as_json:
        from entente.output import print_json

        print_json(as_data(found))
    else:
        _tell(found)
    if not found.equal:
        click.get_current_context().exit(UNEQUAL)


def as_data(found: Reproduced) -> dict[str, object]:
    """What was found, as plain data; a difference that is no number is null."""
    files = [
        {"file": f.name, "equal": f.equal, "verdict": f.verdict, "note": f.note,
         "largest_relative_difference": dict(f.largest)}
        for f in found.files
    ]  # fmt: skip
    changed = [{"what": c.what, "then": c.then, "now": c.now} for c in found.changed]
    return {"equal": found.equal, "engine": found.engine, "files": files, "changed": changed, "notes": found.notes}


def _tell(found: Reproduced) -> None:
    """Print what was found."""
    click.echo(f"{visible(found.folder)}, made again by the {found.engine}:")
    room = max(len(file.name) for file in found.files)
    for file in found.files:
        click.echo(f"  {file.name:<{room}}  {file.verdict}" + (f" ({visible(file.note)})" if file.note else ""))
        ranked = sorted(file.largest.items(), key=lambda pair: -pair[1])
        for name, size in ranked[:SHOWN]:
            said = f"{size:.2g} of the number" if math.isfinite(size) else "not the same, or not there"
            click.echo(f"  {'':<{room}}    {name}: {said}")
        if len(ranked) > SHOWN:
            click.echo(f"  {'':<{room}}    and {len(ranked) - SHOWN} more columns")
    for note in found.notes:
        click.echo(f"Note: {visible(note)}.")
    if found.changed:
        click.echo("Made with other things than then:")
        for each in found.changed:
            click.echo(f"  {each.what}: {visible(each.then)} then, {visible(each.now)} now")
    else:
        click.echo("Code, libraries and machine are as they were.")
    click.echo("Equal to the byte." if found.equal else "Not equal to the byte.")
