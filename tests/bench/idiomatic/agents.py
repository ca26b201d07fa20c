"""The actors: offices, their states and the frontier firms, with their own attributes and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import HELPING, INCIDENT_REPORTS, PRE_DEPLOYMENT, TESTING, THEMES, TIE_TYPES
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.makers import NOTHING, Actor, DealMaker
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.rules import BENEFIT, CATEGORIES, SENSITIVE

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

HELPS = {kind for kind in range(len(TIE_TYPES)) if HELPING & (1 << kind)}


class Office(DealMaker):
    """The office of a jurisdiction: none (0), an acting office (1) or an institute (2)."""

    state: State

    def __init__(self, model: IdiomaticModel, node: int) -> None:
        super().__init__(model, node)
        self.status, self.full_capacity, self.capacity = 0, 1.0, 1.0
        self.knowledge: list[float] = []
        self.received = 0.0
        self.cleared = 0.0

    @property
    def openness(self) -> float:
        """Openness of its state."""
        return self.state.openness

    def set_capacity(self) -> None:
        """An institute's own capacity, less for an acting office or none."""
        p = self.model.p
        self.capacity = self.full_capacity * (p.bare_capacity, p.acting_capacity, 1.0)[self.status]

    def lacks(self, other: Office) -> float:
        return sum((1.0 - own) * theirs for own, theirs in zip(self.knowledge, other.knowledge, strict=True)) / len(
            THEMES
        )

    def protection(self, cleared: float) -> float:
        """Share of exposure removed on the network's channel."""
        given = self.model.design.diplomatic_protection
        return given + (1.0 - given) * self.model.p.clearance_gain * cleared

    def standing(self) -> tuple[int, float, float]:
        return (self.state.tier if self.status > 0 else 0), self.protection(self.cleared), 0.0

    def wants_clearance(self) -> bool:
        """Whether a cleared channel would change what it withholds."""
        if self.state.tier != 1 or self.status == 0 or self.cleared > 0.5:
            return False
        now, then = self.protection(self.cleared), self.protection(1.0)
        for q in sorted(SENSITIVE):
            if self.gain_from_pooling(q, 1, now, 0.0)[0] <= 0.0 < self.gain_from_pooling(q, 1, then, 0.0)[0]:
                return True
        return False

    # ---- learning -------------------------------------------------------------------------------------------------
    def got_from(self, sender: DealMaker) -> set[int]:
        """Categories that reached this office from a sender this month, directly or through the network."""
        got = sender.sent.get(self, NOTHING)
        if sender.pooled and self.state.tier == 1:
            return sender.pooled | got
        if sender.pooled and self.state.tier == 2:
            return (sender.pooled - SENSITIVE) | got
        return got

    def receive(self) -> None:
        """Weigh what was received by its benefit and by what was not known."""
        self.received = 0.0
        if self.status > 0:
            for sender in self.model.makers:
                if sender is not self and (got := self.got_from(sender)):
                    useful = self.lacks(sender) if not sender.is_firm else 0.5
                    self.received += useful * sum(BENEFIT[q] for q in got)

    def update_trust(self) -> None:
        """Believe more in those who shared, less in those who could have and did not."""
        speed, inside = self.model.p.trust_speed, self.state.tier > 0
        for other in self.model.offices:
            if other is not self and (other in self.ties or (inside and other.state.tier > 0)):
                got = sum(BENEFIT[q] for q in self.got_from(other)) / sum(BENEFIT)
                self.trust[other.node] += speed * (got - self.trust[other.node])

    def learn(self) -> None:
        """Own work, what others shared, and what goes out of date."""
        p = self.model.p
        for t, known in enumerate(self.knowledge):
            known *= 1.0 - p.obsolescence
            if self.status > 0:
                own = p.own_learning * self.free * self.state.preference[t] * len(THEMES)
                known = rules.gained(known, own + p.shared_learning * self.received)
            self.knowledge[t] = known

    def settle_capacity(self) -> None:
        """Capacity left after joint effort, with help from larger partners."""
        self.free = self.capacity - self.state.effort
        for other, tie in self.ties.items():
            if not other.is_firm and other.capacity > self.capacity and tie.kinds & HELPS:
                self.free += self.model.p.exchange_gain * (other.capacity - self.capacity)


