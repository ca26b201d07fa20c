"""What the deviation finder found as a table and as plain data, with names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from results.stability.answer import Answer
from results.stability.intervals import LEVEL, Interval
from results.stability.verdicts import DOES_NOT, OPEN, PAYS, OfDesign, Row
from sim.months import month_label
from sim.roster import Roster

if TYPE_CHECKING:
    import pandas as pd

NOTE = (
    "Welfare is that of the model: joint effort, ties, information, costs, dues, bias and harm. Knowledge as such has "
    "no worth in it but through less harm, which falls on all; so what a deviation does to knowledge hardly counts. "
    "After the deviation everybody decides by the rules of the model, the deviator too."
)


NOBODYS = Interval(math.nan, math.nan, math.nan, math.nan, math.nan, 0)  # where no partner decides


def frame(found: Answer) -> pd.DataFrame:
    """A row a design and deviation. Gains in utility a month, mean over the window; NaN where there is no partner."""
    import pandas as pd

    return pd.DataFrame([row_of(found.roster, of.design, row) for of in found.designs for row in of.rows])


def row_of(roster: Roster, design: str, row: Row) -> dict[str, Any]:
    """One deviation with names."""
    partner = row.deviation.partner
    return {
        "design": design,
        "deviation": row.deviation.kind,
        "actor": roster.label(row.deviation.actor),
        "partner": roster.label(partner) if partner >= 0 else "",
        "verdict": row.verdict,
        "pays_in_share": row.share,
        "runs": row.actor.runs,
        **_numbers("gain", row.actor),
        **_numbers("partner_gain", row.partner or NOBODYS),
        "members_needed": row.needed,
        "members_against": ", ".join(roster.label(j) for j in row.against),
    }


def _numbers(name: str, gain: Interval) -> dict[str, float]:
    return {
        name: gain.mean, f"{name}_low": gain.low, f"{name}_high": gain.high,
        f"{name}_least": gain.least, f"{name}_most": gain.most,
    }  # fmt: skip


def to_json(found: Answer) -> dict[str, Any]:
    """Plain data."""
    return {
        "scenario": found.scenario.name,
        "roster": found.roster.name,
        "months": [month_label(month) for month in found.months],
        "window": found.window,
        "replicates": found.scenario.replicates,
        "seed": found.scenario.seed,
        "level": LEVEL,
        "rests_on": found.rests_on,
        "note": NOTE,
        "designs": [_design(found.roster, of) for of in found.designs],
    }


def _design(roster: Roster, of: OfDesign) -> dict[str, Any]:
    return {
        "design": of.design,
        "verdict": of.verdict,
        "quiet": of.quiet,
        "runs": of.runs,
        "pays": of.count(PAYS),
        "open": of.count(OPEN),
        "does_not_pay": of.count(DOES_NOT),
        "deviations": [row_of(roster, of.design, row) for row in of.rows],
    }
