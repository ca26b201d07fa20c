"""What befalls the world: terms of government, summits, export controls, dialogues, foundings, incidents a year."""

import itertools
import math

import numpy as np

from sim import parameters as P
from sim.catalogue import GOVERNMENTS
from sim.months import NEVER
from sim.rules.governments import NARROWEST, WIDEST
from sim.rules.incidents import SERIOUS
from sim.rules.setup import REFERENCE_GDP
from sim.rules.shocks import RIVAL, TENSE
from tests.chronicle.conftest import (
    END,
    LAST_FACT,
    YEARS,
    a_year,
    events_of,
    home_shares,
    likely,
    rivalry_by_month,
    year_of,
)

AFTER = LAST_FACT + 1


# ---- governments ---------------------------------------------------------------------------------------------------
def dated_elections(roster):
    """Month and state of every dated election."""
    return {(e.month, e.actor) for e in roster.events if e.kind == "election"}


def test_terms_are_kept(runs):
    """No false alarms: where a term's end is known every end comes on time, else one a term; none comes twice."""
    for record in runs:
        roster, dated = record.roster, dated_elections(record.roster)
        ends = [(m, j) for m, j, *_ in events_of(record, "government")]
        assert len(ends) == len(set(ends)) and not set(ends) & dated
        for j in range(roster.n_states):
            own = [m for m, k in ends if k == j]
            own += [m for m, k in dated if k == j and m in range(AFTER, END + 1)]
            own.sort()
            known, term = int(roster.next_change[j]), int(roster.term[j])
            if known < NEVER:
                assert own == [m for m in range(AFTER, END + 1) if (m - known) % term == 0]
            else:
                assert all(b - a == term for a, b in itertools.pairwise(own))


def test_about_half_of_the_elections_return_the_government(runs):
    """By ``incumbents_stay``; an election is the same under all designs of a replicate and start: one design counts."""
    elected = GOVERNMENTS.index("elections")
    shifts = [s for r in runs[:25] for _, j, _, s in events_of(r, "government") if r.roster.regime[j] == elected]
    expected = len(shifts) * runs[0].params[P.INCUMBENTS_STAY]
    assert likely(sum(s == 0.0 for s in shifts), expected) and likely(sum(s != 0.0 for s in shifts), expected)


def test_openness_stays_within_its_bounds(runs):
    """No false alarms."""
    for record in runs:
        openness = record.states["openness"]
        assert openness.min() >= NARROWEST and openness.max() <= WIDEST


# ---- summits -------------------------------------------------------------------------------------------------------
def test_one_summit_and_one_meeting_a_year(runs):
    """No false alarms: with those that are dated one summit in each year, and from 2026 on one drawn meeting."""
    for record in runs:
        dated = [e.month for e in record.roster.events if e.kind == "summit" and e.month > LAST_FACT]
        drawn = [[m for m, _, _, kind in events_of(record, "occasion") if kind == wanted] for wanted in (0.0, 1.0)]
        for year in YEARS:
            assert (year_of([*dated, *drawn[0]]) == year).sum() == 1
            assert (year_of(drawn[1]) == year).sum() == 1


# ---- foreign policy ------------------------------------------------------------------------------------------------
def test_export_controls_follow_rivalry_and_technology(runs):
    """Between rivals that are home to frontier firms only; as often as their rate says; at most one a year on average.

    At its most, 0.5 a year, a pair has six in a year in one of a million years. Foreign policy is the same under all
    designs of a replicate and start: one design counts.
    """
    counted, expected = 0, 0.0
    for record in runs[:50]:
        rivalry, controls = rivalry_by_month(record), events_of(record, "export_control")
        for month, i, j, _ in controls:
            share = home_shares(record, month)
            assert rivalry[month - record.start][i, j] >= RIVAL and share[i] * share[j] > 0.0
        counted += len(controls)
        share = home_shares(record, END)
        for month in range(AFTER, END + 1):
            before = rivalry[month - record.start - 1]
            chances = record.params[P.CONTROL_RATE] / 12.0 * 4.0 * np.outer(share, share)
            expected += np.triu(np.where(before >= RIVAL, chances, 0.0), 1).sum()
    assert likely(counted, expected)
    assert max(a_year(record, "export_control").max() for record in runs) <= 5
    assert np.mean([a_year(record, "export_control") for record in runs]) <= 1.0


