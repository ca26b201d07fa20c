"""Setup: the first state of the world. What the roster knows is taken as it is, the rest is drawn by the actor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import ELIGIBLE, NO_PARTNER, OPENNESS, key_of, stream_of, uniform
from sim.months import NEVER
from sim.rules import setup
from tests.sim.arrays import filled
from tests.worlds import world

STREAM = stream_of(1, 0)
KEYS = np.array([key_of(name) for name in "ABCDE"])
KEYS50 = np.array([key_of(f"State {k}") for k in range(50)])
UNKNOWN = float("nan")


def at_start(offices, firms=0, keys=KEYS, **fields):
    """A world whose actors have keys of their own."""
    return world(offices, firms, stream=STREAM, key=keys[: offices + firms], **fields)


def drawn(purpose, k):
    return uniform(STREAM, 0, purpose, KEYS[k], NO_PARTNER, 0)


# ---- states ------------------------------------------------------------------------------------------------
def test_a_draw_is_the_actors_own():
    all_five = filled(setup.own_draws, 5, at_start(5), ELIGIBLE)
    assert all_five.tolist() == [drawn(ELIGIBLE, k) for k in range(5)]
    assert filled(setup.own_draws, 2, at_start(2, keys=KEYS[3:]), ELIGIBLE).tolist() == all_five[3:].tolist()


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0])
def test_what_is_known_is_not_drawn(value):
    w = at_start(1)
    assert setup.known_or_drawn(w, OPENNESS, 0, value) == value
    assert setup.known_or_drawn(w, OPENNESS, 0, UNKNOWN) == drawn(OPENNESS, 0)


def preferences(spread):
    """Of five states over four themes."""
    w = at_start(5, sizes={"K": 4}, params={"preference_spread": spread})
    setup.set_preferences(w)
    return w.preference


def test_preferences_without_spread_are_flat():
    assert preferences(0.0).tolist() == [[0.25] * 4] * 5


@given(st.floats(0.01, 2.0))
def test_preferences_add_up(spread):
    out = preferences(spread)
    assert out.sum(axis=1) == pytest.approx(np.ones(5)) and out.min() > 0.0
    assert len(np.unique(out)) == 20


def test_a_stake_is_the_root_of_gdp():
    w = at_start(3, gdp=(0.0, 2000.0, 8000.0))
    setup.set_stakes(w)
    assert w.stake.tolist() == [0.0, 1.0, 2.0]


def test_openness():
    w = at_start(3, 1, cooperation=(0.0, 1.0, UNKNOWN), openness=9.0)
    setup.set_openness(w)
    assert w.openness.tolist() == [0.5, 1.5, 0.5 + drawn(OPENNESS, 2), 1.0]  # the last is a firm


def test_reviews_fall_into_the_year():
    w = at_start(300, keys=np.array([key_of(str(k)) for k in range(300)]))
    setup.set_reviews(w)
    assert set(w.review.tolist()) == set(range(12))


@pytest.mark.parametrize(
    ("after", "known", "expected"),
    [
        pytest.param(30, 68, 68, id="in the known month"),
        pytest.param(30, 30, 30, id="which may be the first"),
        pytest.param(69, 68, 116, id="a term later, when that is past"),
        pytest.param(30, 130, 34, id="terms before it, as the calendar was known then"),
    ],
)
@pytest.mark.parametrize("by", ["replay", "first"])
def test_a_term_ends_by_the_known_month(by, after, known, expected):
    """None in the replayed months, nor before the first month; where no month is known, at a drawn one of the term."""
    calendar = {"replay_until": after - 1, "first": 0} if by == "replay" else {"replay_until": 0, "first": after}
    w = at_start(2, known_change=(NEVER, known), term=(120, 48), **calendar)
    setup.set_changes(w)
    assert w.next_change[1] == expected
    assert after <= w.next_change[0] < after + 120


# ---- offices -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("staff", "budget", "capacity"),
    [
        pytest.param(30.0, UNKNOWN, 1.0, id="by staff"),
        pytest.param(UNKNOWN, 40.0, 2.0, id="by budget"),
        pytest.param(30.0, 40.0, 1.5, id="the mean of both"),
        pytest.param(0.0, 40.0, 1.0, id="none of its own counts"),
        pytest.param(0.0, 0.0, 0.25, id="neither staff nor budget of its own: the least"),
        pytest.param(UNKNOWN, 0.0, 0.25, id="no budget of its own, staff unknown"),
        pytest.param(UNKNOWN, UNKNOWN, 0.75, id="neither: drawn"),
        pytest.param(0.3, 0.1, 0.25, id="not below the least"),
        pytest.param(3e4, UNKNOWN, 3.0, id="not above the largest"),
    ],
)
def test_institute_capacity(staff, budget, capacity):
    assert setup.institute_capacity(staff, budget, 0.75) == capacity


def test_unknown_capacities_without_spread_are_one_or_the_stake():
    w = at_start(5, staff=UNKNOWN, budget=UNKNOWN, stake=(0.5, 1.0, 3.0, 1.0, 0.1), params={"preference_spread": 0.0})
    setup.set_full_capacities(w)
    assert w.full_capacity.tolist() == [0.5, 1.0, 1.0, 1.0, 0.25]


def test_unknown_capacities_are_never_above_one_or_the_stake():
    stakes, params = np.linspace(0.3, 3.0, 50), {"preference_spread": 1.2}
    w = at_start(50, keys=KEYS50, staff=UNKNOWN, budget=UNKNOWN, stake=stakes, params=params)
    setup.set_full_capacities(w)
    assert (w.full_capacity <= np.minimum(1.0, w.stake)).all() and np.ptp(w.full_capacity) > 0.3


def test_the_capacity_of_an_office_is_that_of_its_own_staff_and_the_help_it_had():
    params = {"acting_capacity": 0.5, "bare_capacity": 0.125, "growth_months": 24.0}
    w = at_start(3, status=(0, 1, 2), full_capacity=2.0, institute_since=-24, params=params, helped=(0.0, 0.25, 0.5),
                 first=0)  # fmt: skip
    setup.set_office_capacities(w)
    assert w.staffing.tolist() == [0.25, 1.0, 2.0]
    assert w.capacity.tolist() == [0.25, 1.25, 2.5]


CHANGES = {"size_month": (-3, 2), "size_state": (0, 1), "size_staff": (UNKNOWN, 30.0), "size_budget": (UNKNOWN, 40.0),
           "size_share": (0.5, 1.0)}  # fmt: skip


def test_changes_of_size_on_record():
    """Half of what it was before the first month; a new staff and budget in the third."""
    w = at_start(2, staff=30.0, budget=UNKNOWN, **CHANGES)
    setup.set_full_capacities(w)
    assert w.full_capacity.tolist() == [0.5, 1.0]
    setup.resize(w, 1)
    assert w.full_capacity.tolist() == [0.5, 1.5]


@pytest.mark.parametrize(("age", "share"), [(-5, 0.0), (0, 0.0), (6, 0.25), (24, 1.0), (1000, 1.0)])
def test_an_institute_grows_into_its_staff(age, share):
    assert setup.grown(age, 24.0) == share
    w = at_start(1, status=2, params={"acting_capacity": 0.5, "growth_months": 24.0}, full_capacity=2.0,
                 institute_since=-age)  # fmt: skip
    setup.set_office_capacities(w)
    assert w.capacity.tolist() == [1.0 + share]


def test_capacity_by_status():
    params = {"acting_capacity": 0.5, "bare_capacity": 0.25}
    w = at_start(3, 1, params=params, status=(0, 1, 2), full_capacity=(1.0, 1.0, 3.0), capacity=7.0)
    assert [setup.capacity_of(w.p, status, 2.0, 99) for status in (0, 1, 2)] == [0.5, 1.0, 2.0]
    setup.set_office_capacities(w)
    assert w.capacity.tolist() == [0.25, 0.5, 3.0, 7.0]  # the last is a firm


def test_initial_knowledge():
    w = at_start(2, sizes={"K": 4}, status=(0, 1), full_capacity=1.0, preference=0.25)
    setup.set_knowledge(w)
    assert w.knowledge[0] == pytest.approx([0.05] * 4)  # no office
    assert (w.knowledge[1] > 0.1 - 1e-9).all() and (w.knowledge[1] < 0.2).all()
    w = at_start(1, sizes={"K": 4}, status=2, full_capacity=30.0, preference=(0.0, 0.0, 0.0, 1.0))
    setup.set_knowledge(w)
    assert w.knowledge.tolist() == [[0.0, 0.0, 0.0, 0.9]]


def test_security_and_beliefs():
    w = at_start(2, 2, readiness=(0.25, UNKNOWN), safety_index=(0.5, UNKNOWN), security=-1.0)
    setup.set_office_security(w)
    assert w.security[0] == 0.25 and 0.0 <= w.security[1] < 1.0 and w.security[2] == -1.0
    setup.set_firm_security(w)
    assert (w.security[2], w.believed_safe[0]) == (0.75, 0.5)
    assert w.security[3] == (1.0 + w.believed_safe[1]) / 2.0


# ---- pairs and firms -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("polarisation", "rivalry"), [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5), (9.0, 1.0)])
def test_a_firm_has_its_homes_rivalry(polarisation, rivalry):
    on_record = ((0.0, 0.5), (0.5, 0.0))
    w = at_start(2, 1, params={"polarisation": polarisation}, roster_rivalry=on_record, home=(0, 1, 1))
    setup.set_rivalry(w)
    assert w.rivalry.tolist() == [[0.0, rivalry, rivalry], [rivalry, 0.0, 0.0], [rivalry, 0.0, 0.0]]
    setup.set_trust(w)
    assert w.trust.tolist() == (0.5 * (1.0 - w.rivalry)).tolist()


def test_observed_ties():
    ties = [(0, 1, 0, 2), (0, 1, 2, 8), (1, 2, 4, 10), (1, 2, 5, -60)]  # month 10 is yet to come
    w = at_start(3, first=10, params={"deal_term": 36.0}, start_ties=ties)
    setup.set_observed_ties(w)
    assert w.ties.tolist() == [[0, 0b101, 0], [0b101, 0, 0b100000], [0, 0b100000, 0]]
    end = w.tie_end
    assert (end[0, 1], end[1, 0], end[1, 2], end[0, 2]) == (44, 44, 10, NEVER)


def test_weights():
    w = at_start(3, 2, params={"firm_weight": 0.5}, status=(0, 1, 2), standing=(True, False))
    setup.set_weights(w)
    assert w.weight.tolist() == [0.0, 1.0, 1.0, 0.5, 0.0]
