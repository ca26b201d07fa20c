"""The loop: the month's phases in order, for one run or for many."""

from __future__ import annotations

from sim.compiled import rule
from sim.ensemble.arm import phase_secretariat
from sim.ensemble.choices import phase_deals, phase_firms, phase_membership, phase_sharing
from sim.ensemble.diary import open_diary
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
}  # in the order in which ``walk`` calls them; a test holds it against ``sim.phases``
assert tuple(STEPS) == PHASES, "the ensemble walks other phases than the reference"


@rule
def simulate(w, t, stream, params, designs, seats, decided):
    """One run from its start to its last month, onto the pages of ``w``; False if a log or the queue had no room."""
    open_diary(w.diary, False)
    begin(w, t, stream, params, designs, seats, decided)
    walk(w, t, t.first + t.months)
    return had_room(w)


@rule
def walk(w, t, until):
    """The months from the one in which ``w`` stands to the last before ``until``."""
    while w.now[0]["month"] < until:
        phase_shocks(w, t)
        phase_states(w, t)
        phase_secretariat(w, t)
        phase_membership(w, t)
        phase_deals(w, t)
        phase_sharing(w, t)
        phase_firms(w, t)
        phase_learning(w, t)
        phase_record(w, t)
        w.now[0]["month"] += 1


@rule
def had_room(w):
    """Whether logs and queue had room for all that happened so far."""
    return w.now[0]["overflow"] == 0 and w.queue.counts[2] == 0
