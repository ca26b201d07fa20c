"""How much a calibration simulates: the default, and a quick one that tries everything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of runs. About 1700 runs from the origin to December 2025 take a second on one core."""

    table: int  # reference table
    recovered: int  # data sets of the simulation-based calibration
    predictive: int  # runs from the posterior for the predictive checks
    prior: int  # runs from the prior beside them
    shipped: int  # draws that the posterior file holds


DEFAULT = Sizes(table=200_000, recovered=400, predictive=4000, prior=1000, shipped=400)
QUICK = Sizes(table=20_000, recovered=200, predictive=400, prior=200, shipped=200)
STUDY = Sizes(table=40_000, recovered=0, predictive=0, prior=0, shipped=0)  # of what the data speak to, alone
