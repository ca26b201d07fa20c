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
    model_validator,
)

from scenarios import custom_rules, links
from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES, read_toml, text_or_path, unclean_in, whole
from scenarios.inheritance import inherited
from scenarios.rosters import load_roster
from scenarios.schema_checks import check_number, mistake, mistakes_of, one_of, whole_number
from scenarios.schema_decisions import Forced
from scenarios.schema_events import Event, Later, Month, decided_later
from scenarios.schema_expectations import EvidenceId, Expectation
from scenarios.schema_roster import RosterChanges
from scenarios.schema_settings import ParameterSettings, Range, UncertaintySettings
from scenarios.sweep_lists import read_points
from scenarios.sweep_schema import Sampling, against
from sim.config import STARTS
from sim.errors import InputError, raise_all
from sim.months import month_index, month_label
from sim.outcome_records import ALL_OUTCOMES
from sim.roster import Roster

FOLDER = Path(__file__).parent / "data" / "scenarios"
LAST_MONTH = month_index("2060-12")
_CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)

OutcomeName = Annotated[str, BeforeValidator(one_of([o.name for o in ALL_OUTCOMES], "outcome"))]


class Scenario(BaseModel):
    """One scenario; construct it with ``Scenario.of`` or ``load_scenario``, whose errors speak to people."""

    model_config = _CONFIG

    name: str = Field(min_length=1, title="left out: that of the file", description="text")
    title: str = Field("", title="what it is called in tables and reports", description="text")
    description: str = Field("", title="what happens, what is assumed, what the question is", description="text")
    evidence: list[EvidenceId] = Field(
        [], title="claims of the sources that it is about", description="a list of ids of claims, as W31"
    )
    baseline: str = Field(
        "default",
        min_length=1,
        title="the scenario that its effects are measured against, replicate by replicate",
        description="the name of a scenario",
    )
    expectations: list[Expectation] = Field(
        [],
        title="what is expected of it, written before anything is measured",
        description="tables [[expectations]]",
    )
    roster: str = Field(
        "real", min_length=1, title="whose cooperation is simulated", description="a roster's name or folder"
    )
    start: Literal[tuple(STARTS)] = Field(  # type: ignore[valid-type]
        "observed",
        title="where a run begins: origin is June 2023, without ties; observed December 2024, with those on record",
        description=", ".join(STARTS),
    )
    adopt: Month = Field("2026-01", title="the month in which the designs are decided on", description="YYYY-MM")
    setup_months: Annotated[float | None, BeforeValidator(check_number(0, 60))] = Field(
        None, title="how long every design takes to set up", description="0 to 60 months; left out: as the design says"
    )
    end: Month = Field("2030-12", title="the last month", description="YYYY-MM")
    designs: list[str] = Field(
        [], title="which designs are compared", description="a list of designs; left out: the default designs"
    )
    replicates: Annotated[int, BeforeValidator(whole_number(1, MAX_REPLICATES))] = Field(
        64,
        title="how often every design is run, each time with other draws",
        description=f"a whole number from 1 to {MAX_REPLICATES}",
    )
    seed: Annotated[int, BeforeValidator(whole_number(0, LARGEST_SEED))] = Field(
        1, title="seed of all draws", description=f"a whole number from 0 to {LARGEST_SEED}"
    )
    prior: Literal["posterior", "ranges"] = Field(
        "posterior",
        title="what the behaviour of the actors is drawn from: the calibrated posterior, or the whole ranges",
        description="posterior, ranges",
    )
    posterior: str = Field(
        "",
        title="draws of behaviour of one's own",
        description="a posterior.csv of your own (entente calibrate); left out: the one that ships",
    )
    parameters: ParameterSettings = Field(  # type: ignore[valid-type]
        default_factory=ParameterSettings,
        title="values or ranges of any parameter that differ from the usual ones",
        description="a table [parameters]",
    )
    uncertainties: UncertaintySettings = Field(  # type: ignore[valid-type]
        default_factory=UncertaintySettings,
        title="the same for the uncertain world outside the actors",
        description="a table [uncertainties]",
    )
    events: list[Event] = Field(
        [], title="what happens in a month whatever the actors do", description="tables [[events]]"
    )
    decisions: list[Forced] = Field(
        [],
        title="decisions of one actor in one month that are not left to it",
        description="tables [[decisions]]",
    )
    later: list[Later] = Field(
        [],
        title="designs that are decided on later, in the place of the one that is compared",
        description="tables [[later]]: a date and a design, in order of time",
    )
    roster_changes: RosterChanges | None = Field(
        None,
        title="what is different from the roster",
        description="a table [roster_changes]",
    )
    outcomes: list[OutcomeName] = Field(
        [],
        title="what is of interest: shown first in tables and reports",
        description="a list of outcomes; left out: the headline ones",
    )
    sweep: Sampling | None = Field(None, title="what `entente sweep` runs", description="a table [sweep]")
    rules: custom_rules.Rules | None = Field(
        None,
        title="a Python file with rules of one's own, and the shipped ones that they replace",
        description="a table [rules]",
    )

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
        problems: list[tuple[Any, ...]] = []
        if self.adopt_month < first:
            allowed = f"{month_label(first)} (where the start '{self.start}' begins) to {self.end}"
            problems.append(("adopt", "before the start", self.adopt, allowed))
        if not self.adopt_month <= self.end_month <= LAST_MONTH:
            problems.append(("end", "out of range", self.end, f"{self.adopt} (the adoption) to {last}"))
        for k, event in enumerate(self.events, 1):
            if month_index(event.date) < first:
                allowed = f"{month_label(first)} (where the start '{self.start}' begins) or later"
                problems.append((f"events[{k}].date", "before the start", event.date, allowed))
        later = decided_later(self.later, self.events)
        dates = [self.adopt_month, *(month_index(change.date) for change in later)]
        for before, after, change in zip(dates, dates[1:], later, strict=False):
            if after <= before:
                problems.append(("later", "not after what was decided before", change.date, "a later month"))
        if self.posterior and self.prior == "ranges":
            problems.append(("posterior", 'not read with prior = "ranges"', self.posterior, 'prior = "posterior"'))
        for name in self.settings("uncertainties"):
            if name in self.settings("parameters"):
                problems.append(("uncertainties", "given under [parameters] too", name, "one of the two"))
        if self.sweep is not None:
            problems += against(self.sweep, self._fixed())
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

    def _fixed(self) -> dict[str, str]:
        """What the scenario sets and a sweep cannot vary: name -> where it stands."""
        tables: tuple[Literal["parameters", "uncertainties"], ...] = ("parameters", "uncertainties")
        found = {name: f"[{table}]" for table in tables for name in self.settings(table)}
        return found if self.setup_months is None else found | {"setup_months": "the key setup_months"}

    def plain(self) -> dict[str, Any]:
        """The scenario as plain values, as ``of`` reads them."""
        content = self.model_dump(exclude={"parameters", "uncertainties", "roster_changes", "sweep"})
        if self.sweep is not None:
            content["sweep"] = self.sweep.plain()
        if self.roster_changes is not None:
            content["roster_changes"] = self.roster_changes.model_dump(exclude_none=True, exclude_defaults=True)
        for name in ("rules", "posterior", "outcomes", "decisions", "evidence", "expectations"):
            if not content[name]:
                del content[name]
        for table in ("parameters", "uncertainties"):
            content[table] = {name: list(values) for name, values in self.settings(table).items()}
        return content

    def load_roster(self) -> Roster:
        """Its roster, with its changes; InputError(s) as ``scenarios.rosters.load_roster``."""
        return load_roster(self.roster, self.roster_changes)

    def link(self) -> str:
        """The scenario as a short text, which ``load_scenario`` reads; InputError(s) if it names files."""
        content = self.plain()
        short = self.model_dump(exclude_defaults=True, include={"events", "decisions", "later", "expectations"})
        bare = Scenario.of({"name": "x"}).plain()
        return links.link_of({key: short.get(key, content[key]) for key in content}, bare | {"name": ""})

    def changed(self, **changes: Any) -> Scenario:
        """A copy with some keys changed, checked as a whole."""
        return Scenario.of({**self.plain(), **changes})

    def with_months(self, months: int) -> Scenario:
        """A copy that ends after so many months, counted from the month of adoption."""
        number = whole(months, "months", 1, LAST_MONTH - self.adopt_month + 1)
        return self.changed(end=month_label(self.adopt_month + number - 1))


