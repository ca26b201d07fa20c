"""Ties of the user's own: the record read back, and every mistake with its place."""

import datetime

import pytest

from calibration.observed import UNKNOWN
from calibration.user_ties import observed_from, read_ties
from scenarios.rosters import FOLDER, load_roster
from sim.catalogue import TIE_NAME_TO_INDEX
from sim.errors import EntenteError

REAL = load_roster("real")
HEADER = "actor_a,actor_b,type,date\n"


def write(folder, *rows, header=HEADER):
    path = folder / "own.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows))
    return path


def test_the_ties_on_record_read_as_ones_own_are_the_observed_network():
    found = observed_from(FOLDER / "real" / "ties.csv", REAL)
    assert int(found.tied.sum()) == 17
    assert sum(int(mask).bit_count() for mask in found.signed) == 27 and found.joint_tests == 2
    undated = {found.dyads.names[k] for k in range(len(found.dyads)) if found.tied[k] and not found.timed[k]}
    assert undated == {"US - Google", "Singapore - Anthropic"}


def test_ids_names_and_keys_of_types_are_understood_and_the_date_is_optional(tmp_path):
    path = write(
        tmp_path, "USA,United Kingdom,testing,2024-04-01", "GBR,us,Joint Research Projects,", "EU,KOR,research,"
    )
    found = observed_from(path, REAL)
    held = {found.dyads.names[k]: int(found.signed[k]) for k in range(len(found.dyads)) if found.tied[k]}
    types = (TIE_NAME_TO_INDEX["model testing and evaluation"], TIE_NAME_TO_INDEX["joint research projects"])
    assert held == {"US - UK": sum(1 << t for t in types), "EU - Korea": 1 << types[1]}
    assert found.first[found.dyads.names.index("EU - Korea")] == UNKNOWN
    assert found.first[found.dyads.names.index("US - UK")] == 10


BAD = [
    (["Japn,UK,testing,"], ["row 2", "'actor_a'", "names nobody", "'Japn'", "did you mean 'Japan'?"]),
    (["US,UK,tseting,"], ["row 2", "'type'", "unknown type of tie", "did you mean 'testing'?"]),
    (["US,OpenAI,exchange,"], ["row 2", "'type'", "a firm cannot hold", "research, guidelines, testing"]),
    (["US,UK,testing,", "UK,US,testing,"], ["row 3", "given twice", "the first is in row 2"]),
    (["US,Korea,research,2026-01"], ["row 2", "'date'", "later than what is known", "until 2025-12-31"]),
    (["US,Korea,research,2024-13"], ["row 2", "'date'", "not a date"]),
    (["US,China,research,"], ["row 2", "'actor_b'", "not admissible", "'China'", "Anthropic, OpenAI, Google"]),
    (["Meta,US,research,"], ["row 2", "'actor_a'", "not admissible", "'Meta'"]),
    (["US,Cohere,research,"], ["row 2", "'actor_b'", "does not act"]),
    (["UK,UK,research,"], ["row 2", "a tie with itself"]),
    (["OpenAI,Google,testing,"], ["row 2", "between two firms"]),
    (["Kenya,UK,research,2023-07"], ["row 2", "'date'", "older than the office of Kenya"]),
    (["UK,OpenAI,testing,2023-05"], ["row 2", "'date'", "older than the runs", "2023-06-01 or later, or blank"]),
    (["UK,OpenAI,testing,2022"], ["row 2", "'date'", "older than the runs"]),
    (["US,UK"], ["row 2", "wrong number of cells"]),
    ([], ["a header but no rows"]),
]


@pytest.mark.parametrize(("rows", "parts"), BAD, ids=[" ".join(rows) or "nothing" for rows, _ in BAD])
def test_a_mistake_is_named_with_its_place(tmp_path, rows, parts):
    with pytest.raises(EntenteError) as caught:
        observed_from(write(tmp_path, *rows), REAL)
    assert all(part in str(caught.value) for part in (*parts, "own.csv"))


def test_a_missing_column_is_the_only_mistake_reported(tmp_path):
    with pytest.raises(EntenteError, match="missing column") as caught:
        observed_from(write(tmp_path, "US,UK", header="actor_a,actor_b\n"), REAL)
    assert "'type'" in str(caught.value)


def test_all_mistakes_come_together_in_the_order_of_the_rows(tmp_path):
    with pytest.raises(EntenteError) as caught:
        observed_from(write(tmp_path, "US,China,research,", "Japn,UK,testing,", "US,Korea,research,2026-02"), REAL)
    text = str(caught.value)
    assert "3 mistakes" in text
    assert text.index("row 2") < text.index("row 3") < text.index("row 4")


def test_a_forecast_may_know_later_ties_and_ties_outside_the_dyads(tmp_path):
    path = write(tmp_path, "US,China,research,2025-03-01", "US,UK,research,2024-04-01")
    assert len(read_ties(path, datetime.date(2025, 3, 1))) == 2
    with pytest.raises(EntenteError, match="later than what is known"):
        read_ties(path, datetime.date(2025, 2, 28))
