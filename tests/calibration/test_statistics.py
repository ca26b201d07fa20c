"""The statistics of networks that can be counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.observed import UNKNOWN, Dyads, admissible_dyads, observed_network
from calibration.statistics import NAMES, STATISTICS, observed_statistics, summarise
from scenarios.rosters import load_roster
from sim.ensemble.dyads import Networks
from sim.parameters import RECORDS

# Three offices 0, 1, 2 and a firm 3.
PAIRS = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]])
FIRM = np.array([False, False, False, True, True, True])
FORA = np.array([0.8, 0.2, 0.4, 0.6, 0.0, 0.1])
TIMED = np.ones(6, bool)


def dyads(open_from=(0, 0, 0, 0, 0, 0)):
    return Dyads(tuple("abcdef"), PAIRS, FIRM, FORA, np.array(open_from))


def counted(held, first, timed=TIMED, of=None):
    networks = Networks(np.array([first]), np.array([held]))
    return dict(zip(NAMES, summarise(of or dyads(), networks, timed)[0], strict=True))


def test_a_network_counted_by_hand():
    found = counted(held=[0b11, 0, 0b1, 0b111, 0, 0], first=[2, -1, 6, 10, -1, -1])
    assert found["office_ties"] == 2 and found["firm_ties"] == 1
    assert found["waiting"] == pytest.approx(6)
    assert found["waiting_spread"] == pytest.approx(np.std([2, 6, 10]))
    assert found["office_types"] == pytest.approx(1.5) and found["firm_types"] == pytest.approx(3)
    assert found["several_types"] == pytest.approx(2 / 3)
    assert found["office_fora"] == pytest.approx(0.6 - 0.2)
    assert found["firm_fora"] == pytest.approx(0.6 - 0.05)
    assert found["degree_variance"] == pytest.approx(np.var([1, 2, 1]))
    assert found["degree_covariance"] == pytest.approx(np.cov([1, 2, 1], [1, 0, 0], bias=True)[0, 1])


def test_waiting_counts_from_when_both_have_an_office_and_only_where_the_date_is_known():
    late = dyads(open_from=(8, 0, 0, 0, 0, 0))
    held, first = [1, 1, 0, 0, 0, 0], [10, 4, -1, -1, -1, -1]
    assert counted(held, first, of=late)["waiting"] == pytest.approx(3)
    assert counted(held, first, TIMED & (np.arange(6) != 0), late)["waiting"] == pytest.approx(4)


def test_a_dyad_that_never_opens_counts_for_nothing():
    closed = dyads(open_from=(0, 0, 99, 0, 0, 99))
    with_tie, without = ([1, 0, held, 1, 0, held] for held in (1, 0))
    first = [1, -1, -1, 1, -1, -1]
    assert counted(with_tie, first, of=closed) == counted(without, first, of=closed)


def test_no_tie_at_all():
    found = counted([0] * 6, [-1] * 6)
    assert found["waiting"] == 18 and found["waiting_spread"] == 0
    assert found["office_ties"] == found["firm_types"] == found["several_types"] == found["degree_variance"] == 0


@given(st.lists(st.integers(0, 63), min_size=6, max_size=6), st.lists(st.integers(-1, 17), min_size=6, max_size=6))
def test_statistics_stay_in_their_range_and_do_not_depend_on_the_neighbours_in_the_batch(held, first):
    alone = summarise(dyads(), Networks(np.array([first]), np.array([held])), TIMED)
    batch = summarise(dyads(), Networks(np.array([[5] * 6, first]), np.array([[63] * 6, held])), TIMED)
    assert np.array_equal(alone[0], batch[1])
    found = dict(zip(NAMES, alone[0], strict=True))
    assert 0 <= found["several_types"] <= 1 and -1 <= found["office_fora"] <= 1
    assert 0 <= found["waiting"] <= 18 and 0 <= found["waiting_spread"] <= 9 + 1e-9
    assert found["degree_variance"] >= 0


def test_the_observed_network_has_the_numbers_of_the_sources():
    roster = load_roster("real")
    observed = observed_network(admissible_dyads(roster), roster.ties)
    found = dict(zip(NAMES, observed_statistics(observed), strict=True))
    assert found["office_ties"] == 8 and found["firm_ties"] == 9
    assert found["office_types"] == 2 and found["firm_types"] == pytest.approx(11 / 9)
    assert found["degree_variance"] == pytest.approx(2.04)
    assert found["several_types"] == pytest.approx(6 / 17)
    dated = observed.tied & (observed.month != UNKNOWN)
    assert dated.sum() == 15


def test_every_statistic_speaks_to_a_parameter_and_names_are_unique():
    assert len(set(NAMES)) == len(NAMES)
    assert all(s.speaks_to in RECORDS for s in STATISTICS)
