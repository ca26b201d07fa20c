"""The state of the world as arrays, for both engines: nodes n < J are offices, J + f firms; J states, F firms."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim import parameters as P
from sim.catalogue import CATEGORIES, MANDATE, THEMES
from sim.config import RunConfig
from sim.months import NEVER
from sim.plain import read_singly
from sim.roster import Roster
from sim.rules import origins, shocks
from sim.rules.categories import SET
from sim.rules.exchange import AT_A_GLANCE
from sim.rules.glance import room_for_glances
from sim.rules.measures import list_contacts, list_positive, novelties
from sim.rules.partners import MONTH, NODE, TYPES, links_of, partners_of
from sim.rules.reach import present_of, within_of


class World:
    """All state of a run; a plain holder of arrays, built once from the configuration.

    It gathers the roster's arrays; ``sim.rules.origins`` computes, and draws what the roster does not know.
    """

    def __init__(self, config: RunConfig) -> None:
        roster, self.p = config.roster, read_singly(config.params.astype(float))
        self.J, self.F = roster.n_states, roster.n_firms
        self.N = self.J + self.F
        self.month = config.first
        self.stream = draws.stream_of(config.seed, config.replicate)
        self.key = np.array([draws.key_of(roster.node_id(n)) for n in range(self.N)], dtype=np.uint64)
        self._states(roster)
        self._elections(roster, config)
        self._offices(roster)
        self._pairs(roster)
        self._firms(roster)
        self._network(roster, config)
        self._arm(config)
        self._flows()

    def _own_draws(self, purpose: int) -> np.ndarray:
        out = np.empty(self.J)
        origins.own_draws(self.stream, self.key, purpose, out)
        return out

    def _states(self, roster: Roster) -> None:
        self.preference = np.empty((self.J, len(THEMES)))
        origins.preferences(self.stream, self.key, self.p[P.PREFERENCE_SPREAD], self.preference)
        self.gdp, self.stake = roster.gdp.astype(float), np.empty(self.J)
        origins.stakes_by_gdp(self.gdp, self.stake)
        self.region = roster.region.astype(np.int64)
        self.usual = np.empty(self.N)
        origins.usual_openness(self.stream, self.key, roster.cooperation.astype(float), self.usual)
        self.openness = self.usual.copy()
        self.review = np.empty(self.J, dtype=np.int64)
        origins.review_months(self.stream, self.key, self.review)
        self.eligible = self._own_draws(draws.ELIGIBLE)
        self.partner_draw = self._own_draws(draws.PARTNER_TIER)
        self.turn_order = self._own_draws(draws.TURN)

    def _elections(self, roster: Roster, config: RunConfig) -> None:
        """Next election of each state, after the replay of dated ones."""
        dated = [(e.month, e.actor) for e in roster.events if e.kind == "election" and 0 <= e.actor < self.J]
        month, actor = np.array(dated, dtype=np.int64).reshape(-1, 2).T.copy()
        self.next_election = np.empty(self.J, dtype=np.int64)
        origins.next_elections(
            self.stream, self.key, self.p[P.ELECTION_INTERVAL], max(config.replay_until + 1, self.month), month, actor,
            self.next_election,
        )  # fmt: skip

    def _offices(self, roster: Roster) -> None:
        self.full_capacity = np.empty(self.J)
        origins.full_capacities(
            self.stream, self.key, roster.staff.astype(float), roster.budget.astype(float),
            self.p[P.PREFERENCE_SPREAD], self.full_capacity,
        )  # fmt: skip
        self.status = roster.office_status(self.month)
        self.acting_from = roster.acting_from.astype(np.int64)
        self.founded = roster.founded.astype(np.int64)
        self.statutory = np.zeros(self.N, dtype=bool)
        self.statutory[: self.J] = roster.statutory
        self.capacity = np.ones(self.N)
        origins.office_capacities(self.p, self.status, self.full_capacity, self.capacity)
        self.security = np.empty(self.N)
        origins.office_security(self.stream, self.key, roster.readiness.astype(float), self.security)
        self.knowledge = np.empty((self.J, len(THEMES)))
        origins.initial_knowledge(
            self.stream, self.key, self.status, self.full_capacity, self.preference, self.knowledge
        )
        # Of what each knows to the others: when casework is settled, or a state without an office is reviewed.
        self.novelty = np.zeros((self.J + 1, self.J))
        novelties(self.knowledge, self.status, self.novelty)

    def _pairs(self, roster: Roster) -> None:
        self.home = np.concatenate([np.arange(self.J), roster.firm_home]).astype(np.int64)
        self.rivalry = np.empty((self.N, self.N))
        origins.initial_rivalry(roster.rivalry.astype(float), self.home, self.p[P.POLARISATION], self.rivalry)
        self.tense = np.empty(self.J * self.J // 2 + 1, dtype=np.int64)  # pairs of states
        shocks.list_tense(self.rivalry, self.J, self.tense)
        self.legal = np.maximum(roster.legal, np.eye(self.J))[np.ix_(self.home, self.home)]
        self.fora = np.zeros((self.N, self.N))
        self.fora[: self.J, : self.J] = roster.fora
        if self.F:
            self.fora[self.J :, : self.J] = roster.firm_fora
            self.fora[: self.J, self.J :] = roster.firm_fora.T
        self.trust = np.empty((self.N, self.N))
        origins.initial_trust(self.rivalry, self.trust)

    def _firms(self, roster: Roster) -> None:
        self.safe = np.zeros(self.F, dtype=bool)
        self.believed_safe = np.empty(self.F)  # what a firm believes of the others, at first its own culture
        origins.firm_security(
            self.stream, self.key, roster.safety_index.astype(float), self.security, self.believed_safe
        )
        self.home_share = np.empty(self.J)  # share of the frontier firms at home in each jurisdiction
        origins.home_shares(self.home[self.J :], self.home_share)

    def _network(self, roster: Roster, config: RunConfig) -> None:
        self.ties = np.zeros((self.N, self.N), dtype=TYPES)  # bit mask of types
        self.tie_end = np.full((self.N, self.N), NEVER, dtype=MONTH)
        if config.start == "observed":
            last = self.month - 1  # undated ties count as signed in the last month
            rows = [(t.a, t.b, t.type, last if t.month is None else t.month) for t in roster.ties]
            a, b, kind, signed = np.array(rows, dtype=np.int64).reshape(-1, 4).T.copy()
            origins.observed_ties(self.month, self.p[P.DEAL_TERM], a, b, kind, signed, self.ties, self.tie_end)
        self.weight = np.empty(self.N)
        origins.weights(self.status, self.p[P.FIRM_WEIGHT], self.weight)
        self.links, self.contact = links_of(self.ties), np.empty((self.N, self.N))
        self.within, self.depth = within_of(self.links)
        self.present = present_of(self.weight, self.J)
        list_contacts(self.ties, self.fora, self.rivalry, self.contact)
        self.partners, self.degree = partners_of(self.ties)
        # Room for the pairs whose term ends in a month, and for their turns.
        self.due, self.due_turns = np.zeros((self.N * self.J, 2), dtype=NODE), np.zeros(self.N * self.J)
        self.tier = (roster.member_from < self.month).astype(np.int64)
        self.members = np.empty(self.J + 1, dtype=np.int64)  # those in the network
        list_positive(self.tier, self.members)
        self.member_from = roster.member_from.astype(np.int64)
        self.applied = np.full(self.J, -1, dtype=np.int64)  # number of the open admission case

    def _arm(self, config: RunConfig) -> None:
        self.design = config.baseline.values.astype(float).copy()
        self.seat = config.baseline.seat.astype(float).copy()
        self.chair = -1  # member whose turn it is
        self.host = np.zeros(self.J)
        self.agenda = MANDATE.copy()
        self.productivity = 0.5  # of the arm, finished against planned work
        self.work_planned, self.work_done = 1.0, 0.5  # moving averages, staff-months a month
        self.harmonisation = 0.1
        self.cleared = np.zeros(self.J)
        self.reached = np.zeros(self.J)  # how far outreach has drawn a state in, 0 to 1
        self.influence = np.zeros(self.J)
        self.dues = np.zeros(self.J)
        self.cost = 0.0
        self.effort = np.zeros(self.J)
        self.benefit = np.zeros(self.J)  # per unit of joint effort, as of this month
        self.free = self.capacity.copy()  # capacity left for bilateral work

    def _flows(self) -> None:
        q = len(CATEGORIES)
        self.flow = np.zeros((self.N, self.N), dtype=SET)  # set of categories that i sent to j this month
        self.pool = np.zeros(self.N, dtype=np.int64)  # and to the network
        self.glance, self.glanced = room_for_glances(self.N, self.J, AT_A_GLANCE)
        self.asked_pair = np.zeros((q, 2))  # choices and shares this month
        self.asked_pool = np.zeros((q, 2))
        self.pool_sums = np.zeros(3, dtype=np.int64)  # what is not yet in ``asked_pool``
        self.exposure = np.zeros(self.N)  # expected loss taken this month
        self.leaks = 0.0
        self.leaked = np.zeros(self.N)  # over ties
        self.channels = np.zeros((self.N, 2), dtype=NODE)  # room for the ties over which one actor may send
        self.received = np.zeros(self.J)
        self.salience, self.capability, self.pooled = 1.0, 1.0, 0.0
        self.incidents = 0
        self.lead = np.zeros(self.J)  # decisive lead of a state over all others, 0 to 1 (C12)
        self.behind = np.zeros(self.J)  # how far export controls have set a state back, share of the stakes (C2)
        self.outside = np.zeros(self.J)  # utility of a rival network (W27)
        self.response_days = self.p[P.BILATERAL_DAYS]  # moving average over incidents
