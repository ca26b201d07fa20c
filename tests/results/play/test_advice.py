"""What an actor has to decide in a month, against the model's own play."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from results.chronicle import lines
from results.explain import explain
from results.play.seats.advice import MOST, RARE, advice, next_decision
from results.play.seats.offer import SHARING, Option
from results.play.seats.own_view import begun
from results.play.world.tie_list import ties_until
from scenarios.session.log import started
from scenarios.session.replay import record_of
from scenarios.session.room import asked
from scenarios.session.seats import seat_of

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LOG = started("teaching", "rotating", 1)
FIRST, LAST = LOG.base().adopt_month, LOG.base().end_month


@pytest.fixture(scope="module")
def told():
    return record_of(LOG, True)


def same(one, other):
    """Whether two runs are the same, but for the note that a decision was forced."""
    series = all(np.array_equal(one.series[k], other.series[k], equal_nan=True) for k in one.series)
    states = all(np.array_equal(one.states[k], other.states[k], equal_nan=True) for k in one.states)
    return series and states and np.array_equal(one.tie_log, other.tie_log)


def as_the_rule(told, offer):
    """The answer that gives what the rule does in this run."""
    does = {part.item: told.decisions[part.number - 1].taken for part in offer.parts}
    if offer.kind in SHARING:
        return offer.some([item for item, taken in does.items() if taken])
    return offer.options[0 if does[""] else 1]


def with_answer(option: Option, by: str):
    log = LOG
    for one in option.decisions:
        log = log.with_choice(by, decision=one)
    return log


nodes, months = st.integers(0, 5), st.integers(FIRST, LAST)


@SLOW
@given(node=nodes, month=months)
def test_offers_are_few_ranked_and_add_up(told, node, month):
    offers = advice(told, node, month)
    on_table = [offer for offer in offers if not offer.folded]
    assert len(on_table) <= MOST
    assert offers[: len(on_table)] == on_table
    assert [o.weight for o in on_table] == sorted((o.weight for o in on_table), reverse=True)
    assert len({offer.key for offer in offers}) == len(offers)
    for offer in offers:
        assert all(one["actor"] == told.roster.label(node) for option in offer.options for one in option.decisions)
        for part in offer.parts:
            found = explain(told, part.number)
            assert found.adds_up and found.total == part.gain and found.chance == part.chance
            assert (found.decision.actor, found.decision.month) == (node, month)


@SLOW
@given(node=nodes, month=months, data=st.data())
def test_answering_as_the_rule_would_changes_nothing(told, node, month, data):
    offers = advice(told, node, month)
    if not offers:
        return
    offer = data.draw(st.sampled_from(offers))
    log = with_answer(as_the_rule(told, offer), offer.actor)
    assert log.choices
    assert same(record_of(log), told)


@SLOW
@given(node=nodes, month=months, data=st.data())
def test_an_answer_is_what_happens_that_month(told, node, month, data):
    offers = advice(told, node, month)
    if not offers:
        return
    offer = data.draw(st.sampled_from(offers))
    option = data.draw(st.sampled_from(offer.options))
    played = record_of(with_answer(option, offer.actor), True)
    mine = [d for d in played.decisions if d.actor == node and d.month == month and d.forced]
    wanted = option.key in ("yes", "all")
    assert {d.taken for d in mine} == {wanted}
    before = played.tie_log[played.tie_log["month"] < month]
    assert np.array_equal(before, told.tie_log[told.tie_log["month"] < month])


@SLOW
@given(node=nodes, month=months)
def test_nothing_tells_what_another_will_do_in_the_month(told, node, month):
    partners = {tie.a + tie.b - node for tie in ties_until(told, month).standing if node in (tie.a, tie.b)}
    for offer in advice(told, node, month):
        if offer.kind == "share":
            assert told.roster.find(offer.partner) in partners


def test_the_rare_decisions_are_on_the_table_unless_others_weigh_more(told):
    kinds = set()
    for node in range(6):
        for month in range(FIRST, LAST + 1):
            offers = advice(told, node, month)
            rare = [offer for offer in offers if offer.kind in RARE]
            kinds |= {offer.kind for offer in rare}
            assert all(not offer.folded for offer in rare) or sum(not o.folded for o in offers) == MOST
    assert {"stay", "pace", "renew"} <= kinds


def test_a_part_of_a_jurisdiction_is_asked_what_is_in_its_hands(told):
    roster = told.roster
    whole, state, office = (seat_of(name, roster).acts(roster) for name in ("US", "US:state", "US:institute"))
    assert set(state) | set(office) == set(whole) and not set(state) & set(office)
    for month in range(FIRST, LAST + 1):
        split = {o.key for hands in (state, office) for o in advice(told, 0, month, hands)}
        assert split == {o.key for o in advice(told, 0, month)}


def test_the_next_decision_is_the_first_month_with_something_on_the_table(told):
    firm = told.roster.find("Anthropic")
    hands = seat_of("Anthropic", told.roster).acts(told.roster)
    found = next_decision(told, [(firm, hands)], FIRST, LAST)
    assert any(not offer.folded for offer in advice(told, firm, found, hands))
    assert all(offer.folded for month in range(FIRST, found) for offer in advice(told, firm, month, hands))
    assert next_decision(told, [], FIRST, LAST) == LAST + 1


def test_one_is_asked_anew_without_what_one_has_answered(told):
    month = FIRST
    offer = next(o for o in advice(told, told.roster.find("Kenya"), month) if o.kind == "pool")
    log = with_answer(offer.options[1], "Kenya")
    assert asked(log, month) == LOG
    assert asked(log, month + 1) == log


def test_a_seat_reads_the_incident_that_its_advice_rests_on():
    log = LOG.with_choice("", event={"date": "2026-03", "kind": "incident", "actor": "Anthropic", "size": 3.0})
    record, plain = record_of(log, True), record_of(LOG, True)
    month, node = FIRST + 2, record.roster.find("US")
    gains = [[part.gain for offer in advice(one, node, month) for part in offer.parts] for one in (record, plain)]
    assert gains[0] != gains[1]  # the advice of the month knows of it
    said = [begun(lines(record_of(log)), node, when) for when in (month - 1, month, month + 1)]
    assert [any("Anthropic" in line and "incident" in line for line in them) for them in said] == [False, True, False]


@SLOW
@given(node=nodes, month=months)
def test_an_offer_does_not_depend_on_what_is_drawn(told, node, month):
    turned = [replace(one, taken=not one.taken) if one.month == month else one for one in told.decisions]
    assert advice(replace(told, decisions=turned), node, month) == advice(told, node, month)