class State(Actor):
    """A jurisdiction: it founds an office, joins, changes tier, leaves, and pays."""

    def __init__(self, model: IdiomaticModel, office: Office) -> None:
        super().__init__(model)
        self.office, office.state = office, self
        self.tier, self.lead, self.behind, self.reached = 0, 0.0, 0.0, 0.0
        self.host = self.influence = self.dues = self.effort = self.welfare = self.home_share = 0.0
        self.application: int | None = None  # number of the open admission case

    # ---- offices --------------------------------------------------------------------------------------------------
    def consider_office(self) -> None:
        """Openness returns; an office opens when it is due, or by chance after the dated facts."""
        model, p, month = self.model, self.model.p, self.model.month
        self.openness += p.openness_return * (self.usual - self.openness)
        if self.office.status < 1 and self.acting_from <= month:
            self.found(1)
        if self.office.status < 2 and self.founded <= month:
            self.found(2)
        chance = p.founding_rate / 12.0 * self.openness * self.stake * model.salience
        if month > model.config.replay_until and self.office.status == 0 and self.random.random() < chance:
            self.found(2)
        if month < model.config.adopt and self.tier == 0 and self.member_from == month:
            self.admit(1)

    def found(self, status: int) -> None:
        """Open an acting office (1) or an institute (2)."""
        if self.office.status < status:
            self.office.status, self.office.weight = status, 1.0
            self.office.set_capacity()

    # ---- membership -----------------------------------------------------------------------------------------------
    @property
    def benefit(self) -> float:
        """Benefit of a unit of joint effort."""
        model, p = self.model, self.model.p
        benefit = p.network_benefit * model.salience * self.openness * self.stake * model.capability
        return benefit * (1.0 - p.overlap * model.design.coupling_overlap) * (1.0 - min(1.0, self.lead))

    def may_apply(self) -> bool:
        """Those with an office may; others as far as the design is open and outreach drew them in."""
        return self.office.status > 0 or self.tier > 0 or (
            self.eligible < self.model.design.open_to_states * self.reached
        )  # fmt: skip

    def gain_from_membership(self, tier: int) -> float:
        """Gain from being in the network at a tier against staying outside."""
        model, p, design = self.model, self.model.p, self.model.design
        productivity, benefit = model.secretariat.total_productivity(), self.benefit
        share = 1.0 if tier == 1 else p.partner_access
        with_us, inside = model.coalition_effort(self, tier)
        without_us, _ = model.coalition_effort(self, 0)
        alone = rules.effort(p, benefit, productivity, self.office.capacity)
        gain = benefit * productivity * (
            (1.0 - design.excludability * (1.0 - share)) * with_us - (1.0 - design.excludability) * without_us
        )  # fmt: skip
        gain -= rules.effort_cost(p, inside) - rules.effort_cost(p, alone)
        gain -= benefit * productivity * alone
        gain += self.expected_information(tier)
        gain -= share * self.bias()
        gain -= model.secretariat.dues_shares({self: tier})[self] * model.secretariat.cost
        gain -= p.crowding * sum(other.tier > 0 for other in model.states if other is not self)
        return gain + design.penalty

    def expected_information(self, tier: int) -> float:
        """Expected value of sharing through the network."""
        p, total, protection = self.model.p, 0.0, self.office.protection(self.office.cleared)
        for q in CATEGORIES:
            gain, public, _ = self.office.gain_from_pooling(q, tier, protection, 0.0)
            total += rules.probability(gain, p.noise) * (gain - (0.0 if q in SENSITIVE else public))
        return p.information_weight * total

    def bias(self) -> float:
        """Dislike of a partial seat and of a pulled agenda."""
        model, design = self.model, self.model.design
        with_host = sum(other.host * self.office.rivalry[other.office.node] for other in model.states)
        pulled = design.host_agenda_pull * rules.total_variation(model.secretariat.agenda, self.preference)
        return model.p.bias_weight * ((1.0 - design.perceived_neutrality) * with_host + pulled)

    def wanted_tier(self) -> int:
        """The tier wanted at the yearly review: 0 outside, 1 member, 2 partner."""
        tiers = [1, 2] if self.model.secretariat.partner_tier_open(self) else [1]
        gain, tier = max((self.gain_from_membership(tier), -tier) for tier in tiers)
        noise = self.model.p.noise
        if noise <= 0.0 and self.tier > 0:
            return -tier if gain >= -rules.TOLERANCE else 0
        return -tier if self.chooses("review", gain, noise) else 0

    def review(self) -> None:
        """The yearly review of membership."""
        wanted = self.wanted_tier()
        if self.tier > 0:
            self.tier = wanted
            if wanted == 0:
                self.application = None
        elif wanted and self.application is None:
            self.application = self.model.secretariat.open("admission", self, item=wanted).number
        elif not wanted:
            self.application = None

    def admit(self, tier: int) -> None:
        """Become a member (1) or a partner (2)."""
        self.tier, self.application = tier, None


class Firm(DealMaker):
    """A frontier firm: it signs with offices, grants access, and chooses its pace."""

    is_firm, openness = True, 1.0

    def __init__(self, model: IdiomaticModel, node: int, home: State) -> None:
        super().__init__(model, node)
        self.home = home
        self.safe, self.believed_safe = False, 0.5
        self.weight = model.p.firm_weight

    def mandate(self, other: DealMaker) -> float:
        return self.model.p.fine if other.statutory else 0.0

    def may_send(self, tie: Tie) -> list[int] | range:
        return [INCIDENT_REPORTS, PRE_DEPLOYMENT] if TESTING in tie.kinds else [INCIDENT_REPORTS]

    def poolable(self) -> list[int] | range:
        return [PRE_DEPLOYMENT]

    def standing(self) -> tuple[int, float, float]:
        """A firm reaches the network if its home, or an office it has a tie with, is a full member."""
        tied = self.home.tier == 1 or any(
            not other.is_firm and other.state.tier == 1 and other.status > 0 for other in self.ties
        )
        at_home = sum(state.host * state.home_share for state in self.model.states)
        return int(tied), 0.0, self.model.design.industry_friction * (1.0 - at_home)

    def overseen(self) -> bool:
        """Whether an office with statutory powers has access to its models."""
        return any(other.statutory and PRE_DEPLOYMENT in sent for other, sent in self.sent.items())

    def gain_from_safety(self) -> float:
        """Gain from developing safely for a quarter."""
        model, p = self.model, self.model.p
        disaster = rules.disaster_chance(p, model.capability, model.pooled_knowledge)
        mirror = min(1.0, p.mirroring * model.verification())
        return sum(rules.pace_terms(p, self.believed_safe, mirror, disaster, self.overseen(), self.home.behind))

    def choose_pace(self) -> None:
        """Safe or fast for the coming quarter."""
        p = self.model.p
        self.safe = self.chooses("pace", self.gain_from_safety(), p.noise * (p.step_benefit + p.prize))

    def update_belief(self) -> None:
        """What it believes of the others' pace moves to what they do."""
        others = [other.safe for other in self.model.firms if other is not self]
        seen = sum(others) / max(1, len(others))
        self.believed_safe = rules.smoothed(self.believed_safe, seen, 1.0 / self.model.p.trust_speed)
