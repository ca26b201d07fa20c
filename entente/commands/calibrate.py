"""entente calibrate: what the observed collaborations say of behaviour, and how far that can be trusted."""

from __future__ import annotations

import datetime
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente import options
from entente.streams import keep

if TYPE_CHECKING:
    from calibration.pipeline import Calibration

SEED = 20241120


@click.command("calibrate")
@click.option("--quick", is_flag=True, help="Everything in small, in less than two minutes: to try it out.")
@click.option("--observed", type=click.Path(path_type=Path), metavar="FILE", help="Ties of your own (CSV).")
@options.seed(SEED)
@click.option("--workers", type=options.WholeNumber(1, 256), metavar="N", help="Threads; left out: all cores.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Left out: a folder in runs/.")
@click.option("--stored", is_flag=True, help="Show the calibration that is shipped; run nothing.")
@click.option("--write", is_flag=True, help="Ship it: put posterior and diagnostics into the package.")
@click.option("--score", is_flag=True, help="With --write: take the test out of time, which counts once.")
@options.as_json
@click.pass_context
def command(
    context: click.Context, quick: bool, observed: Path | None, seed: int, workers: int | None, out: Path | None,
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
    work = _work(quick, observed, seed, workers or os.cpu_count() or 1, out)
    keep(f"its finished parts are kept in {work.folder.path}, and the same command goes on from there")
    about = _run(work, score, began)
    paths = [_result(work, about)]
    if write:
        paths = _ship(work, about)
    click.echo(f"{time.monotonic() - began:.0f} s", err=True)
    _show({"about": about, "sections": work.sections}, paths, as_json)


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


def _work(quick: bool, observed: Path | None, seed: int, workers: int, out: Path | None) -> Calibration:
    from calibration.folder import Folder, identity, name_of
    from calibration.observed import admissible_dyads, observed_network
    from calibration.pipeline import Calibration
    from calibration.sizes import DEFAULT, QUICK
    from calibration.user_ties import observed_from
    from scenarios.rosters import load_roster

    roster, sizes = load_roster("real"), QUICK if quick else DEFAULT
    dyads = admissible_dyads(roster)
    seen = observed_from(observed, roster) if observed else observed_network(dyads, roster.ties)
    key = identity(roster, seen, seed, sizes, own=observed is not None)
    path = out if out is not None else Path("runs") / name_of(key)
    return Calibration(roster, seen, seed, sizes, Folder(path, key), workers, own=observed is not None)


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


def _result(work: Calibration, about: dict[str, Any]) -> Path:
    from calibration.folder import as_text
    from calibration.shipping import draws_text

    path = work.folder.path / "posterior.csv"
    path.write_text(draws_text(work.posterior, work.sizes.shipped, work.seed), encoding="utf-8")
    (work.folder.path / "calibration.json").write_text(
        as_text({"about": about, "sections": work.sections}), encoding="utf-8"
    )
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
