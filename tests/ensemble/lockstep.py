"""Both engines side by side: one phase at a time, and after each all that both know of the run is compared.

Equal means bit for bit: floats by their bytes (so that the sign of a zero counts), but any NaN equals any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenarios.sharing_modes import sharing_modes
from scenarios.worker import edges_of
from sim import outcomes
from sim.config import RunConfig
from sim.ensemble import loop
from sim.ensemble.casework_queue import work_for_a_month
from sim.ensemble.reduction import Reduced
from sim.ensemble.runs import Ensemble
from sim.model import ROOM, CooperationModel
from sim.months import month_label
from sim.phases.setup import begin
from sim.record import SERIES, Record
from sim.setting import given_by, inputs_of, world_of
from sim.world import ARRAYS, NUMBERS, Room, World
from tests.ensemble.variables import CASEWORK, GIVEN, READINGS, START, STEPS, compared_after
from tests.model.conftest import arrays_of

END = "end"  # after the last month: record and outcomes
AT_ONCE = "simulate"  # the same run without a stop, in the arrays of the run before

Step = Callable[[World], None]
OF_ENSEMBLE: dict[str, Step] = {**loop.STEPS, CASEWORK: work_for_a_month}


@dataclass(frozen=True)
class Difference:
    """The first thing that differs; ``index`` is the place in an array (and the column), () for a number."""

    month: int
    phase: str
    variable: str
    index: tuple[Any, ...]
    reference: Any
    ensemble: Any

    def __str__(self) -> str:
        place = f"[{', '.join(map(str, self.index))}]" if self.index else ""
        return (
            f"{month_label(self.month)} (month {self.month}), after '{self.phase}': {self.variable}{place} is "
            f"{self.reference!r} in the reference, {self.ensemble!r} in the ensemble"
        )


# ---- comparing two values -------------------------------------------------------------------------------------------
def unequal(one: Any, other: Any) -> tuple[tuple[Any, ...], Any, Any] | None:
    """Index and both values of the first difference, None if there is none."""
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape:
        return ("shape",), a.shape, b.shape
    if a.dtype.names:
        return _unequal_rows(a, b)
    if a.dtype.kind != b.dtype.kind or a.dtype.itemsize != b.dtype.itemsize:
        return ("type",), str(a.dtype), str(b.dtype)
    if a.tobytes() == b.tobytes():
        return None
    differ = (_bits(a) != _bits(b)) if a.dtype.kind == "f" else a != b
    if a.dtype.kind == "f":
        differ &= ~(np.isnan(a) & np.isnan(b))
    if not differ.any():
        return None
    index = tuple(int(k) for k in np.argwhere(differ)[0]) if a.ndim else ()
    return index, a[index].item(), b[index].item()


def _bits(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.int64).reshape(values.shape)


def _unequal_rows(a: np.ndarray, b: np.ndarray) -> tuple[tuple[Any, ...], Any, Any] | None:
    for name in a.dtype.names or ():
        found = unequal(a[name], b[name])
        if found is not None:
            return (*found[0], name), found[1], found[2]
    return None


# ---- one run in both ------------------------------------------------------------------------------------------------
def poison(w: World) -> None:
    """Fill the world with what no run would leave, so that whatever a run forgets to set shows."""
    filling = {"f": np.nan, "i": -7_777, "u": 777_777, "b": True}
    for field in ARRAYS:
        if field.phase != "given":
            array = getattr(w, field.name)
            for part in [array] if array.dtype.names is None else [array[name] for name in array.dtype.names]:
                part[...] = filling[part.dtype.kind]
    for field in NUMBERS:
        if field.phase != "given":
            setattr(w, field.name, filling[field.dtype.kind])


def poisoned_world(config: RunConfig, room: Room = ROOM) -> World:
    """A world for a run, poisoned."""
    w = world_of(config, room)
    poison(w)
    return w


class Lockstep:
    """One run in both engines.

    ``steps``: the steps of the ensemble by name, its queue's month among them; ``after`` is called with this object,
    the month and the step before they are compared, and may change either engine; ``w``: the ensemble's world.
    """

    def __init__(
        self,
        config: RunConfig,
        steps: Mapping[str, Step] = OF_ENSEMBLE,
        after: Callable[[Lockstep, int, str], None] | None = None,
        model: type[CooperationModel] = CooperationModel,
        w: World | None = None,
    ) -> None:
        self.config, self.steps, self.after = config, steps, after
        self.comparisons = self.numbers = 0  # variables compared, and what is in them
        self.model = model(config)
        self.w = poisoned_world(config) if w is None else w
        self.readings = {step: tuple(compared_after(step).items()) for step in (START, *STEPS)}

    def first_difference(self) -> Difference | None:
        """Walk the whole run."""
        begin(self.w, *inputs_of(self.config))
        found = self.compared(self.config.first, START)
        for month in range(self.config.first, self.config.end + 1):
            found = found or self._month(month)
            if found is not None:
                return found
        return self.left_alone() or self.end() or self.at_once()

    def _month(self, month: int) -> Difference | None:
        for step in (*STEPS, *(name for name in self.steps if name not in STEPS)):
            walked = self._walk(step)
            if not all(walked):
                return Difference(month, step, "phase", (), *("walked" if does else "missing" for does in walked))
            if self.after is not None:
                self.after(self, month, step)
            found = self.compared(month, step)
            if found is not None:
                return found
        self.model.world.month += 1
        self.w.month += 1
        return None

    def _walk(self, step: str) -> tuple[bool, bool]:
        """Both engines do a step; whether the reference has it, and the ensemble."""
        ours = self.model.queue.work_for_a_month if step == CASEWORK else getattr(self.model, f"phase_{step}", None)
        theirs = self.steps.get(step)
        if ours is not None and theirs is not None:
            ours()
            theirs(self.w)
        return ours is not None, theirs is not None

    def compared(self, month: int, step: str) -> Difference | None:
        """What differs after a step."""
        readings = self.readings.get(step, tuple(READINGS.items()))
        for name, read in readings:
            one, other = read(self.model.world, step), read(self.w, step)
            found = unequal(one, other)
            if found is not None:
                return Difference(month, step, name, *found)
            self.numbers += np.size(one)
        self.comparisons += len(readings)
        return None

    # ---- the end ----------------------------------------------------------------------------------------------------
    def left_alone(self) -> Difference | None:
        """What is given is as it was before the run, in both."""
        given = given_by(self.config)
        for name in sorted(GIVEN):
            for w in (self.model.world, self.w):
                found = unequal(given[name], getattr(w, name))
                if found is not None:
                    return Difference(self.config.end, END, f"given: {name}", *found)
        return None

    def end(self) -> Difference | None:
        """The record and what is left of it in an experiment, as the fronts of both engines give them."""
        self.model._release()
        one, ensemble = self.model.record(), Ensemble(self.config)
        other, reduced = ensemble.record(self.config), ensemble.reduce([self.config], series=True, edges=True)
        for name, ours, theirs in (*_whole(one, other), *_reduced(one, reduced)):
            found = unequal(ours, theirs)
            if found is not None:
                return Difference(self.config.end, END, name, *found)
            self.comparisons += 1
        return None

    def at_once(self) -> Difference | None:
        """The compiled loop without a stop, in the arrays as they are, against the finished run of the reference."""
        loop.simulate(self.w, *inputs_of(self.config))
        return self.compared(self.config.end, AT_ONCE)


def first_difference(config: RunConfig, **how: Any) -> Difference | None:
    """None if both engines agree in all they know, after every phase, at the end and without a stop."""
    return Lockstep(config, **how).first_difference()


def _whole(one: Record, other: Record) -> Iterator[tuple[str, Any, Any]]:
    """Arrays of two records, and the outcomes of both."""
    ours, theirs = arrays_of(one), arrays_of(other)
    yield "names of the record", np.array(list(ours)), np.array(list(theirs))
    for name in ours:
        yield f"record: {name}", ours[name], theirs[name]
    for compute in (outcomes.compute, outcomes.state_outcomes):
        ours, theirs = compute(one), compute(other)
        for name in ours:
            yield f"outcome: {name}", ours[name], theirs[name]


def _reduced(one: Record, reduced: Reduced) -> Iterator[tuple[str, Any, Any]]:
    """What an experiment keeps of a run."""
    for k, (name, value) in enumerate(outcomes.compute(one).items()):
        yield f"reduced: {name}", value, reduced.outcomes[0, k]
    for k, (name, values) in enumerate(outcomes.state_outcomes(one).items()):
        yield f"reduced: {name} of the states", values, reduced.states[0, k]
    for k, name in enumerate(SERIES):
        yield f"reduced: series of {name}", one.series[name], reduced.series[0, :, k]
    edges, flow = edges_of(one)
    count = reduced.n_edges[0]
    yield "reduced: edges", edges, reduced.edges[0, :count]
    yield "reduced: flow", flow, reduced.flow[0, :count]
    yield "reduced: modes of sharing", sharing_modes(one), reduced.sharing[0]
