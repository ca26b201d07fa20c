"""What is varied, and how a run is changed by it: one parameter, or one field of the design, at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenarios.design_records import field_range
from scenarios.designs import load_design
from scenarios.recipes import POWERS, is_host
from sim.config import RunConfig
from sim.design import DUES_GDP, DUES_HOST, FIELD_INDEX, FIELDS, SEAT_SHARE, DesignPoint
from sim.parameters import BEHAVIOUR, FIXED, INDEX, UNCERTAIN
from sim.roster import Roster

BEHAVIOUR_KIND, FIXED_KIND, UNCERTAIN_KIND, FIELD_KIND = "behaviour", "fixed", "uncertain", "design"
SEAT = "UK"  # who gets a seat when seat_share is raised in a design without one


@dataclass(frozen=True)
class Factor:
    """One number of the model and the two ends of its range."""

    name: str
    kind: str  # behaviour | fixed | uncertain | design
    unit: str
    low: float
    high: float


def factors() -> tuple[Factor, ...]:
    """Every parameter whose range has a width, then every design field over the range of the presets."""
    kinds = ((BEHAVIOUR_KIND, BEHAVIOUR), (FIXED_KIND, FIXED), (UNCERTAIN_KIND, UNCERTAIN))
    found = [Factor(p.name, kind, p.unit, p.low, p.high) for kind, group in kinds for p in group if p.high > p.low]
    return (*found, *(Factor(f.name, FIELD_KIND, f.unit, *field_range(f.name)) for f in FIELDS))


def held_constant() -> tuple[str, ...]:
    """Parameters without a range: nothing to screen."""
    return tuple(p.name for p in (*BEHAVIOUR, *FIXED, *UNCERTAIN) if p.high <= p.low)


def changed(config: RunConfig, factor: Factor, value: float) -> RunConfig:
    """The run with one number changed and all else, draws included, as it was."""
    if factor.kind == FIELD_KIND:
        return replace(config, design=with_field(config.design, factor.name, value, config.roster))
    params = config.params.copy()
    params[INDEX[factor.name]] = value
    return replace(config, params=params)


def with_field(point: DesignPoint, name: str, value: float, roster: Roster) -> DesignPoint:
    """The design with one field changed; shares of the same whole give way where they would exceed it."""
    values, k = point.values.copy(), FIELD_INDEX[name]
    values[k] = value
    if k in range(*POWERS.indices(len(values))):
        others = values[POWERS].sum() - value
        if others > 0.0 and others + value > 1.0:
            values[POWERS] *= (1.0 - value) / others
            values[k] = value
    elif k == DUES_HOST:
        values[DUES_GDP] = min(values[DUES_GDP], 1.0 - value)
    elif k == DUES_GDP:
        values[DUES_HOST] = min(values[DUES_HOST], 1.0 - value)
    seat = point.seat if point.seat.sum() > 0 or values[SEAT_SHARE] <= 0 else _seat(roster)
    return DesignPoint(point.name, values, seat.copy())


def _seat(roster: Roster) -> np.ndarray:
    """(J,) the seat of ``SEAT``, or of the first jurisdiction of a roster that lacks it."""
    host = SEAT if is_host(SEAT, roster) else roster.aliases[0]
    return load_design(f"static:{host}", roster).seat
