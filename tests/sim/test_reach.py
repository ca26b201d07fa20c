"""Reach: who is how many steps away, kept up to date as ties come and go, and what that is worth."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.rules.partners import add_partners, drop_partners
from sim.rules.reach import FAR, distances, link_within, list_present, reach, reach_gain, spread, unlink_within
from tests.sim.networks import networks, networks_and_pairs
from tests.worlds import world

LARGE = 70  # nodes, more than a word holds


def paths(linked):
    """Shortest path lengths by networkx, FAR without a path."""
    out = np.full(linked.shape, FAR)
    for source, lengths in nx.all_pairs_shortest_path_length(nx.from_numpy_array(linked)):
        for target, length in lengths.items():
            out[source, target] = length
    return out


def rows_of(w):
    """Whom each node gets to, as the rows that ``reach`` takes."""
    return [w.within[i, : w.depth[i] + 1] for i in range(w.nodes)]


def rows(linked):
    """The same for a network."""
    return [row.copy() for row in rows_of(world(len(linked), ties=linked))]


def link(w, a, b):
    """A first tie between two, and all lists kept up to date."""
    w.ties[a, b] = w.ties[b, a] = 1
    link_within(w, a, b)
    add_partners(w, a, b)


def unlink(w, a, b):
    """Its end."""
    w.ties[a, b] = w.ties[b, a] = 0
    drop_partners(w, a, b)
    unlink_within(w, a, b)


def assert_as_afresh(w):
    """All that lists the ties equals what is made anew from them."""
    afresh = world(w.nodes, ties=w.ties)
    assert w.depth.tolist() == afresh.depth.tolist()
    assert all(np.array_equal(mine, row) for mine, row in zip(rows_of(w), rows_of(afresh), strict=True))
    assert np.array_equal(w.links, afresh.links) and np.array_equal(w.degree, afresh.degree)
    listed = np.arange(w.nodes) < w.degree[:, np.newaxis]
    assert np.array_equal(w.partners[listed], afresh.partners[listed])


def random_network(seed, density):
    linked = np.triu(np.random.default_rng(seed).random((LARGE, LARGE)) < density, 1).astype(np.int64)
    return linked + linked.T


# ---- who is how far away --------------------------------------------------------------------------------------------
@given(networks())
def test_distances_are_shortest_paths(linked):
    assert distances(linked).tolist() == paths(linked).tolist()


@pytest.mark.parametrize("density", [0.0, 0.02, 0.05, 0.5])
def test_sets_of_more_than_a_word(density):
    linked = random_network(1, density)
    assert distances(linked).tolist() == paths(linked).tolist()


@given(networks())
def test_a_row_holds_who_is_at_most_so_many_steps_away_and_ends_with_the_farthest(linked):
    apart = paths(linked)
    for i, row in enumerate(rows(linked)):
        assert len(row) == apart[i][apart[i] < FAR].max() + 1
        for steps, (word,) in enumerate(row.tolist()):
            assert [k for k in range(len(linked)) if word >> k & 1] == np.flatnonzero(apart[i] <= steps).tolist()


@given(networks_and_pairs())
def test_a_new_link_and_its_end_as_if_computed_afresh(case):
    linked, a, b = case
    linked[a, b] = linked[b, a] = 0
    w = world(len(linked), ties=linked)
    link(w, a, b)
    assert_as_afresh(w)
    unlink(w, a, b)
    assert_as_afresh(w)


@pytest.mark.parametrize("density", [0.005, 0.02, 0.05])
def test_a_large_network_that_changes_link_by_link_stays_as_if_computed_afresh(density):
    """A hundred pairs in a row begin or end a link; no row ever differs from one made anew."""
    w, rng = world(LARGE, ties=random_network(2, density)), np.random.default_rng(3)
    pairs = [rng.choice(LARGE, 2, replace=False).tolist() for _ in range(50)]
    for a, b in pairs + pairs:
        if w.ties[a, b]:
            unlink(w, a, b)
        else:
            link(w, a, b)
        assert_as_afresh(w)


def without_the_other(linked, a, b):
    """Whom a gets to as if it had no link to b, which it has; and whom it gets to when that link has ended."""
    linked[a, b] = linked[b, a] = 1
    w = world(len(linked), ties=linked)
    room = np.empty_like(w.within[a])
    depth = spread(w.links, a, b, room)
    linked[a, b] = linked[b, a] = 0
    return room[: depth + 1].tolist(), rows(linked)[a].tolist()


@given(networks_and_pairs())
def test_whom_one_gets_to_without_a_link(case):
    found, expected = without_the_other(*case)
    assert found == expected


@pytest.mark.parametrize(("a", "b"), [(3, 66), (66, 3), (67, 68)])
def test_whom_one_gets_to_without_a_link_in_more_than_a_word(a, b):
    found, expected = without_the_other(random_network(4, 0.03), a, b)
    assert found == expected


def test_a_chain_of_more_than_a_hundred_nodes_ends_where_distances_do():
    """Who is 99 steps away or more counts as out of reach, afresh and kept up to date alike."""
    n, a, b = 130, 64, 65
    linked = np.eye(n, k=1, dtype=np.int64) + np.eye(n, k=-1, dtype=np.int64)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    assert distances(linked).tolist() == np.minimum(apart, FAR).tolist()
    w = world(n, ties=linked)
    unlink(w, a, b)
    assert_as_afresh(w)
    link(w, a, b)
    assert_as_afresh(w)


# ---- what that is worth ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("links", "value"),
    [
        pytest.param([], 0.0, id="nobody"),
        pytest.param([(0, 1)], 0.5, id="one partner"),
        pytest.param([(0, 1), (1, 2)], 0.75, id="a chain: one at 1, one at 2"),
        pytest.param([(0, 1), (1, 2), (2, 3)], 1.25, id="the third, a firm, counts four"),
        pytest.param([(0, 1), (1, 4), (4, 2)], 0.625, id="a state without an office is a way, and counts nothing"),
    ],
)
def test_reach(links, value):
    linked = np.zeros((5, 5), dtype=np.int64)
    order = [0, 1, 2, 4, 3]  # the firm comes last
    for i, j in links:
        linked[order[i], order[j]] = linked[order[j], order[i]] = 1
    w = world(4, 1, params={"decay": 0.5, "firm_weight": 4.0}, ties=linked, status=(2, 2, 2, 0))
    assert reach(w, rows_of(w)[0]) == value


@given(networks(), st.floats(0.0, 1.0), st.floats(0.0, 2.0), st.data())
def test_reach_is_the_weighted_sum_of_powers_of_distances(linked, decay, firm_weight, data):
    apart, w = paths(linked), network(data, linked, decay, firm_weight)
    for i, row in enumerate(rows_of(w)):
        others = [k for k in range(len(linked)) if k != i and apart[i, k] < FAR]
        expected = sum(w.weight[k] * decay ** int(apart[i, k]) for k in others)
        assert reach(w, row) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(networks_and_pairs(), st.floats(0.0, 1.0), st.floats(0.0, 2.0), st.data())
def test_the_gain_in_reach_is_reach_after_less_reach_before(case, decay, firm_weight, data):
    linked, a, b = case
    w = network(data, linked, decay, firm_weight)
    before = rows(linked)
    linked[a, b] = linked[b, a] = 1
    gain = reach_gain(w, before[a], before[b])
    difference = reach(w, rows(linked)[a]) - reach(w, before[a])
    assert gain == pytest.approx(difference, rel=1e-12, abs=1e-12)


def test_what_a_link_brings_ends_where_reach_does():
    """In a chain of 130, without decay, a link to its end brings nobody who is farther than 98 steps."""
    linked = np.eye(131, k=1, dtype=np.int64)
    linked[129, 130] = 0  # the last stands alone
    linked += linked.T
    w, before = world(131, params={"decay": 1.0}), rows(linked)
    linked[0, 130] = linked[130, 0] = 1
    assert reach_gain(w, before[130], before[0]) == reach(w, rows(linked)[130]) == FAR - 1


def network(data, linked, decay, firm_weight):
    """A world in which some of the nodes are offices, of which some exist, and the others firms."""
    nodes = len(linked)
    offices = data.draw(st.integers(0, nodes))
    weight = data.draw(hnp.arrays(float, nodes, elements=st.sampled_from([0.0, 1.0])))
    weight[offices:] = firm_weight
    params = {"decay": decay, "firm_weight": firm_weight}
    return world(offices, nodes - offices, params=params, ties=linked, weight=weight)


def test_who_counts_are_the_offices_that_exist_and_the_frontier_firms():
    w = world(66, 4, weight=[1.0, 0.0] * 35)
    list_present(w)
    offices, firms = w.present.tolist()
    assert [k for k in range(70) if offices[k // 64] >> k % 64 & 1] == list(range(0, 66, 2))
    assert [k for k in range(70) if firms[k // 64] >> k % 64 & 1] == [66, 68]
