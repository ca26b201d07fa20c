"""The whole calibration: two estimators side by side, then what they are worth. Finished parts are kept."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from calibration.blas import one_thread, single
from calibration.choice import CALIBRATED
from calibration.diagnostics import agreement, identify, leave_out, predictive, priors, recovery
from calibration.diagnostics.variants import variants
from calibration.estimators import regression, smc
from calibration.estimators.regression import Regression
from calibration.estimators.smc_model import NetworkModel
from calibration.estimators.table import Table, build_table
from calibration.folder import Folder, Section
from calibration.observed import Observed
from calibration.out_of_time import section as out_of_time
from calibration.out_of_time.in_sample import left_out_weights
from calibration.out_of_time.verdicts import SCORED, read_stamp
from calibration.posterior import Posterior
from calibration.simulator import Simulator
from calibration.sizes import Sizes
from calibration.statistics import NAMES, observed_statistics
from scenarios import ending, pools
from sim.errors import EntenteError
from sim.roster import Roster

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

Tell = Callable[[str, int, int], None]  # part, done, of how many
CARLO, TABLE = "sequential Monte Carlo", "reference table"


def _silent(part: str, done: int, of: int) -> None:
    """Tell nobody."""


def _nothing() -> None:
    """Nothing goes on elsewhere."""


@dataclass
class Calibration:
    """One calibration at work. ``sections`` fill up; each is what its module's ``section`` returns.

    own : the ties are a user's. Other readings of the report's rows and the test out of time are then left out.
    """

    roster: Roster
    observed: Observed
    seed: int
    sizes: Sizes
    folder: Folder
    threads: int
    tell: Tell = _silent
    own: bool = False
    check: Callable[[], None] = _nothing  # raises what went wrong elsewhere meanwhile
    sections: dict[str, Section] = field(default_factory=dict)

    @cached_property
    def simulator(self) -> Simulator:
        """Runs from the origin to the cut-off."""
        return Simulator(self.roster, self.observed.dyads, self.seed)

    @cached_property
    def statistics(self) -> np.ndarray:
        """(S,) what was observed."""
        return observed_statistics(self.observed)

    @cached_property
    def table(self) -> Table:
        """The reference table."""
        tell = partial(self.tell, TABLE)
        folder = self.folder.path / "table"
        return build_table(self.simulator, self.sizes.table, self.observed.timed, folder, self.threads, tell)

    @cached_property
    def second(self) -> Regression:
        """The second estimator, fitted to the table."""
        return Regression().fit(self.table)

    @cached_property
    def first(self) -> smc.Result:
        """The first estimator's result, from where it stands."""
        model = NetworkModel(self.simulator, self.observed.timed, self.threads)
        return smc.run(model, self.statistics, schedule(self.sizes), self.seed, self.folder.path / "smc",
                       watch=partial(_watched, self.tell))  # fmt: skip

    @property
    def posterior(self) -> Posterior:
        """The posterior: that of the first estimator."""
        return self.first.posterior

    def part(self, name: str, make: Callable[[], Section], file: str = "") -> None:
        """Make a section, or take it from the folder (from ``file``, if it is not called like the section)."""
        self.tell(name, 0, 1)
        self.sections[name] = self.folder.part(file or name, make)
        self.tell(name, 1, 1)
        self.check()


def schedule(sizes: Sizes) -> smc.Schedule:
    """How long sequential Monte Carlo runs."""
    return smc.Schedule(population=sizes.population, pilot=sizes.pilot, simulations=sizes.simulations)


@single
def calibrate(work: Calibration) -> dict[str, Section]:
    """All sections, in the order of the page; what is there already is not made again."""
    with _beside(work):
        work.part("data", lambda: data_section(work.observed))
        work.part("identify", lambda: identify.section(work.table, work.statistics, work.seed))
        work.part("regression", lambda: regression.section(work.second, work.statistics))
        work.part("recovery", lambda: _recovery(work))
        work.part("recovery_like", lambda: _recovery_like(work))
        work.part("leave_out", lambda: _leave_out(work))
    work.part("smc", lambda: smc.section(work.first, NAMES))
    work.part("agreement", lambda: _agreement(work))
    work.part("priors", lambda: priors.section(work.posterior))
    sizes = work.sizes
    work.part("predictive", lambda: predictive.section(
        work.posterior, work.simulator, work.observed, sizes.predictive, sizes.prior, work.seed, work.threads
    ))  # fmt: skip
    if not work.own:
        stamp = read_stamp()  # with scores once the test was taken
        work.part("out_of_time", lambda: _out_of_time(work), "out_of_time" if stamp is None else f"scored-{stamp.date}")
    return work.sections


