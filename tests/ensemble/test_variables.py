"""The table of variables is complete: every field and attribute of both engines is in it, or is an exception."""

import dataclasses

import numpy as np
import pytest

from sim.ensemble.casework_queue import CASE_ROW, Queue
from sim.ensemble.pages import Pages
from sim.ensemble.state import NOW, State
from sim.secretariat import Case
from tests.ensemble import variables as V
from tests.ensemble.lockstep import Lockstep, unequal
from tests.model.conftest import config_of

PARTS = {
    "world": "world", "arm": "arm", "arm.secretariat": "arm.secretariat", "incidents": "incidents", "events": "events",
    "ledger": "ledger",
}  # fmt: skip


@pytest.fixture(scope="module")
def pair():
    return Lockstep(config_of("teaching", "rotating", end="2026-06"))


def read(side: str) -> set[str]:
    """Paths that the table reads."""
    return {path for variable in V.VARIABLES.values() for path in getattr(variable, side).paths}


def test_every_attribute_of_the_reference_is_compared(pair):
    paths = {"arm.secretariat.posts" if path.endswith("posts.capacity") else path for path in read("reference")}
    there = set()
    for name, path in PARTS.items():
        part = pair.model
        for step in path.split("."):
            part = getattr(part, step)
        there |= {f"{name}.{attribute}" for attribute in vars(part)}
    missing = there - paths - set(V.REFERENCE_EXCEPTIONS)
    assert not missing, f"new in the reference: put it into tests/ensemble/variables.py: {sorted(missing)}"
    assert set(V.REFERENCE_EXCEPTIONS) <= there, "an exception for what is no more"


def test_every_part_of_the_reference_is_known(pair):
    """The model itself keeps its actors, who keep nothing of their own, and what the table reads."""
    import mesa

    parts = set(vars(pair.model)) - set(vars(mesa.Model()))
    known = {name for name in PARTS if "." not in name}
    others = {"config", "states", "institutes", "firms", "makers", "datacollector", "decisions", "chronicle"}
    assert parts == known | others
    for actor in (*pair.model.states, *pair.model.institutes, *pair.model.firms):
        assert set(vars(actor)) - set(vars(mesa.Agent(pair.model))) == {"node", "world"}


def test_every_field_of_the_ensemble_is_compared():
    there = {f"w.{name}" for name in State._fields} | {f"now.{name}" for name in NOW.names or ()}
    there |= {f"queue.{name}" for name in Queue._fields} | {f"pages.{name}" for name in Pages._fields}
    missing = there - read("ensemble") - set(V.ENSEMBLE_EXCEPTIONS)
    assert not missing, f"new in the ensemble: put it into tests/ensemble/variables.py: {sorted(missing)}"
    assert set(V.ENSEMBLE_EXCEPTIONS) <= there, "an exception for what is no more"


def test_every_column_of_a_case_is_compared():
    assert set(V.CASE_COLUMNS) == {f.name for f in dataclasses.fields(Case)}
    assert set(CASE_ROW.names or ()) == set(V.CASE_COLUMNS) | set(V.ROW_EXCEPTIONS)


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
