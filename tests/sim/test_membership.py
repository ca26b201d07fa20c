"""Membership: joint effort, and whether one state gains by being in the network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim import parameters as P
from sim.rules.appraisal import (
    appraise_join,
    appraise_membership,
    coalition_effort,
    member_effort,
    member_efforts,
    protection_of,
    stake_of,
    stakes,
)
from sim.rules.measures import dues_shares
from sim.rules.membership import (
    bias,
    collect_dues,
    effort,
    effort_cost,
    join_gain,
    join_terms,
    may_apply,
    partner_tier_open,
)
from tests.sim.arrays import filled, members_of

POSITIVE = st.floats(0.01, 10.0)
SHARE = st.floats(0.0, 1.0)


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stake", "productivity", "linear", "curve", "cap", "quantity"),
    [
        pytest.param(2.0, 0.5, 0.0, 1.0, 9.0, 1.0, id="benefit over curvature"),
        pytest.param(2.0, 0.5, 0.25, 0.5, 9.0, 1.5, id="less the linear cost"),
        pytest.param(2.0, 0.5, 2.0, 1.0, 9.0, 0.0, id="too dear: nothing"),
        pytest.param(2.0, 0.5, 0.0, 1.0, 0.25, 0.25, id="no more than the cap"),
        pytest.param(2.0, 0.0, 0.0, 1.0, 9.0, 0.0, id="nothing gets done: nothing is given"),
        pytest.param(2.0, 1.0, 1.5, 0.0, 1.0, 1.0, id="straight cost: all"),
        pytest.param(2.0, 1.0, 2.5, 0.0, 1.0, 0.0, id="straight cost: or nothing"),
    ],
)
def test_effort(stake, productivity, linear, curve, cap, quantity):
    assert effort(stake, productivity, linear, curve, cap) == quantity


@given(POSITIVE, SHARE, SHARE, POSITIVE, POSITIVE, SHARE)
def test_no_other_effort_is_worth_more(stake, productivity, linear, curve, cap, other):
    def net(quantity):
        return stake * productivity * quantity - effort_cost(linear, curve, quantity)

    best = net(effort(stake, productivity, linear, curve, cap))
    assert best >= net(other * cap) - 1e-9 * (1.0 + abs(best))


@pytest.mark.parametrize(
    ("quantity", "cost"),
    [pytest.param(0.0, 0.0, id="none"), pytest.param(1.0, 1.0, id="one"), pytest.param(2.0, 3.0, id="two cost more")],
)
def test_effort_cost(quantity, cost):
    assert effort_cost(0.5, 1.0, quantity) == cost


@pytest.mark.parametrize(
    ("neutrality", "rivalry", "pull", "distance", "dislike"),
    [
        pytest.param(0.0, 0.5, 0.0, 0.0, 1.0, id="a rival's seat"),
        pytest.param(0.5, 0.5, 0.0, 0.0, 0.5, id="seen as half neutral"),
        pytest.param(1.0, 1.0, 0.0, 1.0, 0.0, id="neutral, and the host pulls nothing"),
        pytest.param(1.0, 1.0, 0.5, 0.5, 0.5, id="a pulled agenda"),
    ],
)
def test_bias(neutrality, rivalry, pull, distance, dislike):
    assert bias(2.0, neutrality, rivalry, pull, distance) == dislike


NAMES = ("stake", "productivity", "with_us", "without_us", "excludable", "share", "cost_in", "cost_out", "alone",
         "information", "biased", "dues", "crowding", "members", "penalty")  # fmt: skip


COOPERATION, EFFORT, OWN, INFORMATION, BIAS, DUES, CROWDING, PENALTY = range(8)


@pytest.mark.parametrize(
    ("changed", "term", "value"),
    [
        pytest.param({"with_us": 4.0, "without_us": 3.0}, COOPERATION, 1.0, id="we add to joint effort"),
        pytest.param(
            {"with_us": 4.0, "without_us": 4.0, "excludable": 0.5}, COOPERATION, 2.0, id="outsiders miss half"
        ),
        pytest.param(
            {"with_us": 4.0, "without_us": 4.0, "excludable": 0.5, "share": 0.5},
            COOPERATION,
            1.0,
            id="a partner a quarter",
        ),
        pytest.param(
            {"with_us": 4.0, "productivity": 0.5, "stake": 0.5}, COOPERATION, 1.0, id="stake and productivity"
        ),
        pytest.param({"cost_in": 1.0, "cost_out": 0.25}, EFFORT, -0.75, id="extra effort"),
        pytest.param({"alone": 0.5, "stake": 2.0}, OWN, -1.0, id="what we would do alone"),
        pytest.param({"information": 0.5}, INFORMATION, 0.5, id="information"),
        pytest.param({"biased": 0.5}, BIAS, -0.5, id="bias"),
        pytest.param({"dues": 0.5}, DUES, -0.5, id="dues"),
        pytest.param({"crowding": 0.5, "members": 3}, CROWDING, -1.5, id="crowding"),
        pytest.param({"penalty": 0.5}, PENALTY, 0.5, id="penalty"),
    ],
)
def test_join_terms_one_at_a_time(changed, term, value):
    values = dict.fromkeys(NAMES, 0.0) | {"stake": 1.0, "productivity": 1.0, "share": 1.0, "members": 0} | changed
    expected = [0.0] * 8
    expected[term] = value
    assert list(join_terms(*(values[name] for name in NAMES))) == expected


# ---- appraisal: from arrays to terms -----------------------------------------------------------------------
class Scene:
    """Four equal states with stake 1, quadratic cost 1, no information, no bias; nobody is a member yet."""

    def __init__(self, **parameters):
        plain = {"network_benefit": 1.0, "effort_cost": 0.0, "effort_curve": 1.0, "effort_cap": 100.0, "noise": 0.0,
                 "bias_weight": 0.0, "crowding": 0.0, "public_motive": 0.0, "partner_access": 0.5}  # fmt: skip
        self.p = P.with_values(**(plain | parameters))
        self.benefit, self.capacity = np.ones(4), np.ones(5)
        self.tier, self.host = np.zeros(4, dtype=np.int64), np.zeros(4)
        self.novelty, self.trust, self.rivalry = np.zeros((5, 4)), np.zeros((5, 5)), np.zeros((5, 5))
        self.legal, self.security = np.ones((5, 5)), np.ones(5)
        self.preference, self.agenda = np.full((4, 2), 0.5), np.array([0.5, 0.5])
        self.neutrality = self.pull = self.excludability = self.penalty = 0.0
        self.dues_share, self.cost = 0.0, 0.0

    def total(self, without=-1, extra=-1, extra_tier=0):
        members = members_of(self.tier)
        return coalition_effort(
            self.p, self.benefit, members, self.tier, self.capacity, 1.0, without, extra, extra_tier
        )  # fmt: skip

    def terms(self, i, own_tier=1):
        levers = np.array([self.neutrality, self.pull, self.excludability, self.penalty])
        return appraise_join(
            self.p, levers, self.benefit, members_of(self.tier), self.tier, self.capacity, self.novelty, self.trust,
            self.rivalry, self.legal, self.security, self.preference, self.agenda, self.host, self.dues_share,
            self.cost, 1.0, 1.0, 1.0, 4, 0.0, i, own_tier,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "without", "extra", "extra_tier", "total"),
    [
        pytest.param((0, 0, 0, 0), -1, -1, 0, 0.0, id="nobody"),
        pytest.param((1, 1, 1, 0), -1, -1, 0, 9.0, id="three members, each for three"),
        pytest.param((1, 1, 1, 0), 0, -1, 0, 4.0, id="two without the first"),
        pytest.param((1, 1, 1, 0), 3, 3, 1, 16.0, id="four with the last"),
        pytest.param((1, 1, 1, 0), 3, 3, 2, 14.0, id="the last as a partner: four times 3.5"),
        pytest.param((1, 1, 2, 0), -1, -1, 0, 7.5, id="two members and a partner: three times 2.5"),
        pytest.param((1, 1, 2, 0), 2, 2, 1, 9.0, id="the partner as a member"),
    ],
)
def test_coalition_effort(tier, without, extra, extra_tier, total):
    scene = Scene()
    scene.tier[:] = tier
    assert scene.total(without, extra, extra_tier) == total


@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 2))
def test_being_in_is_the_same_whether_one_is_already_in_or_only_thinks_of_it(tier, i, own):
    scene = Scene()
    scene.tier[:] = tier
    scene.tier[i] = own
    inside = scene.total()
    scene.tier[i] = 0
    assert scene.total(i, i, own) == inside


def test_effort_is_capped_by_capacity():
    scene = Scene(effort_cap=0.25)
    scene.tier[:], scene.capacity[1] = 1, 2.0
    stake = stake_of(scene.p, scene.benefit, members_of(scene.tier), scene.tier, -1, -1, 0)
    each = [member_effort(scene.p, stake, 1.0, scene.capacity[j]) for j in range(4)]
    assert each == [0.25, 0.5, 0.25, 0.25]


@pytest.mark.parametrize("already", [0, 1, 2], ids=["outside", "member", "partner"])
def test_the_appraisal_is_against_staying_outside_whatever_one_is_now(already):
    scene = Scene(crowding=0.125)
    scene.tier[:] = (already, 1, 1, 0)
    assert scene.terms(0) == (5.0, -4.0, -1.0, 0.0, 0.0, 0.0, -0.25, 0.0)


@pytest.mark.parametrize(
    ("changed", "position", "value"),
    [
        pytest.param({"excludability": 0.5}, 0, 9.0 - 0.5 * 4.0, id="excludability: outsiders miss half"),
        pytest.param({"penalty": 3.0}, 7, 3.0, id="penalty"),
        pytest.param({"cost": 8.0, "dues_share": 0.25}, 5, -2.0, id="dues: our share of the cost"),
    ],
)
def test_levers_reach_their_term(changed, position, value):
    scene = Scene()
    scene.tier[:] = (0, 1, 1, 0)
    before = scene.terms(0)
    for name, lever in changed.items():
        setattr(scene, name, lever)
    after = scene.terms(0)
    assert after[position] == value
    assert [k for k in range(8) if before[k] != after[k]] == [position]


@pytest.mark.parametrize(
    ("host", "neutrality", "pull", "own_tier", "dislike"),
    [
        pytest.param((0, 1, 0, 0), 0.0, 0.0, 1, 0.5, id="a rival holds the arm"),
        pytest.param((0, 0.5, 0, 0), 0.0, 0.0, 1, 0.25, id="a rival holds half of it"),
        pytest.param((1, 0, 0, 0), 0.0, 0.0, 1, 0.0, id="we hold it"),
        pytest.param((0, 1, 0, 0), 0.5, 0.0, 1, 0.25, id="seen as half neutral"),
        pytest.param((0, 1, 0, 0), 0.0, 0.0, 2, 0.25, id="a partner minds half as much"),
        pytest.param((0, 0, 0, 0), 0.0, 1.0, 1, 0.25, id="an agenda a quarter off"),
    ],
)
def test_bias_of_the_seat_and_the_agenda(host, neutrality, pull, own_tier, dislike):
    scene = Scene(bias_weight=1.0)
    scene.rivalry[0, 1], scene.host[:] = 0.5, host
    scene.neutrality, scene.pull, scene.preference[0] = neutrality, pull, (0.75, 0.25)
    scene.tier[1] = 1
    assert scene.terms(0, own_tier)[4] == -dislike


@pytest.mark.parametrize(
    ("changed", "benefit"),
    [
        pytest.param({}, 1.0, id="plain"),
        pytest.param({"salience": 2.0}, 2.0, id="salient"),
        pytest.param({"capability": 2.0}, 2.0, id="capable systems"),
        pytest.param({"overlap": 0.25}, 0.75, id="other bodies do a quarter"),
        pytest.param({"overlap": 1.0}, 0.0, id="other bodies do all"),
        pytest.param({"lead": 0.25}, 0.75, id="a lead makes cooperation matter less"),
        pytest.param({"lead": 3.0}, 0.0, id="a decisive lead: not at all"),
    ],
)
def test_stakes(changed, benefit):
    values = {"salience": 1.0, "capability": 1.0, "overlap": 0.0, "lead": 0.0} | changed
    values["lead"] = np.full(2, values["lead"])
    found = np.full(2, np.nan)
    stakes(Scene().p, np.array([1.0, 2.0]), np.array([1.0, 0.5]), *values.values(), found)
    assert found.tolist() == [benefit, benefit]


@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), SHARE, SHARE)
def test_the_more_outsiders_miss_the_more_full_membership_is_worth(tier, one, other):
    scene = Scene()
    scene.tier[:] = tier
    gains = []
    for scene.excludability in sorted((one, other)):
        gains.append(join_gain(scene.terms(0)))
    assert gains[1] >= gains[0] - 1e-12


# ---- who may, and who pays -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "tier", "eligible", "openness", "reached", "may"),
    [
        pytest.param(1, 0, 0.9, 0.0, 0.0, True, id="an acting office is enough"),
        pytest.param(0, 2, 0.9, 0.0, 0.0, True, id="who is in may stay"),
        pytest.param(0, 0, 0.0, 0.0, 1.0, False, id="a closed design"),
        pytest.param(0, 0, 0.0, 1.0, 0.0, False, id="nobody drew it in"),
        pytest.param(0, 0, 0.25, 1.0, 0.5, True, id="drawn in far enough"),
        pytest.param(0, 0, 0.5, 1.0, 0.5, False, id="not far enough"),
    ],
)
def test_may_apply(status, tier, eligible, openness, reached, may):
    assert may_apply(status, tier, eligible, openness, reached) == may


@pytest.mark.parametrize(
    ("draw", "tiers", "opened"), [(0.0, 1.0, False), (0.4, 2.0, True), (0.5, 2.0, False), (0.9, 3.0, True)]
)
def test_partner_tier_open(draw, tiers, opened):
    assert partner_tier_open(draw, tiers) == opened


@pytest.mark.parametrize(
    ("tier", "dues"), [((1, 1), [1.0, 1.0]), ((1, 0), [2.0, 0.0]), ((0, 0), [0.0, 0.0])], ids=["both", "one", "nobody"]
)
def test_collect_dues(tier, dues):
    out = np.empty(2)
    assert collect_dues(0.5, 4.0, 0.25, np.array(tier), np.array([9.0, 1.0]), np.zeros(2), 0.0, 0.0, out) == 2.0
    assert out.tolist() == dues


@given(st.integers(0, 3), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_efforts_of_all_are_those_of_each(extra, tiers):
    benefit, tier, capacity = np.array([0.5, 1.0, 2.0, 3.0]), np.array(tiers), np.full(4, 1.0 + extra)
    p, out = P.default_values(), np.full(4, -1.0)
    member_efforts(p, benefit, members_of(tier), tier, capacity, 0.5, out)
    stake = stake_of(p, benefit, members_of(tier), tier, -1, -1, 0)
    each = [member_effort(p, stake, 0.5, capacity[j]) if tier[j] > 0 else 0.0 for j in range(4)]
    assert out.tolist() == each


@pytest.mark.parametrize("tier", [1, 2])
def test_appraise_membership_gathers_what_joining_needs(tier):
    """Dues and the channel are those of the design in force; the rival network counts against the penalty."""
    design = np.zeros(len(D.FIELDS))
    design[[D.NEUTRALITY, D.PULL, D.EXCLUDABILITY, D.PENALTY]] = 0.5, 0.25, 0.5, 0.25
    design[[D.OVERLAP, D.PROTECTION]] = 0.5, 0.25
    p, ones, outside = P.default_values(), np.ones(3), np.array([1.0, 0.0, 0.0])
    now, rivalry, host, flat = (
        np.array([0, 1, 1]),
        np.full((3, 3), 0.5),
        np.array([0.0, 0.5, 0.0]),
        np.full((3, 2), 0.5),
    )
    novelty, agenda = np.full((4, 3), 0.25), np.array([0.5, 0.5])
    world = (novelty, np.full((3, 3), 0.5), rivalry, np.ones((3, 3)), np.full(3, 0.5), flat, agenda, host)
    benefit, members = np.full(3, np.nan), members_of(now)
    stakes(p, ones, ones, 1.0, 1.0, p[P.OVERLAP] * 0.5, 0.0 * ones, benefit)
    found = appraise_membership(p, design, benefit, 1.0, 1.0, outside, members, now, ones, 0.5, 0.5, 1.0, ones,
                                *world, 0.5, ones, 3, 0, tier)  # fmt: skip
    shares = filled(dues_shares, 3, np.array([tier, 1, 1]), ones, host, 0.5, 0.5, p[P.PARTNER_DUES])
    channel = protection_of(p, 0.25, 1.0)
    assert found == appraise_join(p, (0.5, 0.25, 0.5, 0.25 - 1.0), benefit, members, now, ones, *world, shares[0], 1.0,
                                  1.0, 1.0, 0.5, 3, channel, 0, tier)  # fmt: skip
