"""Outcomes: pure functions of a run's record, each with unit, direction and evidence. NaN: not applicable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.catalogue import CASE_INDEX, CASE_KINDS, CATEGORIES, DUTIES, LONG_WORK_MONTHS, TIE_TYPES
from sim.months import NEVER
from sim.record import LAPSED, Record
from sim.roster import Roster
from sim.rules.measures import gini, total_variation

PROJECT_MONTHS = 24.0  # multi-year projects opened later than this before the end are left out: too early to tell
VETO_SHARE = 0.2  # a member holding this share of frontier firms, or of the members' GDP, can veto a design


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
    function: Callable[[Record], float]


def _mean(name: str) -> Callable[[Record], float]:
    """Mean of a monthly series from the decision to the end, set-up included."""
    return lambda record: float(record.after(name).mean())


def _last(name: str) -> Callable[[Record], float]:
    """Mean of a monthly series over the last year."""
    return lambda record: float(record.series[name][-12:].mean())


def incident_response(record: Record, since: int | None = None) -> float:
    """Median days from an incident to a response, over incidents since the decision (or a month given)."""
    days = record.incidents[record.incidents[:, 0] >= (record.adopted if since is None else since), 2]
    days = days[~np.isnan(days)]
    return float(np.median(days)) if days.size else float("nan")


def multi_year_completion(record: Record, since: int | None = None) -> float:
    """Share of multi-year projects finished by the end, among those opened since the decision and early enough."""
    end = record.months[-1] + 1.0
    cases = record.cases[record.cases["opened"] >= (record.adopted if since is None else since)]
    multi_year = np.array([kind.work >= LONG_WORK_MONTHS for kind in CASE_KINDS])
    cases = cases[multi_year[cases["kind"]] & (cases["opened"] + PROJECT_MONTHS <= end)]
    if not cases.size:
        return float("nan")
    return float((~np.isnan(cases["finished"])).mean())


def time_to_output(record: Record) -> float:
    """Median months from opening to an agreed standard under the new arm; an unfinished one counts with its age."""
    end = record.months[-1] + 1.0
    cases = record.cases[record.cases["kind"] == CASE_INDEX["standard"]]
    cases = cases[(cases["opened"] >= record.works_from) & (cases["opened"] + 12.0 <= end)]
    if not cases.size:
        return float("nan")
    ends = np.where(np.isnan(cases["finished"]), end, cases["finished"])
    return float(np.median(ends - cases["opened"]))


def _influence(record: Record) -> np.ndarray:
    """Mean influence on the agenda of every jurisdiction that was ever in the network or held the arm."""
    took_part = (record.states_after("tier") > 0).any(axis=0) | (record.states_after("influence") > 0).any(axis=0)
    return record.states_after("influence").mean(axis=0)[took_part]


def influence_gini(record: Record) -> float:
    """Gini index of influence on the agenda, averaged over time, among those who took part."""
    shares = _influence(record)
    return float(gini(shares)) if shares.size else float("nan")


def contribution_gap(record: Record) -> float:
    """Distance between shares of dues and shares of GDP among payers: 0 proportional, 1 unrelated."""
    dues = record.states_after("dues").sum(axis=0)
    members = (record.states_after("tier") > 0).any(axis=0) | (dues > 0)
    if dues.sum() <= 0:
        return float("nan")
    gdp = np.where(members, record.roster.gdp, 0.0)
    return float(total_variation(dues / dues.sum(), gdp / gdp.sum()))


def largest_payer(record: Record) -> float:
    """Largest share of the dues paid in a year by one jurisdiction, averaged over years."""
    dues = record.states_after("dues")
    years = [dues[k : k + 12].sum(axis=0) for k in range(0, len(dues), 12)]
    shares = [year.max() / year.sum() for year in years if year.sum() > 0]
    return float(np.mean(shares)) if shares else float("nan")


def free_riding(record: Record) -> float:
    """Distance between shares of effort and shares of GDP among members: how unevenly the stake is served."""
    tier, effort = record.states_after("tier").mean(axis=0), record.states_after("effort").sum(axis=0)
    gdp = np.where(tier > 0, record.roster.gdp, 0.0)
    if effort.sum() <= 0 or gdp.sum() <= 0:
        return float("nan")
    return float(total_variation(effort / effort.sum(), gdp / gdp.sum()))


def perceived_bias(record: Record) -> float:
    """Mean rivalry of members with whoever holds the arm, less the share seen as neutral (0 to 1)."""
    host, tier = record.host[-len(record.states_after("tier")) :], record.states_after("tier") > 0
    if not tier.any():
        return float("nan")
    felt = (host @ record.roster.rivalry)[tier]
    return float((1.0 - record.design["perceived_neutrality"]) * felt.mean())


def agenda_volatility(record: Record) -> float:
    """Mean distance between the agendas of one month and of a year later."""
    kept = record.agenda[record.months >= record.adopted]
    if len(kept) <= 12:
        return float("nan")
    return float(np.mean([total_variation(kept[k], kept[k + 12]) for k in range(len(kept) - 12)]))


def throughput_dip(record: Record) -> float:
    """Working speed in the quarter after a handover against the quarter before (ratio); NaN without handovers."""
    speed, host = record.series["speed"], record.host
    moved = [t for t in range(3, len(speed) - 3)
             if record.months[t] > record.works_from and np.abs(host[t] - host[t - 1]).sum() > 0.5]  # fmt: skip
    if not moved or speed.max() <= 0:
        return float("nan")
    ratios = [speed[t : t + 3].mean() / speed[t - 3 : t].mean() for t in moved if speed[t - 3 : t].mean() > 0]
    return float(np.mean(ratios)) if ratios else float("nan")


def host_dependence(record: Record) -> float:
    """What leaves with the largest holder of the arm: the mean of its shares of powers, dues and ties (0 to 1)."""
    host = record.kept(record.host).mean(axis=0)
    if host.max() <= 0:
        return 0.0
    top, dues = int(host.argmax()), record.states_after("dues").sum(axis=0)
    degree = (record.ties_end > 0).sum(axis=1)[: len(host)]
    parts = [host[top]]
    parts.append(dues[top] / dues.sum() if dues.sum() > 0 else 0.0)
    parts.append(degree[top] / degree.sum() if degree.sum() > 0 else 0.0)
    return float(np.mean(parts))


def knowledge_gini(record: Record) -> float:
    """Gini index of knowledge among offices that exist at the end."""
    exists = record.states["status"][-1] > 0
    return float(gini(record.states["knowledge"][-1][exists])) if exists.any() else float("nan")


def density(record: Record) -> float:
    """Ties between offices over pairs of offices that exist at the end."""
    n = int((record.states["status"][-1] > 0).sum())
    return float(record.series["office_ties"][-1] / (n * (n - 1) / 2)) if n > 1 else float("nan")


def types_per_tie(record: Record) -> float:
    """Mean number of collaboration types a tie at the end."""
    masks = record.ties_end[np.triu(record.ties_end > 0)]
    counts = [int(mask).bit_count() for mask in masks]
    return float(np.mean(counts)) if counts else float("nan")


def type_share(kind: int) -> Callable[[Record], float]:
    """Share of the ties at the end that hold a type."""

    def share(record: Record) -> float:
        masks = record.ties_end[np.triu(record.ties_end > 0)]
        return float(((masks >> kind) & 1).mean()) if masks.size else float("nan")

    return share


def lapses(record: Record) -> float:
    """Ties that lapsed since the decision."""
    log = record.tie_log
    return float(((log["action"] == LAPSED) & (log["month"] >= record.adopted)).sum())


def category_rate(category: int) -> Callable[[Record], float]:
    """Share of choices, through ties and the network together, in which a category was shared."""

    def rate(record: Record) -> float:
        kept = record.months >= record.adopted
        counts = (record.network_shares + record.bilateral_shares)[kept, category].sum(axis=0)
        return float(counts[1] / counts[0]) if counts[0] > 0 else float("nan")

    return rate


def duties_done(record: Record) -> float:
    """How many of the arm's eleven duties (W28) finished at least one case."""
    done = {CASE_KINDS[k].duty for k in record.cases["kind"][~np.isnan(record.cases["finished"])]}
    return float(len(done & set(DUTIES)))


