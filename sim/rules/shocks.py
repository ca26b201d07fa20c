"""Shocks: what moves salience, openness, rivalry, trust and capability from outside the decisions."""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import inlined, rule
from sim.draws import CONTROL, DIALOGUE, ELECTION, NOBODY, draws_of, normal, pair_draw_for
from sim.months import DAYS
from sim.plain import put_back, row_of
from sim.room import room
from sim.rules.measures import mean_rivalry

RIVAL = 0.5  # rivalry from which a pair counts as rivals (export controls, rival ties)
TENSE = 0.3  # rivalry from which Track-II dialogues are held: rivals are tense too
NARROWEST, WIDEST = 0.1, 1.8  # bounds of openness
HALF = 32  # bits: two states in one number
MEMORY = 3.0  # incidents over which the expected time to a response is averaged


@rule
def decayed_salience(salience, half_life):
    """Salience of AI risk after a month without incidents: its excess over 1 halves every ``half_life`` months (C4)."""
    return 1.0 + (salience - 1.0) * math.exp2(-1.0 / half_life)


@rule
def capability(month, reference, growth):
    """Capability index: 1 at the reference month, ``growth`` a year, never below 1/2 (C6)."""
    return max(0.5, 1.0 + growth * (month - reference) / 12.0)


@rule
def added_capability(month, since, sizes):
    """Capability added by a scenario's events so far: ``sizes`` (E,) of those ``since`` (E,) a past month."""
    total = 0.0
    for e in range(sizes.shape[0]):
        if since[e] <= month:
            total += sizes[e]
    return total


@rule
def incident_chance(rate, firms, capability, pooled, relative):
    """Chance of an incident at one firm in a month: ``rate / 12 / firms x capability x (1 - pooled) x relative``.

    ``rate`` is the number a year if every frontier firm raced; ``relative`` 1 when racing, less when safe. At most 1.
    """
    return min(1.0, rate / 12.0 / firms * capability * (1.0 - pooled) * relative)


@rule
def severity(draw):
    """Severity of an incident: uniform on [1/2, 3/2], mean 1."""
    return 0.5 + draw


@rule
def jumped_salience(salience, jump, severity):
    """Salience after an incident: up by ``jump`` for a severity of 1 (C4)."""
    return salience + jump * severity


@rule
def opened_again(openness, usual, speed):
    """Openness of a state one month later: it returns to its usual level (W20b)."""
    return openness + speed * (usual - openness)


@rule
def reopen(openness, usual, speed, offices):
    """A month of ``opened_again`` for all states (the first ``offices`` nodes), in place."""
    for j in range(offices):
        openness[j] = opened_again(openness[j], usual[j], speed)


@rule
def election_shift(stream, month, key, spread):
    """Shift of a state's openness by an election: normal, with standard deviation ``spread`` (W20b)."""
    return spread * normal(stream, month, ELECTION, key, NOBODY, 0)


@rule
def moved_openness(openness, shift):
    """Openness after a shift, within its bounds (0.1 to 1.8)."""
    return min(max(openness + shift, NARROWEST), WIDEST)


@rule
def founding_chance(rate, openness, stake, salience):
    """Chance a month that a state opens its first office: the more likely the more open, exposed and salient.

    ``rate`` is the chance a year at openness, stake and salience of 1.
    """
    return rate / 12.0 * openness * stake * salience


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
def list_tense(rivalry, offices, tense):
    """The pairs of states that are tense, in order, then -1; fills ``tense`` (J^2 // 2 + 1,), a pair in each number.

    To be listed anew when ``rivalry`` (N, N) has changed. Without a branch: nobody could guess who is tense.
    """
    count, pairs = 0, row_of(tense)
    for i in range(offices):
        tension = row_of(rivalry[i])
        for j in range(i + 1, offices):
            pairs[count] = i << HALF | j
            count += tension[j] >= TENSE
    pairs[count] = -1
    put_back(pairs, tense)


@rule
def foreign_policy(stream, month, keys, rivalry, trust, home, offices, control_rate, control_rivalry, control_trust,
                   dialogue_rate, dialogue_trust, tense, log):  # fmt: skip
    """Export controls between rivals and Track-II dialogues between tense pairs, in place; returns the log's length.

    Controls raise rivalry and leave ``control_trust`` of the trust (C2, W31); a dialogue closes ``dialogue_trust`` of
    the gap to full trust (N1). ``tense`` lists the tense pairs (``list_tense``), anew after a control; ``log`` (M, 3)
    receives (i, j, 0 control | 1 dialogue).
    """
    count, keys, due, soured = 0, row_of(keys), room(offices, np.bool_), False
    controls, dialogues = room(offices, np.uint64), room(offices, np.uint64)
    for i in range(offices):
        due[i] = False
        controls[i] = draws_of(stream, month, CONTROL, keys[i])
        dialogues[i] = draws_of(stream, month, DIALOGUE, keys[i])
    controls, dialogues = row_of(controls), row_of(dialogues)
    _mark_due(keys, controls, dialogues, rivalry, control_rate, dialogue_rate, row_of(tense), due)
    for i in range(offices):
        if due[i] or soured:
            before = count
            count = _policy_of(i, keys, controls, dialogues, rivalry, trust, home, offices, control_rate,
                               control_rivalry, control_trust, dialogue_rate, dialogue_trust, log, count)  # fmt: skip
            soured = soured or _has_control(log, before, count)
    if soured:
        list_tense(rivalry, offices, tense)
    return count


