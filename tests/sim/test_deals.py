"""Deals: what one more tie is worth to a side, and what keeping one is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY, THEME_OF_TYPE
from sim.rules.deals import (
    deal_gain,
    deal_terms,
    exposure,
    exposure_of_type,
    familiar,
    lead_of,
    mandate,
    memorandum,
    tie_cost,
    tie_exposure,
    type_gain,
    type_worth,
    types_held,
    ways_without,
)
from tests.sim.deal_scene import FIRM, first, hold, more, renewal, scene, want
from tests.sim.networks import networks_and_pairs
from tests.worlds import relist, world

SHARE = st.floats(0.0, 1.0)


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("no_harm", "capability", "loss"),
    [
        pytest.param(1.0, 1.0, 0.0, id="all recipients are safe"),
        pytest.param(0.0, 1.0, 1.0, id="a certain leak: scale x sensitivity"),
        pytest.param(0.5, 1.0, 0.5, id="a leak every second time"),
        pytest.param(0.5, 2.0, 1.0, id="capability twice as high"),
    ],
)
def test_exposure(no_harm, capability, loss):
    assert exposure(2.0, 0.5, no_harm, capability) == loss


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


ORDER = ("salience", "openness", "access", "further", "fora_weight", "fora", "vouching", "contacts", "rapport",
         "mandate", "exposed", "cost", "ending")  # fmt: skip
ACCESS, FURTHER, FORA, REFERENCES, RAPPORT, MANDATE, EXPOSURE, COST, ENDING = range(9)


@pytest.mark.parametrize(
    ("changed", "term", "value"),
    [
        pytest.param({"access": 0.5}, ACCESS, 0.5, id="access"),
        pytest.param({"access": 0.5, "salience": 2.0}, ACCESS, 1.0, id="access matters more when salient"),
        pytest.param({"access": 0.5, "openness": 0.25}, ACCESS, 0.125, id="less to a closed state"),
        pytest.param({"further": 0.5}, FURTHER, 0.5, id="further types"),
        pytest.param({"further": 0.5, "salience": 2.0, "openness": 2.0}, FURTHER, 2.0, id="these too"),
        pytest.param({"fora_weight": 2.0, "fora": 0.25}, FORA, 0.5, id="shared fora"),
        pytest.param({"vouching": 0.25, "contacts": 3.0}, REFERENCES, 0.75, id="contacts who vouch"),
        pytest.param({"rapport": -0.5}, RAPPORT, -0.5, id="a trait of the pair, whatever the salience"),
        pytest.param({"mandate": 0.5}, MANDATE, 0.5, id="a statutory office"),
        pytest.param({"exposed": 0.5}, EXPOSURE, -0.5, id="exposure counts against"),
        pytest.param({"cost": 0.5}, COST, -0.5, id="cost counts against"),
        pytest.param({"ending": 0.5}, ENDING, 0.5, id="what ending it would cost"),
    ],
)
def test_deal_terms_one_at_a_time(changed, term, value):
    given_values = dict.fromkeys(ORDER, 0.0) | {"salience": 1.0, "openness": 1.0} | changed
    expected = [0.0] * 9
    expected[term] = value
    assert list(deal_terms(*(given_values[name] for name in ORDER))) == expected


# ---- types -------------------------------------------------------------------------------------------------
ALL_TYPES = (1 << len(CARRIES)) - 1
RESEARCH, EXCHANGE, HARMONISING, GUIDELINES, TESTING, COMPUTE = range(6)


@pytest.mark.parametrize(("mask", "count"), [(0, 0), (0b1, 1), (0b100101, 3), (ALL_TYPES, 6)])
def test_types_held(mask, count):
    assert types_held(mask) == count


@pytest.mark.parametrize("kind", range(len(CARRIES)))
def test_a_type_is_worth_to_an_office_what_its_theme_weighs_above_the_mean(kind):
    """psi delta w_j = 1/4 a whole theme more than the mean; to a firm as much, whatever the theme."""
    w = scene()
    assert type_worth(w, 0, 1, kind) == 0.0
    want(w, 0, 1.0, 0.5, -0.5, -1.0)
    assert type_worth(w, 0, 1, kind) == 0.25 * (1.0, 0.5, -0.5, -1.0)[THEME_OF_TYPE[kind]]
    assert type_worth(w, FIRM, 0, kind) == 0.25
    w.weight[1] = 2.0
    assert type_worth(w, 0, 1, kind) == 0.5 * (1.0, 0.5, -0.5, -1.0)[THEME_OF_TYPE[kind]]


def test_what_a_type_brings_is_its_worth_at_salience_and_openness_less_its_exposure():
    w = scene(exposure_scale=1.0, leak_rate=0.25)
    want(w, 0, 1.0, 0.0, 0.0, -1.0)
    w.salience, w.openness[0] = 2.0, 0.5
    exposed = exposure(1.0, SENSITIVITY[CARRIES[RESEARCH]], 0.75, 1.0)
    assert type_gain(w, 0, 1, RESEARCH) == 0.25 - exposed
    w.openness[0] = 1.0
    assert type_gain(w, 0, 1, RESEARCH) == 0.5 - exposed


WISHES = {"none": (0, 0, 0, 0), "research": (1, 0, 0, -1), "testing too": (1, 0.5, -0.5, -1), "others": (-1, 0, 1, 0)}


@pytest.mark.parametrize(
    ("one", "other", "held", "types", "lead"),
    [
        pytest.param("none", "none", 0, 0b000001, RESEARCH, id="no wish: one type, the first of equals"),
        pytest.param("research", "research", 0, 0b000001, RESEARCH, id="what both want"),
        pytest.param("testing too", "testing too", 0, 0b010001, RESEARCH, id="both want two: the dearer one leads"),
        pytest.param("research", "testing too", 0, 0b000001, RESEARCH, id="testing brings one of them nothing"),
        pytest.param("research", "others", 0, 0b000100, HARMONISING, id="what both gain most by together leads"),
        pytest.param("testing too", "testing too", 0b000001, 0b010000, -1, id="with a tie: what is new"),
        pytest.param("testing too", "testing too", 0b010001, 0, -1, id="they hold what they want"),
        pytest.param("none", "none", 0b000001, 0, -1, id="with a tie and no wish: nothing"),
        pytest.param("none", "none", ALL_TYPES, 0, -1, id="they hold all"),
    ],
)
def test_what_a_memorandum_of_two_offices_covers(one, other, held, types, lead):
    w = scene()
    want(w, 0, *WISHES[one])
    want(w, 1, *WISHES[other])
    hold(w, 0, 1, held)
    assert memorandum(relist(w), 0, 1) == (types, lead)
    assert memorandum(w, 1, 0) == (types, lead)


@pytest.mark.parametrize(
    ("wish", "held", "types", "lead"),
    [
        pytest.param("none", 0, 0b000001, RESEARCH, id="the office gains by none: one type"),
        pytest.param("testing too", 0, 0b010001, RESEARCH, id="what the office wants too"),
        pytest.param("others", 0, 0b001000, GUIDELINES, id="harmonising is not for firms, guidelines are"),
        pytest.param("testing too", 0b001001, 0b010000, -1, id="what is new"),
        pytest.param("testing too", 0b011001, 0, -1, id="they hold all that firms may"),
    ],
)
def test_what_a_memorandum_with_a_firm_covers(wish, held, types, lead):
    w = scene()
    want(w, 0, *WISHES[wish])
    hold(w, 0, FIRM, held)
    assert memorandum(relist(w), 0, FIRM) == (types, lead)
    assert memorandum(w, FIRM, 0) == (types, lead)


def test_what_exposes_more_than_it_is_worth_is_left_out_and_the_least_harmful_leads():
    w = scene(exposure_scale=1.0, leak_rate=1.0)
    want(w, 0, *WISHES["testing too"])
    want(w, 1, *WISHES["testing too"])
    types, lead = memorandum(relist(w), 0, 1)
    gains = [type_gain(w, 0, 1, kind) for kind in range(len(CARRIES))]
    assert gains[TESTING] < 0.0  # worth 1/8
    assert not types & (1 << TESTING)
    assert lead == int(np.argmax(gains)) and types & (1 << lead)
    w.capability = 0.0
    assert memorandum(w, 0, 1)[0] & (1 << TESTING)


@given(st.lists(st.sampled_from((-1.0, -0.5, 0.0, 0.5, 1.0)), min_size=8, max_size=8), st.integers(0, ALL_TYPES))
def test_a_memorandum_is_of_new_types_by_which_both_gain_and_of_one_that_leads(wishes, held):
    w = scene(exposure_scale=0.5, leak_rate=0.25)
    want(w, 0, *wishes[:4])
    want(w, 1, *wishes[4:])
    hold(w, 0, 1, held)
    types, lead = memorandum(relist(w), 0, 1)
    gains = [(type_gain(w, 0, 1, kind), type_gain(w, 1, 0, kind)) for kind in range(len(CARRIES))]
    both_gain = sum(1 << kind for kind, pair in enumerate(gains) if min(pair) > 1e-9)
    assert types & held == 0
    if held:
        assert (types, lead) == (both_gain & ~held, -1)
    else:
        assert types == both_gain | 1 << lead
        assert sum(gains[lead]) == max(sum(pair) for pair in gains)
        assert lead == lead_of(w, 0, 1, types) == lead_of(w, 1, 0, types)


# ---- from the world to terms ----------------------------------------------------------------------
def only(**values):
    """Terms of a deal of which only these are not 0."""
    terms = [0.0] * 9
    for name, value in values.items():
        terms[globals()[name.upper()]] = value
    return tuple(terms)


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
def test_access_of_a_first_memorandum(links, i, j, access):
    assert first(scene(*links), i, j) == only(access=access, cost=-0.25)


def utility(links, i, decay, cost):
    """What a node has of a network of links (Jackson and Wolinsky 1996, connections model)."""
    steps, found, at = {i}, 0.0, [i]
    for distance in range(1, len(links)):
        at = [k for k in range(len(links)) if k not in steps and any(links[k][j] for j in at)]
        steps |= set(at)
        found += len(at) * decay**distance
    return found - cost * sum(links[i])


@given(networks_and_pairs(), st.floats(0.0, 1.0), st.sampled_from((0.125, 0.25, 0.5, 0.75)))
def test_in_the_limit_a_memorandum_is_worth_the_marginal_link_of_jackson_and_wolinsky(case, cost, decay):
    """With types worth nothing, no exposure and no load: one type, and what the link adds to the utility."""
    linked, a, b = case
    linked[a, b] = linked[b, a] = 0
    off = dict.fromkeys(("fora_weight", "vouching", "exposure_scale", "load", "familiarity", "more_types"), 0.0)
    w = world(len(linked), params=off | {"decay": decay, "tie_cost": cost}, ties=linked, preference=0.2)
    types, lead = memorandum(relist(w), a, b)
    assert (types, lead) == (0b1, 0)
    before = utility(linked, a, decay, cost)
    linked[a, b] = linked[b, a] = 1
    assert deal_gain(first(w, a, b, types)) == pytest.approx(utility(linked, a, decay, cost) - before, abs=1e-12)
    hold(w, a, b, types)
    assert memorandum(relist(w), a, b) == (0, -1)  # a link is there or not


def test_further_types_are_worth_what_their_themes_are_and_the_one_that_leads_is_not_counted():
    w = scene()
    want(w, 0, *WISHES["testing too"])
    assert first(w, 0, 1, 0b010001) == only(access=0.5, further=0.125, cost=-0.25)
    assert first(w, 1, 0, 0b010001) == only(access=0.5, cost=-0.25)  # to whom every theme is an average one
    assert first(w, 0, 1, 0b000001) == only(access=0.5, cost=-0.25)


def test_types_added_to_a_tie_are_worth_what_they_are_and_cost_nothing_but_exposure():
    w = scene((0, 1), fora_weight=1.0, vouching=1.0, load=1.0, fine=1.0, ending=1.0, exposure_scale=1.0, leak_rate=0.25)
    w.fora[:] = 0.5
    want(w, 0, *WISHES["testing too"])
    exposed = exposure_of_type(w, 0, 1, RESEARCH) + exposure_of_type(w, 0, 1, TESTING)
    assert more(w, 0, 1, 0b010001) == only(further=0.375, exposure=-exposed)


def test_a_heavier_partner_is_worth_more():
    w = scene()
    w.weight[FIRM] = w.p[P.FIRM_WEIGHT] = 2.0
    assert first(w, 0, FIRM)[ACCESS] == 2 * first(w, 0, 1)[ACCESS]


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
def test_references_for_a_first_memorandum(links, references):
    w = scene(*links, vouching=0.5)
    w.fora[2, 1] = w.fora[1, 2] = 0.25
    w.fora[FIRM, 1] = w.fora[1, FIRM] = 0.5
    assert first(w, 0, 1)[REFERENCES] == first(w, 1, 0)[REFERENCES] == 0.5 * references
    w.rivalry[:] = 1.0
    shared = 2.0 if len(links) == 2 and links[1] == (1, 2) else 0.0
    assert first(w, 0, 1)[REFERENCES] == 0.5 * shared


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
    assert first(w, i, j)[MANDATE] == felt
    assert renewal(w, i, j, 1)[MANDATE] == felt
    assert mandate(w, i, j) == felt


def test_both_sides_feel_the_rapport_of_a_pair_and_it_counts_at_renewals_too():
    w = scene(noise=0.5, lasting=0.25)
    w.rapport[0, 1] = w.rapport[1, 0] = 1.0
    w.old_part = 1.0
    scale = 0.5 * np.pi / 3**0.5 * 0.5
    assert first(w, 0, 1)[RAPPORT] == first(w, 1, 0)[RAPPORT] == pytest.approx(scale, rel=1e-12)
    assert first(w, 0, 2)[RAPPORT] == 0.0
    assert renewal(w, 0, 1, 1)[RAPPORT] == pytest.approx(scale, rel=1e-12)


@pytest.mark.parametrize("kind", range(len(CARRIES)))
def test_a_type_exposes_the_category_that_it_carries(kind):
    w = scene(exposure_scale=1.0, leak_rate=0.25)
    expected = exposure(1.0, SENSITIVITY[CARRIES[kind]], 0.75, 1.0)
    assert first(w, 0, 1, 1 << kind)[EXPOSURE] == -expected
    assert exposure_of_type(w, 0, 1, kind) == expected


def test_the_load_of_ties_raises_the_cost_of_the_next_and_not_of_one_that_stands():
    w = scene((0, 2), load=1.0)
    assert [first(w, 0, 1)[COST], first(w, 1, 0)[COST]] == [-0.5, -0.25]
    assert [renewal(w, 0, 1, 1)[COST], renewal(w, 1, 0, 1)[COST]] == [-0.25, -0.25]


def test_trust_in_the_partner_makes_a_deal_cheaper_and_its_trust_in_us_does_not():
    w = scene(familiarity=0.5)
    w.trust[0, 1] = 1.0
    assert [first(w, 0, 1)[COST], first(w, 1, 0)[COST], first(w, 0, 2)[COST]] == [-0.1875, -0.25, -0.25]


@pytest.mark.parametrize("links", [[], [(1, 2)], [(0, 2)], [(1, 2), (0, 2)], [(0, 2), (2, 3), (1, 3)]])
@pytest.mark.parametrize("types", [0b1, 0b010000, 0b010001])
def test_keeping_a_tie_is_worth_what_signing_it_was_and_what_ending_it_costs(links, types):
    """The marginal act is the same seen from both ends, so that nobody signs what it would end at once."""
    switched_on = {"fora_weight": 0.5, "exposure_scale": 1.0, "load": 0.0, "fine": 0.5, "familiarity": 0.5,
                   "vouching": 0.25, "ending": 0.5}  # fmt: skip
    before, after = scene(*links, **switched_on), scene(*links, (0, 1), **switched_on)
    for w in (before, after):
        w.fora[:], w.rivalry[:], w.trust[:] = 0.25, 0.125, 0.5
        want(w, 0, *WISHES["testing too"])
    signed = first(before, 0, 1, types)
    assert signed[ENDING] == 0.0
    assert renewal(after, 0, 1, types) == (*signed[:ENDING], 0.5)


def test_exposure_of_a_renewal_adds_up_over_its_types_and_cost_and_fora_count_once():
    w = scene((0, 1), exposure_scale=1.0, leak_rate=0.25, fora_weight=0.5)
    w.fora[:] = 0.5
    one, other = renewal(w, 0, 1, 1 << RESEARCH), renewal(w, 0, 1, 1 << TESTING)
    both = renewal(w, 0, 1, 1 << RESEARCH | 1 << TESTING)
    assert both[EXPOSURE] == one[EXPOSURE] + other[EXPOSURE]
    assert (both[COST], both[FORA]) == (one[COST], one[FORA]) == (-0.25, 0.25)


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
        return deal_gain(first(w, 0, 1, 1 << TESTING))

    low, high = min(rivalry, more), max(rivalry, more)
    poor, good = min(security, better), max(security, better)
    assert gain(low, poor) >= gain(high, poor)
    assert gain(low, good) >= gain(low, poor)
