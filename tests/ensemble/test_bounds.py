"""Compiled rules count positions from the front and look at no bounds: here a slow build does, over random worlds."""

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

def last(values):
    return values[-1]

last.__module__ = "sim.rules.probe"
try:
    numba.njit(last)(np.ones(3))
except IndexError:
    print("bounds are looked at")
"""


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_no_rule_reaches_beyond_an_array(tmp_path):
    """The random worlds of the parity test under numba's checks of bounds.

    An index below 0 counts as beyond, as it would in the run.
    """
    environment = os.environ | {"ENTENTE_CACHE": str(tmp_path), "NUMBA_BOUNDSCHECK": "1", "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.strip() == "bounds are looked at"
