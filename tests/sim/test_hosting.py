"""Hosting: posts lent and at hand, what is heard first, and what powers are worth to who decides on membership."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters as P
from sim.catalogue import BENEFIT, CASE_INDEX, CATEGORY_INDEX
from sim.rules import findings, hosting
from sim.rules.learning import free_capacity
from sim.rules.membership import appraise_membership, dues_share_of, may_apply, who_pays
from sim.rules.passing import seat_moves
from tests.worlds import design_values, world

OUT, IN, PARTNER = 0, 1, 2
SHARE = st.floats(0.0, 1.0)


def test_findings_are_of_kinds_of_casework_and_of_categories():
    assert set(findings.FINDINGS) <= set(CASE_INDEX) and set(findings.FINDINGS.values()) <= set(CATEGORY_INDEX)
    assert findings.WORTH[CASE_INDEX["joint_test"]] == BENEFIT[CATEGORY_INDEX["evaluation_methods"]]
    assert findings.WORTH[CASE_INDEX["terms"]] == 0.0


# ---- posts -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("openness", "lent"), [(1.5, 2.0), (1.0, 2.0), (0.5, 1.0)])
def test_a_government_lends_as_far_as_it_is_open(openness, lent):
    assert hosting.lent_by(world(1, params={"lent_posts": 2.0}, host=1.0, openness=openness), 0) == lent


def test_what_is_lent_is_lacking_at_home_in_the_same_unit():
    w = world(2, 1, params={"lent_posts": 3.0, "exchange_gain": 0.0}, capacity=(2.0, 1.0, 1.0), host=(0.5, 0.0))
    assert [hosting.lent_by(w, j) for j in (0, 1)] == [3.0, 0.0]
    free_capacity(w)
    assert w.free.tolist() == pytest.approx([2.0 - 3.0 / 30.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("powers", "staff", "status", "posts"),
    [
        pytest.param(1.0, 50.0, 2, 5.0, id="a share of what they are more than the office"),
        pytest.param(0.8, 50.0, 2, 2.5, id="those that come with its powers"),
        pytest.param(1.0, 30.0, 2, 0.0, id="no more than it has itself"),
        pytest.param(1.0, 50.0, 0, 0.0, id="no office to help"),
    ],
)
def test_the_secretariats_posts_help_a_smaller_host(powers, staff, status, posts):
    w = world(1, params={"exchange_gain": 0.25}, design=design_values(staff_fte=staff), status=status)
    assert hosting.posts_at_hand(w, 0, powers) == pytest.approx(posts)


@given(SHARE, st.floats(0.1, 3.0), st.floats(0.0, 3.0))
def test_a_host_keeps_most_of_its_capacity(powers, capacity, lent):
    w = world(1, params={"lent_posts": lent}, capacity=capacity, host=powers)
    assert hosting.capacity_at_home(w, 0) >= -0.1 * capacity - 1e-12


# ---- what comes to light ---------------------------------------------------------------------------------------------
def test_findings_are_averaged_over_a_year():
    w = world(1)
    worth = findings.WORTH[CASE_INDEX["joint_test"]]
    for _ in range(400):
        findings.age_findings(w)
        findings.add_finding(w, CASE_INDEX["joint_test"], 1)
    assert w.findings.tolist() == pytest.approx([0.0, worth, 0.0, 0.0, 0.0])
    findings.add_finding(w, CASE_INDEX["meeting"], -1)
    assert w.findings[-1] == 0.0, "a case without a theme brings nothing to light"


@pytest.mark.parametrize(
    ("powers", "known", "status", "worth"),
    [
        pytest.param(1.0, 0.0, 2, 0.5, id="all of it is new"),
        pytest.param(0.5, 0.0, 2, 0.25, id="by powers"),
        pytest.param(1.0, 0.5, 2, 0.25, id="half is known"),
        pytest.param(0.0, 0.0, 2, 0.0, id="no powers"),
        pytest.param(1.0, 0.0, 0, 0.0, id="nobody to hear it"),
    ],
)
def test_first_hand(powers, known, status, worth):
    w = world(1, findings=(0.5, 0.0, 0.0, 0.0, 0.0), knowledge=known, status=status)
    assert hosting.first_hand(w, 0, powers) == worth


# ---- what powers are worth -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "at", "host", "powers"),
    [
        pytest.param(IN, IN, 0.75, 0.75, id="a member, what it holds: seat and more"),
        pytest.param(IN, PARTNER, 0.75, 0.0, id="a partner holds nothing"),
        pytest.param(OUT, IN, 0.0, 0.5, id="outside, the seat waits for it"),
    ],
)
def test_powers_at_a_tier(tier, at, host, powers):
    w = world(1, design=design_values(seat_share=0.5), seat=1.0, tier=tier, host=host)
    assert hosting.powers_at(w, 0, at) == powers


def test_membership_knows_what_a_host_would_lose():
    design = design_values(seat_share=1.0, staff_fte=10.0)
    w = world(2, design=design, seat=(1.0, 0.0), host=(1.0, 0.0), tier=IN, cost=1.0, dues_host=0.5, security=1.0,
              findings=(0.25, 0.0, 0.0, 0.0, 0.0), params={"lent_posts": 1.0})  # fmt: skip
    own, other = appraise_membership(w, 0, IN), appraise_membership(w, 1, IN)
    assert own[-1] == hosting.hosting(w, 0, 1.0) == pytest.approx(0.25 - w.p[P.POST_COST])
    assert other[-1] == 0.0
    assert appraise_membership(w, 0, PARTNER)[-1] == 0.0
    assert dues_share_of(w, 0, IN, 1.0, who_pays(w, 0, IN)) == pytest.approx(0.75)


# ---- how the seat is seen --------------------------------------------------------------------------------------------
RIVALS = ((0.0, 0.9, 0.3), (0.9, 0.0, 0.0), (0.3, 0.0, 0.0))  # mean 0.4; at large 0.6, 0.45 and 0.15


@pytest.mark.parametrize(
    ("host", "seen"),
    [
        pytest.param((0.0, 0.0, 0.0), 0.5, id="what nobody holds: the design's"),
        pytest.param((1.0, 0.0, 0.0), 0.25, id="a host with rivals"),
        pytest.param((0.0, 0.0, 1.0), 0.8125, id="a host without"),
        pytest.param((0.5, 0.0, 0.5), 0.53125, id="by powers"),
    ],
)
def test_a_seat_is_seen_by_who_holds_it(host, seen):
    w = world(3, design=design_values(perceived_neutrality=0.5), host=host, rivalry=RIVALS)
    w.roster_rivalry[:], w.acting_from[:] = RIVALS, 0
    hosting.set_usual_rivalry(w)
    assert w.usual_rivalry == pytest.approx(0.4)
    assert hosting.seat_neutrality(w) == pytest.approx(seen)


@given(SHARE, SHARE, SHARE)
def test_a_seat_is_seen_as_impartial_between_0_and_1(nu, rivalry, usual):
    w = world(2, design=design_values(perceived_neutrality=nu), host=(1.0, 0.0), rivalry=rivalry, usual_rivalry=usual)
    assert 0.0 <= hosting.seat_neutrality(w) <= 1.0


# ---- the seat --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("eligible", "may"), [pytest.param(0.5, True, id="it may"), pytest.param(0.75, False, id="as far as it has powers")]
)
def test_who_is_offered_the_seat_may_join(eligible, may):
    w = world(2, status=0, eligible=eligible, design=design_values(seat_share=0.7), seat=(1.0, 0.0))
    assert [may_apply(w, j) for j in (0, 1)] == [may, False]


def test_a_seat_moves_once_when_its_state_leaves_and_once_when_it_is_back():
    w = world(2, design=design_values(seat_share=1.0), seat=(1.0, 0.0), tier=(IN, OUT), seated=True)
    moves = []
    for tier in (IN, OUT, OUT, PARTNER, IN, IN):
        w.tier[0] = tier
        moves.append([seat_moves(w, j) for j in (0, 1)])
    assert moves == [[False, False], [True, False], [False, False], [False, False], [True, False], [False, False]]
