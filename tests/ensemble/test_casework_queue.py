"""The compiled queue of casework: the reference's cases to the last bit, and corner cases with their times."""

import math
import random
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.ensemble.casework_queue import CLOSED, work_for_a_month
from sim.phases.actions import open_case
from sim.rules.cases import backlog, is_open, list_open, worked
from sim.simpy_queue import SimPyQueue
from sim.world import Room
from tests.worlds import world

URGENT, SHORT, PLAIN, LONG = "incident", "clearance", "terms", "joint_research"  # classes 0, 1, 2; LONG restarts
COLUMNS = ["kind", "theme", "opener", "item", "fast", "opened", "work", "wait", "remaining", "secured", "started",
           "finished", "withdrawn", "restarts", "handed"]  # fmt: skip
SCRIPTS = 2000
CAPACITY = 200


@dataclass(frozen=True)
class Opening:
    """A case as the script has it: ``month`` is when it becomes known, ``opened`` when it arrives."""

    kind: str = PLAIN
    work: float = 1.0
    opened: float = 0.0
    wait: float = 0.0
    fast: bool = False
    month: int | None = None


@dataclass
class Script:
    """What happens to a secretariat: by month, what holds from then on; by month, numbers of cases withdrawn."""

    cases: list[Opening]
    posts: dict[int, int] = field(default_factory=lambda: {0: 1})
    speed: dict[int, float] = field(default_factory=dict)
    handovers: dict[int, float] = field(default_factory=dict)  # the share that survives
    withdrawn: dict[int, list[int]] = field(default_factory=dict)
    start: int = 0
    months: int = 12

    def known(self, month):
        """Cases that become known in a month."""
        return [c for c in self.cases if (self.start if c.month is None else c.month) == month]


class Queue:
    """A world's casework, driven by a script; how it is worked through is the engine's."""

    def __init__(self, start):
        self.w = world(1, 0, room=Room(CAPACITY, 1, 1), month=start)

    def open(self, opening, ordinal):
        """Write a case as ``sim.phases.actions.open_case`` does, with the times of the script."""
        w, number = self.w, self.w.n_cases
        case, w.n_cases = w.cases[number], number + 1
        case["number"], case["kind"], case["theme"] = number, CASE_INDEX[opening.kind], ordinal % 7
        case["opener"], case["item"] = ordinal % 5 - 1, ordinal % 3 - 1
        case["opened"], case["work"], case["wait"], case["fast"] = (
            opening.opened, opening.work, opening.wait, opening.fast,
        )  # fmt: skip
        case["remaining"] = case["secured"] = opening.work
        case["started"] = case["finished"] = case["withdrawn"] = case["handed"] = math.nan
        list_open(w, number)

    def withdraw(self, number, month):
        if number < self.w.n_cases and is_open(self.w.cases[number]):
            self.w.cases[number]["withdrawn"] = float(month)

    def settle(self):
        """What the secretariat does with the month that is over: numbers of finished cases, and months at work."""
        busy, settled, self.w.n_finished = worked(self.w), self.w.finished[: self.w.n_finished].tolist(), 0
        return settled, busy

    def open_cases(self):
        return backlog(self.w)

    def columns(self):
        n = self.w.n_cases
        return np.array([self.w.cases[name][:n] for name in COLUMNS], dtype=float).T.copy()


class Reference(Queue):
    """Worked through by SimPy."""

    def __init__(self, start):
        super().__init__(start)
        self.queue = SimPyQueue(self.w)

    def work(self):
        self.queue.work_for_a_month()


class Compiled(Queue):
    """Worked through by the compiled queue."""

    def work(self):
        work_for_a_month(self.w)


