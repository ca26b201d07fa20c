"""Scenarios: what a TOML file may say, checked as a whole, with every mistake reported at once.

A scenario fixes the world and the comparison: roster, start, month of adoption, end, designs, number of
replicates, seed, and values or ranges of parameters that differ from ``sim.parameters``. Those that come
along are in ``scenarios/data/scenarios``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
    model_validator,
)

from scenarios import custom_rules
from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES, read_toml, text_or_path, unclean_in, whole
from scenarios.schema_checks import check_number, check_setting, mistake, mistakes_of, month_text, whole_number
from sim.config import EVENT_KINDS, STARTS, ScheduledEvent
from sim.errors import InputError, raise_all
from sim.months import month_index, month_label
from sim.parameters import ALL, UNCERTAIN, Parameter
from sim.roster import Roster

FOLDER = Path(__file__).parent / "data" / "scenarios"
LAST_MONTH = month_index("2060-12")
_CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)

Month = Annotated[str, BeforeValidator(month_text)]
Range = tuple[float, float]  # low, high; equal for a fixed value


def _settings(name: str, parameters: tuple[Parameter, ...]) -> type[BaseModel]:
    """A model with one optional range for each parameter, which checks names and bounds."""
    fields: dict[str, Any] = {}
    for p in parameters:
        allowed = f"{p.low:g} to {p.high:g} ({p.unit}): a number or {{ low = .., high = .. }}"
        check = BeforeValidator(lambda value, p=p, allowed=allowed: check_setting(value, p.low, p.high, allowed))
        fields[p.name] = (Annotated[Range | None, check], Field(None, description=allowed))
    return create_model(name, __config__=_CONFIG, **fields)


ParameterSettings = _settings("ParameterSettings", ALL)
UncertaintySettings = _settings("UncertaintySettings", UNCERTAIN)


class Event(BaseModel):
    """Something that happens in a given month whatever the actors do."""

    model_config = _CONFIG

    date: Month = Field(description="YYYY-MM")
    kind: Literal[tuple(EVENT_KINDS)] = Field(description=", ".join(EVENT_KINDS))  # type: ignore[valid-type]
    actor: str = Field("", description="an actor of the roster")
    partner: str = Field("", description="an actor of the roster")
    size: Annotated[float, BeforeValidator(check_number(-10, 10))] = Field(1.0, description="-10 to 10")
    note: str = Field("", description="text")


class Later(BaseModel):
    """A design decided after the one that is compared: an absorption into an organisation, or no secretariat."""

    model_config = _CONFIG

    date: Month = Field(description="YYYY-MM")
    design: str = Field(min_length=1, description="a design")


class Scenario(BaseModel):
    """One scenario; construct it with ``Scenario.of`` or ``load_scenario``, whose errors speak to people."""

    model_config = _CONFIG

    name: str = Field(min_length=1, description="text")
    title: str = Field("", description="text")
    description: str = Field("", description="text")
    roster: str = Field("real", min_length=1, description="a roster's name or folder")
    start: Literal[tuple(STARTS)] = Field("observed", description=", ".join(STARTS))  # type: ignore[valid-type]
    adopt: Month = Field("2026-01", description="YYYY-MM")
    setup_months: Annotated[float | None, BeforeValidator(check_number(0, 60))] = Field(
        None, description="0 to 60 months; left out: as the design says"
    )
    end: Month = Field("2030-12", description="YYYY-MM")
    designs: list[str] = Field([], description="a list of designs; left out: the default designs")
    replicates: Annotated[int, BeforeValidator(whole_number(1, MAX_REPLICATES))] = Field(
        64, description=f"a whole number from 1 to {MAX_REPLICATES}"
    )
    seed: Annotated[int, BeforeValidator(whole_number(0, LARGEST_SEED))] = Field(
        1, description=f"a whole number from 0 to {LARGEST_SEED}"
    )
    prior: Literal["posterior", "ranges"] = Field("posterior", description="posterior, ranges")
    posterior: str = Field(
        "", description="a posterior.csv of your own (entente calibrate); left out: the one that ships"
    )
    parameters: ParameterSettings = Field(  # type: ignore[valid-type]
        default_factory=ParameterSettings, description="a table [parameters]"
    )
    uncertainties: UncertaintySettings = Field(  # type: ignore[valid-type]
        default_factory=UncertaintySettings, description="a table [uncertainties]"
    )
    events: list[Event] = Field([], description="tables [[events]]")
    later: list[Later] = Field([], description="tables [[later]]: a date and a design, in order of time")
    rules: custom_rules.Rules | None = Field(None, description="a table [rules]: a file, and what it replaces")

    @classmethod
    def of(cls, content: dict[str, Any], file: str | None = None) -> Scenario:
        """A scenario from plain values; InputError(s) with all mistakes, each with what is allowed."""
        raise_all(unclean_in(content, file))
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise_all(mistakes_of(error, cls, file))
            raise  # not reached: a ValidationError has at least one mistake

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first, last = STARTS[self.start], month_label(LAST_MONTH)
        problems = []
        if self.adopt_month < first:
            allowed = f"{month_label(first)} (where the start '{self.start}' begins) to {self.end}"
            problems.append(("adopt", "before the start", self.adopt, allowed))
        if not self.adopt_month <= self.end_month <= LAST_MONTH:
            problems.append(("end", "out of range", self.end, f"{self.adopt} (the adoption) to {last}"))
        dates = [self.adopt_month, *(month_index(change.date) for change in self.later)]
        for before, after, change in zip(dates, dates[1:], self.later, strict=False):
            if after <= before:
                problems.append(("later", "not after what was decided before", change.date, "a later month"))
        if self.posterior and self.prior == "ranges":
            problems.append(("posterior", 'not read with prior = "ranges"', self.posterior, 'prior = "posterior"'))
        for name in self.settings("uncertainties"):
            if name in self.settings("parameters"):
                problems.append(("uncertainties", "given under [parameters] too", name, "one of the two"))
        if problems:
            raise mistake("several", problems=problems)
        return self

    @property
    def adopt_month(self) -> int:
        """Month index of the decision."""
        return month_index(self.adopt)

    @property
    def end_month(self) -> int:
        """Month index of the last simulated month."""
        return month_index(self.end)

    def settings(self, table: Literal["parameters", "uncertainties"] | None = None) -> dict[str, Range]:
        """The ranges that the scenario sets, by parameter (of one table, or of both)."""
        tables = (table,) if table else ("parameters", "uncertainties")
        given = [getattr(self, name).model_dump(exclude_none=True) for name in tables]
        return {name: values for settings in given for name, values in settings.items()}

    def plain(self) -> dict[str, Any]:
        """The scenario as plain values, as ``of`` reads them."""
        content = self.model_dump(exclude={"parameters", "uncertainties"})
        for name in ("rules", "posterior"):
            if not content[name]:
                del content[name]
        for table in ("parameters", "uncertainties"):
            content[table] = {name: list(values) for name, values in self.settings(table).items()}
        return content

    def changed(self, **changes: Any) -> Scenario:
        """A copy with some keys changed, checked as a whole."""
        return Scenario.of({**self.plain(), **changes})

    def with_months(self, months: int) -> Scenario:
        """A copy that ends after so many months, counted from the month of adoption."""
        number = whole(months, "months", 1, LAST_MONTH - self.adopt_month + 1)
        return self.changed(end=month_label(self.adopt_month + number - 1))


def list_scenarios() -> list[Scenario]:
    """The scenarios that come along, the default one first."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != "default", name))
    return [load_scenario(name) for name in names]


