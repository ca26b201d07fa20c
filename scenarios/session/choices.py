"""What may be chosen in a session: an event, a design, fields of a design, or a decision of one actor."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scenarios.schema_checks import mistake
from scenarios.schema_decisions import Forced
from scenarios.schema_events import Event, Later, Month
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS
from sim.months import month_index

_CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)
MOST_CHOICES = 500
LONGEST_NOTE = 500  # characters
KINDS = ("event", "decision", "design", "fields")


class Fields(BaseModel):
    """New values for fields of whatever design was decided last."""

    model_config = _CONFIG

    date: Month = Field(description="YYYY-MM")
    values: dict[str, float] = Field(min_length=1, description="fields of a design, each with its value")

    @field_validator("values")
    @classmethod
    def _within(cls, values: dict[str, float]) -> dict[str, float]:
        for name, value in values.items():
            if name not in FIELD_INDEX:
                allowed = ", ".join(FIELD_NAMES)
                raise mistake(f"unknown field of a design '{name}'", allowed=allowed, choices=FIELD_NAMES)
            field = FIELDS[FIELD_INDEX[name]]
            if not field.low <= value <= field.high:
                raise mistake(
                    f"'{name}' is out of its range", allowed=f"{field.low:g} to {field.high:g} ({field.unit})"
                )
        return values


class Choice(BaseModel):
    """One choice: exactly one of ``event``, ``decision``, ``design`` and ``fields``.

    number : names the choice in its log; a new one has the next after the largest there.
    by : the actor in whose seat it was made ('secretariat' for that seat), '' for a lever that anybody pulled.
    """

    model_config = _CONFIG

    number: int = Field(ge=1, le=100_000, description="a whole number from 1")
    by: str = Field("", max_length=60, description="an actor of the roster, or 'secretariat'")
    event: Event | None = Field(None, description="an event, as in a scenario")
    decision: Forced | None = Field(None, description="a decision, as in a scenario")
    design: Later | None = Field(None, description="a date and a design")
    fields: Fields | None = Field(None, description="a date and fields of a design")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise mistake("a choice is of one kind", allowed=f"exactly one of {', '.join(KINDS)}")
        if len(getattr(getattr(self, self.kind), "note", "")) > LONGEST_NOTE:
            raise mistake("the note is too long", allowed=f"at most {LONGEST_NOTE} characters")
        return self

    @property
    def kind(self) -> str:
        """Which of ``KINDS``."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def date(self) -> str:
        """The month in which it acts, 'YYYY-MM'."""
        return str(getattr(self, self.kind).date)

    @property
    def month(self) -> int:
        """The same as a month index."""
        return month_index(self.date)

    @property
    def is_lever(self) -> bool:
        """Whether it has a date and no actor's will behind it: the ensemble keeps it, while decisions are left out."""
        return self.decision is None

    def plain(self) -> dict[str, Any]:
        """Plain values, without those that say nothing."""
        return dict(self.model_dump(exclude_none=True, exclude_defaults=True))
