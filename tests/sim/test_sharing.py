"""Sharing: what sending information is worth, to one partner and to the network, and what then flows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim import draws
from sim.catalogue import (
    BENEFIT,
    CATEGORIES,
    CATEGORY_INDEX,
    DANGER,
    INCIDENT_REPORTS,
    PRE_DEPLOYMENT,
    SENSITIVITY,
    TESTING,
)
from sim.ensemble.decisions import phase_sharing
from sim.rules.access import firm_tier, oversight, poolable, sendable, tier_of
from sim.rules.categories import ALL, IS_SENSITIVE, OWN, RESULTS, flags_of
from sim.rules.choice import probability
from sim.rules.membership import expected_information
from sim.rules.metrics import no_harm_chance, novelty_of
from sim.rules.pooling import (
    NOBODY,
    appraise_pool,
    channel_of,
    cleared_protection,
    pool_conditions,
    pool_with_network,
    protection_of,
    recipients,
    red_tape,
    wants_clearance,
)
from sim.rules.sharing import (
    appraise_share,
    begin_sharing,
    conditions_of,
    exposure_of,
    share_gain,
    share_over_ties,
    share_terms,
    updated_trust,
)
from sim.rules.traits import fresh_scale
from tests.worlds import relist, world

SHARE = st.floats(0.0, 1.0)
Q = len(CATEGORIES)
OF_ALL = flags_of(np.array(OWN))  # categories that every office decides on
PRACTICES = CATEGORY_INDEX["best_practices"]  # hardly sensitive
ORDER = ("public_motive", "salience", "public", "patience", "trust", "benefit", "synergy", "exposed", "zero_sum",
         "rivalry", "friction", "practice")  # fmt: skip


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({"public_motive": 0.5, "public": 0.5}, (0.25, 0, 0, 0, 0, 0, 0), id="public value"),
        pytest.param({"public_motive": 0.5, "public": 0.5, "salience": 2.0}, (0.5, 0, 0, 0, 0, 0, 0), id="salient"),
        pytest.param({"benefit": 0.5, "trust": 1.0}, (0, 0.25, 0, 0, 0, 0, 0), id="return, patience one half"),
        pytest.param({"benefit": 0.5, "trust": 0.5}, (0, 0.125, 0, 0, 0, 0, 0), id="return, half trusted"),
        pytest.param({"benefit": 0.5}, (0, 0, 0, 0, 0, 0, 0), id="no return without trust"),
        pytest.param({"benefit": 0.5, "trust": 1.0, "synergy": 0.25}, (0, 0.25, 0.25, 0, 0, 0, 0), id="complements"),
        pytest.param({"benefit": 0.5, "trust": 1.0, "synergy": -0.25}, (0, 0.125, -0.25, 0, 0, 0, 0), id="redundant"),
        pytest.param({"exposed": 0.5}, (0, 0, 0, -0.5, 0, 0, 0), id="exposure"),
        pytest.param({"benefit": 0.5, "zero_sum": 0.5, "rivalry": 0.5}, (0, 0, 0, 0, -0.125, 0, 0), id="a rival gains"),
        pytest.param({"friction": 0.5}, (0, 0, 0, 0, 0, -0.5, 0), id="friction"),
        pytest.param({"practice": -0.5}, (0, 0, 0, 0, 0, 0, -0.5), id="practice"),
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


# ---- from the world to terms --------------------------------------------------------------------------------
def scene(design=(), **parameters):
    """Three offices that know half of one theme in two, and a firm (node 3); parameters as named, the rest off."""
    off = ("noise", "public_motive", "synergy", "exposure_scale", "zero_sum", "legal_friction", "secretariat_friction")
    p = dict.fromkeys(off, 0.0) | {"patience": 0.5, "leak_rate": 0.25} | parameters
    w = world(3, 1, params=p, trust=1.0, tier=1, stream=draws.stream_of(3, 0), month=7)
    w.key[:] = [draws.key_of(f"node:{k}") for k in range(4)]
    w.novelty[:] = [[0.125, 0.25, 0.25], [0.25, 0.125, 0.125], [0.25, 0.125, 0.125], [0.25, 0.25, 0.25]]
    for name, value in dict(design).items():
        w.design[getattr(D, name)] = value
    return w


def in_network(w, *tier):
    """The offices at these tiers."""
    w.tier[:] = tier
    return relist(w)


def tie(w, i, partners, types=1):
    """Ties of these types between i and its partners."""
    w.ties[i, partners] = w.ties[partners, i] = types
    return relist(w)


def share(w, i, j, q):
    """Terms of sending q over a tie."""
    return appraise_share(w, conditions_of(w, i, j), q)


def pool(w, i, q, tier=1, protection=0.0, tape=0.0):
    """Terms of sending q to the network."""
    return appraise_pool(w, pool_conditions(w, i, tier, protection, tape), q)


@pytest.mark.parametrize(
    ("i", "j", "share"),
    [
        pytest.param(0, 1, 0.25, id="j knows what i does not"),
        pytest.param(1, 2, 0.125, id="both know half of the same"),
        pytest.param(3, 1, 0.25, id="a firm knows nothing of it"),
    ],
)
def test_what_somebody_knows_that_one_does_not(i, j, share):
    assert novelty_of(scene(), i, j) == share


@pytest.mark.parametrize(
    ("tier", "status", "institutes", "members", "with_partners"),
    [
        pytest.param((1, 0, 0), 2, 0, 0, 0, id="nobody else"),
        pytest.param((0, 1, 0), 2, 1, 1, 1, id="a member"),
        pytest.param((0, 1, 2), 2, 1, 1, 2, id="a member and a partner"),
        pytest.param((0, 1, 1), 2, 2, 2, 2, id="two members"),
        pytest.param((0, 1, 1), (2, 2, 1), 1, 2, 2, id="one of them with an acting office"),
        pytest.param((0, 1, 1), (2, 0, 1), 0, 2, 2, id="none of them with an institute"),
    ],
)
def test_three_circles_receive_what_is_given_to_the_network(tier, status, institutes, members, with_partners):
    w = in_network(scene(), *tier)
    w.status[:] = status
    w.trust[0, 1:3], w.rivalry[0, 1:3], w.legal[0, 1:3], w.security[1:3] = 0.5, 0.25, 0.75, 0.5
    circles = recipients(w, 0, 0.5)
    for found, count in zip(circles, (institutes, members, with_partners), strict=True):
        no_harm = no_harm_chance(0.25, 0.25, 0.5, 0.5) ** count
        assert found == (count, 0.75**count, no_harm, *((0.5, 0.25, 0.75) if count else (0.0,) * 3), 0.5 * count)
    assert (circles[1] == NOBODY) == (members == 0)


def test_return_over_a_tie_is_patience_trust_benefit_and_what_the_partner_knows():
    w = scene()
    w.trust[0, 1] = 0.5
    assert share(w, 0, 1, PRE_DEPLOYMENT) == (0.0, 0.5 * 0.5 * 0.25, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("q", range(len(CATEGORIES)), ids=[c.key for c in CATEGORIES])
def test_friction_needs_both_sensitivity_and_incompatible_laws(q):
    w = scene(legal_friction=0.5)
    w.legal[0, 1] = 0.25
    assert share(w, 0, 1, q)[5] == pytest.approx(-0.5 * SENSITIVITY[q] * 0.75, rel=1e-12)
    assert share(w, 0, 2, q)[5] == 0.0


@pytest.mark.parametrize(
    ("tier", "q", "no_harm"),
    [
        pytest.param((1, 1, 1), PRE_DEPLOYMENT, 0.75 * 0.75, id="two members receive"),
        pytest.param((1, 1, 0), PRE_DEPLOYMENT, 0.75, id="one member receives"),
        pytest.param((1, 1, 2), PRE_DEPLOYMENT, 0.75, id="a partner does not receive what is sensitive"),
        pytest.param((1, 1, 2), PRACTICES, 0.75 * 0.75, id="a partner receives the rest"),
    ],
)
def test_the_more_recipients_the_surer_that_one_leaks(tier, q, no_harm):
    w = in_network(scene(exposure_scale=1.0), *tier)
    assert pool(w, 0, q)[3] == -(SENSITIVITY[q] * (1.0 - no_harm))


@pytest.mark.parametrize(
    ("tier", "own_tier", "q", "returned"),
    [
        pytest.param((1, 1, 0), 1, PRE_DEPLOYMENT, 0.25, id="one recipient"),
        pytest.param((1, 1, 1), 1, PRE_DEPLOYMENT, 1.0 - 0.75 * 0.75, id="two: at least one knows"),
        pytest.param((2, 1, 1), 2, PRE_DEPLOYMENT, 0.0, id="a partner gets nothing sensitive back"),
        pytest.param((2, 1, 1), 2, PRACTICES, 1.0 - 0.75 * 0.75, id="but the rest"),
    ],
)
def test_the_networks_return_saturates(tier, own_tier, q, returned):
    w = in_network(scene(), *tier)
    assert pool(w, 0, q, own_tier)[1] == 0.5 * BENEFIT[q] * returned


def test_without_other_members_there_is_nothing_to_decide():
    w = in_network(scene(public_motive=1.0, secretariat_friction=1.0), 1, 0, 0)
    assert pool(w, 0, PRACTICES, tape=1.0) == (0.0,) * 7


def test_trust_rivalry_and_laws_are_averaged_over_recipients():
    w = scene(zero_sum=1.0, legal_friction=1.0)
    w.trust[0, 1], w.rivalry[0, 1], w.legal[0, 1] = 0.5, 0.5, 0.5
    benefit = BENEFIT[PRE_DEPLOYMENT] * (1.0 - 0.75 * 0.75)
    terms = pool(w, 0, PRE_DEPLOYMENT)
    assert (terms[1], terms[4]) == (0.5 * 0.75 * benefit, -0.25 * benefit)
    assert terms[5] == pytest.approx(-SENSITIVITY[PRE_DEPLOYMENT] * 0.25, rel=1e-12)


def test_red_tape_of_the_secretariat_costs_whoever_meets_it():
    assert pool(scene(secretariat_friction=0.5), 3, PRE_DEPLOYMENT, tape=0.5)[5] == -0.25


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
    w = scene({"PROTECTION": protection}, clearance_gain=0.25)
    w.cleared[0] = cleared
    assert protection_of(w, 0) == cleared_protection(w, cleared) == after
    assert channel_of(w, 0) == (after, 0.0)
    assert channel_of(w, 3) == (0.0, red_tape(w))  # what a firm hands over is not protected


@given(SHARE, SHARE, SHARE)
def test_protection_stops_leaks_and_not_what_a_rival_does_with_it(protection, rivalry, security):
    """W12 against W15b: the part of exposure that rivalry makes is left, whatever the channel."""
    w = scene(exposure_scale=1.0)
    w.rivalry[0, 1:3], w.security[1:3] = rivalry, security
    exposed = -pool(w, 0, PRE_DEPLOYMENT, protection=protection)[3] / SENSITIVITY[PRE_DEPLOYMENT]
    kept = ((1.0 - rivalry) * (1.0 - 0.25 * (1.0 - security) * (1.0 - protection))) ** 2
    assert exposed == pytest.approx(1.0 - kept, abs=1e-12)
    assert exposed >= 1.0 - (1.0 - rivalry) ** 2 - 1e-12


@pytest.mark.parametrize(("rivalry", "broad_is_better"), [(0.0, True), (0.02, False)])
def test_a_protected_broad_body_is_safer_only_among_friends(rivalry, broad_is_better):
    """Twenty members behind full protection against three allies behind none: with a little rivalry breadth loses."""
    w = world(21, params={"leak_rate": 0.1}, tier=1, rivalry=rivalry, security=0.9)
    broad = recipients(w, 0, 1.0)[1][2]
    few = no_harm_chance(0.0, 0.1, 0.9, 0.0) ** 3
    assert (broad > few) == broad_is_better


# ---- practice ----------------------------------------------------------------------------------------------------
def test_practice_is_the_same_towards_all_and_the_network():
    w = tie(scene(), 0, [1, 2])
    w.leaning[0, PRACTICES] = -0.75
    assert share(w, 0, 1, PRACTICES)[6] == share(w, 0, 2, PRACTICES)[6] == pool(w, 0, PRACTICES)[6] == -0.75
    assert share(w, 1, 0, PRACTICES)[6] == share(w, 0, 1, PRE_DEPLOYMENT)[6] == 0.0
    share_over_ties(w, 0)
    pool_with_network(w, 0)
    assert w.flow[0, 1] == w.flow[0, 2] == w.pool[0] == OWN & ~(1 << PRACTICES)


def test_what_is_tossed_anew_is_tossed_once_a_year():
    w = tie(scene(noise=1.0, lasting=0.0), 0, [1, 2])
    sent = []
    for w.month in range(30):
        share_over_ties(w, 0)
        pool_with_network(w, 0)
        sent.append((*w.flow[0, 1:3].tolist(), int(w.pool[0])))
    assert [len(set(sent[k : k + 12])) for k in (0, 12, 24)] == [1, 1, 1]
    assert len(set(sent)) == 3


# ---- expected information ----------------------------------------------------------------------------------
@pytest.mark.parametrize("openness", [0.5, 1.0])
def test_expected_information_counts_what_would_be_shared_less_what_could_be_published(openness):
    w = scene(public_motive=1.0, exposure_scale=3.0)
    w.openness[0] = openness
    w.rivalry[0, 1:3] = 0.25
    terms = {q: pool(w, 0, q) for q in range(Q) if (OWN >> q) & 1}
    shared = {q: t for q, t in terms.items() if share_gain(t) > 0.0}
    assert 0 < len(shared) < len(terms)
    worth = [share_gain(t) - (0.0 if IS_SENSITIVE[q] else t[0]) for q, t in shared.items()]
    assert min(worth) < 0.0 < max(worth)  # what is worth less than publishing it nobody has to share
    expected = openness * sum(max(0.0, each) for each in worth)
    assert expected_information(w, 0, 1) == pytest.approx(expected, rel=1e-12)


def test_practice_says_whether_a_state_would_share_and_not_what_it_is_worth():
    w = scene(noise=0.5, lasting=0.75)
    w.leaning[0, PRACTICES] = 0.25
    expected = 0.0
    for q in range(Q):
        if (OWN >> q) & 1:
            worth = share_gain(pool(w, 0, q)) - w.leaning[0, q]
            expected += probability(worth + w.leaning[0, q], fresh_scale(0.5, 0.75)) * worth
    assert expected_information(w, 0, 1) == pytest.approx(expected, rel=1e-12)


def test_who_knows_nothing_of_use_to_each_other_expects_nothing():
    w = scene()
    w.novelty[:] = 0.0
    assert expected_information(w, 0, 1) == 0.0


# ---- a month of sharing ------------------------------------------------------------------------------------
def once(sets):
    """(categories, 2) counts of one choice and one share of each category of a set."""
    return [[float((sets >> q) & 1)] * 2 for q in range(Q)]


@pytest.mark.parametrize(
    ("sent", "loss"),
    [
        pytest.param(0, 0.0, id="nothing"),
        pytest.param(RESULTS, 0.25 * SENSITIVITY[PRE_DEPLOYMENT], id="one category"),
        pytest.param(ALL, 0.25 * SENSITIVITY.sum(), id="all"),
    ],
)
def test_exposure_adds_up_over_what_is_sent(sent, loss):
    assert exposure_of(scene(exposure_scale=1.0), sent, 0.75) == pytest.approx(loss, rel=1e-12)


def test_an_office_shares_only_over_its_ties():
    w = tie(scene(), 0, [1])
    w.flow[0, 2] = ALL  # of the month before
    share_over_ties(w, 0)
    assert w.flow[0, 1] == OWN
    assert np.count_nonzero(w.flow) == 1
    assert w.asked_pair.tolist() == once(OWN)


def test_choices_are_counted_with_many_partners():
    """300 partners: every category asked of each, and what was taken adds up to what flowed."""
    n, off = 301, {"zero_sum": 0.0, "legal_friction": 0.0, "exposure_scale": 0.0, "public_motive": 0.0, "synergy": 0.0}
    w = world(n, params=off | {"noise": 1.0, "lasting": 0.0}, trust=0.5, rivalry=0.5, legal=0.5, security=0.5, month=7)
    w.key[:], w.stream = [draws.key_of(f"node:{k}") for k in range(n)], draws.stream_of(3, 0)
    share_over_ties(tie(w, 0, range(1, n)), 0)
    assert w.asked_pair[:, 0].tolist() == [300.0 * ((OWN >> q) & 1) for q in range(Q)]
    taken = w.asked_pair[:, 1]
    assert taken.tolist() == flags_of(w.flow).sum(axis=(0, 1)).tolist()
    assert 0.0 < taken[taken > 0.0].min() < 300.0


@pytest.mark.parametrize(
    ("act", "rows", "to"),
    [
        pytest.param(phase_sharing, [0, 1], [[0, 1], [1, 0]], id="offices, of those that exist"),
        pytest.param(lambda w: share_over_ties(w, 0), [0], [[0, 1]], id="one of them"),
        pytest.param(lambda w: share_over_ties(w, 3), [3], [[3, 0], [3, 2]], id="a firm, to all offices"),
    ],
)
def test_over_which_ties_somebody_sends(act, rows, to):
    w = tie(tie(scene(), 0, [1, 3], 1 << TESTING), 2, [3], 1 << TESTING)
    w.status[2] = 0
    w.flow[:] = ALL  # of the month before
    act(w)
    assert [[i, j] for i in rows for j in range(4) if w.flow[i, j]] == to
    others = [i for i in range(4) if i not in rows]
    assert (w.flow[others] == ALL).all()


def test_a_new_month_begins_with_nothing_asked_or_lost():
    w = scene()
    w.leaks, w.asked_pair[:], w.asked_pool[:], w.exposure[:], w.leaked[:] = 1.0, 1.0, 1.0, 1.0, 1.0
    begin_sharing(w)
    assert w.leaks == 0.0
    assert not any(array.any() for array in (w.asked_pair, w.asked_pool, w.exposure, w.leaked))


def test_what_does_not_pay_is_withheld_and_still_counted_as_asked():
    w = tie(scene(zero_sum=1.0), 0, [1])
    w.rivalry[:] = 1.0
    share_over_ties(w, 0)
    assert w.leaked[0] == w.leaks == 0.0
    assert not w.flow.any()
    assert w.asked_pair.tolist() == [[asked, 0.0] for asked, _ in once(OWN)]


def test_leaks_are_those_of_dangerous_information_sent_to_the_careless():
    w = tie(scene(), 0, [1, 2])
    w.security[2] = 1.0
    share_over_ties(w, 0)
    assert w.leaked[0] == w.leaks == pytest.approx(0.25 * DANGER[OF_ALL].sum(), rel=1e-12)


def test_a_firm_sends_only_what_firms_may_and_only_to_offices():
    w = tie(scene(), 3, [0, 1, 2], 1 << TESTING)
    share_over_ties(w, 3)
    assert np.flatnonzero(flags_of(w.flow[3]).any(axis=0)).tolist() == [INCIDENT_REPORTS, PRE_DEPLOYMENT]
    assert w.flow[3, 3] == 0


def test_exposure_taken_is_the_sum_of_what_was_sent():
    w = tie(scene(exposure_scale=0.02, patience=0.98), 0, [1])
    share_over_ties(w, 0)
    sent = np.flatnonzero(flags_of(w.flow[0, 1]))
    assert sent.size > 0
    assert w.exposure[0] == pytest.approx(-sum(share(w, 0, 1, q)[3] for q in sent), rel=1e-12)
    assert w.exposure[1:].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("i", "allowed"),
    [
        pytest.param(0, set(np.flatnonzero(OF_ALL)), id="an office: all that it has"),
        pytest.param(3, {PRE_DEPLOYMENT}, id="a firm: access to its models"),
    ],
)
def test_what_is_given_to_the_network(i, allowed):
    w = tie(scene(), 3, [1], 1 << TESTING)
    pool_with_network(w, i)
    assert set(np.flatnonzero(flags_of(w.pool[i]))) == allowed
    assert w.asked_pool.tolist() == [[float(q in allowed)] * 2 for q in range(Q)]


@pytest.mark.parametrize(
    ("channel", "left"),
    [pytest.param(0.0, 1.0, id="open channel"), pytest.param(0.75, 0.25, id="three quarters protected")],
)
def test_a_protected_channel_leaks_less(channel, left):
    w = relist(scene({"PROTECTION": channel}))
    pool_with_network(w, 0)
    assert w.leaks == pytest.approx(left * 2 * 0.25 * DANGER[OF_ALL].sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("tier", "status", "own"),
    [(1, 1, 1), (2, 2, 2), (0, 2, 0), (1, 0, 0)],
    ids=["a member", "a partner", "an outsider", "a member without an office"],
)
def test_at_which_tier_an_office_gives(tier, status, own):
    w = in_network(scene(), tier, 1, 1)
    w.status[0], w.pool[0] = status, ALL
    assert tier_of(w, 0) == own
    pool_with_network(w, 0)
    assert (w.pool[0] != 0) == (own > 0)


@pytest.mark.parametrize(
    ("exposure_scale", "wanted"),
    [
        pytest.param(0.0, False, id="shares already"),
        pytest.param(1.5, True, id="would share if cleared"),
        pytest.param(100.0, False, id="would not even then"),
    ],
)
def test_a_clearance_is_wanted_where_it_changes_something(exposure_scale, wanted):
    assert wants_clearance(relist(scene(exposure_scale=exposure_scale, clearance_gain=0.9)), 0) == wanted


# ---- who has standing ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("types", "status", "allowed"),
    [
        pytest.param(1 << TESTING, 2, {INCIDENT_REPORTS, PRE_DEPLOYMENT}, id="an institute that tests its models"),
        pytest.param(1 << TESTING, 1, {INCIDENT_REPORTS}, id="an acting office"),
        pytest.param((1 << TESTING) - 1, 2, {INCIDENT_REPORTS}, id="an institute with all types but testing"),
    ],
)
def test_what_a_firm_may_send(types, status, allowed):
    w = tie(world(1, 1, status=status), 1, [0], types)
    assert set(np.flatnonzero(flags_of(np.array(sendable(w, 1, 0))))) == allowed


TO_NETWORK = 3


@pytest.mark.parametrize(
    ("gave", "to", "passes_on"),
    [
        pytest.param([], 1, False, id="it has none"),
        pytest.param([0], 1, False, id="the firm gave them to it alone"),
        pytest.param([0, 1], 1, True, id="the firm gave them to both"),
        pytest.param([0, 1], 2, False, id="but not to the third"),
        pytest.param([1], 1, False, id="the other has them, it has not"),
        pytest.param([0, 1], TO_NETWORK, False, id="nor to the network"),
        pytest.param([0, TO_NETWORK], TO_NETWORK, True, id="it agreed to the network"),
        pytest.param([0, TO_NETWORK], 1, False, id="which is no consent for a partner alone"),
    ],
)
def test_results_go_on_only_where_their_firm_lets_them(gave, to, passes_on):
    w = tie(tie(scene(), 3, [0, 1, 2], 1 << TESTING), 0, [1, 2])
    for j in gave:
        if j == TO_NETWORK:
            w.pool[3] = RESULTS
        else:
            w.flow[3, j] = RESULTS
    begin_sharing(w)
    found = poolable(w, 0) if to == TO_NETWORK else sendable(w, 0, to)
    assert found == (OWN | RESULTS if passes_on else OWN)


def test_nobody_is_asked_about_what_nobody_would_receive():
    w = in_network(scene(), 1, 2, 0)
    pool_with_network(w, 0)
    assert w.asked_pool[:, 0].tolist() == [float((OWN >> q) & 1 and not IS_SENSITIVE[q]) for q in range(Q)]


# ---- firms and the network ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "status", "tied", "inside"),
    [
        pytest.param((1, 0), (2, 0), (0, 0), 0, id="its home's membership is not enough"),
        pytest.param((0, 2), (2, 2), (0, 1 << TESTING), 0, id="a partner does not open the door"),
        pytest.param((0, 1), (2, 2), (0, 1 << TESTING), 1, id="a member's institute that tests its models"),
        pytest.param((0, 1), (2, 2), (0, 1), 0, id="a tie without testing"),
        pytest.param((0, 1), (2, 1), (0, 1 << TESTING), 0, id="an acting office"),
        pytest.param((0, 1), (2, 0), (0, 1 << TESTING), 0, id="an office that no longer exists"),
        pytest.param((0, 1), (2, 2), (1 << TESTING, 0), 0, id="a tie with an outsider"),
    ],
)
def test_a_firms_standing(tier, status, tied, inside):
    w = world(2, 1, home=(0, 1, 0), tier=tier, status=status)
    w.ties[2, :2] = w.ties[:2, 2] = tied
    assert firm_tier(relist(w), 2) == tier_of(w, 2) == inside


def test_red_tape_is_the_friction_of_a_secretariat_held_away_from_the_firms():
    w = world(2, 1, host=(0.5, 0.5), home_share=(1.0, 0.0))
    w.design[D.FRICTION] = 0.5
    assert red_tape(w) == 0.25  # half of it is held where they are


@pytest.mark.parametrize(
    ("category", "powers", "seen"), [(PRE_DEPLOYMENT, True, 1.0), (PRE_DEPLOYMENT, False, 0.0), (PRACTICES, True, 0.0)]
)
def test_oversight_is_access_with_powers(category, powers, seen):
    w = world(2, 1, statutory=(False, powers, True))
    w.flow[2, 1] = 1 << category
    assert oversight(w, 2) == seen
