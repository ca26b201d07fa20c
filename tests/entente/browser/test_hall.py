"""The hall: tables that are kept, come back, leave memory, and are bounded."""

import asyncio
import os

import pytest

from entente.browser import hall as halls
from entente.browser import table as tables
from entente.browser.hall import Hall
from scenarios.session.kept import Folder
from scenarios.session.log import started
from scenarios.session.room import opened_room
from scenarios.session.seats import Seat
from sim.errors import InputError

SALIENCE = {"date": "2026-03", "kind": "salience", "size": 0.2}


@pytest.fixture(scope="module")
def log():
    return started("teaching", "rotating")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "sessions")


def kept_at(hall, log):
    """A table at which something was done."""
    table = hall.open(log)
    table.keep()
    return table


def in_a_loop(make):
    """Run a coroutine that is given a fresh loop."""
    return asyncio.run(make())


def test_a_table_comes_back_from_its_file(folder, log):
    room, _ = opened_room((Seat(actor="UK"), Seat(actor="secretariat")), 3.0)

    async def play():
        hall = Hall(folder)
        table = hall.open(log)
        await table.choose(event=SALIENCE)
        await table.go(table.first + 5)
        table.room = room
        table.keep()
        await hall.close()
        return table

    table = in_a_loop(play)
    again = Hall(Folder(folder.path)).table(table.key)
    assert (again.log, again.at, again.room) == (table.log, table.at, room)


def test_a_table_has_a_file_once_something_is_done_at_it_and_the_oldest_others_go(folder, log, monkeypatch):
    monkeypatch.setattr(halls, "MOST_UNTOUCHED", 3)

    async def drawn():
        pass

    async def play():
        hall = Hall(folder)
        looked_at, played, *others = [hall.open(log) for _ in range(3)]
        looked_at.listen(drawn)
        await played.go(played.first + 1)
        others += [hall.open(log) for _ in range(4)]
        await hall.close()
        return hall, looked_at, played, others

    hall, looked_at, played, others = in_a_loop(play)
    assert folder.keys() == [played.key]
    assert [one.key in hall._tables for one in (looked_at, played, *others)] == [True, True, *3 * [False], True, True]
    with pytest.raises(InputError, match="is not kept for long"):
        hall.table(others[0].key)


def test_without_a_folder_nothing_is_written_and_all_stays_in_memory(log, tmp_path):
    hall = Hall()
    keys = [hall.open(log).key for _ in range(halls.MOST_TABLES + 5)]
    assert all(hall.table(key).key == key for key in keys) and os.listdir(tmp_path) == []


def test_tables_that_nobody_looks_at_leave_memory_and_come_back(folder, log):
    hall = Hall(folder)
    watched = kept_at(hall, log)

    async def drawn():
        pass

    leave = watched.listen(drawn)
    tables_there = [kept_at(hall, log) for _ in range(halls.MOST_TABLES + 20)]
    assert hall.table(watched.key) is watched
    assert len(hall._tables) == halls.MOST_TABLES
    first = tables_there[0]
    assert first.key not in hall._tables
    assert hall.table(first.key) is not first and hall.table(first.key).log == log
    leave()


def test_what_could_not_be_written_stays_in_memory_and_says_so(folder, log, monkeypatch):
    hall = Hall(folder)
    os.rmdir(folder.path)
    table = kept_at(hall, log)
    assert "cannot be written" in table.unkept
    monkeypatch.setattr(halls, "MOST_TABLES", 1)
    folder.path.mkdir()
    kept_at(hall, log), kept_at(hall, log)
    assert hall.table(table.key) is table
    table.keep()
    assert table.unkept == "" and folder.read(table.key) is not None


def test_many_changes_at_once_leave_the_newest_on_file(folder, log):
    async def play():
        hall = Hall(folder)
        table = hall.open(log)
        await asyncio.gather(*(table.go(table.first + k) for k in range(20)))
        await hall.close()
        return table

    table = in_a_loop(play)
    kept = folder.read(table.key)
    assert kept is not None and kept.played == 19
    assert [name for name in os.listdir(folder.path) if name.endswith(".partial")] == []


def test_new_tables_are_bounded_by_the_minute(log, monkeypatch):
    monkeypatch.setattr(halls, "MOST_NEW", 3)
    hall = Hall()
    for _ in range(3):
        hall.open(log)
    with pytest.raises(InputError, match="too many new sessions"):
        hall.open(log)
    now = halls.time.monotonic()
    monkeypatch.setattr(halls.time, "monotonic", lambda: now + halls.MINUTE + 1)
    hall.open(log)


@pytest.mark.parametrize("key", ["", "x", "../../etc/passwd", "A" * 22, "A" * 22 + ".json"])
def test_no_other_name_is_a_table(folder, key):
    with pytest.raises(InputError, match="session"):
        Hall(folder).table(key)


def test_two_hundred_choices_and_their_undoing_fill_no_cache_beyond_its_bounds(folder, log):
    async def play():
        hall = Hall(folder)
        table = hall.open(log)
        for k in range(200):
            await table.choose(event=SALIENCE | {"size": 0.001 * (k + 1)})
            await table.record()
            if k % 20 == 0:
                await table.told()
            await table.undo()
            await table.record()
        records = hall.records
        await hall.close()
        return table, records, hall

    table, records, hall = in_a_loop(play)
    assert table.log == log
    assert len(records._kept[False]) <= tables.MOST_RECORDS and len(records._kept[True]) <= tables.MOST_TOLD
    assert not records._making and not hall._writing and not table._listeners
    assert not any(lane._all() or lane._served for lane in hall.work._lanes.values())


def test_equal_logs_asked_for_at_once_are_played_once(log, monkeypatch):
    made = []
    monkeypatch.setattr(tables, "record_of", lambda log, decisions: made.append(log) or object())

    async def ask():
        hall = Hall()
        found = await asyncio.gather(*(hall.records.of(log) for _ in range(20)))
        return found

    assert len(set(map(id, in_a_loop(ask)))) == 1 and len(made) == 1


def test_a_record_that_cannot_be_made_leaves_nothing_behind(log, monkeypatch):
    def broken(log, decisions):
        raise InputError("broken")

    monkeypatch.setattr(tables, "record_of", broken)

    async def ask():
        hall = Hall()
        found = await asyncio.gather(*(hall.records.of(log) for _ in range(3)), return_exceptions=True)
        return hall, found

    hall, found = in_a_loop(ask)
    assert all(isinstance(one, InputError) for one in found) and not hall.records._making
