"""Every published result that the decisions must give in their limits: expected, found, difference.

The expected numbers are closed forms of the literature, computed here on their own; what is found comes from the
rules of the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from results.studies.limits import collective_risk, deals, formation, race, repeated, treaty

EXACT = 1e-9  # largest difference of a number that is right
DELTA, CHEAP, MIDDLE, DEAR = 0.5, 0.2, 0.3, 0.6  # costs of a deal below delta - delta^2, below delta, above it
BENEFIT, SAFETY, STEPS = 4.0, 1.0, 100.0  # of the race
LARGE_PRIZE = 1e9


@dataclass(frozen=True)
class Case:
    """One result."""

    decision: str
    case: str
    expected: str
    found: str
    difference: float
    ok: bool


def table() -> list[Case]:
    """All cases, in the order of the decisions."""
    return [*_deals(), *_membership(), *_pace(), *_sharing()]


def _number(decision: str, case: str, expected: float, found: float, tolerance: float = EXACT) -> Case:
    difference = found - expected
    return Case(decision, case, f"{expected:.6g}", f"{found:.6g}", difference, abs(difference) <= tolerance)


# ---- deals: Jackson and Wolinsky 1996, Kinne 2013 --------------------------------------------------------------------
def _deals() -> Iterator[Case]:
    points = {(n, cost): deals.study(n, DELTA, cost, seeds=1) for n in (4, 5, 6) for cost in (CHEAP, MIDDLE, DEAR)}
    yield _kinds(points[4, MIDDLE], "stable", {"star": 4, "cycle": 3})
    for n in (4, 5, 6):
        yield _kinds(points[n, CHEAP], "stable", {"complete": 1})
    for n in (4, 5, 6):
        stable = {g.name: g.count for g in points[n, MIDDLE].stable}
        others = sum(stable.values()) - stable.get("star", 0)
        yield _number("deals", f"n={n} c={MIDDLE}: stable stars", n, stable.get("star", 0))
        yield Case("deals", f"n={n} c={MIDDLE}: other stable ones", "> 0", str(others), 0.0, others > 0)
    for n in (4, 5, 6):
        yield _number("deals", f"n={n} c={DEAR}: stable ones with a node of degree 1", 0, _loose(points[n, DEAR]))
    for cost, expected in ((CHEAP, {"complete": 1}), (MIDDLE, {"star": 6}), (DEAR, {"star": 6})):
        yield _kinds(points[6, cost], "efficient", expected)
    yield _kinds(deals.study(6, DELTA, 1.1, seeds=1), "efficient", {"empty": 1})
    yield from _ends()
    for change, (_, _, gain) in formation.CHANGES.items():
        yield _number("deals", f"gain by {change}", gain, formation.gained(change))


def _kinds(point: deals.Connections, which: str, expected: dict[str, int]) -> Case:
    """The stable or efficient networks by name; the difference counts labelled networks too many or too few."""
    found: dict[str, int] = {}
    for group in getattr(point, which):
        found[group.name] = found.get(group.name, 0) + group.count
    wrong = sum(abs(found.get(name, 0) - expected.get(name, 0)) for name in {*found, *expected})
    case = f"n={point.n} c={point.cost}: {which} networks"
    return Case("deals", case, _listed(expected), _listed(found), float(wrong), wrong == 0)


def _listed(kinds: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in kinds.items()) or "none"


def _loose(point: deals.Connections) -> int:
    """Labelled stable networks with a node of degree 1."""
    ends = [[node for edge in group.example for node in edge] for group in point.stable]
    return sum(g.count for g, nodes in zip(point.stable, ends, strict=True) if any(nodes.count(k) == 1 for k in nodes))


def _ends() -> Iterator[Case]:
    """The model's own dynamics, from no deals and from all."""
    for begin in deals.BEGINNINGS:
        for cost in (CHEAP, MIDDLE, DEAR):
            ends = [end for n in (4, 5, 6) for end in deals.study(n, DELTA, cost, begin=begin).ends]
            stable = sum(end.count for end in ends if end.stable and end.settled) / sum(end.count for end in ends)
            yield _number("deals", f"n=4-6 c={cost}, from {begin}: ends that are stable", 1.0, stable)


