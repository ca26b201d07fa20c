"""What a user of Mesa expects: agents with attributes, agents by type, ``running``, a DataCollector, batches."""

import inspect

import mesa
import numpy as np
import pytest

from scenarios.experiment import run_single
from sim.agents import OF_FIRMS, OF_NODES, OF_STATES, FirmAgent, InstituteAgent, StateAgent
from sim.config import RunConfig
from sim.model import CooperationModel
from sim.months import month_index
from sim.record import SERIES
from sim.world import ARRAYS
from tests.model.conftest import config_of

HIDDEN = {"pool"}  # a decision of the same name: what was given to the network is ``world.pool[agent.node]``
MESA_3_5 = "rng" in inspect.signature(mesa.batch_run).parameters
AGENT_SET = mesa.agentset.AbstractAgentSet if MESA_3_5 else mesa.agent.AgentSet
FIRST_STEP = 1 if MESA_3_5 else 0  # in the rows of a batch


@pytest.fixture
def model() -> CooperationModel:
    """A year of the teaching roster."""
    made = CooperationModel(config_of("teaching", "rotating", end="2026-06"))
    for _ in range(12):
        made.step()
    return made


# ---- agents ---------------------------------------------------------------------------------------------------------
def test_an_agent_has_its_part_of_every_field(model):
    """A number of its own, or a row; fields by node for all, of jurisdictions for states and offices, of firms."""
    w = model.world
    for agent in model.agents:
        own = OF_FIRMS if isinstance(agent, FirmAgent) else OF_STATES
        hidden = {name for name in OF_NODES | own if hasattr(type(agent), name)}
        assert hidden <= HIDDEN, "a method or property in the place of a field"
        for name in (OF_NODES | own) - hidden:
            row = agent.node - (w.offices if name in OF_FIRMS else 0)
            assert np.array_equal(getattr(agent, name), getattr(w, name)[row], equal_nan=True), name
    assert {"openness", "capacity", "degree", "trust"} <= OF_NODES
    assert {"tier", "status", "gdp", "effort", "dues", "influence", "knowledge"} <= OF_STATES
    assert {"safe", "safety_index", "believed_safe"} <= OF_FIRMS


def test_every_field_with_a_row_an_actor_is_an_attribute():
    first = {field.name: (field.shape or "").split()[:1] for field in ARRAYS}
    for letter, names in (("N", OF_NODES), ("J", OF_STATES), ("F", OF_FIRMS)):
        assert names == {name for name, shape in first.items() if shape == [letter]}


def test_an_attribute_follows_the_world(model):
    state, firm = model.states[1], model.firms[0]
    model.world.openness[1], model.world.safe[0] = 0.625, True
    assert state.openness == 0.625 and firm.safe
    model.world.safe[0] = False
    assert not firm.safe


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (FirmAgent, "tier"),
        (StateAgent, "safe"),
        (InstituteAgent, "believed_safe"),
        (StateAgent, "salience"),
        (FirmAgent, "opennes"),
    ],
)
def test_an_attribute_that_an_agent_has_not_is_an_attribute_error(model, kind, name):
    agent = model.agents_by_type[kind][0]
    assert not hasattr(agent, name)
    with pytest.raises(AttributeError, match=f"'?{kind.__name__}'?.*'{name}'"):
        getattr(agent, name)


def test_agents_by_type_are_agent_sets_that_understand_attributes(model):
    w, states = model.world, model.agents_by_type[StateAgent]
    assert isinstance(states, AGENT_SET) and len(states) == w.offices
    assert states.get("openness") == w.openness[: w.offices].tolist()
    assert model.agents_by_type[FirmAgent].get("safe") == w.safe.tolist()
    members = states.select(lambda state: state.tier > 0)
    assert [state.node for state in members] == np.flatnonzero(w.tier > 0).tolist() and len(members) > 0
    assert states.agg("gdp", sum) == pytest.approx(w.gdp.sum())
    assert [state.node for state in states.sort("gdp", ascending=True)] == np.argsort(w.gdp, kind="stable").tolist()
    assert sum(map(len, states.groupby("status", result_type="list").groups.values())) == w.offices


def test_a_keyed_order_is_an_agent_set_in_an_order_of_its_own(model):
    """The same actors, in an order that depends on the purpose and the month, not on the order in which they come."""
    states = model.agents_by_type[StateAgent]
    ordered = [model.in_keyed_order(purpose, states) for purpose in range(12)]
    assert all(isinstance(one, mesa.agent.AgentSet) and set(one) == set(states) for one in ordered)
    orders = {tuple(state.node for state in one) for one in ordered}
    assert len(orders) > 5
    again = model.in_keyed_order(0, reversed(list(states)))
    assert [state.node for state in again] == [state.node for state in ordered[0]]


# ---- running --------------------------------------------------------------------------------------------------------
def test_a_model_runs_until_its_last_month():
    model = CooperationModel(config_of("teaching", "adhoc", end="2025-03"))
    running = []
    while model.running:
        running.append(model.world.month)
        model.step()
    assert running == list(range(month_index("2024-12"), month_index("2025-03") + 1))
    assert model.steps == len(running) and not model.running


