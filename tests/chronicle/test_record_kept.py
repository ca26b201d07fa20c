"""No run contradicts what is on record: ties and members before the start, foundings, facts, chair and Coordinator.

Nothing here is left to chance: no false alarms.
"""

import numpy as np

from sim.config import STARTS
from sim.months import NEVER, month_index
from tests.chronicle.conftest import END, LAST_FACT, events_of

NOT_BEFORE = ("government", "export_control", "occasion")  # the record has those of its time
REVIEWS = STARTS["observed"]  # membership is alive from then on


def test_ties_at_the_start_are_those_on_record(runs):
    for record in runs:
        roster, known = record.roster, np.zeros_like(record.ties_start)
        if record.start == STARTS["observed"]:
            for tie in roster.ties:
                if tie.month is None or tie.month < record.start:
                    known[tie.a, tie.b] |= 1 << tie.type
                    known[tie.b, tie.a] |= 1 << tie.type
        assert np.array_equal(record.ties_start, known)


def test_members_until_reviews_begin_are_those_on_record(runs):
    for record in runs:
        joined = {(m, j) for m, j, _, _ in events_of(record, "join") if m < REVIEWS}
        entered = enumerate(record.roster.member_from.tolist())
        assert joined == {(m, j) for j, m in entered if record.start <= m < REVIEWS}
        assert all(m >= REVIEWS for m, *_ in events_of(record, "leave"))
        moved = {j for kind in ("join", "leave", "tier") for m, j, *_ in events_of(record, kind) if m == record.start}
        for j in set(range(record.roster.n_states)) - moved:
            assert record.states["tier"][0, j] == (record.roster.member_from[j] <= record.start)


def test_offices_on_record_open_in_their_month_and_no_other_before_its_end(runs):
    for record in runs:
        roster, opened = record.roster, events_of(record, "founding")
        dated = set()
        for j in range(roster.n_states):
            acting, founded = int(roster.acting_from[j]), int(roster.founded[j])
            if record.start < acting <= END and acting < founded:
                dated.add((acting, j, 1.0))
            if record.start < founded <= END:
                dated.add((founded, j, 2.0))
        told = {(m, j, status) for m, j, _, status in opened}
        assert len(told) == len(opened) and dated <= told
        drawn = told - dated
        assert all(m > LAST_FACT and roster.founded[j] == NEVER for m, j, _ in drawn)
        assert len({j for _, j, _ in drawn}) == len(drawn), "no state opens an institute twice"


def test_facts_are_told_once_in_their_month(runs):
    for record in runs:
        told = sorted((m, int(k)) for kind in ("fact", "policy") for m, _, _, k in events_of(record, kind))
        facts = enumerate(record.roster.events)
        assert told == sorted((e.month, k) for k, e in facts if e.known <= LAST_FACT and record.start <= e.month <= END)


def test_nothing_is_drawn_before_its_end_that_it_would_have(runs):
    for record in runs:
        assert all(m > LAST_FACT for kind in NOT_BEFORE for m, *_ in events_of(record, kind))
        assert not any(e for e in events_of(record, "scheduled"))


def test_the_coordinator_is_the_one_on_record(runs):
    """The UK from December 2025, unless it has left; no other name before."""
    for record in runs:
        uk, since = record.roster.find("UK"), month_index("2025-12")
        named = [(m, j) for m, j, _, _ in events_of(record, "handover") if j >= 0 and m <= LAST_FACT]
        row = int(since - record.start)
        if record.states["tier"][row, uk] == 1:
            assert record.host[row].argmax() == uk
        assert set(named) <= {(since, uk)}
