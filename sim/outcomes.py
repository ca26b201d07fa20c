"""Outcomes: pure functions of a run's record, each with unit, direction and evidence. NaN: not applicable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.months import NEVER
from sim.record import SERIES, STATE_SERIES, Record
from sim.roster import Roster
from sim.rules.acceptance import VETO_SHARE, accepted, is_veto_player
from sim.rules.outcomes import MEMBERSHIP, STATE_MEANS, outcomes_of, state_outcomes_of
from sim.rules.run_arrays import RunArrays
from sim.rules.run_casework import PROJECT_MONTHS


@dataclass(frozen=True)
class Outcome:
    """An outcome: ``better`` is +1 (more is better), -1 (less is better) or 0 (no direction)."""

    name: str
    title: str
    unit: str
    better: int
    headline: bool
    meaning: str
    evidence: tuple[str, ...]

    def function(self, record: Record) -> float:
        """Its value for one run; NaN if it takes two."""
        return compute(record).get(self.name, float("nan"))


_H = True
OUTCOMES: tuple[Outcome, ...] = (
    Outcome("members", "Members", "states", 1, _H, "members and partners in the last year", ("W7", "W9")),
    Outcome("members_without_institute", "Members without an institute", "states", 1, _H, "of which have no institute", ("W9", "N3")),
    Outcome("regions", "Regions with a member", "regions", 1, _H, "regions represented in the last year", ("W7", "W9", "N3")),
    Outcome("sensitive_pooled", "Sensitive information pooled", "index", 1, _H, "sensitivity-weighted information given to the network each month, by capacity", ("W12", "W15b", "S1")),
    Outcome("incident_response_days", "Time to an incident response", "days", -1, _H, "median over incidents", ("W13", "W19")),
    Outcome("multi_year_completion", "Multi-year projects finished", "share", 1, _H, "of those opened at least two years before the end", ("W4", "W5")),
    Outcome("influence_gini", "Inequality of influence", "Gini", -1, _H, "influence on the agenda over time", ("W1", "W17")),
    Outcome("harm", "Expected harm", "index", -1, _H, "expected harm a month", ("C5", "C10")),
    Outcome("time_to_output_months", "Time to a standard", "months", -1, False, "median from mandate to agreed standard", ("W13", "W4")),
    Outcome("multi_year_completion_working", "Multi-year projects finished, new arm", "share", 1, False, "opened under the new arm, set-up left out", ("W4", "W5")),
    Outcome("incident_response_days_working", "Time to an incident response, new arm", "days", -1, False, "incidents under the new arm, set-up left out", ("W13",)),
    Outcome("reach_states", "States reached", "states", 1, False, "members and states drawn in by outreach, last year", ("W9", "W10")),
    Outcome("finished", "Cases finished", "cases/month", 1, False, "throughput of the arm", ("W6", "W28")),
    Outcome("backlog", "Open cases", "cases", -1, False, "mean backlog", ("W13",)),
    Outcome("throughput_dip", "Speed after a handover", "ratio", 1, False, "quarter after against quarter before", ("W4",)),
    Outcome("memory", "Institutional memory kept", "share", 1, False, "experience kept of all gathered", ("W4", "W5")),
    Outcome("agenda_volatility", "Volatility of the agenda", "distance", -1, False, "change of the agenda in a year", ("W3a",)),
    Outcome("mandate_distance", "Distance from the mandate", "distance", -1, False, "at the end, from the founding mandate", ("W3b",)),
    Outcome("frontier_share", "Agenda on frontier risk", "share", 1, False, "mean share", ("W14", "W3a")),
    Outcome("perceived_bias", "Perceived bias of the seat", "index", -1, False, "felt by members", ("W7",)),
    Outcome("contribution_gap", "Dues against GDP", "distance", -1, False, "0 proportional", ("W11", "W20d")),
    Outcome("largest_payer_share", "Largest payer's share", "share", -1, False, "of the arm's cost in a year", ("W11", "W17")),
    Outcome("free_riding", "Effort against stake", "distance", -1, False, "0 proportional to GDP", ("W20d",)),
    Outcome("host_dependence", "Dependence on the host", "share", -1, False, "what leaves with the largest holder of the arm", ("W20g", "W31")),
    Outcome("transition_months", "Time until the design works", "months", -1, False, "from the decision", ("W4",)),
    Outcome("transition_cost", "Cases forgone in the transition", "cases", -1, False, "months of set-up, at the pace of the new arm, less what was done", ("W4",)),
    Outcome("shared_network", "Sharing through the network", "share", 1, False, "choices in favour", ("S1", "W12")),
    Outcome("shared_bilateral", "Sharing between partners", "share", 1, False, "choices in favour", ("S1", "W20a")),
    *(Outcome(f"share_{c.key}", f"Sharing: {c.name}", "share", 1, False, "choices in favour, all channels", ("S1", "R1")) for c in CATEGORIES),
    Outcome("model_access", "Model access through the network", "share", 1, False, "frontier firms that grant it", ("W15", "W20h")),
    Outcome("leaks", "Expected leaks", "index/month", -1, False, "danger-weighted", ("W15b", "C9")),
    Outcome("office_ties", "Ties between offices", "ties", 1, False, "in the last year", ("W21", "W22")),
    Outcome("firm_ties", "Ties with firms", "ties", 1, False, "in the last year", ("W22",)),
    Outcome("rival_ties", "Ties between rivals", "ties", 1, False, "in the last year", ("C3", "N1")),
    Outcome("density", "Density of office ties", "share", 0, False, "at the end", ("W22",)),
    Outcome("types_per_tie", "Types a tie", "types", 0, False, "at the end", ("W22",)),
    *(Outcome(f"type_{t.key}", f"Ties with {t.short}", "share", 0, False, "of ties at the end", ("W22",)) for t in TIE_TYPES),
    Outcome("lapses", "Ties lapsed", "ties", -1, False, "since the decision", ("W20b",)),
    Outcome("duplicated", "Duplicated evaluations", "evaluations/month", -1, False, "less what methods share", ("W16",)),
    Outcome("harmonisation", "Harmonisation of methods", "share", 1, False, "mean", ("W16", "W19")),
    Outcome("pooled_knowledge", "Safety knowledge at hand", "share", 1, False, "in the last year", ("W19", "C10")),
    Outcome("knowledge_gini", "Inequality of knowledge", "Gini", -1, False, "among offices at the end", ("W20e", "W20g")),
    Outcome("safe_share", "Firms at the safe pace", "share", 1, False, "mean", ("C5", "C8")),
    Outcome("false_confidence", "False confidence", "index", -1, False, "perceived less actual safety", ("C7",)),
    Outcome("duties_done", "Duties carried out", "of 11", 1, False, "duties with a finished case", ("W28",)),
)  # fmt: skip

# Computed from two runs of the same replicate; listed here so that tables and reports know them.
PAIRED_OUTCOMES: tuple[Outcome, ...] = (
    Outcome("acceptability", "Members better off than under adhoc", "share", 1, _H, "of the members at adoption; no difference counts half", ("W7", "W20d")),
    Outcome("vetoes", "Veto players worse off than under adhoc", "states", -1, False, "members holding a fifth of the firms or of GDP", ("W7", "W17")),
)  # fmt: skip
ALL_OUTCOMES = (*OUTCOMES, *PAIRED_OUTCOMES)

STATE_OUTCOMES = (*(STATE_SERIES[k] for k in STATE_MEANS), "membership")


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
        struck=len(record.incidents),
        incidents=np.array(record.incidents, dtype=float),
        gdp=np.array(record.roster.gdp, dtype=float),
        rivalry=np.array(record.roster.rivalry, dtype=float),
        neutrality=record.design["perceived_neutrality"],
    )


def compute(record: Record) -> dict[str, float]:
    """Every outcome of one run (the paired ones need ``acceptability``)."""
    out = np.empty(len(OUTCOMES))
    outcomes_of(run_arrays(record), out)
    return {outcome.name: float(value) for outcome, value in zip(OUTCOMES, out)}


def state_outcomes(record: Record) -> dict[str, np.ndarray]:
    """Per jurisdiction, (J,) means since the decision: what one country gets and gives."""
    out = np.empty((MEMBERSHIP + 1, record.roster.n_states))
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
