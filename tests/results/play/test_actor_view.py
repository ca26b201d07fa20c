"""An actor's view: what it is in a month, and nothing of later ones; decisions whose receipts add up."""

import pytest

from results.changes import changed
from results.explain import explain
from results.numbers import two
from results.play.story.actor_view import actor_view, decisions_of, other_side, said
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.months import month_index, month_label


@pytest.fixture(scope="module")
def record():
    """A run of the teaching scenario with decisions."""
    return record_of(started("teaching", "rotating"), decisions=True)


@pytest.mark.parametrize("name", ["US", "Singapore", "Anthropic"])
@pytest.mark.parametrize("month", ["2026-01", "2027-07", "2029-01"])
def test_says_what_the_record_says(record, name, month):
    node, until = record.roster.find(name), month_index(month)
    view = actor_view(record, node, until)
    assert view.actor.label == name
    row = until - 1 - record.start
    if node < record.roster.n_states:
        member = record.states["tier"][row, node] > 0
        assert any("of the network since" in text for text, _ in view.facts) == member
        figures = {figure.meta.name: figure.now for figure in view.figures}
        assert {"welfare", "dues", "influence", "powers"} <= set(figures)
        assert figures["influence"] == two(float(record.states["influence"][row, node]), "share")
        assert figures["powers"] == two(float(record.host[row, node]), "share")
    else:
        assert view.figures == ()
    for bond in view.bonds:
        assert bond.since == "before the run" or bond.since < month_label(until)
        mirrored = [other for other in actor_view(record, bond.other, until).bonds if other.other == node]
        assert [(other.types, other.since, other.term) for other in mirrored] == [(bond.types, bond.since, bond.term)]


def test_a_term_begins_anew_with_a_renewal(record):
    us, singapore = record.roster.find("US"), record.roster.find("Singapore")
    terms = {
        month: next(b.term for b in actor_view(record, us, month_index(month)).bonds if b.other == singapore)
        for month in ("2027-06", "2027-07")
    }
    assert terms["2027-06"] != terms["2027-07"] > "2027-07"  # renewed in June 2027


def test_decisions_are_of_the_actor_and_of_the_past(record):
    numbers = changed(record)
    for node in range(record.roster.n_states + record.roster.n_firms):
        for sharing in (False, True):
            found = decisions_of(record, node, month_index("2027-07"), numbers, sharing)
            assert all(one.decision.actor == node and one.decision.month < month_index("2027-07") for one in found)
            assert [one.number for one in found] == sorted((one.number for one in found), reverse=True)
            assert {one.number for one in found} <= numbers
            every = decisions_of(record, node, month_index("2027-07"), None, sharing)
            assert {one.number for one in found} <= {one.number for one in every}


def test_a_deal_has_two_sides_that_lead_to_each_other(record):
    us = record.roster.find("US")
    found = decisions_of(record, us, int(record.months[-1]) + 1, None, sharing=False)
    deals = [one for one in found if one.decision.act == "deal"]
    assert deals
    for one in deals:
        other = other_side(record, one)
        assert other is not None and other_side(record, other).number == one.number
        assert explain(record, one.number).adds_up and explain(record, other.number).adds_up
        assert record.roster.label(other.decision.actor) in said(record, one)
    joins = [one for one in found if one.decision.act == "join"]
    assert joins and all(other_side(record, one) is None for one in joins)
