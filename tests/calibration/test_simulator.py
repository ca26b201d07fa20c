"""The simulator of the calibration: the past that the hindcast simulates, run by run."""

import numpy as np
import pytest

from calibration.hindcast.runs import reduce
from calibration.past import LAST, past_config
from calibration.record import happened_until
from calibration.simulator import Simulator
from sim.config import RunConfig
from sim.ensemble.dyads import ALIVE_FROM
from sim.ensemble.runs import Ensemble


@pytest.fixture(scope="module")
def happened():
    return happened_until(LAST)


def test_it_is_what_the_hindcast_says_of_the_same_runs(happened):
    simulator, numbers = Simulator(happened.roster, happened.dyads, 3), np.arange(4)
    params = simulator.parameters(numbers, {})
    found = simulator.run(numbers, params)
    for k in numbers.tolist():
        fields = {name: getattr(simulator.config, name) for name in RunConfig.__dataclass_fields__}
        config = RunConfig(**fields | {"params": params[k], "replicate": k})
        past = reduce(Ensemble(config).record(config), happened)
        assert np.array_equal(found.first[k], past["first"])
        for name in ("signed", "held", "left", "joined", "joint_tests"):
            assert np.array_equal(getattr(found, name)[k], past[name]), name


def test_membership_is_alive_from_december_2024_and_facts_are_replayed(happened):
    config = past_config(happened.roster, "origin", LAST, 1)
    assert (config.first, config.end, config.adopt, config.replay_until) == (0, LAST, ALIVE_FROM, LAST)
    assert past_config(happened.roster, "observed", ALIVE_FROM, 1).first == ALIVE_FROM
    many = Simulator(happened.roster, happened.dyads, 3)
    found = many.run(np.arange(60), many.parameters(np.arange(60), {}))
    assert found.left.max() > 0 or found.joined.max() > 0
    older = Simulator(happened.roster, happened.dyads, 3, end=ALIVE_FROM - 1)
    assert not older.run(np.arange(20), older.parameters(np.arange(20), {})).left.any()
