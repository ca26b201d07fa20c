"""Governments: how they change and what that moves, who founds an institute, when states meet."""

from __future__ import annotations

from sim import parameters as P
from sim.catalogue import GOVERNMENTS
from sim.draws import ELECTION, FOUND, INCUMBENTS, NO_PARTNER, normal, uniform
from sim.jit import rule
from sim.months import NEVER

ELECTED = GOVERNMENTS.index("elections")
NARROWEST, WIDEST = 0.1, 1.8  # bounds of openness
SUMMIT, MEETING = 0, 1  # kinds of occasion
YEAR, HALF_YEAR = 12, 6  # months from a summit to the next one, and to the network's meeting


# ---- openness ------------------------------------------------------------------------------------------------------
@rule
def election_shift(w, state):
    """Shift of a state's openness by a new government: normal, of the standard deviation of elections (W20b)."""
    return w.p[P.ELECTION_SPREAD] * normal(w.stream, w.month, ELECTION, w.key[state], NO_PARTNER, 0)


@rule
def stays(w, state):
    """Whether an election returns the government; a change without competitive elections is one by definition."""
    if w.regime[state] != ELECTED:
        return False
    return uniform(w.stream, w.month, INCUMBENTS, w.key[state], NO_PARTNER, 0) < w.p[P.INCUMBENTS_STAY]


@rule
def government_shift(w, state):
    """Shift of openness at the end of a government's term: that of a new government, or 0 if it stays (W20b)."""
    return 0.0 if stays(w, state) else election_shift(w, state)


@rule
def moved_openness(openness, shift):
    """Openness after a shift, within its bounds (0.1 to 1.8)."""
    return min(max(openness + shift, NARROWEST), WIDEST)


@rule
def first_due(known, term, after):
    """First month from ``after`` on in which a term ends: a known month, and whole terms before or after it."""
    return known + -(-(after - known) // term) * term


# ---- institutes ----------------------------------------------------------------------------------------------------
@rule
def founding_chance(rate, openness, readiness, salience, interest):
    """Chance a month that a state opens its institute: the more open, ready and interested, the likelier (W2, W20e).

    ``rate`` is the chance a year at openness, readiness, salience and interest of 1.
    """
    return rate / 12.0 * openness * readiness * salience * interest


@rule
def interest_in_founding(w, j):
    """Pledges (0 to 1), and the network's pull (0 to 1): a member feels all of it, others what outreach drew in."""
    return w.pledged[j] + (1.0 if w.tier[j] > 0 else w.reached[j])


@rule
def founds(w, j):
    """Whether a state without an institute, and without one to come on record, opens one this month."""
    if w.status[j] == 2 or w.founded[j] < NEVER:
        return False
    interest = interest_in_founding(w, j)
    chance = founding_chance(w.p[P.FOUNDING_RATE], w.openness[j], w.security[j], w.salience, interest)
    return uniform(w.stream, w.month, FOUND, w.key[j], NO_PARTNER, 0) < chance


# ---- occasions -----------------------------------------------------------------------------------------------------
@rule
def yearly_occasion(month, last_summit, replay_until):
    """Kind of the yearly occasion that falls into a month, -1 if none: the summit, and half a year on the meeting.

    A year after the last dated summit, and so on; none while facts are replayed, or without any summit on record.
    """
    since = month - last_summit
    if month <= replay_until or last_summit >= NEVER or since <= 0:
        return -1
    if since % YEAR == 0:
        return SUMMIT
    return MEETING if since % YEAR == HALF_YEAR else -1


@rule
def gather(w, kind, guests):
    """States with an office that attend an occasion of a kind, ``w.occasion``.

    The network's members and partners, and the ``guests`` (J,) of a summit.
    """
    for j in range(w.offices):
        if w.status[j] > 0 and (w.tier[j] > 0 or (kind == SUMMIT and guests[j])):
            w.occasion[j] = True
