"""Points of an input space as units of work: what the inputs set is put into a replicate's row and into the designs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scenarios.designs import BASELINE
from scenarios.inputs import DRAWS, FIELD, OTHERS, ROW, Input, available, drawn_names, fitted_names
from scenarios.outlines import job_outline
from scenarios.plan import Unit
from scenarios.recipes import Recipe
from scenarios.sampling import QUANTILE, draw_rows
from scenarios.scenario_plan import draws_outline
from scenarios.schema import Scenario
from scenarios.worker import Job
from sim.design import FIELD_NAMES
from sim.errors import InputError

Row = dict[str, float]


@dataclass
class Space:
    """The inputs of a scenario's job. Where a field is an input, it is set in all designs but the baseline."""

    scenario: Scenario
    job: Job
    inputs: tuple[Input, ...]
    _rows: dict[int, Row] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = available(self.scenario, self.job)
        left = [name for name in drawn_names(self.scenario, known) if name not in {each.name for each in self.inputs}]
        fitted = fitted_names(self.scenario)
        self._joint = {ROW: [n for n in left if n in fitted], OTHERS: [n for n in left if n not in fitted]}
        self._middle = {QUANTILE + name: 0.5 for name in FIELD_NAMES}  # of fields without a range
        check_fields(self.job, self.inputs)

    def unit(self, number: int, values: Sequence[float]) -> Unit:
        """The unit of one point: (k,) values in the order of the inputs."""
        row: Row = {**self._middle}
        fields: Row = {}
        for each, value in zip(self.inputs, values, strict=True):
            if each.name == DRAWS:
                row["replicate"] = int(value)
            elif each.counted:
                drawn = self._drawn(int(value))
                row.update({name: drawn[name] for name in self._joint[each.name]})
            else:
                (fields if each.kind == FIELD else row)[each.name] = float(value)
        return Unit(number, 0, row, changed_designs(self.job, fields))

    def _drawn(self, replicate: int) -> Row:
        """What an experiment draws in a replicate."""
        if replicate not in self._rows:
            (self._rows[replicate],) = draw_rows(self.scenario, [replicate])
        return self._rows[replicate]


@dataclass(frozen=True)
class SamplePlan:
    """A plan with ``replicates`` units a point, which differ in their streams. values : (points, inputs).

    A point's number for the draws then names as many streams, which no other number has.
    """

    space: Space
    values: np.ndarray
    replicates: int = 1
    said: Mapping[str, Any] = field(default_factory=dict)
    keeps: tuple[str, ...] = ("table",)
    by_point: bool = True

    @property
    def jobs(self) -> tuple[Job, ...]:
        """See ``Plan``."""
        return (self.space.job,)

    def __len__(self) -> int:
        return len(self.values) * self.replicates

    def units(self, first: int, last: int) -> list[Unit]:
        """See ``Plan``."""
        each, found = self.replicates, []
        for point in range(first // each, -(-last // each)):
            unit = self.space.unit(point, self.values[point].tolist())
            start, past = max(first - point * each, 0), min(last - point * each, each)
            own = int(unit.row["replicate"]) * each
            found += [unit._replace(row={**unit.row, "replicate": own + k}) for k in range(start, past)]
        return found

    def outline(self) -> dict[str, Any]:
        """See ``Plan``."""
        space = self.space
        return {
            **self.said,
            "job": job_outline(space.job),
            "draws": draws_outline(space.scenario),
            "inputs": [each.name for each in space.inputs],
            "replicates": self.replicates,
            "points": hashlib.blake2b(np.ascontiguousarray(self.values).tobytes(), digest_size=16).hexdigest(),
        }


def changed_designs(job: Job, fields: Mapping[str, float]) -> tuple[Recipe, ...] | None:
    """The job's designs with some fields set in all but the baseline; None if nothing is set.

    InputError(s) where shares of one whole exceed it, or a seat's share has no host.
    """
    if not fields:
        return None
    ranges = {name: (value, value, value) for name, value in fields.items()}
    return tuple(r if r.name == BASELINE else r.changed(ranges, name=r.name, where=r.name) for r in job.recipes)


def check_fields(job: Job, inputs: Sequence[Input]) -> None:
    """InputError(s) unless every design can take the fields that are inputs, all of them low and all of them high."""
    fields = [each for each in inputs if each.kind == FIELD]
    if fields and all(recipe.name == BASELINE for recipe in job.recipes):
        raise InputError(
            f"'{BASELINE}' is what other designs are measured against, so that none of its fields is varied",
            key="inputs", value=fields[0].name, allowed="another design, such as 'adhoc@staff_fte=4'",
        )  # fmt: skip
    for end in ("low", "high"):
        changed_designs(job, {each.name: getattr(each, end) for each in fields})
