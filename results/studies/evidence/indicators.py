"""Numbers of one run on ties, members, casework and agenda that evidence rows need: pure functions of the record."""

from __future__ import annotations

import numpy as np

from results.studies.evidence.common import NAN, node_of, rank_correlation, told
from sim.catalogue import CASE_INDEX, ECONOMY, INCLUSION, TESTING
from sim.months import month_index
from sim.record import FORMED, Record
from sim.rules.incidents import SERIOUS

FIRST_KINDS = ("standard", "joint_test", "clearance", "capacity", "research_agenda")  # W24
TEST_MONTHS = 3.0  # a joint test itself (a022: three to six months)
WINDOW = (month_index("2027-01"), month_index("2027-07"))  # half a year in which an incident is looked at


# ---- joint effort, membership -----------------------------------------------------------------------------------
@told("share of capacity")
def joint_effort(record: Record) -> float:
    """Joint effort of all members a month."""
    return float(record.states_after("effort").sum(axis=1).mean())


@told("share")
def host_membership(record: Record) -> float:
    """Months in which the largest holder of the secretariat is a member."""
    host = record.host[record.months >= record.works_from]
    if not host.size or host.sum() <= 0:
        return NAN
    top = int(host.mean(axis=0).argmax())
    return float((record.states["tier"][record.months >= record.works_from][:, top] > 0).mean())


@told("share")
def us_membership(record: Record) -> float:
    """Months since the decision in which the United States are a member."""
    us = node_of(record, "US")
    return float((record.states_after("tier")[:, us] > 0).mean()) if us >= 0 else NAN


@told("states")
def developing_members(record: Record) -> float:
    """Members that are developing economies, last year."""
    inside = record.states["tier"][-12:] > 0
    return float((inside & record.roster.developing).sum(axis=1).mean())


# ---- ties -------------------------------------------------------------------------------------------------------
@told("ties")
def ties_without_us(record: Record) -> float:
    """Ties at the end among all but the office of the United States."""
    ties, us = record.ties_end > 0, node_of(record, "US")
    return float((ties.sum() - (2 * ties[us].sum() if us >= 0 else 0)) / 2)


@told("ties")
def bridge_ties(record: Record) -> float:
    """Ties at the end between offices of members and offices outside the network."""
    j, inside = record.roster.n_states, record.states["tier"][-1] > 0
    return float((record.ties_end[:j, :j] > 0)[inside][:, ~inside].sum())


@told("deals")
def deals_after_incident(record: Record) -> float:
    """Deals signed from January to June 2027."""
    log = record.tie_log
    inside = (log["month"] >= WINDOW[0]) & (log["month"] < WINDOW[1])
    return float((inside & (log["action"] == FORMED)).sum())


@told("share")
def fora_of_ties(record: Record) -> float:
    """Mean fora shared by tied offices less that of the others, at the end."""
    exists = np.flatnonzero(record.states["status"][-1] > 0)
    a, b = np.triu_indices(len(exists), 1)
    tied, fora = (table[exists[a], exists[b]] for table in (record.ties_end > 0, record.roster.fora))
    return float(fora[tied].mean() - fora[~tied].mean()) if tied.any() and not tied.all() else NAN


@told("correlation")
def openness_degree(record: Record) -> float:
    """Rank correlation of the score of international cooperation with ties at the end."""
    exists = record.states["status"][-1] > 0
    degree = (record.ties_end[: record.roster.n_states] > 0).sum(axis=1).astype(float)
    return rank_correlation(record.roster.cooperation[exists], degree[exists])


# ---- tests: by a deal, by the network ---------------------------------------------------------------------------
def _first_case(record: Record, kind: str) -> float:
    """Month in which the new secretariat finishes its first case of a kind; NaN if it does not."""
    cases = record.cases[(record.cases["kind"] == CASE_INDEX[kind]) & (record.cases["opened"] >= record.works_from)]
    ends = cases["finished"][~np.isnan(cases["finished"])]
    return float(ends.min()) if ends.size else NAN


