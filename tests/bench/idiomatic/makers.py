"""What offices and firms have in common: they sign deals, share with partners and give to the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.catalogue import THEMES, TIE_TYPES
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.rules import BENEFIT, CARRIES, DANGER, SENSITIVE, SENSITIVITY
from tests.bench.idiomatic.traits import Trait

if TYPE_CHECKING:
    from tests.bench.idiomatic.agents import Office
    from tests.bench.idiomatic.model import IdiomaticModel

WITH_FIRMS = {kind for kind, tie in enumerate(TIE_TYPES) if tie.with_firms}
THEME_OF = [tie.theme for tie in TIE_TYPES]
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
        self.tossed: dict[tuple[int, ...], float] = {}  # by partner, year and, of what is shared, category
        self.node = node
        self.ties: dict[DealMaker, Tie] = {}
        self.rapport: dict[DealMaker, Trait] = {}
        self.practice: list[Trait] = []  # by category
        self.sent: dict[DealMaker, set[int]] = {}  # categories sent to each partner this month
        self.pooled: set[int] = set()  # categories given to the network this month
        self.exposure = 0.0  # expected loss taken this month
        self.rivalry: list[float] = []
        self.fora: list[float] = []
        self.legal: list[float] = []
        self.trust: list[float] = []
        self.security, self.weight, self.free, self.statutory = 1.0, 1.0, 1.0, False
        self.staffing, self.open_from = 1.0, 0  # what it can spend on meetings; month from which it acts

    # ---- deals ----------------------------------------------------------------------------------------------------
    def may_hold(self, other: DealMaker) -> list[int]:
        """Types that the pair could still agree on."""
        held = self.ties[other].kinds if other in self.ties else NOTHING
        with_firm = self.is_firm or other.is_firm
        return [k for k in range(len(TIE_TYPES)) if k not in held and (k in WITH_FIRMS or not with_firm)]

    def memorandum(self, other: DealMaker) -> tuple[set[int], int | None]:
        """Types by which both gain, and the one that leads if it is a first one: by which both gain most."""
        gains = {k: (self.gain_from_type(other, k), other.gain_from_type(self, k)) for k in self.may_hold(other)}
        types = {k for k, both in gains.items() if min(both) > rules.TOLERANCE}
        if other in self.ties:
            return types, None
        lead = max(gains, key=lambda k: sum(gains[k]))
        return types | {lead}, lead

    def meet(self, other: DealMaker) -> None:
        """Consider a memorandum; it needs both."""
        types, lead = self.memorandum(other)
        if not types:
            return
        noise = self.model.traits.fresh
        ours, theirs = self.gain_from(other, types, lead), other.gain_from(self, types, lead)
        if noise > 0.0:
            one, both = self.is_willing(other, ours, noise), other.is_willing(self, theirs, noise)
            if one and both:
                self.model.sign(self, other, types)
        elif max(ours, theirs) > rules.TOLERANCE and min(ours, theirs) >= -rules.TOLERANCE:
            self.model.sign(self, other, types)

    def is_willing(self, other: DealMaker, gain: float, noise: float) -> bool:
        """Whether this side would sign; what is tossed anew is tossed once a year."""
        return self.takes("meeting", gain, noise, other.node)

    def takes(self, kind: str, gain: float, noise: float, *about: int) -> bool:
        """Take an act or not, by what is tossed once a year, and count the decision."""
        self.model.counts[kind] += 1
        year = (*about, self.model.month // 12)
        if year not in self.tossed:
            self.tossed[year] = self.random.random()
        return self.tossed[year] < rules.probability(gain, noise)

    def missing_on(self, theme: int) -> float:
        """How much more a theme weighs than the mean, for whom staff is scarce."""
        return 1.0

    def worth_of_type(self, other: DealMaker, kind: int) -> float:
        """What one more type is worth (utility)."""
        p, worth = self.model.p, self.missing_on(THEME_OF[kind])
        return self.model.salience * self.openness * p.more_types * p.decay * other.weight * worth

    def exposure_of_type(self, other: DealMaker, kind: int) -> float:
        """Expected loss by what a type carries."""
        no_harm = rules.no_harm_chance(self.model.p, self.rivalry[other.node], other.security)
        return rules.exposure(self.model.p, CARRIES[kind], no_harm, self.model.capability)

    def gain_from_type(self, other: DealMaker, kind: int) -> float:
        """Gain from one more type by itself."""
        return self.worth_of_type(other, kind) - self.exposure_of_type(other, kind)

    def gain_from(self, other: DealMaker, types: set[int], lead: int | None) -> float:
        """Gain from a memorandum on some types: a first one, or more types of a tie."""
        if other in self.ties:
            return sum(self.gain_from_type(other, kind) for kind in sorted(types))
        net = self.model.network
        access = net.reach_gain(net.distance[self.node], net.distance[other.node])
        return self.gain_from_tie(other, types, lead, access, len(self.ties))

    def gain_from_renewal(self, other: DealMaker) -> float:
        """Gain from keeping the whole tie at the end of its term."""
        net, kinds, cut = self.model.network, self.ties[other].kinds, frozenset((self, other))
        access = net.reach_gain(net.distances_from(self, cut), net.distances_from(other, cut))
        return self.gain_from_tie(other, kinds, self.lead_with(other), access, 0) + self.model.p.ending

    def lead_with(self, other: DealMaker) -> int:
        """Of the types of a tie, that by which the two gain most together."""
        kinds = sorted(self.ties[other].kinds)
        return max(kinds, key=lambda k: self.gain_from_type(other, k) + other.gain_from_type(self, k))

    def gain_from_tie(self, other: DealMaker, types: set[int], lead: int | None, access: float, held: int) -> float:
        """Gain from a whole tie; deals ``held`` besides make it dearer."""
        model, p = self.model, self.model.p
        further = sum(self.worth_of_type(other, kind) for kind in types if kind != lead)
        exposed = sum(self.exposure_of_type(other, kind) for kind in types)
        cost = rules.tie_cost(p, held, self.free, self.trust[other.node], model.harmonisation)
        known = p.fora_weight * self.fora[other.node] + p.vouching * self.contacts_with(other)
        leaning = model.traits.worth(self.rapport[other])
        gain = model.salience * self.openness * access + further + known + leaning
        return gain + self.mandate(other) - exposed - cost

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

    def keeps(self, other: DealMaker) -> bool:
        """Whether this side renews a tie."""
        gain, noise = self.gain_from_renewal(other), self.model.traits.fresh
        return self.chooses("renewal", gain, noise) if noise > 0.0 else gain >= -rules.TOLERANCE

    def mandate(self, other: DealMaker) -> float:
        """What refusing the other would cost."""
        return 0.0

    # ---- sharing --------------------------------------------------------------------------------------------------
    def may_send(self, other: Office, tie: Tie) -> list[int]:
        """Categories that this actor can send over a tie."""
        raise NotImplementedError

    def leaning(self, q: int) -> float:
        """How it leans this month to sending a category, to anybody."""
        return self.model.traits.worth(self.practice[q])

    def share(self) -> None:
        """For every partner office and category: send it or not."""
        model, p, noise = self.model, self.model.p, self.model.traits.fresh
        self.sent, self.exposure = {}, 0.0
        for other, tie in self.ties.items():
            if other.is_firm:
                continue
            self.sent[other] = set()
            for q in self.may_send(other, tie):
                gain, exposed = self.gain_from_sharing(other, q)
                model.asked_pair[q][0] += 1
                if self.takes("share", gain, noise, other.node, q):
                    model.asked_pair[q][1] += 1
                    self.sent[other].add(q)
                    self.exposure += exposed
                    model.leaks += DANGER[q] * p.leak_rate * (1.0 - other.security)

    def gain_from_sharing(self, other: Office, q: int) -> tuple[float, float]:
        """Gain from sending a category to a partner, and the expected loss in it."""
        model, p, j = self.model, self.model.p, other.node
        no_harm = rules.no_harm_chance(p, self.rivalry[j], other.security)
        exposed = rules.exposure(p, q, no_harm, model.capability)
        benefit, friction = BENEFIT[q] * self.lacks(other), p.legal_friction * SENSITIVITY[q] * (1.0 - self.legal[j])
        public = rules.public_value(p, model.salience, q)
        leaning = self.leaning(q)
        return rules.share_gain(p, public, self.trust[j], benefit, exposed, self.rivalry[j], friction, leaning), exposed

    def standing(self) -> tuple[int, float, float]:
        """Tier in the network, protection of its channel, red tape of the secretariat."""
        raise NotImplementedError

    def poolable(self) -> list[int]:
        """Categories that this actor can give to the network."""
        raise NotImplementedError

    def pool(self) -> None:
        """For every category: give it to the network or not."""
        model, p, noise = self.model, self.model.p, self.model.traits.fresh
        self.pooled = set()
        tier, protection, red_tape = self.standing()
        if tier == 0:
            return
        for q in self.poolable():
            if not model.recipients(self, q):
                continue
            gain, _, exposed = self.gain_from_pooling(q, tier, protection, red_tape)
            model.asked_pool[q][0] += 1
            if self.takes("pool", gain, noise, q):
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
            no_harm *= rules.no_harm_chance(p, self.rivalry[j], other.security, protection)
            trust += self.trust[j]
            rivalry += self.rivalry[j]
            legal += self.legal[j]
        count = len(recipients)
        benefit = 0.0 if tier == 2 and q in SENSITIVE else BENEFIT[q] * (1.0 - missing)
        exposed = rules.exposure(p, q, no_harm, model.capability)
        friction = p.legal_friction * SENSITIVITY[q] * (1.0 - legal / count) + p.secretariat_friction * red_tape
        public = rules.public_value(p, model.salience, q)
        gain = rules.share_gain(p, public, trust / count, benefit, exposed, rivalry / count, friction, self.leaning(q))
        return gain, public, exposed

    def lacks(self, other: Office) -> float:
        """What an office knows that this actor does not, averaged over themes."""
        return sum(other.knowledge) / len(THEMES)
