"""The command that a country is told when it was never host runs, and runs the same experiment."""

import re
import shlex

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import entente
from entente.cli import main
from results.brief.again import _typed, compare_again
from results.page.again import repeat_command
from scenarios.schema import load_scenario

FILE = 'roster = "teaching"\nprior = "ranges"\nseed = 5\nreplicates = 2\n[uncertainties]\npolarisation = 1.0\n'
FEW = ["--months", "3", "--workers", "1", "--no-report"]


def call(words, folder):
    """A command line, as ``entente`` hands it on, into a folder."""
    done = CliRunner().invoke(main, [*words, "--out", folder], obj=shlex.join(["entente", *words]))
    assert done.exit_code == 0, done.output
    return entente.load(folder)


def told(found, actor):
    """The command in the paragraph of a country."""
    return re.search("`(.*)`", found.country(actor).text)[1]


def same_draws(one, two, design):
    tables = [found.runs.table[found.runs.table["design"] == design].reset_index(drop=True) for found in (one, two)]
    pd.testing.assert_frame_equal(*tables)


def test_of_a_scenario_file_it_is_the_same_file_and_horizon(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text(FILE)
    first = call(["compare", "--scenario=own.toml", "--designs", "static:Singapore,igo:OECD", *FEW], "first")
    command = told(first, "Kenya")
    assert command.startswith("entente compare --scenario own.toml --months 3 --designs adhoc,static:Kenya,")
    words = shlex.split(command)[1:]
    second = call([*words, "--workers", "1", "--no-report"], "second")
    assert second.runs.seed == 5 and second.runs.replicates == 2 and second.actor == "Kenya"
    same_draws(first, second, "adhoc")
    assert "none had Kenya as host" not in second.country("Kenya").text
    assert repeat_command(first.runs, first.comparison, None).startswith(
        "entente compare --scenario own.toml --months 3"
    )


def test_of_runs_that_no_command_made_it_says_what_differs_from_the_scenario(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = entente.compare(
        "static:Singapore,igo:OECD", "default", roster="teaching", months=3, replicates=2, workers=1
    )
    command = told(found, "Kenya")
    assert command.startswith("entente compare --roster teaching --months 3 --designs adhoc,static:Kenya,")
    same_draws(found, call([*shlex.split(command)[1:], "--workers", "1", "--no-report"], "second"), "adhoc")
    (tmp_path / "own.toml").write_text(FILE)
    found = entente.compare("rotating", "own.toml", months=3, replicates=2, workers=1)
    words = shlex.split(compare_again(found.runs, ["adhoc"], 2))
    linked = load_scenario(words[words.index("--scenario") + 1])
    assert linked.plain()["uncertainties"] == found.runs.scenario.plain()["uncertainties"] and linked.end == "2026-03"


def test_a_design_of_ones_own_is_known_by_its_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('[design]\nbase = "static:Singapore"\nname = "my own"\n')
    found = entente.compare("mine.toml,rotating", "teaching", months=2, replicates=1, workers=1)
    assert "--designs adhoc,mine.toml " in compare_again(found.runs, ["adhoc", "my own"], 1)


word = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1).filter(lambda one: one[0] != "-")


@given(scenario=word, months=st.integers(1, 99), actor=word, split=st.booleans())
def test_what_was_typed_is_taken_over_however_it_was_typed(scenario, months, actor, split):
    said = ["--scenario", scenario] if split else [f"--scenario={scenario}"]
    command = shlex.join(
        ["entente", "compare", "--for", actor, *said, "--months", str(months), "--out", "x", "--allow-rules"]
    )
    assert _typed(command) == ["--scenario", scenario, "--months", str(months), "--allow-rules"]


@pytest.mark.parametrize("command", ["", "entente compare", "entente compare --for UK --seed 3"])
def test_nothing_that_is_usual_is_said(command):
    assert _typed(command) == []
