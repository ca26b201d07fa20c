"""Scenarios: those that come along load; every mistake of a file is reported at once, with the way out."""

import pytest

from scenarios import schema
from scenarios.schema import Scenario, load_scenario
from scenarios.schema_events import scheduled_events
from sim.config import EVENT_KINDS, STARTS
from sim.errors import EntenteError, InputError, InputErrors
from sim.months import month_index


def write(tmp_path, body, name="mine"):
    path = tmp_path / f"{name}.toml"
    path.write_text(body, encoding="utf-8")
    return path


def message(*args, **kwargs) -> str:
    with pytest.raises(EntenteError) as caught:
        load_scenario(*args, **kwargs)
    return str(caught.value)


def test_scenarios_that_come_along_say_what_they_assume():
    scenarios = schema.list_scenarios()
    assert scenarios[0].name == "default"
    assert {s.name for s in scenarios} >= {"polarised", "us_withdrawal", "early", "high_capability", "calm"}
    for scenario in scenarios:
        assert "ssumed" in scenario.description and scenario.title, scenario.name
        assert scenario == load_scenario(scenario.name)


def test_the_default_scenario_is_the_default_experiment():
    default = load_scenario()
    assert (default.start, default.adopt, default.end) == ("observed", "2026-01", "2030-12")
    assert (default.replicates, default.settings(), default.events) == (64, {}, [])


def test_a_name_that_is_left_out_is_the_files(tmp_path):
    assert load_scenario(write(tmp_path, "seed = 3")).name == "mine"


def test_numbers_and_ranges_of_parameters(tmp_path):
    body = "[parameters]\nnoise = 0.2\nload = { low = 0, high = 0.5 }\n[uncertainties]\noverlap = 0.3\n"
    scenario = load_scenario(write(tmp_path, body))
    assert scenario.settings() == {"noise": (0.2, 0.2), "load": (0, 0.5), "overlap": (0.3, 0.3)}
    assert scenario.settings("uncertainties") == {"overlap": (0.3, 0.3)}


def test_plain_values_make_the_same_scenario_again():
    for scenario in schema.list_scenarios():
        assert Scenario.of(scenario.plain()) == scenario


def test_all_mistakes_of_a_file_come_together(tmp_path):
    body = """
        replicats = 3
        replicates = 0
        seed = -1
        start = "orign"
        adopt = "soon"
        designs = "rotating"
        [parameters]
        nois = 0.2
        noise = 7
        load = { low = 0.5, high = 0.1 }
        [uncertainties]
        noise = 0.1
        [[events]]
        kind = "elektion"
    """
    with pytest.raises(InputErrors) as caught:
        load_scenario(write(tmp_path, body))
    text = str(caught.value)
    assert len(caught.value.errors) == 12
    for words in (
        "unknown key (got 'replicats')",
        "did you mean 'replicates'?",
        "'replicates': out of range (got 0); allowed: a whole number from 1 to 100000",
        "'start': not one of the choices (got 'orign'); allowed: origin, observed; did you mean 'origin'?",
        "'adopt': not a month (got 'soon'); allowed: YYYY-MM",
        "'parameters': unknown key (got 'nois')",
        "did you mean 'noise'?",
        "'parameters.noise': out of range (got 7); allowed: 0.05 to 0.6 (utility)",
        "'parameters.load': low is above high",
        "'uncertainties': unknown key (got 'noise')",
        "'events[1].date': missing key; allowed: YYYY-MM",
        "did you mean 'election'?",
        "mine.toml",
    ):
        assert words in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("replicates = 2.5", "'replicates': not a whole number (got 2.5)"),
        ("replicates = true", "not a whole number"),
        ("[parameters]\narm_friction = 0.2", "did you mean 'secretariat_friction'?"),
        ("replicates = 1000000", "a whole number from 1 to 100000"),
        ("end = 2026", "not a month"),
        ('adopt = "2024-01"', "'adopt': before the start (got '2024-01'); allowed: 2024-12"),
        ('end = "2025-12"', "out of range (got '2025-12'); allowed: 2026-01 (the adoption) to 2060-12"),
        ('end = "2099-12"', "to 2060-12"),
        ("setup_months = 100", "'setup_months': out of range (got 100); allowed: 0 to 60 months"),
        ("[parameters]\noverlap = 0.1\n[uncertainties]\noverlap = 0.2", "given under [parameters] too"),
        ("[uncertainties]\noverlap = true", "not a number or a range"),
        ("[uncertainties]\noverlap = { low = 0.1 }", "not a number or a range"),
        ("events = 3", "'events': not a list"),
        ("parameters = 3", "'parameters': not a table"),
        ("seed = ", "not valid TOML"),
    ],
)  # fmt: skip
def test_mistakes_name_the_way_out(body, words, tmp_path):
    assert words in message(write(tmp_path, body))


