"""The ensemble of a session: the runs of an experiment, whoever asks, and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from results.play.futures.ensemble import BATCH, runs_of
from scenarios.experiment import run_experiment
from scenarios.queries import tables_of
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import InputError
from sim.outcomes import ALL_OUTCOMES
from sim.record import SERIES

FIELDS = {"date": "2027-06", "values": {"staff_fte": 12.0}}
INCIDENT = {"date": "2027-01", "kind": "salience", "size": 0.4}


@pytest.fixture(scope="module")
def log():
    """A session with two levers."""
    return started("teaching", "rotating", seed=4, replicate=3).with_choice(event=INCIDENT).with_choice(fields=FIELDS)


def test_equals_an_experiment(log):
    found = runs_of(log, ["adhoc", "rotating"], replicates=5)["rotating"]
    runs = run_experiment(log.played().changed(replicates=5))
    with tables_of(runs, "runs", "series") as tables:
        grid = tables.grid("runs", ["rotating"])
        for outcome in ALL_OUTCOMES:
            np.testing.assert_array_equal(found.outcome(outcome.name), grid.values(outcome.name)[:, 0], outcome.name)
        series = tables.frame("SELECT * FROM series WHERE design = 'rotating' ORDER BY replicate, month")
    for name in SERIES:
        np.testing.assert_array_equal(found.course(name).ravel(), series[name].to_numpy(), name)


def test_holds_the_run_that_is_played(log):
    record, found = record_of(log), runs_of(log, replicates=log.replicate + 1)[log.design]
    for name in SERIES:
        np.testing.assert_array_equal(found.course(name)[log.replicate], record.series[name])
    np.testing.assert_array_equal(found.months, record.months)


def test_leaves_decisions_of_actors_out(log):
    forced = {"date": "2027-02", "act": "join", "actor": "China", "choice": True}
    decided = log.with_choice("China", decision=forced)
    np.testing.assert_array_equal(*(runs_of(one, replicates=4)["rotating"].series for one in (log, decided)))


def test_designs_do_not_meddle_with_each_other(log):
    together = runs_of(log, ["none", "rotating", "igo:OECD"], replicates=3)
    assert list(together) == ["none", "rotating", "igo:OECD"]
    for design, found in together.items():
        alone = runs_of(log, [design], replicates=3)[design]
        np.testing.assert_array_equal(found.series, alone.series)
    assert not np.array_equal(together["none"].outcomes, together["rotating"].outcomes, equal_nan=True)


def test_threads_change_nothing(log):
    one = runs_of(log, replicates=2 * BATCH)["rotating"]
    with ThreadPoolExecutor(3) as pool:
        others = [future.result() for future in [pool.submit(runs_of, log, None, 2 * BATCH) for _ in range(3)]]
    for other in others:
        assert other["rotating"].series.tobytes() == one.series.tobytes()
        assert other["rotating"].paired.tobytes() == one.paired.tobytes()


class Enough(Exception):
    """Nobody waits any more."""


def test_tells_how_far_it_is_and_stops_when_nobody_waits(log):
    told = []
    few = BATCH // 2  # of one design and of today's, which is always run beside it
    runs_of(log, ["rotating", "none"], replicates=few + 1, tick=lambda done, parts: told.append((done, parts)))
    in_all = 2 * (few + 1)
    assert told == [(few, in_all), (few + 1, in_all), (2 * few + 1, in_all), (in_all, in_all)]

    def stop(done, parts):
        told.append(done)
        raise Enough

    told.clear()
    with pytest.raises(Enough):
        runs_of(log, tick=stop)
    assert told == [few]


def test_refuses_a_design_that_is_none(log):
    with pytest.raises(InputError, match="rotaring"):
        runs_of(log, ["rotaring"], replicates=2)
