"""The data of the calibration in words."""

from __future__ import annotations

from typing import Any

from results.markdown import table


def text(section: dict[str, Any]) -> str:
    """Markdown: what was observed, and the statistics that are fitted."""
    undated, untyped = (" and ".join(section[key]) or "none" for key in ("undated", "untyped"))
    rows = [
        [f"`{row['name']}`", row["meaning"], row["unit"], "first" if row["count"] else "", f"{row['observed']:.3g}"]
        for row in section["statistics"]
    ]
    words = (
        f"The record until {section['until']}. {section['dyads']} admissible dyads: {section['office_dyads']} pairs of "
        f"the ten members' offices and {section['firm_dyads']} pairs of such an office with one of three frontier "
        f"firms; {section['tied']} are tied, {section['late']} of them after the report of November 2024 (grades A and "
        "B). The others are zeros inside the dyads that were searched; outside them nothing is scored. Ties without a "
        f"date count, but not for timing: {undated}. Ties whose types are not known count, but not for types: "
        f"{untyped}. Renewals and finished reports are not on record, so they are neither fitted nor scored."
    )
    return "\n\n".join([words, table(["statistic", "meaning", "unit", "", "on record"], rows)])
