"""The files of a report: all of the new ones or all of the old, and never somebody's own."""

import os

import pytest

from results.page.files import LIST, report_files
from scenarios.stored_files import WriteError, write_whole


def draw(folder, **files):
    """A report with these figures; its page says so."""
    with report_files(folder) as beside:
        for name, text in files.items():
            write_whole(beside / "figures" / f"{name}.svg", text)
        write_whole(beside / "report.html", str(files))


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_report_is_replaced_with_figures_that_are_no_longer_needed(tmp_path):
    draw(tmp_path, a="1", b="1")
    draw(tmp_path, a="2", c="2")
    assert set(contents(tmp_path)) == {"report.html", LIST, "figures/a.svg", "figures/c.svg"}
    assert (tmp_path / "figures" / "a.svg").read_text() == "2"
    draw(tmp_path / "other", a="2", c="2")
    first = contents(tmp_path / "other")
    assert first == {name: data for name, data in contents(tmp_path).items() if name in first}


@pytest.mark.parametrize("name", ["report.html", "figures/a.svg", LIST])
@pytest.mark.parametrize("before", [True, False])
def test_a_file_of_ones_own_is_named_and_everything_stays(tmp_path, name, before):
    if before:
        draw(tmp_path, a="1")
    (tmp_path / "figures").mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    there = contents(tmp_path)
    with pytest.raises(WriteError, match="a file that Entente did not write is in the way") as caught:
        draw(tmp_path, a="2")
    assert str(tmp_path / name) in str(caught.value)
    assert contents(tmp_path) == there


def test_own_files_beside_the_figures_stay(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "mine.svg").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    for text in "12":
        draw(tmp_path, a=text)
    assert (tmp_path / "figures" / "mine.svg").read_text() == (tmp_path / "notes.txt").read_text() == "mine"


def test_a_list_cannot_name_files_elsewhere(tmp_path):
    draw(tmp_path / "run", a="1")
    (tmp_path / "mine.txt").write_text("1")
    listed = (tmp_path / "run" / LIST).read_text().replace('"figures/a.svg"', '"../mine.txt"')
    (tmp_path / "run" / LIST).write_text(listed)
    with pytest.raises(WriteError):
        draw(tmp_path / "run", a="2")
    draw(tmp_path / "run", b="2")
    assert (tmp_path / "mine.txt").read_text() == "1"


@pytest.mark.parametrize("after", range(4))
def test_a_full_disk_leaves_the_report_before_and_names_the_file(tmp_path, full, after):
    draw(tmp_path, a="1", b="1")
    there = contents(tmp_path)
    full(after)
    with pytest.raises(WriteError, match="No space left on device") as caught:
        draw(tmp_path, a="2", b="2")
    name = ["figures/a.svg", "figures/b.svg", "report.html", LIST][after]
    assert caught.value.file == tmp_path / name
    assert contents(tmp_path) == there


def test_what_fails_or_was_killed_before_leaves_nothing(tmp_path):
    (tmp_path / "run" / ".report-1.partial" / "figures").mkdir(parents=True)
    (tmp_path / "run" / ".report-1.partial" / "figures" / "x.svg").write_text("half")
    with pytest.raises(ZeroDivisionError), report_files(tmp_path / "run") as beside:
        write_whole(beside / "report.html", "half")
        raise ZeroDivisionError
    assert os.listdir(tmp_path / "run") == []
