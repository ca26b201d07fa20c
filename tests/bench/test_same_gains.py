"""The idiomatic model states the same rules: in one and the same state both models find the same."""

from collections import defaultdict

import numpy as np
import pytest

from sim import record as R
from sim.catalogue import CASE_INDEX, CASE_KINDS, PROJECTS
from sim.design import DesignPoint
from sim.model import CooperationModel
from sim.parameters import with_values
from sim.phases import PHASES
from sim.rules.admission import appraise_consent, consent_gain
from sim.rules.deals import appraise_more_types, deal_gain
from sim.rules.hosting import hosting, lent_by, powers_at
from sim.rules.joint_tests import works_on
from sim.rules.meetings import meeting_chance, meeting_rate
from sim.rules.traits import given_unwilling, given_willing
from tests.bench.copying import copied
from tests.bench.idiomatic import IdiomaticModel, numbers
from tests.bench.idiomatic.casework import Case
from tests.bench.idiomatic.effects import REACHES
from tests.bench.idiomatic.traits import HALF_WIDTH, Trait
from tests.model.conftest import config_of, random_roster


def world(**hosting: float):
    """States and firms in a network with partners, hosts, dues and red tape; ``hosting`` fields add a seat."""
    roster = random_roster(7, 3, np.random.default_rng(5), offices=0.9, unknown=0.3)
    params = with_values(deal_term=12, incident_rate=3.0, tie_cost=0.3, noise=0.4)
    config = config_of(roster, "rotating", end="2027-12", params=params, adopt=20, keep_decisions=True)
    changed = config.design.replace(
        admission_tiers=2.2, penalty=0.3, excludability=0.4, industry_friction=0.5, diplomatic_protection=0.3,
        dues_host=0.3, dues_gdp=0.4, open_to_states=0.8, coupling_overlap=0.3, perceived_neutrality=0.4,
    )  # fmt: skip
    if hosting:
        seat = np.full(roster.n_states, 1.0 / roster.n_states)
        changed = DesignPoint("seated", changed.replace(**hosting).values, seat)
    return config_of(roster, changed, end="2027-12", params=params, adopt=20, keep_decisions=True)


def gain_of(model: IdiomaticModel, decision) -> float:
    """What the idiomatic model makes of a decision of the reference."""
    actor = model.makers[decision.actor]
    other = model.makers[decision.partner] if decision.partner >= 0 else None
    if decision.kind in ("sign", "extend"):
        types, lead = actor.memorandum(other)
        assert sum(1 << kind for kind in types) == decision.item
        return actor.gain_from(other, types, lead)
    if decision.kind == "renew":
        return actor.gain_from_renewal(other)
    if decision.kind == "share":
        return actor.gain_from_sharing(other, decision.item)[0]
    if decision.kind == "pool":
        return actor.gain_from_pooling(decision.item, *actor.standing())[0]
    if decision.kind == "pace":
        return actor.gain_from_safety()
    if decision.kind == "consent":
        return actor.state.gain_from_admitting(other.state, decision.item)
    return actor.state.gain_from_membership(decision.item)


def judged(reference: CooperationModel, phase: str, model: IdiomaticModel):
    """Decisions of a phase whose state is still the one before it: all at once, or the first of a row."""
    before = len(reference.decisions)
    copied(reference, model)
    getattr(reference, f"phase_{phase}")()
    new = reference.decisions[before:]
    if phase in ("membership", "deals"):
        return [d for d in new if (d.actor, d.partner) in {(x, y) for x, y in ends(new[0])}] if new else []
    return [d for d in new if d.kind != "pace"]


def ends(decision):
    """Both sides of a meeting."""
    return (decision.actor, decision.partner), (decision.partner, decision.actor)


# ---- a phase of the reference, and what the idiomatic model makes of it: kind -> pairs of numbers ----
def decided(reference, model, phase):
    """Gains of what was decided in the phase."""
    pairs = defaultdict(list)
    for decision in judged(reference, phase, model):
        pairs[decision.kind].append((decision.gain, gain_of(model, decision)))
    return pairs


