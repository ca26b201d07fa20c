"""A finished model is let go: sweeps of thousands of runs must not grow."""

from __future__ import annotations

import gc
import weakref

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim.config import RunConfig
from sim.model import CooperationModel
from sim.months import month_index
from sim.parameters import default_values


def test_nothing_keeps_a_finished_model():
    roster = load_roster("teaching")
    adhoc = load_design("adhoc", roster)
    end = month_index("2025-02")
    model = CooperationModel(RunConfig(roster, adhoc, adhoc, default_values(), "observed", end, end))
    record, alive = model.run(), weakref.ref(model)
    del model
    gc.collect()
    assert alive() is None
    assert len(record.months) == 3
