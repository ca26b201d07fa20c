"""What a reader must know before trusting indices: samples too small, outcomes that are constant or do not apply."""

from __future__ import annotations

import numpy as np
import pandas as pd

from results.numbers import listing, percent
from results.sensitivity.samples import MORRIS

WIDE = 0.5  # half an interval against the largest index; above it the order of the inputs is not sure
BELOW, ABOVE = -0.1, 1.1  # what first orders can add up to, with room for chance
NEGATIVE = -0.05  # an index that cannot be, and is not near zero either
FEW_ROWS = {MORRIS: 10, "sobol": 64}
ABSENT = 0.02  # share of points without a value that is worth a word


def cautions(method: str, table: pd.DataFrame, values: np.ndarray, failed: int, size: int) -> list[str]:
    """Sentences on one outcome. table : its indices.  values : (points,).  failed : runs that ended in an error."""
    found = _absent(values, failed)
    there = values[np.isfinite(values)]
    if len(there) < 2:
        return [*found, "There are not two points at which it applies: no index can be given."]
    if np.ptp(there) <= 1e-12 * max(1.0, float(np.abs(there).max())):
        return [*found, f"It is constant ({there[0]:g}) over all points: it depends on none of the inputs."]
    if size < FEW_ROWS[method]:
        found.append(f"The sample is small ({size}); at least {FEW_ROWS[method]} is usual.")
    if (table["n"] < 2).any():
        names = listing(table.loc[table["n"] < 2, "input"])
        found.append(f"Too few points have a value to say anything of {names}.")
    return [*found, *(_of_morris(table) if method == MORRIS else _of_sobol(table))]


def _absent(values: np.ndarray, failed: int) -> list[str]:
    absent = 1.0 - float(np.isfinite(values).mean())
    found = []
    if failed:
        found.append(f"{failed} runs failed; their points are left out.")
    if absent > ABSENT:
        found.append(
            f"At {percent(absent)} of the points it does not apply or a run failed; these are left out, so that the "
            "indices speak of the others only."
        )
    return found


def _of_morris(table: pd.DataFrame) -> list[str]:
    largest = table.iloc[int(table["mu_star"].argmax())]
    if largest["mu_star_conf"] > WIDE * largest["mu_star"]:
        return [f"The sample is too small: even the largest effect ({largest['input']}) is not known well. {_MORE}"]
    return []


def _of_sobol(table: pd.DataFrame) -> list[str]:
    found = []
    wide = []
    for column, called in (("ST", "total"), ("S1", "first order")):
        row = table.iloc[int(table[column].argmax())]
        if row[f"{column}_conf"] > WIDE * abs(row[column]):
            wide.append(f"{called} of {row['input']} {row[column]:.2f} ± {row[f'{column}_conf']:.2f}")
    if wide:
        found.append(
            f"The sample is too small: even the largest indices are not known well ({'; '.join(wide)}). {_MORE}"
        )
    total = float(table["S1"].sum(skipna=False))
    if total < BELOW or total > ABOVE:
        found.append(f"First orders add up to {total:.2f}, which lies outside 0 to 1: the sample is too small. {_MORE}")
    wrong = [row["input"] for _, row in table.iterrows() if row["S1"] < NEGATIVE]
    if wrong:
        found.append(
            f"Some first orders are below {NEGATIVE:g}, which none can be ({', '.join(wrong[:3])}"
            f"{', ...' if len(wrong) > 3 else ''}): read them as 0 ± their interval."
        )
    return found


_MORE = "Take --size four times as large to halve the intervals."
