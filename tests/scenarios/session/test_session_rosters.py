"""Rosters of sessions: the same as those that are read anew, and read once."""

import dataclasses

import numpy as np
import pytest

from scenarios.schema import Scenario, load_scenario
from scenarios.session.plan import roster_of


def _plain(value):
    """Something that can be compared."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes() if value.dtype != object else value.tolist())
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return _plain(vars(value)) if dataclasses.is_dataclass(value) else value


def _same(one, other):
    """Names of the fields in which two rosters differ."""
    fields = [field.name for field in dataclasses.fields(one)]
    return [name for name in fields if _plain(getattr(one, name)) != _plain(getattr(other, name))]


@pytest.mark.parametrize("name", ["teaching", "us_retreat"])
def test_is_the_roster_of_the_scenario(name):
    scenario = load_scenario(name)
    assert _same(roster_of(scenario), scenario.load_roster()) == []
    assert roster_of(load_scenario(name)) is roster_of(scenario)


def test_changes_of_a_scenario_count():
    plain = Scenario.of({"name": "x", "roster": "teaching"})
    changed = plain.changed(
        roster_changes={"jurisdictions": [{"actor": "China", "readiness": 0.9}], "remove": ["Kenya"]}
    )
    assert _same(roster_of(changed), changed.load_roster()) == []
    assert _same(roster_of(changed), roster_of(plain)) != []
