"""Roles: facts that the roster holds, weights that the receipts hold, aims against the model's own play."""

import numpy as np
import pytest

from results.play.kit.aims import INDEX, MEASURES, aim
from results.play.kit.roles import WEIGHED, plain, role
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import InputError
from sim.receipts import TERMS

LOG = started("teaching", "rotating", 5)


@pytest.fixture(scope="module")
def told():
    return record_of(LOG, decisions=True)


def test_facts_of_states_are_those_of_the_roster(told):
    us, kenya = (role(told, told.roster.find(name), told.adopted + 20) for name in ("US", "Kenya"))
    said = " ".join(us.facts)
    assert "You have been in the network since May 2024." in said and us.inside
    assert "10 million US dollars" in said and "Anthropic has its home with you." in said
    assert "On record as your rivals: China." in said and "January 2029" in said
    assert "You are not in the network." in kenya.facts and not kenya.inside
    assert "On record you joined in November 2024." in kenya.facts


def test_facts_of_firms(told):
    said = " ".join(role(told, told.roster.find("Alibaba"), told.adopted + 20).facts)
    share = told.roster.compute[1] / told.roster.compute.max()
    assert "its home in China" in said and f"{share:.0%}" in said


def test_weights_are_means_of_receipts(told):
    node, end = told.roster.find("Singapore"), told.adopted + 12
    (first, *_) = role(told, node, end).weights[WEIGHED["share"]]
    own = [d.terms for d in told.decisions if (d.actor, d.act) == (node, "share") and told.adopted <= d.month < end]
    means = np.mean(own, axis=0)
    assert first.value == max(means, key=abs)


def test_every_term_that_a_role_weighs_has_plain_words():
    assert {(act, term.name) for act in (*WEIGHED, "consent") for term in TERMS[act]} == set(plain())


def test_the_pace_of_a_firm_tells_what_is_on_record_and_what_is_drawn(told):
    """And no page gives a firm its pace as a first advice where there is anything else to tell."""
    index = told.roster.safety_index
    for f, name in enumerate(told.roster.firm_names):
        found = role(told, told.roster.find(name), told.adopted + 20)
        assert "by the same rule" in found.pace
        assert ("public index (" in found.pace) == bool(np.isfinite(index[f])) == ("drawn by chance" not in found.pace)
        assert "pace" not in found.advice.title.lower()
    assert role(told, 0, told.adopted + 20).pace == ""


@pytest.mark.parametrize("name", MEASURES)
def test_an_aim_names_no_number_without_a_meaning_outside_the_model(told, name):
    """Counts and shares only; what is measured by an index is told against the rule, in the aim and afterwards."""
    end = told.adopted + 20
    node = told.roster.find("Anthropic" if MEASURES[name].firm or name == "ties" else "Singapore")
    found = aim(told, node, name + {"in": ":China", "tie": ":China", "out": ":US"}.get(name, ""), end)
    if MEASURES[name].unit == INDEX:
        assert not any(char.isdigit() for char in found.text)
        assert found.told_own == "–" and found.against_own(found.own) == "the same"
        ahead = found.against_own(found.own + MEASURES[name].better * abs(found.own))
        assert ahead == f"100% {'more' if MEASURES[name].better > 0 else 'less'}" or found.own == 0
    else:
        assert found.told_own == found.against_own(found.own) != "–"


def test_a_first_advice_is_in_the_actors_interest(told):
    found = role(told, told.roster.find("China"), told.adopted + 20).advice
    assert found.chance >= 0.5


@pytest.mark.parametrize("name", MEASURES)
def test_the_models_own_play_reaches_no_aim_that_asks_for_more(told, name):
    end = told.adopted + 20
    node = told.roster.find("Anthropic" if MEASURES[name].firm or name == "ties" else "Kenya")
    found = aim(told, node, name + {"in": ":China", "tie": ":China", "out": ":US"}.get(name, ""), end)
    assert found.value(told, end) == found.own
    assert not found.reached(told, end)
    assert "{" not in found.text


def test_an_aim_is_reached_by_what_it_asks_for(told):
    end = told.adopted + 24
    found = aim(told, told.roster.find("China"), "in:China", end)
    by_hand = record_of(LOG.with_choice(event={"date": "2026-06", "kind": "entry", "actor": "China"}))
    assert not found.reached(told, end) and found.reached(by_hand, end)


def test_aims_that_cannot_be_are_refused(told):
    with pytest.raises(InputError, match="unknown aim"):
        aim(told, 0, "glory", told.adopted + 5)
    with pytest.raises(InputError, match="not an aim of this actor"):
        aim(told, 0, "safe", told.adopted + 5)
