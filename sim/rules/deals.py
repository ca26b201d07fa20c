"""Deal: a bilateral collaboration of one type between two nodes, judged by each side (CORE, 'Deal')."""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.measures import spared


@rule
def exposure(scale, sensitivity, all_spared, protection, capability):
    """Expected loss (utility) from sending information of a category to recipients.

    ``E = scale * sensitivity * capability * (1 - all_spared) * (1 - protection)``, with ``all_spared`` the chance
    that none of them leaks or turns it against the sender. Sources: W12, W15b, W20a, R1; C6 for capability.
    """
    return scale * sensitivity * capability * (1.0 - all_spared) * (1.0 - protection)


@rule
def tie_cost(cost, load, held, capacity, saved):
    """Cost (utility) of one more deal: ``c (1 + phi l / K) (1 - saved)``. Sources: CORE; W20e, W20i, W21."""
    return cost * (1.0 + load * held / capacity) * (1.0 - saved)


@rule
def familiar(familiarity, trust, harmonisation):
    """Share of a deal's cost that trust and aligned methods save: their product times ``familiarity`` (W21)."""
    return familiarity * trust * harmonisation


@rule
def deal_terms(salience, openness, access, fora_weight, fora, vouching, contacts, mandate, exposed, cost):
    """Terms of a deal in the order of the receipt: access, fora, references, mandate, exposure, cost (utility).

    ``access`` is the gain in reach of a first type, or psi * delta * w_j for a further one; ``contacts`` those who can
    vouch for the two sides (``contacts_between``; Kinne 2013); ``mandate`` what refusing would cost. With salience =
    openness = 1 and the other terms 0 this is the marginal utility of Jackson and Wolinsky (1996).
    """
    return salience * openness * access, fora_weight * fora, vouching * contacts, mandate, -exposed, -cost


@rule
def deal_gain(terms):
    """Sum of the six terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5]


@rule
def tie_exposure(scale, sensitivity, rivalry, leak_rate, security, capability):
    """Exposure of a tie to a single partner, outside any protected channel."""
    return exposure(scale, sensitivity, spared(rivalry, leak_rate, security), 0.0, capability)
