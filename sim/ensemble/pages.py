"""The pages of one run: a row a month of what its record keeps, written over by the next run."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.catalogue import CATEGORIES, THEMES
from sim.compiled import rule
from sim.ensemble.fill import copy_table, fill_table
from sim.ensemble.setting import Setting
from sim.record import SERIES, STATE_SERIES
from sim.rules.pairs import COUNT
from sim.rules.partners import TYPES


class Pages(NamedTuple):
    """T months, J jurisdictions, F firms, N nodes; see ``sim.record.Record``."""

    series: np.ndarray  # (T, series)
    states: np.ndarray  # (T, state series, J)
    agenda: np.ndarray  # (T, themes)
    host: np.ndarray  # (T, J)
    network_shares: np.ndarray  # (T, categories, 2)
    bilateral_shares: np.ndarray  # (T, categories, 2)
    safe: np.ndarray  # (T, F) bool
    pair_counts: np.ndarray  # (N, N, categories)
    tallies: np.ndarray  # (N, N) what is not yet in ``pair_counts``
    pair_chances: np.ndarray  # (J, J)
    ties_start: np.ndarray  # (N, N)
    # no part of the record: columns of the logs, as the rules of the outcomes take them; filled when a run is over
    case_kind: np.ndarray  # (C,)
    case_opened: np.ndarray  # (C,)
    case_finished: np.ndarray  # (C,)
    incidents: np.ndarray  # (K, 3) time, severity, days to a response


def empty(t: Setting, cases: int, incidents: int) -> Pages:
    """Pages for a run in a setting, with room for so many cases and incidents."""
    months, j, f, q = t.months, t.offices, t.firms, len(CATEGORIES)
    n = j + f
    return Pages(
        series=np.zeros((months, len(SERIES))), states=np.zeros((months, len(STATE_SERIES), j)),
        agenda=np.zeros((months, len(THEMES))), host=np.zeros((months, j)),
        network_shares=np.zeros((months, q, 2)), bilateral_shares=np.zeros((months, q, 2)),
        safe=np.zeros((months, f), dtype=np.bool_), pair_counts=np.zeros((n, n, q), dtype=COUNT),
        tallies=np.zeros((n, n), dtype=np.int64), pair_chances=np.zeros((j, j), dtype=COUNT),
        ties_start=np.zeros((n, n), dtype=TYPES),
        case_kind=np.zeros(cases, dtype=np.int64), case_opened=np.zeros(cases), case_finished=np.zeros(cases),
        incidents=np.zeros((incidents, 3)),
    )  # fmt: skip


@rule
def clear(pages, ties):
    """Begin the pages of a new run, which starts with these ties; all else is written month by month."""
    for n in range(ties.shape[0]):
        fill_table(pages.pair_counts[n], 0)
    fill_table(pages.tallies, 0)
    fill_table(pages.pair_chances, 0)
    copy_table(ties, pages.ties_start)
