"""The sessions that a teacher can run: written in ``data``, checked when they are read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenarios.session.log import Log, started
from sim.errors import InputError
from sim.months import month_index

_CONFIG = ConfigDict(extra="forbid", frozen=True)
MINUTES = (30, 60, 90)


class Seat(BaseModel):
    """A seat of a session, and the aims that it is given in secret (``results.play.kit.aims``)."""

    model_config = _CONFIG

    actor: str
    aims: tuple[str, ...] = Field(min_length=2, max_length=3)


class Step(BaseModel):
    """A part of the plan, from a minute until the next one. play : the clock runs in it."""

    model_config = _CONFIG

    minute: int
    title: str
    do: str
    play: bool = False


class Prompt(BaseModel):
    """Something to stop at, at the beginning of a month."""

    model_config = _CONFIG

    month: str
    say: str


class Card(BaseModel):
    """Something that the teacher lets happen: exactly one of an event and fields of the design, in a month."""

    model_config = _CONFIG

    key: str
    title: str
    month: str
    say: str
    evidence: tuple[str, ...]
    event: dict[str, Any] | None = None
    fields: dict[str, float] | None = None

    def choice(self) -> dict[str, Any]:
        """The card as a choice of a session."""
        if self.event is not None:
            return {"event": {**self.event, "date": self.month}}
        return {"fields": {"values": self.fields, "date": self.month}}

    @model_validator(mode="after")
    def _one_of_them(self) -> Card:
        if (self.event is None) == (self.fields is None):
            raise ValueError("a card has an event or fields")
        return self


class Question(BaseModel):
    """A question to talk about, with the claims of the sources that it is about."""

    model_config = _CONFIG

    ask: str
    evidence: tuple[str, ...] = ()


class Session(BaseModel):
    """A session. clock : minutes a month, 0 for one screen without a clock.

    months : that are played of the scenario.  seed : ``results.play.kit.moments.rich_seed`` of what is wanted, above
    ``after``.  busy : months in which each seat at least has something to decide, in the model's own play.
    others : designs that the same world is played under again.
    """

    model_config = _CONFIG

    title: str
    minutes: int
    clock: float
    people: str
    for_whom: str
    aim: str
    learn: tuple[str, ...]
    scenario: str
    design: str
    others: tuple[str, ...]
    seed: int
    after: int = 0
    months: int
    wanted: tuple[str, ...]
    busy: int = 0
    prepare: tuple[str, ...]
    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    prompts: tuple[Prompt, ...]
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]

    def log(self) -> Log:
        """The session before anybody has chosen anything: the model's own play."""
        return started(self.scenario, self.design, self.seed)

    @property
    def designs(self) -> tuple[str, ...]:
        """The designs that are played, in their order."""
        return (self.design, *self.others)

    def seat(self, actor: str) -> Seat:
        """The seat of an actor; InputError if the session has none."""
        for one in self.seats:
            if one.actor.lower() == actor.lower():
                return one
        known = [one.actor for one in self.seats]
        raise InputError("no such handout", key="handout", value=actor, allowed=", ".join(known), choices=known)

    def minutes_of(self, number: int) -> int:
        """How long a step takes."""
        ends = [*(step.minute for step in self.steps[1:]), self.minutes]
        return ends[number] - self.steps[number].minute

    @model_validator(mode="after")
    def _fits(self) -> Session:
        starts = [step.minute for step in self.steps]
        if starts[0] != 0 or sorted(set(starts)) != starts or starts[-1] >= self.minutes:
            raise ValueError("the steps do not fill the session")
        first = self.log().base().adopt_month
        for month in (*(one.month for one in self.prompts), *(one.month for one in self.cards)):
            if not first <= month_index(month) < first + self.months:
                raise ValueError(f"{month} is not played in this session")
        return self


class Answer(BaseModel):
    """A question that people ask again and again, with an answer."""

    model_config = _CONFIG

    q: str
    a: str
    evidence: tuple[str, ...] = ()


class Model(BaseModel):
    """What the model is and what it is not; the texts have numbers to be filled in."""

    model_config = _CONFIG

    is_one: tuple[str, ...]
    is_not: tuple[str, ...]


class Common(BaseModel):
    """What all sessions share."""

    model_config = _CONFIG

    answers: tuple[Answer, ...]
    model: Model


@cache
def session(minutes: str) -> Session:
    """The session of so many minutes ('30'); InputError if there is none."""
    if minutes not in map(str, MINUTES):
        known = [str(one) for one in MINUTES]
        raise InputError("no such session", key="session", value=minutes, allowed=", ".join(known), choices=known)
    return Session.model_validate(_read(f"{minutes}.toml"))


@cache
def common() -> Common:
    """What all sessions share."""
    return Common.model_validate(_read("common.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("entente.browser.kit").joinpath("data", name).read_text(encoding="utf-8"))
