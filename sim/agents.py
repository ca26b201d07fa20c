"""The actors as Mesa agents: views on their row of the world, whose methods are their decisions.

An agent's attributes are the fields of the world that have a row for it: ``agent.openness``, ``agent.tier``. No agent
holds state of its own or does mathematics: it reads its row, calls the rule book, and acts.
"""

from __future__ import annotations

from typing import Any

import mesa

from sim import draws
from sim import parameters as P
from sim.catalogue import MEMBER, PARTNER
from sim.phases.actions import follow_review, settle_renewal, sign
from sim.record import Decision
from sim.rules import access, pooling, sharing
from sim.rules import forcing as F
from sim.rules.admission import appraise_consent, consent_gain
from sim.rules.categories import CATEGORIES, holds
from sim.rules.choice import accepts, agree, keeps
from sim.rules.forcing import FREE, decided, forced_choice, forced_tier
from sim.rules.meetings import meeting, meeting_draws, renewal
from sim.rules.membership import appraise_membership, is_reviewed, join_gain, partner_tier_open
from sim.rules.metrics import list_novelty
from sim.rules.pace import appraise_pace, pace_gain, pace_noise_of
from sim.rules.traits import fresh_noise
from sim.world import ARRAYS

OF_NODES = {f.name for f in ARRAYS if (f.shape or "").split()[:1] == ["N"]}
OF_STATES = {f.name for f in ARRAYS if (f.shape or "").split()[:1] == ["J"]}
OF_FIRMS = {f.name for f in ARRAYS if (f.shape or "").split()[:1] == ["F"]}


class Actor(mesa.Agent):
    """Common to all: an agent of one row (``node``) of the world."""

    model: Any  # the CooperationModel

    def __init__(self, model: Any, node: int) -> None:
        super().__init__(model)
        self.node = node
        self.world = model.world

    def __getattr__(self, name: str) -> Any:
        """This actor's part of a field of the world: a number, or a row."""
        world = self.__dict__.get("world")
        if world is not None:
            row = self.node - world.offices
            if name in OF_NODES or (name in OF_STATES and row < 0):
                return getattr(world, name)[self.node]
            if name in OF_FIRMS and row >= 0:
                return getattr(world, name)[row]
        raise AttributeError(f"{type(self).__name__} has no attribute '{name}'")

    @property
    def kind(self) -> str:
        """Name of its class."""
        return type(self).__name__

    @property
    def name(self) -> str:
        """Short name of the actor."""
        return str(self.model.config.roster.label(self.node))

    def draw(self, purpose: int, partner: int = -1, item: int = 0) -> float:
        """A uniform number for this actor, month and purpose."""
        w = self.world
        other = w.key[partner] if partner >= 0 else draws.NO_PARTNER
        return draws.uniform(w.stream, w.month, purpose, w.key[self.node], other, item)

    def remember(self, act: str, kind: str, partner: int, item: int, terms: tuple, gain: float, draw: float,
                 taken: bool, noise: float | None = None, forced: int = FREE) -> None:  # fmt: skip
        """Keep the receipt of a decision, if the run keeps them; ``forced`` as ``forced_choice`` says it."""
        if self.model.config.keep_decisions:
            noise = self.world.p[P.NOISE] if noise is None else noise
            month = self.world.month
            found = Decision(month, act, kind, self.node, partner, item, terms, gain, noise, draw, bool(taken),
                             forced != FREE)  # fmt: skip
            self.model.decisions.append(found)

    def forced(self, act: int, partner: int = -1, item: int = -1) -> int:
        """Whether its choice is forced this month (``sim.rules.forcing.forced_choice``)."""
        return int(forced_choice(self.world, act, self.node, partner, item))


