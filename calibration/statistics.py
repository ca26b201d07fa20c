"""Summary statistics of a network of dyads: the moments that the calibration compares. One row a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.observed import Dyads, Observed
from sim.ensemble.dyads import Networks
from sim.months import CUT_OFF


@dataclass(frozen=True)
class Statistic:
    """A moment, and the parameter that it is meant to speak to."""

    name: str
    unit: str
    speaks_to: str
    meaning: str


STATISTICS = (
    Statistic("office_ties", "ties", "tie_cost", "ties among the ten members' offices, of 45"),
    Statistic("firm_ties", "ties", "tie_cost", "ties of those offices with Anthropic, OpenAI and Google, of 30"),
    Statistic("waiting", "months", "load", "mean time from when both sides have an office to the first deal"),
    Statistic("waiting_spread", "months", "load", "standard deviation of those times"),
    Statistic("office_types", "types a tie", "more_types", "collaboration types an office tie"),
    Statistic("firm_types", "types a tie", "more_types", "collaboration types a firm tie"),
    Statistic("several_types", "share", "more_types", "ties of more than one type"),
    Statistic("office_fora", "0 to 1", "fora_weight", "shared fora of tied offices less those of untied open ones"),
    Statistic("firm_fora", "0 to 1", "fora_weight", "the same of offices and firms"),
    Statistic("degree_variance", "ties^2", "vouching", "variance of the offices' degrees among offices"),
    Statistic("degree_covariance", "ties^2", "vouching", "covariance of those degrees with the offices' ties to firms"),
)
NAMES = tuple(s.name for s in STATISTICS)


def summarise(dyads: Dyads, networks: Networks, timed: np.ndarray, until: int = CUT_OFF) -> np.ndarray:
    """(R, S) statistics of R networks. ``timed`` (D,): dyads whose timing counts. No tie: the whole time, or 0."""
    tied = networks.held != 0
    office = ~dyads.with_firm & (dyads.open_from <= until)
    firm = dyads.with_firm & (dyads.open_from <= until)
    types = np.bitwise_count(networks.held)
    dated = tied & timed & (networks.first >= 0)
    wait = np.where(dated, np.maximum(0, networks.first - dyads.open_from), 0)
    mean_wait = _mean(wait, dated, float(until + 1))
    squares = _mean(wait**2, dated, float(until + 1) ** 2)
    among, to_firms = _degrees(dyads, tied & office), _degrees(dyads, tied & firm)
    return np.column_stack([
        tied[:, office].sum(axis=1),
        tied[:, firm].sum(axis=1),
        mean_wait,
        np.sqrt(np.maximum(0.0, squares - mean_wait**2)),
        _mean(types, tied & office, 0.0),
        _mean(types, tied & firm, 0.0),
        _mean(types > 1, tied & (office | firm), 0.0),
        _mean(dyads.fora, tied & office, 0.0) - _mean(dyads.fora, ~tied & office, 0.0),
        _mean(dyads.fora, tied & firm, 0.0) - _mean(dyads.fora, ~tied & firm, 0.0),
        among.var(axis=1),
        (among * to_firms).mean(axis=1) - among.mean(axis=1) * to_firms.mean(axis=1),
    ]).astype(float)  # fmt: skip


def observed_statistics(observed: Observed) -> np.ndarray:
    """(S,) the same of what was observed."""
    network = Networks(observed.month[None, :], observed.held[None, :])
    return summarise(observed.dyads, network, observed.timed)[0]


def _mean(values: np.ndarray, of: np.ndarray, empty: float) -> np.ndarray:
    """(R,) mean of (R, D) values where ``of`` holds; ``empty`` without any."""
    count = of.sum(axis=1)
    total = (np.broadcast_to(values, of.shape) * of).sum(axis=1)
    return np.where(count > 0, total / np.maximum(1, count), empty)


def _degrees(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, offices) ties of each office; a firm is nobody's degree."""
    nodes = np.unique(dyads.pairs[~dyads.with_firm])
    ends = (dyads.pairs[:, :, None] == nodes).any(axis=1)  # (D, offices)
    return tied.astype(float) @ ends.astype(float)