# ---- membership: Barrett 1994, Nordhaus 2015 ------------------------------------------------------------------------
def _membership() -> Iterator[Case]:
    for n in range(3, 12):
        yield _number("membership", f"quadratic n={n}", 3, treaty.study("quadratic", n, 1.0, 1.0).largest)
    worst = max(
        abs(size.gain + (size.members - 1) * (size.members - 3) * 1.3**2 / 0.7 / 2.0)
        for size in treaty.study("quadratic", 11, 1.3, 0.7).sizes
        if size.gain is not None
    )
    yield _number("membership", "quadratic n=11 b=1.3 c=0.7: worst gain of staying", 0.0, worst)
    for cost in (1.5, 2.5, 3.0, 7.2):
        found = treaty.study("binary", 10, 1.0, cost).largest
        yield _number("membership", f"binary n=10 c/b={cost:g}", math.ceil(cost), found)
    for excludability, expected in ((0.2, 4), (0.3, 6), (0.5, 8)):
        found = treaty.study("quadratic", 8, 1.0, 1.0, excludability=excludability).largest
        yield _number("membership", f"quadratic n=8, excludability {excludability}", expected, found)
    for penalty, expected in ((3.0, 4), (6.0, 5), (10.0, 6)):
        found = treaty.study("quadratic", 8, 1.0, 1.0, penalty=penalty).largest
        yield _number("membership", f"quadratic n=8, penalty {penalty:g}", expected, found)
    yield from _clubs()


def _clubs() -> Iterator[Case]:
    """A climate club: with more to lose outside no coalition is smaller."""
    for lever, values in (("excludability", [k / 20 for k in range(21)]), ("penalty", [k / 2 for k in range(41)])):
        sizes = [treaty.study("quadratic", 8, 1.0, 1.0, **{lever: value}).largest for value in values]
        falls = sum(later < earlier for earlier, later in pairwise(sizes))
        text = f"{sizes[0]} to {sizes[-1]}, {falls} falls"
        yield Case("membership", f"largest coalition with {lever}", "rises", text, float(falls), sizes[-1] > 3 > falls)


# ---- pace: Han et al. 2020 ------------------------------------------------------------------------------------------
def _pace() -> Iterator[Case]:
    found = race.study(BENEFIT, SAFETY, 1e4, STEPS, 1.5, risk=0.75)
    yield _number("pace", "social threshold of the risk", 26 / 77, found.social)
    yield _number("pace", "threshold of risk dominance", 1 - 51.6 / 229.4, found.dominance)
    for speedup in (1.5, 3.0):
        large = race.study(BENEFIT, SAFETY, LARGE_PRIZE, STEPS, speedup)
        case = f"large prize, s={speedup:g}: "
        yield _number("pace", case + "social (1 - 1/s)", 1 - 1 / speedup, large.social, 1e-6)
        yield _number("pace", case + "dominance (1 - 1/(3s))", 1 - 1 / (3 * speedup), large.dominance, 1e-6)
    # log odds of the two fixation chances: beta x sum over states of the advantage of safe play
    ss, su, us, uu = 51.0, 0.6, 0.25 * 152.4, 0.25 * 77.0
    advantage = (98 * ss + 100 * su - 100 * us - 98 * uu) / 2.0
    yield _number("pace", "unsafe play at risk 0.75", 1 / (1 + math.exp(0.01 * advantage)), found.shares[0].unsafe)


# ---- sharing: Axelrod 1981, Santos and Pacheco 2011 -----------------------------------------------------------------
def _sharing() -> Iterator[Case]:
    for payoffs in (repeated.USUAL, (4.0, 1.0, 6.0, 2.0), (3.0, 0.0, 4.0, 2.0)):
        r, s, t, p = payoffs
        expected = max((t - r) / (t - p), (t - r) / (r - s))
        name = ",".join(f"{value:g}" for value in payoffs)
        yield _number("sharing", f"R,S,T,P = {name}: w needed", expected, repeated.study(0.5, payoffs).threshold)
    for w, expected in ((0.66, False), (2 / 3, True), (0.67, True)):
        stable = repeated.study(w).stable
        words = {True: "stable", False: "not stable"}
        yield Case("sharing", f"tit-for-tat at w={w:.4g}", words[expected], words[stable], float(stable != expected),
                   stable == expected)  # fmt: skip
    scores = repeated.study(0.9).scores or {}
    for name, expected_score in (("Cooperator", 30), ("tit-for-tat", 39), ("Defector", 64)):
        yield _number("sharing", f"ten rounds: {name}", expected_score, scores.get(name, math.nan))
    yield from _risk()


def _risk() -> Iterator[Case]:
    for n, m in ((6, 3), (10, 4)):
        at, found = (m - 1) / (n - 1), collective_risk.study(n, m)
        most = math.comb(n - 1, m - 1) * at ** (m - 1) * (1 - at) ** (n - m)
        yield _number("sharing", f"collective risk ({n}, {m}): largest c/r", most, found.peak)
        yield _number("sharing", f"collective risk ({n}, {m}): where", at, found.peak_at, 1e-6)
        for factor, expected in ((0.99, 2), (1.01, 0)):
            roots = len(collective_risk.study(n, m, factor * most).roots)
            yield _number("sharing", f"collective risk ({n}, {m}): roots at {factor} of it", expected, roots)
