"""The scenario library: complete, pointing only at what exists, with a verdict on all that was expected."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from entente.cli import main
from results import scenarios_page
from results.evidence import claims
from results.studies.evidence.judge import MEASURED, NOT_REPRODUCED, REPRODUCED
from results.studies.scenarios import measure, table, words
from results.studies.scenarios.comparisons import comparisons, designs_of
from scenarios.experiment import make_job
from scenarios.fingerprint import of_library
from scenarios.rosters import load_roster
from scenarios.schema import list_scenarios, load_scenario
from sim.errors import InputError, InputErrors

# What a researcher was promised to find, by name.
ASKED = {
    "default", "us_withdrawal", "thaw", "export_controls", "major_incident", "early", "late", "gpai_path", "absorption",
    "growing_membership", "funding_shock", "hub_leaves", "rival_network", "bridging", "track_two", "industry_capture",
    "un_integration", "host_exit", "verification", "winner_take_all", "redundancy",
}  # fmt: skip
SCENARIOS = {scenario.name: scenario for scenario in list_scenarios()}


@pytest.fixture(scope="module")
def library():
    return table.all_measured()


def test_the_library_holds_what_was_asked_for():
    assert set(SCENARIOS) >= ASKED


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_can_be_run_and_names_claims_that_exist(name):
    scenario = SCENARIOS[name]
    job, asked = make_job(scenario, load_roster(scenario.roster))
    assert asked and len(job.events) + len(job.later) >= len(scenario.later)
    assert scenario.evidence and set(scenario.evidence) <= set(claims())


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_expectation_has_a_verdict_under_each_of_its_designs(name, library):
    scenario, found = SCENARIOS[name], library[name]
    assert len(found) == len(scenario.expectations) >= 1
    for m in found:
        assert m.status in (REPRODUCED, NOT_REPRODUCED, MEASURED), (name, m.number)
        assert [e.design for e in m.effects] == (m.expectation.designs or designs_of(scenario))
        assert {e.outcome for e in m.effects} == {m.expectation.outcome}
        assert {e.expected for e in m.effects} == {m.expectation.sign}
        assert (m.status == MEASURED) == (m.expectation.sign == 0)


def test_the_stored_effects_are_of_todays_results():
    """One that fails here is measured again by `python -m results.studies.scenarios`."""
    assert {effect.fingerprint for effect in table.stored_effects()} == {of_library()}
    assert {line.fingerprint for line in table.stored_recovery()} == {of_library()}


def test_the_stored_effects_are_what_the_study_finds():
    scenario = load_scenario("teaching")
    with measure.EFFECTS.open(encoding="utf-8", newline="") as file:
        stored = [row for row in csv.DictReader(file) if row["scenario"] == "teaching"]
    assert measure.effect_rows([scenario], measure.REPLICATES) == stored


def test_what_failed_has_a_reason_and_nothing_else_has(library):
    failed = {(m.scenario, m.number) for found in library.values() for m in found if m.status == NOT_REPRODUCED}
    assert set(scenarios_page.reasons()) == failed


def test_nothing_is_stored_that_nobody_expected():
    asked = {(c.scenario, c.number, c.design) for s in SCENARIOS.values() for c in comparisons(s)}
    assert [
        (e.scenario, e.number, e.design)
        for e in table.stored_effects()
        if (e.scenario, e.number, e.design) not in asked
    ] == []


# ---- what is shown -------------------------------------------------------------------------------------------------
def shown(*words):
    done = CliRunner().invoke(main, ["scenarios", *words], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_scenario_is_shown_with_expectations_effects_and_verdicts(library):
    text = " ".join(shown("us_withdrawal").split())
    for m in library["us_withdrawal"]:
        assert m.expectation.outcome in text
        assert words.effect(m).split(" ")[0] in text
    assert "not reproduced" in text or all(m.status != NOT_REPRODUCED for m in library["us_withdrawal"])


def test_as_json_every_design_has_its_numbers(library):
    found = json.loads(shown("us_withdrawal", "--json"))["expectations"]
    assert [e["outcome"] for e in found] == [m.expectation.outcome for m in library["us_withdrawal"]]
    assert [[d["design"] for d in e["effects"]] for e in found] == [
        [d.design for d in m.effects] for m in library["us_withdrawal"]
    ]


def test_a_changed_file_of_the_same_name_has_no_measured_effects(tmp_path):
    source = Path(table.__file__).parents[3] / "scenarios" / "data" / "scenarios" / "us_withdrawal.toml"
    changed = tmp_path / "us_withdrawal.toml"
    changed.write_text(source.read_text(encoding="utf-8").replace('"2026-04"', '"2026-05"'), encoding="utf-8")
    found = json.loads(shown(str(changed), "--json"))["expectations"]
    assert found and all(e["status"] == "not run" and e["effects"] == [] for e in found)


def test_the_page_names_every_scenario_and_every_failure(library):
    made = scenarios_page.values()
    assert [s["name"] for s in made["sections"]] == list(SCENARIOS)
    for section in made["sections"]:
        for m in library[section["name"]]:
            assert words.verdict(m) in section["table"]
            assert (m.status == NOT_REPRODUCED) == (scenarios_page.reasons().get((m.scenario, m.number)) is not None)


# ---- mistakes ------------------------------------------------------------------------------------------------------
BODY = """
baseline = "default"
evidence = ["W99x", "V1"]

[[expectations]]
outcome = "members"
sign = 2
against = "rotating"
beyond = "adhoc"
why = ""
"""


def test_all_mistakes_in_expectations_come_at_once(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(BODY, encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        load_scenario(file)
    text = str(caught.value)
    for key in ("evidence[2]", "expectations[1].sign", "expectations[1].why"):
        assert key in text, key


def test_an_outcome_that_nobody_knows_is_named_with_the_nearest():
    expectation = {"outcome": "membres", "sign": 1, "why": "x"}
    with pytest.raises(InputError, match="did you mean 'members'"):
        comparisons(load_scenario("polarised").changed(expectations=[expectation]))


def test_a_scenario_is_not_compared_with_itself_or_with_another_roster():
    plain = {"outcome": "members", "sign": 1, "why": "x"}
    with pytest.raises(InputError, match="compared with itself"):
        comparisons(load_scenario("default").changed(expectations=[plain]))
    with pytest.raises(InputError, match="another roster"):
        comparisons(load_scenario("teaching").changed(expectations=[plain]))
