"""From the gains of single runs to verdicts: which deviations pay, how surely, and whether a network is stable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from results.stability.deviations import JOIN, SIGN, Deviation, Gains, pays
from results.stability.intervals import Interval, interval
from sim.rules.choice import TOLERANCE

PAYS, DOES_NOT, OPEN = "pays", "does not pay", "open"
STABLE, UNSTABLE, UNDECIDED = "pairwise stable", "not pairwise stable", "undecided"


class Found(NamedTuple):
    """The gains of every deviation in one run, as one month begins."""

    design: str
    replicate: int
    month: int
    gains: Mapping[Deviation, Gains]


@dataclass(frozen=True)
class Row:
    """A deviation under a design, over all runs in which it was possible."""

    deviation: Deviation
    actor: Interval
    partner: Interval | None  # where two states decide
    members: Mapping[int, Interval] = field(hash=False)  # of a state that comes in: what each member has of it
    needed: float = 0.0  # members who must not lose, mean over the runs
    share: float = 0.0  # of the runs, where it pays looking back
    verdict: str = OPEN

    @property
    def against(self) -> list[int]:
        """Members who lose by it on average, the greatest losers first."""
        losing = [(gain.mean, j) for j, gain in self.members.items() if gain.mean < -TOLERANCE]
        return [j for _, j in sorted(losing)]


@dataclass(frozen=True)
class OfDesign:
    """What was found of one design. ``quiet`` is the share of its runs and months in which no deviation pays."""

    design: str
    rows: tuple[Row, ...]
    quiet: float
    runs: int

    def count(self, verdict: str) -> int:
        """How many deviations have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def verdict(self) -> str:
        """Stable if no deviation pays for sure or perhaps; not stable if one pays for sure; else undecided."""
        if self.count(PAYS):
            return UNSTABLE
        return UNDECIDED if self.count(OPEN) else STABLE


def of_design(design: str, found: Iterable[Found]) -> OfDesign:
    """All rows of a design, in the order of kinds and actors."""
    runs = [one for one in found if one.design == design]
    quiet = np.mean([not any(pays(d, g) for d, g in one.gains.items()) for one in runs])
    by_deviation: dict[Deviation, dict[int, list[Gains]]] = defaultdict(lambda: defaultdict(list))
    for one in runs:
        for deviation, gains in one.gains.items():
            by_deviation[deviation][one.replicate].append(gains)
    judged = sum(_sides(runs_of) for runs_of in by_deviation.values())
    rows = tuple(_row(deviation, by_deviation[deviation], judged) for deviation in sorted(by_deviation))
    return OfDesign(design, rows, float(quiet), len({one.replicate for one in runs}))


def _sides(runs: Mapping[int, list[Gains]]) -> int:
    """Number of gains that are judged of a deviation."""
    listed = [gains for of_run in runs.values() for gains in of_run]
    members = {j for gains in listed for j in gains.members}
    return 1 + (not np.isnan(listed[0].partner)) + len(members)


def _row(deviation: Deviation, runs: Mapping[int, list[Gains]], judged: int) -> Row:
    listed = [gains for of_run in runs.values() for gains in of_run]
    actor = interval([_mean(g.actor for g in of_run) for of_run in runs.values()], judged)
    partner = None
    if not np.isnan(listed[0].partner):
        partner = interval([_mean(g.partner for g in of_run) for of_run in runs.values()], judged)
    members = _members(runs, judged)
    needed = _mean(float(gains.needed) for gains in listed)
    share = _mean(float(pays(deviation, gains)) for gains in listed)
    verdict = _verdict(deviation, actor, partner, members, needed)
    return Row(deviation, actor, partner, members, needed, share, verdict)


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def _members(runs: Mapping[int, list[Gains]], judged: int) -> dict[int, Interval]:
    """What each member has of a state that comes in, over the runs in which it is one."""
    theirs: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number, of_run in runs.items():
        for gains in of_run:
            for j, gain in zip(gains.members, gains.theirs, strict=True):
                theirs[j][number].append(gain)
    return {j: interval([_mean(v) for v in by_run.values()], judged) for j, by_run in sorted(theirs.items())}


# ---- how surely ------------------------------------------------------------------------------------------------------
def _verdict(
    deviation: Deviation, actor: Interval, partner: Interval | None, members: Mapping[int, Interval], needed: float
) -> str:
    """Whether a deviation pays, by bounds that hold for all gains of a design at once."""
    one = _gains(actor)
    if deviation.kind == SIGN:
        assert partner is not None
        return _both(actor, partner)
    if deviation.kind == JOIN:
        return _all_of(one, _let_in(members, needed))
    return _any_of(one, DOES_NOT if partner is None else _gains(partner))


def _gains(side: Interval) -> str:
    """Whether a side gains."""
    if side.least > TOLERANCE:
        return PAYS
    return DOES_NOT if side.most <= TOLERANCE else OPEN


def _both(one: Interval, other: Interval) -> str:
    """Whether one gains and the other does not lose."""
    if max(one.least, other.least) > TOLERANCE and min(one.least, other.least) >= -TOLERANCE:
        return PAYS
    loses, idle = min(one.most, other.most) < -TOLERANCE, max(one.most, other.most) <= TOLERANCE
    return DOES_NOT if loses or idle else OPEN


def _let_in(members: Mapping[int, Interval], needed: float) -> str:
    """Whether enough members do not lose by a state that comes in."""
    sure = sum(gain.least >= -TOLERANCE for gain in members.values())
    against = sum(gain.most < -TOLERANCE for gain in members.values())
    if sure >= needed:
        return PAYS
    return DOES_NOT if len(members) - against < needed else OPEN


def _all_of(*verdicts: str) -> str:
    return PAYS if set(verdicts) == {PAYS} else DOES_NOT if DOES_NOT in verdicts else OPEN


def _any_of(*verdicts: str) -> str:
    return PAYS if PAYS in verdicts else DOES_NOT if set(verdicts) == {DOES_NOT} else OPEN
