"""Outcomes of a run, from its record. NaN: not applicable. What each outcome is: ``sim.outcome_records``."""

from __future__ import annotations

import numpy as np

from sim.months import NEVER
from sim.outcome_records import ALL_OUTCOMES, OUTCOMES, PAIRED_OUTCOMES, Outcome
from sim.record import SERIES, STATE_SERIES, Record
from sim.roster import Roster
from sim.rules.acceptance import VETO_SHARE, accepted, is_veto_player
from sim.rules.outcomes import POWERS, STATE_MEANS, outcomes_of, state_outcomes_of
from sim.rules.run_arrays import RunArrays
from sim.rules.run_casework import PROJECT_MONTHS

STATE_OUTCOMES = (*(STATE_SERIES[k] for k in STATE_MEANS), "membership", "powers")


def run_arrays(record: Record) -> RunArrays:
    """The arrays of a record as the rules of its outcomes take them (copies, in one fixed layout)."""
    cases = record.cases
    return RunArrays(
        first=int(record.months[0]),
        months=len(record.months),
        adopted=int(record.adopted),
        works_from=int(record.works_from),
        series=np.stack([record.series[name] for name in SERIES], axis=1).astype(float, order="C"),
        states=np.stack([record.states[name] for name in STATE_SERIES], axis=1).astype(float, order="C"),
        agenda=np.array(record.agenda, dtype=float),
        host=np.array(record.host, dtype=float),
        network_shares=np.array(record.network_shares, dtype=float),
        bilateral_shares=np.array(record.bilateral_shares, dtype=float),
        ties_end=np.array(record.ties_end, dtype=np.int64),
        logged=len(record.tie_log),
        tie_log=np.stack([record.tie_log[name] for name in ("month", "a", "b", "type", "action")], axis=1),
        cases=len(cases),
        case_kind=np.array(cases["kind"]),
        case_opened=np.array(cases["opened"]),
        case_finished=np.array(cases["finished"]),
        case_withdrawn=np.array(cases["withdrawn"]),
        struck=len(record.incidents),
        incidents=np.array(record.incidents[:, :3], dtype=float, order="C"),
        gdp=np.array(record.roster.gdp, dtype=float),
        rivalry=np.array(record.roster.rivalry, dtype=float),
    )


def compute(record: Record) -> dict[str, float]:
    """Every outcome of one run (the paired ones need ``acceptability``)."""
    out = np.empty(len(OUTCOMES))
    outcomes_of(run_arrays(record), out)
    return {outcome.name: float(value) for outcome, value in zip(OUTCOMES, out)}


def state_outcomes(record: Record) -> dict[str, np.ndarray]:
    """Per jurisdiction, (J,) means since the decision: what one country gets and gives."""
    out = np.empty((POWERS + 1, record.roster.n_states))
    state_outcomes_of(run_arrays(record), out)
    return dict(zip(STATE_OUTCOMES, out))


def veto_players(roster: Roster, adopted: int = NEVER - 1) -> np.ndarray:
    """(J,) mask of members at adoption without whom the network loses a fifth of firms or of the members' GDP."""
    members = roster.member_from <= adopted
    return np.array([is_veto_player(members, roster.gdp, roster.firm_home, j) for j in range(roster.n_states)])


def acceptability(
    welfare: np.ndarray, welfare_adhoc: np.ndarray, roster: Roster, adopted: int = NEVER - 1
) -> dict[str, float]:
    """Share of the members at adoption that are better off than under adhoc, and the veto players that are worse off.

    No difference counts half. Both welfare arrays are (J,), of the same replicate. NaN if the roster has no members.
    """
    better, vetoes = accepted(welfare, welfare_adhoc, roster.member_from <= adopted, roster.gdp, roster.firm_home)
    return {"acceptability": float(better), "vetoes": float(vetoes)}


__all__ = [
    "ALL_OUTCOMES", "OUTCOMES", "PAIRED_OUTCOMES", "PROJECT_MONTHS", "STATE_OUTCOMES", "VETO_SHARE", "Outcome",
    "acceptability", "compute", "run_arrays", "state_outcomes", "veto_players",
]  # fmt: skip
