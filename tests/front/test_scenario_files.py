"""`entente scenarios` and what it does with files: the list as ever, new, check, schema and link."""

import json

import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from results.numbers import metas
from scenarios.schema import list_scenarios, load_scenario
from sim.errors import InputError


def call(*words):
    return CliRunner().invoke(main, ["scenarios", *map(str, words)])


def test_without_a_word_the_scenarios_are_listed_and_a_name_shows_one():
    listed = call()
    assert listed.exit_code == 0 and all(scenario.name in listed.stdout for scenario in list_scenarios())
    assert [entry["name"] for entry in json.loads(call("--json").stdout)] == [s.name for s in list_scenarios()]
    assert json.loads(call("teaching", "--json").stdout) == json.loads(call("show", "teaching", "--json").stdout)
    assert "A small world for teaching" in call("teaching").stdout
    wrong = call("teachin")
    assert wrong.exit_code == 2 and "did you mean 'teaching'?" in wrong.stderr
    assert all(word in call("--help").stdout for word in ("check", "link", "new", "schema", "show"))


def test_a_new_file_is_written_once_and_has_no_mistakes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("new").stdout == "file: scenario.toml\n"
    before = (tmp_path / "scenario.toml").read_bytes()
    again = call("new")
    assert again.exit_code == 2 and "there is such a file already" in again.stderr
    assert (tmp_path / "scenario.toml").read_bytes() == before
    assert call("check", "scenario.toml").stdout == "scenario.toml: no mistakes\n"
    assert load_scenario("scenario.toml").replicates == 64
    assert entente.new_scenario(tmp_path / "mine.toml") == tmp_path / "mine.toml"
    with pytest.raises(InputError, match=r"a name with \.toml"):
        entente.new_scenario(tmp_path / "mine.txt")
    assert call("new", tmp_path / "nowhere" / "a.toml").exit_code == 2


def test_a_check_lists_everything_and_its_exit_code_tells(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('replicates = 8\ndesigns = ["rotatin"]\nevidence = ["W999"]\nsed = 3\n', encoding="utf-8")
    done = call("check", path, "default")
    assert done.exit_code == 2 and done.stderr == ""
    assert "mine.toml: 3 errors" in done.stdout and "default.toml: no mistakes" in done.stdout
    for words in ("did you mean 'rotating'?", "did you mean 'seed'?", "unknown claim"):
        assert words in done.stdout
    data = json.loads(call("check", path, "--json").stdout)
    assert [error["key"] for error in data[0]["errors"]] == [None, "evidence[1]", "designs"]
    assert data == [json.loads(json.dumps(entente.check_scenario(path)))]
    path.write_text("replicates = 8\n", encoding="utf-8")
    done = call("check", path)
    assert done.exit_code == 0 and "warning: 'replicates': 8 are few" in done.stdout
    assert call("check").exit_code == 2


def test_a_check_runs_no_file_of_rules(tmp_path):
    (tmp_path / "rules.py").write_text("raise SystemExit(9)\ndef f(x):\n    return x\n", encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text('[rules]\nfile = "rules.py"\nreplace = { "deals.tie_cost" = "f" }\n', encoding="utf-8")
    done = call("check", path)
    assert done.exit_code == 2 and "rules.py" in done.stdout


def test_fixed_parameters_that_move_nothing_are_told_from_the_screening(tmp_path):
    from results.studies.screening import effects, study

    still = [name for name, verdict in study.stored().verdicts().items() if verdict != effects.MOVES]
    settable = [name for name in still if name in {p["name"] for p in entente.parameters()}]
    path = tmp_path / "mine.toml"
    for name in settable[:1]:
        value = next(p["low"] for p in entente.parameters() if p["name"] == name)
        path.write_text(f"[parameters]\n{name} = {value}\n", encoding="utf-8")
        assert "(entente screening)" in call("check", path).stdout


def test_the_schema_is_printed_as_json():
    printed = json.loads(call("schema").stdout)
    assert printed == entente.scenario_schema() and printed["$schema"].endswith("2020-12/schema")


def test_a_link_is_printed_with_its_length_and_read_again(tmp_path):
    done = call("link", "teaching")
    link = done.stdout.strip()
    assert link == entente.scenario_link("teaching") and f"{len(link)} characters" in done.stderr
    assert json.loads(call("link", "teaching", "--json").stdout) == {"link": link, "characters": len(link)}
    assert json.loads(call(link, "--json").stdout) == json.loads(call("teaching", "--json").stdout)
    assert call("check", link).stdout.startswith("the link: ")
    path = tmp_path / "mine.toml"
    path.write_text('roster = "my_roster"\n', encoding="utf-8")
    refused = call("link", path)
    assert refused.exit_code == 2 and "what files hold is not in a link" in refused.stderr and refused.stdout == ""


def test_outcomes_of_interest_come_first(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('roster = "teaching"\nprior = "ranges"\noutcomes = ["memory", "harm"]\n', encoding="utf-8")
    found = entente.compare("rotating", path, months=2, replicates=1, workers=1)
    heads = [meta.name for meta in found.comparison.metas if meta.headline]
    usual = [meta.name for meta in metas(found.runs.table.columns) if meta.headline]
    assert heads == ["memory", "harm", *(name for name in usual if name != "harm")]
    shown = found.comparison.headline_table()
    assert list(shown.columns)[:2] == ["Institutional memory kept", "Expected harm"]
