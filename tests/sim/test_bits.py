"""Bits of a word: the lowest that is set and how many are, compiled and in plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.jit import lowest, ones, rule

WORDS = st.integers(1, 2**64 - 1)


@rule
def both(word):
    return lowest(word), ones(word)


@pytest.mark.parametrize(
    ("word", "place", "count"),
    [
        pytest.param(0b1, 0, 1, id="the first bit"),
        pytest.param(0b1000, 3, 1, id="one bit"),
        pytest.param(0b1100, 2, 2, id="two"),
        pytest.param(2**63, 63, 1, id="the last bit"),
        pytest.param(2**64 - 1, 0, 64, id="all"),
    ],
)
@pytest.mark.parametrize("how", [both, getattr(both, "py_func", both)], ids=["as it runs here", "in plain Python"])
def test_lowest_and_ones(how, word, place, count):
    assert how(np.uint64(word)) == (place, count)


def test_an_empty_word_has_no_ones():
    assert getattr(ones, "py_func", ones)(np.uint64(0)) == 0


@given(WORDS)
def test_they_are_those_of_the_binary_digits(word):
    digits = f"{word:b}"[::-1]
    assert both(np.uint64(word)) == (digits.index("1"), digits.count("1"))
