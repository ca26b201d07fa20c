"""Two hundred runs of the default experiment until December 2030, and what can be worked out from their records."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates, parameter_vector
from scenarios.schema import load_scenario
from sim import parameters as P
from sim.config import STARTS, RunConfig
from sim.ensemble.runs import Ensemble
from sim.months import month_index
from sim.record import EVENT_CODES, FORMED, Record

DESIGNS = ("adhoc", "static:UK", "igo:UN", "rotating")
EACH = 25  # runs of a design from a start
SEED = 18
END, ADOPTED, LAST_FACT = month_index("2030-12"), month_index("2026-01"), month_index("2025-12")
YEARS = (2026, 2027, 2028, 2029, 2030)  # after the record
FALSE_ALARM = 1e-6  # of each statistical bound, at most: the chance that a right model fails it


@pytest.fixture(scope="session")
def runs() -> list[Record]:
    """Behaviour and world drawn as by the default experiment, the same for all designs of a replicate."""
    roster, scenario = load_roster("real"), load_scenario("default")
    drawn = [parameter_vector(row) for row in draw_replicates(scenario, EACH, SEED).to_dict("records")]
    found, baseline = [], load_design("adhoc", roster)
    for design in DESIGNS:
        for start in STARTS:
            point = load_design(design, roster)
            config = RunConfig(roster, point, baseline, drawn[0], start, END, ADOPTED, SEED)
            ensemble = Ensemble(config)
            found += [ensemble.record(replace(config, params=p, replicate=k)) for k, p in enumerate(drawn)]
    return found


# ---- reading a record ----------------------------------------------------------------------------------------------
def year_of(month):
    """Calendar year of a month or of an array of months."""
    return (np.asarray(month) + 5) // 12 + 2023


def events_of(record: Record, kind: str) -> list[tuple[int, int, int, float]]:
    """Month, actor, partner and amount of every event of a kind, in order."""
    rows = record.events[record.events["kind"] == EVENT_CODES[kind]]
    return [(int(r["month"]), int(r["actor"]), int(r["partner"]), float(r["amount"])) for r in rows]


def deals_of(record: Record) -> list[tuple[int, int, int]]:
    """Month and pair of every deal signed, each once whatever its types."""
    rows = record.tie_log[record.tie_log["action"] == FORMED]
    return sorted({(int(r["month"]), int(r["a"]), int(r["b"])) for r in rows})


def a_year(record: Record, kind: str) -> np.ndarray:
    """Number of events of a kind in each of ``YEARS``."""
    years = year_of([month for month, *_ in events_of(record, kind)])
    return np.array([(years == year).sum() for year in YEARS])


def rivalry_by_month(record: Record) -> list[np.ndarray]:
    """(J, J) rivalry after the export controls of each month: the roster's, times polarisation, and what they added."""
    now = np.clip(record.roster.rivalry * record.params[P.POLARISATION], 0.0, 1.0)
    controls, found = events_of(record, "export_control"), []
    for month in record.months:
        for when, i, j, _ in controls:
            if when == month:
                now = now.copy()
                now[i, j] = now[j, i] = min(1.0, now[i, j] + record.params[P.CONTROL_RIVALRY])
        found.append(now)
    return found


def frontier(record: Record, month: int) -> np.ndarray:
    """(F,) which firms are frontier firms in a month."""
    return (record.roster.frontier_from <= month) & (month < record.roster.frontier_until)


def home_shares(record: Record, month: int) -> np.ndarray:
    """(J,) share of the frontier firms that each state is home to."""
    counts = np.bincount(record.roster.firm_home[frontier(record, month)], minlength=record.roster.n_states)
    return counts / max(1, counts.sum())


# ---- statistical bounds --------------------------------------------------------------------------------------------
def surprise(count: float, expected: float) -> float:
    """Log of one over a bound (Chernoff) on the chance of a count so far from what is expected, or farther.

    For sums of independent chances, each with its own mean; at most ``-log(FALSE_ALARM)`` for a count that is likely.
    """
    if expected <= 0.0:
        return 0.0 if count == 0 else math.inf
    return (count * math.log(count / expected) if count > 0 else 0.0) - count + expected


def likely(count: float, low: float, high: float | None = None) -> bool:
    """Whether a count agrees with an expectation, or with one between two bounds, but for ``FALSE_ALARM``."""
    high = low if high is None else high
    nearest = min(max(count, low), high)
    return surprise(count, nearest) <= -math.log(FALSE_ALARM)
