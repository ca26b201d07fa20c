"""The actors that deal and share: offices and the frontier firms, with their own attributes and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import HELPING, INCIDENT_REPORTS, TESTING, THEMES, TIE_TYPES
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.makers import NOTHING, DealMaker
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.rules import BENEFIT, OWN, PUBLISHED, RESULTS, SENSITIVE
from tests.bench.idiomatic.traits import HALF_WIDTH

if TYPE_CHECKING:
    from sim.roster import SizeRecord
    from tests.bench.idiomatic.model import IdiomaticModel
    from tests.bench.idiomatic.states import State

HELPS = {kind for kind in range(len(TIE_TYPES)) if HELPING & (1 << kind)}


class Office(DealMaker):
    """The office of a jurisdiction: none (0), an acting office (1) or an institute (2)."""

    state: State

    def __init__(self, model: IdiomaticModel, node: int) -> None:
        super().__init__(model, node)
        self.status, self.full_capacity, self.capacity = 0, 1.0, 1.0
        self.helped = 0.0  # capacity added by help
        self.since = 0  # month in which the institute was founded
        self.knowledge: list[float] = []
        self.received = 0.0
        self.cleared = 0.0
        self.at_hand = set(OWN)  # categories that it has to send

    @property
    def openness(self) -> float:
        """Openness of its state."""
        return self.state.openness

    def changes(self) -> list[SizeRecord]:
        """Changes of its size on record, in order."""
        config = self.model.config
        last = max(config.replay_until, config.first - 1)
        known = [s for s in config.roster.sizes if s.state == self.node and s.month <= last]
        return sorted(known, key=lambda s: s.month)

    def change(self) -> None:
        """A change of its size on record; an institute grows with its age."""
        for change in self.changes():
            if change.month == self.model.month:
                size = change.share * rules.capacity(change.staff, change.budget, self.full_capacity)
                self.full_capacity = min(max(size, 0.25), 3.0)
        self.set_capacity()

    def set_capacity(self) -> None:
        """An institute's own capacity once it has grown; it begins as an acting office; less without any."""
        p, age = self.model.p, self.model.month - self.since
        institute = p.acting_capacity + (1.0 - p.acting_capacity) * max(0.0, min(1.0, age / p.growth_months))
        self.staffing = self.full_capacity * (p.bare_capacity, p.acting_capacity, institute)[self.status]
        self.capacity = self.staffing + self.helped

    def missing_on(self, theme: int) -> float:
        return self.state.preference[theme] * len(THEMES) - 1.0

    def lacks(self, other: Office) -> float:
        return sum((1.0 - own) * theirs for own, theirs in zip(self.knowledge, other.knowledge, strict=True)) / len(
            THEMES
        )

    def protection(self, cleared: float) -> float:
        """Share of leaks stopped on the network's channel."""
        given = self.model.design.diplomatic_protection
        return given + (1.0 - given) * self.model.p.clearance_gain * cleared

    def standing(self) -> tuple[int, float, float]:
        return (self.state.tier if self.status > 0 else 0), self.protection(self.cleared), 0.0

    def note_at_hand(self) -> None:
        """What it has to send this month: its own, and results that a firm gave it last month."""
        given = any(firm.is_firm and RESULTS in firm.sent.get(self, NOTHING) for firm in self.ties)
        self.at_hand = OWN | {RESULTS} if given else set(OWN)

    def has_leave(self, other: Office | None) -> bool:
        """Whether a firm whose results it has gave them to another office too (None: to the network)."""
        return any(
            RESULTS in firm.sent.get(self, NOTHING)
            and RESULTS in (firm.pooled if other is None else firm.sent.get(other, NOTHING))
            for firm in self.ties
            if firm.is_firm
        )

    def may_send(self, other: Office, tie: Tie) -> list[int]:
        return sorted(self.at_hand if self.has_leave(other) else self.at_hand - {RESULTS})

    def poolable(self) -> list[int]:
        return sorted(self.at_hand if self.has_leave(None) else self.at_hand - {RESULTS})

    def wants_clearance(self) -> bool:
        """Whether a cleared channel would change what it withholds."""
        if self.state.tier != 1 or self.status == 0 or self.cleared > 0.5:
            return False
        now, then = self.protection(self.cleared), self.protection(1.0)
        for q in SENSITIVE.intersection(self.poolable()):
            if self.gain_from_pooling(q, 1, now, 0.0)[0] <= 0.0 < self.gain_from_pooling(q, 1, then, 0.0)[0]:
                return True
        return False

    # ---- learning -------------------------------------------------------------------------------------------------
    def got_from(self, sender: DealMaker) -> set[int]:
        """Categories that reached this office from a sender this month, directly or through the network."""
        got = sender.sent.get(self, NOTHING)
        if sender.pooled and self.state.tier == 1:
            return (sender.pooled if self.status == 2 else sender.pooled - {RESULTS}) | got
        if sender.pooled and self.state.tier == 2:
            return (sender.pooled - SENSITIVE) | got
        return got

    def receive(self) -> None:
        """Weigh what was received by its benefit and by what was not known."""
        self.received = 0.0
        if self.status > 0:
            for sender in self.model.makers:
                got = self.got_from(sender)
                if not sender.is_firm and sender.status > 0:
                    got = got | PUBLISHED
                if sender is not self and got:
                    useful = self.lacks(sender) if not sender.is_firm else 0.5
                    self.received += useful * sum(BENEFIT[q] for q in got)

    def update_trust(self) -> None:
        """Believe more in those who shared, less in those who could have and did not."""
        speed, inside = self.model.p.trust_speed, self.state.tier > 0
        for other in self.model.offices:
            if other is not self and (other in self.ties or (inside and other.state.tier > 0)):
                got = sum(BENEFIT[q] for q in self.got_from(other)) / sum(BENEFIT[q] for q in other.at_hand)
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
        """Capacity left after joint effort, with help from larger partners and by hosting."""
        self.free = self.capacity - self.state.effort + self.state.capacity_at_home()
        for other, tie in self.ties.items():
            if not other.is_firm and other.capacity > self.capacity and tie.kinds & HELPS:
                self.free += self.model.p.exchange_gain * (other.capacity - self.capacity)


