"""The loop: the month's phases in order, for one run or for several side by side."""

from __future__ import annotations

from sim.compiled import rule
from sim.ensemble.arm import phase_secretariat
from sim.ensemble.choices import phase_deals, phase_firms, phase_membership, phase_sharing
from sim.ensemble.handle import handle_at
from sim.ensemble.learning import phase_learning
from sim.ensemble.ledger import phase_record
from sim.ensemble.origin import begin
from sim.ensemble.outside import phase_shocks, phase_states
from sim.phases import PHASES

STEPS = {
    "shocks": phase_shocks,
    "states": phase_states,
    "secretariat": phase_secretariat,
    "membership": phase_membership,
    "deals": phase_deals,
    "sharing": phase_sharing,
    "firms": phase_firms,
    "learning": phase_learning,
    "record": phase_record,
}  # in the order in which ``_walk_abreast`` calls them; a test holds it against ``sim.phases``
assert tuple(STEPS) == PHASES, "the ensemble walks other phases than the reference"


ABREAST = 5  # runs that walk a phase one after another, before all of them walk the next: what it needs stays at hand


@rule
def simulate(states, t, stream, params, designs, seats, decided):
    """One run from its start to its last month, onto the pages of the first of the ``states`` (a row of handles).

    False if a log or the queue had no room.
    """
    w = handle_at(states, 0)
    begin(w, t, stream, params, designs, seats, decided)
    while w.now[0]["month"] < t.first + t.months:
        walk(states, 1, t)
    return had_room(w)


@rule
def walk(states, count, t):
    """A month of the first so many ``states``, which stand in the same month of runs that begin alike."""
    for lowest in range(0, count, ABREAST):
        _walk_abreast(states, lowest, min(lowest + ABREAST, count), t)


@rule
def _walk_abreast(states, lowest, end, t):
    """Phase by phase, those at the places from ``lowest`` to ``end`` - 1."""
    for k in range(lowest, end):
        phase_shocks(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_states(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_secretariat(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_membership(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_deals(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_sharing(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_firms(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_learning(handle_at(states, k), t)
    for k in range(lowest, end):
        phase_record(handle_at(states, k), t)
    for k in range(lowest, end):
        handle_at(states, k).now[0]["month"] += 1


@rule
def had_room(w):
    """Whether logs and queue had room for all that happened so far."""
    return w.now[0]["overflow"] == 0 and w.queue.counts[2] == 0
