"""What befalls the world: incidents and their answers, elections, dated facts, foreign policy."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from sim.catalogue import INCIDENT_REPORTS
from sim.months import DAYS
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm, Office, State

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

NARROWEST, WIDEST = 0.1, 1.8  # bounds of openness
RIVAL, TENSE = 0.5, 0.3  # rivalry from which there are export controls, dialogues
MEMORY = 3.0  # incidents over which the time to a response is averaged


class Incidents:
    """Incidents at firms. ``log`` holds dicts of time, severity, days that members take, days taken."""

    def __init__(self, model: IdiomaticModel) -> None:
        self.model, self.random = model, model.random
        self.log: list[dict] = []
        self.this_month = 0

    def strike(self) -> None:
        """This month's incidents, in order of time."""
        model, p, struck = self.model, self.model.p, []
        self.this_month = 0
        for firm in model.firms:
            rate = p.incident_rate / 12.0 / len(model.firms) * (p.accident_safe if firm.safe else 1.0)
            if self.random.random() < min(1.0, rate * model.capability * (1.0 - model.pooled_knowledge)):
                struck.append((self.random.random(), firm))
        for moment, firm in sorted(struck, key=lambda pair: pair[0]):
            self.add(firm, 0.5 + self.random.random(), moment)

    def add(self, firm: Firm, severity: float, moment: float) -> None:
        """An incident: salience jumps, the secretariat opens a case if it hears of it."""
        model, at = self.model, self.model.month + moment
        number = len(self.log)
        self.log.append({"at": at, "severity": severity, "by_hand": self.by_hand(firm), "days": None})
        model.salience += model.p.salience_jump * severity
        self.this_month += 1
        reported = any(INCIDENT_REPORTS in sent for sent in firm.sent.values())
        if reported or self.random.random() < model.design.coupling_overlap:
            model.secretariat.open("incident", firm, item=number, at=at)

    def by_hand(self, firm: Firm) -> float:
        """Days to a response without the secretariat: the fewer, the more offices have a tie to the firm."""
        p = self.model.p
        offices = [o for o in self.model.offices if o.status > 0]
        informed = sum(o in firm.ties or o is firm.home.office for o in offices) / max(1, len(offices))
        return p.bilateral_days + (p.bilateral_best - p.bilateral_days) * informed

    def answer(self, number: int, days: float) -> None:
        """A response by the secretariat, unless members were earlier."""
        incident = self.log[number]
        if incident["days"] is None:
            incident["days"] = min(days, incident["by_hand"])
            self.model.response_days = rules.smoothed(self.model.response_days, incident["days"], MEMORY)

    def answer_by_hand(self) -> None:
        """Members answer what the secretariat has not answered in time."""
        for number, incident in enumerate(self.log):
            if incident["days"] is None and self.model.month >= incident["at"] + incident["by_hand"] / DAYS:
                self.answer(number, incident["by_hand"])


class Events:
    """Elections, dated facts and foreign policy."""

    def __init__(self, model: IdiomaticModel) -> None:
        self.model, self.random = model, model.random

    def happen(self) -> None:
        """This month's dated facts, then elections that fall due."""
        model, config = self.model, self.model.config
        for fact in config.roster.events:
            if fact.month == model.month and fact.month <= config.replay_until and 0 <= fact.actor < len(model.offices):
                self.replay(fact.kind, model.offices[fact.actor].state)
        for state in model.states:
            if model.month == state.next_election:
                self.elect(state, self.swing())
                state.next_election += int(model.p.election_interval)

    def swing(self) -> float:
        """Shift of openness by an election."""
        return self.model.p.election_spread * self.random.gauss(0.0, 1.0)

    def elect(self, state: State, shift: float) -> None:
        """An election moves usual and present openness."""
        state.usual = min(max(state.usual + shift, NARROWEST), WIDEST)
        state.openness = min(max(state.openness + shift, NARROWEST), WIDEST)

    def replay(self, kind: str, state: State) -> None:
        """A dated fact."""
        if kind == "election":
            self.elect(state, self.swing())
        elif kind == "policy_shock":
            state.usual = self.model.p.us_engagement

    # ---- foreign policy -------------------------------------------------------------------------------------------
    def foreign_policy(self) -> None:
        """Export controls between rivals, dialogues between tense pairs."""
        p = self.model.p
        for one, other in combinations(self.model.offices, 2):
            if one.rivalry[other.node] >= RIVAL and self.random.random() < p.control_rate / 12.0:
                self.sour(one, other, p.control_rivalry)
                ahead, behind = one.state, other.state
                if ahead.home_share < behind.home_share:
                    ahead, behind = behind, ahead
                if ahead.home_share > 0:
                    self.set_back(ahead, behind)
            if one.rivalry[other.node] >= TENSE and self.random.random() < p.dialogue_rate / 12.0:
                self.talk(one, other, p.dialogue_trust)

    def sour(self, one: Office, other: Office, harder: float) -> None:
        """An export control: rivalry rises and trust falls, also among the firms of both."""
        sides = [[office, *(f for f in self.model.firms if f.home.office is office)] for office in (one, other)]
        for a in sides[0]:
            for b in sides[1]:
                a.rivalry[b.node] = b.rivalry[a.node] = min(1.0, a.rivalry[b.node] + harder)
                a.trust[b.node] *= self.model.p.control_trust
                b.trust[a.node] *= self.model.p.control_trust

    def talk(self, one: Office, other: Office, share: float) -> None:
        """A dialogue closes a share of the gap to full trust."""
        for a, b in ((one, other), (other, one)):
            a.trust[b.node] += share * (1.0 - a.trust[b.node])

    def set_back(self, ahead: State, behind: State) -> None:
        """What an export control does to the race."""
        ahead.lead += self.model.p.control_lead
        behind.behind += self.model.p.control_lead
