"""Predictive checks: the statistics against networkx, planted misfits, and how often a true model is accused."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.diagnostics import auxiliary, predictive
from calibration.observed import UNKNOWN, Dyads, Observed
from calibration.posterior import Posterior
from calibration.record import happened_until
from calibration.simulator import DRAWN, Simulator, prior_draw
from results.calibration_text import predictive as words
from results.calibration_text import predictive_figure
from scenarios.rosters import load_roster
from sim.ensemble.dyads import Networks
from sim.months import CUT_OFF
from sim.parameters import INDEX


@pytest.fixture(scope="module")
def observed() -> Observed:
    return happened_until(CUT_OFF).observed


@pytest.fixture(scope="module")
def dyads(observed) -> Dyads:
    return observed.dyads


def runs_of(tied: np.ndarray) -> Networks:
    """Networks with these ties (R, D), of one type, all in month 9."""
    types, none = tied.astype(np.int64), np.zeros(len(tied), dtype=np.int64)
    return Networks(np.where(tied, 9, -1), types, types, none, none, none)


def seen_as(dyads: Dyads, tied: np.ndarray) -> Observed:
    """One network (D,) as if it had been observed."""
    late = np.zeros(len(tied), dtype=bool)
    return Observed(dyads, CUT_OFF, np.where(tied, 9, UNKNOWN), tied.astype(np.int64), late, ~late)


def scattered(dyads: Dyads, chance: float | np.ndarray, runs: int, seed: int) -> np.ndarray:
    """(R, D) ties by independent coin tosses."""
    return np.random.default_rng(seed).random((runs, len(dyads))) < chance


def graph(dyads: Dyads, tied: np.ndarray) -> nx.Graph:
    """The network of the offices, for networkx."""
    offices = dyads.pairs[~dyads.with_firm]
    out = nx.Graph()
    out.add_nodes_from(np.unique(offices).tolist())
    out.add_edges_from(offices[tied[~dyads.with_firm]].tolist())
    return out


def vector(name: str, dyads: Dyads, tied: np.ndarray) -> list[float]:
    statistic = next(s for s in auxiliary.auxiliaries(dyads) if s.name == name)
    return statistic.of(dyads, tied[None, :])[0].tolist()


# ---- the statistics ----------------------------------------------------------------------------------------------
def test_the_observed_network_has_the_numbers_of_the_sources(observed):
    tied = observed.tied
    assert vector("degree_order", observed.dyads, tied) == [4, 4, 2, 2, 2, 1, 1, 0, 0, 0]
    assert vector("degrees", observed.dyads, tied) == [3, 2, 3, 0, 2]
    assert vector("isolates", observed.dyads, tied) == [3]
    assert vector("hub_share", observed.dyads, tied) == [pytest.approx(13 / 17)]
    nothing, one, open_, closed = vector("triads", observed.dyads, tied)
    assert nothing + one + open_ + closed == 120
    assert 3 * closed / (3 * closed + open_) == pytest.approx(0.4)  # transitivity, SOURCES.md


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), chance=st.floats(0, 1))
def test_distances_triads_and_degrees_are_those_of_networkx(dyads, seed, chance):
    tied = scattered(dyads, chance, 1, seed)[0]
    network = graph(dyads, tied)
    lengths = dict(nx.all_pairs_shortest_path_length(network))
    nodes = sorted(network)
    found = [lengths[a].get(b) for i, a in enumerate(nodes) for b in nodes[i + 1 :]]
    expected = [found.count(k) for k in (1, 2, 3)]
    expected += [sum(x is not None and x >= 4 for x in found), found.count(None)]
    assert vector("geodesics", dyads, tied) == expected
    assert vector("triads", dyads, tied)[3] == sum(nx.triangles(network).values()) / 3
    assert vector("degree_order", dyads, tied) == sorted((d for _, d in network.degree), reverse=True)
    assert vector("isolates", dyads, tied) == [nx.number_of_isolates(network)]


def test_a_path_through_all_offices_has_pairs_at_every_distance(dyads):
    nodes = np.unique(dyads.pairs[~dyads.with_firm])
    steps = {frozenset(pair) for pair in zip(nodes[:-1].tolist(), nodes[1:].tolist(), strict=True)}
    tied = np.array([frozenset(pair) in steps for pair in dyads.pairs.tolist()])
    assert vector("geodesics", dyads, tied) == [9, 8, 7, 21, 0]


# ---- p and misfit ------------------------------------------------------------------------------------------------
def test_mid_p_of_counts():
    values = np.array([0, 1, 1, 2])
    assert predictive.predictive_p(1, values) == 1.0
    assert predictive.predictive_p(2, values) == pytest.approx(0.25)
    assert predictive.predictive_p(3, values) == 0.0
    assert predictive.predictive_p(7, np.full(5, 7)) == 1.0


@settings(max_examples=40)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.integers(-6, 6))
def test_p_does_not_change_when_numbers_are_mirrored(values, observed):
    array = np.array(values)
    p = predictive.predictive_p(observed, array)
    assert 0 <= p <= 1
    assert predictive.predictive_p(-observed, -array) == pytest.approx(p)


def test_goodness_of_fit_is_the_one_with_the_generalised_inverse():
    rng = np.random.default_rng(1)
    runs = rng.multinomial(10, [0.4, 0.3, 0.2, 0.1], size=400)  # the entries sum to 10: singular
    inverse, mean = np.linalg.pinv(np.cov(runs.T), rcond=1e-10), runs.mean(axis=0)
    distance = np.einsum("ri,ij,rj->r", runs - mean, inverse, runs - mean)
    for observed in ([4, 3, 2, 1], [0, 0, 5, 5], [1, 1, 4, 4]):
        off = np.array(observed) - mean
        expected = np.mean(distance >= off @ inverse @ off - 1e-9)
        assert predictive.goodness_of_fit(np.array(observed), runs) == pytest.approx(expected)


def test_a_vector_where_the_runs_never_are_does_not_fit():
    runs = np.column_stack([np.arange(50) % 3, np.zeros(50)])
    assert predictive.goodness_of_fit(np.array([1, 0]), runs) == 1.0
    assert predictive.goodness_of_fit(np.array([1, 1]), runs) == 0.0
    assert predictive.goodness_of_fit(np.array([2, 2]), np.full((5, 2), 2)) == 1.0


def test_goodness_of_fit_accuses_a_true_model_as_often_as_it_says():
    """600 vectors from the distribution of the runs: p below 0.1 in 10%; outside 6.5% to 13.5% once in 200 times."""
    rng = np.random.default_rng(3)
    mix = rng.normal(size=(4, 4))
    runs = rng.normal(size=(4000, 4)) @ mix
    found = [predictive.goodness_of_fit(rng.normal(size=4) @ mix, runs) < predictive.GOF for _ in range(600)]
    assert 0.065 < np.mean(found) < 0.135


def test_separation_is_the_area_under_the_curve():
    rng = np.random.default_rng(2)
    chance = rng.integers(0, 5, size=12) / 5
    networks = rng.random((20, 12)) < 0.4
    networks[0] = False
    for tied, area in zip(networks, predictive.separation(networks, chance), strict=True):
        pairs = [(a > b) + 0.5 * (a == b) for a in chance[tied] for b in chance[~tied]]
        assert area == pytest.approx(np.mean(pairs) if pairs else 0.5)


# ---- the whole check ---------------------------------------------------------------------------------------------
def test_a_planted_hub_is_found_and_an_even_network_is_not(dyads):
    """Runs: eight office ties anywhere. Observed: eight ties of one office; then eight ties of one of the runs."""
    rng = np.random.default_rng(5)
    offices = np.flatnonzero(~dyads.with_firm)
    tied = np.zeros((800, len(dyads)), dtype=bool)
    for row in tied:
        row[rng.choice(offices, 8, replace=False)] = True
    runs = runs_of(tied)
    hub = np.unique(dyads.pairs[offices])[0]
    star = np.zeros(len(dyads), dtype=bool)
    star[[k for k in offices if hub in dyads.pairs[k]][:8]] = True
    found = predictive.compare(seen_as(dyads, star), runs, runs)
    assert {"degrees", "degree_order", "geodesics", "triads"} == set(found["vector_misfits"])
    assert {"degree_variance", "hub_share"} <= set(found["misfits"])
    assert "office_ties" not in found["misfits"]
    even = predictive.compare(seen_as(dyads, tied[1]), runs, runs)
    assert even["vector_misfits"] == [] and "degree_variance" not in even["misfits"]


def test_a_true_model_is_rarely_accused(dyads):
    """60 networks from the runs' own distribution: at most 10% of the numbers lie outside; 13% is 3 standard errors."""
    chance = np.random.default_rng(8).uniform(0.05, 0.5, len(dyads))
    runs = runs_of(scattered(dyads, chance, 600, 9))
    rates, gof = [], []
    for tied in scattered(dyads, chance, 60, 10):
        found = predictive.compare(seen_as(dyads, tied), runs, runs)
        rates.append(len(found["misfits"]) / found["checks"])
        gof.append(len(found["vector_misfits"]) / len(found["vectors"]))
    assert np.mean(rates) < 0.13
    assert np.mean(gof) < 0.2


