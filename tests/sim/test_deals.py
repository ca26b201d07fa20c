"""Deals: what one more tie is worth to a side, and what keeping one is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY
from sim.rules.deals import (
    deal_gain,
    deal_terms,
    exposure,
    exposure_of_type,
    familiar,
    mandate,
    tie_cost,
    tie_exposure,
    type_at_issue,
    types_held,
    ways_without,
)
from tests.sim.deal_scene import FIRM, hold, one_more, renewal, scene
from tests.worlds import relist, world

SHARE = st.floats(0.0, 1.0)


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("no_harm", "protection", "capability", "loss"),
    [
        pytest.param(1.0, 0.0, 1.0, 0.0, id="all recipients are safe"),
        pytest.param(0.0, 1.0, 1.0, 0.0, id="a perfectly protected channel"),
        pytest.param(0.0, 0.0, 1.0, 1.0, id="a certain leak: scale x sensitivity"),
        pytest.param(0.5, 0.0, 1.0, 0.5, id="a leak every second time"),
        pytest.param(0.5, 0.5, 1.0, 0.25, id="half of it protected"),
        pytest.param(0.5, 0.5, 2.0, 0.5, id="capability twice as high"),
    ],
)
def test_exposure(no_harm, protection, capability, loss):
    assert exposure(2.0, 0.5, no_harm, protection, capability) == loss


@pytest.mark.parametrize(
    ("rivalry", "leak_rate", "security", "loss"),
    [
        pytest.param(0.0, 0.5, 1.0, 0.0, id="a friend with perfect security"),
        pytest.param(0.0, 0.5, 0.0, 0.5, id="a careless friend: the leak rate"),
        pytest.param(1.0, 0.5, 1.0, 1.0, id="a rival turns it against us"),
        pytest.param(0.5, 0.5, 0.5, 0.625, id="half a rival, half secure"),
    ],
)
def test_tie_exposure(rivalry, leak_rate, security, loss):
    assert tie_exposure(1.0, 1.0, rivalry, leak_rate, security, 1.0) == loss


@pytest.mark.parametrize(
    ("load", "held", "capacity", "saved", "cost"),
    [
        pytest.param(0.5, 0, 1.0, 0.0, 2.0, id="the first deal"),
        pytest.param(0.5, 4, 1.0, 0.0, 6.0, id="the fifth"),
        pytest.param(0.5, 4, 2.0, 0.0, 4.0, id="the fifth of an office twice as large"),
        pytest.param(0.0, 4, 1.0, 0.0, 2.0, id="no load"),
        pytest.param(0.5, 4, 1.0, 0.25, 4.5, id="a quarter saved"),
        pytest.param(0.5, 4, 1.0, 1.0, 0.0, id="all saved"),
    ],
)
def test_tie_cost(load, held, capacity, saved, cost):
    assert tie_cost(2.0, load, held, capacity, saved) == cost


@pytest.mark.parametrize(
    ("trust", "harmonisation", "saved"),
    [
        pytest.param(1.0, 1.0, 0.5, id="full trust and aligned methods"),
        pytest.param(0.5, 0.5, 0.125, id="half of each"),
        pytest.param(0.0, 1.0, 0.0, id="no trust"),
        pytest.param(1.0, 0.0, 0.0, id="nothing aligned"),
    ],
)
def test_familiar_partners_save_part_of_the_cost(trust, harmonisation, saved):
    assert familiar(0.5, trust, harmonisation) == saved


@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({"access": 0.5}, (0.5, 0, 0, 0, 0, 0), id="access"),
        pytest.param({"access": 0.5, "salience": 2.0}, (1.0, 0, 0, 0, 0, 0), id="access matters more when salient"),
        pytest.param({"access": 0.5, "openness": 0.0}, (0.0, 0, 0, 0, 0, 0), id="a closed state sees no use in it"),
        pytest.param({"fora_weight": 2.0, "fora": 0.25}, (0, 0.5, 0, 0, 0, 0), id="shared fora"),
        pytest.param({"vouching": 0.25, "contacts": 3.0}, (0, 0, 0.75, 0, 0, 0), id="contacts who vouch"),
        pytest.param({"mandate": 0.5}, (0, 0, 0, 0.5, 0, 0), id="a statutory office"),
        pytest.param({"exposed": 0.5}, (0, 0, 0, 0, -0.5, 0), id="exposure counts against"),
        pytest.param({"cost": 0.5}, (0, 0, 0, 0, 0, -0.5), id="cost counts against"),
    ],
)
def test_deal_terms_one_at_a_time(changed, terms):
    order = (
        "salience", "openness", "access", "fora_weight", "fora", "vouching", "contacts", "mandate", "exposed", "cost",
    )  # fmt: skip
    given_values = dict.fromkeys(order, 0.0) | {"salience": 1.0, "openness": 1.0} | changed
    assert deal_terms(*(given_values[name] for name in order)) == terms


# ---- types -------------------------------------------------------------------------------------------------
ALL_TYPES = (1 << len(CARRIES)) - 1


@pytest.mark.parametrize(
    ("held", "with_firm", "considered"),
    [
        pytest.param(0, False, [0, 1, 2, 3, 4, 5], id="offices without a tie: every type"),
        pytest.param(0, True, [0, 3, 4], id="with a firm: research, guidelines, testing"),
        pytest.param(0b010001, False, [1, 2, 3, 5], id="what is held is not considered again"),
        pytest.param(0b010001, True, [3], id="with a firm: what is left"),
        pytest.param(ALL_TYPES, False, [-1], id="offices hold all"),
        pytest.param(0b011001, True, [-1], id="the firm holds all that firms may"),
    ],
)
def test_types_considered_are_those_open_and_not_held_each_as_likely(held, with_firm, considered):
    draws_of_equal_parts = [(k + 0.5) / len(considered) for k in range(len(considered))]
    w, other = world(2, 1, ties=held), 2 if with_firm else 1
    assert [type_at_issue(w, 0, other, draw) for draw in draws_of_equal_parts] == considered
    assert [type_at_issue(w, other, 0, draw) for draw in draws_of_equal_parts] == considered


@pytest.mark.parametrize(("mask", "count"), [(0, 0), (0b1, 1), (0b100101, 3), (ALL_TYPES, 6)])
def test_types_held(mask, count):
    assert types_held(mask) == count


# ---- from the world to terms ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("links", "i", "j", "access"),
    [
        pytest.param([], 0, 1, 0.5, id="a stranger: one contact at distance 1"),
        pytest.param([(1, 2)], 0, 1, 0.75, id="a stranger with a partner: one at 1, one at 2"),
        pytest.param([(1, 2), (0, 2)], 0, 1, 0.25, id="a partner's partner comes from 2 to 1"),
        pytest.param([(0, 2)], 0, 1, 0.5, id="own partners add nothing"),
        pytest.param([(1, 2), (2, 3)], 0, 1, 0.875, id="a chain: at 1, 2 and 3"),
    ],
)
def test_access_of_a_first_type(links, i, j, access):
    assert one_more(scene(*links), i, j) == (access, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_further_type_is_worth_a_share_of_a_first():
    assert one_more(scene((0, 1)), 0, 1, kind=1) == (0.25, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_heavier_partner_is_worth_more():
    w = scene()
    w.weight[FIRM] = w.p[P.FIRM_WEIGHT] = 2.0
    assert one_more(w, 0, FIRM)[0] == 2 * one_more(w, 0, 1)[0]


@pytest.mark.parametrize(
    ("links", "references"),
    [
        pytest.param([], 0.0, id="two strangers without partners"),
        pytest.param([(0, 2), (1, 2)], 2.0, id="a shared partner counts from both sides"),
        pytest.param([(0, 2)], 0.25, id="a partner who shares fora with the other side"),
        pytest.param([(0, FIRM)], 0.5, id="a partner who shares more fora"),
        pytest.param([(0, 2), (0, FIRM)], 0.75, id="more partners"),
    ],
)
def test_references_for_a_first_type(links, references):
    w = scene(*links, vouching=0.5)
    w.fora[2, 1] = w.fora[1, 2] = 0.25
    w.fora[FIRM, 1] = w.fora[1, FIRM] = 0.5
    assert one_more(w, 0, 1)[2] == one_more(w, 1, 0)[2] == 0.5 * references
    w.rivalry[:] = 1.0
    assert one_more(w, 0, 1)[2] == 0.5 * (2.0 if len(links) == 2 and links[1] == (1, 2) else 0.0)
    w.rivalry[:] = 0.0
    hold(w, 0, 1, 1)
    assert one_more(w, 0, 1, kind=1)[2] == 0.0  # they know each other


@pytest.mark.parametrize(
    ("i", "j", "statutory", "felt"),
    [
        pytest.param(FIRM, 0, True, 0.5, id="a firm before an office with powers"),
        pytest.param(FIRM, 0, False, 0.0, id="a firm before an office without"),
        pytest.param(1, 0, True, 0.0, id="an office before an office with powers"),
        pytest.param(0, FIRM, True, 0.0, id="the office with powers itself"),
    ],
)
def test_only_firms_feel_statutory_powers(i, j, statutory, felt):
    w = scene(fine=0.5)
    w.statutory[0] = statutory
    assert one_more(w, i, j)[3] == felt
    assert renewal(w, i, j, 1)[3] == felt
    assert mandate(w, i, j) == felt


@pytest.mark.parametrize("kind", range(len(CARRIES)))
def test_a_type_exposes_the_category_that_it_carries(kind):
    w = scene(exposure_scale=1.0, leak_rate=0.25)
    expected = exposure(1.0, SENSITIVITY[CARRIES[kind]], 0.75, 0.0, 1.0)
    assert one_more(w, 0, 1, kind=kind)[4] == -expected
    assert exposure_of_type(w, 0, 1, kind) == expected


def test_the_load_of_ties_raises_the_cost_of_the_next():
    w = scene((0, 2), load=1.0)
    assert [one_more(w, 0, 1)[5], one_more(w, 1, 0)[5]] == [-0.5, -0.25]


def test_trust_in_the_partner_makes_a_deal_cheaper_and_its_trust_in_us_does_not():
    w = scene(familiarity=0.5)
    w.trust[0, 1] = 1.0
    assert [one_more(w, 0, 1)[5], one_more(w, 1, 0)[5], one_more(w, 0, 2)[5]] == [-0.1875, -0.25, -0.25]


@pytest.mark.parametrize("links", [[], [(1, 2)], [(0, 2)], [(1, 2), (0, 2)], [(0, 2), (2, 3), (1, 3)]])
@pytest.mark.parametrize("kind", [0, 4])
def test_keeping_a_tie_of_one_type_is_worth_what_signing_it_was(links, kind):
    """The marginal act is the same seen from both ends, so that nobody signs what it would end at once."""
    switched_on = {"fora_weight": 0.5, "exposure_scale": 1.0, "load": 0.5, "fine": 0.5, "familiarity": 0.5,
                   "vouching": 0.25}  # fmt: skip
    before, after = scene(*links, **switched_on), scene(*links, (0, 1), **switched_on)
    for w in (before, after):
        w.fora[:], w.rivalry[:], w.trust[:] = 0.25, 0.125, 0.5
    assert renewal(after, 0, 1, 1 << kind) == one_more(before, 0, 1, kind)


@pytest.mark.parametrize(
    ("types", "terms"),
    [
        pytest.param(0b000001, (0.5, 0.25, 0.0, 0.0, 0.0, -0.25), id="one type"),
        pytest.param(0b000011, (0.75, 0.5, 0.0, 0.0, 0.0, -0.5), id="two types: access once, the rest twice"),
        pytest.param(0b110001, (1.0, 0.75, 0.0, 0.0, 0.0, -0.75), id="three types"),
    ],
)
def test_a_tie_of_several_types_is_kept_or_ended_as_a_whole(types, terms):
    w = scene((0, 1), fora_weight=0.5)
    w.fora[:] = 0.5
    assert renewal(w, 0, 1, types) == terms


def test_exposure_of_a_renewal_adds_up_over_its_types():
    w = scene((0, 1), exposure_scale=1.0, leak_rate=0.25)
    one, other = renewal(w, 0, 1, 1 << 0)[4], renewal(w, 0, 1, 1 << 4)[4]
    assert renewal(w, 0, 1, 1 << 0 | 1 << 4)[4] == one + other


@pytest.mark.parametrize(
    ("links", "reached"),
    [
        pytest.param([(0, 1)], [{0}], id="nobody else"),
        pytest.param([(0, 1), (1, 2)], [{0}], id="whoever is reached through the partner alone"),
        pytest.param([(0, 1), (1, 2), (0, 2)], [{0}, {0, 2}, {0, 1, 2}], id="the partner itself, the other way round"),
        pytest.param([(0, 1), (0, FIRM)], [{0}, {0, FIRM}], id="other partners as before"),
    ],
)
def test_ways_without_a_link_are_those_of_the_network_without_it(links, reached):
    w = relist(scene(*links))
    rows = ways_without(w, 0, 1, np.empty(w.within.shape[1:], dtype=np.uint64))
    assert rows.tolist() == [[sum(1 << node for node in nodes)] for nodes in reached]


@given(SHARE, SHARE, SHARE, SHARE)
def test_rivalry_lowers_the_gain_and_security_raises_it(rivalry, more, security, better):
    w = scene(exposure_scale=1.0)

    def gain(r, z):
        w.rivalry[:], w.security[:] = r, z
        return deal_gain(one_more(w, 0, 1, kind=4))

    low, high = min(rivalry, more), max(rivalry, more)
    poor, good = min(security, better), max(security, better)
    assert gain(low, poor) >= gain(high, poor)
    assert gain(low, good) >= gain(low, poor)
