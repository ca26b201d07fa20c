"""The fast lane by itself: how fast incidents are answered without one, and with one for every case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from results.why.intervals import mean_interval
from scenarios.swap_runs import FULL, WITHOUT

OUTCOME = "incident_response_days"
COLUMNS = ("design", "without", "full", "difference", "low", "high", "pairs")


def fast_lane(swaps: Any) -> pd.DataFrame:
    """A row a design: mean days to a response without a fast lane and with a full one, and their paired difference.

    Means over the replicates in which both apply, with the 90% interval of the mean difference. Days in the fast lane
    are those of the design. ``swaps`` : a ``Swaps``.
    """
    table = swaps.swaps[swaps.swaps["error"] == ""]
    rows = []
    for design in dict.fromkeys(table.loc[table["kind"] == FULL, "design"]):
        own = table[table["design"] == design]
        without, full = (own.loc[own["kind"] == kind, OUTCOME].to_numpy(float) for kind in (WITHOUT, FULL))
        both = np.isfinite(without) & np.isfinite(full)
        ends = [float(values[both].mean()) if both.any() else np.nan for values in (without, full)]
        rows.append((design, *ends, *mean_interval(full[both] - without[both]), int(both.sum())))
    return pd.DataFrame(rows, columns=list(COLUMNS))
