"""The arm's month: what finished cases change, who holds the arm, its agenda, dues and new cases."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.design import DesignPoint
from sim.rules import agenda, casework, effects, learning, membership
from sim.rules.measures import novelties
from sim.secretariat import Case, Secretariat

if TYPE_CHECKING:
    from sim.model import CooperationModel


class Arm:
    """The coordination arm in one run: its design in force, its secretariat and its effects on the world."""

    def __init__(self, model: CooperationModel) -> None:
        self.model, self.world, self.config = model, model.world, model.config
        w = self.world
        self.secretariat = Secretariat(float(w.month))
        self.began = float(w.month)  # month from which handovers are counted
        self.taken, self.done, self.settled = 0.0, 0.0, 0  # staff-months planned and done, cases settled
        self.experience = 0.0  # years of unbroken work
        self.handover_at = -math.inf
        self.dues_in_force = (w.design[D.DUES_HOST], w.design[D.DUES_GDP])  # as of the last funding round
        self.tiers_in_force = w.design[D.TIERS]  # as of the last terms of reference
        self.opened: dict[tuple[int, int, int], int] = {}  # cases opened by month, kind and opener
        self.clearing: set[int] = set()  # members whose clearance is under way
        self.posts_draw = self._draw(draws.POSTS)
        self.switch_month = self._switch_month(self.config.adopt, self.config.design)
        self.agreed = [(self.switch_month, self.config.design)]  # designs to come, by the month they work from
        for month, design in self.config.later:
            self.agreed.append((self._switch_month(month, design), design))
        self.switched = False
        w.chair = casework.next_chair(-1, w.turn_order, w.tier, w.status)
        self._hold()

    def _draw(self, purpose: int, item: int = 0, month: int = 0) -> float:
        return draws.uniform(self.world.stream, month, purpose, draws.NOBODY, draws.NOBODY, item)

    def _switch_month(self, decided: int, design: DesignPoint) -> int:
        """First month of a new design: the decision, then its set-up (whole months, by chance of the fraction)."""
        return decided + casework.rounded(design["setup_months"], self._draw(draws.SETUP))

    # ---- what others ask --------------------------------------------------------------------------
    def total_productivity(self) -> float:
        """Productivity of the network: what members do themselves, and what the arm adds (0 to 1)."""
        return float(learning.total_productivity(self.world.p[P.SELF_ORGANISED], self.world.productivity))

    def dues_rule(self) -> tuple[float, float]:
        """Shares of the cost paid by hosts and by GDP, as the last funding round fixed them; the rest is equal."""
        return self.dues_in_force

    def partner_tier_open(self, state: int) -> bool:
        """Whether a state may be a partner: as far as the terms of reference in force have tiers, by its own draw."""
        return bool(membership.partner_tier_open(self.world.partner_draw[state], self.tiers_in_force))

    # ---- the phase --------------------------------------------------------------------------------
    def month(self) -> None:
        """The phase 'secretariat': finished casework, then handover, agenda, dues, and the plan."""
        self.done = 0.0
        finished = self.secretariat.settle()
        self.settled = len(finished)
        for case in finished:
            self.done += case.work
            self._settle(case)
        novelties(self.world.knowledge, self.world.status, self.world.novelty)
        self._withdraw_stale()
        due = [k for k, (month, _) in enumerate(self.agreed) if self.world.month >= month]
        if due:  # what was decided last stands, also if an earlier design is still being set up
            self._switch(self.agreed[due[-1]][1])
            del self.agreed[: due[-1] + 1]
        self._maybe_hand_over()
        self._hold()
        self._set_agenda()
        self._collect_dues()
        self._prepare()
        self._plan()

    def work(self) -> None:
        """Let the secretariat work until the next month."""
        self.secretariat.run(self.world.month + 1.0)

    def update_productivity(self) -> None:
        """Productivity of the arm: work finished against work taken in, both averaged over the past months."""
        w = self.world
        w.work_planned, w.work_done, w.productivity = learning.arm_productivity(
            w.work_planned, w.work_done, self.taken, self.done, w.p[P.THROUGHPUT_MEMORY]
        )
        self.taken = 0.0

    # ---- design in force --------------------------------------------------------------------------
    def _switch(self, design: DesignPoint) -> None:
        """A new design comes into force; experience survives as far as powers stay in the same hands."""
        w, before = self.world, self.world.host.copy()
        w.design, w.seat = design.values.astype(float).copy(), design.seat.astype(float).copy()
        self.switched, self.began = True, float(w.month)
        self._hold()
        self.experience *= casework.same_hands(before, w.host)
        effects.reach_at_once(w.design[D.OVERLAP], w.design[D.STAFF], w.host, w.reached)
        self.model.tell("design", -1, -1, f"the arm works as {design.name}")

    def _maybe_hand_over(self) -> None:
        w = self.world
        if casework.handover_due(w.design[D.HANDOVERS], w.month, self.began):
            w.chair = casework.next_chair(w.chair, w.turn_order, w.tier, w.status)
            kept = w.design[D.MEMORY_KEPT]
            self.experience *= kept
            self.handover_at = float(w.month)
            self.secretariat.handover, self.secretariat.memory = float(w.month), kept
            self.model.tell("handover", w.chair, -1, "the chair or lead changes")
        elif casework.chair_vacant(w.chair, w.tier, w.status):
            w.chair = casework.next_chair(w.chair, w.turn_order, w.tier, w.status)

    def _hold(self) -> None:
        w, d = self.world, self.world.design
        casework.powers_held(
            d[D.SEAT_SHARE],
            d[D.TURN_SHARE],
            d[D.LEAD_SHARE],
            w.seat,
            w.chair,
            w.tier,
            w.status,
            w.capacity,
            w.host,
        )

    def _set_agenda(self) -> None:
        w = self.world
        agenda.next_agenda(w.p, w.design, w.tier, w.host, w.preference, self.dues_rule()[0], w.agenda, w.influence)

    def _collect_dues(self) -> None:
        w = self.world
        w.cost = membership.collect_dues(
            w.p[P.POST_COST], w.design[D.STAFF], w.p[P.PARTNER_DUES], w.tier, w.gdp, w.host, *self.dues_rule(), w.dues
        )

    def _prepare(self) -> None:
        """Posts and speed of the coming month."""
        w, arm = self.world, self.secretariat
        posts = casework.posts_of_month(w.design[D.STAFF], w.p[P.LENT_POSTS], w.host, w.capacity, self.posts_draw)
        arm.posts.resize(posts)
        arm.speed = casework.speed_of_month(w.p, w.design, self.experience, float(w.month), self.handover_at)
        self.experience = casework.gathered(self.experience, posts)

    # ---- cases ------------------------------------------------------------------------------------
    def open(self, kind: str, opener: int, theme: int = -1, item: int = -1, at: float | None = None) -> Case:
        """Open a case of a kind; its work, approvals and lane are drawn with the case's own keys."""
        w, k = self.world, CASE_INDEX[kind]
        key = w.key[opener] if opener >= 0 else draws.NOBODY
        count = self.opened.get((w.month, k, opener), 0)
        self.opened[w.month, k, opener] = count + 1
        members = float((w.tier > 0).sum())
        work, wait, fast = casework.new_case(w.p, w.design, w.stream, w.month, key, k, count, members)
        opened = float(w.month) if at is None else at
        self.taken += work
        case = Case(len(self.secretariat.cases), k, theme, opener, opened, work, wait, fast, item)
        self.secretariat.open(case)
        return case

    def _plan(self) -> None:
        """Open what the year's plan and the calendar ask for this month."""
        w = self.world
        breadth = w.design[D.BREADTH]
        for k, row in enumerate(CASE_KINDS):
            for n in range(casework.planned_of(k, breadth, w.month)):
                if self.secretariat.open_of(k) >= casework.plan_limit(w.stream, k, breadth):
                    self.taken += row.work  # planned, and put off: a year's plan of the kind is still open
                else:
                    self._open_planned(row.key, k, n)
        for institute in sorted(self.model.institutes, key=lambda i: int(w.key[i.node])):
            if institute.node not in self.clearing and institute.wants_clearance():
                self.open("clearance", institute.node)
                self.clearing.add(institute.node)

    def _open_planned(self, key: str, kind: int, n: int) -> None:
        w = self.world
        opener, theme = -1, -1
        if key == "joint_test" and ((w.tier > 0) & (w.status > 0)).sum() < 2:
            return
        if key == "capacity":
            opener = casework.smallest_office(w.full_capacity, w.tier, w.status, w.key)
            if opener < 0:
                return
        if key in ("joint_test", "joint_research", "standard", "working_group"):
            theme = casework.new_theme(w.agenda, w.stream, w.month, kind, n)
        self.open(key, opener, theme)

    def _withdraw_stale(self) -> None:
        """An application whose state has become a member by other means, or has changed its mind, is withdrawn."""
        w = self.world
        for case in self.secretariat.cases:
            if case.open and case.kind == CASE_INDEX["admission"] and w.applied[case.opener] != case.number:
                case.withdrawn = float(w.month)

    def _settle(self, case: Case) -> None:
        """What a finished case changes in the world."""
        row, w, d = CASE_KINDS[case.kind], self.world, self.world.design
        effects.teach(w.p[P.CASE_LEARNING], case.kind, case.theme, w.tier, w.status, w.knowledge)
        w.harmonisation = effects.align(w.p[P.HARMONISE_GAIN], case.kind, w.harmonisation)
        effect = getattr(self, f"_after_{row.key}", None)
        if effect is not None:
            effect(case)
        effects.reach_out(case.kind, d[D.NEUTRALITY], d[D.OVERLAP], w.host, w.rivalry, w.reached)
        late = case.finished - case.opened
        self.model.tell("case", case.opener, -1, f"{row.name} finished after {late:.1f} months")

    def _after_admission(self, case: Case) -> None:
        if self.world.applied[case.opener] == case.number:  # else withdrawn in the meantime
            self.model.admit(case.opener, case.item)

    def _after_incident(self, case: Case) -> None:
        self.model.incidents.answer(case.item, casework.days_between(case.opened, case.finished))

    def _after_clearance(self, case: Case) -> None:
        self.world.cleared[case.opener] = 1.0
        self.clearing.discard(case.opener)

    def _after_terms(self, case: Case) -> None:
        self.tiers_in_force = self.world.design[D.TIERS]

    def _after_funding(self, case: Case) -> None:
        self.dues_in_force = (self.world.design[D.DUES_HOST], self.world.design[D.DUES_GDP])

    def _after_capacity(self, case: Case) -> None:
        w = self.world
        effects.help_office(w.p, case.opener, w.status, w.full_capacity, w.capacity)

    def _after_meeting(self, case: Case) -> None:
        w = self.world
        effects.meet(w.p[P.DIALOGUE_TRUST], w.tier, w.status, w.trust)
