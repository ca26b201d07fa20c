"""The evidence table: complete, pointing only at what exists, and judged by one rule."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from entente.cli import main
from results.studies.evidence import measure, table
from results.studies.evidence.contrast import Contrast, Found, Study, known_quantity, side
from results.studies.evidence.measure import experiments, found_by, values, write_effects
from sim.errors import InputError, InputErrors

ROOT = Path(__file__).resolve().parents[2]
BY_CONSTRUCTION = ["W6", "W9", "W10", "W11", "W12", "W13", "W14", "W15", "W20c", "W20h", "W26", "C2", "G2"]
DESCRIPTIVE = ["W24", "W28", "W29", "W32", "C7", "C11", "R1", "N3", "G1"]
MOST_FAILURES_BY_CONSTRUCTION = 5


# ---- the rows -------------------------------------------------------------------------------------------------------
def test_every_claim_has_its_row_of_the_right_kind():
    rows = table.rows()
    assert len(rows) == 63
    assert sorted(key for key, row in rows.items() if row.kind == table.BY_CONSTRUCTION) == sorted(BY_CONSTRUCTION)
    assert sorted(key for key, row in rows.items() if row.kind == "descriptive") == sorted(DESCRIPTIVE)


def test_only_descriptive_rows_have_no_direction():
    assert {row.id for row in table.rows().values() if row.direction is None} == set(DESCRIPTIVE)
    assert all(row.direction for row in table.rows().values() if row.kind == table.BY_CONSTRUCTION)


def test_every_row_has_experiments_and_they_measure_what_it_names():
    measured = {}
    for experiment in experiments():
        measured.setdefault(experiment.row, set()).update(experiment.quantities)
    assert set(measured) == set(table.rows())
    for key, row in table.rows().items():
        assert {effect.outcome for effect in row.effects if effect.decides} <= set(row.outcome), key


def test_named_tests_are_collected():
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "",
        "tests/evidence",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    collected = set(done.stdout.splitlines())
    missing = {row.id: row.test for row in table.rows().values() if row.test not in collected}
    assert missing == {}


def test_every_side_is_a_scenario_that_anybody_can_write():
    for at in {at for experiment in experiments() for at in experiment.sides}:
        at.resolved()


@pytest.mark.xfail(strict=True, reason="six fail since an effect must matter too: W12 W15 W20c W20h C2 G2")
def test_few_rows_by_construction_fail():
    failed = [
        row.id for row in table.rows().values() if row.kind == table.BY_CONSTRUCTION and row.status == "not reproduced"
    ]
    assert len(failed) <= MOST_FAILURES_BY_CONSTRUCTION


def test_a_row_that_fails_says_why_and_no_other_does():
    failed = {row.id for row in table.rows().values() if row.status == "not reproduced"}
    assert {key for key in failed if not (table.rows()[key].reason and table.rows()[key].note)} == set()
    assert {row.id for row in table.rows().values() if row.reason and row.status != "not run"} == failed


def test_what_fails_says_what_was_found():
    for row in table.rows().values():
        assert bool(row.finding) == (row.status in ("not reproduced", "measured")), row.id


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the rows that a test may spoil."""
    for path in table.FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(table, "FOLDER", tmp_path)
    table.rows.cache_clear()
    yield tmp_path
    table.rows.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("bias_weight;", "bias_wieght;", "bias_weight"),
        ("influence_gini", "influence_ginny", "influence_gini"),
        ("W1,emergent", "W99,emergent", "unknown evidence id"),
        ("W2,emergent", "W1,emergent", "the same claim twice"),
        ("W6,assumed by construction", "W6,obvious", "assumed by construction, emergent, descriptive"),
        ("test_row[W1],,", "test_row[W1],too weak,", "a reason without a note"),
        ("test_row[W1],,", "test_row[W1],weak,", "too weak"),
    ],
)
def test_a_row_that_points_at_nothing_is_refused(folder, old, new, complaint):
    path = folder / "designs.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((InputError, InputErrors), match=complaint):
        table.rows()


