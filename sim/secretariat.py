"""The coordination arm at work: a SimPy simulation of its casework, in continuous time between the months.

Posts are a preemptive priority resource: at any moment they serve the ready cases that come first by priority class
and then by case number. A case waits for its approvals, then for a post, then is worked on at the arm's speed, in
stints that end with the month at the latest, because a handover may slow it or make it repeat work. Processes never
change the world: finished cases go to ``inbox``, which the model settles in case order at the next month's start.
Order within one instant: first every stint and every approval that ends then is booked, and only then do the posts go
to the first in order of the open cases that are ready. So no result depends on the order of events at one instant.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import simpy
from simpy.events import EventPriority

from sim.catalogue import CASE_KINDS
from sim.record import CASE_DTYPE
from sim.rules.casework import remade, stint, work_left

MANY = 10**9  # more cases than any run opens: rank = class x MANY + case number
LAST = EventPriority(2)  # after SimPy's urgent (0) and normal (1) events of the same instant


@dataclass
class Case:
    """One file of the arm. Times are months since the origin; NaN where it has not happened."""

    number: int
    kind: int
    theme: int
    opener: int
    opened: float
    work: float  # staff-months at nominal speed
    wait: float  # months before work may start: approvals, or the fast lane's whole time
    fast: bool
    item: int = -1  # what is asked for: tier of an admission, incident of a response
    remaining: float = field(init=False)
    secured: float = field(init=False)  # what remained after the last handover (at first all)
    started: float = math.nan
    finished: float = math.nan
    withdrawn: float = math.nan
    restarts: int = 0
    handed: float = math.nan  # month of the last handover that it went through

    def __post_init__(self) -> None:
        self.remaining = self.secured = self.work

    @property
    def open(self) -> bool:
        """Neither finished nor withdrawn."""
        return math.isnan(self.finished) and math.isnan(self.withdrawn)


class Posts(simpy.PreemptiveResource):
    """Posts of the arm, given out at the end of an instant; their number may change between the months."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env, capacity=1)
        self._capacity = 0
        self._called = False

    def resize(self, posts: int) -> None:
        """Set the number of posts: the last in order lay their work down, or the first that wait are called in."""
        self._capacity = posts
        self._trigger_put(None)

    def _trigger_put(self, get_event: simpy.Event | None) -> None:
        """Call for the posts to be given out, once everything else that happens at this instant has happened."""
        if not self._called:
            self._called, call = True, simpy.Event(self._env)
            call._ok, call._value = True, None
            call.callbacks.append(self._give_out)
            self._env.schedule(call, LAST)

    def _give_out(self, call: simpy.Event) -> None:
        self._called = False
        for user in sorted(self.users, key=lambda request: request.key)[int(self._capacity) :]:
            self.users.remove(user)
            if user.proc is not None:
                user.proc.interrupt("fewer posts")
        super()._trigger_put(None)

    def _do_put(self, event: simpy.resources.resource.PriorityRequest) -> bool:  # type: ignore[override]
        """Serve a request if a post is free or held by a later case; True lets the queue go on to the next one."""
        if self._capacity > 0:
            super()._do_put(event)
        return event.triggered


class Secretariat:
    """The arm's casework. ``speed`` and ``memory`` hold for the coming month."""

    def __init__(self, now: float) -> None:
        self.env = simpy.Environment(initial_time=now)
        self.posts = Posts(self.env)
        self.cases: list[Case] = []
        self.inbox: list[Case] = []
        self.speed = 1.0
        self.memory = 1.0  # share of half-done work that survives the latest handover
        self.handover = math.nan  # month of the latest handover

    def open(self, case: Case) -> None:
        """Take a case in; it arrives at ``case.opened`` (not before the present instant)."""
        self.cases.append(case)
        self.env.process(self._handle(case))

    def run(self, until: float) -> None:
        """Work until the given month, which is not reached itself."""
        self.env.run(until=until)

    def settle(self) -> list[Case]:
        """Cases finished since the last call, in case order."""
        done, self.inbox = sorted(self.inbox, key=lambda c: c.number), []
        return done

    def backlog(self) -> int:
        """Number of open cases."""
        return sum(c.open for c in self.cases)

    def open_of(self, kind: int) -> int:
        """Number of open cases of a kind."""
        return sum(c.kind == kind and c.open for c in self.cases)

    def _handle(self, case: Case) -> Generator[simpy.Event, None, None]:
        if case.opened > self.env.now:
            yield self.env.timeout(case.opened - self.env.now)
        if case.wait > 0:
            yield self.env.timeout(case.wait)
        if case.fast:
            case.started = case.opened
            self._finish(case)
            return
        while case.open:
            rank = CASE_KINDS[case.kind].priority * MANY + case.number
            with self.posts.request(priority=rank) as turn:
                yield turn
                yield from self._work(case)

    def _work(self, case: Case) -> Generator[simpy.Event, None, None]:
        """One stint of work: to its end or the month's, because speed and handovers change at the months' starts."""
        if not case.open:  # withdrawn while it waited for a post
            return
        self._hand_over(case)
        since, speed = self.env.now, self.speed
        span, done = stint(since, case.remaining, speed)
        try:
            yield self.env.timeout(span)
        except simpy.Interrupt:  # a more urgent case took the post, or there are fewer posts
            done = False
        self._advance(case, since, speed)
        if done:
            self._finish(case)

    def _hand_over(self, case: Case) -> None:
        """Work that goes on after a handover: what was done since the last one is repeated in part."""
        if not math.isnan(self.handover) and case.handed != self.handover:
            before, case.handed = case.remaining, self.handover
            case.remaining = remade(before, case.secured, self.memory, CASE_KINDS[case.kind].restarts)
            case.secured = case.remaining
            case.restarts += case.remaining > before

    def _advance(self, case: Case, since: float, speed: float) -> None:
        elapsed = self.env.now - since
        if elapsed > 0:
            case.started = since if math.isnan(case.started) else case.started
            case.remaining = work_left(case.remaining, speed, elapsed)

    def _finish(self, case: Case) -> None:
        if case.open:
            case.finished = self.env.now
            self.inbox.append(case)

    def table(self) -> np.ndarray:
        """All cases as an array of ``record.CASE_DTYPE``."""
        names = CASE_DTYPE.names or ()
        return np.array([tuple(getattr(c, n) for n in names) for c in self.cases], dtype=CASE_DTYPE)
