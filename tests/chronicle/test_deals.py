"""Deals that people who know the field would believe: who may sign, with whom, how often."""

import numpy as np

from sim import parameters as P
from sim.months import NEVER
from sim.record import LAPSED, RENEWED
from sim.rules.shocks import RIVAL
from tests.chronicle.conftest import YEARS, deals_of, events_of, frontier, likely, rivalry_by_month, year_of

MOST = 90  # deals of a run in a year
USUAL = 40  # in nine of ten years


def test_nobody_signs_before_it_exists_or_out_of_standing(runs):
    """No false alarms."""
    for record in runs:
        j = record.roster.n_states
        for month, a, b in deals_of(record):
            status = record.states["status"][month - record.start]
            assert a < j and status[a] > 0
            assert status[b] > 0 if b < j else frontier(record, month)[b - j]


def test_rivals_sign_only_in_the_month_of_a_dialogue(runs):
    """No false alarms: rivalry follows from the roster, polarisation and the controls told."""
    for record in runs:
        rivalry, j = rivalry_by_month(record), record.roster.n_states
        home = np.concatenate([np.arange(j), record.roster.firm_home])
        talks = {(m, a, b) for m, a, b, _ in events_of(record, "dialogue")}
        for month, a, b in deals_of(record):
            if rivalry[month - record.start][home[a], home[b]] >= RIVAL:
                assert (month, min(a, b), max(a, b)) in talks


def test_a_tie_ends_only_at_the_end_of_its_term_or_with_a_firms_standing(runs):
    """No false alarms: renewals and lapses come a whole term after the last signature, or in the first months."""
    for record in runs:
        term, last = int(record.params[P.DEAL_TERM]), {}
        for month, a, b, _, action in record.tie_log[["month", "a", "b", "type", "action"]].tolist():
            if action in (RENEWED, LAPSED) and (a, b) in last:
                falls = b >= record.roster.n_states and record.roster.frontier_until[b - record.roster.n_states] < NEVER
                assert month - last[a, b] == term or falls
            last[a, b] = month


def test_deals_a_year(runs):
    """Bounds of plausibility: 26 pairs are on record in 31 months, of 75 that were searched.

    With the pairs beyond those, and further types for pairs that have a tie, 40 deals a year are a busy year for ten
    institutes; 90, nine for each of them, is what none could negotiate: in one year of a hundred at most, but for
    ``FALSE_ALARM``. They get fewer as those who would sign have.
    """
    counts = np.array([[(year_of([m for m, *_ in deals_of(r)]) == y).sum() for y in (2025, *YEARS)] for r in runs])
    assert likely((counts > MOST).sum(), 0.0, 0.01 * counts.size) and np.quantile(counts, 0.9) <= USUAL
    assert counts[:, 0].mean() >= 2 and counts[:, 3:].mean() < counts[:, 0].mean()


def test_most_ties_are_renewed(runs):
    """At least nine of ten: no memorandum on record has lapsed (K4)."""
    renewed = sum((r.tie_log["action"] == RENEWED).sum() for r in runs)
    lapsed = sum((r.tie_log["action"] == LAPSED).sum() for r in runs)
    assert renewed >= 9 * lapsed > 0
