"""What finished cases change: knowledge, methods, findings, trust, outreach, and what their kind is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import CASE_KINDS, THEMES
from sim.months import DAYS
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.casework import Case

if TYPE_CHECKING:
    from tests.bench.idiomatic.secretariat import Secretariat

TEACHES = {"joint_test": 1.0, "joint_research": 2.0}  # times the learning from a case
ALIGNS = {"joint_test": 0.5, "standard": 1.0, "working_group": 0.25, "research_agenda": 0.25}
FINDS = {"joint_test": 2, "joint_research": 1, "standard": 0, "working_group": 1}  # information of which category
REACHES = {"representation": 0.10, "policy_brief": 0.05, "meeting": 0.05}


class Effects:
    """Finished cases take effect. ``findings`` by theme: what they brought to light a month, over a year."""

    def __init__(self, secretariat: Secretariat) -> None:
        self.secretariat, self.model = secretariat, secretariat.model
        self.findings = [0.0 for _ in THEMES]

    def age(self) -> None:
        """A month of the findings' year passes."""
        self.findings = [rules.smoothed(found, 0.0, 12.0) for found in self.findings]

    def settle(self, case: Case) -> None:
        """What a finished case changes."""
        key = CASE_KINDS[case.kind].key
        if case.theme >= 0:
            self.teach(case, TEACHES.get(key, 0.0))
            self.findings[case.theme] += rules.BENEFIT[FINDS[key]] / 12.0
        if key in ALIGNS:
            self.align(case, ALIGNS[key])
        effect = getattr(self, f"after_{key}", None)
        if effect is not None:
            effect(case)
        if key in REACHES:
            self.reach_out(REACHES[key])

    def teach(self, case: Case, lessons: float) -> None:
        """Who worked on a case learns, and who holds the secretariat, by its powers."""
        workers = self.secretariat.projects.workers(case)
        for office in self.model.offices:
            if office.status > 0:
                share = (office.state.host + (lessons if office in workers else 0.0)) * self.model.p.case_learning
                office.knowledge[case.theme] = rules.gained(office.knowledge[case.theme], share)

    def align(self, case: Case, share: float) -> None:
        """Methods are aligned among those who worked on a case."""
        working, all_there = self.secretariat.projects.workers(case), self.secretariat.members()
        there = len(working) / len(all_there) if all_there else 1.0
        self.model.harmonisation = rules.gained(self.model.harmonisation, share * self.model.p.harmonise_gain * there)

    def reach_out(self, share: float) -> None:
        """Outreach draws outsiders in, the more neutral the seat and the less rivalry with its hosts."""
        states, neutrality = self.model.states, self.secretariat.powers.neutrality
        for state in states:
            rivalry = sum(other.host * state.office.rivalry[other.office.node] for other in states)
            welcome = neutrality * (1.0 - min(1.0, rivalry))
            state.reached = rules.gained(state.reached, share * welcome * (0.5 + self.model.design.coupling_overlap))

    def meet(self, case: Case) -> None:
        """A little trust among those who came."""
        present = self.secretariat.projects.workers(case)
        for one in present:
            for other in present:
                if other is not one:
                    one.trust[other.node] += self.model.p.dialogue_trust / 10.0 * (1.0 - one.trust[other.node])

    # ---- what a kind is for ---------------------------------------------------------------------------------------
    def after_admission(self, case: Case) -> None:
        if case.opener.application == case.number:
            case.opener.ready = case.item

    def after_incident(self, case: Case) -> None:
        self.model.incidents.answer(case.item, (case.finished - case.opened) * DAYS)

    def after_clearance(self, case: Case) -> None:
        case.opener.cleared = float(case.opener.state.tier > 0)
        self.secretariat.clearing.discard(case.opener)

    def after_terms(self, case: Case) -> None:
        self.secretariat.tiers_in_force = self.model.design.admission_tiers

    def after_funding(self, case: Case) -> None:
        self.secretariat.dues_in_force = (self.model.design.dues_host, self.model.design.dues_gdp)

    def after_capacity(self, case: Case) -> None:
        office = case.opener
        more = self.model.p.case_learning * max(0.0, 1.0 - office.capacity)
        office.helped += more
        self.secretariat.helping.discard(office)
        office.capacity += more

    def after_joint_test(self, case: Case) -> None:
        self.meet(case)

    def after_meeting(self, case: Case) -> None:
        self.meet(case)
