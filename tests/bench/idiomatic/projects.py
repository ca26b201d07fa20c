"""Projects: what one is about, who works on it and stands behind it, and why it ends without a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import CASE_KINDS, FRONTIER_THEMES, PROJECTS, THEMES
from tests.bench.idiomatic.casework import Case

if TYPE_CHECKING:
    from tests.bench.idiomatic.agents import Office
    from tests.bench.idiomatic.secretariat import Secretariat
    from tests.bench.idiomatic.states import State


class Projects:
    """The secretariat's projects: cases of certain kinds, each with a sponsor, that may end."""

    def __init__(self, secretariat: Secretariat) -> None:
        self.secretariat, self.random, self.ended = secretariat, secretariat.random, 0

    def begin(self, case: Case, nominal: float) -> None:
        """A project is opened: it finds a sponsor."""
        case.nominal, case.attention = nominal, self.secretariat.agenda[case.theme]
        case.grace = self.random.random()
        case.sponsor = self.sponsor(case)

    def theme(self, key: str) -> int:
        """Theme of a new project, by weights on the agenda; joint tests are about frontier risk."""
        themes = FRONTIER_THEMES if key == "joint_test" else range(len(THEMES))
        return self.random.choices(themes, [self.secretariat.agenda[t] for t in themes])[0]

    def who_come(self) -> list[Office]:
        """Who takes part in a new joint test: by openness, if it has staff to send."""
        there = self.secretariat.members()
        return [o for o in there if o.free > 0.0 and self.random.random() < o.openness]

    def workers(self, case: Case) -> list[Office]:
        """Who works on a case: members and partners with an office; on a joint test those of them who take part."""
        there = self.secretariat.members()
        return there if case.party is None else [o for o in there if o in case.party]

    def sponsor(self, case: Case, but: State | None = None) -> State | None:
        """One that works on a project and pays, by capacity and preference."""
        willing = [o.state for o in self.workers(case) if o.state is not but and not o.state.in_arrears]
        weights = [s.office.capacity * s.preference[case.theme] for s in willing]
        return self.random.choices(willing, weights)[0] if willing else None

    def review(self, forgotten: float) -> None:
        """The month's ends; ``forgotten`` is how surely a handover has forgotten a project."""
        self.ended = 0
        for case in self.secretariat.casework.cases:
            if case.open and CASE_KINDS[case.kind].key in PROJECTS and self.ends(case, forgotten):
                case.withdrawn = True
                self.ended += 1

    def ends(self, case: Case, forgotten: float) -> bool:
        """Whether a project ends this month."""
        model, sponsor = self.secretariat.model, case.sponsor
        staff = self.secretariat.own_posts()
        if sponsor is not None and (
            sponsor.fell_behind or sponsor.turned or sponsor.office not in self.secretariat.members()
        ):
            case.sponsor = self.sponsor(case, sponsor) if self.random.random() < staff / (staff + 1.0) else None
            if case.sponsor is None:
                return True
        share, before = self.secretariat.agenda[case.theme], case.attention
        case.attention = min(share, before)
        if share < before and self.random.random() < 1.0 - share / before:
            return True
        limit = max(12.0, 5.0 / 3.0 * case.nominal)
        if model.month - case.opened > int(limit) + (case.grace < limit % 1.0):
            return True
        mine = case.sponsor.host if case.sponsor is not None else 0.0
        held = sum(s.host for s in model.states)
        liked = sum(s.host * s.preference[case.theme] for s in model.states) * len(THEMES) / held if held > 0.0 else 1.0
        return self.random.random() < forgotten * (1.0 - min(1.0, liked)) * (1.0 - mine)
