"""Published results, reached by the production rules at their limit: noise 0 and one mechanism switched on.

Enumeration, root finding and tournaments are test code; every payoff and every choice comes from the rules.
"""

import itertools
import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim import parameters as P
from sim.rules.choice import accepts, agree, keeps
from sim.rules.deals import deal_gain, deal_terms, tie_cost
from sim.rules.membership import appraise_membership, effort, effort_cost, join_gain, join_terms
from sim.rules.pace import pace_gain, pace_terms
from sim.rules.partners import list_links
from sim.rules.reach import list_within, reach, reach_gain
from sim.rules.sharing import share_gain, share_terms, updated_trust
from tests.worlds import world

NO_NOISE = 0.0
ANY_DRAW = 0.5


def root(function, low, high):
    """Where an increasing function changes its sign, to the last bit of bisection."""
    assert function(low) < 0.0 < function(high)
    while True:
        middle = (low + high) / 2.0
        if middle in (low, high):
            return middle
        low, high = (middle, high) if function(middle) < 0.0 else (low, middle)


# ---- deals: the connections model of Jackson and Wolinsky (1996) -------------------------------------------
def networks(n):
    """All labelled networks of n nodes, as masks of links."""
    pairs = list(itertools.combinations(range(n), 2))
    for links in itertools.product((0, 1), repeat=len(pairs)):
        linked = np.zeros((n, n), dtype=np.int64)
        for (i, j), link in zip(pairs, links, strict=True):
            linked[i, j] = linked[j, i] = link
        yield linked


@cache
def offices(n):
    """A world of so many offices."""
    return world(n)


def linked_world(linked, decay):
    """The offices with these links: whom each gets to, in how many steps, and at which decay."""
    w = offices(len(linked))
    w.p[P.DECAY] = decay
    list_links(linked, w.links)
    list_within(w.links, w.within, w.depth)
    return w


def rows(w):
    return [w.within[i, : w.depth[i] + 1] for i in range(w.nodes)]


def value_of_link(without, decay, cost, i, j):
    """What a link to j is worth to i, by the rule of a deal; ``without`` is the network if it is not there."""
    w = linked_world(without, decay)
    ways = rows(w)
    contacts = reach_gain(w, ways[i], ways[j])
    priced = tie_cost(cost, 0.0, 0, 1.0, 0.0)
    return deal_gain(deal_terms(1.0, 1.0, contacts, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, priced, 0.0))


def pairwise_stable(linked, decay, cost):
    for i, j in itertools.combinations(range(len(linked)), 2):
        without = linked.copy()
        without[i, j] = without[j, i] = 0
        gains = value_of_link(without, decay, cost, i, j), value_of_link(without, decay, cost, j, i)
        if linked[i, j]:
            if not all(keeps(gain, NO_NOISE, ANY_DRAW) for gain in gains):
                return False
        elif agree(*gains, NO_NOISE, ANY_DRAW, ANY_DRAW):
            return False
    return True


def stable_networks(n, decay, cost):
    return [linked for linked in networks(n) if pairwise_stable(linked, decay, cost)]


def degrees(linked):
    return tuple(sorted(linked.sum(axis=1).tolist()))


def test_four_nodes_decay_half_cost_three_tenths_four_stars_and_three_cycles():
    assert sorted(map(degrees, stable_networks(4, 0.5, 0.3))) == [(1, 1, 1, 3)] * 4 + [(2, 2, 2, 2)] * 3


CHEAP = [(0.5, 0.2), (0.5, 0.24), (0.3, 0.2), (0.9, 0.05)]  # cost < decay - decay^2
MIDDLE = [(0.5, 0.26), (0.5, 0.45), (0.3, 0.25), (0.9, 0.3)]  # decay - decay^2 < cost < decay
DEAR = [(0.5, 0.51), (0.5, 0.6), (0.5, 0.9), (0.9, 0.95), (0.9, 1.5), (0.3, 0.4)]  # cost > decay
SIZES = pytest.mark.parametrize("n", [4, 5])


@SIZES
@pytest.mark.parametrize(("decay", "cost"), CHEAP)
def test_cheap_links_only_the_complete_network_is_stable(n, decay, cost):
    assert [degrees(linked) for linked in stable_networks(n, decay, cost)] == [(n - 1,) * n]


@SIZES
@pytest.mark.parametrize(("decay", "cost"), MIDDLE)
def test_links_of_middling_cost_stars_are_stable_the_complete_network_is_not_and_stars_are_not_alone(n, decay, cost):
    stable = [degrees(linked) for linked in stable_networks(n, decay, cost)]
    assert stable.count((1,) * (n - 1) + (n - 1,)) == n
    assert (n - 1,) * n not in stable
    assert len(stable) > n


