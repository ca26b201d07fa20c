"""What became of the projects of a run: finished, under way, or ended without a result, and for what cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.catalogue import CASE_KINDS, CAUSES, PROJECTS
from sim.record import Record

FINISHED, UNDER_WAY = "finished", "under way"


def ends_of_projects(record: Record, since: float = -np.inf) -> pd.DataFrame:
    """Number of projects opened from the month ``since`` on: a row a kind, a column an end (and one for each cause)."""
    cases = record.cases[record.cases["opened"] >= since]
    ended = np.where(np.isnan(cases["finished"]), UNDER_WAY, FINISHED).astype(object)
    ended[cases["cause"] > 0] = np.array(CAUSES, dtype=object)[cases["cause"][cases["cause"] > 0]]
    kinds = {place: kind.name for place, kind in enumerate(CASE_KINDS) if kind.key in PROJECTS}
    columns = [FINISHED, UNDER_WAY, *CAUSES[1:]]
    counts = [[int((ended[cases["kind"] == place] == column).sum()) for column in columns] for place in kinds]
    return pd.DataFrame(counts, index=list(kinds.values()), columns=columns)


def ends_in_words(record: Record) -> str:
    """All projects of a run in one sentence: '7 finished, 2 under way; its deadline passed 3, ...'."""
    total = ends_of_projects(record).sum()
    causes = ", ".join(f"{cause} {count}" for cause, count in total[list(CAUSES[1:])].items() if count)
    told = f"Projects: {total[FINISHED]} finished, {total[UNDER_WAY]} under way"
    return f"{told}; without a result: {causes}." if causes else f"{told}, none ended without a result."
