"""Experiments of the rows on why actors cooperate, or do not (W19 to W32)."""

from __future__ import annotations

from typing import Any

import numpy as np

from results.studies.evidence import indicators, relevant, sharing_indicators, snapshot
from results.studies.evidence.contrast import (
    Contrast,
    Experiment,
    Found,
    Side,
    Study,
    Values,
    event,
    level,
    mean_of,
    side,
)
from results.studies.evidence.design_sides import STRUCK
from scenarios.rosters import load_roster

ROTATING = "rotating"  # under it the actors' reasons are looked at, unless the row is about a secretariat
BASE = side(ROTATING)
OECD = "igo:OECD"


def switched(row: str, outcome: str, expected: int, words: str, decides: bool = True, **off: float) -> Contrast:
    """Without a gain against with it, the rest as drawn."""
    return Contrast(row, BASE, side(ROTATING, set=off), outcome, expected, f"without {words}, against with it", decides)


GAINS: tuple[Experiment, ...] = (
    switched("W19", "joint_effort", -1, "the benefit of joint effort", network_benefit=0.01),
    switched("W19", "members", 0, "the benefit of joint effort", decides=False, network_benefit=0.01),
    switched("W19", "members", -1, "most of what others return for information", patience=0.5, synergy=-0.5),
    switched("W19", "harmonisation", -1, "what casework aligns", harmonise_gain=0.0),
    switched("W19", "duplicated", 1, "what casework aligns", decides=False, harmonise_gain=0.0),
    switched("W19", "pooled_knowledge", -1, "learning from what is shared", shared_learning=0.0),
    switched("W19", "pooled_knowledge", -1, "learning from joint cases", case_learning=0.0),
    switched("W19", "pooled_knowledge", -1, "capacity lent by partners", exchange_gain=0.0),
    Contrast(
        "W19",
        side("static:UK", events=STRUCK),
        side("none", events=STRUCK),
        "incident_response_days",
        1,
        "no secretariat, against a UK seat; three serious incidents on both sides",
    ),
)


def ends(row: str, name: str, low: float, high: float, outcome: str, expected: int, **more: Any) -> Contrast:
    """A parameter at the top of its range against the bottom."""
    sides = side(ROTATING, set={name: low}), side(ROTATING, set={name: high})
    return Contrast(row, *sides, outcome, expected, f"{name} {high:g} against {low:g}", **more)


def signed(row: str, at: Side, name: str, expected: int, part: str, decides: bool = True) -> Study:
    """A number of single runs whose own sign is expected."""
    return Study(row, (at,), (name,), lambda values: [Found(part, name, values[at, name], expected, decides)])


BARRIERS: tuple[Experiment, ...] = (
    ends("W20a", "polarisation", 1.0, 1.5, "shared_network", -1),
    ends("W20a", "leak_rate", 0.02, 0.4, "sensitive_pooled", -1),
    signed("W20a", BASE, "sensitivity_slope", -1, "over the categories, in every run"),
    Contrast(
        "W20b", side(ROTATING, end="2028-06"),
        side(ROTATING, end="2028-06", events=[event("2026-06", "election", "US", size=-1.0)]),
        "ties_without_us", -1, "an election that closes the US in June 2026, against none; two years later",
    ),
    ends("W20c", "legal_friction", 0.0, 0.6, "incompatible_gap", -1),
    Contrast(
        "W20d", side("static:US@dues_host=0,dues_gdp=0", set={"post_cost": 0.1}),
        side("static:US@dues_host=1,dues_gdp=0", set={"post_cost": 0.1}),
        "host_membership", -1, "the host of a US seat pays for all, against all pay alike",
    ),
    level("W20d", BASE, ("free_riding",), "level"),
    ends("W20e", "exchange_gain", 0.0, 0.3, "knowledge_gini", -1),
    Contrast(
        "W20f", side(f"{OECD}@coupling_overlap=0.6", set={"overlap": 0.05}),
        side(f"{OECD}@coupling_overlap=0.6", set={"overlap": 0.6}),
        "members", -1, "overlap 0.6 against 0.05, an OECD-like secretariat tied to other bodies",
    ),
    ends("W20h", "fine", 0.0, 2.0, "statutory_access", 1),
)  # fmt: skip

UK_GONE = side(ROTATING, events=[event("2027-01", "exit", "UK"), event("2027-01", "election", "UK", size=-1.0)])
EXITS: tuple[Experiment, ...] = (
    Contrast("W20g", BASE, UK_GONE, "knowledge_besides_uk", -1, "the UK leaves for good in 2027, against it stays"),
    Contrast("W20g", BASE, UK_GONE, "pooled_knowledge", -1, "the UK leaves for good in 2027", decides=False),
    *(
        Contrast("W31", BASE, side(ROTATING, "us_withdrawal"), name, expected, "the US leave in 2026", decides)
        for name, expected, decides in (
            ("pooled_knowledge", -1, True), ("sensitive_pooled", -1, True), ("members", 0, False),
            ("model_access", 0, False), ("firm_ties", 0, False), ("harm", 0, False),
        )
    ),
)  # fmt: skip

