"""The data of the calibration in words."""

from __future__ import annotations

from typing import Any

from calibration.statistics import STATISTICS


def text(section: dict[str, Any]) -> str:
    """Markdown: what was observed, and the statistics that are fitted."""
    undated = " and ".join(section["undated"])
    rows = [
        f"| `{s.name}` | {s.meaning} | {s.unit} | `{s.speaks_to}` | {section['statistics'][s.name]:.3g} |"
        for s in STATISTICS
    ]
    return "\n".join([
        f"{section['dyads']} admissible dyads: {section['office_dyads']} pairs of the ten members' offices and "
        f"{section['firm_dyads']} pairs of such an office with one of three frontier firms; {section['tied']} were "
        f"tied at the cut-off. Ties without a date count, but not for timing: {undated or 'none'}.",
        "",
        "| statistic | meaning | unit | speaks to | observed |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ])  # fmt: skip
