"""Deal: a memorandum between two nodes over one or more types of collaboration, judged by each side (CORE, 'Deal')."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.catalogue import CARRIES, SENSITIVITY, THEME_OF_TYPE, WITH_FIRMS
from sim.jit import rule
from sim.rules.choice import TOLERANCE
from sim.rules.metrics import contacts_between, no_harm_chance
from sim.rules.reach import reach_gain, spread
from sim.rules.traits import rapport

KINDS = CARRIES.shape[0]


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def exposure(scale, sensitivity, no_harm, capability):
    """Expected loss (utility) from sending information of a category to recipients.

    ``E = scale * sensitivity * capability * (1 - no_harm)``, with ``no_harm`` the chance that none of them leaks or
    turns it against the sender. Sources: W12, W15b, W20a, R1; C6 for capability.
    """
    return scale * sensitivity * capability * (1.0 - no_harm)


@rule
def tie_cost(cost, load, held, capacity, saved):
    """Cost (utility) of one more deal: ``c (1 + phi l / K) (1 - saved)``. Sources: CORE; W20e, W20i, W21."""
    return cost * (1.0 + load * held / capacity) * (1.0 - saved)


@rule
def familiar(familiarity, trust, harmonisation):
    """Share of a deal's cost that trust and aligned methods save: their product times ``familiarity`` (W21)."""
    return familiarity * trust * harmonisation


@rule
def deal_terms(
    salience, openness, access, further, fora_weight, fora, vouching, contacts, rapport, mandate, exposed, cost, ending
):
    """Terms of a deal in the order of the receipt (utility).

    Access, further types, fora, references, rapport, mandate, exposure, cost, ending. ``access`` is the gain in reach;
    ``further`` what more than one type is worth; ``contacts`` those who can vouch for the two sides
    (``contacts_between``; Kinne 2013); ``mandate`` what refusing would cost, ``ending`` what ending a tie would. With
    salience = openness = 1 and the other terms 0 this is the marginal utility of Jackson and Wolinsky (1996).
    """
    value = salience * openness
    return (
        value * access,
        value * further,
        fora_weight * fora,
        vouching * contacts,
        rapport,
        mandate,
        -exposed,
        -cost,
        ending,
    )


@rule
def deal_gain(terms):
    """Sum of the nine terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6] + terms[7] + terms[8]


@rule
def tie_exposure(scale, sensitivity, rivalry, leak_rate, security, capability):
    """Exposure of a tie to a single partner, outside any protected channel."""
    return exposure(scale, sensitivity, no_harm_chance(rivalry, leak_rate, security, 0.0), capability)


# ---- types -----------------------------------------------------------------------------------------------------------
HELD = np.array([mask.bit_count() for mask in range(1 << KINDS)])


@rule
def types_held(mask):
    """Number of types in a bit mask."""
    return HELD[mask]


@rule
def type_worth(w, i, j, kind):
    """What one more type with j is worth to node i, by salience and openness of 1.

    Work on a type's theme takes an office's staff from work on an average theme, so that it counts by how much more the
    theme weighs than the mean; a firm lacks no staff.
    """
    more = w.preference[i, THEME_OF_TYPE[kind]] * w.preference.shape[1] - 1.0 if i < w.offices else 1.0
    return w.p[P.MORE_TYPES] * w.p[P.DECAY] * w.weight[j] * more


@rule
def type_gain(w, i, j, kind):
    """What one more type with j brings node i (utility): its worth, less what it exposes."""
    return w.salience * w.openness[i] * type_worth(w, i, j, kind) - exposure_of_type(w, i, j, kind)


@rule
def memorandum(w, a, b):
    """What a memorandum of a and b would cover: (bit mask of new types, the type that leads it, -1 if they have a tie).

    It covers the types by which both gain, beside what they hold. A first memorandum has at least one type: the
    one that leads is that by which the two gain most together, the first of equals.
    """
    held, firm = w.ties[a, b], a >= w.offices or b >= w.offices
    types, lead, most = 0, -1, 0.0
    for kind in range(KINDS):
        if held & (1 << kind) or (firm and not WITH_FIRMS[kind]):
            continue
        one, other = type_gain(w, a, b, kind), type_gain(w, b, a, kind)
        if one > TOLERANCE and other > TOLERANCE:
            types |= 1 << kind
        if lead < 0 or one + other > most:
            lead, most = kind, one + other
    if held != 0:
        return types, -1
    return types | (1 << lead), lead


@rule
def lead_of(w, a, b, types):
    """Of the types of a tie, that by which the two gain most together, the first of equals."""
    lead, most = -1, 0.0
    for kind in range(KINDS):
        if types & (1 << kind):
            both = type_gain(w, a, b, kind) + type_gain(w, b, a, kind)
            if lead < 0 or both > most:
                lead, most = kind, both
    return lead


@rule
def worth_and_exposure(w, i, j, types, lead):
    """What the types of a memorandum are worth to i beside the one that leads, and what all of them expose."""
    worth, exposed = 0.0, 0.0
    for kind in range(KINDS):
        if types & (1 << kind):
            worth += type_worth(w, i, j, kind) if kind != lead else 0.0
            exposed += exposure_of_type(w, i, j, kind)
    return worth, exposed


# ---- judging a deal --------------------------------------------------------------------------------------------------
@rule
def appraise_memorandum(w, i, j, types, lead):
    """Terms of a first memorandum with j on these types, for node i: it brings what j leads to, and who can vouch."""
    access = reach_gain(w, w.within[i, : w.depth[i] + 1], w.within[j, : w.depth[j] + 1])
    return _whole_tie(w, i, j, types, lead, access, contacts_between(w, i, j), 0.0)


@rule
def appraise_more_types(w, i, j, types):
    """Terms of adding types to a tie with j, for node i: what they are worth, and what they expose."""
    worth, exposed = worth_and_exposure(w, i, j, types, -1)
    return deal_terms(w.salience, w.openness[i], 0.0, worth, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, exposed, 0.0,
                      0.0)  # fmt: skip


@rule
def appraise_renewal(w, i, j, mine, theirs, contacts):
    """Terms of keeping the whole tie with j, for node i.

    ``mine`` and ``theirs`` are those whom i and j would get to if it ended (rows as in ``reach_gain``), ``contacts``
    those who can vouch for the two.
    """
    types = w.ties[i, j]
    access = reach_gain(w, mine, theirs)
    return _whole_tie(w, i, j, types, lead_of(w, i, j, types), access, contacts, w.p[P.ENDING])


@rule
def _whole_tie(w, i, j, types, lead, access, contacts, ending):
    """Terms of a tie on these types, for node i; ``ending`` is what it would cost to end it.

    Deals held make a new one dearer, which must be negotiated; one that stands costs as much as the first.
    """
    p, others = w.p, w.degree[i] if w.ties[i, j] == 0 else 0
    worth, exposed = worth_and_exposure(w, i, j, types, lead)
    saved = familiar(p[P.FAMILIARITY], w.trust[i, j], w.harmonisation)
    cost = tie_cost(p[P.TIE_COST], p[P.LOAD], others, w.free[i], saved)
    return deal_terms(w.salience, w.openness[i], access, worth, p[P.FORA_WEIGHT], w.fora[i, j], p[P.VOUCHING], contacts,
                      rapport(w, i, j), mandate(w, i, j), exposed, cost, ending)  # fmt: skip


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
