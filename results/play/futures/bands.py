"""The outcome series of a session: the run that is played, and behind it the ensemble's bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from results.play.futures.ensemble import REPLICATES, Runs, runs_of
from results.play.futures.futures import FUTURES
from results.play.progress import Tick, silent
from scenarios.designs import BASELINE as TODAY
from scenarios.session.log import Log, started
from sim.record import Record

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Shown:
    """One series that is shown. ``unit`` says what a number of it is; ``smooth``: months of its moving average.

    per_today : whether it is shown as a multiple of today's mean month.  whole : whether it is counted in whole ones.
    largest : whether it is the largest of the states' shares, in per cent; the ensemble keeps no month of these, and so
        it has no bands.  meaning : what it is, in a sentence.
    note : what must be known to read it, in sentences; '' where title and unit say it.
    """

    name: str
    title: str
    unit: str
    meaning: str
    smooth: int = 1
    per_today: bool = False
    whole: bool = False
    largest: bool = False
    note: str = ""

    def value(self, number: float) -> str:
        """A number as people read it: '11', '0.43'; '–' for none."""
        if not math.isfinite(number):
            return "–"
        if self.whole and abs(number - round(number)) < 1e-9:
            return f"{number:.0f}"
        return f"{number:.1f}" if self.whole or abs(number) >= 10 else f"{number:.2f}"


SHOWN = (
    Shown("members", "Members", "states, partners included", "Full members and partners of the network.", whole=True),
    Shown("office_ties", "Ties between offices", "ties in force", "Memoranda between state offices.", whole=True),
    Shown("firm_ties", "Ties with firms", "ties in force", "Memoranda between a state office and a firm.", whole=True),
    Shown(
        "sensitive_pooled",
        "Information pooled",
        "sensitive, index, mean of 6 months",
        "What members and firms give to the network, weighted by how sensitive it is and by what the giver can do.",
        smooth=6,
    ),
    Shown(
        "influence",
        "Largest say",
        "per cent of all influence; no bands",
        "What the state with most influence on the agenda has of it: who holds powers of the secretariat, who pays.",
        whole=True,
        largest=True,
        note="Pull on the agenda, no vote: who holds the secretariat's powers gets an assumed part of it at once, "
        "members share the rest. One chair holds them all for its turn, so the line jumps as chairs come and go.",
    ),
    Shown(
        "harm",
        "Expected harm",
        "1 = a month under today's lead",
        "Harm to be expected from AI in a month, in this model: it follows capability, safety knowledge and pace.",
        per_today=True,
    ),
    Shown(
        "backlog",
        "Open cases",
        "cases that wait or are at work",
        "What the secretariat has in hand or before it. A larger one takes more on: more is no worse by itself.",
        whole=True,
    ),
    Shown(
        "finished",
        "Cases finished",
        "cases a month, mean of 6 months",
        "What the secretariat brings to an end: meetings, research, standards, tests, help, admissions.",
        smooth=6,
    ),
)


@dataclass(frozen=True)
class Bands:
    """The ensemble month by month. ``of`` : name of a series -> (quantiles, T), in the order of ``QUANTILES``.

    key : the log's levers that it answers.  months : (T,) month indices.  runs : how many futures are in it.
    """

    key: str
    months: np.ndarray
    of: dict[str, np.ndarray]
    runs: int


def note(bands: Bands, log: Log) -> str:
    """What the bands of a log are, in words, and what is left out of them."""
    said = (
        f"Black: this run, as far as it is played. Blue: {bands.runs} possible futures with the same choices; dark the "
        "middle half of them, light nine in ten, dashed the median."
    )
    left_out = len(log.choices) - len(log.levers().choices)
    if left_out:
        them = "one decision of an actor is" if left_out == 1 else f"{left_out} decisions of actors are"
        said += f" Left out: {them} in this run only, as a decision answers one world and not all."
    return said


def key_of(log: Log) -> str:
    """What bands depend on: two logs with the same key have the same bands."""
    return log.levers().model_copy(update={"replicate": 0}).text()


def bands_of(log: Log, replicates: int = REPLICATES, tick: Tick = silent) -> Bands:
    """Median, 50% and 90% bands of every series in ``SHOWN`` for the levers of a log.

    Each run is smoothed before quantiles are taken. ``tick`` as for ``runs_of``. Runs that a preview of a lever has
    made are taken from there.
    """
    levers = log.levers()
    runs = FUTURES.of(levers, None, replicates, tick)[levers.design]
    today = scales(log, replicates)
    of = {shown.name: _quantiles(runs, shown, today) for shown in SHOWN if not shown.largest}
    return Bands(key_of(log), runs.months, of, int(runs.ok.sum()))


def scales(log: Log, replicates: int = REPLICATES) -> dict[str, float]:
    """Series -> its mean month under today's arrangement without any choice, the median over the futures.

    It hangs on scenario and seed only, so that a choice moves the lines and never the scale.
    """
    return _scales(log.scenario, log.seed, replicates)


@lru_cache(maxsize=64)
def _scales(scenario: str, seed: int, replicates: int) -> dict[str, float]:
    runs = runs_of(started(scenario, TODAY, seed), replicates=replicates)[TODAY]
    return {s.name: float(np.nanmedian(runs.outcome(s.name))) for s in SHOWN if s.per_today}


def own_course(record: Record, shown: Shown, today: dict[str, float], until: int) -> np.ndarray:
    """(T,) the run's own months before ``until`` (month index), in the unit that is shown; NaN from there on."""
    series = 100.0 * record.states[shown.name].max(axis=1) if shown.largest else record.series[shown.name]
    values = smoothed(series[None, :], shown.smooth)[0] / today.get(shown.name, 1.0)
    return np.where(record.months < until, values, np.nan)


def smoothed(values: np.ndarray, months: int) -> np.ndarray:
    """(R, T) averages of this month and those before it, so many in all; of the first months, of those there are."""
    if months == 1:
        return values
    sums = np.cumsum(values, axis=1)
    sums[:, months:] = sums[:, months:] - sums[:, :-months]
    return sums / np.minimum(np.arange(1, values.shape[1] + 1), months)


def _quantiles(runs: Runs, shown: Shown, today: dict[str, float]) -> np.ndarray:
    values = smoothed(runs.course(shown.name)[runs.ok], shown.smooth) / today.get(shown.name, 1.0)
    return np.quantile(values, QUANTILES, axis=0)
