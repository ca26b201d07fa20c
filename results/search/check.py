"""The check on fresh seeds: what a design that was found comes to against every preset, with intervals.

'Dominates' means: clearly better in one outcome by at least what matters, and in every other no worse by what matters
(non-inferiority). Losses that are clear but too small to matter are named; without any, it dominates strictly.
Superiority may be found in any outcome and against any preset, so its intervals hold at 95% for all designs, presets
and outcomes together (Bonferroni). Non-inferiority must hold in every outcome at once, which chance does not help: its
intervals are at 95% for all designs checked together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.search.bench import Bench, mean_apart
from results.studies.evidence.relevant import read as read_relevant

BETTER, NO_WORSE, WORSE, UNSURE = "better", "no worse", "worse", "not sure"
MISTAKE = 0.05
FEWEST_PAIRS = 20


@dataclass(frozen=True)
class Against:
    """A design against one preset.

    outcomes : rows with mean, low, high (above 0: better; for all designs together), least (the low end for all
    designs, presets and outcomes together, by which 'better' is judged), margin, verdict.
    """

    design: str
    preset: str
    outcomes: tuple[dict[str, Any], ...]

    @property
    def dominates(self) -> bool:
        """Clearly better in one outcome, no worse in any."""
        verdicts = [row["verdict"] for row in self.outcomes]
        return BETTER in verdicts and all(v in (BETTER, NO_WORSE) for v in verdicts)

    @property
    def small_losses(self) -> list[str]:
        """Outcomes in which it is clearly worse, by less than what matters."""
        return [row["outcome"] for row in self.outcomes if row["verdict"] == NO_WORSE and row["high"] < 0]

    @property
    def strictly(self) -> bool:
        """Whether it dominates, and is clearly worse in no outcome by any amount."""
        return self.dominates and not self.small_losses

    def named(self, verdict: str) -> list[str]:
        """Outcomes with a verdict."""
        return [row["outcome"] for row in self.outcomes if row["verdict"] == verdict]


def margins(reference: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """(O,) what a difference must come to before it matters, at the level of (R, O) reference values; above 0."""
    found = []
    for k, name in enumerate(names):
        own = reference[:, k][np.isfinite(reference[:, k])]
        found.append(read_relevant()[name].least(float(own.mean()) if len(own) else 0.0))
    return np.maximum(np.array(found), 1e-9)


def check(bench: Bench, designs: Sequence[str], presets: Sequence[str]) -> list[Against]:
    """Every design against every preset on the replicates of a bench."""
    values = dict(zip([*presets, *designs], bench.run([*presets, *designs]), strict=True))
    pairs = [(design, preset) for design in designs for preset in presets if design != preset]
    return [
        Against(design, preset, tuple(_rows(values[design], values[preset], bench, len(designs), len(pairs))))
        for design, preset in pairs
    ]


def _rows(values: np.ndarray, reference: np.ndarray, bench: Bench, designs: int, pairs: int) -> list[dict[str, Any]]:
    """A row an outcome. designs, pairs : of how many designs, and pairs with a preset, this check is one."""
    from scipy.stats import t as student

    names = [meta.name for meta in bench.metas]
    mean, error, number = mean_apart(values, reference)
    margin = margins(reference, names)
    rows = []
    for k, name in enumerate(names):
        row: dict[str, Any] = {"outcome": name, "pairs": int(number[k]), "margin": float(margin[k])}
        if number[k] < FEWEST_PAIRS:
            rows.append(row | dict.fromkeys(("mean", "low", "high", "least"), math.nan) | {"verdict": UNSURE})
            continue
        half, wider = (
            float(student.ppf(1 - MISTAKE / (2 * together), number[k] - 1) * error[k])
            for together in (designs, pairs * len(names))
        )
        middle = float(bench.signs[k] * mean[k])
        row |= {"mean": middle, "low": middle - half, "high": middle + half, "least": middle - wider}
        rows.append(row | {"verdict": verdict(middle, row["low"], row["high"], row["margin"], row["least"])})
    return rows


def verdict(mean: float, low: float, high: float, margin: float, least: float) -> str:
    """What intervals of a difference say, above 0 being better: see the module. least : see ``Against``."""
    if least > 0 and mean >= margin:
        return BETTER
    if high < 0 and mean <= -margin:
        return WORSE
    return NO_WORSE if low >= -margin else UNSURE
