"""Casework rules: speed, approvals, handovers, new cases, and who holds the secretariat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.catalogue import CASE_KINDS, DUTIES
from sim.draws import key_of, stream_of
from sim.rules.casework import (
    AGREEMENT,
    FAST,
    WORK,
    approval_months,
    chair_vacant,
    days_between,
    gathered,
    handover_due,
    handovers_between,
    hold,
    new_case,
    next_chair,
    nominal_months,
    posts_of_month,
    prepared_by_hand,
    remade,
    rounded,
    same_hands,
    slow_share,
    speed_of_month,
    spread_around,
    stint,
    work_left,
    working_speed,
)
from sim.rules.dues import own_posts
from sim.rules.metrics import takes_part
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)
BELOW_ONE = st.floats(0.0, 1.0, exclude_max=True)


@pytest.mark.parametrize(
    ("learning", "experience", "slowdown", "slow", "coordination", "speed"),
    [
        pytest.param(0.0, 9.0, 1.0, 0.0, 0.0, 1.0, id="nominal"),
        pytest.param(0.25, 2.0, 1.0, 0.0, 0.0, 1.5, id="two years of learning"),
        pytest.param(0.0, 0.0, 0.5, 1.0, 0.0, 0.5, id="a month after a handover"),
        pytest.param(0.0, 0.0, 0.5, 0.5, 0.0, 0.75, id="half a month after"),
        pytest.param(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, id="a handover that stops all work"),
        pytest.param(0.25, 2.0, 0.5, 1.0, 0.0, 0.75, id="both"),
        pytest.param(0.0, 0.0, 1.0, 0.0, 0.25, 0.75, id="a quarter goes into ties to other bodies"),
        pytest.param(0.25, 2.0, 0.5, 1.0, 0.5, 0.375, id="all three"),
    ],
)
def test_working_speed(learning, experience, slowdown, slow, coordination, speed):
    assert working_speed(learning, experience, slowdown, slow, coordination) == speed


@pytest.mark.parametrize(
    ("month", "share"),
    [(10.0, 1.0), (11.0, 1.0), (12.0, 0.5), (13.0, 0.0), (14.0, 0.0)],
    ids=["first", "second", "third: half", "over", "long over"],
)
def test_a_handover_slows_two_and_a_half_months(month, share):
    assert slow_share(month, 10.0, 2.5) == share


def test_without_a_handover_nothing_is_slow():
    assert slow_share(10.0, np.nan, 24.0) == 0.0


@pytest.mark.parametrize(
    ("stages", "share", "members", "drawn", "months"),
    [
        pytest.param(3.0, 1.0, 10.0, 1.0, 6.0, id="three stages of two months, ten members: as stated"),
        pytest.param(3.0, 0.5, 10.0, 1.0, 3.0, id="half of the stages"),
        pytest.param(3.0, 1.0, 0.0, 1.0, 3.0, id="nobody to ask: half"),
        pytest.param(3.0, 1.0, 30.0, 1.0, 12.0, id="thirty members: twice"),
        pytest.param(3.0, 1.0, 10.0, 0.5, 3.0, id="half by its draw"),
        pytest.param(0.0, 1.0, 30.0, 1.0, 0.0, id="no stages: at once"),
    ],
)
def test_approval_months(stages, share, members, drawn, months):
    assert approval_months(stages, 2.0, share, members, 10.0, drawn) == months


@pytest.mark.parametrize(
    ("per_year", "months"),
    [
        pytest.param(0.0, [], id="never"),
        pytest.param(1.0, [12, 24, 36], id="once a year"),
        pytest.param(2.0, [6, 12, 18, 24, 30, 36], id="twice a year"),
        pytest.param(0.5, [24], id="every other year"),
        pytest.param(12 / 9, [9, 18, 27, 36], id="every nine months"),
        pytest.param(12 / 7, [7, 14, 21, 28, 35], id="every seven months"),
    ],
)
def test_months_with_a_handover_in_the_first_three_years(per_year, months):
    due = [m for m in range(1, 37) if handovers_between(per_year, (m - 1) / 12.0, m / 12.0) > 0]
    assert due == months


@pytest.mark.parametrize(
    ("secured", "kept", "restarts", "remaining"),
    [
        pytest.param(8.0, 1.0, 1.0, 2.0, id="all is remembered"),
        pytest.param(8.0, 0.0, 1.0, 8.0, id="all is forgotten"),
        pytest.param(8.0, 0.5, 1.0, 5.0, id="half of it"),
        pytest.param(8.0, 0.0, 0.5, 5.0, id="half must be repeated"),
        pytest.param(8.0, 0.0, 0.0, 2.0, id="the file only waits"),
        pytest.param(4.0, 0.0, 1.0, 4.0, id="what was secured at the last handover is safe"),
        pytest.param(2.0, 0.0, 1.0, 2.0, id="nothing done since: nothing to forget"),
    ],
)
def test_remade(secured, kept, restarts, remaining):
    assert remade(2.0, secured, kept, restarts) == remaining


@given(SHARE, st.floats(0.01, 50.0), SHARE, SHARE)
def test_a_handover_never_helps_and_never_asks_for_more_than_all(part, work, kept, restarts):
    remaining = part * work
    assert remaining <= remade(remaining, work, kept, restarts) <= work * (1.0 + 1e-15)


@pytest.mark.parametrize(
    ("since", "remaining", "speed", "span", "done"),
    [
        pytest.param(3.0, 0.5, 1.0, 0.5, True, id="done within the month"),
        pytest.param(3.25, 1.5, 2.0, 0.75, True, id="done at the month's end"),
        pytest.param(3.25, 1.75, 2.0, 0.75, False, id="the month ends first"),
        pytest.param(3.0, 0.5, 0.0, 1.0, False, id="without speed nothing is done"),
        pytest.param(3.5, 0.0, 0.0, 0.0, True, id="no work is done at once"),
    ],
)
def test_a_stint_ends_with_the_work_or_the_month(since, remaining, speed, span, done):
    assert stint(since, remaining, speed) == (span, done)


@pytest.mark.parametrize(("pace", "done"), [(0.5, 6.0), (1.0, 5.0), (0.0, np.inf)])
def test_members_prepare_a_file_at_their_own_pace(pace, done):
    """Opened in month 1, approvals of three months, one staff-month."""
    assert prepared_by_hand(1.0, 3.0, 1.0, pace) == done


def test_work_left_is_never_negative():
    assert [work_left(2.0, 0.5, months) for months in (0.0, 1.0, 4.0, 5.0)] == [2.0, 1.5, 0.0, 0.0]


@given(BELOW_ONE, BELOW_ONE)
def test_a_factor_is_positive_and_takes_its_draws_alike(first, second):
    assert spread_around(first, second) == spread_around(second, first) >= 0.0


def test_a_factor_has_mean_one_and_a_tail():
    """Over the midpoints of a grid of draws: mean 1, variance 1/2; one in eleven is 2 or more (5 e^-4)."""
    grid = (np.arange(400) + 0.5) / 400.0
    found = np.array([spread_around(u, v) for u in grid for v in grid])
    assert found.mean() == pytest.approx(1.0, abs=2e-3)
    assert found.var() == pytest.approx(0.5, abs=1e-2)
    assert (found >= 2.0).mean() == pytest.approx(5.0 * np.exp(-4.0), abs=2e-3)


@pytest.mark.parametrize(
    ("value", "draw", "whole"), [(2.25, 0.24, 3), (2.25, 0.25, 2), (2.0, 0.0, 2), (0.0, 0.0, 0), (0.5, 0.0, 1)]
)
def test_rounded(value, draw, whole):
    assert rounded(value, draw) == whole


@given(st.floats(0.0, 50.0))
def test_rounding_keeps_the_mean(value):
    """Over the midpoints of 1,000 equal parts of the draw the mean is off by at most half a part."""
    mean = sum(rounded(value, (k + 0.5) / 1000.0) for k in range(1000)) / 1000.0
    assert abs(mean - value) <= 0.0005 + 1e-12


def test_every_duty_has_a_kind_of_case():
    assert {row.duty for row in CASE_KINDS} == set(DUTIES)


# ---- who holds the secretariat -----------------------------------------------------------------------------
OUT, IN, PARTNER = 0, 1, 2


def held(chair=-1, tier=(IN, IN, IN), status=(2, 2, 2), **design):
    w = world(3, chair=chair, tier=tier, status=status, capacity=(1.0, 1.0, 2.0), seat=(1.0, 0.0, 0.0), host=9.0,
              design=design_values(**design))  # fmt: skip
    hold(w)
    holders = np.flatnonzero(w.host).tolist()
    assert w.holders.tolist() == holders + [3] * (4 - len(holders))
    return w.host.tolist()


@pytest.mark.parametrize(
    ("secretariat", "powers"),
    [
        pytest.param({}, [0.0, 0.0, 0.0], id="international: nobody"),
        pytest.param({"seat_share": 1.0}, [1.0, 0.0, 0.0], id="a seat"),
        pytest.param({"seat_share": 1.0, "tier": (OUT, IN, IN)}, [0.0, 0.2, 0.8], id="a seat, its host not a member"),
        pytest.param({"seat_share": 0.5, "tier": (PARTNER, IN, OUT)}, [0.0, 0.5, 0.0], id="a seat, its host a partner"),
        pytest.param({"seat_share": 0.5, "tier": (OUT,) * 3}, [0.0, 0.0, 0.0], id="a seat, and nobody to lead"),
        pytest.param({"turn_share": 1.0, "chair": 1}, [0.0, 1.0, 0.0], id="a turn"),
        pytest.param({"turn_share": 1.0}, [0.0, 0.0, 0.0], id="a turn of nobody"),
        pytest.param({"lead_share": 0.75}, [0.125, 0.125, 0.5], id="leads by the square of capacity"),
        pytest.param({"lead_share": 0.5, "tier": (IN, IN, PARTNER)}, [0.25, 0.25, 0.0], id="partners do not lead"),
        pytest.param({"lead_share": 0.5, "status": (2, 0, 0)}, [0.5, 0.0, 0.0], id="nor states without an office"),
        pytest.param({"lead_share": 0.5, "tier": (OUT,) * 3}, [0.0, 0.0, 0.0], id="nobody to lead"),
        pytest.param(
            {"seat_share": 0.25, "turn_share": 0.25, "lead_share": 0.375, "chair": 2}, [0.3125, 0.0625, 0.5], id="a mix"
        ),
    ],
)
def test_powers_held(secretariat, powers):
    assert held(**secretariat) == powers


ORDER = np.array([0.5, 0.1, 0.9])


def council(tier, status=2):
    """Three states in the order of turns."""
    return world(3, tier=tier, status=status, turn_order=ORDER)


@pytest.mark.parametrize(
    ("chair", "tier", "status", "after"),
    [
        pytest.param(-1, (IN, IN, IN), (2, 2, 2), 1, id="the first in order begins"),
        pytest.param(1, (IN, IN, IN), (2, 2, 2), 0, id="then the second"),
        pytest.param(0, (IN, IN, IN), (2, 2, 2), 2, id="then the third"),
        pytest.param(2, (IN, IN, IN), (2, 2, 2), 1, id="then again the first"),
        pytest.param(1, (OUT, IN, IN), (2, 2, 2), 2, id="those outside are passed over"),
        pytest.param(1, (PARTNER, IN, IN), (2, 2, 2), 2, id="and partners"),
        pytest.param(1, (IN, IN, IN), (0, 2, 2), 2, id="and states without an office"),
        pytest.param(1, (OUT, OUT, IN), (2, 2, 2), 2, id="a chair that left keeps its place in the order"),
        pytest.param(1, (OUT, IN, OUT), (2, 2, 2), 1, id="alone: the same again"),
        pytest.param(1, (OUT, OUT, OUT), (2, 2, 2), -1, id="nobody"),
    ],
)
def test_next_chair(chair, tier, status, after):
    assert next_chair(council(tier, status), chair) == after


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=3))
def test_everybody_entitled_gets_one_turn_a_round(states):
    tier, status = zip(*states, strict=True)
    w = council(tier, status)
    entitled = [j for j in range(3) if tier[j] == IN and status[j] > 0]
    assert [j for j in range(3) if takes_part(w, j)] == entitled
    chair, turns = -1, []
    for _ in entitled:
        chair = next_chair(w, chair)
        turns.append(chair)
    assert sorted(turns) == entitled


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [
        pytest.param((1.0, 0.0), (1.0, 0.0), 1.0, id="same host"),
        pytest.param((1.0, 0.0), (0.0, 1.0), 0.0, id="another host"),
        pytest.param((0.0, 0.0), (0.0, 0.0), 1.0, id="international before and after"),
        pytest.param((1.0, 0.0), (0.0, 0.0), 0.0, id="from a host to international"),
        pytest.param((0.5, 0.0), (0.25, 0.25), 0.75, id="a quarter changes hands"),
    ],
)
def test_same_hands(before, after, share):
    assert same_hands(np.array(before), np.array(after)) == share


@given(hnp.arrays(float, 3, elements=st.floats(0.0, 1 / 3)), hnp.arrays(float, 3, elements=st.floats(0.0, 1 / 3)))
def test_same_hands_is_a_share_and_symmetric(before, after):
    share = same_hands(before, after)
    assert -1e-15 <= share <= 1.0 + 1e-15
    assert share == pytest.approx(same_hands(after, before), rel=1e-12, abs=1e-15)


# ---- a month of the secretariat --------------------------------------------------------------------------------
STREAM, OPENER = stream_of(5, 0), key_of("A")


def test_the_speed_of_a_month_is_that_of_the_design():
    design = design_values(
        learning_rate_per_year=0.25, handover_slowdown=0.5, handover_downtime_months=2, coupling_overlap=0.5
    )
    w = world(params={"overlap": 0.5}, design=design, experience=2.0, month=10)
    assert speed_of_month(w) == working_speed(0.25, 2.0, 0.5, 0.0, 0.25)
    w.handover = 8.5
    assert speed_of_month(w) == working_speed(0.25, 2.0, 0.5, 0.5, 0.25)


@pytest.mark.parametrize(("posts", "after"), [(0, 1.0), (1, 1.0 + 1.0 / 12.0), (9, 1.0 + 1.0 / 12.0)])
def test_experience_needs_posts(posts, after):
    assert gathered(1.0, posts) == after


@pytest.mark.parametrize(
    ("host", "draw", "posts"),
    [((0.0, 0.0), 0.0, 4), ((1.0, 0.0), 0.0, 5), ((0.0, 1.0), 0.0, 7), ((0.5, 0.0), 0.4, 5), ((0.5, 0.0), 0.6, 4)],
)
def test_hosts_lend_posts(host, draw, posts):
    w = world(2, 1, params={"lent_posts": 1.0}, host=host, capacity=(1.0, 3.0, 9.0), posts_draw=draw,
              design=design_values(staff_fte=4.0))  # fmt: skip
    assert posts_of_month(w) == posts


@given(st.floats(0.0, 4.0), st.integers(0, 40), st.integers(1, 120))
def test_handovers_of_all_months_add_up(per_year, began, months):
    """At most four a year are at most one a month."""
    assert not handover_due(per_year, began, float(began))
    due = sum(handover_due(per_year, began + k, float(began)) for k in range(1, months + 1))
    assert due == pytest.approx(per_year * months / 12.0, abs=1.0 + 1e-6)


@pytest.mark.parametrize(("chair", "vacant"), [(-1, True), (0, False), (1, True), (2, True)])
def test_the_chair_is_a_member_with_an_office(chair, vacant):
    assert chair_vacant(world(3, chair=chair, tier=(1, 2, 1), status=(2, 2, 0))) == vacant


# ---- cases -------------------------------------------------------------------------------------------------------
@given(st.integers(0, len(CASE_KINDS) - 1), st.integers(0, 300), st.integers(0, 9))
def test_a_new_case(kind, month, count):
    """The fast lane where there is one, else the approvals and the agreement; every case has draws of its own."""
    design = design_values(fast_lane=1.0, fast_lane_days=30.4375, approval_stages=2.0, stage_length_months=3.0)
    w = world(10, stream=STREAM, month=month, design=design, tier=1)
    w.key[0] = OPENER
    work, wait, fast = new_case(w, kind, 0, count)
    assert work > 0.0 and fast == FAST[kind]
    whole = 1.0 if fast else 6.0 * CASE_KINDS[kind].stages + AGREEMENT[kind]
    assert (wait > 0.0) == (whole > 0.0)
    if not fast:
        assert nominal_months(kind, design) == pytest.approx(WORK[kind] + whole)
    assert new_case(w, kind, 0, count + 1)[0] != work
    assert new_case(w, kind, -1, count)[0] != work, "the secretariat's own draws are those of another"
    w.design = 0.0
    assert not new_case(w, kind, 0, count)[2]


@pytest.mark.parametrize("kind", range(len(CASE_KINDS)))
def test_new_cases_take_what_is_planned_on_average(kind):
    """5,000 cases: the mean factor is within 5 standard errors (0.05) of 1."""
    w = world(10, stream=STREAM, design=design_values(approval_stages=2.0, stage_length_months=3.0), tier=1)
    drawn = [new_case(w, kind, -1, count)[:2] for w.month in range(100) for count in range(50)]
    work, wait = np.mean(drawn, axis=0)
    assert work / WORK[kind] == pytest.approx(1.0, abs=0.05)
    assert WORK[kind] + wait == pytest.approx(nominal_months(kind, w.design), rel=0.05)


@pytest.mark.parametrize(("paid", "posts"), [(1.0, 4), (0.75, 3), (0.0, 0)])
def test_what_is_not_paid_is_not_spent(paid, posts):
    w = world(design=design_values(staff_fte=4.0), paid=paid)
    assert own_posts(w) == posts_of_month(w) == posts


def test_days_between():
    assert days_between(2.0, 4.0) == 60.875
