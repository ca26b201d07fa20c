"""Joint tests: what they are about, who takes part, and who learns (W19; events 38, 48, 65; a022, a023)."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim.catalogue import CASE_INDEX, FRONTIER_THEMES
from sim.draws import CASE_THEME, NO_PARTNER, uniform
from sim.jit import rule
from sim.rules.casework import ordinal_of
from sim.rules.metrics import works_in_network
from sim.rules.partners import BITS, NONE, bit

JOINT_TEST = CASE_INDEX["joint_test"]
THEMES = np.array(FRONTIER_THEMES)  # what is tested are models and agents
FEWEST = 2  # who must take part for a test to be joint
TAKES_PART = draws.TAKES_PART


@rule
def test_theme(w, n):
    """Theme of the ``n``-th joint test of a month: one of the frontier themes, by their weights on the agenda."""
    total = 0.0
    for t in THEMES:
        total += w.agenda[t]
    left = total * uniform(w.stream, w.month, CASE_THEME, NO_PARTNER, NO_PARTNER, ordinal_of(JOINT_TEST, n))
    for t in THEMES:
        left -= w.agenda[t]
        if left < 0.0:
            return t
    return THEMES[-1]


@rule
def comes(w, j, n):
    """Whether state j takes part in the ``n``-th joint test of this month: by its openness, if it has staff to send.

    Openness of 1 or more is always enough. Source: a023 (nine of ten took part in the third, not the United States).
    """
    if not works_in_network(w, j) or w.free[j] <= 0.0:
        return False
    return uniform(w.stream, w.month, TAKES_PART, w.key[j], NO_PARTNER, n) < w.openness[j]


@rule
def enough_come(w, n):
    """Whether enough take part in the ``n``-th joint test of this month for it to be held."""
    count = 0
    for j in range(w.offices):
        count += comes(w, j, n)
    return count >= FEWEST


@rule
def enlist(w, number, n):
    """Keep who was asked to the joint test of this case number, and who takes part: ``w.asked``, ``w.party``, sets."""
    for j in range(w.offices):
        if works_in_network(w, j):
            w.asked[number, j // BITS] |= bit(j)
        if comes(w, j, n):
            w.party[number, j // BITS] |= bit(j)


@rule
def no_party(w, number):
    """Nobody is asked to a new case yet, and nobody takes part."""
    w.asked[number], w.party[number] = NONE, NONE


@rule
def works_on(w, number, j):
    """Whether state j has worked on a case: in the network with an office; on a joint test who takes part."""
    if not works_in_network(w, j):
        return False
    return w.cases[number]["kind"] != JOINT_TEST or (w.party[number, j // BITS] & bit(j)) != NONE


@rule
def share_at_work(w, number):
    """Share of those in the network with an office who have worked on a case; 1 if there is none."""
    count, there = 0, 0
    for j in range(w.offices):
        there += works_in_network(w, j)
        count += works_on(w, number, j)
    return count / there if there > 0 else 1.0
