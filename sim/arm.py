"""The arm's month: what finished cases change, who holds the arm, its agenda, dues and new cases."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import CASE_INDEX, CASE_KINDS, ECONOMY, INCLUSION, MANDATE
from sim.design import DesignPoint
from sim.months import DAYS
from sim.rules import casework, learning, origins
from sim.rules.measures import dues_shares
from sim.rules.sharing import updated_trust
from sim.secretariat import Case, Secretariat

if TYPE_CHECKING:
    from sim.model import CooperationModel

AGENDA_MONTHS = 12.0  # the agenda moves over a year's plan
WIDEST = 18.0  # themes at which an agenda counts as flat (the top of the field's range)
OUTREACH = {
    "representation": 0.10,
    "policy_brief": 0.05,
    "meeting": 0.05,
}  # share of outsiders' distance closed


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
        own = self.world.p[P.SELF_ORGANISED]
        return own + (1.0 - own) * self.world.productivity

    def dues_rule(self) -> tuple[float, float]:
        """Shares of the cost paid by hosts and by GDP, as the last funding round fixed them; the rest is equal."""
        return self.dues_in_force

    def partner_tier_open(self, state: int) -> bool:
        """Whether a state may be a partner: as far as the terms of reference in force have tiers, by its own draw."""
        return bool(self.world.partner_draw[state] < (self.tiers_in_force - 1.0) / 2.0)

    # ---- the phase --------------------------------------------------------------------------------
    def month(self) -> None:
        """The phase 'secretariat': finished casework, then handover, agenda, dues, and the plan."""
        self.done = 0.0
        finished = self.secretariat.settle()
        self.settled = len(finished)
        for case in finished:
            self.done += case.work
            self._settle(case)
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
        w, months = self.world, self.world.p[P.THROUGHPUT_MEMORY]
        w.work_planned = learning.smoothed(w.work_planned, self.taken, months)
        w.work_done = learning.smoothed(w.work_done, self.done, months)
        w.productivity = min(1.0, w.work_done / w.work_planned)
        self.taken = 0.0

    # ---- design in force --------------------------------------------------------------------------
    def _switch(self, design: DesignPoint) -> None:
        """A new design comes into force; experience survives as far as powers stay in the same hands."""
        w, before = self.world, self.world.host.copy()
        w.design, w.seat = design.values.astype(float).copy(), design.seat.astype(float).copy()
        self.switched, self.began = True, float(w.month)
        self._hold()
        self.experience *= casework.same_hands(before, w.host)
        staffed = w.design[D.STAFF] / (w.design[D.STAFF] + 1.0)
        international = max(0.0, 1.0 - float(w.host.sum()))
        w.reached = np.maximum(w.reached, w.design[D.OVERLAP] * international * staffed)  # networks at once (W10)
        self.model.tell("design", -1, -1, f"the arm works as {design.name}")

    def _maybe_hand_over(self) -> None:
        w = self.world
        years = (w.month - self.began) / 12.0
        if casework.handovers_between(w.design[D.HANDOVERS], years - 1.0 / 12.0, years) > 0 and w.month > self.began:
            w.chair = casework.next_chair(w.chair, w.turn_order, w.tier, w.status)
            kept = w.design[D.MEMORY_KEPT]
            self.experience *= kept
            self.handover_at = float(w.month)
            self.secretariat.handover, self.secretariat.memory = float(w.month), kept
            self.model.tell("handover", w.chair, -1, "the chair or lead changes")
        elif w.chair < 0 or w.tier[w.chair] != 1 or w.status[w.chair] == 0:
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
        w, d = self.world, self.world.design
        voice = np.where(w.tier == 1, 1.0, 0.0)
        if voice.sum() > 0:
            voice /= voice.sum()
        bought = self.dues_rule()[0]
        voice = (1.0 - bought * w.host.sum()) * voice + bought * w.host
        breadth = (d[D.BREADTH] - 1.0) / (WIDEST - 1.0)
        target = learning.agenda_target(MANDATE, breadth, d[D.PULL], w.host, voice, w.preference)
        target = learning.with_outsiders(target, w.p[P.INDUSTRY_WEIGHT], w.p[P.CIVIL_WEIGHT], ECONOMY, INCLUSION)
        learning.agenda_step(w.agenda, target, AGENDA_MONTHS)
        w.influence = d[D.PULL] * w.host + (1.0 - d[D.PULL] * w.host.sum()) * voice

    def _collect_dues(self) -> None:
        w = self.world
        w.cost = w.p[P.POST_COST] * w.design[D.STAFF]
        w.dues = w.cost * dues_shares(w.tier, w.gdp, w.host, *self.dues_rule(), w.p[P.PARTNER_DUES])

    def _prepare(self) -> None:
        """Posts and speed of the coming month."""
        w, d = self.world, self.world.design
        lent = w.p[P.LENT_POSTS] * float(w.host @ w.capacity[: w.J])
        posts = casework.rounded(d[D.STAFF] + lent, self.posts_draw)
        slow = casework.slow_share(float(w.month), self.handover_at, d[D.DOWNTIME])
        self.secretariat.posts.resize(posts)
        self.secretariat.speed = casework.working_speed(
            d[D.LEARNING], self.experience, d[D.SLOWDOWN], slow, w.p[P.OVERLAP] * d[D.OVERLAP]
        )
        if posts > 0:
            self.experience += 1.0 / 12.0

    # ---- cases ------------------------------------------------------------------------------------
    def open(self, kind: str, opener: int, theme: int = -1, item: int = -1, at: float | None = None) -> Case:
        """Open a case of a kind; its work, approvals and lane are drawn with the case's own keys."""
        w, d, k = self.world, self.world.design, CASE_INDEX[kind]
        row = CASE_KINDS[k]
        key = w.key[opener] if opener >= 0 else draws.NOBODY
        count = self.opened.get((w.month, k, opener), 0)
        self.opened[w.month, k, opener] = count + 1
        ordinal = k * 64 + count

        def draw(purpose: int) -> float:
            return draws.uniform(w.stream, w.month, purpose, key, draws.NOBODY, ordinal)

        fast = row.fast and draw(draws.CASE_FAST) < d[D.FAST_LANE]
        stage_luck = casework.luck(draw(draws.CASE_STAGE))
        members = float((w.tier > 0).sum())
        wait = casework.approval_months(
            d[D.STAGES], d[D.STAGE_MONTHS], row.stages, members, w.p[P.CROWD_STAGE], stage_luck
        )
        if fast:
            wait = d[D.FAST_DAYS] / DAYS * stage_luck
        work = row.work * casework.luck(draw(draws.CASE_WORK))
        opened = float(w.month) if at is None else at
        self.taken += work
        case = Case(len(self.secretariat.cases), k, theme, opener, opened, work, wait, fast, item)
        self.secretariat.open(case)
        return case

    def _plan(self) -> None:
        """Open what the year's plan and the calendar ask for this month."""
        w = self.world
        for k, row in enumerate(CASE_KINDS):
            rate = row.per_year
            if row.key == "working_group":
                rate *= w.design[D.BREADTH] / 4.0  # four themes of the founding mandate (a021)
            for n in range(casework.planned(rate, w.month, k / len(CASE_KINDS))):
                limit = casework.rounded(max(1.0, rate), self._draw(draws.CASE_PLAN, k))
                if self.secretariat.open_of(k) >= limit:  # a year's plan of the kind is still open
                    self.taken += row.work  # planned, and put off
                else:
                    self._open_planned(row.key, k, n)
        for institute in sorted(self.model.institutes, key=lambda i: int(w.key[i.node])):
            if institute.node not in self.clearing and institute.wants_clearance():
                self.open("clearance", institute.node)
                self.clearing.add(institute.node)

    def _open_planned(self, key: str, kind: int, n: int) -> None:
        w = self.world
        working = (w.tier > 0) & (w.status > 0)
        if key == "joint_test" and working.sum() < 2:
            return
        opener = -1
        if key == "capacity":
            if not working.any():
                return
            opener = int(min(np.flatnonzero(working), key=lambda j: (w.full_capacity[j], int(w.key[j]))))
        theme = -1
        if key in ("joint_test", "joint_research", "standard", "working_group"):
            theme = casework.theme_of(w.agenda, self._draw(draws.CASE_THEME, kind * 64 + n, w.month))
        self.open(key, opener, theme)

    def _withdraw_stale(self) -> None:
        """An application whose state has become a member by other means, or has changed its mind, is withdrawn."""
        w = self.world
        for case in self.secretariat.cases:
            if case.open and case.kind == CASE_INDEX["admission"] and w.applied[case.opener] != case.number:
                case.withdrawn = float(w.month)

    def _settle(self, case: Case) -> None:
        """What a finished case changes in the world."""
        row = CASE_KINDS[case.kind]
        effect = getattr(self, f"_after_{row.key}", None)
        if effect is not None:
            effect(case)
        if row.key in OUTREACH:
            self._reach_out(OUTREACH[row.key])
        late = case.finished - case.opened
        self.model.tell("case", case.opener, -1, f"{row.name} finished after {late:.1f} months")

    def _members(self) -> np.ndarray:
        w = self.world
        return np.flatnonzero((w.tier > 0) & (w.status > 0))

    def _teach(self, theme: int, share: float) -> None:
        w = self.world
        for i in self._members():
            w.knowledge[i, theme] = learning.gained(w.knowledge[i, theme], share)

    def _align(self, share: float) -> None:
        w = self.world
        w.harmonisation = learning.gained(w.harmonisation, share)

    def _reach_out(self, share: float) -> None:
        """Outreach draws outsiders in, the more neutral the seat and the less rivalry with its hosts (W9, W25)."""
        w = self.world
        for j in range(w.J):
            welcome = w.design[D.NEUTRALITY] * (1.0 - min(1.0, float(w.host @ w.rivalry[j, : w.J])))
            w.reached[j] = learning.gained(w.reached[j], share * welcome * (0.5 + w.design[D.OVERLAP]))

    def _after_admission(self, case: Case) -> None:
        if self.world.applied[case.opener] == case.number:  # else withdrawn in the meantime
            self.model.admit(case.opener, case.item)

    def _after_incident(self, case: Case) -> None:
        self.model.incidents.answer(case.item, (case.finished - case.opened) * DAYS)

    def _after_joint_test(self, case: Case) -> None:
        self._teach(case.theme, self.world.p[P.CASE_LEARNING])
        self._align(self.world.p[P.HARMONISE_GAIN] / 2.0)

    def _after_joint_research(self, case: Case) -> None:
        self._teach(case.theme, 2.0 * self.world.p[P.CASE_LEARNING])

    def _after_standard(self, case: Case) -> None:
        self._align(self.world.p[P.HARMONISE_GAIN])

    def _after_working_group(self, case: Case) -> None:
        self._align(self.world.p[P.HARMONISE_GAIN] / 4.0)

    def _after_research_agenda(self, case: Case) -> None:
        self._align(self.world.p[P.HARMONISE_GAIN] / 4.0)

    def _after_clearance(self, case: Case) -> None:
        self.world.cleared[case.opener] = 1.0
        self.clearing.discard(case.opener)

    def _after_terms(self, case: Case) -> None:
        self.tiers_in_force = self.world.design[D.TIERS]

    def _after_funding(self, case: Case) -> None:
        self.dues_in_force = (self.world.design[D.DUES_HOST], self.world.design[D.DUES_GDP])

    def _after_capacity(self, case: Case) -> None:
        w, i = self.world, case.opener
        w.full_capacity[i] += w.p[P.CASE_LEARNING] * max(0.0, 1.0 - w.full_capacity[i])
        origins.office_capacities(w.p, w.status, w.full_capacity, w.capacity)

    def _after_meeting(self, case: Case) -> None:
        """Members meet: a little trust among those present (W28)."""
        w, inside = self.world, self._members()
        for i in inside:
            for j in inside:
                if i != j:
                    w.trust[i, j] = updated_trust(w.trust[i, j], w.p[P.DIALOGUE_TRUST] / 10.0, 1.0)
