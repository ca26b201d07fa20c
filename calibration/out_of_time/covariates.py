"""What the baselines look at, dyad by dyad and month by month: the world before it, never its own tie."""

from __future__ import annotations

import numpy as np

from calibration.observed import UNKNOWN, Dyads, Observed
from calibration.out_of_time.data import members_of_g7
from sim.months import CUT_OFF
from sim.roster import Roster

HOME_KM = 500.0  # distance to a firm at home, and the least distance

GRAVITY = ("firm", "log GDP product", "log distance", "UNGA distance", "shared fora", "both in the G7")


def no_covariates(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 0)."""
    return np.empty((len(observed.dyads), len(months), 0))


def both_founded(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) whether both sides have an institute in the month (a firm always has one), by the record."""
    founded = np.concatenate([roster.founded, np.zeros(roster.n_firms, dtype=np.int64)])
    since = founded[observed.dyads.pairs].max(axis=1)
    return (since[:, None] <= months).astype(float)[:, :, None]


def degrees(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) log (1 + degree of a) + log (1 + degree of b). Source: Barabasi and Albert 1999; Newman 2001."""
    ends, tied = ends_of(observed.dyads), adjacency(observed, months)
    degree = tied.sum(axis=2)  # (M, N)
    own = tied[:, ends[:, 0], ends[:, 1]]  # (M, D)
    return (np.log1p(degree[:, ends[:, 0]] - own) + np.log1p(degree[:, ends[:, 1]] - own)).T[:, :, None]


def common_neighbours(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) log (1 + partners in common). Source: Newman 2001; Liben-Nowell and Kleinberg 2007."""
    ends, tied = ends_of(observed.dyads), adjacency(observed, months).astype(float)
    return np.log1p((tied @ tied)[:, ends[:, 0], ends[:, 1]]).T[:, :, None]


def gravity(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 6) the covariates ``GRAVITY``, the same in all months; a firm stands where its home does.

    GDP in billion dollars, km between capitals, UNGA distance in standard deviations. Source: Tinbergen 1962.
    """
    a, b = homes(roster, observed.dyads).T
    km = np.maximum(roster.distance_km[a, b], HOME_KM)
    in_g7 = members_of_g7(roster)
    columns = (
        observed.dyads.with_firm,
        np.log(roster.gdp[a]) + np.log(roster.gdp[b]),
        np.log(km),
        np.abs(roster.ideal[a] - roster.ideal[b]),
        observed.dyads.fora,
        in_g7[a] & in_g7[b],
    )
    fixed = np.column_stack([np.asarray(column, dtype=float) for column in columns])
    fixed = np.where(np.isnan(fixed), np.nanmean(fixed, axis=0), fixed)
    return np.broadcast_to(fixed[:, None, :], (len(a), len(months), len(GRAVITY))).copy()


def homes(roster: Roster, dyads: Dyads) -> np.ndarray:
    """(D, 2) jurisdictions of both sides."""
    home = np.concatenate([np.arange(roster.n_states), roster.firm_home])
    return home[dyads.pairs]


def ends_of(dyads: Dyads) -> np.ndarray:
    """(D, 2) both sides as numbers from 0 among the actors of the dyads."""
    return np.unique(dyads.pairs, return_inverse=True)[1].reshape(-1, 2)


def adjacency(observed: Observed, months: np.ndarray) -> np.ndarray:
    """(M, N, N) ties at the start of each month; those without a date count as signed in the month of the cut-off."""
    ends = ends_of(observed.dyads)
    signed = np.where(observed.month == UNKNOWN, CUT_OFF, observed.month)
    there = observed.tied & (signed < months[:, None])  # (M, D)
    out = np.zeros((len(months), ends.max() + 1, ends.max() + 1), dtype=np.int64)
    out[:, ends[:, 0], ends[:, 1]] = out[:, ends[:, 1], ends[:, 0]] = there
    return out
