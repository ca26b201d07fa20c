"""Learning: knowledge, trust and the loss by late responses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.catalogue import CATEGORY_INDEX
from sim.rules.categories import OWN, PUBLISHED, RESULTS, WORTHS
from sim.rules.learning import (
    duplicated,
    free_capacity,
    gained,
    learn,
    network_productivity,
    outdated,
    pooled_knowledge,
    receive,
    response_loss,
    smoothed,
    total_productivity,
    update_beliefs,
    update_productivity,
    update_trust,
)
from sim.rules.metrics import list_novelties
from tests.worlds import relist, world

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
    w = school((status,), preference=0.5, knowledge=0.5, received=got, own=0.25, shared=0.25, obsolete=0.25)
    assert w.knowledge.tolist() == [[after, after]]


def test_own_work_follows_preferences():
    w = school((2,), preference=(0.75, 0.25), knowledge=0.0, received=0.0, own=0.25, shared=0.0, obsolete=0.0)
    assert w.knowledge.tolist() == [[0.375, 0.125]]


@given(hnp.arrays(float, (3, 2), elements=SHARE), hnp.arrays(float, 3, elements=st.floats(0, 100)), SHARE, SHARE, SHARE)
def test_knowledge_stays_a_share(knowledge, got, own, shared, obsolete):
    w = school((0, 1, 2), 0.5, knowledge, got, own, shared, obsolete, free=3.0)
    assert ((w.knowledge >= 0.0) & (w.knowledge <= 1.0)).all()


def school(status, preference, knowledge, received, own, shared, obsolete, free=1.0):
    """Offices after a month of learning about two themes."""
    params = {"own_learning": own, "shared_learning": shared, "obsolescence": obsolete}
    w = world(len(status), sizes={"K": 2}, params=params, status=status, free=free, preference=preference,
              knowledge=knowledge, received=received)  # fmt: skip
    learn(w)
    return w


# ---- trust -------------------------------------------------------------------------------------------------
PRACTICES, REPORTS = 1 << CATEGORY_INDEX["best_practices"], 1 << CATEGORY_INDEX["incident_reports"]
BOTH = PRACTICES | REPORTS  # one open category, one sensitive


def offices(tie, tier, sent, pooled, **fields):
    """Three offices at trust 1/2, of which 1 sends something to 0, and gives something to the network."""
    w = world(3, sizes={"K": 2}, params={"trust_speed": 0.5}, trust=0.5, tier=tier, **fields)
    w.ties[0, 1] = w.ties[1, 0] = tie
    w.flow[1, 0], w.pool[1] = sent, pooled
    return relist(w)


@pytest.mark.parametrize(
    ("tie", "tier", "sent", "pooled", "got"),
    [
        pytest.param(1, (0, 0, 0), 0, 0, 0, id="a tie and silence"),
        pytest.param(1, (0, 0, 0), OWN, 0, OWN, id="a tie and everything"),
        pytest.param(1, (0, 0, 0), REPORTS, 0, REPORTS, id="a tie and a part"),
        pytest.param(1, (0, 0, 0), 0, BOTH, 0, id="the network's papers do not reach outsiders"),
        pytest.param(0, (1, 1, 0), 0, PRACTICES, PRACTICES, id="members: a part through the network"),
        pytest.param(0, (1, 1, 0), 0, OWN, OWN, id="members: everything"),
        pytest.param(1, (1, 1, 0), PRACTICES, PRACTICES, PRACTICES, id="sent twice counts once"),
        pytest.param(1, (1, 1, 0), PRACTICES, REPORTS, BOTH, id="both ways add up"),
        pytest.param(0, (2, 1, 0), 0, BOTH, PRACTICES, id="a partner does not see what is sensitive in the network"),
        pytest.param(1, (2, 1, 0), 0, BOTH, PRACTICES, id="nor with a tie"),
        pytest.param(1, (0, 1, 0), 0, BOTH, 0, id="an outsider with a tie sees nothing of it"),
        pytest.param(1, (1, 0, 0), 0, BOTH, 0, id="what an outsider would have given is not there"),
    ],
)
def test_trust_follows_what_was_received(tie, tier, sent, pooled, got):
    """Half of the way, by the benefit of what was received against that of what there was to send."""
    w = offices(tie, tier, sent, pooled)
    update_trust(w)
    assert w.trust[0, 1] == 0.25 + 0.5 * WORTHS[got] / WORTHS[OWN]
    assert np.diag(w.trust).tolist() == [0.5] * 3


@pytest.mark.parametrize(("got", "trust"), [(0, 0.25), (OWN, 0.75)])
def test_trust_moves_to_nothing_and_to_all(got, trust):
    w = offices(1, (0, 0, 0), got, 0)
    update_trust(w)
    assert w.trust[0, 1] == trust


def test_whoever_has_results_and_keeps_them_is_trusted_less():
    w = offices(1, (0, 0, 0), OWN, 0)
    w.at_hand[1] = OWN | RESULTS
    update_trust(w)
    assert w.trust[0, 1] == 0.25 + 0.5 * WORTHS[OWN] / WORTHS[OWN | RESULTS] < 0.75


@pytest.mark.parametrize("tier", [(0, 0, 0), (1, 0, 0), (0, 1, 0)], ids=["none", "the first only", "the second only"])
def test_without_a_channel_nothing_is_learnt_of_the_other(tier):
    w = offices(0, tier, 0, BOTH)
    update_trust(w)
    assert w.trust[0, 1] == w.trust[1, 0] == 0.5


# ---- information received ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "status", "sent", "pooled", "got"),
    [
        pytest.param(1, 2, 0, 0, 0, id="silence"),
        pytest.param(0, 2, PRACTICES, 0, PRACTICES, id="over a tie: worth x what it did not know"),
        pytest.param(0, 2, 0, BOTH, 0, id="outsiders receive nothing from the network"),
        pytest.param(2, 2, 0, BOTH, PRACTICES, id="partners nothing sensitive"),
        pytest.param(1, 2, 0, BOTH, BOTH, id="members all"),
        pytest.param(1, 2, BOTH, BOTH, BOTH, id="the same twice counts once"),
        pytest.param(1, 2, PRACTICES, REPORTS, BOTH, id="both ways add up"),
        pytest.param(1, 0, BOTH, BOTH, 0, id="without an office nobody reads it"),
    ],
)
def test_received(tier, status, sent, pooled, got):
    knowledge = ((0.5, 0.0), (0.0, 0.5), (0.0, 0.0))  # office 1 knows half of what office 0 does not
    w = offices(int(sent > 0), (tier, 1, 0), sent, pooled, status=(status, 2, 2), knowledge=knowledge, received=9.0)
    list_novelties(w)
    receive(w)
    public, open_ = 0.25 * WORTHS[PUBLISHED], status > 0  # what the others publish has every office, in it or not
    assert w.received.tolist() == pytest.approx(
        [0.25 * WORTHS[got] + open_ * public, open_ * public, public + open_ * public]
    )


@pytest.mark.parametrize(("status", "got"), [(2, RESULTS), (1, 0)], ids=["an institute", "an acting office"])
def test_results_in_the_network_are_for_institutes(status, got):
    knowledge = ((0.5, 0.0), (0.0, 0.5), (0.0, 0.0))
    w = offices(0, (1, 1, 0), 0, RESULTS, status=(status, 2, 0), knowledge=knowledge)
    list_novelties(w)
    receive(w)
    assert w.received[0] == pytest.approx(0.25 * (WORTHS[PUBLISHED] + WORTHS[got]))


def test_what_firms_send_counts_half():
    w = world(1, 1, ties=((0, 1), (1, 0)), flow=((0, 0), (PRACTICES, 0)))
    receive(w)
    assert w.received.tolist() == [0.5 * WORTHS[PRACTICES]]


FULL = 10.0  # capacity of a full pool


@pytest.mark.parametrize(
    ("status", "capacity", "tier", "degree", "pooled"),
    [
        pytest.param((2, 0), (FULL, 1.0), (1, 1), (0, 0), 0.25, id="a full pool of equal knowledge pools just that"),
        pytest.param((2, 2), (FULL, FULL), (1, 1), (0, 0), 0.71875, id="another one adds what was missing"),
        pytest.param((2, 2), (2 * FULL, 0.0), (1, 1), (0, 0), 0.4375, id="the larger counts more"),
        pytest.param((0, 0), (FULL, FULL), (1, 1), (0, 0), 0.0, id="no office at all"),
        pytest.param((2, 2), (FULL, FULL), (0, 0), (1, 1), 0.71875, id="ties serve as well as membership"),
        pytest.param((2, 2), (FULL, FULL), (1, 0), (0, 0), 0.25, id="who left without ties takes its knowledge along"),
    ],
)
def test_pooled_knowledge(status, capacity, tier, degree, pooled):
    knowledge = ((0.25, 0.25, 1.0), (0.5, 0.75, 0.0))  # the third theme is not about frontier risk
    w = world(2, sizes={"K": 3}, status=status, capacity=capacity, tier=tier, knowledge=knowledge)
    w.degree = degree
    assert pooled_knowledge(w) == pytest.approx(pooled)


def test_one_who_knows_all_is_no_mistake():
    assert 0.99 < pooled_knowledge(world(1, sizes={"K": 3}, tier=1, capacity=3.0, knowledge=1.0)) <= 1.0


OFFICE = st.tuples(SHARE, st.floats(0.0, 3.0), st.sampled_from([0, 1, 2]), st.booleans())
OFFICES = st.lists(OFFICE, min_size=1, max_size=8)


@given(OFFICES)
def test_a_founding_never_lowers_pooled_knowledge_and_an_exit_never_raises_it(offices):
    """Of any office, whatever it knows and however large it is; the pool stays a share."""
    known, capacity, tier, tied = (np.array(column) for column in zip(*offices, strict=True))
    w = world(len(offices), sizes={"K": 3}, capacity=capacity, tier=tier, knowledge=known[:, None], degree=tied)
    full = pooled_knowledge(w)
    assert 0.0 <= full <= 1.0
    w.status[0] = 0  # before its founding
    assert pooled_knowledge(w) <= full + 1e-12
    w.status[0], w.tier[0], w.degree[0] = 2, 0, 0  # after its exit
    assert pooled_knowledge(w) <= full + 1e-12


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
    w = world(2, 1, params={"exchange_gain": 0.25}, capacity=(1.0, 3.0, 2.0), effort=effort)
    w.ties[0, 1] = w.ties[1, 0] = tie
    w.ties[0, 2] = w.ties[2, 0] = 0b10  # firms help nobody
    free_capacity(relist(w))
    assert w.free.tolist() == free


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
    w = world(1, len(safe), params={"trust_speed": 0.5}, safe=safe, believed_safe=before)
    update_beliefs(w)
    assert w.believed_safe.tolist() == after


@pytest.mark.parametrize(
    ("taken", "finished", "productivity"),
    [
        pytest.param(24.0, 12.0, 0.5, id="half of what was asked for"),
        pytest.param(24.0, 48.0, 1.0, id="never above 1"),
        pytest.param(12.0, 0.0, 0.0, id="nothing"),
    ],
)
def test_the_productivity_of_the_secretariat(taken, finished, productivity):
    """A month counts by a twelfth; what is asked for is begun anew."""
    w = world(work_planned=0.0, work_done=0.0, taken=taken, done=finished)
    update_productivity(w)
    assert (w.work_planned, w.work_done) == (taken / 12.0, finished / 12.0)
    assert (w.productivity, w.taken) == (productivity, 0.0)


@pytest.mark.parametrize(
    ("own", "secretariat", "total"), [(0.5, 0.0, 0.5), (0.5, 1.0, 1.0), (0.5, 0.5, 0.75), (0.0, 0.3, 0.3)]
)
def test_total_productivity(own, secretariat, total):
    assert total_productivity(own, secretariat) == total
    assert network_productivity(world(params={"self_organised": own}, productivity=secretariat)) == total