@inlined
def _mark_due(keys, controls, dialogues, rivalry, control_rate, dialogue_rate, tense, due):
    """Mark in ``due`` (J,) the few states that have a control or a dialogue with one after them, as rivalry stands."""
    place, lower = 0, (1 << HALF) - 1
    while tense[place] >= 0:
        i, j = tense[place] >> HALF, tense[place] & lower
        if pair_draw_for(dialogues[i], dialogues[j], keys[i], keys[j], 0) < dialogue_rate / 12.0:
            due[i] = True
        if rivalry[i, j] >= RIVAL:
            if pair_draw_for(controls[i], controls[j], keys[i], keys[j], 0) < control_rate / 12.0:
                due[i] = True
        place += 1


@inlined
def _has_control(log, before, count):
    """Whether the lines of the ``log`` from ``before`` to ``count`` tell of a control, or may have found no room."""
    for k in range(before, count):
        if log[k, 2] == 0:
            return True
    return count == log.shape[0]


@inlined
def _policy_of(i, keys, controls, dialogues, rivalry, trust, home, offices, control_rate, control_rivalry,
               control_trust, dialogue_rate, dialogue_trust, log, count):  # fmt: skip
    """The controls and dialogues of state i with those after it; returns how many lines the ``log`` has then."""
    tension = row_of(rivalry[i])
    for j in range(i + 1, offices):
        if tension[j] >= RIVAL:
            if pair_draw_for(controls[i], controls[j], keys[i], keys[j], 0) < control_rate / 12.0:
                sour(rivalry, trust, home, i, j, control_rivalry, control_trust)
                tension = row_of(rivalry[i])
                count = _noted(log, count, i, j, 0)
        if tension[j] >= TENSE:
            if pair_draw_for(dialogues[i], dialogues[j], keys[i], keys[j], 0) < dialogue_rate / 12.0:
                _talk(trust, i, j, dialogue_trust)
                count = _noted(log, count, i, j, 1)
    return count


@inlined
def _talk(trust, i, j, dialogue_trust):
    """A dialogue between i and j, in place."""
    trust[i, j] = closer(trust[i, j], dialogue_trust)
    trust[j, i] = closer(trust[j, i], dialogue_trust)


@inlined
def _noted(log, count, i, j, kind):
    """A line more in the log of controls and dialogues, if it has room; returns how many it has then."""
    if count == log.shape[0]:
        return count
    log[count, 0], log[count, 1], log[count, 2] = i, j, kind
    return count + 1


@rule
def repeat_policy(log, count, rivalry, trust, home, offices, control_rivalry, control_trust, dialogue_trust, tense):
    """What ``foreign_policy`` did in another run that has the same rivalry: the first ``count`` lines of its log."""
    soured = False
    for k in range(count):
        i, j = log[k, 0], log[k, 1]
        if log[k, 2] == 0:
            sour(rivalry, trust, home, i, j, control_rivalry, control_trust)
            soured = True
        else:
            _talk(trust, i, j, dialogue_trust)
    if soured:
        list_tense(rivalry, offices, tense)


@rule
def bilateral_response(worst, best, informed):
    """Days to a common response that members reach by themselves: from ``worst`` to ``best`` with the share informed.

    ``informed`` is the share of offices with a tie to the firm, or at its home. Source: a134 (medians by preparedness).
    """
    return worst + (best - worst) * informed


@rule
def informed_share(ties, status, home, i):
    """Share of offices that have a tie to firm i, or are at its home; 0 without any office."""
    informed, offices = 0, 0
    for j in range(status.shape[0]):
        if status[j] > 0:
            offices += 1
            if ties[i, j] > 0 or j == home[i]:
                informed += 1
    return informed / offices if offices > 0 else 0.0


@rule
def answered_by_hand(month, at, days):
    """Whether members have answered an incident of the moment ``at`` (months) by themselves, in ``days``."""
    return month >= at + days / DAYS


@rule
def covered(reported, coupling):
    """Chance that an incident reaches the arm: the firm reports it, or bodies that the arm is coupled to do (W26)."""
    return 1.0 if reported else coupling


@rule
def outside_option(size, rivalry_with_members, rivalry_with_leader):
    """Utility of a rival network to a state: ``size`` times how much nearer its leader is than the members (W27)."""
    return size * max(0.0, rivalry_with_members - rivalry_with_leader)


@rule
def expect_rival_network(size, leader, tier, rivalry, outside):
    """A rival network under ``leader`` opens: every state's utility of it rises, (J,) ``outside``, in place (W27)."""
    for j in range(tier.shape[0]):
        outside[j] += outside_option(size, mean_rivalry(rivalry, tier, j), rivalry[j, leader])
