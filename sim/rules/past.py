"""The past: what deals, their lack, and membership before the first month say of the lasting traits.

A pair that is tied was willing; a pair that could have met for long and is not tied was less so; a member wanted to be
one. Without this the first year of a run would undo history.
"""

from __future__ import annotations

from sim import parameters as P
from sim.draws import PAST_MEETING, pair_uniform
from sim.jit import rule
from sim.months import NEVER
from sim.rules.deals import deal_gain, memorandum
from sim.rules.dues import collect_dues
from sim.rules.meetings import gains_of_tie, judge, meeting_chance, meeting_rate
from sim.rules.membership import appraise_membership, join_gain, leaving_cost, set_benefits
from sim.rules.standing import lives
from sim.rules.traits import learn_rapport, learn_will


@rule
def learn_from_past(w):
    """What the ties and the members at the start say of the traits; nothing if the run begins with the calendar."""
    for a in range(w.offices):
        for b in range(a + 1, w.nodes):
            if lives(w, a) and lives(w, b):
                if w.ties[a, b] != 0:
                    _, gain_a, _, gain_b = gains_of_tie(w, a, b)
                    learn_rapport(w, a, b, min(gain_a, gain_b) - w.p[P.ENDING], True)
                elif has_met(w, a, b):
                    types, lead = memorandum(w, a, b)
                    gain_a = deal_gain(judge(w, a, b, types, lead))
                    gain_b = deal_gain(judge(w, b, a, types, lead))
                    learn_rapport(w, a, b, min(gain_a, gain_b), False)
    learn_from_members(w, -NEVER, w.first - 1)


@rule
def learn_from_members(w, since, until):
    """What entering the network in the months ``since`` to ``until``, as on record, says of the states that did."""
    entered = 0
    for j in range(w.offices):
        entered += w.tier[j] > 0 and since <= w.member_from[j] <= until
    if entered == 0:
        return
    set_benefits(w)
    collect_dues(w)
    for j in range(w.offices):
        if w.tier[j] > 0 and since <= w.member_from[j] <= until:
            gain = join_gain(appraise_membership(w, j, w.tier[j]))
            learn_will(w, j, gain - leaving_cost(w, j, 1))


@rule
def has_met(w, a, b):
    """Whether a pair without a tie is taken to have met before the first month: by chance, the surer the longer."""
    months = w.first - max(_open_from(w, a), _open_from(w, b), 0)
    if months <= 0:
        return False
    chance = meeting_chance(meeting_rate(w, a, b) * months)
    return pair_uniform(w.stream, 0, PAST_MEETING, w.key[a], w.key[b], 0) < chance


@rule
def _open_from(w, node):
    """First month in which a node acts: of an office, as on record; a firm always did."""
    return min(w.acting_from[node], w.founded[node], NEVER) if node < w.offices else 0
