"""The phase 'learning': trust, knowledge, productivity, clearances and what firms believe of each other."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.catalogue import FRONTIER_THEMES
from sim.compiled import rule
from sim.ensemble.arm import update_productivity
from sim.rules import learning
from sim.rules.categories import SHARES, WORTHS

FRONTIER = np.array(FRONTIER_THEMES)


@rule
def phase_learning(w, t):
    """A month of learning."""
    now, p = w.now[0], w.p
    learning.received(
        w.flow, w.pool, w.tier, w.status, w.members, w.ties, w.partners, w.degree, w.novelty, WORTHS, w.received
    )
    learning.update_trust(
        w.trust, w.flow, w.pool, w.tier, w.members, w.ties, w.partners, w.degree, SHARES, p[P.TRUST_SPEED]
    )
    learning.learn(
        w.knowledge, w.status, w.free, w.preference, w.received, p[P.OWN_LEARNING], p[P.SHARED_LEARNING],
        p[P.OBSOLESCENCE],
    )  # fmt: skip
    now["pooled"] = learning.pooled_knowledge(w.knowledge, w.status, w.tier, w.degree, w.capacity, FRONTIER)
    update_productivity(w)
    now["harmonisation"] = learning.outdated(now["harmonisation"], p[P.OBSOLESCENCE])
    learning.fade(w.cleared, p[P.CLEARANCE_LIFE])
    learning.update_beliefs(w.believed_safe, w.safe, p[P.TRUST_SPEED])
