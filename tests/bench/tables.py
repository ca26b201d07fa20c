"""Statistics over stored runs by the query engine, against the same by data frames, pivoted and ranked pair by pair.

`python -m tests.bench.tables 100000` prints seconds and peak memory of the query engine alone over so many replicates
of ten designs.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import compare, outcome_cells
from results.flips import FEWEST, MISTAKE
from results.numbers import metas
from scenarios.held import Held
from sim.outcomes import ALL_OUTCOMES
from tests.bench.measuring import Comparison, Sample, Section, apart, in_turn
from tests.bench.speed import peak
from tests.results.synthetic import DESIGNS, draws

BASELINE = "adhoc"
FASTER, SECONDS = 3.0, 5.0  # wanted of the query engine: times, and for 5,000 replicates of ten designs
Way = Callable[[Path], tuple[pd.DataFrame, pd.DataFrame]]


def section(rounds: int, replicates: tuple[int, ...]) -> Section:
    """Seconds and peak memory of both ways, by number of replicates."""
    comparisons = []
    for count in replicates:
        with tempfile.TemporaryDirectory() as name:
            folder = made_up(count, Path(name))
            ways = {"query engine": by_query, "data frames": by_frames}
            found = in_turn(rounds, {name: partial(seconds, way, folder) for name, way in ways.items()}, "s")
            fast, slow = found["query engine"], found["data frames"]
            met = slow.median >= FASTER * fast.median and fast.median < SECONDS
            what = f"statistics over {count * len(DESIGNS):,} stored runs by the query engine"
            wanted = f"a third, and under {SECONDS:g} s"
            comparisons.append(Comparison(what, fast, "by data frames", slow, wanted, met))
            peaks = [Sample.of([apart(peak_of, way, folder)], "MB") for way in ways.values()]
            what = f"peak memory over {count * len(DESIGNS):,} stored runs by the query engine"
            comparisons.append(Comparison(what, peaks[0], "by data frames", peaks[1]))
    return Section(comparisons)


def seconds(way: Way, folder: Path) -> float:
    """Seconds of a way to make the statistics."""
    began = time.perf_counter()
    way(folder)
    return time.perf_counter() - began


def peak_of(way: Way, folder: Path) -> float:
    """Megabytes that this process held at most after it."""
    way(folder)
    return peak()


def made_up(replicates: int, folder: Path) -> Path:
    """Tables of so many replicates in a folder: all designs and outcomes, numbers made up, some tied, some missing."""
    rng = np.random.default_rng(replicates)
    drawn = draws(replicates, rng)
    tilt = np.repeat(drawn["polarisation"].to_numpy(), len(DESIGNS))
    columns: dict[str, Any] = {
        "design": np.tile(np.array(DESIGNS, dtype=object), replicates),
        "replicate": np.repeat(np.arange(replicates), len(DESIGNS)),
    }
    for k, outcome in enumerate(ALL_OUTCOMES):
        values = rng.normal(size=len(tilt)) + (k % 3) * tilt
        values = np.round(values) if k % 2 else values
        columns[outcome.name] = np.where(rng.uniform(size=len(tilt)) < 0.1 * (k % 5 == 0), np.nan, values)
    table = pd.DataFrame({**columns, "error": ""})
    table.to_parquet(folder / "table.parquet", index=False)
    drawn.to_parquet(folder / "draws.parquet", index=False)
    return folder


def by_query(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells and flips as a comparison makes them."""
    tables = {name: Held(folder / f"{name}.parquet") for name in ("table", "draws")}
    found = compare(SimpleNamespace(tables=tables, behaviour_prior=""), BASELINE)
    return found.cells, found.flips


TODAY_FIRST = (BASELINE, *(design for design in DESIGNS if design != BASELINE))  # as tables of runs have them


def by_frames(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same with whole tables in memory, a pivot an outcome, and ranks of every drawn quantity for every pair."""
    table, drawn = (pd.read_parquet(folder / f"{name}.parquet") for name in ("table", "draws"))
    cells, flips = [], []
    for meta in metas(table.columns):
        wide = table.pivot(index="replicate", columns="design", values=meta.name)[list(TODAY_FIRST)]
        cells += outcome_cells(wide.to_numpy(), meta, TODAY_FIRST, BASELINE)
        quantities = drawn.set_index("replicate").reindex(wide.index)
        for a, b in combinations(TODAY_FIRST, 2):
            flips.append({"outcome": meta.name, "first": a, "second": b, **_pair(wide[a], wide[b], quantities)})
    return pd.DataFrame(cells), pd.DataFrame(flips)


def _pair(a: pd.Series, b: pd.Series, drawn: pd.DataFrame) -> dict[str, Any]:
    """How often two designs change places, and the quantity that tells the two orders apart best."""
    both = a.notna() & b.notna()
    apart_ = both & ~np.isclose(a, b, rtol=1e-9, atol=1e-9)
    up, down = apart_ & (a > b), apart_ & (a < b)
    n, m = int(up.sum()), int(down.sum())
    row = {
        "pairs": int(both.sum()),
        "first_higher": n / both.sum(),
        "tied": 1 - (n + m) / both.sum(),
        "flips": min(n, m) / (n + m) if n + m else 0.0,
        **{"separator": "", "auc": math.nan, "shift": math.nan},
    }
    if min(n, m) < FEWEST:
        return row
    high, low = drawn[up], drawn[down]
    ranks = pd.concat([high, low]).rank().to_numpy()
    areas = (ranks[:n].sum(axis=0) - n * (n + 1) / 2) / (n * m)
    k = int(np.argmax(np.abs(areas - 0.5)))
    limit = NormalDist().inv_cdf(1 - MISTAKE / (2 * drawn.shape[1])) * math.sqrt((n + m + 1) / (12 * n * m))
    if abs(areas[k] - 0.5) <= limit:
        return row
    name = str(drawn.columns[k])
    shift = (high[name].mean() - low[name].mean()) / np.std(np.concatenate([high[name], low[name]]))
    return row | {"separator": name, "auc": float(areas[k]), "shift": float(shift)}


def main(replicates: int) -> None:
    """Seconds and peak memory of the query engine over made-up tables of so many replicates."""
    with tempfile.TemporaryDirectory() as name:
        folder = apart(made_up, replicates, Path(name))
        size = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
        took, most = apart(seconds_and_peak, folder)
    print(f"{replicates * len(DESIGNS):,} runs, {size:,.0f} MB: statistics in {took:.1f} s, at most {most:,.0f} MB")


def seconds_and_peak(folder: Path) -> tuple[float, float]:
    """Both, of the query engine in this process."""
    return seconds(by_query, folder), peak()


if __name__ == "__main__":
    main(int(sys.argv[1]))
