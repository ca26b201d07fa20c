"""entente export, and entente.export: what they write, say and refuse."""

import json

import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from scenarios.stored_files import StoredFileError
from sim.errors import InputError
from tests.scenarios.sweeping import TOML


@pytest.fixture(scope="module")
def found():
    return entente.compare("adhoc,rotating", "teaching", months=3, replicates=2, workers=1)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    return found.save(tmp_path_factory.mktemp("run") / "mine")


@pytest.fixture
def cli():
    def call(*words):
        done = CliRunner().invoke(main, [str(word) for word in words])
        return done.exit_code, done.stdout, done.stderr

    return call


def test_the_command_writes_what_it_lists(cli, folder):
    code, out, err = cli("export", folder)
    *rows, place = out.splitlines()
    assert code == 0 and err == ""
    assert place == f"folder: {folder / 'csv'}"
    names = [row.split()[0] for row in rows]
    assert {f"{name}.csv" for name in names} < {path.name for path in (folder / "csv").iterdir()}
    assert "shares" not in names  # no swapped runs are kept there


def test_long_tables_are_named_and_left_out(cli, folder, tmp_path):
    code, out, err = cli("export", folder, "--format", "markdown", "--out", tmp_path / "md")
    assert code == 0
    assert "runs, states, series" in err and "runs " not in out
    assert (tmp_path / "md" / "README.md").is_file()


def test_one_table_in_latex_and_json_that_says_so(cli, folder, tmp_path):
    words = ("--format", "latex", "--table", "pairs", "--table", "designs", "--out", tmp_path / "tex", "--json")
    code, out, err = cli("export", folder, *words)
    assert code == 0 and err == ""
    assert json.loads(out) == {
        "folder": str(tmp_path / "tex"),
        "tables": {"pairs": "Every design against every other", "designs": "The designs in numbers"},
        "too_long": [],
    }
    assert {path.name for path in (tmp_path / "tex").iterdir()} == {
        "pairs.tex",
        "designs.tex",
        "tables.tex",
        "export.json",
    }


def test_names_that_pdflatex_cannot_set_are_told_once_on_standard_error(cli, tmp_path):
    file = tmp_path / "секретариат.toml"
    file.write_text('[design]\nbase = "rotating"\nstaff_fte = 8\n', encoding="utf-8")
    place = entente.compare(["adhoc", str(file)], "teaching", months=3, replicates=2, workers=1).save(tmp_path / "run")
    words = ("export", place, "--table", "designs", "--format")
    code, out, err = cli(*words, "latex")
    assert code == 0 and err.count("XeLaTeX") == 1 and "XeLaTeX" not in out
    assert cli(*words, "markdown")[2] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--table", "pair"), "did you mean 'pairs'"),
        (("--format", "tex"), "'csv', 'markdown', 'latex'"),
        (("--table", "runs", "--format", "latex"), "too long to be read as latex"),
        (("--out", ""), "an empty name"),
    ],
)
def test_a_mistake_is_one_message_and_nothing_is_written(cli, folder, words, said):
    before = sorted(folder.rglob("*"))
    code, out, err = cli("export", folder, *words)
    assert code == 2 and out == "" and said in err and "Traceback" not in err
    assert sorted(folder.rglob("*")) == before


def test_a_folder_without_a_run_is_refused(cli, tmp_path):
    assert "no finished run" in cli("export", tmp_path)[2]
    assert "no such folder" in cli("export", tmp_path / "nowhere")[2]


def test_a_sweep_is_exported_too(cli, tmp_path):
    (tmp_path / "small.toml").write_text(TOML)
    swept = entente.sweep(tmp_path / "small.toml", tmp_path / "out", workers=1)
    code, out, _ = cli("export", tmp_path / "out", "--table", "runs", "--table", "spans")
    assert code == 0 and [row.split()[0] for row in out.splitlines()] == ["spans", "runs", "folder:"]
    lines = (tmp_path / "out" / "csv" / "runs.csv").read_text().splitlines()
    assert len(lines) == 1 + swept.manifest["result"]["runs"]


def test_runs_in_memory_need_a_folder(found, tmp_path):
    with pytest.raises(InputError, match="these runs are not stored"):
        entente.export(found)
    done = entente.export(found, tmp_path / "out", tables="marginals")
    assert list(done.tables) == ["marginals"] and done.too_long == ()


def test_stored_runs_say_how_they_were_made(folder, tmp_path):
    entente.export(str(folder), tmp_path / "out", "markdown", ["marginals"])
    page = (tmp_path / "out" / "marginals.md").read_text(encoding="utf-8")
    assert "Entente" in page and "scenario teaching, seed" in page and "2 replicates" in page


def test_a_damaged_run_is_not_exported(found, tmp_path):
    place = found.save(tmp_path / "run")
    (place / "table.parquet").write_bytes(b"x")
    with pytest.raises(StoredFileError, match=r"table\.parquet"):
        entente.export(place)