def test_stepped_by_hand_it_is_the_run():
    config = config_of("teaching", "igo:OECD", end="2026-03")
    model = CooperationModel(config)
    while model.running:
        model.step()
    by_hand, at_once = model.record(), CooperationModel(config).run()
    for name in SERIES:
        assert by_hand.series[name].tobytes() == at_once.series[name].tobytes(), name
    assert np.array_equal(by_hand.events, at_once.events) and len(by_hand.events)


def test_a_series_is_an_attribute_of_the_last_month_recorded():
    model = CooperationModel(config_of("teaching", "adhoc", end="2025-03"))
    assert np.isnan(model.harm)
    seen = []
    while model.running:
        model.step()
        seen.append(model.harm)
    assert seen == model.record().series["harm"].tolist() == model.frames()["model"]["harm"].tolist()
    assert len(set(seen)) == len(seen)


# ---- the data collector ---------------------------------------------------------------------------------------------
def test_a_model_collects_unless_it_is_told_not_to():
    collecting = CooperationModel(config_of("teaching", "adhoc", end="2025-03"))
    assert RunConfig.__dataclass_fields__["collect"].default is True
    assert isinstance(collecting.datacollector, mesa.DataCollector)
    collecting.run()
    assert set(collecting.frames()) == {"model", "agents", "pairs"} and len(collecting.frames()["model"]) == 4
    quiet = CooperationModel(config_of("teaching", "adhoc", end="2025-03", collect=False))
    assert quiet.datacollector is None


def test_run_single_collects_nothing_unless_it_is_asked(monkeypatch):
    from scenarios import worker

    asked = []
    monkeypatch.setattr(worker, "simulate", lambda config, *engine: asked.append(config.collect))
    run_single("teaching", "adhoc")
    run_single("teaching", "adhoc", collect=False)
    run_single("teaching", "adhoc", collect=True)
    assert asked == [False, False, True]


def test_reporters_are_names_of_attributes(model):
    """A collector of one's own takes them as strings, or with a default for agents without the attribute."""
    collector = mesa.DataCollector(
        model_reporters={"steps": "steps", "running": "running"},
        agent_reporters={"openness": "openness"} | {name: [getattr, [name, None]] for name in ("tier", "safe")},
        agenttype_reporters={FirmAgent: {"safe": "safe"}, StateAgent: {"tier": "tier"}},
    )
    collector.collect(model)
    w = model.world
    assert collector.get_model_vars_dataframe().iloc[0].to_dict() == {"steps": 12, "running": True}
    agents = collector.get_agent_vars_dataframe()
    assert np.array_equal(agents["openness"].to_numpy()[: w.offices], w.openness[: w.offices])
    assert agents["tier"].notna().sum() == 2 * w.offices and agents["safe"].notna().sum() == w.firms
    firms = collector.get_agenttype_vars_dataframe(FirmAgent)
    assert firms["safe"].tolist() == w.safe.tolist()
    assert collector.get_agenttype_vars_dataframe(StateAgent)["tier"].tolist() == w.tier.tolist()


# ---- batches --------------------------------------------------------------------------------------------------------
class Model(CooperationModel):
    """The model by keyword parameters, as ``mesa.batch_run`` wants it; Mesa 3.5 sets ``rng`` itself."""

    def __init__(self, design: str = "rotating", start: int = 1, replicate: int = 0, rng: None = None) -> None:
        super().__init__(config_of("teaching", design, end="2025-06", seed=start, replicate=replicate))


def test_batch_run_works_on_a_class_with_keyword_parameters():
    rows = mesa.batch_run(
        Model, {"design": ["adhoc", "rotating"], "start": 3, "replicate": [0, 1]}, number_processes=1,
        display_progress=False,
    )  # fmt: skip
    model = Model("adhoc", 3, 1)
    record, agents = model.run(), len(model.agents)
    assert len(rows) == 4 * agents
    assert {(row["design"], row["start"], row["replicate"]) for row in rows} == {
        ("adhoc", 3, 0), ("adhoc", 3, 1), ("rotating", 3, 0), ("rotating", 3, 1)
    }  # fmt: skip
    mine = [row for row in rows if (row["design"], row["replicate"]) == ("adhoc", 1)]
    assert {row["harm"] for row in mine} == {record.series["harm"][-1]}
    assert {row["Step"] for row in mine} == {len(record.months) - 1 + FIRST_STEP}
    tiers = {row["actor"]: row["tier"] for row in mine if row["kind"] == "StateAgent"}
    assert list(tiers.values()) == record.states["tier"][-1].tolist()


def test_batch_run_gives_every_month_where_it_is_asked_to():
    rows = mesa.batch_run(Model, {"start": [5]}, data_collection_period=1, display_progress=False)
    record = Model(start=5).run()
    harm = {row["Step"]: row["harm"] for row in rows}
    assert list(harm.values()) == record.series["harm"].tolist()
    assert list(harm) == list(range(FIRST_STEP, FIRST_STEP + len(record.months)))
