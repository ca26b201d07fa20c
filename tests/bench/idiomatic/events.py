"""What befalls the world: incidents and their answers, elections, dated facts, foreign policy."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from sim.catalogue import INCIDENT_REPORTS
from sim.months import DAYS, NEVER
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm, Office
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from sim.roster import EventRecord
    from tests.bench.idiomatic.model import IdiomaticModel

NARROWEST, WIDEST = 0.1, 1.8  # bounds of openness
RIVAL, TENSE = rules.RIVAL, 0.4  # rivalry from which there are export controls, dialogues
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
        """This month's dated facts, then elections that fall due, then who meets yearly."""
        model, facts = self.model, self.facts()
        model.occasion = set()
        for fact in facts:
            if fact.month == model.month and fact.kind in ("summit", "network"):
                self.gather({model.offices[j] for j in fact.guests} if fact.kind == "summit" else set())
            elif fact.month == model.month and 0 <= fact.actor < len(model.offices):
                self.replay(fact, model.offices[fact.actor].state)
        for state in model.states:
            if model.month == state.next_election:
                if not (state.elected and self.random.random() < model.p.incumbents_stay):
                    self.elect(state, self.swing())
                state.next_election += state.term
        since = model.month - max([fact.month for fact in facts if fact.kind == "summit"], default=NEVER)
        if model.month > model.config.replay_until and since > 0 and since % 6 == 0:
            self.gather(set(model.offices) if since % 12 == 0 else set())

    def facts(self) -> list[EventRecord]:
        """Dated facts that the run replays."""
        config = self.model.config
        return [fact for fact in config.roster.events if fact.known <= config.replay_until]

    def gather(self, guests: set[Office]) -> None:
        """Offices meet: those of the network, and guests."""
        self.model.occasion |= {o for o in self.model.offices if o.status > 0 and (o.state.tier > 0 or o in guests)}

    def swing(self) -> float:
        """Shift of openness by an election."""
        return self.model.p.election_spread * self.random.gauss(0.0, 1.0)

    def elect(self, state: State, shift: float) -> None:
        """A new government moves openness."""
        state.openness = min(max(state.openness + shift, NARROWEST), WIDEST)
        state.rejected = state.rejected and shift == 0.0

    def replay(self, fact: EventRecord, state: State) -> None:
        """A dated fact."""
        if fact.kind == "election":
            self.elect(state, self.swing() if fact.size is None else fact.size)
            if state.next_election == self.model.month:  # it is the one that would have been drawn
                state.next_election += state.term
        elif fact.kind == "policy_shock":
            size = getattr(self.model.p, fact.parameter) if fact.parameter else fact.size
            self.elect(state, size - state.openness)
        elif fact.kind in ("chair", "coordinator") and self.model.secretariat.as_on_record():
            self.model.secretariat.name_chair(state, fact.kind == "coordinator")

    # ---- foreign policy -------------------------------------------------------------------------------------------
    def foreign_policy(self) -> None:
        """Export controls between rivals, dialogues between tense pairs."""
        p = self.model.p
        for one, other in combinations(self.model.offices, 2):
            rivals = one.rivalry[other.node] >= RIVAL and min(one.state.home_share, other.state.home_share) > 0.0
            past = self.model.month <= self.model.config.replay_until
            often = p.control_rate / 12.0 * 4.0 * one.state.home_share * other.state.home_share
            if rivals and not past and self.random.random() < often:
                self.sour(one, other, p.control_rivalry)
                ahead, behind = one.state, other.state
                if ahead.home_share < behind.home_share:
                    ahead, behind = behind, ahead
                self.set_back(ahead, behind)
            tense = one.rivalry[other.node] >= TENSE and self.speaks(one.state) and self.speaks(other.state)
            at_stake = one.rivalry[other.node] * one.state.stake * other.state.stake
            if tense and self.random.random() < p.dialogue_rate / 12.0 * at_stake:
                self.talk(one, other, p.dialogue_trust)

    def speaks(self, state: State) -> bool:
        """Home to frontier firms, or with an office on record."""
        return state.home_share > 0.0 or min(state.acting_from, state.founded) <= self.model.month

    def sour(self, one: Office, other: Office, harder: float) -> None:
        """An export control: rivalry rises and trust falls, also among the firms of both."""
        sides = [[office, *(f for f in self.model.all_firms if f.home.office is office)] for office in (one, other)]
        for a in sides[0]:
            for b in sides[1]:
                before, after = a.rivalry[b.node], min(1.0, a.rivalry[b.node] + harder)
                left = (1.0 - after) / (1.0 - before) if before < 1.0 else 0.0
                a.rivalry[b.node] = b.rivalry[a.node] = after
                a.trust[b.node] *= left
                b.trust[a.node] *= left

    def talk(self, one: Office, other: Office, share: float) -> None:
        """A dialogue closes a share of the gap to full trust, and brings the two together."""
        self.model.dialogues[frozenset((one, other))] = self.model.month
        for a, b in ((one, other), (other, one)):
            a.trust[b.node] += share * (1.0 - a.trust[b.node])

    def set_back(self, ahead: State, behind: State) -> None:
        """What an export control does to the race."""
        ahead.lead += self.model.p.control_lead
        behind.behind += self.model.p.control_lead