def list_scenarios() -> list[Scenario]:
    """The scenarios that come along, the default one first."""
    return [load_scenario(name) for name in scenario_names()]


def scenario_names() -> list[str]:
    """The names of the scenarios that come along, the default one first."""
    return sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != "default", name))


def load_scenario(name_or_path: str | Path | Scenario = "default") -> Scenario:
    """The scenario of that name, of that TOML file, or in that link; one that is loaded is handed back.

    InputError(s) for what is no scenario, with all mistakes of a file. Nothing that a file names is run here.
    """
    if isinstance(name_or_path, Scenario):
        return name_or_path
    name = text_or_path(name_or_path, "scenario", _allowed())
    if links.is_link(name):
        return Scenario.of(links.content_of(name), "the link")
    path = scenario_path(name)
    return scenario_in(read_scenario_file(path), path)


def scenario_path(name: str) -> Path:
    """Where the scenario of a name stands, or the file itself; InputError if it is neither."""
    if name in scenario_names():
        return FOLDER / f"{name}.toml"
    if Path(name).suffix != ".toml":
        raise InputError("unknown scenario", value=name, allowed=_allowed(), choices=scenario_names())
    return Path(name)


def read_scenario_file(path: Path) -> dict[str, Any]:
    """What a scenario's file says, with its name and with what it takes over from another. InputError(s)."""
    return {"name": path.stem, **inherited(path, read_toml(path), _extended, scenario_path)}


def _extended(path: Path) -> dict[str, Any]:
    """The content of a file that another one extends; its mistakes are told under its own name."""
    content = read_scenario_file(path)
    Scenario.of(content, path.name)
    return content


def scenario_in(content: dict[str, Any], path: Path) -> Scenario:
    """The scenario that a file holds, with the whole paths of what it names. InputError(s) as for ``load_scenario``."""
    scenario = Scenario.of(content, path.name)
    found: dict[str, Any] = {}
    if scenario.sweep is not None and scenario.sweep.file:
        points = read_points(path.parent / scenario.sweep.file)
        scenario = scenario.changed(sweep=scenario.sweep.plain() | {"rows": points, "file": ""})
    if scenario.rules is not None:
        found["rules"] = custom_rules.resolved(scenario.rules, path.parent, path.name)
    if scenario.posterior:
        found["posterior"] = str(path.parent / scenario.posterior)
    return scenario.model_copy(update=found) if found else scenario


def _allowed() -> str:
    return f"{', '.join(scenario_names())}, a .toml file, or a link"