# ---- measuring ------------------------------------------------------------------------------------------------------
SHORT = {"roster": "teaching", "end": "2026-12", "setup_months": 0}


def test_a_contrast_is_right_less_left_of_the_same_replicates():
    left, right = (side("adhoc", set={"public_motive": g}, **SHORT) for g in (0.0, 1.0))
    contrast = Contrast("W1", left, right, "shared_bilateral", 1, "trial")
    got = values([contrast], 2)
    assert got[left, "shared_bilateral"].shape == (2,)
    (found,) = found_by(contrast, got, 2)
    assert np.array_equal(found.samples, got[right, "shared_bilateral"] - got[left, "shared_bilateral"])
    assert (found.samples > 0).all()
    same = Contrast("W1", left, left, "harm", 1, "nothing")
    assert (found_by(same, values([same], 2), 2)[0].samples == 0).all()


def test_two_processes_find_what_one_finds():
    contrast = Contrast("W1", side("none", **SHORT), side("adhoc", **SHORT), "members", 1, "trial")
    one, two = values([contrast], 2, workers=1), values([contrast], 2, workers=2)
    assert all(np.array_equal(one[key], two[key]) for key in one)


def test_a_study_sees_every_side():
    sides = tuple(side("adhoc", set={"polarisation": p}, **SHORT) for p in (1.0, 1.5))
    seen = {}
    study = Study("W1", sides, ("members",), lambda got: [seen.update(got), Found("trial", "members", [1.0])][1:])
    (found,) = found_by(study, values([study], 1), 1)
    assert found.expected is None and set(seen) == {(at, "members") for at in sides}


def test_effects_of_rows_that_were_not_run_are_kept(tmp_path):
    path = tmp_path / "effects.csv"

    def row(key, part):
        return {
            **dict.fromkeys(measure.COLUMNS, "1"),
            "id": key,
            "part": part,
            "status": "measured",
            "finding": "clear",
        }

    order = ["W1", "W2", "W3a"]
    write_effects([row("W1", "old"), row("W3a", "old")], order, path)
    write_effects([row("W3a", "new"), row("W2", "new")], order, path)
    with path.open(encoding="utf-8", newline="") as file:
        assert [(r["id"], r["part"]) for r in csv.DictReader(file)] == [("W1", "old"), ("W2", "new"), ("W3a", "new")]
    assert [effect.part for effect in table.stored_effects(path)] == ["old", "new", "new"]


def test_unknown_names_get_the_nearest():
    with pytest.raises(InputError, match="harmonisation"):
        known_quantity("harmonization")
    with pytest.raises(InputError, match="did you mean 'W13'"):
        table.lookup("W13x")


# ---- the command ----------------------------------------------------------------------------------------------------
def entente(*words):
    return CliRunner().invoke(main, ["evidence", *words], catch_exceptions=False)


def test_the_table_opens_with_counts():
    done = entente()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split()[0] == "kind"
    assert "W13" in done.stdout


def test_one_row_is_shown_in_full():
    done = entente("w13")
    row = table.lookup("W13")
    assert done.exit_code == 0
    for text in ("W13:", "assumed by construction", "approval_stages", row.test, row.status):
        assert text in done.stdout


def test_json_holds_the_same():
    everything = json.loads(entente("--json").stdout)
    assert len(everything["rows"]) == 63
    assert sum(sum(found.values()) for found in everything["counts"].values()) == 63
    one = json.loads(entente("W13", "--json").stdout)
    assert one in everything["rows"]
    assert one["effects"][0]["outcome"] in one["outcome"]


def test_an_unknown_row_is_a_mistake_in_the_input():
    done = entente("W99")
    assert done.exit_code == 2
    assert "unknown evidence id" in done.stderr
