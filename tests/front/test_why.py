"""Differences taken apart at the front door: `entente compare --why`, the API, stored runs, interruptions."""

import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from results.page import report
from results.why.shares import INTERACTIONS
from scenarios import held, swap_runs
from scenarios.store import load_swaps
from scenarios.stored_files import WriteError
from sim.errors import InputError
from tests.results.page import light
from tests.results.page.parsed import Page

OWN = "adhoc@setup_months=9"
COMPARE = ["compare", "--scenario", "teaching", "--months", "12", "--replicates", "4", "--workers", "1", "--designs"]
SMALL = {"scenario": "teaching", "months": 12, "replicates": 4, "workers": 1}


def call(*words, columns="80"):
    return CliRunner().invoke(main, [str(word) for word in words], env={"COLUMNS": columns})


@pytest.fixture(scope="module")
def found():
    return entente.compare(["rotating", OWN], **SMALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A stored run with its swapped runs, and what the command printed."""
    folder = tmp_path_factory.mktemp("why") / "run"
    done = call(*COMPARE, f"rotating,{OWN}", "--no-report", "--why", "transition_months", "--out", folder)
    assert done.exit_code == 0, done.stderr
    return folder, done.stdout


# ---- the API ----------
def test_a_single_field_makes_all_of_its_difference(found):
    table = found.why("transition_months")
    own = table[table["design"] == OWN].set_index("lever")
    assert own.loc["setup_months", "share"] == 1.0 and own.loc[INTERACTIONS, "share"] == 0.0
    assert own.loc["setup_months", "numbers"].startswith("9 (your own), adhoc ")


def test_the_runs_are_made_once(found, monkeypatch):
    first = found.why("transition_months")
    monkeypatch.setattr(swap_runs, "run_swapped", None)
    pd.testing.assert_frame_equal(first, found.why("transition_months"))


def test_every_outcome_can_be_taken_apart(found):
    for meta in found.comparison.metas:
        table = found.why(meta.name)
        assert set(table["design"]) == {"rotating", OWN} and set(table["outcome"]) == {meta.name}


def test_an_unknown_outcome_is_one_message(found):
    with pytest.raises(InputError, match="did you mean 'transition_months'"):
        found.why("transition_month")


def test_one_design_alone_has_nothing_to_take_apart():
    alone = entente.compare("adhoc", **SMALL)
    assert len(alone.why("transition_months")) == 0 and list(alone.why("transition_months")["share"]) == []


@pytest.mark.parametrize("design", ["0.5*rotating + 0.5*static:US", "rotating@staff_fte=8"])
def test_mixes_and_changes_work_too(design):
    table = entente.compare([design], **SMALL).why("transition_months")
    assert set(table["design"]) == {design}


def test_a_design_file_works_too(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[design]\nbase = "rotating"\nsetup_months = { central = 8, low = 7, high = 10 }\n')
    table = entente.compare([str(file)], **SMALL).why("transition_months")
    assert set(table["design"]) == {"mine"}
    assert any("8 (your own)" in text for text in table["numbers"])


# ---- the command ----------
def test_the_command_prints_levers_in_order_at_80_columns(made):
    text = made[1]
    assert max(map(len, text.splitlines())) <= 80
    part = text[text.index("Why transition_months differs from adhoc") :]
    assert "rotating: " in part and f"{OWN}: " in part and "100% to 100%" in part
    assert "interactions" in part and "assumed" in part


def test_an_unknown_outcome_stops_it_before_the_first_run(tmp_path):
    done = call(*COMPARE, "rotating", "--why", "transition_month", "--out", tmp_path / "a")
    assert done.exit_code == 2 and "did you mean 'transition_months'" in done.stderr
    assert done.stderr.count("Error") == 1 and not (tmp_path / "a").exists()


def test_json_holds_the_shares_of_headline_outcomes_and_of_those_asked_for(tmp_path):
    done = call(*COMPARE, "rotating", "--no-report", "--json", "--why", "transition_months", "--out", tmp_path / "a")
    data = json.loads(done.stdout)
    heads = {meta["name"] for meta in data["comparison"]["outcomes"] if meta["headline"]}
    assert {row["outcome"] for row in data["why"]["shares"]} == heads | {"transition_months"}
    assert {row["design"] for row in data["why"]["fast_lane"]} == {"adhoc", "rotating"}


def test_without_a_report_nothing_is_swapped_unless_asked_for(tmp_path):
    assert call(*COMPARE, "rotating", "--no-report", "--out", tmp_path / "a").exit_code == 0
    assert load_swaps(tmp_path / "a") is None


def test_without_swapped_runs_a_line_says_how_to_have_them(tmp_path):
    done = call(*COMPARE, "rotating", "--no-report", "--out", tmp_path / "a")
    said = " ".join(done.stdout.split())
    assert "Rotating [not taken apart, close]" in said and "[found" not in said
    assert "`entente compare` makes them with its report" in said


def test_one_design_alone_is_not_said_to_be_taken_apart(tmp_path):
    words = ("adhoc", "--no-report", "--why", "members", "--out", tmp_path / "a")
    done = call(*COMPARE, *words)
    assert done.exit_code == 0 and "There is no other design to compare with it." in done.stdout
    assert "Swapping" not in done.stderr


def test_the_reference_is_not_made_to_compile(tmp_path):
    done = call(*COMPARE, "rotating", "--engine", "reference", "--no-report", "--json", "--out", tmp_path / "a")
    assert json.loads(done.stdout)["why"] is None


# ---- stored runs ----------
def test_a_stored_run_shows_them_without_running_again(made, found, monkeypatch):
    monkeypatch.setattr(swap_runs, "run_swapped", None)
    pd.testing.assert_frame_equal(entente.load(made[0]).why("transition_months"), found.why("transition_months"))


@pytest.fixture
def light_report(monkeypatch):
    """Reports without the drawing of their figures, but those of this annex."""

    def pictures(runs, comparison, folder, actor, swaps):
        return light.pictures(runs, comparison, folder, swaps)

    monkeypatch.setattr(report, "draw", pictures)


@pytest.mark.usefixtures("light_report")
def test_the_report_of_a_stored_run_has_the_annex(made, tmp_path, monkeypatch):
    monkeypatch.setattr(swap_runs, "run_swapped", None)
    assert call("report", made[0], "--out", tmp_path / "page").exit_code == 0
    page = (tmp_path / "page" / "report.html").read_text(encoding="utf-8")
    assert "Why the designs differ" in page and "The fast lane by itself" in page
    shown = re.sub("<script.*?</script>", "", page, flags=re.DOTALL)
    assert "no swapped runs" not in shown.lower() and "<b><a" in shown
    assert not re.search("&lt;(?![0-9])|&amp;lt;", shown)  # a chance may read as <1: nothing else is escaped
    assert Page(page).wrong == [] and Page(page).open == []


@pytest.mark.usefixtures("light_report")
def test_a_folder_without_them_says_so(tmp_path):
    call(*COMPARE, "rotating", "--no-report", "--out", tmp_path / "a")
    with pytest.raises(InputError, match="no swapped runs are kept"):
        entente.load(tmp_path / "a").why("transition_months")
    assert call("report", tmp_path / "a").exit_code == 0
    assert "No swapped runs are kept with these runs" in (tmp_path / "a" / "report.html").read_text(encoding="utf-8")


def test_what_the_api_saves_is_what_the_command_saves(found, made, tmp_path):
    found.make_swaps(1)
    folder = found.save(tmp_path / "a")
    for name in ("swaps.parquet", "levers.parquet"):
        assert (folder / name).read_bytes() == (made[0] / name).read_bytes()


# ---- interruptions ----------
def stopping(after):
    """``as_they_come``, but interrupted after so many swapped replicates."""
    real = swap_runs.pools.as_they_come

    def come(pool, work, rows, most):
        for done, result in enumerate(real(pool, work, rows, most)):
            if getattr(work, "func", None) is swap_runs._work and done == after:
                raise KeyboardInterrupt
            yield result

    return come


@pytest.mark.parametrize("after", [0, 2])
def test_a_stop_while_levers_are_swapped_loses_nothing(tmp_path, monkeypatch, after):
    monkeypatch.setattr(swap_runs.pools, "as_they_come", stopping(after))
    done = call(*COMPARE, "rotating", "--no-report", "--why", "transition_months", "--out", tmp_path / "a")
    assert done.exit_code == 130
    monkeypatch.undo()
    kept = entente.load(tmp_path / "a")
    assert kept.runs.replicates == 4 and kept.runs.complete
    if after:
        assert f"Interrupted: levers were swapped in {after} of 4 replicates, which are kept." in done.stderr
        assert (kept.swaps.replicates, kept.swaps.wanted, kept.swaps.note) == (after, 4, "interrupted")
        assert "From 2 of 4 replicates" in done.stdout
    else:
        assert kept.swaps is None and "the runs are kept in" in done.stderr
        assert "[not taken apart" in done.stdout and "Why transition_months" not in done.stdout
    assert done.stdout.count("against: Today: ad") == 1


def test_a_full_disk_loses_no_runs(tmp_path, monkeypatch):
    real = held.write_streamed

    def write(path, content):
        if path.name == "swaps.parquet":
            raise WriteError("cannot be written: No space left on device", file=path)
        return real(path, content)

    monkeypatch.setattr(held, "write_streamed", write)
    done = call(*COMPARE, "rotating", "--no-report", "--why", "transition_months", "--out", tmp_path / "a")
    assert done.exit_code == 2 and "No space left" in done.stderr and "The runs are kept in" in done.stderr
    assert done.stdout.count("against: Today: ad") == 1
    monkeypatch.undo()
    assert entente.load(tmp_path / "a").runs.replicates == 4
