"""The month's numbers, as reporters of a Mesa ``DataCollector``: the series of the record, and a row for each state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.catalogue import FRONTIER_THEMES, MANDATE, PRE_DEPLOYMENT
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

Model = Any
MANDATE_LIST = MANDATE.tolist()


def inside(model: Model) -> list[State]:
    """Members and partners."""
    return [s for s in model.states if s.tier > 0]


def office_ties(model: Model, least: float = 0.0) -> float:
    """Ties between offices with at least this rivalry."""
    ends = sum(
        o.rivalry[other.node] >= least for o in model.offices for other in o.ties if not other.is_firm
    )  # fmt: skip
    return ends / 2


def taken(asked: list[list[int]]) -> float:
    """Share of the choices taken."""
    return sum(row[1] for row in asked) / max(1, sum(row[0] for row in asked))


def sensitive_pooled(model: Model) -> float:
    """Sensitive information given to the network, weighted by sensitivity and capacity."""
    return sum(
        o.capacity * sum(rules.SENSITIVITY[q] for q in o.pooled & rules.SENSITIVE) for o in model.offices if o.pooled
    )


def testers(firm: Firm) -> int:
    """Offices with access to a firm's models."""
    return sum(PRE_DEPLOYMENT in sent for sent in firm.sent.values())


def duplicated(model: Model) -> float:
    """Evaluations done by more than one office."""
    return sum(max(0.0, testers(f) - 1.0) * (1.0 - model.harmonisation) for f in model.firms)


def memory(model: Model) -> float:
    """Institutional memory of the secretariat."""
    return min(1.0, model.secretariat.experience / ((model.month + 1 - model.config.first) / 12.0))


def mean(values: list) -> float:
    """Mean, 0 of nothing."""
    return sum(values) / max(1, len(values))


SERIES = {
    "members": lambda m: len(inside(m)),
    "members_without_institute": lambda m: sum(s.office.status < 2 for s in inside(m)),
    "regions": lambda m: len({s.region for s in inside(m)}),
    "office_ties": office_ties,
    "firm_ties": lambda m: sum(len(f.ties) for f in m.firms),
    "rival_ties": lambda m: office_ties(m, rules.RIVAL),
    "shared_network": lambda m: taken(m.asked_pool),
    "shared_bilateral": lambda m: taken(m.asked_pair),
    "sensitive_pooled": sensitive_pooled,
    "model_access": lambda m: mean([PRE_DEPLOYMENT in f.pooled for f in m.firms]),
    "productivity": lambda m: m.secretariat.productivity,
    "memory": memory,
    "backlog": lambda m: m.secretariat.casework.backlog(),
    "finished": lambda m: m.secretariat.settled,
    "projects_ended": lambda m: m.secretariat.projects.ended,
    "speed": lambda m: m.secretariat.casework.speed,
    "harmonisation": lambda m: m.harmonisation,
    "frontier_share": lambda m: sum(m.secretariat.agenda[t] for t in FRONTIER_THEMES),
    "mandate_distance": lambda m: rules.total_variation(m.secretariat.agenda, MANDATE_LIST),
    "duplicated": duplicated,
    "leaks": lambda m: m.leaks,
    "salience": lambda m: m.salience,
    "capability": lambda m: m.capability,
    "incidents": lambda m: m.incidents.this_month,
    "pooled_knowledge": lambda m: m.pooled_knowledge,
    "safe_share": lambda m: mean([f.safe for f in m.firms]) if m.firms else 1.0,
    "harm": lambda m: m.harm,
    "dues": lambda m: sum(s.dues for s in m.states),
    "cost": lambda m: m.secretariat.cost,
    "neutrality": lambda m: m.secretariat.powers.neutrality,
    "posts": lambda m: m.secretariat.manned,
    "at_work": lambda m: m.secretariat.at_work,
    "reach": lambda m: sum(1.0 if s.tier > 0 else s.reached for s in m.states),
    "agenda": lambda m: list(m.secretariat.agenda),
    "network_shares": lambda m: m.asked_pool,
    "bilateral_shares": lambda m: m.asked_pair,
    "safe": lambda m: [f.safe for f in m.firms],
}


def access(state: State) -> float:
    """Share of firms whose models a state's office can test."""
    firms = state.model.firms
    direct = sum(PRE_DEPLOYMENT in f.sent.get(state.office, ()) for f in firms)
    if state.tier == 1 and state.office.status == 2:
        direct = max(direct, sum(PRE_DEPLOYMENT in f.pooled for f in firms))
    return direct / max(1, len(firms))


STATE_SERIES = {
    "status": lambda s: s.office.status,
    "tier": "tier",
    "influence": "influence",
    "dues": "dues",
    "effort": "effort",
    "welfare": "welfare",
    "openness": "openness",
    "knowledge": lambda s: mean(s.office.knowledge),
    "access": access,
    "exposure": lambda s: s.office.exposure,
    "host": "host",
    "posts_lent": lambda s: s.posts_lent(s.host),
    "posts_at_hand": lambda s: s.posts_at_hand(s.host),
    "first_hand": lambda s: s.host * s.news(),
    "agenda_away": lambda s: rules.total_variation(s.model.secretariat.agenda, s.preference),
    "bias_felt": lambda s: s.bias(),
}


def welfare(state: State, total_effort: float, members: int) -> float:
    """What the month was worth to a state."""
    model, p, office = state.model, state.model.p, state.office
    share = (0.0, 1.0, p.partner_access)[state.tier]
    enjoyed = 1.0 - model.design.excludability * (1.0 - share)
    value = state.benefit * model.secretariat.total_productivity() * enjoyed * total_effort
    value -= state.cost_of(state.effort)
    if office.weight > 0.0:
        value += model.salience * state.openness * model.network.reach(office)
        for other, tie in office.ties.items():
            lead = office.lead_with(other)
            value += sum(office.worth_of_type(other, kind) for kind in tie.kinds if kind != lead)
            value += p.fora_weight * office.fora[other.node]
            value -= rules.tie_cost(p, 0, office.free, office.trust[other.node], model.harmonisation)
    value += office.received + enjoyed * state.news() - office.exposure - state.dues - state.stake * model.harm
    value += state.host * state.news()
    if state.tier > 0:
        value -= share * state.bias() + p.crowding * (members - 1)
    return value


def count_pairs(model: IdiomaticModel) -> None:
    """For every pair and category: one more month in which it shared, directly or through the network."""
    members = [o for o in model.offices if o.state.tier > 0 and o.status > 0]
    for sender in model.makers:
        reached = {(other.node, q) for other, sent in sender.sent.items() for q in sent}
        if sender in members:
            reached |= {(other.node, q) for other in members for q in sender.pooled}
        if not sender.is_firm:
            channels = {*sender.sent, *(members if sender in members else ())}
            reached |= {(other.node, q) for other in channels for q in rules.PUBLISHED}
        for j, q in reached:
            model.pair_months[sender.node, j, q] += 1
