"""The setting of every simulated past: today's ad hoc secretariat, facts replayed, membership alive from December 2024.

Calibration and hindcast run the same past (``past_config``). Founding members join when they did; from ``ALIVE_FROM``
on members may leave and others apply.
"""

from __future__ import annotations

from scenarios.designs import load_design
from sim.config import REPLAY_UNTIL, RunConfig
from sim.ensemble.dyads import ALIVE_FROM
from sim.months import month_index
from sim.parameters import default_values
from sim.roster import Roster

LAST = month_index("2025-12")  # last month of the record


def past_config(roster: Roster, start: str, end: int, seed: int) -> RunConfig:
    """A run from a start ('origin', 'observed') to the month ``end``, in which dated facts are replayed so far."""
    secretariat = load_design("adhoc", roster)
    return RunConfig(
        roster, secretariat, secretariat, default_values(), start, end, ALIVE_FROM, seed,
        replay_until=min(end, REPLAY_UNTIL),
    )  # fmt: skip
