"""Both engines side by side: one phase at a time, and after each all that both know of the run is compared.

Equal means bit for bit: floats by their bytes (so that the sign of a zero counts), but any NaN equals any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

import numpy as np

from scenarios.sharing_modes import sharing_modes
from scenarios.worker import edges_of
from sim import draws, outcomes
from sim.config import RunConfig
from sim.ensemble import loop
from sim.ensemble.handle import handle_of, in_a_row
from sim.ensemble.reduction import Reduced
from sim.ensemble.runs import Ensemble
from sim.ensemble.setting import Setting, setting_of
from sim.ensemble.state import State, empty
from sim.model import CooperationModel
from sim.months import month_label
from sim.phases import PHASES
from sim.record import SERIES, Record
from tests.ensemble.variables import START, VARIABLES, Reading, Variable
from tests.model.conftest import arrays_of

CASES, TIES = 4000, 200_000
END = "end"  # after the last month: record and outcomes
AT_ONCE = "simulate"  # the same run without a stop, in the arrays of the run before

Step = Callable[[Any, Any], None]


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


# ---- reading --------------------------------------------------------------------------------------------------------
def reader(reading: Reading) -> Callable[[Any], Any]:
    """One function of the root that the paths start from."""
    gets = [_getter(path) for path in reading.paths]
    return lambda root: reading.make(*(get(root) for get in gets))


def _getter(path: str) -> Callable[[Any], Any]:
    first, _, field = path.partition(".")
    if first == "now":
        return lambda root: root.now[0][field]
    return attrgetter(path)


# ---- one run in both ------------------------------------------------------------------------------------------------
def poison(w: State) -> None:
    """Fill all arrays with what no run would leave, so that whatever a run forgets to set shows."""
    for array in (*w, *w.queue, *w.pages):
        if isinstance(array, np.ndarray):
            for part in [array] if array.dtype.names is None else [array[name] for name in array.dtype.names]:
                part[...] = {"f": np.nan, "i": -7_777, "u": 777_777, "b": True}[part.dtype.kind]


def room_for(config: RunConfig, t: Setting, cases: int = CASES, ties: int = TIES) -> State:
    """The ensemble's arrays for a run."""
    return empty(t, 2 + len(config.later), cases, ties)


class Lockstep:
    """One run in both engines.

    ``steps``: the phases of the ensemble; ``after`` is called with this object, the month and the phase before they
    are compared, and may change either engine; ``variables``: what is compared.
    """

    def __init__(
        self,
        config: RunConfig,
        steps: Mapping[str, Step] = loop.STEPS,
        after: Callable[[Lockstep, int, str], None] | None = None,
        variables: Mapping[str, Variable] = VARIABLES,
        model: type[CooperationModel] = CooperationModel,
        w: State | None = None,
    ) -> None:
        self.config, self.steps, self.after = config, steps, after
        self.comparisons = self.numbers = 0  # variables compared, and what is in them
        self.model, self.t = model(config), setting_of(config)
        if w is None:
            w = room_for(config, self.t)
            poison(w)
        self.w = w
        self.handles = handle_of(w), handle_of(self.t)
        self.row = in_a_row(self.handles[:1]), self.handles[1]  # what ``simulate`` takes
        self.root = SimpleNamespace(w=w, t=self.t, now=w.now, queue=w.queue, pages=w.pages)
        readers = [(name, v.phases, reader(v.reference), reader(v.ensemble)) for name, v in variables.items()]
        self.readers = {phase: [(name, a, b) for name, phases, a, b in readers if phase in phases]
                        for phase in (START, *PHASES)}  # fmt: skip

    def inputs(self) -> tuple[Any, ...]:
        """What ``begin`` and ``simulate`` take after their handles."""
        c = self.config
        points = [c.baseline, c.design, *(design for _, design in c.later)]
        return (
            draws.stream_of(c.seed, c.replicate),
            c.params.astype(float),
            np.array([point.values for point in points], dtype=float),
            np.array([point.seat for point in points], dtype=float),
            np.array([c.first, c.adopt, *(month for month, _ in c.later)], dtype=np.int64),
        )

    def first_difference(self) -> Difference | None:
        """Walk the whole run."""
        loop.begin(*self.handles, *self.inputs())
        found = self.compared(self.config.first, START)
        for month in range(self.config.first, self.config.end + 1):
            found = found or self._month(month)
            if found is not None:
                return found
        return self.end() or self.at_once()

    def _month(self, month: int) -> Difference | None:
        for phase in (*PHASES, *(name for name in self.steps if name not in PHASES)):
            walked = self._walk(phase)
            if not all(walked):
                return Difference(month, phase, "phase", (), *("walked" if does else "missing" for does in walked))
            if self.after is not None:
                self.after(self, month, phase)
            found = self.compared(month, phase)
            if found is not None:
                return found
        self.model.world.month += 1
        self.w.now["month"] += 1
        return None

    def _walk(self, phase: str) -> tuple[bool, bool]:
        """Both engines do a phase; whether the reference has it, and the ensemble."""
        ours, theirs = getattr(self.model, f"phase_{phase}", None), self.steps.get(phase)
        if ours is not None and theirs is not None:
            ours()
            theirs(*self.handles)
        return ours is not None, theirs is not None

    def compared(self, month: int, phase: str, like: str | None = None) -> Difference | None:
        """What differs after a phase (``like``: compare what can be compared after another)."""
        readers = self.readers[like or phase]
        for name, reference, ensemble in readers:
            one, other = reference(self.model), ensemble(self.root)
            found = unequal(one, other)
            if found is not None:
                return Difference(month, phase, name, *found)
            self.numbers += np.size(one)
        self.comparisons += len(readers)
        return None

    # ---- the end ----------------------------------------------------------------------------------------------------
    def end(self) -> Difference | None:
        """The record and what is left of it in an experiment, as the fronts of both engines give them."""
        self.model._release()
        one, ensemble = self.model.ledger.record(), Ensemble(self.config)
        other, reduced = ensemble.record(self.config), ensemble.reduce([self.config], series=True, edges=True)
        for name, ours, theirs in (*_whole(one, other), *_reduced(one, reduced)):
            found = unequal(ours, theirs)
            if found is not None:
                return Difference(self.config.end, END, name, *found)
            self.comparisons += 1
        return None

    def at_once(self) -> Difference | None:
        """The compiled loop without a stop, in the arrays as they are, against the finished run of the reference."""
        loop.simulate(*self.row, *self.inputs())
        self.w.now["month"] -= 1  # as on the last page
        self.model.world.month -= 1
        found = self.compared(self.config.end, AT_ONCE, like="record")
        self.w.now["month"] += 1
        self.model.world.month += 1
        return found


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
