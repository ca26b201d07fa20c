"""The reference model: genuine Mesa agents walk the month's phases, one after another, over one world."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Any

import mesa
import numpy as np

from sim import draws
from sim.agents import DealMaker, FirmAgent, InstituteAgent, StateAgent
from sim.config import RunConfig
from sim.errors import EntenteError, InputError
from sim.forced import Forced
from sim.frames import frames, reporters
from sim.history import record_of_world
from sim.months import month_label
from sim.phases import PHASES
from sim.phases.actions import settle_vote
from sim.phases.environment import phase_shocks, phase_states
from sim.phases.learning import phase_learning
from sim.phases.month_cache import meetings_of_month
from sim.phases.record import phase_record
from sim.phases.secretariat import phase_secretariat
from sim.phases.setup import begin
from sim.record import SERIES, Decision, Record
from sim.rules.admission import may_vote
from sim.rules.forcing import ACT, RENEW
from sim.rules.learning import free_capacity
from sim.rules.meetings import forced_meeting, is_next, list_due, meeting_draws
from sim.rules.membership import set_benefits, set_efforts
from sim.rules.pace import chooses_now
from sim.rules.sharing import begin_sharing
from sim.scheduled import forced_given
from sim.setting import inputs_of, world_of
from sim.simpy_queue import SimPyQueue
from sim.world import Room

ROOM = Room(cases=20_000, ties=50_000, events=50_000)


class CooperationModel(mesa.Model):
    """States, institutes and firms decide month by month under one design of the network's secretariat.

    ``step`` is a month: the phases of ``sim.phases.PHASES`` in order. ``run`` steps to the end and returns the
    ``Record``. ``running`` is True until the last month is done. Unless ``config.collect`` is False a Mesa
    ``DataCollector`` (``frames``) keeps data frames for the model, the agents and the pairs.
    """

    def __init__(self, config: RunConfig) -> None:
        super().__init__(rng=config.seed)
        self.config = config
        self.world = w = world_of(config, ROOM)
        begin(w, *inputs_of(config))
        self.decisions: list[Decision] = []
        self.states = [StateAgent(self, j) for j in range(w.offices)]
        self.institutes = [InstituteAgent(self, j) for j in range(w.offices)]
        self.firms = [FirmAgent(self, w.offices + f) for f in range(w.firms)]
        self.makers: list[DealMaker] = [*self.institutes, *self.firms]
        self.queue = SimPyQueue(w)
        self.datacollector = mesa.DataCollector(**reporters()) if config.collect else None

    def __getattr__(self, name: str) -> Any:
        """A series of the record (``sim.record.SERIES``), as of the last month recorded; NaN before the first."""
        if name in SERIES and "world" in self.__dict__:
            return float(self.world.series[self.steps - 1, SERIES.index(name)]) if self.steps > 0 else math.nan
        raise AttributeError(f"{type(self).__name__} has no attribute '{name}'")

    @property
    def month(self) -> str:
        """The present month, 'YYYY-MM'."""
        return month_label(self.world.month)

    # ---- running ---------------------------------------------------------------------------------------------------
    def run(self) -> Record:
        """Simulate to the last month and return what happened."""
        while self.running:
            self.step()
        self._release()
        return self.record()

    def record(self) -> Record:
        """What has happened so far."""
        return record_of_world(self.world, self.config, self.decisions)

    def _release(self) -> None:
        """Let go of the finished model: Mesa 3.3 counts agents in a table that would keep every model for ever."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def step(self) -> None:
        """One month."""
        for phase in PHASES:
            getattr(self, f"phase_{phase}")()
        self.queue.work_for_a_month()
        if self.world.overflow:
            raise EntenteError("a run opened more cases, signed more often or saw more events than there is room for")
        if self.datacollector is not None:
            self.datacollector.collect(self)
        self.world.month += 1
        self.running = self.world.month <= self.config.end

    def force(self, *decisions: Forced) -> None:
        """Force decisions of this month or a later one, before ``step``; of two on the same, the last counts.

        InputError for one that nobody could take, or of a month that is past.
        """
        for decision in decisions:
            if decision.month < self.world.month:
                raise InputError("the month is past", key="month", value=month_label(decision.month),
                                 allowed=f"{self.month} or later")  # fmt: skip
        config = dataclasses.replace(self.config, forced=(*self.config.forced, *decisions))
        self.world.give_anew("forced", forced_given(config)["forced"])
        self.config = config

    def frames(self) -> dict[str, object]:
        """Data frames ``model``, ``agents`` and ``pairs`` of a run with ``config.collect``."""
        return frames(self)

    def in_keyed_order(self, purpose: int, actors: Iterable[mesa.Agent]) -> mesa.agent.AgentSet:
        """Actors in this month's random order, which depends on their keys alone."""
        listed = list(actors)
        keys = np.array([self.world.key[actor.node] for actor in listed], dtype=np.uint64)
        order = np.empty(len(keys), dtype=np.int64)
        draws.keyed_order(self.world.stream, self.world.month, purpose, keys, order)
        return mesa.agent.AgentSet([listed[k] for k in order], random=self.random)

    # ---- phases without decisions ----------------------------------------------------------------------------------
    def phase_shocks(self) -> None:
        """Lasting traits, capability, salience, incidents, dated and scheduled events, governments, occasions."""
        phase_shocks(self.world)

    def phase_states(self) -> None:
        """Offices open and grow, memberships on record are replayed, export controls and dialogues."""
        phase_states(self.world)

    def phase_secretariat(self) -> None:
        """Finished casework, design, handover, agenda, dues, projects, and the plan."""
        phase_secretariat(self.world)

    def phase_learning(self) -> None:
        """Trust, knowledge, productivity and what firms believe of each other."""
        phase_learning(self.world)

    def phase_record(self) -> None:
        """The month's numbers."""
        phase_record(self.world)

    # ---- decisions -------------------------------------------------------------------------------------------------
    def phase_membership(self) -> None:
        """Votes on who comes in; then states due for their yearly review, in keyed order; then efforts are set."""
        w = self.world
        set_benefits(w)
        if w.month >= self.config.reviews_from:
            for j in w.by_key:
                if w.ready[j] > 0:
                    self._vote_on(self.states[j])
            due = self.agents_by_type[StateAgent].select(lambda state: state.due)
            self.in_keyed_order(draws.REVIEW_ORDER, due).do("review_membership")
        set_efforts(w)
        free_capacity(w)

    def _vote_on(self, applicant: StateAgent) -> None:
        """The members vote on a state that has applied."""
        voters = [state for state in self.states if may_vote(self.world, state.node)]
        settle_vote(self.world, applicant.node, sum(state.consents(applicant) for state in voters), len(voters))

    def phase_deals(self) -> None:
        """Ties at the end of their term, and pairs that meet, in one keyed order, each seeing what was just done."""
        w = self.world
        due, renewed = list_due(w), 0
        for k in range(meetings_of_month(w)):
            while not is_next(w.meeting_turns[k], w.due_turns, renewed, due):
                self._renew(*w.due_pairs[renewed])
                renewed += 1
            self._meet(w.meetings[k, 0], w.meetings[k, 1], w.meeting_draws[k])
        for pair in w.due_pairs[renewed:due]:
            self._renew(*pair)
        if w.forcing > 0:
            self._meet_by_force()

    def _meet_by_force(self) -> None:
        """Pairs that forced decisions bring together this month, in the order of these decisions."""
        w = self.world
        for k, row in enumerate(w.forced):
            forced, a, b = forced_meeting(w, k)
            if forced and row[ACT] == RENEW:
                self._renew(a, b)
            elif forced:
                self._meet(a, b, np.array(meeting_draws(w, a, b)))

    def _meet(self, a: int, b: int, drawn: np.ndarray) -> None:
        """A pair meets: it considers a memorandum, or the whole tie if its term ends."""
        w = self.world
        if w.ties[a, b] and w.tie_end[a, b] <= w.month:
            self._renew(a, b)
        else:
            self.makers[a].meet(self.makers[b], drawn)

    def _renew(self, a: int, b: int) -> None:
        self.makers[a].renew(self.makers[b])

    def phase_sharing(self) -> None:
        """Offices share with partners and the network, all at once: nobody sees this month's choices of others."""
        begin_sharing(self.world)
        for office in self.agents_by_type[InstituteAgent].select(lambda office: office.exists):
            office.share()
            office.pool()

    def phase_firms(self) -> None:
        """Firms grant access and report incidents; each quarter, in keyed order, they choose their pace."""
        frontier = [firm for firm in self.firms if firm.standing]
        for firm in frontier:
            firm.share()
            firm.pool()
        choosing = [firm for firm in frontier if chooses_now(self.world, firm.row)]
        if choosing:
            self.in_keyed_order(draws.PACE_ORDER, choosing).do("choose_pace")