@SIZES
@pytest.mark.parametrize(("decay", "cost"), DEAR)
def test_dear_links_nobody_hangs_by_one_link(n, decay, cost):
    stable = stable_networks(n, decay, cost)
    assert (0,) * n in [degrees(linked) for linked in stable]
    assert all(1 not in degrees(linked) for linked in stable)


def welfare(linked, decay, cost):
    w = linked_world(linked, decay)
    contacts = sum(reach(w, row) for row in rows(w))
    return contacts - tie_cost(cost, 0.0, 0, 1.0, 0.0) * linked.sum()


@pytest.mark.parametrize(
    ("cost", "best"),
    [
        pytest.param(0.2, {(3, 3, 3, 3)}, id="below decay - decay^2: complete"),
        pytest.param(0.3, {(1, 1, 1, 3)}, id="above: the star"),
        pytest.param(0.7, {(1, 1, 1, 3)}, id="the star, which nobody would keep"),
        pytest.param(0.8, {(0, 0, 0, 0)}, id="above decay + (n - 2) decay^2 / 2: empty"),
    ],
)
def test_efficient_networks(cost, best):
    worth = {}
    for linked in networks(4):
        worth.setdefault(degrees(linked), set()).add(round(welfare(linked, 0.5, cost), 9))
    most = max(max(values) for values in worth.values())
    assert {shape for shape, values in worth.items() if most in values} == best


# ---- membership: stability of treaties ---------------------------------------------------------------------
def gain_from_membership(k, benefit, linear, curve, cap, excludable=0.0, penalty=0.0):
    """What being one of k equal members is worth against leaving the other k - 1."""

    def at_optimum(members):
        return effort(members * benefit, 1.0, linear, curve, cap)

    alone = at_optimum(1)
    return join_gain(
        join_terms(
            benefit, 1.0, k * at_optimum(k), (k - 1) * at_optimum(k - 1), excludable, 1.0,
            effort_cost(linear, curve, at_optimum(k)), effort_cost(linear, curve, alone), alone, 0.0, 0.0, 0.0, 0.0,
            k - 1, penalty, 0.0, 0.0, 0.0,
        )
    )  # fmt: skip


def stable_sizes(gain, n):
    """Sizes from 2 to n at which no member leaves and no outsider comes in."""
    return [
        k for k in range(2, n + 1)
        if keeps(gain(k), NO_NOISE, ANY_DRAW) and (k == n or not accepts(gain(k + 1), NO_NOISE, ANY_DRAW))
    ]  # fmt: skip


@pytest.mark.parametrize("n", range(3, 12))
@pytest.mark.parametrize(("benefit", "cost"), [(1.0, 1.0), (2.0, 0.5), (0.3, 1.7)])
def test_a_quadratic_treaty_has_at_most_three_members(n, benefit, cost):
    """The third is indifferent, and indifference keeps the status quo: two stay two, three stay three."""
    assert stable_sizes(lambda k: gain_from_membership(k, benefit, 0.0, cost, math.inf), n) == [2, 3]


@given(st.integers(1, 11), st.floats(0.1, 10.0), st.floats(0.1, 10.0))
def test_gain_from_a_quadratic_treaty(k, benefit, cost):
    expected = -0.5 * (k - 1) * (k - 3) * benefit**2 / cost
    scale = k**2 * benefit**2 / cost
    assert gain_from_membership(k, benefit, 0.0, cost, math.inf) == pytest.approx(expected, rel=0, abs=1e-14 * scale)


@pytest.mark.parametrize("ratio", [1.5, 2.5, 3.2, 4.9, 6.01, 7.5])
@pytest.mark.parametrize("benefit", [1.0, 0.3])
def test_a_binary_treaty_has_as_many_members_as_make_it_worth_the_cost(benefit, ratio):
    sizes = stable_sizes(lambda k: gain_from_membership(k, benefit, ratio * benefit, 0.0, 1.0), 8)
    assert max(sizes) == math.ceil(ratio)
    assert [k for k in sizes if k >= ratio] == [math.ceil(ratio)]  # smaller treaties do nothing at all


@pytest.mark.parametrize(("excludable", "size"), [(0.2, 4), (0.3, 6), (0.5, 8)])
def test_excludable_goods_sustain_larger_treaties(excludable, size):
    sizes = stable_sizes(lambda k: gain_from_membership(k, 1.0, 0.0, 1.0, math.inf, excludable), 8)
    assert max(sizes) == size


@pytest.mark.parametrize(("penalty", "size"), [(3.0, 4), (6.0, 5), (10.0, 6)])
def test_penalties_sustain_larger_treaties(penalty, size):
    sizes = stable_sizes(lambda k: gain_from_membership(k, 1.0, 0.0, 1.0, math.inf, 0.0, penalty), 8)
    assert sizes == [size]


