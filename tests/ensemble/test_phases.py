"""Both engines walk the same phases, in the same order; a phase that only one of them has is found."""

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys

import pytest

import sim.ensemble
from sim.ensemble import loop
from sim.model import CooperationModel
from sim.phases import PHASES
from tests.ensemble.lockstep import Difference, first_difference
from tests.model.conftest import config_of

PREFIX = "phase_"
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
    function = getattr(loop._walk_abreast, "py_func", loop._walk_abreast)
    source = ast.parse(inspect.getsource(function)).body[0]
    calls = [ast.unparse(node.func) for line in source.body for node in ast.walk(line) if isinstance(node, ast.Call)]
    assert [name for name in calls if name.startswith(PREFIX)] == [PREFIX + phase for phase in PHASES]


PROGRAM = """
from sim.ensemble import loop
from sim.model import CooperationModel
from sim.phases import PHASES
from tests.ensemble.lockstep import Lockstep
from tests.ensemble.random_worlds import random_world

def watched(step, phase, month_of, calls):
    def do(*given):
        calls.append((month_of(*given), phase))
        return step(*given)
    return do

both = Lockstep(random_world(1))
walked = {"ensemble": [], "reference": []}
for phase in PHASES:
    step = getattr(loop, "phase_" + phase)
    setattr(loop, "phase_" + phase, watched(step, phase, lambda w, t: int(w.now[0]["month"]), walked["ensemble"]))
    step = getattr(CooperationModel, "phase_" + phase)
    month_of = lambda model: model.world.month
    setattr(CooperationModel, "phase_" + phase, watched(step, phase, month_of, walked["reference"]))
loop.simulate(*both.row, *both.inputs())
CooperationModel(both.config).run()
wanted = [(month, phase) for month in range(both.config.first, both.config.end + 1) for phase in PHASES]
print(walked["ensemble"] == wanted, walked["reference"] == wanted, len(wanted) > 9)
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
    monkeypatch.setattr(loop, "phase_audit", lambda w, t: None, raising=False)
    assert phases_of_ensemble() != set(PHASES)
    found = first_difference(CONFIG, steps={**loop.STEPS, "audit": loop.phase_audit})
    assert found == Difference(CONFIG.first, "audit", "phase", (), "missing", "walked")


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_that_the_ensemble_lacks_is_found(phase):
    found = first_difference(CONFIG, steps={name: step for name, step in loop.STEPS.items() if name != phase})
    assert found == Difference(CONFIG.first, phase, "phase", (), "walked", "missing")
