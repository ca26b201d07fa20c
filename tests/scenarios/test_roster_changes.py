"""Changes of a roster in a scenario: what they do to the roster, and that they are refused as a folder would be."""

import re
import shutil

import numpy as np
import pytest

import entente
from entente import comparison_print
from scenarios.provenance import roster_digest
from scenarios.rosters import FOLDER, load_roster
from scenarios.schema import Scenario, load_scenario
from scenarios.schema_roster import RosterChanges
from scenarios.sweeps.build import sweep_plan
from sim.catalogue import TIE_TYPES
from sim.errors import EntenteError, InputErrors
from sim.months import NEVER, month_index


def changed(**changes):
    """The teaching roster with changes."""
    return Scenario.of({"name": "x", "roster": "teaching", "roster_changes": changes}).load_roster()


def refused(**changes) -> str:
    with pytest.raises(EntenteError) as caught:
        changed(**changes)
    return str(caught.value)


@pytest.fixture(scope="module")
def plain():
    return load_roster("teaching")


def test_no_changes_are_the_roster_itself(plain):
    same = changed()
    assert roster_digest(same) == roster_digest(plain) and same.name == "teaching, changed"


def test_an_actor_that_is_removed_takes_its_ties_and_its_institute_with_it():
    real, without = load_roster("real"), load_roster("real", RosterChanges(remove=["Kenya", "xAI"]))
    assert set(real.ids) - set(without.ids) == {"KEN"} and set(real.firm_ids) - set(without.firm_ids) == {"xAI"}
    kept = [k for k, key in enumerate(real.ids) if key != "KEN"]
    assert np.array_equal(without.rivalry, real.rivalry[np.ix_(kept, kept)])
    assert np.array_equal(without.gdp, real.gdp[kept], equal_nan=True)
    assert roster_digest(without) != roster_digest(real)


def test_an_actor_of_the_files_that_does_not_act_can_act():
    real, more = load_roster("real"), load_roster("real", RosterChanges(add=["DEU", "tencent"]))
    assert set(more.ids) - set(real.ids) == {"DEU"} and set(more.firm_ids) - set(real.firm_ids) == {"Tencent"}
    bloc, state = more.ids.index("EU"), more.ids.index("DEU")
    assert more.gdp[bloc] == pytest.approx(real.gdp[real.ids.index("EU")] - more.gdp[state])


def test_attributes_of_actors_and_pairs_are_those_that_are_set(plain):
    us, other, kenya = (plain.find(name) for name in ("US", "Singapore", "Kenya"))
    found = changed(
        jurisdictions=[{"actor": "Kenya", "readiness": 0.9, "member_from": ""}],
        institutes=[{"actor": "Singapore", "staff": 77}],
        pairs=[{"actor": "Singapore", "partner": "US", "rivalry": 0.75, "fora": 0.25, "data_flow": 0}],
    )
    assert found.readiness[kenya] == 0.9 and found.member_from[kenya] == NEVER and found.staff[other] == 77
    for matrix, value in ((found.rivalry, 0.75), (found.fora, 0.25), (found.legal, 0.0)):
        assert matrix[us, other] == matrix[other, us] == value
    others = np.ones_like(plain.rivalry, dtype=bool)
    others[us, other] = others[other, us] = False
    assert np.array_equal(found.rivalry[others], plain.rivalry[others])


def test_new_actors_institutes_and_ties():
    new = {"jurisdiction_id": "XYZ", "alias": "Newland", "name": "Newland", "region": "Europe", "gdp_2023_usd_bn": 500}
    found = changed(
        jurisdictions=[new | {"member_from": "2024-11"}],
        institutes=[{"actor": "Newland", "name": "Institute of Newland", "founded": "2023-10", "staff": 20}],
        firms=[{"firm_id": "Newfirm", "name": "Newfirm", "jurisdiction_id": "XYZ"}],
        ties=[{"actor": "Newland", "partner": "Singapore", "type": "testing", "date": "2024-10"}],
    )
    state = found.find("Newland")
    assert found.member_from[state] == month_index("2024-11") and found.founded[state] == month_index("2023-10")
    assert found.firm_home[found.find("Newfirm") - found.n_states] == state
    assert any({tie.a, tie.b} == {state, found.find("Singapore")} for tie in found.ties)


def test_a_tie_at_the_start_can_be_taken_away(plain):
    tie = plain.ties[0]
    names = {"actor": plain.label(tie.a), "partner": plain.label(tie.b), "type": TIE_TYPES[tie.type].key}
    found = changed(ties=[{**names, "remove": True}])
    assert len(found.ties) == len(plain.ties) - 1 and tie not in found.ties
    assert "no such tie at the start" in refused(ties=[{**names, "remove": True}, {**names, "remove": True}])


# What a folder would be refused for, as the rows of its files: file, column of the id, its row, column, wrong value.
SAME_WORDS = [
    ({"jurisdictions": [{"actor": "Kenya", "gdp_2023_usd_bn": -1}]}, "out of range"),
    ({"jurisdictions": [{"actor": "Kenya", "alias": "Singapore"}]}, "duplicate actor"),
    ({"firms": [{"firm_id": "F", "name": "F", "jurisdiction_id": "ZZZ"}]}, "unknown home"),
    ({"pairs": [{"actor": "Singapore", "partner": "Singapore", "rivalry": 0.1}]}, "a pair with itself"),
    ({"ties": [{"actor": "Singapore", "partner": "Singapore", "type": "testing"}]}, "a tie with itself"),
    ({"ties": [{"actor": "Singapore", "partner": "Nowhere", "type": "testing"}]}, "the tie names nobody"),
    ({"ties": [{"actor": "Singapore", "partner": "Kenya", "type": "testin"}]}, "unknown type of tie"),
    ({"institutes": [{"actor": "Kenya", "founded": "soon"}]}, "not a date"),
    ({"remove": ["US", "Singapore", "Kenya", "Anthropic"]}, "too few jurisdictions"),
    ({"remove": ["US"]}, "nobody acts for the firm's home"),
]


