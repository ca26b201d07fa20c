"""Admission: what each member gains by letting a state in, and when enough of them consent."""

import numpy as np
import pytest

from sim import draws
from sim import record as R
from sim.ensemble.decisions import phase_membership
from sim.rules.admission import (
    appraise_consent,
    consent_gain,
    consent_needed,
    consent_terms,
    enough,
    may_vote,
)
from sim.rules.learning import network_productivity
from sim.rules.membership import expected_information
from tests.worlds import design_values, relist, world

COOPERATION, EFFORT, INFORMATION, ZERO_SUM, CROWDING, DUES, REFUSING = range(7)
ORDER = ("cooperation", "effort", "information", "zero_sum", "rivalry", "newcomer", "crowding", "dues", "refusing")
OUT, MEMBER, PARTNER = 0, 1, 2


# ---- formulas ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "term", "value"),
    [
        pytest.param({"cooperation": 0.5}, COOPERATION, 0.5, id="what it adds to joint effort"),
        pytest.param({"effort": 0.5}, EFFORT, -0.5, id="what it makes our effort cost"),
        pytest.param({"information": -0.5}, INFORMATION, -0.5, id="what it does to sharing"),
        pytest.param({"zero_sum": 0.5, "rivalry": 0.5, "newcomer": 2.0}, ZERO_SUM, -0.5, id="a rival's gain"),
        pytest.param({"zero_sum": 0.5, "rivalry": 0.0, "newcomer": 2.0}, ZERO_SUM, 0.0, id="a friend's"),
        pytest.param({"crowding": 0.5}, CROWDING, -0.5, id="one more"),
        pytest.param({"dues": -0.5}, DUES, 0.5, id="it pays with us"),
        pytest.param({"refusing": 0.5}, REFUSING, 0.5, id="what a refusal costs"),
    ],
)
def test_consent_terms_one_at_a_time(changed, term, value):
    values = dict.fromkeys(ORDER, 0.0) | changed
    expected = [0.0] * 7
    expected[term] = value
    assert list(consent_terms(*(values[name] for name in ORDER))) == expected


@pytest.mark.parametrize(
    ("share", "members", "needed"),
    [
        pytest.param(1.0, 10, 10, id="all"),
        pytest.param(0.5, 10, 5, id="half"),
        pytest.param(0.5, 9, 5, id="half, rounded up"),
        pytest.param(2 / 3, 9, 6, id="two thirds, to the last bit"),
        pytest.param(0.01, 10, 1, id="anyone"),
        pytest.param(0.0, 10, 0, id="nobody"),
        pytest.param(1.0, 0, 0, id="no member at all"),
    ],
)
def test_how_many_must_consent(share, members, needed):
    assert consent_needed(share, members) == needed
    w = world(2, design=design_values(admission_consent=share))
    assert enough(w, needed, members)
    assert needed == 0 or not enough(w, needed - 1, members)


def test_full_members_vote():
    w = world(4, tier=(OUT, MEMBER, PARTNER, MEMBER))
    assert [bool(may_vote(w, i)) for i in range(4)] == [False, True, False, True]


# ---- one vote ------------------------------------------------------------------------------------------------------
def club(tier=(1, 1, 1, 0), design=(), params=(), **fields):
    """Four equal states, of which the last may have applied: stake 1, cost of effort q^2 / 2, nothing else."""
    plain = {"network_benefit": 1.0, "effort_cost": 0.0, "effort_curve": 1.0, "effort_cap": 100.0, "noise": 0.0,
             "bias_weight": 0.0, "crowding": 0.0, "public_motive": 0.0, "partner_access": 0.5, "ending": 0.0,
             "zero_sum": 0.0}  # fmt: skip
    usual = {"benefit": 1.0, "security": 1.0, "productivity": 1.0, "stake": 1.0, "agenda": 0.2, "preference": 0.2,
             "stream": draws.stream_of(4, 0)}  # fmt: skip
    return world(4, 1, params=plain | dict(params), tier=tier, design=design_values(**dict(design)), **usual | fields)


@pytest.mark.parametrize(
    ("tier", "effects"),
    [
        pytest.param(MEMBER, (16.0 - 9.0, -(8.0 - 4.5)), id="a member: four efforts of 4 instead of three of 3"),
        pytest.param(PARTNER, (14.0 - 9.0, -(6.125 - 4.5)), id="a partner: half its stake"),
    ],
)
def test_a_newcomer_adds_to_joint_effort_and_to_what_ours_costs(tier, effects):
    w = club()
    assert [appraise_consent(w, i, 3, tier) for i in range(3)] == [(*effects, 0.0, 0.0, 0.0, 0.0, 0.0)] * 3


@pytest.mark.parametrize(
    ("changed", "position", "value"),
    [
        pytest.param({"params": {"crowding": 0.25}}, CROWDING, -0.25, id="one more is one more"),
        pytest.param({"params": {"ending": 0.5}}, REFUSING, 0.5, id="a refusal costs"),
        pytest.param({"cost": 12.0}, DUES, 12.0 / 3 - 12.0 / 4, id="four pay instead of three"),
        pytest.param(
            {"cost": 12.0, "dues_gdp": 1.0, "gdp": (1.0, 1.0, 2.0, 4.0)}, DUES, 3.0 - 1.5, id="by GDP the rich pay more"
        ),
        pytest.param({"params": {"zero_sum": 0.5}, "rivalry": 0.5}, ZERO_SUM, -0.25 * 16.0, id="a rival's gain"),
    ],
)
def test_what_moves_a_vote(changed, position, value):
    before, after = appraise_consent(club(), 0, 3, MEMBER), appraise_consent(club(**changed), 0, 3, MEMBER)
    assert after[position] == pytest.approx(value, rel=1e-12)
    assert [k for k in range(7) if before[k] != after[k]] == [position]


