"""A sensitivity analysis as a folder: tables, points, runs, figures, and what it all rests on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from results.figures.sensitivity import effects, shares_of_variance
from results.figures.style import Picture
from results.sensitivity.samples import MORRIS
from results.sensitivity.words import subject
from scenarios.claims import Kind
from scenarios.inputs import DRAWS
from scenarios.parts import PARTS, PLAN
from scenarios.stored_files import make_folder, write_whole

ABOUT, INDICES, PAIRS, POINTS, RUNS, FIGURES = (
    "sensitivity.json", "indices.csv", "pairs.csv", "points.parquet", "table.parquet", "figures",
)  # fmt: skip
KIND = Kind("a sensitivity analysis", ABOUT, (INDICES, PAIRS, POINTS, RUNS, FIGURES), (PARTS, PLAN))


def save(found: Any, folder: Path) -> Path:
    """Write an analysis (a ``study.Sensitivity``), ``ABOUT`` last; the folder. The same one gives the same bytes."""
    make_folder(folder)
    write_whole(folder / INDICES, _csv(found.table))
    if found.pairs is not None:
        write_whole(folder / PAIRS, _csv(found.pairs))
    points = found.points.rename_axis("point").reset_index()
    write_whole(folder / POINTS, _parquet(points))
    found.runs.write(folder / RUNS)
    figures(found, folder / FIGURES)
    text = json.dumps(found.to_json(), indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(folder / ABOUT, text + "\n")
    return folder


def figures(found: Any, folder: Path) -> list[Picture]:
    """A figure an outcome that depends on anything."""
    draw, by = (effects, "mu_star") if found.asked.method == MORRIS else (shares_of_variance, "ST")
    pictures = []
    for meta in found.asked.metas:
        rows = found.of(meta.name)
        if rows[by].notna().any():
            pictures.append(draw(rows, meta, subject(meta, found.asked.said()), DRAWS, folder))
    return pictures


def _csv(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n", float_format="%.10g")


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return buffer.getvalue()