def transition_months(record: Record) -> float:
    """Months from the decision until the new arm works."""
    return float(record.works_from - record.adopted)


def transition_cost(record: Record) -> float:
    """Cases forgone while the new arm is set up: months of set-up x (cases finished a month afterwards less before)."""
    finished, months = record.series["finished"], record.months
    waiting = finished[(months >= record.adopted) & (months < record.works_from)]
    working = finished[months >= record.works_from]
    if not waiting.size or not working.size:
        return 0.0 if working.size else float("nan")
    return float(waiting.size * (working.mean() - waiting.mean()))


def false_confidence(record: Record) -> float:
    """Perceived less actual safety: aligned methods among members, less pooled safety knowledge (C7)."""
    return float((record.after("harmonisation") - record.after("pooled_knowledge")).mean())


_H = True
OUTCOMES: tuple[Outcome, ...] = (
    Outcome("members", "Members", "states", 1, _H, "members and partners in the last year", ("W7", "W9"), _last("members")),
    Outcome("members_without_institute", "Members without an institute", "states", 1, _H, "of which have no institute", ("W9", "N3"), _last("members_without_institute")),
    Outcome("regions", "Regions with a member", "regions", 1, _H, "regions represented in the last year", ("W7", "W9", "N3"), _last("regions")),
    Outcome("sensitive_pooled", "Sensitive information pooled", "index", 1, _H, "sensitivity-weighted information given to the network each month, by capacity", ("W12", "W15b", "S1"), _mean("sensitive_pooled")),
    Outcome("incident_response_days", "Time to an incident response", "days", -1, _H, "median over incidents", ("W13", "W19"), incident_response),
    Outcome("multi_year_completion", "Multi-year projects finished", "share", 1, _H, "of those opened at least two years before the end", ("W4", "W5"), multi_year_completion),
    Outcome("influence_gini", "Inequality of influence", "Gini", -1, _H, "influence on the agenda over time", ("W1", "W17"), influence_gini),
    Outcome("harm", "Expected harm", "index", -1, _H, "expected harm a month", ("C5", "C10"), _mean("harm")),
    Outcome("time_to_output_months", "Time to a standard", "months", -1, False, "median from mandate to agreed standard", ("W13", "W4"), time_to_output),
    Outcome("multi_year_completion_working", "Multi-year projects finished, new arm", "share", 1, False, "opened under the new arm, set-up left out", ("W4", "W5"), lambda r: multi_year_completion(r, r.works_from)),
    Outcome("incident_response_days_working", "Time to an incident response, new arm", "days", -1, False, "incidents under the new arm, set-up left out", ("W13",), lambda r: incident_response(r, r.works_from)),
    Outcome("reach_states", "States reached", "states", 1, False, "members and states drawn in by outreach, last year", ("W9", "W10"), _last("reach")),
    Outcome("finished", "Cases finished", "cases/month", 1, False, "throughput of the arm", ("W6", "W28"), _mean("finished")),
    Outcome("backlog", "Open cases", "cases", -1, False, "mean backlog", ("W13",), _mean("backlog")),
    Outcome("throughput_dip", "Speed after a handover", "ratio", 1, False, "quarter after against quarter before", ("W4",), throughput_dip),
    Outcome("memory", "Institutional memory kept", "share", 1, False, "experience kept of all gathered", ("W4", "W5"), _mean("memory")),
    Outcome("agenda_volatility", "Volatility of the agenda", "distance", -1, False, "change of the agenda in a year", ("W3a",), agenda_volatility),
    Outcome("mandate_distance", "Distance from the mandate", "distance", -1, False, "at the end, from the founding mandate", ("W3b",), _last("mandate_distance")),
    Outcome("frontier_share", "Agenda on frontier risk", "share", 1, False, "mean share", ("W14", "W3a"), _mean("frontier_share")),
    Outcome("perceived_bias", "Perceived bias of the seat", "index", -1, False, "felt by members", ("W7",), perceived_bias),
    Outcome("contribution_gap", "Dues against GDP", "distance", -1, False, "0 proportional", ("W11", "W20d"), contribution_gap),
    Outcome("largest_payer_share", "Largest payer's share", "share", -1, False, "of the arm's cost in a year", ("W11", "W17"), largest_payer),
    Outcome("free_riding", "Effort against stake", "distance", -1, False, "0 proportional to GDP", ("W20d",), free_riding),
    Outcome("host_dependence", "Dependence on the host", "share", -1, False, "what leaves with the largest holder of the arm", ("W20g", "W31"), host_dependence),
    Outcome("transition_months", "Time until the design works", "months", -1, False, "from the decision", ("W4",), transition_months),
    Outcome("transition_cost", "Cases forgone in the transition", "cases", -1, False, "months of set-up, at the pace of the new arm, less what was done", ("W4",), transition_cost),
    Outcome("shared_network", "Sharing through the network", "share", 1, False, "choices in favour", ("S1", "W12"), _mean("shared_network")),
    Outcome("shared_bilateral", "Sharing between partners", "share", 1, False, "choices in favour", ("S1", "W20a"), _mean("shared_bilateral")),
    *(Outcome(f"share_{c.key}", f"Sharing: {c.name}", "share", 1, False, "choices in favour, all channels", ("S1", "R1"), category_rate(k)) for k, c in enumerate(CATEGORIES)),
    Outcome("model_access", "Model access through the network", "share", 1, False, "frontier firms that grant it", ("W15", "W20h"), _mean("model_access")),
    Outcome("leaks", "Expected leaks", "index/month", -1, False, "danger-weighted", ("W15b", "C9"), _mean("leaks")),
    Outcome("office_ties", "Ties between offices", "ties", 1, False, "in the last year", ("W21", "W22"), _last("office_ties")),
    Outcome("firm_ties", "Ties with firms", "ties", 1, False, "in the last year", ("W22",), _last("firm_ties")),
    Outcome("rival_ties", "Ties between rivals", "ties", 1, False, "in the last year", ("C3", "N1"), _last("rival_ties")),
    Outcome("density", "Density of office ties", "share", 0, False, "at the end", ("W22",), density),
    Outcome("types_per_tie", "Types a tie", "types", 0, False, "at the end", ("W22",), types_per_tie),
    *(Outcome(f"type_{t.key}", f"Ties with {t.short}", "share", 0, False, "of ties at the end", ("W22",), type_share(k)) for k, t in enumerate(TIE_TYPES)),
    Outcome("lapses", "Ties lapsed", "ties", -1, False, "since the decision", ("W20b",), lapses),
    Outcome("duplicated", "Duplicated evaluations", "evaluations/month", -1, False, "less what methods share", ("W16",), _mean("duplicated")),
    Outcome("harmonisation", "Harmonisation of methods", "share", 1, False, "mean", ("W16", "W19"), _mean("harmonisation")),
    Outcome("pooled_knowledge", "Safety knowledge at hand", "share", 1, False, "in the last year", ("W19", "C10"), _last("pooled_knowledge")),
    Outcome("knowledge_gini", "Inequality of knowledge", "Gini", -1, False, "among offices at the end", ("W20e", "W20g"), knowledge_gini),
    Outcome("safe_share", "Firms at the safe pace", "share", 1, False, "mean", ("C5", "C8"), _mean("safe_share")),
    Outcome("false_confidence", "False confidence", "index", -1, False, "perceived less actual safety", ("C7",), false_confidence),
    Outcome("duties_done", "Duties carried out", "of 11", 1, False, "duties with a finished case", ("W28",), duties_done),
)  # fmt: skip

