"""Whatever differs between the engines is found, with its first month, phase and variable."""

import numpy as np
import pytest

from sim.config import ScheduledEvent
from sim.ensemble import loop
from sim.ensemble.casework_queue import FINISHED
from sim.ensemble.happenings import ANSWERED
from sim.model import CooperationModel
from sim.phases import PHASES
from sim.record import FORMED
from tests.ensemble.lockstep import END, Lockstep, first_difference, reader, unequal
from tests.ensemble.variables import CASE_COLUMNS, START, VARIABLES
from tests.model.conftest import config_of, random_roster

READERS = {name: (reader(v.reference), reader(v.ensemble)) for name, v in VARIABLES.items()}


# ---- the world of the mutations -------------------------------------------------------------------------------------
def _config():
    """A world in which every log has lines from the first months on, and a design is still to come."""
    roster = random_roster(6, 2, np.random.default_rng(3), "rival", offices=1.0)
    first = 18
    events = (
        ScheduledEvent(first, "incident", 6, -1, 1.0), ScheduledEvent(first, "founding", 0),
        ScheduledEvent(first, "founding", 1), ScheduledEvent(first, "capability", -1, -1, 0.1),
    )  # fmt: skip
    config = config_of(roster, "rotating", end="2026-12", adopt=first, events=events)
    return config_of(
        roster, "rotating", end="2026-12", adopt=first, events=events, later=((first + 60, config.design),),
        baseline=config.design,
    )  # fmt: skip


CONFIG = _config()
MONTH = CONFIG.first + 7


def test_the_world_of_the_mutations_is_the_same_in_both():
    assert first_difference(CONFIG) is None


# ---- what differs is found ------------------------------------------------------------------------------------------
def _spots(phase: str) -> list[tuple[str, str, str]]:
    """(variable, path, column) of everything in the ensemble that is compared after a phase."""
    spots = []
    for name, variable in VARIABLES.items():
        for path in variable.ensemble.paths if phase in variable.phases and name != "actors" else ():
            if path == "queue.cases":
                spots += [(name, path, column) for column in (["state"] if name == "inbox" else CASE_COLUMNS)]
            elif path.split(".")[0] in ("w", "now", "pages"):
                spots.append((name, path, ""))
    return spots


def _array(both: Lockstep, path: str) -> np.ndarray:
    root, field = path.split(".")
    if root == "now":
        return both.w.now[field]
    return getattr({"w": both.w, "pages": both.w.pages, "queue": both.w.queue}[root], field)


def _touch(values: np.ndarray, variable: str, path: str, column: str) -> None:
    """Change the last bit of one number, one truth, or one whole number."""
    values = values[column] if column else values
    rows = {"w.works_from": 1 if variable == "switch_month" else 2, "w.designs": 2, "w.seats": 2}
    at = (rows.get(path, 0),) + (0,) * (values.ndim - 1)
    if path == "now.next_design":
        values[at] = 0
    elif column == "state":
        values[at] = FINISHED
    elif variable == "incidents_open" and path == "w.incident_log":
        values[:, ANSWERED] = np.nan
    elif values.dtype.kind == "b":
        values[at] = not values[at]
    elif values.dtype.kind == "f":
        values[at] = np.nextafter(values[at], 1e9) if np.isfinite(values[at]) else 0.0
    else:
        values[at] += 1


@pytest.mark.parametrize("phase", PHASES)
def test_one_bit_is_found_in_every_variable(phase):
    """Everything that the ensemble knows, touched after a phase, one after another, and put back."""
    missed, tried = [], []

    def look(both, month, after):
        if (month, after) != (MONTH, phase):
            return
        for variable, path, column in _spots(phase):
            values = _array(both, path)
            before = values.copy()
            _touch(values, variable, path, column)
            found = both.compared(month, phase)
            readers = {name for name, v in VARIABLES.items() if path in v.ensemble.paths}
            seen = found is not None and (found.month, found.phase) == (month, phase) and found.variable in readers
            one, other = (reads(root) for reads, root in zip(READERS[variable], (both.model, both.root), strict=True))
            if not seen or unequal(one, other) is None:
                missed.append((variable, path, column, str(found)))
            if column and column != "state" and (found is None or found.index != (0, column)):
                missed.append((variable, path, column, str(found)))
            values[...] = before
            tried.append(path)

    assert first_difference(CONFIG, after=look) is None, "not put back"
    assert missed == [] and len(tried) > 100


