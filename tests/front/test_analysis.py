"""`entente robust`, `search` and `discover`: what they print where, and how they answer mistakes."""

import json

import pytest
from click.testing import CliRunner

import entente
from entente.cli import main

SMALL = ["--scenario", "teaching", "--months", "6", "--workers", "1"]


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "run"
    told = call("compare", *SMALL, "--designs", "rotating,igo:OECD", "--replicates", "8", "--no-report", "--out", out)
    assert told.exit_code == 0, told.output
    return out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["robust", "--want", "member>3", *SMALL], ["did you mean 'members'"]),
        (["robust", "--want", "members", *SMALL], ["not a threshold", "members>=10"]),
        (["robust", "--outcomes", "harms", *SMALL], ["did you mean 'harm'"]),
        (["robust", "--by", "best"], ["'mean', 'median', 'tail'"]),
        (["robust", "nowhere"], ["nowhere"]),
        (["robust", "nowhere", "--seed", "3"], ["--seed", "there already"]),
        (["search", "--also", "fastlane", *SMALL], ["did you mean 'fast_lane'"]),
        (["search", "--over", "rotatng", *SMALL], ["did you mean 'rotating'"]),
        (["search", "--designs", "none", *SMALL], ["no design with a secretariat"]),
        (["discover", "--a", "rotating"], ["Missing option '--b'"]),
        (["discover", "--a", "rotating", "--b", "igo:OECD", "--outcome", "harms"], ["did you mean 'harm'"]),
        (["discover", "nowhere", "--a", "rotating", "--b", "igo:OECD", "--outcome", "harm", "--months", "3"],
         ["a folder has a scenario of its own"]),
        (["discover", "--a", "rotating", "--b", "igo:OECD", "--outcome", "harm", "--points", "3"], ["from 100 to"]),
    ],
)  # fmt: skip
def test_mistakes_get_one_clear_message(words, said):
    told = call(*words)
    assert told.exit_code == 2
    assert all(text in told.stderr for text in said), told.stderr
    assert "Traceback" not in told.output and not told.stdout


def test_robust_reads_a_stored_run(folder):
    told = call("robust", folder, "--want", "members>=1", "--json")
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    assert data["futures"] == 8 and data["designs"] == ["adhoc", "rotating", "igo:OECD"]
    assert {row["design"] for row in data["satisficing"]} == set(data["designs"])
    same = entente.robust(folder, wants=["members>=1"])
    assert same.words() == data["in_words"]


def test_robust_runs_a_scenario_and_says_the_same_as_of_the_stored_run(folder):
    told = call("robust", *SMALL, "--designs", "rotating,igo:OECD", "--replicates", "8")
    assert told.exit_code == 0, told.output
    assert call("robust", folder).stdout == told.stdout
    assert "Who dominates whom" in told.stdout and "Rests on 8 replicates of 'teaching'" in told.stdout


def test_designs_of_a_stored_run_can_be_chosen(folder):
    data = json.loads(call("robust", folder, "--designs", "rotating,igo:OECD", "--json").stdout)
    assert data["designs"] == ["rotating", "igo:OECD"]
    assert "was not run" in call("robust", folder, "--designs", "rotating,igo:UN").stderr


def test_search_prints_words_and_lists_what_was_searched():
    sizes = ["--population", "5", "--generations", "2", "--replicates", "8", "--check-replicates", "20"]
    told = call("search", *SMALL, "--designs", "adhoc,rotating,igo:OECD", "--outcomes", "members,harm", *sizes)
    assert told.exit_code == 0, told.output
    for text in ("Searched fields", "Held fields", "perceived_neutrality", "turn_share", "seed 1000004"):
        assert text in told.stdout


def test_a_stored_run_that_is_too_small_cannot_be_looked_into(folder):
    told = call("discover", folder, "--a", "rotating", "--b", "igo:OECD", "--outcome", "harm", "--no-flip")
    assert told.exit_code == 2 and "at least 100" in told.stderr
    apart = call("discover", folder, "--a", "rotating", "--b", "igo:OECD", "--outcome", "harm", "--apart")
    assert "stored runs share their quantiles" in apart.stderr


def test_discover_writes_a_folder(tmp_path):
    words = ["--a", "rotating", "--b", "igo:OECD", "--outcome", "harm", "--points", "100", "--no-flip"]
    small = ["--scenario", "teaching", "--months", "15", "--workers", "1"]
    told = call("discover", *words, *small, "--out", tmp_path / "out", "--json")
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    assert data["futures"] == 200 and data["flip"] is None
    assert json.loads((tmp_path / "out" / "discovery.json").read_text()) == data
    refused = call("reproduce", tmp_path / "out")
    assert refused.exit_code == 2 and "a discovery, not a run" in refused.stderr
    assert "the same `entente discover` into a new folder" in refused.stderr


def test_robust_reads_a_sweep(tmp_path):
    file = tmp_path / "two.toml"
    file.write_text(
        'roster = "teaching"\nend = "2026-06"\ndesigns = ["rotating", "igo:OECD"]\n'
        '[sweep]\nmethod = "grid"\nreplicates = 4\n[sweep.vary]\ndifficulty = [0.3, 0.9]\n'
    )
    swept = entente.sweep(file, tmp_path / "out", workers=1)
    found = entente.robust(tmp_path / "out", outcomes=["harm"])
    assert len(found.futures) == 8 and len(set(found.futures.group)) == 4  # points of a grid are no sample
    assert "the 4 replicates are drawn anew and the 2 points stay" in " ".join(found.words())
    assert found.futures.designs == tuple(swept.designs)
    assert "2 points (grid), 4 replicates each" in found.rests_on
    file.write_text(
        file.read_text().replace('"grid"', '"lhs"\npoints = 2').replace("[0.3, 0.9]", "{ low = 0.3, high = 0.9 }")
    )
    entente.sweep(file, tmp_path / "drawn", workers=1)
    drawn = entente.robust(tmp_path / "drawn", outcomes=["harm"])
    assert len(set(drawn.futures.group)) == 2 and "which all points share, stay" in " ".join(drawn.words())