def _network_test(record: Record) -> float:
    end = float(record.months[-1] + 1)
    return min(end, np.nan_to_num(_first_case(record, "joint_test"), nan=end))


def _bilateral_test(record: Record, needed: float) -> float:
    """Month in which this share of the member offices has had a bilateral test; at 0 the first new deal counts."""
    inside = (record.states["tier"] > 0) & (record.states["status"] > 0)
    members = inside[int(np.searchsorted(record.months, record.adopted))]
    members = members if members.any() else inside.any(axis=0)  # a decision before there was a network
    end, j = float(record.months[-1] + 1), record.roster.n_states
    tested = np.zeros(j, dtype=bool)
    if needed > 0:
        tested |= ((record.ties_start[:j, :j] >> TESTING) & 1).any(axis=1)
    for row in record.tie_log[(record.tie_log["action"] == FORMED) & (record.tie_log["type"] == TESTING)]:
        if max(row["a"], row["b"]) < j:
            tested[[row["a"], row["b"]]] |= needed > 0 or row["month"] >= record.adopted
        if row["month"] >= record.adopted and tested[members].sum() > max(0.0, needed * members.sum() - 1e-9):
            return min(end, float(row["month"]) + TEST_MONTHS)
    return end


@told("months")
def narrow_lead(record: Record) -> float:
    """First new bilateral joint test less the new secretariat's first joint test (unfinished: the end)."""
    return _bilateral_test(record, 0.0) - _network_test(record)


@told("months")
def broad_lead(record: Record) -> float:
    """Half of the member offices in a bilateral test, less the new secretariat's first joint test."""
    return _bilateral_test(record, 0.5) - _network_test(record)


def _register_firsts() -> None:
    for kind in FIRST_KINDS:

        def first(record: Record, kind: str = kind) -> float:
            return _first_case(record, kind) - record.works_from

        first.__name__ = f"first_{kind}_months"
        first.__doc__ = f"from the start of the secretariat to its first finished case: {kind.replace('_', ' ')}"
        told("months")(first)


_register_firsts()


@told("share")
def incident_coverage(record: Record) -> float:
    """Serious incidents since the new secretariat works that became its cases."""
    happened = ((record.incidents[:, 0] >= record.works_from) & (record.incidents[:, 1] >= SERIOUS)).sum()
    cases = record.cases[record.cases["kind"] == CASE_INDEX["incident"]]
    return float((cases["opened"] >= record.works_from).sum() / happened) if happened else NAN


# ---- knowledge, access, agenda ----------------------------------------------------------------------------------
@told("share")
def knowledge_besides_uk(record: Record) -> float:
    """Mean knowledge at the end of the offices other than the United Kingdom's."""
    others = record.states["status"][-1] > 0
    uk = node_of(record, "UK")
    if uk >= 0:
        others[uk] = False
    return float(record.states["knowledge"][-1][others].mean()) if others.any() else NAN


@told("share")
def statutory_access(record: Record) -> float:
    """Frontier firms whose models the offices with statutory powers have access to."""
    able = record.roster.statutory
    return float(record.states_after("access")[:, able].mean()) if able.any() else NAN


@told("share")
def agenda_economy(record: Record) -> float:
    """Agenda on economy and innovation, where the mandate has none (capture)."""
    return float(record.agenda[record.months >= record.adopted][:, ECONOMY].mean())


@told("share")
def agenda_inclusion(record: Record) -> float:
    """Agenda on inclusion and capacity."""
    return float(record.agenda[record.months >= record.adopted][:, INCLUSION].mean())


@told("share")
def china_safe_share(record: Record) -> float:
    """Firms at home in China that keep the safe pace, since the decision."""
    theirs = record.roster.firm_home == node_of(record, "China")
    kept = record.safe[record.months >= record.adopted][:, theirs]
    return float(kept.mean()) if kept.size else NAN
