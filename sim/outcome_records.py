"""The outcomes: a record each, with unit, direction and evidence. Their values: ``sim.rules.outcomes``.

A new outcome needs a record here and a line there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import CATEGORIES, CHOSEN, TIE_TYPES


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


_H = True
OUTCOMES: tuple[Outcome, ...] = (
    Outcome("members", "Members", "states", 1, _H, "members and partners in the last year", ("W7", "W9")),
    Outcome("members_without_institute", "Members without an institute", "states", 1, _H, "of which have no institute", ("W9", "N3")),
    Outcome("regions", "Regions with a member", "regions", 1, _H, "regions represented in the last year", ("W7", "W9", "N3")),
    Outcome("sensitive_pooled", "Sensitive information pooled", "index", 1, _H, "sensitivity-weighted information given to the network each month, by capacity", ("W12", "W15b", "S1")),
    Outcome("incident_response_days", "Time to an incident response", "days", -1, _H, "median over serious incidents that the network answered, jointly or by hand", ("W13", "W19")),
    Outcome("multi_year_completion", "Multi-year projects finished", "share", 1, _H, "of those opened at least two years before the end", ("W4", "W5")),
    Outcome("influence_gini", "Inequality of influence", "Gini", -1, _H, "influence on the agenda over time", ("W1", "W17")),
    Outcome("harm", "Expected harm", "index", -1, _H, "expected harm a month", ("C5", "C10")),
    Outcome("time_to_output_months", "Time to a standard", "months", -1, False, "median from mandate to agreed standard", ("W13", "W4")),
    Outcome("multi_year_completion_working", "Multi-year projects finished, new secretariat", "share", 1, False, "opened under the new secretariat, set-up left out", ("W4", "W5")),
    Outcome("incident_response_days_working", "Time to an incident response, new secretariat", "days", -1, False, "the same under the new secretariat, set-up left out", ("W13",)),
    Outcome("reach_states", "States reached", "states", 1, False, "members and states drawn in by outreach, last year", ("W9", "W10")),
    Outcome("finished", "Cases finished", "cases/month", 1, False, "throughput of the secretariat", ("W6", "W28")),
    Outcome("backlog", "Open cases", "cases", -1, False, "mean backlog", ("W13",)),
    Outcome("utilisation", "Posts at work", "share", 0, False, "of all posts since the decision", ("W6", "W28")),
    Outcome("projects_ended", "Projects ended without a result", "projects/month", -1, False, "since the decision", ("W4", "W5")),
    Outcome("throughput_dip", "Speed after a handover", "ratio", 1, False, "quarter after against quarter before", ("W4",)),
    Outcome("memory", "Institutional memory kept", "share", 1, False, "experience kept of all gathered", ("W4", "W5")),
    Outcome("agenda_volatility", "Volatility of the agenda", "distance", -1, False, "change of the agenda in a year", ("W3a",)),
    Outcome("mandate_distance", "Distance from the mandate", "distance", -1, False, "at the end, from the founding mandate", ("W3b",)),
    Outcome("frontier_share", "Agenda on frontier risk", "share", 1, False, "mean share", ("W14", "W3a")),
    Outcome("perceived_bias", "Perceived bias of the seat", "index", -1, False, "felt by members", ("W7",)),
    Outcome("contribution_gap", "Dues against GDP", "distance", -1, False, "0 proportional", ("W11", "W20d")),
    Outcome("largest_payer_share", "Largest payer's share", "share", -1, False, "of the secretariat's cost in a year", ("W11", "W17")),
    Outcome("free_riding", "Effort against stake", "distance", -1, False, "0 proportional to GDP", ("W20d",)),
    Outcome("host_dependence", "Dependence on the host", "share", -1, False, "what leaves with the largest holder of the secretariat", ("W20g", "W31")),
    Outcome("transition_months", "Time until the design works", "months", -1, False, "from the decision", ("W4",)),
    Outcome("transition_cost", "Cases forgone in the transition", "cases", -1, False, "months of set-up, at the pace of the new secretariat, less what was done", ("W4",)),
    Outcome("shared_network", "Sharing through the network", "share", 1, False, "choices in favour", ("S1", "W12")),
    Outcome("shared_bilateral", "Sharing between partners", "share", 1, False, "choices in favour", ("S1", "W20a")),
    *(Outcome(f"share_{c.key}", f"Sharing: {c.name}", "share", 1, False, "choices in favour, all channels", ("S1", "R1")) for c in (CATEGORIES[q] for q in CHOSEN)),
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

# Positions for compiled code, made from the records (MEMBERS, HARM, ...), and where the two families begin and end.
globals().update({outcome.name.upper(): place for place, outcome in enumerate(OUTCOMES)})
COUNT = len(OUTCOMES)
FIRST_CATEGORY = [o.name for o in OUTCOMES].index(f"share_{CATEGORIES[CHOSEN[0]].key}")
PAST_CATEGORIES = FIRST_CATEGORY + len(CHOSEN)
FIRST_TYPE = [o.name for o in OUTCOMES].index(f"type_{TIE_TYPES[0].key}")
PAST_TYPES = FIRST_TYPE + len(TIE_TYPES)
if TYPE_CHECKING:

    def __getattr__(name: str) -> int: ...
