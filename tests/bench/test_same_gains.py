"""The idiomatic model states the same rules: in one and the same state both models find the same."""

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest

from sim import record as R
from sim.catalogue import TIE_TYPES
from sim.model import CooperationModel
from sim.parameters import with_values
from sim.phases import PHASES
from sim.rules.admission import appraise_consent, consent_gain
from sim.rules.categories import flags_of
from sim.rules.deals import appraise_more_types, deal_gain
from sim.rules.meetings import meeting_chance, meeting_rate
from sim.rules.traits import given_unwilling, given_willing, inclination, rapport
from tests.bench.idiomatic import IdiomaticModel, numbers
from tests.bench.idiomatic.network import Tie
from tests.bench.idiomatic.traits import HALF_WIDTH, Trait
from tests.model.conftest import config_of, random_roster


def world():
    """States and firms in a network with partners, hosts, dues and red tape."""
    roster = random_roster(7, 3, np.random.default_rng(5), offices=0.9, unknown=0.3)
    params = with_values(deal_term=12, incident_rate=3.0, tie_cost=0.3, noise=0.4)
    config = config_of(roster, "rotating", end="2027-12", params=params, adopt=20, keep_decisions=True)
    changed = config.design.replace(
        admission_tiers=2.2, penalty=0.3, excludability=0.4, industry_friction=0.5, diplomatic_protection=0.3,
        dues_host=0.3, dues_gdp=0.4, open_to_states=0.8, coupling_overlap=0.3, perceived_neutrality=0.4,
    )  # fmt: skip
    return config_of(roster, changed, end="2027-12", params=params, adopt=20, keep_decisions=True)


def copied(reference: CooperationModel, model: IdiomaticModel) -> IdiomaticModel:
    """The idiomatic model put into the state of the reference."""
    w, config, ours = reference.world, reference.config, model.secretariat
    model.month, model.salience, model.capability = w.month, float(w.salience), float(w.capability)
    model.harmonisation, model.pooled_knowledge, model.leaks = float(w.harmonisation), float(w.pooled), float(w.leaks)
    model.response_days = float(w.response_days)
    model.set_design(config.design if w.next_design > 1 else config.baseline)
    ours.productivity, ours.cost, ours.agenda = float(w.productivity), float(w.cost), w.agenda.tolist()
    ours.dues_in_force, ours.tiers_in_force = (w.dues_host, w.dues_gdp), w.tiers
    model.occasion = {o for o in model.offices if w.occasion[o.node]}
    model.dialogues = {
        frozenset((a, b)): int(w.dialogue[a.node, b.node]) for a, b in combinations(model.offices, 2)
    }  # fmt: skip
    model.traits.angle = 0.0  # traits are copied as they are this month
    for maker in model.makers:
        i = maker.node
        for other, trait in maker.rapport.items():
            trait.now = float(rapport(w, i, other.node)) / model.traits.scale
        maker.trust, maker.rivalry, maker.legal = w.trust[i].tolist(), w.rivalry[i].tolist(), w.legal[i].tolist()
        maker.fora, maker.security, maker.free = w.fora[i].tolist(), float(w.security[i]), float(w.free[i])
        maker.weight, maker.statutory = float(w.weight[i]), bool(w.statutory[i])
        maker.pooled, maker.exposure = set(np.flatnonzero(flags_of(w.pool[i])).tolist()), float(w.exposure[i])
        maker.sent = {o: set(np.flatnonzero(flags_of(w.flow[i, o.node])).tolist()) for o in model.offices}
        maker.ties = {}
    for a, b in np.argwhere(np.triu(w.ties)):
        kinds = {kind for kind in range(len(TIE_TYPES)) if w.ties[a, b] & (1 << kind)}
        model.network.link(model.makers[a], model.makers[b], Tie(kinds, int(w.tie_end[a, b])))
    model.network.measure()
    for state, office in zip(model.states, model.offices, strict=True):
        j = office.node
        office.status, office.capacity, office.cleared = int(w.status[j]), float(w.capacity[j]), float(w.cleared[j])
        office.staffing, office.helped = float(w.staffing[j]), float(w.helped[j])
        state.will.now = float(inclination(w, j)) / model.traits.scale
        office.knowledge, office.received = w.knowledge[j].tolist(), float(w.received[j])
        state.tier, state.host, state.dues = int(w.tier[j]), float(w.host[j]), float(w.dues[j])
        state.preference, state.lead, state.behind = w.preference[j].tolist(), float(w.lead[j]), float(w.behind[j])
        state.openness, state.effort, state.partner_draw = float(w.openness[j]), float(w.effort[j]), w.partner_draw[j]
    for firm in model.firms:
        f = firm.node - w.offices
        firm.safe, firm.believed_safe = bool(w.safe[f]), float(w.believed_safe[f])
    return model


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
    reference.phase_secretariat()
    copied(reference, model)
    ours.agenda, ours.seat = agenda, w.seat.tolist()
    ours.chair = model.states[w.chair] if w.chair >= 0 else None
    assert ours.chair is None or ours.chair in ours.full_members()
    ours.hold()
    ours.set_agenda()
    shares = {state.office.node: share for state, share in ours.dues_shares().items()}
    return {
        "agenda": list(zip(w.agenda, ours.agenda, strict=True)),
        "powers": [(w.host[s.office.node], s.host) for s in model.states],
        "influence": [(w.influence[s.office.node], s.influence) for s in model.states],
        "dues": [(w.dues[j], share * ours.cost) for j, share in shares.items()],
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
    """By kind: numbers found by the reference and by the idiomatic model, over a run."""
    config, pairs = world(), defaultdict(list)
    reference, model = CooperationModel(config), IdiomaticModel(config)
    while reference.world.month <= config.end:
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
     ("agenda", 100), ("free capacity", 200), ("powers", 200), ("influence", 200), ("dues", 200)],
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
