"""The commented file to begin with: it runs as the default, and all its examples are valid together."""

import re
import tomllib

import pytest

from scenarios.experiment import job_of
from scenarios.scenario_checks import check_scenario
from scenarios.scenario_template import NOT_SHOWN, PROSE, TABLES, template
from scenarios.schema import Scenario, load_scenario

BESIDE = ("name", "title", "description", "evidence", "expectations")  # felt by no run


@pytest.fixture(scope="module")
def text():
    return template("my_question")


@pytest.fixture(scope="module")
def examples(text):
    """The same with every example taken in."""
    return re.sub(r"^#(?=[^ #\n])", "", text, flags=re.MULTILINE)


def test_as_it_stands_it_is_the_default(text):
    mine, default = Scenario.of({"name": "x", **tomllib.loads(text)}).plain(), load_scenario().plain()
    assert {k: v for k, v in mine.items() if k not in BESIDE} == {k: v for k, v in default.items() if k not in BESIDE}


def test_all_examples_together_can_be_run(examples, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(examples, encoding="utf-8")
    scenario = load_scenario(path)
    job, asked = job_of(scenario, scenario.load_roster())
    assert job.forced and job.events and job.later and "rotating" in asked
    found = check_scenario(str(path))
    assert [str(error) for error in found.errors if error.key != "sweep"] == []


def test_every_key_and_every_table_has_an_example(text, examples):
    shown = set(tomllib.loads(examples)) | set(PROSE)
    assert set(Scenario.model_fields) <= shown | set(NOT_SHOWN)
    assert set(TABLES) <= shown
    for key in NOT_SHOWN:
        assert f"## {key} = " in text


def test_what_runs_depend_on_is_in_every_example(examples):
    content = tomllib.loads(examples)
    assert {key for key in content["roster_changes"]} == {
        "remove", "add", "jurisdictions", "institutes", "firms", "pairs", "ties",
    }  # fmt: skip


def test_lines_fit_and_the_file_is_plain_text(text):
    assert max(map(len, text.splitlines())) <= 120 and text.isascii()
