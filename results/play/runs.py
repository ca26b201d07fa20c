"""What a debrief needs of a run, cut off where the play stands: outcomes, what states and firms had of it, its course.

Nothing after the month that was reached counts. A run that ends there is the same, month by month, as one that goes on,
since all draws are keyed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.sampling import draw_rows
from scenarios.scenario_plan import job_of
from scenarios.session.log import Log
from scenarios.session.plan import roster_of
from scenarios.session.replay import record_of
from scenarios.simulated import Engine
from sim import outcomes
from sim.errors import InputError
from sim.months import month_index, month_label
from sim.record import Record

_OUTCOMES = [outcome.name for outcome in (*outcomes.OUTCOMES, *outcomes.PAIRED_OUTCOMES)]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Outcomes of one run, those that are counted against today's arrangement on the same draws too, and its series.

    series : (T, series) in the order of ``sim.record.SERIES``.
    """

    outcomes: dict[str, float]
    series: np.ndarray


@dataclass(frozen=True, eq=False)
class Run:
    """One run.

    welfare : (J,) utility a month, mean since the decision.  inside : (J,) in the network in the last month.
    safe : (F,) share of the months since the decision at the safe pace.  struck : (F,) incidents since then.
    firm_ties : (F,) offices with a tie to each firm in the last month.
    """

    record: Record
    outcomes: dict[str, float]
    welfare: np.ndarray
    inside: np.ndarray
    safe: np.ndarray
    firm_ties: np.ndarray
    struck: np.ndarray


def cut(log: Log, at: int) -> Log:
    """The session as if its scenario ended with the month before ``at``, without the choices from then on.

    InputError if no month is played yet, or ``at`` is past the scenario's last month by more than one.
    """
    base = log.base()
    if not base.adopt_month < at <= base.end_month + 1:
        allowed = f"{month_label(base.adopt_month + 1)} to {month_label(base.end_month + 1)}: play a month first"
        raise InputError("nothing is played", key="month", value=month_label(at), allowed=allowed)
    kept = log.until(at)
    if at == base.end_month + 1:
        return kept
    before = [one for one in base.plain().get("decisions", ()) if month_index(one["date"]) < at]
    short = base.changed(end=month_label(at - 1), decisions=before)
    return Log.of({**kept.plain(), "scenario": short.link()})


def own_play(log: Log) -> Log:
    """The model's own play: the same session without any choice."""
    return log.until(0)


def numbers_of(log: Log) -> Numbers:
    """The numbers of a session's run, by the compiled ensemble: no record is made."""
    scenario = log.played()
    job, (asked,) = job_of(scenario, roster_of(scenario))
    found = Engine().run(job, draw_rows(scenario, [log.replicate]), series=True)
    place = [recipe.name for recipe in job.recipes].index(asked)
    values = np.concatenate([found.reduced.outcomes[place], found.paired[place]])
    return Numbers(dict(zip(_OUTCOMES, values.tolist(), strict=True)), found.reduced.series[place])


def run_of(log: Log) -> Run:
    """The run of a session, to its scenario's last month (``cut`` ends it earlier)."""
    record = record_of(log)
    states = record.roster.n_states
    since = record.incidents[record.incidents[:, 0] >= record.adopted]
    return Run(
        record=record,
        outcomes=numbers_of(log).outcomes,
        welfare=outcomes.state_outcomes(record)["welfare"],
        inside=record.states["tier"][-1] > 0,
        safe=record.kept(record.safe).mean(axis=0),
        firm_ties=(record.ties_end[states:, :states] != 0).sum(axis=1),
        struck=np.bincount(since[:, 3].astype(int) - states, minlength=record.roster.n_firms),
    )
