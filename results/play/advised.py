"""The rule's advice on a decision: what acting gains its actor, as it sees it beforehand, and how likely it is to act.

The number that is drawn is no part of it: nobody knows that when the decision is taken. So an answer is 'with the
advice' or 'against' it by the sign of the gain alone, in the seat as in the debrief. What the rule would have done with
the number that was drawn is another thing: now and then it acts against its own interest, by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.record import Decision
from sim.rules.choice import accepts, agree, keeps, probability

UTILITY = "utility a month"
RACE = "benefit a step of the race"  # what ``sim.parameters`` has of the step's benefit, the cost of safety, the prize


def unit_of(kind: str) -> str:
    """The unit of what acting gains, and of its terms. kind : of a decision, or its act."""
    return RACE if kind == "pace" else UTILITY


def wants(gain: float) -> bool:
    """Whether acting is in an actor's interest: it gains by it. At no gain the status quo is kept."""
    return gain > 0


@dataclass(frozen=True)
class Advised:
    """What the rule advises on a decision.

    acts : whether it is in the actor's interest.  gain : of acting, in ``unit``.  chance : that the rule acts.
    drawn : whether the rule would have acted with the number that was drawn; not to be told before the month is played.
    """

    acts: bool
    gain: float
    chance: float
    unit: str
    drawn: bool

    @property
    def by_chance(self) -> bool:
        """Whether the rule itself would have gone against the actor's interest, by what was drawn."""
        return self.drawn != self.acts


def advised(decision: Decision) -> Advised:
    """The rule's advice, from the receipt of a decision; it is there for decisions that are forced too."""
    gain, noise = decision.gain, decision.noise
    chance = float(probability(gain, noise))
    return Advised(wants(gain), gain, chance, unit_of(decision.kind), _drawn(decision))


def _drawn(decision: Decision) -> bool:
    """What the actor would have done by its own rule, with the number that was drawn."""
    gain, noise, draw = decision.gain, decision.noise, decision.draw
    if decision.kind in ("sign", "extend"):
        return bool(agree(gain, 0.0, noise, draw, 0.0))
    if decision.kind in ("renew", "stay"):
        return bool(keeps(gain, noise, draw))
    return bool(accepts(gain, noise, draw))
