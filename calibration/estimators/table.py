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
from calibration.observed import Observed
from calibration.simulator import DRAWN, Simulator
from calibration.statistics import Statistic, statistics_until, summarise
from scenarios.provenance import roster_digest
from scenarios.stored_files import StoredFileError, as_json, make_folder, read_stored, read_table, write_whole
from sim.ensemble.dyads import Networks
from sim.errors import InputError
from sim.jit import sources_hash
from sim.parameters import INDEX, RECORDS

PART = 2000  # runs a part file
CHUNK = 5000  # runs summarised at a time
NAMED = ("values", *Networks._fields)  # arrays of a part file
KEY = "key.json"
_DRAWN = [INDEX[name] for name in DRAWN]

Progress = Callable[[int, int], None]
Part = list[np.ndarray]


@dataclass(frozen=True)
class Table:
    """N runs with numbers 0 to N - 1, each with a draw of every parameter in ``DRAWN``."""

    seed: int
    values: np.ndarray  # (N, len(DRAWN)) prior draws
    networks: Networks  # of N runs, in small integers
    statistics: np.ndarray  # (N, S)
    measured: tuple[Statistic, ...]  # which these are

    def __len__(self) -> int:
        return len(self.values)

    @property
    def numbers(self) -> np.ndarray:
        """(N,) numbers of the runs; together with the seed and the values they name each run."""
        return np.arange(len(self))

    def rows(self, chosen: np.ndarray | slice) -> Networks:
        """What became of the dyads in these rows, as the simulator says it."""
        return Networks(*(values[chosen].astype(np.int64) for values in self.networks))


def build_table(
    simulator: Simulator,
    runs: int,
    observed: Observed,
    folder: Path | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Table:
    """Runs 0 to ``runs`` - 1 of a simulator, the same bytes with any number of threads.

    observed : the record, which says how the statistics are read (dates and types that are not known, its end).
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
    values, *found = (np.concatenate(columns)[:runs] for columns in zip(*parts, strict=True))
    networks = Networks(*found)
    return Table(
        simulator.seed, values, networks, statistics_of(networks, observed), statistics_until(observed.end)
    )  # fmt: skip


def statistics_of(networks: Networks, observed: Observed, dyads: np.ndarray | slice = slice(None)) -> np.ndarray:
    """(N, S) statistics of many networks on some of their dyads, which are those of ``observed``.

    A chunk of rows at a time, to keep memory small.
    """
    parts = []
    for k in range(0, len(networks.first), CHUNK):
        rows = Networks(*(values[k : k + CHUNK].astype(np.int64) for values in networks))
        parts.append(summarise(rows.of(dyads), observed))
    return np.concatenate(parts)


def table_key(simulator: Simulator) -> dict[str, str]:
    """All that the runs depend on: part files with another key are of other runs."""
    config, dyads = simulator.config, simulator.dyads
    secretariat = (config.design.values.tolist(), config.design.seat.tolist())
    setting = (config.start, config.end, config.adopt, config.replay_until, secretariat)
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


def _parts(simulator: Simulator, runs: int, folder: Path | None, threads: int) -> Iterator[Part]:
    for k in range(-(-runs // PART)):
        path = None if folder is None else folder / f"part-{k:05d}.npz"
        found = None if path is None else _read(path, k * PART)
        if found is None:
            found = _simulate(simulator, np.arange(k * PART, (k + 1) * PART), threads)
            if path is not None:
                _write(path, k * PART, found)
        yield found


def _simulate(simulator: Simulator, numbers: np.ndarray, threads: int) -> Part:
    """Values of the parameters, then the fields of ``Networks`` in small integers."""
    params = simulator.parameters(numbers, {})
    found = simulator.run(numbers, params, threads)
    return [params[:, _DRAWN], *(values.astype(np.int16) for values in found)]


def _write(path: Path, number: int, part: Part) -> None:
    """``number`` is that of the part's first run."""
    file, arrays = io.BytesIO(), {"number": np.array(number)} | dict(zip(NAMED, part, strict=True))
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    write_whole(path, file.getvalue())


def _read(path: Path, number: int) -> Part | None:
    """A part, or None if there is none, or if it is torn or another one: it is simulated again."""
    try:
        there, *found = read_stored(path, _arrays)
    except StoredFileError:
        return None
    return found if int(there) == number and len(found[0]) == PART else None


def _arrays(data: bytes) -> list[np.ndarray]:
    with np.load(io.BytesIO(data)) as part:
        return [part[name] for name in ("number", *NAMED)]