def play(script, engine):
    """Drive an engine month by month, as the secretariat does; yield what can be seen of it at each month's end."""
    w, ordinal = engine.w, 0
    for w.month in range(script.start, script.start + script.months):
        settled = engine.settle()
        for number in script.withdrawn.get(w.month, []):
            engine.withdraw(number, w.month)
        if w.month in script.handovers:
            w.memory, w.handover = script.handovers[w.month], float(w.month)
        w.posts, w.speed = script.posts.get(w.month, w.posts), script.speed.get(w.month, w.speed)
        for opening in script.known(w.month):
            engine.open(opening, ordinal)
            ordinal += 1
        engine.work()
        yield w.month, settled, engine.open_cases(), engine.columns()


def compare(script):
    """Both engines agree on everything after every month."""
    both = zip(play(script, Reference(script.start)), play(script, Compiled(script.start)), strict=True)
    for (month, *expected), (_, *found) in both:
        assert found[:2] == expected[:2], month
        assert found[2].shape == expected[2].shape, month
        if found[2].tobytes() != expected[2].tobytes():
            different = np.argwhere(~((found[2] == expected[2]) | (np.isnan(found[2]) & np.isnan(expected[2]))))
            assert [(k, COLUMNS[c], expected[2][k, c], found[2][k, c]) for k, c in different] == [], month


# ---- random scripts ----------------------------------------------------------------------------------------
STEPS = {
    "months": lambda draw, low, high: float(draw.randint(math.ceil(low), int(high))),
    "halves": lambda draw, low, high: draw.randint(math.ceil(2 * low), int(2 * high)) / 2.0,
    "quarters": lambda draw, low, high: draw.randint(math.ceil(4 * low), int(4 * high)) / 4.0,
    "tenths": lambda draw, low, high: draw.randint(math.ceil(10 * low), int(10 * high)) / 10.0,
    "any": lambda draw, low, high: draw.uniform(low, high),
}


def scripted(draw):
    """A random script; most have times on a grid, so that much happens at one instant."""
    start, months = draw.choice([0, 0, 1, 18]), draw.randint(1, 40)
    month = range(start, start + months)
    time = STEPS[draw.choice(list(STEPS))]
    work = STEPS[draw.choice(["quarters", "quarters", "tenths", "any"])]
    load, most = draw.choice([0.3, 1.0, 2.5]), draw.choice([1, 2, 4, 40])
    cases = []
    for m in month:
        for _ in range(int(load + draw.random())):
            opened = m + draw.choice([0.0, 0.0, time(draw, 0.0, 1.0), time(draw, -2.0, 3.0)])
            wait = draw.choice([0.0, time(draw, 0.0, 3.0)])
            kind = draw.choice(CASE_KINDS)
            cases.append(Opening(kind.key, work(draw, 0.25, 4.0), opened, wait, draw.random() < 0.15, m))
    return Script(
        cases,
        posts={m: draw.randint(0, most) for m in month if m == start or draw.random() < 0.3},
        speed={m: draw.choice([0.0, 0.5, 1.0, 1.0, 1.25, 1.0 / 3.0, 2.0]) for m in month if draw.random() < 0.3},
        handovers={m: draw.choice([0.0, 0.25, 0.5, 0.9, 1.0]) for m in month if draw.random() < 0.15},
        withdrawn={m: [draw.randrange(len(cases))] for m in month if cases and draw.random() < 0.2},
        start=start,
        months=months,
    )


@pytest.mark.parametrize("part", range(8))
def test_random_scripts_end_with_the_same_bits(part):
    for seed in range(part, SCRIPTS, 8):
        compare(scripted(random.Random(seed)))


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_any_script_ends_with_the_same_bits(draw):
    compare(scripted(draw))


