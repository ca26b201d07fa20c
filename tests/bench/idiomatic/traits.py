"""Lasting traits: how a pair leans to deals and a state to the network, and what the past says of them."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from tests.bench.idiomatic.rules import CATEGORIES

if TYPE_CHECKING:
    from random import Random

    from tests.bench.idiomatic.makers import DealMaker
    from tests.bench.idiomatic.model import IdiomaticModel
    from tests.bench.idiomatic.states import State

HALF_WIDTH = math.sqrt(3.0)  # of a uniform number of standard deviation 1
LOGISTIC = math.pi / HALF_WIDTH  # standard deviation of logistic noise of scale 1


class Trait:
    """A lasting trait (standard deviations), which passes from this window's draw to the next one's."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.now, self.coming = self.drawn(), self.drawn()

    def drawn(self) -> float:
        """A new draw."""
        return self.random.uniform(-HALF_WIDTH, HALF_WIDTH)

    def turn(self) -> None:
        """The next window begins."""
        self.now, self.coming = self.coming, self.drawn()

    def learn(self, bound: float, above: bool) -> None:
        """The present draw is squeezed into what lies above, or below, a bound."""
        low, high = (bound, HALF_WIDTH) if above else (-HALF_WIDTH, bound)
        low, high = (min(max(x, -HALF_WIDTH), HALF_WIDTH) for x in (low, high))
        self.now = low + (high - low) * (self.now + HALF_WIDTH) / (2.0 * HALF_WIDTH)


class Traits:
    """All traits of a model: of pairs with an office in them, of states, of senders; and the time in the window."""

    def __init__(self, model: IdiomaticModel) -> None:
        self.model, p = model, model.p
        self.scale = p.noise * LOGISTIC * math.sqrt(p.lasting)
        self.fresh = p.noise * math.sqrt(1.0 - p.lasting)  # logit scale of what is tossed anew
        self.window, self.angle = 0, 0.0
        self.all: list[Trait] = []
        for a, b in combinations(model.makers, 2):
            if not (a.is_firm and b.is_firm):
                a.rapport[b] = b.rapport[a] = self.new()
        for state in model.states:
            state.will = self.new()
        for firm in model.all_firms:
            firm.caution = self.new()
        for maker in model.makers:
            maker.practice = [self.new() for _ in CATEGORIES]

    def new(self) -> Trait:
        """One more trait."""
        self.all.append(Trait(self.model.random))
        return self.all[-1]

    def turn(self) -> None:
        """The month's place in the window; at the end of a window every trait has a new draw to come."""
        past = (self.model.month - self.model.config.first) / max(1.0, self.model.p.trait_memory)
        while self.window < int(past):
            self.window += 1
            for trait in self.all:
                trait.turn()
        self.angle = (past - self.window) * math.pi / 2.0

    def worth(self, trait: Trait) -> float:
        """What a trait adds to a gain this month."""
        return self.scale * (math.cos(self.angle) * trait.now + math.sin(self.angle) * trait.coming)

    def learn(self, trait: Trait, gain: float, willing: bool) -> None:
        """A choice of the past: a gain with the trait as it was is made to agree with it."""
        scale = self.scale * math.cos(self.angle)
        if scale > 0.0:
            trait.learn(trait.now - gain / scale, willing)

    # ---- what the past says ---------------------------------------------------------------------------------------
    def learn_from_past(self) -> None:
        """Pairs with a tie were willing, pairs that met without one were not, members wanted to be members."""
        model = self.model
        for a, b in model.possible_pairs():
            if b in a.ties:
                gain = min(a.gain_from_renewal(b), b.gain_from_renewal(a)) - model.p.ending
                self.learn(a.rapport[b], gain, True)
            elif model.random.random() < self.chance_to_have_met(a, b):
                what = a.memorandum(b)
                self.learn(a.rapport[b], min(a.gain_from(b, *what), b.gain_from(a, *what)), False)
        self.learn_from_members([s for s in model.states if s.tier > 0 and s.member_from < model.config.first])

    def chance_to_have_met(self, a: DealMaker, b: DealMaker) -> float:
        """Chance that a pair without a tie met before the first month."""
        months = self.model.config.first - max(a.open_from, b.open_from, 0)
        return 1.0 - math.exp(-self.model.meeting_rate(a, b) * months) if months > 0 else 0.0

    def learn_from_members(self, entered: list[State]) -> None:
        """States that entered as on record gain by staying."""
        if entered:
            self.model.secretariat.collect_dues()
        for state in entered:
            gain = state.gain_from_membership(state.tier) - state.leaving_cost(state.tier)
            self.learn(state.will, gain, True)
