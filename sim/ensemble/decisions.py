"""The phases in which actors decide: membership, deals, sharing, firms. One after another where the reference is."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim.catalogue import MEMBER, PARTNER
from sim.draws import NO_PARTNER, keyed_order, uniform
from sim.jit import rule
from sim.phases.actions import follow_review, settle_renewal, settle_vote, sign
from sim.phases.month_cache import meetings_of_month
from sim.rules import pooling, sharing
from sim.rules.admission import appraise_consent, consent_gain, may_vote
from sim.rules.choice import accepts, keeps
from sim.rules.forcing import ACT, CONSENT, RENEW, decided, forced_choice, forced_tier
from sim.rules.forcing import JOIN as MEMBERSHIP
from sim.rules.forcing import PACE as FORCED_PACE
from sim.rules.learning import free_capacity
from sim.rules.meetings import forced_meeting, is_next, list_due, meeting, meeting_draws, renewal
from sim.rules.membership import (
    appraise_membership,
    is_reviewed,
    join_gain,
    partner_tier_open,
    set_benefits,
    set_efforts,
)
from sim.rules.metrics import list_novelty
from sim.rules.pace import appraise_pace, chooses_now, chooses_pace, pace_gain, pace_noise_of
from sim.rules.standing import lives
from sim.rules.traits import fresh_noise

JOIN, REVIEW_ORDER, VOTE = draws.JOIN, draws.REVIEW_ORDER, draws.VOTE
PACE, PACE_ORDER = draws.PACE, draws.PACE_ORDER


# ---- membership ----------------------------------------------------------------------------------------------------
@rule
def phase_membership(w):
    """Votes on who comes in; then states due for their yearly review, in keyed order, each seeing what was just done.

    Then efforts are set.
    """
    set_benefits(w)
    if w.month >= w.reviews_from:
        _vote_on_all(w)
        _review_all(w)
    set_efforts(w)
    free_capacity(w)


@rule
def _vote_on_all(w):
    """Votes on the applications that are ready, in the order of the states' keys."""
    for place in range(w.offices):
        j = w.by_key[place]
        if w.ready[j] > 0:
            consenting, asked = 0, 0
            for i in range(w.offices):
                if may_vote(w, i):
                    asked += 1
                    draw = uniform(w.stream, w.month, VOTE, w.key[i], w.key[j], 0)
                    gain = consent_gain(appraise_consent(w, i, j, w.ready[j]))
                    consenting += decided(forced_choice(w, CONSENT, i, j, -1), accepts(gain, fresh_noise(w), draw))
            settle_vote(w, j, consenting, asked)


@rule
def _review_all(w):
    due, count = np.empty(w.offices, dtype=np.int64), 0
    for j in range(w.offices):
        if is_reviewed(w, j):
            due[count] = j
            count += 1
    if count > 0:
        order = np.empty(count, dtype=np.int64)
        keyed_order(w.stream, w.month, REVIEW_ORDER, w.key[due[:count]], order)
        for place in order:
            follow_review(w, due[place], _wanted_tier(w, due[place]))


@rule
def _wanted_tier(w, j):
    """The tier wanted at the yearly review: 0 outside, 1 member, 2 partner (where that tier is open)."""
    if w.status[j] == 0:
        list_novelty(w, j)
    tier, gain = MEMBER, join_gain(appraise_membership(w, j, MEMBER))
    if partner_tier_open(w, j):
        as_partner = join_gain(appraise_membership(w, j, PARTNER))
        if as_partner > gain:
            tier, gain = PARTNER, as_partner
    draw = uniform(w.stream, w.month, JOIN, w.key[j], NO_PARTNER, 0)
    taken = keeps(gain, fresh_noise(w), draw) if w.tier[j] > 0 else accepts(gain, fresh_noise(w), draw)
    return forced_tier(w, j, tier) if decided(forced_choice(w, MEMBERSHIP, j, -1, -1), taken) else 0


# ---- deals ---------------------------------------------------------------------------------------------------------
@rule
def phase_deals(w):
    """Ties at the end of their term, and pairs that meet, in one keyed order, each seeing what was just done."""
    due, renewed, meetings = list_due(w), 0, meetings_of_month(w)
    for k in range(meetings):
        while not is_next(w.meeting_turns[k], w.due_turns, renewed, due):
            _renew(w, w.due_pairs[renewed, 0], w.due_pairs[renewed, 1])
            renewed += 1
        _meet(w, w.meetings[k, 0], w.meetings[k, 1], w.meeting_draws[k])
    for k in range(renewed, due):
        _renew(w, w.due_pairs[k, 0], w.due_pairs[k, 1])
    if w.forcing > 0:
        _meet_by_force(w)


@rule
def _meet_by_force(w):
    """Pairs that forced decisions bring together this month, in the order of these decisions."""
    drawn = np.empty(2)
    for k in range(w.forced.shape[0]):
        forced, a, b = forced_meeting(w, k)
        if forced and w.forced[k, ACT] == RENEW:
            _renew(w, a, b)
        elif forced:
            drawn[0], drawn[1] = meeting_draws(w, a, b)
            _meet(w, a, b, drawn)


@rule
def _meet(w, a, b, drawn):
    """A pair meets: it considers a memorandum, or the whole tie if its term ends."""
    if w.ties[a, b] != 0 and w.tie_end[a, b] <= w.month:
        _renew(w, a, b)
        return
    types, signed, _, _, _, _ = meeting(w, a, b, drawn, False)
    if signed:
        sign(w, a, b, types)


@rule
def _renew(w, a, b):
    settle_renewal(w, a, b, renewal(w, a, b)[0])


# ---- sharing -------------------------------------------------------------------------------------------------------
@rule
def phase_sharing(w):
    """Offices share with partners and the network, all at once: nobody sees this month's choices of others."""
    sharing.begin_sharing(w)
    for j in range(w.offices):
        if w.status[j] > 0:
            sharing.share_over_ties(w, j)
            pooling.pool_with_network(w, j)


# ---- firms ---------------------------------------------------------------------------------------------------------
@rule
def phase_firms(w):
    """Firms grant access and report incidents; each quarter, in keyed order, they choose their pace."""
    for node in range(w.offices, w.nodes):
        if lives(w, node):
            sharing.share_over_ties(w, node)
            pooling.pool_with_network(w, node)
    if chooses_pace(w) or w.forcing > 0:
        order = np.empty(w.firms, dtype=np.int64)
        keyed_order(w.stream, w.month, PACE_ORDER, w.key[w.offices :], order)
        for f in order:
            if w.standing[f] and chooses_now(w, f):
                _choose_pace(w, f)


@rule
def _choose_pace(w, f):
    gain = pace_gain(appraise_pace(w, f))
    draw = uniform(w.stream, w.month, PACE, w.key[w.offices + f], NO_PARTNER, 0)
    safe = accepts(gain, pace_noise_of(w), draw)
    w.safe[f] = decided(forced_choice(w, FORCED_PACE, w.offices + f, -1, -1), safe)