class Firm(DealMaker):
    """A frontier firm: it signs with offices, grants access, and chooses its pace."""

    is_firm, openness = True, 1.0

    def __init__(self, model: IdiomaticModel, node: int, home: State) -> None:
        super().__init__(model, node)
        self.home = home
        self.safe, self.believed_safe = False, 0.5
        self.place: float | None = None  # of its safety index among those that are known
        self.since = self.until = 0  # months between which it is a frontier firm
        self.weight = model.p.firm_weight

    def mandate(self, other: DealMaker) -> float:
        return self.model.p.fine if other.statutory else 0.0

    def may_send(self, other: Office, tie: Tie) -> list[int]:
        return [INCIDENT_REPORTS, RESULTS] if TESTING in tie.kinds and other.status == 2 else [INCIDENT_REPORTS]

    def poolable(self) -> list[int]:
        return [RESULTS]

    def standing(self) -> tuple[int, float, float]:
        """A firm reaches the network if an institute that tests its models is a full member."""
        tied = any(
            other.status == 2 and other.state.tier == 1 and TESTING in tie.kinds for other, tie in self.ties.items()
        )
        at_home = sum(state.host * state.home_share for state in self.model.states)
        return int(tied), 0.0, self.model.design.industry_friction * (1.0 - at_home)

    def overseen(self) -> bool:
        """Whether an office with statutory powers has access to its models."""
        return any(other.statutory and RESULTS in sent for other, sent in self.sent.items())

    def culture(self) -> float:
        """Lasting part of the choice: the place of its public safety index, or a trait where there is none."""
        if self.place is None:
            return self.model.traits.worth(self.caution)
        return self.model.traits.scale * HALF_WIDTH * (2.0 * self.place - 1.0)

    def gain_from_safety(self) -> float:
        """Gain from developing safely for a quarter."""
        model, p = self.model, self.model.p
        disaster = rules.disaster_chance(p, model.capability, model.pooled_knowledge)
        mirror = min(1.0, p.mirroring * model.verification())
        return sum(
            rules.pace_terms(p, self.believed_safe, mirror, disaster, self.overseen(), self.home.behind, self.culture())
        )

    def choose_pace(self) -> None:
        """Safe or fast for the coming quarter."""
        p = self.model.p
        fresh = self.model.traits.fresh * (p.step_benefit + p.prize)
        self.safe = self.chooses("pace", self.gain_from_safety(), fresh)

    def update_belief(self) -> None:
        """What it believes of the others' pace moves to what they do."""
        others = [other.safe for other in self.model.firms if other is not self]
        seen = sum(others) / max(1, len(others))
        self.believed_safe = rules.smoothed(self.believed_safe, seen, 1.0 / self.model.p.trust_speed)