# ---- corner cases ------------------------------------------------------------------------------------------
NEVER = None
CORNERS = {
    "opened in the past: begins at once": (
        Script([Opening(work=0.5, opened=3.0)], posts={5: 1}, start=5),
        [(5.0, 5.5)],
    ),
    "opened in the past: its approvals begin now": (
        Script([Opening(work=0.5, opened=3.0, wait=0.75)], posts={5: 1}, start=5),
        [(5.75, 6.25)],
    ),
    "opened in a later month": (Script([Opening(opened=2.25, wait=1.5)]), [(3.75, 4.75)]),
    "approved at the month's start": (Script([Opening(work=0.5, wait=1.0)]), [(1.0, 1.5)]),
    "of two at one instant the lower number": (
        Script([Opening(URGENT, opened=0.5), Opening(URGENT, opened=0.5)]),
        [(0.5, 1.5), (1.5, 2.5)],
    ),
    "of two at one instant the more urgent": (
        Script([Opening(PLAIN, opened=0.5), Opening(SHORT, opened=0.25, wait=0.25)]),
        [(1.5, 2.5), (0.5, 1.5)],
    ),
    "approved at the instant a post is free: an older file goes before one that waits": (
        Script([Opening(work=0.5, wait=0.5), Opening(SHORT, work=0.5), Opening(work=1.0)]),
        [(0.5, 1.0), (0.0, 0.5), (1.0, 2.0)],
    ),
    "two finish at one instant: both posts are taken": (
        Script([Opening(work=0.75) for _ in range(4)], posts={0: 2}),
        [(0.0, 0.75), (0.0, 0.75), (0.75, 1.5), (0.75, 1.5)],
    ),
    "finished at the instant an incident arrives": (
        Script([Opening(work=0.5), Opening(URGENT, work=0.5, opened=0.5)]),
        [(0.0, 0.5), (0.5, 1.0)],
    ),
    "finished at the instant of a cut": (Script([Opening(work=1.0)], posts={0: 1, 1: 0}), [(0.0, 1.0)]),
    "a cut: the last in order lay down their work": (
        Script([Opening(work=2.0), Opening(SHORT, work=2.0), Opening(work=2.0)], posts={0: 3, 1: 1}),
        [(0.0, 3.0), (0.0, 2.0), (0.0, 4.0)],
    ),
    "all posts are cut, and some come back": (
        Script([Opening(work=1.5), Opening(work=1.5)], posts={0: 2, 1: 0, 3: 1}),
        [(0.0, 3.5), (0.0, 4.0)],
    ),
    "an incident at a month's start: the file is laid down before its next stint": (
        Script([Opening(LONG, work=3.0), Opening(URGENT, work=1.0, opened=1.0)], handovers={1: 0.0}),
        [(0.0, 5.0, 1), (1.0, 2.0, 0)],
    ),
    "two handovers while a file waits: the second counts, once": (
        Script([Opening(LONG, work=2.0)], posts={0: 1, 1: 0, 4: 1}, handovers={2: 0.0, 3: 0.5}),
        [(0.0, 5.5, 1)],
    ),
    "a handover a month": (
        Script([Opening(LONG, work=2.5)], handovers={1: 0.5, 2: 0.5}),
        [(0.0, 3.5, 2)],
    ),
    "nothing is forgotten, nothing is repeated": (
        Script([Opening(LONG, work=2.5)], handovers={1: 1.0}),
        [(0.0, 2.5, 0)],
    ),
    "the fast lane needs no post": (
        Script([Opening(URGENT, work=9.0, opened=0.5, wait=0.25, fast=True)], posts={0: 0}),
        [(0.5, 0.75)],
    ),
    "the fast lane without a wait": (Script([Opening(URGENT, work=9.0, opened=0.5, fast=True)]), [(0.5, 0.5)]),
    "withdrawn before it arrives": (
        Script([Opening(opened=2.5), Opening(opened=2.5)], withdrawn={1: [0]}),
        [(NEVER, NEVER), (2.5, 3.5)],
    ),
    "withdrawn in its approvals": (
        Script([Opening(wait=2.5), Opening(opened=2.5)], withdrawn={1: [0]}),
        [(NEVER, NEVER), (2.5, 3.5)],
    ),
    "withdrawn while it waits for a post": (
        Script([Opening(work=1.5), Opening(), Opening()], withdrawn={1: [1]}),
        [(0.0, 1.5), (NEVER, NEVER), (1.5, 2.5)],
    ),
    "withdrawn in work: the post is free at once": (
        Script([Opening(work=3.0), Opening()], withdrawn={1: [0]}),
        [(0.0, NEVER), (1.0, 2.0)],
    ),
    "withdrawn at the instant of finishing": (
        Script([Opening(work=1.0), Opening()], withdrawn={1: [0]}),
        [(0.0, NEVER), (1.0, 2.0)],
    ),
    "withdrawn in the fast lane: begun and not finished": (
        Script([Opening(URGENT, opened=0.5, wait=1.0, fast=True)], withdrawn={1: [0]}),
        [(0.5, NEVER)],
    ),
    "without speed a file is begun and not advanced": (
        Script([Opening()], speed={0: 0.0, 2: 0.5}),
        [(0.0, 4.0)],
    ),
    "the speed of a stint is that of its month": (
        Script([Opening(work=2.0, opened=0.5)], speed={0: 1.0, 1: 0.5, 2: 2.0}),
        [(0.5, 2.5)],
    ),
}


