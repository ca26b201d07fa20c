"""What the deviation finder answers, as data."""

from __future__ import annotations

from dataclasses import dataclass

from results.stability.verdicts import OfDesign
from scenarios.schema import Scenario
from sim.roster import Roster


@dataclass(frozen=True)
class Answer:
    """Who would gain by what, under each design that was asked for.

    months : as which months begin. window : months over which welfare is compared. rests_on : what behaviour is drawn
    from.
    """

    scenario: Scenario
    roster: Roster
    designs: tuple[OfDesign, ...]
    months: tuple[int, ...]
    window: int
    rests_on: str
