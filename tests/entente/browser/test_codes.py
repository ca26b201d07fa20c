"""Codes that lead to rooms: guessing is slow, and locks nobody else out."""

from __future__ import annotations

import asyncio

import pytest

from entente.browser.hall import Hall
from entente.browser.seats import doors
from entente.browser.seats.keeper import Keeper
from scenarios.session.kept import Folder
from sim.errors import InputError
from tests.entente.browser.at_hand import played


def test_guessing_codes_is_slow_and_ends_for_the_tab_that_guesses(monkeypatch):
    waited = []

    async def wait(seconds):
        waited.append(seconds)

    async def act(room):
        found, code = room.keeper.doors, room.table.room.code
        monkeypatch.setattr(doors.asyncio, "sleep", wait)
        for _ in range(doors.MOST_WRONG):
            with pytest.raises(InputError, match="no room with this code"):
                await found.table("AAAAAA", "here", "one", 0.0)
        with pytest.raises(InputError, match="too many wrong codes"):
            await found.table(code, "here", "one", 1.0)
        assert await found.table(code, "here", "another", 1.0) is room.table
        assert await found.table(code, "here", "one", 1.0 + doors.MINUTE) is room.table

    played(act)
    assert waited == [doors.PAUSE] * doors.MOST_WRONG


def test_codes_of_one_address_are_looked_at_one_after_the_other_and_the_right_one_comes_through(monkeypatch):
    monkeypatch.setattr(doors, "PAUSE", 0.02)

    async def act(room):
        found, code = room.keeper.doors, room.table.room.code
        wrong = [asyncio.create_task(found.table("AAAAAA", "here", f"tab {k}")) for k in range(6)]
        await asyncio.sleep(0)
        right = asyncio.create_task(found.table(code, "here", "mine"))
        elsewhere = await found.table(code, "there", "other")
        assert elsewhere is room.table and not right.done() and sum(task.done() for task in wrong) == 0
        assert await right is room.table and all(task.done() for task in wrong)
        crowd = [asyncio.create_task(found.table("AAAAAA", "here", f"more {k}")) for k in range(doors.MOST_IN_LINE)]
        await asyncio.sleep(0)
        with pytest.raises(InputError, match="too many codes at once"):
            await found.table(code, "here", "mine")
        await asyncio.gather(*wrong, *crowd, return_exceptions=True)
        assert await found.table(code, "here", "mine") is room.table
        assert not found._lines and not found._waiting

    played(act)


def test_codes_are_read_from_the_files_once(tmp_path, monkeypatch):
    monkeypatch.setattr(doors, "PAUSE", 0.0)
    first = played(lambda room: room.answer(), Hall(Folder(tmp_path)))
    (tmp_path / f"{'x' * 22}.json").write_text("damaged")

    async def again():
        hall = Hall(Folder(tmp_path))
        found, read = Keeper(hall).doors, []
        monkeypatch.setattr(hall.folder, "keys", lambda keys=hall.folder.keys: (read.append(1), keys())[1])
        for k in range(3):
            with pytest.raises(InputError, match="no room"):
                await found.table("AAAAAA", "here", f"tab {k}")
        table = await found.table(first.table.room.code, "here", "mine")
        await hall.close()
        return table.key, len(read)

    assert asyncio.run(again()) == (first.table.key, 1)
