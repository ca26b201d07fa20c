"""The repeated game and the collective-risk dilemma, against sums and polynomials written here."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from results.studies.limits import collective_risk, repeated
from sim.errors import InputError

small = settings(max_examples=40)
MOVES = {
    "Cooperator": lambda other: True,
    "tit-for-tat": lambda other: other[-1] if other else True,
    "Defector": lambda other: False,
}


@st.composite
def dilemmas(draw):
    """R, S, T, P with T > R > P > S."""
    s = draw(st.floats(-5, 5))
    steps = [draw(st.floats(0.1, 5)) for _ in range(3)]
    p, r, t = s + steps[0], s + steps[0] + steps[1], s + sum(steps)
    return r, s, t, p


def resists(payoffs, w):
    """Tit-for-tat against both ways to deviate: always, and every other round (Axelrod 1981)."""
    r, s, t, p = payoffs
    reward = r / (1 - w)
    return reward >= t + w * p / (1 - w) and reward >= (t + w * s) / (1 - w * w)


@small
@given(dilemmas(), st.floats(0.0, 0.99))
def test_tit_for_tat_is_stable_where_no_deviation_pays(payoffs, w):
    found = repeated.study(w, payoffs)
    r, s, t, p = payoffs
    assert found.threshold == pytest.approx(max((t - r) / (t - p), (t - r) / (r - s)), rel=1e-9)
    assume(abs(w - found.threshold) > 1e-6)
    assert found.stable == resists(payoffs, w)


@small
@given(dilemmas(), st.integers(1, 40))
def test_scores_are_those_of_played_out_matches(payoffs, rounds):
    r, s, t, p = payoffs
    assume(2 * r > t + s + 1e-6)
    table = {(True, True): r, (True, False): s, (False, True): t, (False, False): p}
    expected = dict.fromkeys(MOVES, 0.0)
    for one in MOVES:
        for other in MOVES:
            if one != other:
                mine, theirs = [], []
                for _ in range(rounds):
                    move = MOVES[one](theirs), MOVES[other](mine)
                    mine.append(move[0])
                    theirs.append(move[1])
                    expected[one] += table[move]
    assert repeated.study(0.5, payoffs, rounds).scores == pytest.approx(expected)


def test_ten_rounds_of_the_usual_game():
    assert repeated.study(0.5).scores == {"Cooperator": 30, "tit-for-tat": 39, "Defector": 64}


@pytest.mark.parametrize(("w", "stable"), [(0.6666, False), (2 / 3, True), (0.6667, True), (0, False), (1, True)])
def test_at_the_threshold_it_is_stable(w, stable):
    assert repeated.study(w).stable is stable


def test_where_taking_turns_pays_it_says_so():
    found = repeated.study(1.0, (3, 0, 7, 1))
    assert (found.stable, found.scores) == (False, None)
    assert len(found.notes) == 2


@pytest.mark.parametrize("payoffs", [(3, 0, 3, 1), (3, 1, 5, 1), (1, 0, 5, 3), (0, 3, 1, 5)])
def test_other_games_are_refused(payoffs):
    with pytest.raises(InputError, match=r"not a prisoner's dilemma .*T > R > P > S"):
        repeated.study(0.5, payoffs)


@pytest.mark.parametrize("wrong", [{"continuation": 1.1}, {"continuation": math.nan}, {"rounds": 0}])
def test_repeated_out_of_range(wrong):
    with pytest.raises(InputError, match=f"'{next(iter(wrong))}': out of range"):
        repeated.study(**{"continuation": 0.5} | wrong)


# ---- collective risk ----
def pivotal(n, m, x):
    return math.comb(n - 1, m - 1) * x ** (m - 1) * (1 - x) ** (n - m)


groups = st.integers(2, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)))


@small
@given(groups, st.floats(0, 1.2), st.floats(0, 1))
def test_the_gain_is_the_published_one(group, cost_ratio, x):
    gain = collective_risk.Group(*group, cost_ratio).gain(x)
    assert gain == pytest.approx(pivotal(*group, x) - cost_ratio, abs=1e-12)


@small
@given(groups)
def test_the_peak_is_at_m_less_one_over_n_less_one(group):
    n, m = group
    found = collective_risk.study(n, m)
    at = (m - 1) / (n - 1)
    assert found.peak == pytest.approx(pivotal(n, m, at), abs=1e-12)
    if n > 2:
        assert found.peak_at == pytest.approx(at, abs=1e-6)


@small
@given(groups, st.floats(0.01, 1.3))
def test_interior_roots_are_those_of_the_polynomial(group, factor):
    n, m = group
    top = pivotal(n, m, (m - 1) / (n - 1))
    assume(abs(factor - 1) > 0.01)
    found = collective_risk.study(n, m, factor * top)
    expected = 0 if factor > 1 else 2 if 1 < m < n else 1
    assert len(found.roots) == expected
    for root in found.roots:
        assert 0 < root < 1
        assert pivotal(n, m, root) == pytest.approx(factor * top, rel=1e-6)
    if expected == 2:
        assert found.unstable < (m - 1) / (n - 1) < found.stable


def test_six_three():
    found = collective_risk.study(6, 3, 0.3)
    assert found.peak == pytest.approx(0.3456, abs=1e-12)
    polynomial = np.polynomial.Polynomial([0, 0, 10]) * np.polynomial.Polynomial([1, -1]) ** 3 - 0.3
    real = [float(z.real) for z in polynomial.roots() if abs(z.imag) < 1e-9 and 0 < z.real < 1]
    assert found.roots == pytest.approx(sorted(real))


@pytest.mark.parametrize(
    "wrong", [{"n": 1}, {"n": 1001}, {"threshold": 0}, {"threshold": 7}, {"cost_ratio": -0.1}, {"cost_ratio": math.nan}]
)
def test_collective_risk_out_of_range(wrong):
    with pytest.raises(InputError, match=f"'{next(iter(wrong)).replace('_', '-')}': out of range"):
        collective_risk.study(**{"n": 6, "threshold": 3} | wrong)
