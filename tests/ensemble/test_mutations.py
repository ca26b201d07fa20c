"""Whatever differs between the engines is found, with its first month, phase and variable."""

import dataclasses

import numpy as np
import pytest

from sim import draws, model, simpy_queue
from sim.agents import FirmAgent, InstituteAgent, StateAgent
from sim.catalogue import CASE_KINDS
from sim.config import ScheduledEvent
from sim.ensemble import decisions, loop
from sim.ensemble.casework_queue import work_for_a_month
from sim.forced import Forced
from sim.model import CooperationModel
from sim.record import FORMED
from sim.roster import EventRecord, SizeRecord
from sim.rules.sharing import begin_sharing, share_over_ties
from sim.simpy_queue import SimPyQueue
from sim.world import ARRAYS, World
from tests.ensemble.lockstep import END, OF_ENSEMBLE, Lockstep, first_difference
from tests.ensemble.variables import CASE_COLUMNS, CASEWORK, PARTS, START, STEPS, compared_after
from tests.model.conftest import config_of, random_roster


# ---- the world of the mutations -------------------------------------------------------------------------------------
def _config():
    """A world in which every log has lines from the first months on, and a design is still to come."""
    first = 18
    facts = (EventRecord(first, "regulation", 0, "a fact", "invented"), EventRecord(19, "election", 1, "", "invented"))
    roster = random_roster(6, 2, np.random.default_rng(3), "mixed", offices=1.0)
    roster = dataclasses.replace(roster, events=(*roster.events, *facts), sizes=(SizeRecord(0, 20, 40.0, 9.0, 1.0),))
    events = (
        ScheduledEvent(first, "incident", 6, -1, 1.0), ScheduledEvent(first, "founding", 0),
        ScheduledEvent(first, "founding", 1), ScheduledEvent(first, "capability", -1, -1, 0.1),
    )  # fmt: skip
    config = config_of(roster, "rotating", end="2026-12", adopt=first, events=events)
    return config_of(
        roster, "rotating", end="2026-12", adopt=first, events=events, later=((first + 60, config.design),),
        baseline=config.design, forced=(Forced(first + 1, "pace", 6),),
    )  # fmt: skip


CONFIG = _config()
BUSY = config_of("teaching", "rotating", end="2026-12", adopt=CONFIG.first)  # handovers, and more cases than posts
MONTH = CONFIG.first + 7


def test_the_world_of_the_mutations_is_the_same_in_both():
    assert first_difference(CONFIG) is None


# ---- what differs is found ------------------------------------------------------------------------------------------
def _touched(w: World, name: str, step: str, column: str) -> bool:
    """Change the last bit of one number, one truth, or one whole number of what is compared; False if there is none."""
    values = compared_after(step)[name](w, step)
    if not isinstance(values, np.ndarray):
        setattr(w, name, _other(values))
        return True
    place = tuple(np.zeros(values.ndim, dtype=int))
    if values.size == 0:
        return False
    if name == "open_cases":
        values, place = w.open_cases, (np.flatnonzero(w.open_cases[: w.n_open] == values[0])[0],)
    elif column:
        values = w.cases[column]
    values[place] = _other(values[place])
    return True


def _other(value):
    """A value next to it."""
    kind = np.asarray(value).dtype.kind
    if kind == "b":
        return not value
    if kind == "f":
        return np.nextafter(value, 1e9) if np.isfinite(value) else 0.0
    return value + type(value)(1)


def _kept(w: World) -> tuple[np.ndarray, ...]:
    given = [getattr(w, name) for name in sorted(GIVEN_ARRAYS)]
    return w.block, w.numbers, *given


GIVEN_ARRAYS = {field.name for field in ARRAYS if field.phase == "given"}


@pytest.mark.parametrize("step", STEPS)
def test_one_bit_is_found_in_every_variable(step):
    """Everything that the ensemble knows, touched after a step, one after another, and put back."""
    missed, tried, empty = [], [], []

    def look(both, month, after):
        if (month, after) != (MONTH, step):
            return
        w = both.w
        spots = [(name, "") for name in compared_after(step) if name != "cases"]
        for name, column in (*spots, *(("cases", column) for column in CASE_COLUMNS)):
            before = [part.copy() for part in _kept(w)]
            if _touched(w, name, step, column):
                found = both.compared(month, step)
                readers = {name, *(reader for reader, (_, fields) in PARTS.items() if name in fields)}
                seen = found is not None and (found.month, found.phase) == (month, step) and found.variable in readers
                if not seen or (column and found.index != (0, column)):
                    missed.append((name, column, str(found)))
                tried.append(name)
            else:
                empty.append(name)
            for part, values in zip(_kept(w), before, strict=True):
                part[...] = values

    assert first_difference(CONFIG, after=look) is None, "not put back"
    assert missed == [] and len(tried) > 100
    assert set(empty) <= {"finished"}


