"""What is stored of the study: expectations of every scenario beside what was measured, and what the drill found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from results.studies.evidence.judge import FINDINGS, NOT_RUN, REPRODUCED, STATUSES, together
from results.studies.scenarios.measure import EFFECTS, RECOVERY
from scenarios.fingerprint import of_library
from scenarios.schema import Scenario, list_scenarios
from scenarios.schema_expectations import Expectation
from scenarios.tables import Column, read_table

COLUMNS = [
    Column("scenario", required=True, blank_ok=False),
    Column("number", "int", required=True, low=1, blank_ok=False, note="of the expectation in its scenario"),
    Column("outcome", required=True, blank_ok=False),
    Column("design", required=True, blank_ok=False),
    Column("expected", "int", required=True, low=-1, high=1, blank_ok=False),
    Column("effect", "float", required=True, note="mean of the paired differences"),
    *(Column(name, "float", required=True, note="95% interval of the mean") for name in ("low", "high")),
    Column("smallest", "float", required=True, low=0, note="smallest relevant size"),
    *(Column(f"spread_{end}", "float", required=True, note="5% or 95% of single pairs") for end in ("low", "high")),
    Column("pairs", "int", required=True, low=0, blank_ok=False),
    Column("ties", "int", required=True, low=0, blank_ok=False),
    Column("share", "float", required=True, low=0, high=1, note="with the expected sign, of the pairs that differ"),
    Column("status", "choice", required=True, choices=STATUSES, blank_ok=False),
    Column("finding", "choice", required=True, choices=FINDINGS, note="why, see judge.py"),
    Column("fingerprint", required=True, blank_ok=False),
]
RECOVERY_COLUMNS = [
    Column("outcome", required=True, blank_ok=False),
    Column("design", required=True, blank_ok=False),
    Column("smallest", "float", required=True, low=0, blank_ok=False, note="a loss counts from here on"),
    Column("pairs", "int", required=True, low=1, blank_ok=False),
    Column("hit", "float", required=True, low=0, high=1, blank_ok=False, note="share with a loss within a year"),
    Column("gained", "float", required=True, low=0, high=1, blank_ok=False, note="share with as large a gain"),
    Column("median", required=True, note="months until it is back, of those; inf: half or more never"),
    Column("late", required=True, note="the same of nine in ten"),
    Column("never", "float", required=True, low=0, high=1, note="share of those that are not back by the end"),
    Column("mean_back", required=True, note="months until the mean over replicates is back; blank: it lost nothing"),
    *(Column(f"{end}_year", "float", required=True, note="mean difference") for end in ("first", "last")),
    Column("fingerprint", required=True, blank_ok=False),
]


@dataclass(frozen=True)
class Effect:
    """One line of ``effects.csv``: see ``judge.Verdict`` for the numbers."""

    scenario: str
    number: int
    outcome: str
    design: str
    expected: int
    effect: float
    low: float
    high: float
    smallest: float
    spread_low: float
    spread_high: float
    pairs: int
    ties: int
    share: float
    status: str
    finding: str
    fingerprint: str

    @property
    def stale(self) -> bool:
        """Whether it was measured with other rules, data or scenarios."""
        return self.fingerprint != of_library()


@dataclass(frozen=True)
class Measured:
    """An expectation of a scenario and what was found under each design that it is about."""

    scenario: str
    number: int
    expectation: Expectation
    effects: tuple[Effect, ...]

    @property
    def status(self) -> str:
        """As for an evidence row: reproduced only if it is under every design."""
        return together([effect.status for effect in self.effects]) if self.effects else NOT_RUN

    @property
    def held(self) -> int:
        """Designs under which it was reproduced."""
        return sum(effect.status == REPRODUCED for effect in self.effects)

    def to_json(self) -> dict[str, Any]:
        """As plain data, an effect a design."""
        names = ("design", "effect", "low", "high", "smallest", "pairs", "ties", "status", "finding")
        return {
            **self.expectation.model_dump(),
            "status": self.status,
            "effects": [{name: getattr(effect, name) for name in names} for effect in self.effects],
        }


@dataclass(frozen=True)
class Recovered:
    """One line of ``recovery.csv``; ``median`` and ``late`` are months, infinite if so many never recover."""

    outcome: str
    design: str
    smallest: float
    pairs: int
    hit: float
    gained: float
    median: str
    late: str
    never: float
    mean_back: str
    first_year: float
    last_year: float
    fingerprint: str


def measured(scenario: Scenario) -> list[Measured]:
    """The expectations of a scenario, in its order, each with its stored effects: none if it is not as it ships."""
    return _beside(scenario, stored_effects() if scenario in list_scenarios() else ())


def _beside(scenario: Scenario, kept: Iterable[Effect]) -> list[Measured]:
    return [
        Measured(
            scenario.name, number, expectation,
            tuple(e for e in kept if (e.scenario, e.number) == (scenario.name, number)),
        )
        for number, expectation in enumerate(scenario.expectations, 1)
    ]  # fmt: skip


def all_measured() -> dict[str, list[Measured]]:
    """Scenario -> its expectations, the default one first."""
    return {scenario.name: _beside(scenario, stored_effects()) for scenario in list_scenarios()}


def counts(found: Iterable[Measured]) -> dict[str, int]:
    """Number of expectations by status."""
    statuses = [m.status for m in found]
    return {status: statuses.count(status) for status in STATUSES if status in statuses}


@cache
def stored_effects(path: Path = EFFECTS) -> tuple[Effect, ...]:
    """What was measured, in the order of the file; none if it was never run."""
    if not path.is_file():
        return ()
    table = read_table(path, COLUMNS, may_be_empty=True)
    return tuple(Effect(**{name: column[k] for name, column in table.cells.items()}) for k in range(len(table)))


@cache
def stored_recovery(path: Path = RECOVERY) -> tuple[Recovered, ...]:
    """What the drill found; nothing if it was never run."""
    if not path.is_file():
        return ()
    table = read_table(path, RECOVERY_COLUMNS, may_be_empty=True)
    return tuple(Recovered(**{name: column[k] for name, column in table.cells.items()}) for k in range(len(table)))
