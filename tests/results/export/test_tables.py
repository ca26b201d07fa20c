"""The tables that are exported: every column is described, whole tables and readable sheets say the same."""

import itertools

import numpy as np
import pandas as pd
import pytest

from results.comparison import MARKS
from scenarios.runs import FRAMES

NAMES = [
    "answer", "differences", "pairs", "marginals", "shares", "countries", "analogues", "sizes", "flips", "changes",
    "designs", "runs", "states", "series", "network", "sharing", "draws", "swaps", "levers",
]  # fmt: skip


def by_name(tables):
    return {table.name: table for table in tables}


def test_there_is_a_table_for_all_that_is_stored_and_said(tables):
    assert [table.name for table in tables] == NAMES
    assert {"table", *(set(NAMES) - {"runs"})} >= set(FRAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described(tables, name):
    table = by_name(tables)[name]
    assert set(table.frame().columns) >= {column.name for column in table.columns}
    assert all(column.meaning for column in table.columns)
    assert table.note.endswith(".") and table.title


def test_no_column_of_a_stored_table_is_left_out(tables, compared):
    found = by_name(tables)
    for name, stored in (("runs", "table"), ("states", "states"), ("series", "series"), ("network", "network")):
        assert [column.name for column in found[name].columns] == compared.runs.tables[stored].names


def test_every_column_of_a_sweep_is_described(sweep_tables, swept):
    for table in sweep_tables:
        assert [column.name for column in table.columns] == list(table.frame().columns)
        assert all(column.meaning for column in table.columns)
    assert {"spans", "summary", "points", "runs"} <= {table.name for table in sweep_tables}
    assert len(by_name(sweep_tables)["runs"].frame()) == swept.manifest["result"]["runs"]


def test_the_differences_are_the_pairs_against_the_baseline(tables, compared):
    found, base = by_name(tables), compared.comparison.baseline
    pairs = found["pairs"].frame()
    own = pairs[pairs["against"] == base].reset_index(drop=True)
    pd.testing.assert_frame_equal(found["differences"].frame(), own)
    cells = compared.frame()[compared.frame()["design"] != base].reset_index(drop=True)
    assert np.array_equal(own["diff"], cells["diff"], equal_nan=True)


def test_a_sheet_has_a_cell_for_every_head(tables, sweep_tables):
    for table in [*tables, *sweep_tables]:
        for sheet in table.sheets() if table.sheets is not None else ():
            assert {len(row) for row in sheet.rows} <= {len(sheet.heads)}
            assert all(isinstance(cell, str) for row in sheet.rows for cell in row)


def test_sheets_of_a_table_have_labels_of_their_own(tables):
    for table in tables:
        labels = [sheet.label for sheet in table.sheets()] if table.sheets is not None else []
        assert len(labels) == len(set(labels))


def test_the_matrix_counts_each_pair_from_both_sides(tables, compared):
    sheet = next(sheet for sheet in by_name(tables)["pairs"].sheets() if sheet.label == "members")
    frame = by_name(tables)["pairs"].frame()
    chances = frame[frame["outcome"] == "members"].set_index(["design", "against"])["p_better"]
    designs = compared.comparison.designs
    for i, j in itertools.permutations(range(len(designs)), 2):
        own, back = chances[designs[i], designs[j]], chances[designs[j], designs[i]]
        assert own + back == pytest.approx(1)
        assert sheet.rows[i][j + 1] == f"{100 * own:.0f}"
    assert [sheet.rows[k][k + 1] for k in range(len(designs))] == [""] * len(designs)


def test_what_is_clearly_better_is_marked(tables):
    frame = by_name(tables)["differences"].frame().set_index(["outcome", "name"])
    for sheet in by_name(tables)["differences"].sheets():
        for row in sheet.rows:
            marks = {mark for mark in MARKS.values() if mark and mark in row[-1]}
            verdicts = set(frame.loc[sheet.label, "verdict"])
            assert marks <= {MARKS[verdict] for verdict in verdicts}
