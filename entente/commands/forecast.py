"""entente forecast: dated probabilities of ties, joins and exits; and an earlier forecast against what happened."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import click

from entente import options
from entente.streams import keep
from scenarios import ending

ONLY_SCORING = ("ledger", "known_until")
NOT_SCORING = ("as_of", "until", "everybody", "observed", "runs", "seed", "workers", "out")


@click.command("forecast", short_help="Foretell ties, joins and exits, or score a forecast.")
@click.option("--as-of", default="2025-12-31", show_default=True, metavar="DATE", help="Nothing later is known.")
@click.option("--until", default="2026-12-31", show_default=True, metavar="DATE", help="Its month is the last one.")
@click.option("--all", "everybody", is_flag=True, help="All pairs, not only the 75 of the record.")
@click.option("--observed", type=click.Path(path_type=Path), metavar="FILE", help="Your own ties known by then (CSV).")
@click.option(
    "--runs", type=options.WholeNumber(24, 200_000), metavar="N", help="At most so many runs; left out: 2400."
)
@options.seed(1)
@options.workers
@click.option("--out", metavar="FOLDER|FILE", help="A folder or a .json file; left out: a new folder in runs/.")
@click.option(
    "--score", "events", type=click.Path(path_type=Path), metavar="EVENTS", help="Score a ledger: what happened (CSV)."
)
@click.option("--ledger", metavar="FOLDER", help="The ledger to score; left out: the newest in runs/.")
@click.option(
    "--known-until", metavar="DATE", help="Until when EVENTS is complete; left out: its latest date, if it has one."
)
@options.as_json
@click.pass_context
def command(
    context: click.Context,
    as_of: str,
    until: str,
    everybody: bool,
    observed: Path | None,
    runs: int | None,
    seed: int,
    workers: int | None,
    out: str | None,
    events: Path | None,
    ledger: str | None,
    known_until: str | None,
    as_json: bool,
) -> None:
    """Foretell which pairs sign a first tie, who joins the network and who leaves it, month by month.

    Writes a ledger with dated probabilities and the version that made them. --score EVENTS.csv (columns date, actor_a,
    actor_b, and event: tie, join or exit) holds an earlier ledger against what happened since.
    """
    _check_together(context, events is not None)
    if events is not None:
        _score(events, ledger, known_until, as_json)
    else:
        _forecast(as_of, until, everybody, observed, runs, seed, workers, out, as_json)


def _check_together(context: click.Context, scoring: bool) -> None:
    given = click.core.ParameterSource.COMMANDLINE
    wrong = [name for name in (NOT_SCORING if scoring else ONLY_SCORING) if context.get_parameter_source(name) == given]
    if wrong:
        flags = [p.opts[0] for p in context.command.params if p.name in wrong]
        rule = "--score runs nothing: leave out" if scoring else "only with --score:"
        raise click.UsageError(f"{rule} {', '.join(flags)}")


def _forecast(
    as_of: str, until: str, everybody: bool, observed: Path | None, runs: int | None, seed: int, workers: int | None,
    out: str | None, as_json: bool,
) -> None:  # fmt: skip
    from calibration.forecasting import forecast, ledger, ledger_files
    from calibration.forecasting.draws_in_use import draws_in_use
    from calibration.forecasting.knowledge import day_of, known_on
    from calibration.user_ties import read_ties
    from entente.compiling import announce
    from entente.console import progress
    from sim.ensemble.loop import simulate
    from sim.errors import visible

    began, day = time.monotonic(), day_of(as_of, "as-of")
    own = None if observed is None else read_ties(observed, day)
    known = known_on(day, own, visible(observed.name) if observed is not None else "")
    end = forecast.last_month(known, day_of(until, "until"))
    now = datetime.datetime.now(datetime.UTC)
    runs = runs or forecast.RUNS
    with ledger_files.place_for(out, now) as path:
        announce(simulate)
        with progress(runs) as tell:
            found = forecast.forecast(known, end, draws_in_use(), seed, runs, options.threads(workers), everybody, tell)
        data = ledger.ledger(found)
        made = {"made": now.isoformat(timespec="seconds"), "seconds": round(time.monotonic() - began, 1)}
        _keep(data, made, path, as_json)
    _show(data, path, as_json)


def _keep(data: dict[str, Any], made: dict[str, Any], path: Path, as_json: bool) -> None:
    """Write the ledger; if that fails, print at least what it says."""
    from calibration.forecasting.ledger_files import write_ledger
    from scenarios.stored_files import WriteError
    from sim.errors import visible

    try:
        with ending.shielded():
            write_ledger(data | {"run": made}, path)
    except WriteError:
        _show(data, None, as_json)
        click.echo("The ledger could not be kept: what is printed is all there is of it.", err=True)
        raise
    keep(f"the forecast is kept in {visible(path)}")


def _show(data: dict[str, Any], path: Path | None, as_json: bool) -> None:
    from calibration.forecasting.ledger import section

    if as_json:
        from entente.output import print_json

        print_json(data | {"path": None if path is None else str(path)})
    else:
        from entente import forecast_print

        forecast_print.forecast(section(data), data["months"], data["ties"] + data["changes"], path)


def _score(events: Path, ledger: str | None, known_until: str | None, as_json: bool) -> None:
    from calibration.forecasting.ledger_events import read_events
    from calibration.forecasting.ledger_files import latest_ledger, load_ledger
    from calibration.forecasting.ledger_scores import score

    made = load_ledger(ledger if ledger is not None else latest_ledger())
    found = score(made, read_events(events, made, known_until))
    if as_json:
        from entente.output import print_json

        print_json(found)
    else:
        from entente import forecast_print

        forecast_print.score(found)
