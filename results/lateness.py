"""When a case is late: it took more than twice the usual time of its kind under the design.

The usual time is what the kind's nominal work takes one post, and its approvals in a network of usual size,
without queues, handovers or unfortunate draws. A case that may take the fast lane counts it with the share that the
design gives it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.catalogue import CASE_INDEX, CASE_KINDS, CAUSES, THEMES, CaseKind
from sim.design import DesignPoint
from sim.record import Record
from sim.rules.casework import nominal_months

TOLERATED = 2.0  # times the usual duration
DAYS_A_MONTH = 365.25 / 12


def usual_months(kind: CaseKind, design: DesignPoint) -> float:
    """Usual duration of a case of this kind, in months."""
    planned = float(nominal_months(CASE_INDEX[kind.key], design.values))
    fast = design["fast_lane"] if kind.fast else 0.0
    return kind.work + (1 - fast) * (planned - kind.work) + fast * design["fast_lane_days"] / DAYS_A_MONTH


@dataclass(frozen=True)
class Course:
    """How a case went. Times in months since the origin; an open case ends with the run."""

    number: int
    kind: CaseKind
    theme: str  # '' if none
    opener: int
    opened: float
    ended: float
    state: str  # 'finished', 'withdrawn', 'open'
    usual: float  # NaN for a case of the time before the design, whose rules the record does not hold
    restarts: int
    sponsor: int = -1  # node that stood behind a project at its end
    cause: str = ""  # why a project ended without a result

    @property
    def months(self) -> float:
        """Duration so far."""
        return self.ended - self.opened

    @property
    def late(self) -> bool:
        """Whether it took more than twice the usual time (never said of a withdrawn case)."""
        return self.state != "withdrawn" and bool(self.months > TOLERATED * self.usual)


def courses(record: Record) -> list[Course]:
    """The course of every case of a run, in the order of their numbers."""
    end = float(record.months[-1]) + 1
    return [_course(case, record, end) for case in np.sort(record.cases, order="number")]


def _course(case: np.void, record: Record, end: float) -> Course:
    kind = CASE_KINDS[case["kind"]]
    finished, withdrawn = float(case["finished"]), float(case["withdrawn"])
    if not math.isnan(finished):
        state, ended = "finished", finished
    elif not math.isnan(withdrawn):
        state, ended = "withdrawn", withdrawn
    else:
        state, ended = "open", end
    before = case["opened"] < record.works_from
    return Course(
        number=int(case["number"]),
        kind=kind,
        theme=THEMES[case["theme"]] if case["theme"] >= 0 else "",
        opener=int(case["opener"]),
        opened=float(case["opened"]),
        ended=ended,
        state=state,
        usual=math.nan if before else usual_months(kind, record.design),
        restarts=int(case["restarts"]),
        sponsor=int(case["sponsor"]),
        cause=CAUSES[case["cause"]],
    )