def membership(reference, model):
    """Gains from membership, also of those that do not review it; capacity that is left."""
    pairs = decided(reference, model, "membership")
    copied(reference, model).office_set.do("settle_capacity")
    pairs["free capacity"] = [(reference.world.free[o.node], o.free) for o in model.offices]
    for state in reference.states:
        for tier in (1, 2):
            gains = state.judge_membership(tier)[1], model.states[state.node].gain_from_membership(tier)
            pairs["join"].append(gains)
        for other in reference.states:
            if state.tier == 1 and other.tier == 0:
                gain = consent_gain(appraise_consent(reference.world, state.node, other.node, 1 + other.node % 2))
                ours, theirs = model.states[state.node], model.states[other.node]
                pairs["admit"].append((gain, ours.gain_from_admitting(theirs, 1 + other.node % 2)))
    return pairs


def deals(reference, model):
    """How often pairs meet, what more types of a tie would bring, and gains of what is decided first."""
    copied(reference, model)
    w, pairs = reference.world, model.possible_pairs()
    rates = [(meeting_rate(w, a.node, b.node), model.meeting_rate(a, b)) for a, b in pairs]
    chances = [tuple(meeting_chance(rate) for rate in both) for both in rates]
    more = []
    for a, b in pairs:
        types = a.may_hold(b) if b in a.ties else []
        terms = appraise_more_types(w, a.node, b.node, sum(1 << kind for kind in types))
        more += [(deal_gain(terms), a.gain_from(b, set(types), None))] if types else []
    return decided(reference, model, "deals") | {"chance to meet": chances, "extend": more}


def firms(reference, model):
    """Gains of what firms share, and of their paces."""
    pairs = decided(reference, model, "firms")
    copied(reference, model)
    paces = [d for d in reference.decisions if d.kind == "pace" and d.month == reference.world.month]
    return pairs | {"pace": [(d.gain, gain_of(model, d)) for d in paces]}


def secretariat(reference, model):
    """Who holds the secretariat, who pays for it, and where its agenda goes in a month."""
    w, ours, agenda = reference.world, model.secretariat, reference.world.agenda.tolist()
    found, designs = settled(reference, model), w.next_design
    reference.phase_secretariat()
    copied(reference, model)
    theirs = effects(model) if w.next_design == designs else {}  # a new design reaches out by itself
    pairs = {kind: list(zip(values, found[kind], strict=True)) for kind, values in theirs.items()}
    ours.agenda, powers = agenda, ours.powers
    powers.chair = model.states[w.chair] if w.chair >= 0 else None
    assert powers.chair is None or not powers.vacant()
    powers.hold()
    ours.set_agenda()
    shares = {state.office.node: share for state, share in ours.dues_shares().items()}
    return pairs | {
        "neutrality": [(w.neutrality, powers.neutrality)],
        "posts lent": [(lent_by(w, s.office.node), s.posts_lent(s.host)) for s in model.states],
        "hosting": [
            (hosting(w, s.office.node, powers_at(w, s.office.node, tier)), s.hosting(s.powers_at(tier)))
            for s in model.states
            for tier in (1, 2)
        ],
        "agenda": list(zip(w.agenda, ours.agenda, strict=True)),
        "powers": [(w.host[s.office.node], s.host) for s in model.states],
        "influence": [(w.influence[s.office.node], s.influence) for s in model.states],
        "dues": [(w.dues[j], share * ours.cost) for j, share in shares.items()],
    }


def settled(reference, model):
    """What cases that are finished teach, align and bring to light, the trust and the reach that they build: ours."""
    w, ours = reference.world, copied(reference, model).secretariat
    ours.effects.age()
    for number in sorted(w.finished[: w.n_finished]):
        kind, theme = int(w.cases[number]["kind"]), int(w.cases[number]["theme"])
        if CASE_KINDS[kind].key in (*PROJECTS, *REACHES, "research_agenda"):
            case = Case(number, kind, theme, None, 0.0, 1.0, 0.0, False, -1)
            if kind == CASE_INDEX["joint_test"]:
                case.party = [o for o in model.offices if works_on(w, number, o.node)]
            ours.effects.settle(case)
    return effects(model)


