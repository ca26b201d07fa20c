"""Marks of a figure: nothing is printed over anything, and nothing is lost."""

import pytest

pytest.importorskip("nicegui")

import itertools

from hypothesis import given
from hypothesis import strategies as st

from entente.browser.story.options import MONTHS_OF_SIGN, MOST_SIGNS, lines_of, merged, points_of
from results.play.story.marks import CHOICE, DECIDED, INCIDENT, Mark

SIGNS = st.lists(st.tuples(st.integers(0, 120), st.sampled_from(["D", "W", "1", "2"])), max_size=30).map(sorted)


@given(SIGNS)
def test_lists_of_signs_are_as_far_apart_as_they_are_wide_and_hold_all(signs):
    found = merged(signs)
    for (month, text), (later, _) in itertools.pairwise(found.items()):
        assert later - month >= MONTHS_OF_SIGN * text.count(",") + MONTHS_OF_SIGN or "…" in text
    shown = [sign for text in found.values() for sign in text.split(",") if sign != "…"]
    rest = sum("…" in text for text in found.values())
    assert len(shown) == len(signs) if not rest else len(shown) < len(signs)
    assert all(text.count(",") <= MOST_SIGNS for text in found.values())
    assert set(found) <= {month for month, _ in signs}


def test_each_month_with_a_mark_has_its_line_and_near_ones_one_text():
    marks = [
        Mark(31, DECIDED, "D", ""),
        Mark(33, CHOICE, "1", ""),
        Mark(34, CHOICE, "2", ""),
        Mark(60, CHOICE, "3", ""),
    ]
    texts = [one["label"]["formatter"] for one in lines_of(marks, "2026-05")["data"]]
    assert texts == ["", "D,1,2", "", "", "3"]


def test_simulated_incidents_are_hollow_and_the_first_says_so():
    marks = [Mark(20, INCIDENT, "△", ""), Mark(30, INCIDENT, "▲", ""), Mark(40, INCIDENT, "△", "")]
    data = points_of(marks)["data"]
    assert [one["symbol"] for one in data] == ["emptyTriangle", "triangle", "emptyTriangle"]
    assert [one["label"]["show"] for one in data] == [True, False, False]
