"""What a design changes in an outcome, as the brief judges it: how much, how surely, and whether that matters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from results.brief.brief import NOT_APART
from results.brief.dues import A_YEAR, secretariat
from results.brief.names import Name, names
from results.brief.tags import Tags, tags_of
from results.brief.wording import FURTHER, shortened
from results.comparison import BETTER, WORSE, Comparison
from results.numbers import Meta
from results.studies.evidence.relevant import relevant
from results.why.shares import ENOUGH
from scenarios.designs import BASELINE as TODAY
from sim.months import month_index

SETUP = "transition_months"  # the outcome
_NAME = 9  # words of the name of another baseline than today's arrangement


@dataclass(frozen=True)
class Effect:
    """The difference of one design from the baseline in one outcome with a direction.

    diff : median of the paired differences, in the outcome's unit.  low, high : their 90% interval.
    base : median of the baseline.  p_better : chance of being better, a tie counts half.
    p_best : chance of being best of all designs.  least : the smallest difference that matters, 0 if none is known.
    settled : whether the verdict would stand with more futures.
    """

    meta: Meta
    design: str
    diff: float
    low: float
    high: float
    base: float
    p_better: float
    p_best: float
    least: float
    verdict: str
    settled: bool
    tag: str

    @property
    def outcome(self) -> str:
        """The name of the outcome."""
        return self.meta.name

    @property
    def times(self) -> float:
        """How large it is, as a multiple of the smallest difference that matters; 1 where none is known."""
        if self.least > 0:
            return abs(self.diff) / self.least
        return float(self.diff != 0)

    @property
    def is_gain(self) -> bool:
        """Clearly better, and enough to matter."""
        return self.verdict == BETTER and self.times >= 1

    @property
    def is_loss(self) -> bool:
        """Clearly worse, and enough to matter."""
        return self.verdict == WORSE and self.times >= 1

    @property
    def is_open(self) -> bool:
        """Neither, though differences that matter are among the simulated ones."""
        wide = max(abs(self.low), abs(self.high))
        return not (self.is_gain or self.is_loss) and wide > 0 and wide >= self.least

    @property
    def span(self) -> float:
        """Width of the 90% interval, as a multiple of the smallest difference that matters."""
        return (self.high - self.low) / self.least if self.least > 0 else self.high - self.low

    @property
    def chance(self) -> float:
        """Chance of what it is: of being worse for a loss, of being better for all else."""
        return 1 - self.p_better if self.is_loss else self.p_better


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the brief is made from.

    heads : headline outcomes with a direction that apply to the baseline.
    further : others whose losses count as costs.
    designs : all but the baseline.  served : those of them with a secretariat of their own; all if none has.
    posts : by design, what its secretariat pays for in the last year, or when it is set up where that is later;
    setup : months until it works. Medians of the runs, of a design's centre where they say nothing.
    """

    comparison: Comparison
    names: dict[str, Name]
    heads: tuple[Meta, ...]
    further: tuple[Meta, ...]
    designs: tuple[str, ...]
    served: tuple[str, ...]
    posts: dict[str, float]
    setup: dict[str, float]
    tags: Tags
    apart: bool  # whether swapped runs are there

    @property
    def baseline(self) -> str:
        """What designs are compared with: 'today', or in a few words what was chosen."""
        chosen = self.comparison.baseline
        return "today" if chosen == TODAY else shortened(self.names[chosen].long, _NAME)

    @property
    def few(self) -> bool:
        """Whether there are too few futures for a likelihood word."""
        return self.comparison.replicates < ENOUGH

    @cached_property
    def _effects(self) -> dict[tuple[str, str], Effect]:
        return {(m.name, d): self._effect(m, d) for m in (*self.heads, *self.further) for d in self.designs}

    def effect(self, outcome: str, design: str) -> Effect:
        """One effect; KeyError if it is none of those."""
        return self._effects[outcome, design]

    def of(self, metas: Iterable[Meta], designs: Sequence[str]) -> list[Effect]:
        """Effects of designs in outcomes, where both apply."""
        found = [self.effect(meta.name, design) for meta in metas for design in designs]
        return [effect for effect in found if not math.isnan(effect.p_better)]

    def _effect(self, meta: Meta, design: str) -> Effect:
        cell = self.comparison.cell(meta.name, design)
        base = self.comparison.cell(meta.name, self.comparison.baseline)["median"]
        if math.isnan(base):  # of an outcome taken against the baseline, which is blank there
            base = cell["median"] - cell["diff"]
        known = relevant().get(meta.name)
        least = 0.0 if known is None else known.least(0.0 if math.isnan(base) else base)
        tag = self.tags.get((meta.name, design), NOT_APART)
        return Effect(
            meta, design, cell["diff"], cell["diff_low"], cell["diff_high"], base, cell["p_better"], cell["p_best"],
            least, cell["verdict"], bool(cell["settled"]), tag,
        )  # fmt: skip


def settled_first(effects: Iterable[Effect]) -> list[Effect]:
    """Those that more futures would hardly change; all where there are none of these."""
    every = list(effects)
    return [effect for effect in every if effect.settled] or every


def facts_of(runs: Any, comparison: Comparison, swaps: Any = None) -> Facts:
    """The facts of a comparison. ``runs`` : a ``Runs``; ``swaps`` : its ``Swaps``, or None where there are none."""
    directed = [m for m in comparison.metas if m.better and comparison.cell(m.name, comparison.baseline)["n"]]
    heads = tuple(m for m in directed if m.headline)
    further = tuple(m for m in directed if not m.headline and m.name in FURTHER)
    points = {point.name: point for point in runs.designs}
    designs = tuple(d for d in comparison.designs if d != comparison.baseline)
    setup = {d: _setup(runs, comparison, points[d]) for d in comparison.designs}
    return Facts(
        comparison=comparison,
        names=names(comparison.designs, runs.roster),
        heads=heads,
        further=further,
        designs=designs,
        served=tuple(d for d in designs if points[d]["staff_fte"] > 0) or designs,
        posts=_posts(runs, points, setup),
        setup=setup,
        tags=tags_of(runs, swaps, comparison, [m.name for m in (*heads, *further)]),
        apart=swaps is not None and comparison.baseline == TODAY,
    )


def _posts(runs: Any, points: Mapping[str, Any], setup: Mapping[str, float]) -> dict[str, float]:
    """Posts of each design: what was paid for, unless its set-up reaches into the last year or that was not kept."""
    paid, months = secretariat(runs), months_after(runs.scenario)
    over = {d for d in setup if setup[d] <= months - A_YEAR}
    return {d: paid[d].posts if d in paid and d in over else float(points[d]["staff_fte"]) for d in setup}


def months_after(scenario: Any) -> int:
    """Months of the simulated time from the decision on."""
    return month_index(str(scenario.end)) - month_index(str(scenario.adopt)) + 1


def _setup(runs: Any, comparison: Comparison, point: Any) -> float:
    """Months from the decision until a design works: the median of the runs; of older ones, the design's centre."""
    if any(meta.name == SETUP for meta in comparison.metas):
        drawn = float(comparison.cell(SETUP, point.name)["median"])
        if not math.isnan(drawn):
            return drawn
    own = getattr(runs.scenario, "setup_months", None)
    return float(point["setup_months"] if own is None else own)
