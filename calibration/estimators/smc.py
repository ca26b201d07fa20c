"""Approximate Bayesian computation by sequential Monte Carlo (Toni et al. 2009) with pyABC, resumable.

Each generation is run by itself, from the history on disk and from generators keyed by (seed, generation), so that a
run that was killed and continued takes the same path as one that was not.

The calibrated parameters are proposed; all others that are drawn, and the course of the run, follow from the number of
the simulation. An accepted particle keeps its number, and is so a whole world of the posterior.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from calibration.choice import CALIBRATED
from calibration.contraction import contraction
from calibration.estimators import smc_store as store
from calibration.estimators.smc_model import Model, distance
from calibration.estimators.smc_store import Pilot, Population
from calibration.posterior import Posterior
from calibration.simulator import DRAWN
from scenarios.claims import locked
from scenarios.sampling import keyed_uniform
from sim.errors import EntenteError, InputError
from sim.jit import sources_hash
from sim.parameters import INDEX, RECORDS

COLUMNS = [INDEX[name] for name in DRAWN]
WAIT = 60.0  # seconds for a process whose parent was killed: it ends after its batch
MARGIN = 1.1  # more simulations than a generation is expected to need
MILDEST = 0.8  # quantile: a last generation that would need a milder one to fit into the budget is not begun
GENERATIONS, FLOOR, BUDGET, STUCK = (
    "all generations were run",
    "the share of accepted simulations would fall below its floor",
    "a further generation would not fit into the simulations allowed",
    "the threshold no longer falls",
)


@dataclass(frozen=True)
class Schedule:
    """How much is simulated, and when to stop."""

    population: int = 1000
    pilot: int = 1000  # draws from the prior that settle the units of the distance
    simulations: int = 180_000  # in all
    generations: int = 15  # at most
    quantile: float = 0.5  # of the last distances that becomes the next threshold
    floor: float = 0.004  # of the share of accepted simulations


@dataclass(frozen=True)
class Progress:
    """Where a run is: ``accepted`` particles of generation ``generation`` so far, ``simulations`` of the whole run."""

    generation: int
    epsilon: float
    accepted: int
    population: int
    simulations: int
    budget: int

    @property
    def done(self) -> bool:
        """Whether the generation is complete."""
        return self.accepted == self.population


@dataclass(frozen=True)
class Result:
    """A finished run."""

    names: tuple[str, ...]
    observed: np.ndarray  # (S,)
    draws: int  # of the pilot
    pilot: Pilot
    generations: tuple[Population, ...]
    stopped: str  # why
    posterior: Posterior


Watch = Callable[[Progress], None]


def run(
    model: Model, observed: np.ndarray, schedule: Schedule, seed: int, folder: Path,
    names: tuple[str, ...] = CALIBRATED, watch: Watch | None = None,
) -> Result:  # fmt: skip
    """Calibrate ``names`` to ``observed`` (S,); continues what it finds in ``folder``, or starts there.

    InputError if the folder holds another calibration, or if another process is at work there.
    """
    with locked(folder, WAIT, key="folder"):
        return _run(model, observed, schedule, seed, folder, names, watch)


def _run(
    model: Model, observed: np.ndarray, schedule: Schedule, seed: int, folder: Path, names: tuple[str, ...],
    watch: Watch | None,
) -> Result:  # fmt: skip
    engine = _engine_module()
    path, identity = folder / store.NAME, _identity(model, observed, schedule, seed, names)
    pilot = store.resume(folder, identity)
    fresh = pilot is None
    pilot = pilot or _pilot(model, observed, schedule, seed)
    one = engine.Engine(partial(_simulate, model), _ranges(names), observed, pilot.units, schedule.population)
    if fresh:
        store.create(folder, identity, pilot, one.start)
    generations: list[Population] = store.populations(path, size=schedule.population)
    while isinstance(plan := _plan(generations, pilot, schedule), float):
        t, spent = len(generations), _spent(generations, schedule)
        report = partial(_report, watch, schedule, t, plan, spent)
        if not one.generation(path, _seed(seed, t), _first(seed, t), plan, schedule.simulations - spent, report):
            plan = BUDGET
            break
        generations += store.populations(path, since=t)
    if not generations:
        raise InputError("not enough for one generation", key="simulations", value=schedule.simulations)
    return Result(names, observed, schedule.pilot, pilot, tuple(generations), plan, _posterior(model, generations[-1]))


def _engine_module() -> ModuleType:
    try:
        from calibration.estimators import smc_engine
    except ImportError as error:
        raise EntenteError(f"sequential Monte Carlo needs {error.name}: pip install 'entente[calibration]'") from None
    return smc_engine


def _identity(
    model: Model, observed: np.ndarray, schedule: Schedule, seed: int, names: tuple[str, ...]
) -> dict[str, Any]:  # fmt: skip
    return {
        "seed": seed,
        "rules": sources_hash(),
        "estimator": _code(),
        "pyABC": version("pyabc"),
        "observed statistics": observed.tolist(),
        "size": asdict(schedule),
        "parameters": list(names),
        "ranges": {name: [RECORDS[name].low, RECORDS[name].high] for name in DRAWN},
        "model": dict(model.identity()),
    }


def _code() -> str:
    """Hash of the modules between the rules and the posterior."""
    digest, here = hashlib.blake2b(digest_size=8), Path(__file__).parent
    for name in ("../simulator.py", "../statistics.py", "smc_model.py", "smc.py", "smc_engine.py"):
        digest.update((here / name).read_bytes())
    return digest.hexdigest()


# --- before the first generation


def _pilot(model: Model, observed: np.ndarray, schedule: Schedule, seed: int) -> Pilot:
    """Units of the statistics (their standard deviations over the prior) and first threshold.

    No robust units: more than half of the prior's networks have one type a tie, so that the median deviation vanishes.
    """
    numbers = _first(seed, -1) + np.arange(schedule.pilot)
    found = _simulate(model, numbers, {})
    spread = found.std(axis=0)
    scale = np.where(spread > 0, spread, np.inf)
    epsilon = float(np.quantile(distance(found, observed, scale), schedule.quantile))
    return Pilot(tuple(scale.tolist()), epsilon)


def _simulate(model: Model, numbers: np.ndarray, given: Mapping[str, np.ndarray]) -> np.ndarray:
    return model.statistics(numbers, model.parameters(numbers, given))


def _ranges(names: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    return {name: (RECORDS[name].low, RECORDS[name].high) for name in names}


# --- from generation to generation


def _plan(generations: list[Population], pilot: Pilot, schedule: Schedule) -> float | str:
    """The threshold of the next generation, or why there is none: a function of the history alone."""
    if not generations:
        return pilot.epsilon
    last, left = generations[-1], schedule.simulations - _spent(generations, schedule)
    if len(generations) == schedule.generations:
        return GENERATIONS
    within = MARGIN * schedule.population / (last.acceptance * max(1, left))  # what the budget allows
    at = max(schedule.quantile, within)
    if at > MILDEST:
        return BUDGET
    if last.acceptance * at < schedule.floor:
        return FLOOR
    epsilon = float(_engine_module().quantile(last.distances, last.weights, at))
    return epsilon if epsilon < last.epsilon else STUCK


def _spent(generations: list[Population], schedule: Schedule) -> int:
    return schedule.pilot + sum(g.simulations for g in generations)


def _seed(seed: int, generation: int) -> int:
    """Of the proposals of a generation."""
    return int(keyed_uniform(seed, generation, "proposals") * 2**32)


def _first(seed: int, generation: int) -> int:
    """Number of a generation's first simulation (-1: the pilot's): far from those of other runs and studies."""
    block = 1 + int(keyed_uniform(seed, 0, "simulations") * 2**17)
    return (block << 35) + (generation + 1 << 28)


def _report(
    watch: Watch | None, schedule: Schedule, generation: int, epsilon: float, spent: int,
    accepted: int, simulations: int,
) -> None:  # fmt: skip
    if watch:
        watch(Progress(generation, epsilon, accepted, schedule.population, spent + simulations, schedule.simulations))


def _posterior(model: Model, last: Population) -> Posterior:
    worlds = model.parameters(last.numbers, last.values)[:, COLUMNS]
    return Posterior(worlds, last.weights, last.numbers)


# --- what is said of it


def section(result: Result, statistics: Sequence[str]) -> dict[str, Any]:
    """The run in plain numbers; ``statistics`` (S,) are their names.

    'stopped' why it ended; 'simulations' in all, 'pilot' of them to settle the units; 'population'; 'effective_size';
    'statistics' [name, observed, unit of the distance or None if it does not count]; 'generations' [generation from 1,
    epsilon, accepted, simulations, acceptance, effective_size, mean {parameter: value}, sd {parameter: value}];
    'parameters' as ``calibration.contraction.contraction`` has them.
    """
    last = result.generations[-1]
    return {
        "stopped": result.stopped,
        "pilot": result.draws,
        "simulations": result.draws + sum(g.simulations for g in result.generations),
        "population": len(last),
        "effective_size": last.effective_size,
        "statistics": [
            {"name": name, "observed": float(value), "unit": unit if np.isfinite(unit) else None}
            for name, value, unit in zip(statistics, result.observed, result.pilot.scale, strict=True)
        ],
        "generations": [_generation_row(k, g, result.names) for k, g in enumerate(result.generations, start=1)],
        "parameters": contraction(result.posterior, result.names),
    }


def _generation_row(number: int, found: Population, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "generation": number,
        "epsilon": found.epsilon,
        "accepted": len(found),
        "simulations": found.simulations,
        "acceptance": found.acceptance,
        "effective_size": found.effective_size,
        "mean": {name: found.mean(name) for name in names},
        "sd": {name: found.sd(name) for name in names},
    }
