"""Origins: the first state of the world. What the roster knows is taken as it is, the rest is drawn by the actor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters
from sim.draws import ELIGIBLE, NOBODY, OPENNESS, key_of, stream_of, uniform
from sim.months import NEVER
from sim.rules import origins

STREAM = stream_of(1, 0)
KEYS = np.array([key_of(name) for name in "ABCDE"])
UNKNOWN = float("nan")
NONE = np.zeros(0, dtype=np.int64)


def filled(shape, rule, *args, dtype=float):
    """What a rule fills into an array of a shape."""
    out = np.full(shape, -1, dtype=dtype)
    rule(*args, out)
    return out


def drawn(purpose, k):
    return uniform(STREAM, 0, purpose, KEYS[k], NOBODY, 0)


# ---- states ------------------------------------------------------------------------------------------------
def test_a_draw_is_the_actors_own():
    all_five = filled(5, origins.own_draws, STREAM, KEYS, ELIGIBLE)
    assert all_five.tolist() == [drawn(ELIGIBLE, k) for k in range(5)]
    assert filled(2, origins.own_draws, STREAM, KEYS[3:], ELIGIBLE).tolist() == all_five[3:].tolist()


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0])
def test_what_is_known_is_not_drawn(value):
    assert origins.known_or_drawn(STREAM, OPENNESS, KEYS[0], value) == value
    assert origins.known_or_drawn(STREAM, OPENNESS, KEYS[0], UNKNOWN) == drawn(OPENNESS, 0)


def test_preferences_without_spread_are_flat():
    assert filled((5, 4), origins.preferences, STREAM, KEYS, 0.0).tolist() == [[0.25] * 4] * 5


@given(st.floats(0.01, 2.0))
def test_preferences_add_up(spread):
    out = filled((5, 4), origins.preferences, STREAM, KEYS, spread)
    assert out.sum(axis=1) == pytest.approx(np.ones(5)) and out.min() > 0.0
    assert len(np.unique(out)) == 20


def test_a_stake_is_the_root_of_gdp():
    assert filled(3, origins.stakes_by_gdp, np.array([0.0, 2000.0, 8000.0])).tolist() == [0.0, 1.0, 2.0]


def test_usual_openness():
    out = filled(4, origins.usual_openness, STREAM, KEYS, np.array([0.0, 1.0, UNKNOWN]))
    assert out.tolist() == [0.5, 1.5, 0.5 + drawn(OPENNESS, 2), 1.0]  # the last is a firm


def test_reviews_fall_into_the_year():
    keys = np.array([key_of(str(k)) for k in range(300)])
    assert set(filled(300, origins.review_months, STREAM, keys, dtype=np.int64)) == set(range(12))


@pytest.mark.parametrize(
    ("after", "month", "actor", "expected"),
    [
        pytest.param(30, [20], [1], 68, id="a term after the dated one"),
        pytest.param(30, [20, 24], [1, 1], 72, id="the last dated one counts"),
        pytest.param(99, [20], [1], 99, id="none before the replay is over"),
    ],
)
def test_next_election_after_a_dated_one(after, month, actor, expected):
    out = filled(2, origins.next_elections, STREAM, KEYS, 48.5, after, np.array(month), np.array(actor), dtype=np.int64)
    assert out[1] == expected
    assert after <= out[0] < after + 49


# ---- offices -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("staff", "budget", "capacity"),
    [
        pytest.param(30.0, UNKNOWN, 1.0, id="by staff"),
        pytest.param(UNKNOWN, 40.0, 2.0, id="by budget"),
        pytest.param(30.0, 40.0, 1.5, id="the mean of both"),
        pytest.param(0.0, 40.0, 2.0, id="none is unknown"),
        pytest.param(UNKNOWN, UNKNOWN, 0.75, id="neither: drawn"),
        pytest.param(0.3, 0.1, 0.25, id="not below the least"),
        pytest.param(3e4, UNKNOWN, 3.0, id="not above the largest"),
    ],
)
def test_institute_capacity(staff, budget, capacity):
    assert origins.institute_capacity(staff, budget, 0.75) == capacity


def test_unknown_capacities_without_spread_are_one():
    unknown = np.full(5, UNKNOWN)
    assert filled(5, origins.full_capacities, STREAM, KEYS, unknown, unknown, 0.0).tolist() == [1.0] * 5


def test_capacity_by_status():
    p = parameters.with_values(acting_capacity=0.5, bare_capacity=0.25)
    assert [origins.capacity_of(p, status, 2.0) for status in (0, 1, 2)] == [0.5, 1.0, 2.0]
    capacity = np.full(4, 7.0)
    origins.office_capacities(p, np.array([0, 1, 2]), np.array([1.0, 1.0, 3.0]), capacity)
    assert capacity.tolist() == [0.25, 0.5, 3.0, 7.0]  # the last is a firm


def test_initial_knowledge():
    flat, full = np.full((2, 4), 0.25), np.array([1.0, 1.0])
    out = filled((2, 4), origins.initial_knowledge, STREAM, KEYS, np.array([0, 1]), full, flat)
    assert out[0] == pytest.approx([0.05] * 4)  # no office
    assert (out[1] > 0.1 - 1e-9).all() and (out[1] < 0.2).all()
    one_theme = np.array([[0.0, 0.0, 0.0, 1.0]])
    out = filled((1, 4), origins.initial_knowledge, STREAM, KEYS, np.array([2]), np.array([30.0]), one_theme)
    assert out.tolist() == [[0.0, 0.0, 0.0, 0.9]]


def test_security_and_beliefs():
    security, believed = np.full(4, -1.0), np.full(2, -1.0)
    origins.office_security(STREAM, KEYS, np.array([0.25, UNKNOWN]), security)
    assert security[0] == 0.25 and 0.0 <= security[1] < 1.0 and security[2] == -1.0
    origins.firm_security(STREAM, KEYS[:4], np.array([0.5, UNKNOWN]), security, believed)
    assert (security[2], believed[0]) == (0.75, 0.5)
    assert security[3] == (1.0 + believed[1]) / 2.0


# ---- pairs and firms -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("polarisation", "rivalry"), [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5), (9.0, 1.0)])
def test_a_firm_has_its_homes_rivalry(polarisation, rivalry):
    given_pairs, home = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0, 1, 1])
    out = filled((3, 3), origins.initial_rivalry, given_pairs, home, polarisation)
    assert out.tolist() == [[0.0, rivalry, rivalry], [rivalry, 0.0, 0.0], [rivalry, 0.0, 0.0]]
    trust = filled((3, 3), origins.initial_trust, out)
    assert trust.tolist() == (0.5 * (1.0 - out)).tolist()


def test_observed_ties():
    ties, end = np.zeros((3, 3), dtype=np.int64), np.full((3, 3), NEVER, dtype=np.int64)
    a, b = np.array([0, 0, 1, 1]), np.array([1, 1, 2, 2])
    kind, signed = np.array([0, 2, 4, 5]), np.array([2, 8, 10, -60])
    origins.observed_ties(10, 36.0, a, b, kind, signed, ties, end)
    assert ties.tolist() == [[0, 0b101, 0], [0b101, 0, 0b100000], [0, 0b100000, 0]]  # month 10 is yet to come
    assert (end[0, 1], end[1, 0], end[1, 2], end[0, 2]) == (44, 44, 10, NEVER)


def test_firms_at_home():
    assert filled(3, origins.home_shares, np.array([0, 2, 2, 2])).tolist() == [0.25, 0.0, 0.75]
    assert filled(3, origins.home_shares, NONE).tolist() == [0.0] * 3


def test_weights():
    assert filled(5, origins.weights, np.array([0, 1, 2]), 0.5).tolist() == [0.0, 1.0, 1.0, 0.5, 0.5]
