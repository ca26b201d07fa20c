"""Batches: how a plan is cut changes nothing, parts are known to be whole, executors agree, failures are rows."""

import errno
import os
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import batches as module
from scenarios.batch_tables import TABLES
from scenarios.batches import Batches, batch_size
from scenarios.evaluate import evaluate
from scenarios.execute import Here, Processes, Threads, execute
from scenarios.held import ROWS, Held, write_table
from scenarios.parts import PARTS, PLAN, FolderParts, MemoryParts
from scenarios.plan import ListedPlan, Unit
from scenarios.rosters import load_roster
from scenarios.scenario_plan import ScenarioPlan
from scenarios.schema import Scenario
from scenarios.simulated import inputs_of_rows
from scenarios.stored_files import StoredFileError
from scenarios.whole import put_together
from scenarios.worker import config_for
from sim.ensemble.runs import inputs_of_all
from sim.errors import EntenteError, InputError
from tests.scenarios.test_experiment import fake_record

DESIGNS = ["none", "adhoc", "static:US", "0.5*rotating+0.5*static:US"]


def small(**content) -> ScenarioPlan:
    content = {"name": "x", "roster": "teaching", "end": "2026-04", "designs": DESIGNS, "replicates": 6, **content}
    scenario = Scenario.of(content)
    return ScenarioPlan(scenario, load_roster("teaching"))


def points(plan, count):
    """A plan of several points: units of the plan again and again, every point with its own noise and designs."""
    job, units, listed = plan.job, plan.units(0, len(plan)), []
    for k in range(count):
        recipes = (*job.recipes[:2], job.recipes[2 + k % 2])
        listed += [Unit(k, 0, {**unit.row, "noise": 0.1 + 0.1 * k}, recipes) for unit in units]
    return ListedPlan((job,), tuple(listed), {"points": count}, TABLES, True)


def made(plan, executor=None, parts=None, engine="ensemble"):
    """The tables of a plan."""
    parts = MemoryParts() if parts is None else parts
    assert execute(Batches(plan, engine), parts, executor or Here()) == ""
    return put_together(plan, parts)


def check_same(one, two):
    assert set(one) == set(two)
    for name in one:
        pd.testing.assert_frame_equal(one[name].frame(), two[name].frame())


