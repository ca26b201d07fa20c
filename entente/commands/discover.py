"""entente discover: where one design beats another, and what would reverse their order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from entente import options
from entente.streams import keep
from sim.errors import InputError, visible

if TYPE_CHECKING:
    from results.discovery.discover import Size
    from results.discovery.found import Discovery
    from scenarios.schema import Scenario


@click.command("discover", short_help="Say in which futures one design beats another.")
@click.argument("folder", required=False)
@click.option("--a", "first", required=True, metavar="DESIGN", help="The design that is to be better.")
@click.option("--b", "second", required=True, metavar="DESIGN", help="The design that it is held against.")
@click.option("--outcome", required=True, metavar="OUTCOME", help="The outcome, as in `entente outcomes`.")
@options.scenario
@options.roster
@options.months
@click.option("--points", type=options.WholeNumber(100, 50_000), default=2000, show_default=True, metavar="N",
              help="Points of the Latin hypercube.")  # fmt: skip
@click.option("--streams", type=options.WholeNumber(1, 100), default=2, show_default=True, metavar="N",
              help="Streams of random numbers a point; 2 or more tell how much is chance.")  # fmt: skip
@click.option("--apart", is_flag=True, help="Let the fields of the two designs vary by themselves, not together.")
@click.option("--no-flip", is_flag=True, help="Do not look for the change that reverses the order.")
@options.seed(None)
@options.workers
@click.option("--out", metavar="FOLDER", help="Write report, numbers, sample and figure into a folder.")
@options.as_json
def command(
    folder: str | None,
    first: str,
    second: str,
    outcome: str,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    points: int,
    streams: int,
    apart: bool,
    no_flip: bool,
    seed: int | None,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Say in which futures one design beats another, and the smallest change that reverses their order.

    FOLDER is a finished run of `entente compare` whose replicates are looked at; without it, both designs are run at
    the points of a wide Latin hypercube over all that is uncertain. Takes a few minutes on two cores.
    """
    from entente import api
    from results.discovery.discover import Size

    chosen = api.prepare(scenario, roster=roster, months=months, seed=seed)
    if folder is not None and chosen != api.prepare():
        raise InputError("a folder has a scenario of its own", key="FOLDER", value=folder,
                         allowed="a folder without --scenario, --roster, --months and --seed")  # fmt: skip
    size = Size(points, streams)
    if out is None:
        found = _run(chosen, first, second, outcome, folder, size, not no_flip, workers, apart)
    else:
        from results.discovery.store import claim_folder

        with claim_folder(out) as path:
            found = _run(chosen, first, second, outcome, folder, size, not no_flip, workers, apart)
            _write(found, path)
    _show(found, as_json)


def _run(
    chosen: Scenario, first: str, second: str, outcome: str, folder: str | None, size: Size, flip: bool,
    workers: int | None, apart: bool,
) -> Discovery:  # fmt: skip
    from entente.compiling import announce
    from entente.console import parts
    from results.discovery.discover import discover
    from sim.ensemble.reduction import run_many

    announce(run_many)
    with parts() as tell:
        return discover(chosen, first, second, outcome, folder, size, flip, workers, tell, apart)


def _write(found: Discovery, path: Path) -> None:
    from entente.output import plain
    from results.discovery.store import write

    write(found, path, plain(found.to_json()))
    keep(f"the discovery is kept in {visible(path)}")


def _show(found: Discovery, as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(found.to_json())
    else:
        from entente.discover_print import show

        show(found)
