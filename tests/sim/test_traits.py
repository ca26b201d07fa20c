"""Lasting traits: their spread, how they pass from window to window, whose they are, and what is learned of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.catalogue import CATEGORIES
from sim.rules.traits import (
    LOGISTIC,
    WIDTH,
    draw_of,
    draw_traits,
    fresh_noise,
    fresh_scale,
    given_unwilling,
    given_willing,
    inclination,
    learn_rapport,
    learn_will,
    rapport,
    trait_of,
    trait_scale,
    turn_traits,
)
from tests.worlds import world

SHARE = st.floats(0.0, 1.0)
TRAIT = st.floats(-WIDTH, WIDTH)
BOUND = st.floats(-4.0, 4.0)  # wider than the range of a trait
CLOSE = 1e-9


# ---- formulas ------------------------------------------------------------------------------------------------------
@given(st.floats(0.0, 2.0), SHARE)
def test_what_lasts_and_what_does_not_have_the_variance_of_the_whole_noise(noise, lasting):
    lasts, fresh = trait_scale(noise, lasting), LOGISTIC * fresh_scale(noise, lasting)
    assert lasts**2 + fresh**2 == pytest.approx((LOGISTIC * noise) ** 2, abs=1e-12)
    assert lasts**2 == pytest.approx(lasting * (LOGISTIC * noise) ** 2, abs=1e-12)


def test_a_trait_of_an_even_draw_has_mean_0_and_spread_1():
    traits = np.array([trait_of((k + 0.5) / 1000) for k in range(1000)])
    assert traits.mean() == pytest.approx(0.0, abs=1e-12)
    assert traits.std() == pytest.approx(1.0, abs=1e-5)


@given(SHARE)
def test_the_draw_of_a_trait(draw):
    assert draw_of(trait_of(draw)) == pytest.approx(draw, abs=1e-12)


@pytest.mark.parametrize(("trait", "draw"), [(-9.0, 0.0), (0.0, 0.5), (9.0, 1.0)])
def test_what_lies_outside_the_range_is_cut_to_it(trait, draw):
    assert draw_of(trait) == draw


@given(TRAIT, BOUND)
def test_who_was_willing_was_so_by_enough_and_is_no_less_than_it_was(trait, least):
    found = given_willing(trait, least)
    assert found >= min(least, WIDTH) - CLOSE
    assert trait - CLOSE <= found <= WIDTH + CLOSE


@given(TRAIT, BOUND)
def test_who_was_unwilling_was_so_by_enough_and_is_no_more_than_it_was(trait, most):
    found = given_unwilling(trait, most)
    assert found <= max(most, -WIDTH) + CLOSE
    assert -WIDTH - CLOSE <= found <= trait + CLOSE


@given(TRAIT, TRAIT, st.floats(-WIDTH, 0.9 * WIDTH))
def test_what_is_known_squeezes_traits_evenly_and_keeps_their_order(one, other, bound):
    """An even draw stays even over what is left of the range, so that nothing but the bound is learned."""
    for squeeze, left in ((given_willing, WIDTH - bound), (given_unwilling, bound + WIDTH)):
        apart = squeeze(one, bound) - squeeze(other, bound)
        assert apart == pytest.approx((one - other) * left / (2.0 * WIDTH), abs=CLOSE)


@given(TRAIT)
def test_a_bound_outside_the_range_says_nothing(trait):
    assert given_willing(trait, -WIDTH) == pytest.approx(trait, abs=CLOSE)
    assert given_unwilling(trait, WIDTH) == pytest.approx(trait, abs=CLOSE)


# ---- of a world ----------------------------------------------------------------------------------------------------
NOISE, LASTING, MEMORY = 0.5, 0.64, 12.0


def town(offices=4, firms=2, **fields):
    """A world whose traits last for a year, at the start of its first window."""
    params = {"noise": NOISE, "lasting": LASTING, "trait_memory": MEMORY} | fields.pop("params", {})
    keys = [draws.key_of(f"node:{k}") for k in range(offices + firms)]
    w = world(offices, firms, params=params, stream=draws.stream_of(5, 0), key=keys, **fields)
    draw_traits(w, 0)
    turn_traits(w)
    return w


def at(w, month):
    w.month = month
    turn_traits(w)
    return w


SCALE = trait_scale(NOISE, LASTING)


def test_the_noise_that_is_left():
    assert fresh_noise(town()) == fresh_scale(NOISE, LASTING) == pytest.approx(NOISE * 0.6, rel=1e-12)


@given(st.integers(0, 400), st.floats(0.0, 400.0), st.integers(0, 24))
def test_the_weights_of_two_windows_keep_the_spread_in_every_month(months, memory, first):
    w = at(town(1, 0, params={"trait_memory": memory}, first=first), first + months)
    assert w.old_part**2 + w.new_part**2 == pytest.approx(1.0, abs=1e-12)
    assert w.old_part >= 0.0 and w.new_part >= 0.0
    assert w.window == int(months / max(1.0, memory))


@pytest.mark.parametrize("month", [0, 5, 6, 11, 12, 30])
def test_traits_of_many_have_spread_1_in_every_month(month):
    """1,225 pairs; the standard error of their spread is about 0.013."""
    w = at(town(50, 0), month)
    pairs = np.array([rapport(w, a, b) / SCALE for a in range(50) for b in range(a + 1, 50)])
    assert pairs.std() == pytest.approx(1.0, abs=0.06)
    assert pairs.mean() == pytest.approx(0.0, abs=0.12)


def test_traits_pass_smoothly_from_one_window_to_the_next():
    w = town()
    most = np.pi / 2.0 / MEMORY * 2.0 * WIDTH * SCALE  # two draws of the greatest size, turned by a month
    before = None
    for month in range(40):
        now = [rapport(at(w, month), 0, b) for b in (1, 2, 4)] + [inclination(w, j) for j in range(4)]
        assert before is None or np.abs(np.subtract(now, before)).max() <= most
        before = now
    assert before != [rapport(at(w, 0), 0, b) for b in (1, 2, 4)] + [inclination(w, j) for j in range(4)]


def test_after_a_window_the_trait_is_that_of_the_next():
    w = town()
    first = [inclination(w, j) for j in range(4)]
    assert first == pytest.approx((SCALE * w.will).tolist(), rel=1e-12)
    second = [inclination(at(w, 12), j) for j in range(4)]
    assert second == pytest.approx((SCALE * w.will).tolist(), rel=1e-12)
    assert w.window == 1 and all(abs(one - other) > 1e-3 for one, other in zip(first, second, strict=True))


def test_what_was_learned_of_a_window_wears_off_with_it():
    w, plain = town(), town()
    w.will[0] = w.rapport[0, 1] = w.rapport[1, 0] = WIDTH
    gaps = [inclination(at(w, month), 0) - inclination(at(plain, month), 0) for month in range(13)]
    assert gaps[0] == SCALE * (WIDTH - plain_will()) and gaps == sorted(gaps, reverse=True)
    assert gaps[12] == 0.0
    assert rapport(w, 0, 1) == rapport(plain, 0, 1)


def plain_will():
    return town().will[0]


def test_pairs_have_one_trait_and_firms_have_none_with_firms():
    w = at(town(), 5)
    assert (w.rapport == w.rapport.T).all()
    assert (np.diag(w.rapport) == 0.0).all() and (w.rapport[4:, 4:] == 0.0).all()
    assert len({w.rapport[a, b] for a in range(4) for b in range(a + 1, 6)}) == 14
    assert rapport(w, 1, 5) == rapport(w, 5, 1)


def test_traits_hang_on_keys_alone():
    """Neither on the rows, nor on who else there is."""
    w, rows = at(town(), 17), [2, 0, 5]
    keys = [draws.key_of(f"node:{k}") for k in rows]
    params = {"noise": NOISE, "lasting": LASTING, "trait_memory": MEMORY}
    other = world(2, 1, params=params, stream=draws.stream_of(5, 0), key=keys)
    draw_traits(other, 0)
    at(other, 17)
    assert [inclination(other, k) for k in range(2)] == [inclination(w, rows[k]) for k in range(2)]
    assert other.leaning.tolist() == w.leaning[rows].tolist()
    for a in range(2):
        for b in range(a + 1, 3):
            assert rapport(other, a, b) == rapport(w, rows[a], rows[b])


def test_practice_is_a_trait_of_a_sender_for_a_category():
    w = at(town(30, 2), 5)
    assert w.leaning.shape == (32, len(CATEGORIES)) and len(set(w.leaning.ravel())) == w.leaning.size
    assert w.leaning.std() / SCALE == pytest.approx(1.0, abs=0.15)
    assert np.abs(w.leaning).max() <= np.sqrt(2.0) * WIDTH * SCALE


def test_practice_passes_smoothly_into_the_next_windows():
    w, most = town(), np.pi / 2.0 / MEMORY * 2.0 * WIDTH * SCALE
    before, first = w.leaning.copy(), w.leaning.copy()
    for month in range(1, 40):
        at(w, month)
        assert np.abs(w.leaning - before).max() <= most
        before = w.leaning.copy()
    assert np.abs(before - first).min() > 0.0
    assert at(w, 12).leaning == pytest.approx(SCALE * w.practice[0], rel=1e-12)


@pytest.mark.parametrize("params", [{"noise": 0.0}, {"lasting": 0.0}], ids=["no noise", "nothing lasts"])
def test_without_noise_or_lasting_there_are_no_traits(params):
    w = at(town(params=params), 5)
    assert not w.leaning.any()
    assert [rapport(w, 0, b) for b in range(1, 6)] == [0.0] * 5
    assert [inclination(w, j) for j in range(4)] == [0.0] * 4


# ---- what the past says ---------------------------------------------------------------------------------------------
GAIN = st.floats(-2.0 * SCALE * WIDTH, 2.0 * SCALE * WIDTH)


@given(GAIN, st.booleans())
def test_what_is_learned_of_a_pair_agrees_with_what_it_did(gain, willing):
    w = town()
    had = w.rapport[0, 5]
    others = w.rapport.copy()
    learn_rapport(w, 0, 5, gain, willing)
    now = gain + SCALE * (w.rapport[0, 5] - had)
    within = abs(had - gain / SCALE) <= WIDTH  # else no trait would be enough, and the nearest is taken
    if willing:
        assert now >= -CLOSE or (not within and w.rapport[0, 5] == pytest.approx(WIDTH))
        assert now >= gain - CLOSE
    else:
        assert now <= CLOSE or (not within and w.rapport[0, 5] == pytest.approx(-WIDTH))
        assert now <= gain + CLOSE
    others[0, 5] = others[5, 0] = w.rapport[0, 5]
    assert (w.rapport == others).all()


@given(GAIN)
def test_what_is_learned_of_a_member_agrees_with_its_being_one(gain):
    w = town()
    had = w.will.copy()
    learn_will(w, 2, gain)
    now = gain + SCALE * (w.will[2] - had[2])
    assert now >= -CLOSE or (had[2] - gain / SCALE > WIDTH and w.will[2] == pytest.approx(WIDTH))
    assert w.will[[0, 1, 3]].tolist() == had[[0, 1, 3]].tolist()


def test_without_traits_nothing_is_learned():
    w = town(params={"noise": 0.0})
    had = w.rapport.copy(), w.will.copy()
    learn_rapport(w, 0, 1, -9.0, True)
    learn_will(w, 0, -9.0)
    assert (w.rapport == had[0]).all() and (w.will == had[1]).all()
