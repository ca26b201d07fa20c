"""The sides that rows on secretariat designs compare: presets at work, one lever alone, and all else equal.

'All else equal' means ``ALIKE``: every field that is not what a claim is about stands at one middling value on both
sides. Set-up is left out (``setup_months=0``) where the claim is about a secretariat at work, not about changing to it.
"""

from __future__ import annotations

from typing import Any

from results.studies.evidence import design_quantities  # noqa: F401  (registers its quantities)
from results.studies.evidence.contrast import Contrast, Side, event, side

HOSTS = ("US", "UK", "Singapore", "Switzerland")
ALIKE = (
    "staff_fte=8,approval_stages=2,stage_length_months=1.5,fast_lane=0,mandate_breadth_themes=4,host_agenda_pull=0.3,"
    "perceived_neutrality=0.6,industry_friction=0.35,diplomatic_protection=0.2,open_to_states=0.2,admission_tiers=1,"
    "dues_host=0.6,dues_gdp=0,coupling_overlap=0.3,learning_rate_per_year=0.055,excludability=0.3"
)
TURNING = side(f"rotating@{ALIKE},handovers_per_year=1", setup_months=0)
FIXED = {host: side(f"static:{host}@{ALIKE}", setup_months=0) for host in HOSTS}
EQUAL = "all else equal"


# Serious incidents at a firm that members know, the same on every side: what becomes of them is compared, not how many.
STRUCK = [event(f"{year}-03", "incident", "OpenAI", size=2.0) for year in (2027, 2028, 2029)]


def preset(design: str) -> Side:
    """A preset at work from the day of the decision."""
    return side(design, setup_months=0)


def lever(base: str, less: str, more: str, **keys: Any) -> tuple[Side, Side]:
    """Two sides that differ in the named fields only; ``keys`` as in ``side``."""
    return side(f"{base}@{less}", setup_months=0, **keys), side(f"{base}@{more}", setup_months=0, **keys)


def against(row: str, right: Side, name: str, others: dict[str, Side], quantity: str, expected: int,
            decides: bool = True, floor: int = 1) -> list[Contrast]:  # fmt: skip
    """One contrast of ``right`` with each of the others."""
    return [
        Contrast(row, left, right, quantity, expected, f"{name} against {label}", decides, floor)
        for label, left in others.items()
    ]


def presets(*designs: str) -> dict[str, Side]:
    """Presets by name."""
    return {design: preset(design) for design in designs}


def polarised(design: str, polarisation: float) -> Side:
    """A design at work in a world with that polarisation."""
    return side(design, setup_months=0, set={"polarisation": polarisation})
