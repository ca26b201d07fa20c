"""entente calibrate: what the observed collaborations say of behaviour, and how far that can be trusted."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options
from entente.streams import keep
from sim.errors import visible

if TYPE_CHECKING:
    from calibration.pipeline import Calibration

SEED = 20241120


@click.command("calibrate", short_help="Fit behaviour to what is on record.")
@click.option("--quick", is_flag=True, help="Small sizes, less than a minute: to try it out.")
@click.option("--until", metavar="DATE", help="Fit to what was on record by then, e.g. 2024-11-20.")
@click.option("--observed", type=click.Path(path_type=Path), metavar="FILE", help="Ties of your own (CSV).")
@options.seed(SEED)
@options.workers
@click.option("--out", metavar="FOLDER", help="Left out: a folder in runs/.")
@click.option("--study", is_flag=True, help="Only which parameters the data can be expected to speak to.")
@click.option("--stored", is_flag=True, help="Show the calibration that is shipped; run nothing.")
@click.option("--write", is_flag=True, help="Ship it: put posterior and diagnostics into the package.")
@options.as_json
@click.pass_context
def command(
    context: click.Context, quick: bool, until: str | None, observed: Path | None, seed: int, workers: int | None,
    out: str | None, study: bool, stored: bool, write: bool, as_json: bool,
) -> None:  # fmt: skip
    """Fit behaviour to the collaborations, membership and joint tests on record, and check the fit.

    Two methods work on one table of simulated pasts. Then it asks what the record can tell at all, whether known values
    are found again, whether the past is foretold, also with each pair left out, and how much hangs on the data and on
    what was assumed. A calibration that was killed goes on when the same command is given again. About five minutes on
    two cores.
    """
    _check(quick, until, observed, study, stored, write)
    _check_stored(context, stored)
    if stored:
        from calibration.shipping import installed

        _show(installed(), None, as_json)
        return
    from calibration.extra import require_extra

    began = time.monotonic()
    require_extra()
    with _work(_size(quick, study), until, observed, seed, options.threads(workers), out) as work:
        about = _run(work, study, began)
        found = {"about": about, "sections": work.sections}
        paths = [] if study else _keep(work, found, write, as_json)
    click.echo(f"{time.monotonic() - began:.0f} s", err=True)
    _show(found, paths, as_json)


def _size(quick: bool, study: bool) -> str:
    return "STUDY" if study else "QUICK" if quick else "DEFAULT"


def _check(quick: bool, until: str | None, observed: Path | None, study: bool, stored: bool, write: bool) -> None:
    if stored and (quick or until or observed or study or write):
        raise click.UsageError("--stored runs nothing: leave out --quick, --until, --observed, --study and --write")
    if write and (quick or until or observed or study):
        raise click.UsageError(
            "--write ships the whole calibration: leave out --quick, --until, --observed and --study"
        )
    if study and quick:
        raise click.UsageError("--study has a size of its own: leave out --quick")


def _check_stored(context: click.Context, stored: bool) -> None:
    given = click.core.ParameterSource.COMMANDLINE
    wrong = [f"--{name}" for name in ("seed", "workers", "out") if context.get_parameter_source(name) == given]
    if stored and wrong:
        raise click.UsageError(f"--stored runs nothing: leave out {', '.join(wrong)}")


@contextmanager
def _work(
    size: str, until: str | None, observed: Path | None, seed: int, workers: int, out: str | None
) -> Iterator[Calibration]:  # fmt: skip
    """A calibration that nobody else works on until the block ends; what it has finished stays when that fails."""
    from calibration import sizes
    from calibration.folder import Folder, check_ours, identity, name_of
    from calibration.pipeline import Calibration
    from calibration.record import happened_until
    from calibration.user_ties import observed_from
    from scenarios.claims import locked
    from scenarios.rosters import load_roster
    from scenarios.stored_files import named
    from sim.months import month_index

    roster, runs, day = load_roster("real"), getattr(sizes, size), _last_day(until)
    seen = observed_from(observed, roster, day) if observed else happened_until(month_index(str(day))).observed
    key = identity(roster, seen, seed, runs, own=observed is not None)
    path = named(out, "out") if out is not None else Path("runs") / name_of(key)
    check_ours(path)
    with locked(path):
        work = Calibration(roster, seen, seed, runs, Folder(path, key), workers, own=observed is not None)
        keep(f"the finished parts are kept in {visible(path)}, and the same command goes on from there")
        yield work


def _last_day(until: str | None) -> datetime.date:
    """Last day of the record that is fitted; InputError for one that the record does not reach."""
    from calibration.forecasting.knowledge import RECORDED_UNTIL, REPORT_DAY, day_of
    from sim.errors import InputError

    if until is None:
        return RECORDED_UNTIL
    day = day_of(until, "until")
    if not REPORT_DAY <= day <= RECORDED_UNTIL:
        raise InputError(
            "outside the record", key="until", value=until, allowed=f"a day from {REPORT_DAY} to {RECORDED_UNTIL}"
        )
    return day


def _run(work: Calibration, study: bool, began: float) -> dict[str, Any]:
    """All sections, or those of the study alone; and what made them."""
    from calibration import pipeline
    from entente.compiling import announce
    from entente.console import parts
    from scenarios.provenance import code_version
    from sim.ensemble.dyads import run_networks

    announce(run_networks)
    with parts() as work.tell:
        if study:
            pipeline.study(work)
        else:
            pipeline.calibrate(work)
    return {
        "made": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "seed": work.seed,
        "shipped": work.sizes.shipped,
        "sizes": vars(work.sizes),
        "seconds": round(time.monotonic() - began),
        "threads": work.threads,
        "version": code_version()["version"],
    }


def _keep(work: Calibration, found: dict[str, Any], write: bool, as_json: bool) -> list[Path]:
    """Write the results, and ship them if that is wanted; if that fails, print at least what they say."""
    from scenarios.stored_files import WriteError

    try:
        paths = [_result(work, found)]
        return _ship(work, found["about"]) if write else paths
    except WriteError:
        _show(found, None, as_json)
        raise


def _result(work: Calibration, found: dict[str, Any]) -> Path:
    from calibration.shipping import draws_text
    from scenarios.stored_files import as_json, write_whole

    path = work.folder.path / "posterior.csv"
    write_whole(path, draws_text(work.posterior, work.sizes.shipped, work.seed))
    write_whole(work.folder.path / "calibration.json", as_json(found))
    return path


def _ship(work: Calibration, about: dict[str, Any]) -> list[Path]:
    from calibration import shipping

    return shipping.install(work.posterior, work.sections, about)


def _show(found: dict[str, Any], paths: list[Path] | None, as_json: bool) -> None:
    if as_json:
        from entente.output import print_json

        print_json(found)
    else:
        from entente import calibration_print

        calibration_print.show(found, paths or [])
