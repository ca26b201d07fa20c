"""Shocks: what moves salience, openness, rivalry, trust and capability from outside the decisions."""

from __future__ import annotations

from sim.compiled import rule
from sim.draws import CONTROL, DIALOGUE, pair_uniform

RIVAL = 0.5  # rivalry from which a pair counts as rivals (export controls, rival ties)
TENSE = 0.3  # rivalry from which Track-II dialogues are held


@rule
def decayed_salience(salience, half_life):
    """Salience of AI risk after a month without incidents: its excess over 1 halves every ``half_life`` months (C4)."""
    return 1.0 + (salience - 1.0) * 2.0 ** (-1.0 / half_life)


@rule
def capability(month, reference, growth):
    """Capability index: 1 at the reference month, ``growth`` a year, never below 1/2 (C6)."""
    return max(0.5, 1.0 + growth * (month - reference) / 12.0)


@rule
def incident_chance(rate, firms, capability, pooled, relative):
    """Chance of an incident at one firm in a month: ``rate / 12 / firms x capability x (1 - pooled) x relative``.

    ``rate`` is the number a year if every frontier firm raced; ``relative`` 1 when racing, less when safe. At most 1.
    """
    return min(1.0, rate / 12.0 / firms * capability * (1.0 - pooled) * relative)


@rule
def opened_again(openness, usual, speed):
    """Openness of a state one month later: it returns to its usual level (W20b)."""
    return openness + speed * (usual - openness)


@rule
def sour(rivalry, trust, home, i, j, harder, kept):
    """An export control between i and j: rivalry rises by ``harder``, ``kept`` of the trust is left; in place (C2).

    Their firms (``home`` is the jurisdiction of each node) share in it.
    """
    for a in range(home.shape[0]):
        for b in range(home.shape[0]):
            if home[a] == i and home[b] == j:
                rivalry[a, b] = min(1.0, rivalry[a, b] + harder)
                rivalry[b, a] = rivalry[a, b]
                trust[a, b] *= kept
                trust[b, a] *= kept


@rule
def foreign_policy(stream, month, keys, rivalry, trust, home, offices, control_rate, control_rivalry, control_trust,
                   dialogue_rate, dialogue_trust, log):  # fmt: skip
    """Export controls between rivals and Track-II dialogues between tense pairs, in place; returns the log's length.

    Controls raise rivalry and leave ``control_trust`` of the trust (C2, W31); a dialogue closes ``dialogue_trust`` of
    the gap to full trust (N1). ``log`` (M, 3) receives (i, j, 0 control | 1 dialogue).
    """
    n, count = offices, 0
    for i in range(n):
        for j in range(i + 1, n):
            if rivalry[i, j] >= RIVAL:
                if pair_uniform(stream, month, CONTROL, keys[i], keys[j], 0) < control_rate / 12.0:
                    sour(rivalry, trust, home, i, j, control_rivalry, control_trust)
                    if count < log.shape[0]:
                        log[count, 0], log[count, 1], log[count, 2] = i, j, 0
                        count += 1
            if rivalry[i, j] >= TENSE:
                if pair_uniform(stream, month, DIALOGUE, keys[i], keys[j], 0) < dialogue_rate / 12.0:
                    trust[i, j] += dialogue_trust * (1.0 - trust[i, j])
                    trust[j, i] += dialogue_trust * (1.0 - trust[j, i])
                    if count < log.shape[0]:
                        log[count, 0], log[count, 1], log[count, 2] = i, j, 1
                        count += 1
    return count


@rule
def bilateral_response(worst, best, informed):
    """Days to a common response that members reach by themselves: from ``worst`` to ``best`` with the share informed.

    ``informed`` is the share of offices with a tie to the firm, or at its home. Source: a134 (medians by preparedness).
    """
    return worst + (best - worst) * informed


@rule
def covered(reported, coupling):
    """Chance that an incident reaches the arm: the firm reports it, or bodies that the arm is coupled to do (W26)."""
    return 1.0 if reported else coupling


@rule
def outside_option(size, rivalry_with_members, rivalry_with_leader):
    """Utility of a rival network to a state: ``size`` times how much nearer its leader is than the members (W27)."""
    return size * max(0.0, rivalry_with_members - rivalry_with_leader)
