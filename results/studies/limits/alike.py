"""The reference model of n alike states, each with its institute, in which only what is named happens."""

from __future__ import annotations

import numpy as np

from sim.config import RunConfig
from sim.design import FIELD_NAMES, DesignPoint
from sim.model import CooperationModel
from sim.months import NEVER
from sim.roster import Roster


def alike_model(n: int, params: np.ndarray, seed: int = 0, months: int = 1, **levers: float) -> CooperationModel:
    """The model in its first month: no ties, no members, no firms; a secretariat without any lever but those named."""
    values = np.array([levers.get(name, 0.0) for name in FIELD_NAMES])
    design = DesignPoint("limit", values, np.zeros(n))
    return CooperationModel(
        RunConfig(
            alike_roster(n),
            design,
            design,
            params,
            start="origin",
            end=months - 1,
            adopt=NEVER,
            seed=seed,
            reviews_from=NEVER,
        )
    )


GROWN = 60  # months before the first in which the institutes were founded


def alike_roster(n: int) -> Roster:
    """n jurisdictions of stake and openness 1 with a grown institute of capacity 1; no rivalry, fora or firms."""
    ids = tuple(f"O{k:03d}" for k in range(n))
    never, no_pair, no_firm = np.full(n, NEVER, dtype=np.int64), np.zeros((n, n)), np.zeros(0)
    return Roster(
        name="alike", ids=ids, aliases=ids, names=ids, region=np.zeros(n, dtype=np.int64), regions=("all",),
        gdp=np.full(n, 2000.0), ideal=np.zeros(n), readiness=np.ones(n), cooperation=np.full(n, 0.5),
        developing=np.zeros(n, dtype=bool), member_from=never, acting_from=never,
        founded=np.full(n, -GROWN), staff=np.full(n, 30.0), budget=np.full(n, 10.0),
        statutory=np.zeros(n, dtype=bool), regime=np.zeros(n, dtype=np.int64), term=np.full(n, 48), next_change=never,
        pledged=np.zeros(n), rivalry=no_pair, fora=no_pair, legal=np.ones((n, n)), distance_km=no_pair,
        firm_ids=(), firm_names=(), firm_home=no_firm.astype(np.int64), firm_home2=no_firm.astype(np.int64),
        compute=no_firm, safety_index=no_firm, firm_fora=np.zeros((0, n)),
        frontier_from=no_firm.astype(np.int64), frontier_until=no_firm.astype(np.int64),
    )  # fmt: skip