def load_scenario(name_or_path: str | Path | Scenario = "default") -> Scenario:
    """The scenario of that name, or of that TOML file; one that is loaded is handed back.

    InputError(s) for what is no scenario, with all mistakes of a file. Nothing that a file names is run here.
    """
    if isinstance(name_or_path, Scenario):
        return name_or_path
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    allowed = f"{', '.join(names)}, or a .toml file"
    name = text_or_path(name_or_path, "scenario", allowed)
    path = Path(name)
    if name in names:
        path = FOLDER / f"{name}.toml"
    elif path.suffix != ".toml":
        raise InputError("unknown scenario", value=name, allowed=allowed, choices=names)
    scenario = Scenario.of({"name": path.stem, **read_toml(path)}, path.name)
    found: dict[str, Any] = {}
    if scenario.rules is not None:
        found["rules"] = custom_rules.resolved(scenario.rules, path.parent, path.name)
    if scenario.posterior:
        found["posterior"] = str(path.parent / scenario.posterior)
    return scenario.model_copy(update=found) if found else scenario


def scheduled_events(scenario: Scenario, roster: Roster) -> tuple[ScheduledEvent, ...]:
    """The scenario's events on a roster; InputError(s) for events with a missing, unknown or wrong actor."""
    errors: list[InputError] = []
    events = [_scheduled(event, k, roster, errors) for k, event in enumerate(scenario.events, 1)]
    raise_all(errors)
    return tuple(sorted(events, key=lambda e: e.month))


_NO_ACTOR = ("salience", "capability")
_WITH_PARTNER = ("export_control", "dialogue")
_FIRM = ("incident",)


def _scheduled(event: Event, number: int, roster: Roster, errors: list[InputError]) -> ScheduledEvent:
    nodes = {"actor": -1, "partner": -1}
    wanted = {"actor": event.kind not in _NO_ACTOR, "partner": event.kind in _WITH_PARTNER}
    for role, name in (("actor", event.actor), ("partner", event.partner)):
        key = f"events[{number}].{role}"
        if bool(name) != wanted[role]:
            problem = f"'{event.kind}' " + ("needs one" if wanted[role] else "takes none")
            errors.append(InputError(problem, key=key, value=name or None, allowed=EVENT_KINDS[event.kind]))
        elif name:
            nodes[role] = _node(name, key, event.kind in _FIRM, roster, errors)
    return ScheduledEvent(month_index(event.date), event.kind, nodes["actor"], nodes["partner"], event.size)


def _node(name: str, key: str, firm: bool, roster: Roster, errors: list[InputError]) -> int:
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
