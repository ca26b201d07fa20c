"""Sharing: what sending information is worth, to one partner and to the network, and what then flows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim import parameters as P
from sim.catalogue import BENEFIT, CATEGORIES, DANGER, INCIDENT_REPORTS, PRE_DEPLOYMENT, SENSITIVITY, TESTING
from sim.rules.appraisal import (
    EMPTY,
    IS_SENSITIVE,
    appraise_pool,
    appraise_share,
    circles,
    expected_information,
    known,
    protection_of,
)
from sim.rules.categories import ALL, flags_of
from sim.rules.exchange import (
    AT_A_GLANCE,
    firm_tier,
    list_channels,
    oversight,
    pool_with_network,
    red_tape,
    sendable,
    share_over_ties,
    wants_clearance,
)
from sim.rules.glance import room_for_glances
from sim.rules.measures import spared
from sim.rules.partners import partners_of
from sim.rules.sharing import share_gain, share_terms, updated_trust
from tests.sim.arrays import members_of, novelty_of

SHARE = st.floats(0.0, 1.0)
STANDARDS = 0  # evaluation standards: hardly sensitive
ORDER = ("public_motive", "salience", "public", "patience", "trust", "benefit", "synergy", "exposed", "zero_sum",
         "rivalry", "friction")  # fmt: skip


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({"public_motive": 0.5, "public": 0.5}, (0.25, 0, 0, 0, 0, 0), id="public value"),
        pytest.param({"public_motive": 0.5, "public": 0.5, "salience": 2.0}, (0.5, 0, 0, 0, 0, 0), id="when salient"),
        pytest.param({"benefit": 0.5, "trust": 1.0}, (0, 0.25, 0, 0, 0, 0), id="return, patience one half"),
        pytest.param({"benefit": 0.5, "trust": 0.5}, (0, 0.125, 0, 0, 0, 0), id="return, half trusted"),
        pytest.param({"benefit": 0.5}, (0, 0, 0, 0, 0, 0), id="no return without trust"),
        pytest.param({"benefit": 0.5, "trust": 1.0, "synergy": 0.25}, (0, 0.25, 0.25, 0, 0, 0), id="complements"),
        pytest.param({"benefit": 0.5, "trust": 1.0, "synergy": -0.25}, (0, 0.125, -0.25, 0, 0, 0), id="redundant"),
        pytest.param({"exposed": 0.5}, (0, 0, 0, -0.5, 0, 0), id="exposure"),
        pytest.param({"benefit": 0.5, "zero_sum": 0.5, "rivalry": 0.5}, (0, 0, 0, 0, -0.125, 0), id="a rival gains"),
        pytest.param({"friction": 0.5}, (0, 0, 0, 0, 0, -0.5), id="friction"),
    ],
)  # fmt: skip
def test_share_terms_one_at_a_time(changed, terms):
    values = dict.fromkeys(ORDER, 0.0) | {"salience": 1.0, "patience": 0.5} | changed
    assert share_terms(*(values[name] for name in ORDER)) == terms


@pytest.mark.parametrize(
    ("trust", "speed", "received", "after"),
    [
        pytest.param(0.5, 0.25, 1.0, 0.625, id="they shared: trust rises"),
        pytest.param(0.5, 0.25, 0.0, 0.375, id="they did not: trust falls"),
        pytest.param(0.5, 0.25, 0.5, 0.5, id="as expected: trust stays"),
        pytest.param(0.2, 1.0, 1.0, 1.0, id="speed 1: only the last month counts"),
        pytest.param(0.2, 0.0, 1.0, 0.2, id="speed 0: nothing is learnt"),
    ],
)
def test_updated_trust(trust, speed, received, after):
    assert updated_trust(trust, speed, received) == after


@given(SHARE, SHARE, SHARE)
def test_trust_moves_towards_what_was_received_and_not_beyond(trust, speed, received):
    low, high = min(trust, received), max(trust, received)
    assert low - 1e-15 <= updated_trust(trust, speed, received) <= high + 1e-15


@pytest.mark.parametrize(
    ("i", "types", "allowed"),
    [
        pytest.param(0, 0, set(range(len(CATEGORIES))), id="an office: everything"),
        pytest.param(9, 1, {INCIDENT_REPORTS}, id="a firm: incident reports"),
        pytest.param(9, 1 << TESTING, {INCIDENT_REPORTS, PRE_DEPLOYMENT}, id="a tested firm: its results too"),
        pytest.param(9, (1 << TESTING) - 1, {INCIDENT_REPORTS}, id="a firm with all types but testing"),
    ],
)
def test_what_is_sendable(i, types, allowed):
    assert {q for q in range(len(CATEGORIES)) if (sendable(9, i, types) >> q) & 1} == allowed


# ---- appraisals --------------------------------------------------------------------------------------------
class Scene:
    """Three offices that know half of one theme in two, and a firm (node 3); parameters as named, the rest off."""

    def __init__(self, **parameters):
        off = dict.fromkeys(
            ("noise", "public_motive", "synergy", "exposure_scale", "zero_sum", "legal_friction", "arm_friction"), 0.0
        )
        self.p = P.with_values(**(off | {"patience": 0.5, "leak_rate": 0.25} | parameters))
        self.knowledge = np.array([[0.5, 0.0], [0.0, 0.5], [0.0, 0.5]])
        self.trust, self.rivalry = np.ones((4, 4)), np.zeros((4, 4))
        self.legal, self.security = np.ones((4, 4)), np.zeros(4)
        self.tier = np.ones(3, dtype=np.int64)
        self.offices = 3

    def _pair(self):
        return (self.p, novelty_of(self.knowledge), self.trust, self.rivalry, self.legal, self.security)

    def share(self, i, j, q):
        none_leaks = spared(self.rivalry[i, j], self.p[P.LEAK_RATE], self.security[j])
        pair = (self.trust[i, j], self.rivalry[i, j], self.legal[i, j])
        return appraise_share(self.p, known(novelty_of(self.knowledge), i, j), none_leaks, *pair, 1.0, 1.0, q)

    def circles(self, i):
        return circles(*self._pair()[1:], self.p[P.LEAK_RATE], members_of(self.tier), self.tier, self.offices, i)

    def pool(self, i, q, own_tier=1, protection=0.0, red_tape=0.0):
        return appraise_pool(self.p, *self.circles(i), 1.0, 1.0, protection, red_tape, own_tier, q)

    def information(self, i, own_tier=1):
        return expected_information(self.p, *self.circles(i), 1.0, 1.0, 0.0, own_tier)


@pytest.mark.parametrize(
    ("i", "j", "share"),
    [
        pytest.param(0, 1, 0.25, id="j knows what i does not"),
        pytest.param(1, 2, 0.125, id="both know half of the same"),
        pytest.param(3, 1, 0.25, id="a firm knows nothing of it"),
    ],
)
def test_known(i, j, share):
    assert known(novelty_of(Scene().knowledge), i, j) == share


@pytest.mark.parametrize(
    ("tier", "members", "with_partners"),
    [
        pytest.param((1, 0, 0), 0, 0, id="nobody else"),
        pytest.param((0, 1, 0), 1, 1, id="a member"),
        pytest.param((0, 1, 2), 1, 2, id="a member and a partner"),
        pytest.param((0, 1, 1), 2, 2, id="two members"),
    ],
)
def test_the_circle_of_recipients_is_wider_for_what_is_not_sensitive(tier, members, with_partners):
    scene = Scene()
    scene.tier[:], scene.trust[0, 1:3], scene.rivalry[0, 1:3], scene.legal[0, 1:3] = tier, 0.5, 0.25, 0.75
    scene.security[1:3] = 0.5
    for found, count in zip(scene.circles(0), (members, with_partners), strict=True):
        none_leaks, means = spared(0.25, 0.25, 0.5) ** count, (0.5, 0.25, 0.75) if count else (0.0, 0.0, 0.0)
        assert found == (count, 0.75**count, none_leaks, *means, 0.5 * count)
    assert (scene.circles(0)[0] == EMPTY) == (members == 0)


def test_return_over_a_tie_is_patience_trust_benefit_and_what_the_partner_knows():
    scene = Scene()
    scene.trust[0, 1] = 0.5
    assert scene.share(0, 1, PRE_DEPLOYMENT) == (0.0, 0.5 * 0.5 * 0.25, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("q", range(len(CATEGORIES)), ids=[c.key for c in CATEGORIES])
def test_friction_needs_both_sensitivity_and_incompatible_laws(q):
    scene = Scene(legal_friction=0.5)
    scene.legal[0, 1] = 0.25
    assert scene.share(0, 1, q)[5] == pytest.approx(-0.5 * SENSITIVITY[q] * 0.75, rel=1e-12)
    assert scene.share(0, 2, q)[5] == 0.0


@pytest.mark.parametrize(
    ("tier", "q", "spared"),
    [
        pytest.param((1, 1, 1), PRE_DEPLOYMENT, 0.75 * 0.75, id="two members receive"),
        pytest.param((1, 1, 0), PRE_DEPLOYMENT, 0.75, id="one member receives"),
        pytest.param((1, 1, 2), PRE_DEPLOYMENT, 0.75, id="a partner does not receive what is sensitive"),
        pytest.param((1, 1, 2), STANDARDS, 0.75 * 0.75, id="a partner receives the rest"),
    ],
)
def test_the_more_recipients_the_surer_that_one_leaks(tier, q, spared):
    scene = Scene(exposure_scale=1.0)
    scene.tier[:] = tier
    assert scene.pool(0, q)[3] == -(SENSITIVITY[q] * (1.0 - spared))


@pytest.mark.parametrize(
    ("tier", "own_tier", "q", "returned"),
    [
        pytest.param((1, 1, 0), 1, PRE_DEPLOYMENT, 0.25, id="one recipient"),
        pytest.param((1, 1, 1), 1, PRE_DEPLOYMENT, 1.0 - 0.75 * 0.75, id="two: at least one knows"),
        pytest.param((2, 1, 1), 2, PRE_DEPLOYMENT, 0.0, id="a partner gets nothing sensitive back"),
        pytest.param((2, 1, 1), 2, STANDARDS, 1.0 - 0.75 * 0.75, id="but the rest"),
    ],
)
def test_the_networks_return_saturates(tier, own_tier, q, returned):
    scene = Scene()
    scene.tier[:] = tier
    assert scene.pool(0, q, own_tier)[1] == 0.5 * BENEFIT[q] * returned


def test_without_other_members_there_is_nothing_to_decide():
    scene = Scene(public_motive=1.0, arm_friction=1.0)
    scene.tier[:] = (1, 0, 0)
    assert scene.pool(0, STANDARDS, red_tape=1.0) == (0.0,) * 6


def test_trust_rivalry_and_laws_are_averaged_over_recipients():
    scene = Scene(zero_sum=1.0, legal_friction=1.0)
    scene.trust[0, 1], scene.rivalry[0, 1], scene.legal[0, 1] = 0.5, 0.5, 0.5
    benefit = BENEFIT[PRE_DEPLOYMENT] * (1.0 - 0.75 * 0.75)
    terms = scene.pool(0, PRE_DEPLOYMENT)
    assert (terms[1], terms[4]) == (0.5 * 0.75 * benefit, -0.25 * benefit)
    assert terms[5] == pytest.approx(-SENSITIVITY[PRE_DEPLOYMENT] * 0.25, rel=1e-12)


def test_red_tape_of_the_arm_costs_whoever_meets_it():
    assert Scene(arm_friction=0.5).pool(3, PRE_DEPLOYMENT, red_tape=0.5)[5] == -0.25


@pytest.mark.parametrize(
    ("protection", "cleared", "after"),
    [
        pytest.param(0.0, 0.0, 0.0, id="no immunities, no clearance"),
        pytest.param(0.5, 0.0, 0.5, id="immunities"),
        pytest.param(0.0, 1.0, 0.25, id="a clearance"),
        pytest.param(0.5, 1.0, 0.625, id="a clearance takes its share of the rest"),
        pytest.param(1.0, 1.0, 1.0, id="there is no more than all"),
    ],
)
def test_protection(protection, cleared, after):
    assert protection_of(Scene(clearance_gain=0.25).p, protection, cleared) == after


@given(SHARE, SHARE)
def test_protection_removes_exposure_in_proportion(protection, more):
    scene = Scene(exposure_scale=1.0)
    bare = scene.pool(0, PRE_DEPLOYMENT)[3]
    assert scene.pool(0, PRE_DEPLOYMENT, protection=protection)[3] == bare * (1.0 - protection)
    assert scene.pool(0, PRE_DEPLOYMENT, protection=max(protection, more))[3] >= bare * (1.0 - protection)


# ---- expected information ----------------------------------------------------------------------------------
def test_expected_information_counts_what_would_be_shared_less_what_could_be_published():
    scene = Scene(public_motive=1.0, exposure_scale=3.0)
    scene.rivalry[0, 1:3] = 0.25
    terms = [scene.pool(0, q) for q in range(len(CATEGORIES))]
    shared = [(q, t) for q, t in enumerate(terms) if share_gain(t) > 0.0]
    assert 0 < len(shared) < len(terms)
    worth = sum(share_gain(t) - (0.0 if IS_SENSITIVE[q] else t[0]) for q, t in shared)
    assert scene.information(0) == pytest.approx(worth, rel=1e-12)


def test_who_knows_nothing_of_use_to_each_other_expects_nothing():
    scene = Scene()
    scene.knowledge[:] = 0.0
    assert scene.information(0) == 0.0


# ---- a month of sharing ------------------------------------------------------------------------------------
class Month:
    """Flows, pools and counters of one month."""

    def __init__(self, scene):
        self.scene, q = scene, len(CATEGORIES)
        self.ties = np.zeros((4, 4), dtype=np.int64)
        self.flow, self.pooled = np.zeros((4, 4), dtype=np.int64), np.zeros(4, dtype=np.int64)
        self.asked, self.exposure, self.leaked = np.zeros((q, 2)), np.zeros(4), np.zeros(4)
        self.status, self.sums = np.ones(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
        self.glance = room_for_glances(4, 3, AT_A_GLANCE)
        self.key = np.array([draws.key_of(f"node:{k}") for k in range(4)])
        self.start = (draws.stream_of(3, 0), 7, self.key)

    def channels(self, first, last):
        rows = np.full((12, 2), -1, dtype=np.int16)
        count = list_channels(self.status, *partners_of(self.ties), 3, first, last, self.flow, rows)
        return rows[:count]

    def share(self, i):
        """Expected leaks."""
        s = self.scene
        share_over_ties(
            s.p, *self.start, self.ties, self.channels(i, i + 1), *s._pair()[1:], 1.0, 1.0, 3, *self.glance, self.flow,
            self.asked, self.exposure, self.leaked,
        )  # fmt: skip
        return self.leaked[i]

    def pool(self, i, own_tier=1, channel=0.0):
        s = self.scene
        return pool_with_network(
            s.p, *self.start, *s._pair()[1:], members_of(s.tier), s.tier, 1.0, 1.0, 3, channel, 0.0, i, own_tier,
            *self.glance, self.pooled, self.asked, self.sums, self.exposure,
        )  # fmt: skip


def test_an_office_shares_only_over_its_ties():
    month = Month(Scene())
    month.ties[0, 1] = month.ties[1, 0] = 1
    month.flow[0, 2] = ALL  # of the month before
    month.share(0)
    assert month.flow[0, 1] == ALL
    assert np.count_nonzero(month.flow) == 1
    assert month.asked.tolist() == [[1.0, 1.0]] * len(CATEGORIES)


def test_choices_are_counted_with_more_partners_than_a_tally_holds():
    """300 partners: every category asked of each, and what was taken adds up to what flowed."""
    n, q = 301, len(CATEGORIES)
    ties, flow, asked = np.zeros((n, n), dtype=np.int64), np.zeros((n, n), dtype=np.int64), np.zeros((q, 2))
    ties[0, 1:] = ties[1:, 0] = 1
    half, keys = np.full((n, n), 0.5), np.array([draws.key_of(f"node:{k}") for k in range(n)])
    channels = np.array([(0, k) for k in range(1, n)])
    share_over_ties(
        Scene(noise=1.0).p, draws.stream_of(3, 0), 7, keys, ties, channels, np.zeros((n + 1, n)), half, half, half,
        half[0], 1.0, 1.0, n, *room_for_glances(n, n, AT_A_GLANCE), flow, asked, np.zeros(n), np.zeros(n),
    )  # fmt: skip
    assert asked[:, 0].tolist() == [300.0] * q
    assert asked[:, 1].tolist() == flags_of(flow).sum(axis=(0, 1)).tolist() and 0.0 < asked[:, 1].min() < 300.0


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        pytest.param(0, 3, [[0, 1], [1, 0]], id="offices, with those that exist"),
        pytest.param(0, 1, [[0, 1]], id="one of them"),
        pytest.param(3, 4, [[3, 0], [3, 2]], id="a firm, with all offices"),
    ],
)
def test_over_which_ties_somebody_may_send(first, last, rows):
    month = Month(Scene())
    for a, b in ((0, 1), (0, 3), (2, 1), (2, 3)):
        month.ties[a, b] = month.ties[b, a] = 1
    month.ties[2, 1] = month.ties[1, 2] = 0
    month.status[2] = 0
    month.flow[:] = ALL  # of the month before
    assert month.channels(first, last).tolist() == rows
    assert month.flow.any(axis=1).tolist() == [not first <= i < last or i == 2 for i in range(4)]


def test_what_does_not_pay_is_withheld_and_still_counted_as_asked():
    month = Month(Scene(zero_sum=1.0))
    month.scene.rivalry[:] = 1.0
    month.ties[0, 1] = month.ties[1, 0] = 1
    assert month.share(0) == 0.0
    assert not month.flow.any()
    assert month.asked.tolist() == [[1.0, 0.0]] * len(CATEGORIES)


def test_leaks_are_those_of_dangerous_information_sent_to_the_careless():
    month = Month(Scene())
    month.ties[0, 1:3] = month.ties[1:3, 0] = 1
    month.scene.security[2] = 1.0
    assert month.share(0) == pytest.approx(0.25 * DANGER.sum(), rel=1e-12)


def test_a_firm_sends_only_what_firms_may_and_only_to_offices():
    month = Month(Scene())
    month.ties[3, :3] = month.ties[:3, 3] = 1 << TESTING
    month.share(3)
    assert np.flatnonzero(flags_of(month.flow[3]).any(axis=0)).tolist() == [INCIDENT_REPORTS, PRE_DEPLOYMENT]
    assert month.flow[3, 3] == 0


def test_exposure_taken_is_the_sum_of_what_was_sent():
    month = Month(Scene(exposure_scale=0.02, patience=0.98))
    month.ties[0, 1] = month.ties[1, 0] = 1
    month.share(0)
    sent = np.flatnonzero(flags_of(month.flow[0, 1]))
    assert sent.size > 0
    assert month.exposure[0] == pytest.approx(-sum(month.scene.share(0, 1, q)[3] for q in sent), rel=1e-12)
    assert month.exposure[1:].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("i", "allowed"),
    [
        pytest.param(0, set(range(len(CATEGORIES))), id="an office: every category"),
        pytest.param(3, {PRE_DEPLOYMENT}, id="a firm: access to its models"),
    ],
)
def test_what_is_given_to_the_network(i, allowed):
    month = Month(Scene())
    month.pool(i)
    assert set(np.flatnonzero(flags_of(month.pooled[i]))) == allowed


@pytest.mark.parametrize(
    ("channel", "left"),
    [pytest.param(0.0, 1.0, id="open channel"), pytest.param(0.75, 0.25, id="three quarters protected")],
)
def test_a_protected_channel_leaks_less(channel, left):
    assert Month(Scene()).pool(0, channel=channel) == pytest.approx(left * 2 * 0.25 * DANGER.sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("exposure_scale", "wanted"),
    [
        pytest.param(0.0, False, id="shares already"),
        pytest.param(1.5, True, id="would share if cleared"),
        pytest.param(100.0, False, id="would not even then"),
    ],
)
def test_a_clearance_is_wanted_where_it_changes_something(exposure_scale, wanted):
    s = Scene(exposure_scale=exposure_scale, clearance_gain=0.9)
    assert wants_clearance(*s._pair(), members_of(s.tier), s.tier, 1.0, 1.0, 3, 0.0, 0.0, 0) == wanted


# ---- firms and the network ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "status", "tied", "inside"),
    [
        pytest.param((1, 0), (0, 0), (0, 0), 1, id="its home is a member, with or without an office"),
        pytest.param((2, 0), (2, 2), (0, 0), 0, id="a partner does not open the door"),
        pytest.param((0, 1), (2, 2), (0, 1), 1, id="a tie with a member's office"),
        pytest.param((0, 1), (2, 0), (0, 1), 0, id="that no longer exists"),
        pytest.param((0, 1), (2, 2), (1, 0), 0, id="a tie with an outsider"),
    ],
)
def test_a_firms_standing(tier, status, tied, inside):
    ties, home = np.zeros((3, 3), dtype=np.int64), np.array([0, 1, 0])
    ties[2, :2] = tied
    assert firm_tier(np.array(tier), np.array(status), *partners_of(ties | ties.T), home, 2) == inside


def test_red_tape_is_the_friction_of_an_arm_held_away_from_the_firms():
    assert red_tape(0.5, np.array([0.5, 0.5]), np.array([1.0, 0.0])) == 0.25  # half of it is held where they are


@pytest.mark.parametrize(
    ("category", "powers", "seen"), [(PRE_DEPLOYMENT, True, 1.0), (PRE_DEPLOYMENT, False, 0.0), (STANDARDS, True, 0.0)]
)
def test_oversight_is_access_with_powers(category, powers, seen):
    flow = np.zeros((3, 3), dtype=np.int64)
    flow[2, 1] = 1 << category
    assert oversight(flow, np.array([False, powers, True]), 2, 2) == seen
