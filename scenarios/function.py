"""The model as a function of numbers, for tools that are not ours: parameters in, outcomes out.

The function holds still: it averages over the same replicates at every call (common random numbers), so that what
changes between two calls is due to what was given. Whatever is not given is as drawn in each replicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.designs import design_texts, load_designs
from scenarios.evaluate import evaluate
from scenarios.experiment import make_job
from scenarios.incoming import MAX_REPLICATES, MAX_WORKERS, finite, text_or_path, whole
from scenarios.inputs import DRAWN, FIELD, PARAMETER, Input, available, numbered
from scenarios.plan import ListedPlan, Unit
from scenarios.points import changed_designs, check_fields
from scenarios.sampling import draw_rows
from scenarios.schema import Scenario
from sim.design import FIELD_INDEX, FIELDS
from sim.errors import InputError, raise_all
from sim.outcomes import ALL_OUTCOMES
from sim.parameters import RECORDS

if TYPE_CHECKING:
    from scenarios.simulated import Engine

AT_ONCE = 4096  # runs of replicates that are kept in memory at a time
REPLICATES = 16
Given = dict[str, float]


class ModelFunction:
    """Outcomes of a design, or their difference from another one, as a function of inputs.

    names, bounds, problem : of the inputs, as SALib takes them.  outcomes : names of what it gives.
    Called with inputs by name it gives a dictionary of outcomes; ``many`` takes a matrix. Each outcome is its mean over
    the replicates in which it applies (in which both designs have it); NaN if there is none.

    It can be pickled; the compiled runs are made ready at the first call of each process and kept.
    """

    def __init__(
        self,
        scenario: Scenario,
        design: str,
        against: str | None = None,
        outcomes: Sequence[str] | None = None,
        inputs: Sequence[str] = (DRAWN,),
        replicates: int = REPLICATES,
        workers: int | None = 1,
    ) -> None:
        self.replicates = whole(replicates, "replicates", 1, MAX_REPLICATES)
        self.workers = None if workers is None else whole(workers, "workers", 1, MAX_WORKERS)
        self.outcomes = outcome_names(outcomes)
        self.scenario, self.job, self.design, self.against = job_for(scenario, design, against)
        self._known = available(self.scenario, self.job)
        self.inputs = numbered(self.scenario, self.job, [inputs] if isinstance(inputs, str) else inputs)
        if not self.inputs:
            raise InputError("no input", key="inputs", value=list(inputs), allowed="at least one name")
        check_fields(self.job, self.inputs)
        self._rows: list[Given] = []
        self._engines: dict[int, Engine] = {}

    # ---- what tools ask for -----------------------------------------------------------------------------------------
    @property
    def names(self) -> list[str]:
        """Names of the inputs, in the order of the columns of ``many``."""
        return [each.name for each in self.inputs]

    @property
    def bounds(self) -> list[list[float]]:
        """(k, 2) the lowest and highest value of each input."""
        return [list(self._range(each)) for each in self.inputs]

    @property
    def problem(self) -> dict[str, Any]:
        """The inputs as SALib describes them."""
        return {"num_vars": len(self.inputs), "names": self.names, "bounds": self.bounds}

    def __call__(self, **inputs: float) -> dict[str, float]:
        """Outcomes at one point. InputError(s) for names that are no inputs and for values out of their range."""
        values = self._evaluated([self._checked(inputs)])[0]
        return dict(zip(self.outcomes, values.tolist(), strict=True))

    def many(self, points: Any) -> np.ndarray:
        """(N, outcomes) at N points, given as (N, k) values in the order of ``names``.

        InputError(s) for a matrix of another shape and for values out of their range.
        """
        matrix = np.asarray(points, dtype=float)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.inputs):
            allowed = f"a matrix of N rows and {len(self.inputs)} columns ({', '.join(self.names[:3])}, ...)"
            raise InputError("another shape", key="points", value=list(matrix.shape), allowed=allowed)
        given = [self._checked(dict(zip(self.names, row, strict=True)), k) for k, row in enumerate(matrix.tolist(), 1)]
        return self._evaluated(given)

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_engines": {}}

    def __repr__(self) -> str:
        less = f" less {self.against}" if self.against else ""
        return f"<{self.design}{less}: {len(self.inputs)} inputs, {len(self.outcomes)} outcomes>"

    # ---- work -------------------------------------------------------------------------------------------------------
    def _range(self, each: Input) -> tuple[float, float]:
        """The range of an input; of a fitted parameter all that it may be, since its draws are not known there."""
        record = RECORDS[each.name] if each.marginal else each
        return record.low, record.high

    def _checked(self, given: Given, row: int | None = None) -> Given:
        """What was given, as numbers; all mistakes together."""
        errors = []
        for name, value in given.items():
            if name not in self._known:
                errors.append(
                    InputError("no such input", value=name, allowed=", ".join(self.names), choices=self._known)
                )
                continue
            low, high = self._widest(self._known[name])
            number = finite(value.item() if isinstance(value, np.generic) else value)
            if number is None or not low <= number <= high:
                allowed = f"{low:g} to {high:g} ({self._known[name].unit})"
                errors.append(InputError("out of range", key=name, value=value, row=row, allowed=allowed))
        raise_all(errors)
        return {name: float(value) for name, value in given.items()}

    def _widest(self, each: Input) -> tuple[float, float]:
        """What a value may be: all that the model allows, whatever range the input has here."""
        if each.kind == PARAMETER:
            return RECORDS[each.name].low, RECORDS[each.name].high
        if each.kind == FIELD:
            return FIELDS[FIELD_INDEX[each.name]].low, FIELDS[FIELD_INDEX[each.name]].high
        return each.low, each.high

    def _evaluated(self, given: Sequence[Given]) -> np.ndarray:
        """(N, outcomes), so many points at a time that memory stays flat."""
        step = max(1, AT_ONCE // self.replicates)
        parts = [self._part(given[k : k + step]) for k in range(0, len(given), step)]
        return np.concatenate([np.empty((0, len(self.outcomes))), *parts])

    def _part(self, given: Sequence[Given]) -> np.ndarray:
        if not self._rows:
            self._rows = draw_rows(self.scenario, range(self.replicates))
        units = [unit for k, point in enumerate(given) for unit in self._units(k, point)]
        table = evaluate(ListedPlan((self.job,), tuple(units), {}), self.workers, engines=self._engines)
        failed = table.loc[table["error"] != "", "error"]
        if len(failed):
            raise InputError(f"a run failed: {failed.iloc[0]}", key="inputs", value=given[0])
        values = difference(table, self.design, self.against, self.outcomes)
        return means(values.reshape(len(given), self.replicates, -1))

    def _units(self, number: int, given: Given) -> list[Unit]:
        fields = {name: value for name, value in given.items() if self._known[name].kind == FIELD}
        numbers = {name: value for name, value in given.items() if name not in fields}
        recipes = changed_designs(self.job, fields)
        return [Unit(number, 0, {**row, **numbers}, recipes) for row in self._rows]


def job_for(scenario: Scenario, design: str, against: str | None = None) -> tuple[Scenario, Any, str, str | None]:
    """The scenario with one design, or two to be compared; its job; and the names of the two.

    InputError(s) for designs that make no sense, and for a design against itself.
    """
    roster = scenario.load_roster()
    texts = [text_or_path(design, "design", "a design's name, or a .toml file")]
    if against is not None:
        texts.append(text_or_path(against, "against", "a design's name, or a .toml file"))
    texts = design_texts(texts, roster)
    names = [recipe.name for recipe in load_designs(texts, roster)]
    scenario = scenario.changed(designs=texts)
    job, _ = make_job(scenario, roster)
    return scenario, job, names[0], names[1] if against is not None else None


def outcome_names(outcomes: Sequence[str] | str | None) -> tuple[str, ...]:
    """Names of outcomes, the headline ones if none are named; InputError(s) for what is none."""
    known = [o.name for o in ALL_OUTCOMES]
    if outcomes is None:
        return tuple(o.name for o in ALL_OUTCOMES if o.headline)
    wanted = [outcomes] if isinstance(outcomes, str) else list(outcomes)
    wanted = [text_or_path(name, "outcomes", "the name of an outcome (entente outcomes)") for name in wanted]
    allowed = "a name that entente outcomes lists"
    raise_all(
        [
            InputError("unknown outcome", key="outcomes", value=name, allowed=allowed, choices=known)
            for name in wanted
            if name not in known
        ]
    )
    if not wanted:
        raise InputError("no outcome", key="outcomes", allowed="at least one name")
    return tuple(dict.fromkeys(wanted))


def difference(table: Any, design: str, against: str | None, outcomes: Sequence[str]) -> np.ndarray:
    """(units, outcomes) values of a design, less those of another one in the same unit."""
    own = table.loc[table["design"] == design, list(outcomes)].to_numpy(float)
    if against is None:
        return own
    return own - table.loc[table["design"] == against, list(outcomes)].to_numpy(float)


def means(values: np.ndarray) -> np.ndarray:
    """(points, outcomes) means over the second axis of (points, replicates, outcomes) where there are numbers."""
    there = np.isfinite(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
