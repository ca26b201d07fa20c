"""The tables of levers: each kind and each field once, ranges that the engine takes, sensible first actors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.evidence import lookup
from results.play.levers.events import PARAMETERS, actors, first_actors, lever, size_of_parameter
from results.play.levers.fields import (
    GROUPS,
    WHOLES,
    field_lever,
    field_levers,
    fitting,
    has_seat,
    in_force,
    slider_range,
)
from results.play.levers.table import FIRM, LEVERS
from scenarios.designs import list_designs, load_design
from scenarios.rosters import load_roster
from scenarios.schema_events import KINDS, MERGER
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS
from sim.errors import InputError

MONTH = "2026-03"
ROSTERS = ("teaching", "real")


# ---- the world -------------------------------------------------------------------------------------------------------
def test_every_kind_of_event_has_a_lever():
    assert sorted(one.kind for one in LEVERS) == sorted(set(KINDS) - {MERGER})  # that is another design, decided later


def test_evidence_is_known():
    for one in (*LEVERS, *field_levers().values()):
        assert len(lookup(one.evidence)) == len(set(one.evidence))


@pytest.mark.parametrize("scenario", ["teaching", "default"])
@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.kind)
def test_a_lever_as_it_stands_first_is_a_choice_that_can_be(one, scenario):
    log = started(scenario)
    record = record_of(log)
    row = log.base().adopt_month - record.start
    roster = record.roster
    actor, partner = first_actors(one, roster, record.states["tier"][row], record.states["status"][row])
    size = None if one.size is None else one.size.usual
    event = one.event(MONTH, actor, partner, size)
    if one.kind == "parameter":
        event |= {"parameter": PARAMETERS[0].name, "size": size_of_parameter(PARAMETERS[0].name).usual}
    assert len(log.with_choice(event=event).choices) == 1


@pytest.mark.parametrize("name", ROSTERS)
@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.kind)
def test_ends_of_the_range_and_all_actors_can_be(one, name):
    log, roster = started("teaching" if name == "teaching" else "default"), load_roster(name)
    names = list(actors(one, roster)) if one.actor else [""]
    other = {who: next((n for n in names if n != who), "") if one.partner else "" for who in names}
    sizes = [None] if one.size is None or one.kind == "parameter" else [one.size.low, one.size.high]
    for who in (names[0], names[-1]):
        for size in sizes:
            event = one.event(MONTH, who, other[who], size)
            if one.kind != "parameter":
                log.with_choice(event=event)
    firms = {roster.find(label) >= roster.n_states for label in actors(one, roster)}
    assert firms in (set(), {one.whose == FIRM})


@pytest.mark.parametrize("parameter", [p.name for p in PARAMETERS])
def test_parameters_take_both_ends_of_their_slider(parameter):
    size, log = size_of_parameter(parameter), started("teaching")
    for value in (size.low, size.usual, size.high):
        event = {"date": MONTH, "kind": "parameter", "parameter": parameter, "size": value}
        assert log.with_choice(event=event).choices[0].event.size == value


def test_first_actors_do_something_as_things_stand():
    log = started("default")
    record = record_of(log)
    row, roster = log.base().adopt_month - record.start, record.roster
    tiers, offices = record.states["tier"][row], record.states["status"][row]
    found = {one.kind: first_actors(one, roster, tiers, offices) for one in LEVERS}
    assert tiers[roster.find(found["exit"][0])] > 0
    assert tiers[roster.find(found["entry"][0])] == tiers[roster.find(found["admission_vote"][0])] == 0
    assert offices[roster.find(found["founding"][0])] < 2
    assert roster.find(found["incident"][0]) >= roster.n_states
    assert found["export_control"] == ("US", "China")
    assert found["funding"] == found["salience"] == ("", "")


def test_unknown_levers_are_refused_with_the_nearest_name():
    with pytest.raises(InputError, match="did you mean 'incident'"):
        lever("incidents")
    with pytest.raises(InputError, match="did you mean 'staff_fte'"):
        field_lever("staf_fte")
    with pytest.raises(InputError, match="unknown parameter"):
        size_of_parameter("noise")  # it may not change within a run


# ---- the secretariat -------------------------------------------------------------------------------------------------
def test_every_field_stands_in_one_group():
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(FIELD_NAMES)


@pytest.mark.parametrize("field", FIELD_NAMES)
def test_a_slider_offers_what_is_admissible_and_holds_all_presets(field):
    found, (low, high) = field_lever(field), slider_range(field)
    record = FIELDS[FIELD_INDEX[field]]
    assert record.low <= low < high <= record.high
    assert len(found.presets) == len(list_designs())
    assert all(low <= preset.low <= preset.central <= preset.high <= high for preset in found.presets)
    assert 10 <= (high - low) / found.step <= 400 or record.high - record.low <= 20
    assert found.unit_words in found.told(found.presets[0].central)


@given(st.sampled_from(["rotating", "static:US", "igo:OECD", "chair:China", "adhoc", "none"]),
       st.sampled_from(FIELD_NAMES), st.floats(0, 1))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_gives_way_makes_a_design_that_can_be(design, field, place):
    log = started("teaching", design)
    point = in_force(record_of(log), log, log.base().adopt_month)
    low, high = slider_range(field)
    value = low + place * (high - low)
    if field == "seat_share" and not has_seat(point):
        return
    changes = fitting({name: point[name] for name in FIELD_NAMES}, field, value)
    assert changes[field] == value
    after = {name: changes.get(name, point[name]) for name in FIELD_NAMES}
    for whole in WHOLES:
        assert sum(after[name] for name in whole) <= max(1, sum(point[name] for name in whole)) + 1e-9
    assert log.with_choice(fields={"date": MONTH, "values": changes}).choices[0].fields.values == changes


def test_values_in_force_are_those_of_the_run():
    log = started("teaching", "rotating").with_choice(design={"date": "2027-01", "design": "static:US"})
    log = log.with_choice(fields={"date": "2027-06", "values": {"staff_fte": 33.0}})
    record, first = record_of(log), log.base().adopt_month
    assert in_force(record, log, first) is record.design
    second, third = (in_force(record, log, first + months) for months in (12, 17))
    assert has_seat(second)
    assert not has_seat(record.design)
    assert third["staff_fte"] == 33.0 != second["staff_fte"]
    centre = load_design("static:US", record.roster)
    np.testing.assert_allclose(second["seat_share"], centre["seat_share"])
