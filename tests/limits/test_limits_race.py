"""The race, against the closed forms of Han et al. (2020) and the birth-death chain solved as linear equations."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.studies.limits import race
from sim.errors import InputErrors

small = settings(max_examples=40)
games = st.tuples(st.floats(0.5, 20), st.floats(0, 5), st.floats(0, 1e5), st.floats(1, 500), st.floats(1.01, 10))


def thresholds(b, c, prize, steps, s):
    ss, su, us, uu = b / 2 - c, b / (s + 1) - c, s * b / (s + 1), b / 2
    social = 1 - (ss + prize / (2 * steps)) / (uu + s * prize / (2 * steps))
    dominance = 1 - (ss + su + prize / (2 * steps)) / (us + uu + 3 * s * prize / (2 * steps))
    return social, dominance


@small
@given(games)
def test_thresholds_are_the_published_formulas(game):
    found = race.study(*game, population=2, risk=0.5)
    assert (found.social, found.dominance) == pytest.approx(thresholds(*game), abs=1e-9)
    assert ("below 1" in " ".join(found.notes)) == (max(found.social, found.dominance) >= 1)
    assert ("below 0" in " ".join(found.notes)) == (min(found.social, found.dominance) < 0)


@small
@given(games)
def test_regions_cover_all_risks_and_agree_with_the_thresholds(game):
    found = race.study(*game, population=2, risk=0.5)
    assert found.regions[0].low == 0
    assert found.regions[-1].high == 1
    for region in found.regions:
        middle = (region.low + region.high) / 2
        assert ("safe play is better for all" in region.meaning) == (middle > found.social)
        assert (region.meaning == "racing is better for all, and prevails") == (
            middle <= found.social and middle <= found.dominance
        )


def test_the_reference_has_a_dilemma_between_its_thresholds():
    found = race.study(4, 1, 1e4, 100, 1.5)
    assert [r.meaning.split(":")[0] for r in found.regions][1] == "dilemma"
    assert (found.regions[1].low, found.regions[1].high) == pytest.approx((0.33766, 0.77507), abs=5e-6)


@small
@given(games, st.floats(0, 1), st.integers(2, 60), st.floats(0, 1))
def test_stationary_share_has_the_closed_form_of_pairwise_comparison(game, risk, population, beta):
    """log(fixation of safe / fixation of unsafe) = beta x sum over states of the difference of payoffs."""
    b, c, prize, steps, s = game
    kept, share = 1 - risk, prize / steps
    ss, su = b / 2 - c + share / 2, b / (s + 1) - c
    us, uu = kept * (s * b / (s + 1) + s * share), kept * (b / 2 + s * share / 2)
    total = ((population - 2) * (ss - uu) + population * (su - us)) / 2
    exponent = beta * total
    expected = 0.0 if exponent > 700 else 1 / (1 + math.exp(exponent))
    found = race.unsafe_share(race.Game(b, c, s, share), risk, population, beta)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("population", [2, 3, 10, 25])
@pytest.mark.parametrize("scale", [0.0, 0.1, 2.0])
def test_fixation_solves_the_birth_and_death_chain(population, scale):
    advantage = [scale * math.sin(3 * k + 1) for k in range(1, population)]
    up = np.array([1 / (1 + math.exp(-a)) for a in advantage])
    size = population - 1
    chain = np.diag(np.ones(size))  # u_k = up u_{k+1} + (1 - up) u_{k-1}: what is left when nothing changes
    for k in range(size):
        if k + 1 < size:
            chain[k, k + 1] = -up[k]
        if k > 0:
            chain[k, k - 1] = -(1 - up[k])
    right = np.zeros(size)
    right[-1] = up[-1]
    expected = np.linalg.solve(chain, right)[0]
    odds = [race.log_odds(a, 1.0) for a in advantage]
    assert math.exp(race.log_fixation(odds)) == pytest.approx(expected)


@given(st.floats(-1e8, 1e8), st.floats(1e-6, 1e3))
def test_log_odds_are_the_gain_over_the_noise_however_large(gain, noise):
    assert race.log_odds(gain, noise) == pytest.approx(gain / noise, rel=1e-9, abs=1e-12)


def test_without_intensity_chance_decides():
    assert race.study(4, 1, 1e4, 100, 1.5, risk=0.9, beta=0).shares[0].unsafe == 0.5


def test_steep_imitation_in_large_populations_is_all_or_nothing():
    shares = {s.risk: s.unsafe for s in race.study(4, 1, 1e4, 100, 1.5, population=2000, beta=1e3).shares}
    assert (shares[0.7], shares[0.8]) == (1.0, 0.0)


def test_out_of_range():
    with pytest.raises(InputErrors) as error:
        race.study(0, -1, math.inf, 0, 1, population=1, beta=-1, risk=1.2)
    keys = [e.key for e in error.value.errors]
    assert keys == ["benefit", "cost", "prize", "steps", "speedup", "population", "beta", "risk"]