def effects(model):
    """What finished cases have moved."""
    offices, ours = model.offices, model.secretariat
    return {
        "taught": [known for o in offices for known in o.knowledge],
        "met": [trust for o in offices for trust in o.trust],
        "aligned": [model.harmonisation],
        "findings": list(ours.effects.findings),
        "reached": [s.reached for s in model.states],
    }


def learning(reference, model):
    """What offices receive, whom they trust, what they know."""
    copied(reference, model).office_set.do("receive").do("update_trust").do("learn")
    reference.phase_learning()
    w, offices = reference.world, model.offices
    pairs = {
        "trust": [pair for o in offices for pair in zip(w.trust[o.node], o.trust, strict=True)],
        "knowledge": [pair for o in offices for pair in zip(w.knowledge[o.node], o.knowledge, strict=True)],
        "received": [(w.received[o.node], o.received) for o in offices],
    }
    return pairs | {"knowledge at hand": [(w.pooled, copied(reference, model).knowledge_at_hand())]}


def record(reference, model):
    """What the month was worth to each state."""
    reference.phase_record()
    w = reference.world
    row = w.month - w.first
    model.harm = float(w.series[row, R.HARM])
    total, members = sum(s.effort for s in model.states), sum(s.tier > 0 for s in model.states)
    worth = [numbers.welfare(state, total, members) for state in model.states]
    return {"welfare": list(zip(w.state_series[row, R.STATE_WELFARE], worth, strict=True))}


COMPARED = {f.__name__: f for f in (membership, deals, firms, secretariat, learning, record)}


def compared(reference, model, phase):
    """A phase, whichever it is."""
    if phase in COMPARED:
        return COMPARED[phase](reference, model)
    if phase == "sharing":
        return decided(reference, model, phase)
    getattr(reference, f"phase_{phase}")()
    return {}


@pytest.fixture(scope="module")
def found():
    """By kind: numbers found by the reference and by the idiomatic model, over a run with a chair, one with a seat."""
    pairs = defaultdict(list)
    for config in (world(), world(seat_share=0.7, turn_share=0.2, lead_share=0.1, staff_fte=300.0)):
        reference, model = CooperationModel(config), IdiomaticModel(config)
        while reference.world.month <= config.end:
            reference.world.due[CASE_INDEX["joint_test"]] += 0.5  # so that there are many to compare
            for phase in PHASES:
                for kind, values in compared(reference, model, phase).items():
                    pairs[kind].extend(values)
            reference.queue.work_for_a_month()
            reference.world.month += 1
    return {kind: np.array(values) for kind, values in pairs.items()}


@pytest.mark.parametrize(
    ("kind", "least"),
    [("sign", 10), ("extend", 10), ("renew", 2), ("share", 1000), ("pool", 200), ("join", 400), ("admit", 200),
     ("chance to meet", 200), ("pace", 30),
     ("knowledge at hand", 30), ("welfare", 200), ("trust", 200), ("knowledge", 200), ("received", 200),
     ("agenda", 100), ("free capacity", 200), ("powers", 200), ("influence", 200), ("dues", 200),
     ("neutrality", 30), ("posts lent", 200), ("hosting", 400), ("taught", 1000), ("met", 1000), ("aligned", 30),
     ("findings", 100), ("reached", 200)],
)  # fmt: skip
def test_both_find_the_same(found, kind, least):
    gains = found[kind]
    assert len(gains) >= least
    assert np.ptp(gains[:, 0]) > 1e-3
    np.testing.assert_allclose(gains[:, 1], gains[:, 0], rtol=1e-9, atol=1e-9)


def test_both_learn_the_same_from_the_past():
    """A trait that must lie above or below a bound, within its range and beyond."""
    trait = Trait(np.random.default_rng(1))
    for now, bound in np.random.default_rng(2).uniform(-2.5, 2.5, (100, 2)):
        for above, squeezed in ((True, given_willing), (False, given_unwilling)):
            trait.now = min(max(now, -HALF_WIDTH), HALF_WIDTH)
            expected = squeezed(trait.now, bound)
            trait.learn(bound, above)
            assert trait.now == pytest.approx(expected, abs=1e-12)
