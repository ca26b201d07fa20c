"""What the choices of a session changed: only what the same world without a choice shows."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.play.beside.parting import Chronicled, parting
from results.play.debrief.changed import changes_of
from results.play.debrief.debrief import count_words, moved_words
from results.play.debrief.seat_ledger import seats_of
from results.play.differences import HEADLINES, gainers, losers
from results.play.first_difference import first_difference, first_number
from results.play.runs import cut, numbers_of, own_play, run_of
from scenarios.designs import BASELINE as TODAY
from scenarios.schema_decisions import SHARED
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim import outcomes
from sim.errors import InputError
from sim.months import month_index
from sim.record import SERIES
from tests.results.play.a_session import END, EVENT_SETS, EVENTS, FIRST, MONTHS, START, with_events


@settings(max_examples=12)
@given(EVENT_SETS, MONTHS)
def test_a_run_that_is_cut_off_is_the_beginning_of_the_whole_one(events, at):
    log = with_events(events)
    whole, short = record_of(log), record_of(cut(log, at))
    rows = at - whole.start
    assert len(short.months) == rows
    for name_ in SERIES:
        np.testing.assert_array_equal(short.series[name_], whole.series[name_][:rows])
    for name_, values in whole.states.items():
        np.testing.assert_array_equal(short.states[name_], values[:rows])


@pytest.mark.parametrize("scenario", ["us_retreat", "hub_leaves", "absorption"])
def test_scenarios_with_decisions_and_designs_of_their_own_can_be_cut_off(scenario):
    log = started(scenario, "rotating", 1)
    at = log.base().adopt_month + 20
    whole, short = record_of(log), record_of(cut(log, at))
    np.testing.assert_array_equal(short.series["harm"], whole.series["harm"][: at - whole.start])


@pytest.mark.parametrize("at", [FIRST - 1, FIRST, END + 1])
def test_there_is_no_debrief_where_nothing_is_played(at):
    with pytest.raises(InputError, match="nothing is played"):
        changes_of(START, at)


def test_what_comes_after_the_month_that_was_reached_does_not_count(log):
    at = month_index("2026-10")
    found = changes_of(log, at)
    assert [one.choice.date for one in found.single] == ["2026-04", "2026-09"]
    later = changes_of(with_events(EVENTS[4:], log), at)
    assert found.played.outcomes == pytest.approx(later.played.outcomes, nan_ok=True)
    assert first_difference(found.played.record, later.played.record) is None


def whole(log):
    """All outcomes of a log's run, from the record; members better off against today's arrangement's record."""
    record = record_of(log)
    today = record_of(log.under(TODAY))
    welfare = [outcomes.state_outcomes(one)["welfare"] for one in (record, today)]
    return outcomes.compute(record) | outcomes.acceptability(*welfare, record.roster, record.adopted)


def test_all_outcomes_are_those_of_the_records_of_two_runs(log):
    assert {meta.name for meta in HEADLINES} == {one.name for one in outcomes.ALL_OUTCOMES if one.headline}
    assert len(HEADLINES) == 9
    found = whole(log)
    for name, value in numbers_of(log).outcomes.items():
        np.testing.assert_array_equal(value, found[name], name)


# A talk that moves nothing else, and a decision that the rule takes too: neither is 'nothing', as side by side has it.
CHOICES = (
    {"event": {"date": "2026-06", "kind": "dialogue", "actor": "US", "partner": "Kenya", "size": 0.5}},
    {"event": {"date": "2026-04", "kind": "incident", "actor": "Anthropic", "size": 3.0}},
    {"event": {"date": "2027-03", "kind": "government", "actor": "Singapore"}},
    {"fields": {"date": "2026-10", "values": {"fast_lane": 1.0}}},
    {"decision": {"date": "2026-10", "actor": "Anthropic", "act": "pace"}},
    {"decision": {"date": "2026-09", "actor": "US", "act": "pool", "choice": False}},
    {"design": {"date": "2028-11", "design": "static:Singapore"}},
)


@settings(max_examples=14)
@given(st.sampled_from(CHOICES), st.integers(1, 8))
def test_debrief_and_side_by_side_name_the_same_month(choice, seed):
    log = started("teaching", "rotating", seed).with_choice(**choice)
    (one,) = changes_of(log, END).single
    together = parting(Chronicled(record_of(log)), Chronicled(record_of(log.without(1))))
    assert one.change.first == (together.month if together is not None else None)
    if one.change.number is not None:
        assert one.change.first <= one.change.number and one.change.is_number


