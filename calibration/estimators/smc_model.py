"""What sequential Monte Carlo calibrates: a simulator whose runs are given by a number and by parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from calibration.estimators.table import table_key
from calibration.simulator import Simulator
from calibration.statistics import summarise


class Model(Protocol):
    """What can be calibrated: a simulator whose runs are given by a number and by parameters."""

    def parameters(self, numbers: np.ndarray, given: Mapping[str, np.ndarray]) -> np.ndarray:
        """(R, parameters) of numbered runs: the prior draw of each number, with the ``given`` names replaced."""

    def statistics(self, numbers: np.ndarray, params: np.ndarray) -> np.ndarray:
        """(R, S) summary statistics of the runs with these numbers and parameters."""

    def identity(self) -> Mapping[str, Any]:
        """What the statistics depend on besides: plain numbers, strings and lists."""


@dataclass(frozen=True)
class NetworkModel:
    """The simulator and the summary statistics of its networks. ``timed`` (D,): dyads whose timing counts."""

    simulator: Simulator
    timed: np.ndarray
    threads: int = 1

    def parameters(self, numbers: np.ndarray, given: Mapping[str, np.ndarray]) -> np.ndarray:
        return self.simulator.parameters(numbers, given)

    def statistics(self, numbers: np.ndarray, params: np.ndarray) -> np.ndarray:
        networks = self.simulator.run(numbers, params, self.threads)
        return summarise(self.simulator.dyads, networks, self.timed, self.simulator.config.end)

    def identity(self) -> dict[str, Any]:
        return {**table_key(self.simulator), "untimed dyads": np.flatnonzero(~self.timed).tolist()}


def distance(statistics: np.ndarray, observed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """(...) distance of statistics (..., S): root mean square of the differences in units of ``scale`` (S,).

    A statistic with an infinite unit does not count.
    """
    return np.sqrt((((statistics - observed) / scale) ** 2).mean(axis=-1))
