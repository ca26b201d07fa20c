"""Membership: joint effort, and whether one state gains by being in the network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim import parameters as P
from sim.rules.dues import dues_share_of, who_pays
from sim.rules.membership import (
    appraise_membership,
    benefit_of,
    bias,
    bias_of,
    coalition_effort,
    curve_of,
    effort,
    effort_cost,
    effort_of,
    expected_information,
    join_gain,
    join_terms,
    leaving_cost,
    may_apply,
    others_in_network,
    partner_tier_open,
    set_benefits,
    set_efforts,
    stake_of,
)
from tests.worlds import relist, world

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
         "information", "biased", "dues", "crowding", "members", "penalty", "inclined", "leaving",
         "hosted")  # fmt: skip


COOPERATION, EFFORT, OWN, INFORMATION, BIAS, DUES, CROWDING, PENALTY, INCLINATION, LEAVING, HOSTING = range(11)


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
        pytest.param({"inclined": -0.5}, INCLINATION, -0.5, id="a lasting trait"),
        pytest.param({"leaving": 0.5}, LEAVING, 0.5, id="what leaving would cost"),
        pytest.param({"hosted": 0.5}, HOSTING, 0.5, id="what powers are worth"),
    ],
)
def test_join_terms_one_at_a_time(changed, term, value):
    values = dict.fromkeys(NAMES, 0.0) | {"stake": 1.0, "productivity": 1.0, "share": 1.0, "members": 0} | changed
    expected = [0.0] * 11
    expected[term] = value
    assert list(join_terms(*(values[name] for name in NAMES))) == expected


# ---- appraisal: from the world to terms --------------------------------------------------------------------
def design_of(**fields):
    """Values of a design of which only these fields are not 0, by their positions' names."""
    values = np.zeros(len(D.FIELDS))
    for name, value in fields.items():
        values[getattr(D, name.upper())] = value
    return values


def states(tier=0, design=(), parameters=(), **fields):
    """Four equal states with stake 1, quadratic cost 1, no information, no bias, and a firm."""
    plain = {"network_benefit": 1.0, "effort_cost": 0.0, "effort_curve": 1.0, "effort_cap": 100.0, "noise": 0.0,
             "bias_weight": 0.0, "crowding": 0.0, "public_motive": 0.0, "partner_access": 0.5,
             "ending": 0.0}  # fmt: skip
    usual = {"benefit": 1.0, "security": 1.0, "productivity": 1.0, "preference": FLAT, "agenda": FLAT}
    return world(4, 1, params=plain | dict(parameters), tier=tier, design=design_of(**dict(design)), **usual | fields)


FLAT = (0.5, 0.5, 0.0, 0.0, 0.0)  # attention to themes


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
    assert coalition_effort(states(tier), without, extra, extra_tier) == total


@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 2))
def test_being_in_is_the_same_whether_one_is_already_in_or_only_thinks_of_it(tier, i, own):
    tier[i] = own
    inside = coalition_effort(states(tier), -1, -1, 0)
    tier[i] = 0
    assert coalition_effort(states(tier), i, i, own) == inside


def test_the_larger_the_office_the_cheaper_its_effort():
    w = states(1, capacity=(0.5, 1.0, 2.0, 1.0, 1.0))
    assert [curve_of(w, j) for j in range(3)] == [2.0, 1.0, 0.5]
    assert [effort_of(w, j, 4.0) for j in range(3)] == [2.0, 4.0, 8.0]  # as much for each unit of capacity


def test_who_has_no_capacity_gives_nothing_and_pays_nothing():
    w = states((0, 1, 1, 0), capacity=(0.0, 1.0, 1.0, 1.0, 1.0))
    assert (curve_of(w, 0), effort_of(w, 0, 4.0)) == (0.0, 0.0)
    assert appraise_membership(w, 0, 1)[EFFORT] == 0.0


def test_effort_is_capped_by_capacity():
    w = states(1, parameters={"effort_cap": 0.25}, capacity=(1.0, 2.0, 1.0, 1.0, 1.0))
    stake = stake_of(w, -1, -1, 0)
    assert [effort_of(w, j, stake) for j in range(4)] == [0.25, 0.5, 0.25, 0.25]


