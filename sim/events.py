"""Events: what befalls the world from outside: elections, dated facts that are replayed, a scenario's own events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim import parameters as P
from sim.config import ScheduledEvent
from sim.rules import shocks
from sim.rules.measures import list_contacts

if TYPE_CHECKING:
    from sim.model import CooperationModel


class Events:
    """The outside events of a run."""

    def __init__(self, model: CooperationModel) -> None:
        self.model, self.world, self.config = model, model.world, model.config
        added = [(e.month, e.size) for e in self.config.events if e.kind == "capability"]
        self.added_since, self.added = np.array(added, dtype=float).reshape(-1, 2).T.copy()
        self.effects: dict[str, Callable[[ScheduledEvent], None]] = {
            "election": lambda e: self.elect(e.actor, e.size),
            "policy_shock": self._policy_shock,
            "export_control": lambda e: self.control(e.actor, e.partner, e.size),
            "dialogue": self._dialogue,
            "lead": self._lead,
            "rival_network": lambda e: self._rival_network(e.actor, e.size),
            "incident": lambda e: model.incidents.add(e.actor, e.size, 0.0),
            "salience": self._salience,
            "founding": lambda e: model.found(e.actor, 2),
            "exit": lambda e: model.exit(e.actor),
            "capability": lambda e: None,  # see extra_capability
        }

    def happen(self) -> None:
        """This month's dated facts, then the scenario's events, then elections that fall due."""
        w = self.world
        for fact in self.config.roster.events:
            if fact.month == w.month and fact.month <= self.config.replay_until:
                self._replay(fact.kind, fact.actor, fact.text)
        for event in self.config.events:
            if event.month == w.month:
                self.effects[event.kind](event)
                self.model.tell("scheduled", event.actor, event.partner, event.kind.replace("_", " "))
        for state in range(w.J):
            if w.month == w.next_election[state]:
                self.elect(state, self._election_shift(state))
                w.next_election[state] += int(w.p[P.ELECTION_INTERVAL])

    def extra_capability(self) -> float:
        """Capability added by the scenario's events so far."""
        return float(shocks.added_capability(self.world.month, self.added_since, self.added))

    # ---- elections and facts ----------------------------------------------------------------------
    def _election_shift(self, state: int) -> float:
        w = self.world
        return float(shocks.election_shift(w.stream, w.month, w.key[state], w.p[P.ELECTION_SPREAD]))

    def elect(self, state: int, shift: float) -> None:
        """An election moves a state's usual and present openness (W20b)."""
        w = self.world
        for values in (w.usual, w.openness):
            values[state] = shocks.moved_openness(values[state], shift)
        self.model.tell("election", state, -1, f"an election moves its openness by {shift:+.2f}")

    def _replay(self, kind: str, actor: int, text: str) -> None:
        """A dated fact: an election draws its shift; a policy shock sets the usual openness to the drawn engagement."""
        w, known = self.world, 0 <= actor < self.world.J
        if kind == "election" and known:
            self.elect(actor, self._election_shift(actor))
        elif kind == "policy_shock" and known:
            w.usual[actor] = w.p[P.US_ENGAGEMENT]
            self.model.tell("policy", actor, -1, text)
        else:
            self.model.tell("event", actor, -1, text)

    # ---- the scenario's events --------------------------------------------------------------------
    def _policy_shock(self, event: ScheduledEvent) -> None:
        self.world.usual[event.actor] = event.size

    def _salience(self, event: ScheduledEvent) -> None:
        self.world.salience += event.size

    def _lead(self, event: ScheduledEvent) -> None:
        self.world.lead[event.actor] += event.size

    def _dialogue(self, event: ScheduledEvent) -> None:
        trust = self.world.trust
        for i, j in ((event.actor, event.partner), (event.partner, event.actor)):
            trust[i, j] = shocks.closer(trust[i, j], event.size)

    def control(self, state: int, target: int, harder: float) -> None:
        """An export control sours the pair and leaves the target behind, whose firms hurry to catch up (C2)."""
        w = self.world
        shocks.sour(w.rivalry, w.trust, w.home, state, target, harder, w.p[P.CONTROL_TRUST])
        shocks.list_tense(w.rivalry, w.J, w.tense)
        list_contacts(w.ties, w.fora, w.rivalry, w.contact)
        self.set_back(state, target)

    def set_back(self, state: int, target: int) -> None:
        """What an export control does to the race: the state gains a lead, by which the target is set back."""
        w = self.world
        w.lead[state] += w.p[P.CONTROL_LEAD]
        w.behind[target] += w.p[P.CONTROL_LEAD]

    def _rival_network(self, leader: int, size: float) -> None:
        w = self.world
        shocks.expect_rival_network(size, leader, w.tier, w.rivalry, w.outside)
