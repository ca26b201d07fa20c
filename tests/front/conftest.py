"""A small made-up world: a record written by hand, so that its chronicle and its receipts can be read off."""

import numpy as np
import pytest

from sim import parameters
from sim.catalogue import CASE_INDEX, CATEGORIES, MANDATE
from sim.design import FIELDS, DesignPoint
from sim.months import NEVER
from sim.receipts import TERMS
from sim.record import (
    CASE_DTYPE,
    EVENT_CODES,
    EVENT_DTYPE,
    FORMED,
    LAPSED,
    RENEWED,
    SERIES,
    STATE_SERIES,
    TIE_LOG_DTYPE,
    Decision,
    Record,
)
from sim.roster import EventRecord, Roster

FIRST, MONTHS = 18, 8  # December 2024 to July 2025
ADOPTED = 20


def make_roster() -> Roster:
    zeros, pair = np.zeros(3), np.zeros((3, 3))
    return Roster(
        name="made up",
        ids=("AAA", "BBB", "CCC"),
        aliases=("Aland", "Bland", "Cland"),
        names=("Kingdom of Aland", "Republic of Bland", "Commune of Cland"),
        region=np.zeros(3, dtype=np.int64),
        regions=("Europe",),
        gdp=np.ones(3),
        ideal=zeros,
        readiness=zeros,
        cooperation=zeros,
        developing=np.zeros(3, dtype=bool),
        member_from=np.full(3, NEVER),
        acting_from=np.full(3, NEVER),
        founded=np.zeros(3, dtype=np.int64),
        staff=np.ones(3),
        budget=np.ones(3),
        statutory=np.zeros(3, dtype=bool),
        regime=np.arange(3),
        term=np.full(3, 48),
        next_change=np.full(3, NEVER),
        pledged=np.full(3, 0.5),
        rivalry=pair,
        fora=pair,
        legal=pair,
        distance_km=pair,
        firm_ids=("Fab",),
        firm_names=("Fab Labs",),
        firm_home=np.zeros(1, dtype=np.int64),
        firm_home2=np.full(1, -1),
        compute=np.ones(1),
        safety_index=np.ones(1),
        firm_fora=np.zeros((1, 3)),
        frontier_from=np.full(1, -NEVER),
        frontier_until=np.full(1, NEVER),
        events=(EventRecord(18, "summit", -1, "a summit", "invented"),),
    )


def decide(month, act, kind, actor, partner, item, terms, draw=0.5, noise=0.25, taken=None) -> Decision:
    """A decision whose receipt has these terms, by name or in the order of the act; all others are nil."""
    if not isinstance(terms, dict):
        terms = {term.name: value for term, value in zip(TERMS[act], terms, strict=False)}
    values = tuple(float(terms.pop(term.name, 0.0)) for term in TERMS[act])
    assert not terms, f"no terms of '{act}': {terms}"
    gain = 0.0
    for value in values:
        gain += value
    if taken is None:
        taken = draw < 1 / (1 + np.exp(-gain / noise))
    return Decision(month, act, kind, actor, partner, item, values, gain, noise, draw, bool(taken))


def case(number, kind, opened, finished=np.nan, withdrawn=np.nan, theme=-1, opener=-1, restarts=0, sponsor=-1, cause=0):
    row = (number, CASE_INDEX[kind], theme, opener, opened, opened, finished, withdrawn, 1.0, restarts, sponsor, cause)
    return np.array([row], dtype=CASE_DTYPE)


def event(month, kind, actor=-1, partner=-1, amount=0.0):
    """A line of the log of events."""
    return month, EVENT_CODES[kind], actor, partner, amount