def test_an_unexpected_tie_is_named(dyads):
    runs = runs_of(scattered(dyads, np.where(np.arange(len(dyads)) == 7, 0.0, 0.3), 300, 4))
    tied = scattered(dyads, 0.3, 1, 6)[0]
    tied[7] = True
    found = predictive.compare(seen_as(dyads, tied), runs, runs)
    assert [d["dyad"] for d in found["dyads"] if d["unexpected"]] == [dyads.names[7]]
    assert dyads.names[7] in words.text(found)


def test_overlap_by_chance_is_what_random_ties_have(observed):
    """Coin tosses have as much in common with the observed as chance says: within 4 standard errors."""
    runs = runs_of(scattered(observed.dyads, 0.3, 2000, 11))
    overlap = predictive.compare(observed, runs, runs)["overlap"]
    assert overlap["ties"] == 17
    assert overlap["by_chance"] == pytest.approx(17 * 0.3, abs=0.1)
    assert abs(overlap["shared_mean"] - overlap["by_chance"]) < 4 * (17 * 0.21 / 2000) ** 0.5


def test_section_can_be_stored_said_and_drawn(observed):
    runs, prior = (runs_of(scattered(observed.dyads, c, 200, 12)) for c in (0.05, 0.5))
    found = json.loads(json.dumps(predictive.compare(observed, runs, prior)))
    said = words.text(found)
    assert "office_ties" in found["misfits"] and "office_ties" in said
    assert "Counts of ties come first; means of fresh runs: office_ties" in said
    assert said.count("**misfit**") >= len(found["misfits"])
    figure = predictive_figure.draw(found)
    assert len(figure.axes) == len(found["vectors"]) + found["checks"]


