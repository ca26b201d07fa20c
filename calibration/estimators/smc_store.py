"""The history of a sequential Monte Carlo run: a pyABC database in a folder, and what it belongs to.

The database is made under another name and moved into place, and pyABC adds a generation in one transaction: a run that
is killed leaves a history that ends with a whole generation, or none.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.claims import remove
from scenarios.stored_files import StoredFileError, cannot_write, make_folder, understood
from sim.errors import InputError

NAME = "history.db"
SHORT = 60  # characters: longer values are not shown
Identity = Mapping[str, Any]  # what a history must share with who continues it; plain numbers, strings, lists


@dataclass(frozen=True)
class Population:
    """A generation: N accepted particles, in the order of their simulation."""

    epsilon: float
    simulations: int  # that it took
    values: dict[str, np.ndarray]  # parameter -> (N,)
    weights: np.ndarray  # (N,) sum to 1
    distances: np.ndarray  # (N,)
    numbers: np.ndarray  # (N,)

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def acceptance(self) -> float:
        """Share of the simulations that was accepted."""
        return len(self) / self.simulations

    @property
    def effective_size(self) -> float:
        """Effective sample size: 1 / sum of squared weights."""
        return float(1.0 / (self.weights @ self.weights))

    def mean(self, name: str) -> float:
        """Weighted mean of a parameter."""
        return float(self.weights @ self.values[name])

    def sd(self, name: str) -> float:
        """Weighted standard deviation of a parameter."""
        return float(np.sqrt(self.weights @ (self.values[name] - self.mean(name)) ** 2))


@dataclass(frozen=True)
class Pilot:
    """What the draws from the prior settled before the first generation."""

    scale: tuple[float, ...]  # units of the statistics
    epsilon: float  # first threshold

    @property
    def units(self) -> np.ndarray:
        """(S,) the scale."""
        return np.array(self.scale)


def create(folder: Path, identity: Identity, pilot: Pilot, start: Callable[[Path, str], None]) -> Path:
    """The path of a new history in the folder. ``start(path, about)`` makes the database."""
    make_folder(folder)
    path, draft = folder / NAME, folder / f"{NAME}.new"
    remove(draft)
    about = {"identity": _plain(identity), "scale": list(pilot.scale), "epsilon": pilot.epsilon}
    start(draft, json.dumps(about, sort_keys=True))
    try:
        os.replace(draft, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    return path


def resume(folder: Path, identity: Identity) -> Pilot | None:
    """What the folder's history settled; None without a history; InputError if it belongs to something else."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        about = json.loads(_rows(path, "SELECT json_parameters FROM abc_smc WHERE id = 1")[0][0])
        there, pilot = about["identity"], Pilot(tuple(about["scale"]), about["epsilon"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise _not_a_history(path) from None
    differences = _differences(there, _plain(identity))
    if differences:
        raise InputError(
            f"the calibration in this folder has another {'; another '.join(differences)}",
            file=path,
            allowed="another folder, or what it was started with; delete the file to start anew",
        )
    return pilot


def populations(path: Path, since: int = 0, size: int | None = None) -> list[Population]:
    """The generations of a history, from number ``since`` on; StoredFileError if they have not the ``size`` given."""
    head = _rows(path, "SELECT t, epsilon, nr_samples FROM populations WHERE t >= ? ORDER BY t", since)
    found = understood(path, lambda: [_population(path, *row) for row in head])
    if size is not None and any(len(one) != size for one in found):
        raise _not_a_history(path)
    return found


_OF_GENERATION = """FROM particles JOIN models ON models.id = particles.model_id
    JOIN populations ON populations.id = models.population_id"""


def _population(path: Path, generation: int, epsilon: float, simulations: int) -> Population:
    particles = _rows(
        path,
        f"""SELECT proposal_id, w, distance {_OF_GENERATION} JOIN samples ON samples.particle_id = particles.id
        WHERE t = ? ORDER BY proposal_id""",
        generation,
    )
    numbers, weights, distances = zip(*particles, strict=True)
    parameters = _rows(
        path,
        f"""SELECT parameters.name, value {_OF_GENERATION} JOIN parameters ON parameters.particle_id = particles.id
        WHERE t = ? ORDER BY proposal_id""",
        generation,
    )
    values: dict[str, list[float]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    return Population(
        epsilon,
        simulations,
        {name: np.array(values[name]) for name in sorted(values)},
        np.array(weights),
        np.array(distances),
        np.array(numbers, dtype=np.int64),
    )


def _rows(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Of a query to pyABC's database: much faster than its own reader. Its tables: ``pyabc.storage.db_model``."""
    try:
        with closing(sqlite3.connect(path)) as base:
            return base.execute(query, values).fetchall()
    except sqlite3.DatabaseError:
        raise _not_a_history(path) from None


def _not_a_history(path: Path) -> StoredFileError:
    return StoredFileError("not the history of a calibration", file=path, allowed="another folder; or delete the file")


def _plain(identity: Identity) -> dict[str, Any]:
    """As it comes back from JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(identity))
    return plain


def _differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """'seed (there 1, here 2)' of each key that differs; of a table, of each of its keys."""
    found = []
    for key in sorted({*there, *here}):
        a, b = there.get(key), here.get(key)
        if isinstance(a, dict) and isinstance(b, dict):
            found += [f"{key}: {text}" for text in _differences(a, b)]
        elif a != b:
            short = len(f"{a}{b}") <= SHORT
            found.append(f"{key} (there {a}, here {b})" if short else key)
    return found
