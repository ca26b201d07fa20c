"""What the comparison reads is complete: every field of the world is in it, or is an exception."""

import mesa
import numpy as np
import pytest

from sim.model import CooperationModel
from sim.world import STATE
from sim.world_fields import CASE, FIELDS
from tests.ensemble import variables as V
from tests.ensemble.lockstep import Lockstep, unequal
from tests.model.conftest import config_of


@pytest.fixture(scope="module")
def pair():
    return Lockstep(config_of("teaching", "rotating", end="2026-06"))


def test_every_field_of_the_world_is_compared():
    there = {field.name for field in FIELDS}
    assert len(there) == len(FIELDS), "two fields of one name"
    assert set(V.READINGS) | set(V.EXCEPTIONS) == there, "an exception for what is no more"
    assert not set(V.READINGS) & set(V.EXCEPTIONS)
    assert set(V.PARTS) <= set(V.READINGS)


def test_all_state_but_a_count_is_compared():
    """What is excepted is room for a phase, or worked out again: nothing that goes from one month to the next."""
    excepted = {field.name for field in FIELDS if field.name in V.EXCEPTIONS}
    assert {field.name for field in STATE} & excepted == set()
    assert {field.name for field in FIELDS if field.phase not in ("scratch", "cache")} & excepted == {"n_open"}


def test_every_step_compares_all_fields_that_change():
    changing = set(V.READINGS) - V.GIVEN
    for step in V.ALWAYS:
        assert set(V.compared_after(step)) == changing | (V.GIVEN if step in V.CLOSING else set()), step


def test_every_column_of_a_case_is_compared():
    columns = set(CASE.names or ())
    assert set(V.CASE_COLUMNS) | set(V.CASE_EXCEPTIONS) == columns and set(V.CASE_EXCEPTIONS) < columns
    assert not set(V.CASE_COLUMNS) & set(V.CASE_EXCEPTIONS)


def test_the_engines_share_nothing_that_they_write(pair):
    """Else they would be equal whatever they do."""
    for field in FIELDS:
        one, other = (getattr(w, field.name) for w in (pair.model.world, pair.w))
        if field.shape is not None and one.size:
            assert not np.shares_memory(one, other), field.name


def test_the_reference_keeps_nothing_beside_its_world(pair):
    """The model keeps the world, its actors, its queue and what it says of them; an actor nothing of its own."""
    parts = set(vars(pair.model)) - set(vars(mesa.Model()))
    assert parts == {
        "config",
        "world",
        "states",
        "institutes",
        "firms",
        "makers",
        "queue",
        "datacollector",
        "decisions",
    }
    for actor in (*pair.model.states, *pair.model.institutes, *pair.model.firms):
        assert set(vars(actor)) - set(vars(mesa.Agent(pair.model))) == {"node", "world"}
    assert set(vars(pair.model.queue)) == {"world", "env", "posts", "taken_in"}, "SimPy's clock and its events"
    assert pair.model.queue.world is pair.model.world


def test_a_field_that_the_reference_leaves_to_chance_is_found():
    """The ensemble's world is filled with what no run leaves, the other with zeros."""

    class Forgetful(CooperationModel):
        def __init__(self, config):
            super().__init__(config)
            self.world.free[:] = 0.0

    found = Lockstep(config_of("teaching", "rotating", end="2026-06"), model=Forgetful).first_difference()
    assert found is not None and (found.phase, found.variable) == (V.START, "free")


def test_equal_means_bit_for_bit_but_for_nan():
    assert unequal(np.array([1.0, np.nan]), np.array([1.0, -np.nan])) is None
    assert unequal(np.array([0.0]), np.array([-0.0])) == ((0,), 0.0, -0.0)
    assert unequal(np.array([[1.0, 2.0]]), np.array([[1.0, np.nextafter(2.0, 3.0)]]))[0] == (0, 1)
    assert unequal(np.array([1.0]), np.array([np.nan]))[0] == (0,)
    assert unequal(np.zeros(2), np.zeros(3)) == (("shape",), (2,), (3,))
    assert unequal(1, 1.0)[0] == unequal(True, 1)[0] == ("type",)
    rows = np.zeros(2, dtype=[("a", np.int64), ("b", float)])
    other = rows.copy()
    other["b"][1] = 2.0
    assert unequal(rows, other) == ((1, "b"), 0.0, 2.0)
    assert unequal(np.zeros((0, 3)), np.zeros((0, 3))) is None
