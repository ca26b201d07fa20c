"""Experiments of the rows on rivalry, timing, feasibility and what is shared (C, R, S, N, G)."""

from __future__ import annotations

import numpy as np

from results.studies.evidence import indicators, relevant, sharing_indicators
from results.studies.evidence.contrast import (
    Contrast,
    Experiment,
    Found,
    Study,
    Values,
    derived,
    event,
    level,
    mean_of,
    side,
)
from results.studies.evidence.reasons import BASE, ROTATING, ends, signed

# ---- feasibility and rivalry ------------------------------------------------------------------------------------
CONTROLS = side(
    ROTATING, events=[event(date, "export_control", "US", "China", 0.15) for date in ("2027-01", "2029-01")]
)  # fmt: skip
CAREFUL = {"exposure_scale": 3.0, "spill_over": 0.05}
CARELESS = {"exposure_scale": 0.2, "spill_over": 0.05}

FEASIBLE: tuple[Experiment, ...] = (
    *(
        signed("C1", BASE, name, 1, "in every run")
        for name in (
            "research_over_protocols", "research_over_incidents", "protocols_over_limits", "incidents_over_limits",
        )
    ),
    Contrast("C2", BASE, CONTROLS, "china_safe_share", -1, "two US controls on China, against none"),
    Contrast("C2", BASE, CONTROLS, "rival_ties", -1, "two US controls on China, against none", decides=False),
    signed("C3", BASE, "rival_gap", 1, "in every run"),
    signed("C3", BASE, "rival_gap_excess", 1, "in every run"),
    *(
        Contrast(
            "C4", BASE, side(ROTATING, events=[event("2027-01", "incident", "OpenAI", size=1.5)]), name, 1,
            "a serious incident in January 2027, against none; six months",
        )
        for name in ("deals_after_incident", "sharing_after_incident")
    ),
)  # fmt: skip

# ---- race, timing, safety ---------------------------------------------------------------------------------------
RACE: tuple[Experiment, ...] = (
    ends("C5", "speed_up", 1.1, 2.0, "safe_share", -1),
    ends("C5", "speed_up", 1.1, 2.0, "harm", 1),
    Contrast("C6", side(ROTATING, "early"), BASE, "shared_network", -1, "from 2026 against from 2023"),
    Contrast(
        "C6", BASE, side(ROTATING, events=[event("2026-01", "capability", size=1.0)]), "shared_network", -1,
        "capability higher by one from 2026, against as drawn",
    ),
    level("C7", BASE, ("false_confidence",), "level"),
    Contrast(
        "C7", side("none"), side("igo:UN"), "false_confidence", 0, "UN-like secretariat against none", decides=False
    ),
    ends("C8", "mirroring", 0.0, 0.7, "safe_share", 1),
    *(
        Contrast(
            "C9", side(ROTATING, set=CAREFUL), side(ROTATING, set=CARELESS), name, 1,
            "careless against careful, large spill-over",
        )
        for name in ("leaks", "harm")
    ),
    Contrast(
        "C9", side(ROTATING, set={"exposure_scale": 3.0}), side(ROTATING, set={"exposure_scale": 0.2}), "harm", 0,
        "careless against careful, central spill-over", decides=False,
    ),
)  # fmt: skip

COMPARED = ("none", "rotating", "static:US", "static:Switzerland", "igo:OECD", "igo:UN")
EASY, HARD = ({d: side(d, set={"difficulty": x}) for d in COMPARED} for x in (0.2, 1.0))


def spread_of_harm(values: Values) -> list[Found]:
    """Standard deviation of harm over designs, easy less hard; then the same over mean harm."""
    easy, hard = (np.array([values[at, "harm"] for at in world.values()]) for world in (EASY, HARD))
    plain = easy.std(axis=0) - hard.std(axis=0)
    relative = easy.std(axis=0) / easy.mean(axis=0) - hard.std(axis=0) / hard.mean(axis=0)
    return [
        Found("spread over six designs, difficulty 0.2 against 1", "harm", plain, -1, level=mean_of(hard.std(axis=0))),
        Found("the same against mean harm", "harm", relative, 0, False, mean_of(hard.std(axis=0) / hard.mean(axis=0))),
    ]


LEAD_OUT = derived("lead_out", "lead", "smallest lead with which the US are out for more than half of the time")
LEADS = {
    x: side(ROTATING, events=[event("2026-01", "lead", "US", size=x)] if x else []) for x in (0.0, 0.25, 0.5, 0.75, 1.0)
}


