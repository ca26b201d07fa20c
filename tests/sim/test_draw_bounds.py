"""What is decided at a glance, for all categories at once, is what each draw says of its own chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim import parameters as P
from sim.catalogue import CATEGORIES, PRE_DEPLOYMENT
from sim.rules.appraisal import appraise_pool, appraise_share, circles, known
from sim.rules.choice import accepts, probability
from sim.rules.exchange import AT_A_GLANCE, list_channels, pool_with_network, sendable, share_over_ties
from sim.rules.glance import room_for_glances
from sim.rules.measures import spared
from sim.rules.partners import partners_of
from sim.rules.sharing import share_gain
from tests.sim.arrays import members_of, novelty_of

OFFICES, NODES, Q = 5, 7, len(CATEGORIES)
KEYS = np.array([draws.key_of(f"node:{k}") for k in range(NODES)])
STREAM = draws.stream_of(11, 0)
CHANNEL, TAPE, SALIENCE, CAPABILITY = 0.25, 0.5, 1.5, 1.25


class World:
    """Offices and firms at random, all tied at random; members, partners and outsiders."""

    def __init__(self, seed, noise):
        rng = np.random.default_rng(seed)
        values = {spec.name: rng.uniform(spec.low, spec.high) for spec in P.ALL}
        self.p = P.with_values(**(values | {"noise": noise}))
        self.knowledge = rng.uniform(0.0, 1.0, (OFFICES, 5))
        self.trust, self.rivalry, self.legal = (rng.uniform(0.0, 1.0, (NODES, NODES)) for _ in range(3))
        self.security, self.tier = rng.uniform(0.0, 1.0, NODES), rng.integers(0, 3, OFFICES)
        ties = np.triu(rng.integers(0, 64, (NODES, NODES)) * (rng.random((NODES, NODES)) < 0.7), 1)
        ties[OFFICES:, OFFICES:] = 0
        self.ties = ties + ties.T
        self.novelty = novelty_of(self.knowledge)
        self.pairs = (self.novelty, self.trust, self.rivalry, self.legal, self.security)
        self.glance = room_for_glances(NODES, OFFICES, AT_A_GLANCE)

    def flows(self, month):
        """Sets sent over ties."""
        flow, rows = np.zeros((NODES, NODES), dtype=np.int16), np.empty((NODES * OFFICES, 2), dtype=np.int16)
        status = np.ones(OFFICES, dtype=np.int64)
        count = list_channels(status, *partners_of(self.ties), OFFICES, 0, NODES, flow, rows)
        share_over_ties(
            self.p, STREAM, month, KEYS, self.ties, rows[:count], *self.pairs, SALIENCE, CAPABILITY, OFFICES,
            *self.glance, flow, np.zeros((Q, 2)), np.zeros(NODES), np.zeros(NODES),
        )  # fmt: skip
        return flow

    def flows_one_by_one(self, month):
        flow = np.zeros((NODES, NODES), dtype=np.int16)
        for i, j in zip(*self.ties[:, :OFFICES].nonzero(), strict=True):
            none_leaks = spared(self.rivalry[i, j], self.p[P.LEAK_RATE], self.security[j])
            pair = (known(self.novelty, i, j), none_leaks, self.trust[i, j], self.rivalry[i, j], self.legal[i, j])
            purpose = draws.SHARE if i < OFFICES else draws.ACCESS
            for q in range(Q):
                if (sendable(OFFICES, i, self.ties[i, j]) >> q) & 1:
                    gain = share_gain(appraise_share(self.p, *pair, SALIENCE, CAPABILITY, q))
                    flow[i, j] |= self.taken(gain, draws.uniform(STREAM, month, purpose, KEYS[i], KEYS[j], q)) << q
        return flow

    def pools(self, month, own_tier):
        """Sets given to the network."""
        pool, members = np.zeros(NODES, dtype=np.int64), members_of(self.tier)
        for i in range(NODES):
            pool_with_network(
                self.p, STREAM, month, KEYS, *self.pairs, members, self.tier, SALIENCE, CAPABILITY, OFFICES, CHANNEL,
                TAPE, i, own_tier, *self.glance, pool, np.zeros((Q, 2)), np.zeros(3, dtype=np.int64), np.zeros(NODES),
            )  # fmt: skip
        return pool

    def pools_one_by_one(self, month, own_tier):
        pool = np.zeros(NODES, dtype=np.int64)
        for i in range(NODES):
            around = circles(*self.pairs, self.p[P.LEAK_RATE], members_of(self.tier), self.tier, OFFICES, i)
            purpose = draws.POOL if i < OFFICES else draws.FIRM_POOL
            for q in range(Q) if i < OFFICES else (PRE_DEPLOYMENT,):
                terms = appraise_pool(self.p, *around, SALIENCE, CAPABILITY, CHANNEL, TAPE, own_tier, q)
                draw = draws.uniform(STREAM, month, purpose, KEYS[i], draws.NOBODY, q)
                pool[i] |= self.taken(share_gain(terms), draw) << q
        return pool

    def taken(self, gain, draw):
        noise = self.p[P.NOISE]
        found = draw < probability(gain, noise)
        assert accepts(gain, noise, draw) == found
        return int(found)


@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.02, 0.1, 1.0]), st.sampled_from([1, 2]))
def test_all_at_once_as_one_by_one(seed, noise, own_tier):
    """Noted in a month, read in the same month, and noted anew in the next."""
    world = World(seed, noise)
    for month in (7, 7, 8):
        assert world.flows(month).tolist() == world.flows_one_by_one(month).tolist()
        assert world.pools(month, own_tier).tolist() == world.pools_one_by_one(month, own_tier).tolist()


@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_worlds_at_random_hold_what_is_to_be_told_apart(noise):
    """Some share and some do not, with partners in the network and without; else the test above tests nothing."""
    worlds = [World(seed, noise) for seed in range(30)]
    assert {bool((world.tier == 2).any()) for world in worlds} == {True, False}
    shares = [np.bitwise_count(world.pools(7, 1).astype(np.uint64)).mean() for world in worlds]
    assert 0.5 < np.mean(shares) < Q - 0.5 and max(shares) > min(shares)
