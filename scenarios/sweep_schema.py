"""The table [sweep] of a scenario file: which points are run, how they are chosen, and what is kept of the runs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES
from scenarios.schema_checks import mistake, whole_number
from scenarios.sweep_factors import (
    KINDS,
    NAMES,
    Factor,
    Problem,
    check_value,
    read_factor,
    schema_of_factor,
    unknown,
)

METHODS = {
    "grid": "every value with every other",
    "lhs": "a Latin hypercube",
    "sobol": "a scrambled Sobol sequence",
    "halton": "a scrambled Halton sequence",
    "list": "the points of [[sweep.rows]] or of a CSV file",
}
SAMPLED = ("lhs", "sobol", "halton")
TABLES = ("table", "states", "series", "network", "sharing", "draws")
MAX_POINTS = 1_000_000
MAX_ROWS = 100_000  # of a list: they stand in the manifest
TEXTS = ("design", "scenario")  # columns of a list that hold names
COLUMNS = (*NAMES, *TEXTS, "seed")


def _read_vary(given: Any) -> Any:
    """The table [sweep.vary], by name; all its mistakes together.

    The order of names decides which dimension of a sampler each takes. Files that are kept, and links, have sorted
    keys: were it that of the file, they would give other points.
    """
    if not isinstance(given, dict):
        raise mistake("not a table", allowed="a table [sweep.vary]: a name and what it takes")
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in KINDS:
            problems.append(unknown("sweep.vary", name))
        elif isinstance(value, Factor):
            found[name] = value
        else:
            found[name] = read_factor(name, value, f"sweep.vary.{name}", problems)
    _stop(problems)
    return dict(sorted(found.items()))


def _read_rows(given: Any) -> Any:
    """The tables [[sweep.rows]]; all their mistakes together."""
    if not isinstance(given, list | tuple):
        raise mistake("not a list", allowed="tables [[sweep.rows]]: names and values")
    problems: list[Problem] = []
    if len(given) > MAX_ROWS:
        problems.append(("sweep.rows", "too many", len(given), f"at most {MAX_ROWS} points", ()))
    for number, row in enumerate(given[:MAX_ROWS], 1):
        if not isinstance(row, dict):
            problems.append((f"sweep.rows[{number}]", "not a table", row, "names and values", ()))
            continue
        for name, value in row.items():
            problems += check_cell(name, value, f"sweep.rows[{number}]")
    _stop(problems)
    return list(given)


def check_cell(name: str, value: Any, key: str) -> list[Problem]:
    """The mistakes of one value of a point in a list."""
    if name not in COLUMNS:
        return [(key, "unknown name", name, f"a parameter, a field of designs, {', '.join((*TEXTS, 'seed'))}", COLUMNS)]
    if name in TEXTS:
        fine = isinstance(value, str) and bool(value.strip())
        return [] if fine else [(f"{key}.{name}", "not a name", value, f"a {name}", ())]
    if name == "seed":
        fine = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEED
        return [] if fine else [(f"{key}.seed", "not a seed", value, f"a whole number from 0 to {LARGEST_SEED}", ())]
    return check_value(name, value, f"{key}.{name}")


def _stop(problems: list[Problem]) -> None:
    if problems:
        raise mistake("several", problems=problems)


_VARY = {"type": "object", "properties": {name: schema_of_factor() for name in NAMES}, "additionalProperties": False}
_CELLS = {name: {"type": "string" if name in TEXTS else "number"} for name in COLUMNS}
_ROWS = {"type": "array", "items": {"type": "object", "properties": _CELLS, "additionalProperties": False}}


class Sampling(BaseModel):
    """What a sweep runs: points, each with its replicates of every design.

    Each point is run in every scenario of ``scenarios`` and with every seed of ``seeds``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    method: Literal[tuple(METHODS)] = Field(description=", ".join(METHODS))  # type: ignore[valid-type]
    points: Annotated[int | None, BeforeValidator(lambda value: _points(value))] = Field(
        None, description=f"number of points that are drawn, from 1 to {MAX_POINTS}; for sobol a power of two"
    )
    sampler_seed: Annotated[int, BeforeValidator(whole_number(0, LARGEST_SEED))] = Field(
        1, description=f"seed of what draws the points, a whole number from 0 to {LARGEST_SEED}"
    )
    vary: Annotated[dict[str, Factor], BeforeValidator(_read_vary), WithJsonSchema(_VARY)] = Field(
        {}, description="a table [sweep.vary]: parameters, fields of designs, quantiles, and what they take"
    )
    rows: Annotated[list[dict[str, Any]], BeforeValidator(_read_rows), WithJsonSchema(_ROWS)] = Field(
        [], description="tables [[sweep.rows]]: the points of a list; what a row leaves out is as without a sweep"
    )
    file: str = Field("", description="a CSV file with the points of a list, a row each")
    designs: list[str] = Field([], description="designs run at every point; left out: the scenario's")
    changed_designs: list[str] = Field(
        [], description="designs whose fields are varied; left out: all but the baseline (adhoc)"
    )
    scenarios: list[str] = Field([], description="scenarios in which every point is run; left out: this one")
    seeds: list[Annotated[int, BeforeValidator(whole_number(0, LARGEST_SEED))]] = Field(
        [], description="seeds with which every point is run; left out: the scenario's"
    )
    replicates: Annotated[int | None, BeforeValidator(lambda value: _replicates(value))] = Field(
        None, description=f"replicates a point, from 1 to {MAX_REPLICATES}; left out: the scenario's"
    )
    common_draws: bool = Field(
        True, description="true: all points share their draws (replicates 0, 1, ...); false: each has its own"
    )
    keep: list[Literal[TABLES]] = Field(["table"], description=", ".join(TABLES))  # type: ignore[valid-type]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [*self._of_method(), *self._of_factors(), *self._of_lists()]
        _stop(problems)
        return self

    def _of_method(self) -> list[Problem]:
        """Keys that the method needs, or does not read."""
        found: list[Problem] = []
        sampled, listed = self.method in SAMPLED, self.method == "list"
        if sampled and self.points is None:
            found.append(("sweep.points", "missing key", None, f"a number of points: '{self.method}' draws them", ()))
        if not sampled and self.points is not None:
            allowed = f"left out: '{self.method}' has as many points as its values make"
            found.append(("sweep.points", "not read", self.points, allowed, ()))
        if self.method == "sobol" and self.points is not None and self.points & (self.points - 1):
            below = 1 << (self.points.bit_length() - 1)
            allowed = f"a power of two, such as {below} or {2 * below}: other numbers leave a Sobol sequence uneven"
            found.append(("sweep.points", "not a power of two", self.points, allowed, ()))
        for key, there in (("rows", bool(self.rows)), ("file", bool(self.file))):
            if there and not listed:
                found.append((f"sweep.{key}", "not read", None, 'method = "list"', ()))
        if listed and bool(self.rows) == bool(self.file):
            problem = "given beside a file" if self.rows else "missing key"
            found.append(("sweep.rows", problem, None, '[[sweep.rows]] or file = "points.csv"', ()))
        return found

    def _of_factors(self) -> list[Problem]:
        """Factors that the method cannot take, and points without number."""
        if self.method == "list":
            allowed = "left out: a list has its values in its rows"
            return [("sweep.vary", "not read", sorted(self.vary), allowed, ())] if self.vary else []
        if not self.vary and not self.scenarios and not self.seeds:
            return [("sweep.vary", "missing key", None, "a table [sweep.vary]: at least one name", ())]
        if not self.vary and self.method in SAMPLED:
            return [("sweep.vary", "missing key", None, 'at least one name; scenarios alone: method = "grid"', ())]
        if self.method == "grid":
            return self._of_grid()
        steps = [name for name, factor in self.vary.items() if factor.steps]
        return [
            (f"sweep.vary.{n}.steps", "not read", self.vary[n].steps, 'steps are of method = "grid"', ()) for n in steps
        ]

    def _of_grid(self) -> list[Problem]:
        found: list[Problem] = []
        count = 1
        for name, factor in self.vary.items():
            levels = len(factor.values) or factor.steps or (int(factor.high - factor.low) + 1 if factor.whole else 0)
            if not levels:
                found.append((f"sweep.vary.{name}", "a range without steps", None, "a list, or steps = a number", ()))
            count *= max(levels, 1)
        if count > MAX_POINTS:
            found.append(("sweep.vary", "too many points", count, f"at most {MAX_POINTS} on a grid", ()))
        return found

    def _of_lists(self) -> list[Problem]:
        """Names and seeds that stand there twice, or against each other."""
        found: list[Problem] = []
        for key in ("designs", "changed_designs", "scenarios", "seeds", "keep"):
            listed = getattr(self, key)
            twice = [value for k, value in enumerate(listed) if value in listed[:k]]
            found += [(f"sweep.{key}", "stands there twice", value, "each once", ()) for value in twice]
        if "table" not in self.keep:
            found.append(("sweep.keep", "without the table of runs", self.keep, '"table" and others', ()))
        for key, column in (("scenarios", "scenario"), ("seeds", "seed"), ("designs", "design")):
            if getattr(self, key) and any(column in row for row in self.rows):
                allowed = f"a list of {key}, or a column '{column}' in the points"
                found.append((f"sweep.{key}", "given in the points too", getattr(self, key), allowed, ()))
        return found

    def plain(self) -> dict[str, Any]:
        """The table as plain values, as ``Scenario.of`` reads them."""
        content = self.model_dump(exclude_defaults=True, exclude={"vary"})
        if self.vary:
            content["vary"] = {name: factor.plain() for name, factor in self.vary.items()}
        return content


def _points(value: Any) -> int | None:
    return None if value is None else whole_number(1, MAX_POINTS)(value)


def _replicates(value: Any) -> int | None:
    return None if value is None else whole_number(1, MAX_REPLICATES)(value)


def against(sampling: Sampling, fixed: dict[str, str]) -> list[Problem]:
    """What the scenario fixes and the sweep varies too. fixed : name -> where the scenario sets it."""
    names = [*sampling.vary, *dict.fromkeys(name for row in sampling.rows for name in row)]
    return [("sweep", f"given under {fixed[name]} too", name, "one of the two", ()) for name in names if name in fixed]


__all__ = ["METHODS", "Factor", "Sampling", "against", "check_cell"]
