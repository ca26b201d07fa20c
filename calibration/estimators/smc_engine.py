"""One generation of sequential Monte Carlo with pyABC. Only this module imports pyABC: import it inside functions.

pyABC's own single-core sampler runs one simulation at a time. This one proposes and judges with pyABC's functions in
the same order, but simulates a batch of proposals at once, which takes half the time and may use threads. What is
accepted does not depend on the batch or the threads: simulations after the last acceptance are not counted.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyabc
from pyabc.inference_util import evaluate_proposal, generate_valid_proposal
from pyabc.parameters import Parameter
from pyabc.sampler.base import Sampler
from pyabc.weighted_statistics import weighted_quantile
from sqlalchemy.exc import DBAPIError

from calibration.estimators.smc_model import distance
from scenarios.stored_files import WriteError

logging.getLogger("ABC").setLevel(logging.ERROR)

BATCH = 100  # proposals simulated at once
STATISTICS = "statistics"  # their name in a particle
_PROPOSING = ("t", "m", "p", "model_prior", "parameter_priors", "model_perturbation_kernel", "transitions")
_JUDGING = (
    "t", "models", "summary_statistics", "distance_function", "eps", "acceptor", "x_0", "weight_function",
)  # fmt: skip

Ranges = Mapping[str, tuple[float, float]]
Simulate = Callable[[np.ndarray, Mapping[str, np.ndarray]], np.ndarray]


class _Only:
    """The choice among one model: pyABC asks for it at every proposal, and SciPy takes long to answer."""

    def rvs(self) -> int:
        return 0

    def pmf(self, model: int) -> float:
        return 1.0


class _Uniform:
    """Independent uniform priors."""

    def __init__(self, ranges: Ranges) -> None:
        self.names = tuple(ranges)
        self.low, self.high = np.array(list(ranges.values()), dtype=float).T
        self.bounds = dict(ranges)
        self.density = float(1.0 / np.prod(self.high - self.low))

    def rvs(self) -> Any:
        values = self.low + (self.high - self.low) * np.random.random_sample(len(self.names))
        return Parameter(dict(zip(self.names, values.tolist(), strict=True)))

    def pdf(self, at: Mapping[str, float]) -> float:
        inside = all(low <= at[name] <= high for name, (low, high) in self.bounds.items())
        return self.density if inside else 0.0


class _Kernel(pyabc.MultivariateNormalTransition):
    """pyABC's normal kernel with twice the population's covariance (Beaumont et al. 2009), drawn from faster.

    pyABC's narrower default loses half of the effective sample size here, where the posterior fills most of the prior.
    """

    def __init__(self) -> None:
        super().__init__(bandwidth_selector=lambda size, dimension: 2.0**0.5)

    def fit(self, X: Any, w: np.ndarray) -> None:
        super().fit(X, w)
        self.names = list(X.columns)
        self.reached = np.cumsum(w)
        axes, lengths, _ = np.linalg.svd(self.cov)
        self.spread = axes * np.sqrt(lengths)

    def rvs_single(self) -> Any:
        row = min(int(np.searchsorted(self.reached, np.random.random_sample(), side="right")), len(self._X_arr) - 1)
        values = self._X_arr[row] + self.spread @ np.random.standard_normal(len(self.names))
        return Parameter(dict(zip(self.names, values.tolist(), strict=True)))


class _Model(pyabc.Model):
    """Simulates a batch ahead of pyABC, and hands the results out in order."""

    def __init__(self, simulate: Simulate, names: tuple[str, ...]) -> None:
        super().__init__("model")
        self.simulate, self.names = simulate, names
        self.ready: deque[dict[str, Any]] = deque()

    def ahead(self, numbers: np.ndarray, proposed: list[Any]) -> None:
        """Simulate the proposed parameters in runs with these numbers."""
        found = self.simulate(numbers, {name: np.array([p[name] for p in proposed]) for name in self.names})
        self.ready = deque({STATISTICS: row} for row in found)

    def sample(self, pars: Any) -> dict[str, Any]:
        return self.ready.popleft()


class _Batches(Sampler):
    """Batches of proposals, judged in order until enough are accepted. ``watch(accepted, simulations)`` after each.

    A particle's ``proposal_id`` (of no use to pyABC here) is the number of its simulation, counted from ``first``.
    """

    def __init__(self, model: _Model, first: int, watch: Callable[[int, int], None]) -> None:
        super().__init__()
        self.model, self.first, self.watch = model, first, watch

    def sample_until_n_accepted(
        self, n: int, simulate_one: Any, t: int, *, max_eval: float = np.inf, all_accepted: bool = False,
        ana_vars: Any = None,
    ) -> Any:  # fmt: skip
        """A sample with ``n`` accepted particles; not ok after ``max_eval`` simulations."""
        propose = {key: simulate_one.keywords[key] for key in _PROPOSING}
        judge = {key: simulate_one.keywords[key] for key in _JUDGING}
        sample, simulations = self._create_empty_sample(), 0
        while sample.n_accepted < n and simulations < max_eval:
            proposals = [generate_valid_proposal(**propose) for _ in range(BATCH)]
            numbers = self.first + simulations + np.arange(BATCH)
            self.model.ahead(numbers, [parameters for _, parameters in proposals])
            for number, (model, parameters) in zip(numbers.tolist(), proposals, strict=True):
                sample.append(evaluate_proposal(model, parameters, **judge, proposal_id=number))
                simulations += 1
                if sample.n_accepted == n or simulations >= max_eval:
                    break
            self.watch(sample.n_accepted, simulations)
        self.nr_evaluations_ = simulations
        sample.ok = sample.n_accepted == n
        return sample


class Engine:
    """Generations for one problem. ``scale`` (S,): units of the statistics in the distance."""

    def __init__(
        self, simulate: Simulate, ranges: Ranges, observed: np.ndarray, scale: np.ndarray, population: int
    ) -> None:  # fmt: skip
        self.simulate, self.ranges, self.population = simulate, ranges, population
        self.observed, self.scale = observed, scale

    def start(self, path: Path, about: str) -> None:
        """Create a history without a generation; ``about`` is kept in it as it is."""
        with _written(path):
            self._abc(lambda accepted, simulations: None, 0, np.inf).new(_address(path), self._data, meta_info=about)

    def generation(
        self, path: Path, seed: int, first: int, epsilon: float, limit: int, watch: Callable[[int, int], None]
    ) -> bool:
        """Add the next generation to the history; False, and nothing added, if ``limit`` simulations do not do.

        seed : of the proposals, below 2**32. first : number of the first simulation.
        """
        abc = self._abc(watch, first, epsilon)
        with _written(path):
            abc.load(_address(path), 1, self._data)
        with _written(path), _seeded(seed):
            t = abc.initialize_components_before_run(
                minimum_epsilon=0.0, max_nr_populations=1, min_acceptance_rate=self.population / limit,
                max_total_nr_simulations=np.inf, max_walltime=None, min_eps_diff=0.0,
            )  # fmt: skip
            return bool(abc.run_generation(t)["successful"])

    @property
    def _data(self) -> dict[str, Any]:
        return {STATISTICS: self.observed}

    def _abc(self, watch: Callable[[int, int], None], first: int, epsilon: float) -> Any:
        model = _Model(self.simulate, tuple(self.ranges))

        def to_data(found: dict[str, Any], data: dict[str, Any]) -> float:
            return float(distance(found[STATISTICS], self.observed, self.scale))

        return pyabc.ABCSMC(
            model, _Uniform(self.ranges), to_data, self.population, model_prior=_Only(), transitions=_Kernel(),
            eps=pyabc.ConstantEpsilon(epsilon), sampler=_Batches(model, first, watch),
        )  # fmt: skip


def quantile(distances: np.ndarray, weights: np.ndarray, at: float) -> float:
    """Weighted quantile, as pyABC takes it for its thresholds."""
    return float(weighted_quantile(points=distances, weights=weights, alpha=at))


def _address(path: Path) -> str:
    return f"sqlite:///{path.resolve()}"


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """What the database says when it cannot write (a full disk, no permission), as an error that names it."""
    try:
        yield
    except DBAPIError as error:
        raise WriteError(f"cannot be written: {error.orig}", file=path) from None


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """pyABC draws from NumPy's global generator: seed it, and put it back."""
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)
