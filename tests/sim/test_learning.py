"""Learning: knowledge, trust and the loss by late responses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.catalogue import CATEGORY_INDEX
from sim.rules.categories import ALL
from sim.rules.learning import (
    arm_productivity,
    duplicated,
    fade,
    free_capacity,
    gained,
    learn,
    outdated,
    pooled_knowledge,
    received,
    response_loss,
    smoothed,
    total_productivity,
    update_beliefs,
    update_trust,
)
from sim.rules.partners import partners_of
from tests.sim.arrays import members_of, novelty_of

SHARE = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("knowledge", "share", "after"),
    [
        pytest.param(0.0, 0.5, 0.5, id="half of everything"),
        pytest.param(0.5, 0.5, 0.75, id="half of the rest"),
        pytest.param(0.5, 0.0, 0.5, id="nothing"),
        pytest.param(0.5, 7.0, 1.0, id="more than all is all"),
        pytest.param(0.5, -1.0, 0.5, id="nothing is unlearnt this way"),
    ],
)
def test_gained(knowledge, share, after):
    assert gained(knowledge, share) == after


@pytest.mark.parametrize(
    ("average", "value", "months", "after"),
    [(1.0, 2.0, 4.0, 1.25), (1.0, 2.0, 1.0, 2.0), (1.0, 1.0, 4.0, 1.0)],
    ids=["a quarter of the way", "one month: the value itself", "no change"],
)
def test_smoothed(average, value, months, after):
    assert smoothed(average, value, months) == after


@pytest.mark.parametrize(
    ("status", "got", "after"),
    [
        pytest.param(0, 8.0, 0.375, id="no office: knowledge only fades"),
        pytest.param(1, 0.0, 0.375 + 0.25 * 0.625, id="an office learns by its own work"),
        pytest.param(2, 1.0, 0.375 + 0.5 * 0.625, id="and from what it receives"),
    ],
)
def test_a_month_of_learning(status, got, after):
    knowledge = np.full((1, 2), 0.5)
    learn(knowledge, np.array([status]), np.ones(1), np.full((1, 2), 0.5), np.array([got]), 0.25, 0.25, 0.25)
    assert knowledge.tolist() == [[after, after]]


def test_own_work_follows_preferences():
    knowledge = np.zeros((1, 2))
    learn(knowledge, np.array([2]), np.ones(1), np.array([[0.75, 0.25]]), np.zeros(1), 0.25, 0.0, 0.0)
    assert knowledge.tolist() == [[0.375, 0.125]]


@given(hnp.arrays(float, (3, 2), elements=SHARE), hnp.arrays(float, 3, elements=st.floats(0, 100)), SHARE, SHARE, SHARE)
def test_knowledge_stays_a_share(knowledge, got, own, shared, obsolete):
    preference = np.full((3, 2), 0.5)
    learn(knowledge, np.array([0, 1, 2]), np.full(3, 3.0), preference, got, own, shared, obsolete)
    assert ((knowledge >= 0.0) & (knowledge <= 1.0)).all()


# ---- trust -------------------------------------------------------------------------------------------------
WORTH = np.zeros(ALL + 1)  # of the sets that the tests use: one open category worth 1, one sensitive worth 3
STANDARDS, REPORTS = 1 << CATEGORY_INDEX["evaluation_standards"], 1 << CATEGORY_INDEX["incident_reports"]
WORTH[[STANDARDS, REPORTS, STANDARDS | REPORTS, ALL]] = 1.0, 3.0, 4.0, 4.0


def set_of(flags):
    """The set that holds the open category, the sensitive one, or both."""
    return STANDARDS * flags[0] | REPORTS * flags[1]


class Month:
    """Three offices; who sent what, to whom."""

    def __init__(self):
        self.trust = np.full((3, 3), 0.5)
        self.flow, self.pool = np.zeros((3, 3), dtype=np.int64), np.zeros(3, dtype=np.int64)
        self.tier, self.ties = np.zeros(3, dtype=np.int64), np.zeros((3, 3), dtype=np.int64)

    def after(self):
        update_trust(self.trust, self.flow, self.pool, self.tier, members_of(self.tier), self.ties,
                     *partners_of(self.ties), WORTH / WORTH[ALL], 0.5)  # fmt: skip
        return self.trust[0, 1]


@pytest.mark.parametrize(
    ("tie", "members", "sent", "pooled", "after"),
    [
        pytest.param(0, (), (0, 0), (0, 0), 0.5, id="no channel: nothing is learnt"),
        pytest.param(1, (), (0, 0), (0, 0), 0.25, id="a tie and silence"),
        pytest.param(1, (), (1, 1), (0, 0), 0.75, id="a tie and everything"),
        pytest.param(1, (), (0, 1), (0, 0), 0.625, id="three quarters by worth"),
        pytest.param(1, (), (0, 0), (1, 1), 0.25, id="the network's papers do not reach outsiders"),
        pytest.param(0, (0, 1), (0, 0), (1, 0), 0.375, id="members: a quarter through the network"),
        pytest.param(0, (0, 1), (0, 0), (1, 1), 0.75, id="members: everything"),
        pytest.param(1, (0, 1), (1, 0), (1, 0), 0.375, id="sent twice counts once"),
        pytest.param(0, (0,), (0, 0), (1, 1), 0.5, id="only one of them is a member"),
    ],
)
def test_trust_follows_what_was_received(tie, members, sent, pooled, after):
    month = Month()
    month.ties[0, 1] = month.ties[1, 0] = tie
    month.tier[list(members)] = 1
    month.flow[1, 0], month.pool[1] = set_of(sent), set_of(pooled)
    assert month.after() == after
    assert np.diag(month.trust).tolist() == [0.5] * 3


def test_a_partner_does_not_see_what_is_sensitive_in_the_network():
    month = Month()
    month.tier[:2] = (2, 1)
    month.pool[1] = STANDARDS | REPORTS
    assert month.after() == 0.375  # one of two categories, worth a quarter


# ---- information received ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "status", "sent", "pooled", "total"),
    [
        pytest.param(1, 2, (0, 0), (0, 0), 0.0, id="silence"),
        pytest.param(0, 2, (1, 0), (0, 0), 0.25, id="over a tie: worth x what it did not know"),
        pytest.param(0, 2, (0, 0), (1, 1), 0.0, id="outsiders receive nothing from the network"),
        pytest.param(2, 2, (0, 0), (1, 1), 0.25, id="partners nothing sensitive"),
        pytest.param(1, 2, (0, 0), (1, 1), 1.0, id="members all"),
        pytest.param(1, 2, (1, 1), (1, 1), 1.0, id="the same twice counts once"),
        pytest.param(1, 0, (1, 1), (1, 1), 0.0, id="without an office nobody reads it"),
    ],
)
def test_received(tier, status, sent, pooled, total):
    flow, pool = np.zeros((3, 3), dtype=np.int64), np.zeros(3, dtype=np.int64)
    flow[1, 0], pool[1] = set_of(sent), set_of(pooled)
    knowledge = np.array([[0.5, 0.0], [0.0, 0.5]])  # office 1 knows half of what office 0 does not
    ties, out = np.zeros((3, 3), dtype=np.int64), np.zeros(2)
    ties[1, 0] = ties[0, 1] = any(sent)
    received(
        flow, pool, np.array([tier, 1]), np.array([status, 2]), members_of(np.array([tier, 1])), ties,
        *partners_of(ties), novelty_of(knowledge), WORTH, out,
    )  # fmt: skip
    assert out.tolist() == [total, 0.0]


def test_what_firms_send_counts_half():
    flow, pool = np.zeros((2, 2), dtype=np.int64), np.zeros(2, dtype=np.int64)
    flow[1, 0] = STANDARDS
    ties, out = np.ones((2, 2), dtype=np.int64), np.zeros(1)
    received(flow, pool, np.array([0]), np.array([2]), members_of(np.array([0])), ties, *partners_of(ties),
             np.zeros((2, 1)), WORTH, out)  # fmt: skip
    assert out.tolist() == [0.5]


@pytest.mark.parametrize(
    ("status", "capacity", "tier", "degree", "pooled"),
    [
        pytest.param((2, 2), (1.0, 1.0), (1, 1), (0, 0), 0.5, id="two equal members: the mean"),
        pytest.param((2, 2), (3.0, 1.0), (1, 1), (0, 0), 0.375, id="the larger counts more"),
        pytest.param((2, 0), (1.0, 1.0), (1, 1), (0, 0), 0.25, id="no office, no count"),
        pytest.param((0, 0), (1.0, 1.0), (1, 1), (0, 0), 0.0, id="no office at all"),
        pytest.param((2, 2), (1.0, 1.0), (0, 0), (1, 1), 0.5, id="ties serve as well as membership"),
        pytest.param((2, 2), (1.0, 1.0), (1, 0), (0, 0), 0.125, id="who left without ties takes its knowledge along"),
    ],
)
def test_pooled_knowledge(status, capacity, tier, degree, pooled):
    knowledge = np.array([[0.25, 0.25, 1.0], [0.5, 1.0, 0.0]])  # the third theme is not about frontier risk
    assert pooled_knowledge(
        knowledge, np.array(status), np.array(tier), np.array(degree), np.array(capacity), np.array([0, 1])
    ) == pooled  # fmt: skip


@pytest.mark.parametrize(
    ("tie", "effort", "free"),
    [
        pytest.param(0b0, (0.0, 0.0), [1.0, 3.0, 2.0], id="no tie, no joint effort"),
        pytest.param(0b0, (0.25, 0.5), [0.75, 2.5, 2.0], id="joint effort takes its part"),
        pytest.param(0b1, (0.0, 0.0), [1.0, 3.0, 2.0], id="a tie of a type that does not help"),
        pytest.param(0b10, (0.0, 0.0), [1.5, 3.0, 2.0], id="the smaller gains a quarter of the difference"),
        pytest.param(0b100010, (0.0, 0.0), [1.5, 3.0, 2.0], id="two helping types help once"),
    ],
)
def test_free_capacity(tie, effort, free):
    """Two offices of capacity 1 and 3 and a firm of 2."""
    ties, out = np.zeros((3, 3), dtype=np.int64), np.zeros(3)
    ties[0, 1] = ties[1, 0] = tie
    ties[0, 2] = ties[2, 0] = 0b10  # firms help nobody
    free_capacity(np.array([1.0, 3.0, 2.0]), np.array(effort), ties, *partners_of(ties), 0b100010, 0.25, out)
    assert out.tolist() == free


@pytest.mark.parametrize(
    ("testers", "harmonisation", "twice"), [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (3.0, 0.0, 2.0), (3.0, 0.75, 0.5)]
)
def test_duplicated(testers, harmonisation, twice):
    assert duplicated(testers, harmonisation) == twice


@pytest.mark.parametrize(("days", "loss"), [(0.0, 0.0), (30.0, 0.5), (60.0, 0.75), (90.0, 0.875)])
def test_response_loss_halves_what_is_left(days, loss):
    assert response_loss(days, 30.0) == loss


# ---- what fades, beliefs, productivity -----------------------------------------------------------------------
@pytest.mark.parametrize(("share", "left"), [(0.0, 0.5), (0.25, 0.375), (1.0, 0.0)])
def test_outdated(share, left):
    assert outdated(0.5, share) == left


def test_clearances_fade():
    values = np.array([0.0, 1.0])
    fade(values, 4.0)
    assert values.tolist() == [0.0, 0.75]


@pytest.mark.parametrize(
    ("safe", "before", "after"),
    [
        pytest.param((True, True, True), 0.0, [0.5, 0.5, 0.5], id="all safe"),
        pytest.param((False, False, False), 0.5, [0.25, 0.25, 0.25], id="all race"),
        pytest.param((True, True, False), 0.0, [0.25, 0.25, 0.5], id="one's own pace does not count"),
        pytest.param((True,), 0.5, [0.25], id="alone: nobody else is safe"),
    ],
)
def test_beliefs_follow_the_others(safe, before, after):
    believed = np.full(len(safe), before)
    update_beliefs(believed, np.array(safe), 0.5)
    assert believed.tolist() == after


@pytest.mark.parametrize(
    ("taken", "finished", "productivity"),
    [
        pytest.param(2.0, 2.0, 0.75, id="the month counts by half"),
        pytest.param(2.0, 9.0, 1.0, id="never above 1"),
        pytest.param(2.0, -1.0, 0.0, id="what is left of the past"),
    ],
)
def test_the_arms_productivity(taken, finished, productivity):
    planned, done, found = arm_productivity(2.0, 1.0, taken, finished, 2.0)
    assert (planned, found) == (2.0, productivity)
    assert done == (1.0 + finished) / 2.0


@pytest.mark.parametrize(("own", "arm", "total"), [(0.5, 0.0, 0.5), (0.5, 1.0, 1.0), (0.5, 0.5, 0.75), (0.0, 0.3, 0.3)])
def test_total_productivity(own, arm, total):
    assert total_productivity(own, arm) == total
