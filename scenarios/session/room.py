"""A room: the people around one session, their seats and answers, and the clock. Kept beside the log, never in it.

Names of people are in here only: a log, its link and what is exported of it know actors alone.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError

from scenarios.incoming import unclean_in
from scenarios.schema_checks import mistakes_of
from scenarios.session.choices import Choice
from scenarios.session.clock import Clock
from scenarios.session.log import Log
from scenarios.session.plan import roster_of
from scenarios.session.seats import CONFIG, LONGEST_NAME, MOST_ANSWERS, Seat, check_seats, digest
from sim.errors import EntenteError, InputError, raise_all
from sim.months import month_label

LETTERS = "ABCDEFGHJKMNPRSTWXYZ"  # none that is taken for another, read aloud or from a board: 64 million codes
CODE = re.compile(f"[{LETTERS}]{{6}}")
MOST_SEATS = 24
WAITING: Literal["waiting"] = "waiting"
PLAYING, DEBRIEF = "playing", "debrief"


class Room(BaseModel):
    """A room; it never changes, each change makes another.

    code : what people join by.  lead : digest of what the facilitator proves itself by.
    phase : before the first month, playing, and talking about it afterwards.
    with_names : whether what is exported may name people.  kit : the facilitator's kit it is played by, '' for none.
    """

    model_config = CONFIG

    code: str = Field(pattern=CODE.pattern, min_length=6, max_length=6, description="six letters")
    lead: str = Field(min_length=64, max_length=64, description="a digest")
    seats: tuple[Seat, ...] = Field(max_length=MOST_SEATS, strict=False, description="seats")
    clock: Clock = Field(default=Clock(), description="the clock")
    phase: Literal["waiting", "playing", "debrief"] = Field(default=WAITING, description="waiting, playing, debrief")
    with_names: bool = Field(default=False, description="true, false")
    kit: str = Field(default="", max_length=40, description="a session of the kit")

    @classmethod
    def of(cls, content: dict[str, Any], file: str | None = None) -> Room:
        """A room from plain values; InputError(s) with all mistakes."""
        raise_all(unclean_in(content, file))
        try:
            room = cls.model_validate(content)
        except ValidationError as error:
            raise_all(mistakes_of(error, cls, file))
            raise  # not reached: a ValidationError has at least one mistake
        check_seats(room.seats)
        return room

    def plain(self) -> dict[str, Any]:
        """Plain values, as ``of`` reads them."""
        seats = [
            seat.model_dump(exclude={"answers"}) | {"answers": [choice.plain() for choice in seat.answers]}
            for seat in self.seats
        ]
        return dict(self.model_dump(exclude={"seats"})) | {"seats": seats}

    def without_people(self) -> Room:
        """The same without names and tokens, for what is exported."""
        blank = {"person": "", "token": "", "ready": False, "answers": ()}
        return self._with(seats=tuple(seat.model_copy(update=blank) for seat in self.seats), lead=digest(""))

    # ---- who is who ------------------------------------------------------------------------------------------------
    def is_led_by(self, token: str) -> bool:
        """Whether this token is the facilitator's."""
        return hmac.compare_digest(self.lead, digest(token))

    def seat_of(self, token: str) -> int | None:
        """Number of the seat of who has this token; None of nobody's."""
        return next((k for k, seat in enumerate(self.seats) if seat.is_of(token)), None)

    def sat_down(self, number: int, person: str) -> tuple[Room, str]:
        """Somebody takes a seat: the room, and the token of the seat; InputError if it is taken, or for a bad name."""
        seat = self.seat(number)
        if seat.is_taken:
            free = ", ".join(one.name for one in self.seats if not one.is_taken) or "none is left"
            raise InputError("the seat is taken", key="seat", value=seat.name, allowed=free)
        token = secrets.token_urlsafe(16)
        return self._seat(number, person=clean_name(person), token=digest(token), ready=False, answers=()), token

    def freed(self, number: int) -> Room:
        """The seat is free again: whoever sat there is out, with what was answered."""
        self.seat(number)
        return self._seat(number, person="", token="", ready=False, answers=())

    def seat(self, number: int) -> Seat:
        """A seat by its number from 0; InputError if there is none."""
        if not 0 <= number < len(self.seats):
            raise InputError("no such seat", key="seat", value=number, allowed=f"0 to {len(self.seats) - 1}")
        return self.seats[number]

    @property
    def people(self) -> dict[str, str]:
        """Who sits for which actor: its label -> a name, or two where its parts have seats of their own."""
        found: dict[str, list[str]] = {}
        for seat in self.seats:
            if seat.person:
                found.setdefault(seat.actor, []).append(seat.person)
        return {actor: " and ".join(names) for actor, names in found.items()}

    @property
    def people_told(self) -> dict[str, str]:
        """The same for what is read by all: nobody unless the facilitator lets names out."""
        return self.people if self.with_names else {}

    # ---- a month ---------------------------------------------------------------------------------------------------
    def answered(self, number: int, log: Log, whats: Sequence[dict[str, Any]]) -> Room:
        """A seat's answers for the month, instead of those before; InputError(s) for any that cannot be.

        whats : each 'event', 'decision' or 'fields' with plain values.
        """
        seat = self.seat(number)
        if len(whats) > MOST_ANSWERS:
            raise InputError("too many answers for one month", value=len(whats), allowed=f"at most {MOST_ANSWERS}")
        first = next_number(log)
        given = [{"number": first + k, "by": seat.actor, **what} for k, what in enumerate(whats)]
        found = {choice.number: choice for choice in log.with_choices(given).choices}
        answers = tuple(found[first + k] for k in range(len(given)))
        roster = roster_of(log.base())
        for choice in answers:
            seat.check(choice, roster)
        return self._seat(number, answers=answers, ready=False)

    def made_ready(self, number: int, ready: bool) -> Room:
        """A seat is done with the month, or thinks again."""
        self.seat(number)
        return self._seat(number, ready=ready)

    @property
    def all_ready(self) -> bool:
        """Whether somebody is there, and everybody who is has said to be ready."""
        taken = [seat for seat in self.seats if seat.is_taken]
        return bool(taken) and all(seat.ready for seat in taken)

    def choices(self, log: Log, month: int) -> list[dict[str, Any]]:
        """All answers for a month as choices of the log, in the order of the seats, with numbers of their own."""
        given = [choice for seat in self.seats for choice in seat.answers if choice.month == month]
        first = next_number(log)
        return [choice.plain() | {"number": first + k} for k, choice in enumerate(given)]

    def opened(self, now: float, runs: bool) -> Room:
        """A new month: nothing is answered, nobody is ready, the clock is whole."""
        blank = {"answers": (), "ready": False}
        seats = tuple(seat.model_copy(update=blank) for seat in self.seats)
        return self._with(seats=seats, clock=self.clock.anew(now, runs))

    def in_phase(self, phase: str) -> Room:
        """The same in another phase."""
        return self._with(phase=phase)

    def timed(self, clock: Clock) -> Room:
        """The same with its clock set."""
        return self._with(clock=clock)

    def naming(self, with_names: bool) -> Room:
        """The same, with names in what is exported or without them."""
        return self._with(with_names=with_names)

    def _seat(self, number: int, **update: Any) -> Room:
        seats = list(self.seats)
        seats[number] = seats[number].model_copy(update=update)
        return self._with(seats=tuple(seats))

    def _with(self, **update: Any) -> Self:
        return self.model_copy(update=update)


