"""Compiled rules look at no bounds: here a slow build does, over random worlds; and no rule counts from the end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.jit import JIT

ROOT = Path(__file__).parents[2]
CODE = """
import numba, numpy as np
from sim.ensemble.runs import Ensemble
from sim.setting import world_of
from tests.ensemble.random_worlds import random_world
from tests.ensemble.test_shared_prefix import siblings

for k in range(210):
    config = random_world(k)
    ensemble = Ensemble(config)
    assert ensemble.record(config).months.size
    ensemble.reduce([config], series=True, edges=True)
    ensemble.networks([config], np.array([[0, 1]]))

for k in range(3, 210, 20):
    configs = siblings(k)
    Ensemble(configs[0]).reduce(configs, series=True, edges=True)

def beyond(w):
    return w.gdp[w.offices]

try:
    numba.njit(beyond)(world_of(config))
except IndexError:
    print("bounds are looked at")
"""


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_no_rule_reaches_beyond_an_array(tmp_path):
    """The random worlds of the parity test under numba's checks of bounds."""
    environment = os.environ | {"ENTENTE_CACHE": str(tmp_path), "NUMBA_BOUNDSCHECK": "1", "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.strip() == "bounds are looked at"


COUNTS = """
import numpy as np
from sim.ensemble.loop import simulate
from sim.jit import JIT
from sim.setting import world_of
from sim.world import ARRAYS
from sim.setting import inputs_of
from tests.ensemble.random_worlds import random_world

assert not JIT

class Checked(np.ndarray):
    "An array that refuses a position below 0."

    def __getitem__(self, at):
        return super().__getitem__(checked(at))

    def __setitem__(self, at, value):
        super().__setitem__(checked(at), value)

def checked(at):
    for part in at if isinstance(at, tuple) else (at,):
        if isinstance(part, (int, np.integer)) and part < 0:
            raise IndexError(f"position {part}")
    return at

for k in (1, 3, 5, 8, 11, 14):
    config = random_world(k)
    w = world_of(config)
    for field in ARRAYS:
        w.__dict__[field.name] = getattr(w, field.name).view(Checked)
    assert simulate(w, *inputs_of(config)), k
try:
    w.trust[0, -1]
except IndexError:
    print("positions are looked at")
"""


def test_no_rule_counts_positions_from_the_end():
    """A position below 0 means that something was not found: numba would take it from the end, and say nothing."""
    environment = os.environ | {"ENTENTE_JIT": "0", "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", COUNTS], env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.strip() == "positions are looked at"