def data_section(observed: Observed) -> Section:
    """What is fitted.

    Keys: 'dyads', 'office_dyads', 'firm_dyads', 'tied', 'undated' (names), 'statistics' {name: observed}, 'parameters'.
    """
    dyads, undated = observed.dyads, np.flatnonzero(~observed.timed)
    return {
        "dyads": len(dyads),
        "office_dyads": int((~dyads.with_firm).sum()),
        "firm_dyads": int(dyads.with_firm.sum()),
        "tied": int(observed.tied.sum()),
        "undated": [dyads.names[k] for k in undated],
        "statistics": dict(zip(NAMES, observed_statistics(observed).tolist(), strict=True)),
        "parameters": list(CALIBRATED),
    }


def _recovery(work: Calibration) -> Section:
    found = recovery.recover(work.table, work.sizes.recovered, seed=work.seed)
    return recovery.section(found, work.second.posterior(work.statistics))


def _recovery_like(work: Calibration) -> Section:
    found = recovery.recover(work.table, work.sizes.recovered, seed=work.seed, like=work.statistics)
    return recovery.section(found, estimator="regression, on the data sets most like the observed one")


def _agreement(work: Calibration) -> Section:
    passed = {row["name"]: bool(row["uniform"]) for row in work.sections["recovery"]["parameters"]}
    second = work.second.posterior(work.statistics)
    return agreement.section(work.posterior, second, calibrated={"regression": passed})


def _leave_out(work: Calibration) -> Section:
    others = () if work.own else variants(work.observed)
    return leave_out.of_table(work.table, work.observed, others, rows=work.sizes.refitted, threads=work.threads)


@single
def scored(work: Calibration) -> Section:
    """The section out of time with the test taken now; InputError if it was taken before."""
    return out_of_time.score_once(work.posterior, work.roster, work.seed, *_of_test(work))


def _out_of_time(work: Calibration) -> Section:
    size, stamp, left_out = _of_test(work)
    return out_of_time.section(work.posterior, work.roster, work.seed, size, stamp, left_out)


def _of_test(work: Calibration) -> tuple[out_of_time.Size, Path, tuple[np.ndarray, np.ndarray]]:
    sizes = work.sizes
    size = out_of_time.Size(sizes.forecast, sizes.worlds, sizes.resamples, work.threads)
    table = leave_out.first_runs(work.table, sizes.refitted)
    weights = left_out_weights(leave_out.without(table, work.observed), table.numbers, len(work.observed.dyads))
    return size, SCORED, (table.held, weights)


# ---- sequential Monte Carlo in a process of its own --------------------------------------------------------------
@contextmanager
def _beside(work: Calibration) -> Any:
    """Run sequential Monte Carlo on a core of its own meanwhile; with one thread it runs when it is asked for."""
    if work.threads < 2 or (work.folder.path / "smc.json").exists() or not pools.may_start():
        yield
        return
    context = multiprocessing.get_context("spawn")
    news: Queue[Any] = context.Queue()
    process = context.Process(target=_carlo, args=(_alone(work), news), daemon=True)
    everything = work.threads
    try:
        with ending.shielded():
            process.start()
        listener = _Listener(news, work.tell)
        work.threads, work.check = everything - 1, listener.complain
        yield
        process.join()
        listener.done(process.exitcode)
    finally:
        work.threads, work.check = everything, _nothing
        if process.pid is not None and process.is_alive():
            process.kill()  # it reacts to nothing else; its folder holds what it has finished


def _alone(work: Calibration) -> Calibration:
    """The same work for another process, silent; it uses all threads when the parts beside it are finished."""
    return Calibration(work.roster, work.observed, work.seed, work.sizes, work.folder, work.threads)


def _carlo(work: Calibration, news: Queue[Any]) -> None:
    """What the other process does: its result stays in the folder, where the parent finds it."""
    ending.as_worker()  # if the parent is killed, whoever goes on must find nobody at work
    work.tell = lambda part, done, of: news.put((part, done, of))
    try:
        with one_thread():
            _ = work.first
        news.put(None)
    except Exception as error:
        news.put(error if isinstance(error, EntenteError) else f"{type(error).__name__}: {error}")


class _Listener:
    """Passes on what the other process says, and keeps its mistake."""

    def __init__(self, news: Queue[Any], tell: Tell) -> None:
        self.news, self.tell, self.mistake = news, tell, None
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while isinstance(said := self.news.get(), tuple):
            self.tell(*said)
        self.mistake = said

    def done(self, exitcode: int | None) -> None:
        """Raise what went wrong over there."""
        if exitcode == 0:
            self.thread.join(timeout=10)
        self.complain()
        if exitcode != 0:
            raise EntenteError(f"{CARLO} failed (its process ended with {exitcode})")

    def complain(self) -> None:
        """Raise the mistake that was told, if there was one."""
        if isinstance(self.mistake, EntenteError):
            raise self.mistake
        if self.mistake is not None:
            raise EntenteError(f"{CARLO} failed ({self.mistake})")


def _watched(tell: Tell, seen: smc.Progress) -> None:
    tell(f"{CARLO}, generation {seen.generation + 1}, threshold {seen.epsilon:.3g}", seen.simulations, seen.budget)