def appraised_gain(n, excludability=0.0, penalty=0.0):
    """The same gain through the appraisal that states make in the model: n equal states, members first."""
    off = ("noise", "effort_cost", "bias_weight", "crowding", "public_motive", "ending")
    params = dict.fromkeys(off, 0.0) | {"effort_curve": 1.0, "effort_cap": math.inf}

    def gain(k):
        w = world(n, params=params, benefit=1.0, productivity=1.0, security=1.0, tier=np.arange(n) < k)
        w.design[D.EXCLUDABILITY], w.design[D.PENALTY] = excludability, penalty
        return join_gain(appraise_membership(w, 0, 1))

    return gain


@pytest.mark.parametrize(
    ("n", "excludability", "penalty", "size"),
    [*((n, 0.0, 0.0, 3) for n in range(3, 12)), (8, 0.2, 0.0, 4), (8, 0.3, 0.0, 6), (8, 0.5, 0.0, 8), (8, 0.0, 3.0, 4),
     (8, 0.0, 6.0, 5), (8, 0.0, 10.0, 6)],
)  # fmt: skip
def test_the_states_appraisal_reaches_the_same_treaties(n, excludability, penalty, size):
    assert max(stable_sizes(appraised_gain(n, excludability, penalty), n)) == size


# ---- collective risk: Santos and Pacheco (2011) ------------------------------------------------------------
def at_least(needed, others, x):
    return sum(math.comb(others, k) * x**k * (1 - x) ** (others - k) for k in range(needed, others + 1))


def gain_from_contributing(x, n, needed, risk, cost):
    """Joining in when each of the n - 1 others does with chance x and the target takes ``needed`` of them."""
    with_us, without_us = at_least(needed - 1, n - 1, x), at_least(needed, n - 1, x)
    terms = join_terms(risk, 1.0, with_us, without_us, 0.0, 1.0, cost, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0,
                       0.0, 0.0)  # fmt: skip
    return join_gain(terms)


@pytest.mark.parametrize(("n", "needed", "ratio"), [(6, 3, 0.3456), (6, 2, 0.4096), (4, 2, 4 / 9)])
def test_collective_risk_has_two_roots_below_the_highest_cost_at_risk_and_none_above(n, needed, ratio):
    top = (needed - 1) / (n - 1)
    assert gain_from_contributing(top, n, needed, 1.0, 0.0) == pytest.approx(ratio, rel=1e-12)
    grid = np.arange(1, 1000) / 1000.0

    def changes(cost):
        signs = np.sign([gain_from_contributing(x, n, needed, 1.0, cost) for x in grid])
        return int((signs[1:] != signs[:-1]).sum())

    assert (changes(0.99 * ratio), changes(1.01 * ratio)) == (2, 0)


# ---- pace: the race of Han, Pereira, Santos and Lenaerts (2020) --------------------------------------------
BENEFIT, COST, SPEED, PRIZE = 4.0, 1.0, 1.5, 100.0  # prize 1e4 over 100 steps


def threshold(believed_safe, mirror, benefit=BENEFIT, cost=COST, speed=SPEED, prize=PRIZE):
    """Chance of disaster from which the safe pace is chosen."""

    def gain(disaster):
        return pace_gain(pace_terms(believed_safe, mirror, benefit, cost, speed, prize, disaster, 0.0, 0.0, 0.0, 0.0))

    return root(gain, 0.0, 1.0)


def published(benefit, cost, speed, prize):
    """(social, risk dominance) thresholds of the paper, a step."""
    ss, su = benefit / 2 - cost, benefit / (speed + 1) - cost
    us, uu = speed * benefit / (speed + 1), benefit / 2
    social = 1 - (ss + prize / 2) / (uu + speed * prize / 2)
    return social, 1 - (ss + su + prize / 2) / (us + uu + 3 * speed * prize / 2)


def test_published_thresholds_of_the_race():
    assert round(threshold(0.5, 1.0), 5) == 0.33766
    assert round(threshold(0.5, 0.0), 5) == 0.77507


@given(st.floats(2.5, 10.0), st.floats(0.1, 1.2), st.floats(1.1, 3.0), st.floats(20.0, 1e4), st.floats(0.0, 1.0))
def test_thresholds_of_other_races(benefit, cost, speed, prize, believed):
    social, dominance = published(benefit, cost, speed, prize)
    assert threshold(believed, 1.0, benefit, cost, speed, prize) == pytest.approx(social, rel=1e-12)
    assert threshold(0.5, 0.0, benefit, cost, speed, prize) == pytest.approx(dominance, rel=1e-12)