# ---- fresh runs --------------------------------------------------------------------------------------------------
class Recorder(Simulator):
    """The simulator, which keeps what it was asked and does not run."""

    def run(self, numbers, params, threads=1):
        self.asked = (numbers, params)
        return runs_of(np.zeros((len(numbers), len(self.dyads)), dtype=bool))


def test_runs_are_fresh_and_take_whole_rows(dyads):
    roster = load_roster("real")
    simulator = Recorder(roster, dyads, 3)
    values = np.array([[prior_draw(3, k)[name] for name in DRAWN] for k in range(4)])
    posterior = Posterior(values, np.array([0.5, 0.0, 0.25, 0.25]), np.arange(4))
    predictive.posterior_runs(posterior, simulator, 40, 1)
    numbers, params = simulator.asked
    rows = params[:, [INDEX[name] for name in DRAWN]]
    counts = [int((rows == value).all(axis=1).sum()) for value in values]
    assert counts == [20, 0, 10, 10]
    assert len(set(numbers)) == 40 and not set(numbers) & set(posterior.numbers)
    predictive.prior_runs_of(simulator, 40, 40)
    assert not set(simulator.asked[0]) & set(numbers)


def test_same_seed_same_section_whatever_the_threads(observed):
    simulator = Simulator(load_roster("real"), observed.dyads, 3, end=CUT_OFF)
    values = np.array([[prior_draw(3, k)[name] for name in DRAWN] for k in range(4)])
    posterior = Posterior(values, np.full(4, 0.25), np.arange(4))
    one, two = (predictive.section(posterior, simulator, observed, 120, 60, 7, threads) for threads in (1, 2))
    assert one == two
    assert one["runs"] == 120 and one["prior_runs"] == 60 and one["seed"] == 7
