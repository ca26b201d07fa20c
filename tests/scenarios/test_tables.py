"""Tables: each kind of cell, each mistake with its place, all mistakes at once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.tables import Column, Picked, Table, first_known, read_table
from sim.errors import InputError, InputErrors

COLUMNS = [
    Column("id", required=True, blank_ok=False),
    Column("share", "float", low=0, high=1),
    Column("heads", "int", low=0),
    Column("open", "bool"),
    Column("from", "date"),
    Column("size", "choice", choices=("small", "large")),
]
HEADER = "id,share,heads,open,from,size"


def read(tmp_path, text, columns=COLUMNS, **options) -> Table:
    path = tmp_path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, columns, **options)


def mistake(tmp_path, text, **options) -> str:
    with pytest.raises((InputError, InputErrors)) as caught:
        read(tmp_path, text, **options)
    return str(caught.value)


def test_cells_become_values(tmp_path):
    table = read(tmp_path, f"{HEADER}\na, 0.5 ,3,yes,2024-02-29,small\n")
    assert {name: cells[0] for name, cells in table.cells.items()} == {
        "id": "a", "share": 0.5, "heads": 3, "open": True, "from": "2024-02-29", "size": "small",
    }  # fmt: skip


def test_blank_cells_are_unknown(tmp_path):
    table = read(tmp_path, f"{HEADER}\na,,,,,\n")
    assert math.isnan(table.cells["share"][0])
    assert [table.cells[c][0] for c in ("heads", "open", "from", "size")] == [None, None, "", ""]


def test_rows_count_the_header_and_blank_lines_as_a_spreadsheet_does(tmp_path):
    table = read(tmp_path, 'id,size\n"a\nb",small\n\nc,large\n')
    assert table.rows == [2, 4]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path, start, end):
    table = read(tmp_path, start + b"id,share" + end + b"\xc3\xa5,1" + end)
    assert table.cells == {"id": ["å"], "share": [1.0]}


CELLS = [
    ("share", "much", "not a number", "a number (with a point, not a comma) from 0 to 1, or blank"),
    ("share", "nan", "not a number", "from 0 to 1"),
    ("share", "inf", "not a number", "from 0 to 1"),
    ("share", "1_0", "not a number", "from 0 to 1"),
    ("share", "1.01", "out of range", "from 0 to 1"),
    ("share", "-0.1", "out of range", "from 0 to 1"),
    ("heads", "2.5", "not a whole number", "a whole number of 0 or more"),
    ("heads", "-1", "out of range", "of 0 or more"),
    ("open", "2", "neither 1 nor 0", "1 or 0"),
    ("from", "soon", "not a date", "YYYY-MM-DD"),
    ("from", "2024-13", "not a date", "YYYY-MM-DD"),
    ("from", "2023-02-29", "not a date", "YYYY-MM-DD"),
    ("from", "2024-04-31", "not a date", "YYYY-MM-DD"),
    ("from", "2024-04-01-02", "not a date", "YYYY-MM-DD"),
    ("from", "2024/04", "not a date", "YYYY-MM-DD"),
    ("size", "smal", "not one of the allowed words", "did you mean 'small'?"),
]


@pytest.mark.parametrize(("column", "value", "problem", "remedy"), CELLS)
def test_a_wrong_cell_is_named_with_its_place_and_remedy(tmp_path, column, value, problem, remedy):
    text = mistake(tmp_path, f"id,{column}\nfirst,\nsecond,{value}\n")
    for part in ("table.csv", "row 3", f"'{column}'", repr(value), problem, remedy):
        assert part in text


FILES = [
    (b"", ["the file is empty", "a header and rows"]),
    (b"\n\n", ["the file is empty"]),
    (b"id,share\n", ["a header but no rows"]),
    (b"id;share\na;1\n", ["row 1", "separated by semicolons, not by commas", "CSV UTF-8"]),
    (b"id\tshare\na\t1\n", ["separated by tabs"]),
    (b"id,share\n\xe5,1\n", ["row 2", "not UTF-8", "CSV UTF-8"]),
    ("id,share\na,1\n".encode("utf-16"), ["not UTF-8"]),
    (b"id,share\na\n", ["row 2", "wrong number of cells (got 1)", "2 cells as in the header"]),
    (b"id,share\na,0,5\n", ["row 2", "wrong number of cells (got 3)", "double quotes"]),
    (b'id,share\n"a,1\n', ["cannot be read as CSV"]),
    (b"share\n1\n", ["row 1", "'id'", "missing column", "a header with id"]),
    (b"id,shar\na,1\n", ["row 1", "unknown column (got 'shar')", "required: id", "did you mean 'share'?"]),
    (b"id,\na,1\n", ["column 2 has no name"]),
    (b"id,share,share\na,1,1\n", ["'share'", "the column is given twice"]),
    (b"id,share\n,1\n", ["row 2", "'id'", "the cell is blank", "allowed: text"]),
]


@pytest.mark.parametrize(("raw", "parts"), FILES)
def test_a_wrong_file_is_explained(tmp_path, raw, parts):
    text = mistake(tmp_path, raw)
    for part in ["table.csv", *parts]:
        assert part in text


def test_all_mistakes_are_reported_together(tmp_path):
    text = mistake(tmp_path, "id,share,opne\na,2,1\nb,x,1\n")
    assert text.startswith("3 mistakes")
    for part in ("row 1, 'opne'", "did you mean 'open'?", "row 2, 'share'", "row 3, 'share'"):
        assert part in text


def test_a_header_without_rows_may_be_allowed(tmp_path):
    assert len(read(tmp_path, f"{HEADER}\n", may_be_empty=True)) == 0


def test_a_file_that_cannot_be_opened_is_one_message(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read"):
        read_table(tmp_path / "nowhere.csv", COLUMNS)


def test_a_column_that_the_file_does_not_have_takes_its_default(tmp_path):
    table = read(tmp_path, "id\na\nb\n")
    assert "share" not in table.cells
    assert table.column("share", 0.25) == [0.25, 0.25]
    assert math.isnan(Picked(table, [1]).numbers("share")[0])
    assert list(Picked(table).truths("open")) == [False, False]


def test_first_known_takes_the_first_value_that_is_there():
    found = first_known(Picked(Table("t", [2, 3])).numbers("x"), 7.0)
    assert list(found) == [7.0, 7.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_numbers_survive_writing_and_reading(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("numbers") / "table.csv"
    path.write_text("id,share\n" + "".join(f"{k},{v!r}\n" for k, v in enumerate(values)))
    assert read_table(path, COLUMNS).cells["share"] == values
