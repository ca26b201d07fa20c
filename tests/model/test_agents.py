"""The reference model is made of genuine Mesa agents: views on their row, whose methods are the decisions."""

import mesa
import numpy as np
import pytest

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import parameters
from sim.agents import Actor, FirmAgent, InstituteAgent, StateAgent
from sim.catalogue import CASE_INDEX, CASE_KINDS, DUTIES, PRE_DEPLOYMENT, TESTING
from sim.errors import InputError
from sim.model import CooperationModel
from sim.months import month_index
from sim.outcomes import compute
from sim.phases import PHASES
from sim.receipts import TERMS
from sim.record import EVENT_CODES, FORMED
from sim.rules.access import firm_tier, oversight
from sim.rules.categories import flags_of
from sim.rules.choice import probability
from sim.rules.deals import KINDS
from sim.rules.membership import may_apply
from sim.rules.plan import PER_YEAR
from tests.model.conftest import config_of, run
from tests.worlds import relist


def left_to_right(terms):
    """The sum as the rules add it (the built-in sum is compensated from Python 3.12 on)."""
    total = 0.0
    for term in terms:
        total += term
    return total


@pytest.fixture
def model() -> CooperationModel:
    """Two years of the teaching roster with everything kept."""
    made = CooperationModel(config_of("teaching", "rotating", keep_decisions=True))
    for _ in range(24):
        made.step()
    return made


def test_every_actor_is_one_mesa_agent_in_the_models_own_set(model):
    w = model.world
    assert isinstance(model, mesa.Model) and len(model.agents) == w.offices + w.offices + w.firms
    assert all(isinstance(agent, mesa.Agent) and isinstance(agent, Actor) for agent in model.agents)
    assert {type(a): len(model.agents_by_type[type(a)]) for a in model.agents} == {
        StateAgent: w.offices,
        InstituteAgent: w.offices,
        FirmAgent: w.firms,
    }
    assert [a.node for a in model.makers] == list(range(w.nodes))
    assert [a.row for a in model.firms] == list(range(w.firms))
    assert all(state.institute is model.institutes[state.node] for state in model.states)


def test_agents_hold_no_state_of_their_own(model):
    own = {name for agent in model.agents for name in vars(agent)}
    assert own <= {"model", "world", "node", "unique_id", "pos", "_mesa_properties"}
    assert all(agent.world is model.world for agent in model.agents)


def test_agents_read_the_world(model):
    """What an agent says follows its row at once."""
    w, office, state = model.world, model.institutes[3], model.states[3]
    assert office.name == state.name == "China"
    w.status[3] = 0
    assert not office.exists
    w.status[3] = 2
    assert office.exists and may_apply(w, state.node)
    w.status[3], w.tier[3], w.reached[3] = 0, 0, 0.0
    assert not may_apply(w, state.node), "closed to a state without an office that nobody has drawn in"
    w.reached[3], w.eligible[3] = 1.0, 0.0
    assert may_apply(w, state.node)


def test_the_month_is_the_list_of_phases(monkeypatch):
    """Every phase is a method of the model, and a step calls each once, in order."""
    model = CooperationModel(config_of("teaching", "adhoc"))
    called = []
    for name in PHASES:
        original = getattr(CooperationModel, f"phase_{name}")
        monkeypatch.setattr(
            CooperationModel, f"phase_{name}", lambda self, n=name, f=original: (called.append(n), f(self))[1]
        )
    methods = {name.removeprefix("phase_") for name in dir(CooperationModel) if name.startswith("phase_")}
    assert methods == set(PHASES), "no phase is forgotten"
    month = model.world.month
    model.step()
    assert called == list(PHASES) and model.world.month == month + 1
    model.step()
    assert called == [*PHASES, *PHASES]


def test_a_run_simulates_every_month_and_no_more():
    config = config_of("teaching", "adhoc", end="2026-03")
    record = run(config)
    assert record.months.tolist() == list(range(config.first, month_index("2026-03") + 1))
    assert record.start == config.first and record.adopted == record.works_from == month_index("2026-01")


# ---- decisions --------------------------------------------------------------------------------------------------
def test_a_decision_method_gives_the_gain_of_its_receipt(model):
    """Judging again in the same world gives the terms, and their sum from left to right is the gain."""
    for state in model.states:
        for tier in (1, 2):
            terms, gain = state.judge_membership(tier)
            assert gain == left_to_right(terms) and len(terms) == len(TERMS["join"])
    a, b = np.argwhere(np.triu(model.world.ties) > 0)[0]
    for one, other in ((a, b), (b, a)):
        terms, gain = model.makers[one].judge_renewal(model.makers[other])
        assert gain == left_to_right(terms) and len(terms) == len(TERMS["deal"])


