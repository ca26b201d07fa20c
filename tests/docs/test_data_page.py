"""The page on what is kept: it names every column of every table, and none that is not there."""

import re
from pathlib import Path

import pytest

import entente
from scenarios.batch_tables import TABLES
from sim.catalogue import TIE_TYPES
from sim.outcomes import ALL_OUTCOMES
from sim.parameters import NAMES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found():
    return entente.compare("adhoc,rotating", "teaching", months=2, replicates=1, workers=1)


def documented(table: str) -> list[str]:
    """The columns that the table's section lists, in their order."""
    section = PAGE.partition(f"\n## `{table}`\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")][2:]
    return [name for cell in cells for name in (re.findall(r"`([^`]+)`", cell) or [cell.strip()])]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_table_is_described_in_its_order(found, table):
    columns = list(getattr(found.runs, table).columns)
    families = {
        "every outcome": [o.name for o in ALL_OUTCOMES],
        "every parameter that varies or is set": [name for name in NAMES if name in columns],
        "q:<field>": [name for name in columns if name.startswith("q:")],
    }
    named = [column for name in documented(table) for column in families.get(name, [name])]
    assert named == columns


def test_every_type_of_tie_is_named():
    line = next(line for line in PAGE.splitlines() if line.startswith("`type` is one of"))
    assert re.findall(r"`(\w+)`", line.partition("one of")[2]) == [kind.key for kind in TIE_TYPES]


def test_every_file_is_listed(found, tmp_path):
    folder = found.save(tmp_path / "run")
    assert {path.name for path in folder.glob("*.parquet")} == set(re.findall(r"`(\w+\.parquet)`", PAGE))
