"""The phase 'learning': trust, knowledge, productivity and what firms believe of each other."""

from __future__ import annotations

from sim import parameters as P
from sim.jit import rule
from sim.rules import learning


@rule
def phase_learning(w):
    """A month of learning."""
    learning.receive(w)
    learning.update_trust(w)
    learning.learn(w)
    w.pooled = learning.pooled_knowledge(w)
    learning.update_productivity(w)
    w.harmonisation = learning.outdated(w.harmonisation, w.p[P.OBSOLESCENCE])
    learning.update_beliefs(w)
