"""The year's plan: duties first, then a programme that fills the posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import CASE_KINDS, FOLLOWS, MANDATES_WORK, MEMBERS_WORK, NEEDS_WORK, STAFFS_WORK

if TYPE_CHECKING:
    from tests.bench.idiomatic.secretariat import Secretariat


class Plan:
    """What falls due month by month."""

    def __init__(self, secretariat: Secretariat) -> None:
        self.secretariat = secretariat
        self.due = {row.key: k / len(CASE_KINDS) for k, row in enumerate(CASE_KINDS) if row.per_year}

    def asked(self, row) -> float:
        """Cases of a kind that the network asks for in a year."""
        secretariat = self.secretariat
        working = len(secretariat.members())
        if row.key == "joint_test" and working < 2:
            return 0.0
        mandate = secretariat.model.design.mandate_breadth_themes / 4.0
        size = {MEMBERS_WORK: working / 10.0, NEEDS_WORK: len(secretariat.needy()), MANDATES_WORK: mandate}
        return row.per_year * size.get(FOLLOWS[row.key], 1.0)

    def month(self) -> None:
        """Open what is due."""
        secretariat, planned = self.secretariat, [row for row in CASE_KINDS if row.per_year]
        asked = {row.key: self.asked(row) for row in planned}
        grows = {row.key: FOLLOWS[row.key] == STAFFS_WORK for row in planned}
        duties = sum(asked[row.key] * row.work for row in planned if not grows[row.key])
        programme = sum(asked[row.key] * row.work for row in planned if grows[row.key])
        waiting = sum(case.remaining for case in secretariat.casework.cases if case.open and not case.begun)
        room = max(0.0, 12.0 * secretariat.posts * secretariat.casework.speed - waiting)
        kept, grown = min(1.0, room / duties) if duties else 0.0, max(0.0, room - duties) / programme
        secretariat.taken += (duties + programme) / 12.0
        for row in planned:
            self.due[row.key] += asked[row.key] * (grown if grows[row.key] else kept) / 12.0
        for row in planned:
            while self.due[row.key] >= 1.0:
                self.due[row.key] -= 1.0
                secretariat.open_planned(row.key)
