"""Deals: what one more tie is worth to a side, who meets, and in which order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY
from sim.rules.appraisal import appraise_renewal, appraise_type
from sim.rules.deals import deal_gain, deal_terms, exposure, familiar, tie_cost, tie_exposure
from sim.rules.measures import contacts_between, list_contacts
from sim.rules.meetings import (
    NOTHING,
    is_next,
    left_to,
    luck_of,
    meeting,
    meeting_chance,
    type_at_issue,
    types_held,
    who_meet,
    whose_term_ends,
)
from sim.rules.partners import links_of, partners_of
from sim.rules.reach import present_of, within_of

SHARE = st.floats(0.0, 1.0)


# ---- scalar rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("all_spared", "protection", "capability", "loss"),
    [
        pytest.param(1.0, 0.0, 1.0, 0.0, id="all recipients are safe"),
        pytest.param(0.0, 1.0, 1.0, 0.0, id="a perfectly protected channel"),
        pytest.param(0.0, 0.0, 1.0, 1.0, id="a certain leak: scale x sensitivity"),
        pytest.param(0.5, 0.0, 1.0, 0.5, id="a leak every second time"),
        pytest.param(0.5, 0.5, 1.0, 0.25, id="half of it protected"),
        pytest.param(0.5, 0.5, 2.0, 0.5, id="capability twice as high"),
    ],
)
def test_exposure(all_spared, protection, capability, loss):
    assert exposure(2.0, 0.5, all_spared, protection, capability) == loss


@pytest.mark.parametrize(
    ("rivalry", "leak_rate", "security", "loss"),
    [
        pytest.param(0.0, 0.5, 1.0, 0.0, id="a friend with perfect security"),
        pytest.param(0.0, 0.5, 0.0, 0.5, id="a careless friend: the leak rate"),
        pytest.param(1.0, 0.5, 1.0, 1.0, id="a rival turns it against us"),
        pytest.param(0.5, 0.5, 0.5, 0.625, id="half a rival, half secure"),
    ],
)
def test_tie_exposure(rivalry, leak_rate, security, loss):
    assert tie_exposure(1.0, 1.0, rivalry, leak_rate, security, 1.0) == loss


@pytest.mark.parametrize(
    ("load", "held", "capacity", "saved", "cost"),
    [
        pytest.param(0.5, 0, 1.0, 0.0, 2.0, id="the first deal"),
        pytest.param(0.5, 4, 1.0, 0.0, 6.0, id="the fifth"),
        pytest.param(0.5, 4, 2.0, 0.0, 4.0, id="the fifth of an office twice as large"),
        pytest.param(0.0, 4, 1.0, 0.0, 2.0, id="no load"),
        pytest.param(0.5, 4, 1.0, 0.25, 4.5, id="a quarter saved"),
        pytest.param(0.5, 4, 1.0, 1.0, 0.0, id="all saved"),
    ],
)
def test_tie_cost(load, held, capacity, saved, cost):
    assert tie_cost(2.0, load, held, capacity, saved) == cost


@pytest.mark.parametrize(
    ("trust", "harmonisation", "saved"),
    [
        pytest.param(1.0, 1.0, 0.5, id="full trust and aligned methods"),
        pytest.param(0.5, 0.5, 0.125, id="half of each"),
        pytest.param(0.0, 1.0, 0.0, id="no trust"),
        pytest.param(1.0, 0.0, 0.0, id="nothing aligned"),
    ],
)
def test_familiar_partners_save_part_of_the_cost(trust, harmonisation, saved):
    assert familiar(0.5, trust, harmonisation) == saved


@pytest.mark.parametrize(
    ("changed", "terms"),
    [
        pytest.param({"access": 0.5}, (0.5, 0, 0, 0, 0, 0), id="access"),
        pytest.param({"access": 0.5, "salience": 2.0}, (1.0, 0, 0, 0, 0, 0), id="access matters more when salient"),
        pytest.param({"access": 0.5, "openness": 0.0}, (0.0, 0, 0, 0, 0, 0), id="a closed state sees no use in it"),
        pytest.param({"fora_weight": 2.0, "fora": 0.25}, (0, 0.5, 0, 0, 0, 0), id="shared fora"),
        pytest.param({"vouching": 0.25, "contacts": 3.0}, (0, 0, 0.75, 0, 0, 0), id="contacts who vouch"),
        pytest.param({"mandate": 0.5}, (0, 0, 0, 0.5, 0, 0), id="a statutory office"),
        pytest.param({"exposed": 0.5}, (0, 0, 0, 0, -0.5, 0), id="exposure counts against"),
        pytest.param({"cost": 0.5}, (0, 0, 0, 0, 0, -0.5), id="cost counts against"),
    ],
)
def test_deal_terms_one_at_a_time(changed, terms):
    order = (
        "salience", "openness", "access", "fora_weight", "fora", "vouching", "contacts", "mandate", "exposed", "cost",
    )  # fmt: skip
    given_values = dict.fromkeys(order, 0.0) | {"salience": 1.0, "openness": 1.0} | changed
    assert deal_terms(*(given_values[name] for name in order)) == terms


# ---- appraisals: from arrays to terms ----------------------------------------------------------------------
OFFICES, FIRM = 3, 3  # three offices and one firm, node 3


class Scene:
    """Three offices and a firm without any tie; nothing but contacts and cost is switched on."""

    def __init__(self, *links, **parameters):
        off = {
            "fora_weight": 0.0,
            "vouching": 0.0,
            "exposure_scale": 0.0,
            "load": 0.0,
            "fine": 0.0,
            "familiarity": 0.0,
            "firm_weight": 1.0,
        }
        self.p = P.with_values(**(off | {"decay": 0.5, "tie_cost": 0.25, "more_types": 0.5} | parameters))
        self.links = np.zeros((4, 4), dtype=np.int64)
        for i, j in links:
            self.links[i, j] = self.links[j, i] = 1
        self.weight, self.openness, self.capacity = np.ones(4), np.ones(4), np.ones(4)
        self.fora, self.rivalry, self.security = np.zeros((4, 4)), np.zeros((4, 4)), np.zeros(4)
        self.statutory = np.zeros(4, dtype=bool)
        self.trust, self.harmonisation = np.zeros((4, 4)), 0.5

    def _arrays(self):
        degree = (self.links > 0).sum(axis=1).astype(np.int64)
        return (self.weight, self.fora, self.rivalry, self.security, self.statutory,
                self.capacity, degree, self.openness, 1.0, 1.0, self.trust, self.harmonisation, OFFICES)  # fmt: skip

    def contact(self):
        out = np.empty((4, 4))
        list_contacts(self.links, self.fora, self.rivalry, out)
        return out

    def present(self):
        return present_of(self.weight, OFFICES)

    def one_more(self, i, j, kind=0, held=0):
        ways = within_of(links_of(self.links))
        return appraise_type(
            self.p, *ways, self.present(), *self._arrays(), i, j, self.contacts(i, j), kind, held
        )  # fmt: skip

    def contacts(self, i, j):
        return contacts_between(*partners_of(self.links), self.contact(), i, j)

    def renewal(self, i, j, types):
        without = self.links.copy()
        without[i, j] = without[j, i] = 0
        within, depth = within_of(links_of(without))
        mine, theirs = within[i, : depth[i] + 1], within[j, : depth[j] + 1]
        return appraise_renewal(self.p, mine, theirs, self.present(), *self._arrays(), i, j, self.contacts(i, j), types)


@pytest.mark.parametrize(
    ("links", "i", "j", "access"),
    [
        pytest.param([], 0, 1, 0.5, id="a stranger: one contact at distance 1"),
        pytest.param([(1, 2)], 0, 1, 0.75, id="a stranger with a partner: one at 1, one at 2"),
        pytest.param([(1, 2), (0, 2)], 0, 1, 0.25, id="a partner's partner comes from 2 to 1"),
        pytest.param([(0, 2)], 0, 1, 0.5, id="own partners add nothing"),
        pytest.param([(1, 2), (2, 3)], 0, 1, 0.875, id="a chain: at 1, 2 and 3"),
    ],
)
def test_access_of_a_first_type(links, i, j, access):
    assert Scene(*links).one_more(i, j) == (access, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_further_type_is_worth_a_share_of_a_first():
    assert Scene((0, 1)).one_more(0, 1, kind=1, held=1) == (0.25, 0.0, 0.0, 0.0, 0.0, -0.25)


def test_a_heavier_partner_is_worth_more():
    scene = Scene()
    scene.weight[FIRM] = scene.p[P.FIRM_WEIGHT] = 2.0
    assert scene.one_more(0, FIRM)[0] == 2 * scene.one_more(0, 1)[0]


@pytest.mark.parametrize(
    ("links", "references"),
    [
        pytest.param([], 0.0, id="two strangers without partners"),
        pytest.param([(0, 2), (1, 2)], 2.0, id="a shared partner counts from both sides"),
        pytest.param([(0, 2)], 0.25, id="a partner who shares fora with the other side"),
        pytest.param([(0, FIRM)], 0.5, id="a partner who shares more fora"),
        pytest.param([(0, 2), (0, FIRM)], 0.75, id="more partners"),
    ],
)
def test_references_for_a_first_type(links, references):
    scene = Scene(*links, vouching=0.5)
    scene.fora[2, 1] = scene.fora[1, 2] = 0.25
    scene.fora[FIRM, 1] = scene.fora[1, FIRM] = 0.5
    assert scene.one_more(0, 1)[2] == scene.one_more(1, 0)[2] == 0.5 * references
    assert scene.one_more(0, 1, kind=1, held=1)[2] == 0.0  # they know each other
    scene.rivalry[:] = 1.0
    assert scene.one_more(0, 1)[2] == 0.5 * (2.0 if len(links) == 2 and links[1] == (1, 2) else 0.0)


@pytest.mark.parametrize(
    ("i", "j", "statutory", "mandate"),
    [
        pytest.param(FIRM, 0, True, 0.5, id="a firm before an office with powers"),
        pytest.param(FIRM, 0, False, 0.0, id="a firm before an office without"),
        pytest.param(1, 0, True, 0.0, id="an office before an office with powers"),
        pytest.param(0, FIRM, True, 0.0, id="the office with powers itself"),
    ],
)
def test_only_firms_feel_statutory_powers(i, j, statutory, mandate):
    scene = Scene(fine=0.5)
    scene.statutory[0] = statutory
    assert scene.one_more(i, j)[3] == mandate
    assert scene.renewal(i, j, 1)[3] == mandate


@pytest.mark.parametrize("kind", range(len(CARRIES)))
def test_a_type_exposes_the_category_that_it_carries(kind):
    scene = Scene(exposure_scale=1.0, leak_rate=0.25)
    expected = exposure(1.0, SENSITIVITY[CARRIES[kind]], 0.75, 0.0, 1.0)
    assert scene.one_more(0, 1, kind=kind)[4] == -expected


def test_the_load_of_ties_raises_the_cost_of_the_next():
    scene = Scene((0, 2), load=1.0)
    assert [scene.one_more(0, 1)[5], scene.one_more(1, 0)[5]] == [-0.5, -0.25]


def test_trust_in_the_partner_makes_a_deal_cheaper_and_its_trust_in_us_does_not():
    scene = Scene(familiarity=0.5)
    scene.trust[0, 1] = 1.0
    assert [scene.one_more(0, 1)[5], scene.one_more(1, 0)[5], scene.one_more(0, 2)[5]] == [-0.1875, -0.25, -0.25]


@pytest.mark.parametrize("links", [[], [(1, 2)], [(0, 2)], [(1, 2), (0, 2)], [(0, 2), (2, 3), (1, 3)]])
@pytest.mark.parametrize("kind", [0, 4])
def test_keeping_a_tie_of_one_type_is_worth_what_signing_it_was(links, kind):
    """The marginal act is the same seen from both ends, so that nobody signs what it would end at once."""
    switched_on = {"fora_weight": 0.5, "exposure_scale": 1.0, "load": 0.5, "fine": 0.5, "familiarity": 0.5,
                   "vouching": 0.25}  # fmt: skip
    before, after = Scene(*links, **switched_on), Scene(*links, (0, 1), **switched_on)
    for scene in (before, after):
        scene.fora[:], scene.rivalry[:], scene.trust[:] = 0.25, 0.125, 0.5
    assert after.renewal(0, 1, 1 << kind) == before.one_more(0, 1, kind)


@pytest.mark.parametrize(
    ("types", "terms"),
    [
        pytest.param(0b000001, (0.5, 0.25, 0.0, 0.0, 0.0, -0.25), id="one type"),
        pytest.param(0b000011, (0.75, 0.5, 0.0, 0.0, 0.0, -0.5), id="two types: access once, the rest twice"),
        pytest.param(0b110001, (1.0, 0.75, 0.0, 0.0, 0.0, -0.75), id="three types"),
    ],
)
def test_a_tie_of_several_types_is_kept_or_ended_as_a_whole(types, terms):
    scene = Scene((0, 1), fora_weight=0.5)
    scene.fora[:] = 0.5
    assert scene.renewal(0, 1, types) == terms


def test_exposure_of_a_renewal_adds_up_over_its_types():
    scene = Scene((0, 1), exposure_scale=1.0, leak_rate=0.25)
    one, other = scene.renewal(0, 1, 1 << 0)[4], scene.renewal(0, 1, 1 << 4)[4]
    assert scene.renewal(0, 1, 1 << 0 | 1 << 4)[4] == one + other


@given(SHARE, SHARE, SHARE, SHARE)
def test_rivalry_lowers_the_gain_and_security_raises_it(rivalry, more, security, better):
    scene = Scene(exposure_scale=1.0)

    def gain(r, z):
        scene.rivalry[:], scene.security[:] = r, z
        return deal_gain(scene.one_more(0, 1, kind=4))

    low, high = min(rivalry, more), max(rivalry, more)
    poor, good = min(security, better), max(security, better)
    assert gain(low, poor) >= gain(high, poor)
    assert gain(low, good) >= gain(low, poor)


# ---- meetings ----------------------------------------------------------------------------------------------
STREAM = draws.stream_of(1, 0)
KEYS = np.array([draws.key_of(f"office:{k}") for k in range(6)] + [draws.key_of(f"firm:{k}") for k in range(3)])


def status_of(dead):
    status = np.full(6, 2)
    status[list(dead)] = 0
    return status


def meetings(rate, keys=KEYS, month=5, dead=()):
    pairs, turns, luck = who_meet(STREAM, month, keys, status_of(dead), 6, rate)
    assert [tuple(drawn) for drawn in luck] == [luck_of(STREAM, month, keys[a], keys[b]) for a, b in pairs]
    assert turns.tolist() == sorted(turns.tolist())
    return [tuple(pair) for pair in pairs.tolist()]


def terms_that_end(rate, ties, ends, month=5, dead=()):
    """Pairs whose term ends, with their turns."""
    held, end = np.zeros((9, 9), dtype=np.int64), np.full((9, 9), 10**6)
    for a, b in ties:
        held[a, b] = held[b, a] = 1
        end[a, b] = end[b, a] = ends
    pairs, turns = whose_term_ends(STREAM, month, KEYS, status_of(dead), *partners_of(held), end, 6, rate)
    return [tuple(pair) for pair in pairs.tolist()], turns.tolist()


def test_meeting_chance_is_that_of_at_least_one_meeting():
    assert meeting_chance(0.0) == 0.0
    assert meeting_chance(np.log(2.0)) == pytest.approx(0.5, rel=1e-12)
    assert meeting_chance(800.0) == 1.0


def test_at_an_enormous_rate_all_pairs_meet_once_but_firms_with_firms():
    everybody = {(a, b) for a in range(6) for b in range(a + 1, 9)}
    assert len(meetings(800.0)) == len(everybody)
    assert set(meetings(800.0)) == everybody


def test_at_rate_zero_nobody_meets():
    assert meetings(0.0) == []


@pytest.mark.parametrize(
    ("ends", "met"),
    [
        pytest.param(4, [(1, 7)], id="the term ended last month"),
        pytest.param(5, [(1, 7)], id="the term ends this month"),
        pytest.param(6, [], id="the term ends next month"),
    ],
)
def test_a_tie_at_the_end_of_its_term_is_reconsidered_without_a_meeting(ends, met):
    assert terms_that_end(0.0, [(1, 7)], ends)[0] == met


def test_terms_that_end_have_the_turns_that_their_meetings_would_have():
    """At rate 0 none of them meets, at an enormous rate all do; between the two each is on one of the lists."""
    everybody = [(a, b) for a in range(6) for b in range(a + 1, 9)]
    in_turn, turns = terms_that_end(0.0, everybody, 5)
    pairs, others, _ = who_meet(STREAM, 5, KEYS, status_of(()), 6, 800.0)
    assert (in_turn, turns) == ([tuple(pair) for pair in pairs.tolist()], others.tolist())
    assert terms_that_end(800.0, everybody, 5) == ([], [])
    some, met = terms_that_end(0.4, everybody, 5)[0], meetings(0.4)
    assert some and met and sorted(some + met) == everybody


def test_the_term_of_who_does_not_exist_yet_ends_later():
    assert terms_that_end(0.0, [(1, 2), (2, 7), (1, 7)], 5, dead=(2,))[0] == [(1, 7)]


@pytest.mark.parametrize(
    ("turn", "place", "first"),
    [
        pytest.param(0.2, 0, True, id="before the next of the others"),
        pytest.param(0.3, 0, False, id="after it"),
        pytest.param(0.3, 1, True, id="before the one after that"),
        pytest.param(0.9, 2, True, id="no others are left"),
    ],
)
def test_whose_turn_is_next(turn, place, first):
    assert is_next(turn, np.array([0.25, 0.5]), place) == first


def test_an_office_that_does_not_exist_meets_nobody():
    assert not [pair for pair in meetings(800.0, dead=(2,)) if 2 in pair]


def test_order_of_meetings_depends_on_the_month_and_not_on_the_rows():
    assert meetings(800.0) != sorted(meetings(800.0))
    assert meetings(800.0) != meetings(800.0, month=6)
    assert sorted(meetings(0.4)) != sorted(meetings(0.4, month=6))


def test_reordering_offices_changes_no_meeting():
    rows = [3, 0, 5, 1, 4, 2, 8, 6, 7]
    there = [frozenset(rows[k] for k in pair) for pair in meetings(0.4, keys=KEYS[rows])]
    assert there == [frozenset(pair) for pair in meetings(0.4)]


def test_without_an_actor_the_others_meet_as_before():
    rows = [0, 1, 2, 3, 4, 5, 6, 8]
    there = [tuple(rows[k] for k in pair) for pair in meetings(0.4, keys=KEYS[rows])]
    assert there == [pair for pair in meetings(0.4) if 7 not in pair]


# ---- one meeting ---------------------------------------------------------------------------------------------
ALL_TYPES = (1 << len(CARRIES)) - 1


@pytest.mark.parametrize(
    ("held", "with_firm", "considered"),
    [
        pytest.param(0, False, [0, 1, 2, 3, 4, 5], id="offices without a tie: every type"),
        pytest.param(0, True, [0, 3, 4], id="with a firm: research, guidelines, testing"),
        pytest.param(0b010001, False, [1, 2, 3, 5], id="what is held is not considered again"),
        pytest.param(0b010001, True, [3], id="with a firm: what is left"),
        pytest.param(ALL_TYPES, False, [-1], id="offices hold all"),
        pytest.param(0b011001, True, [-1], id="the firm holds all that firms may"),
    ],
)
def test_types_considered_are_those_open_and_not_held_each_as_likely(held, with_firm, considered):
    draws_of_equal_parts = [(k + 0.5) / len(considered) for k in range(len(considered))]
    assert [type_at_issue(left_to(held, with_firm), draw) for draw in draws_of_equal_parts] == considered


@pytest.mark.parametrize(("mask", "count"), [(0, 0), (0b1, 1), (0b100101, 3), (ALL_TYPES, 6)])
def test_types_held(mask, count):
    assert types_held(mask) == count


def meet(scene, a=0, b=1, month=5, seed=1, ask_both=True):
    fourth = np.array([KEYS[0], KEYS[1], KEYS[2], KEYS[6]])
    luck = np.array(luck_of(draws.stream_of(seed, 0), month, fourth[a], fourth[b]))
    return meeting(scene.p, luck, scene.links, partners_of(scene.links)[0], *within_of(links_of(scene.links)),
                   scene.present(), scene.contact(), *scene._arrays(), a, b, ask_both)  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "signed"),
    [
        pytest.param(0.25, True, id="both gain"),
        pytest.param(0.5, False, id="nobody gains: status quo"),
        pytest.param(0.75, False, id="both lose"),
    ],
)
def test_a_meeting_without_noise(cost, signed):
    kind, done, terms_a, gain_a, terms_b, gain_b = meet(Scene(tie_cost=cost, noise=0.0))
    assert (kind in range(6), done) == (True, signed)
    assert (terms_a, terms_b) == ((0.5, 0.0, 0.0, 0.0, 0.0, -cost),) * 2
    assert gain_a == gain_b == 0.5 - cost


def test_each_side_judges_by_its_own_payoff():
    scene = Scene(noise=0.0, tie_cost=0.5)
    scene.openness[0] = 2.0
    _, signed, _, gain_a, _, gain_b = meet(scene)
    assert (signed, gain_a, gain_b) == (True, 0.5, 0.0)  # one gains, the other does not lose
    scene.openness[1] = 0.5
    _, signed, _, gain_a, _, gain_b = meet(scene)
    assert (signed, gain_a, gain_b) == (False, 0.5, -0.25)


@pytest.mark.parametrize("seed", range(12))
def test_a_meeting_is_the_same_whoever_is_named_first(seed):
    scene = Scene((1, 2), noise=0.25, tie_cost=0.5)
    kind, signed, *sides = meet(scene, 0, 1, seed=seed)
    assert meet(scene, 1, 0, seed=seed) == (kind, signed, *sides[2:], *sides[:2])


@pytest.mark.parametrize("noise", [0.0, 0.25])
@pytest.mark.parametrize("seed", range(12))
def test_what_the_first_refuses_is_signed_by_nobody_whether_the_second_judges_or_not(seed, noise):
    scene = Scene((1, 2), noise=noise, tie_cost=0.5)
    scene.openness[0] = 0.5 + seed / 8
    both, one = meet(scene, seed=seed), meet(scene, seed=seed, ask_both=False)
    assert one == both or (one[:4] == both[:4] and not both[1] and one[4:] == (NOTHING, 0.0))


def test_who_holds_every_type_signs_nothing():
    scene = Scene((0, 1), noise=0.0, tie_cost=0.0)
    scene.links[0, 1] = scene.links[1, 0] = ALL_TYPES
    assert meet(scene)[:2] == (-1, False)
