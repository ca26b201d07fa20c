"""Rooms: who may do what, answers and months, the clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.session.clock import LONGEST, Clock
from scenarios.session.log import Log, started
from scenarios.session.room import CODE, PLAYING, Room, clean_code, clean_name, opened_room, played
from scenarios.session.seats import seats_of
from sim.errors import EntenteError, InputError
from sim.months import month_label

LOG = started("teaching", "rotating", 1)
FIRST = LOG.base().adopt_month
ROSTER = LOG.base().load_roster()
WHEN = month_label(FIRST)


def room_of(seats="US:state,US:institute,Kenya,secretariat,Anthropic", minutes=3.0):
    return opened_room(seats_of(seats, ROSTER), minutes)


def decision(actor, act="pool", choice=False, **more):
    return {"decision": {"date": WHEN, "actor": actor, "act": act, "choice": choice, **more}}


FIELDS = {"fields": {"date": WHEN, "values": {"memory_kept": 0.9}}}


# ---- seats ----------
def test_a_room_is_read_as_it_was_written():
    room, token = room_of()
    room, seat_token = room.sat_down(2, "  Ada   Lovelace ")
    room = room.answered(2, LOG, [decision("Kenya")]).in_phase(PLAYING)
    again = Room.of(room.plain())
    assert again == room and CODE.fullmatch(room.code)
    assert again.is_led_by(token) and not again.is_led_by(seat_token)
    assert again.seat_of(seat_token) == 2 and again.seat_of("nobody's") is None
    assert again.seats[2].person == "Ada Lovelace"


def test_a_seat_is_taken_once_and_free_again():
    room, _ = room_of()
    room, token = room.sat_down(0, "Ada")
    with pytest.raises(InputError, match="taken"):
        room.sat_down(0, "Grace")
    room = room.answered(0, LOG, [])
    freed = room.freed(0)
    assert freed.seat_of(token) is None and not freed.seats[0].person
    again, other = freed.sat_down(0, "Grace")
    assert again.seat_of(other) == 0 and again.seat_of(token) is None


@pytest.mark.parametrize("seats, problem", [
    ("US,US", "two seats"), ("US,US:state", "two seats"), ("secretariat,secretariat", "two seats"),
    ("", "without seats"),
    ("Narnia", "unknown actor"), ("Anthropic:state", "no such part"), ("US:army", "no such part"),
])  # fmt: skip
def test_seats_that_make_no_sense(seats, problem):
    with pytest.raises(InputError, match=problem):
        seats_of(seats, ROSTER)


@given(st.text(max_size=60))
def test_names_are_clean_or_refused(text):
    try:
        name = clean_name(text)
    except InputError:
        return
    assert 1 <= len(name) <= 40 and name.isprintable() and name == name.strip()


@given(st.text(max_size=60))
def test_a_code_is_clean_whatever_is_typed(text):
    assert not set(clean_code(text)) & set(" -\t\n")
    room, _ = room_of()
    assert clean_code(f" {room.code[:3].lower()}-{room.code[3:]}\n") == room.code


# ---- nobody acts for another ----------
@pytest.mark.parametrize("seat, what", [
    (2, decision("US")), (0, decision("US")), (1, decision("US", "join")), (4, decision("Kenya")), (2, FIELDS),
    (3, decision("Kenya")), (3, {"event": {"date": WHEN, "kind": "exit", "actor": "US"}}),
    (3, {"design": {"date": WHEN, "design": "none"}}), (4, decision("Anthropic", "share", partner="Narnia")),
])  # fmt: skip
def test_a_seat_decides_for_itself_alone(seat, what):
    room, _ = room_of()
    with pytest.raises(EntenteError):
        room.answered(seat, LOG, [what])


def test_each_seat_decides_what_is_in_its_hands():
    room, _ = room_of()
    for number, what in enumerate((decision("US", "join", True), decision("US"), decision("Kenya"), FIELDS,
                                   decision("Anthropic", "pace", True))):  # fmt: skip
        room = room.answered(number, LOG, [what])
    log, left_out = played(LOG, room, FIRST)
    assert not left_out
    assert [choice.by for choice in log.choices] == ["US", "US", "Kenya", "secretariat", "Anthropic"]
    assert [choice.number for choice in log.choices] == [1, 2, 3, 4, 5]


# ---- a month ----------
def test_an_answer_takes_the_place_of_the_one_before_and_a_new_month_begins_without():
    room, _ = room_of()
    room = room.answered(2, LOG, [decision("Kenya")]).made_ready(2, True)
    room = room.answered(2, LOG, [decision("Kenya", choice=True)])
    assert not room.seats[2].ready  # one who thinks again is not ready
    assert [choice.decision.choice for choice in room.seats[2].answers] == [True]
    assert played(LOG, room.opened(0.0, False), FIRST)[0] == LOG
    assert played(LOG, room, FIRST + 1)[0] == LOG  # answers are for their month


def test_all_are_ready_when_all_who_sit_are():
    room, _ = room_of()
    assert not room.all_ready
    room, _ = room.sat_down(0, "Ada")
    room, _ = room.sat_down(2, "Grace")
    assert not room.made_ready(0, True).all_ready
    assert room.made_ready(0, True).made_ready(2, True).all_ready


def test_what_cannot_stand_beside_the_rest_is_left_out_with_why():
    full = {"number": 1, "by": "", "event": {"date": WHEN, "kind": "salience", "size": 0.0}}
    log = Log.of(LOG.plain() | {"choices": [full | {"number": k + 1} for k in range(499)]})
    room, _ = room_of()
    room = room.answered(2, LOG, [decision("Kenya")]).answered(4, LOG, [decision("Anthropic", "pace", True)])
    after, left_out = played(log, room, FIRST)
    assert len(after.choices) == 500 and [choice.by for choice, _ in left_out] == ["Anthropic"]


def test_people_are_in_the_room_alone():
    room, _ = room_of()
    room, token = room.sat_down(2, "Ada")
    room = room.answered(2, LOG, [decision("Kenya")])
    log, _ = played(LOG, room, FIRST)
    assert "Ada" not in log.text() + str(room.without_people().plain())
    assert token not in str(room.plain())


# ---- the clock ----------
times = st.floats(0, 1e9, allow_nan=False)
seconds = st.floats(0, 7200, allow_nan=False)


@given(minutes=st.floats(0.1, LONGEST), now=times, waits=st.lists(st.tuples(st.booleans(), seconds), max_size=8))
def test_only_time_that_runs_is_used_up(minutes, now, waits):
    clock = Clock(minutes=minutes).anew(now, False)
    whole = used = 60 * minutes
    for runs, wait in waits:
        clock = clock.started(now) if runs else clock.paused(now)
        now += wait
        used -= wait if runs else 0.0
    assert clock.remaining(now) == pytest.approx(max(0.0, used), abs=1e-3)
    assert clock.is_over(now) == (clock.is_running and clock.remaining(now) == 0)
    assert clock.anew(now, True).remaining(now) == pytest.approx(whole, abs=1e-3)


@given(now=times, away=seconds)
def test_no_month_passes_while_the_server_is_away(now, away):
    clock = Clock(minutes=1).anew(now, True).after_a_stop(now + away)
    assert not clock.is_running and clock.remaining(now + away) >= 30.0


def test_without_a_clock_nothing_runs():
    clock = Clock(minutes=0).anew(5.0, True).started(5.0)
    assert not clock.is_running and not clock.is_over(1e9)
