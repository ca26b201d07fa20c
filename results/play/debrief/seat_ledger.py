"""For each seat: what was chosen in it, beside the rule's advice, what it brought the seat and what it cost others."""

from __future__ import annotations

from dataclasses import dataclass

from results.play.choice_words import actor_name
from results.play.debrief.changed import Change, Changes, ChoiceChange, change_between
from results.play.differences import Balance, FirmChange, gainers, losers
from results.play.progress import Tick, silent
from results.play.runs import run_of
from scenarios.session.log import SECRETARIAT, Log


@dataclass(frozen=True)
class Seat:
    """One seat.

    actor : as in the log.  name : of the actor.  person : who sat there, '' if it is not told.
    node : -1 of the secretariat.  change : this run with all that was chosen in the seat, and without any of it.
    """

    actor: str
    name: str
    person: str
    node: int
    choices: tuple[ChoiceChange, ...]
    change: Change

    @property
    def own(self) -> Balance | None:
        """What its choices brought itself; None of a firm and of the secretariat, which have no welfare here."""
        return next((one for one in self.change.states if one.node == self.node), None)

    @property
    def own_firm(self) -> FirmChange | None:
        """What is different for a firm in the seat; None if nothing is, or it is no firm."""
        return next((one for one in self.change.firms if one.node == self.node), None)

    @property
    def gained(self) -> list[Balance]:
        """Others who gain by its choices, the greatest gain first."""
        return gainers(one for one in self.change.states if one.node != self.node)

    @property
    def lost(self) -> list[Balance]:
        """Others who lose by its choices, the greatest loss first."""
        return losers(one for one in self.change.states if one.node != self.node)

    @property
    def against(self) -> list[ChoiceChange]:
        """Choices against the rule's advice."""
        return [one for one in self.choices if one.advice is not None and one.advice.is_against]


def seats_of(changes: Changes, people: dict[str, str] | None = None, tick: Tick = silent) -> tuple[Seat, ...]:
    """Every seat in which something was chosen, in the order of their first choice.

    people : who sat where, where that is to be told.  A run a seat.
    """
    actors = list(dict.fromkeys(choice.by for choice in changes.log.choices if choice.by))
    found = []
    for k, actor in enumerate(actors):
        tick(k, len(actors))
        found.append(_seat(changes, actor, (people or {}).get(actor, "")))
    tick(1, 1)
    return tuple(found)


def _seat(changes: Changes, actor: str, person: str) -> Seat:
    own = tuple(one for one in changes.single if one.choice.by == actor)
    name = f"the {SECRETARIAT}" if actor == SECRETARIAT else actor_name(changes.roster, actor)
    node = -1 if actor == SECRETARIAT else changes.roster.find(actor)
    return Seat(actor, name, person, node, own, _together(changes, actor, own))


def _together(changes: Changes, actor: str, own: tuple[ChoiceChange, ...]) -> Change:
    """What all choices of a seat changed together: this run, and the one without any of them."""
    if len(own) == len(changes.single):
        return changes.together
    if len(own) == 1:
        return own[0].change
    return change_between(changes.played, run_of(_without(changes.log, actor)), changes.roster)


def _without(log: Log, actor: str) -> Log:
    """The log without what was chosen in a seat."""
    return Log.of(log.plain() | {"choices": [choice.plain() for choice in log.choices if choice.by != actor]})
