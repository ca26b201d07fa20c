"""Sharing: whether to send information of a category to a partner or to the network (CORE, 'Sharing')."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import BENEFIT, INCIDENT_REPORTS, MEMBER, PRE_DEPLOYMENT, PUBLIC, SENSITIVITY, TESTING
from sim.draws import ACCESS, FIRM_POOL, NO_PARTNER, POOL, SHARE, draw_for, draws_of, word
from sim.jit import overrides, rule
from sim.rules.categories import (
    ALL,
    CATEGORIES,
    DANGERS,
    IS_SENSITIVE,
    OPEN,
    SENSITIVITIES,
    count_choices,
    holds,
)
from sim.rules.choice import accepts
from sim.rules.deals import exposure
from sim.rules.draw_bounds import USED, bounds_of
from sim.rules.metrics import no_harm_chance, novelty_of, takes_part

# As long as these rules are the shipped ones, the loss of a set of categories is that of the sum of its sensitivities.
LINEAR = {
    "deals.exposure", "sharing.share_terms", "sharing.appraise_share", "sharing.appraise_pool",
    "sharing.appraise_pool_of",
}.isdisjoint(overrides.REPLACE)  # fmt: skip
NO_TERMS = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
FROM_FIRMS = (1 << INCIDENT_REPORTS) | (1 << PRE_DEPLOYMENT)  # what firms may send
# Recipients (``recipients``) when there are none.
NOBODY = (0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def share_terms(
    public_motive, salience, public, patience, trust, benefit, synergy, exposed, zero_sum, rivalry, friction
):
    """Terms of sending: public, return, synergy, exposure, zero-sum, friction (utility).

    ``benefit`` is what the partner's reciprocity is worth, ``synergy`` the extra when both share (negative:
    redundant), ``trust`` the believed chance that the partner reciprocates. With benefit = T - P, exposed = P - S,
    synergy = R - S - benefit and the rest 0 this is the repeated prisoner's dilemma: at trust 1 sharing pays iff
    patience >= max((T-R)/(T-P), (T-R)/(R-S)) (Axelrod 1984). Sources: CORE; C1, C3, N2, W20c, W15.
    """
    return (
        public_motive * salience * public,
        patience * trust * min(benefit, benefit + synergy),
        synergy * trust,
        -exposed,
        -zero_sum * rivalry * benefit,
        -friction,
    )


@rule
def share_gain(terms):
    """Sum of the six terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5]


@rule
def updated_trust(trust, speed, received):
    """Belief that the partner reciprocates after a month: ``(1 - alpha) rho + alpha x`` (CORE)."""
    return (1.0 - speed) * trust + speed * received


@rule
def protection_of(w, i):
    """Share of exposure removed on the network's channel for state i: immunities, then what a clearance adds (W12)."""
    return cleared_protection(w, w.cleared[i])


# ---- over a tie ----------------------------------------------------------------------------------------------------
@rule
def sendable(w, i, types):
    """Set of categories that node i may send over a tie of ``types`` (bit mask).

    Offices may send all; a firm incident reports, and pre-deployment results over a tie that holds testing.
    """
    if i < w.offices:
        return ALL
    return FROM_FIRMS if holds(types, TESTING) else 1 << INCIDENT_REPORTS


@rule
def conditions_of(w, i, j):
    """What node i weighs of the office j whatever it sends.

    What j knows and i does not, the chance that j does no harm, trust, rivalry and compatible laws.
    """
    no_harm = no_harm_chance(w.rivalry[i, j], w.p[P.LEAK_RATE], w.security[j])
    return novelty_of(w, i, j), no_harm, w.trust[i, j], w.rivalry[i, j], w.legal[i, j]


