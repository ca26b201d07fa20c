"""Run by test_own_rules in a process with replaced rules: whether both engines give the same bits with them."""

import sys

import numpy as np

from scenarios import worker
from scenarios.experiment import make_job
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import load_scenario
from sim import draws
from sim.ensemble import loop
from sim.ensemble.handle import handle_of
from sim.ensemble.setting import setting_of
from sim.ensemble.state import empty
from sim.model import CooperationModel


def same(config) -> bool:
    """Whether ensemble and reference have the same monthly numbers and ties."""
    points = [config.baseline, config.design, *[point for _, point in config.later]]
    setting = setting_of(config)
    state = empty(setting, 2 + len(config.later), 1000, 4000)
    found = loop.simulate(
        handle_of(state),
        handle_of(setting),
        draws.stream_of(config.seed, config.replicate),
        config.params.astype(float),
        np.stack([point.values.astype(float) for point in points]),
        np.stack([point.seat.astype(float) for point in points]),
        np.array([config.first, config.adopt, *[month for month, _ in config.later]], dtype=np.int64),
    )
    record = CooperationModel(config).run()
    assert record.rules, "no rule is replaced here"
    series = np.column_stack(list(record.series.values()))
    return bool(found) and series.tobytes() == np.ascontiguousarray(state.pages.series).tobytes()


scenario = load_scenario(sys.argv[1])
job, _ = make_job(scenario, load_roster(scenario.roster))
rows = draw_replicates(scenario).to_dict("records")
print([same(worker.config_for(job, recipe, row)) for row in rows for recipe in job.recipes])
