"""The compiled queue of casework: the reference's cases to the last bit, and corner cases with their times."""

import math
import random
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.ensemble import casework_queue as Q
from sim.secretariat import Case, Secretariat

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


class Reference:
    """The secretariat of SimPy, driven by a script."""

    def __init__(self, start):
        self.arm = Secretariat(float(start))

    def open(self, opening, ordinal):
        kind = CASE_INDEX[opening.kind]
        self.arm.open(Case(len(self.arm.cases), kind, ordinal % 7, ordinal % 5 - 1, opening.opened, opening.work,
                           opening.wait, opening.fast, ordinal % 3 - 1))  # fmt: skip

    def withdraw(self, number, month):
        if number < len(self.arm.cases) and self.arm.cases[number].open:
            self.arm.cases[number].withdrawn = float(month)

    def work(self, month, posts, speed, memory, handover):
        self.arm.posts.resize(posts)
        self.arm.speed, self.arm.memory, self.arm.handover = speed, memory, handover
        self.arm.run(month + 1.0)

    def settle(self):
        return [case.number for case in self.arm.settle()]

    def open_cases(self):
        return [self.arm.backlog(), *(self.arm.open_of(k) for k in range(len(CASE_KINDS)))]

    def columns(self):
        rows = [[getattr(case, name) for name in COLUMNS] for case in self.arm.cases]
        return np.array(rows, dtype=float).reshape(len(rows), len(COLUMNS))


class Compiled:
    """The compiled queue, driven by a script."""

    queue = Q.empty(CAPACITY)
    out = np.zeros(CAPACITY, np.int64)

    def __init__(self, start):
        self.now = float(start)
        Q.reset(self.queue)

    def open(self, opening, ordinal):
        kind = CASE_INDEX[opening.kind]
        Q.open_case(self.queue, kind, ordinal % 7, ordinal % 5 - 1, opening.opened, opening.work, opening.wait,
                    opening.fast, ordinal % 3 - 1, self.now)  # fmt: skip

    def withdraw(self, number, month):
        if number < self.queue.counts[Q.CASES] and Q.is_open(self.queue.cases[number]):
            self.queue.cases[number]["withdrawn"] = month

    def work(self, month, posts, speed, memory, handover):
        Q.work_until(self.queue, float(month), month + 1.0, posts, speed, memory, handover)
        self.now = month + 1.0

    def settle(self):
        return self.out[: Q.settle(self.queue, self.out)].tolist()

    def open_cases(self):
        return [Q.backlog(self.queue), *(Q.open_of(self.queue, k) for k in range(len(CASE_KINDS)))]

    def columns(self):
        n = self.queue.counts[Q.CASES]
        return np.array([self.queue.cases[name][:n] for name in COLUMNS], dtype=float).T.copy()


def play(script, engine):
    """Drive an engine month by month, as the arm does; yield what can be seen of it at each month's end."""
    posts, speed, memory, handover, ordinal = 0, 1.0, 1.0, math.nan, 0
    for month in range(script.start, script.start + script.months):
        settled = engine.settle()
        for number in script.withdrawn.get(month, []):
            engine.withdraw(number, month)
        if month in script.handovers:
            memory, handover = script.handovers[month], float(month)
        posts, speed = script.posts.get(month, posts), script.speed.get(month, speed)
        for opening in script.known(month):
            engine.open(opening, ordinal)
            ordinal += 1
        engine.work(month, posts, speed, memory, handover)
        yield month, settled, engine.open_cases(), engine.columns()


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


# ---- accounts ----------------------------------------------------------------------------------------------
def roomy(capacity):
    """A queue whose rows are the first of more, and the bytes of the others, which nobody may write to."""
    order, cases = np.full(capacity + 5, 77), np.zeros(capacity + 5, Q.CASE_ROW)
    cases["number"] = 77
    queue = Q.Queue(np.zeros(Q.N_COUNTS, np.int64), order[:capacity], cases[:capacity])
    return queue, lambda: order[capacity:].tobytes() + cases[capacity:].tobytes()


def opened(queue):
    return Q.open_case(queue, CASE_INDEX[PLAIN], -1, -1, 0.0, 0.25, 0.0, False, -1, 0.0)


def test_a_case_too_many_is_counted_and_not_written():
    queue, others = roomy(2)
    before = others()
    assert [opened(queue) for _ in range(4)] == [0, 1, -1, -1]
    assert queue.counts.tolist() == [2, 2, 1]
    Q.work_until(queue, 0.0, 1.0, 9, 1.0, 1.0, math.nan)
    assert queue.cases["finished"].tolist() == [0.25, 0.25]
    assert others() == before
    Q.reset(queue)
    assert queue.counts.tolist() == [0, 0, 0]
    assert opened(queue) == 0


def test_finished_cases_that_find_no_place_are_left_for_the_next_settlement():
    queue = Q.empty(4)
    for _ in range(3):
        opened(queue)
    Q.work_until(queue, 0.0, 1.0, 3, 1.0, 1.0, math.nan)
    out = np.full(5, -1)
    assert Q.settle(queue, out[:2]) == 2
    assert out.tolist() == [0, 1, -1, -1, -1]
    assert queue.counts[Q.OVERFLOW] == 1
    assert Q.settle(queue, out) == 1
    assert out[0] == 2
