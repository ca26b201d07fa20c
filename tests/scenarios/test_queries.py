"""Tables asked by a query engine: columns as arrays, and what a reader's SQL may do."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.held import Held
from scenarios.queries import Tables
from scenarios.stored_files import StoredFileError
from sim.errors import InputError

NAN = np.nan
RUNS = pd.DataFrame(
    {
        "design": ["b", "a", "a", "b", "b", "a"],
        "replicate": [7, 7, 3, 3, 5, 5],
        "harm": [1.0, 2.0, 3.0, NAN, 50.0, 60.0],
        "count": [1, 2, 3, 4, 5, 6],
        "error": ["", None, "", "", "it failed", "it failed"],
    }
)


def stored(folder, frame=RUNS, rows=2):
    """The frame as a parquet file with so many rows a group."""
    folder.mkdir(exist_ok=True)
    frame.to_parquet(folder / "table.parquet", index=False, row_group_size=rows)
    return folder / "table.parquet"


@pytest.fixture(params=["memory", "file", "a folder's odd name"])
def tables(request, tmp_path):
    names = {"memory": "", "file": "runs", "a folder's odd name": "it's [1] *?"}
    source = stored(tmp_path / names[request.param]) if names[request.param] else RUNS
    with Tables({"runs": Held(source)}) as found:
        yield found


def test_a_column_comes_as_replicates_by_designs_without_the_runs_that_failed(tables):
    grid = tables.grid()
    assert grid.designs == ("b", "a") and grid.replicates.tolist() == [3, 7] and grid.failed == 2
    np.testing.assert_array_equal(grid.values("harm"), [[NAN, 3.0], [1.0, 2.0]])
    np.testing.assert_array_equal(grid.values("count"), [[4.0, 3.0], [1.0, 2.0]])


def test_designs_come_in_the_order_that_is_asked_for_and_one_that_is_not_there_is_empty(tables):
    grid = tables.grid(designs=("a", "c"))
    assert grid.replicates.tolist() == [3, 7]
    np.testing.assert_array_equal(grid.values("harm"), [[3.0, NAN], [2.0, NAN]])


def test_rows_are_chosen_by_the_value_of_a_column(tables):
    grid = tables.grid(designs=("a", "b"), count=4)
    np.testing.assert_array_equal(grid.values("count"), [[NAN, 4.0]])


def test_outcomes_of_a_few_replicates_come_by_design_and_replicate(tables):
    found = tables.outcomes(["count"], [3])
    assert found.loc[("a", 3), "count"] == 3 and len(found) == 2


def test_a_design_that_is_there_twice_in_a_replicate_is_refused():
    with (
        Tables({"runs": Held(pd.concat([RUNS, RUNS.iloc[:1]]))}) as tables,
        pytest.raises(InputError, match="twice in a replicate"),
    ):
        tables.grid()


rows = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.one_of(st.floats(-5, 5), st.just(NAN))),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=25)
@given(rows, st.integers(1, 5))
def test_the_array_is_the_pivot_of_the_table_wherever_it_lies(tmp_path_factory, rows, group):
    frame = pd.DataFrame(rows, columns=["design", "replicate", "harm"])
    wanted = frame.pivot(index="replicate", columns="design", values="harm").sort_index()
    path = stored(tmp_path_factory.mktemp("runs"), frame, group)
    for source in (frame, path):
        with Tables({"runs": Held(source)}) as tables:
            grid = tables.grid()
            assert grid.designs == tuple(dict.fromkeys(frame["design"]))
            np.testing.assert_array_equal(grid.values("harm"), wanted[list(grid.designs)].to_numpy())


def test_a_reader_asks_in_sql(tables):
    found = tables.query("SELECT design, sum(count) AS n FROM runs WHERE error IS NULL OR error = '' GROUP BY ALL")
    assert dict(zip(found["design"], found["n"], strict=True)) == {"a": 5, "b": 5}
    assert tables.columns("runs") == list(RUNS)
    assert tables.columns("states") == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT harms FROM runs", '"harm"'),
        ("SELECT * FROM rums", 'Did you mean "runs"'),
        ("SELEC 1", "syntax error"),
        ("SELECT 1; SELECT 2", "not one SELECT"),
        ("CREATE TABLE more AS SELECT 1", "not one SELECT"),
        ("DROP VIEW runs", "not one SELECT"),
        ("", "not one SELECT"),
        (3, "not one SELECT"),
    ],
)
def test_what_cannot_be_answered_is_one_message(tables, sql, said):
    with pytest.raises(InputError, match=said) as found:
        tables.query(sql)
    assert "over the tables runs" in str(found.value)


def test_sql_reads_no_other_file_and_no_variable_and_writes_nothing(tables, tmp_path):
    other = stored(tmp_path / "other")
    hidden = RUNS  # noqa: F841  # a name that SQL must not find
    for sql in (
        f"SELECT * FROM read_parquet('{other}')", f"SELECT * FROM '{other}'", f"SELECT * FROM glob('{tmp_path}/*')",
        "SELECT * FROM hidden", f"COPY runs TO '{tmp_path}/out.csv'", "SET memory_limit = '9GB'", "INSTALL httpfs",
    ):  # fmt: skip
        with pytest.raises(InputError):
            tables.query(sql)
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == []


def test_only_the_columns_that_are_asked_for_are_read(tmp_path, monkeypatch):
    path = stored(tmp_path / "runs", rows=6)
    start = pq.ParquetFile(path).metadata.row_group(0).column(2).data_page_offset
    damaged = bytearray(path.read_bytes())
    damaged[start : start + 8] = b"\xff" * 8
    path.write_bytes(damaged)
    with Tables({"runs": Held(path)}) as tables:
        assert tables.grid().values("count").sum() == 10
        with pytest.raises(InputError, match="cannot be answered"):
            tables.query("SELECT harm FROM runs")
        with pytest.raises(StoredFileError, match="cannot be read") as found:
            tables.grid().values("harm")
        assert str(path.parent) in str(found.value)


def test_a_file_that_is_no_table_is_named(tmp_path):
    (tmp_path / "table.parquet").write_bytes(b"no table")
    with pytest.raises(StoredFileError, match="cannot be read"):
        Tables({"runs": Held(tmp_path / "table.parquet")})
