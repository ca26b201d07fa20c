"""What an actor may begin by itself, what the secretariat may do, and that a month shows nothing that comes later."""

from __future__ import annotations

import pytest

from results.chronicle import lines
from results.play.seats import own_view
from results.play.seats.in_hand import MEMBERS, OWN, hands
from results.play.seats.own_moves import moves
from scenarios.session.log import SECRETARIAT, started
from scenarios.session.replay import record_of
from sim.design import FIELD_NAMES
from sim.errors import InputError

LOG = started("teaching", "rotating", 1)
FIRST = LOG.base().adopt_month
MONTH = FIRST + 8


@pytest.fixture(scope="module")
def record():
    return record_of(LOG)


def played(decisions, by, kind="decision"):
    log = LOG
    for one in decisions:
        log = log.with_choice(by, **{kind: one} if kind == "decision" else one)
    return record_of(log, True)


def test_a_proposal_makes_the_two_meet_and_one_side_signs(record):
    kenya, china = record.roster.find("Kenya"), record.roster.find("China")
    found = moves(record, kenya, MONTH)
    told = played(found.propose("China", ["research", "testing"]), "Kenya")
    (mine,) = [d for d in told.decisions if (d.actor, d.partner, d.month, d.act) == (kenya, china, MONTH, "deal")]
    (other,) = [d for d in told.decisions if (d.actor, d.partner, d.month, d.act) == (china, kenya, MONTH, "deal")]
    assert mine.forced and mine.taken and not other.forced
    formed = told.tie_log[
        (told.tie_log["month"] == MONTH) & (told.tie_log["a"] == kenya) & (told.tie_log["b"] == china)
    ]
    assert (len(formed) == 2) == other.taken


def test_ending_a_tie_and_leaving_the_network(record):
    us = record.roster.find("US")
    found = moves(record, us, MONTH)
    assert found.is_member and "Singapore" in found.ties
    told = played([*found.end("Singapore"), *found.be_member(False)], "US")
    after = moves(told, us, MONTH + 1)
    assert "Singapore" not in after.ties and not after.is_member
    assert told.states["tier"][MONTH - told.start, us] == 0


def test_an_outsider_applies_and_a_firm_sets_its_pace(record):
    china, firm = record.roster.find("China"), record.roster.find("Anthropic")
    outside = moves(record, china, MONTH)
    assert not outside.is_member and outside.reviews
    told = played(outside.be_member(True, "member"), "China")
    assert any(d.actor == china and d.month == MONTH and d.kind == "join" and d.taken for d in told.decisions)
    pace = moves(record, firm, MONTH)
    assert pace.paces and not pace.reviews
    for safe in (True, False):
        assert played(pace.pace(safe), "Anthropic").safe[MONTH - record.start, 0] == safe


def test_only_what_is_in_ones_hands_is_open(record):
    us = record.roster.find("US")
    state, office = moves(record, us, MONTH, ("join", "consent")), moves(record, us, MONTH, ("deal", "renew"))
    assert state.reviews and not state.partners and not state.ties
    assert not office.reviews and office.partners and office.ties


# ---- the secretariat ----------
def test_every_field_of_a_design_is_the_secretariats_or_the_members():
    theirs = [name for fields in MEMBERS.values() for name in fields]
    assert sorted([*OWN, *theirs]) == sorted(FIELD_NAMES)


def test_the_secretariat_changes_its_own_ways_and_nothing_else(record):
    found = hands(LOG.played(), record, MONTH)
    lever = next(one for one in found.levers if one.field.name == "memory_kept")
    what = found.fields({"memory_kept": lever.high})
    log = LOG.with_choice(SECRETARIAT, **what)
    after = hands(log.played(), record_of(log), MONTH + 1)
    value = next(one.value for one in after.levers if one.field.name == "memory_kept")
    assert value == pytest.approx(lever.high)
    with pytest.raises(InputError, match="not in the hands"):
        found.fields({"staff_fte": 10.0})
    with pytest.raises(InputError, match="out of its range"):
        found.fields({"memory_kept": lever.high + 0.5})


def test_the_secretariat_invites_and_convenes(record):
    found = hands(LOG.played(), record, MONTH)
    assert found.outsiders == ("China",)
    told = record_of(LOG.with_choice(SECRETARIAT, **found.invite("China")), True)
    assert any(d.act == "consent" and d.month == MONTH for d in told.decisions)
    assert LOG.with_choice(SECRETARIAT, **found.dialogue("US", "China")).choices[0].event.kind == "dialogue"
    for one, other in (("US", "US"), ("US", "Narnia")):
        with pytest.raises(InputError, match="nobody for a dialogue"):
            found.dialogue(one, other)
    with pytest.raises(InputError, match="nobody to be invited"):
        found.invite("US")


def test_without_a_secretariat_nothing_is_in_its_hands():
    log = started("teaching", "none", 1)
    found = hands(log.played(), record_of(log), FIRST)
    assert not found.levers and not found.outsiders


# ---- a month as one actor sees it ----------
LATER = {
    "event": {"date": "2026-09", "kind": "exit", "actor": "US"}
}  # in the month that is played next, as seen in ``MONTH``


def _seen(told, plain, node):
    """All that one actor is shown."""
    return (
        own_view.who(plain, node, MONTH),
        own_view.interests(told, node, MONTH),
        own_view.figures(plain, node, MONTH),
        own_view.ties_of(plain, node, MONTH),
        own_view.network(plain, MONTH),
        own_view.queue(plain, MONTH),
        own_view.news(plain, told, lines(plain), node, MONTH),
    )


def test_what_one_sees_does_not_hang_on_what_comes():
    other = LOG.with_choice(**LATER)
    views = [[_seen(record_of(log, True), record_of(log), node) for node in range(6)] for log in (LOG, other)]
    assert views[0] == views[1]
    assert record_of(LOG).tie_log.tolist() != record_of(other).tie_log.tolist()  # there was something to hide


def test_numbers_are_those_of_the_run(record):
    row = MONTH - 1 - record.start
    for node in range(record.roster.n_states):
        found = {figure.title: figure for figure in own_view.figures(record, node, MONTH)}
        share = 100 * record.states["influence"][row, node]
        assert found["Influence"].value == f"{share:.1f}%"
        assert float(found["Net benefit"].value.replace("−", "-")) == pytest.approx(
            record.states["welfare"][row, node], rel=0.05
        )
    assert own_view.figures(record, record.roster.find("Anthropic"), MONTH) == []