def _changed(phase, change):
    """Change one of the engines after a phase of one month."""

    def after(both, month, name):
        if (month, name) == (MONTH, phase):
            change(both)

    return after


@pytest.mark.parametrize("phase", STEPS)
@pytest.mark.parametrize("variable", ["knowledge", "salience", "cases"])
def test_a_change_is_found_in_its_month_and_phase(phase, variable):
    def change(both):
        if variable == "knowledge":
            both.w.knowledge[3, 4] = np.nextafter(both.w.knowledge[3, 4], 2.0)
        elif variable == "salience":
            both.model.world.salience += 0.5
        else:
            both.model.world.cases[1]["remaining"] = -1.0

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
    "name",
    ["series", "state_series", "agendas", "hosts", "network_shares", "bilateral_shares", "paces", "pair_counts",
     "event_log", "tie_log"],
)  # fmt: skip
def test_the_records_are_compared_at_the_end(name):
    both = Lockstep(CONFIG)
    assert both.first_difference() is None
    page = getattr(both.model.world, name)
    counts = {"event_log": both.model.world.n_events, "tie_log": both.model.world.n_ties}
    last = (counts[name] - 1, -1) if name in counts else np.unravel_index(page.size - 1, page.shape)
    page[last] = not page[last] if page.dtype.kind == "b" else page[last] + 1
    found = both.end()
    shown = {"state_series": "states", "agendas": "agenda", "hosts": "host", "paces": "safe", "event_log": "events"}
    assert found is not None and (found.month, found.phase) == (CONFIG.end, END)
    assert shown.get(name, name) in found.variable


def test_what_is_given_is_to_be_left_alone():
    both = Lockstep(CONFIG)
    assert both.first_difference() is None
    for w in (both.w, both.model.world):
        w.gdp[2] += 1.0
        found = both.left_alone()
        assert found is not None and (found.variable, found.index) == ("given: gdp", (2,))
        w.gdp[2] -= 1.0
    assert both.left_alone() is None


# ---- another phase --------------------------------------------------------------------------------------------------
def _nothing(w):
    """A phase that does nothing."""


def _again(name):
    """A phase done twice."""

    def twice(w):
        loop.STEPS[name](w)
        loop.STEPS[name](w)

    return twice


@pytest.mark.parametrize(
    ("phase", "step", "variables"),
    [
        *((phase, _nothing, None) for phase in STEPS),
        ("shocks", _again("shocks"), {"salience"}),
        ("secretariat", _again("secretariat"), None),
        ("sharing", loop.STEPS["firms"], {"flow"}),  # the first in the table that differs
        ("firms", _again("firms"), {"asked_pair", "asked_pool", "leaks", "exposure"}),
        ("learning", _again("learning"), None),
    ],
)  # fmt: skip
def test_another_phase_in_the_ensemble_is_found_where_it_is(phase, step, variables):
    found = first_difference(CONFIG, steps=OF_ENSEMBLE | {phase: step})
    assert found is not None and found.phase == phase, str(found)
    assert variables is None or found.variable in variables, str(found)


class Kinder(CooperationModel):
    """Another rule in the reference only."""

    def phase_sharing(self) -> None:
        super().phase_sharing()
        self.world.leaks *= 1.0 + 2.0**-52


class Blind(CooperationModel):
    """Deals that are not noted."""

    def phase_deals(self) -> None:
        before = self.world.n_ties
        super().phase_deals()
        lines = self.world.tie_log[before : self.world.n_ties]
        kept = lines[lines[:, 4] != FORMED]
        lines[: len(kept)], self.world.n_ties = kept, before + len(kept)


@pytest.mark.parametrize(("changed", "phase", "variable"), [(Kinder, "sharing", "leaks"), (Blind, "deals", "tie_log")])
def test_another_rule_in_the_reference_is_found_where_it_is(changed, phase, variable):
    found = first_difference(CONFIG, model=changed)
    assert found is not None and (found.phase, found.variable) == (phase, variable)


def test_a_difference_at_the_start_is_found():
    class Richer(CooperationModel):
        def __init__(self, config):
            super().__init__(config)
            self.world.stake[0] = 1.0

    found = first_difference(CONFIG, model=Richer)
    assert (found.month, found.phase, found.variable, found.index) == (CONFIG.first, START, "stake", (0,))


# ---- another decision in one engine ---------------------------------------------------------------------------------
class Stubborn(StateAgent):
    """Is reviewed in another month of the year."""

    @property
    def due(self) -> bool:
        return bool(self.review == (self.world.month + 1) % 12)


