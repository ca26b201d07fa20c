"""A model with a known posterior, as a module that a test can also run in a process of its own and kill.

python -m tests.calibration.smc_toy FOLDER GENERATION    waits for ever in the middle of that generation
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from calibration.estimators.smc import Progress, Schedule, run
from calibration.simulator import DRAWN, scaled
from sim.parameters import INDEX, default_values

NAME, NOISE, OBSERVED = "tie_cost", 0.1, 0.8
SCHEDULE = Schedule(population=80, pilot=100, simulations=2000, generations=3)
WAITING = "waiting"


def hashed(numbers, purpose):
    """(R,) uniform numbers that follow from the numbers of the runs (splitmix64's finaliser)."""
    z = np.asarray(numbers).astype(np.uint64) * np.uint64(2048) + np.uint64(purpose)
    z = z * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2.0**53 + 2.0**-54


class Gaussian:
    """One observation: the parameter plus normal noise that follows from the number; a second statistic is constant.

    The prior is uniform, and wide against the noise. Given that the simulated observation lies within e of the one
    observed, the parameter is that + uniform(-e, e) + noise: its variance is e^2 / 3 + noise^2, whatever the way there.
    """

    runs = 0  # so far

    def parameters(self, numbers, given):
        out = np.tile(default_values(), (len(numbers), 1))
        for k, name in enumerate(DRAWN):
            out[:, INDEX[name]] = scaled(name, hashed(numbers, k))
        for name, values in given.items():
            out[:, INDEX[name]] = values
        return out

    def statistics(self, numbers, params):
        self.runs += len(numbers)
        angle, size = hashed(numbers, 1001), hashed(numbers, 1002)
        noise = np.sqrt(-2.0 * np.log(size)) * np.cos(2.0 * np.pi * angle)
        return np.column_stack([params[:, INDEX[NAME]] + NOISE * noise, np.full(len(numbers), 3.0)])

    def identity(self):
        return {"noise": NOISE}


def calibrated(folder, seed=1, model=None, observed=OBSERVED, schedule=SCHEDULE, watch=None):
    """The run of the tests."""
    return run(model or Gaussian(), np.array([observed, 3.0]), schedule, seed, Path(folder), (NAME,), watch)


def halt_in(generation):
    """A watch that says that it waits in the middle of this generation, and waits."""

    def watch(progress: Progress) -> None:
        if progress.generation == generation and 0 < progress.accepted < progress.population:
            print(WAITING, flush=True)
            time.sleep(600)

    return watch


if __name__ == "__main__":
    calibrated(sys.argv[1], watch=halt_in(int(sys.argv[2])))
