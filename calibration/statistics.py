"""Summary statistics of the dyads and the network: the moments that the calibration compares. One row a network.

Counts come first: they are held closely, all others loosely (``calibration.estimators.kernel``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.observed import Dyads, Observed
from sim.ensemble.dyads import ALIVE_FROM, Networks
from sim.months import CUT_OFF


@dataclass(frozen=True)
class Statistic:
    """A moment. ``count``: one of the counts that come first. ``late``: it needs data after November 2024."""

    name: str
    unit: str
    meaning: str
    count: bool = False
    late: bool = False


ALL = (
    Statistic("office_ties", "ties", "ties among the ten members' offices (45 pairs) by November 2024", count=True),
    Statistic("firm_ties", "ties", "ties of those offices with three firms (30 pairs) by November 2024", count=True),
    Statistic("new_office_ties", "ties", "further pairs of offices that were tied since", count=True, late=True),
    Statistic("new_firm_ties", "ties", "further pairs of office and firm that were tied since", count=True, late=True),
    Statistic("office_types", "types a tie", "collaboration types of an office tie at its first signing"),
    Statistic("firm_types", "types a tie", "collaboration types of a firm tie at its first signing"),
    Statistic("waiting", "months", "mean time from when both sides have an office to the first deal"),
    Statistic("degree_variance", "ties^2", "variance of the offices' degrees among offices"),
    Statistic("hub_share", "share", "share of all ties with the US or the UK"),
    Statistic("shared_fora", "0 to 1", "shared fora of tied pairs of offices less those of untied open ones"),
    Statistic("exits", "states", "founding members that left since December 2024", late=True),
    Statistic("joins", "states", "others that joined the network since", late=True),
    Statistic("joint_tests", "tests", "joint tests of the network finished since", late=True),
)  # fmt: skip


def statistics_until(end: int) -> tuple[Statistic, ...]:
    """The statistics of a record that ends with the month ``end``."""
    return tuple(s for s in ALL if end >= ALIVE_FROM or not s.late)


def summarise(networks: Networks, observed: Observed) -> np.ndarray:
    """(R, S) statistics of R networks, in the order of ``statistics_until``, read as the record can be read.

    Timing counts of dated ties alone and types of ties whose types are known: on the dyads where the record lacks them
    the simulated ones are left out too. Without any tie: the whole time, 0 types, 0 shares.
    """
    return _summary(observed, networks.first >= 0, networks.first > CUT_OFF, networks)


def observed_statistics(observed: Observed) -> np.ndarray:
    """(S,) the same of what was observed."""
    alone = Networks(
        observed.first[None, :], observed.signed[None, :], observed.signed[None, :],
        *(np.array([value]) for value in (observed.left, observed.joined, observed.joint_tests)),
    )  # fmt: skip
    return _summary(observed, observed.tied[None, :], observed.late[None, :], alone)[0]


def _summary(observed: Observed, tied: np.ndarray, late: np.ndarray, networks: Networks) -> np.ndarray:
    dyads, end = observed.dyads, observed.end
    office, firm, opened = ~dyads.with_firm, dyads.with_firm, dyads.open_from <= end
    typed, dated = tied & observed.typed, tied & observed.timed & (networks.first >= 0)
    types = np.bitwise_count(networks.signed)
    wait = np.where(dated, np.maximum(0, networks.first - dyads.open_from), 0)
    found = {
        "office_ties": (tied & ~late & office).sum(axis=1),
        "firm_ties": (tied & ~late & firm).sum(axis=1),
        "new_office_ties": (tied & late & office).sum(axis=1),
        "new_firm_ties": (tied & late & firm).sum(axis=1),
        "office_types": _mean(types, typed & office, 0.0),
        "firm_types": _mean(types, typed & firm, 0.0),
        "waiting": _mean(wait, dated, float(end + 1)),
        "degree_variance": degrees(dyads, tied & office).var(axis=1),
        "hub_share": _mean(dyads.with_hub, tied, 0.0),
        "shared_fora": _mean(dyads.fora, tied & office, 0.0) - _mean(dyads.fora, ~tied & office & opened, 0.0),
        "exits": networks.left,
        "joins": networks.joined,
        "joint_tests": networks.joint_tests,
    }
    return np.column_stack([found[s.name] for s in statistics_until(end)]).astype(float)


def _mean(values: np.ndarray, of: np.ndarray, empty: float) -> np.ndarray:
    """(R,) mean of (R, D) values where ``of`` holds; ``empty`` without any."""
    count = of.sum(axis=1)
    total = (np.broadcast_to(values, of.shape) * of).sum(axis=1)
    return np.where(count > 0, total / np.maximum(1, count), empty)


def degrees(dyads: Dyads, tied: np.ndarray) -> np.ndarray:
    """(R, offices) ties of each office; a firm is nobody's degree."""
    nodes = np.unique(dyads.pairs[~dyads.with_firm])
    ends = (dyads.pairs[:, :, None] == nodes).any(axis=1)  # (D, offices)
    return tied.astype(float) @ ends.astype(float)
