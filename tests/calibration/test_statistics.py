"""The statistics of networks that can be counted by hand, and the record's own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.observed import UNKNOWN, Dyads, Observed
from calibration.past import LAST
from calibration.record import happened_until
from calibration.statistics import ALL, observed_statistics, statistics_until, summarise
from sim.ensemble.dyads import Networks
from sim.months import CUT_OFF

# Three offices 0, 1, 2 and a firm 3.
PAIRS = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]])
FIRM = np.array([False, False, False, True, True, True])
FORA = np.array([0.8, 0.2, 0.4, 0.6, 0.0, 0.1])
HUB = np.array([True, True, False, True, False, False])


def record(open_from=(0, 0, 0, 0, 0, 0), end=LAST, untimed=(), untyped=()):
    """A record of these dyads, of which some ties have no date and some no types."""
    dyads = Dyads(tuple("abcdef"), PAIRS, FIRM, FORA, HUB, np.array(open_from))
    first, signed = np.full(6, UNKNOWN), np.zeros(6, dtype=np.int64)
    signed[list(untimed)] = 1
    typed = ~np.isin(np.arange(6), list(untyped))
    return Observed(dyads, end, first, signed, np.zeros(6, bool), typed)


def networks(signed, first, left=0, joined=0, tests=0):
    rows = (np.array([first]), np.array([signed]), np.array([signed]))
    return Networks(*rows, *(np.array([n]) for n in (left, joined, tests)))


def counted(signed, first, seen=None, **network):
    seen = seen or record()
    names = [s.name for s in statistics_until(seen.end)]
    return dict(zip(names, summarise(networks(signed, first, **network), seen)[0], strict=True))


def test_a_network_counted_by_hand():
    found = counted([0b11, 0, 0b1, 0b111, 0, 0b1], [2, -1, 20, 10, -1, 30], left=1, joined=2, tests=3)
    assert [found[s.name] for s in ALL if s.count] == [1, 1, 1, 1]  # months 20 and 30 are after November 2024
    assert found["waiting"] == pytest.approx((2 + 20 + 10 + 30) / 4)
    assert found["office_types"] == pytest.approx(1.5) and found["firm_types"] == pytest.approx(2)
    assert found["degree_variance"] == pytest.approx(np.var([1, 2, 1]))
    assert found["hub_share"] == pytest.approx(2 / 4)
    assert found["shared_fora"] == pytest.approx(0.6 - 0.2)
    assert (found["exits"], found["joins"], found["joint_tests"]) == (1, 2, 3)


def test_what_the_record_does_not_know_is_left_out_of_the_runs_too():
    opened = (8, 0, 0, 0, 0, 0)
    signed, first = [1, 0b11, 0, 0, 0, 0], [10, 4, -1, -1, -1, -1]
    assert counted(signed, first, record(opened))["waiting"] == pytest.approx(3)
    assert counted(signed, first, record(opened, untimed=[0]))["waiting"] == pytest.approx(4)
    assert counted(signed, first, record(untyped=[0]))["office_types"] == pytest.approx(2)


def test_a_record_until_the_report_has_no_later_statistics():
    found = counted([1, 0, 0, 0, 0, 0], [3, -1, -1, -1, -1, -1], record(end=CUT_OFF))
    assert set(found) == {s.name for s in ALL if not s.late}


def test_no_tie_at_all():
    found = counted([0] * 6, [-1] * 6)
    assert found["waiting"] == LAST + 1
    assert found["office_ties"] == found["firm_types"] == found["hub_share"] == found["degree_variance"] == 0


@given(st.lists(st.integers(1, 63), min_size=6, max_size=6), st.lists(st.integers(-1, LAST), min_size=6, max_size=6))
def test_statistics_stay_in_their_range_and_do_not_depend_on_the_neighbours_in_the_batch(types, first):
    signed = [t if month >= 0 else 0 for t, month in zip(types, first, strict=True)]
    alone, other = networks(signed, first), networks([63] * 6, [5] * 6)
    batch = Networks(*(np.concatenate(pair) for pair in zip(other, alone, strict=True)))
    assert np.array_equal(summarise(alone, record())[0], summarise(batch, record())[1])
    found = counted(signed, first)
    assert -1 <= found["shared_fora"] <= 1 and 0 <= found["hub_share"] <= 1
    assert 0 <= found["waiting"] <= LAST + 1 and found["degree_variance"] >= 0


def test_the_record_has_the_numbers_of_the_sources():
    """17 ties by the report, 9 dyads later; nobody left or joined; two joint tests since the network began."""
    whole = dict(zip([s.name for s in ALL], observed_statistics(happened_until(LAST).observed), strict=True))
    assert [whole[s.name] for s in ALL if s.count] == [8, 9, 7, 2]
    assert (whole["exits"], whole["joins"], whole["joint_tests"]) == (0, 0, 2)
    old = happened_until(CUT_OFF).observed
    found = dict(zip([s.name for s in statistics_until(CUT_OFF)], observed_statistics(old), strict=True))
    assert found["office_ties"] == 8 and found["firm_ties"] == 9 and not old.late.any()
    assert found["office_types"] == 2 and found["firm_types"] == pytest.approx(11 / 9)
    assert found["degree_variance"] == pytest.approx(2.04) and found["waiting"] == pytest.approx(6.2)
    assert (old.tied & (old.first != UNKNOWN)).sum() == 15
    untyped = happened_until(LAST).observed
    assert [untyped.dyads.names[k] for k in np.flatnonzero(~untyped.typed & untyped.tied)] == ["Korea - Singapore"]


def test_without_and_only_leave_what_they_say():
    seen = happened_until(LAST).observed
    k = seen.dyads.names.index("US - UK")
    assert not seen.without([k]).tied[k] and seen.without([k]).tied.sum() == seen.tied.sum() - 1
    stay = np.delete(np.arange(len(seen.dyads)), k)
    rest = seen.only(stay)
    assert "US - UK" not in rest.dyads.names and rest.tied.sum() == seen.tied.sum() - 1
    flipped = replace(seen, signed=np.where(np.arange(len(seen.dyads)) == k, 0, seen.signed)).only(stay)
    assert np.array_equal(observed_statistics(flipped), observed_statistics(rest))
