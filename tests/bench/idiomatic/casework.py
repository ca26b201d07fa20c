"""The secretariat's casework as a SimPy simulation: approvals, posts by priority, preemption, handovers."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import simpy

from sim.catalogue import CASE_KINDS


@dataclass
class Case:
    """One file. Times are months; None where it has not happened."""

    number: int
    kind: int
    theme: int
    opener: object  # an agent, or None for the secretariat itself
    opened: float
    work: float
    wait: float  # months of approvals, or the fast lane's whole time
    fast: bool
    item: int
    remaining: float = 0.0
    secured: float = 0.0  # what remained after the last handover
    finished: float | None = None
    withdrawn: bool = False
    restarts: int = 0
    handed: float | None = None  # the last handover that it went through
    begun: bool = False
    party: list | None = None  # who takes part in a joint test; None: all that are there
    sponsor: object = None  # the state that stands behind a project
    attention: float = 0.0  # least share of the agenda that its theme has had
    nominal: float = 0.0  # months planned

    def __post_init__(self) -> None:
        self.remaining = self.secured = self.work

    @property
    def open(self) -> bool:
        """Neither finished nor withdrawn."""
        return self.finished is None and not self.withdrawn


class Posts(simpy.PreemptiveResource):
    """Posts whose number may change from month to month, also to none."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env, capacity=1)
        self._capacity = 0

    def resize(self, posts: int) -> None:
        """Set the number of posts: the last in order stop, or the first that wait start."""
        self._capacity = posts
        for user in sorted(self.users, key=lambda request: request.key)[posts:]:
            self.users.remove(user)
            user.proc.interrupt()
        self._trigger_put(None)

    def _do_put(self, event):
        if self._capacity > 0:
            super()._do_put(event)
        return event.triggered


class Casework:
    """Cases and posts. ``speed`` and ``memory`` hold for the coming month."""

    def __init__(self, month: int) -> None:
        self.env = simpy.Environment(initial_time=month)
        self.posts = Posts(self.env)
        self.cases: list[Case] = []
        self.done: list[Case] = []  # finished since the month began
        self.speed, self.memory = 1.0, 1.0
        self.handover: float | None = None
        self.busy = 0.0  # months that posts have worked since they were last counted, stints that are over
        self.at_work: dict[int, float] = {}  # by case: since when the others have gone on

    def take_in(self, case: Case) -> None:
        """Open a case."""
        self.cases.append(case)
        self.env.process(self.handle(case))

    def collect(self) -> list[Case]:
        """Cases finished since the last call."""
        done, self.done = sorted(self.done, key=lambda case: case.number), []
        return done

    def worked(self) -> float:
        """Months that posts have worked since the last call."""
        worked = self.busy + sum(self.env.now - since for since in self.at_work.values())
        self.busy, self.at_work = 0.0, dict.fromkeys(self.at_work, self.env.now)
        return worked

    def backlog(self, kind: int | None = None) -> int:
        """Open cases, of one kind or of all."""
        return sum(case.open and (kind is None or case.kind == kind) for case in self.cases)

    def handle(self, case: Case) -> Generator:
        """A case's way through the secretariat."""
        yield self.env.timeout(max(0.0, case.opened - self.env.now) + case.wait)
        if case.fast:
            self.finish(case)
        while case.open:
            with self.posts.request(priority=CASE_KINDS[case.kind].priority * 10**9 + case.number) as post:
                try:
                    yield post
                    yield from self.work_on(case)
                except simpy.Interrupt:  # a more urgent case took the post
                    pass

    def work_on(self, case: Case) -> Generator:
        """Month by month, since speed and handovers change with the months."""
        while case.open:
            self.hand_over(case)
            case.begun = True
            since, speed = self.env.now, self.speed
            left = math.floor(since) + 1.0 - since
            last = case.remaining <= speed * left
            span = case.remaining / speed if last else left
            self.at_work[case.number] = since
            try:
                yield self.env.timeout(span)
            finally:
                self.busy += self.env.now - self.at_work.pop(case.number)
                case.remaining = max(0.0, case.remaining - speed * (self.env.now - since))
                if last and self.env.now >= since + span:
                    self.finish(case)

    def hand_over(self, case: Case) -> None:
        """After a handover part of the work done since the last one is repeated."""
        if self.handover is not None and case.handed != self.handover:
            case.handed = self.handover
            lost = CASE_KINDS[case.kind].restarts * (1.0 - self.memory) * (case.secured - case.remaining)
            case.restarts += lost > 0
            case.remaining += lost
            case.secured = case.remaining

    def finish(self, case: Case, at: float | None = None) -> None:
        """Put a finished case into the tray."""
        if case.open:
            case.finished = self.env.now if at is None else at
            self.done.append(case)
