"""The secretariat: its design in force, who holds it, agenda, dues, plan, and what finished cases change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.catalogue import CASE_INDEX, CASE_KINDS, ECONOMY, INCLUSION, MANDATE, THEMES
from sim.design import DesignPoint
from sim.months import DAYS
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Office
from tests.bench.idiomatic.casework import Case, Casework
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

AGENDA_MONTHS, WIDEST = 12.0, 18.0
OUTREACH = {"representation": 0.10, "policy_brief": 0.05, "meeting": 0.05}
THEMED = ("joint_test", "joint_research", "standard", "working_group")


class Secretariat:
    """The secretariat's month. ``model.design`` holds the fields of the design in force."""

    def __init__(self, model: IdiomaticModel, seat: list[float]) -> None:
        self.model, self.random, self.seat = model, model.random, seat
        self.casework = Casework(model.month)
        self.agenda: list[float] = MANDATE.tolist()
        self.began, self.handover_at = model.month, -math.inf
        self.taken = self.done = self.experience = self.cost = 0.0
        self.settled = 0
        self.planned, self.finished, self.productivity = 1.0, 0.5, 0.5  # moving averages, and their ratio
        self.dues_in_force = (model.design.dues_host, model.design.dues_gdp)
        self.tiers_in_force = model.design.admission_tiers
        self.clearing: set[Office] = set()
        self.posts_draw, setup_draw = self.random.random(), self.random.random()
        self.plan_draws = [self.random.random() for _ in CASE_KINDS]
        self.switched = False  # whether the design decided has come into force
        self.works_from = model.config.adopt + rules.rounded(model.config.design["setup_months"], setup_draw)
        self.chair = self.next_chair(None)
        self.chair_on_record = self.led_by_chair = False
        for fact in model.config.roster.events:
            if (
                fact.kind in ("chair", "coordinator")
                and fact.month < model.month
                and 0 <= fact.actor < len(model.states)
            ):
                self.name_chair(model.states[fact.actor], fact.kind == "coordinator")
        self.hold()

    # ---- what others ask ------------------------------------------------------------------------------------------
    def total_productivity(self) -> float:
        """What members do themselves, and what the secretariat adds."""
        own = self.model.p.self_organised
        return own + (1.0 - own) * self.productivity

    def partner_tier_open(self, state: State) -> bool:
        """Whether a state may be a partner."""
        return state.partner_draw < (self.tiers_in_force - 1.0) / 2.0

    def dues_shares(self, as_if: dict[State, int] | None = None) -> dict[State, float]:
        """Shares of the cost, as if some states were at other tiers."""
        states, by_host, by_gdp = self.model.states, *self.dues_in_force
        tiers = {s: s.tier for s in states} | (as_if or {})
        weights = {s: 1.0 if tier == 1 else self.model.p.partner_access for s, tier in tiers.items() if tier > 0}
        count, rich = sum(weights.values()), sum(w * s.gdp for s, w in weights.items())
        if count <= 0.0:
            return dict.fromkeys(states, 0.0)
        by_gdp = by_gdp if rich > 0.0 else 0.0
        rest = 1.0 - by_host * sum(s.host for s in states) - by_gdp
        shares = {s: by_host * s.host for s in states}
        for s, weight in weights.items():
            shares[s] += (by_gdp * weight * s.gdp / rich if rich > 0.0 else 0.0) + rest * weight / count
        return shares

    # ---- the month ------------------------------------------------------------------------------------------------
    def month(self) -> None:
        """Finished casework, then design, handover, agenda, dues, and the plan."""
        finished = self.casework.collect()
        self.done, self.settled = sum(case.work for case in finished), len(finished)
        for case in finished:
            self.settle(case)
        for case in self.casework.cases:
            stale = case.open and case.kind == CASE_INDEX["admission"] and case.opener.application != case.number
            case.withdrawn = case.withdrawn or stale
        if self.model.month == self.works_from:
            self.switch(self.model.config.design)
        self.maybe_hand_over()
        self.hold()
        self.set_agenda()
        self.collect_dues()
        self.prepare()
        self.plan()

    def collect_dues(self) -> None:
        """The month's cost, and what each state pays of it."""
        self.cost = self.model.p.post_cost * self.model.design.staff_fte
        for state, share in self.dues_shares().items():
            state.dues = self.cost * share

    def work(self) -> None:
        """Let the casework go on until the next month."""
        self.casework.env.run(until=self.model.month + 1)

    def update_productivity(self) -> None:
        """Work finished against work taken in, over the past months."""
        months = self.model.p.throughput_memory
        self.planned = rules.smoothed(self.planned, self.taken, months)
        self.finished = rules.smoothed(self.finished, self.done, months)
        self.productivity = min(1.0, self.finished / self.planned)
        self.taken = 0.0

    # ---- design in force ------------------------------------------------------------------------------------------
    def switch(self, design: DesignPoint) -> None:
        """A new design comes into force."""
        before = {s: s.host for s in self.model.states}
        self.model.set_design(design)
        self.model.invite_again()
        self.seat, self.began, self.switched = design.seat.tolist(), self.model.month, True
        self.hold()
        kept = sum(min(held, s.host) for s, held in before.items())
        international = max(0.0, 1.0 - sum(s.host for s in self.model.states))
        self.experience *= kept + min(max(0.0, 1.0 - sum(before.values())), international)
        staff = self.model.design.staff_fte
        reached = self.model.design.coupling_overlap * international * staff / (staff + 1.0)
        for state in self.model.states:
            state.reached = max(state.reached, reached)

    def full_members(self) -> list[State]:
        """Full members with an office."""
        return [s for s in self.model.states if s.tier == 1 and s.office.status > 0]

    def next_chair(self, chair: State | None) -> State | None:
        """The member whose turn it is after ``chair``."""
        turns = sorted(self.full_members(), key=lambda s: s.turn_order)
        after = [s for s in turns if chair is not None and s.turn_order > chair.turn_order]
        return next(iter(after or turns), None)

    def name_chair(self, state: State, coordinates: bool) -> None:
        """A dated fact puts a state in the chair; as Coordinator it has the lead too."""
        self.chair, self.chair_on_record = state, True
        self.led_by_chair |= coordinates

    def as_on_record(self) -> bool:
        """Whether the record says who chairs: facts are replayed, and the first design is in force."""
        return self.model.month <= self.model.config.replay_until and not self.switched

    def maybe_hand_over(self) -> None:
        """A change of chair or lead when its term ends."""
        month, design = self.model.month, self.model.design
        years, rate = (month - self.began) / 12.0, design.handovers_per_year
        if month > self.began and int(rate * years + 1e-9) > int(rate * (years - 1.0 / 12.0) + 1e-9):
            if not (self.chair_on_record and self.as_on_record()) or self.chair not in self.full_members():
                self.chair, self.led_by_chair = self.next_chair(self.chair), False
            self.experience *= design.memory_kept
            self.handover_at = self.casework.handover = month
            self.casework.memory = design.memory_kept
        elif self.chair not in self.full_members():
            self.chair = self.next_chair(self.chair)

    def hold(self) -> None:
        """Powers of the secretariat held by each state: seat, turn, lead."""
        design, members = self.model.design, self.full_members()
        total = sum(s.office.capacity**2 for s in members)
        for state in self.model.states:
            state.host = design.seat_share * self.seat[state.office.node]
        if self.chair is not None:
            self.chair.host += design.turn_share
        if self.led_by_chair and self.chair in members:
            self.chair.host += design.lead_share
            return
        for state in members:
            state.host += design.lead_share * state.office.capacity**2 / total

    def set_agenda(self) -> None:
        """The agenda moves to what hosts, members, the mandate and outsiders want."""
        p, design, states = self.model.p, self.model.design, self.model.states
        held, full = sum(s.host for s in states), sum(s.tier == 1 for s in states)
        bought, pull = self.dues_in_force[0], design.host_agenda_pull
        voice = {s: (1.0 - bought * held) * (s.tier == 1) / max(1, full) + bought * s.host for s in states}
        said, flat = sum(voice.values()), (design.mandate_breadth_themes - 1.0) / (WIDEST - 1.0)
        outsiders = {ECONOMY: p.outside_weight / 2.0, INCLUSION: p.outside_weight / 2.0}
        for t in range(len(THEMES)):
            mandate = float(MANDATE[t])
            hosts = sum(s.host * s.preference[t] for s in states) / held if held > 0.0 else 0.0
            members = sum(v * s.preference[t] for s, v in voice.items()) + (1.0 - said) * mandate
            target = (1.0 - flat) * (mandate + members) / 2.0 + flat / len(THEMES)
            target = pull * held * hosts + (1.0 - pull * held) * target
            target = target * (1.0 - p.outside_weight) + outsiders.get(t, 0.0)
            self.agenda[t] += (target - self.agenda[t]) / AGENDA_MONTHS
        for state in states:
            state.influence = pull * state.host + (1.0 - pull * held) * voice[state]

    def prepare(self) -> None:
        """Posts and speed of the coming month."""
        p, design, month = self.model.p, self.model.design, self.model.month
        lent = p.lent_posts * sum(s.host * s.office.capacity for s in self.model.states)
        posts = rules.rounded(design.staff_fte + lent, self.posts_draw)
        slow = min(1.0, max(0.0, self.handover_at + design.handover_downtime_months - month))
        self.casework.posts.resize(posts)
        self.casework.speed = (1.0 + design.learning_rate_per_year * self.experience) * (
            1.0 - (1.0 - design.handover_slowdown) * slow
        ) * (1.0 - p.overlap * design.coupling_overlap)  # fmt: skip
        if posts > 0:
            self.experience += 1.0 / 12.0

    # ---- cases ----------------------------------------------------------------------------------------------------
    def open(self, kind: str, opener: object = None, theme: int = -1, item: int = -1, at: float | None = None) -> Case:
        """Open a case."""
        design, k = self.model.design, CASE_INDEX[kind]
        row, members = CASE_KINDS[k], sum(s.tier > 0 for s in self.model.states)
        spread = 0.5 + self.random.random()
        fast = row.fast and self.random.random() < design.fast_lane
        if fast:
            wait = design.fast_lane_days / DAYS * spread
        else:
            wait = design.approval_stages * design.stage_length_months * row.stages
            wait *= (1.0 + members / self.model.p.crowd_stage) / 2.0 * spread
        work = row.work * (0.5 + self.random.random())
        self.taken += work
        opened = self.model.month if at is None else at
        case = Case(len(self.casework.cases), k, theme, opener, opened, work, wait, fast, item)
        self.casework.take_in(case)
        return case

    def plan(self) -> None:
        """Open what the year's plan and the calendar ask for, then clearances."""
        month = self.model.month
        for k, row in enumerate(CASE_KINDS):
            rate, offset = row.per_year, k / len(CASE_KINDS)
            if row.key == "working_group":
                rate *= self.model.design.mandate_breadth_themes / 4.0
            limit = rules.rounded(max(1.0, rate), self.plan_draws[k])
            for _ in range(int(rate * (month + 1) / 12.0 + offset) - int(rate * month / 12.0 + offset)):
                if self.casework.backlog(k) >= limit:  # a year's plan is still open: put off
                    self.taken += row.work
                else:
                    self.open_planned(row.key)
        for office in self.model.offices:
            if office not in self.clearing and office.wants_clearance():
                self.open("clearance", office)
                self.clearing.add(office)

    def open_planned(self, key: str) -> None:
        """Open a case of the plan, if there is somebody to work with."""
        working, opener, theme = self.members(), None, -1
        needy = [s.office for s in self.model.states if s.tier > 0 and s.developing and s.office.capacity < 1.0]
        if (key == "joint_test" and len(working) < 2) or (key == "capacity" and not needy):
            return
        if key == "capacity":
            opener = min(needy, key=lambda office: (office.status == 2, office.capacity))
        if key in THEMED:
            theme = self.random.choices(range(len(THEMES)), weights=self.agenda)[0]
        self.open(key, opener, theme)

    def members(self) -> list[Office]:
        """Offices of members and partners."""
        return [s.office for s in self.model.states if s.tier > 0 and s.office.status > 0]

    def settle(self, case: Case) -> None:
        """What a finished case changes."""
        key, gain = CASE_KINDS[case.kind].key, self.model.p.harmonise_gain
        effect = getattr(self, f"after_{key}", None)
        if effect is not None:
            effect(case)
        aligned = {
            "joint_test": gain / 2.0,
            "standard": gain,
            "working_group": gain / 4.0,
            "research_agenda": gain / 4.0,
        }
        if key in aligned:
            self.model.harmonisation = rules.gained(self.model.harmonisation, aligned[key])
        if key in OUTREACH:
            self.reach_out(OUTREACH[key])

    def teach(self, theme: int, share: float) -> None:
        """Members learn about a theme."""
        for office in self.members():
            office.knowledge[theme] = rules.gained(office.knowledge[theme], share)

    def reach_out(self, share: float) -> None:
        """Outreach draws outsiders in, the more neutral the seat and the less rivalry with its hosts."""
        design, states = self.model.design, self.model.states
        for state in states:
            rivalry = sum(other.host * state.office.rivalry[other.office.node] for other in states)
            welcome = design.perceived_neutrality * (1.0 - min(1.0, rivalry))
            state.reached = rules.gained(state.reached, share * welcome * (0.5 + design.coupling_overlap))

    def after_admission(self, case: Case) -> None:
        if case.opener.application == case.number:
            case.opener.ready = case.item

    def after_incident(self, case: Case) -> None:
        self.model.incidents.answer(case.item, (case.finished - case.opened) * DAYS)

    def after_joint_test(self, case: Case) -> None:
        self.teach(case.theme, self.model.p.case_learning)

    def after_joint_research(self, case: Case) -> None:
        self.teach(case.theme, 2.0 * self.model.p.case_learning)

    def after_clearance(self, case: Case) -> None:
        case.opener.cleared = 1.0
        self.clearing.discard(case.opener)

    def after_terms(self, case: Case) -> None:
        self.tiers_in_force = self.model.design.admission_tiers

    def after_funding(self, case: Case) -> None:
        self.dues_in_force = (self.model.design.dues_host, self.model.design.dues_gdp)

    def after_capacity(self, case: Case) -> None:
        office = case.opener
        more = self.model.p.case_learning * max(0.0, 1.0 - office.capacity)
        office.helped += more
        office.capacity += more

    def after_meeting(self, case: Case) -> None:
        present = self.members()
        for one in present:
            for other in present:
                if other is not one:
                    one.trust[other.node] += self.model.p.dialogue_trust / 10.0 * (1.0 - one.trust[other.node])
