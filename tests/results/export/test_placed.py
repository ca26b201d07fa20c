"""Where exports go: the same bytes again, and nothing of anybody else's is touched."""

import json

import pytest

from results.export.export import FORMATS, check_format, choose, export
from results.export.placed import LIST, export_files
from scenarios.stored_files import WriteError
from sim.errors import InputError, InputErrors


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_tables_give_the_same_bytes(tables, made, tmp_path, kind):
    wanted = ["differences", "analogues", "designs"]
    for name in ("one", "two", "two"):
        export(tables, made, tmp_path / name, kind, wanted)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert LIST in files(tmp_path / "one")


def test_an_earlier_export_is_replaced_with_all_its_files(tables, made, tmp_path):
    export(tables, made, tmp_path, "markdown", ["differences", "flips"])
    export(tables, made, tmp_path, "csv", ["flips"])
    assert set(files(tmp_path)) == {LIST, "flips.csv", "datapackage.json"}


def test_files_beside_stay(tables, made, tmp_path):
    (tmp_path / "tables.pdf").write_text("mine")
    export(tables, made, tmp_path, "latex", ["flips"])
    export(tables, made, tmp_path, "latex", ["flips"])
    assert (tmp_path / "tables.pdf").read_text() == "mine"


@pytest.mark.parametrize("name", ["flips.csv", "datapackage.json", LIST])
def test_a_file_of_somebody_elses_is_never_overwritten(tables, made, tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(WriteError, match=name):
        export(tables, made, tmp_path, "csv", ["flips"])
    assert files(tmp_path) == {name: b"mine"}


def test_an_exported_file_that_was_changed_is_kept(tables, made, tmp_path):
    export(tables, made, tmp_path, "csv", ["flips"])
    (tmp_path / "flips.csv").write_text("changed")
    with pytest.raises(WriteError, match=r"flips\.csv"):
        export(tables, made, tmp_path, "csv", ["flips"])
    assert (tmp_path / "flips.csv").read_text() == "changed"


def test_a_list_cannot_name_a_file_elsewhere(tmp_path):
    (tmp_path / "other").write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / LIST).write_text(json.dumps({"files": {"../other": "0" * 64, "gone.csv": "0" * 64}}))
    with export_files(folder) as beside:
        (beside / "new.csv").write_text("new")
    assert (tmp_path / "other").read_text() == "mine"
    assert json.loads((folder / LIST).read_text())["files"].keys() == {"new.csv"}


def test_what_fails_leaves_the_folder_as_it_was(tables, made, tmp_path):
    export(tables, made, tmp_path, "csv", ["flips"])
    before = files(tmp_path)
    with pytest.raises(RuntimeError), export_files(tmp_path) as beside:
        (beside / "flips.csv").write_text("half")
        raise RuntimeError
    assert files(tmp_path) == before


def test_an_unknown_format_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'latex'"):
        check_format("latec")


def test_unknown_and_long_tables_are_all_named(tables):
    with pytest.raises(InputError, match="did you mean 'pairs'"):
        choose(tables, "csv", ["pair"])
    with pytest.raises(InputErrors, match="2 mistakes") as found:
        choose(tables, "latex", ["pair", "runs"])
    assert "--format csv" in str(found.value)


def test_every_table_can_be_csv_and_the_short_ones_all(tables):
    assert choose(tables, "csv") == list(tables)
    short = {table.name for table in choose(tables, "latex")}
    assert short == {table.name for table in choose(tables, "markdown")}
    assert {"runs", "series", "draws", "swaps"} & short == set() and "pairs" in short
