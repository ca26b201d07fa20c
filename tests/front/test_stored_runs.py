"""Stored runs at the front door: processes at the same time, own files, a full disk, and `entente report`."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from entente.commands import compare
from entente.streams import OutputFailed
from results.page import files as report_files
from scenarios.claims import locked
from scenarios.store import load_run
from scenarios.stored_files import StoredFileError, WriteError
from sim.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--scenario", "teaching", "--months", "3", "--replicates", "2", "--workers", "1", "--designs", "rotating"]
COMPARE = ["compare", *SMALL, "--no-report"]
FORECAST = ["forecast", "--runs", "24", "--as-of", "2024-11-20", "--until", "2025-01", "--workers", "1"]


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def at_once(count, *words, cwd):
    """The same command in so many processes at the same time; exit codes and what they said on standard error."""
    command = [sys.executable, "-m", "entente", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, cwd=cwd, env=environment, **pipes) for _ in range(count)]
    said = [process.communicate() for process in started]
    return [process.returncode for process in started], [text for _, text in said]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run with its report."""
    folder = tmp_path_factory.mktemp("made") / "run"
    done = call("compare", *SMALL, "--for", "Kenya", "--out", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A run without a report."""
    folder = tmp_path_factory.mktemp("plain") / "run"
    done = call(*COMPARE, "--out", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def run(made, tmp_path):
    """A copy of it under the same name, which the page shows."""
    shutil.copytree(made, tmp_path / "run")
    return tmp_path / "run"


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same_runs(one, two):
    """Whether two folders hold the same files with the same bytes, but for how and when their runs were made."""
    here, there = contents(one), contents(two)
    manifests = [json.loads(found.pop("manifest.json")) for found in (here, there)]
    for manifest in manifests:
        del manifest["run"]
    return here == there and manifests[0] == manifests[1]


# ---- processes at the same time ----------
def test_of_two_processes_with_one_folder_one_is_refused_and_the_other_whole(tmp_path):
    codes, said = at_once(2, *COMPARE, "--out", "X", cwd=tmp_path)
    assert sorted(codes) == [0, 2]
    refused = said[codes.index(2)]
    assert "another process is writing there just now" in refused or "holds a run already" in refused
    assert load_run(tmp_path / "X").replicates == 2
    assert os.listdir(tmp_path) == ["X"]


@pytest.mark.parametrize(("words", "last"), [(COMPARE, "manifest.json"), (FORECAST, "ledger.json")])
def test_two_processes_without_a_folder_get_two(tmp_path, words, last):
    codes, said = at_once(2, *words, cwd=tmp_path)
    assert codes == [0, 0], said
    folders = list((tmp_path / "runs").iterdir())
    assert len(folders) == 2
    assert all((folder / last).is_file() and not list(folder.glob(".*")) for folder in folders)
    if words is COMPARE:
        assert {load_run(folder).replicates for folder in folders} == {2}


def test_two_forecasts_in_one_second_get_two_folders(tmp_path, monkeypatch):
    import datetime

    from calibration.forecasting import ledger_files

    monkeypatch.chdir(tmp_path)
    now = datetime.datetime(2026, 2, 3, 4, 5, 6)
    with ledger_files.place_for(None, now) as one, ledger_files.place_for(None, now) as two:
        assert [one.as_posix(), two.as_posix()] == [f"runs/forecast-2026-02-03T040506{end}" for end in ("", "-2")]


def test_a_calibration_at_work_is_locked_and_a_stopped_one_goes_on(tmp_path, monkeypatch):
    pytest.importorskip("threadpoolctl")
    from calibration import pipeline

    reached = []
    monkeypatch.setattr(pipeline, "calibrate", lambda work: reached.append(work.folder.path) or 1 / 0)
    with locked(tmp_path / "X"):
        done = call("calibrate", "--quick", "--out", tmp_path / "X")
    assert done.exit_code == 2 and "another process is writing there just now" in done.stderr
    assert not reached
    for _ in range(2):
        assert call("calibrate", "--quick", "--out", tmp_path / "X").exit_code == 1  # the division
    assert reached == [tmp_path / "X"] * 2
    assert os.listdir(tmp_path / "X") == ["about.json"]


# ---- somebody's own files ----------
@pytest.mark.parametrize("words", [COMPARE, FORECAST, ["calibrate", "--quick"]], ids=lambda words: words[0])
@pytest.mark.parametrize("name", ["report.html", "table.parquet", "ledger.csv", "notes.txt"])
def test_a_folder_with_own_files_is_refused_and_stays(tmp_path, words, name):
    (tmp_path / name).write_text("mine")
    done = call(*words, "--out", tmp_path)
    assert done.exit_code == 2 and repr(name) in done.stderr and "'out'" in done.stderr
    assert contents(tmp_path) == {name: b"mine"}


@pytest.mark.parametrize("words", [COMPARE, FORECAST, ["calibrate", "--quick"]], ids=lambda words: words[0])
def test_an_empty_name_and_a_file_are_no_folder(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = call(*words, "--out", "")
    assert done.exit_code == 2 and "'out': an empty name" in done.stderr
    (tmp_path / "x").write_text("mine")
    done = call(*words, "--out", "x")
    assert done.exit_code == 2 and "x: a file, not a folder" in done.stderr
    assert contents(tmp_path) == {"x": b"mine"}


def test_a_ledger_of_one_file_replaces_none(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    done = call(*FORECAST, "--out", tmp_path / "x.json")
    assert done.exit_code == 2 and "there is a file of this name already" in done.stderr
    assert contents(tmp_path) == {"x.json": b"{}"}


# ---- the report ----------
def test_the_report_of_a_stored_run_is_the_one_that_compare_wrote(made, run):
    shutil.rmtree(run / "figures")
    (run / "report.html").unlink()
    done = call("report", run)
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-2:] == [f"folder: {run}", f"report: {run / 'report.html'}"] and len(lines) <= 40
    assert "Kenya: " in done.stdout and "more than 80 of 100 futures" in done.stdout
    assert contents(run) == contents(made)


def test_the_report_of_a_stored_run_prints_everything_and_takes_differences_apart(made, tmp_path):
    done = call("report", made, "--full", "--why", "harm", "--out", tmp_path / "page")
    assert done.exit_code == 0, done.stderr
    assert "Against real organisations" in done.stdout and "Why harm differs from adhoc" in done.stdout
    assert done.stdout.splitlines()[-1] == f"report: {tmp_path / 'page' / 'report.html'}"


def test_differences_of_a_run_without_swapped_runs_are_one_message(plain):
    done = call("report", plain, "--why", "harm")
    assert done.exit_code == 2 and done.stdout == "" and "no swapped runs are kept" in done.stderr
    done = call("report", plain, "--why", "harms")
    assert done.exit_code == 2 and done.stdout == "" and "did you mean 'harm'" in done.stderr


def test_another_view_elsewhere_leaves_the_run_as_it_is(made, tmp_path):
    before, there = contents(made), tmp_path / "there"
    done = call("report", made, "--for", "US", "--out", there, "--json")
    assert json.loads(done.stdout) == {"paths": {"folder": str(made), "report": str(there / "report.html")}}
    assert contents(made) == before
    new = contents(there)
    assert "entente report run --for US" in new["report.html"].decode() and new["report.html"] != before["report.html"]
    assert new["figures/differences.svg"] == before["figures/differences.svg"]


def test_a_report_of_ones_own_is_not_replaced(run):
    (run / "report.html").write_text("mine")
    before = contents(run)
    done = call("report", run)
    assert done.exit_code == 2 and str(run / "report.html") in done.stderr and "did not write" in done.stderr
    assert contents(run) == before


def test_two_reports_at_once_wait_for_each_other(run, monkeypatch):
    monkeypatch.setattr(report_files, "WAIT", 0.0)
    with locked(run, name=report_files.LOCK):
        done = call("report", run)
    assert done.exit_code == 2 and "another process is writing there just now" in done.stderr


def test_a_report_does_not_go_beside_another_run(made, run, tmp_path):
    found = entente.compare("rotating", "teaching", months=3, replicates=1, workers=1)
    before = contents(run)
    with pytest.raises(InputError, match="the folder holds another run"):
        found.report(run)
    assert contents(run) == before
    done = call("report", made, "--out", found.save(tmp_path / "other"))
    assert done.exit_code == 2 and "the folder holds another run" in done.stderr


BAD = [(["nowhere"], "nowhere: no such folder"), ([""], "an empty name"), (["."], "no finished run in this folder")]


@pytest.mark.parametrize(("words", "message"), BAD)
def test_a_folder_without_a_run_is_one_message(tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    done = call("report", *words)
    assert done.exit_code == 2 and message in done.stderr and done.stdout == ""


def test_a_damaged_run_and_an_unknown_actor_are_one_message(run):
    done = call("report", run, "--for", "Kenia")
    assert done.exit_code == 2 and "did you mean 'Kenya'?" in done.stderr
    (run / "states.parquet").write_bytes(b"")
    done = call("report", run)
    assert done.exit_code == 2 and str(run / "states.parquet") in done.stderr and "Traceback" not in done.stderr


def test_python_loads_a_run_as_it_was_compared(made, run):
    found = entente.load(made)
    assert found.actor == "Kenya" and found.comparison.designs == ("adhoc", "rotating")
    assert entente.load(made, "US").actor == "US"
    (run / "manifest.json").write_text("{}")
    with pytest.raises(StoredFileError):
        entente.load(run)


# ---- a full disk ----------
def test_no_space_while_drawing_is_told_after_the_tables_and_the_runs_are_kept(tmp_path, full):
    full(33)
    done = call("compare", *SMALL, "--out", tmp_path / "a")
    assert done.exit_code == 2
    assert "more than 80 of 100 futures" in done.stdout and f"folder: {tmp_path / 'a'}" in done.stdout
    assert f"The runs are kept in {tmp_path / 'a'}; `entente report {tmp_path / 'a'}` draws" in done.stderr
    assert f"{tmp_path / 'a' / 'figures'}" in done.stderr and "No space left on device" in done.stderr
    assert "bug in Entente" not in done.stderr
    assert not (tmp_path / "a" / "report.html").exists() and not (tmp_path / "a" / "figures").exists()
    assert load_run(tmp_path / "a").replicates == 2


def test_where_standard_output_is_full_the_report_is_drawn_all_the_same(tmp_path, monkeypatch):
    def refuse(found, paths, why, full, as_json):
        raise OutputFailed(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(compare, "_show", refuse)
    done = call("compare", *SMALL, "--out", tmp_path / "a")
    assert done.exit_code == 2
    assert done.stderr.endswith(
        f"Error: standard output: No space left on device; the runs and their report are kept in {tmp_path / 'a'}.\n"
    )
    assert (tmp_path / "a" / "report.html").is_file()


def test_no_space_for_a_forecast_loses_nothing_that_can_be_printed(tmp_path, full):
    full(1)
    done = call(*FORECAST, "--out", tmp_path / "a")
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert "what is printed is all there is" in done.stderr
    assert "Likeliest ties" in done.stdout
    assert not (tmp_path / "a").exists()


def test_no_space_for_the_first_runs_leaves_nothing(tmp_path, full):
    full(1)
    done = call(*COMPARE, "--out", tmp_path / "a")
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert not (tmp_path / "a").exists()


# A batch is six parts, after the first one comes the plan; then six tables, the roster, the manifest.
@pytest.mark.parametrize("files", [7, 9, 16, 20])
def test_where_the_disk_is_full_the_finished_runs_stay_and_the_same_command_goes_on(
    plain, tmp_path, full, files, monkeypatch
):
    full(files)
    done = call(*COMPARE, "--out", tmp_path / "a")
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert f"What is finished is kept in {tmp_path / 'a'}; the same command goes on with it" in done.stderr
    assert (tmp_path / "a" / "plan.json").is_file() and not list((tmp_path / "a").rglob("*.partial"))
    monkeypatch.undo()
    again = call(*COMPARE, "--out", tmp_path / "a")
    assert again.exit_code == 0, again.stderr
    assert same_runs(tmp_path / "a", plain)


def test_a_calibration_says_where_it_stands_when_the_disk_is_full(tmp_path, full):
    pytest.importorskip("threadpoolctl")
    full(1)
    done = call("calibrate", "--quick", "--workers", "1", "--out", tmp_path / "a")
    assert done.exit_code == 2 and f"The finished parts are kept in {tmp_path / 'a'}, and" in done.stderr
    assert "No space left on device" in done.stderr and os.listdir(tmp_path / "a") == ["about.json"]


def test_a_save_that_fails_is_an_error_that_names_the_file(made, tmp_path, full):
    found = entente.load(made)
    full(0)
    with pytest.raises(WriteError, match=r"table\.parquet: cannot be written"):
        found.save(tmp_path / "a")
