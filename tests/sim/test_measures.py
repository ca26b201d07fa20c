"""Measures of arrays: contacts, novelty, shares, inequality, dues."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.rules.measures import (
    coalition_stake,
    complementarity,
    dues_shares,
    gini,
    list_contacts,
    list_positive,
    mean_rivalry,
    rivalry_with,
    spared,
    total_variation,
    update_contact,
    verification,
)
from tests.sim.arrays import filled, members_of, novelty_of
from tests.sim.networks import networks

SHARE = st.floats(0.0, 1.0)


# ---- contacts ----------------------------------------------------------------------------------------------
@given(networks(), st.integers(0, 2**32 - 1))
def test_contacts_are_partners_else_those_who_share_fora_and_are_no_rivals(linked, seed):
    fora, rivalry = np.random.default_rng(seed).random((2, *linked.shape))
    expected, contact = np.where(linked > 0, 1.0, fora * (1.0 - rivalry)), np.full(linked.shape, np.nan)
    np.fill_diagonal(expected, 0.0)
    list_contacts(linked, fora, rivalry, contact)
    assert contact.tolist() == expected.tolist()
    linked[0, 1] = linked[1, 0] = 1 - linked[0, 1]
    update_contact(contact, linked, fora, rivalry, 0, 1)
    list_contacts(linked, fora, rivalry, expected)
    assert contact.tolist() == expected.tolist()


# ---- chances -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rivalry", "leak_rate", "security", "chance"),
    [
        pytest.param(0.0, 0.5, 1.0, 1.0, id="a secure friend"),
        pytest.param(0.0, 0.5, 0.0, 0.5, id="a careless friend"),
        pytest.param(1.0, 0.5, 1.0, 0.0, id="a rival"),
        pytest.param(0.5, 0.5, 0.5, 0.375, id="in between"),
    ],
)
def test_spared(rivalry, leak_rate, security, chance):
    assert spared(rivalry, leak_rate, security) == chance


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
    novelty = novelty_of(np.array([mine, theirs]))
    assert novelty[0, 1] == share
    assert novelty[2].tolist() == [sum(mine) / 2, sum(theirs) / 2]


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
    tier = np.array(tier)
    assert coalition_stake(members_of(tier), tier, np.array([1.0, 2.0, 4.0]), 0.5, without) == stake


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
GDP = np.array([3.0, 1.0, 4.0])


def dues(tier, host=(0.0, 0.0, 0.0), by_host=0.0, by_gdp=0.0, partner=0.5):
    return filled(dues_shares, 3, np.array(tier), GDP, np.array(host, dtype=float), by_host, by_gdp, partner).tolist()


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
    assert filled(dues_shares, 2, np.array([1, 1]), np.zeros(2), np.zeros(2), 0.0, 1.0, 0.5).tolist() == [0.5, 0.5]


def test_nobody_pays_for_an_arm_without_members():
    assert dues((0, 0, 0), host=(1, 0, 0), by_host=0.5) == [0.0, 0.0, 0.0]


@st.composite
def arms(draw):
    """Who is in, who holds how much of the arm, and a rule of dues."""
    n = draw(st.integers(1, 6))
    tier = draw(hnp.arrays(np.int64, n, elements=st.integers(0, 2)))
    gdp = draw(hnp.arrays(float, n, elements=st.floats(0.1, 1e4)))
    host = draw(hnp.arrays(float, n, elements=st.sampled_from([0.0, 0.25, 1.0]))) / n
    by_host = draw(SHARE)
    return tier, gdp, host, by_host, draw(SHARE) * (1.0 - by_host), draw(st.floats(0.01, 1.0))


@given(arms())
def test_dues_balance_whenever_somebody_is_a_member(arm):
    tier, *_ = arm
    assume((tier > 0).any())
    shares = filled(dues_shares, len(tier), *arm)
    assert shares.min() >= 0.0
    assert shares.sum() == pytest.approx(1.0, rel=1e-12)


@given(arms())
def test_only_those_in_or_holding_the_arm_pay(arm):
    tier, _, host, *_ = arm
    assert (filled(dues_shares, len(tier), *arm)[(tier == 0) & (host == 0.0)] == 0.0).all()


# ---- rivalry and verification --------------------------------------------------------------------------------
RIVALRY = np.array([[0.0, 0.5, 1.0], [0.5, 0.0, 0.25], [1.0, 0.25, 0.0]])


@pytest.mark.parametrize(
    ("host", "felt"),
    [
        pytest.param((0.0, 0.0, 0.0), 0.0, id="nobody holds the arm"),
        pytest.param((1.0, 0.0, 0.0), 0.0, id="oneself"),
        pytest.param((0.0, 0.0, 1.0), 1.0, id="a rival"),
        pytest.param((0.0, 0.5, 0.25), 0.5, id="two, by what they hold"),
    ],
)
def test_rivalry_with_the_hosts(host, felt):
    holders = filled(list_positive, 4, np.array(host), kind=np.int64)
    assert rivalry_with(np.array(host), holders, RIVALRY, 0) == felt


@pytest.mark.parametrize(
    ("tier", "mean"), [((0, 0, 0), 0.0), ((1, 0, 0), 0.0), ((1, 1, 0), 0.5), ((0, 1, 2), 0.75), ((1, 1, 1), 0.75)]
)
def test_mean_rivalry_with_the_network(tier, mean):
    assert mean_rivalry(RIVALRY, np.array(tier), 0) == mean


@pytest.mark.parametrize(
    ("harmonisation", "tier", "seen"),
    [(0.0, (1, 1), 0.0), (1.0, (0, 0), 0.0), (1.0, (1, 1), 1.0), (0.5, (2, 0), 0.375), (0.5, (0, 1), 0.125)],
)
def test_verification_needs_aligned_methods_where_the_firms_are(harmonisation, tier, seen):
    assert verification(harmonisation, np.array(tier), np.array([0.75, 0.25])) == seen


BOTH = """
import numpy as np
from sim.compiled import JIT
from sim.rules import measures

assert not JIT
knowledge, found = np.random.default_rng(4).random((7, 5)), {}
for at_once in (True, False):
    measures.AT_ONCE, out = at_once, np.full((8, 7), np.nan)
    measures.novelties(knowledge, np.ones(7, dtype=np.int64), out)
    found[at_once] = out.tobytes().hex()
print(found[True] == found[False], found[True])
"""


def test_all_at_once_and_pair_by_pair_give_the_same_bytes():
    """Plain Python judges all at once, and pair by pair under a rule of one's own; compiled code pair by pair."""
    done = subprocess.run([sys.executable, "-c", BOTH], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    compiled = novelty_of(np.random.default_rng(4).random((7, 5))).tobytes().hex()
    assert done.stdout.split() == ["True", compiled]
