"""Deals in the limit: the connections model of Jackson and Wolinsky (1996), by enumeration and by the model itself.

u_i = sum over j of delta^d(i,j) - c degree(i): salience, openness and weights 1, every other parameter 0. The
judgements are those of the model's own agents.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from results.studies.limits import networks
from results.studies.limits.alike import alike_model
from results.studies.limits.limit import NOT_NEGATIVE, Range, at_limit, check
from sim.errors import InputError
from sim.phases.actions import sign
from sim.receipts import TERMS
from sim.rules.choice import TOLERANCE
from sim.rules.metrics import list_contacts
from sim.rules.partners import list_links, list_partners
from sim.rules.reach import list_within, reach

MOST_OFFICES, MOST_SEEDS = 60, 1000
BEGINNINGS = ("empty", "complete")
MONTHS = 400  # after which the model's dynamics are given up as unsettled
EVERY_MONTH = 60.0  # meeting rate at which every pair meets every month: 1 - exp(-60) is 1
KIND = 0  # the one type of tie that is looked at
COST = [term.name for term in TERMS["deal"]].index("cost")


@dataclass(frozen=True)
class Group:
    """Networks that are the same but for labels (of an enumeration) or that bear the same name (of the dynamics)."""

    name: str
    count: int
    stable: bool
    efficient: bool
    utility: float  # sum over offices
    example: list[tuple[int, int]]
    settled: bool = True


@dataclass(frozen=True)
class Connections:
    """What is known of the connections model at one point."""

    n: int
    delta: float
    cost: float
    enumerated: int  # labelled networks judged, 0 if there are too many
    note: str
    stable: list[Group] = field(default_factory=list)
    efficient: list[Group] = field(default_factory=list)
    ends: list[Group] = field(default_factory=list)  # where the model's own dynamics end, counts over seeds
    seeds: int = 0
    begin: str = "empty"


class Offices:
    """n alike offices in the model's world: a network is laid out there, and its agents judge it as in any month."""

    def __init__(self, n: int, delta: float, cost: float) -> None:
        self.n = n
        self.p = at_limit(decay=delta, tie_cost=cost, meeting_rate=EVERY_MONTH, deal_term=1.0)
        self.model = alike_model(n, self.p)

    def lay_out(self, linked: np.ndarray) -> None:
        """Make a network the present one."""
        w = self.model.world
        w.ties, w.n_ties = linked << KIND, 0
        list_contacts(w)
        list_links(w.ties, w.links)
        list_partners(w)
        list_within(w.links, w.within, w.depth)

    def stable(self, linked: np.ndarray) -> bool:
        """Pairwise stable: nobody gains by ending a deal, and no pair agrees on one more."""
        self.lay_out(linked)
        return all(self._rests(linked, a, b) for a, b in networks.pairs(self.n))

    def _rests(self, linked: np.ndarray, a: int, b: int) -> bool:
        """Whether the pair leaves its deal, or the lack of one, as it is."""
        one, other = self.model.makers[a], self.model.makers[b]
        if not linked[a, b]:
            return one.meet(other) == 0
        return one.renew(other)

    def utility(self, linked: np.ndarray) -> float:
        """Sum over offices of reach, and of the cost of each deal as its receipt states it."""
        self.lay_out(linked)
        w, total = self.model.world, 0.0
        for i in range(self.n):
            total += reach(w, w.within[i, : w.depth[i] + 1])
            for j in np.flatnonzero(linked[i]):
                total += self.model.makers[i].judge_renewal(self.model.makers[j])[0][COST]
        return float(total)

    def group(self, linked: np.ndarray, count: int, best: float, settled: bool = True) -> Group:
        """The network with all that is said of it; ``best`` is the utility of an efficient one."""
        total = self.utility(linked)
        return Group(
            networks.name_of(linked), count, self.stable(linked), total >= best - TOLERANCE, total,
            networks.edges(linked), settled,
        )  # fmt: skip


