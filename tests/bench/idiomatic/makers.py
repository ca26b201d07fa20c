"""What offices and firms have in common: they sign deals, share with partners and give to the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.catalogue import THEMES, TIE_TYPES
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.rules import BENEFIT, CARRIES, CATEGORIES, DANGER, SENSITIVE, SENSITIVITY

if TYPE_CHECKING:
    from tests.bench.idiomatic.agents import Office
    from tests.bench.idiomatic.model import IdiomaticModel

WITH_FIRMS = {kind for kind, tie in enumerate(TIE_TYPES) if tie.with_firms}
NOTHING: frozenset[int] = frozenset()


class Actor(mesa.Agent):
    """Common to all actors."""

    model: IdiomaticModel

    def chooses(self, kind: str, gain: float, noise: float) -> bool:
        """Take an act or not, and count the decision."""
        self.model.counts[kind] += 1
        return self.random.random() < rules.probability(gain, noise)


class DealMaker(Actor):
    """An actor that signs deals and shares. ``rivalry``, ``fora``, ``legal`` and ``trust`` are lists by node."""

    is_firm = False

    def __init__(self, model: IdiomaticModel, node: int) -> None:
        super().__init__(model)
        self.node = node
        self.ties: dict[DealMaker, Tie] = {}
        self.sent: dict[DealMaker, set[int]] = {}  # categories sent to each partner this month
        self.pooled: set[int] = set()  # categories given to the network this month
        self.exposure = 0.0  # expected loss taken this month
        self.rivalry: list[float] = []
        self.fora: list[float] = []
        self.legal: list[float] = []
        self.trust: list[float] = []
        self.security, self.weight, self.free, self.statutory = 1.0, 1.0, 1.0, False

    # ---- deals ----------------------------------------------------------------------------------------------------
    def may_hold(self, other: DealMaker) -> list[int]:
        """Types that the pair could still agree on."""
        held = self.ties[other].kinds if other in self.ties else NOTHING
        with_firm = self.is_firm or other.is_firm
        return [k for k in range(len(TIE_TYPES)) if k not in held and (k in WITH_FIRMS or not with_firm)]

    def meet(self, other: DealMaker) -> None:
        """Consider a further type of collaboration; it needs both."""
        open_kinds = self.may_hold(other)
        if not open_kinds:
            return
        kind, noise = self.random.choice(open_kinds), self.model.p.noise
        ours, theirs = self.gain_from(other, kind), other.gain_from(self, kind)
        if noise > 0.0:
            one, both = self.chooses("meeting", ours, noise), other.chooses("meeting", theirs, noise)
            if one and both:
                self.model.sign(self, other, kind)
        elif max(ours, theirs) > rules.TOLERANCE and min(ours, theirs) >= -rules.TOLERANCE:
            self.model.sign(self, other, kind)

    def gain_from(self, other: DealMaker, kind: int) -> float:
        """Gain from one more type of collaboration."""
        model, p, net = self.model, self.model.p, self.model.network
        if other in self.ties:
            contacts = p.more_types * net.power[1] * other.weight
        else:
            contacts = net.reach_gain(net.distance[self.node], net.distance[other.node])
        no_harm = rules.no_harm_chance(p, self.rivalry[other.node], other.security)
        exposed = rules.exposure(p, CARRIES[kind], no_harm, 0.0, model.capability)
        cost = rules.tie_cost(p, len(self.ties), self.free, self.trust[other.node], model.harmonisation)
        access = model.salience * self.openness * contacts
        references = 0.0 if other in self.ties else p.vouching * self.contacts_with(other)
        return access + p.fora_weight * self.fora[other.node] + references + self.mandate(other) - exposed - cost

    def contacts_with(self, other: DealMaker) -> float:
        """Partners of either side, as surely as they are in contact with the other: by a deal, or by shared fora."""
        return self.known_to(other) + other.known_to(self)

    def known_to(self, other: DealMaker) -> float:
        """This actor's partners, as surely as they are in contact with the other."""
        return sum(
            1.0 if other in partner.ties else partner.fora[other.node] * (1.0 - partner.rivalry[other.node])
            for partner in self.ties
            if partner is not other
        )

    def gain_from_renewal(self, other: DealMaker) -> float:
        """Gain from keeping the whole tie at the end of its term."""
        model, p, net = self.model, self.model.p, self.model.network
        kinds, cut = self.ties[other].kinds, frozenset((self, other))
        contacts = net.reach_gain(net.distances_from(self, cut), net.distances_from(other, cut))
        contacts += (len(kinds) - 1) * p.more_types * net.power[1] * other.weight
        no_harm = rules.no_harm_chance(p, self.rivalry[other.node], other.security)
        exposed = sum(rules.exposure(p, CARRIES[kind], no_harm, 0.0, model.capability) for kind in kinds)
        cost = rules.tie_cost(p, len(self.ties) - 1, self.free, self.trust[other.node], model.harmonisation)
        gain = model.salience * self.openness * contacts + len(kinds) * p.fora_weight * self.fora[other.node]
        references = p.vouching * self.contacts_with(other)
        return gain + references + self.mandate(other) - exposed - len(kinds) * cost

    def keeps(self, other: DealMaker) -> bool:
        """Whether this side renews a tie."""
        gain, noise = self.gain_from_renewal(other), self.model.p.noise
        return self.chooses("renewal", gain, noise) if noise > 0.0 else gain >= -rules.TOLERANCE

    def mandate(self, other: DealMaker) -> float:
        """What refusing the other would cost."""
        return 0.0

    # ---- sharing --------------------------------------------------------------------------------------------------
    def may_send(self, tie: Tie) -> list[int] | range:
        """Categories that this actor can send over a tie."""
        return CATEGORIES

    def share(self) -> None:
        """For every partner office and category: send it or not."""
        model, p = self.model, self.model.p
        self.sent, self.exposure = {}, 0.0
        for other, tie in self.ties.items():
            if other.is_firm:
                continue
            self.sent[other] = set()
            for q in self.may_send(tie):
                gain, exposed = self.gain_from_sharing(other, q)
                model.asked_pair[q][0] += 1
                if self.chooses("share", gain, p.noise):
                    model.asked_pair[q][1] += 1
                    self.sent[other].add(q)
                    self.exposure += exposed
                    model.leaks += DANGER[q] * p.leak_rate * (1.0 - other.security)

    def gain_from_sharing(self, other: Office, q: int) -> tuple[float, float]:
        """Gain from sending a category to a partner, and the expected loss in it."""
        model, p, j = self.model, self.model.p, other.node
        no_harm = rules.no_harm_chance(p, self.rivalry[j], other.security)
        exposed = rules.exposure(p, q, no_harm, 0.0, model.capability)
        benefit, friction = BENEFIT[q] * self.lacks(other), p.legal_friction * SENSITIVITY[q] * (1.0 - self.legal[j])
        public = rules.public_value(p, model.salience, q)
        return rules.share_gain(p, public, self.trust[j], benefit, exposed, self.rivalry[j], friction), exposed

    def standing(self) -> tuple[int, float, float]:
        """Tier in the network, protection of its channel, red tape of the secretariat."""
        raise NotImplementedError

    def poolable(self) -> list[int] | range:
        """Categories that this actor can give to the network."""
        return CATEGORIES

    def pool(self) -> None:
        """For every category: give it to the network or not."""
        model, p = self.model, self.model.p
        self.pooled = set()
        tier, protection, red_tape = self.standing()
        if tier == 0:
            return
        for q in self.poolable():
            gain, _, exposed = self.gain_from_pooling(q, tier, protection, red_tape)
            model.asked_pool[q][0] += 1
            if self.chooses("pool", gain, p.noise):
                model.asked_pool[q][1] += 1
                self.pooled.add(q)
                self.exposure += exposed
                for other in model.recipients(self, q):
                    model.leaks += DANGER[q] * (1.0 - protection) * p.leak_rate * (1.0 - other.security)

    def gain_from_pooling(self, q: int, tier: int, protection: float, red_tape: float) -> tuple[float, float, float]:
        """Gain from giving a category to the network, the public value in it, and the expected loss in it."""
        model, p = self.model, self.model.p
        recipients = model.recipients(self, q)
        if not recipients:
            return 0.0, 0.0, 0.0
        missing, no_harm, trust, rivalry, legal = 1.0, 1.0, 0.0, 0.0, 0.0
        for other in recipients:
            j = other.node
            missing *= 1.0 - self.lacks(other)
            no_harm *= rules.no_harm_chance(p, self.rivalry[j], other.security)
            trust += self.trust[j]
            rivalry += self.rivalry[j]
            legal += self.legal[j]
        count = len(recipients)
        benefit = 0.0 if tier == 2 and q in SENSITIVE else BENEFIT[q] * (1.0 - missing)
        exposed = rules.exposure(p, q, no_harm, protection, model.capability)
        friction = p.legal_friction * SENSITIVITY[q] * (1.0 - legal / count) + p.secretariat_friction * red_tape
        public = rules.public_value(p, model.salience, q)
        return rules.share_gain(p, public, trust / count, benefit, exposed, rivalry / count, friction), public, exposed

    def lacks(self, other: Office) -> float:
        """What an office knows that this actor does not, averaged over themes."""
        return sum(other.knowledge) / len(THEMES)
