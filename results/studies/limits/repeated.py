"""Sharing in the limit: the repeated prisoner's dilemma (Axelrod 1981, 1984).

Benefit T - P, exposure P - S, synergy R - S - benefit, patience the chance w of another round, trust 1 after the
partner shared and 0 after it did not (speed of learning 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from results.studies.limits.limit import ANY, SHARE, Range, check, threshold
from sim.errors import InputError
from sim.rules.choice import accepts, keeps
from sim.rules.sharing import share_gain, share_terms, updated_trust

USUAL = (3.0, 0.0, 5.0, 1.0)  # R, S, T, P
MOST_ROUNDS = 100_000


Payoffs = tuple[float, float, float, float]  # R, S, T, P


def gain_of_sharing(payoffs: Payoffs, patience: float, trust: float, public: float = 0.0) -> float:
    """What sharing gains at this trust, by the rule; ``public`` is its public value, felt in full."""
    r, s, t, p = payoffs
    terms = share_terms(1.0, 1.0, public, patience, trust, t - p, r - s - (t - p), p - s, 0.0, 0.0, 0.0, 0.0)
    return float(share_gain(terms))


@dataclass(frozen=True)
class Game:
    """A prisoner's dilemma. Choices count in units of T - S, so that their tolerance is small against it."""

    payoffs: Payoffs

    def gain(self, patience: float, trust: float, public: float = 0.0) -> float:
        """What sharing gains, in units of T - S."""
        unit = self.payoffs[2] - self.payoffs[1]
        r, s, t, p = (value / unit for value in self.payoffs)
        return gain_of_sharing((r, s, t, p), patience, trust, public)

    def payoff(self, shares: bool, other_shares: bool) -> float:
        """Payoff of a round: P, what the other's sharing brings, and what one's own gains or costs at once."""
        p, t = self.payoffs[3], self.payoffs[2]
        own = gain_of_sharing(self.payoffs, 0.0, float(other_shares)) if shares else 0.0
        return p + other_shares * (t - p) + own


@dataclass(frozen=True)
class Player:
    """A strategy as an actor of the model: how patient, and how it values what is public."""

    name: str
    patience: float
    public: float

    def shares(self, game: Game, trust: float) -> bool:
        """Its choice at noise 0."""
        return bool(accepts(game.gain(self.patience, trust, self.public), 0.0, 0.0))


# The public value 1 = T - S outweighs every temptation; without patience nothing holds back from it.
COOPERATOR, TIT_FOR_TAT, DEFECTOR = Player("Cooperator", 0, 1), Player("tit-for-tat", 1, 0), Player("Defector", 0, 0)


@dataclass(frozen=True)
class Repeated:
    """Stability of reciprocity, and scores of a round robin."""

    continuation: float
    payoffs: Payoffs
    rounds: int
    gain: float  # of sharing with a partner who reciprocates
    stable: bool
    threshold: float
    scores: dict[str, float] | None  # None: the rule cannot play tit-for-tat
    notes: list[str]


def study(
    continuation: float, payoffs: Payoffs = USUAL, rounds: int = 10
) -> Repeated:  # fmt: skip
    """Whether tit-for-tat is collectively stable, and a round robin; InputError if an input is out of range."""
    check(
        continuation=(continuation, SHARE), rounds=(rounds, Range(1, MOST_ROUNDS)),
        **{f"payoff {name}": (value, ANY) for name, value in zip("RSTP", payoffs, strict=True)},
    )  # fmt: skip
    reward, sucker, temptation, punishment = payoffs
    if not temptation > reward > punishment > sucker:
        raise InputError(
            "not a prisoner's dilemma", key="payoffs", value=",".join(f"{v:g}" for v in payoffs),
            allowed="R,S,T,P with T > R > P > S",
        )  # fmt: skip
    game = Game(payoffs)
    needed, notes = threshold(lambda w: game.gain(w, 1.0)), []
    if needed > 1.0:
        notes.append("the threshold is above 1: reciprocity is stable at no chance of another round")
    playable = TIT_FOR_TAT.shares(game, 1.0)
    if not playable:
        notes.append(
            "2 R <= T + S: taking turns pays as well as sharing, and no patience makes an actor play tit-for-tat"
        )
    scores = round_robin(game, (COOPERATOR, TIT_FOR_TAT, DEFECTOR), rounds) if playable else None
    return Repeated(
        continuation,
        payoffs,
        rounds,
        gain_of_sharing(payoffs, continuation, 1.0),
        bool(keeps(game.gain(continuation, 1.0), 0.0, 0.0)),
        needed,
        scores,
        notes,
    )


def round_robin(game: Game, players: tuple[Player, ...], rounds: int) -> dict[str, float]:
    """Total score of each player against all others, without play against itself."""
    scores = {player.name: 0.0 for player in players}
    for one, other in combinations(players, 2):
        for player, score in zip((one, other), match(game, one, other, rounds), strict=True):
            scores[player.name] += score
    return scores


def match(game: Game, one: Player, other: Player, rounds: int) -> tuple[float, float]:
    """Scores of a match: both decide, then both learn; at first they trust each other."""
    trust_one = trust_other = 1.0
    score_one = score_other = 0.0
    for _ in range(rounds):
        first, second = one.shares(game, trust_one), other.shares(game, trust_other)
        score_one += game.payoff(first, second)
        score_other += game.payoff(second, first)
        trust_one = updated_trust(trust_one, 1.0, float(second))
        trust_other = updated_trust(trust_other, 1.0, float(first))
    return score_one, score_other
