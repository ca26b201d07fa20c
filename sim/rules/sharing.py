"""Sharing: whether to send information of a category to a partner or to the network (CORE, 'Sharing')."""

from __future__ import annotations

from sim.compiled import rule


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
