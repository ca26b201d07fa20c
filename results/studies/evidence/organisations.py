"""Experiments of the rows on international organisations (W9 to W15b).

The lever alone decides a row by construction; the full presets, which differ in every field and in set-up, are context.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from results.studies.evidence.contrast import (
    Contrast,
    Experiment,
    Found,
    Side,
    Study,
    Values,
    derived,
    side,
)
from results.studies.evidence.design_sides import against, lever, polarised
from sim.roster import NEVER, Roster

OUTREACH = lever(
    "static:UK", "open_to_states=0.1,perceived_neutrality=0.5", "open_to_states=0.7,perceived_neutrality=0.75"
)
EXPERTS = lever("igo:UN", "coupling_overlap=0", "coupling_overlap=0.55")
DUES = lever("static:US", "dues_host=0.8,dues_gdp=0", "dues_host=0,dues_gdp=0.8")
PROTECTED = lever("static:UK", "diplomatic_protection=0.05", "diplomatic_protection=0.95")
STAGES = lever("static:UK", "approval_stages=1,fast_lane=0", "approval_stages=6,fast_lane=0")
BREADTH = lever("static:UK", "mandate_breadth_themes=3", "mandate_breadth_themes=9")
FRICTION = lever("igo:UN", "industry_friction=0.3", "industry_friction=0.65")
IGO = "igo:UN"


def igo(row: str, quantity: str, expected: int, *others: str) -> list[Contrast]:
    """The UN preset, set-up and all, against other presets: context for a row by construction."""
    sides = {design: side(design) for design in others}
    return against(
        row, side(IGO), f"preset {IGO}", {f"preset {d}": at for d, at in sides.items()}, quantity, expected, False
    )


ORGANISATION = (
    Contrast("W9", *OUTREACH, "members_without_institute", 1, "70% of states may apply, neutrality 0.75; not 10%, 0.5"),
    Contrast("W9", *OUTREACH, "members", 1, "70% of states may apply, neutrality 0.75; not 10%, 0.5"),
    Contrast("W9", *OUTREACH, "regions", 1, "70% of states may apply, neutrality 0.75; not 10%, 0.5"),
    *igo("W9", "members_without_institute", 1, "rotating", "static:UK"),
    *igo("W9", "members", 1, "rotating", "static:UK"),
    *igo("W9", "regions", 1, "rotating", "static:UK"),
    Contrast("W10", *EXPERTS, "first_year_reach", 1, "networks of the organisation (coupling 0.55) against none"),
    *igo("W10", "first_year_reach", 1, "rotating", "static:UK"),
    Contrast("W11", *DUES, "contribution_gap", -1, "80% of the dues by GDP against 80% by the host"),
    Contrast("W11", *DUES, "largest_payer_influence", -1, "80% of the dues by GDP against 80% by the host"),
    *igo("W11", "contribution_gap", -1, "rotating", "static:US"),
    *igo("W11", "largest_payer_influence", -1, "rotating", "static:US"),
    Contrast("W12", *PROTECTED, "sensitive_rate", 1, "protection 0.95 against 0.05"),
    *igo("W12", "sensitive_rate", 1, "rotating", "static:UK"),
    Contrast("W13", *STAGES, "incident_response_days", 1, "six approval stages against one, no fast lane"),
    Contrast("W13", *STAGES, "time_to_output_months", 1, "six approval stages against one, no fast lane"),
    *igo("W13", "incident_response_days_working", 1, "rotating", "static:UK"),
    *igo("W13", "time_to_output_months", 1, "rotating", "static:UK"),
    Contrast("W14", *BREADTH, "frontier_share", -1, "a mandate of nine themes against three"),
    *igo("W14", "frontier_share", -1, "rotating", "static:UK"),
    Contrast("W15", *FRICTION, "model_access", -1, "industry friction 0.65 against 0.3"),
    *igo("W15", "model_access", -1, "rotating", "static:US", "static:UK"),
)  # fmt: skip

# W15b: the broad and protected channel against the small and unprotected one.
WORLDS = (1.0, 1.25, 1.5)  # polarisation
BROAD = (0.2, 0.7, 1.0)  # share of states that may apply
SAFEGUARDS = (0.0, 0.25, 0.5, 0.75, 0.95)  # protection
ALLIES = ("US", "UK", "Canada", "Australia")  # members of the network that share intelligence by treaty (Five Eyes)


def allies_only(roster: Roster) -> Roster:
    """The roster with no offices and members but those of the allies."""
    inside = np.isin(np.array(roster.aliases), ALLIES)

    def kept(node: int) -> bool:
        return node >= roster.n_states or bool(inside[node])

    return replace(
        roster,
        member_from=np.where(inside, roster.member_from, NEVER),
        acting_from=np.where(inside, roster.acting_from, NEVER),
        founded=np.where(inside, roster.founded, NEVER),
        ties=tuple(tie for tie in roster.ties if kept(tie.a) and kept(tie.b)),
    )


def club(polarisation: float) -> Side:
    """A rotating secretariat of the four allies; nobody else has an office, and their channel is hardly protected."""
    design = "rotating@open_to_states=0,diplomatic_protection=0.05"
    return side(design, setup_months=0, set={"polarisation": polarisation, "founding_rate": 0.0}, alter=allies_only)


LEVEL_BREADTH = derived(
    "level_breadth", "share", "open share of states from which the broad body shares less"
)
LEVEL_AT = derived("level_protection", "share", "protection at which both share as much; none where it is not crossed")


def _un(polarisation: float, openness: float = 0.7, protection: float | None = None) -> Side:
    given = "" if protection is None else f",diplomatic_protection={protection:g}"
    return polarised(f"{IGO}@open_to_states={openness:g}{given}", polarisation)


def _crossing(values: Values) -> list[Found]:
    """Sharing of what is sensitive, the UN body less the club: by world and breadth, and where protection makes up."""
    found = []
    for world, breadth in product(WORLDS, BROAD):
        part = f"igo:UN open to {breadth:.0%} of states against four allies, polarisation {world:g}"
        for name in ("sensitive_rate", "model_access"):
            gap = values[_un(world, breadth), name] - values[club(world), name]
            found.append(Found(part, name, gap, 0, decides=name == "sensitive_rate"))
    for world in (WORLDS[0], WORLDS[-1]):
        apart = values[club(world), "sensitive_rate"]
        gaps = [values[_un(world, protection=p), "sensitive_rate"] - apart for p in SAFEGUARDS]
        for protection, gap in zip(SAFEGUARDS, gaps, strict=True):
            part = f"the same with protection {protection:g} (open to 70%), polarisation {world:g}"
            found.append(Found(part, "sensitive_rate", gap, 0, False))
        level_at = [crossing_at(SAFEGUARDS, row) for row in np.column_stack(gaps)]
        part = f"igo:UN (open to 70%) draws level with four allies, polarisation {world:g}"
        found.append(Found(part, LEVEL_AT, level_at, decides=False))
    return found


def crossing_at(x: tuple[float, ...], y: np.ndarray) -> float:
    """First place where y(x), straight between the points, goes from below 0 to at least 0; NaN if nowhere."""
    for k in range(len(x) - 1):
        if y[k] < 0 <= y[k + 1]:
            return float(x[k] + (x[k + 1] - x[k]) * -y[k] / (y[k + 1] - y[k]))
    return float("nan")


CROSSING = Study(
    "W15b",
    (
        *(club(world) for world in WORLDS),
        *(_un(world, breadth) for world, breadth in product(WORLDS, BROAD)),
        *(_un(world, protection=p) for world, p in product((WORLDS[0], WORLDS[-1]), SAFEGUARDS)),
    ),
    ("sensitive_rate", "model_access"),
    _crossing,
)

ROWS: tuple[Experiment, ...] = (*ORGANISATION, CROSSING)
