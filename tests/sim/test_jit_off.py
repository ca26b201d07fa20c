"""The rules as plain Python give the same run, to the last bit, as the compiled ones."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sim.jit import JIT
from sim.rules import choice, learning, shocks

ROOT = Path(__file__).resolve().parents[2]
MONTHS = 6


def record_arrays(start, place="teaching", design="rotating"):
    """Every array of a run of a roster that changes its design after two months, and what it comes to."""
    from scenarios.designs import load_design
    from scenarios.rosters import load_roster
    from scenarios.sharing_modes import sharing_modes
    from scenarios.worker import edges_of
    from sim import outcomes, parameters
    from sim.config import STARTS, RunConfig
    from sim.model import CooperationModel

    roster, first = load_roster(place), STARTS[start]
    config = RunConfig(roster, load_design(design, roster), load_design("adhoc", roster),
                       parameters.with_values(incident_rate=4.0), start, end=first + MONTHS - 1, adopt=first + 2,
                       seed=4, keep_decisions=True)  # fmt: skip
    record = CooperationModel(config).run()
    found = {f.name: getattr(record, f.name) for f in fields(record)}
    arrays = {name: value for name, value in found.items() if isinstance(value, np.ndarray)}
    for name in ("series", "states"):
        arrays |= {f"{name}.{key}": value for key, value in found[name].items()}
    receipts = [(d.month, d.actor, d.partner, d.item, d.gain, d.draw, d.taken, *d.terms) for d in record.decisions]
    arrays["decisions"] = np.array([number for receipt in receipts for number in receipt], dtype=float)
    reached = outcomes.compute(record) | outcomes.acceptability(*record.states["welfare"][-2:], roster)
    arrays |= {"outcomes": np.array(list(reached.values())), "sharing": sharing_modes(record)}
    arrays |= {f"outcomes.{key}": value for key, value in outcomes.state_outcomes(record).items()}
    return arrays | dict(zip(("edges", "flow"), edges_of(record), strict=True))


RUNS = [
    ("origin", "teaching", "rotating"),
    ("observed", "teaching", "rotating"),
    ("observed", "real", "static:UK"),
    ("observed", "real", "igo:OECD"),
    ("observed", "real", "rotating"),
]


@pytest.mark.parametrize("run", RUNS, ids=" ".join)
def test_plain_python_and_compiled_rules_give_the_same_bytes(run, tmp_path):
    code = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
import numpy as np
import sim.jit, test_jit_off
assert not sim.jit.JIT
np.savez(sys.argv[1], **test_jit_off.record_arrays(*{run!r}))
"""
    file = tmp_path / "plain.npz"
    subprocess.run([sys.executable, "-c", code, str(file)], env=os.environ | {"ENTENTE_JIT": "0"}, cwd=ROOT, check=True)
    compiled = record_arrays(*run)
    assert compiled["decisions"].size > 0 and (compiled["cases"].size > 0) == (run[0] == "observed")
    with np.load(file) as plain:
        assert set(plain.files) == set(compiled)
        different = [name for name, values in compiled.items() if plain[name].tobytes() != values.tobytes()]
    assert different == []


COMPARE = """
import entente
found = entente.compare("rotating", "teaching", months=2, replicates=2, workers=2, engine="{engine}")
print(found.runs.table.to_csv())
"""


@pytest.mark.parametrize("engine", ["ensemble", "reference"])
def test_the_switch_of_numba_is_the_same_as_our_own(engine):
    """Also where worker processes are started, and where the environment sets both."""
    said = []
    for switch in ({"ENTENTE_JIT": "0"}, {"NUMBA_DISABLE_JIT": "1"}):
        environment = {k: v for k, v in os.environ.items() if k != "ENTENTE_JIT"} | switch
        words = [sys.executable, "-c", COMPARE.format(engine=engine)]
        done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        said.append(done.stdout)
    assert said[0] == said[1] and "rotating" in said[0]


@pytest.mark.parametrize(("own", "numbas", "compiled"), [
    ("1", "0", "True"), ("1", "1", "False"), ("0", "0", "False"), ("0", "1", "False"),
])  # fmt: skip
def test_rules_are_compiled_unless_one_of_the_switches_says_no(own, numbas, compiled):
    environment = os.environ | {"ENTENTE_JIT": own, "NUMBA_DISABLE_JIT": numbas}
    words = [sys.executable, "-c", "from sim.jit import JIT; print(JIT)"]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == compiled


@pytest.mark.skipif(not JIT, reason="there is nothing to compare without compiled rules")
@pytest.mark.parametrize(
    "rule",
    [
        lambda f, a, b: f(shocks.decayed_salience)(1.0 + a, 2.0 + 16.0 * b),
        lambda f, a, b: f(learning.response_loss)(100.0 * a, 7.0 + 113.0 * b),
        lambda f, a, b: f(choice.probability)(4.0 * a - 2.0, 0.05 + b),
    ],
    ids=["decayed_salience", "response_loss", "probability"],
)
def test_powers_are_the_same_to_the_last_bit(rule):
    """A compiler may turn a power of two into another function of the library, one result in a thousand apart."""
    numbers = np.random.default_rng(1).random((20000, 2))
    assert [rule(lambda f: f, a, b) for a, b in numbers] == [rule(lambda f: f.py_func, a, b) for a, b in numbers]