@rule
def appraise_share(w, conditions, q):
    """Terms of sending category q over a tie under these ``conditions_of`` a pair."""
    unknown, no_harm, trust, rivalry, legal = conditions
    p, benefit = w.p, BENEFIT[q] * unknown
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], no_harm, 0.0, w.capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal)
    return share_terms(
        p[P.PUBLIC_MOTIVE], w.salience, PUBLIC[q], p[P.PATIENCE], trust, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivalry, friction,
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
        conditions, wanted, sent = conditions_of(w, i, j), sendable(w, i, w.ties[i, j]), 0
        list_bounds(w, i, j)
        for q in range(CATEGORIES):
            if holds(wanted, q):
                sent |= decides_to_share(w, i, j, q, share_gain(appraise_share(w, conditions, q))) << q
        w.flow[i, j] = sent
        w.exposure[i] += lost_over_tie(w, conditions, sent)
        w.leaked[i] += DANGERS[sent] * (w.p[P.LEAK_RATE] * (1.0 - w.security[j]))
        count_choices(w.asked_pair, wanted, sent)
    w.leaks += w.leaked[i]


# ---- the draws -----------------------------------------------------------------------------------------------------
@rule
def share_draws(w, i, j):
    """What the draws of node i for the office j (J: the network) have in common this month, and whom they are for."""
    office, network = i < w.offices, j == w.offices
    purpose = (POOL if office else FIRM_POOL) if network else (SHARE if office else ACCESS)
    return draws_of(w.stream, w.month, purpose, w.key[i]), word(NO_PARTNER if network else w.key[j])


@rule
def share_draw(w, i, j, q):
    """Draw of node i for sending category q to the office j this month; j = J: to the network."""
    own, partner = share_draws(w, i, j)
    return draw_for(own, partner, q)


@rule
def list_bounds(w, i, j):
    """See to it that the month's cache holds the gains at which these draws surely, or never, share."""
    if USED and w.bounds_month[i, j] != w.month:
        own, partner = share_draws(w, i, j)
        for q in range(CATEGORIES):
            if i < w.offices or holds(FROM_FIRMS, q):
                sure, never = bounds_of(draw_for(own, partner, q), w.p[P.NOISE])
                w.bounds[i, j, 0, q], w.bounds[i, j, 1, q] = sure, never
        w.bounds_month[i, j] = w.month


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
    return accepts(gain, w.p[P.NOISE], share_draw(w, i, j, q))


@rule
def exposure_of(w, sent, no_harm, protection):
    """Expected loss from sending a set of categories to recipients of whom none does harm by this chance."""
    return exposure(w.p[P.EXPOSURE_SCALE], SENSITIVITIES[sent], no_harm, protection, w.capability)


@rule
def lost_over_tie(w, conditions, sent):
    """Expected loss from all that is sent over a tie: at once, or by the receipts where a custom rule may differ."""
    if LINEAR:
        return exposure_of(w, sent, conditions[1], 0.0)
    total = 0.0
    for q in range(CATEGORIES):
        if holds(sent, q):
            total -= appraise_share(w, conditions, q)[3]
    return total


# ---- to the network ------------------------------------------------------------------------------------------------
@rule
def recipients(w, i):
    """Who receives what node i gives to the network: what is sensitive (full members), the rest (partners too; W15b).

    Each is (number, chance that none of them knows what i does not, chance that none of them leaks, the means of trust,
    rivalry and compatible laws over them, and the sum of their carelessness).
    """
    closed = _with_tier(w, i, 1, NOBODY)
    return _means(closed), _means(_with_tier(w, i, 2, closed))


@rule
def _means(found):
    """Recipients with means in the place of the sums of trust, rivalry and compatible laws."""
    count, unknown, no_harm, trust, rivalry, legal, careless = found
    number = max(1.0, count)
    return count, unknown, no_harm, trust / number, rivalry / number, legal / number, careless


@rule
def _with_tier(w, i, tier, found):
    """Recipients and those of a tier added, with sums in the place of means."""
    count, unknown, no_harm, trust, rivalry, legal, careless = found
    for place in range(w.offices):
        j = w.members[place]
        if j == w.offices:
            break
        if w.tier[j] == tier and j != i:
            count += 1.0
            unknown *= 1.0 - novelty_of(w, i, j)
            no_harm *= no_harm_chance(w.rivalry[i, j], w.p[P.LEAK_RATE], w.security[j])
            trust += w.trust[i, j]
            rivalry += w.rivalry[i, j]
            legal += w.legal[i, j]
            careless += 1.0 - w.security[j]
    return count, unknown, no_harm, trust, rivalry, legal, careless


@rule
def appraise_pool(w, to, protection, red_tape, hears, q):
    """Terms of sending category q to recipients ``to``; ``hears``: whether the sender receives such information too.

    The benefit is the chance that at least one recipient knows what it does not: it saturates as the exposure does.
    ``protection`` is the share of exposure that the channel removes, ``red_tape`` what firms meet.
    """
    count, unknown, no_harm, trust, rivalry, legal, _ = to
    if count == 0.0:
        return NO_TERMS
    p, benefit = w.p, BENEFIT[q] * ((1.0 - unknown) if hears else 0.0)
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], no_harm, protection, w.capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal) + p[P.SECRETARIAT_FRICTION] * red_tape
    return share_terms(
        p[P.PUBLIC_MOTIVE], w.salience, PUBLIC[q], p[P.PATIENCE], trust, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivalry, friction,
    )  # fmt: skip


@rule
def begin_sharing(w):
    """A new month of sharing: nothing is asked, shared or lost yet."""
    w.leaks = 0.0
    w.asked_pair[:], w.asked_pool[:], w.exposure[:], w.leaked[:] = 0.0, 0.0, 0.0, 0.0


