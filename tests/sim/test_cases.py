"""The lists of cases: in which order they are served, how many are open, and what was worked on."""

import numpy as np
import pytest

from sim.catalogue import CASE_INDEX
from sim.rules.cases import backlog, list_finished, list_open, worked
from tests.worlds import world

URGENT, DATED, OTHER, LONG = (CASE_INDEX[key] for key in ("incident", "clearance", "standard", "joint_research"))


def with_cases(*kinds):
    """A world in which a case of each of these kinds was opened, one after another."""
    w = world(3)
    for number, kind in enumerate(kinds):
        w.cases["number"][number], w.cases["kind"][number] = number, kind
        w.cases["finished"][number] = w.cases["withdrawn"][number] = np.nan
        list_open(w, number)
    return w


@pytest.mark.parametrize(
    ("kinds", "listed"),
    [
        pytest.param((), [], id="none"),
        pytest.param((OTHER, LONG, OTHER), [0, 1, 2], id="of one class: as they were opened"),
        pytest.param((OTHER, DATED, URGENT), [2, 1, 0], id="the urgent first, then the dated"),
        pytest.param((URGENT, OTHER, URGENT, DATED), [0, 2, 3, 1], id="behind those of their own class"),
    ],
)
def test_open_cases_are_listed_by_class_and_number(kinds, listed):
    w = with_cases(*kinds)
    assert w.open_cases[: w.n_open].tolist() == listed


def test_cases_are_counted_until_they_are_finished_or_withdrawn():
    w = with_cases(OTHER, LONG, OTHER, URGENT, OTHER)
    assert backlog(w) == 5
    w.cases["finished"][0], w.cases["withdrawn"][3] = 2.0, 3.0
    assert backlog(w) == 3


def test_finished_cases_are_listed_by_number():
    w = with_cases(*[OTHER] * 5)
    for number in (3, 0, 4, 1):
        list_finished(w, number)
    assert w.finished[: w.n_finished].tolist() == [0, 1, 3, 4]


def test_what_was_worked_on_is_counted_once():
    """Of the cases that are open and of those that were finished."""
    w = with_cases(OTHER, LONG, OTHER)
    w.cases["busy"][:3] = 1.0, 0.5, 0.25
    w.cases["finished"][2] = 0.5
    list_finished(w, 2)
    w.n_open = 2
    assert worked(w) == 1.75
    assert worked(w) == 0.0
