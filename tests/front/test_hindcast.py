"""entente hindcast: what it prints and keeps, and how it refuses."""

import errno
import json
import os
import re

import pandas as pd
import pytest
from click.testing import CliRunner

import entente
from calibration.hindcast.findings import COLUMNS
from entente.cli import main
from results import hindcast_page

SMALL = ["hindcast", "--start", "observed", "--until", "2025-02", "--replicates", "20", "--workers", "1"]
FILES = ["hindcast.csv", "hindcast.json", "hindcast.png", "hindcast.svg"]
SCORES = ("record", "median", "low50", "high50", "low90", "high90", "quantile")


def call(*words, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder and what was printed."""
    folder = tmp_path_factory.mktemp("made") / "a"
    return folder, call(*SMALL, "--out", folder, env={"COLUMNS": "80"})


def test_it_names_what_misses_first_then_every_row_then_the_files(made):
    folder, done = made
    assert done.exit_code == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert text.startswith("20 simulated pasts from 2024-12 (from the ties, offices and members of 20 November 2024)")
    order = ["The record lies", "could hardly miss", "row record median 50% 90% place", "Without a record", "folder: "]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert f"figure: {folder / 'hindcast.svg'}" in done.stdout
    assert sorted(os.listdir(folder)) == FILES


def test_at_80_columns_no_number_is_broken_and_no_line_too_long(made):
    lines = made[1].stdout.splitlines()
    assert max(len(line) for line in lines if not line.startswith(("folder", "figure", "table"))) <= 80
    (row,) = [line for line in lines if line.startswith("  members in 2025-02")]
    assert len(re.split(" {2,}", row.strip())) == 6  # its name, record, median, two ranges, place


def test_json_is_the_rows_and_where_the_files_are(here):
    done = call(*SMALL, "--out", "a", "--json")
    found = json.loads(done.stdout)
    assert set(found) == {"about", "rows", "paths"}
    assert found["about"]["start"] == "observed" and found["about"]["until"] == "2025-02"
    for row in found["rows"]:
        assert set(row) == set(COLUMNS)
        assert all(row[name] is not None for name in SCORES) == (row["verdict"] != "no record")
    stored = json.loads((here / "a" / "hindcast.json").read_text())
    assert stored == {key: found[key] for key in ("about", "rows")}
    assert list(pd.read_csv(here / "a" / "hindcast.csv").columns) == list(COLUMNS)


def test_python_gives_the_same(here):
    done = call(*SMALL, "--out", "a", "--json")
    past = entente.hindcast("observed", "2025-02", replicates=20, workers=2)
    assert json.loads(json.dumps(past.to_json()))["rows"] == json.loads(done.stdout)["rows"]


def test_a_folder_of_its_own_is_claimed_each_time(here):
    for _ in range(2):
        assert call(*SMALL).exit_code == 0
    first, second = sorted(path.name for path in (here / "runs").iterdir())
    assert first.endswith("-hindcast-observed-2025-02") and second == f"{first}-2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--start", "orign"],
            "'start': unknown start (got 'orign'); allowed: origin, observed; did you mean 'origin'?",
        ),
        (
            ["--until", "2026-01"],
            "'until': outside the record (got '2026-01'); allowed: a month from 2023-06 to 2025-12",
        ),
        (["--until", "2025-02-30"], "'until': not a date"),
        (["--until", "soon"], "'until': not a date"),
        (["--replicates", "0"], "a whole number from 1 to"),
        (["--seed", "-1"], "a whole number from 0 to"),
        (["--workers", "257"], "a whole number from 1 to 256"),
        (["--out", ""], "'out': an empty name"),
        (["--write", "--seed", "2"], "leave out --seed"),
        (["--write", "--json"], "leave out --json"),
        (["--write", "--start", "origin", "--out", "a"], "leave out --start, --out"),
    ],
)
def test_a_mistake_is_one_message_and_writes_nothing(here, words, said):
    before = hindcast_page.PATH.read_bytes()
    done = call("hindcast", *words)
    assert done.exit_code == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert not list(here.iterdir()) and hindcast_page.PATH.read_bytes() == before


def test_a_folder_with_own_files_is_refused_and_left_alone(here):
    (here / "a").mkdir()
    (here / "a" / "notes.txt").write_text("mine")
    done = call(*SMALL, "--out", "a")
    assert done.exit_code == 2 and "'notes.txt'" in done.stderr
    assert os.listdir(here / "a") == ["notes.txt"]


def test_where_nothing_can_be_kept_it_is_printed(here, monkeypatch):
    def fsync(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    done = call(*SMALL, "--out", "a")
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert "founding members that left" in done.stdout and "could not be kept" in done.stderr
    assert not (here / "a").exists()


def test_write_stores_what_is_shipped(tmp_path, monkeypatch):
    found = hindcast_page.stored()
    monkeypatch.setattr(hindcast_page, "PATH", tmp_path / "hindcast.json")
    monkeypatch.setattr(hindcast_page, "make", lambda workers: found)
    done = call("hindcast", "--write")
    assert done.exit_code == 0 and str(tmp_path / "hindcast.json") in done.stdout
    assert hindcast_page.stored() == found
