"""The actors as Mesa agents: views on their row of the world, whose methods are their decisions.

No agent holds state of its own or does mathematics: it reads its row, calls the rule book, and acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import PRE_DEPLOYMENT
from sim.record import Decision
from sim.rules import appraisal, exchange
from sim.rules.choice import accepts, agree, keeps
from sim.rules.measures import novelties_to, spared
from sim.rules.meetings import luck_of, meeting, renewal
from sim.rules.membership import join_gain, may_apply
from sim.rules.pace import disaster_chance, mirrored, pace_gain, pace_noise, pace_terms
from sim.rules.sharing import share_gain
from sim.rules.shocks import founding_chance

if TYPE_CHECKING:
    from sim.model import CooperationModel


class Actor(mesa.Agent):
    """Common to all: an agent of one row (``node``) of the world."""

    model: CooperationModel

    def __init__(self, model: CooperationModel, node: int) -> None:
        super().__init__(model)
        self.node = node
        self.world = model.world

    @property
    def name(self) -> str:
        """Short name of the actor."""
        return self.model.config.roster.label(self.node)

    def draw(self, purpose: int, partner: int = -1, item: int = 0) -> float:
        """A uniform number for this actor, month and purpose."""
        w = self.world
        other = w.key[partner] if partner >= 0 else draws.NOBODY
        return draws.uniform(w.stream, w.month, purpose, w.key[self.node], other, item)

    def remember(self, act: str, kind: str, partner: int, item: int, terms: tuple, gain: float, noise: float,
                 draw: float, taken: bool) -> None:  # fmt: skip
        """Keep the receipt of a decision, if the run keeps them."""
        if self.model.config.keep_decisions:
            self.model.decisions.append(
                Decision(
                    self.world.month,
                    act,
                    kind,
                    self.node,
                    partner,
                    item,
                    terms,
                    gain,
                    noise,
                    draw,
                    bool(taken),
                )
            )


class DealMaker(Actor):
    """An actor that may sign bilateral deals and share over them."""

    def meet(self, other: DealMaker, luck: np.ndarray | None = None) -> int:
        """Consider one further type of collaboration with ``other``; the type signed by both, or -1.

        ``luck`` (3,) are the draws of the type at issue, of this side and of the other, if they are made already.
        """
        w, a, b = self.world, self.node, other.node
        if luck is None:
            luck = np.array(luck_of(w.stream, w.month, w.key[a], w.key[b]))
        kind, signed, terms_a, gain_a, terms_b, gain_b = meeting(
            w.p, luck, w.ties, w.partners, w.within, w.depth, w.present, w.contact, w.weight, w.fora, w.rivalry,
            w.security, w.statutory, w.free, w.degree, w.openness, w.salience, w.capability, w.trust, w.harmonisation,
            w.J, a, b, self.model.config.keep_decisions,
        )  # fmt: skip
        if kind >= 0 and self.model.config.keep_decisions:
            act, noise = "extend" if w.ties[a, b] else "sign", w.p[P.NOISE]
            for one, partner, terms, gain, draw in (
                (self, b, terms_a, gain_a, float(luck[1])),
                (other, a, terms_b, gain_b, float(luck[2])),
            ):
                willing = agree(gain, 0.0, noise, draw, 0.0)
                one.remember("deal", act, partner, kind, terms, gain, noise, draw, willing)
        return kind if signed else -1

    def renew(self, other: DealMaker) -> bool:
        """Consider the whole tie with ``other`` at the end of its term; whether both keep it."""
        noise = self.world.p[P.NOISE]
        renewed, *sides = self._renewal(other)
        for one, partner, (terms, gain, draw) in ((self, other, sides[:3]), (other, self, sides[3:])):
            willing = keeps(gain, noise, draw)
            one.remember("deal", "renew", partner.node, -1, terms, gain, noise, draw, willing)
            if not willing:  # the other is not asked any more
                break
        return bool(renewed)

    def judge_renewal(self, other: DealMaker) -> tuple[tuple, float]:
        """Terms and gain of keeping the whole tie with ``other``."""
        return self._renewal(other)[1:3]

    def _renewal(self, other: DealMaker) -> tuple:
        w = self.world
        return renewal(
            w.p, w.stream, w.month, w.key, w.ties, w.links, w.partners, w.present, w.contact, w.weight, w.fora,
            w.rivalry, w.security, w.statutory, w.free, w.degree, w.openness, w.salience, w.capability, w.trust,
            w.harmonisation, w.J, self.node, other.node,
        )  # fmt: skip

    def share(self) -> None:
        """Decide for every partner and category whether to share this month."""
        w = self.world
        if self.model.config.keep_decisions:
            self._explain_shares()
        count = exchange.list_channels(
            w.status, w.partners, w.degree, w.J, self.node, self.node + 1, w.flow, w.channels
        )
        exchange.share_over_ties(
            w.p, w.stream, w.month, w.key, w.ties, w.channels[:count], w.novelty, w.trust, w.rivalry, w.legal,
            w.security, w.salience, w.capability, w.J, w.glance, w.glanced, w.flow, w.asked_pair, w.exposure, w.leaked,
        )  # fmt: skip
        w.leaks += w.leaked[self.node]

    def pool(self) -> None:
        """Decide for every category whether to give it to the network this month."""
        w = self.world
        tier, protection, red_tape = self._standing()
        if tier == 0:
            w.pool[self.node] = 0
            return
        if self.model.config.keep_decisions:
            self._explain_pool(tier, protection, red_tape)
        w.leaks += exchange.pool_with_network(
            w.p, w.stream, w.month, w.key, w.novelty, w.trust, w.rivalry, w.legal, w.security, w.members, w.tier,
            w.salience, w.capability, w.J, protection, red_tape, self.node, tier, w.glance, w.glanced, w.pool,
            w.asked_pool, w.pool_sums, w.exposure,
        )  # fmt: skip

    def _standing(self) -> tuple[int, float, float]:
        """Tier in the network, protection of its channel, and red tape of the arm for this actor."""
        raise NotImplementedError

    def _explain_shares(self) -> None:
        w, i, noise = self.world, self.node, self.world.p[P.NOISE]
        purpose = draws.SHARE if i < w.J else draws.ACCESS
        for j in range(w.J):
            if j == i or w.ties[i, j] == 0:
                continue
            missing = appraisal.known(w.novelty, i, j)
            none_leaks = spared(w.rivalry[i, j], w.p[P.LEAK_RATE], w.security[j])
            wanted = exchange.sendable(w.J, i, w.ties[i, j])
            for q in range(exchange.CATEGORIES):
                if not (wanted >> q) & 1:
                    continue
                terms = appraisal.appraise_share(
                    w.p, missing, none_leaks, w.trust[i, j], w.rivalry[i, j], w.legal[i, j], w.salience, w.capability, q
                )
                gain, draw = share_gain(terms), self.draw(purpose, j, q)
                self.remember("share", "share", j, q, terms, gain, noise, draw, accepts(gain, noise, draw))

    def _explain_pool(self, tier: int, protection: float, red_tape: float) -> None:
        w, noise = self.world, self.world.p[P.NOISE]
        closed, wide = appraisal.circles(
            w.novelty, w.trust, w.rivalry, w.legal, w.security, w.p[P.LEAK_RATE], w.members, w.tier, w.J, self.node
        )
        for q in range(exchange.CATEGORIES) if self.node < w.J else (PRE_DEPLOYMENT,):
            terms = appraisal.appraise_pool(w.p, closed, wide, w.salience, w.capability, protection, red_tape, tier, q)
            gain = share_gain(terms)
            draw = self.draw(draws.POOL if self.node < w.J else draws.FIRM_POOL, -1, q)
            self.remember("share", "pool", -1, q, terms, gain, noise, draw, accepts(gain, noise, draw))


class InstituteAgent(DealMaker):
    """The office of a jurisdiction: none, an acting office or an institute. It signs and shares."""

    @property
    def exists(self) -> bool:
        """Whether there is an office at all."""
        return bool(self.world.status[self.node] > 0)

    def _standing(self) -> tuple[int, float, float]:
        w = self.world
        tier = int(w.tier[self.node]) if self.exists else 0
        return tier, appraisal.protection_of(w.p, w.design[D.PROTECTION], w.cleared[self.node]), 0.0

    def wants_clearance(self) -> bool:
        """Whether a cleared channel would change what it withholds."""
        w = self.world
        if w.tier[self.node] != 1 or not self.exists or w.cleared[self.node] > 0.5:
            return False
        return bool(
            exchange.wants_clearance(
                w.p, w.novelty, w.trust, w.rivalry, w.legal, w.security, w.members, w.tier, w.salience, w.capability,
                w.J, w.design[D.PROTECTION], w.cleared[self.node], self.node,
            )
        )  # fmt: skip


class StateAgent(Actor):
    """A jurisdiction: it founds an office, joins, changes tier, leaves, and pays."""

    @property
    def institute(self) -> InstituteAgent:
        """The office of this jurisdiction."""
        return self.model.institutes[self.node]

    def founds(self) -> bool:
        """Whether a state without any office opens one this month: more likely the more open, exposed and salient."""
        w, j = self.world, self.node
        chance = founding_chance(w.p[P.FOUNDING_RATE], w.openness[j], w.stake[j], w.salience)
        return w.status[j] == 0 and self.draw(draws.FOUND) < chance

    def may_apply(self) -> bool:
        """States with an office may; the others as far as the design is open to them and outreach has drawn them in."""
        w, j = self.world, self.node
        return bool(may_apply(w.status[j], w.tier[j], w.eligible[j], w.design[D.OPEN], w.reached[j]))

    def judge_membership(self, tier: int) -> tuple[tuple, float]:
        """Terms and gain of being in the network at ``tier`` against staying outside."""
        w = self.world
        if not self.institute.exists:
            novelties_to(w.knowledge[self.node], w.knowledge.T.copy(), w.novelty[self.node])
        terms = appraisal.appraise_membership(
            w.p, w.design, self.model.stakes(), w.salience, w.capability, w.outside, w.members, w.tier, w.gdp,
            *self.model.arm.dues_rule(), w.cost, w.capacity, w.novelty, w.trust, w.rivalry, w.legal, w.security,
            w.preference, w.agenda, w.host, self.model.arm.total_productivity(), w.cleared, w.J, self.node, tier,
        )  # fmt: skip
        return terms, join_gain(terms)

    def review_membership(self) -> int:
        """The tier wanted at the yearly review: 0 outside, 1 member, 2 partner (where that tier is open)."""
        w, j = self.world, self.node
        options = [(1, *self.judge_membership(1))]
        if self.model.arm.partner_tier_open(j):
            options.append((2, *self.judge_membership(2)))
        tier, terms, gain = max(options, key=lambda option: (option[2], -option[0]))
        noise, draw = w.p[P.NOISE], self.draw(draws.JOIN)
        taken = keeps(gain, noise, draw) if w.tier[j] > 0 else accepts(gain, noise, draw)
        self.remember("join", "stay" if w.tier[j] > 0 else "join", -1, tier, terms, gain, noise, draw, taken)
        return tier if taken else 0


class FirmAgent(DealMaker):
    """A frontier firm: it signs with offices, grants access, and chooses its pace."""

    @property
    def row(self) -> int:
        """Row among the firms."""
        return self.node - self.world.J

    def _standing(self) -> tuple[int, float, float]:
        """A firm reaches the network if its home, or an office it has a tie with, is a full member.

        Immunities protect the members' exchanges (W12), not what a firm hands over (W15b).
        """
        w = self.world
        tier = exchange.firm_tier(w.tier, w.status, w.partners, w.degree, w.home, self.node)
        return tier, 0.0, exchange.red_tape(w.design[D.FRICTION], w.host, w.home_share)

    def oversight(self) -> float:
        """1 if an office with statutory powers has access to this firm's models, else 0."""
        w = self.world
        return float(exchange.oversight(w.flow, w.statutory, w.J, self.node))

    def choose_pace(self) -> None:
        """Safe or fast for the coming quarter."""
        w, f = self.world, self.row
        disaster = disaster_chance(w.p[P.DISASTER], w.capability, w.p[P.DIFFICULTY], w.pooled)
        mirror = mirrored(w.p[P.MIRRORING], self.model.verification())
        terms = pace_terms(
            w.believed_safe[f], mirror, w.p[P.STEP_BENEFIT], w.p[P.SAFETY_COST], w.p[P.SPEED_UP], w.p[P.PRIZE],
            disaster, self.oversight(), w.p[P.FINE], w.behind[w.home[self.node]],
        )  # fmt: skip
        gain, draw = pace_gain(terms), self.draw(draws.PACE)
        noise = pace_noise(w.p[P.NOISE], w.p[P.STEP_BENEFIT], w.p[P.PRIZE])
        taken = accepts(gain, noise, draw)
        self.remember("pace", "pace", -1, -1, terms, gain, noise, draw, taken)
        w.safe[f] = taken
