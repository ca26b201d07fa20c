"""The drill: the host leaves under every design, and how long it takes until the network is where it would have been.

Read from the monthly series of the same replicates with and without the exit. A loss counts from the smallest relevant
difference on, looked at over half a year, so that single cases do not count as losses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.studies.evidence import relevant
from results.studies.scenarios.comparisons import baseline_of, designs_of, world_of
from results.studies.scenarios.worlds import series
from scenarios.schema import Scenario, load_scenario
from sim.config import STARTS
from sim.months import month_index

SCENARIO, EVENT = "host_exit", "host_exit"
LOOKED = ("members", "finished", "sensitive_pooled", "office_ties", "pooled_knowledge")  # of all, more is better
HALF_YEAR, YEAR = 6, 12  # months
COLUMNS = (
    "outcome", "design", "smallest", "pairs", "hit", "gained", "median", "late", "never", "mean_back", "first_year",
    "last_year",
)  # fmt: skip


@dataclass(frozen=True)
class Recovery:
    """What became of an outcome of a design after the exit.

    hit : share of replicates in which it lost within a year.
    gained : share in which it gained as much: runs that differ in one thing soon differ in many, and what is gained by
    that as often as lost is no loss.
    months : (hit replicates,) from the exit until the half year that follows is as it would have been; infinite where
    that does not come.
    first_year, last_year : (replicates,) mean difference in the year after the exit, and in the last one.
    """

    hit: float
    gained: float
    months: np.ndarray
    first_year: np.ndarray
    last_year: np.ndarray


def recovery(gaps: np.ndarray, smallest: float) -> Recovery:
    """From (replicates, months from the exit on) differences to what would have been."""
    coming = np.lib.stride_tricks.sliding_window_view(gaps, HALF_YEAR, axis=1).mean(axis=2)
    lost = coming < -smallest
    gained = (coming[:, :YEAR] > smallest).any(axis=1).mean()
    first = np.where(lost[:, :YEAR].any(axis=1), lost[:, :YEAR].argmax(axis=1), -1)
    hit = first >= 0
    after = ~lost & (np.arange(lost.shape[1]) > first[:, None])
    months = np.where(after.any(axis=1), after.argmax(axis=1), np.inf)[hit]
    return Recovery(float(hit.mean()), float(gained), months, gaps[:, :YEAR].mean(axis=1), gaps[:, -YEAR:].mean(axis=1))


def rows(replicates: int, workers: int = 1) -> list[dict[str, str]]:
    """A row of the table for every outcome and design."""
    scenario = load_scenario(SCENARIO)
    designs = designs_of(scenario)
    here, base = world_of(scenario), baseline_of(scenario)
    first = _month_of_exit(scenario) - STARTS[scenario.start]
    with_exit, without = (series(world, designs, LOOKED, replicates, workers) for world in (here, base))
    found = []
    for name in LOOKED:
        for k, design in enumerate(designs):
            smallest = relevant.of(name).least(float(without[name][k, :, first:].mean()))
            gaps = (with_exit[name][k] - without[name][k])[:, first:]
            mean = recovery(gaps.mean(axis=0, keepdims=True), smallest)
            found.append(_row(name, design, smallest, recovery(gaps, smallest), mean))
    return found


def _month_of_exit(scenario: Scenario) -> int:
    return next(month_index(event.date) for event in scenario.events if event.kind == EVENT)


def _row(name: str, design: str, smallest: float, found: Recovery, mean: Recovery) -> dict[str, str]:
    def quantile(share: float) -> str:
        """A quantile of the months; '' if nothing was lost, 'inf' if that many never recover."""
        return f"{np.quantile(found.months, share, method='higher'):g}" if found.months.size else ""

    never = f"{np.isinf(found.months).mean():.4g}" if found.months.size else ""
    return {
        "outcome": name, "design": design, "smallest": f"{smallest:.4g}", "pairs": str(found.first_year.size),
        "hit": f"{found.hit:.4g}", "gained": f"{found.gained:.4g}", "median": quantile(0.5), "late": quantile(0.9),
        "never": never,
        "mean_back": f"{mean.months[0]:g}" if mean.months.size else "",
        "first_year": f"{found.first_year.mean():.4g}", "last_year": f"{found.last_year.mean():.4g}",
    }  # fmt: skip
