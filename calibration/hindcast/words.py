"""What a hindcast says, in words: the rows that miss the record, and those that could hardly miss it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calibration.hindcast.hindcast import Hindcast

Row = dict[str, Any]
STARTED = {
    "origin": "before any tie",
    "observed": "from the ties, offices and members of 20 November 2024",
}
SEEN = "The posterior was fitted to the ties of November 2024: rows until then are no test of it."


def setting(found: Hindcast) -> str:
    """What was run."""
    about = found.about
    return (
        f"{about['replicates']} simulated pasts from {about['from']} ({STARTED[about['start']]}) to {about['until']}, "
        f"under an ad hoc secretariat, seed {about['seed']}, {about['posterior']}."
    )


def summary(found: Hindcast) -> list[str]:
    """Sentences and, after a dash, rows: what misses the record comes first."""
    scored, misses = found.scored, found.misses
    chance = round((1 - found.about["level"]) * len(scored))
    few = f"{len(misses)} of {len(scored)} rows with a record miss it: it lies outside the central 90% of the runs"
    lines = [f"{few}. If the model were true, {chance} at most would be expected to."]
    lines += [f"- {miss(row)}" for row in misses]
    wide = [row for row in scored if row["wide"]]
    if wide:
        lines.append(
            f"{len(wide)} {'row' if len(wide) == 1 else 'rows'} could hardly miss: their 90% reach from half the "
            "record or less to twice or more (a record of 0 counts as 1). The widest:"
        )
        lines += [f"- {miss(row)}" for row in sorted(wide, key=_spread, reverse=True)[:5]]
    return [*lines, *([SEEN] if found.about["start"] == "origin" else [])]


def miss(row: Row) -> str:
    """A row in words: what is on record and what the runs give."""
    return (
        f"{row['group'].lower()}: {row['label']}: {record(row)} on record, {number(row['low90'])} to "
        f"{number(row['high90'])} in 90% of the runs"
    )


def _spread(row: Row) -> float:
    return float((row["high90"] - row["low90"]) / max(1.0, row["record"]))


def record(row: Row) -> str:
    """The record of a row; a range where dates are missing, a dash without one."""
    if row["record"] is None:
        return "–"
    low, most = number(row["record"]), number(row["record_most"])
    return low if low == most else f"{low} to {most}"


def number(value: float | None) -> str:
    """A number with two significant digits after the point at most; a dash for none."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"


def place(row: Row) -> str:
    """Where the record lies among the runs, as a share of them; a dash without a record."""
    return "–" if row["quantile"] is None else f"{row['quantile']:.2f}"