def test_what_only_happens_and_moves_no_number_is_told_apart_from_nothing():
    record, keys = record_of(START, decisions=True), {place: key for key, place in SHARED.items()}
    taken = next(
        d for d in record.decisions if d.month == month_index("2026-06") and d.kind == "pool" and d.item in keys
    )
    actor = record.roster.label(taken.actor)
    what = {"date": "2026-06", "actor": actor, "act": "pool", "item": keys[taken.item], "choice": bool(taken.taken)}
    found = changes_of(START.with_choice(actor, decision=what), END)
    (one,) = found.single
    assert one.change.first == month_index("2026-06") and one.change.number is None and not one.change.is_number
    assert found.slight == (one,) and not found.idle
    assert count_words(found).endswith("It changed no number.")
    assert moved_words(found) == "All choices together changed no number against the model's own play."


def test_first_number_is_none_of_a_run_and_itself(changes):
    assert first_number(changes.played.record, changes.played.record) is None


@settings(max_examples=12)
@given(EVENT_SETS, MONTHS)
def test_each_change_is_that_of_two_whole_runs_which_anybody_can_make(events, at):
    log = with_events(events)
    found, kept = changes_of(log, at), cut(log, at)
    without_any = whole(started("teaching", "rotating", 1) if at == END else own_play(kept))
    played = whole(kept)
    assert [one.choice for one in found.single] == [choice for choice in log.choices if choice.month < at]
    for meta in HEADLINES:
        together = found.together.of(meta.name)
        assert (together.before, together.after) == pytest.approx(
            (without_any[meta.name], played[meta.name]), nan_ok=True
        )
    for one in found.single:
        other = whole(kept.without(one.choice.number))
        for meta in HEADLINES:
            assert one.change.of(meta.name).before == pytest.approx(other[meta.name], nan_ok=True)


@settings(max_examples=8)
@given(st.sampled_from(EVENTS), MONTHS)
def test_of_one_choice_alone_nothing_is_left_to_working_together(event, at):
    found = changes_of(with_events([event]), at)
    if month_index(event["date"]) >= at:
        assert not found.single and not found.together.is_any
        return
    (one,) = found.single
    assert one.change.first == found.together.first
    assert [d for d in one.change.outcomes if abs(d.change) > 0] == [
        d for d in found.together.outcomes if abs(d.change) > 0
    ]
    assert all(found.rest(meta.name) in (0.0, pytest.approx(float("nan"), nan_ok=True)) for meta in HEADLINES)


def test_without_choices_nothing_changed(log):
    found = changes_of(START, END)
    assert not found.single and found.together.first is None
    assert not any(d.is_any for d in found.together.outcomes)
    assert not gainers(found.together.states) and not losers(found.together.states) and not found.together.firms
    assert seats_of(found) == ()


def test_a_choice_that_is_undone_leaves_the_models_own_play(log):
    undone = log
    for choice in log.choices:
        undone = undone.without(choice.number)
    found = changes_of(undone, END)
    assert not found.single and first_difference(found.played.record, run_of(START).record) is None


def test_two_runs_part_in_the_month_of_the_first_choice_that_does_something(changes):
    first = changes.single[0]
    assert first.choice.kind == "event" and first.change.first == first.choice.month == changes.together.first
    (left,) = changes_of(with_events(EVENTS[3:4]), END).single
    assert left.change.first == month_index("2027-09")


def test_a_design_that_is_not_at_work_yet_is_said_to_have_changed_nothing_for_that(changes):
    last = changes.single[-1]
    assert last in (*changes.idle, *changes.slight)
    assert re.search(r"It takes up to \d+ months to set up, and 2 were left", last.idle)


def test_gains_and_losses_are_those_of_net_benefit(changes):
    own, played = (outcomes.state_outcomes(record_of(log))["welfare"] for log in (START, changes.log))
    for one in changes.together.states:
        assert (one.before, one.after) == (own[one.node], played[one.node])
    assert {b.node for b in gainers(changes.together.states)} <= set(np.flatnonzero(played > own))
    assert {b.node for b in losers(changes.together.states)} <= set(np.flatnonzero(played < own))
