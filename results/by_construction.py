"""What one rule makes (assumed by construction) and what several make (emergent): only the second is a finding."""

from __future__ import annotations

from dataclasses import dataclass

BY_CONSTRUCTION, EMERGENT = "assumed by construction", "emergent"


@dataclass(frozen=True)
class Effect:
    """An effect a reader may see in the results.

    kind : 'assumed by construction' if a single rule makes it, so that it restates an assumption; 'emergent' if two
        or more mechanisms pull against each other, so that its size or sign could not be written down beforehand.
    outcomes : names of the outcomes it shows in.  evidence : ids of the claims.
    """

    kind: str
    text: str
    outcomes: tuple[str, ...]
    evidence: tuple[str, ...]


EFFECTS = (
    Effect(
        BY_CONSTRUCTION,
        "Approval stages delay responses and standards, more so with more members.",
        ("incident_response_days", "time_to_output_months"),
        ("W13",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "A design that lets states without an institute apply can have them as members.",
        ("members_without_institute", "members", "regions"),
        ("W9",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "A permanent seat works faster the longer nothing is handed over.",
        ("multi_year_completion", "incident_response_days"),
        ("W6",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "A seat with expert networks of its own reaches more states from the first month.",
        ("reach_states",),
        ("W10",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "Dues in proportion to national income follow it; a payer gains influence only through its share.",
        ("contribution_gap", "largest_payer_share"),
        ("W11",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "Diplomatic protection lowers what can leak from the network's channel, not what a rival does with what it "
        "is given.",
        ("sensitive_pooled", "leaks"),
        ("W12",),
    ),
    Effect(
        BY_CONSTRUCTION, "A broad mandate leaves less of the agenda to frontier risk.", ("frontier_share",), ("W14",)
    ),
    Effect(
        BY_CONSTRUCTION,
        "Friction for firms lowers the access to models that they grant through the secretariat.",
        ("model_access",),
        ("W15",),
    ),
    Effect(
        BY_CONSTRUCTION,
        "Incompatible data law lowers sharing; a statutory mandate raises a firm's cost of refusing.",
        ("sensitive_pooled", "model_access"),
        ("W20c", "W20h"),
    ),
    Effect(
        BY_CONSTRUCTION,
        "Export controls cost trust; shared fora make a deal more likely.",
        ("office_ties", "rival_ties"),
        ("C2", "G2"),
    ),
    Effect(
        EMERGENT,
        "How large the network gets: benefits of joint effort against dues, crowding, bias of the seat "
        "and what outsiders enjoy for nothing.",
        ("members", "regions", "members_without_institute"),
        ("W7", "W9", "W20d", "W20f"),
    ),
    Effect(
        EMERGENT,
        "Breadth against depth: more members and a protected channel, but also more who may leak, and rivals among "
        "them, whom no channel stops.",
        ("sensitive_pooled", "leaks"),
        ("W12", "W15b", "W20a"),
    ),
    Effect(
        EMERGENT,
        "Bias against capacity: a strong host does more and is trusted less.",
        ("members", "acceptability", "influence_gini"),
        ("W7", "W7a", "W17"),
    ),
    Effect(
        EMERGENT,
        "Whether rotation spreads influence after hosts' capacities and terms are counted.",
        ("influence_gini",),
        ("W1",),
    ),
    Effect(
        EMERGENT,
        "Whether long projects finish: lost memory and repeated work against growing experience.",
        ("multi_year_completion", "time_to_output_months", "throughput_dip", "memory"),
        ("W4", "W5", "W8"),
    ),
    Effect(
        EMERGENT,
        "How long an incident waits: staff and fast lane against backlog, approvals and handovers.",
        ("incident_response_days", "backlog", "finished"),
        ("W4", "W13", "W16"),
    ),
    Effect(
        EMERGENT,
        "Drift of the agenda from the founding mandate as hosts pull and members push back.",
        ("mandate_distance", "agenda_volatility", "frontier_share"),
        ("W3a", "W3b", "W14"),
    ),
    Effect(
        EMERGENT,
        "Cascades when a hub turns away: its partners lose contacts, knowledge and reasons to stay.",
        ("members", "office_ties", "lapses", "host_dependence"),
        ("W20b", "W20g", "W31"),
    ),
    Effect(
        EMERGENT,
        "Who gains and who could block: net benefit of each member against today's arrangement.",
        ("acceptability", "vetoes"),
        ("W17", "W20d"),
    ),
    Effect(
        EMERGENT,
        "Racing, and with it harm: pooled knowledge and verification against prizes and rivalry.",
        ("harm", "safe_share"),
        ("C5", "C8", "C9", "C10"),
    ),
)


def effects(outcome: str) -> list[Effect]:
    """The effects that show in an outcome, those by construction first."""
    found = [e for e in EFFECTS if outcome in e.outcomes]
    return sorted(found, key=lambda e: e.kind != BY_CONSTRUCTION)


def of_kind(kind: str) -> list[Effect]:
    """All effects of a kind."""
    return [e for e in EFFECTS if e.kind == kind]
