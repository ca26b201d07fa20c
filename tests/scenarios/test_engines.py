"""Both engines through the front: the same files, on any number of threads, and one message for a wrong name."""

import filecmp

import pytest

from scenarios.experiment import run_experiment
from scenarios.rosters import load_roster
from scenarios.runs import FRAMES
from scenarios.schema import Scenario
from scenarios.store import load_run, save_run
from sim.config import RunConfig
from sim.errors import EntenteError, InputError
from sim.world import Room

DESIGNS = ["rotating", "igo:UN"]


@pytest.fixture(scope="module")
def roster():
    return load_roster("teaching")


def scenario() -> Scenario:
    return Scenario.of({
        "name": "x", "roster": "teaching", "prior": "ranges", "end": "2027-06", "replicates": 3,
        "events": [{"date": "2026-03", "kind": "exit", "actor": "US"}],
    })  # fmt: skip


@pytest.fixture(scope="module")
def saved(roster, tmp_path_factory):
    """Folders of the same experiment by either engine and by more threads."""
    ways = {"ensemble": {"workers": 1}, "threads": {"workers": 3}, "reference": {"workers": 1, "engine": "reference"}}
    folders = {}
    for name, options in ways.items():
        runs = run_experiment(scenario(), DESIGNS, roster=roster, **options)
        assert not len(runs.failures) and runs.replicates == 3
        folders[name] = save_run(runs, tmp_path_factory.mktemp(name))
    return folders


@pytest.mark.parametrize("other", ["reference", "threads"])
@pytest.mark.parametrize("table", FRAMES)
def test_the_tables_are_the_same_files(saved, other, table):
    assert filecmp.cmp(saved["ensemble"] / f"{table}.parquet", saved[other] / f"{table}.parquet", shallow=False)


def test_a_stored_run_says_which_engine_made_it(saved):
    assert [load_run(saved[name]).engine for name in ("ensemble", "reference")] == ["ensemble", "reference"]


def test_an_unknown_engine_is_one_message(roster):
    with pytest.raises(InputError, match=r"unknown engine(.|\n)*ensemble, reference"):
        run_experiment(scenario(), DESIGNS, roster=roster, engine="ensembel")


def config(roster, **changes) -> RunConfig:
    from scenarios.experiment import make_job
    from scenarios.sampling import draw_replicates
    from scenarios.worker import config_for

    job, _ = make_job(scenario(), roster)
    row = draw_replicates(scenario(), replicates=[0]).iloc[0].to_dict()
    return config_for(job, job.recipes[0], row)


def test_a_run_that_needs_more_room_gets_it(roster, monkeypatch):
    from sim.ensemble import runs

    wide = runs.Ensemble(config(roster)).reduce([config(roster)])
    monkeypatch.setattr(runs, "Room", lambda *given: Room(*given) if given else Room(2, 1, 1))
    narrow = runs.Ensemble(config(roster))
    assert narrow.reduce([config(roster)]).outcomes.tobytes() == wide.outcomes.tobytes()
    assert len(narrow._worlds(1).worlds[0].cases) > 2


def test_room_has_an_end_with_one_message(roster, monkeypatch):
    from sim.ensemble import runs

    monkeypatch.setattr(runs, "Room", lambda *given: Room(*given) if given else Room(2, 1, 1))
    monkeypatch.setattr(runs, "MOST", 3)
    with pytest.raises(EntenteError, match="more than 2 cases"):
        runs.Ensemble(config(roster)).reduce([config(roster)])


@pytest.mark.parametrize(
    ("kind", "actor", "size", "said"),
    [("exit", 99, 1.0, "names no such actor"), ("incident", -1, -0.5, "no severity below 0")],
)
def test_an_event_that_makes_no_sense_is_refused_before_compiled_code_sees_it(roster, kind, actor, size, said):
    import dataclasses

    from sim.config import ScheduledEvent
    from sim.ensemble.runs import Ensemble

    actor = actor if kind != "incident" else roster.n_states
    wrong = dataclasses.replace(config(roster), events=(ScheduledEvent(20, kind, actor=actor, size=size),))
    with pytest.raises(InputError, match=said):
        Ensemble(wrong)
