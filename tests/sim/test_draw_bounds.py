"""What the bounds of draws decide is what each draw says of its own chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import CATEGORIES
from sim.rules.access import sendable, tier_of
from sim.rules.choice import accepts, probability
from sim.rules.metrics import list_novelties
from sim.rules.pooling import appraise_pool, channel_of, pool_choices, pool_conditions, pool_with_network
from sim.rules.sharing import appraise_share, begin_sharing, conditions_of, share_gain, share_over_ties
from sim.rules.traits import draw_traits, fresh_noise, turn_traits
from tests.worlds import world

OFFICES, FIRMS, Q = 5, 2, len(CATEGORIES)
NODES = OFFICES + FIRMS
KEYS = np.array([draws.key_of(f"node:{k}") for k in range(NODES)])
STREAM = draws.stream_of(11, 0)


def random_world(seed, noise):
    """Offices and firms at random, all tied at random; members, partners and outsiders."""
    rng = np.random.default_rng(seed)
    params = {spec.name: rng.uniform(spec.low, spec.high) for spec in P.ALL} | {"noise": noise}
    ties = np.triu(rng.integers(0, 64, (NODES, NODES)) * (rng.random((NODES, NODES)) < 0.7), 1)
    ties[OFFICES:, OFFICES:] = 0
    design = np.zeros(len(D.FIELDS))
    design[[D.PROTECTION, D.FRICTION]] = 0.25, 0.5
    w = world(
        OFFICES, FIRMS, params=params, key=KEYS, stream=STREAM, ties=ties + ties.T, design=design, salience=1.5,
        capability=1.25, knowledge=rng.uniform(0.0, 1.0, (OFFICES, 5)), security=rng.uniform(0.0, 1.0, NODES),
        tier=rng.integers(0, 3, OFFICES), home=[*range(OFFICES), *rng.integers(0, OFFICES, FIRMS)],
        **{name: rng.uniform(0.0, 1.0, (NODES, NODES)) for name in ("trust", "rivalry", "legal")},
    )  # fmt: skip
    list_novelties(w)
    w.flow[OFFICES:], w.pool[OFFICES:] = rng.integers(0, 256, (FIRMS, NODES)), rng.integers(0, 256, FIRMS)  # last month
    begin_sharing(w)
    draw_traits(w, 0)
    turn_traits(w)
    return w


def flows(w):
    """Sets sent over ties."""
    for i in range(NODES):
        share_over_ties(w, i)
    return w.flow.tolist()


def flows_one_by_one(w):
    flow = np.zeros((NODES, NODES), dtype=np.int16)
    for i, j in zip(*w.ties[:, :OFFICES].nonzero(), strict=True):
        purpose = draws.SHARE if i < OFFICES else draws.ACCESS
        for q in range(Q):
            if (sendable(w, i, j) >> q) & 1:
                gain = share_gain(appraise_share(w, conditions_of(w, i, j), q))
                flow[i, j] |= (
                    taken(w, gain, draws.uniform(STREAM, w.month // 12 * 12, purpose, KEYS[i], KEYS[j], q)) << q
                )
    return flow.tolist()


def pools(w, own_tier):
    """Sets given to the network, by all offices as if at this tier, and by firms whose door is open."""
    before = w.tier.copy()
    for i in range(NODES):
        if i < OFFICES:
            w.tier[i] = own_tier
        pool_with_network(w, i)
        w.tier[:] = before
    return w.pool.tolist()


def pools_one_by_one(w, own_tier):
    pool = np.zeros(NODES, dtype=np.int64)
    for i in range(NODES):
        office = i < OFFICES
        tier, purpose = (own_tier, draws.POOL) if office else (tier_of(w, i), draws.FIRM_POOL)
        if tier == 0:
            continue
        conditions = pool_conditions(w, i, tier, *channel_of(w, i))
        for q in range(Q):
            if (pool_choices(w, conditions) >> q) & 1:
                gain, year = share_gain(appraise_pool(w, conditions, q)), w.month // 12 * 12
                pool[i] |= taken(w, gain, draws.uniform(STREAM, year, purpose, KEYS[i], draws.NO_PARTNER, q)) << q
    return pool.tolist()


def taken(w, gain, draw):
    noise = fresh_noise(w)
    found = draw < probability(gain, noise)
    assert accepts(gain, noise, draw) == found
    return int(found)


@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.02, 0.1, 1.0]), st.sampled_from([1, 2]))
def test_all_at_once_as_one_by_one(seed, noise, own_tier):
    """Noted in a month, read in the same year, and noted anew in the next."""
    w = random_world(seed, noise)
    for w.month in (7, 8, 12):
        assert flows_one_by_one(w) == flows(w)  # in this order: what firms sent last month counts
        assert pools_one_by_one(w, own_tier) == pools(w, own_tier)


@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_worlds_at_random_hold_what_is_to_be_told_apart(noise):
    """Some share and some do not, with partners in the network and without; else the test above tests nothing."""
    worlds = [random_world(seed, noise) for seed in range(30)]
    assert {bool((w.tier == 2).any()) for w in worlds} == {True, False}
    shares = [np.bitwise_count(np.array(pools(w, 1), dtype=np.uint64)).mean() for w in worlds]
    assert 0.5 < np.mean(shares) < Q - 0.5 and max(shares) > min(shares)
