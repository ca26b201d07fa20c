"""What keeps rooms going, without a browser: months, clocks, codes, and who may do what at a table."""

from __future__ import annotations

import asyncio
import time

import pytest

from entente.browser.hall import Hall
from entente.browser.seats import keeper
from entente.browser.seats.access import Led, Onlooker
from entente.browser.seats.keeper import Keeper
from entente.browser.seats.parts import AtTheTable
from entente.browser.seats.seat_page import InRoom
from entente.browser.view import View
from scenarios.session.kept import Folder
from scenarios.session.room import DEBRIEF, PLAYING
from sim.errors import InputError
from tests.entente.browser.at_hand import LOG, POOL, played


# ---- months ----------
def test_a_month_is_played_with_all_answers_when_all_are_ready():
    async def act(room):
        seen = []
        room.keeper.listen(room.table, lambda: asyncio.sleep(0, seen.append(room.table.at)))
        await room.answer()
        assert room.table.at == room.table.first and not room.table.log.choices
        await room.keeper.change(room.table, room.table.room.made_ready(0, True))
        assert room.table.at == room.table.first + 1 == seen[-1]

    room = played(act)
    (choice,) = room.table.log.choices
    assert (choice.by, choice.month, choice.decision.act) == ("Kenya", room.table.first, "pool")
    assert room.table.room.phase == PLAYING and not room.table.room.seats[0].answers
    assert room.table.room.clock.is_running and room.table.room.clock.remaining(time.time()) > 50


def test_two_who_play_the_same_month_play_it_once():
    async def act(room):
        await asyncio.gather(*(room.keeper.play(room.table, room.table.first) for _ in range(3)))
        assert room.table.at == room.table.first + 1

    played(act)


def test_back_a_month_drops_what_was_decided_in_it():
    async def act(room):
        await room.answer()
        await room.keeper.play(room.table)
        assert room.table.log.choices
        await room.keeper.back(room.table)
        assert room.table.at == room.table.first and room.table.log == LOG
        assert not room.table.room.clock.is_running
        await room.keeper.back(room.table)
        assert room.table.at == room.table.first

    played(act)


def test_on_to_the_next_decision_and_to_the_end():
    async def act(room):
        while room.table.at <= room.table.last:
            before = room.table.at
            await room.keeper.skip(room.table)
            assert room.table.at > before

    room = played(act)
    assert room.table.room.phase == DEBRIEF and not room.table.room.clock.is_running


def test_what_comes_in_while_a_month_is_made_is_played_too(monkeypatch):
    lever = {"date": "2026-01", "kind": "salience", "size": 0.5}

    async def act(room):
        records, of = room.hall.records, room.hall.records.of

        async def slow(log, decisions=False):
            monkeypatch.setattr(records, "of", of)
            await room.answer()  # a second thought of a seat
            await room.table.choose(event=lever)  # and a lever of the facilitator
            room.table.room = room.table.room.sat_down(1, "Grace")[0]
            return await of(log, decisions)

        monkeypatch.setattr(records, "of", slow)
        await room.keeper.play(room.table)
        assert room.table.at == room.table.first + 1
        assert {choice.kind for choice in room.table.log.choices} == {"event", "decision"}
        assert room.table.room.seats[1].person == "Grace"

    played(act)


def test_an_ended_game_is_not_played_on_without_a_word():
    async def act(room):
        await room.answer()
        await room.keeper.end(room.table)
        assert room.table.room.phase == DEBRIEF and not room.table.room.clock.is_running
        with pytest.raises(InputError, match="the game is over"):
            await room.keeper.play(room.table)
        await Led(room.table, room.keeper).go(room.table.at + 1)
        assert room.table.at == room.table.first
        await room.keeper.start(room.table)
        assert room.table.room.phase == PLAYING and room.table.room.seats[0].answers
        await room.keeper.play(room.table)
        assert room.table.at == room.table.first + 1

    played(act)


