"""Deal: a bilateral collaboration of one type between two nodes, judged by each side (CORE, 'Deal')."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY, WITH_FIRMS
from sim.jit import rule
from sim.rules.metrics import contacts_between, no_harm_chance
from sim.rules.reach import reach_gain, spread

KINDS = CARRIES.shape[0]
MASKS = 1 << KINDS


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def exposure(scale, sensitivity, no_harm, protection, capability):
    """Expected loss (utility) from sending information of a category to recipients.

    ``E = scale * sensitivity * capability * (1 - no_harm) * (1 - protection)``, with ``no_harm`` the chance
    that none of them leaks or turns it against the sender. Sources: W12, W15b, W20a, R1; C6 for capability.
    """
    return scale * sensitivity * capability * (1.0 - no_harm) * (1.0 - protection)


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
    return exposure(scale, sensitivity, no_harm_chance(rivalry, leak_rate, security), 0.0, capability)


# ---- types -----------------------------------------------------------------------------------------------------------
def _types_left() -> tuple[np.ndarray, np.ndarray]:
    """(2 MASKS,) number of types left to a pair by those held, first without, then with a firm; which, KINDS each."""
    count, which = np.zeros(2 * MASKS, dtype=np.int64), np.full((2 * MASKS, KINDS), -1)
    for row in range(2 * MASKS):
        left = [k for k in range(KINDS) if not (row >> k) & 1 and (WITH_FIRMS[k] or row < MASKS)]
        count[row], which[row, : len(left)] = len(left), left
    return count, which


LEFT, WHICH = _types_left()
HELD = np.array([mask.bit_count() for mask in range(MASKS)])


@rule
def type_at_issue(w, a, b, draw):
    """The type of collaboration that a pair considers: drawn among those it does not hold; -1 if none is left."""
    row = w.ties[a, b] + (MASKS if a >= w.offices or b >= w.offices else 0)
    return WHICH[row, int(LEFT[row] * draw)] if LEFT[row] > 0 else -1


@rule
def types_held(mask):
    """Number of types in a bit mask."""
    return HELD[mask]


# ---- judging a deal --------------------------------------------------------------------------------------------------
@rule
def appraise_type(w, i, j, kind):
    """Terms of one more type ``kind`` with j, for node i.

    A first type brings what j leads to, and those who can vouch; a further one only more of j itself.
    """
    p = w.p
    if w.ties[i, j] == 0:
        access = reach_gain(w, w.within[i, : w.depth[i] + 1], w.within[j, : w.depth[j] + 1])
        contacts = contacts_between(w, i, j)
    else:
        access, contacts = p[P.MORE_TYPES] * p[P.DECAY] * w.weight[j], 0.0
    exposed = exposure_of_type(w, i, j, kind)
    saved = familiar(p[P.FAMILIARITY], w.trust[i, j], w.harmonisation)
    cost = tie_cost(p[P.TIE_COST], p[P.LOAD], w.degree[i], w.free[i], saved)
    return deal_terms(w.salience, w.openness[i], access, p[P.FORA_WEIGHT], w.fora[i, j], p[P.VOUCHING],
                      contacts, mandate(w, i, j), exposed, cost)  # fmt: skip


@rule
def appraise_renewal(w, i, j, mine, theirs, contacts):
    """Terms of keeping the whole tie with j, for node i.

    ``mine`` and ``theirs`` are those whom i and j would get to if it ended (rows as in ``reach_gain``), ``contacts``
    those who can vouch for the two.
    """
    p, kinds, exposed = w.p, 0, 0.0
    for kind in range(KINDS):
        if w.ties[i, j] & (1 << kind):
            kinds += 1
            exposed += exposure_of_type(w, i, j, kind)
    access = reach_gain(w, mine, theirs)
    access += (kinds - 1) * p[P.MORE_TYPES] * p[P.DECAY] * w.weight[j]
    saved = familiar(p[P.FAMILIARITY], w.trust[i, j], w.harmonisation)
    cost = kinds * tie_cost(p[P.TIE_COST], p[P.LOAD], w.degree[i] - 1, w.free[i], saved)
    return deal_terms(w.salience, w.openness[i], access, kinds * p[P.FORA_WEIGHT], w.fora[i, j], p[P.VOUCHING],
                      contacts, mandate(w, i, j), exposed, cost)  # fmt: skip


@rule
def exposure_of_type(w, i, j, kind):
    """Expected loss of i from what a tie of a type with j carries."""
    return tie_exposure(w.p[P.EXPOSURE_SCALE], SENSITIVITY[CARRIES[kind]], w.rivalry[i, j], w.p[P.LEAK_RATE],
                        w.security[j], w.capability)  # fmt: skip


@rule
def mandate(w, i, j):
    """What refusing j would cost node i: a firm that refuses an office with statutory powers (W20h)."""
    return w.p[P.FINE] if i >= w.offices and w.statutory[j] else 0.0


@rule
def ways_without(w, i, j, out):
    """Whom i would get to without its link to j: fills rows ``out`` (S, words), returns those up to the depth."""
    return out[: spread(w.links, i, j, out) + 1]
