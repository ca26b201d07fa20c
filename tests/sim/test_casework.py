"""Casework rules: speed, approvals, handovers, plans, the lists of cases, and who holds the secretariat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.catalogue import CASE_INDEX, CASE_KINDS, DUTIES
from sim.draws import key_of, stream_of
from sim.rules.casework import (
    FAST,
    PER_YEAR,
    WORK,
    approval_months,
    backlog,
    chair_vacant,
    days_between,
    gathered,
    handover_due,
    handovers_between,
    hold,
    list_finished,
    list_open,
    most_in_need,
    new_case,
    new_theme,
    next_chair,
    open_of,
    plan_limit,
    planned,
    planned_of,
    posts_of_month,
    remade,
    rounded,
    same_hands,
    slow_share,
    speed_of_month,
    spread_around,
    stint,
    theme_of,
    work_left,
    working_speed,
    yearly,
)
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


def test_work_left_is_never_negative():
    assert [work_left(2.0, 0.5, months) for months in (0.0, 1.0, 4.0, 5.0)] == [2.0, 1.5, 0.0, 0.0]


@given(BELOW_ONE)
def test_a_factor_is_between_half_and_one_and_a_half(draw):
    assert 0.5 <= spread_around(draw) <= 1.5
    assert spread_around(draw) + spread_around(1.0 - draw) == pytest.approx(2.0, rel=1e-12)


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


@pytest.mark.parametrize("row", [k for k in CASE_KINDS if k.per_year], ids=lambda row: row.key)
@pytest.mark.parametrize("offset", [0.0, 0.3, 0.93])
def test_a_year_of_the_plan_has_its_stated_number_of_cases(row, offset):
    """The plan counts from 0: any 24 months hold twice the yearly number (all rates are multiples of 1/2)."""
    for start in (0, 5, 17):
        assert sum(planned(row.per_year, m, offset) for m in range(start, start + 24)) == 2 * row.per_year


@pytest.mark.parametrize(("draw", "theme"), [(0.0, 0), (0.24, 0), (0.25, 2), (0.99, 2)])
def test_theme_of_a_case(draw, theme):
    assert theme_of(np.array([0.25, 0.0, 0.75]), draw) == theme


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
        pytest.param({"seat_share": 1.0, "tier": (OUT, IN, IN)}, [1.0, 0.0, 0.0], id="a seat, its host not a member"),
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
def test_working_groups_grow_with_the_mandate():
    group = CASE_INDEX["working_group"]
    assert [yearly(group, breadth) for breadth in (2.0, 4.0, 8.0)] == [1.0, 2.0, 4.0]
    assert all(yearly(k, 18.0) == kind.per_year for k, kind in enumerate(CASE_KINDS) if k != group)


@pytest.mark.parametrize("kind", range(len(CASE_KINDS)))
def test_a_year_asks_for_the_years_cases(kind):
    asked = sum(planned_of(kind, 4.0, month) for month in range(24))
    assert asked == 2 * PER_YEAR[kind]
    w = world(stream=STREAM, design=design_values(mandate_breadth_themes=4.0))
    assert max(1, int(PER_YEAR[kind])) <= plan_limit(w, kind) <= PER_YEAR[kind] + 1


@given(st.integers(0, len(CASE_KINDS) - 1), st.integers(0, 300), st.integers(0, 9))
def test_a_new_case(kind, month, count):
    """Work within half and one and a half of its kind's; the fast lane where there is one, else the approvals."""
    design = design_values(fast_lane=1.0, fast_lane_days=30.4375, approval_stages=2.0, stage_length_months=3.0)
    w = world(10, stream=STREAM, month=month, design=design, tier=1)
    w.key[0] = OPENER
    work, wait, fast = new_case(w, kind, 0, count)
    assert 0.5 * WORK[kind] <= work <= 1.5 * WORK[kind]
    assert fast == FAST[kind]
    whole = 1.0 if fast else 6.0 * CASE_KINDS[kind].stages
    assert 0.5 * whole <= wait <= 1.5 * whole
    assert new_case(w, kind, 0, count + 1)[0] != work
    assert new_case(w, kind, -1, count)[0] != work, "the secretariat's own draws are those of another"
    w.design = 0.0
    assert not new_case(w, kind, 0, count)[2]


def test_days_between():
    assert days_between(2.0, 4.0) == 60.875


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


# ---- lists of cases ----------------------------------------------------------------------------------------------
URGENT, DATED, OTHER, LONG = (CASE_INDEX[key] for key in ("incident", "clearance", "standard", "joint_test"))


def with_cases(*kinds):
    """A world in which a case of each of these kinds was opened, one after another."""
    w = world(3)
    for number, kind in enumerate(kinds):
        w.cases["number"][number], w.cases["kind"][number] = number, kind
        w.cases["finished"][number] = w.cases["withdrawn"][number] = np.nan
        list_open(w, number)
    return w


@pytest.mark.parametrize(
    ("kinds", "listed"),
    [
        pytest.param((), [], id="none"),
        pytest.param((OTHER, LONG, OTHER), [0, 1, 2], id="of one class: as they were opened"),
        pytest.param((OTHER, DATED, URGENT), [2, 1, 0], id="the urgent first, then the dated"),
        pytest.param((URGENT, OTHER, URGENT, DATED), [0, 2, 3, 1], id="behind those of their own class"),
    ],
)
def test_open_cases_are_listed_by_class_and_number(kinds, listed):
    w = with_cases(*kinds)
    assert w.open_cases[: w.n_open].tolist() == listed


def test_cases_are_counted_until_they_are_finished_or_withdrawn():
    w = with_cases(OTHER, LONG, OTHER, URGENT, OTHER)
    assert (backlog(w), open_of(w, OTHER), open_of(w, DATED)) == (5, 3, 0)
    w.cases["finished"][0], w.cases["withdrawn"][3] = 2.0, 3.0
    assert (backlog(w), open_of(w, OTHER), open_of(w, URGENT)) == (3, 2, 0)


def test_finished_cases_are_listed_by_number():
    w = with_cases(*[OTHER] * 5)
    for number in (3, 0, 4, 1):
        list_finished(w, number)
    assert w.finished[: w.n_finished].tolist() == [0, 1, 3, 4]