def test_unknown_and_missing_scenarios(tmp_path):
    assert "unknown scenario (got 'polarized')" in message("polarized")
    assert "did you mean 'polarised'?" in message("polarized")
    assert "no such file" in message(tmp_path / "none.toml")


def test_months_are_counted_from_the_adoption():
    scenario = load_scenario()
    assert scenario.with_months(60) == scenario
    assert scenario.with_months(1).end == scenario.adopt
    with pytest.raises(InputError, match=r"'months': out of range \(got 0\); allowed: 1 to 420"):
        scenario.with_months(0)


def test_a_change_is_checked_as_a_whole():
    with pytest.raises(InputError, match="out of range"):
        load_scenario().changed(replicates=0)
    assert load_scenario().changed(seed=5).seed == 5


# --- events


def test_events_become_scheduled_events(roster):
    events = [
        {"date": "2027-03", "kind": "dialogue", "actor": "UK", "partner": "Kenya", "size": 0.2},
        {"date": "2026-05", "kind": "incident", "actor": "Acme", "size": 0.7},
        {"date": "2026-06", "kind": "salience"},
    ]
    first, second, third = scheduled_events(Scenario.of({"name": "x", "events": events}).events, roster)
    assert (first.month, first.kind, first.actor, first.size) == (month_index("2026-05"), "incident", 5, 0.7)
    assert (second.kind, second.actor, second.partner, second.size) == ("salience", -1, -1, 1.0)
    assert (third.actor, third.partner) == (1, 4)


def test_events_about_nobody_are_reported_together(roster):
    events = [
        {"date": "2026-05", "kind": "exit", "actor": "Kenia"},
        {"date": "2026-05", "kind": "incident", "actor": "UK"},
        {"date": "2026-05", "kind": "export_control", "actor": "US"},
        {"date": "2026-05", "kind": "salience", "actor": "US"},
    ]
    with pytest.raises(InputErrors) as caught:
        scheduled_events(Scenario.of({"name": "x", "events": events}).events, roster)
    text = str(caught.value)
    assert len(caught.value.errors) == 4
    assert "'events[1].actor': unknown actor (got 'Kenia')" in text and "did you mean 'Kenya'?" in text
    assert "'events[2].actor': unknown actor (got 'UK'); allowed: a firm of the roster: Acme, Bolt" in text
    assert "'events[3].partner': 'export_control' needs one" in text
    assert "'events[4].actor': 'salience' takes none" in text


def test_every_kind_of_event_can_be_scheduled(roster):
    for kind in EVENT_KINDS:
        event = {"date": "2026-05", "kind": kind}
        if kind == "parameter":
            event |= {"parameter": "zero_sum", "size": 0.5}
        elif kind not in ("salience", "capability", "host_exit"):
            event["actor"] = "Acme" if kind == "incident" else "US"
        if kind in ("export_control", "dialogue"):
            event["partner"] = "UK"
        assert scheduled_events(Scenario.of({"name": "x", "events": [event]}).events, roster)[0].kind == kind


def test_starts_are_those_of_the_model():
    for start in STARTS:
        assert Scenario.of({"name": "x", "start": start}).start == start
