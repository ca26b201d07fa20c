"""The points of a sweep: what each sets, in which scenario and with which seed. There may be a million."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.sweep_schema import TEXTS, Sampling
from scenarios.sweeps.samplers import sampled

if TYPE_CHECKING:
    import pyarrow as pa

Setting = tuple[str, int]  # a scenario's name or file, and a seed


@dataclass(frozen=True, eq=False)
class Points:
    """P points over S settings.

    names : what is varied, k names, sorted.
    values : (B, k) rows of values; nan: as without a sweep.
    row : (P,) which row of ``values`` a point has.
    settings : S scenarios and seeds.  setting : (P,) which of these.
    designs : names of designs that points run alone (beside the baseline).  design : (P,) which; -1: all that are
        asked for.
    """

    names: tuple[str, ...]
    values: np.ndarray
    row: np.ndarray
    settings: tuple[Setting, ...]
    setting: np.ndarray
    designs: tuple[str, ...]
    design: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def set_by(self, point: int) -> dict[str, float]:
        """What a point sets."""
        values = self.values[self.row[point]].tolist()
        return {name: value for name, value in zip(self.names, values, strict=True) if value == value}

    def table(self) -> pa.Table:
        """A row a point: its number, scenario, seed, design (if points have one), and a column a factor."""
        import pyarrow as pa

        names, seeds = (pa.array([setting[k] for setting in self.settings]) for k in (0, 1))
        columns: dict[str, Any] = {
            "point": pa.array(np.arange(len(self), dtype=np.int64)),
            "scenario": names.take(pa.array(self.setting)),
            "seed": seeds.take(pa.array(self.setting)),
        }
        if self.designs:
            columns["design"] = pa.array([*self.designs, ""]).take(pa.array(self.design % (len(self.designs) + 1)))
        for k, name in enumerate(self.names):
            columns[name] = pa.array(self.values[self.row, k], from_pandas=True)
        return pa.table(columns)

    def digest(self) -> str:
        """A hash of all that the points say: another version of a library must not go on with other points."""
        found = hashlib.blake2b(digest_size=16)
        found.update(repr((self.names, self.settings, self.designs)).encode())
        for array, kind in ((self.values, "<f8"), (self.row, "<i8"), (self.setting, "<i8"), (self.design, "<i8")):
            found.update(np.ascontiguousarray(array, dtype=kind).tobytes())
        return found.hexdigest()


def points_of(sampling: Sampling, scenario: str, seed: int) -> Points:
    """The points of a [sweep]. scenario, seed : those of its file, for what it leaves out.

    Each point stands in every scenario and with every seed of the sweep: first all points of one, then of the next.
    """
    if sampling.method == "list":
        return _listed(sampling, scenario, seed)
    values = sampled(sampling)
    settings = [(name, s) for name in sampling.scenarios or [scenario] for s in sampling.seeds or [seed]]
    count = len(values) * len(settings)
    return Points(
        names=tuple(sampling.vary),
        values=values,
        row=np.tile(np.arange(len(values)), len(settings)),
        settings=tuple(settings),
        setting=np.repeat(np.arange(len(settings)), len(values)),
        designs=(),
        design=np.full(count, -1),
    )


def _listed(sampling: Sampling, scenario: str, seed: int) -> Points:
    """The points of a list, crossed with the scenarios and seeds that stand beside it."""
    rows = sampling.rows
    names = tuple(sorted({key for row in rows for key in row} - {*TEXTS, "seed"}))
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows], dtype=float).reshape(len(rows), -1)
    places = [
        (row.get("scenario", name), int(row.get("seed", s)), k)
        for name in sampling.scenarios or [scenario]
        for s in sampling.seeds or [seed]
        for k, row in enumerate(rows)
    ]
    settings, setting = _numbered([(name, s) for name, s, _ in places])
    designs, design = _numbered([rows[k].get("design", "") for _, _, k in places])
    if "" in designs:
        design = np.where(design == designs.index(""), -1, design)
        blank = designs.index("")
        designs = [text for text in designs if text]
        design = np.where(design > blank, design - 1, design)
    return Points(names, values, np.array([k for *_, k in places]), tuple(settings), setting, tuple(designs), design)


def _numbered(items: Sequence[Any]) -> tuple[list[Any], np.ndarray]:
    """What there is, in the order of its first place, and which of these each item is."""
    place: dict[Any, int] = {}
    numbers = [place.setdefault(item, len(place)) for item in items]
    return list(place), np.array(numbers)
