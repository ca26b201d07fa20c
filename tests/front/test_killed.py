"""SIGKILL at any moment: the same command goes on, and the folder is in the end that of a run that nobody disturbed."""

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from entente.cli import main
from scenarios.parts import PARTS, PLAN
from tests.killing import kill_often

RUN = ["compare", "--scenario", "teaching", "--months", "12", "--replicates", "64", "--designs", "rotating,none"]
QUICK = [*RUN, "--no-report"]
FULL = [*RUN, "--why", "members", "--no-report"]  # with swapped runs
FILES = 32 * 6  # parts of an undisturbed run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")


def undisturbed(words, folder):
    done = CliRunner().invoke(main, [*words, "--out", str(folder)])
    assert done.exit_code == 0, done.stderr
    return contents(folder)


def contents(folder):
    """Name -> bytes, the manifest without its section on how and when it was made."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(".entente-claim", None)  # of a process that was killed on its way out
    manifest = json.loads(found.pop("manifest.json"))
    del manifest["run"]
    return found | {"manifest.json": json.dumps(manifest).encode()}


def test_a_run_that_is_killed_three_times_ends_with_the_same_bytes(tmp_path):
    wanted = undisturbed(QUICK, tmp_path / "whole")
    kills = kill_often([*QUICK, "--out", "run"], tmp_path / "run", 3, seed=3, most=FILES // 4)
    assert kills == 3
    assert contents(tmp_path / "run") == wanted


@pytest.mark.slow
@pytest.mark.parametrize(("words", "more"), [(QUICK, 0), (FULL, 40)], ids=["runs", "runs and swaps"])
def test_twenty_five_kills_at_any_moment_change_no_byte(tmp_path, words, more):
    """From the first file to the removal of the last part; 50 kills in all."""
    wanted, kills, seed = undisturbed(words, tmp_path / "whole"), 0, 0
    while kills < 25:
        seed += 1
        kills += kill_often([*words, "--out", "run"], tmp_path / "run", 25 - kills, seed, FILES + 20 + more)
        assert contents(tmp_path / "run") == wanted
        shutil.rmtree(tmp_path / "run")


def test_work_without_a_folder_is_taken_up_where_it_stands(tmp_path, monkeypatch):
    """Even on another day: the folder is known by its configuration."""
    monkeypatch.chdir(tmp_path)
    wanted = undisturbed(QUICK, tmp_path / "whole")
    stop_after(monkeypatch, 5)
    with pytest.raises(SystemError):
        CliRunner().invoke(main, QUICK, catch_exceptions=False, env={"ENTENTE_DEBUG": "1"})
    (left,) = (tmp_path / "runs").iterdir()
    assert (left / PLAN).is_file() and len(list((left / PARTS).iterdir())) == 30
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    older = left.rename(left.with_name(left.name.replace(left.name[:10], "2020-01-31")))
    done = CliRunner().invoke(main, QUICK)
    assert done.exit_code == 0 and f"folder: {older.relative_to(tmp_path)}" in done.stdout
    assert contents(older) == wanted and list((tmp_path / "runs").iterdir()) == [older]


def stop_after(monkeypatch, batches):
    """Break off after so many batches, as if the process were killed there."""
    from scenarios.parts import FolderParts

    real, done = FolderParts.put, []

    def put(parts, number, tables):
        if len(done) == batches:
            raise SystemError("killed")
        done.append(number)
        real(parts, number, tables)

    monkeypatch.setattr(FolderParts, "put", put)


def test_another_configuration_in_an_unfinished_folder_is_refused_with_what_differs(tmp_path, monkeypatch):
    folder = tmp_path / "run"
    stop_after(monkeypatch, 5)
    CliRunner().invoke(main, [*QUICK, "--out", str(folder)])
    monkeypatch.undo()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for changed, words in (
        (["--seed", "9"], "run.job.seed is 1 there and 9 here"),
        (["--replicates", "96"], "something else: replicates is 64 there and 96 here (got"),
        (["--designs", "rotating"], "run.job.designs.none is only there"),
    ):
        done = CliRunner().invoke(main, [*QUICK, *changed, "--out", str(folder)])
        assert done.exit_code == 2 and "'out': the folder holds an unfinished run of something else" in done.stderr
        assert words in done.stderr, done.stderr
    monkeypatch.setattr("scenarios.outlines.package_digest", lambda: "another")
    done = CliRunner().invoke(main, [*QUICK, "--out", str(folder)])
    assert done.exit_code == 2 and "code.scenarios is " in done.stderr and "there and 'another' here" in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
