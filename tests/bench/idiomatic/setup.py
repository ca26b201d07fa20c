"""The world at the start: actors from the roster, unknown numbers drawn, observed ties and members."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.catalogue import THEMES
from sim.months import NEVER
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm, Office
from tests.bench.idiomatic.makers import DealMaker
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from sim.roster import Roster
    from tests.bench.idiomatic.model import IdiomaticModel

GDP = 2000.0  # of a stake of 1


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
        office.full_capacity, office.since = min(max(size_of(model, office), 0.25), 3.0), int(roster.founded[j])
        office.set_capacity()
        office.free, office.statutory = office.capacity, bool(roster.statutory[j])
        office.security = known(roster.readiness[j], model)
        base = 0.05 + 0.1 * (office.status > 0) * office.full_capacity * (0.5 + random.random())
        office.knowledge = [min(max(base * x * len(THEMES), 0.0), 0.9) for x in office.state.preference]
        set_state(model, office.state, j)
        office.open_from = min(office.state.acting_from, office.state.founded, NEVER)
        offices.append(office)
    return offices


def size_of(model: IdiomaticModel, office: Office) -> float:
    """Capacity of an institute before the first month; where nothing is known drawn below 1, or the state's stake."""
    roster, j = model.config.roster, office.node
    drawn = math.exp(-model.p.preference_spread * abs(model.random.gauss(0.0, 1.0)))
    drawn *= min(1.0, math.sqrt(roster.gdp[j] / GDP))
    size = rules.capacity(float(roster.staff[j]), float(roster.budget[j]), drawn)
    for change in office.changes():
        if change.month < model.month:
            size = change.share * rules.capacity(change.staff, change.budget, size)
    return size


def set_state(model: IdiomaticModel, state: State, j: int) -> None:
    """Attributes of a jurisdiction."""
    roster, config, random = model.config.roster, model.config, model.random
    state.gdp, state.region = float(roster.gdp[j]), int(roster.region[j])
    state.stake = math.sqrt(state.gdp / GDP)
    state.openness = 0.5 + known(roster.cooperation[j], model)
    state.review_month = random.randrange(12)
    state.eligible, state.partner_draw, state.turn_order = random.random(), random.random(), random.random()
    state.arrears_draw = random.random()
    state.member_from = int(roster.member_from[j])
    state.tier = int(state.member_from < model.month)
    state.acting_from, state.founded = int(roster.acting_from[j]), int(roster.founded[j])
    state.elected, state.pledged = roster.regime[j] == 0, float(roster.pledged[j])
    state.developing = bool(roster.developing[j])
    state.term, after = int(roster.term[j]), max(config.replay_until + 1, model.month)
    state.next_election = int(after + random.random() * state.term)
    held = [e.month for e in roster.events if e.kind == "election" and e.actor == j and e.known <= config.replay_until]
    due = int(roster.next_change[j])
    due = held[-1] + state.term if held and due == NEVER else due
    if due < NEVER:
        state.next_election = due + -(-(after - due) // state.term) * state.term


def make_firms(model: IdiomaticModel, offices: list[Office]) -> list[Firm]:
    """The frontier firms, at home in a jurisdiction."""
    roster, firms = model.config.roster, []
    for f in range(roster.n_firms):
        firm = Firm(model, roster.n_states + f, offices[roster.firm_home[f]].state)
        firm.since, firm.until = int(roster.frontier_from[f]), int(roster.frontier_until[f])
        firm.believed_safe = known(roster.safety_index[f], model)
        firm.place = place_of(roster.safety_index, f)
        firm.security = (1.0 + firm.believed_safe) / 2.0
        firms.append(firm)
    return firms


def place_of(indices: np.ndarray, f: int) -> float | None:
    """Place of a firm's safety index among the known ones, 0 to 1: those below, and half of its equals."""
    if math.isnan(indices[f]):
        return None
    others = indices[~np.isnan(indices)]
    return float(np.mean((others < indices[f]) + 0.5 * (others == indices[f])))


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


def usual_rivalry(roster: Roster) -> float:
    """Mean rivalry of two states with an office on record, as in the roster."""
    judges = np.flatnonzero((roster.acting_from < NEVER) | (roster.founded < NEVER))
    among = roster.rivalry[np.ix_(judges, judges)]
    return float(among.sum() - np.trace(among)) / max(1, len(judges) * (len(judges) - 1))


def observed_ties(model: IdiomaticModel, makers: list[DealMaker]) -> None:
    """Ties signed before the start, for the term that is left of them."""
    for seen in model.config.roster.ties:
        signed = model.month - 1 if seen.month is None else seen.month
        a, b = makers[seen.a], makers[seen.b]
        if signed < model.month and all(m in model.firms for m in (a, b) if m.is_firm):
            if b not in a.ties:
                model.network.link(a, b, Tie(set(), 0))
            a.ties[b].kinds.add(seen.type)
            a.ties[b].end = max(model.month, signed + int(model.p.deal_term))
