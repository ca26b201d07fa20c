"""The README names every command and every page of docs/, and none that is not there."""

import re
from pathlib import Path

import click

from entente.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    """Every command as it is typed, and those below `entente scenarios` but for the one that it stands for."""
    group = main.commands["scenarios"]
    assert isinstance(group, click.Group)
    return {*main.commands, *(f"scenarios {below}" for below in group.commands if below != "show")}


def test_the_table_of_commands_names_each_of_them():
    table = README.partition("\n## Commands\n")[2].partition("\n\n`entente <command>")[0]
    first = re.findall(r"^\| `entente ([a-z]+(?: [a-z]+)?)", table, re.MULTILINE)
    assert set(first) == commands()


def test_the_table_of_folders_names_each_page():
    row = next(line for line in README.splitlines() if line.startswith("| `docs/` |"))
    pages = {path.name for path in (ROOT / "docs").glob("*.md") if not path.name.startswith("notes-")}
    assert set(re.findall(r"`([\w-]+\.md)`", row)) == pages
