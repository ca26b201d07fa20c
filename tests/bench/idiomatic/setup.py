"""The world at the start: actors from the roster, unknown numbers drawn, observed ties and members."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.catalogue import THEMES
from tests.bench.idiomatic.agents import Firm, Office, State
from tests.bench.idiomatic.makers import DealMaker
from tests.bench.idiomatic.network import Tie

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

STAFF, BUDGET, GDP = 30.0, 10.0, 2000.0  # of an institute of capacity 1, and of a stake of 1


def known(value: float, model: IdiomaticModel) -> float:
    """A number of the roster, or a draw where it is unknown."""
    return model.random.random() if math.isnan(value) else float(value)


def make_offices(model: IdiomaticModel) -> list[Office]:
    """An office for each jurisdiction, with its state."""
    roster, p, random = model.config.roster, model.p, model.random
    status, offices = roster.office_status(model.month).tolist(), []
    for j in range(roster.n_states):
        office = Office(model, j)
        State(model, office)
        preference = [math.exp(p.preference_spread * random.gauss(0.0, 1.0)) for _ in THEMES]
        office.state.preference = [x / sum(preference) for x in preference]
        office.status, office.weight = status[j], float(status[j] > 0)
        office.full_capacity = min(max(size_of(model, j), 0.25), 3.0)
        office.set_capacity()
        office.free, office.statutory = office.capacity, bool(roster.statutory[j])
        office.security = known(roster.readiness[j], model)
        base = 0.05 + 0.1 * (office.status > 0) * office.full_capacity * (0.5 + random.random())
        office.knowledge = [min(max(base * x * len(THEMES), 0.0), 0.9) for x in office.state.preference]
        set_state(model, office.state, j)
        offices.append(office)
    return offices


def size_of(model: IdiomaticModel, j: int) -> float:
    """Capacity of an institute from its staff and budget, drawn where both are unknown."""
    roster = model.config.roster
    known_sizes = [
        math.sqrt(value / scale)
        for value, scale in ((float(roster.staff[j]), STAFF), (float(roster.budget[j]), BUDGET))
        if value > 0
    ]
    if known_sizes:
        return sum(known_sizes) / len(known_sizes)
    return math.exp(model.p.preference_spread * model.random.gauss(0.0, 1.0))


def set_state(model: IdiomaticModel, state: State, j: int) -> None:
    """Attributes of a jurisdiction."""
    roster, config, random = model.config.roster, model.config, model.random
    state.gdp, state.region = float(roster.gdp[j]), int(roster.region[j])
    state.stake = math.sqrt(state.gdp / GDP)
    state.usual = state.openness = 0.5 + known(roster.cooperation[j], model)
    state.review_month = random.randrange(12)
    state.eligible, state.partner_draw, state.turn_order = random.random(), random.random(), random.random()
    state.member_from = int(roster.member_from[j])
    state.tier = int(state.member_from < model.month)
    state.acting_from, state.founded = int(roster.acting_from[j]), int(roster.founded[j])
    after, interval = max(config.replay_until + 1, model.month), model.p.election_interval
    state.next_election = int(after + random.random() * interval)
    for event in roster.events:
        if event.kind == "election" and event.actor == j:
            state.next_election = max(after, event.month + int(interval))


def make_firms(model: IdiomaticModel, offices: list[Office]) -> list[Firm]:
    """The frontier firms, at home in a jurisdiction."""
    roster, firms = model.config.roster, []
    for f in range(roster.n_firms):
        firm = Firm(model, roster.n_states + f, offices[roster.firm_home[f]].state)
        firm.home.home_share += 1.0 / roster.n_firms
        firm.believed_safe = known(roster.safety_index[f], model)
        firm.security = (1.0 + firm.believed_safe) / 2.0
        firms.append(firm)
    return firms


def relate(model: IdiomaticModel, makers: list[DealMaker]) -> None:
    """Rivalry, legal compatibility, fora and trust of every pair."""
    roster, offices = model.config.roster, model.config.roster.n_states
    rivalry, legal, fora, firm_fora = (
        array.tolist() for array in (roster.rivalry, roster.legal, roster.fora, roster.firm_fora)
    )
    home = [m.home.office.node if m.is_firm else m.node for m in makers]
    for a in makers:
        i = home[a.node]
        a.rivalry = [min(max(rivalry[i][j] * model.p.polarisation, 0.0), 1.0) for j in home]
        a.legal = [1.0 if i == j else legal[i][j] for j in home]
        a.trust = [0.5 * (1.0 - r) for r in a.rivalry]
        if a.is_firm:
            a.fora = firm_fora[a.node - offices] + [0.0] * roster.n_firms
        else:
            a.fora = fora[i] + [row[i] for row in firm_fora]


def observed_ties(model: IdiomaticModel, makers: list[DealMaker]) -> None:
    """Ties signed before the start, for the term that is left of them."""
    for seen in model.config.roster.ties:
        signed = model.month - 1 if seen.month is None else seen.month
        if signed < model.month:
            a, b = makers[seen.a], makers[seen.b]
            if b not in a.ties:
                model.network.link(a, b, Tie(set(), 0))
            a.ties[b].kinds.add(seen.type)
            a.ties[b].end = max(model.month, signed + int(model.p.deal_term))
