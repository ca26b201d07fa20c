"""What befalls the world: incidents and their answers, elections, dated facts, foreign policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sim.catalogue import INCIDENT_REPORTS
from sim.months import DAYS, NEVER
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm, Office
from tests.bench.idiomatic.casework import Case
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from sim.roster import EventRecord
    from tests.bench.idiomatic.model import IdiomaticModel

NARROWEST, WIDEST = 0.1, 1.8  # bounds of openness
RIVAL, TENSE = rules.RIVAL, 0.4  # rivalry from which there are export controls, dialogues


@dataclass
class Struck:
    """An incident at a firm. ``by_hand`` and ``days`` are the days to an answer (None: nobody answers)."""

    at: float
    severity: float
    by_hand: float | None
    harm: float  # if nobody answers
    done: float = 0.0  # of that harm
    days: float | None = None
    case: Case | None = None


class Incidents:
    """Incidents at firms, in ``log``."""

    def __init__(self, model: IdiomaticModel) -> None:
        self.model, self.random = model, model.random
        self.log: list[Struck] = []
        self.this_month, self.harm = 0, 0.0

    def strike(self) -> None:
        """This month's incidents, in order of time."""
        model, p, struck = self.model, self.model.p, []
        self.this_month = 0
        for firm in model.firms:
            chance = min(1.0, self.expected() / len(model.firms) * (p.accident_safe if firm.safe else 1.0))
            if self.random.random() < chance:
                struck.append((self.random.random(), firm))
        for moment, firm in sorted(struck, key=lambda pair: pair[0]):
            self.add(firm, rules.severity(p, self.random.random()), moment)

    def expected(self) -> float:
        """Number of incidents a month if all raced."""
        model = self.model
        return model.p.incident_rate / 12.0 * model.capability * (1.0 - model.pooled_knowledge)

    def add(self, firm: Firm, severity: float, moment: float) -> None:
        """An incident: salience jumps, who knows answers by hand, the network takes a serious one up."""
        model, at = self.model, self.model.month + moment
        harm = rules.harm_of_incident(model.p, severity, model.capability, model.pooled_knowledge, self.expected())
        number, inside = len(self.log), [o for o in model.offices if o.status > 0 and o.state.tier > 0]
        knowing = [o for o in inside if o is firm.home.office or INCIDENT_REPORTS in firm.sent.get(o, ())]
        struck = Struck(at, severity, self.by_hand(len(knowing), len(inside)), harm)
        self.log.append(struck)
        model.salience += model.p.salience_jump * math.log2(1.0 + severity)
        self.this_month += 1
        told = any(o.state.tier == 1 and INCIDENT_REPORTS in o.pooled for o in knowing)
        told = told or self.random.random() < model.design.coupling_overlap
        if severity >= 1.0 and inside and told and (model.design.fast_lane > 0.0 or model.secretariat.posts_now() > 0):
            case = model.secretariat.look_into(firm, number, at)
            if case.fast or model.secretariat.posts_now() > 0:
                struck.case = case
            else:
                case.withdrawn = True

    def by_hand(self, knowing: int, inside: int) -> float | None:
        """Days to a response without the secretariat: the fewer, the more offices know."""
        p = self.model.p
        return p.bilateral_days + (p.bilateral_best - p.bilateral_days) * knowing / inside if knowing else None

    def answer(self, number: int, days: float) -> None:
        """A response by the secretariat, unless members were earlier."""
        struck = self.log[number]
        if struck.days is None:
            struck.days = days if struck.by_hand is None else min(days, struck.by_hand)

    def answer_by_hand(self) -> None:
        """Members answer what the secretariat has not answered in time; its case is closed."""
        for struck in self.log:
            late = struck.by_hand is not None and self.model.month >= struck.at + struck.by_hand / DAYS
            if struck.days is None and late:
                done = struck.case is not None and not struck.case.open
                struck.days = (struck.case.finished - struck.case.opened) * DAYS if done else struck.by_hand
                if struck.case is not None:
                    struck.case.withdrawn = struck.case.open

    def do_harm(self) -> None:
        """What incidents did since the month before, each until it is answered."""
        self.harm = 0.0
        for struck in self.log:
            days = max(0.0, self.model.month - struck.at) * DAYS if struck.days is None else struck.days
            if struck.days is None and struck.by_hand is None:
                days = min(days, self.model.p.bilateral_days)
            before, struck.done = struck.done, struck.harm * rules.response_loss(days, self.model.p.response_days)
            self.harm += struck.done - before


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
        before, state.openness = state.openness, min(max(state.openness + shift, NARROWEST), WIDEST)
        state.turned |= state.openness < before
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
            self.model.secretariat.powers.name_chair(state, fact.kind == "coordinator")

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
