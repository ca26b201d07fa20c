"""Rotating, fixed or at an organisation: who is ahead of whom, in at most 50 words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.brief.kinds import FIXED, MOST, ORGANISATION, ROTATING, kinds_of, kinds_said, leads
from results.brief.pairs import Pairs
from results.brief.wording import count_words
from results.comparison import BETTER, UNCLEAR_TEXT, WORSE
from results.numbers import Meta
from tests.results import synthetic

DESIGNS = ("adhoc", "rotating", "static:US", "static:UK", "static:Japan", "igo:OECD", "igo:UN")
NAMES = (
    "members", "members_without_institute", "regions", "sensitive_pooled", "incident_response_days",
    "multi_year_completion", "influence_gini", "harm", "acceptability",
)  # fmt: skip
ROSTER = synthetic.roster()


def _meta(name, better=1):
    return Meta(name, f"The outcome called {name}", "index", better, True, "")


def _pairs(levels, designs=DESIGNS, better=1):
    """Pairs in which a design is clearly better than every one of a lower level. levels : outcome -> them."""
    verdicts = {-1: WORSE, 0: UNCLEAR_TEXT, 1: BETTER}
    rows = [
        {"outcome": name, "design": one, "against": other, "verdict": verdicts[int(np.sign(own[i] - own[j]))]}
        for name, own in levels.items()
        for i, one in enumerate(designs)
        for j, other in enumerate(designs)
        if i != j
    ]
    return Pairs(tuple(designs), pd.DataFrame(rows)), [_meta(name, better) for name in levels]


def test_designs_by_kind():
    found = kinds_of((*DESIGNS, "chair:US", "none"), ROSTER)
    assert found == {
        ORGANISATION: ["igo:OECD", "igo:UN"],
        FIXED: ["static:US", "static:UK", "static:Japan"],
        ROTATING: ["rotating"],
    }


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([0, 1, 1, 1, 1, 1, 1], []),
        ([0, 0, 1, 1, 1, 2, 2], [(ORGANISATION, FIXED, True, True), (ORGANISATION, ROTATING, True, True),
                                 (FIXED, ROTATING, True, True)]),
        ([9, 2, 1, 1, 2, 2, 2], [(ORGANISATION, FIXED, True, False), (ROTATING, FIXED, True, False)]),
        ([0, 1, 2, 2, 1, 2, 2], [(ORGANISATION, ROTATING, True, True), (FIXED, ROTATING, False, True)]),
        ([0, 1, 1, 1, 1, 2, 1], []),  # one of two organisations is not most of them
    ],
)  # fmt: skip
def test_a_kind_is_ahead_if_all_or_most_of_it_beats_all_or_most_of_the_other(levels, expected):
    pairs, metas = _pairs({"harm": levels})
    found = leads(pairs, metas, ROSTER)
    assert {(one.kind, one.other, one.whole, one.other_whole) for one in found} == set(expected)
    assert all(one.outcomes == ("harm",) for one in found)


def test_it_is_said_who_is_ahead_in_what_and_in_what_nobody_is():
    pairs, metas = _pairs({"harm": [0, 0, 1, 1, 1, 2, 2], "members": [0, 1, 1, 1, 1, 1, 1]})
    assert kinds_said(pairs, metas, ROSTER) == (
        "An organisation clearly beats a fixed seat and rotating on harm; a fixed seat beats rotating on harm. "
        "No kind leads on members."
    )
    pairs, metas = _pairs({"harm": [0, 1, 2, 2, 1, 1, 1]})
    assert kinds_said(pairs, metas, ROSTER) == "Most fixed seats clearly beat an organisation and rotating on harm."
    pairs, metas = _pairs({"harm": [0] * 7})
    assert kinds_said(pairs, metas, ROSTER) == "No kind is clearly ahead of another in any outcome."


def test_nothing_is_said_of_one_kind_or_where_neither_more_nor_less_is_better():
    pairs, metas = _pairs({"harm": [0, 1, 2]}, ("adhoc", "igo:OECD", "igo:UN"))
    assert kinds_said(pairs, metas, ROSTER) == ""
    pairs, metas = _pairs({"harm": [0, 0, 1, 1, 1, 2, 2]}, better=0)
    assert kinds_said(pairs, metas, ROSTER) == ""


@given(st.lists(st.lists(st.integers(0, 3), min_size=7, max_size=7), min_size=9, max_size=9))
def test_it_never_takes_more_than_fifty_words_and_is_never_left_out(levels):
    pairs, metas = _pairs(dict(zip(NAMES, levels, strict=True)))
    said, found = kinds_said(pairs, metas, ROSTER), leads(pairs, metas, ROSTER)
    assert said and count_words(said) <= MOST
    for one in found:  # nobody is ahead of one that is ahead of it
        assert not any(set(one.outcomes) & set(o.outcomes) for o in found if (o.kind, o.other) == (one.other, one.kind))
