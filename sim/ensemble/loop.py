"""The loop: the month's phases in order, for one run or for several side by side."""

from __future__ import annotations

from sim.ensemble.casework_queue import work_for_a_month
from sim.ensemble.decisions import phase_deals, phase_firms, phase_membership, phase_sharing
from sim.jit import rule
from sim.phases import PHASES
from sim.phases.environment import phase_shocks, phase_states
from sim.phases.learning import phase_learning
from sim.phases.record import phase_record
from sim.phases.secretariat import phase_secretariat
from sim.phases.setup import begin

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
}  # in the order in which ``month_of`` calls them; a test holds it against ``sim.phases``
assert tuple(STEPS) == PHASES, "the ensemble walks other phases than the reference"


@rule
def simulate(w, stream, params, designs, seats, decided):
    """One run from its start to its last month; False if a log had no room. Arguments as for ``begin``."""
    begin(w, stream, params, designs, seats, decided)
    while w.month < w.first + w.months:
        month_of(w)
    return w.overflow == 0


@rule
def month_of(w):
    """One month."""
    phase_shocks(w)
    phase_states(w)
    phase_secretariat(w)
    phase_membership(w)
    phase_deals(w)
    phase_sharing(w)
    phase_firms(w)
    phase_learning(w)
    phase_record(w)
    work_for_a_month(w)
    w.month += 1