def opened_room(seats: tuple[Seat, ...], minutes: float, kit: str = "") -> tuple[Room, str]:
    """A new room, and the facilitator's token; InputError(s) for seats and minutes that make no sense."""
    token = secrets.token_urlsafe(16)
    code = "".join(secrets.choice(LETTERS) for _ in range(6))
    plain = {"code": code, "lead": digest(token), "seats": [seat.model_dump() for seat in seats], "kit": kit}
    room = Room.of(plain | {"clock": {"minutes": minutes, "left": 0.0}})
    return room.opened(0.0, False), token


def clean_name(text: str) -> str:
    """What a person calls itself, without spaces around; InputError for none, or one too long or not printable."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        allowed = f"1 to {LONGEST_NAME} letters, digits, spaces or signs"
        raise InputError("not a name" if name else "no name", key="name", value=name[:LONGEST_NAME], allowed=allowed)
    return name


def clean_code(text: str) -> str:
    """A code as it is kept, of what somebody has typed: 'abc def' is 'ABCDEF'."""
    return re.sub(r"[\s-]", "", text[:40]).upper()


def next_number(log: Log) -> int:
    """The number of the next choice of a log."""
    return max((choice.number for choice in log.choices), default=0) + 1


def check_asked(answers: Sequence[Choice], month: int) -> None:
    """InputError for answers that are not for the month that is asked: of a page that was not drawn anew yet."""
    for choice in answers:
        if choice.month != month:
            allowed = f"answers for {month_label(month)}, the month that is played next"
            raise InputError("this is not asked any more", key="date", value=choice.date, allowed=allowed)


def asked(log: Log, month: int) -> Log:
    """The log as it stands when actors are asked in a month: with its levers, without any of its decisions or later."""
    kept = [c.plain() for c in log.choices if c.month < month or (c.month == month and c.is_lever)]
    return log if len(kept) == len(log.choices) else Log.of(log.plain() | {"choices": kept})


def played(log: Log, room: Room, month: int) -> tuple[Log, list[tuple[Choice, str]]]:
    """The log with all answers of a month, and those that cannot be beside the others, each with what is wrong."""
    choices, left_out = room.choices(log, month), list[tuple[Choice, str]]()
    try:
        return log.with_choices(choices), left_out
    except EntenteError:
        for choice in choices:  # rare: one by one
            try:
                log = log.with_choices([choice])
            except EntenteError as error:
                left_out.append((Choice.model_validate(choice), str(error)))
        return log, left_out
