"""The idiomatic Mesa model: agents with attributes walk the month's phases, one after another."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from types import SimpleNamespace

import mesa
from mesa.agent import AgentSet

from sim.catalogue import FRONTIER_THEMES
from sim.config import RunConfig
from sim.design import FIELD_NAMES, DesignPoint
from sim.months import CUT_OFF
from sim.parameters import NAMES
from sim.phases import PHASES
from tests.bench.idiomatic import numbers, rules, setup
from tests.bench.idiomatic.agents import Firm, Office
from tests.bench.idiomatic.events import Events, Incidents
from tests.bench.idiomatic.makers import DealMaker
from tests.bench.idiomatic.network import Network, Tie
from tests.bench.idiomatic.secretariat import Secretariat
from tests.bench.idiomatic.states import State
from tests.bench.idiomatic.traits import Traits

PARTNERS_TOO, MEMBERS_ONLY = (1, 2), (1,)
ANY_OFFICE, INSTITUTES = (0, 1, 2), (2,)


class IdiomaticModel(mesa.Model):
    """The same decisions as ``sim.model.CooperationModel``; ``step`` is a month, ``run`` the whole.

    ``counts`` holds the number of decisions by kind: meeting and renewal (a side each), share, pool, review, consent,
    pace.
    """

    def __init__(self, config: RunConfig) -> None:
        assert not config.events and not config.later, "no scenario of the benchmark has any"
        super().__init__(rng=1_000_003 * config.seed + config.replicate)
        self.config, self.month = config, config.first
        self.p = SimpleNamespace(**dict(zip(NAMES, config.params.tolist(), strict=True)))
        self.set_design(config.baseline)
        self.counts: Counter[str] = Counter()
        self.pair_months: Counter[tuple[int, int, int]] = Counter()
        self.ties_log: list[tuple[int, int, int, int, str]] = []
        self.salience, self.capability, self.pooled_knowledge = 1.0, 1.0, 0.0
        self.harmonisation, self.leaks, self.harm = 0.1, 0.0, 0.0
        self.asked_pair, self.asked_pool = self._nothing_asked(), self._nothing_asked()
        self.offices: list[Office] = setup.make_offices(self)
        self.all_firms: list[Firm] = setup.make_firms(self, self.offices)
        self.firms: list[Firm] = []  # frontier firms of the month
        self.makers: list[DealMaker] = [*self.offices, *self.all_firms]
        self.states: list[State] = [office.state for office in self.offices]
        self.state_set = AgentSet(self.states, random=self.random)
        self.office_set = AgentSet(self.offices, random=self.random)
        setup.relate(self, self.makers)
        self.usual_rivalry = setup.usual_rivalry(config.roster)
        self.occasion: set[Office] = set()  # offices that attend a summit or a meeting of the network this month
        self.dialogues: dict[frozenset[Office], int] = {}  # month of the last dialogue of a pair
        self.traits = Traits(self)
        self.network = Network(self.makers, self.p.decay)
        self.list_frontier()
        if config.start == "observed":
            setup.observed_ties(self, self.makers)
        self.network.measure()
        self.secretariat = Secretariat(self, config.baseline.seat.tolist())
        self.incidents, self.events = Incidents(self), Events(self)
        self.traits.learn_from_past()
        self.datacollector = mesa.DataCollector(
            model_reporters=numbers.SERIES, agenttype_reporters={State: numbers.STATE_SERIES}
        )

    def set_design(self, design: DesignPoint) -> None:
        """Put the fields of a design into force."""
        self.design = SimpleNamespace(**dict(zip(FIELD_NAMES, design.values.tolist(), strict=True)))

    @staticmethod
    def _nothing_asked() -> list[list[int]]:
        return [[0, 0] for _ in rules.CATEGORIES]

    def run(self) -> IdiomaticModel:
        """Simulate to the last month."""
        while self.running:
            self.step()
        return self

    def step(self) -> None:
        """One month."""
        for phase in PHASES:
            getattr(self, f"phase_{phase}")()
        self.month += 1
        self.running = self.month <= self.config.end

    # ---- shocks, states, secretariat ------------------------------------------------------------------------------
    def phase_shocks(self) -> None:
        """Lasting traits, capability, salience, incidents, events."""
        p = self.p
        self.traits.turn()
        self.list_frontier()
        self.capability = max(0.5, 1.0 + p.capability_growth * (self.month - CUT_OFF) / 12.0)
        self.salience = 1.0 + (self.salience - 1.0) * 2.0 ** (-1.0 / p.salience_half_life)
        for state in self.states:
            state.turned = False
        self.incidents.strike()
        self.events.happen()

    def list_frontier(self) -> None:
        """The frontier firms of the month; one that is none any more ends its ties and is silent."""
        self.firms = [firm for firm in self.all_firms if firm.since <= self.month < firm.until]
        for state in self.states:
            state.home_share = sum(firm.home is state for firm in self.firms) / max(1, len(self.firms))
        for firm in self.all_firms:
            firm.weight = self.p.firm_weight if firm in self.firms else 0.0
            if firm not in self.firms:
                firm.safe, firm.sent, firm.pooled = False, {}, set()
                for office in list(firm.ties):
                    self.end_tie(firm, office)
        self.firm_set = AgentSet(self.firms, random=self.random)

    def phase_states(self) -> None:
        """Offices open; export controls and dialogues."""
        self.state_set.do("consider_office")
        self.office_set.do("change")
        self.traits.learn_from_members([s for s in self.states if s.tier > 0 and s.member_from == self.month])
        self.events.foreign_policy()

    def phase_secretariat(self) -> None:
        """The secretariat's month."""
        self.incidents.answer_by_hand()
        self.secretariat.month()

    # ---- membership -----------------------------------------------------------------------------------------------
    def phase_membership(self) -> None:
        """Votes on who comes in; states due for their yearly review in random order; then efforts are set."""
        if self.month >= self.config.reviews_from:
            self.state_set.select(lambda s: s.ready > 0).do(self.vote)
            due = self.state_set.select(lambda s: s.review_month == self.month % 12 and s.may_apply())
            due.shuffle_do("review")
        stake = self.coalition_stake()
        for state in self.states:
            state.effort = self.effort_of(state, stake) if state.tier > 0 else 0.0
        self.office_set.do("settle_capacity")

    def vote(self, applicant: State) -> None:
        """The full members vote on a state that has applied."""
        members = [s for s in self.states if s.tier == 1]
        consenting = sum(member.consents(applicant) for member in members)
        if consenting >= self.design.admission_consent * len(members) - rules.TOLERANCE:
            applicant.admit(applicant.ready)
            applicant.review_month = (self.month - 1) % 12
        else:
            applicant.give_up()
            applicant.rejected = True

    def invite_again(self) -> None:
        """Who was rejected may apply again, since something has changed."""
        for state in self.states:
            state.rejected = False

    def coalition_stake(self, without: State | None = None) -> float:
        """Stake of the members, partners in part, less one of them."""
        share = self.p.partner_access
        return sum(s.benefit * (1.0 if s.tier == 1 else share) for s in self.states if s.tier > 0 and s is not without)

    def effort_of(self, state: State, stake: float) -> float:
        """Effort of a member of a coalition with this stake."""
        return rules.effort(self.p, stake, self.secretariat.total_productivity(), state.office.capacity)

    def coalition_effort(self, state: State, tier: int) -> tuple[float, float]:
        """Total effort with ``state`` at a tier (0: outside), every member at its optimum; and the state's own."""
        stake = self.coalition_stake(without=state)
        if tier > 0:
            stake += state.benefit * (1.0 if tier == 1 else self.p.partner_access)
        own = self.effort_of(state, stake) if tier > 0 else 0.0
        return own + sum(self.effort_of(s, stake) for s in self.states if s.tier > 0 and s is not state), own

    # ---- deals ----------------------------------------------------------------------------------------------------
    def phase_deals(self) -> None:
        """Ties at the end of their term, and pairs that meet, in random order."""
        pairs = [(a, b) for a, b in self.possible_pairs() if self.is_due(a, b) or self.meets(a, b)]
        self.random.shuffle(pairs)
        for a, b in pairs:
            if self.is_due(a, b):
                self.renew(a, b)
            else:
                a.meet(b)

    def possible_pairs(self) -> list[tuple[DealMaker, DealMaker]]:
        """Pairs that exist; firms do not meet firms."""
        offices = [office for office in self.offices if office.status > 0]
        return [*combinations(offices, 2), *((office, firm) for office in offices for firm in self.firms)]

    def is_due(self, a: DealMaker, b: DealMaker) -> bool:
        """Whether the term of a tie is over."""
        return b in a.ties and a.ties[b].end <= self.month

    def meets(self, a: DealMaker, b: DealMaker) -> bool:
        """Whether a pair meets this month."""
        return self.random.random() < 1.0 - math.exp(-self.meeting_rate(a, b))

    def meeting_rate(self, a: DealMaker, b: DealMaker) -> float:
        """Meetings a month: by staff, more at an occasion; rivals meet after a dialogue only, and then for sure."""
        if self.dialogues.get(frozenset((a, b))) == self.month:
            return math.inf
        if a.rivalry[b.node] >= rules.RIVAL:
            return 0.0
        often = self.p.occasion if a in self.occasion and b in self.occasion else 1.0
        return self.p.meeting_rate * often * math.sqrt(a.staffing * b.staffing)

    def sign(self, a: DealMaker, b: DealMaker, types: set[int]) -> None:
        """A memorandum: its types are added, and the term begins anew."""
        if b not in a.ties:
            self.network.link(a, b, Tie(set(), 0))
            self.network.shorten(a, b)
        a.ties[b].kinds |= types
        a.ties[b].end = self.month + int(self.p.deal_term)
        self.ties_log.extend((self.month, a.node, b.node, kind, "formed") for kind in types)

    def renew(self, a: DealMaker, b: DealMaker) -> None:
        """The end of a term."""
        if a.keeps(b) and b.keeps(a):
            a.ties[b].end = self.month + int(self.p.deal_term)
            self.ties_log.append((self.month, a.node, b.node, -1, "renewed"))
        else:
            self.end_tie(a, b)

    def end_tie(self, a: DealMaker, b: DealMaker) -> None:
        """A tie lapses."""
        self.network.unlink(a, b)
        self.ties_log.append((self.month, a.node, b.node, -1, "lapsed"))

    # ---- sharing, firms -------------------------------------------------------------------------------------------
    def recipients(self, sender: DealMaker, category: int) -> list[Office]:
        """Who receives a category through the network: partners not what is sensitive, institutes alone results."""
        tiers = MEMBERS_ONLY if category in rules.SENSITIVE else PARTNERS_TOO
        kinds = INSTITUTES if category == rules.RESULTS else ANY_OFFICE
        inside = [o for o in self.offices if o.state.tier in tiers and o.status in kinds]
        return [office for office in inside if office is not sender]

    def phase_sharing(self) -> None:
        """Offices share with partners and the network, all at once."""
        self.leaks, self.asked_pair, self.asked_pool = 0.0, self._nothing_asked(), self._nothing_asked()
        self.office_set.do("note_at_hand")
        self.office_set.select(lambda office: office.status > 0).do("share").do("pool")

    def phase_firms(self) -> None:
        """Firms grant access and report incidents; each quarter they choose their pace."""
        self.firm_set.do("share").do("pool")
        if self.month % 3 == 0:
            self.firm_set.shuffle_do("choose_pace")

    def verification(self) -> float:
        """How far a firm's pace can be seen by others."""
        return self.harmonisation * sum(s.home_share for s in self.states if s.tier > 0)

    # ---- learning, record -----------------------------------------------------------------------------------------
    def phase_learning(self) -> None:
        """Trust, knowledge, productivity, beliefs."""
        self.office_set.do("receive").do("update_trust").do("learn")
        self.pooled_knowledge = self.knowledge_at_hand()
        self.secretariat.update_productivity()
        self.harmonisation *= 1.0 - self.p.obsolescence
        self.firm_set.do("update_belief")

    def knowledge_at_hand(self) -> float:
        """What the offices in the network or with ties know of frontier risk together."""
        at_hand = [o for o in self.offices if o.status > 0 and (o.state.tier > 0 or o.ties)]
        known = [
            1.0 - math.prod((1.0 - o.knowledge[t]) ** (o.capacity / 10.0) for o in at_hand) for t in FRONTIER_THEMES
        ]
        return sum(known) / len(known)

    def phase_record(self) -> None:
        """Harm, welfare and the month's numbers; then the secretariat works until the next month."""
        paces = [firm.safe for firm in self.firms]
        self.harm = rules.harm_of_month(
            self.p, paces, self.capability, self.pooled_knowledge, self.incidents.harm, self.leaks
        )
        total, members = sum(s.effort for s in self.states), sum(s.tier > 0 for s in self.states)
        for state in self.states:
            state.welfare = numbers.welfare(state, total, members)
        if self.month >= self.config.adopt:
            numbers.count_pairs(self)
        self.datacollector.collect(self)
        self.secretariat.work()
