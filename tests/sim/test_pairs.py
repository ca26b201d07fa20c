"""Pairs over time: months are counted while a channel is open, whoever uses it, and only for those who could share."""

import numpy as np
import pytest

from sim.catalogue import CATEGORIES
from sim.rules.categories import MOST_TALLIED
from sim.rules.pairs import add_tallies, count_pairs, edges_at_end, modes_of_sharing, pair_flow, tallies_are_full
from tests.worlds import relist, world

J, N, Q = 3, 4, 2


def three_and_a_firm(*ties, **fields):
    """Three offices and a firm; ``ties`` (a, b, types)."""
    w = world(J, 1, **fields)
    for a, b, types in ties:
        w.ties[a, b] = w.ties[b, a] = types
    return relist(w)


def month(w):
    """A month of sharing, counted and added up."""
    count_pairs(w)
    add_tallies(w.tallies, w.pair_counts)


def test_a_tie_is_a_chance_in_both_directions():
    w = three_and_a_firm((0, 1, 0b100), sizes={"Q": Q})
    w.flow[0, 1] = 0b10
    month(w)
    w.flow[0, 1] = 0
    month(w)
    assert w.pair_chances.tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]
    assert w.pair_counts[0, 1].tolist() == [2, 1] and w.pair_counts[1, 0].tolist() == [2, 0]  # standards are public
    assert w.pair_counts.sum() == 5


def test_the_network_is_a_channel_for_members_with_an_office():
    w = three_and_a_firm(sizes={"Q": Q}, tier=(1, 2, 1), status=(2, 2, 0), pool=(0b10, 0, 0b10, 0))
    month(w)
    assert w.pair_chances.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert w.pair_counts[0, 1].tolist() == [1, 1] and not w.pair_counts[2].any()


def test_firms_give_to_partners_and_have_no_chances_of_their_own():
    w = three_and_a_firm((3, 0, 1), sizes={"Q": Q})
    w.flow[3, 0] = 0b10
    month(w)
    assert w.pair_counts[3, 0].tolist() == [0, 1] and not w.pair_chances.any()


def test_months_are_added_up_before_a_tally_is_full():
    """As many months as a tally holds, all categories shared in each, and not one is lost."""
    w = three_and_a_firm((0, 1, 1))
    w.flow[0, 1] = (1 << len(CATEGORIES)) - 1
    for since in range(3 * MOST_TALLIED):
        count_pairs(w)
        if tallies_are_full(since):
            add_tallies(w.tallies, w.pair_counts)
            assert not w.tallies.any()
    counts = w.pair_counts
    assert counts[0, 1].tolist() == [3 * MOST_TALLIED] * len(CATEGORIES) and not counts[1, 0, 1:].any()


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
