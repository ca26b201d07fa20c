"""`entente sensitivity`: what it prints, keeps and refuses; the same from Python."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

pytest.importorskip("SALib")

import entente
from entente.cli import main
from results.sensitivity.files import ABOUT, POINTS, RUNS

SMALL = ["sensitivity", "--scenario", "teaching", "--months", "12", "--workers", "1", "--inputs", "uncertain"]


def call(*words, columns="120"):
    return CliRunner().invoke(main, [str(word) for word in words], env={"COLUMNS": columns})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensitivity") / "run"
    done = call(*SMALL, "--against", "igo:OECD", "--outcome", "harm", "--size", "4", "--out", folder)
    assert done.exit_code == 0, done.stderr
    return folder, done


def test_it_says_what_was_run_what_it_depends_on_and_what_to_beware_of(made):
    folder, done = made
    said = done.stdout
    assert "Sobol indices: 8 inputs, 4 rows, 40 points, 120 runs of adhoc, rotating, igo:OECD" in said
    assert "Difference in expected harm, rotating less igo:OECD" in said and "Chance: of the variance" in said
    assert "Caution: The sample is small (4); at least 64 is usual." in said
    assert "first order" in said and "draws" in said and str(folder) in said.replace("\n", "")


def test_what_is_kept_can_be_read(made):
    folder, _ = made
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    points, runs = pd.read_parquet(folder / POINTS), pd.read_parquet(folder / RUNS)
    assert len(points) == 40 and len(runs) == 120 and set(runs["point"]) == set(points["point"])
    assert [each["name"] for each in about["about"]["inputs"]] == [*points.columns[1:]]


def test_json_is_all_that_is_printed_and_the_same_as_from_python(tmp_path):
    done = call(*SMALL, "--method", "morris", "--outcome", "harm", "--size", "3", "--out", tmp_path / "m", "--json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    found = entente.sensitivity(
        scenario="teaching", months=12, method="morris", outcomes="harm", inputs="uncertain", size=3, workers=2
    )
    assert {key: data[key] for key in ("about", "outcomes", "indices")} == {
        key: json.loads(json.dumps(found.to_json()))[key] for key in ("about", "outcomes", "indices")
    }
    assert data["folder"] == str(tmp_path / "m")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--inputs", "us_engagment"], "did you mean 'us_engagement'"),
        (["--outcome", "harmm"], "did you mean 'harm'"),
        (["--size", "100"], "not a power of two"),
        (["--design", "rotatin"], "did you mean 'rotating'"),
        (["--method", "fast"], "allowed: morris, sobol"),
    ],
)
def test_mistakes_are_one_message(words, said, tmp_path):
    done = call("sensitivity", "--scenario", "teaching", *words, "--out", tmp_path / "x")
    assert done.exit_code == 2 and said in done.stderr and "Traceback" not in done.stderr and not done.stdout
    assert not (tmp_path / "x").exists()


def test_nothing_is_overwritten(made):
    folder, _ = made
    done = call(*SMALL, "--size", "4", "--out", folder)
    assert done.exit_code == 2 and "holds a sensitivity analysis already" in done.stderr
    done = call("reproduce", folder)
    assert done.exit_code == 2 and "a sensitivity analysis, not a run" in done.stderr
    assert "the same `entente sensitivity` into a new folder" in done.stderr
