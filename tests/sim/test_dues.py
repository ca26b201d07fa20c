"""Dues: what is asked for and paid, and who is behind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.months import NEVER
from sim.phases.secretariat import _tell_arrears
from sim.record import EVENTS
from sim.rules.dues import arrears_of, collect_dues, is_behind, own_posts
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("tier", "dues"), [((1, 1), [1.0, 1.0]), ((1, 0), [2.0, 0.0]), ((0, 0), [0.0, 0.0])], ids=["both", "one", "nobody"]
)
def test_collect_dues(tier, dues):
    params, design = {"post_cost": 0.5, "partner_access": 0.25}, design_values(staff_fte=4.0)
    w = world(2, params=params, tier=tier, gdp=(9.0, 1.0), design=design)
    collect_dues(w)
    assert (w.cost, w.dues.tolist(), w.paid) == (2.0, dues, sum(dues) / 2.0)


@pytest.mark.parametrize(
    ("draw", "openness", "behind"),
    [
        pytest.param(0.19, 1.0, True, id="a fifth of all at openness 1"),
        pytest.param(0.2, 1.0, False, id="and no more"),
        pytest.param(0.39, 0.5, True, id="twice as many at half the openness"),
        pytest.param(0.99, 0.1, True, id="all where a state is closed"),
        pytest.param(0.13, 1.5, True, id="fewer where it is open"),
        pytest.param(0.14, 1.5, False, id="and no more there"),
    ],
)
def test_who_is_behind(draw, openness, behind):
    w = world(1, params={"arrears": 0.2}, arrears_draw=draw, openness=openness)
    assert is_behind(w, 0) == behind


def club(dues_host=0.0, **fields):
    """Three equal members, of which the first holds the secretariat and does not pay its dues, nor does the last."""
    fields = {"tier": 1, "arrears_draw": (0.0, 1.0, 0.0), "host": (1.0, 0.0, 0.0)} | fields
    return world(3, params={"post_cost": 1.0}, design=design_values(staff_fte=3.0), dues_host=dues_host, **fields)


@pytest.mark.parametrize(
    ("dues_host", "dues"),
    [(0.0, [0.0, 1.0, 0.0]), (0.5, [1.5, 0.5, 0.0]), (1.0, [3.0, 0.0, 0.0])],
    ids=["all equally", "half by the host", "all by the host"],
)
def test_who_is_behind_pays_its_part_as_host_only(dues_host, dues):
    w = club(dues_host)
    collect_dues(w)
    assert (w.cost, w.dues.tolist(), w.paid) == (3.0, dues, sum(dues) / 3.0)


@given(SHARE, SHARE, st.lists(SHARE, min_size=3, max_size=3))
def test_no_more_is_paid_than_is_asked_for(dues_host, dues_gdp, draws):
    w = club(dues_host, arrears_draw=draws, dues_gdp=dues_gdp * (1.0 - dues_host), gdp=(9.0, 5.0, 1.0))
    collect_dues(w)
    assert 0.0 <= w.paid <= 1.0 + 1e-12
    assert w.dues.sum() == pytest.approx(w.cost * w.paid)
    if not any(is_behind(w, j) for j in range(3)):
        assert w.paid == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("fields", "in_arrears"),
    [
        pytest.param({}, [True, False, True], id="two of three"),
        pytest.param({"tier": (1, 1, 0)}, [True, False, False], id="who is outside owes nothing"),
        pytest.param({"dues_host": 1.0}, [False] * 3, id="nor does anybody where hosts pay all"),
    ],
)
def test_who_is_in_arrears(fields, in_arrears):
    w = club(**fields)
    assert [bool(arrears_of(w, j)) for j in range(3)] == in_arrears


def test_without_staff_nobody_owes():
    w = club()
    w.design = 0.0
    assert not any(arrears_of(w, j) for j in range(3))


@pytest.mark.parametrize("funds", [0.0, 0.5, 2.0])
def test_funds_of_a_scenario_change_the_posts_that_are_paid_and_what_is_asked_for_them(funds):
    w, before = club(funds=funds, arrears_draw=1.0), club(arrears_draw=1.0)
    collect_dues(w)
    collect_dues(before)
    assert w.cost == funds * before.cost and own_posts(w) == pytest.approx(funds * own_posts(before))
    assert w.dues.tolist() == pytest.approx((funds * before.dues).tolist()) and before.cost > 0.0
    assert not any(arrears_of(w, j) for j in range(3))


def test_arrears_are_told_when_they_begin_and_when_they_end():
    w = club()
    for month, openness in enumerate((1.0, 1.0, 1.0, 1.0)):
        w.month, w.arrears_draw = month, (1.0, 1.0, 0.5 if month in (1, 2) else 1.0)
        w.openness = openness / 4.0
        _tell_arrears(w)
    told = [(int(m), EVENTS[int(k)], int(a), amount) for m, k, a, _, amount in w.event_log[: w.n_events]]
    assert told == [(1, "arrears", 2, 1.0), (3, "arrears", 2, 0.0)]
    assert w.arrears_since.tolist() == [NEVER] * 3
    assert np.isnan(w.handover)
