"""Sweeps in folders: the same bytes whoever makes them, taken up after any stop, and read back with one clear error."""

import json
from contextlib import contextmanager

import numpy as np
import pytest

from entente.swept import Swept
from scenarios import execute
from scenarios.claims import TakenError
from scenarios.parts import PARTS, PLAN
from scenarios.schema import Scenario
from scenarios.store import load_run
from scenarios.stored_files import StoredFileError, WriteError
from scenarios.sweeps import run
from scenarios.sweeps.run import folder_for, run_plan, run_sweep
from scenarios.sweeps.stored import load
from sim.errors import EntenteError
from tests.scenarios.sweeping import SMALL, left_in, small_plan


def swept(plan, folder, **how):
    with folder_for(str(folder), plan) as claimed:
        return run_plan(plan, claimed, **how)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "small"
    swept(small_plan(), folder, workers=1)
    return folder


def test_threads_and_processes_leave_the_same_bytes(undisturbed, tmp_path, monkeypatch):
    swept(small_plan(), tmp_path / "threads", workers=3)

    @contextmanager
    def processes(cluster, engine, workers):
        yield execute.Processes(2)

    monkeypatch.setattr(run, "_executor", processes)
    swept(small_plan(), tmp_path / "processes")
    wanted = left_in(undisturbed)
    assert left_in(tmp_path / "threads") == wanted == left_in(tmp_path / "processes")
    assert set(wanted) == {"manifest.json", "points.parquet", "table.parquet"}


def test_the_reference_leaves_the_same_runs(tmp_path):
    plan = small_plan(points=2, replicates=1)
    for engine in ("ensemble", "reference"):
        swept(plan, tmp_path / engine, workers=1, engine=engine)
    assert left_in(tmp_path / "ensemble") == left_in(tmp_path / "reference")


def test_a_stop_keeps_what_is_finished_and_the_same_call_goes_on(undisturbed, tmp_path):
    seen = []

    def stop(done, of):
        seen.append(done)
        if len(seen) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swept(small_plan(), tmp_path / "small", workers=1, progress=stop)
    assert (tmp_path / "small" / PLAN).is_file() and len(list((tmp_path / "small" / PARTS).iterdir())) == 6
    begun = []
    swept(small_plan(), tmp_path / "small", workers=2, progress=lambda done, of: begun.append((done, of)))
    assert begun[0] == (seen[-1], 128) and begun[-1] == (128, 128)
    assert left_in(tmp_path / "small") == left_in(undisturbed)


def test_a_full_disk_loses_nothing_that_is_finished(undisturbed, tmp_path, full, monkeypatch):
    full(after=9)
    with pytest.raises(WriteError):
        swept(small_plan(), tmp_path / "small", workers=1)
    assert list((tmp_path / "small" / PARTS).iterdir())
    monkeypatch.undo()
    swept(small_plan(), tmp_path / "small", workers=1)
    assert left_in(tmp_path / "small") == left_in(undisturbed)


def test_another_sweep_does_not_go_on_with_it(tmp_path):
    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swept(small_plan(), tmp_path / "small", workers=1, progress=stop)
    for changes in ({"replicates": 9}, {"sampler_seed": 2}, {"changed_designs": ["igo:OECD"]}, {"common_draws": False}):
        with pytest.raises(TakenError, match="something else"):
            swept(small_plan(**changes), tmp_path / "small", workers=1)
    with pytest.raises(TakenError, match="else: points is 16 there and 8 here; run"):
        swept(small_plan(points=8), tmp_path / "small", workers=1)
    with pytest.raises(TakenError, match=r"else: run\.replicates is 8 there and 9 here \(got"):
        swept(small_plan(replicates=9), tmp_path / "small", workers=1)
    swept(small_plan(), tmp_path / "small", workers=1)
    with pytest.raises(TakenError, match="holds a sweep already"):
        swept(small_plan(), tmp_path / "small", workers=1)


def test_an_unfinished_sweep_is_found_without_its_folder_being_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def stop(done, of):
        raise KeyboardInterrupt

    scenario = Scenario.of(SMALL)
    with pytest.raises(KeyboardInterrupt):
        run_sweep(scenario, None, None, 1, None, stop)
    (left,) = (tmp_path / "runs").iterdir()
    left.rename(left.with_name(left.name.replace(left.name[:10], "2020-01-01")))
    folder, manifest = run_sweep(scenario, workers=1)
    assert folder.name.startswith("2020-01-01-sweep-") and manifest["result"]["runs"] == 384
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [folder.name]


def test_a_run_that_fails_is_a_row_with_its_stage(tmp_path, monkeypatch):
    from sim.ensemble.runs import Ensemble

    real = Ensemble.reduce_arrays

    def fails(self, streams, params, designs, *rest):
        if (params[:, -6] > 0.9).any():  # us_engagement
            raise EntenteError("no room")
        return real(self, streams, params, designs, *rest)

    monkeypatch.setattr(Ensemble, "reduce_arrays", fails)
    plan = small_plan(replicates=2)
    manifest = swept(plan, tmp_path / "small", workers=1)
    found = Swept(tmp_path / "small", manifest)
    rows = found.query("SELECT us_engagement > 0.9 AS high, error, stage, harm FROM runs JOIN points USING (point)")
    assert manifest["result"]["failed_runs"] == rows["high"].sum() > 0
    assert set(rows["error"][rows["high"]]) == {"no room"} and set(rows["stage"][rows["high"]]) == {"simulation"}
    assert set(rows["error"][~rows["high"]]) == {""}
    assert rows["harm"].isna().equals(rows["high"])
    failed = found.summary("harm").groupby("point")[["failed", "of"]].sum()
    assert set(zip(failed["failed"], failed["of"], strict=True)) == {(6, 0), (0, 6)}


def test_other_tables_are_kept_if_the_sweep_says_so(tmp_path):
    manifest = swept(
        small_plan(points=2, replicates=2, keep=["table", "states", "sharing", "draws"]), tmp_path / "small"
    )
    assert set(manifest["files"]) == {f"{n}.parquet" for n in ("points", "table", "states", "sharing", "draws")}


def test_a_folder_is_read_whole_or_not_at_all(undisturbed, tmp_path):
    with pytest.raises(StoredFileError, match="no such folder"):
        load(tmp_path / "none")
    with pytest.raises(StoredFileError, match="no finished sweep"):
        load(tmp_path)
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in undisturbed.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    assert load(folder)[1]["result"] == {"points": 16, "runs": 384, "failed_runs": 0}
    with pytest.raises(StoredFileError, match="a sweep, not a comparison"):
        load_run(folder)
    manifest = folder / "manifest.json"
    text = manifest.read_text()
    for old, new in (
        ('"runs": 384', '"runs": 385'),
        ('"kind": "sweep"', '"kind": "x"'),
        ('"format": 1', '"format": 0'),
    ):
        assert old in text
        manifest.write_text(text.replace(old, new))
        with pytest.raises(StoredFileError, match=r"manifest\.json"):
            load(folder)
    manifest.write_text(text)
    data = bytearray((folder / "table.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "table.parquet").write_bytes(bytes(data))
    with pytest.raises(StoredFileError, match=r"table\.parquet"):
        load(folder)


def test_the_manifest_names_no_folder_of_the_machine(undisturbed):
    text = (undisturbed / "manifest.json").read_text()
    assert str(undisturbed.parent) not in text
    said = json.loads(text)
    assert said["configuration"]["designs"] == ["adhoc", "rotating", "igo:OECD"]
    assert np.isfinite(said["run"]["seconds"])
