"""What a choice has changed in the run that is played: the months that are played, and no later one."""

import numpy as np
import pytest

from results.play.debrief.changed import changes_of
from results.play.differences import HEADLINES
from results.play.futures.effects import told_as
from results.play.futures.so_far import so_far
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.outcomes import compute
from sim.record import SERIES

EXIT = {"date": "2026-06", "kind": "exit", "actor": "US"}


@pytest.fixture(scope="module")
def log():
    return started("teaching", "static:US", seed=2, replicate=5).with_choice(event=EXIT)


@pytest.fixture(scope="module")
def told(log):
    return told_as(log, 4)


def test_nothing_before_the_first_month(log, told):
    assert so_far(log, log.without(1), log.base().adopt_month, told) is None


def test_series_are_those_of_the_whole_run_until_the_month(log, told):
    until = log.base().adopt_month + 14
    found = so_far(log, log.without(1), until, told)
    for one, side in ((log, found.own), (log.without(1), found.other)):
        record = record_of(one)
        assert found.months[0] == record.start
        assert found.months[-1] == until - 1
        for k, name in enumerate(SERIES):
            np.testing.assert_array_equal(side[:, k], record.series[name][: len(found.months)], name)


def test_at_the_end_the_outcomes_are_those_of_the_whole_run(log, told):
    found = so_far(log, log.without(1), log.base().end_month + 1, told)
    own, other = compute(record_of(log)), compute(record_of(log.without(1)))
    assert [row.meta for row in found.rows] == list(HEADLINES)
    for row in found.rows:
        if row.meta.name in own:
            np.testing.assert_array_equal([row.after, row.before], [own[row.meta.name], other[row.meta.name]])


def test_later_choices_and_later_decisions_are_not_looked_at(log, told):
    until = log.base().adopt_month + 12
    later = log.with_choice(event={"date": "2028-01", "kind": "host_exit"}).with_choice(
        "Kenya", decision={"date": "2028-02", "act": "join", "actor": "Kenya", "choice": False}
    )
    one, other = (so_far(found, found.without(1), until, told) for found in (log, later))
    np.testing.assert_array_equal(one.own, other.own)
    assert [(row.after, row.before) for row in one.rows if row.applies] == [
        (row.after, row.before) for row in other.rows if row.applies
    ]


def test_a_scenario_with_decisions_of_its_own_is_cut_too(told):
    log = started("us_retreat").with_choice(event={"date": "2026-02", "kind": "salience", "size": 1.0})
    found = so_far(log, log.without(1), log.base().adopt_month + 3, told_as(log, 2))
    assert found is not None
    assert len(found.months) == len(found.own)


def test_words_say_which_side_is_better(log, told):
    found = so_far(log, log.without(1), log.base().end_month + 1, told)
    for row in found.rows:
        if row.applies and row.is_any:
            better = row.change * row.meta.better > 0
            assert row.verdict.startswith("better" if better else "worse")
            assert row.matters != row.verdict.endswith("too little to matter")
    assert any(row.is_any for row in found.rows)
    assert max(found.rows, key=lambda row: row.times).meta.title in found.line


def test_what_is_told_in_the_levers_is_what_the_debrief_tells(log, told):
    at = log.base().adopt_month + 30
    (one,) = changes_of(log, at).single
    for row in so_far(log, log.without(1), at, told).rows:
        debriefed = one.change.of(row.meta.name)
        assert (row.said, row.verdict) == (debriefed.said, debriefed.verdict)
