"""What a scenario's author may not have meant, although it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scenarios import posterior
from scenarios.designs import BASELINE
from scenarios.schema import Scenario
from sim.months import month_index, month_label
from sim.outcomes import PROJECT_MONTHS
from sim.parameters import RECORDS

FITTED_ELSEWHERE = "the posterior was made for the real roster"
FEW = 30  # replicates below which intervals and chances are rough


class Warned(NamedTuple):
    """A warning: where, and what."""

    key: str
    text: str

    def __str__(self) -> str:
        return f"'{self.key}': {self.text}"


def warnings_of(scenario: Scenario, unmoving: Mapping[str, str]) -> list[Warned]:
    """Everything worth a second look. unmoving : parameter -> what a screening says of it."""
    return [
        *_dates(scenario), *_sizes(scenario), *_parameters(scenario, unmoving), *_twice(scenario),
    ]  # fmt: skip


def _dates(scenario: Scenario) -> Iterator[Warned]:
    """What happens after the last month, and so never."""
    dates = [(f"events[{k}].date", event.date) for k, event in enumerate(scenario.events, 1)]
    dates += [(f"later[{k}].date", change.date) for k, change in enumerate(scenario.later, 1)]
    for key, date in dates:
        if month_index(date) > scenario.end_month:
            yield Warned(key, f"{date} is after the end, {scenario.end}: it never happens")


def _sizes(scenario: Scenario) -> Iterator[Warned]:
    """Too little to say much."""
    if scenario.replicates < FEW:
        words = f"{scenario.replicates} are few: intervals and chances are rough"
        yield Warned("replicates", f"{words} below {FEW}")
    months = scenario.end_month - scenario.adopt_month + 1
    if months <= PROJECT_MONTHS:
        words = f"{months} months after the decision: projects opened since are too young to count"
        yield Warned("end", f"{words} (multi_year_completion needs more than {PROJECT_MONTHS})")
    if fitted_elsewhere(scenario):
        yield Warned("prior", f'{FITTED_ELSEWHERE}; prior = "ranges" takes the whole ranges')
    if scenario.designs == [BASELINE]:
        yield Warned("designs", f"only {BASELINE}, which the others would be compared with")


def fitted_elsewhere(scenario: Scenario) -> bool:
    """Whether the behaviour is drawn from the posterior that was made for another roster than the scenario's."""
    return scenario.roster != "real" and scenario.prior == "posterior" and not scenario.posterior


def _parameters(scenario: Scenario, unmoving: Mapping[str, str]) -> Iterator[Warned]:
    """Settings that change nothing, or that go before the posterior."""
    for name, (low, high) in scenario.settings().items():
        record = RECORDS[name]
        table = "parameters" if name in scenario.settings("parameters") else "uncertainties"
        if scenario.prior == "posterior" and posterior.status(record) == posterior.CALIBRATED:
            yield Warned(f"{table}.{name}", "is calibrated; what is set here is used instead of the posterior's draws")
        if name in unmoving and low == high:
            yield Warned(f"{table}.{name}", f"is fixed, but {unmoving[name]}")


def _twice(scenario: Scenario) -> Iterator[Warned]:
    """A parameter that is set in two ways."""
    for k, event in enumerate(scenario.events, 1):
        if event.kind == "parameter" and event.parameter in scenario.settings():
            until = month_label(month_index(event.date))
            words = f"the scenario sets {event.parameter} too: what is set there holds until {until} only"
            yield Warned(f"events[{k}].parameter", words)
