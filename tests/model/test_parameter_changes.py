"""A parameter that changes within a run: what may change is read every month, and what may not is kept from it."""

import dataclasses

import numpy as np
import pytest

from sim import parameters
from sim.config import ScheduledEvent
from sim.ensemble.runs import Ensemble
from sim.errors import InputError
from sim.months import month_index
from sim.parameter_changes import KEPT
from sim.phases.setup import begin
from sim.record import EVENT_CODES
from sim.setting import inputs_of, world_of
from sim.world import STATE
from tests.model.conftest import config_of, differing

MAY = [p for p in parameters.ALL if p.name not in KEPT and p.low < p.high]
# Nothing is signed and nobody is a member before the first month, so that little is worked out with parameters then.
SCENE = config_of("real", "igo:OECD", start="origin", end="2031-12", adopt=month_index("2025-01"))
AT_START = ("capacity", "staffing", "free", "weight", "arrears_since", "host", "cost", "dues")  # made anew every month


# Where the central values leave nothing for them to do: no rivalry to rise, nothing to be cleared for.
ELSEWHERE = {"control_rivalry": {"polarisation": 0.6}, "clearance_gain": {"leak_rate": 0.4, "exposure_scale": 0.6}}


def other_end(p) -> float:
    """The end of its range that is farther from its value."""
    return p.low if p.value - p.low > p.high - p.value else p.high


def with_event(name: str, value: float, month: int):
    return dataclasses.replace(SCENE, events=(ScheduledEvent(month, "parameter", size=value, parameter=name),))


def told_apart(one, other) -> list[str]:
    """What differs in two records, but that a change is told."""
    events = [r.events[r.events["kind"] != EVENT_CODES["parameter"]] for r in (one, other)]
    one, other = (dataclasses.replace(r, events=kept) for r, kept in zip((one, other), events, strict=True))
    return [name for name in differing(one, other) if name != "params"]


@pytest.fixture(scope="module")
def base():
    return Ensemble(SCENE).record(SCENE)


@pytest.mark.parametrize("p", MAY, ids=lambda p: p.name)
def test_a_change_in_the_first_month_is_the_parameter_itself(p, base):
    value, around = other_end(p), ELSEWHERE.get(p.name, {})
    before = dataclasses.replace(SCENE, params=parameters.with_values(**around))
    set_so = dataclasses.replace(SCENE, params=parameters.with_values(**around, **{p.name: value}))
    changed = dataclasses.replace(with_event(p.name, value, SCENE.first), params=before.params)
    one, other = Ensemble(set_so).record(set_so), Ensemble(changed).record(changed)
    assert told_apart(one, other) == []
    assert told_apart(Ensemble(before).record(before) if around else base, other), "it does something"


@pytest.mark.parametrize("p", MAY, ids=lambda p: p.name)
def test_a_change_later_changes_nothing_before(p, base):
    month = month_index("2025-06")
    config = with_event(p.name, other_end(p), month)
    record, rows = Ensemble(config).record(config), month - SCENE.first
    for name, values in base.series.items():
        assert values[:rows].tobytes() == record.series[name][:rows].tobytes(), name


def start_of(params: np.ndarray) -> dict[str, bytes]:
    """All state before the first month."""
    config = dataclasses.replace(SCENE, params=params)
    w = world_of(config)
    begin(w, *inputs_of(config))
    return {field.name: getattr(w, field.name).tobytes() for field in STATE}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_is_kept_is_refused_with_its_reason(name):
    config = with_event(name, parameters.RECORDS[name].low, SCENE.first)
    with pytest.raises(InputError, match="it cannot change within a run") as caught:
        Ensemble(config)
    assert KEPT[name] in str(caught.value)


@pytest.mark.parametrize("name", ["preference_spread", "polarisation"])
def test_what_was_drawn_or_set_at_the_start_moves_the_state_before_the_first_month(name):
    central, moved = (
        start_of(parameters.default_values()),
        start_of(parameters.with_values(**{name: parameters.RECORDS[name].high})),
    )
    assert {part for part in central if central[part] != moved[part]} - {"p", *AT_START}


@pytest.mark.parametrize("p", MAY, ids=lambda p: p.name)
def test_what_may_change_moves_no_state_before_the_first_month_but_what_is_made_anew(p):
    central, moved = start_of(parameters.default_values()), start_of(parameters.with_values(**{p.name: other_end(p)}))
    assert {part for part in central if central[part] != moved[part]} <= {"p", *AT_START}


def test_a_value_out_of_range_is_refused():
    with pytest.raises(InputError, match="out of the range of 'zero_sum'"):
        Ensemble(with_event("zero_sum", 1.5, SCENE.first))