class Secretive(InstituteAgent):
    """Keeps the last category of information to itself."""

    def share(self) -> None:
        super().share()
        self.world.flow[self.node] &= ~(1 << 5)


class Fickle(InstituteAgent):
    """Draws its side of a deal as the other side does."""

    def meet(self, other, drawn=None):
        return super().meet(other, None if drawn is None else drawn[[1, 0]])


class Hasty(FirmAgent):
    """Decides its pace by the draw of another purpose."""

    def draw(self, purpose: int, partner: int = -1, item: int = 0) -> float:
        return super().draw(draws.SEVERITY if purpose == draws.PACE else purpose, partner, item)


@pytest.mark.parametrize(
    ("actor", "phase"), [(Stubborn, "membership"), (Secretive, "sharing"), (Fickle, "deals"), (Hasty, "firms")]
)
def test_another_decision_in_the_reference_is_found_where_it_is(actor, phase, monkeypatch):
    monkeypatch.setattr(model, actor.__base__.__name__, actor)
    found = first_difference(CONFIG)
    assert found is not None and found.phase == phase, str(found)


def _shares_over_ties_only(w):
    """Offices that never give anything to the network."""
    begin_sharing(w)
    for j in range(w.offices):
        if w.status[j] > 0:
            share_over_ties(w, j)


def _sets_efforts_before_reviews(w):
    decisions.set_efforts(w)
    decisions.phase_membership(w)
    w.effort[:] *= 1.0 + 2.0**-52


def _meets_in_reverse(w):
    """The month's deals from the last to the first."""
    due, count = decisions.list_due(w), decisions.meetings_of_month(w)
    for a, b in w.due_pairs[:due]:
        decisions.settle_renewal(w, a, b, decisions.renewal(w, a, b)[0])
    for k in reversed(range(count)):
        a, b = w.meetings[k]
        types, signed, *_ = decisions.meeting(w, a, b, w.meeting_draws[k], False)
        if signed:
            decisions.sign(w, a, b, types)


def _paces_a_month_later(w):
    w.month += 1
    decisions.phase_firms(w)
    w.month -= 1


@pytest.mark.parametrize(
    ("phase", "step"),
    [("membership", _sets_efforts_before_reviews), ("deals", _meets_in_reverse), ("sharing", _shares_over_ties_only),
     ("firms", _paces_a_month_later)],
)  # fmt: skip
def test_another_decision_in_the_ensemble_is_found_where_it_is(phase, step):
    found = first_difference(CONFIG, steps=OF_ENSEMBLE | {phase: step})
    assert found is not None and found.phase == phase, str(found)


# ---- another queue in one engine ------------------------------------------------------------------------------------
class Forgetful(SimPyQueue):
    """Knows no handover."""

    def _work(self, case):
        """Nothing is repeated."""
        case["handed"] = self.world.handover
        yield from super()._work(case)


class Generous(SimPyQueue):
    """Has one post more than there are."""

    def work_for_a_month(self) -> None:
        self.world.posts += 1
        super().work_for_a_month()
        self.world.posts -= 1


def test_a_queue_without_classes_in_the_reference_is_found(monkeypatch):
    """Cases are served by their numbers alone."""
    monkeypatch.setattr(simpy_queue, "CASE_KINDS", [dataclasses.replace(kind, priority=0) for kind in CASE_KINDS])
    found = first_difference(BUSY)
    assert found is not None and (found.phase, found.variable) == (CASEWORK, "cases"), str(found)


@pytest.mark.parametrize("queue", [Forgetful, Generous])
def test_another_queue_in_the_reference_is_found_where_it_is(queue, monkeypatch):
    monkeypatch.setattr(model, "SimPyQueue", queue)
    found = first_difference(BUSY)
    assert found is not None and (found.phase, found.variable) == (CASEWORK, "cases"), str(found)


def _slower(w):
    """A queue that works at a slightly lower speed than the secretariat's."""
    speed = w.speed
    w.speed = np.nextafter(speed, 0.0)
    work_for_a_month(w)
    w.speed = speed


def _without_memory(w):
    memory = w.memory
    w.memory = memory / 2
    work_for_a_month(w)
    w.memory = memory


def _forgets_the_last(w):
    """A queue that forgets the last finished case."""
    before = w.n_finished
    work_for_a_month(w)
    w.n_finished = max(before, w.n_finished - 1)


@pytest.mark.parametrize(
    ("step", "variable"), [(_slower, "cases"), (_without_memory, "cases"), (_forgets_the_last, "finished")]
)
def test_another_queue_in_the_ensemble_is_found_where_it_is(step, variable):
    found = first_difference(BUSY, steps=OF_ENSEMBLE | {CASEWORK: step})
    assert found is not None and (found.phase, found.variable) == (CASEWORK, variable), str(found)
