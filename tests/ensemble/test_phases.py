"""Both engines walk the same phases, in the same order; a phase that only one of them has is found."""

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

import sim.ensemble
from sim import model as reference
from sim.ensemble import decisions, loop
from sim.model import CooperationModel
from sim.phases import PHASES
from sim.phases.setup import begin
from sim.setting import inputs_of
from sim.world_fields import FIELDS
from tests.ensemble.lockstep import OF_ENSEMBLE, Difference, first_difference, poisoned_world
from tests.ensemble.random_worlds import random_world
from tests.ensemble.variables import STEPS
from tests.model.conftest import config_of

PREFIX = "phase_"
SHARED = ("shocks", "states", "secretariat", "learning", "record")  # nobody decides: these stand once
DECIDED = ("membership", "deals", "sharing", "firms")  # each engine has its own
CONFIG = config_of("teaching", "rotating", end="2026-06")


# ---- the same phases ------------------------------------------------------------------------------------------------
def phases_of_model(model: type[CooperationModel]) -> set[str]:
    return {name.removeprefix(PREFIX) for name in dir(model) if name.startswith(PREFIX)}


def phases_of_ensemble() -> set[str]:
    """Of all modules of the ensemble."""
    names = [module.name for module in pkgutil.iter_modules(sim.ensemble.__path__)]
    found = [dir(importlib.import_module(f"sim.ensemble.{name}")) for name in names]
    return {name.removeprefix(PREFIX) for names in found for name in names if name.startswith(PREFIX)}


def test_both_engines_have_the_phases_of_the_month():
    assert phases_of_model(CooperationModel) == set(PHASES), "the reference has other phases"
    assert phases_of_ensemble() == set(PHASES), "the ensemble has other phases"
    assert tuple(loop.STEPS) == PHASES
    for phase, step in loop.STEPS.items():
        assert getattr(step, "__name__", "") == PREFIX + phase


def test_the_compiled_loop_calls_every_phase_once_in_order():
    """As it is written; the test below looks at what it does."""
    function = getattr(loop.month_of, "py_func", loop.month_of)
    source = ast.parse(inspect.getsource(function)).body[0]
    calls = [ast.unparse(node.func) for line in source.body for node in ast.walk(line) if isinstance(node, ast.Call)]
    assert calls == [*(PREFIX + phase for phase in PHASES), "work_for_a_month"]


# ---- what stands once, and what twice -------------------------------------------------------------------------------
def test_every_phase_is_shared_or_decided():
    assert {*SHARED, *DECIDED} == set(PHASES) and len(SHARED) + len(DECIDED) == len(PHASES)


@pytest.mark.parametrize("phase", SHARED)
def test_a_shared_phase_is_one_object_in_both_engines(phase, monkeypatch):
    """And the reference's method does nothing but call it with its world."""
    step = getattr(reference, PREFIX + phase)
    assert step is loop.STEPS[phase] and step is getattr(loop, PREFIX + phase)
    assert step.__module__.startswith("sim.phases.")
    model, given = CooperationModel(CONFIG), []
    before = model.world.block.copy(), model.world.numbers.copy()
    monkeypatch.setattr(reference, PREFIX + phase, lambda *world: given.append(world))
    assert getattr(model, PREFIX + phase)() is None
    assert len(given) == 1 and given[0] == (model.world,)
    assert model.world.block.tobytes() == before[0].tobytes()
    assert model.world.numbers.tobytes() == before[1].tobytes()


@pytest.mark.parametrize("phase", DECIDED)
def test_a_phase_in_which_actors_decide_stands_twice(phase):
    assert loop.STEPS[phase] is getattr(decisions, PREFIX + phase)
    assert not hasattr(reference, PREFIX + phase)
    assert loop.STEPS[phase].__module__.startswith("sim.ensemble.")


def test_the_reference_uses_nothing_of_the_ensemble():
    """Else its decisions and its queue would be no check of the ensemble's."""
    program = "import sys, sim.model; print([name for name in sys.modules if name.startswith('sim.ensemble')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---- once a month, in order -----------------------------------------------------------------------------------------
PROGRAM = """
from sim.ensemble import loop
from sim.model import CooperationModel
from sim.phases import PHASES
from sim.simpy_queue import SimPyQueue
from sim.setting import inputs_of
from tests.ensemble.lockstep import poisoned_world
from tests.ensemble.random_worlds import random_world
from tests.ensemble.variables import CASEWORK

def watched(step, name, month_of, calls):
    def do(*given):
        calls.append((month_of(*given), name))
        return step(*given)
    return do

config = random_world(1)
walked = {"ensemble": [], "reference": []}
for phase in PHASES:
    step = getattr(loop, "phase_" + phase)
    setattr(loop, "phase_" + phase, watched(step, phase, lambda w: w.month, walked["ensemble"]))
    step = getattr(CooperationModel, "phase_" + phase)
    month_of = lambda model: model.world.month
    setattr(CooperationModel, "phase_" + phase, watched(step, phase, month_of, walked["reference"]))
loop.work_for_a_month = watched(loop.work_for_a_month, CASEWORK, lambda w: w.month, walked["ensemble"])
step = SimPyQueue.work_for_a_month
SimPyQueue.work_for_a_month = watched(step, CASEWORK, lambda queue: queue.world.month, walked["reference"])
loop.simulate(poisoned_world(config), *inputs_of(config))
CooperationModel(config).run()
wanted = [(month, name) for month in range(config.first, config.end + 1) for name in (*PHASES, CASEWORK)]
print(walked["ensemble"] == wanted, walked["reference"] == wanted, len(wanted) > 10)
"""


def test_both_engines_walk_every_phase_once_a_month_in_order():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True", "True"]


def test_a_phase_of_the_reference_alone_is_found():
    class Longer(CooperationModel):
        def phase_audit(self) -> None:
            """A phase that only the reference has."""

    assert phases_of_model(Longer) != set(PHASES)


def test_a_phase_of_the_ensemble_alone_is_found(monkeypatch):
    monkeypatch.setattr(loop, "phase_audit", lambda w: None, raising=False)
    assert phases_of_ensemble() != set(PHASES)
    found = first_difference(CONFIG, steps={**OF_ENSEMBLE, "audit": loop.phase_audit})
    assert found == Difference(CONFIG.first, "audit", "phase", (), "missing", "walked")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_the_ensemble_lacks_is_found(step):
    found = first_difference(CONFIG, steps={name: does for name, does in OF_ENSEMBLE.items() if name != step})
    assert found == Difference(CONFIG.first, step, "phase", (), "walked", "missing")


# ---- who writes what ------------------------------------------------------------------------------------------------
def test_a_field_is_written_only_in_the_phases_that_its_row_names():
    """Over random worlds: the table of fields says where to look for what changes a field."""
    watched = [field for field in FIELDS if field.phase not in ("given", "scratch", "cache", "all")]
    elsewhere, written = set(), set()
    for number in range(20):
        config = random_world(number)
        w = poisoned_world(config)
        begin(w, *inputs_of(config))
        for _ in range(config.first, config.end + 1):
            for step in STEPS:
                before = {field: np.asarray(getattr(w, field.name)).tobytes() for field in watched}
                OF_ENSEMBLE[step](w)
                changed = {f for f in watched if np.asarray(getattr(w, f.name)).tobytes() != before[f]}
                written |= {f.name for f in changed}
                elsewhere |= {(f.name, step) for f in changed if step not in f.phase.split(", ")}
    assert not elsewhere
    assert len(written) > 60