@pytest.mark.parametrize("already", [0, 1, 2], ids=["outside", "member", "partner"])
def test_the_appraisal_is_against_staying_outside_whatever_one_is_now(already):
    """But for what leaving would cost one who is in."""
    w = states((already, 1, 1, 0), parameters={"crowding": 0.125, "ending": 0.5})
    leaving = 0.5 if already else 0.0
    assert leaving_cost(w, 0, 1) == leaving
    assert leaving_cost(w, 0, 2) == (0.5 if already == 2 else 0.0), "a member that steps down ends its membership"
    assert appraise_membership(w, 0, 1) == (5.0, -4.0, -1.0, 0.0, 0.0, 0.0, -0.25, 0.0, 0.0, leaving, 0.0)


def test_a_state_is_inclined_to_the_network_as_its_trait_says():
    w = states((0, 1, 1, 0), parameters={"noise": 0.5, "lasting": 0.25}, will=(1.0, 0.0, 0.0, 0.0), old_part=1.0)
    assert appraise_membership(w, 0, 1)[INCLINATION] == pytest.approx(0.25 * np.pi / 3**0.5, rel=1e-12)
    assert appraise_membership(w, 3, 1)[INCLINATION] == 0.0


@pytest.mark.parametrize(
    ("changed", "position", "value"),
    [
        pytest.param({"design": {"excludability": 0.5}}, 0, 9.0 - 0.5 * 4.0, id="excludability: outsiders miss half"),
        pytest.param({"design": {"penalty": 3.0}}, 7, 3.0, id="penalty"),
        pytest.param(
            {"cost": 8.0, "dues_gdp": 1.0, "gdp": (1.0, 1.0, 2.0, 9.0)}, 5, -2.0, id="dues: our share of the cost"
        ),
        pytest.param({"rival_network": 3.0}, 7, -3.0, id="another network that we could join"),
    ],
)
def test_levers_reach_their_term(changed, position, value):
    before = appraise_membership(states((0, 1, 1, 0)), 0, 1)
    after = appraise_membership(states((0, 1, 1, 0), **changed), 0, 1)
    assert after[position] == value
    assert [k for k in range(10) if before[k] != after[k]] == [position]


@pytest.mark.parametrize(
    ("host", "neutrality", "pull", "own_tier", "dislike"),
    [
        pytest.param((0, 1, 0, 0), 0.0, 0.0, 1, 0.5, id="a rival holds the secretariat"),
        pytest.param((0, 0.5, 0, 0), 0.0, 0.0, 1, 0.25, id="a rival holds half of it"),
        pytest.param((1, 0, 0, 0), 0.0, 0.0, 1, 0.0, id="we hold it"),
        pytest.param((0, 1, 0, 0), 0.5, 0.0, 1, 0.25, id="seen as half neutral"),
        pytest.param((0, 1, 0, 0), 0.0, 0.0, 2, 0.25, id="a partner minds half as much"),
        pytest.param((0, 0, 0, 0), 0.0, 1.0, 1, 0.25, id="an agenda a quarter off"),
    ],
)
def test_bias_of_the_seat_and_the_agenda(host, neutrality, pull, own_tier, dislike):
    design = {"neutrality": neutrality, "pull": pull}
    w = states((0, 1, 0, 0), design, {"bias_weight": 1.0}, host=host)
    w.rivalry[0, 1], w.preference[0] = 0.5, (0.75, 0.25, 0.0, 0.0, 0.0)
    assert appraise_membership(w, 0, own_tier)[4] == -dislike
    assert bias_of(w, 0) * (1.0 if own_tier == 1 else 0.5) == dislike


@pytest.mark.parametrize(
    ("changed", "benefit"),
    [
        pytest.param({}, 1.0, id="plain"),
        pytest.param({"salience": 2.0}, 2.0, id="salient"),
        pytest.param({"capability": 2.0}, 2.0, id="capable systems"),
        pytest.param({"parameters": {"overlap": 0.25}}, 0.75, id="other bodies do a quarter"),
        pytest.param({"parameters": {"overlap": 1.0}}, 0.0, id="other bodies do all"),
        pytest.param({"parameters": {"overlap": 1.0}, "design": {}}, 1.0, id="unless the design is not tied to them"),
        pytest.param({"lead": 0.25}, 0.75, id="a lead makes cooperation matter less"),
        pytest.param({"lead": 3.0}, 0.0, id="a decisive lead: not at all"),
    ],
)
def test_benefits(changed, benefit):
    usual = {"design": {"overlap": 1.0}, "parameters": {"overlap": 0.0}}
    w = states(**usual | changed, stake=(1.0, 3.0, 1.5, 1.0), openness=(1.0, 0.5, 1.0, 1.0, 1.0))
    w.capacity[:4] = 1.0, 1.0, 0.5, 1.0  # a large economy with a small institute counts as the mean of both
    set_benefits(w)
    assert w.benefit.tolist() == [benefit] * 4
    assert [benefit_of(w, j) for j in range(4)] == [benefit] * 4