# ---- cutting ----------
@given(st.integers(0, 200_000), st.integers(1, 60))
def test_batches_are_neither_large_nor_countless(units, designs):
    class Plan:
        jobs = (type("Job", (), {"recipes": (0,) * designs}),)

        def __len__(self):
            return units

        def units(self, first, last):
            return [Unit(0, 0, {})]

    size = batch_size(Plan())
    count = -(-units // size)
    assert size * designs <= max(module.MOST_RUNS, designs)
    assert count <= max(2 * module.FEWEST_BATCHES, 2 * units * designs / module.MOST_RUNS + 1) or size == 1
    assert count >= min(units, module.FEWEST_BATCHES)


@pytest.mark.parametrize("by_point", [False, True])
def test_how_a_plan_is_cut_changes_nothing(by_point, monkeypatch):
    plan = points(small(replicates=4), 3) if by_point else small(replicates=7)
    found = []
    for fewest, at_once in ((32, 128), (1, 128), (3, 1), (2, 5)):
        monkeypatch.setattr(module, "FEWEST_BATCHES", fewest)
        monkeypatch.setattr(module, "AT_ONCE", at_once)
        found.append(made(plan))
    for other in found[1:]:
        check_same(found[0], other)


def test_points_are_told_apart_and_each_is_what_it_is_alone():
    plan = points(small(replicates=3), 3)
    tables = made(plan)
    assert all(table.names[0] == "point" for table in tables.values())
    whole = tables["table"].frame()
    assert whole["point"].tolist() == [k for k in range(3) for _ in range(3 * 3)]
    for k in range(3):
        alone = replace(plan, listed=tuple(unit for unit in plan.listed if unit.point == k))
        one = made(alone)
        for name in TABLES:
            frame = tables[name].frame()
            own = frame[frame["point"] == k].reset_index(drop=True)
            pd.testing.assert_frame_equal(own, one[name].frame())
    pd.testing.assert_frame_equal(evaluate(plan, workers=2), whole)


def test_arrays_of_many_runs_are_those_of_each_configuration():
    plan = small(setup_months=5, later=[{"date": "2026-03", "design": "rotating"}])
    rows = [unit.row for unit in plan.units(0, 6)]
    configs = [config_for(plan.job, recipe, row) for row in rows for recipe in plan.job.recipes]
    for one, many in zip(inputs_of_all(configs), inputs_of_rows(plan.job, rows), strict=True):
        assert np.array_equal(one, many) and np.asarray(one).dtype == many.dtype


# ---- who makes them ----------
def test_threads_and_the_reference_give_the_same():
    plan = small(replicates=2, end="2026-02")
    found = made(plan)
    check_same(found, made(plan, Threads(2)))
    check_same(found, made(plan, engine="reference"))


@pytest.mark.slow
def test_processes_give_the_same():
    plan = small(replicates=4)
    check_same(made(plan), made(plan, Processes(2)))


# ---- parts ----------
def interrupted_after(plan, parts, count):
    """Make so many batches of a plan, then stop."""

    def progress(done, total):
        if len(parts.done()) == count:
            raise KeyboardInterrupt

    assert execute(Batches(plan), parts, Here(), progress) == "interrupted"


def test_finished_parts_are_taken_up_and_damaged_ones_made_again(tmp_path, monkeypatch):
    plan = small()
    wanted = made(plan)
    interrupted_after(plan, FolderParts(tmp_path, plan, 1), 4)
    files = sorted((tmp_path / PARTS).iterdir())
    assert len(files) == 4 * len(TABLES) and (tmp_path / PLAN).is_file()
    files[0].write_bytes(files[0].read_bytes()[:-1])  # cut
    data = bytearray(files[7].read_bytes())
    data[len(data) // 2] ^= 1
    files[7].write_bytes(data)
    files[-1].rename(files[-1].with_name(files[-1].name.replace("000003", "000004")))  # of another batch
    (tmp_path / PARTS / ".000002-table.parquet-1-1.partial").write_bytes(b"half")
    parts, ran = FolderParts(tmp_path, plan, 1), []
    assert parts.done() == [2]
    real = Batches.run
    monkeypatch.setattr(Batches, "run", lambda self, number: ran.append(number) or real(self, number))
    check_same(wanted, made(plan, parts=parts))
    assert ran == [0, 1, 3, 4, 5] and not list(tmp_path.rglob("*.partial"))


def test_a_part_that_cannot_be_read_just_now_is_named_and_stays(tmp_path, monkeypatch):
    """A disk or a network that fails for a moment takes no finished work with it."""
    plan = small()
    interrupted_after(plan, FolderParts(tmp_path, plan, 1), 2)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    sick = sorted((tmp_path / PARTS).iterdir())[-1]
    real = open

    def fails(path, *words, **more):
        if str(path) == str(sick):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *words, **more)

    with monkeypatch.context() as patched:
        patched.setattr("builtins.open", fails)
        patched.setattr("io.open", fails)
        with pytest.raises(StoredFileError, match="cannot be read") as caught:
            FolderParts(tmp_path, plan, 1)
    assert caught.value.file == sick
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert FolderParts(tmp_path, plan, 1).done() == [0, 1]


def test_a_part_of_another_batch_or_plan_is_not_taken(tmp_path):
    one, two = small(), small(seed=2)
    for plan, name in ((one, "a"), (two, "b")):
        (tmp_path / name).mkdir()
        interrupted_after(plan, FolderParts(tmp_path / name, plan, 1), 2)
    for path in (tmp_path / "a" / PARTS).glob("000000-*"):
        path.rename(tmp_path / "b" / PARTS / path.name)
    assert FolderParts(tmp_path / "b", two, 1).done() == [0, 1]
    for path in (tmp_path / "b" / PARTS).glob("000001-*"):
        path.rename(path.with_name(path.name.replace("000001", "000002")))
    assert FolderParts(tmp_path / "b", two, 1).done() == [0]


def test_a_part_that_changes_while_it_is_needed_is_named(tmp_path):
    plan = small(replicates=2)
    parts = FolderParts(tmp_path, plan, 1)
    assert execute(Batches(plan), parts, Here()) == ""
    part = next((tmp_path / PARTS).glob("000001-states-*"))
    part.write_bytes(b"something")
    with pytest.raises(StoredFileError, match=r"000001-states-.*not what was written there"):
        put_together(plan, parts, tmp_path)


def test_a_damaged_plan_is_named(tmp_path):
    plan = small(replicates=2)
    interrupted_after(plan, FolderParts(tmp_path, plan, 1), 1)
    text = (tmp_path / PLAN).read_text()
    (tmp_path / PLAN).write_text(text.replace('"units": 2', '"units": 3'))
    with pytest.raises(StoredFileError, match="changed or damaged"):
        FolderParts(tmp_path, plan, 1)


# ---- failures ----------
def test_a_run_that_fails_is_a_row_with_its_stage_and_the_others_stay(monkeypatch):
    from sim.ensemble.runs import Ensemble

    plan = small(replicates=3)
    whole = made(plan)
    real, (bad,) = Ensemble.reduce_arrays, plan.units(1, 2)
    stream = inputs_of_rows(plan.job, [bad.row]).streams[0]

    def reduce_arrays(self, streams, params, designs, *rest):
        if ((streams == stream) & (designs[:, 1, 4] == 0.0)).any():  # no staff: the design 'none'
            raise EntenteError("out of room")
        return real(self, streams, params, designs, *rest)

    monkeypatch.setattr(Ensemble, "reduce_arrays", reduce_arrays)
    found = made(plan)
    table, before = found["table"].frame(), whole["table"].frame()
    failed = table["error"] != ""
    assert table.loc[failed, ["design", "replicate", "error", "stage"]].values.tolist() == [
        ["none", 1, "out of room", "simulation"]
    ]
    assert table.loc[failed].iloc[:, 2:-2].isna().all(axis=None)
    pd.testing.assert_frame_equal(table[~failed], before[~failed])
    states = whole["states"].frame()
    own = (states["design"] == "none") & (states["replicate"] == 1)
    pd.testing.assert_frame_equal(found["states"].frame(), states[~own].reset_index(drop=True))


def test_a_unit_that_cannot_be_set_up_says_so():
    plan = points(small(replicates=2), 1)
    wrong = Unit(0, 0, {**plan.listed[0].row, "q:staff_fte": 1.5}, plan.listed[0].recipes)
    table = evaluate(replace(plan, listed=(wrong, *plan.listed[1:]), keeps=("table",)))
    assert table["stage"].tolist() == ["set-up"] * 3 + [""] * 3
    assert table["error"].iloc[0] == str(InputError("not a quantile", key="staff_fte", value=1.5, allowed="0 to 1"))


def test_a_reference_run_whose_outcomes_fail_says_so(monkeypatch):
    from scenarios import worker

    def simulate(config, engine):
        record = fake_record(config)
        return record if config.replicate else replace(record, series={})

    monkeypatch.setattr(worker, "simulate", simulate)
    table = made(small(replicates=1, designs=["adhoc"]), engine="reference")["table"].frame()
    assert table["stage"].tolist() == ["outcomes"] and table["error"].iloc[0].startswith("KeyError")


# ---- files ----------
@dataclass
class Pieces:
    """Rows in pieces of any length."""

    lengths: list[int]

    def tables(self):
        start = 0
        for length in self.lengths:
            numbers = np.arange(start, start + length, dtype=np.int64)
            yield pa.table({"x": numbers, "y": numbers / 7, "z": pa.array([str(k % 5) for k in numbers], pa.string())})
            start += length


def test_rows_give_the_same_bytes_however_they_come_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr("scenarios.held.ROWS", 100)
    digests = {
        write_table(tmp_path / "x.parquet", Pieces(lengths).tables())
        for lengths in ([400], [1] * 400, [100] * 4, [99, 1, 101, 199], [0, 250, 0, 150])
    }
    assert len(digests) == 1
    held = Held(tmp_path / "x.parquet", *digests)
    held.check()
    assert held.rows == 400 and held.names == ["x", "y", "z"]
    assert held.arrow(["x"], where=[("z", "==", "3")])["x"].to_pylist() == list(range(3, 400, 5))
    assert held.write(tmp_path / "copy.parquet") == held.digest
    assert (tmp_path / "copy.parquet").read_bytes() == (tmp_path / "x.parquet").read_bytes()
    assert held.write(tmp_path / "x.parquet") == held.digest and ROWS > 100
