"""The secretariat at work: a SimPy simulation of its casework, in continuous time between the months.

Posts are a preemptive priority resource: at any moment they serve the ready cases that come first by priority class
and then by case number. A case waits for its approvals, then for a post, then is worked on at the speed of the month,
in stints that end with the month at the latest, because a handover may slow it or make it repeat work. Processes change
nothing but their case (a row of ``w.cases``): finished cases take effect in case order at the next month's start.
Order within one instant: first every stint and every approval that ends then is booked, and only then do the posts go
to the first in order of the open cases that are ready. So no result depends on the order of events at one instant.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import EventPriority

from sim.catalogue import CASE_KINDS
from sim.rules.cases import is_open, list_finished
from sim.rules.casework import hand_on, stint, work_left
from sim.world import World

MANY = 10**9  # more cases than any run opens: rank = class x MANY + case number
LAST = EventPriority(2)  # after SimPy's urgent (0) and normal (1) events of the same instant


class Posts(simpy.PreemptiveResource):
    """Posts of the secretariat, given out at the end of an instant; their number may change between the months."""

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


class SimPyQueue:
    """The casework of a world. Speed, memory and posts hold for the coming month."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.env = simpy.Environment(initial_time=float(world.month))
        self.posts = Posts(self.env)
        self.taken_in = 0  # cases that have a process

    def work_for_a_month(self) -> None:
        """Take new cases in and work until the month's end, which is not reached itself."""
        w = self.world
        self.posts.resize(w.posts)
        for number in range(self.taken_in, w.n_cases):
            self.env.process(self._handle(w.cases[number]))
        self.taken_in = w.n_cases
        self.env.run(until=w.month + 1.0)
        still = [number for number in w.open_cases[: w.n_open] if is_open(w.cases[number])]
        w.open_cases[: len(still)], w.n_open = still, len(still)

    def _handle(self, case: Any) -> Generator[simpy.Event, None, None]:
        if case["opened"] > self.env.now:
            yield self.env.timeout(case["opened"] - self.env.now)
        if case["wait"] > 0:
            yield self.env.timeout(case["wait"])
        if case["fast"]:
            case["started"] = case["opened"]
            self._finish(case)
            return
        while is_open(case):
            rank = CASE_KINDS[case["kind"]].priority * MANY + case["number"]
            with self.posts.request(priority=int(rank)) as turn:
                yield turn
                yield from self._work(case)

    def _work(self, case: Any) -> Generator[simpy.Event, None, None]:
        """One stint of work: to its end or the month's, because speed and handovers change at the months' starts."""
        if not is_open(case):  # withdrawn while it waited for a post
            return
        hand_on(self.world, case)
        since, speed = self.env.now, self.world.speed
        span, done = stint(since, case["remaining"], speed)
        case["busy"] += span
        case["started"] = since if math.isnan(case["started"]) else case["started"]
        try:
            yield self.env.timeout(span)
        except simpy.Interrupt:  # a more urgent case took the post, or there are fewer posts
            done = False
        self._advance(case, since, speed, span)
        if done:
            self._finish(case)

    def _advance(self, case: Any, since: float, speed: float, span: float) -> None:
        elapsed = self.env.now - since
        case["busy"] += elapsed - span
        if elapsed > 0:
            case["remaining"] = work_left(case["remaining"], speed, elapsed)

    def _finish(self, case: Any) -> None:
        if is_open(case):
            case["finished"] = self.env.now
            list_finished(self.world, case["number"])
