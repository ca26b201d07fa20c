"""From a finished world to the record of its run: the same for both engines."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.config import RunConfig
from sim.record import CASE_DTYPE, EVENT_DTYPE, SERIES, STATE_SERIES, TIE_LOG_DTYPE, Decision, Record
from sim.rules.incidents import ANSWERED, BY_HAND, CASE, FIRM, HARM, KNEW, SEVERITY, TIME
from sim.world import World

TOLD = [TIME, SEVERITY, ANSWERED, FIRM, KNEW, BY_HAND, CASE, HARM]  # columns of a record's incidents


def record_of_world(w: World, config: RunConfig, decisions: list[Decision] | None = None) -> Record:
    """The finished run in ``w`` as a record of its own."""
    return Record(
        roster=config.roster, design=config.design, params=config.params.astype(float),
        seed=config.seed, replicate=config.replicate,
        start=config.first, adopted=config.adopt, works_from=int(w.works_from[1]),
        months=np.arange(config.first, config.end + 1),
        series={name: w.series[:, k].copy() for k, name in enumerate(SERIES)},
        states={name: w.state_series[:, k].copy() for k, name in enumerate(STATE_SERIES)},
        agenda=w.agendas.copy(), host=w.hosts.copy(), network_shares=w.network_shares.copy(),
        bilateral_shares=w.bilateral_shares.copy(), pair_counts=w.pair_counts.astype(np.int64),
        pair_chances=w.pair_chances.astype(np.int64), safe=w.paces.copy(),
        ties_start=w.ties_start.astype(np.int64), ties_end=w.ties.astype(np.int64),
        tie_log=_rows(w.tie_log[: w.n_ties], TIE_LOG_DTYPE), cases=_cases(w),
        asked=_sets(w.asked[: w.n_cases], w.offices), party=_sets(w.party[: w.n_cases], w.offices),
        incidents=w.incident_log[: w.n_incidents][:, TOLD], decisions=decisions or [],
        events=_rows(w.event_log[: w.n_events], EVENT_DTYPE), baseline=config.baseline,
        later=tuple(design for _, design in config.later), scheduled=config.events, forced=config.forced,
    )  # fmt: skip


def _rows(table: np.ndarray, dtype: Any) -> np.ndarray:
    """The columns of a table as the fields of rows."""
    rows = np.empty(len(table), dtype=dtype)
    for k, name in enumerate(rows.dtype.names or ()):
        rows[name] = table[:, k]
    return rows


def _sets(words: np.ndarray, offices: int) -> np.ndarray:
    """(rows, J) which states are in each of the sets, rows of words."""
    return np.unpackbits(words.view(np.uint8), axis=1, count=offices, bitorder="little").astype(bool)


def _cases(w: World) -> np.ndarray:
    rows = np.empty(w.n_cases, dtype=CASE_DTYPE)
    for name in rows.dtype.names or ():
        rows[name] = w.cases[name][: w.n_cases]
    return rows
