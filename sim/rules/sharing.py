"""Sharing: whether to send information of a category to a partner (CORE, 'Sharing'); to the network: ``pooling``."""

from __future__ import annotations

from sim import parameters as P
from sim.catalogue import BENEFIT, PUBLIC, SENSITIVITY
from sim.draws import ACCESS, FIRM_POOL, NO_PARTNER, POOL, SHARE, draw_for, draws_of, word
from sim.jit import overrides, rule
from sim.rules.access import note_at_hand, sendable
from sim.rules.categories import CATEGORIES, DANGERS, REPORTS, RESULTS, SENSITIVITIES, count_choices, holds
from sim.rules.choice import accepts
from sim.rules.deals import exposure
from sim.rules.draw_bounds import USED, bounds_of
from sim.rules.forcing import SHARE as OVER_TIE
from sim.rules.forcing import forced_set
from sim.rules.meetings import YEAR
from sim.rules.metrics import no_harm_chance, novelty_of
from sim.rules.traits import fresh_noise

# As long as these rules are the shipped ones, the loss of a set of categories is that of the sum of its sensitivities.
LINEAR = {
    "deals.exposure", "sharing.share_terms", "sharing.appraise_share", "pooling.appraise_pool",
}.isdisjoint(overrides.REPLACE)  # fmt: skip
FROM_FIRMS = REPORTS | RESULTS
EXPOSURE, PRACTICE = 3, 6  # places among the terms


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def share_terms(
    public_motive, salience, public, patience, trust, benefit, synergy, exposed, zero_sum, rivalry, friction, practice
):
    """Terms of sending: public, return, synergy, exposure, zero-sum, friction, practice (utility).

    ``benefit`` is what the partner's reciprocity is worth, ``synergy`` the extra when both share (negative:
    redundant), ``trust`` the believed chance that the partner reciprocates, ``practice`` the sender's lasting trait.
    With benefit = T - P, exposed = P - S, synergy = R - S - benefit and the rest 0 this is the repeated prisoner's
    dilemma: at trust 1 sharing pays iff patience >= max((T-R)/(T-P), (T-R)/(R-S)) (Axelrod 1984). Sources: CORE; C1,
    C3, N2, W20c, W15.
    """
    return (
        public_motive * salience * public,
        patience * trust * min(benefit, benefit + synergy),
        synergy * trust,
        -exposed,
        -zero_sum * rivalry * benefit,
        -friction,
        practice,
    )


