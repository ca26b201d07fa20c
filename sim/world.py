"""The state of the world as arrays, for both engines: nodes n < J are offices, J + f firms; J states, F firms."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim import parameters as P
from sim.catalogue import CATEGORIES, MANDATE, THEMES
from sim.config import RunConfig
from sim.months import NEVER
from sim.roster import Roster
from sim.rules.measures import distances, powers

REFERENCE_STAFF, REFERENCE_BUDGET = (
    30.0,
    10.0,
)  # an institute of 30 people, or of 10 million dollars, has capacity 1
REFERENCE_GDP = 2000.0  # billion dollars: a stake of 1


class World:
    """All state of a run; a plain holder of arrays, built once from the configuration.

    Unknown numbers of the roster (NaN) are drawn with keys of the actor, so that no other actor moves them.
    """

    def __init__(self, config: RunConfig) -> None:
        roster, self.p = config.roster, config.params.astype(float)
        self.J, self.F = roster.n_states, roster.n_firms
        self.N = self.J + self.F
        self.month = config.first
        self.stream = draws.stream_of(config.seed, config.replicate)
        self.key = np.array([draws.key_of(roster.node_id(n)) for n in range(self.N)], dtype=np.uint64)
        self._actors(roster)
        self._elections(roster, config)
        self._offices(roster)
        self._pairs(roster)
        self._firms(roster)
        self._network(roster, config)
        self._arm(config)
        self._flows()

    # ---- drawing the unknown ----------------------------------------------------------------------
    def _draw(self, purpose: int, node: int, item: int = 0) -> float:
        return float(draws.uniform(self.stream, 0, purpose, self.key[node], draws.NOBODY, item))

    def _normal(self, purpose: int, node: int, item: int = 0) -> float:
        return float(draws.normal(self.stream, 0, purpose, self.key[node], draws.NOBODY, item))

    def _known(self, values: np.ndarray, purpose: int) -> np.ndarray:
        """Values with each NaN replaced by a uniform draw of its own."""
        return np.array([self._draw(purpose, n) if np.isnan(v) else v for n, v in enumerate(values)], dtype=float)

    def _actors(self, roster: Roster) -> None:
        spread = self.p[P.PREFERENCE_SPREAD]
        leaning = np.array([[self._normal(draws.PREFERENCE, j, t) for t in range(len(THEMES))] for j in range(self.J)])
        self.preference = np.exp(spread * leaning)
        self.preference /= self.preference.sum(axis=1, keepdims=True)
        self.stake = np.sqrt(roster.gdp / REFERENCE_GDP)
        self.gdp = roster.gdp.astype(float)
        self.region = roster.region.astype(np.int64)
        self.usual = np.ones(self.N)
        self.usual[: self.J] = 0.5 + self._known(roster.cooperation, draws.OPENNESS)
        self.openness = self.usual.copy()
        self.review = np.array([int(12 * self._draw(draws.REVIEW_MONTH, j)) for j in range(self.J)], dtype=np.int64)
        self.eligible = np.array([self._draw(draws.ELIGIBLE, j) for j in range(self.J)])
        self.partner_draw = np.array([self._draw(draws.PARTNER_TIER, j) for j in range(self.J)])
        self.turn_order = np.array([self._draw(draws.TURN, j) for j in range(self.J)])

    def _elections(self, roster: Roster, config: RunConfig) -> None:
        """Next election of each state: one term after the last dated one, else at a drawn phase after the replay."""
        phase = np.array([self._draw(draws.ELECTION_PHASE, j) for j in range(self.J)])
        after = max(config.replay_until + 1, self.month)
        self.next_election = np.floor(after + phase * self.p[P.ELECTION_INTERVAL]).astype(np.int64)
        for event in roster.events:
            if event.kind == "election" and 0 <= event.actor < self.J:
                self.next_election[event.actor] = max(after, event.month + int(self.p[P.ELECTION_INTERVAL]))

    def _offices(self, roster: Roster) -> None:
        size = np.full((2, self.J), np.nan)
        size[0] = np.sqrt(np.where(roster.staff > 0, roster.staff, np.nan) / REFERENCE_STAFF)
        size[1] = np.sqrt(np.where(roster.budget > 0, roster.budget, np.nan) / REFERENCE_BUDGET)
        unknown = np.isnan(size).all(axis=0)
        known = np.where(unknown, 1.0, np.nansum(size, axis=0) / np.maximum(1, (~np.isnan(size)).sum(axis=0)))
        drawn = np.exp(self.p[P.PREFERENCE_SPREAD] * np.array([self._normal(draws.CAPACITY, j) for j in range(self.J)]))
        self.full_capacity = np.clip(np.where(unknown, drawn, known), 0.25, 3.0)
        self.status = roster.office_status(self.month)
        self.acting_from = roster.acting_from.astype(np.int64)
        self.founded = roster.founded.astype(np.int64)
        self.statutory = np.zeros(self.N, dtype=bool)
        self.statutory[: self.J] = roster.statutory
        self.capacity = np.ones(self.N)
        self.set_capacity()
        self.security = np.empty(self.N)
        self.security[: self.J] = self._known(roster.readiness, draws.SECURITY)
        own = np.array([self._draw(draws.KNOWLEDGE, j) for j in range(self.J)])
        base = 0.05 + 0.1 * (self.status > 0) * self.full_capacity * (0.5 + own)
        self.knowledge = np.clip(base[:, None] * self.preference * len(THEMES), 0.0, 0.9)

    def set_capacity(self) -> None:
        """Capacity of each office, from its status: an institute's own, less for an acting office or none."""
        factor = np.where(self.status == 1, self.p[P.ACTING_CAPACITY], self.p[P.BARE_CAPACITY])
        self.capacity[: self.J] = np.where(self.status == 2, self.full_capacity, factor * self.full_capacity)

    def _pairs(self, roster: Roster) -> None:
        home = np.concatenate([np.arange(self.J), roster.firm_home]).astype(np.int64)
        self.home, self.home2 = (
            home,
            np.concatenate([np.full(self.J, -1), roster.firm_home2]).astype(np.int64),
        )
        self.rivalry = np.clip(roster.rivalry * self.p[P.POLARISATION], 0.0, 1.0)[np.ix_(home, home)]
        self.legal = np.maximum(roster.legal, np.eye(self.J))[np.ix_(home, home)]
        self.fora = np.zeros((self.N, self.N))
        self.fora[: self.J, : self.J] = roster.fora
        if self.F:
            self.fora[self.J :, : self.J] = roster.firm_fora
            self.fora[: self.J, self.J :] = roster.firm_fora.T
        self.trust = 0.5 * (1.0 - self.rivalry)

    def _firms(self, roster: Roster) -> None:
        index = np.full(self.N, np.nan)
        index[self.J :] = roster.safety_index
        drawn = self._known(index, draws.SECURITY)
        self.security[self.J :] = (1.0 + drawn[self.J :]) / 2.0
        self.safe = np.zeros(self.F, dtype=bool)
        self.believed_safe = drawn[self.J :].copy()  # what a firm believes of the others, at first its own culture
        self.home_share = np.zeros(self.J)  # share of the frontier firms at home in each jurisdiction
        for f in range(self.F):
            self.home_share[roster.firm_home[f]] += 1.0 / self.F

    def _network(self, roster: Roster, config: RunConfig) -> None:
        self.ties = np.zeros((self.N, self.N), dtype=np.int64)  # bit mask of types
        self.tie_end = np.full((self.N, self.N), NEVER, dtype=np.int64)
        if config.start == "observed":
            for tie in roster.ties:
                self._sign_observed(tie.a, tie.b, tie.type, tie.month)
        self.weight = np.zeros(self.N)
        self.weight[self.J :] = self.p[P.FIRM_WEIGHT]
        self.weight[: self.J] = (self.status > 0).astype(float)
        self.power = powers(self.p[P.DECAY])
        self.distance = distances(self.ties)
        self.degree = (self.ties > 0).sum(axis=1).astype(np.int64)
        self.tier = (roster.member_from < self.month).astype(np.int64)
        self.member_from = roster.member_from.astype(np.int64)
        self.applied = np.full(self.J, -1, dtype=np.int64)  # number of the open admission case

    def _sign_observed(self, a: int, b: int, kind: int, month: int | None) -> None:
        signed = self.month - 1 if month is None else month
        if signed >= self.month:
            return
        end = max(self.month, signed + int(self.p[P.DEAL_TERM]))
        for i, j in ((a, b), (b, a)):
            self.ties[i, j] |= 1 << kind
            self.tie_end[i, j] = end

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
        self.free = self.capacity.copy()  # capacity left for bilateral work

    def _flows(self) -> None:
        q = len(CATEGORIES)
        self.flow = np.zeros((self.N, self.N, q), dtype=bool)  # i sent category q to j this month
        self.pool = np.zeros((self.N, q), dtype=bool)  # i sent category q to the network this month
        self.asked_pair = np.zeros((q, 2))  # choices and shares this month
        self.asked_pool = np.zeros((q, 2))
        self.exposure = np.zeros(self.N)  # expected loss taken this month
        self.leaks = 0.0
        self.received = np.zeros(self.J)
        self.salience, self.capability, self.pooled = 1.0, 1.0, 0.0
        self.incidents = 0
        self.lead = np.zeros(self.J)  # decisive lead of a state over all others, 0 to 1 (C12)
        self.behind = np.zeros(self.J)  # how far export controls have set a state back, share of the stakes (C2)
        self.outside = np.zeros(self.J)  # utility of a rival network (W27)
        self.response_days = self.p[P.BILATERAL_DAYS]  # moving average over incidents
