"""entente sweep: points, runs and statistics in a folder; killed at any moment, the same command goes on with it."""

import json
import os
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from entente.console import bytes_text
from entente.sweep_progress import Pace
from sim.errors import InputError
from tests.killing import kill_often
from tests.scenarios.sweeping import TOML, left_in


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "small.toml"
    path.write_text(TOML)
    return path


@pytest.fixture
def cli():
    def call(*words):
        done = CliRunner().invoke(main, [str(word) for word in words])
        return done.exit_code, done.stdout, done.stderr

    return call


@pytest.fixture(scope="module")
def found(file, tmp_path_factory):
    return entente.sweep(file, tmp_path_factory.mktemp("out") / "a [b]'s *", workers=1)


# ---- what it says ----------
def test_points_and_runs_are_tables(found):
    assert list(found.points) == ["point", "scenario", "seed", "staff_fte", "us_engagement"]
    assert len(found.points) == 16 and found.designs == ["adhoc", "rotating", "igo:OECD"]
    frame = found.frame("harm", "members")
    assert len(frame) == 16 * 8 * 3 and list(frame["design"][:3]) == found.designs
    assert list(frame)[-3:] == ["harm", "members", "error"]
    assert found.table.aggregate("count(*) AS runs").fetchall() == [(384,)]
    assert entente.load_sweep(found.folder).points.equals(found.points)


def test_points_share_their_draws_so_that_only_what_is_varied_differs(tmp_path):
    vary = "us_engagement = { low = 0.3, high = 1.1 }"
    grid = TOML.replace("sobol", "grid").replace("points = 16\n", "").replace(vary, "").replace("2026-02", "2026-12")
    (tmp_path / "grid.toml").write_text(grid)
    frame = entente.sweep(tmp_path / "grid.toml", tmp_path / "out", replicates=4, workers=1).frame("finished")
    by_point = frame.pivot(index=["design", "replicate"], columns="staff_fte", values="finished")
    same = by_point.nunique(axis=1).groupby("design").max()
    assert same["adhoc"] == same["igo:OECD"] == 1 < same["rotating"]


def test_statistics_are_those_of_pandas(found):
    frame = found.frame("harm", "multi_year_completion")
    summary = found.summary("harm")
    assert list(summary["design"][:3]) == found.designs and len(summary) == 48
    groups = frame.groupby(["point", "design"])["harm"]
    for name, wanted in {
        "mean": groups.mean(), "median": groups.median(), "q05": groups.quantile(0.05), "q95": groups.quantile(0.95),
    }.items():  # fmt: skip
        got = summary.set_index(["point", "design"])[name].loc[wanted.index]
        np.testing.assert_allclose(got.to_numpy(), wanted.to_numpy(), rtol=1e-12)
    spans = {(s.design, s.outcome): s for s in found.spans(["harm", "multi_year_completion"])}
    medians = groups.median().unstack()
    for design in found.designs:
        span = spans[design, "harm"]
        assert (span.low, span.high) == (medians[design].min(), medians[design].max())
        assert medians[design][span.at_low] == span.low and medians[design][span.at_high] == span.high
    assert frame["multi_year_completion"].isna().all()  # of runs that are too short
    assert np.isnan(spans["adhoc", "multi_year_completion"].low)
    assert found.summary("multi_year_completion")["of"].eq(0).all()
    with pytest.raises(InputError, match="did you mean 'harm'"):
        found.summary("harms")


# ---- the command ----------
def test_the_command_lists_runs_and_prints(file, tmp_path, cli):
    code, out, _ = cli("sweep")
    assert code == 0 and "first" in out and "rotating_or_oecd" in out
    code, out, _ = cli("sweep", "--json")
    assert {entry["name"] for entry in json.loads(out)} >= {"first", "uncertainties"}
    code, out, err = cli("sweep", file, "--out", tmp_path / "a", "--replicates", 2, "--workers", 1)
    assert code == 0 and "16 points x 2 replicates, 3 designs: 96 runs" in out and "96 runs of 16 points" in err
    assert "5, 20, 80" in out and "None failed." in out and "Behaviour: " in out
    code, out, err = cli("sweep", file, "--out", tmp_path / "b", "--replicates", 2, "--json")
    said = json.loads(out)
    assert code == 0 and (said["runs"], said["points"], said["failed_runs"]) == (96, 16, 0)
    span = next(s for s in said["spans"] if (s["design"], s["outcome"]) == ("igo:OECD", "harm"))
    assert span["low"] <= span["high"] and 0.3 <= span["at_low"]["us_engagement"] <= 1.1
    assert left_in(tmp_path / "a") == left_in(tmp_path / "b")


