"""The secretariat: its design in force, who holds it, agenda, dues, plan, and what finished cases change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.catalogue import AGREEMENTS, CASE_INDEX, CASE_KINDS, ECONOMY, INCLUSION, MANDATE, NARROWING, PROJECTS, THEMES
from sim.design import DesignPoint
from sim.months import DAYS
from tests.bench.idiomatic import rules
from tests.bench.idiomatic.agents import Firm, Office
from tests.bench.idiomatic.casework import Case, Casework
from tests.bench.idiomatic.effects import Effects
from tests.bench.idiomatic.plan import Plan
from tests.bench.idiomatic.powers import Powers
from tests.bench.idiomatic.projects import Projects
from tests.bench.idiomatic.states import State

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel

AGENDA_MONTHS = 12.0


class Secretariat:
    """The secretariat's month. ``model.design`` holds the fields of the design in force."""

    def __init__(self, model: IdiomaticModel, seat: list[float]) -> None:
        self.model, self.random = model, model.random
        self.casework = Casework(model.month)
        self.agenda: list[float] = MANDATE.tolist()
        self.began, self.slow_from, self.slowed = model.month, -math.inf, 1.0  # the last handover, and its downtime
        self.forgotten = 0.0  # chance that this month's handovers have forgotten a project
        self.taken = self.done = self.experience = self.cost = 0.0
        self.settled = 0
        self.planned, self.finished, self.productivity = 1.0, 0.5, 0.5  # moving averages, and their ratio
        self.dues_in_force = (model.design.dues_host, model.design.dues_gdp)
        self.tiers_in_force = model.design.admission_tiers
        self.clearing: set[Office] = set()
        self.helping: set[Office] = set()
        self.posts_draw, setup_draw = self.random.random(), self.random.random()
        self.posts, self.manned, self.paid = 0, 0, 0.0  # of the month and the one before; share of the dues
        self.at_work = 0.0  # of the posts of the month before
        self.plan, self.projects, self.effects = Plan(self), Projects(self), Effects(self)
        self.switched = False  # whether the design decided has come into force
        self.works_from = model.config.adopt + rules.rounded(model.config.design["setup_months"], setup_draw)
        self.powers = Powers(model, seat)
        for fact in model.config.roster.events:
            if (
                fact.kind in ("chair", "coordinator")
                and fact.month < model.month
                and 0 <= fact.actor < len(model.states)
            ):
                self.powers.name_chair(model.states[fact.actor], fact.kind == "coordinator")
        self.powers.hold()
        self.collect_dues()
        self.note_arrears()

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
        rest = max(0.0, 1.0 - by_host * self.powers.held() - by_gdp)
        shares = {s: by_host * (s.powers_at(tiers[s]) if as_if and s in as_if else s.host) for s in states}
        for s, weight in weights.items():
            if not s.pays():
                continue
            shares[s] += (by_gdp * weight * s.gdp / rich if rich > 0.0 else 0.0) + rest * weight / count
        return shares

    # ---- the month ------------------------------------------------------------------------------------------------
    def month(self) -> None:
        """Finished casework, then design, handover, agenda, dues, projects, and the plan."""
        self.prepare_admissions()
        finished = self.casework.collect()
        self.manned, self.at_work = self.posts, self.casework.worked()
        self.done, self.settled = sum(case.work for case in finished), len(finished)
        self.effects.age()
        for case in finished:
            self.effects.settle(case)
        self.model.incidents.do_harm()
        self.withdraw_stale()
        if self.model.month == self.works_from:
            self.switch(self.model.config.design)
        self.forgotten = self.maybe_hand_over()
        self.hold_on()
        self.set_agenda()
        self.note_arrears()
        self.collect_dues()
        self.projects.review(self.forgotten)
        self.prepare()
        self.plan.month()
        self.clear()

    def prepare_admissions(self) -> None:
        """Without posts members prepare admissions by themselves."""
        pace, now = self.model.p.self_organised, self.model.month
        for case in self.casework.cases:
            mine = case.open and case.kind == CASE_INDEX["admission"] and case.opener.application == case.number
            done = case.opened + case.wait + case.remaining / pace
            if self.posts == 0 and mine and now > done:
                self.casework.finish(case, max(done, now - 1.0))

    def withdraw_stale(self) -> None:
        """Applications that stand no more, and clearances of those who left."""
        for case in self.casework.cases:
            key = CASE_KINDS[case.kind].key
            if case.open and key == "admission" and case.opener.application != case.number:
                case.withdrawn = True
            if case.open and key == "clearance" and case.opener.state.tier == 0:
                case.withdrawn = True
                self.clearing.discard(case.opener)

    def note_arrears(self) -> None:
        """Who is in arrears, and who has just fallen into them."""
        owing = self.model.design.staff_fte > 0.0 and self.dues_in_force[0] * self.powers.held() < 1.0
        for state in self.model.states:
            behind = owing and state.tier > 0 and not state.pays()
            state.fell_behind, state.in_arrears = behind and not state.in_arrears, behind

    def own_posts(self) -> float:
        """Posts that are paid."""
        return self.model.design.staff_fte * self.paid

    def collect_dues(self) -> None:
        """The month's cost, and what each state pays of it."""
        self.cost = self.model.p.post_cost * self.model.design.staff_fte
        shares = self.dues_shares()
        self.paid = sum(shares.values())
        for state, share in shares.items():
            state.dues = self.cost * share

    def work(self) -> None:
        """Let the casework go on until the next month."""
        self.casework.env.run(until=self.model.month + 1)

    def update_productivity(self) -> None:
        """Work finished against work asked for, over the past year."""
        self.planned = rules.smoothed(self.planned, self.taken, 12.0)
        self.finished = rules.smoothed(self.finished, self.done, 12.0)
        self.productivity = min(1.0, self.finished / self.planned)
        self.taken = 0.0

    # ---- design in force ------------------------------------------------------------------------------------------
    def switch(self, design: DesignPoint) -> None:
        """A new design comes into force."""
        powers, before = self.powers, self.powers.as_they_are()
        self.model.set_design(design)
        self.model.invite_again()
        powers.seat, self.began, self.switched = design.seat.tolist(), self.model.month, True
        powers.seated = dict.fromkeys(self.model.states, True)
        powers.hold()
        self.experience *= powers.same_hands(before)
        staff = self.model.design.staff_fte
        reached = self.model.design.coupling_overlap * max(0.0, 1.0 - powers.held()) * staff / (staff + 1.0)
        for state in self.model.states:
            state.reached = max(state.reached, reached)

    def as_on_record(self) -> bool:
        """Whether the record says who chairs: facts are replayed, and the first design is in force."""
        return self.model.month <= self.model.config.replay_until and not self.switched

    def maybe_hand_over(self) -> float:
        """A change of chair or lead when its term ends; returns how surely it forgets a project."""
        month, design, powers = self.model.month, self.model.design, self.powers
        years, rate = (month - self.began) / 12.0, design.handovers_per_year
        if month <= self.began or int(rate * years + 1e-9) == int(rate * (years - 1.0 / 12.0) + 1e-9):
            if powers.vacant():
                powers.pass_on()
            return 0.0
        before = powers.as_they_are()
        powers.change(self.as_on_record())
        powers.hold()
        self.experience *= design.memory_kept
        self.slow_from, self.slowed = month, 1.0
        self.casework.handover, self.casework.memory = month, design.memory_kept
        return (1.0 - design.memory_kept) * (1.0 - powers.same_hands(before))

    def hold_on(self) -> None:
        """Who holds the secretariat this month; what passes on out of turn is lost in part."""
        before = self.powers.as_they_are()
        self.powers.hold()
        came, seat, turn = self.powers.out_of_turn(before)
        self.experience *= 1.0 - min(1.0, came)
        if seat + turn > 0.0:
            self.pass_on(seat, turn)

    def pass_on(self, seat: float, turn: float) -> None:
        """A handover out of turn: nothing survives of the seat's part, of chair and lead what the design keeps."""
        design, month, casework = self.model.design, self.model.month, self.casework
        kept = (1.0 - min(1.0, seat)) * (1.0 - min(1.0, turn) * (1.0 - design.memory_kept))
        self.experience *= kept
        self.forgotten = 1.0 - (1.0 - self.forgotten) * kept
        if casework.handover == month:
            casework.memory *= kept
            return
        for case in casework.cases:
            casework.hand_over(case)
        casework.handover, casework.memory = month, kept
        to_come, full = self.slowed, design.handover_downtime_months
        to_come -= (month - self.slow_from) / full if full > 0.0 else math.inf
        self.slow_from, self.slowed = month, max(0.0, min(1.0, seat + turn), to_come)

    def set_agenda(self) -> None:
        """The agenda moves to what hosts, members, the mandate and outsiders want."""
        p, design, states = self.model.p, self.model.design, self.model.states
        held, full = self.powers.held(), sum(s.tier == 1 for s in states)
        bought, pull = self.dues_in_force[0], design.host_agenda_pull
        voice = {s: (1.0 - bought * held) * (s.tier == 1) / max(1, full) + bought * s.host for s in states}
        said, themes = sum(voice.values()), design.mandate_breadth_themes
        mandates = {t: min(1.0, max(0.0, themes - k)) / themes for k, t in enumerate(NARROWING)}
        mandates[ECONOMY] = max(0.0, themes - len(NARROWING)) / themes
        outsiders = {ECONOMY: p.outside_weight / 2.0, INCLUSION: p.outside_weight / 2.0}
        for t in range(len(THEMES)):
            mandate = mandates[t]
            hosts = sum(s.host * s.preference[t] for s in states) / held if held > 0.0 else 0.0
            members = sum(v * s.preference[t] for s, v in voice.items()) + (1.0 - said) * mandate
            target = pull * held * hosts + (1.0 - pull * held) * (mandate + members) / 2.0
            target = target * (1.0 - p.outside_weight) + outsiders.get(t, 0.0)
            self.agenda[t] += (target - self.agenda[t]) / AGENDA_MONTHS
        for state in states:
            state.influence = pull * state.host + (1.0 - pull * held) * voice[state]

    def posts_now(self) -> int:
        """Posts: the secretariat's own that are paid, and those that hosts lend."""
        lent = sum(s.posts_lent(s.host) for s in self.model.states)
        return rules.rounded(self.own_posts() + lent, self.posts_draw)

    def look_into(self, firm: Firm, number: int, at: float) -> Case:
        """Open the case of an incident: its facts take the longer, the less its hosts know the firm."""
        case = self.open("incident", firm, item=number, at=at)
        known = sum(s.host for s in self.model.states if s is firm.home or s.office in firm.ties)
        more = case.work * (1.0 - min(1.0, known))
        case.work += more
        case.remaining = case.secured = case.work
        self.taken += more
        if case.fast:
            case.wait *= 2.0 - min(1.0, known)
        return case

    def prepare(self) -> None:
        """Posts and speed of the coming month."""
        p, design, month = self.model.p, self.model.design, self.model.month
        self.posts = posts = self.posts_now()
        slow = min(1.0, max(0.0, self.slow_from + self.slowed * design.handover_downtime_months - month))
        self.casework.posts.resize(posts)
        self.casework.speed = (1.0 + design.learning_rate_per_year * self.experience) * (
            1.0 - (1.0 - design.handover_slowdown) * slow
        ) * (1.0 - p.overlap * design.coupling_overlap)  # fmt: skip
        if posts > 0:
            self.experience += 1.0 / 12.0

    # ---- cases ----------------------------------------------------------------------------------------------------
    def open(self, kind: str, opener: object = None, theme: int = -1, item: int = -1, at: float | None = None,
             party: list[Office] | None = None) -> Case:  # fmt: skip
        """Open a case."""
        design, k = self.model.design, CASE_INDEX[kind]
        row, members = CASE_KINDS[k], sum(s.tier > 0 for s in self.model.states)
        spread = self.random.gammavariate(2.0, 0.5)
        fast = row.fast and self.random.random() < design.fast_lane
        if fast:
            wait = design.fast_lane_days / DAYS * spread
        else:
            wait = design.approval_stages * design.stage_length_months * row.stages
            wait *= (1.0 + members / self.model.p.crowd_stage) / 2.0 * spread
            wait += AGREEMENTS.get(kind, 0.0) * spread
        work = row.work * self.random.gammavariate(2.0, 0.5)
        self.taken += 0.0 if row.per_year else work
        opened = self.model.month if at is None else at
        case = Case(len(self.casework.cases), k, theme, opener, opened, work, wait, fast, item)
        case.party = party
        if kind in PROJECTS:
            self.projects.begin(case, row.work + design.approval_stages * design.stage_length_months * row.stages)
        self.casework.take_in(case)
        return case

    def clear(self) -> None:
        """Who would share more through a cleared channel asks for a clearance."""
        for office in self.model.offices:
            if office not in self.clearing and office.wants_clearance():
                self.open("clearance", office)
                self.clearing.add(office)

    def open_planned(self, key: str) -> None:
        """Open a case of the plan, if there is somebody to work with."""
        needy, opener = [office for office in self.needy() if office not in self.helping], None
        party = self.projects.who_come() if key == "joint_test" else None
        if (party is not None and len(party) < 2) or (key == "capacity" and not needy):
            return
        if key == "capacity":
            opener = min(needy, key=lambda office: (office.status == 2, office.capacity))
            self.helping.add(opener)
        self.open(key, opener, self.projects.theme(key) if key in PROJECTS else -1, party=party)

    def needy(self) -> list[Office]:
        """Offices of developing members and partners that lack capacity."""
        return [s.office for s in self.model.states if s.tier > 0 and s.developing and s.office.capacity < 1.0]

    def members(self) -> list[Office]:
        """Offices of members and partners."""
        return [s.office for s in self.model.states if s.tier > 0 and s.office.status > 0]