@rule
def share_gain(terms):
    """Sum of the seven terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6]


@rule
def updated_trust(trust, speed, received):
    """Belief that the partner reciprocates after a month: ``(1 - alpha) rho + alpha x`` (CORE)."""
    return (1.0 - speed) * trust + speed * received


# ---- over a tie ----------------------------------------------------------------------------------------------------
@rule
def begin_sharing(w):
    """A new month of sharing: what offices have to send; nothing is asked, shared or lost yet."""
    note_at_hand(w)
    w.leaks = 0.0
    w.asked_pair[:], w.asked_pool[:], w.exposure[:], w.leaked[:] = 0.0, 0.0, 0.0, 0.0


@rule
def conditions_of(w, i, j):
    """What node i weighs of the office j whatever it sends.

    Who it is, what j knows and i does not, the chance that j does no harm, trust, rivalry and compatible laws.
    """
    no_harm = no_harm_chance(w.rivalry[i, j], w.p[P.LEAK_RATE], w.security[j], 0.0)
    return i, novelty_of(w, i, j), no_harm, w.trust[i, j], w.rivalry[i, j], w.legal[i, j]


@rule
def appraise_share(w, conditions, q):
    """Terms of sending category q over a tie under these ``conditions_of`` a pair."""
    i, unknown, no_harm, trust, rivalry, legal = conditions
    p, benefit = w.p, BENEFIT[q] * unknown
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], no_harm, w.capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal)
    return share_terms(
        p[P.PUBLIC_MOTIVE], w.salience, PUBLIC[q], p[P.PATIENCE], trust, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivalry, friction, w.leaning[i, q],
    )  # fmt: skip


@rule
def share_over_ties(w, i):
    """Node i decides, partner by partner and category by category: fills a row of ``w.flow``, sets of categories.

    Only offices receive. Choices are counted in ``w.asked_pair``; ``w.exposure`` receives the expected loss,
    ``w.leaked`` and ``w.leaks`` the expected leaks of dangerous information.
    """
    w.flow[i] = 0
    for place in range(w.degree[i]):
        j = w.partners[i, place]
        if j >= w.offices:  # firms come last
            break
        conditions, wanted, sent = conditions_of(w, i, j), sendable(w, i, j), 0
        list_bounds(w, i, j)
        for q in range(CATEGORIES):
            if holds(wanted, q):
                sent |= decides_to_share(w, i, j, q, share_gain(appraise_share(w, conditions, q))) << q
        if w.forcing > 0:
            sent = forced_set(w, OVER_TIE, i, j, wanted, sent)
        w.flow[i, j] = sent
        w.exposure[i] += lost_over_tie(w, conditions, sent)
        w.leaked[i] += DANGERS[sent] * (w.p[P.LEAK_RATE] * (1.0 - w.security[j]))
        count_choices(w.asked_pair, wanted, sent)
    w.leaks += w.leaked[i]


@rule
def exposure_of(w, sent, no_harm):
    """Expected loss from sending a set of categories to recipients of whom none does harm by this chance."""
    return exposure(w.p[P.EXPOSURE_SCALE], SENSITIVITIES[sent], no_harm, w.capability)


@rule
def lost_over_tie(w, conditions, sent):
    """Expected loss from all that is sent over a tie: at once, or by the receipts where a custom rule may differ."""
    if LINEAR:
        return exposure_of(w, sent, conditions[2])
    total = 0.0
    for q in range(CATEGORIES):
        if holds(sent, q):
            total -= appraise_share(w, conditions, q)[EXPOSURE]
    return total


# ---- the draws -----------------------------------------------------------------------------------------------------
@rule
def tossed_in(w):
    """First month of the year in which what is tossed anew was tossed: once a year, as for a deal."""
    return w.month - w.month % YEAR


@rule
def share_draws(w, i, j):
    """What the draws of node i for the office j (J: the network) have in common this year, and whom they are for."""
    office, network = i < w.offices, j == w.offices
    purpose = (POOL if office else FIRM_POOL) if network else (SHARE if office else ACCESS)
    return draws_of(w.stream, tossed_in(w), purpose, w.key[i]), word(NO_PARTNER if network else w.key[j])


@rule
def share_draw(w, i, j, q):
    """Draw of node i for sending category q to the office j this year; j = J: to the network."""
    own, partner = share_draws(w, i, j)
    return draw_for(own, partner, q)


@rule
def list_bounds(w, i, j):
    """See to it that the cache holds the gains at which the draws of the year surely, or never, share."""
    if USED and w.bounds_month[i, j] != tossed_in(w):
        own, partner = share_draws(w, i, j)
        noise = fresh_noise(w)
        for q in range(CATEGORIES):
            if i < w.offices or holds(FROM_FIRMS, q):
                sure, never = bounds_of(draw_for(own, partner, q), noise)
                w.bounds[i, j, 0, q], w.bounds[i, j, 1, q] = sure, never
        w.bounds_month[i, j] = tossed_in(w)


@rule
def decides_to_share(w, i, j, q, gain):
    """Whether node i sends category q, by which it gains, to the office j (J: to the network) this month.

    Most gains lie beyond the bounds of their draw; only for the others the chance is worked out.
    """
    if USED:
        if gain < w.bounds[i, j, 1, q]:
            return False
        if gain > w.bounds[i, j, 0, q]:
            return True
    return accepts(gain, fresh_noise(w), share_draw(w, i, j, q))