@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), SHARE, SHARE)
def test_the_more_outsiders_miss_the_more_full_membership_is_worth(tier, one, other):
    gains = [
        join_gain(appraise_membership(states(tier, {"excludability": missed}), 0, 1)) for missed in sorted((one, other))
    ]
    assert gains[1] >= gains[0] - 1e-12


# ---- who may -------------------------------------------------------------------------------------
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
    w = states(tier, {"open": openness}, status=status, eligible=eligible, reached=reached)
    assert may_apply(w, 0) == may


@pytest.mark.parametrize(
    ("draw", "tiers", "opened"), [(0.0, 1.0, False), (0.4, 2.0, True), (0.5, 2.0, False), (0.9, 3.0, True)]
)
def test_partner_tier_open(draw, tiers, opened):
    assert partner_tier_open(states(partner_draw=draw, tiers=tiers), 0) == opened


@pytest.mark.parametrize(
    ("tier", "others"), [((0, 0, 0, 0), 0), ((1, 0, 0, 0), 0), ((0, 1, 2, 0), 2), ((2, 1, 2, 1), 3)]
)
def test_others_in_the_network(tier, others):
    assert others_in_network(states(tier), 0) == others


@given(st.integers(0, 3), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_efforts_of_all_are_those_of_each(extra, tiers):
    w = world(4, tier=tiers, benefit=(0.5, 1.0, 2.0, 3.0), capacity=1.0 + extra, productivity=0.5, effort=-1.0)
    set_efforts(w)
    stake = stake_of(w, -1, -1, 0)
    assert w.effort.tolist() == [effort_of(w, j, stake) if tiers[j] > 0 else 0.0 for j in range(4)]


@pytest.mark.parametrize("tier", [1, 2])
def test_appraise_membership_gathers_what_joining_needs(tier):
    """Dues and the channel are those of the design in force; the rival network counts against the penalty."""
    design = design_of(neutrality=0.5, pull=0.25, excludability=0.5, penalty=0.25, overlap=0.5, protection=0.25)
    w = world(3, params={"self_organised": 0.0}, design=design, tier=(0, 1, 1), rivalry=0.5, trust=0.5, security=0.5,
              host=(0.0, 0.5, 0.0), agenda=FLAT, preference=FLAT, knowledge=0.5, stake=1.0, gdp=1.0, productivity=0.5,
              cost=1.0, dues_host=0.5, dues_gdp=0.5, cleared=1.0, rival_network=(1.0, 0.0, 0.0))  # fmt: skip
    w.novelty[:] = 0.25
    set_benefits(relist(w))
    p, share = w.p, 1.0 if tier == 1 else w.p[P.PARTNER_ACCESS]

    def efforts(total):
        return effort(total * w.benefit[0], 0.5, p[P.EFFORT_COST], p[P.EFFORT_CURVE], p[P.EFFORT_CAP])

    def cost(quantity):
        return effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], quantity)

    assert w.benefit[0] == p[P.NETWORK_BENEFIT] * (1.0 - 0.5 * p[P.OVERLAP])
    with_us = sum([efforts(2.0 + share)] * 3)
    dues = 0.5 * share / (2.0 + share) + 0.25 * share / (2.0 + share)
    assert dues_share_of(w, 0, tier, w.host[0], who_pays(w, 0, tier)) == dues
    expected = join_terms(
        w.benefit[0], 0.5, with_us, 2.0 * efforts(2.0), 0.5, share, cost(efforts(2.0 + share)), cost(efforts(1.0)),
        efforts(1.0), expected_information(w, 0, tier), share * bias(p[P.BIAS_WEIGHT], 0.5, 0.25, 0.25, 0.0), dues,
        p[P.CROWDING], 2, 0.25 - 1.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
    assert appraise_membership(w, 0, tier) == expected
