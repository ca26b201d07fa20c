"""Effects: what a finished case, or a new design, changes in the world (DESIGN section 4)."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.catalogue import CASE_KINDS
from sim.compiled import rule
from sim.room import room
from sim.rules.learning import gained
from sim.rules.measures import list_positive, rivalry_with
from sim.rules.origins import office_capacities
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
def teach(case_learning, kind, theme, tier, status, knowledge):
    """What members and partners with an office learn from a case of a kind on a theme, in place (W19).

    ``knowledge`` (J, themes); most kinds teach nothing.
    """
    share = TEACHES[kind] * case_learning
    if share > 0.0:
        for j in range(tier.shape[0]):
            if tier[j] > 0 and status[j] > 0:
                knowledge[j, theme] = gained(knowledge[j, theme], share)


@rule
def align(harmonise_gain, kind, harmonisation):
    """Alignment of methods (0 to 1) after a case of a kind (W16, W19)."""
    return gained(harmonisation, ALIGNS[kind] * harmonise_gain)


@rule
def reach_out(kind, neutrality, overlap, host, rivalry, reached):
    """How far outreach has drawn each state in (J,), after a case of a kind, in place (0 to 1).

    The further the more neutral the seat, the less rivalry with its hosts, and the closer the arm is to other bodies.
    Sources: W9, W25.
    """
    holders = room(host.shape[0] + 1, np.int64)
    if REACHES[kind] > 0.0:
        list_positive(host, holders)
        for j in range(reached.shape[0]):
            welcome = neutrality * (1.0 - min(1.0, rivalry_with(host, holders, rivalry, j)))
            reached[j] = gained(reached[j], REACHES[kind] * welcome * (0.5 + overlap))


@rule
def reach_at_once(overlap, staff, host, reached):
    """What a new design brings at once: the states that its partner body has, (J,) ``reached``, in place (W10).

    As far as the arm is tied to that body (``overlap``), held by no country, and has posts (``staff``).
    """
    held = 0.0
    for j in range(host.shape[0]):
        held += host[j]
    brought = overlap * max(0.0, 1.0 - held) * (staff / (staff + 1.0))
    for j in range(reached.shape[0]):
        reached[j] = max(reached[j], brought)


@rule
def help_office(p, i, status, full_capacity, capacity):
    """Capacity help for the office of i: a share of what it lacks to capacity 1; (J,) and (N,), in place (W20e)."""
    full_capacity[i] += p[P.CASE_LEARNING] * max(0.0, 1.0 - full_capacity[i])
    office_capacities(p, status, full_capacity, capacity)


@rule
def meet(dialogue_trust, tier, status, trust):
    """A meeting of the network: a little trust among the members with an office, (N, N) in place (W28)."""
    for i in range(tier.shape[0]):
        if tier[i] == 0 or status[i] == 0:
            continue
        for j in range(tier.shape[0]):
            if i != j and tier[j] > 0 and status[j] > 0:
                trust[i, j] = updated_trust(trust[i, j], dialogue_trust / MEETINGS_A_DIALOGUE, 1.0)