@pytest.mark.parametrize(("changes", "words"), SAME_WORDS)
def test_what_a_folder_would_be_refused_for_is_refused_with_the_same_words(changes, words):
    text = refused(**changes)
    assert words in text and ("roster_changes." in text or ".csv" in text)


def test_the_words_are_those_of_the_folder_itself(tmp_path):
    folder = tmp_path / "teaching"
    shutil.copytree(FOLDER / "teaching", folder)
    with (folder / "ties.csv").open("a", encoding="utf-8") as file:
        names = (folder / "ties.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        row = {"actor_a": "Singapore", "actor_b": "Nowhere", "type": "testing"}
        file.write(",".join(row.get(name, "") for name in names) + "\n")
    with pytest.raises(EntenteError) as caught:
        load_roster(folder)
    said = str(caught.value).partition(": ")[2]
    assert said in refused(ties=[{"actor": "Singapore", "partner": "Nowhere", "type": "testing"}])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"remove": ["Kenia"]}, "'roster_changes.remove[1]': unknown actor (got 'Kenia')"),
        ({"remove": ["Kenia"]}, "did you mean 'Kenya'?"),
        ({"remove": ["Singapore", "Singapore"]}, "does not act in the roster anyway"),
        ({"add": ["Singapore"]}, "acts in the roster already"),
        ({"jurisdictions": [{"actor": "Kenia", "readiness": 0.1}]}, "unknown actor"),
        ({"jurisdictions": [{"readiness": 0.1}]}, "'roster_changes.jurisdictions[1].jurisdiction_id': missing key"),
        ({"jurisdictions": [{"actor": "Singapore", "readines": 0.1}]}, "did you mean 'readiness'?"),
        ({"jurisdictions": [{"actor": "Singapore", "readiness": "high"}]}, "not a value for this column"),
        ({"jurisdictions": [{"actor": "Singapore", "readiness": True}]}, "not a value for this column"),
        ({"pairs": [{"actor": "Singapore", "rivalry": 0.1}]}, "'roster_changes.pairs[1].partner': missing key"),
        ({"institutes": [{"actor": "Nowhere", "staff": 3}]}, "'roster_changes.institutes[1].actor': unknown actor"),
        ({"firm": []}, "'roster_changes': unknown key (got 'firm')"),
        ({"ties": [{"actor": "Singapore", "partner": "Kenya", "type": "compute", "remove": True}]}, "no such tie"),
    ],
)
def test_mistakes_name_the_way_out(changes, words):
    assert words in refused(**changes)


def test_all_mistakes_come_together():
    with pytest.raises(InputErrors) as caught:
        changed(remove=["Kenia", "Nowhere"], pairs=[{"actor": "Singapore", "partner": "Uz", "rivalry": 0.1},
                                                    {"actor": "US", "partner": "kenya"}])  # fmt: skip
    assert len(caught.value.errors) == 3


def test_changes_survive_their_plain_values_and_are_told():
    scenario = Scenario.of(
        {"name": "x", "roster": "teaching", "roster_changes": {"remove": ["Kenya"],
         "pairs": [{"actor": "US", "partner": "Singapore", "rivalry": 0.5}]}}
    )  # fmt: skip
    assert Scenario.of(scenario.plain()) == scenario
    assert scenario.roster_changes.words() == ["without Kenya", "US and Singapore: rivalry 0.5"]
    assert "roster_changes" not in load_scenario().plain()


def test_nobody_loads_the_roster_of_a_scenario_without_its_changes():
    root, wrong = FOLDER.parents[2], re.compile(r"load_roster\(\w+(\.\w+)*\.roster\)|load_roster\(name\) for name")
    found = [
        path.relative_to(root).as_posix()
        for package in ("scenarios", "calibration", "results", "entente")
        for path in sorted((root / package).rglob("*.py"))
        if wrong.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["scenarios/scenario_checks.py"], "use scenario.load_roster()"  # which tells of the changes before


def test_a_sweep_runs_on_the_changed_roster(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'roster = "teaching"\nprior = "ranges"\n[roster_changes]\nremove = ["Kenya"]\n'
        '[sweep]\nmethod = "grid"\n[sweep.vary]\nnoise = [0.2, 0.3]\n', encoding="utf-8",
    )  # fmt: skip
    (job,) = sweep_plan(load_scenario(path)).jobs
    assert "Kenya" not in job.roster.aliases and job.roster.name == "teaching, changed"


@pytest.mark.slow  # it draws all figures
def test_the_report_names_the_changes(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('roster = "teaching"\nprior = "ranges"\n[roster_changes]\nremove = ["Kenya"]\n', encoding="utf-8")
    found = entente.compare("rotating", path, months=2, replicates=1, workers=1)
    page = found.report(tmp_path / "report").read_text(encoding="utf-8")
    assert "The roster is changed: without Kenya" in page


def test_a_comparison_runs_on_the_changed_roster_and_says_so(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text('roster = "teaching"\nprior = "ranges"\n[roster_changes]\nremove = ["Kenya"]\n', encoding="utf-8")
    found = entente.compare("rotating", path, months=2, replicates=1, workers=1)
    actors = set(found.runs.roster.aliases)
    assert "Kenya" not in actors and set(found.runs.states["state"]) == actors
    comparison_print.show(found, {})
    assert "Roster teaching, changed: without Kenya." in capsys.readouterr().out
