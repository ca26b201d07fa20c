"""Names that hold the signs of a design's syntax, and any text at all as a name: known as names, or refused."""

import csv
import pathlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import entente
from scenarios.designs import default_designs, design_texts, load_design, load_designs, parse_design, preset_of
from scenarios.rosters import FOLDER, load_roster
from sim.errors import CONTROL, EntenteError, InputError

# --- names that are syntax

SYNTAX = [
    "A*B",
    "0.5*UK",
    "UK@staff_fte=8",
    "Here, There",
    "A + B",
    "a=b",
    "x:y",
    "static:UK",
    "%s",
    "mine.toml",
    "A@B",
]


@pytest.mark.parametrize("alias", SYNTAX)
def test_a_host_may_have_any_name(alias, make_roster):
    roster = make_roster((alias, "UK", "Here", "Kenya"))
    assert load_design(f"static:{alias}", roster).seat.tolist() == [1, 0, 0, 0]
    assert parse_design(f"chair:{alias}", roster).name == f"chair:{alias}"
    assert preset_of(f"static:{alias}", roster) == "static"
    assert design_texts(f"none,static:{alias},rotating", roster) == ["none", f"static:{alias}", "rotating"]
    assert load_design(f"static:{alias}@staff_fte=9,memory_kept=0.5", roster)["staff_fte"] == 9
    assert load_design(f"0.5*static:{alias} + 0.5*static:UK", roster).seat.tolist() == [0.5, 0.5, 0, 0]


@pytest.mark.parametrize("alias", SYNTAX)
def test_the_default_designs_of_a_roster_can_be_read_whatever_its_names(alias, make_roster):
    roster = make_roster((alias, "B", "C", "D", "E"))
    assert f"static:{alias}" in [recipe.name for recipe in load_designs(default_designs(roster), roster)]


def test_a_design_file_with_a_comma_in_its_name_is_one_design(tmp_path, roster, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("a,b.toml").write_text('[design]\nbase = "rotating"\nstaff_fte = 9\n')
    assert design_texts("none,a,b.toml,rotating@staff_fte=8,memory_kept=0.9", roster) == [
        "none", "a,b.toml", "rotating@staff_fte=8,memory_kept=0.9",
    ]  # fmt: skip


def test_an_unknown_host_is_not_taken_for_a_mix(roster):
    with pytest.raises(InputError, match=r"unknown host \(got 'A\*B'\)"):
        parse_design("static:A*B", roster)


# --- any name


def teaching(folder, alias):
    """The teaching roster in a folder, with another alias of its largest economy."""
    for file in (FOLDER / "teaching").iterdir():
        table = list(csv.reader(file.open(encoding="utf-8", newline="")))
        if file.name == "jurisdictions.csv":
            table[1][table[0].index("alias")] = alias
        if file.name == "ties.csv":
            table = table[:1]
        with (folder / file.name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(table)
    return folder


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
@example("A*B")
@example("a,b")
@example("\x1b[2J")
@example("@")
@example("0.5*none + 0.5*x")
def test_any_text_as_a_name_is_refused_or_works_as_a_host(tmp_path_factory, alias):
    folder = teaching(tmp_path_factory.mktemp("any"), alias)
    try:
        roster = load_roster(folder)
    except EntenteError as error:
        assert not CONTROL.search(str(error).replace("\n", ""))
        return
    assert not CONTROL.search("".join(roster.aliases))
    recipes = load_designs(default_designs(roster), roster)
    assert f"static:{roster.aliases[0]}" in [recipe.name for recipe in recipes]
    assert design_texts(f"none,static:{roster.aliases[0]}", roster) == ["none", f"static:{roster.aliases[0]}"]


@settings(max_examples=6)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
@example("A*B @ 2, +x=1")
@example("\u202eabc")
def test_any_name_goes_through_a_comparison_to_its_table_or_is_refused(tmp_path_factory, alias):
    folder = teaching(tmp_path_factory.mktemp("any"), alias)
    try:
        found = entente.compare(scenario="teaching", roster=folder, months=1, replicates=1, workers=1)
    except InputError as error:
        assert not CONTROL.search(str(error))
        return
    alias = found.runs.roster.aliases[0]
    assert f"static:{alias}" in set(found.frame()["design"])
    assert not CONTROL.search(str(found).replace("\n", ""))
    assert len(found.for_actor(alias))
    assert found.country(alias).label == alias and not CONTROL.search(found.country(alias).text)
    assert "static" not in set(found.analogues()["status"]) and len(found.analogues())