def make_record() -> Record:
    design = DesignPoint("rotating", np.array([f.low for f in FIELDS], dtype=float), np.zeros(3))
    design = design.replace(approval_stages=2.0, stage_length_months=0.5)
    states = {name: np.zeros((MONTHS, 3)) for name in STATE_SERIES}
    states["tier"][:, 0] = 1
    states["tier"][2:5, 1] = 1
    states["tier"][5:, 1] = 2
    states["tier"][6:, 0] = 0
    ties = [(19, 0, 1, 0, FORMED), (19, 0, 1, 1, FORMED), (21, 0, 3, -1, RENEWED), (23, 0, 1, -1, LAPSED)]
    cases = [
        case(0, "admission", 19.5, finished=20.2, opener=1),
        case(1, "meeting", 20.0, finished=21.5),
        case(2, "policy_brief", 20.5, finished=21.9),
        case(3, "joint_test", 20.1, theme=1, restarts=2),
        case(4, "meeting", 20.0, finished=23.5),
        case(5, "clearance", 21.0, withdrawn=22.0, opener=2),
    ]
    decisions = [
        decide(19, "deal", "sign", 0, 1, 0b11, {"access": 0.33, "fora": 0.1, "cost": -0.12}),
        decide(19, "deal", "sign", 1, 0, 0b11, {"access": 0.2, "exposure": -0.05, "cost": -0.1}),
        decide(19, "join", "join", 1, -1, 1, (0.9, -0.2, 0.0, 0.1, -0.3)),
        decide(19, "join", "join", 2, -1, 1, (0.1, -0.2, 0.0, 0.0, -0.3), draw=0.99),
        decide(21, "deal", "renew", 0, 3, -1, {"access": 0.4, "cost": -0.1}),
        decide(22, "deal", "sign", 1, 2, 0b10000, {"access": 0.5}, draw=0.1),
        decide(22, "deal", "sign", 2, 1, 0b10000, {"access": 0.1, "exposure": -0.7}, draw=0.9),
        decide(23, "share", "pool", 0, -1, 5, (0.1, 0.2, 0.3, -0.7, -0.1, -0.2)),
        decide(24, "pace", "pace", 3, -1, -1, (2.0, -5.0), noise=6.0),
        decide(24, "join", "stay", 0, -1, 1, (0.1, 0.0, 0.0, 0.0, -0.9), draw=0.9),
    ]
    events = [
        event(18, "fact", amount=0),
        event(19, "join", 1, amount=1),
        event(21, "dialogue", 0, 2),
        event(21, "founding", 2, amount=2),
    ]
    return Record(
        roster=make_roster(),
        design=design,
        params=parameters.default_values(),
        seed=3,
        replicate=0,
        start=FIRST,
        adopted=ADOPTED - 1,
        works_from=ADOPTED,
        months=np.arange(FIRST, FIRST + MONTHS),
        series={name: np.arange(MONTHS, dtype=float) for name in SERIES},
        states=states,
        agenda=np.tile(MANDATE, (MONTHS, 1)),
        host=np.zeros((MONTHS, 3)),
        network_shares=np.zeros((MONTHS, len(CATEGORIES), 2)),
        bilateral_shares=np.zeros((MONTHS, len(CATEGORIES), 2)),
        pair_counts=np.zeros((4, 4, len(CATEGORIES)), dtype=np.int64),
        pair_chances=np.zeros((3, 3), dtype=np.int64),
        safe=np.zeros((MONTHS, 1), dtype=bool),
        ties_start=np.zeros((4, 4), dtype=np.int64),
        ties_end=np.zeros((4, 4), dtype=np.int64),
        tie_log=np.array(ties, dtype=TIE_LOG_DTYPE),
        cases=np.concatenate(cases),
        incidents=np.array([(19.5, 0.6, 45.0, 3, 2, 45.0, -1, 1.0), (20.5, 1.7, 12.4, 3, 1, 50.0, 9, 1.0)]),
        decisions=decisions,
        events=np.array(events, dtype=EVENT_DTYPE),
        baseline=design.replace("adhoc", perceived_neutrality=0.45),
    )


@pytest.fixture
def record() -> Record:
    return make_record()


@pytest.fixture
def without_reasons() -> Record:
    """The same run, had it kept neither decisions nor events."""
    made = make_record()
    made.decisions, made.events = [], np.empty(0, dtype=EVENT_DTYPE)
    return made
