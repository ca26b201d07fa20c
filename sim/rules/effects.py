"""Effects: what a finished case, or a new design, changes in the world (DESIGN section 4)."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import CASE_KINDS
from sim.jit import rule
from sim.rules.dues import funded_staff
from sim.rules.joint_tests import share_at_work, works_on
from sim.rules.learning import gained
from sim.rules.metrics import powers_held, rivalry_with_hosts
from sim.rules.projects import carried_on
from sim.rules.sharing import updated_trust

TAUGHT = {"joint_test": 1.0, "joint_research": 2.0}  # knowledge of members, in units of case_learning (W19)
ALIGNED = {
    "joint_test": 0.5, "standard": 1.0, "working_group": 0.25, "research_agenda": 0.25,
}  # methods, in units of harmonise_gain (W16, W19)  # fmt: skip
OUTREACH = {"representation": 0.10, "policy_brief": 0.05, "meeting": 0.05}  # share of outsiders' distance closed
MEETINGS_A_DIALOGUE = 10.0  # meetings of the network that add as much to trust as one dialogue (W28)


def _by_kind(shares: dict[str, float]) -> np.ndarray:
    """(kinds,) shares in the order of the catalogue, 0 where a kind has none."""
    return np.array([shares.get(kind.key, 0.0) for kind in CASE_KINDS])


TEACHES, ALIGNS, REACHES = _by_kind(TAUGHT), _by_kind(ALIGNED), _by_kind(OUTREACH)


@rule
def teach(w, number):
    """What states with an office learn from a finished case on its theme, in place (W7a, W19).

    Those who worked on it as its kind teaches (most teach nothing), and who holds the secretariat, by its powers.
    """
    kind, theme = w.cases[number]["kind"], w.cases[number]["theme"]
    if theme < 0:
        return
    for j in range(w.offices):
        if w.status[j] > 0:
            share = w.host[j] + (TEACHES[kind] if works_on(w, number, j) else 0.0)
            w.knowledge[j, theme] = gained(w.knowledge[j, theme], share * w.p[P.CASE_LEARNING])


@rule
def align(w, number):
    """Alignment of methods after a case, in place: among those who worked on it (W16, W19)."""
    share = ALIGNS[w.cases[number]["kind"]] * w.p[P.HARMONISE_GAIN]
    if share > 0.0:
        w.harmonisation = gained(w.harmonisation, share * share_at_work(w, number))


@rule
def reach_out(w, kind):
    """How far outreach has drawn each state in, after a case of a kind, in place (0 to 1).

    The further the more neutral the seat, the less rivalry with its hosts, and the closer the secretariat is to other
    bodies. Sources: W9, W25.
    """
    if REACHES[kind] > 0.0:
        for j in range(w.offices):
            welcome = w.neutrality * (1.0 - min(1.0, rivalry_with_hosts(w, j)))
            w.reached[j] = gained(w.reached[j], REACHES[kind] * welcome * (0.5 + w.design[D.OVERLAP]))


@rule
def reach_at_once(w):
    """What a new design brings at once: the states that its partner body has, in place (W10).

    As far as the secretariat is tied to that body, held by no country, and has posts.
    """
    held = powers_held(w)
    brought = w.design[D.OVERLAP] * max(0.0, 1.0 - held) * carried_on(funded_staff(w))
    for j in range(w.offices):
        w.reached[j] = max(w.reached[j], brought)


@rule
def help_office(w, i):
    """Capacity help for the office of i: a share of what it lacks to capacity 1, in place (W20e)."""
    more = w.p[P.CASE_LEARNING] * max(0.0, 1.0 - w.capacity[i])
    w.helped[i] += more
    w.capacity[i] += more


@rule
def meet(w, number):
    """A meeting of the network, or a joint test: a little trust among those who came, in place (W28)."""
    for i in range(w.offices):
        if not works_on(w, number, i):
            continue
        for j in range(w.offices):
            if i != j and works_on(w, number, j):
                speed = w.p[P.DIALOGUE_TRUST] / MEETINGS_A_DIALOGUE
                w.trust[i, j] = updated_trust(w.trust[i, j], speed, 1.0)
