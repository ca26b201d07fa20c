"""Chances as a reader meets them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.brief.chances import better_in, better_in_futures, futures, of_100
from results.comparison import BASELINE, MARKS, UNCLEAR_TEXT, chance_of_better, verdict


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.934, "93 of 100"),
        (1.0, "100 of 100"),
        (0.0, "0 of 100"),
        (0.999, "more than 99 of 100"),
        (0.001, "fewer than 1 of 100"),
        (0.8, "80 of 100"),
        (0.8001, "just over 80 of 100"),
        (0.796875, "just under 80 of 100"),
        (0.203125, "just over 20 of 100"),
        (1 - 0.8, "20 of 100"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_a_chance_never_says_more_than_was_seen(chance, said):
    assert of_100(chance) == said


def test_a_chance_in_a_sentence():
    assert futures(0.934) == "in 93 of 100 simulated futures"


# ---- beside a mark ----------------------------------------------------------------------------------
def _cell(higher, better):
    return {"p_higher": higher, "p_better": chance_of_better(higher, better), "verdict": verdict(higher, better)}


@pytest.mark.parametrize(
    ("higher", "better", "said"),
    [
        (0.934, 1, "▲ better in 93%"),
        (0.05, 1, "▼ better in 5%"),
        (0.05, -1, "▲ better in 95%"),
        (0.5, 1, "≈ better in 50%"),
        (0.93, 0, "◆ higher in 93%"),
        (0.797, 1, "≈ better in 79%"),
        (0.803, 1, "▲ better in 81%"),
        (0.803, -1, "▼ better in 19%"),
        (0.8, -1, "≈ better in 20%"),
    ],
)
def test_a_chance_beside_its_mark_says_what_it_is_of(higher, better, said):
    assert better_in(_cell(higher, better)) == said


def test_the_baseline_has_no_chance():
    cell = {"p_higher": math.nan, "p_better": math.nan, "verdict": BASELINE}
    assert (better_in(cell), better_in_futures(cell)) == ("–", "–")


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, 2 * n), st.just(2 * n))), st.sampled_from([-1, 1])
)
def test_what_is_read_never_contradicts_the_mark(counted, better):
    """Of all chances that runs can give: by what stands there, a reader would set the same mark."""
    cell = _cell(counted[0] / counted[1], better)
    text = better_in(cell)
    mark, told = text[0], text.split()[-1].rstrip("%")
    number = int(told.strip("<>"))
    assert mark == ("▲" if number > 80 else "▼" if number < 20 else MARKS[UNCLEAR_TEXT])
    away = abs(number - 100 * cell["p_better"])
    assert away < 1.5 and (away <= 0.5 + 1e-9 or told[0] in "<>" or "just" in better_in_futures(cell))