def test_dialogues_join_those_who_would_hold_them(runs):
    """Tense pairs that would be heard, as often as their rate, rivalry and stakes say.

    On average no more than three a year, and the US and China more often than any other pair (K22).
    """
    counted, expected, pairs = 0, 0.0, {}
    for record in runs[:50]:
        roster, rivalry = record.roster, rivalry_by_month(record)
        stake = np.sqrt(roster.gdp / REFERENCE_GDP)
        for month, i, j, _ in events_of(record, "dialogue"):
            assert rivalry[month - record.start][i, j] >= TENSE
            pairs[i, j] = pairs.get((i, j), 0) + 1
            counted += 1
        for month in record.months:
            now = rivalry[month - record.start]
            speaks = home_shares(record, month) > 0
            speaks |= (roster.acting_from <= month) | (roster.founded <= month)
            heard = np.outer(speaks, speaks) & (now >= TENSE)
            chances = np.minimum(1.0, record.params[P.DIALOGUE_RATE] / 12.0 * now * np.outer(stake, stake))
            expected += np.triu(np.where(heard, chances, 0.0), 1).sum()
    assert likely(counted, expected)
    assert np.mean([a_year(record, "dialogue") for record in runs]) <= 3.0
    one = runs[0].roster
    assert max(pairs, key=pairs.get) == tuple(sorted((one.find("US"), one.find("China"))))


# ---- institutes ----------------------------------------------------------------------------------------------------
def test_foundings_a_year(runs):
    """Not faster than in the first wave, 12 bodies in 30 months, and in no year more than its peak of seven.

    And not above what openness, readiness, salience and interest allow at the rate, whatever the network does.
    """
    drawn = [a_year(record, "founding") for record in runs]
    assert np.mean(drawn) <= 12 / 2.5 and np.max(drawn) <= 7
    counted, most = 0, 0.0
    for record in runs[:50]:
        roster = record.roster
        free = roster.founded == NEVER
        ready = np.where(np.isnan(roster.readiness), 1.0, roster.readiness)
        for row in np.flatnonzero(record.months > LAST_FACT):
            open_states = free & (record.states["status"][row - 1] < 2)
            salience = max(record.series["salience"][row - 1 : row + 1])
            chance = record.params[P.FOUNDING_RATE] / 12.0 * WIDEST * ready * salience * (roster.pledged + 1.0)
            most += chance[open_states].sum()
        counted += sum(m > LAST_FACT and roster.founded[j] == NEVER for m, j, *_ in events_of(record, "founding"))
    assert likely(counted, 0.0, most)


# ---- incidents -----------------------------------------------------------------------------------------------------
def test_incidents_a_year(runs):
    """Between all firms safe in a world that knows all there is pooled, and all racing in one that knows nothing.

    Severities are at least 1/2, and a quarter is serious.
    """
    counted, serious, least, most = 0, 0, 0.0, 0.0
    for record in runs[:50]:
        struck = events_of(record, "incident")
        severities = record.incidents[:, 1]
        assert len(struck) == len(severities) and (severities >= 0.5).all()
        counted, serious = counted + len(struck), serious + (severities >= SERIOUS).sum()
        full = record.params[P.INCIDENT_RATE] / 12.0 * record.series["capability"]
        most += full.sum()
        least += (full * record.params[P.ACCIDENT_SAFE] * (1.0 - record.series["pooled_knowledge"].max())).sum()
    assert likely(counted, least, most) and likely(serious, counted / 4.0)
    assert np.mean([a_year(record, "incident") for record in runs]) <= 5.0


def test_nobody_takes_up_a_small_incident_and_who_knows_nothing_answers_nothing(runs):
    """No false alarms."""
    for record in runs:
        _, severity, days, _, knew, by_hand, case, harm = record.incidents.T
        assert (severity[case >= 0] >= SERIOUS).all() and (harm >= 0.0).all()
        assert np.array_equal(knew == 0, np.isinf(by_hand))
        assert (
            np.isnan(days[(knew == 0) & (case < 0)]).all() and (days[~np.isnan(days)] <= by_hand[~np.isnan(days)]).all()
        )


def test_a_surprise_is_one():
    """The bound itself: exact in the tail of a Poisson count."""
    assert likely(100, 100.0) and likely(0, 10.0) and likely(5, 0.0, 10.0)
    assert not likely(200, 100.0) and not likely(0, 20.0) and not likely(1, 0.0)
    tail = sum(math.exp(-4.0) * 4.0**k / math.factorial(k) for k in range(20, 60))
    assert tail < 1e-7 and not likely(20, 4.0)
