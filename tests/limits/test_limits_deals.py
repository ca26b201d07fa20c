"""The connections model, against networkx and closed forms written here."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.studies.limits import deals, networks
from sim.errors import InputError, InputErrors


def utility(graph, delta, cost, i):
    """Of Jackson and Wolinsky, from shortest paths alone."""
    lengths = nx.single_source_shortest_path_length(graph, i)
    return sum(delta**d for j, d in lengths.items() if j != i) - cost * graph.degree(i)


def stable(graph, delta, cost):
    for a, b in itertools.combinations(graph, 2):
        other = graph.copy()
        (other.remove_edge if graph.has_edge(a, b) else other.add_edge)(a, b)
        gains = [utility(other, delta, cost, k) - utility(graph, delta, cost, k) for k in (a, b)]
        if max(gains) > 1e-9 and (graph.has_edge(a, b) or min(gains) >= -1e-9):
            return False
    return True


def labelled(n):
    pairs = list(itertools.combinations(range(n), 2))
    for links in itertools.product((False, True), repeat=len(pairs)):
        graph = nx.empty_graph(n)
        graph.add_edges_from(pair for pair, link in zip(pairs, links, strict=True) if link)
        yield graph


shares = st.floats(0.05, 0.95)
small = settings(max_examples=12)


@small
@given(n=st.integers(2, 4), delta=shares, cost=st.floats(0.0, 1.5))
def test_stable_and_efficient_networks_are_those_of_all_labelled_ones(n, delta, cost):
    found = deals.study(n, delta, cost, seeds=1)
    graphs = list(labelled(n))
    assert sum(group.count for group in found.stable) == sum(stable(graph, delta, cost) for graph in graphs)
    totals = [sum(utility(graph, delta, cost, k) for k in graph) for graph in graphs]
    best = max(totals)
    assert found.efficient[0].utility == pytest.approx(best)
    assert sum(group.count for group in found.efficient) == sum(total >= best - 1e-9 for total in totals)


@small
@given(n=st.integers(2, 6), delta=shares, share=st.floats(0.01, 0.99))
def test_cheap_deals_make_the_complete_network_the_only_stable_end(n, delta, share):
    found = deals.study(n, delta, share * (delta - delta**2), seeds=2)
    assert [(g.name, g.count) for g in found.stable] == [("complete", 1)]
    assert [(g.name, g.count, g.settled) for g in found.ends] == [("complete", 2, True)]


@small
@given(n=st.integers(4, 6), delta=shares, share=st.floats(0.05, 0.95))
def test_between_the_star_is_stable_but_not_alone(n, delta, share):
    groups = {g.name: g.count for g in deals.study(n, delta, delta - share * delta**2, seeds=1).stable}
    assert groups["star"] == n
    assert len(groups) > 1


@small
@given(n=st.integers(3, 6), delta=shares, excess=st.floats(0.001, 1.0))
def test_dear_deals_leave_no_node_of_degree_one(n, delta, excess):
    for group in deals.study(n, delta, delta + excess, seeds=1).stable:
        assert 1 not in nx.Graph(group.example).degree()


@small
@given(n=st.integers(3, 9), delta=shares, cost=st.floats(0.0, 2.5))
def test_the_efficient_network_is_complete_star_or_empty(n, delta, cost):
    bounds = delta - delta**2, delta + (n - 2) * delta**2 / 2
    if min(abs(cost - bound) for bound in bounds) > 1e-6:
        name = "complete" if cost < bounds[0] else "star" if cost < bounds[1] else "empty"
        assert [g.name for g in deals.study(n, delta, cost, seeds=1).efficient] == [name]


@small
@given(n=st.integers(2, 9), delta=shares, cost=st.floats(0.0, 1.5), begin=st.sampled_from(deals.BEGINNINGS))
def test_the_model_comes_to_rest_in_stable_networks_only(n, delta, cost, begin):
    for end in deals.study(n, delta, cost, seeds=3, begin=begin).ends:
        assert end.settled
        assert end.stable
        graph = nx.empty_graph(n)
        graph.add_edges_from(end.example)
        assert stable(graph, delta, cost)
        assert end.utility == pytest.approx(sum(utility(graph, delta, cost, k) for k in graph))


def test_four_offices_end_in_stars_and_cycles():
    found = deals.study(4, 0.5, 0.3)
    assert [(g.name, g.count) for g in found.stable] == [("star", 4), ("cycle", 3)]
    assert {g.name for g in found.ends} == {"star", "cycle"}
    assert sum(g.count for g in found.ends) == found.seeds == 20


def test_ends_repeat():
    assert deals.study(7, 0.5, 0.3, seeds=4) == deals.study(7, 0.5, 0.3, seeds=4)


# ---- enumeration ----
@pytest.mark.parametrize(("n", "kinds"), [(2, 2), (3, 4), (4, 11), (5, 34), (6, 156)])
def test_every_network_is_in_one_class(n, kinds):
    classes = networks.classes(n)
    assert len(classes) == kinds
    assert sum(count for _, count in classes) == 2 ** (n * (n - 1) // 2)
    for number, count in classes[:: max(1, kinds // 20)]:
        graph = nx.from_numpy_array(networks.from_number(number, n))
        symmetries = sum(1 for _ in nx.isomorphism.GraphMatcher(graph, graph).isomorphisms_iter())
        assert count == math.factorial(n) // symmetries


@pytest.mark.parametrize(
    ("graph", "name"),
    [
        (nx.star_graph(4), "star"),
        (nx.path_graph(3), "star"),
        (nx.path_graph(5), "line"),
        (nx.cycle_graph(6), "cycle"),
        (nx.cycle_graph(3), "complete"),
        (nx.complete_graph(5), "complete"),
        (nx.empty_graph(5), "empty"),
        (nx.disjoint_union(nx.cycle_graph(3), nx.cycle_graph(3)), "degrees 2 (x6); in parts"),
        (nx.complete_bipartite_graph(2, 3), "degrees 3 (x2), 2 (x3)"),
    ],
)
def test_names(graph, name):
    assert networks.name_of(nx.to_numpy_array(graph, dtype=np.int64)) == name


# ---- input ----
def test_above_six_offices_it_says_why_nothing_is_enumerated_and_runs_the_dynamics():
    found = deals.study(7, 0.5, 0.2, seeds=2)
    assert (found.enumerated, found.stable) == (0, [])
    assert "2^21 networks" in found.note
    assert "up to 6" in found.note
    assert found.ends[0].name == "complete"


@pytest.mark.parametrize(
    "wrong",
    [{"n": 1}, {"n": 61}, {"delta": 0.0}, {"delta": 1.0}, {"delta": math.nan}, {"cost": -0.1}, {"seeds": 0}],
)
def test_out_of_range(wrong):
    with pytest.raises(InputError, match=f"'{next(iter(wrong))}': out of range .*; allowed: "):
        deals.study(**{"n": 4, "delta": 0.5, "cost": 0.3} | wrong)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InputErrors, match="2 mistakes"):
        deals.study(99, 0.5, math.inf)


def test_unknown_beginning():
    with pytest.raises(InputError, match="did you mean 'empty'"):
        deals.study(4, 0.5, 0.3, begin="emty")
