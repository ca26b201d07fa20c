"""How far the tables of a run are written: a copy of its state needs no month, case or deal that is still to come."""

from __future__ import annotations

import numpy as np

from sim.compiled import rule

MONTHS, CASES, TIES, INCIDENTS, NOTHING = range(5)
# Tables of a state, its pages and its queue that are written row by row, and what counts the rows; the last are filled
# anew whenever they are read.
ROW_BY_ROW = {
    "pages.series": MONTHS, "pages.states": MONTHS, "pages.agenda": MONTHS, "pages.host": MONTHS,
    "pages.network_shares": MONTHS, "pages.bilateral_shares": MONTHS, "pages.safe": MONTHS, "queue.cases": CASES,
    "tie_log": TIES, "incident_log": INCIDENTS, "channels": NOTHING, "due": NOTHING, "due_turns": NOTHING,
    "finished": NOTHING, "pages.case_kind": NOTHING, "pages.case_opened": NOTHING, "pages.case_finished": NOTHING,
    "pages.incidents": NOTHING,
}  # fmt: skip


@rule
def rows_written(w, t):
    """(5,) rows written of each kind of table when the month begins in which ``w`` stands."""
    rows = np.zeros(NOTHING + 1, dtype=np.int64)
    rows[MONTHS], rows[CASES] = w.now[0]["month"] - t.first, w.queue.counts[0]
    rows[TIES], rows[INCIDENTS] = w.now[0]["n_ties"], w.now[0]["n_incidents"]
    return rows