@rule
def tier_of(w, i):
    """Tier at which node i gives to the network: an office's own, a firm's by ``firm_tier``; 0 if it gives nothing."""
    if i >= w.offices:
        return firm_tier(w, i)
    return w.tier[i] if w.status[i] > 0 else 0


@rule
def channel_of(w, i):
    """Share of exposure that the network's channel removes for node i, and the red tape that it meets.

    Immunities protect the members' exchanges (W12), not what a firm hands over (W15b).
    """
    if i >= w.offices:
        return 0.0, red_tape(w)
    return protection_of(w, i), 0.0


@rule
def pool_with_network(w, i):
    """Node i decides what it gives to the network: ``w.pool[i]``, a set of categories.

    Choices are counted in ``w.asked_pool``; ``w.exposure`` and ``w.leaks`` receive what is expected to be lost.
    """
    office, tier, given = i < w.offices, tier_of(w, i), 0
    w.pool[i] = 0
    if tier == 0:
        return
    protection, tape = channel_of(w, i)
    list_bounds(w, i, w.offices)
    closed, wide = recipients(w, i)
    wanted = ALL if office else 1 << PRE_DEPLOYMENT
    for q in range(CATEGORIES):
        if holds(wanted, q):
            gain = share_gain(appraise_pool_of(w, closed, wide, protection, tape, tier, q))
            given |= decides_to_share(w, i, w.offices, q, gain) << q
    w.pool[i] = given
    count_choices(w.asked_pool, wanted, given)
    secret, free = given & ~OPEN, given & OPEN
    w.exposure[i] += lost_to_network(w, closed, wide, protection, tape, tier, given)
    w.leaks += (1.0 - protection) * w.p[P.LEAK_RATE] * (DANGERS[secret] * closed[6] + DANGERS[free] * wide[6])


@rule
def lost_to_network(w, closed, wide, protection, red_tape, tier, given):
    """Expected loss from all that is given to the network, as in ``lost_over_tie``."""
    if LINEAR:
        secret, free = given & ~OPEN, given & OPEN
        return exposure_of(w, secret, closed[2], protection) + exposure_of(w, free, wide[2], protection)
    total = 0.0
    for q in range(CATEGORIES):
        if holds(given, q):
            total -= appraise_pool_of(w, closed, wide, protection, red_tape, tier, q)[3]
    return total


@rule
def appraise_pool_of(w, closed, wide, protection, red_tape, tier, q):
    """``appraise_pool`` of category q for a sender of this tier: partners neither receive nor return what is sensitive.

    ``closed`` and ``wide`` are the recipients of what is sensitive, and of what is not.
    """
    if IS_SENSITIVE[q]:
        return appraise_pool(w, closed, protection, red_tape, tier != 2, q)
    return appraise_pool(w, wide, protection, red_tape, True, q)


@rule
def cleared_protection(w, cleared):
    """Protection of the network's channel for one who is ``cleared`` so far (0 to 1)."""
    from_design = w.design[D.PROTECTION]
    return from_design + (1.0 - from_design) * w.p[P.CLEARANCE_GAIN] * cleared


@rule
def wants_clearance(w, i):
    """Whether a member would share something sensitive through a cleared channel that it withholds now (S, W12)."""
    now, then = cleared_protection(w, w.cleared[i]), cleared_protection(w, 1.0)
    closed, _ = recipients(w, i)
    for q in range(CATEGORIES):
        if IS_SENSITIVE[q]:
            before = share_gain(appraise_pool(w, closed, now, 0.0, True, q))
            if before <= 0.0 < share_gain(appraise_pool(w, closed, then, 0.0, True, q)):
                return True
    return False


# ---- firms ---------------------------------------------------------------------------------------------------------
@rule
def firm_tier(w, i):
    """Tier in the network of firm i: 1 if its home, or an office it has a tie with, is a full member, else 0 (W15)."""
    if w.tier[w.home[i]] == MEMBER:
        return 1
    for place in range(w.degree[i]):
        j = w.partners[i, place]
        if j < w.offices and takes_part(w, j):
            return 1
    return 0


@rule
def red_tape(w):
    """Red tape that firms meet in the network (W15).

    The design's industry friction, as far as the secretariat is held where no frontier firm is at home.
    """
    at_home = 0.0
    for j in range(w.offices):
        at_home += w.host[j] * w.home_share[j]
    return w.design[D.FRICTION] * (1.0 - at_home)


@rule
def oversight(w, i):
    """1 if an office with statutory powers has access to firm i's models this month, else 0 (W20h)."""
    for j in range(w.offices):
        if holds(w.flow[i, j], PRE_DEPLOYMENT) and w.statutory[j]:
            return 1.0
    return 0.0
