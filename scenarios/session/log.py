"""The log: scenario, design, seed and the dated choices. It is all that a session is; the rest is replayed from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from scenarios import links
from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES, unclean_in
from scenarios.schema import Scenario
from scenarios.schema_checks import mistakes_of, whole_number
from scenarios.session.choices import MOST_CHOICES, Choice
from scenarios.session.plan import base_scenario, roster_of, scenario_of
from sim.errors import InputError, raise_all
from sim.months import month_label
from sim.roster import Roster

PREFIX = "play:"  # how the link of a session begins
SECRETARIAT = "secretariat"
_KEYS = "a table with scenario, design, seed, replicate and choices"


class Log(BaseModel):
    """A session. Construct it with ``Log.of`` or ``started``, whose errors speak to people; it never changes.

    scenario : the name of one that comes along, or a scenario's link (``Scenario.link``): never a file.
    choices : in the order of their months; of one month, in the order in which they were made.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    scenario: str = Field(min_length=1, description="a scenario's name or link")
    design: str = Field(min_length=1, max_length=400, description="a design")
    seed: Annotated[int, BeforeValidator(whole_number(0, LARGEST_SEED))] = Field(1, description="a whole number")
    replicate: Annotated[int, BeforeValidator(whole_number(0, MAX_REPLICATES - 1))] = Field(
        0, description="a whole number"
    )
    choices: tuple[Choice, ...] = Field((), max_length=MOST_CHOICES, strict=False, description="dated choices")

    @classmethod
    def of(cls, content: dict[str, Any], file: str | None = None) -> Log:
        """A log from plain values, checked as a whole against its scenario; InputError(s) with all mistakes."""
        if not isinstance(content, dict):
            raise InputError("not a session", file=file, value=content, allowed=_KEYS)
        raise_all(unclean_in(content, file))
        try:
            log = cls.model_validate(content)
        except ValidationError as error:
            raise_all(mistakes_of(error, cls, file))
            raise  # not reached: a ValidationError has at least one mistake
        log = log._in_order()
        log.played()
        return log

    # ---- what it says ----------------------------------------------------------------------------------------------
    def base(self) -> Scenario:
        """The scenario without any choice; InputError for one that is not known."""
        return base_scenario(self.scenario)

    def roster(self) -> Roster:
        """Its actors."""
        return roster_of(self.base())

    def played(self) -> Scenario:
        """The scenario that it comes to, with its choices; InputError(s) for choices that cannot be."""
        return scenario_of(self.base(), self.design, self.seed, self.choices)

    def plain(self) -> dict[str, Any]:
        """Plain values, as ``of`` reads them."""
        content = self.model_dump(exclude={"choices"})
        return content | {"choices": [choice.plain() for choice in self.choices]}

    def text(self) -> str:
        """The log as canonical JSON: equal logs, equal texts."""
        return json.dumps(self.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def link(self) -> str:
        """The log as a short text, which ``log_of_link`` reads."""
        return links.packed(self.plain(), PREFIX)

    # ---- other logs ------------------------------------------------------------------------------------------------
    def with_choice(self, by: str = "", **what: Any) -> Log:
        """The log with one choice more: ``event``, ``decision``, ``design`` or ``fields`` as plain values.

        A second choice of the same thing in the same month stands after the first and counts instead of it.
        InputError(s) for a choice that cannot be.
        """
        number = max((choice.number for choice in self.choices), default=0) + 1
        return self.with_choices([{"number": number, "by": by, **what}])

    def with_choices(self, more: Sequence[dict[str, Any]]) -> Log:
        """The log with these choices, given as plain values, each with its number."""
        content = self.plain()
        return Log.of(content | {"choices": [*content["choices"], *more]})

    def without(self, number: int) -> Log:
        """The log without one choice: the same world without it; InputError if there is none of this number."""
        if all(choice.number != number for choice in self.choices):
            known = ", ".join(str(choice.number) for choice in self.choices) or "none so far"
            raise InputError("no such choice", key="number", value=number, allowed=known)
        return self._keeping(lambda choice: choice.number != number)

    def until(self, month: int) -> Log:
        """The log with the choices before a month (index) only: from there it goes on anew."""
        return self._keeping(lambda choice: choice.month < month)

    def levers(self) -> Log:
        """The log without the decisions of actors: what the ensemble keeps."""
        return self._keeping(lambda choice: choice.is_lever)

    def under(self, design: str) -> Log:
        """The log from another design at the beginning, with the same choices."""
        return Log.of(self.plain() | {"design": design})

    def _keeping(self, keeps: Callable[[Choice], bool]) -> Log:
        return Log.of({**self.plain(), "choices": [choice.plain() for choice in self.choices if keeps(choice)]})

    def _in_order(self) -> Self:
        """The same with the choices in order.

        InputError for a number that stands twice, a month out of play, or a seat that there is not.
        """
        base, seats = self.base(), _Seats(self.roster())
        seen: set[int] = set()
        errors: list[InputError] = []
        for k, choice in enumerate(self.choices, 1):
            if choice.number in seen:
                errors.append(InputError("stands twice", key=f"choices[{k}].number", value=choice.number))
            if not base.adopt_month <= choice.month <= base.end_month:
                allowed = f"{month_label(base.adopt_month)} to {month_label(base.end_month)}"
                errors.append(InputError("out of play", key=f"choices[{k}].date", value=choice.date, allowed=allowed))
            errors += seats.mistakes(choice.by, f"choices[{k}].by")
            seen.add(choice.number)
        raise_all(errors)
        return self.model_copy(update={"choices": tuple(sorted(self.choices, key=lambda choice: choice.month))})


class _Seats:
    """The seats of a roster: its actors, and the secretariat."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    def mistakes(self, by: str, key: str) -> list[InputError]:
        """The mistake in the name of a seat, if it is one."""
        if by in ("", SECRETARIAT):
            return []
        try:
            self.roster.find(by)
        except InputError as error:
            allowed = f"'', '{SECRETARIAT}', {error.allowed}"
            near = [error.nearest] if error.nearest else []
            return [InputError("no such seat", key=key, value=by, allowed=allowed, choices=near)]
        return []


def started(scenario: str = "teaching", design: str = "rotating", seed: int = 1, replicate: int = 0) -> Log:
    """The log of a session that begins; InputError(s) for names and numbers that make no sense."""
    return Log.of({"scenario": scenario, "design": design, "seed": seed, "replicate": replicate})


def log_of_link(link: str) -> Log:
    """The log that a link holds; InputError if it is none, is damaged, or comes from another version."""
    try:
        content = links.unpacked(link, PREFIX)
    except InputError as error:
        allowed = f"the link of a session, whole: it begins with '{PREFIX}'"
        raise InputError(error.problem, key="link", value=error.value, allowed=allowed) from None
    return Log.of(content, "the link")