def _changed(phase, change):
    """Change one of the engines after a phase of one month."""

    def after(both, month, name):
        if (month, name) == (MONTH, phase):
            change(both)

    return after


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("variable", ["knowledge", "salience", "cases"])
def test_a_change_is_found_in_its_month_and_phase(phase, variable):
    def change(both):
        if variable == "knowledge":
            both.w.knowledge[3, 4] = np.nextafter(both.w.knowledge[3, 4], 2.0)
        elif variable == "salience":
            both.model.world.salience += 0.5
        else:
            both.model.arm.secretariat.cases[1].remaining = -1.0

    found = first_difference(CONFIG, after=_changed(phase, change))
    assert (found.month, found.phase, found.variable) == (MONTH, phase, variable)
    assert found.index == {"knowledge": (3, 4), "salience": (), "cases": (1, "remaining")}[variable]


def test_the_report_can_be_read():
    def change(both):
        both.model.world.trust[1, 2], both.w.trust[1, 2] = 0.25, 0.5

    assert str(first_difference(CONFIG, after=_changed("sharing", change))) == (
        f"2025-07 (month {MONTH}), after 'sharing': trust[1, 2] is 0.25 in the reference, 0.5 in the ensemble"
    )


@pytest.mark.parametrize(
    "name", ["series", "states", "agenda", "host", "network_shares", "bilateral_shares", "safe", "pair_counts"]
)
def test_the_records_are_compared_at_the_end(name):
    both = Lockstep(CONFIG)
    assert both.first_difference() is None
    page = getattr(both.model.ledger, name)
    page.flat[-1] = not page.flat[-1] if page.dtype.kind == "b" else page.flat[-1] + 1
    found = both.end()
    assert found is not None and (found.month, found.phase) == (CONFIG.end, END) and name in found.variable


def _nothing(w, t):
    """A phase that does nothing."""


def _again(name):
    """A phase done twice."""

    def twice(w, t):
        loop.STEPS[name](w, t)
        loop.STEPS[name](w, t)

    return twice


class Kinder(CooperationModel):
    """Another rule in the reference only."""

    def phase_sharing(self) -> None:
        super().phase_sharing()
        self.world.leaks *= 1.0 + 2.0**-52


class Blind(CooperationModel):
    """Deals that are not noted."""

    def phase_deals(self) -> None:
        super().phase_deals()
        self.ledger.ties = [line for line in self.ledger.ties if line[4] != FORMED]


@pytest.mark.parametrize(
    ("phase", "step", "variables"),
    [
        *((phase, _nothing, None) for phase in PHASES),
        ("shocks", _again("shocks"), {"salience"}),
        ("secretariat", _again("secretariat"), None),
        ("deals", _again("deals"), None),
        ("sharing", loop.STEPS["firms"], {"safe"}),  # the first in the table that differs
        ("firms", _again("firms"), {"asked_pair", "asked_pool", "leaks", "exposure"}),
        ("learning", _again("learning"), None),
    ],
)  # fmt: skip
def test_another_phase_in_the_ensemble_is_found_where_it_is(phase, step, variables):
    found = first_difference(CONFIG, steps=loop.STEPS | {phase: step})
    assert found is not None and found.phase == phase, str(found)
    assert variables is None or found.variable in variables, str(found)


@pytest.mark.parametrize(("model", "phase", "variable"), [(Kinder, "sharing", "leaks"), (Blind, "deals", "tie_log")])
def test_another_rule_in_the_reference_is_found_where_it_is(model, phase, variable):
    found = first_difference(CONFIG, model=model)
    assert found is not None and (found.phase, found.variable) == (phase, variable)


def test_a_difference_at_the_start_is_found():
    class Richer(CooperationModel):
        def __init__(self, config):
            super().__init__(config)
            self.world.stake[0] = 1.0

    found = first_difference(CONFIG, model=Richer)
    assert (found.month, found.phase, found.variable, found.index) == (CONFIG.first, START, "stake", (0,))
