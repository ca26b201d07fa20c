"""The reference table: many worlds from the prior, what became of their dyads, and the statistics of each.

Part files make it resumable: a part is simulated once, whatever happens between, and never again for the same key.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import simulator as simulator_module
from calibration.observed import Dyads
from calibration.simulator import DRAWN, Simulator
from calibration.statistics import summarise
from scenarios.provenance import roster_digest
from scenarios.stored_files import StoredFileError, as_json, make_folder, read_stored, read_table, write_whole
from sim.ensemble.dyads import Networks
from sim.errors import InputError
from sim.jit import sources_hash
from sim.parameters import INDEX, RECORDS

PART = 500  # runs a part file
KEY = "key.json"
_DRAWN = [INDEX[name] for name in DRAWN]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Table:
    """N runs with numbers 0 to N - 1 of D dyads, each with a draw of every parameter in ``DRAWN``."""

    dyads: Dyads
    seed: int
    values: np.ndarray  # (N, len(DRAWN)) prior draws
    held: np.ndarray  # (N, D) uint8: bit mask of the types held at the end
    first: np.ndarray  # (N, D) int16: month of the first deal, -1 without one
    statistics: np.ndarray  # (N, S)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def numbers(self) -> np.ndarray:
        """(N,) numbers of the runs; together with the seed and the values they name each run."""
        return np.arange(len(self))

    def networks(self, rows: np.ndarray | slice = slice(None)) -> Networks:
        """What became of the dyads in these rows, as the simulator says it."""
        return Networks(self.first[rows].astype(np.int64), self.held[rows].astype(np.int64))


def build_table(
    simulator: Simulator,
    runs: int,
    timed: np.ndarray,
    folder: Path | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Table:
    """Runs 0 to ``runs`` - 1 of a simulator, the same bytes with any number of threads.

    timed : (D,) dyads whose timing counts in the statistics.
    folder : for the part files, made if it is missing; None keeps everything in memory.
    progress : called with (runs done, runs in all) after each part.

    Raises InputError if the folder holds the parts of another simulation (another seed, roster, dyads or version of the
    rules): they are neither used nor removed. A larger table takes over the parts of a smaller one.
    """
    if runs < 1:
        raise InputError("no runs to simulate", key="runs", value=runs, allowed="at least 1")
    if folder is not None:
        _claim(folder, table_key(simulator))
    parts = []
    for part in _parts(simulator, runs, folder, threads):
        parts.append(part)
        if progress is not None:
            progress(min(runs, len(parts) * PART), runs)
    values, held, first = (np.concatenate(columns)[:runs] for columns in zip(*parts, strict=True))
    found = _statistics(simulator.dyads, held, first, timed)
    return Table(simulator.dyads, simulator.seed, values, held, first, found)


def table_key(simulator: Simulator) -> dict[str, str]:
    """All that the runs depend on: part files with another key are of other runs."""
    config, dyads = simulator.config, simulator.dyads
    secretariat = (config.design.values.tolist(), config.design.seat.tolist())
    setting = (config.start, config.end, config.replay_until, secretariat)
    ranges = [(name, RECORDS[name].low, RECORDS[name].high) for name in DRAWN]
    return {
        "rules": sources_hash(),
        "simulator": _digest(Path(simulator_module.__file__).read_bytes()),
        "seed": str(simulator.seed),
        "roster": roster_digest(simulator.roster),
        "dyads": _digest(np.ascontiguousarray(dyads.pairs, dtype="<i8").tobytes()),
        "setting": _digest(repr((setting, ranges, PART)).encode()),
    }


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _claim(folder: Path, key: dict[str, str]) -> None:
    """Make the folder one of this table, or see that it is."""
    make_folder(folder)
    if not (folder / KEY).exists():
        if any(folder.glob("part-*.npz")):
            raise InputError("part files without their key", file=folder, allowed="an empty folder")
        write_whole(folder / KEY, as_json(key))
    found = read_table(folder / KEY)
    for name, value in key.items():
        theirs = found.get(name)
        if theirs != value:
            problem = "the folder holds the reference table of another simulation"
            raise InputError(
                problem, file=folder, key=name, value=theirs, allowed=f"{value}, or another (or an emptied) folder"
            )


def _parts(
    simulator: Simulator, runs: int, folder: Path | None, threads: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    for k in range(-(-runs // PART)):
        path = None if folder is None else folder / f"part-{k:05d}.npz"
        found = None if path is None else _read(path, k * PART)
        if found is None:
            found = _simulate(simulator, np.arange(k * PART, (k + 1) * PART), threads)
            if path is not None:
                _write(path, k * PART, found)
        yield found


def _simulate(simulator: Simulator, numbers: np.ndarray, threads: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    params = simulator.parameters(numbers, {})
    networks = simulator.run(numbers, params, threads)
    return params[:, _DRAWN], networks.held.astype(np.uint8), networks.first.astype(np.int16)


def _write(path: Path, number: int, part: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """``number`` is that of the part's first run."""
    file = io.BytesIO()
    np.savez_compressed(file, number=number, values=part[0], held=part[1], first=part[2])
    write_whole(path, file.getvalue())


def _read(path: Path, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """A part, or None if there is none, or if it is torn or another one: it is simulated again."""
    try:
        there, values, held, first = read_stored(path, _arrays)
    except StoredFileError:
        return None
    return (values, held, first) if int(there) == number and len(values) == PART else None


def _arrays(data: bytes) -> list[np.ndarray]:
    with np.load(io.BytesIO(data)) as part:
        return [part[name] for name in ("number", "values", "held", "first")]


def _statistics(dyads: Dyads, held: np.ndarray, first: np.ndarray, timed: np.ndarray, chunk: int = 5000) -> np.ndarray:
    """(N, S) statistics, a chunk of rows at a time to keep memory small."""
    parts = []
    for k in range(0, len(held), chunk):
        rows = slice(k, k + chunk)
        networks = Networks(first[rows].astype(np.int64), held[rows].astype(np.int64))
        parts.append(summarise(dyads, networks, timed))
    return np.concatenate(parts)
