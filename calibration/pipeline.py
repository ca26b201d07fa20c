"""The whole calibration: two estimators on one table of runs, then what they are worth. Finished parts are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from calibration.blas import single
from calibration.diagnostics import agreement, identify, leave_out, predictive, priors, recovery, scales
from calibration.diagnostics.variants import variants
from calibration.estimators import kernel, regression
from calibration.estimators.regression import Regression
from calibration.estimators.table import Table, build_table
from calibration.folder import Folder, Section
from calibration.observed import Observed
from calibration.past import LAST
from calibration.posterior import Posterior
from calibration.record import happened_until
from calibration.simulator import Simulator
from calibration.sizes import Sizes
from calibration.statistics import observed_statistics, statistics_until
from sim.months import month_label
from sim.roster import Roster

Tell = Callable[[str, int, int], None]  # part, done, of how many
TABLE = "reference table"


def _silent(part: str, done: int, of: int) -> None:
    """Tell nobody."""


@dataclass
class Calibration:
    """One calibration at work. ``sections`` fill up; each is what its module's ``section`` returns.

    own : the ties are a user's. Other readings of the record are then left out.
    """

    roster: Roster
    observed: Observed
    seed: int
    sizes: Sizes
    folder: Folder
    threads: int
    tell: Tell = _silent
    own: bool = False
    sections: dict[str, Section] = field(default_factory=dict)

    @cached_property
    def simulator(self) -> Simulator:
        """Runs from the origin to the end of the record."""
        return Simulator(self.roster, self.observed.dyads, self.seed, end=self.observed.end)

    @cached_property
    def statistics(self) -> np.ndarray:
        """(S,) what was observed."""
        return observed_statistics(self.observed)

    @cached_property
    def table(self) -> Table:
        """The reference table."""
        tell, folder = partial(self.tell, TABLE), self.folder.path / "table"
        return build_table(self.simulator, self.sizes.table, self.observed, folder, self.threads, tell)

    @cached_property
    def first(self) -> kernel.Weighted:
        """The estimator that ships."""
        return kernel.Weighted(self.table)

    @cached_property
    def second(self) -> Regression:
        """The second estimator, fitted to the table."""
        return Regression(self.names).fit(self.table)

    @cached_property
    def posterior(self) -> Posterior:
        """The posterior: that of the first estimator."""
        return self.first.posterior(self.statistics)

    @property
    def names(self) -> list[str]:
        """The fitted parameters, as the study found them."""
        found: list[str] = self.sections["identify"]["fitted"]
        return found

    def part(self, name: str, make: Callable[[], Section]) -> None:
        """Make a section, or take it from the folder."""
        self.tell(name, 0, 1)
        self.sections[name] = self.folder.part(name, make)
        self.tell(name, 1, 1)


@single
def calibrate(work: Calibration) -> dict[str, Section]:
    """All sections, in the order of the page; what is there already is not made again."""
    study(work)
    sizes = work.sizes
    work.part("kernel", lambda: kernel.section(work.first, work.table.measured, work.statistics, work.names))
    work.part("regression", lambda: regression.section(work.second, work.statistics))
    work.part("recovery", lambda: _recovery(work))
    work.part("recovery_like", lambda: _recovery(work, work.statistics))
    work.part("agreement", lambda: _agreement(work))
    work.part("scales", lambda: scales.section(work.table, work.statistics, work.names))
    work.part("leave_out", lambda: _leave_out(work))
    work.part("priors", lambda: priors.section(work.posterior, work.names))
    work.part("predictive", lambda: predictive.section(
        work.posterior, work.simulator, work.observed, sizes.predictive, sizes.prior, work.seed, work.threads
    ))  # fmt: skip
    if work.observed.end < LAST and not work.own:
        work.part("later", lambda: _later(work))
    return work.sections


@single
def study(work: Calibration) -> dict[str, Section]:
    """What was observed, and which parameters it can be expected to speak to: these are fitted."""
    work.part("data", lambda: data_section(work.observed))
    work.part("identify", lambda: identify.section(work.table, work.statistics, work.posterior))
    return work.sections


def data_section(observed: Observed) -> Section:
    """What is fitted.

    Keys: 'until', 'dyads', 'office_dyads', 'firm_dyads', 'tied', 'late', 'undated', 'untyped' (names), 'statistics':
    rows 'name', 'meaning', 'unit', 'count', 'observed'.
    """
    dyads = observed.dyads
    return {
        "until": month_label(observed.end),
        "dyads": len(dyads),
        "office_dyads": int((~dyads.with_firm).sum()),
        "firm_dyads": int(dyads.with_firm.sum()),
        "tied": int(observed.tied.sum()),
        "late": int(observed.late.sum()),
        "undated": [dyads.names[k] for k in np.flatnonzero(~observed.timed)],
        "untyped": [dyads.names[k] for k in np.flatnonzero(~observed.typed & observed.tied)],
        "statistics": [
            {"name": s.name, "meaning": s.meaning, "unit": s.unit, "count": s.count, "observed": float(value)}
            for s, value in zip(statistics_until(observed.end), observed_statistics(observed), strict=True)
        ],
    }


def _recovery(work: Calibration, like: np.ndarray | None = None) -> Section:
    found = recovery.recover(
        work.table, work.first.posterior, work.names, work.sizes.recovered, seed=work.seed, like=like
    )  # fmt: skip
    if like is not None:
        return recovery.section(found, estimator="kernel, on the data sets most like the observed one")
    return recovery.section(found, work.posterior)


def _agreement(work: Calibration) -> Section:
    passed = {row["name"]: bool(row["uniform"]) for row in work.sections["recovery"]["parameters"]}
    second = work.second.posterior(work.statistics)
    return agreement.section(work.posterior, second, work.names, calibrated={agreement.LABELS[0]: passed})


def _leave_out(work: Calibration) -> Section:
    others = () if work.own else variants(work.observed)
    return leave_out.section(work.table, work.observed, work.roster, work.names, others)


def _later(work: Calibration) -> Section:
    whole = Simulator(work.roster, work.observed.dyads, work.seed, end=LAST)
    seen = happened_until(LAST).observed
    return predictive.later(work.posterior, whole, seen, work.sizes.predictive, work.seed, work.threads)
