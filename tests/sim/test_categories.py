"""Sets of categories as bit masks: what a set is worth, who may see it, and how sets are counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import BENEFIT, CATEGORIES, DANGER, PRE_DEPLOYMENT, SENSITIVE, SENSITIVITY
from sim.rules import categories
from sim.rules.categories import (
    ALL,
    CLOSED,
    MOST_TALLIED,
    OPEN,
    TALLY,
    count_choices,
    flags_of,
    holds,
    tallied,
    visible,
)

SETS = st.integers(0, ALL)
PLACES = range(len(CATEGORIES))


def members(one):
    """Categories of a set."""
    return [q for q in PLACES if one >> q & 1]


@pytest.mark.parametrize(
    ("table", "values"),
    [(categories.WORTHS, BENEFIT), (categories.SENSITIVITIES, SENSITIVITY), (categories.DANGERS, DANGER)],
    ids=["benefit", "sensitivity", "danger"],
)
@given(one=SETS)
def test_a_set_is_worth_the_sum_of_its_categories(one, table, values):
    assert table[one] == pytest.approx(sum(values[q] for q in members(one)), rel=1e-12)


def test_what_is_published_what_firms_hold_and_what_every_office_has_are_all():
    assert members(categories.PUBLISHED) == [q for q, c in enumerate(CATEGORIES) if c.published]
    assert members(categories.RESULTS) == [PRE_DEPLOYMENT]
    assert categories.OWN | categories.RESULTS | categories.PUBLISHED == ALL
    assert categories.OWN & (categories.RESULTS | categories.PUBLISHED) == 0


@given(SETS)
def test_a_set_holds_its_categories(one):
    assert [q for q in PLACES if holds(one, q)] == members(one) == np.flatnonzero(flags_of(one)).tolist()


@pytest.mark.parametrize(
    ("tier", "status", "seen"),
    [
        pytest.param(0, 2, 0, id="outsider"),
        pytest.param(1, 2, ALL, id="member"),
        pytest.param(1, 1, ALL & ~categories.RESULTS, id="member with an acting office"),
        pytest.param(2, 2, OPEN, id="partner"),
    ],
)
def test_what_is_seen_of_the_networks_papers(tier, status, seen):
    assert visible(tier, status) == seen


def test_a_set_is_open_as_far_as_it_is_not_sensitive():
    assert members(CLOSED) == list(SENSITIVE) and OPEN + CLOSED == ALL and OPEN & CLOSED == 0


@given(st.lists(SETS, max_size=MOST_TALLIED))
def test_tallies_count_the_sets_that_hold_a_category(sets):
    tallies = sum(int(TALLY[one]) for one in sets)
    assert [tallied(tallies, q) for q in PLACES] == [sum(one >> q & 1 for one in sets) for q in PLACES]


def test_choices_are_counted_by_category():
    asked = np.zeros((len(CATEGORIES), 2))
    count_choices(asked, 0b110, 0b010)
    count_choices(asked, 0b100, 0b100)
    assert asked[:4].tolist() == [[0.0, 0.0], [1.0, 1.0], [2.0, 1.0], [0.0, 0.0]] and not asked[4:].any()
