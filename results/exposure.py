"""The exposure of a decision, split into the three risks of sharing information (R1)."""

from __future__ import annotations

from sim.catalogue import CARRIES, CATEGORIES
from sim.record import Decision

RISKS = {
    "danger": "advances dangerous capabilities",
    "sensitive": "reveals sensitive information",
    "opportunity": "gives an opportunity for harm",
}


def exposure_parts(decision: Decision) -> dict[str, float]:
    """The exposure (utility) of a decision to share or to sign one type, by risk; empty for other acts."""
    if decision.act not in ("share", "deal") or decision.item < 0:
        return {}
    category = CATEGORIES[decision.item if decision.act == "share" else CARRIES[decision.item]]
    loss = dict(decision.receipt())["exposure"]
    return {name: loss * getattr(category, name) / (3.0 * category.sensitivity) for name in RISKS}
