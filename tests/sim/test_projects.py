"""Projects: who stands behind one, and why it ends without a result."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import (
    CASE_INDEX,
    CAUSES,
    DEADLINE,
    FUNDS,
    HOST,
    NO_CAUSE,
    PRIORITIES,
    SPONSOR_LEFT,
    SPONSOR_TURNED,
)
from sim.draws import stream_of
from sim.phases.actions import open_case
from sim.rules.casework import nominal_months
from sim.rules.projects import carried_on, cut, dropped, end_of, is_overdue, liking, orphaned, sponsor_of
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)
POSITIVE = st.floats(0.01, 100.0)
RESEARCH = CASE_INDEX["joint_research"]
THEMES = 5


# ---- formulas ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("posts", "chance"), [(0.0, 0.0), (1.0, 0.5), (3.0, 0.75)])
def test_staff_keeps_a_file_alive(posts, chance):
    assert carried_on(posts) == chance


@pytest.mark.parametrize(
    ("before", "now", "chance"), [(0.4, 0.3, 0.25), (0.4, 0.4, 0.0), (0.4, 0.5, 0.0), (0.4, 0.0, 1.0), (0.0, 0.0, 0.0)]
)
def test_work_is_cut_with_its_share_of_the_agenda(before, now, chance):
    assert cut(before, now) == pytest.approx(chance)


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=20))
def test_what_outlasts_a_falling_share_is_what_is_left_of_it(shares):
    """However the agenda moves, the chance to outlast it is the lowest share since the opening over the first one."""
    left, attention = 1.0, shares[0]
    for now in shares[1:]:
        left, attention = left * (1.0 - cut(attention, now)), min(attention, now)
    assert left == pytest.approx(min(shares) / shares[0])


@pytest.mark.parametrize(
    ("months", "nominal", "late"),
    [
        pytest.param(61.0, 36.0, True, id="ISO: three years planned, cancelled after five"),
        pytest.param(60.0, 36.0, False, id="and not before"),
        pytest.param(12.0, 3.0, False, id="within the year's plan nothing is cancelled"),
        pytest.param(13.0, 3.0, True, id="after it, it is"),
    ],
)
def test_is_overdue(months, nominal, late):
    assert is_overdue(months, nominal, 0.99) == late


@pytest.mark.parametrize(
    ("forgotten", "liking", "chance"),
    [
        pytest.param(0.5, 0.0, 0.5, id="half is forgotten, and the new host does not care"),
        pytest.param(0.0, 0.0, 0.0, id="nothing is forgotten"),
        pytest.param(0.25, 0.5, 0.125, id="a quarter is forgotten by hosts that care half as much"),
        pytest.param(0.5, 3.0, 0.0, id="a host that cares"),
    ],
)
def test_a_new_host_drops_what_it_does_not_care_for(forgotten, liking, chance):
    assert dropped(forgotten, liking) == chance


# ---- in a network ------------------------------------------------------------------------------------------
def network(members=4, replicate=0, **fields):
    """Members alike, one joint research on theme 1 under way, opened in month 0; nothing has happened to it."""
    usual = {
        "tier": 1, "stream": stream_of(3, replicate), "preference": 1.0 / THEMES, "agenda": 1.0 / THEMES,
        "design": design_values(staff_fte=1.0, memory_kept=0.0),
    }  # fmt: skip
    w = world(members, sizes={"K": THEMES}, **usual | fields)
    open_case(w, RESEARCH, -1, 1, -1, 0.0)
    return w, w.cases[0]


def shares_of(found, members=4):
    return np.bincount(found, minlength=members) / len(found)


def test_a_new_project_has_its_sponsor_attention_and_plan():
    w, case = network()
    assert 0 <= case["sponsor"] < 4 and case["attention"] == w.agenda[1] and case["cause"] == NO_CAUSE
    assert case["nominal"] == nominal_months(RESEARCH, w.design) == 15.0


def test_sponsors_are_drawn_by_capacity_and_preference():
    """2,000 draws: each share within 0.05, over 4 standard errors; the third is outside, the last without an office."""
    fields = {"capacity": (3.0, 1.0, 9.0, 9.0), "tier": (1, 2, 0, 1), "status": (2, 1, 2, 0)}
    found = [int(network(replicate=k, **fields)[1]["sponsor"]) for k in range(2000)]
    assert shares_of(found) == pytest.approx([0.75, 0.25, 0.0, 0.0], abs=0.05)
    preference = np.full((4, THEMES), 0.1)
    preference[2, 1] = 0.7
    found = [int(network(replicate=k, preference=preference)[1]["sponsor"]) for k in range(2000)]
    assert shares_of(found) == pytest.approx([0.1, 0.1, 0.7, 0.1], abs=0.05)


def test_who_is_behind_with_its_dues_is_no_sponsor():
    w, case = network(2)
    w.arrears_since[0] = 0
    assert sponsor_of(w, case, -1) == 1
    w.arrears_since[1] = 0
    assert sponsor_of(w, case, -1) == -1


def test_the_order_of_the_roster_does_not_move_the_sponsor():
    keys, capacity = np.array([11, 5, 7, 3], dtype=np.uint64), np.array([1.0, 2.0, 0.5, 1.5])
    turned = [2, 0, 3, 1]
    for replicate in range(50):
        one = network(replicate=replicate, key=keys, capacity=capacity)[1]["sponsor"]
        other = network(replicate=replicate, key=keys[turned], capacity=capacity[turned])[1]["sponsor"]
        assert keys[one] == keys[turned][other]


def test_nobody_stands_behind_a_project_of_an_empty_network():
    w, case = network(tier=0)
    assert case["sponsor"] == -1 and orphaned(w, -1) == NO_CAUSE
    w.month = 1
    assert end_of(w, case) == NO_CAUSE


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        pytest.param("nothing", NO_CAUSE, id="goes on"),
        pytest.param("left", SPONSOR_LEFT, id="the sponsor leaves"),
        pytest.param("closed", SPONSOR_LEFT, id="or closes its office"),
        pytest.param("turned", SPONSOR_TURNED, id="its government turns"),
        pytest.param("arrears", FUNDS, id="it stops paying"),
        pytest.param("both", FUNDS, id="it turns, and stops paying"),
        pytest.param("old arrears", NO_CAUSE, id="it has not paid for long"),
        pytest.param("agenda", PRIORITIES, id="its theme leaves the agenda"),
        pytest.param("late", DEADLINE, id="it is late"),
        pytest.param("host", HOST, id="a new host that does not care"),
    ],
)
def test_why_a_project_ends(what, cause):
    """Without staff nobody else takes it over; what ends it by chance is certain here."""
    w, case = network(design=0.0)
    sponsor, w.month = int(case["sponsor"]), 3
    if what == "left":
        w.tier[sponsor] = 0
    elif what == "closed":
        w.status[sponsor] = 0
    elif what == "turned":
        w.turned[sponsor] = True
    elif what == "arrears":
        w.arrears_since[sponsor] = 3
    elif what == "both":
        w.arrears_since[sponsor], w.turned[sponsor] = 3, True
    elif what == "old arrears":
        w.arrears_since[sponsor] = 2
    elif what == "agenda":
        w.agenda[1] = 0.0
    elif what == "late":
        w.month = 26
    elif what == "host":
        w.forgotten, w.host[0], w.preference[0] = 1.0, 1.0, np.eye(THEMES)[0]
    assert end_of(w, case) == cause
    assert 0 <= cause < len(CAUSES)


@pytest.mark.parametrize(
    ("staff", "paid", "share"), [(0.0, 1.0, 0.0), (1.0, 1.0, 0.5), (3.0, 1.0, 0.75), (3.0, 0.0, 0.0)]
)
def test_staff_that_is_paid_finds_another_sponsor(staff, paid, share):
    """2,000 projects that lose their sponsor: the share that goes on is within 0.05, over 4 standard errors."""
    kept = 0
    for replicate in range(2000):
        w, case = network(replicate=replicate, design=design_values(staff_fte=staff), paid=paid)
        w.month, before = 1, int(case["sponsor"])
        w.tier[before] = 0
        kept += end_of(w, case) == NO_CAUSE
        assert (case["sponsor"] != before) == (case["sponsor"] >= 0 and w.tier[case["sponsor"]] == 1)
    assert kept / 2000 == pytest.approx(share, abs=0.05)


def test_without_another_member_nobody_takes_over():
    w, case = network(1, design=design_values(staff_fte=500.0))
    w.month, w.turned[0] = 1, True
    assert sponsor_of(w, case, 0) == -1
    assert end_of(w, case) == SPONSOR_TURNED


def test_what_hosts_like_is_weighed_by_their_powers():
    w, _ = network()
    assert liking(w, 1) == 1.0, "an international secretariat keeps what it has"
    w.host[:2], w.preference[0], w.preference[1] = (0.25, 0.25), np.eye(THEMES)[1], np.eye(THEMES)[0]
    assert liking(w, 1) == THEMES / 2.0
