"""Sensitivity to the scales of the kernel in words."""

from __future__ import annotations

from typing import Any

from results.markdown import table
from results.numbers import number


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.scales.section``."""
    names, limit = section["parameters"], number(section["threshold"])
    record = ", ".join(
        f"{number(value)} {name}" for name, value in zip(section["counts"], section["record"], strict=True)
    )
    rows = [
        [row["name"], f"{row['effective_size']:,.0f}", ", ".join(f"{value:.1f}" for value in row["counts"]),
         *(f"{number(row['shift'][n], sign=True)} (SD × {row['sd_ratio'][n]:.2f})" for n in names)]
        for row in section["rows"]
    ]  # fmt: skip
    if section["moved"]:
        listed = "; ".join(
            f"“{m['what']}” shifts {m['parameter']} by {number(m['shift'], sign=True)}" for m in section["moved"]
        )
        verdict = f"**Not robust**: {listed} prior SD."
    else:
        verdict = f"**Robust**: no other scale shifts a mean by {limit} prior SD or more."
    words = (
        f"The same table under other scales. Counts are weighted means; on record are {record}. Shifts of posterior "
        f"means are in prior SD. {verdict}"
    )
    return "\n\n".join([words, table(["kernel", "effective draws", "counts", *names], rows)]) + "\n"
