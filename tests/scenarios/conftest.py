"""A small invented roster, so that these tests need no data."""

import numpy as np
import pytest

from sim.months import NEVER, month_index
from sim.roster import EventRecord, Roster, TieRecord


def small_roster(aliases=("US", "UK", "Singapore", "Switzerland", "Kenya"), gdp=None, name="small") -> Roster:
    count = len(aliases)
    gdp = np.linspace(100.0, 10.0, count) if gdp is None else np.asarray(gdp, dtype=float)
    pairs = np.full((count, count), 0.25) - 0.25 * np.eye(count)
    return Roster(
        name=name,
        ids=tuple(a.upper()[:3] + str(k) for k, a in enumerate(aliases)),
        aliases=tuple(aliases),
        names=tuple(f"Republic of {a}" for a in aliases),
        region=np.arange(count) % 2,
        regions=("North", "South"),
        gdp=gdp,
        ideal=np.zeros(count),
        readiness=np.full(count, 0.5),
        cooperation=np.full(count, np.nan),
        developing=np.arange(count) % 2 == 1,
        member_from=np.full(count, month_index("2024-11")),
        acting_from=np.full(count, NEVER),
        founded=np.zeros(count, dtype=np.int64),
        staff=np.full(count, np.nan),
        budget=np.full(count, np.nan),
        statutory=np.zeros(count, dtype=bool),
        regime=np.zeros(count, dtype=np.int64),
        term=np.full(count, 48),
        next_change=np.full(count, NEVER),
        pledged=np.full(count, 0.5),
        rivalry=pairs,
        fora=pairs,
        legal=pairs,
        distance_km=pairs * 1000,
        firm_ids=("Acme", "Bolt"),
        firm_names=("Acme AI", "Bolt AI"),
        firm_home=np.array([0, 1]),
        firm_home2=np.array([-1, 0]),
        compute=np.array([1e25, np.nan]),
        safety_index=np.array([0.5, np.nan]),
        firm_fora=np.zeros((2, count)),
        frontier_from=np.full(2, -NEVER),
        frontier_until=np.full(2, NEVER),
        ties=(TieRecord(0, 1, 0, 3), TieRecord(0, count, 1, None)),
        events=(EventRecord(12, "election", 0, "an election", "a source"),),
        sources={"gdp": "invented"},
    )


@pytest.fixture(scope="session")
def roster() -> Roster:
    return small_roster()


@pytest.fixture(scope="session")
def make_roster():
    return small_roster