def test_a_rival_is_let_in_only_by_those_who_do_not_mind_its_gain():
    w = club(params={"zero_sum": 1.0})
    w.rivalry[0, 3] = 1.0
    gains = [consent_gain(appraise_consent(w, i, 3, MEMBER)) for i in range(3)]
    assert gains[0] == gains[1] - 16.0 < 0.0 < gains[1] == gains[2]


def test_what_it_changes_in_sharing_is_the_information_with_it_less_that_without():
    """The newcomer is trusted as the others are whom the member knows, as far as the two are no rivals."""
    w = club(params={"public_motive": 0.5, "noise": 0.25}, trust=0.5, security=0.5)
    w.novelty[:] = 0.25
    w.rivalry[0, 3] = w.rivalry[3, 0] = 0.5
    w.trust[0, 3] = 0.9  # as a stranger outside it was believed more than it will be inside
    relist(w)
    kept = {name: np.copy(getattr(w, name)) for name in ("tier", "trust", "members")}
    found = appraise_consent(w, 0, 3, MEMBER)[INFORMATION]
    for name, value in kept.items():
        assert (getattr(w, name) == value).all(), f"{name} is not as it was"
    without = expected_information(w, 0, MEMBER)
    w.tier[3], w.trust[0, 3] = MEMBER, 0.5 * (1.0 - 0.5)
    assert found == expected_information(relist(w), 0, MEMBER) - without
    assert found != 0.0


# ---- votes in the month ----------------------------------------------------------------------------------------------
def votes(w):
    """What the phase of membership tells."""
    w.n_events = 0
    phase_membership(w)
    return [(R.EVENTS[int(kind)], int(actor), float(amount)) for _, kind, actor, _, amount in w.event_log[: w.n_events]]


def applicant(consent, hostile=0, **fields):
    """The last state has applied and its file is done; ``hostile`` members feel it as a full rival."""
    fields = {"ready": (0, 0, 0, MEMBER), "applied": (-1, -1, -1, 0), "review": 7, "month": 5} | fields
    w = club(design={"admission_consent": consent}, params={"zero_sum": 1.0}, **fields)
    w.rivalry[:hostile, 3] = w.rivalry[3, :hostile] = 1.0
    return w


@pytest.mark.parametrize(
    ("consent", "hostile", "told"),
    [
        pytest.param(1.0, 0, [("join", 3, MEMBER)], id="all consent"),
        pytest.param(1.0, 1, [("reject", 3, 2 / 3)], id="one vetoes"),
        pytest.param(0.5, 1, [("join", 3, MEMBER)], id="two of three are a majority"),
        pytest.param(0.5, 2, [("reject", 3, 1 / 3)], id="one of three is not"),
    ],
)
def test_the_members_vote_on_an_application_that_is_ready(consent, hostile, told):
    w = applicant(consent, hostile)
    assert votes(w) == told
    assert w.tier[3] == (MEMBER if told[0][0] == "join" else OUT)
    assert (w.applied[3], w.ready[3]) == (-1, 0)
    assert votes(w) == []  # once


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"ready": 0}, [], id="its file is not done"),
        pytest.param({"reviews_from": 6}, [], id="membership is not reviewed yet"),
        pytest.param({"tier": (0, 0, 0, 0)}, [("join", 3, MEMBER)], id="there is nobody to ask"),
        pytest.param({"tier": (2, 2, 2, 0)}, [("join", 3, MEMBER)], id="partners have no vote"),
        pytest.param({"ready": (0, 0, 0, PARTNER)}, [("join", 3, PARTNER)], id="as a partner"),
    ],
)
def test_who_is_voted_on(changed, told):
    hostile = 3 if "tier" in changed else 0
    assert votes(applicant(1.0, hostile, **changed)) == told


def test_votes_come_in_the_order_of_keys_and_who_came_in_votes_on_the_next():
    """The second newcomer is a rival of the first, who is asked only if it came in before."""
    told = {}
    for order in ((2, 3, 0, 1), (3, 2, 0, 1)):
        w = applicant(1.0, tier=(1, 1, 0, 0), ready=(0, 0, MEMBER, MEMBER), by_key=order)
        w.rivalry[2, 3] = w.rivalry[3, 2] = 1.0
        told[order[0]] = votes(w)
    assert told[2] == [("join", 2, MEMBER), ("reject", 3, 2 / 3)]
    assert told[3] == [("join", 3, MEMBER), ("reject", 2, 2 / 3)]


def test_productivity_scales_what_a_newcomer_brings():
    w = club(productivity=0.0, params={"self_organised": 0.5})
    assert network_productivity(w) == 0.5
    assert appraise_consent(w, 0, 3, MEMBER)[COOPERATION] == 0.5 * (4 * 2.0 - 3 * 1.5)
