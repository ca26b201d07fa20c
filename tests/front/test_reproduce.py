"""Stored runs made again: equal to the byte, or what differs and by how much; what is missing is told."""

import json
import math
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from scenarios import manifest, posterior, rerun
from scenarios.manifest import MANIFEST, read_manifest
from scenarios.reproduction import DIFFERENT, EQUAL, OTHER_BYTES, ROUNDED, changes, table_found
from scenarios.rerun_files import with_files
from scenarios.rosters import FOLDER
from scenarios.stored_files import digest
from sim.errors import InputError


def call(*words):
    return CliRunner().invoke(main, ["reproduce", *map(str, words)])


def stored(folder, scenario="teaching", designs="rotating", **more):
    found = entente.compare(designs, scenario, months=3, replicates=3, workers=1, **more)
    return found, found.save(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run with its swapped runs."""
    found = entente.compare("rotating,chair:Singapore", "teaching", months=4, replicates=3, workers=1)
    found.make_swaps(workers=1)
    return found.save(tmp_path_factory.mktemp("made") / "run")


@pytest.fixture
def run(made, tmp_path):
    shutil.copytree(made, tmp_path / "run")
    return tmp_path / "run"


# ---- equal ----------
def test_a_run_is_equal_to_the_byte_on_any_number_of_workers(made):
    for workers in (1, 2):
        found = entente.reproduce(made, workers=workers)
        assert found.equal and found.changed == () and found.notes == ()
        assert {file.name for file in found.files} == {path.name for path in made.iterdir()}
    done = call(made)
    assert done.exit_code == 0 and done.stdout.endswith("Equal to the byte.\n")
    assert set(found.frame()["verdict"]) == {EQUAL}


def test_the_other_engine_gives_the_same(made):
    done = call(made, "--engine", "reference", "--workers", 1, "--json")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert data["equal"] and data["engine"] == "reference"
    assert data["changed"] == [{"what": "engine", "then": "ensemble", "now": "reference"}]


def test_what_is_stored_suffices_without_the_roster_and_the_posterior(tmp_path, monkeypatch):
    shutil.copytree(FOLDER / "teaching", tmp_path / "mine")
    (tmp_path / "world.toml").write_text(
        f'roster = "{(tmp_path / "mine").as_posix()}"\nposterior = "draws.csv"\n', encoding="utf-8"
    )
    shutil.copy(posterior.POSTERIOR, tmp_path / "draws.csv")
    _, folder = stored(tmp_path / "run", tmp_path / "world.toml")
    shutil.rmtree(tmp_path / "mine")
    (tmp_path / "draws.csv").unlink()
    monkeypatch.chdir(tmp_path)
    found = entente.reproduce(folder, workers=1)
    assert found.equal
    assert any("the draws are those that are stored" in note for note in found.notes)


def test_changed_rosters_events_and_links_are_made_again(tmp_path):
    path = tmp_path / "world.toml"
    path.write_text(
        'roster = "teaching"\nprior = "ranges"\n[roster_changes]\nremove = ["Kenya"]\n'
        '[[events]]\ndate = "2026-02"\nkind = "exit"\nactor = "US"\n', encoding="utf-8",
    )  # fmt: skip
    _, folder = stored(tmp_path / "run", entente.scenario_link(path))
    path.unlink()
    assert entente.reproduce(folder, workers=1).equal


def test_the_finished_part_of_a_run_that_was_stopped_is_made_again(tmp_path):
    def stop(done, of):
        if done >= 3:
            raise KeyboardInterrupt

    found = entente.compare("rotating", "teaching", months=2, replicates=40, workers=1, progress=stop)
    assert not found.runs.complete and 0 < found.runs.replicates < 40
    assert entente.reproduce(found.save(tmp_path / "run"), workers=1).equal


# ---- not equal ----------
def rewritten(folder, name, change):
    """A table of the run changed, as if another machine had written it; the manifest agrees."""
    path = folder / f"{name}.parquet"
    table = pd.read_parquet(path)
    change(table)
    table.to_parquet(path, index=False)
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    content["files"][path.name] = digest(path.read_bytes())
    content["run"]["digest"] = manifest._digest(content)
    (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")


def test_differences_are_told_by_file_column_and_size(run):
    rewritten(run, "table", lambda table: table.__setitem__("harm", table["harm"] * 1.25))
    rewritten(run, "states", lambda table: table.__setitem__("welfare", table["welfare"] * (1 + 1e-12)))
    rewritten(run, "draws", lambda table: None)
    found = entente.reproduce(run, workers=1)
    files = {file.name: file for file in found.files}
    assert not found.equal
    assert files["table.parquet"].verdict == DIFFERENT
    assert dict(files["table.parquet"].largest) == {"harm": pytest.approx(0.2)}
    assert files["states.parquet"].verdict == ROUNDED
    assert files["draws.parquet"].verdict == OTHER_BYTES
    assert files["series.parquet"].verdict == EQUAL
    done = call(run, "--workers", 1)
    assert done.exit_code == 1
    assert "harm: 0.2 of the number" in done.stdout and done.stdout.endswith("Not equal to the byte.\n")


def test_tables_are_compared_by_rows_columns_and_values():
    then = pd.DataFrame({"design": ["a", "b"], "replicate": [0, 0], "x": [1.0, np.nan], "error": ["", ""]})
    assert table_found("t", then, then.copy()).verdict == OTHER_BYTES
    assert "2 rows then, 1 now" in table_found("t", then, then.head(1)).note
    assert "other columns: x" in table_found("t", then, then.drop(columns="x")).note
    assert table_found("t", then, then.assign(design=["a", "c"])).note == "other rows"
    gone = table_found("t", then, then.assign(x=[np.nan, np.nan], error=["", "stopped"]))
    assert dict(gone.largest) == {"x": math.inf, "error": math.inf} and gone.verdict == DIFFERENT
    assert dict(table_found("t", then, then.assign(x=[2.0, np.nan])).largest) == {"x": 0.5}
    assert dict(table_found("t", then.assign(x=0.0), then.assign(x=[0.0, 1e-300])).largest) == {"x": 1.0}


def test_what_is_different_of_code_libraries_and_machine_is_named(made):
    now = read_manifest(made)
    then = json.loads(json.dumps(now))
    then["code"]["version"], then["code"]["commit"] = "0.0.9", "abc"
    then["run"] |= {"python": "3.8.1", "processor": "an abacus"}
    then["run"]["libraries"] |= {"numpy": "1.0", "gone": "2.0"}
    then["configuration"]["posterior"] = "other"
    named = {each.what: (each.then, each.now) for each in changes(then, now)}
    assert {"version of Entente", "Python", "processor", "numpy", "gone", "posterior"} <= set(named)
    assert named["gone"] == ("2.0", "not there") and named["numpy"][0] == "1.0"
    assert changes(now, now) == []
    del then["run"]["processor"]  # a run from before it was noted
    assert "processor" not in {each.what for each in changes(then, now)}


def test_designs_with_other_numbers_now_are_named(made):
    now = read_manifest(made)
    then = json.loads(json.dumps(now))
    then["configuration"]["designs"][1]["fields"]["staff_fte"] = 99.0
    (words,) = rerun.other_designs(then, now)
    assert words.startswith(f"{then['configuration']['designs'][1]['name']} has other numbers now: staff_fte 99.0 then")


# ---- what is missing ----------
def test_a_design_file_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('[design]\nbase = "rotating"\nstaff_fte = 9\n', encoding="utf-8")
    _, folder = stored(tmp_path / "run", designs="mine.toml")
    assert entente.reproduce(folder, workers=1).equal
    (tmp_path / "mine.toml").unlink()
    with pytest.raises(InputError, match="a design file of the run is not stored with it"):
        entente.reproduce(folder)
    done = call(folder)
    assert done.exit_code == 2 and "mine.toml" in done.stderr and done.stdout == ""


def test_rules_that_are_not_there_are_told(made):
    runs = entente.load(made).runs
    rules = {"file": "flat.py", "replace": {"deals.tie_cost": "flat"}, "digest": "0" * 16}
    with pytest.raises(InputError, match="the rules of the run are not stored with it") as caught:
        with_files(runs.scenario.changed(rules=rules), made)
    assert "flat.py with the content 0000" in caught.value.allowed


def test_a_folder_without_a_run_and_a_damaged_run_are_one_message(run, tmp_path):
    assert "no finished run" in call(tmp_path).stderr
    (run / "table.parquet").write_bytes(b"")
    done = call(run)
    assert done.exit_code == 2 and "table.parquet" in done.stderr and "Traceback" not in done.stderr


def test_nothing_is_left_behind(made, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    entente.reproduce(made, workers=1)
    assert list(tmp_path.iterdir()) == []
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before


# ---- sweeps ----------
def test_a_sweep_is_made_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (
        'roster = "teaching"\nprior = "ranges"\nend = "2026-06"\ndesigns = ["adhoc", "rotating"]\n'
        '[sweep]\nmethod = "grid"\nreplicates = 2\n[sweep.vary]\nnoise = [0.2, 0.3]\n'
    )
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    folder = entente.sweep("mine.toml", tmp_path / "swept", workers=1).folder
    (tmp_path / "mine.toml").unlink()
    found = entente.reproduce(folder, workers=2)
    assert found.equal and {file.name for file in found.files} == {path.name for path in folder.iterdir()}
    done = call(folder)
    assert done.exit_code == 0 and "points.parquet" in done.stdout
    shutil.copytree(FOLDER / "teaching", tmp_path / "roster")
    (tmp_path / "mine.toml").write_text(text.replace('"teaching"', '"roster"'), encoding="utf-8")
    folder = entente.sweep("mine.toml", tmp_path / "other", workers=1).folder
    assert entente.reproduce(folder, workers=1).equal
    shutil.rmtree(tmp_path / "roster")
    with pytest.raises(InputError, match="the roster of the sweep is not stored with it"):
        entente.reproduce(folder, workers=1)


@pytest.mark.parametrize(
    "content",
    [
        'method = "grid"\n[sweep.vary]\nus_engagement = [0.3, 1.1]\npolarisation = [1.0, 1.5]\n',
        'method = "sobol"\npoints = 2\n[sweep.vary]\nus_engagement = {low = 0.3, high = 1.1}\nload = [0.1, 0.9]\n',
        'method = "list"\nfile = "points.csv"\n',
    ],
    ids=["grid", "sobol", "list"],
)
def test_a_sweep_is_made_again_whatever_the_order_of_its_names(tmp_path, content):
    (tmp_path / "points.csv").write_text("us_engagement,design,load\n0.3,rotating,0.5\n1.1,adhoc,\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        'roster = "teaching"\nprior = "ranges"\nend = "2026-03"\n[sweep]\nreplicates = 1\n'
        + ("" if "list" in content else 'designs = ["adhoc", "rotating"]\n') + content, encoding="utf-8",
    )  # fmt: skip
    folder = entente.sweep(tmp_path / "mine.toml", tmp_path / "swept", workers=1).folder
    found = entente.reproduce(folder, workers=1)
    assert found.equal, found.frame()


def test_the_first_sweep_is_made_again(tmp_path):
    folder = entente.sweep("first", tmp_path / "swept", replicates=1, workers=1).folder
    assert entente.reproduce(folder, workers=2).equal