def test_what_is_remembered_is_what_was_done():
    """Flags of the sharing receipts are the flows of the month; paces and tiers follow theirs."""
    model = CooperationModel(config_of("teaching", "igo:OECD", keep_decisions=True, adopt=19))
    for _ in range(24):
        w, month = model.world, model.world.month
        before, model.decisions = w.tier.copy(), []
        model.step()
        for d in model.decisions:
            assert d.month == month
            if d.kind == "share":
                assert d.taken == (w.flow[d.actor, d.partner] >> d.item) & 1
            elif d.kind == "pool":
                assert d.taken == (w.pool[d.actor] >> d.item) & 1
            elif d.act == "pace":
                assert d.taken == w.safe[d.actor - w.offices]
            elif d.kind == "stay":
                assert (w.tier[d.actor] > 0) == d.taken
            elif d.kind == "join":
                assert before[d.actor] == 0 and (w.applied[d.actor] >= 0) == d.taken
        shares = sum(d.kind == "share" and d.taken for d in model.decisions)
        pools = sum(d.kind == "pool" and d.taken for d in model.decisions)
        assert shares == flags_of(w.flow).sum() == w.asked_pair[:, 1].sum()
        assert pools == flags_of(w.pool).sum() == w.asked_pool[:, 1].sum()


def test_a_meeting_signs_if_and_only_if_both_agree(model):
    log = model.world.tie_log[: model.world.n_ties].tolist()
    formed = [tuple(row) for row in log if row[4] == FORMED]
    deals = [d for d in model.decisions if d.kind in ("sign", "extend")]
    assert formed and len(deals) % 2 == 0
    for one, other in zip(deals[::2], deals[1::2], strict=True):
        assert (one.actor, one.partner, one.item) == (other.partner, other.actor, other.item)
        for kind in range(KINDS):
            if one.item & (1 << kind):
                signed = (one.month, one.actor, one.partner, kind, FORMED) in formed
                assert signed == (one.taken and other.taken)
        assert one.taken == (one.draw < probability(one.gain, one.noise))


def test_an_actors_draw_is_its_own(model):
    """It depends on the purpose, the partner and the item, and on nobody's order."""
    first, second = model.institutes[0], model.institutes[1]
    numbers = {first.draw(1), first.draw(2), first.draw(1, 1), first.draw(1, 1, 1), second.draw(1), second.draw(1, 0)}
    assert len(numbers) == 6 and all(0 <= x < 1 for x in numbers)
    assert first.draw(1) in numbers, "asked again it is the same"


def test_a_firm_takes_part_only_through_a_member(model):
    w, firm = model.world, model.firms[0]
    w.tier[:], w.ties[firm.node], w.ties[:, firm.node] = 0, 0, 0
    firm.pool()
    assert w.pool[firm.node] == 0
    w.tier[0], w.status[0], w.ties[firm.node, 0] = 1, 2, 1 << TESTING
    assert firm_tier(relist(w), firm.node) == 1


def test_oversight_needs_access_and_powers(model):
    w, firm = model.world, model.firms[0]
    w.flow[firm.node], w.statutory[:] = 0, False
    w.flow[firm.node, 0] = 1 << PRE_DEPLOYMENT
    assert oversight(w, firm.node) == 0.0
    w.statutory[0] = True
    assert oversight(w, firm.node) == 1.0


# ---- configurations that make no sense ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "yesterday"}, "unknown start"),
        ({"end": "2023-01"}, "ends before it starts"),
        ({"params": parameters.default_values()[:-1]}, "wrong number of parameters"),
    ],
)
def test_mistakes_in_a_configuration(changes, words):
    with pytest.raises(InputError, match=words):
        config_of("teaching", "adhoc", **changes)


# ---- the secretariat's work -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["rotating", "static:UK", "igo:OECD"])
def test_all_eleven_duties_are_carried_out_by_a_staffed_secretariat(text):
    """W28: on the real roster, to the end of the default experiment."""
    record = run(config_of("real", text, end="2030-12"))
    assert len(DUTIES) == 11 and compute(record)["duties_done"] == 11
    numbers = record.events["amount"][record.events["kind"] == EVENT_CODES["case"]].astype(int)
    told = {CASE_KINDS[kind].name for kind in record.cases["kind"][numbers]}
    assert {"admission of a member", "joint test", "joint research", "standard or guideline", "funding round"} <= told


def test_nothing_is_finished_by_a_secretariat_without_posts():
    baseline = load_design("none", load_roster("teaching"))
    record = run(config_of("teaching", "none", end="2029-12", adopt=18, baseline=baseline))
    late, kinds = record.cases["finished"] >= record.works_from + 1, record.cases["kind"]
    assert not (late & (kinds != CASE_INDEX["incident"])).any()
    staffed = run(config_of("teaching", "adhoc", end="2029-12", adopt=18, baseline=baseline)).cases["kind"]
    assert not (PER_YEAR[kinds] > 0).any() and (PER_YEAR[staffed] > 0).sum() > 10, "nothing is planned without posts"
