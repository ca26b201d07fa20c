"""How much a calibration simulates: the default, and a quick one that tries everything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of runs. About 400 runs from the origin to the cut-off take a second on one core."""

    table: int  # reference table
    population: int  # particles of each generation of sequential Monte Carlo
    simulations: int  # of sequential Monte Carlo, in all
    pilot: int  # of these to settle the units of the distance
    recovered: int  # data sets of the simulation-based calibration
    refitted: int  # rows of the table that are fitted anew without each dyad
    predictive: int  # runs from the posterior for the predictive checks
    prior: int  # runs from the prior beside them
    forecast: int  # runs of the out-of-time forecast, a reading of the data
    worlds: int  # made-up futures for the power of the out-of-time test
    resamples: int  # of the dyads for intervals of scores
    shipped: int  # draws that the posterior file holds


DEFAULT = Sizes(
    table=100_000, population=1000, simulations=420_000, pilot=1000, recovered=400, refitted=40_000, predictive=1000,
    prior=1000, forecast=6000, worlds=400, resamples=2000, shipped=400,
)  # fmt: skip
QUICK = Sizes(
    table=12_000, population=200, simulations=18_000, pilot=500, recovered=300, refitted=6000, predictive=200,
    prior=200, forecast=1000, worlds=100, resamples=500, shipped=200,
)  # fmt: skip
