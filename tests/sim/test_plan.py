"""The plan: what the network asks for in a year, what the posts let it open, and what planned cases are about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS, FOLLOWS, STAFFS_WORK
from sim.draws import stream_of
from sim.rules.cases import list_open
from sim.rules.casework import WORK
from sim.rules.plan import (
    PER_YEAR,
    YEAR,
    asked_of,
    duties_scale,
    most_in_need,
    new_theme,
    plan_month,
    programme_scale,
    room_of,
    set_plan,
    theme_of,
    unbegun,
    work_asked,
    working_members,
    yearly,
)
from tests.worlds import design_values, world

STREAM = stream_of(5, 0)
TEST, GROUP, HELP = (CASE_INDEX[key] for key in ("joint_test", "working_group", "capacity"))
SIZE = st.floats(0.0, 1000.0)


# ---- how much ----------------------------------------------------------------------------------------------
def test_every_planned_kind_follows_something():
    assert {kind.key for kind in CASE_KINDS if kind.per_year} == set(FOLLOWS)


def test_working_groups_grow_with_the_mandate_and_tests_with_the_members():
    assert [yearly(GROUP, 10.0, 1.0, breadth) for breadth in (2.0, 4.0, 8.0)] == [1.0, 2.0, 4.0]
    assert [yearly(TEST, members, 1.0, 4.0) for members in (5.0, 10.0, 20.0)] == [1.0, 2.0, 4.0]
    assert [yearly(HELP, 10.0, needy, 4.0) for needy in (0.0, 1.0, 3.0)] == [0.0, 1.0, 3.0]
    others = [k for k in range(len(CASE_KINDS)) if k not in (GROUP, TEST, HELP)]
    assert all(yearly(k, 99.0, 99.0, 18.0) == PER_YEAR[k] for k in others)


@pytest.mark.parametrize(
    ("posts", "speed", "waiting", "room"),
    [
        pytest.param(2, 1.0, 0.0, 24.0, id="a year of two posts"),
        pytest.param(2, 0.5, 0.0, 12.0, id="at half the speed"),
        pytest.param(2, 1.0, 6.0, 18.0, id="less what waits"),
        pytest.param(2, 1.0, 30.0, 0.0, id="more waits than can be done"),
        pytest.param(0, 1.0, 0.0, 0.0, id="no posts, no casework"),
    ],
)
def test_room_for_new_work(posts, speed, waiting, room):
    assert room_of(posts, speed, waiting) == room


@given(SIZE, st.floats(0.1, 1000.0), st.floats(0.1, 1000.0))
def test_planned_work_fills_the_room_and_duties_come_first(room, duties, programme):
    kept, grown = duties_scale(room, duties), programme_scale(room, duties, programme)
    assert kept * duties + grown * programme == pytest.approx(room, rel=1e-9, abs=1e-9)
    assert kept == 1.0 or grown == 0.0


def test_nothing_asked_nothing_planned():
    assert (duties_scale(9.0, 0.0), programme_scale(9.0, 0.0, 0.0)) == (0.0, 0.0)


def network(members=10, **fields):
    """A network of so many members, the mandate of the founders, and one developing member that needs help."""
    fields = {"stream": STREAM, "tier": 1, "developing": np.arange(members) == 0, "capacity": 0.5} | fields
    return world(members, design=design_values(mandate_breadth_themes=4.0), **fields)


def test_what_the_network_asks_for_in_a_year():
    """20 staff-months of duties, 32.5 of programme; of help, one case for the member in need."""
    w = network()
    assert (work_asked(w, 10, False), work_asked(w, 10, True)) == (20.0, 32.5)


def test_no_test_of_one_member_and_no_help_where_nobody_needs_it():
    w = network(1)
    assert (working_members(w), asked_of(w, TEST, 1), asked_of(w, HELP, 1)) == (1, 0.0, 1.0)
    w.capacity = 1.0
    assert asked_of(w, HELP, 1) == 0.0


@pytest.mark.parametrize("posts", [0, 1, 2, 5, 40])
def test_a_year_of_the_plan_fills_the_posts(posts):
    """Of work that nobody has to wait for; what the network asks for does not depend on the posts."""
    w = network(posts=posts)
    for _ in range(12):
        plan_month(w)
    assert (w.due * WORK).sum() == pytest.approx(YEAR * posts)
    assert w.taken == pytest.approx(52.5)
    programme = [FOLLOWS.get(kind.key) == STAFFS_WORK for kind in CASE_KINDS]
    assert (w.due[programme].sum() > 0.0) == (posts > 1)


def test_what_waits_is_taken_off_the_plan():
    w = network(posts=2, n_cases=3)
    for number, (started, withdrawn) in enumerate([(np.nan, np.nan), (1.0, np.nan), (np.nan, 1.0)]):
        case = w.cases[number]
        case["number"], case["remaining"], case["started"], case["withdrawn"] = number, 6.0, started, withdrawn
        case["finished"] = np.nan
        list_open(w, number)
    assert unbegun(w) == 6.0, "neither what is in work nor what was withdrawn"
    plan_month(w)
    assert YEAR * (w.due * WORK).sum() == pytest.approx(18.0)


def test_kinds_are_spread_over_the_year():
    w = network()
    set_plan(w)
    planned = w.due[PER_YEAR > 0.0]
    assert (np.diff(planned) > 0.0).all() and planned.max() < 1.0


# ---- what about --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("draw", "theme"), [(0.0, 0), (0.24, 0), (0.25, 2), (0.99, 2)])
def test_theme_of_a_case(draw, theme):
    assert theme_of(np.array([0.25, 0.0, 0.75]), draw) == theme


def test_a_new_theme_is_one_of_the_agendas():
    w, found = world(stream=STREAM, agenda=(0.0, 0.5, 0.0, 0.5, 0.0)), set()
    for month in range(60):
        w.month = month
        found.add(new_theme(w, 3, 0))
    assert found == {1, 3}


@pytest.mark.parametrize(
    ("tier", "status", "capacity", "found"),
    [
        pytest.param((1, 2, 1), (2, 2, 2), (0.75, 0.5, 0.9), 1, id="the least capacity, partners too"),
        pytest.param((1, 2, 1), (2, 1, 2), (0.25, 0.5, 0.9), 1, id="first who has no institute"),
        pytest.param((1, 1, 1), (1, 0, 2), (0.25, 0.1, 0.9), 1, id="or no office at all"),
        pytest.param((1, 0, 1), (2, 2, 2), (0.75, 0.5, 0.9), 0, id="no outsiders"),
        pytest.param((1, 1, 1), (2, 2, 2), (0.5, 0.5, 0.5), 2, id="the lesser key of equals"),
        pytest.param((1, 1, 1), (2, 2, 2), (1.0, 2.0, 1.0), -1, id="nobody lacks anything"),
        pytest.param((0, 0, 0), (2, 2, 2), (0.5, 0.5, 0.5), -1, id="nobody is in"),
    ],
)
def test_whom_help_goes_to(tier, status, capacity, found):
    """The fourth state is the weakest, but no developing economy."""
    w = world(4, capacity=(*capacity, 0.05), tier=(*tier, 1), status=(*status, 1), developing=(True, True, True, False),
              key=np.array([7, 5, 3, 1], dtype=np.uint64))  # fmt: skip
    assert most_in_need(w) == found