def study(n: int, delta: float, cost: float, seeds: int | None = None, begin: str = "empty") -> Connections:
    """Pairwise stable and efficient networks of n offices, and where the model's dynamics end from ``seeds`` seeds.

    Above 6 offices the networks are too many to enumerate; InputError if an input is out of range. ``seeds`` left
    out: 20, above 20 offices 5. ``begin``: the dynamics begin with no deals, or with all ('complete').
    """
    seeds = seeds if seeds is not None else (20 if n <= 20 else 5)
    check_inputs(n, delta, cost, seeds, begin)
    offices = Offices(n, delta, cost)
    if n <= networks.LARGEST:
        groups, note, graphs = enumerate_all(offices), "", 2 ** (n * (n - 1) // 2)
    else:
        groups, graphs = candidates(offices), 0
        note = (
            f"not enumerated: {n} offices have 2^{n * (n - 1) // 2} networks; stable and efficient networks are "
            f"enumerated for up to {networks.LARGEST} offices (above, the best of complete, star and empty is "
            f"efficient); the model's dynamics run for up to {MOST_OFFICES}"
        )
    stable, efficient = [g for g in groups if g.stable and graphs], [g for g in groups if g.efficient]
    found = ends(offices, seeds, efficient[0].utility, begin)
    return Connections(n, delta, cost, graphs, note, stable, efficient, found, seeds, begin)


def check_inputs(n: int, delta: float, cost: float, seeds: int, begin: str) -> None:
    """InputError if an input is out of range."""
    if begin not in BEGINNINGS:
        raise InputError(
            "unknown beginning", key="from", value=begin, allowed=", ".join(BEGINNINGS), choices=BEGINNINGS
        )
    check(
        n=(n, Range(2, MOST_OFFICES)),
        delta=(delta, Range(0.001, 0.999)),
        cost=(cost, NOT_NEGATIVE),
        seeds=(seeds, Range(1, MOST_SEEDS)),
    )


def enumerate_all(offices: Offices) -> list[Group]:
    """Every network up to labels, with the count of labelled ones; no rule reads labels, so one stands for all."""
    return _groups(
        offices, [(networks.from_number(number, offices.n), count) for number, count in networks.classes(offices.n)]
    )


def candidates(offices: Offices) -> list[Group]:
    """The complete network, the star and the empty network: one is efficient (Jackson and Wolinsky, Proposition 1)."""
    n = offices.n
    return _groups(offices, [(networks.complete(n), 1), (networks.star(n), n), (0 * networks.star(n), 1)])


def _groups(offices: Offices, found: list[tuple[np.ndarray, int]]) -> list[Group]:
    best = max(offices.utility(linked) for linked, _ in found)
    return [offices.group(linked, count, best) for linked, count in found]


# ---- the model's own dynamics ---------------------------------------------------------------------------------------
def ends(offices: Offices, seeds: int, best: float, begin: str = "empty") -> list[Group]:
    """The networks in which the model's phase of deals comes to rest, most frequent first, over seeds 0, 1, ..."""
    merged: dict[tuple, Group] = {}
    for seed in range(seeds):
        linked, settled = run(offices, seed, begin)
        end = offices.group(linked, 1, best, settled)
        kind = (end.name, end.stable, end.settled, round(end.utility, 9))
        merged[kind] = replace(merged[kind], count=merged[kind].count + 1) if kind in merged else end
    return sorted(merged.values(), key=lambda end: -end.count)


def run(offices: Offices, seed: int, begin: str = "empty") -> tuple[np.ndarray, bool]:
    """(links, whether they came to rest) of the model's phase of deals at noise 0, month by month.

    Every pair meets, or reconsiders its tie, once a month in keyed random order, each seeing what was just done. A
    month without a change is rest.
    """
    model = alike_model(offices.n, offices.p, seed, MONTHS)
    for a, b in networks.pairs(offices.n) if begin == "complete" else ():
        sign(model.world, a, b, 1 << KIND)
    model.world.month += 1  # the term of these deals is over
    for _ in range(MONTHS):
        before = model.world.ties.copy()
        model.phase_deals()
        model.world.month += 1
        if (model.world.ties == before).all():
            return (before > 0).astype(np.int64), True
    return (model.world.ties > 0).astype(np.int64), False
