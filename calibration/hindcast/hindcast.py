"""The hindcast: every row of the past with its record, its simulated distribution and where the record lies in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from calibration.forecasting.draws_in_use import draws_in_use
from calibration.hindcast.findings import ABOVE, BELOW, INSIDE, UNSCORED, Hindcast, Row
from calibration.hindcast.rows import Line, lines
from calibration.hindcast.runs import simulate
from calibration.record import happened_until
from scenarios.fingerprint import fingerprint
from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES, MAX_WORKERS, text_or_path, whole
from sim.config import STARTS
from sim.errors import InputError
from sim.months import month_index, month_label

UNTIL = "2025-12"  # last month of the record
REPLICATES = 1000
EXACT = 6  # digits after the point that are kept: the last ones differ from processor to processor
LEVEL = 0.9


def hindcast(
    start: str = "origin", until: str = UNTIL, replicates: int = REPLICATES, seed: int = 1,
    workers: int | None = None, progress: Callable[[int, int], None] | None = None,
) -> Hindcast:  # fmt: skip
    """Simulate the past under the shipped posterior and hold it against the record.

    start : 'origin' (June 2023, before any tie) or 'observed' (December 2024, from the ties of the report).
    until : last month, 'YYYY-MM', at most ``UNTIL``.
    workers : threads; None: one a core. The result does not depend on it.
    progress : called with (replicates done, replicates in all).

    InputError for another start, for a month that the record does not reach or the start does not leave, and for
    ``replicates``, ``seed`` or ``workers`` that is no whole number or out of range.
    """
    first, end = checked_span(start, until)
    replicates = whole(replicates, "replicates", 1, MAX_REPLICATES)
    seed, threads = whole(seed, "seed", 0, LARGEST_SEED), _threads(workers)
    happened, drawn = happened_until(end), draws_in_use()
    past = simulate(happened, start, end, drawn, replicates, seed, threads, progress)
    about = {
        "start": start, "from": month_label(first), "until": month_label(end), "replicates": replicates, "seed": seed,
        "posterior": drawn.name, "posterior_digest": drawn.digest, "fingerprint": fingerprint(), "level": LEVEL,
    }  # fmt: skip
    return Hindcast(about, [row_of(line) for line in lines(happened, past, first, end)])


def checked_span(start: str, until: str) -> tuple[int, int]:
    """First and last month (indices); InputError for another start, or a month outside the record."""
    known = ", ".join(STARTS)
    if text_or_path(start, "start", known) not in STARTS:
        raise InputError("unknown start", key="start", value=start, allowed=known, choices=STARTS)
    first = STARTS[start]
    allowed = f"a month from {month_label(first)} to {UNTIL}"
    try:
        end = month_index(text_or_path(until, "until", allowed))
    except InputError as error:
        raise InputError(error.problem, key="until", value=until, allowed=allowed) from None
    if not first <= end <= month_index(UNTIL):
        raise InputError("outside the record", key="until", value=until, allowed=allowed)
    return first, end


def _threads(workers: int | None) -> int:
    available = min(os.cpu_count() or 1, MAX_WORKERS)
    return available if workers is None else whole(workers, "workers", 1, MAX_WORKERS)


def row_of(line: Line) -> Row:
    """A row as plain data."""
    values = line.simulated[~np.isnan(line.simulated)]
    row: Row = {
        "key": line.key, "group": line.group, "label": line.label, "unit": line.unit, "record": line.record,
        "record_most": line.most, "source": line.source, "note": line.note, "runs": len(values),
    }  # fmt: skip
    row |= dict.fromkeys(("median", "low50", "high50", "low90", "high90", "mean", "quantile", "same"))
    if len(values):
        names = ("low90", "low50", "median", "high50", "high90")
        ends = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), method="inverted_cdf")
        row |= dict(zip(names, ends.tolist(), strict=True)) | {"mean": float(values.mean())}
    return {key: _rounded(value) for key, value in (row | _place(line, row, values)).items()}


def _rounded(value: Any) -> Any:
    return round(value, EXACT) if isinstance(value, float) else value


def _place(line: Line, row: Row, values: np.ndarray) -> Row:
    """Where the record lies; of what it may have been, the value nearest to the median counts."""
    if line.record is None or line.most is None or not len(values):
        return {"verdict": UNSCORED, "wide": None}
    at = min(max(row["median"], line.record), line.most)
    low, equal = float((values < at).mean()), float((values == at).mean())
    verdict = BELOW if line.most < row["low90"] else ABOVE if line.record > row["high90"] else INSIDE
    scale = max(at, 1.0)
    wide = bool(row["low90"] <= scale / 2 and row["high90"] >= 2 * scale)
    return {"quantile": low + equal / 2, "same": equal, "verdict": verdict, "wide": wide}
