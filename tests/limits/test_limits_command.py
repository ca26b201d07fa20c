"""entente limits: the reference table, JSON, and mistakes."""

import json

import pytest
from click.testing import CliRunner

from entente.cli import main
from results.studies.limits import reference

MODELS = {
    "connections": ["--n", "4", "--delta", "0.5", "--cost", "0.3", "--seeds", "2"],
    "treaty": ["--kind", "binary", "--n", "10", "--benefit", "1", "--cost", "2.5"],
    "race": ["--prize", "1e4", "--steps", "100", "--population", "100", "--beta", "0.01", "--risk", "0.75"],
    "repeated": ["--continuation", "0.7"],
    "collective-risk": ["--n", "6", "--threshold", "3"],
}


def call(*words):
    return CliRunner().invoke(main, ["limits", *words])


@pytest.fixture(scope="module")
def cases():
    return reference.table()


def test_every_published_result_is_found(cases):
    assert [case for case in cases if not case.ok] == []
    assert {case.decision for case in cases} == {"deals", "membership", "pace", "sharing"}
    assert len({case.case for case in cases}) == len(cases)


def test_alone_it_prints_the_table(cases, monkeypatch):
    monkeypatch.setattr(reference, "table", lambda: cases)
    done = call()
    assert done.exit_code == 0, done.stderr
    for part in ("decision", "expected", "found", "difference", f"{len(cases)} of {len(cases)} cases are right"):
        assert part in done.stdout
    data = json.loads(call("--json").stdout)
    assert set(data[0]) == {"decision", "case", "expected", "found", "difference", "ok"}
    assert all(row["ok"] for row in data)


def test_a_wrong_case_is_told_and_gives_exit_code_1(monkeypatch):
    monkeypatch.setattr(reference, "table", lambda: [reference.Case("deals", "x", "1", "2", 1.0, False)])
    done = call()
    assert (done.exit_code, "WRONG" in done.stdout) == (1, True)
    assert call("--json").exit_code == 1


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_text_and_json(model):
    text, data = call(model, *MODELS[model]), call(model, *MODELS[model], "--json")
    assert (text.exit_code, data.exit_code) == (0, 0), text.stderr
    assert len(text.stdout.splitlines()) >= 3
    assert isinstance(json.loads(data.stdout), dict)
    assert call("--json", model, *MODELS[model]).stdout == data.stdout


def test_what_the_json_says():
    found = {model: json.loads(call(model, *words, "--json").stdout) for model, words in MODELS.items()}
    assert [(g["name"], g["count"]) for g in found["connections"]["stable"]] == [("star", 4), ("cycle", 3)]
    assert (found["treaty"]["largest"], found["treaty"]["stable"]) == (3, [0, 1, 3])
    assert found["race"]["social"] == pytest.approx(0.33766, abs=5e-6)
    assert found["race"]["shares"][0]["unsafe"] == pytest.approx(0.96055, abs=5e-6)
    assert found["repeated"]["scores"] == {"Cooperator": 30, "tit-for-tat": 39, "Defector": 64}
    assert found["collective-risk"]["peak"] == pytest.approx(0.3456)


def test_too_many_offices_to_enumerate():
    done = call("connections", "--n", "8", "--seeds", "1")
    assert done.exit_code == 0
    assert "8 offices have 2^28 networks" in done.stdout


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["connections", "--n", "61"], ["'n'", "got 61", "2 to 60"]),
        (["connections", "--n", "four"], ["--n", "four"]),
        (["connections", "--delta", "nan"], ["'delta'", "0.001 to 0.999"]),
        (["connections", "--n", "1", "--cost", "-1"], ["2 mistakes", "'n'", "'cost'"]),
        (["connections", "--from", "ful"], ["unknown beginning", "empty, complete"]),
        (["treaty", "--kind", "quadratc"], ["unknown kind", "'quadratic'"]),
        (["treaty", "--excludability", "2"], ["'excludability'", "0 to 1"]),
        (["race", "--speedup", "1"], ["'speedup'", "above 1"]),
        (["race", "--risk", "1.5"], ["'risk'", "0 to 1"]),
        (["repeated"], ["Missing option '--continuation'"]),
        (["repeated", "--continuation", "0.5", "--payoffs", "3,0,5"], ["--payoffs", "four numbers", "3,0,5,1"]),
        (["repeated", "--continuation", "0.5", "--payoffs", "1,2,3,4"], ["T > R > P > S"]),
        (["repeated", "--continuation", "0.5", "--payoffs", "nan,0,5,1"], ["payoff R", "out of range"]),
        (["collective-risk", "--n", "3", "--threshold", "4"], ["'threshold'", "1 to 3"]),
        (["collective-risk", "--cost-ratio", "-1"], ["'cost-ratio'"]),
        (["treatys"], ["No such command"]),
    ],
)
def test_a_mistake_gives_one_clear_message(words, parts):
    done = call(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(part in done.stderr for part in parts), done.stderr
    assert "Traceback" not in done.stderr
