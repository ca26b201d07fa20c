"""The exposure of a decision, split into the three risks of sharing information (R1)."""

from __future__ import annotations

from results.wording import types_of
from sim.catalogue import CARRIES, CATEGORIES
from sim.record import Decision

RISKS = {
    "danger": "advances dangerous capabilities",
    "sensitive": "reveals sensitive information",
    "opportunity": "gives an opportunity for harm",
}


def exposure_parts(decision: Decision) -> dict[str, float]:
    """The exposure (utility) of a decision to share or to sign, by risk; empty for other acts.

    The types of a memorandum differ in nothing but the sensitivity of what they carry.
    """
    if decision.act not in ("share", "deal") or decision.item < 0:
        return {}
    carried = [decision.item] if decision.act == "share" else [CARRIES[kind] for kind in types_of(decision.item)]
    categories = [CATEGORIES[q] for q in carried]
    loss, whole = dict(decision.receipt())["exposure"], 3.0 * sum(c.sensitivity for c in categories)
    return {name: loss * sum(getattr(c, name) for c in categories) / whole for name in RISKS}
