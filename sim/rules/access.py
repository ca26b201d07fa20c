"""Access: who may send what to whom.

What is published reaches every office and is nobody's choice. Results of tests before deployment are a firm's: they go
to institutes that test its models, and on from there only where the firm lets them go (originator control).
"""

from __future__ import annotations

from sim.catalogue import PRE_DEPLOYMENT, TESTING
from sim.jit import rule
from sim.rules.categories import INSTITUTE, OWN, REPORTS, RESULTS, holds
from sim.rules.metrics import takes_part


@rule
def note_at_hand(w):
    """What each office has to send this month, ``w.at_hand``: its own, and results that firms gave it last month."""
    for j in range(w.offices):
        w.at_hand[j] = OWN
    for f in range(w.offices, w.nodes):
        for place in range(w.degree[f]):
            j = w.partners[f, place]
            if j < w.offices and holds(w.flow[f, j], PRE_DEPLOYMENT):
                w.at_hand[j] = OWN | RESULTS


@rule
def tests_models(w, f, j):
    """Whether node j is an institute that tests the models of firm f: they have a tie that holds testing (K15)."""
    return j < w.offices and w.status[j] == INSTITUTE and holds(w.ties[f, j], TESTING)


@rule
def sendable(w, i, j):
    """Set of categories that node i may send to the office j, with which it has a tie.

    A firm sends incident reports, and results before deployment to an institute that tests its models. An office sends
    all that it has, results only if their firm gives them to j as well.
    """
    if i >= w.offices:
        return REPORTS | RESULTS if tests_models(w, i, j) else REPORTS
    if holds(w.at_hand[i], PRE_DEPLOYMENT) and not lets_on(w, i, j):
        return w.at_hand[i] & ~RESULTS
    return w.at_hand[i]


@rule
def poolable(w, i):
    """Set of categories that node i may give to the network: a firm its results, an office what it has.

    An office gives results only if their firm gives them to the network as well.
    """
    if i >= w.offices:
        return RESULTS
    if holds(w.at_hand[i], PRE_DEPLOYMENT) and not lets_on(w, i, w.offices):
        return w.at_hand[i] & ~RESULTS
    return w.at_hand[i]


@rule
def lets_on(w, i, j):
    """Whether a firm that gave the office i results gave them to the office j too (J: to the network) last month."""
    for back in range(w.degree[i]):
        f = w.partners[i, w.degree[i] - 1 - back]
        if f < w.offices:  # firms come last
            break
        let = w.pool[f] if j == w.offices else w.flow[f, j]
        if holds(w.flow[f, i], PRE_DEPLOYMENT) and holds(let, PRE_DEPLOYMENT):
            return True
    return False


@rule
def tier_of(w, i):
    """Tier at which node i gives to the network: an office's own, a firm's by ``firm_tier``; 0 if it gives nothing."""
    if i >= w.offices:
        return firm_tier(w, i)
    return w.tier[i] if w.status[i] > 0 else 0


@rule
def firm_tier(w, i):
    """Tier in the network of firm i: 1 if an institute that tests its models is a full member, else 0 (W15)."""
    for place in range(w.degree[i]):
        j = w.partners[i, place]
        if tests_models(w, i, j) and takes_part(w, j):
            return 1
    return 0


@rule
def oversight(w, i):
    """1 if an office with statutory powers has access to firm i's models this month, else 0 (W20h)."""
    for j in range(w.offices):
        if holds(w.flow[i, j], PRE_DEPLOYMENT) and w.statutory[j]:
            return 1.0
    return 0.0
