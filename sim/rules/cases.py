"""Lists of cases: which are open, in which order they are served, which were finished, and what was worked on."""

from __future__ import annotations

import math

import numpy as np

from sim.catalogue import CASE_KINDS
from sim.jit import rule

CLASS = np.array([kind.priority for kind in CASE_KINDS], dtype=np.int64)


@rule
def is_open(case):
    """Whether a case (a row of ``w.cases``) is neither finished nor withdrawn."""
    return math.isnan(case["finished"]) and math.isnan(case["withdrawn"])


@rule
def list_open(w, number):
    """Put the newest case behind all listed cases of its class and of more urgent ones, in ``w.open_cases``."""
    place, mine = w.n_open, CLASS[w.cases[number]["kind"]]
    while place > 0 and CLASS[w.cases[w.open_cases[place - 1]]["kind"]] > mine:
        w.open_cases[place] = w.open_cases[place - 1]
        place -= 1
    w.open_cases[place] = number
    w.n_open += 1


@rule
def list_finished(w, number):
    """Put a case among those finished since the last month, in case order, in ``w.finished``."""
    place = w.n_finished
    while place > 0 and w.finished[place - 1] > number:
        w.finished[place] = w.finished[place - 1]
        place -= 1
    w.finished[place] = number
    w.n_finished += 1


@rule
def worked(w):
    """Months that posts have worked since cases were last settled; begins to count anew.

    Cases that are still listed come first, then those that were finished.
    """
    total = 0.0
    for place in range(w.n_open):
        total += _counted(w.cases[w.open_cases[place]])
    for place in range(w.n_finished):
        total += _counted(w.cases[w.finished[place]])
    return total


@rule
def _counted(case):
    busy = case["busy"]
    case["busy"] = 0.0
    return busy


@rule
def backlog(w):
    """Number of open cases."""
    count = 0
    for place in range(w.n_open):
        count += is_open(w.cases[w.open_cases[place]])
    return count