class DealMaker(Actor):
    """An actor that may sign bilateral deals and share over them."""

    def meet(self, other: DealMaker, drawn: Any = None) -> int:
        """Consider a memorandum with ``other`` and sign it if both want it: the bit mask of its types, 0 if not.

        ``drawn`` (2,) are the draws of this side and of the other, if they are made already.
        """
        w, a, b = self.world, self.node, other.node
        drawn = meeting_draws(w, a, b) if drawn is None else drawn
        types, signed, *sides = meeting(w, a, b, drawn, self.model.config.keep_decisions)
        if types > 0 and self.model.config.keep_decisions:
            act = "extend" if w.ties[a, b] else "sign"
            for one, partner, terms, gain, draw in ((self, b, *sides[:2], drawn[0]), (other, a, *sides[2:], drawn[1])):
                forced = one.forced(F.DEAL, partner)
                willing = decided(forced, agree(gain, 0.0, fresh_noise(w), draw, 0.0))
                one.remember("deal", act, partner, types, terms, gain, float(draw), willing, fresh_noise(w), forced)
        if signed:
            sign(w, a, b, types)
        return int(types) if signed else 0

    def renew(self, other: DealMaker) -> bool:
        """Consider the whole tie with ``other`` at the end of its term: renewed if both keep it, else it lapses."""
        renewed, *sides = renewal(self.world, self.node, other.node)
        for one, partner, (terms, gain, draw) in ((self, other, sides[:3]), (other, self, sides[3:])):
            noise = fresh_noise(self.world)
            forced = one.forced(F.RENEW, partner.node)
            willing = decided(forced, keeps(gain, noise, draw))
            one.remember("deal", "renew", partner.node, -1, terms, gain, draw, willing, noise, forced)
            if not willing:  # the other is not asked any more
                break
        settle_renewal(self.world, self.node, other.node, renewed)
        return bool(renewed)

    def judge_renewal(self, other: DealMaker) -> tuple[tuple, float]:
        """Terms and gain of keeping the whole tie with ``other``."""
        return renewal(self.world, self.node, other.node)[1:3]

    def share(self) -> None:
        """Decide for every partner and category whether to share this month."""
        if self.model.config.keep_decisions:
            self._explain_shares()
        sharing.share_over_ties(self.world, self.node)

    def pool(self) -> None:
        """Decide for every category whether to give it to the network this month."""
        if self.model.config.keep_decisions:
            self._explain_pool()
        pooling.pool_with_network(self.world, self.node)

    def _explain_shares(self) -> None:
        w, i, noise = self.world, self.node, fresh_noise(self.world)
        for j in range(w.offices):
            if j == i or w.ties[i, j] == 0:
                continue
            conditions, wanted = sharing.conditions_of(w, i, j), access.sendable(w, i, j)
            for q in range(CATEGORIES):
                if holds(wanted, q):
                    terms = sharing.appraise_share(w, conditions, q)
                    gain, draw = sharing.share_gain(terms), sharing.share_draw(w, i, j, q)
                    forced = self.forced(F.SHARE, j, q)
                    taken = decided(forced, accepts(gain, noise, draw))
                    self.remember("share", "share", j, q, terms, gain, draw, taken, noise, forced)

    def _explain_pool(self) -> None:
        w, i, noise = self.world, self.node, fresh_noise(self.world)
        tier = access.tier_of(w, i)
        if tier == 0:
            return
        conditions = pooling.pool_conditions(w, i, tier, *pooling.channel_of(w, i))
        choices = pooling.pool_choices(w, conditions)
        for q in range(CATEGORIES):
            if holds(choices, q):
                terms = pooling.appraise_pool(w, conditions, q)
                gain, draw = sharing.share_gain(terms), sharing.share_draw(w, i, w.offices, q)
                forced = self.forced(F.POOL, -1, q)
                taken = decided(forced, accepts(gain, noise, draw))
                self.remember("share", "pool", -1, q, terms, gain, draw, taken, noise, forced)


class InstituteAgent(DealMaker):
    """The office of a jurisdiction: none, an acting office or an institute. It signs and shares."""

    @property
    def exists(self) -> bool:
        """Whether there is an office at all."""
        return bool(self.status > 0)


class StateAgent(Actor):
    """A jurisdiction: it joins, changes tier, leaves, and pays."""

    @property
    def institute(self) -> InstituteAgent:
        """The office of this jurisdiction."""
        institute: InstituteAgent = self.model.institutes[self.node]
        return institute

    @property
    def due(self) -> bool:
        """Whether its membership is reviewed this month: once a year, if it may apply at all."""
        return bool(is_reviewed(self.world, self.node))

    def judge_membership(self, tier: int) -> tuple[tuple, float]:
        """Terms and gain of being in the network at ``tier`` against staying outside."""
        if not self.institute.exists:
            list_novelty(self.world, self.node)
        terms = appraise_membership(self.world, self.node, tier)
        return terms, join_gain(terms)

    def consents(self, other: StateAgent) -> bool:
        """Whether this member lets ``other`` in, which has applied."""
        w, tier = self.world, self.world.ready[other.node]
        terms = appraise_consent(w, self.node, other.node, tier)
        gain, draw, noise = consent_gain(terms), self.draw(draws.VOTE, other.node), fresh_noise(w)
        forced = self.forced(F.CONSENT, other.node)
        taken = decided(forced, accepts(gain, noise, draw))
        self.remember("consent", "consent", other.node, tier, terms, gain, draw, taken, noise, forced)
        return bool(taken)

    def review_membership(self) -> None:
        """Weigh every open tier against staying outside, and act on it."""
        w, j = self.world, self.node
        options = [(MEMBER, *self.judge_membership(MEMBER))]
        if partner_tier_open(w, j):
            options.append((PARTNER, *self.judge_membership(PARTNER)))
        tier, terms, gain = max(options, key=lambda option: (option[2], -option[0]))
        noise, draw, inside = fresh_noise(w), self.draw(draws.JOIN), w.tier[j] > 0
        forced, named = self.forced(F.JOIN), int(forced_tier(w, j, tier))
        if named != tier:
            tier, terms, gain = named, *self.judge_membership(named)
        taken = decided(forced, keeps(gain, noise, draw) if inside else accepts(gain, noise, draw))
        self.remember("join", "stay" if inside else "join", -1, tier, terms, gain, draw, taken, noise, forced)
        follow_review(w, j, tier if taken else 0)


class FirmAgent(DealMaker):
    """A frontier firm: it signs with offices, grants access, and chooses its pace."""

    @property
    def row(self) -> int:
        """Row among the firms."""
        return self.node - self.world.offices

    def choose_pace(self) -> None:
        """Safe or fast for the coming quarter."""
        w, f = self.world, self.row
        terms = appraise_pace(w, f)
        gain, draw, noise = pace_gain(terms), self.draw(draws.PACE), pace_noise_of(w)
        forced = self.forced(F.PACE)
        taken = decided(forced, accepts(gain, noise, draw))
        self.remember("pace", "pace", -1, -1, terms, gain, draw, taken, noise, forced)
        w.safe[f] = taken
