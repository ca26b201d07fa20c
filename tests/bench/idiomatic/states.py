"""The jurisdictions: they found offices, join and leave, vote on who else comes in, and pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.months import NEVER
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.makers import Actor
from tests.bench.idiomatic.rules import SENSITIVE
from tests.bench.idiomatic.traits import Trait

if TYPE_CHECKING:
    from tests.bench.idiomatic.agents import Office
    from tests.bench.idiomatic.model import IdiomaticModel


class State(Actor):
    """A jurisdiction: it founds an office, joins, changes tier, leaves, and pays."""

    def __init__(self, model: IdiomaticModel, office: Office) -> None:
        super().__init__(model)
        self.office, office.state = office, self
        self.tier, self.lead, self.behind, self.reached = 0, 0.0, 0.0, 0.0
        self.host = self.influence = self.dues = self.effort = self.welfare = self.home_share = 0.0
        self.application: int | None = None  # number of the open admission case
        self.ready = 0  # tier for which the application comes to the vote
        self.rejected = False  # and nothing has changed since
        self.turned = False  # its government has turned less open this month
        self.in_arrears = self.fell_behind = False  # with its dues; this month
        self.will: Trait

    # ---- offices --------------------------------------------------------------------------------------------------
    def consider_office(self) -> None:
        """An office opens when it is due, or by chance after the dated facts."""
        model, p, month = self.model, self.model.p, self.model.month
        if self.office.status < 1 and self.acting_from <= month:
            self.found(1)
        if self.office.status < 2 and self.founded <= month:
            self.found(2)
        interest = self.pledged + (1.0 if self.tier > 0 else self.reached)
        chance = p.founding_rate / 12.0 * self.openness * self.office.security * model.salience * interest
        may = self.office.status < 2 and self.founded >= NEVER and month > model.config.replay_until
        if may and self.random.random() < chance:
            self.found(2)
        if month < model.config.reviews_from and self.tier == 0 and self.member_from == month:
            self.admit(1)

    def found(self, status: int) -> None:
        """Open an acting office (1) or an institute (2)."""
        if self.office.status < status:
            self.office.status, self.office.weight, self.office.since = status, 1.0, self.model.month
            self.office.set_capacity()
            self.rejected = False

    # ---- membership -----------------------------------------------------------------------------------------------
    @property
    def benefit(self) -> float:
        """Benefit of a unit of joint effort."""
        model, p = self.model, self.model.p
        worth = (self.stake + self.office.capacity) / 2.0
        benefit = p.network_benefit * model.salience * self.openness * worth * model.capability
        return benefit * (1.0 - p.overlap * model.design.coupling_overlap) * (1.0 - min(1.0, self.lead))

    def may_apply(self) -> bool:
        """Those with an office may; others as far as the design is open and outreach drew them in, or has a seat."""
        if self.rejected:
            return False
        return self.office.status > 0 or self.tier > 0 or (
            self.eligible < max(self.model.design.open_to_states * self.reached, self.invited())
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
        gain -= self.cost_of(inside) - self.cost_of(alone)
        gain -= benefit * productivity * alone
        gain += self.expected_information(tier) + self.openness * design.excludability * share * self.news()
        gain += self.hosting(self.powers_at(tier))
        gain -= share * self.bias()
        gain -= model.secretariat.dues_shares({self: tier})[self] * model.secretariat.cost
        gain -= p.crowding * sum(other.tier > 0 for other in model.states if other is not self)
        return gain + design.penalty + model.traits.worth(self.will) + self.leaving_cost(tier)

    def cost_of(self, effort: float) -> float:
        """Cost of an effort for its office."""
        return rules.effort_cost(self.model.p, effort, self.office.capacity)

    def leaving_cost(self, tier: int) -> float:
        """What it saves by staying at a tier."""
        return self.model.p.ending if self.tier > 0 and (tier == 1 or tier == self.tier) else 0.0

    def expected_information(self, tier: int) -> float:
        """Expected value of sharing through the network, beyond what publishing brings."""
        office, total, noise = self.office, 0.0, self.model.traits.fresh
        for q in office.poolable():
            if self.model.recipients(office, q):
                gain, public, _ = office.gain_from_pooling(q, tier, office.protection(office.cleared), 0.0)
                left_out = office.leaning(q) + (0.0 if q in SENSITIVE else public)
                total += rules.probability(gain, noise) * max(0.0, gain - left_out)
        return self.openness * total

    def bias(self) -> float:
        """Dislike of a partial seat and of a pulled agenda."""
        model, design = self.model, self.model.design
        with_host = sum(other.host * self.office.rivalry[other.office.node] for other in model.states)
        pulled = design.host_agenda_pull * rules.total_variation(model.secretariat.agenda, self.preference)
        return model.p.bias_weight * ((1.0 - model.secretariat.powers.neutrality) * with_host + pulled)

    def wanted_tier(self) -> int:
        """The tier wanted at the yearly review: 0 outside, 1 member, 2 partner."""
        tiers = [1, 2] if self.model.secretariat.partner_tier_open(self) else [1]
        gain, tier = max((self.gain_from_membership(tier), -tier) for tier in tiers)
        noise = self.model.traits.fresh
        if noise <= 0.0 and self.tier > 0:
            return -tier if gain >= -rules.TOLERANCE else 0
        return -tier if self.chooses("review", gain, noise) else 0

    def review(self) -> None:
        """The yearly review of membership."""
        wanted = self.wanted_tier()
        if self.tier > 0:
            self.tier = wanted
            if wanted == 0:
                self.leave()
        elif wanted and self.application is None:
            self.application = self.model.secretariat.open("admission", self, item=wanted).number
        elif not wanted:
            self.give_up()

    def give_up(self) -> None:
        """There is no application any more."""
        self.application, self.ready = None, 0

    def admit(self, tier: int) -> None:
        """Become a member (1) or a partner (2)."""
        self.tier = tier
        self.give_up()
        self.model.invite_again()

    def pays(self) -> bool:
        """Whether it pays its dues."""
        return self.arrears_draw * self.openness >= self.model.p.arrears

    def leave(self) -> None:
        """Leave the network."""
        self.tier, self.office.cleared = 0, 0.0
        self.give_up()
        self.model.invite_again()

    # ---- hosting --------------------------------------------------------------------------------------------------
    def invited(self) -> float:
        """How far it is offered the seat."""
        return self.model.secretariat.powers.of_seat(self)

    def powers_at(self, tier: int) -> float:
        """Powers that it holds, or would hold, at a tier."""
        return max(self.host, self.invited()) if tier == 1 else 0.0

    def posts_lent(self, powers: float) -> float:
        """Posts that it lends to the secretariat with such powers."""
        return self.model.p.lent_posts * powers * self.office.capacity * min(1.0, self.openness)

    def posts_at_hand(self, powers: float) -> float:
        """Posts by which the secretariat's own help its office, as a larger partner would."""
        more = powers * self.model.secretariat.own_posts() - self.office.capacity * rules.STAFF
        return self.model.p.exchange_gain * max(0.0, more) if self.office.status > 0 else 0.0

    def capacity_at_home(self) -> float:
        """Capacity that hosting adds to its own work: posts at hand less posts lent."""
        return (self.posts_at_hand(self.host) - self.posts_lent(self.host)) / rules.STAFF

    def news(self) -> float:
        """What the month's findings would be worth to it, if it heard all of them."""
        if self.office.status == 0:
            return 0.0
        found, known = self.model.secretariat.effects.findings, self.office.knowledge
        return sum(x * (1.0 - k) for x, k in zip(found, known, strict=True))

    def hosting(self, powers: float) -> float:
        """What holding such powers is worth to it: what it hears first, and posts."""
        posts = self.posts_at_hand(powers) - self.posts_lent(powers)
        return powers * self.news() + self.model.p.post_cost * posts

    def rivalry_at_large(self) -> float:
        """Its mean rivalry with the others that have an office on record."""
        roster = self.model.config.roster
        judges = (roster.acting_from < NEVER) | (roster.founded < NEVER)
        states = [s for s in self.model.states if s is not self and judges[s.office.node]]
        others = [self.office.rivalry[s.office.node] for s in states]
        return sum(others) / max(1, len(others))

    # ---- who else comes in ----------------------------------------------------------------------------------------
    def consents(self, other: State) -> bool:
        """Whether this member lets an applicant in."""
        return self.chooses("consent", self.gain_from_admitting(other, other.ready), self.model.traits.fresh)

    def gain_from_admitting(self, other: State, tier: int) -> float:
        """Gain from letting another state in at a tier, against a veto."""
        model, p, secretariat = self.model, self.model.p, self.model.secretariat
        excluded, productivity = model.design.excludability, secretariat.total_productivity()
        own, theirs = (1.0 - excluded * (1.0 - (1.0 if t == 1 else p.partner_access)) for t in (self.tier, tier))
        total, alone = model.coalition_effort(other, tier)[0], model.coalition_effort(other, 0)[0]
        stake = model.coalition_stake()
        joined = stake + other.benefit * (1.0 if tier == 1 else p.partner_access)
        gain = self.benefit * productivity * own * (total - alone)
        gain -= self.cost_of(model.effort_of(self, joined)) - self.cost_of(model.effort_of(self, stake))
        gain += self.information_with(other, tier)
        rivalry = self.office.rivalry[other.office.node]
        gain -= p.zero_sum * rivalry * other.benefit * productivity * theirs * total
        before, after = secretariat.dues_shares()[self], secretariat.dues_shares({other: tier})[self]
        return gain - p.crowding - (after - before) * secretariat.cost + p.ending

    def information_with(self, other: State, tier: int) -> float:
        """What another member changes in the value of sharing; it is trusted as the others are, if it is no rival."""
        before, office, node = self.expected_information(self.tier), self.office, other.office.node
        known = [office.trust[s.office.node] for s in self.model.states if s.tier == 1 and s is not self]
        kept = other.tier, office.trust[node]
        other.tier = tier
        office.trust[node] = sum(known) / max(1, len(known)) * (1.0 - office.rivalry[node])
        after = self.expected_information(self.tier)
        other.tier, office.trust[node] = kept
        return after - before