def test_the_same_command_again_is_no_mistake(file, tmp_path, cli, monkeypatch):
    """A job that is put into the queue again, with one more line than needed, must not fail; another sweep must."""
    words = ("sweep", file, "--out", tmp_path / "a", "--replicates", 2, "--workers", 1)
    _, out, _ = cli(*words)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "a").iterdir()}
    code, again, err = cli(*words)
    assert code == 0 and again == out and "finished already" in err
    code, told, _ = cli(*words, "--json")
    assert code == 0 and json.loads(told)["runs"] == 96
    with monkeypatch.context() as patched:
        patched.setattr("scenarios.sweeps.run.run_plan", None)  # nothing is run
        assert entente.sweep(file, tmp_path / "a", replicates=2).folder == tmp_path / "a"
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "a").iterdir()} == before
    code, _, err = cli(*words[:4], "--replicates", 3)
    assert code == 2 and "holds a sweep already" in err
    with monkeypatch.context() as patched:
        patched.setattr("scenarios.outlines.package_digest", lambda: "another")
        code, _, err = cli(*words)
        assert code == 2 and "holds a sweep already" in err
    (tmp_path / "a" / "table.parquet").write_bytes(b"")
    code, _, err = cli(*words)
    assert code == 2 and "table.parquet" in err


def test_what_makes_no_sense_is_told_and_leaves_nothing(file, tmp_path, cli):
    for words, said in (
        (("sweep", "frist"), "did you mean 'first'"),
        (("sweep", file, "--out", tmp_path / "x", "--cluster", "here"), "tcp://host:port"),
        (("sweep", file, "--out", tmp_path / "x", "--cluster", "tcp://a:1", "--workers", 2), "--workers is for this"),
        (("sweep", file, "--out", file), "a file, not a folder"),
    ):
        code, out, err = cli(*words)
        assert (code, out) == (2, "") and said in err, words
    assert not (tmp_path / "x").exists()


# ---- stops of all kinds ----------
PARTS = 32  # of this sweep, a file each
on_posix = pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")


@on_posix
def test_three_kills_change_no_byte(file, found, tmp_path):
    words = ["sweep", file, "--out", "run", "--workers", 1]
    assert kill_often(words, tmp_path / "run", 3, seed=20, most=PARTS // 4) == 3
    assert left_in(tmp_path / "run") == left_in(found.folder)


@on_posix
@pytest.mark.slow
def test_fifty_kills_at_any_moment_change_no_byte(file, found, tmp_path):
    words, kills, seed = ["sweep", file, "--out", "run"], 0, 0
    while kills < 50:
        seed += 1
        kills += kill_often(words, tmp_path / "run", 50 - kills, seed, PARTS + 6)
        assert left_in(tmp_path / "run") == left_in(found.folder)
        shutil.rmtree(tmp_path / "run")


# ---- progress ----------
def test_the_rate_counts_what_is_done_now_and_not_what_was_there():
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.note(5000)
    assert pace.rate == 0 and pace.left(10_000) == "-:--:--"
    for second in range(1, 11):
        now[0] = float(second)
        pace.note(5000 + 100 * second)
    assert pace.rate == 100 and pace.left(10_000) == "0:00:40"
    for second in range(11, 200):  # slower since
        now[0] = float(second)
        pace.note(6000 + 10 * (second - 10))
    assert pace.rate == pytest.approx(10)


def test_sizes_are_told_in_words():
    sizes = [0, 999, 1000, 12_345, 999_999, 3_400_000, 1_200_000_000, 5e15]
    assert [bytes_text(size) for size in sizes] == [
        "0 B", "999 B", "1.0 kB", "12 kB", "1000 kB", "3.4 MB", "1.2 GB", "5000 TB",
    ]  # fmt: skip
    assert pd.Series(sizes).is_monotonic_increasing
