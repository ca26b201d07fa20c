"""What happens in a scenario whatever the actors do: its events, and designs that are decided later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from scenarios.schema_checks import check_number, mistake, month_text
from sim.config import EVENT_KINDS, ScheduledEvent
from sim.errors import InputError, raise_all
from sim.months import CUT_OFF, month_index, month_label
from sim.roster import Roster
from sim.scheduled import MAY_HAVE_ACTOR, NO_ACTOR, VOTED, WITH_PARTNER, check_parameter, check_value

_CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)
Month = Annotated[str, BeforeValidator(month_text)]
MERGER = "merger"
KINDS = {**EVENT_KINDS, MERGER: "the network is handed to the design that is named, as by a table [[later]]"}
_FIRM = ("incident",)
_SIZE = check_number(-10, 10)
_SIZES = "-10 to 10; of a parameter, its range"


class Event(BaseModel):
    """Something that happens in a given month whatever the actors do."""

    model_config = _CONFIG

    date: Month = Field(description="YYYY-MM")
    kind: Literal[tuple(KINDS)] = Field(description=", ".join(KINDS))  # type: ignore[valid-type]
    actor: str = Field("", description="an actor of the roster")
    partner: str = Field("", description="an actor of the roster")
    parameter: str = Field("", description="a parameter, of a kind 'parameter'", validate_default=True)
    design: str = Field("", description="a design, of a kind 'merger'", validate_default=True)
    size: float = Field(1.0, description=_SIZES, validate_default=True)
    note: str = Field("", description="text")

    @field_validator("parameter")
    @classmethod
    def _changeable(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind is not None and (value or kind == "parameter"):
            told(check_parameter, kind, value)
        return value

    @field_validator("design")
    @classmethod
    def _of_merger(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind is not None and bool(value) != (kind == MERGER):
            raise mistake(f"'{kind}' " + ("takes none" if value else "needs one"), allowed=KINDS[MERGER])
        return value

    @field_validator("size", mode="before")
    @classmethod
    def _in_range(cls, value: Any, info: ValidationInfo) -> float | None:
        if info.data.get("kind") != "parameter":
            return _SIZE(value)
        number = check_number(-1e6, 1e6)(value)
        if number is not None and info.data.get("parameter"):
            told(check_value, info.data["parameter"], number)
        return number


class Later(BaseModel):
    """A design decided after the one that is compared: an absorption into an organisation, or no secretariat."""

    model_config = _CONFIG

    date: Month = Field(description="YYYY-MM")
    design: str = Field(min_length=1, description="a design")


def told(check: Callable[..., None], *values: Any) -> None:
    """A check of the model, whose InputError is said as a mistake of the file."""
    try:
        check(*values)
    except InputError as error:
        choices = [error.nearest] if error.nearest else []
        raise mistake(error.problem, allowed=error.allowed or "", choices=choices) from None


def decided_later(later: Sequence[Later], events: Sequence[Event]) -> list[Later]:
    """All designs that are decided later: those of [[later]], and among them, by their dates, mergers of [[events]]."""
    found = list(later)
    for merger in (Later(date=event.date, design=event.design) for event in events if event.kind == MERGER):
        month = month_index(merger.date)
        place = sum(month_index(change.date) < month for change in found)
        found.insert(place, merger)
    return found


def scheduled_events(listed: Sequence[Event], roster: Roster) -> tuple[ScheduledEvent, ...]:
    """A scenario's events on a roster, mergers left out (``decided_later``).

    InputError(s) for events with a missing, unknown or wrong actor.
    """
    errors: list[InputError] = []
    events = [_scheduled(event, k, roster, errors) for k, event in enumerate(listed, 1)]
    raise_all(errors)
    return tuple(sorted((e for e in events if e.kind != MERGER), key=lambda e: e.month))


def _scheduled(event: Event, number: int, roster: Roster, errors: list[InputError]) -> ScheduledEvent:
    nodes = {"actor": -1, "partner": -1}
    wanted = {"actor": event.kind not in (*NO_ACTOR, MERGER), "partner": event.kind in WITH_PARTNER}
    for role, name in (("actor", event.actor), ("partner", event.partner)):
        key = f"events[{number}].{role}"
        if not name and role == "actor" and event.kind in MAY_HAVE_ACTOR:
            continue
        if bool(name) != wanted[role]:
            problem = f"'{event.kind}' " + ("needs one" if wanted[role] else "takes none")
            errors.append(InputError(problem, key=key, value=name or None, allowed=KINDS[event.kind]))
        elif name:
            nodes[role] = node_of(name, key, event.kind in _FIRM, roster, errors)
    month = month_index(event.date)
    if event.kind in VOTED and month <= CUT_OFF:
        errors.append(
            InputError(
                "membership is that on record until then", key=f"events[{number}].date", value=event.date,
                allowed=f"{month_label(CUT_OFF + 1)} or later",
            )
        )  # fmt: skip
    return ScheduledEvent(month, event.kind, nodes["actor"], nodes["partner"], event.size, event.parameter)


def node_of(name: str, key: str, firm: bool, roster: Roster, errors: list[InputError]) -> int:
    """The node of a firm, or of a jurisdiction; -1, and one error more, if there is none of that name."""
    known = roster.firm_ids if firm else roster.aliases
    try:
        node = roster.find(name)
    except InputError:
        node = -1
    if node < 0 or (node >= roster.n_states) != firm:
        what = "a firm" if firm else "a jurisdiction"
        allowed = f"{what} of the roster: {', '.join(known)}"
        errors.append(InputError("unknown actor", key=key, value=name, allowed=allowed, choices=known))
    return node
