"""Shocks: what moves salience, rivalry, trust and capability from outside the decisions."""

from __future__ import annotations

import math

from sim import parameters as P
from sim.draws import CONTROL, DIALOGUE, pair_uniform
from sim.jit import rule
from sim.rules.metrics import mean_rivalry

RIVAL = 0.5  # rivalry from which a pair counts as rivals (export controls, rival ties)
TENSE = 0.4  # rivalry from which Track-II dialogues are held: rivals are tense too
HALF = 32  # bits: two states in one number


@rule
def decayed_salience(salience, half_life):
    """Salience of AI risk after a month without incidents: its excess over 1 halves every ``half_life`` months (C4)."""
    return 1.0 + (salience - 1.0) * math.exp2(-1.0 / half_life)


@rule
def capability(month, reference, growth):
    """Capability index: 1 at the reference month, ``growth`` a year, never below 1/2 (C6)."""
    return max(0.5, 1.0 + growth * (month - reference) / 12.0)


@rule
def closer(trust, share):
    """Trust after a dialogue: it closes a share of the gap to full trust (N1)."""
    return trust + share * (1.0 - trust)


@rule
def controller(i, j, home_share):
    """State and target of an export control between i and j: the state has at least as many frontier firms (C2)."""
    if home_share[i] >= home_share[j]:
        return i, j
    return j, i


@rule
def trust_left(before, after):
    """Share of trust that is left when rivalry rises: as trust between strangers falls, by ``1 - rivalry`` (C2)."""
    return (1.0 - after) / (1.0 - before) if before < 1.0 else 0.0


@rule
def sour(w, i, j, harder):
    """An export control between i and j: rivalry rises by ``harder``, and trust falls with it; in place (C2).

    Their firms share in it.
    """
    for a in range(w.nodes):
        for b in range(w.nodes):
            if w.home[a] == i and w.home[b] == j:
                before, after = w.rivalry[a, b], min(1.0, w.rivalry[a, b] + harder)
                w.rivalry[a, b] = w.rivalry[b, a] = after
                w.trust[a, b] *= trust_left(before, after)
                w.trust[b, a] *= trust_left(before, after)


@rule
def talk(w, i, j, share):
    """A dialogue between i and j: trust closes a share of its gap, in place, and it brings the two together (N1)."""
    w.dialogue[i, j] = w.dialogue[j, i] = w.month
    w.trust[i, j] = closer(w.trust[i, j], share)
    w.trust[j, i] = closer(w.trust[j, i], share)


@rule
def list_tense(w):
    """The pairs of states that are tense, in order, then -1, in ``w.tense``: a pair in each number.

    To be listed anew when rivalry has changed.
    """
    count = 0
    for i in range(w.offices):
        for j in range(i + 1, w.offices):
            if w.rivalry[i, j] >= TENSE:
                w.tense[count] = i << HALF | j
                count += 1
    w.tense[count] = -1


@rule
def has_control(w, i, j):
    """Whether there is an export control between two states this month, by chance (C2, W31).

    Only between rivals, the likelier the more of the frontier firms both are home to: there is something to withhold,
    and somebody to set back. At the full rate where each is home to half of them.
    None while facts are replayed: controls are public acts, so those of the past are the record's.
    """
    if w.month <= w.replay_until or w.rivalry[i, j] < RIVAL:
        return False
    chance = w.p[P.CONTROL_RATE] / 12.0 * 4.0 * w.home_share[i] * w.home_share[j]
    return pair_uniform(w.stream, w.month, CONTROL, w.key[i], w.key[j], 0) < chance


@rule
def has_dialogue(w, i, j):
    """Whether a tense pair of states holds a Track-II dialogue this month (N1).

    The likelier the more rivalry there is, and the more is at stake for both.
    """
    if w.rivalry[i, j] < TENSE or not speaks(w, i) or not speaks(w, j):
        return False
    chance = w.p[P.DIALOGUE_RATE] / 12.0 * w.rivalry[i, j] * w.stake[i] * w.stake[j]
    return pair_uniform(w.stream, w.month, DIALOGUE, w.key[i], w.key[j], 0) < chance


@rule
def speaks(w, j):
    """Whether a state would be heard in a dialogue on AI: home to frontier firms, or with an office on record.

    Offices that a run founds do not count, so that dialogues are the same under every design.
    """
    return w.home_share[j] > 0.0 or w.acting_from[j] <= w.month or w.founded[j] <= w.month


@rule
def foreign_policy(w):
    """Export controls between rivals and Track-II dialogues between tense pairs, in place; returns their number.

    Tense pairs are listed anew after a control, so that those whom it sours too are judged as they stand (a custom
    ``sour`` may sour others). ``w.policies`` receives (i, j, 0 control | 1 dialogue).
    """
    count, place = 0, 0
    while w.tense[place] >= 0:
        pair = w.tense[place]
        i, j = pair >> HALF, pair & ((1 << HALF) - 1)
        if has_control(w, i, j):
            sour(w, i, j, w.p[P.CONTROL_RIVALRY])
            list_tense(w)
            place = 0
            w.policies[count, 0], w.policies[count, 1], w.policies[count, 2] = i, j, 0
            count += 1
        if has_dialogue(w, i, j):
            talk(w, i, j, w.p[P.DIALOGUE_TRUST])
            w.policies[count, 0], w.policies[count, 1], w.policies[count, 2] = i, j, 1
            count += 1
        while 0 <= w.tense[place] <= pair:
            place += 1
    return count


@rule
def repeat_policy(w, count):
    """What ``foreign_policy`` did in another run that has the same rivalry: the first ``count`` of ``w.policies``."""
    for k in range(count):
        i, j = w.policies[k, 0], w.policies[k, 1]
        if w.policies[k, 2] == 0:
            sour(w, i, j, w.p[P.CONTROL_RIVALRY])
        else:
            talk(w, i, j, w.p[P.DIALOGUE_TRUST])


@rule
def rival_utility(size, rivalry_with_members, rivalry_with_leader):
    """Utility of a rival network to a state: ``size`` times how much nearer its leader is than the members (W27)."""
    return size * max(0.0, rivalry_with_members - rivalry_with_leader)


@rule
def expect_rival_network(w, leader, size):
    """A rival network under ``leader`` opens: every state's utility of it rises, in place (W27)."""
    for j in range(w.offices):
        w.rival_network[j] += rival_utility(size, mean_rivalry(w, j), w.rivalry[j, leader])
