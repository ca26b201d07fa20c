"""Whom a name means: jurisdictions of a roster, and member states that act through the European Union."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.jurisdictions import MEMBERS, jurisdiction, union_members, union_node
from scenarios.rosters import load_roster
from sim.errors import InputError

REAL, TEACHING = load_roster("real"), load_roster("teaching")
EU, FRANCE = REAL.find("EU"), REAL.find("France")
ROWS = list(csv.DictReader(MEMBERS.read_text(encoding="utf-8").splitlines()))


def test_the_union_has_27_members_with_codes_and_no_name_twice():
    labels = [label.strip().casefold() for row in ROWS for label in (*row["aliases"].split(";"), *row.values())]
    codes = [row[key] for row in ROWS for key in ("iso2", "iso3")]
    assert len({row["name"] for row in ROWS}) == 27
    assert len(set(codes)) == 54
    assert {len(row["iso2"]) for row in ROWS} == {2}
    assert {len(row["iso3"]) for row in ROWS} == {3}
    assert "united kingdom" not in labels
    assert len(set(union_members().values())) == 27


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["iso2"])
def test_every_name_of_a_member_means_the_union_unless_it_acts_itself(row):
    for label in (row["name"], row["iso2"].lower(), row["iso3"], *(a.strip() for a in row["aliases"].split(";"))):
        found = jurisdiction(REAL, label)
        expected = (FRANCE, "", EU) if row["name"] == "France" else (EU, row["name"], None)
        assert (found.node, found.asked, found.union) == expected


@pytest.mark.parametrize(
    ("name", "node", "asked"),
    [("Germany", EU, "Germany"), ("  deutschland ", EU, "Germany"), ("OSTERREICH", EU, "Austria"),
     ("the  netherlands", EU, "Netherlands"), ("EU", EU, ""), ("European Union", EU, ""), ("uk", REAL.find("UK"), ""),
     ("GBR", REAL.find("UK"), "")],
)  # fmt: skip
def test_names_as_people_write_them(name, node, asked):
    found = jurisdiction(REAL, name)
    assert (found.node, found.asked) == (node, asked)


@pytest.mark.parametrize(
    ("roster", "name", "words"),
    [(REAL, "Germny", "did you mean 'Germany'"), (REAL, "OpenAI", "a firm has no such view"),
     (REAL, "Atlantis", "unknown actor"), (TEACHING, "Germany", "unknown actor"),
     (REAL, "Ger\x1bmany", "control character"), (REAL, None, "not the name of a jurisdiction"),
     (REAL, 7, "not the name of a jurisdiction"), (REAL, "", "unknown actor")],
)  # fmt: skip
def test_what_means_nobody_is_one_message(roster, name, words):
    with pytest.raises(InputError, match=words) as caught:
        jurisdiction(roster, name)
    assert caught.value.key == "for"
    assert "\n" not in str(caught.value)


def test_without_the_union_there_is_nobody_to_act_through():
    assert union_node(TEACHING) is None
    assert jurisdiction(TEACHING, "Kenya").union is None
    with pytest.raises(InputError) as caught:
        jurisdiction(TEACHING, "France")
    assert "European Union" not in str(caught.value)


@given(st.integers(0, REAL.n_states - 1), st.sampled_from(["ids", "aliases", "names"]), st.booleans())
def test_every_label_of_a_roster_means_itself(node, table, small):
    label = getattr(REAL, table)[node]
    found = jurisdiction(REAL, label.lower() if small else label)
    assert (found.node, found.asked) == (node, "")
