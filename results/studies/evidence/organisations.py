"""Experiments of the rows on international organisations (W9 to W15b).

The lever alone decides a row by construction; the full presets, which differ in every field and in set-up, are context.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
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
from results.studies.evidence.design_sides import STRUCK, against, lever, polarised
from sim.roster import NEVER, Roster

OUTREACH = lever(
    "static:UK", "open_to_states=0.1,perceived_neutrality=0.5", "open_to_states=0.7,perceived_neutrality=0.75"
)
EXPERTS = lever("igo:UN", "coupling_overlap=0", "coupling_overlap=0.55")
DUES = lever("static:US", "dues_host=0.8,dues_gdp=0", "dues_host=0,dues_gdp=0.8")
PROTECTED = lever("static:UK", "diplomatic_protection=0.05", "diplomatic_protection=0.95")
STAGED = "approval_stages=1,fast_lane=0", "approval_stages=6,fast_lane=0"
STAGES, STAGES_STRUCK = lever("static:UK", *STAGED), lever("static:UK", *STAGED, events=STRUCK)
BREADTH = lever("static:UK", "mandate_breadth_themes=3", "mandate_breadth_themes=9")
FRICTION = lever("igo:UN", "industry_friction=0.3", "industry_friction=0.65")
IGO = "igo:UN"


def igo(row: str, quantity: str, expected: int, *others: str) -> list[Contrast]:
    """The UN preset, set-up and all, against other presets: context for a row by construction."""
    sides = {design: side(design) for design in others}
    return against(
        row, side(IGO), f"preset {IGO}", {f"preset {d}": at for d, at in sides.items()}, quantity, expected, False
    )


def fast_lane(*designs: str) -> list[Contrast]:
    """What a fast lane does by itself under each design: all incidents through it against none. Context for W13."""
    sides = {design: lever(design, "fast_lane=0", "fast_lane=1", events=STRUCK) for design in designs}
    return [
        Contrast("W13", *pair, "incident_response_days", -1, f"a full fast lane against none, {design}", False)
        for design, pair in sides.items()
    ]


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
    Contrast("W13", *STAGES_STRUCK, "incident_response_days", 1,
             "six approval stages against one, no fast lane; three serious incidents on both sides"),
    Contrast("W13", *STAGES, "time_to_output_months", 1, "six approval stages against one, no fast lane"),
    *igo("W13", "incident_response_days_working", 1, "rotating", "static:UK"),
    *igo("W13", "time_to_output_months", 1, "rotating", "static:UK"),
    *fast_lane("rotating", "static:UK", "igo:OECD", "igo:UN", "adhoc"),
    Contrast("W14", *BREADTH, "frontier_share", -1, "a mandate of nine themes against three"),
    *igo("W14", "frontier_share", -1, "rotating", "static:UK"),
    Contrast("W15", *FRICTION, "model_access", -1, "industry friction 0.65 against 0.3"),
    *igo("W15", "model_access", -1, "rotating", "static:US", "static:UK"),
)  # fmt: skip

# W15b: the broad and protected channel against the small and unprotected one.
WORLDS = (1.0, 1.25, 1.5)  # polarisation
BROAD = (0.2, 0.7, 1.0)  # share of states that may apply
PROTECTION = 0.95  # of the broad body where its breadth varies
SAFEGUARDS = (0.0, 0.25, 0.5, 0.75, 0.95)  # protection where the breadth is ``MOST``
MOST = 0.7
# Members that share intelligence by treaty (Five Eyes), then the other members, the least rival to these first.
ALLIES = ("US", "UK", "Canada", "Australia")
WIDENED = (*ALLIES, "France", "EU", "Korea", "Japan", "Singapore", "Kenya")
SIZES = (4, 6, 8, 10)  # members of a circle that is widened


def only(names: tuple[str, ...], roster: Roster) -> Roster:
    """The roster with no offices and members but those of these states."""
    inside = np.isin(np.array(roster.aliases), names)

    def kept(node: int) -> bool:
        return node >= roster.n_states or bool(inside[node])

    return replace(
        roster,
        member_from=np.where(inside, roster.member_from, NEVER),
        acting_from=np.where(inside, roster.acting_from, NEVER),
        founded=np.where(inside, roster.founded, NEVER),
        ties=tuple(tie for tie in roster.ties if kept(tie.a) and kept(tie.b)),
    )


CIRCLES = {size: partial(only, WIDENED[:size]) for size in SIZES}


def circle(design: str, size: int, polarisation: float) -> Side:
    """A closed body of the first members of ``WIDENED``; nobody else has an office."""
    fixed = {"polarisation": polarisation, "founding_rate": 0.0}
    return side(f"{design},open_to_states=0", setup_months=0, set=fixed, alter=CIRCLES[size])


def club(polarisation: float) -> Side:
    """A rotating secretariat of the four allies, whose channel is hardly protected."""
    return circle("rotating@diplomatic_protection=0.05", len(ALLIES), polarisation)


def body(size: int, polarisation: float) -> Side:
    """A body of the UN, protected as such a body is, of so many members."""
    return circle(f"{IGO}@diplomatic_protection=0.98", size, polarisation)


LEVEL_IN = derived(
    "level_members", "states", "members from which a protected body shares less than four allies; none where nowhere"
)
LEVEL_AT = derived("level_protection", "share", "protection at which both share as much; none where it is not crossed")
SHARED = ("sensitive_rate", "model_access")


def _un(polarisation: float, openness: float = MOST, protection: float = PROTECTION) -> Side:
    return polarised(f"{IGO}@open_to_states={openness:g},diplomatic_protection={protection:g}", polarisation)


def _crossing(values: Values) -> list[Found]:
    """Sharing of what is sensitive, the protected body less the club: by openness, by members, by protection."""
    return [*_by_openness(values), *_by_members(values), *_by_protection(values)]


def _by_openness(values: Values) -> Iterator[Found]:
    for world, breadth in product(WORLDS, BROAD):
        part = f"igo:UN open to {breadth:.0%} of states against four allies, polarisation {world:g}"
        for name in ("sensitive_rate", "model_access"):
            gap = values[_un(world, breadth), name] - values[club(world), name]
            yield Found(part, name, gap, 0, decides=name == "sensitive_rate")


def _by_members(values: Values) -> Iterator[Found]:
    """The same body with more and more members, and with how many it draws level."""
    for world in WORLDS:
        apart = values[club(world), "sensitive_rate"]
        gaps = [values[body(size, world), "sensitive_rate"] - apart for size in SIZES]
        for size, gap in zip(SIZES, gaps, strict=True):
            part = f"a protected body of {size} members against four allies, polarisation {world:g}"
            yield Found(part, "sensitive_rate", gap, 0, False)
        part = f"a protected body falls behind four allies in the mean, polarisation {world:g}"
        yield Found(part, LEVEL_IN, level_of_mean(SIZES, np.column_stack(gaps)), decides=False)


def _by_protection(values: Values) -> Iterator[Found]:
    """The body open to 70% of states with more and more protection, and with how much it draws level."""
    for world in (WORLDS[0], WORLDS[-1]):
        apart = values[club(world), "sensitive_rate"]
        gaps = [values[_un(world, protection=p), "sensitive_rate"] - apart for p in SAFEGUARDS]
        for protection, gap in zip(SAFEGUARDS, gaps, strict=True):
            part = f"the same with protection {protection:g} (open to 70%), polarisation {world:g}"
            yield Found(part, "sensitive_rate", gap, 0, False)
        level_at = [crossing_at(SAFEGUARDS, row) for row in np.column_stack(gaps)]
        part = f"igo:UN (open to 70%) draws level with four allies{_never(level_at)}, polarisation {world:g}"
        yield Found(part, LEVEL_AT, level_at, decides=False)


def _never(places: list[float]) -> str:
    return f" ({np.isnan(places).sum()} of {len(places)} runs: nowhere)"


def crossing_at(x: Sequence[float], y: np.ndarray) -> float:
    """First place where y(x), straight between the points, goes from below 0 to at least 0; NaN if nowhere."""
    for k in range(len(x) - 1):
        if y[k] < 0 <= y[k + 1]:
            return float(x[k] + (x[k + 1] - x[k]) * -y[k] / (y[k + 1] - y[k]))
    return float("nan")


def level_of_mean(x: Sequence[float], gaps: np.ndarray) -> np.ndarray:
    """Where the mean of the gaps (R, points) falls below 0, as jackknife values (R,): their mean is the place.

    Not the mean of each run's place: a noisy run crosses early, and one that never does has none.
    """
    whole, count = falls_behind(x, gaps.mean(axis=0)), len(gaps)
    without = [falls_behind(x, np.delete(gaps, k, axis=0).mean(axis=0)) for k in range(count)]
    return count * whole - (count - 1) * np.array(without)


def falls_behind(x: Sequence[float], y: np.ndarray) -> float:
    """First place where y(x) is below 0: the first point if it is so there; NaN if nowhere."""
    return float(x[0]) if y[0] < 0 else crossing_at(x, -y)


CROSSING = Study(
    "W15b",
    (
        *(club(world) for world in WORLDS),
        *(body(size, world) for size, world in product(SIZES, WORLDS)),
        *(_un(world, breadth) for world, breadth in product(WORLDS, BROAD)),
        *(_un(world, protection=p) for world, p in product((WORLDS[0], WORLDS[-1]), SAFEGUARDS)),
    ),
    SHARED,
    _crossing,
)

ROWS: tuple[Experiment, ...] = (*ORGANISATION, CROSSING)
