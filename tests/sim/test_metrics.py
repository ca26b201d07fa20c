"""Metrics: contacts, novelty, stakes, shares, inequality, dues."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.rules.dues import collect_dues
from sim.rules.metrics import (
    coalition_stake,
    complementarity,
    contacts_between,
    gini,
    list_contacts,
    list_novelties,
    list_positive,
    mean_rivalry,
    no_harm_chance,
    novelty_of,
    rivalry_with_hosts,
    total_variation,
    update_contact,
    verification,
)
from tests.sim.arrays import filled
from tests.sim.networks import networks
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)


# ---- contacts ----------------------------------------------------------------------------------------------
@given(networks(), st.integers(0, 2**32 - 1))
def test_contacts_are_partners_else_those_who_share_fora_and_are_no_rivals(linked, seed):
    fora, rivalry = np.random.default_rng(seed).random((2, *linked.shape))
    expected = np.where(linked > 0, 1.0, fora * (1.0 - rivalry))
    np.fill_diagonal(expected, 0.0)
    w = world(len(linked), ties=linked, fora=fora, rivalry=rivalry)
    assert w.contact.tolist() == expected.tolist()
    w.ties[0, 1] = w.ties[1, 0] = 1 - linked[0, 1]
    update_contact(w, 0, 1)
    changed = w.contact.tolist()
    list_contacts(w)
    assert w.contact.tolist() == changed


@given(networks(), st.integers(0, 2**32 - 1))
def test_who_can_vouch_are_the_partners_of_each_as_far_as_they_are_in_contact_with_the_other(linked, seed):
    fora = np.random.default_rng(seed).random(linked.shape)
    w = world(len(linked), ties=linked, fora=fora)
    expected = sum(linked[0, k] * w.contact[1, k] + linked[1, k] * w.contact[0, k] for k in range(len(linked)))
    assert contacts_between(w, 0, 1) == pytest.approx(expected, rel=1e-12)


# ---- chances -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rivalry", "leak_rate", "security", "protection", "chance"),
    [
        pytest.param(0.0, 0.5, 1.0, 0.0, 1.0, id="a secure friend"),
        pytest.param(0.0, 0.5, 0.0, 0.0, 0.5, id="a careless friend"),
        pytest.param(0.0, 0.5, 0.0, 0.5, 0.75, id="behind a protected channel"),
        pytest.param(0.0, 0.5, 0.0, 1.0, 1.0, id="behind a perfect one"),
        pytest.param(1.0, 0.5, 1.0, 0.0, 0.0, id="a rival"),
        pytest.param(0.5, 0.5, 1.0, 1.0, 0.5, id="half a rival, whatever the channel"),
        pytest.param(0.5, 0.5, 0.5, 0.0, 0.375, id="in between"),
    ],
)
def test_no_harm_chance(rivalry, leak_rate, security, protection, chance):
    assert no_harm_chance(rivalry, leak_rate, security, protection) == chance


@pytest.mark.parametrize(
    ("mine", "theirs", "share"),
    [
        pytest.param((0.0, 0.0), (1.0, 1.0), 1.0, id="they know all, we nothing"),
        pytest.param((1.0, 1.0), (1.0, 1.0), 0.0, id="both know all"),
        pytest.param((0.5, 0.0), (0.5, 0.0), 0.125, id="both know half of the same"),
        pytest.param((1.0, 0.0), (0.0, 1.0), 0.5, id="each knows the other half"),
    ],
)
def test_what_they_know_that_we_do_not(mine, theirs, share):
    """Theme by theme, then the mean; whoever knows nothing (the last row) misses all that they know."""
    w = world(2, 1, sizes={"K": 2}, knowledge=(mine, theirs))
    list_novelties(w)
    assert novelty_of(w, 0, 1) == share
    assert [novelty_of(w, 2, j) for j in range(2)] == [sum(mine) / 2, sum(theirs) / 2]


def test_nothing_is_news_to_a_state_without_an_office():
    w = world(2, knowledge=0.5, status=(2, 0), novelty=9.0)
    list_novelties(w)
    assert w.novelty.tolist() == [[0.25, 0.25], [9.0, 9.0], [0.5, 0.5]]


@pytest.mark.parametrize(("own", "theirs", "chance"), [(0.0, 1.0, 1.0), (1.0, 1.0, 0.0), (0.5, 0.5, 0.25)])
def test_complementarity(own, theirs, chance):
    assert complementarity(own, theirs) == chance


# ---- shares ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "without", "stake"),
    [
        pytest.param((0, 0, 0), -1, 0.0, id="nobody"),
        pytest.param((1, 1, 0), -1, 3.0, id="two members"),
        pytest.param((1, 1, 2), -1, 5.0, id="and a partner in part"),
        pytest.param((1, 1, 2), 1, 3.0, id="without the second"),
        pytest.param((1, 1, 2), 2, 3.0, id="without the partner"),
    ],
)
def test_coalition_stake(tier, without, stake):
    w = world(3, params={"partner_access": 0.5}, tier=tier, benefit=(1.0, 2.0, 4.0))
    assert coalition_stake(w, without) == stake


@pytest.mark.parametrize(
    ("p", "q", "distance"),
    [((0.5, 0.5), (0.5, 0.5), 0.0), ((1.0, 0.0), (0.0, 1.0), 1.0), ((0.75, 0.25), (0.5, 0.5), 0.25)],
    ids=["equal", "disjoint", "a quarter moved"],
)
def test_total_variation(p, q, distance):
    assert total_variation(np.array(p), np.array(q)) == distance


@pytest.mark.parametrize(
    ("values", "index"),
    [
        pytest.param((), 0.0, id="nobody"),
        pytest.param((0.0, 0.0), 0.0, id="all have nothing"),
        pytest.param((1.0, 1.0, 1.0, 1.0), 0.0, id="equal"),
        pytest.param((0.0, 0.0, 0.0, 1.0), 0.75, id="one of four has all"),
        pytest.param((3.0, 1.0), 0.25, id="three to one"),
    ],
)
def test_gini(values, index):
    assert gini(np.array(values, dtype=float)) == index


@given(hnp.arrays(float, st.integers(1, 12), elements=st.floats(0.0, 100.0, allow_subnormal=False)))
def test_gini_is_the_mean_difference_over_twice_the_mean(values):
    assume(values.sum() > 1e-6)
    differences = np.abs(values[:, None] - values[None, :]).sum()
    expected = differences / (2.0 * len(values) * values.sum())
    assert gini(values) == pytest.approx(expected, rel=1e-12, abs=1e-12)


# ---- dues --------------------------------------------------------------------------------------------------
GDP = (3.0, 1.0, 4.0)


def dues(tier, host=0.0, by_host=0.0, by_gdp=0.0, partner=0.5, gdp=GDP):
    """Shares in a cost of 1, by the rule of a funding round."""
    w = world(len(tier), params={"partner_access": partner, "post_cost": 1.0}, design=design_values(staff_fte=1.0),
              tier=tier, host=host, gdp=gdp, dues_host=by_host, dues_gdp=by_gdp, dues=9.0)  # fmt: skip
    collect_dues(w)
    assert w.cost == 1.0
    return w.dues.tolist()


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        pytest.param(dues((0, 0, 0)), [0.0, 0.0, 0.0], id="nobody is a member: nobody pays"),
        pytest.param(dues((1, 1, 0)), [0.5, 0.5, 0.0], id="equal shares"),
        pytest.param(dues((1, 1, 0), by_gdp=1.0), [0.75, 0.25, 0.0], id="by GDP"),
        pytest.param(dues((1, 1, 0), by_gdp=0.5), [0.625, 0.375, 0.0], id="half by GDP"),
        pytest.param(dues((1, 1, 0), (0, 1, 0), by_host=1.0), [0.0, 1.0, 0.0], id="the host pays"),
        pytest.param(dues((1, 1, 0), (0, 1, 0), by_host=0.5), [0.25, 0.75, 0.0], id="the host pays half"),
        pytest.param(dues((1, 1, 0), (0, 0.25, 0.25), by_host=1.0), [0.25, 0.5, 0.25], id="hosts hold half"),
        pytest.param(dues((1, 1, 0), by_host=1.0), [0.5, 0.5, 0.0], id="no host: the others pay its part"),
        pytest.param(dues((1, 2, 0), partner=1.0), [0.5, 0.5, 0.0], id="a partner that pays as a member"),
        pytest.param(dues((1, 2, 2), partner=0.5), [0.5, 0.25, 0.25], id="partners pay half"),
        pytest.param(dues((1, 2, 0), by_gdp=1.0, partner=0.0), [1.0, 0.0, 0.0], id="partners pay nothing"),
    ],
)
def test_dues_shares(shares, expected):
    assert shares == expected


def test_where_nobody_has_any_gdp_all_pay_equally():
    assert dues((1, 1), by_gdp=1.0, gdp=(0.0, 0.0)) == [0.5, 0.5]


def test_nobody_pays_for_a_secretariat_without_members():
    assert dues((0, 0, 0), host=(1, 0, 0), by_host=0.5) == [0.0, 0.0, 0.0]


@st.composite
def secretariats(draw):
    """Who is in, who holds how much of the secretariat, and a rule of dues."""
    n = draw(st.integers(1, 6))
    tier = draw(hnp.arrays(np.int64, n, elements=st.integers(0, 2)))
    gdp = draw(hnp.arrays(float, n, elements=st.floats(0.1, 1e4)))
    host = draw(hnp.arrays(float, n, elements=st.sampled_from([0.0, 0.25, 1.0]))) / n
    by_host = draw(SHARE)
    by_gdp, partner = draw(SHARE) * (1.0 - by_host), draw(st.floats(0.01, 1.0))
    return {"tier": tier, "gdp": gdp, "host": host, "by_host": by_host, "by_gdp": by_gdp, "partner": partner}


@given(secretariats())
def test_dues_balance_whenever_somebody_is_a_member(secretariat):
    assume((secretariat["tier"] > 0).any())
    shares = np.array(dues(**secretariat))
    assert shares.min() >= 0.0
    assert shares.sum() == pytest.approx(1.0, rel=1e-12)


@given(secretariats())
def test_only_those_in_or_holding_the_secretariat_pay(secretariat):
    others = (secretariat["tier"] == 0) & (secretariat["host"] == 0.0)
    assert (np.array(dues(**secretariat))[others] == 0.0).all()


# ---- rivalry and verification --------------------------------------------------------------------------------
RIVALRY = np.array([[0.0, 0.5, 1.0], [0.5, 0.0, 0.25], [1.0, 0.25, 0.0]])


@pytest.mark.parametrize(
    ("host", "felt"),
    [
        pytest.param((0.0, 0.0, 0.0), 0.0, id="nobody holds the secretariat"),
        pytest.param((1.0, 0.0, 0.0), 0.0, id="oneself"),
        pytest.param((0.0, 0.0, 1.0), 1.0, id="a rival"),
        pytest.param((0.0, 0.5, 0.25), 0.5, id="two, by what they hold"),
    ],
)
def test_rivalry_with_the_hosts(host, felt):
    assert rivalry_with_hosts(world(3, host=host, rivalry=RIVALRY), 0) == felt


@pytest.mark.parametrize(
    ("tier", "mean"), [((0, 0, 0), 0.0), ((1, 0, 0), 0.0), ((1, 1, 0), 0.5), ((0, 1, 2), 0.75), ((1, 1, 1), 0.75)]
)
def test_mean_rivalry_with_the_network(tier, mean):
    assert mean_rivalry(world(3, tier=tier, rivalry=RIVALRY), 0) == mean


@pytest.mark.parametrize(
    ("harmonisation", "tier", "seen"),
    [(0.0, (1, 1), 0.0), (1.0, (0, 0), 0.0), (1.0, (1, 1), 1.0), (0.5, (2, 0), 0.375), (0.5, (0, 1), 0.125)],
)
def test_verification_needs_aligned_methods_where_the_firms_are(harmonisation, tier, seen):
    assert verification(world(2, harmonisation=harmonisation, tier=tier, home_share=(0.75, 0.25))) == seen


# ---- lists -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "listed"),
    [((0, 0, 0), [3, 3, 3, 3]), ((0, 2, 1), [1, 2, 3, 3]), ((1, 1, 1), [0, 1, 2, 3]), ((0.0, 0.5, 0.0), [1, 3, 3, 3])],
)
def test_those_with_more_than_nothing_are_listed_then_nobody(values, listed):
    assert filled(list_positive, 4, np.array(values), kind=np.int64).tolist() == listed
