"""Deals: what one more tie is worth to a side, and what keeping one is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY
from sim.rules.deals import deal_gain, deal_terms, exposure, familiar, tie_cost, tie_exposure
from tests.sim.deal_scene import FIRM, Scene

SHARE = st.floats(0.0, 1.0)


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("all_spared", "protection", "capability", "loss"),
    [
        pytest.param(1.0, 0.0, 1.0, 0.0, id="all recipients are safe"),
        pytest.param(0.0, 1.0, 1.0, 0.0, id="a perfectly protected channel"),
        pytest.param(0.0, 0.0, 1.0, 1.0, id="a certain leak: scale x sensitivity"),
        pytest.param(0.5, 0.0, 1.0, 0.5, id="a leak every second time"),
        pytest.param(0.5, 0.5, 1.0, 0.25, id="half of it protected"),
        pytest.param(0.5, 0.5, 2.0, 0.5, id="capability twice as high"),
    ],
)
def test_exposure(all_spared, protection, capability, loss):
    assert exposure(2.0, 0.5, all_spared, protection, capability) == loss


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


# ---- appraisals: from arrays to terms ----------------------------------------------------------------------
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
    assert Scene(*links).one_more(i, j) == (access, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_further_type_is_worth_a_share_of_a_first():
    assert Scene((0, 1)).one_more(0, 1, kind=1, held=1) == (0.25, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_heavier_partner_is_worth_more():
    scene = Scene()
    scene.weight[FIRM] = scene.p[P.FIRM_WEIGHT] = 2.0
    assert scene.one_more(0, FIRM)[0] == 2 * scene.one_more(0, 1)[0]


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
    scene = Scene(*links, vouching=0.5)
    scene.fora[2, 1] = scene.fora[1, 2] = 0.25
    scene.fora[FIRM, 1] = scene.fora[1, FIRM] = 0.5
    assert scene.one_more(0, 1)[2] == scene.one_more(1, 0)[2] == 0.5 * references
    assert scene.one_more(0, 1, kind=1, held=1)[2] == 0.0  # they know each other
    scene.rivalry[:] = 1.0
    assert scene.one_more(0, 1)[2] == 0.5 * (2.0 if len(links) == 2 and links[1] == (1, 2) else 0.0)


@pytest.mark.parametrize(
    ("i", "j", "statutory", "mandate"),
    [
        pytest.param(FIRM, 0, True, 0.5, id="a firm before an office with powers"),
        pytest.param(FIRM, 0, False, 0.0, id="a firm before an office without"),
        pytest.param(1, 0, True, 0.0, id="an office before an office with powers"),
        pytest.param(0, FIRM, True, 0.0, id="the office with powers itself"),
    ],
)
def test_only_firms_feel_statutory_powers(i, j, statutory, mandate):
    scene = Scene(fine=0.5)
    scene.statutory[0] = statutory
    assert scene.one_more(i, j)[3] == mandate
    assert scene.renewal(i, j, 1)[3] == mandate


@pytest.mark.parametrize("kind", range(len(CARRIES)))
def test_a_type_exposes_the_category_that_it_carries(kind):
    scene = Scene(exposure_scale=1.0, leak_rate=0.25)
    expected = exposure(1.0, SENSITIVITY[CARRIES[kind]], 0.75, 0.0, 1.0)
    assert scene.one_more(0, 1, kind=kind)[4] == -expected


def test_the_load_of_ties_raises_the_cost_of_the_next():
    scene = Scene((0, 2), load=1.0)
    assert [scene.one_more(0, 1)[5], scene.one_more(1, 0)[5]] == [-0.5, -0.25]


def test_trust_in_the_partner_makes_a_deal_cheaper_and_its_trust_in_us_does_not():
    scene = Scene(familiarity=0.5)
    scene.trust[0, 1] = 1.0
    assert [scene.one_more(0, 1)[5], scene.one_more(1, 0)[5], scene.one_more(0, 2)[5]] == [-0.1875, -0.25, -0.25]


@pytest.mark.parametrize("links", [[], [(1, 2)], [(0, 2)], [(1, 2), (0, 2)], [(0, 2), (2, 3), (1, 3)]])
@pytest.mark.parametrize("kind", [0, 4])
def test_keeping_a_tie_of_one_type_is_worth_what_signing_it_was(links, kind):
    """The marginal act is the same seen from both ends, so that nobody signs what it would end at once."""
    switched_on = {"fora_weight": 0.5, "exposure_scale": 1.0, "load": 0.5, "fine": 0.5, "familiarity": 0.5,
                   "vouching": 0.25}  # fmt: skip
    before, after = Scene(*links, **switched_on), Scene(*links, (0, 1), **switched_on)
    for scene in (before, after):
        scene.fora[:], scene.rivalry[:], scene.trust[:] = 0.25, 0.125, 0.5
    assert after.renewal(0, 1, 1 << kind) == before.one_more(0, 1, kind)


@pytest.mark.parametrize(
    ("types", "terms"),
    [
        pytest.param(0b000001, (0.5, 0.25, 0.0, 0.0, 0.0, -0.25), id="one type"),
        pytest.param(0b000011, (0.75, 0.5, 0.0, 0.0, 0.0, -0.5), id="two types: access once, the rest twice"),
        pytest.param(0b110001, (1.0, 0.75, 0.0, 0.0, 0.0, -0.75), id="three types"),
    ],
)
def test_a_tie_of_several_types_is_kept_or_ended_as_a_whole(types, terms):
    scene = Scene((0, 1), fora_weight=0.5)
    scene.fora[:] = 0.5
    assert scene.renewal(0, 1, types) == terms


def test_exposure_of_a_renewal_adds_up_over_its_types():
    scene = Scene((0, 1), exposure_scale=1.0, leak_rate=0.25)
    one, other = scene.renewal(0, 1, 1 << 0)[4], scene.renewal(0, 1, 1 << 4)[4]
    assert scene.renewal(0, 1, 1 << 0 | 1 << 4)[4] == one + other


@given(SHARE, SHARE, SHARE, SHARE)
def test_rivalry_lowers_the_gain_and_security_raises_it(rivalry, more, security, better):
    scene = Scene(exposure_scale=1.0)

    def gain(r, z):
        scene.rivalry[:], scene.security[:] = r, z
        return deal_gain(scene.one_more(0, 1, kind=4))

    low, high = min(rivalry, more), max(rivalry, more)
    poor, good = min(security, better), max(security, better)
    assert gain(low, poor) >= gain(high, poor)
    assert gain(low, good) >= gain(low, poor)