def test_nothing_is_held_of_rooms_at_which_nobody_looks():
    async def act(room):
        leave = room.keeper.listen(room.table, lambda: asyncio.sleep(0))
        await room.keeper.play(room.table)
        await room.keeper.pause(room.table)
        leave()
        await room.keeper._clock(room.table.key, room.table)
        held = room.keeper
        assert not (held._met or held._locks or held._listeners or held.left_out)

    played(act)


def test_a_page_that_was_not_drawn_anew_writes_into_no_other_month():
    async def act(room):
        alone = View(room.table, room.hall.work, "tab", "Kenya")
        desks = (AtTheTable(alone, room.table.room.seat(0)), InRoom(room.keeper, room.table, room.token))
        await room.keeper.play(room.table)
        before = room.table.log, room.table.room
        for desk in desks:
            with pytest.raises(InputError, match="not asked any more"):
                await desk.put("pool", [POOL])
        assert (room.table.log, room.table.room) == before

    played(act)


# ---- clocks ----------
def test_a_clock_that_has_run_out_plays_the_month_where_somebody_looks_on():
    async def act(room):
        leave = room.table.listen(lambda: asyncio.sleep(0))
        await room.answer()
        await room.keeper._clock(room.table.key, room.table)
        assert room.table.at == room.table.first  # there is time left
        over = room.table.room.clock.model_copy(update={"ends": time.time() - 1})
        room.table.room = room.table.room.timed(over)
        await room.keeper._clock(room.table.key, room.table)
        assert room.table.at == room.table.first + 1 and room.table.log.choices
        leave()
        await room.keeper._clock(room.table.key, room.table)
        assert not room.table.room.clock.is_running  # nobody looks on

    played(act)


def test_a_room_goes_on_from_its_file_with_its_clock_standing_still(tmp_path):
    async def act(room):
        await room.answer()

    first = played(act, Hall(Folder(tmp_path)))
    key, code = first.table.key, first.table.room.code

    async def again():
        hall = Hall(Folder(tmp_path))
        found = Keeper(hall)
        table = await found.doors.table(code.lower(), "here", "a tab")
        room = await found.meet(table)
        await hall.close()
        return table, room

    table, room = asyncio.run(again())
    assert table.key == key and room.seat_of(first.token) == 0 and room.is_led_by(first.lead)
    assert [choice.by for choice in room.seats[0].answers] == ["Kenya"]
    assert not room.clock.is_running and room.clock.left > 0


# ---- who may do what at the table ----------
def test_who_looks_on_changes_nothing():
    async def act(room):
        seen = Onlooker(room.table)
        assert not seen.may_be_played and seen.log == room.table.log and seen.end == room.table.end
        assert await seen.record() is await room.table.record()
        await seen.go(seen.at + 1)
        for wrong in (seen.undo(), seen.again_from(seen.at), seen.take(LOG), seen.choose()):
            with pytest.raises(InputError, match="played in a room"):
                await wrong
        assert room.table.at == room.table.first

    played(act)


def test_the_facilitator_plays_months_with_the_answers_from_the_table_too():
    async def act(room):
        led = Led(room.table, room.keeper)
        await room.answer()
        await led.choose(event={"date": "2026-01", "kind": "salience", "size": 0.5})
        await led.go(led.at + 2)
        assert led.at == room.table.at == room.table.first + 2
        assert {choice.kind for choice in led.log.choices} == {"event", "decision"}
        await led.go(led.at - 1)
        assert led.at == room.table.first + 2  # 'Back a month' does that, and says what it drops
        await led.again_from(room.table.first)
        assert room.table.log == LOG and room.table.at == room.table.first

    played(act)


def test_clocks_go_on_though_one_room_is_broken(monkeypatch):
    async def act(room):
        beats = []

        async def broken(key, table):
            beats.append(key)
            raise RuntimeError("broken")

        monkeypatch.setattr(room.keeper, "_clock", broken)
        monkeypatch.setattr(keeper, "BEAT", 0.001)
        task = asyncio.create_task(room.keeper._beat())
        while len(beats) < 2:
            await asyncio.sleep(0.001)
        task.cancel()

    played(act)