# Computed from two runs of the same replicate; listed here so that tables and reports know them.
PAIRED_OUTCOMES: tuple[Outcome, ...] = (
    Outcome("acceptability", "Members better off than under adhoc", "share", 1, _H, "of the members at adoption; no difference counts half", ("W7", "W20d"), lambda record: float("nan")),
    Outcome("vetoes", "Veto players worse off than under adhoc", "states", -1, False, "members holding a fifth of the firms or of GDP", ("W7", "W17"), lambda record: float("nan")),
)  # fmt: skip
ALL_OUTCOMES = (*OUTCOMES, *PAIRED_OUTCOMES)


def compute(record: Record) -> dict[str, float]:
    """Every outcome of one run (the paired ones need ``acceptability``)."""
    return {outcome.name: outcome.function(record) for outcome in OUTCOMES}


def state_outcomes(record: Record) -> dict[str, np.ndarray]:
    """Per jurisdiction, (J,) means since the decision: what one country gets and gives."""
    names = ("welfare", "dues", "influence", "access", "exposure")
    means = {name: record.states_after(name).mean(axis=0) for name in names}
    return means | {"membership": (record.states_after("tier") > 0).mean(axis=0)}


def veto_players(roster: Roster, adopted: int = NEVER - 1) -> np.ndarray:
    """(J,) mask of members at adoption without whom the network loses a fifth of firms or of the members' GDP."""
    members = roster.member_from <= adopted
    firms = np.bincount(roster.firm_home, minlength=roster.n_states) / max(1, roster.n_firms)
    wealth = np.where(members, roster.gdp, 0.0)
    return members & ((firms >= VETO_SHARE) | (wealth >= VETO_SHARE * max(wealth.sum(), 1e-12)))


def acceptability(
    welfare: np.ndarray, welfare_adhoc: np.ndarray, roster: Roster, adopted: int = NEVER - 1
) -> dict[str, float]:
    """Share of the members at adoption that are better off than under adhoc, and the veto players that are worse off.

    No difference counts half. Both welfare arrays are (J,), of the same replicate. NaN if the roster has no members.
    """
    members = roster.member_from <= adopted
    if not members.any():
        return {"acceptability": float("nan"), "vetoes": float("nan")}
    gain = welfare - welfare_adhoc
    better = np.where(np.abs(gain) <= 1e-12, 0.5, (gain > 0).astype(float))
    return {
        "acceptability": float(better[members].mean()),
        "vetoes": float((veto_players(roster, adopted) & (better == 0.0)).sum()),
    }
