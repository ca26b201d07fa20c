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


@click.command("calibrate")
@click.option("--quick", is_flag=True, help="Small sizes, less than two minutes: to try it out.")
@click.option("--observed", type=click.Path(path_type=Path), metavar="FILE", help="Ties of your own (CSV).")
@options.seed(SEED)
@options.workers
@click.option("--out", metavar="FOLDER", help="Left out: a folder in runs/.")
@click.option("--stored", is_flag=True, help="Show the calibration that is shipped; run nothing.")
@click.option("--write", is_flag=True, help="Ship it: put posterior and diagnostics into the package.")
@click.option("--score", is_flag=True, help="With --write: take the test out of time, which counts once.")
@options.as_json
@click.pass_context
def command(
    context: click.Context, quick: bool, observed: Path | None, seed: int, workers: int | None, out: str | None,
    stored: bool, write: bool, score: bool, as_json: bool,
) -> None:  # fmt: skip
    """Calibrate behaviour against the collaborations observed by November 2024, with diagnostics.

    Two estimators (sequential Monte Carlo with pyABC, and regression on a reference table), simulation-based
    calibration, predictive checks, sensitivity to data and priors, and a test out of time. A calibration that was
    killed goes on where it was when the same command is given again. About eight minutes on two cores.
    """
    _check(quick, observed, stored, write, score)
    _check_stored(context, stored)
    if stored:
        from calibration.shipping import installed

        _show(installed(), None, as_json)
        return
    from calibration.extra import require_extra

    began = time.monotonic()
    require_extra()
    with _work(quick, observed, seed, options.threads(workers), out) as work:
        about = _run(work, score, began)
        found = {"about": about, "sections": work.sections}
        paths = _keep(work, found, write, as_json)
    click.echo(f"{time.monotonic() - began:.0f} s", err=True)
    _show(found, paths, as_json)


def _check(quick: bool, observed: Path | None, stored: bool, write: bool, score: bool) -> None:
    if stored and (quick or observed or write):
        raise click.UsageError("--stored runs nothing: leave out --quick, --observed and --write")
    if write and (quick or observed):
        raise click.UsageError("--write ships the whole calibration: leave out --quick and --observed")
    if score and not write:
        raise click.UsageError("--score is taken with --write only: the test counts once")


def _check_stored(context: click.Context, stored: bool) -> None:
    given = click.core.ParameterSource.COMMANDLINE
    wrong = [f"--{name}" for name in ("seed", "workers", "out") if context.get_parameter_source(name) == given]
    if stored and wrong:
        raise click.UsageError(f"--stored runs nothing: leave out {', '.join(wrong)}")


@contextmanager
def _work(
    quick: bool, observed: Path | None, seed: int, workers: int, out: str | None
) -> Iterator[Calibration]:  # fmt: skip
    """A calibration that nobody else works on until the block ends; what it has finished stays when that fails."""
    from calibration.folder import Folder, check_ours, identity, name_of
    from calibration.observed import admissible_dyads, observed_network
    from calibration.pipeline import Calibration
    from calibration.sizes import DEFAULT, QUICK
    from calibration.user_ties import observed_from
    from scenarios.claims import locked
    from scenarios.rosters import load_roster
    from scenarios.stored_files import named

    roster, sizes = load_roster("real"), QUICK if quick else DEFAULT
    dyads = admissible_dyads(roster)
    seen = observed_from(observed, roster) if observed else observed_network(dyads, roster.ties)
    key = identity(roster, seen, seed, sizes, own=observed is not None)
    path = named(out, "out") if out is not None else Path("runs") / name_of(key)
    check_ours(path)
    with locked(path):
        work = Calibration(roster, seen, seed, sizes, Folder(path, key), workers, own=observed is not None)
        keep(f"the finished parts are kept in {visible(path)}, and the same command goes on from there")
        yield work


def _run(work: Calibration, score: bool, began: float) -> dict[str, Any]:
    """All sections, with the test out of time if it is to be taken; and what made them."""
    from calibration.pipeline import calibrate, scored
    from entente.compiling import announce
    from entente.console import parts
    from scenarios.provenance import code_version
    from sim.ensemble.dyads import run_networks

    announce(run_networks)
    with parts() as work.tell:
        calibrate(work)
        if score:
            work.sections["out_of_time"] = scored(work)
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