@pytest.mark.parametrize("speed", [1.1, 1.5, 2.0])
def test_thresholds_of_an_enormous_prize(speed):
    """What the steps add vanishes as 1 / prize: below 1e-11 here."""
    assert threshold(0.5, 1.0, speed=speed, prize=1e12) == pytest.approx(1 - 1 / speed, rel=0, abs=1e-11)
    assert threshold(0.5, 0.0, speed=speed, prize=1e12) == pytest.approx(1 - 1 / (3 * speed), rel=0, abs=1e-11)


# ---- sharing: the repeated dilemma (Axelrod 1984) ----------------------------------------------------------
def dilemma(r, s, t, p):
    """(benefit, exposure, synergy) of sharing that make it the dilemma (R, S, T, P)."""
    benefit = t - p
    return benefit, p - s, r - s - benefit


def gain_from_sharing(patience, trust, game):
    benefit, exposed, synergy = dilemma(*game)
    return share_gain(share_terms(0.0, 1.0, 0.0, patience, trust, benefit, synergy, exposed, 0.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("patience", "stable"), [(0.66, False), (2 / 3, True), (0.67, True), (1.0, True), (0.0, False)]
)
def test_tit_for_tat_is_stable_from_two_thirds(patience, stable):
    assert keeps(gain_from_sharing(patience, 1.0, (3.0, 0.0, 5.0, 1.0)), NO_NOISE, ANY_DRAW) == stable


@pytest.mark.parametrize(
    ("game", "threshold"),
    [
        pytest.param((3.0, 0.0, 5.0, 1.0), 2 / 3, id="Axelrod's: T - R over R - S"),
        pytest.param((4.0, 0.0, 5.0, 1.0), 1 / 4, id="T - R over T - P, equal"),
        pytest.param((4.0, 0.0, 5.0, 3.0), 1 / 2, id="T - R over T - P"),
        pytest.param((3.0, 2.0, 3.5, 2.5), 1 / 2, id="close payoffs"),
    ],
)
def test_patience_from_which_sharing_pays(game, threshold):
    assert root(lambda w: gain_from_sharing(w, 1.0, game), 0.0, 1.0) == pytest.approx(threshold, rel=1e-12)


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4, unique=True).map(sorted))
def test_patience_from_which_sharing_pays_in_any_dilemma(payoffs):
    s, p, r, t = (float(x) for x in payoffs)
    threshold = max((t - r) / (t - p), (t - r) / (r - s))
    if threshold < 1.0:
        found = root(lambda w: gain_from_sharing(w, 1.0, (r, s, t, p)), 0.0, 1.0)
        assert found == pytest.approx(threshold, rel=1e-12)
    else:
        assert gain_from_sharing(1.0, 1.0, (r, s, t, p)) <= 0.0


GAME = (3.0, 0.0, 5.0, 1.0)


def tit_for_tat(trust):
    """The model's choice at trust speed 1 and no noise, patient enough."""
    return bool(accepts(gain_from_sharing(0.9, trust, GAME), NO_NOISE, ANY_DRAW))


PLAYERS = {"Cooperator": lambda trust: True, "Tit For Tat": tit_for_tat, "Defector": lambda trust: False}


def match(one, other, rounds=10):
    """Both decide, then both update; payoffs from the terms of sharing. All begin in full trust."""
    benefit, exposed, synergy = dilemma(*GAME)
    baseline, trusts, scores, shared = GAME[3], [1.0, 1.0], [0.0, 0.0], []
    for _ in range(rounds):
        x = PLAYERS[one](trusts[0]), PLAYERS[other](trusts[1])
        shared.append(x)
        for me in (0, 1):
            given_, got = float(x[me]), float(x[1 - me])
            scores[me] += baseline + benefit * got - exposed * given_ + synergy * given_ * got
            trusts[me] = updated_trust(trusts[me], 1.0, got)
    return scores, shared


@pytest.mark.parametrize(
    ("opponent", "shares"),
    [
        pytest.param("Cooperator", [True] * 10, id="shares with who shares"),
        pytest.param("Tit For Tat", [True] * 10, id="and with its like"),
        pytest.param("Defector", [True] + [False] * 9, id="once with who does not"),
    ],
)
def test_sharing_at_trust_speed_one_is_tit_for_tat(opponent, shares):
    _, shared = match("Tit For Tat", opponent)
    assert [mine for mine, _ in shared] == shares


def test_scores_of_a_round_robin_of_ten_rounds():
    total = dict.fromkeys(PLAYERS, 0.0)
    for one, other in itertools.combinations(PLAYERS, 2):
        for name, score in zip((one, other), match(one, other)[0], strict=True):
            total[name] += score
    assert total == {"Cooperator": 30.0, "Tit For Tat": 39.0, "Defector": 64.0}
