"""Run by test_custom_rules in a process with custom rules: whether both engines give the same bits with them."""

import sys

import numpy as np

from scenarios import worker
from scenarios.experiment import make_job
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import load_scenario
from sim.ensemble.runs import record_of
from sim.model import CooperationModel


def same(config) -> bool:
    """Whether ensemble and reference leave the same numbers and ties."""
    both = record_of(config), CooperationModel(config).run()
    assert both[0].rules == both[1].rules != {}, "no rule is replaced here"
    series, states, ties = ([getattr(record, name) for record in both] for name in ("series", "states", "ties_end"))
    found = [np.asarray(a[name]).tobytes() == np.asarray(b[name]).tobytes() for a, b in (series, states) for name in a]
    return all(found) and bool((ties[0] == ties[1]).all())


scenario = load_scenario(sys.argv[1])
job, _ = make_job(scenario, load_roster(scenario.roster))
rows = draw_replicates(scenario).to_dict("records")
print([same(worker.config_for(job, recipe, row)) for row in rows for recipe in job.recipes])
