"""Pairs over time: months are counted while a channel is open, whoever uses it, and only for those who could share."""

import numpy as np
import pytest

from sim.catalogue import CATEGORIES
from sim.rules.categories import MOST_TALLIED
from sim.rules.pairs import add_tallies, count_pairs, edges_at_end, modes_of_sharing, pair_flow, tallies_are_full
from sim.rules.partners import partners_of

J, N, Q = 3, 4, 2


class Pairs:
    """Three offices and a firm."""

    def __init__(self):
        self.ties = np.zeros((N, N), dtype=np.int64)
        self.tier, self.status = np.zeros(J, dtype=np.int64), np.full(J, 2)
        self.tallies = np.zeros((N, N), dtype=np.int64)
        self.flow, self.pool = np.zeros((N, N), dtype=np.int64), np.zeros(N, dtype=np.int64)
        self.counts, self.chances = np.zeros((N, N, Q), dtype=np.int64), np.zeros((J, J), dtype=np.int64)

    def month(self):
        lists = partners_of(self.ties)
        count_pairs(self.ties, *lists, self.tier, self.status, self.flow, self.pool, self.tallies, self.chances)
        add_tallies(self.tallies, self.counts)


def test_a_tie_is_a_chance_in_both_directions():
    pairs = Pairs()
    pairs.ties[0, 1] = pairs.ties[1, 0] = 0b100
    pairs.flow[0, 1] = 0b10
    pairs.month()
    pairs.flow[0, 1] = 0
    pairs.month()
    assert pairs.chances.tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]
    assert pairs.counts[0, 1].tolist() == [0, 1] and pairs.counts.sum() == 1


def test_the_network_is_a_channel_for_members_with_an_office():
    pairs = Pairs()
    pairs.tier[:], pairs.status[2] = (1, 2, 1), 0
    pairs.pool[0] = pairs.pool[2] = 0b1
    pairs.month()
    assert pairs.chances.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert pairs.counts[0, 1].tolist() == [1, 0] and not pairs.counts[2].any()


def test_firms_give_to_partners_and_have_no_chances_of_their_own():
    pairs = Pairs()
    pairs.ties[3, 0] = pairs.ties[0, 3] = 1
    pairs.flow[3, 0] = 0b1
    pairs.month()
    assert pairs.counts[3, 0].tolist() == [1, 0] and not pairs.chances.any()


def test_months_are_added_up_before_a_tally_is_full():
    """As many months as a tally holds, all categories shared in each, and not one is lost."""
    pairs, everything = Pairs(), np.zeros((N, N, len(CATEGORIES)), dtype=np.int64)
    pairs.ties[0, 1] = pairs.ties[1, 0] = 1
    pairs.flow[0, 1] = (1 << len(CATEGORIES)) - 1
    lists = partners_of(pairs.ties)
    for month in range(3 * MOST_TALLIED):
        count_pairs(pairs.ties, *lists, pairs.tier, pairs.status, pairs.flow, pairs.pool, pairs.tallies, pairs.chances)
        if tallies_are_full(month):
            add_tallies(pairs.tallies, everything)
            assert not pairs.tallies.any()
    assert everything[0, 1].tolist() == [3 * MOST_TALLIED] * len(CATEGORIES) and everything[1, 0].sum() == 0


def test_what_flows_between_two_is_a_mean_of_categories_and_directions():
    counts = np.zeros((N, N, Q), dtype=np.int64)
    counts[0, 1], counts[1, 0] = (4, 2), (2, 0)
    assert pair_flow(counts, 0, 1, 4) == pair_flow(counts, 1, 0, 4) == 0.5
    ties = np.zeros((N, N), dtype=np.int64)
    ties[0, 1] = ties[1, 0] = 0b11
    edges, flow = np.full((5, 3), -1), np.full(5, np.nan)
    assert edges_at_end(ties, counts, 4, edges, flow) == 1
    assert edges[0].tolist() == [0, 1, 3] and flow[0] == 0.5 and (edges[1:] == -1).all() and np.isnan(flow[1:]).all()


@pytest.mark.parametrize(
    ("shared", "mode"), [(6, 0), (4, 0), (3, 1), (2, 2), (0, 2)]
)  # of six months: two thirds are mostly, one third is hardly
def test_a_pair_shares_judges_or_withholds(shared, mode):
    counts, chances, out = np.zeros((N, N, 1), dtype=np.int64), np.zeros((J, J), dtype=np.int64), np.empty((1, 3))
    chances[0, 1], counts[0, 1, 0] = 6, shared
    modes_of_sharing(counts, chances, out)
    assert out[0].tolist() == [float(k == mode) for k in range(3)]
