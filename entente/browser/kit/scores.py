"""Which aims were reached in a game, for the debrief."""

from __future__ import annotations

from dataclasses import dataclass

from entente.browser.kit.sessions import Session
from results.play.kit.aims import aim
from scenarios.session.log import Log
from scenarios.session.replay import record_of
from sim.errors import InputError


@dataclass(frozen=True)
class Score:
    """One aim of one seat. here, own : how it stands in the game, and in the model's own play of it, in words."""

    seat: str
    aim: str
    reached: bool
    here: str
    own: str


def scores(session: Session, log: Log, at: int) -> list[Score]:
    """The aims of all seats of a session in a game, at the beginning of a month; InputError where nothing is played."""
    played, own = record_of(log), record_of(log.until(0))
    if at <= played.adopted:
        raise InputError("nothing is played yet", key="session", allowed="a game of which a month is played")
    if log.scenario != session.scenario:
        raise InputError(
            "a game of another scenario", key="session", value=log.scenario, allowed=f"a game of '{session.scenario}'"
        )
    found = []
    for seat in session.seats:
        node = played.roster.find(seat.actor)
        for name in seat.aims:
            one = aim(own, node, name, at)
            here = one.against_own(one.value(played, at))
            found.append(Score(seat.actor, one.text, one.reached(played, at), here, one.told_own))
    return found
