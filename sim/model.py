"""The reference model: genuine Mesa agents walk the month's phases, one after another, over one world of arrays."""

from __future__ import annotations

import mesa
import numpy as np

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.agents import DealMaker, FirmAgent, InstituteAgent, StateAgent
from sim.arm import Arm
from sim.catalogue import FRONTIER_THEMES, HELPING, TIE_TYPES
from sim.config import RunConfig
from sim.events import Events
from sim.frames import frames, reporters
from sim.incidents import Incidents
from sim.ledger import Ledger
from sim.months import CUT_OFF
from sim.phases import PHASES
from sim.record import FORMED, LAPSED, RENEWED, Decision, Happening, Record
from sim.rules import learning, origins, shocks
from sim.rules.appraisal import member_efforts, stakes
from sim.rules.categories import SHARES, WORTHS, settle
from sim.rules.measures import list_contacts, list_positive, update_contact, verification
from sim.rules.meetings import is_next, who_meet, whose_term_ends
from sim.rules.partners import add_partners, drop_partners
from sim.rules.reach import link_within, list_present, unlink_within
from sim.world import World


class CooperationModel(mesa.Model):
    """States, institutes and firms decide month by month under one design of the network's secretariat.

    ``step`` is a month: the phases of ``sim.phases.PHASES`` in order. ``run`` steps to the end and returns the
    ``Record``. With ``config.collect`` a Mesa ``DataCollector`` (``frames``) keeps data frames for the model, the
    agents and the pairs.
    """

    def __init__(self, config: RunConfig) -> None:
        super().__init__(rng=config.seed)
        self.config = config
        self.world = World(config)
        self.decisions: list[Decision] = []
        self.chronicle: list[Happening] = []
        w = self.world
        self.states = [StateAgent(self, j) for j in range(w.J)]
        self.institutes = [InstituteAgent(self, j) for j in range(w.J)]
        self.firms = [FirmAgent(self, w.J + f) for f in range(w.F)]
        self.makers: list[DealMaker] = [*self.institutes, *self.firms]
        self.incidents = Incidents(self)
        self.events = Events(self)
        self.arm = Arm(self)
        self.ledger = Ledger(self)
        self.datacollector = mesa.DataCollector(**reporters()) if config.collect else None

    # ---- running ----------------------------------------------------------------------------------
    def run(self) -> Record:
        """Simulate to the last month and return what happened."""
        while self.world.month <= self.config.end:
            self.step()
        self._release()
        return self.ledger.record()

    def _release(self) -> None:
        """Let go of the finished model: Mesa 3.3 counts agents in a table that would keep every model for ever."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def step(self) -> None:
        """One month."""
        for phase in PHASES:
            getattr(self, f"phase_{phase}")()
        if self.datacollector is not None:
            self.datacollector.collect(self)
        self.world.month += 1

    def frames(self) -> dict[str, object]:
        """Data frames ``model``, ``agents`` and ``pairs`` of a run with ``config.collect``."""
        return frames(self)

    def _keyed_order(self, purpose: int, keys: np.ndarray) -> np.ndarray:
        """Positions of the actors' ``keys`` in this month's random order."""
        order = np.empty(len(keys), dtype=np.int64)
        draws.keyed_order(self.world.stream, self.world.month, purpose, keys, order)
        return order

    def tell(self, kind: str, actor: int, partner: int, text: str) -> None:
        """Write a line of the chronicle, if the run keeps one."""
        if self.config.keep_chronicle:
            self.chronicle.append(Happening(self.world.month, kind, actor, partner, text))

    # ---- 1 shocks ---------------------------------------------------------------------------------
    def phase_shocks(self) -> None:
        """Capability, salience, incidents, dated and scheduled events, elections."""
        w = self.world
        w.capability = shocks.capability(w.month, CUT_OFF, w.p[P.CAPABILITY_GROWTH]) + self.events.extra_capability()
        w.salience = shocks.decayed_salience(w.salience, w.p[P.SALIENCE_HALF_LIFE])
        self.incidents.strike()
        self.events.happen()

    # ---- 2 states ---------------------------------------------------------------------------------
    def phase_states(self) -> None:
        """Openness returns, offices open, export controls and dialogues; dated facts of the roster are replayed."""
        w = self.world
        shocks.reopen(w.openness, w.usual, w.p[P.OPENNESS_RETURN], w.J)
        for state in self.states:
            j = state.node
            if w.status[j] < 1 and w.acting_from[j] <= w.month:
                self.found(j, 1)
            if w.status[j] < 2 and w.founded[j] <= w.month:
                self.found(j, 2)
            if w.month > self.config.replay_until and state.founds():
                self.found(j, 2)
            if w.month < self.config.adopt and w.tier[j] == 0 and w.member_from[j] == w.month:
                self.admit(j, 1)
        log = np.empty((w.J * w.J, 3), dtype=np.int64)  # a pair may have one of each
        count = shocks.foreign_policy(
            w.stream, w.month, w.key, w.rivalry, w.trust, w.home, w.J, w.p[P.CONTROL_RATE], w.p[P.CONTROL_RIVALRY],
            w.p[P.CONTROL_TRUST], w.p[P.DIALOGUE_RATE], w.p[P.DIALOGUE_TRUST], w.tense, log,
        )  # fmt: skip
        for i, j, kind in log[:count]:
            if kind == 0:
                state, target = shocks.controller(i, j, w.home_share)
                if w.home_share[state] > 0:
                    self.events.set_back(int(state), int(target))
            self.tell("dialogue" if kind else "export_control", int(i), int(j), "")
        if (log[:count, 2] == 0).any():
            list_contacts(w.ties, w.fora, w.rivalry, w.contact)

    def found(self, state: int, status: int) -> None:
        """A state opens an acting office (1) or an institute (2)."""
        w = self.world
        if w.status[state] < status:
            w.status[state] = status
            origins.office_capacities(w.p, w.status, w.full_capacity, w.capacity)
            w.weight[state] = 1.0
            list_present(w.weight, w.J, w.present)
            self.tell("founding", state, -1, "an acting office opens" if status == 1 else "an institute opens")

    # ---- 3 secretariat ----------------------------------------------------------------------------
    def phase_secretariat(self) -> None:
        """The arm's month (see ``sim.arm``)."""
        self.incidents.answer_by_hand()
        self.arm.month()

    # ---- 4 membership -----------------------------------------------------------------------------
    def phase_membership(self) -> None:
        """States due for their yearly review, in keyed order, each seeing what was just done; then efforts are set."""
        w = self.world
        if w.month >= self.config.adopt:
            due = [s for s in self.states if w.review[s.node] == w.month % 12 and s.may_apply()]
            keys = np.array([w.key[s.node] for s in due], dtype=np.uint64)
            for k in self._keyed_order(draws.REVIEW_ORDER, keys) if due else ():
                self._review(due[k])
        w.benefit[:] = self.stakes()
        member_efforts(w.p, w.benefit, w.members, w.tier, w.capacity, self.arm.total_productivity(), w.effort)
        learning.free_capacity(
            w.capacity, w.effort, w.ties, w.partners, w.degree, HELPING, w.p[P.EXCHANGE_GAIN], w.free
        )

    def stakes(self) -> np.ndarray:
        """(J,) benefit of every state per unit of joint effort, as things stand."""
        w = self.world
        overlap = w.p[P.OVERLAP] * w.design[D.OVERLAP]
        benefit = np.empty(w.J)
        stakes(w.p, w.stake, w.openness, w.salience, w.capability, overlap, w.lead, benefit)
        return benefit

    def _review(self, state: StateAgent) -> None:
        w, j = self.world, state.node
        wanted = state.review_membership()
        if w.tier[j] > 0:
            if wanted == 0:
                self.leave(j)
            elif wanted != w.tier[j]:
                w.tier[j] = wanted
                self.tell("tier", j, -1, "becomes a partner" if wanted == 2 else "becomes a full member")
        elif wanted and w.applied[j] < 0:
            w.applied[j] = self.arm.open("admission", j, item=wanted).number
            self.tell("apply", j, -1, "applies to join")
        elif not wanted and w.applied[j] >= 0:
            w.applied[j] = -1
            self.tell("withdraw", j, -1, "withdraws its application")
        elif not wanted:
            self.tell("refuse", j, -1, "does not join")

    def admit(self, state: int, tier: int) -> None:
        """A state becomes a member (1) or partner (2)."""
        w = self.world
        w.tier[state], w.applied[state] = tier, -1
        list_positive(w.tier, w.members)
        self.tell("join", state, -1, "joins the network" + (" as a partner" if tier == 2 else ""))

    def leave(self, state: int) -> None:
        """A state leaves the network."""
        w = self.world
        if w.tier[state] > 0:
            self.tell("leave", state, -1, "leaves the network")
        w.tier[state], w.applied[state] = 0, -1
        list_positive(w.tier, w.members)

    def exit(self, state: int) -> None:
        """A state leaves the network and ends its ties."""
        self.leave(state)
        for other in np.flatnonzero(self.world.ties[state]):
            self.end_tie(state, int(other))

    # ---- 5 deals ----------------------------------------------------------------------------------
    def phase_deals(self) -> None:
        """Ties at the end of their term, and pairs that meet, in one keyed order, each seeing what was just done."""
        w = self.world
        rate = w.p[P.MEETING_RATE]
        count = whose_term_ends(
            w.stream, w.month, w.key, w.status, w.partners, w.degree, w.tie_end, w.J, rate, w.due, w.due_turns
        )
        due, turns = w.due[:count].tolist(), w.due_turns[:count]
        renewed = 0
        for (a, b), turn, luck in zip(*who_meet(w.stream, w.month, w.key, w.status, w.J, rate), strict=True):
            while not is_next(turn, turns, renewed, count):
                self._renew(*due[renewed])
                renewed += 1
            self._meet(int(a), int(b), luck)
        for a, b in due[renewed:]:
            self._renew(a, b)

    def _meet(self, a: int, b: int, luck: np.ndarray) -> None:
        """A pair meets: it considers one more type, or the whole tie if its term ends."""
        w = self.world
        if w.ties[a, b] and w.tie_end[a, b] <= w.month:
            self._renew(a, b)
        else:
            kind = self.makers[a].meet(self.makers[b], luck)
            if kind >= 0:
                self.sign(a, b, kind)

    def sign(self, a: int, b: int, kind: int) -> None:
        """A deal: the type is added, and the tie's term begins anew."""
        w = self.world
        if not w.ties[a, b]:
            link_within(w.within, w.depth, a, b)
            add_partners(w.links, w.partners, w.degree, a, b)
        for i, j in ((a, b), (b, a)):
            w.ties[i, j] |= 1 << kind
            w.tie_end[i, j] = w.month + int(w.p[P.DEAL_TERM])
        update_contact(w.contact, w.ties, w.fora, w.rivalry, a, b)
        self.ledger.log_tie(a, b, kind, FORMED)
        self.tell("tie", a, b, f"sign: {TIE_TYPES[kind].short}")

    def _renew(self, a: int, b: int) -> None:
        w = self.world
        if self.makers[a].renew(self.makers[b]):
            w.tie_end[a, b] = w.tie_end[b, a] = w.month + int(w.p[P.DEAL_TERM])
            self.ledger.log_tie(a, b, -1, RENEWED)
            self.tell("renewal", a, b, "renew their tie")
        else:
            self.end_tie(a, b)

    def end_tie(self, a: int, b: int) -> None:
        """A tie lapses with all its types."""
        w = self.world
        w.ties[a, b] = w.ties[b, a] = 0
        drop_partners(w.links, w.partners, w.degree, a, b)
        unlink_within(w.links, w.within, w.depth, a, b)
        update_contact(w.contact, w.ties, w.fora, w.rivalry, a, b)
        self.ledger.log_tie(a, b, -1, LAPSED)
        self.tell("lapse", a, b, "their tie lapses")

    # ---- 6 sharing --------------------------------------------------------------------------------
    def phase_sharing(self) -> None:
        """Offices share with partners and the network, all at once: nobody sees this month's choices of others."""
        w = self.world
        w.leaks = 0.0
        w.asked_pair[:], w.asked_pool[:], w.exposure[:], w.leaked[:] = 0.0, 0.0, 0.0, 0.0
        for office in self.institutes:
            if office.exists:
                office.share()
                office.pool()
        settle(w.pool_sums, w.asked_pool)

    # ---- 7 firms ----------------------------------------------------------------------------------
    def phase_firms(self) -> None:
        """Firms grant access and report incidents; each quarter, in keyed order, they choose their pace."""
        w = self.world
        for firm in self.firms:
            firm.share()
            firm.pool()
        settle(w.pool_sums, w.asked_pool)
        if w.month % 3 == 0:
            for k in self._keyed_order(draws.PACE_ORDER, w.key[w.J :]):
                self.firms[k].choose_pace()

    def verification(self) -> float:
        """How far a firm's pace can be seen by others: aligned methods where the firms' homes are members (C8)."""
        w = self.world
        return float(verification(w.harmonisation, w.tier, w.home_share))

    # ---- 8 learning -------------------------------------------------------------------------------
    def phase_learning(self) -> None:
        """Trust, knowledge, productivity, clearances and what firms believe of each other."""
        w = self.world
        learning.received(
            w.flow, w.pool, w.tier, w.status, w.members, w.ties, w.partners, w.degree, w.novelty, WORTHS, w.received
        )
        learning.update_trust(
            w.trust, w.flow, w.pool, w.tier, w.members, w.ties, w.partners, w.degree, SHARES, w.p[P.TRUST_SPEED]
        )
        learning.learn(
            w.knowledge, w.status, w.free, w.preference, w.received, w.p[P.OWN_LEARNING], w.p[P.SHARED_LEARNING],
            w.p[P.OBSOLESCENCE],
        )  # fmt: skip
        w.pooled = learning.pooled_knowledge(
            w.knowledge, w.status, w.tier, w.degree, w.capacity, np.array(FRONTIER_THEMES)
        )
        self.arm.update_productivity()
        w.harmonisation = learning.outdated(w.harmonisation, w.p[P.OBSOLESCENCE])
        learning.fade(w.cleared, w.p[P.CLEARANCE_LIFE])
        learning.update_beliefs(w.believed_safe, w.safe, w.p[P.TRUST_SPEED])

    # ---- 9 record ---------------------------------------------------------------------------------
    def phase_record(self) -> None:
        """The month's numbers; then the arm works until the next month."""
        self.ledger.month()
        self.arm.work()
