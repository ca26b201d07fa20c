"""A seat of a room: whose decisions it takes, who sits in it, and what was answered for the month."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from scenarios.schema_checks import mistake
from scenarios.session.choices import Choice
from scenarios.session.log import SECRETARIAT
from sim.errors import InputError
from sim.forced import ACTS as ACTS_OF_ALL
from sim.roster import Roster

CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)
LONGEST_NAME, MOST_ANSWERS = 40, 30
STATE, INSTITUTE = "state", "institute"
ACTS = {  # what each part of a jurisdiction decides: its government on membership, its office on all that is worked on
    STATE: ("join", "consent"),
    INSTITUTE: ("deal", "renew", "share", "pool"),
}
OF_A_FIRM = ("deal", "renew", "share", "pool", "pace")
OF_SECRETARIAT = ("admission_vote", "dialogue")  # kinds of events that are in the hands of a secretariat


class Seat(BaseModel):
    """One seat.

    actor : a label of the roster, or 'secretariat'.  part : of a jurisdiction the part it decides for, '' for both.
    person : the name of who sits there, '' while it is free.  token : digest of what that person proves itself by.
    ready : whether it is done with the month.  answers : its choices for the month that is played next.
    """

    model_config = CONFIG

    actor: str = Field(min_length=1, max_length=60, description="an actor of the roster, or 'secretariat'")
    part: Literal["", "state", "institute"] = Field(default="", description="'', state, institute")
    person: str = Field(default="", max_length=LONGEST_NAME, description=f"at most {LONGEST_NAME} characters")
    token: str = Field(default="", max_length=64, description="a digest")
    ready: bool = Field(default=False, description="true, false")
    answers: tuple[Choice, ...] = Field(default=(), max_length=MOST_ANSWERS, strict=False, description="choices")

    @field_validator("person")
    @classmethod
    def _printable(cls, value: str) -> str:
        if not value.isprintable():
            raise mistake("a name holds characters that cannot be shown", allowed="letters, digits, spaces, signs")
        return value

    @property
    def name(self) -> str:
        """What the seat is called: 'UK', 'UK, institute', 'secretariat'."""
        return f"{self.actor}, {self.part}" if self.part else self.actor

    @property
    def is_taken(self) -> bool:
        """Whether somebody sits in it."""
        return bool(self.token)

    def is_of(self, token: str) -> bool:
        """Whether this token is that of who sits in it."""
        return self.is_taken and hmac.compare_digest(self.token, digest(token))

    def decides(self, act: str, roster: Roster) -> bool:
        """Whether an act (``sim.forced.ACTS``) is in the hands of this seat."""
        if self.actor == SECRETARIAT:
            return False
        if roster.find(self.actor) >= roster.n_states:
            return act in OF_A_FIRM
        return act in ACTS[self.part] if self.part else act in ACTS[STATE] + ACTS[INSTITUTE]

    def acts(self, roster: Roster) -> tuple[str, ...]:
        """The acts that are in the hands of this seat."""
        return tuple(act for act in ACTS_OF_ALL if self.decides(act, roster))

    def is_its(self, choice: Choice, roster: Roster) -> bool:
        """Whether a choice is in the hands of this seat."""
        if self.actor == SECRETARIAT:
            return choice.fields is not None or (choice.event is not None and choice.event.kind in OF_SECRETARIAT)
        done = choice.decision
        return (
            done is not None and roster.find(done.actor) == roster.find(self.actor) and self.decides(done.act, roster)
        )

    def check(self, choice: Choice, roster: Roster) -> None:
        """InputError for a choice that is another's to make, so that no seat acts for another."""
        if not self.is_its(choice, roster):
            events = f"fields of the design, or an event: {', '.join(OF_SECRETARIAT)}"
            allowed = events if self.actor == SECRETARIAT else "decisions of its own actor that are in its hands"
            raise InputError("not for this seat to decide", key="seat", value=self.name, allowed=allowed)


def digest(token: str) -> str:
    """What is kept of a token: it cannot be made out from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def seat_of(text: str, roster: Roster) -> Seat:
    """The free seat that a text names: 'UK', 'UK:institute', 'OpenAI', 'secretariat'; InputError if there is none."""
    name, _, part = (piece.strip() for piece in text.partition(":"))
    if name.lower() == SECRETARIAT and not part:
        return Seat(actor=SECRETARIAT)
    try:
        node = roster.find(name)
    except InputError as error:
        choices = (*roster.aliases, *roster.firm_ids, SECRETARIAT)
        allowed = f"an actor of the roster, or '{SECRETARIAT}'"
        raise InputError(error.problem, key="seats", value=text, allowed=allowed, choices=choices) from None
    if part not in ("", *ACTS) or (part and node >= roster.n_states):
        allowed = "a jurisdiction's is 'state', 'institute' or none; a firm's and the secretariat's none"
        raise InputError("no such part of a seat", key="seats", value=text, allowed=allowed, choices=tuple(ACTS))
    return Seat(actor=roster.label(node), part=part)  # type: ignore[arg-type]  # checked above


def seats_of(text: str, roster: Roster) -> tuple[Seat, ...]:
    """Seats by a list with commas between; InputError for one that is unknown, or stands twice."""
    seats = tuple(seat_of(piece, roster) for piece in text.split(",") if piece.strip())
    check_seats(seats)
    return seats


def check_seats(seats: tuple[Seat, ...]) -> None:
    """InputError if two seats would take the same decisions, or if there is none."""
    if not seats:
        raise InputError("a room without seats", key="seats", allowed="one at least")
    for k, seat in enumerate(seats):
        for other in seats[:k]:
            if seat.actor == other.actor and (not seat.part or not other.part or seat.part == other.part):
                allowed = "each decision once: the whole, or its state and its institute"
                raise InputError("two seats for the same decisions", key="seats", value=seat.name, allowed=allowed)