SPEED: tuple[Experiment, ...] = (
    ends("W20i", "network_benefit", 0.01, 0.15, "office_ties", -1),
    signed("W20i", BASE, "broad_lead", 1, "broad goal: bilateral less network, rotating"),
    *(
        signed("W21", side(design), "narrow_lead", -1, f"narrow goal: bilateral less network, {design}")
        for design in (ROTATING, "static:UK", OECD)
    ),
    signed(
        "W21", side(ROTATING, "early"), "narrow_lead", -1, "narrow goal, decided in 2023 without any tie", decides=False
    ),
)

# ---- W22: the network of November 2024 ----------------------------------------------------------------------------
SNAPSHOT = side("adhoc", start="origin", adopt="2024-11", end="2024-11")
NET = tuple(f"net_{name}" for name in snapshot.NUMBERS)


def covers(values: Values) -> list[Found]:
    """Whether each observed number lies in the 90% interval of the runs, then the numbers themselves."""
    seen = snapshot.observed(load_roster("real"))
    runs = {name: values[SNAPSHOT, f"net_{name}"] for name in snapshot.NUMBERS}
    inside = [
        1.0 if np.quantile(run, 0.05) <= seen[name] <= np.quantile(run, 0.95) else -1.0 for name, run in runs.items()
    ]
    found = [Found("numbers of the network of November 2024, one by one", "net_covered", inside, 1)]
    for (name, run), at in zip(runs.items(), inside, strict=True):
        place = "inside" if at > 0 else "outside"
        found.append(Found(f"observed {seen[name]:.3g}, {place}", f"net_{name}", run, None, decides=False))
    return found


OBSERVED: tuple[Experiment, ...] = (Study("W22", (SNAPSHOT,), NET, covers, floor=4),)

# ---- membership terms, coupling, other networks -------------------------------------------------------------------
ONE_TIER, TIERS = side("static:UK@admission_tiers=1"), side("static:UK@admission_tiers=3")
KEPT = 1.0 - relevant.of("sensitive_pooled").smallest  # a smaller loss is none


def keeps_sensitive(values: Values) -> list[Found]:
    """What is pooled with tiers, less the part of what is pooled with one tier that must be left (W23: little loss)."""
    spare = values[TIERS, "sensitive_pooled"] - KEPT * values[ONE_TIER, "sensitive_pooled"]
    part = f"three tiers, less {KEPT:.0%} of what one tier pools"
    return [Found(part, "sensitive_pooled", spare, 1, bounded=True)]


COUPLINGS = {x: side(f"{OECD}@coupling_overlap={x:g}", events=STRUCK) for x in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)}
COUPLED = {"members": 1, "incident_response_days": -1, "harm": -1, "reach_states": 1}  # +1: more is better


def best_inside(values: Values) -> list[Found]:
    """For each number: the best inner coupling less the better end, on the replicates that did not choose them."""
    found = []
    for name, better in COUPLED.items():
        runs = better * np.array([values[at, name] for at in COUPLINGS.values()])
        choose, test = np.nanmean(runs[:, ::2], axis=1), runs[:, 1::2]
        inner = 1 + int(choose[1:-1].argmax())
        end = 0 if choose[0] >= choose[-1] else len(choose) - 1
        at, against = (list(COUPLINGS)[k] for k in (inner, end))
        part = f"coupling {at:g} against {against:g} (the best inside, the better end), other half of replicates"
        gap, level = better * (test[inner] - test[end]), mean_of(test[end])
        found.append(Found(part, name, gap, better, name == "members", level))
    return found


TERMS: tuple[Experiment, ...] = (
    Contrast("W23", ONE_TIER, TIERS, "members", 1, "three tiers against one, UK seat"),
    Study("W23", (ONE_TIER, TIERS), ("sensitive_pooled",), keeps_sensitive),
    level(
        "W24", BASE,
        tuple(f"first_{kind}_months" for kind in indicators.FIRST_KINDS),
        "months from the start of a rotating secretariat",
    ),
    Study("W25", tuple(COUPLINGS.values()), tuple(COUPLED), best_inside, floor=2),
    Contrast(
        "W26", side("static:UK@coupling_overlap=0"), side("static:UK@coupling_overlap=1"), "incident_coverage", 1,
        "coupling 1 against 0, UK seat", floor=4,
    ),
    *(
        Contrast("W27", side(d), side(d, "rival_network"), name, expected, f"with a second network, {d}", decides)
        for d, name, expected, decides in (
            (ROTATING, "members", -1, True), (ROTATING, "bridge_ties", 0, False), ("static:US", "members", 0, False),
            ("igo:UN", "members", 0, False),
        )
    ),
    level("W29", BASE, ("categories_taken", "worthwhile_share"), "level"),
    level("W32", BASE, ("agenda_economy", "agenda_inclusion"), "level"),
    ends("W32", "outside_weight", 0.0, 0.6, "agenda_economy", 1, decides=False),
    ends("W32", "outside_weight", 0.0, 0.6, "agenda_inclusion", 1, decides=False),
)  # fmt: skip

ROWS: tuple[Experiment, ...] = (*GAINS, *BARRIERS, *EXITS, *SPEED, *OBSERVED, *TERMS)

__all__ = ["ROWS", "indicators", "sharing_indicators"]