def crossing(xs: np.ndarray, samples: np.ndarray, below: float) -> np.ndarray:
    """(R,) smallest x at which the (X, R) samples are below a level; NaN where they never are."""
    under = samples < below
    return np.where(under.any(axis=0), xs[under.argmax(axis=0)], np.nan)


def lead_that_ends_it(values: Values) -> list[Found]:
    """A full lead against none, and the smallest lead with which the US are out for more than half of the time."""
    runs = np.array([values[at, "us_membership"] for at in LEADS.values()])
    gap = crossing(np.array(list(LEADS)), runs, 0.5)
    out = f"({np.isnan(gap).sum()} of {gap.size} runs: never; {(runs[0] < 0.5).sum()} without any lead)"
    return [
        Found("a full lead against none", "us_membership", runs[-1] - runs[0], -1),
        Found(f"lead from which the US are mostly out {out}", LEAD_OUT, gap, decides=False),
    ]


TIMING: tuple[Experiment, ...] = (
    Study("C10", (*EASY.values(), *HARD.values()), ("harm",), spread_of_harm),
    level("C11", BASE, ("transfer_to_distant",), "level"),
    Contrast(
        "C11", side("static:UK"), side("igo:UN"), "transfer_to_distant", 0, "UN-like secretariat against UK seat",
        decides=False,
    ),
    Study("C12", tuple(LEADS.values()), ("us_membership",), lead_that_ends_it),
)  # fmt: skip

# ---- what is shared, with whom ----------------------------------------------------------------------------------
CALM = side(
    ROTATING,
    set={
        "election_spread": 0.0, "salience_jump": 0.0, "control_rate": 0.0, "dialogue_rate": 0.0,
        "capability_growth": 0.1,
    },
)  # fmt: skip
FRAMES = {x: side(ROTATING, set={"zero_sum": x}) for x in (0.0, 0.25, 0.5, 0.75, 1.0)}
NOTHING = relevant.of("rival_sharing").smallest  # less sharing than this counts as none
CLOSING_WEIGHT = derived("closing_weight", "weight", "smallest zero-sum weight at which rivals share nothing")


def frame_that_ends_it(values: Values) -> list[Found]:
    """Sharing between rivals: zero-sum frame against none, whether nothing is left, and from where."""
    runs = np.array([values[at, "rival_sharing"] for at in FRAMES.values()])
    limit = crossing(np.array(list(FRAMES)), runs, NOTHING)
    return [
        Found("zero-sum weight 1 against 0", "rival_sharing", runs[-1] - runs[0], -1),
        Found("at weight 1: a twentieth less what rivals share", "rival_sharing", NOTHING - runs[-1], 1, bounded=True),
        Found(f"weight from which rivals share nothing ({np.isnan(limit).sum()} of {limit.size} runs: never)",
              CLOSING_WEIGHT, limit, decides=False),
    ]  # fmt: skip


SHARED: tuple[Experiment, ...] = (
    level("R1", BASE, ("risk_danger", "risk_sensitive", "risk_opportunity"), "level"),
    signed("R2", BASE, "rival_first", 1, "in every run"),
    signed("S1", BASE, "withheld_slope", 1, "over the categories, in every run"),
    level("S1", BASE, ("classes_used",), "level"),
    Contrast("S2", CALM, BASE, "class_changes", 1, "factors move, against a calm world"),
    ends("N1", "dialogue_rate", 0.0, 0.5, "rival_ties", 1, floor=2),
    ends("N1", "dialogue_rate", 0.0, 0.5, "rival_sharing", 0, decides=False),
    Study("N2", tuple(FRAMES.values()), ("rival_sharing",), frame_that_ends_it),
    level("N3", BASE, ("developing_members", "agenda_inclusion"), "level"),
    Contrast(
        "N3",
        side("static:UK"),
        side("igo:UN"),
        "developing_members",
        0,
        "UN-like secretariat against UK seat",
        decides=False,
    ),
    level("G1", BASE, ("openness_degree",), "level"),
    ends("G2", "fora_weight", 0.0, 2.0, "office_ties", 1),
    ends("G2", "fora_weight", 0.0, 2.0, "fora_of_ties", 1),
)

ROWS: tuple[Experiment, ...] = (*FEASIBLE, *RACE, *TIMING, *SHARED)

__all__ = ["ROWS", "indicators", "sharing_indicators"]