@pytest.mark.parametrize("engine", [Reference, Compiled])
@pytest.mark.parametrize("corner", CORNERS)
def test_corner_cases_have_their_times(corner, engine):
    script, expected = CORNERS[corner]
    *_, (_, _, _, columns) = play(script, engine(script.start))
    for row, (started, finished, *restarts) in zip(columns, expected, strict=True):
        found = dict(zip(COLUMNS, row, strict=True))
        times = [NEVER if math.isnan(found[name]) else found[name] for name in ("started", "finished")]
        assert times == [started, finished]
        assert restarts in ([], [found["restarts"]])


@pytest.mark.parametrize("corner", CORNERS)
def test_corner_cases_end_with_the_same_bits(corner):
    compare(CORNERS[corner][0])


# ---- the list of open cases ---------------------------------------------------------------------------------
@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("engine", [Reference, Compiled])
def test_what_is_open_stays_listed_by_class_and_number(corner, engine):
    """And what is not is listed no longer than until its turn comes."""
    script, _ = CORNERS[corner]
    made = engine(script.start)
    w = made.w
    for _ in play(script, made):
        listed = w.open_cases[: w.n_open].tolist()
        assert {k for k in range(w.n_cases) if is_open(w.cases[k])} <= set(listed)
        assert listed == sorted(listed, key=lambda k: (CASE_KINDS[w.cases[k]["kind"]].priority, k))
        assert all(w.cases[k]["state"] != CLOSED for k in listed)
        if engine is Reference:
            assert all(is_open(w.cases[k]) for k in listed)


def test_the_list_of_finished_cases_is_in_case_order():
    """Whatever the order in which they were finished."""
    script = Script([Opening(work=0.75), Opening(URGENT, work=0.25), Opening(work=0.5)], posts={0: 3}, months=1)
    for engine in (Reference, Compiled):
        made = engine(0)
        list(play(script, made))
        assert made.settle() == ([0, 1, 2], 1.5)


def test_a_case_too_many_is_told_and_not_written():
    """It takes its turn among the month's openings, and nothing of the others changes."""
    w = world(1, 0, room=Room(2, 1, 1), posts=9)
    opened = [open_case(w, CASE_INDEX[PLAIN], -1, -1, -1, 0.0) for _ in range(2)]
    before = w.cases.tobytes(), w.open_cases.tolist()
    assert opened == [0, 1] and w.overflow == 0
    assert [open_case(w, CASE_INDEX[PLAIN], -1, -1, -1, 0.0) for _ in range(2)] == [-1, -1]
    assert (w.cases.tobytes(), w.open_cases.tolist()) == before
    assert (w.n_cases, w.n_open, w.overflow, w.opened[CASE_INDEX[PLAIN], -1]) == (2, 2, 1, 4)
