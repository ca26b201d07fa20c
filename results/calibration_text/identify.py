"""What the data may identify, in words: from the section of ``calibration.diagnostics.identify``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.choice import LARGEST_RATIO
from calibration.diagnostics.identify import LEAST_LOSS
from results.numbers import listing


def text(section: Mapping[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.identify.section``."""
    return "\n\n".join([
        f"{section['rule']} The study has {section['runs']:,} data sets from the prior. 1 means that they say nothing.",
        _table(section),
        " ".join(filter(None, [_verdict(section), _given_the_observed(section)])),
        "### What each statistic is worth",
        "How much the expected posterior SD of a fitted parameter (in prior SD) rises if a statistic is left out, "
        f"for the parameter that loses most. A statistic earns its place if that is {LEAST_LOSS:g} or more, and more "
        "than 0 with 99% confidence.",
        _statistics(section),
        _worth(section),
    ]) + "\n"  # fmt: skip


def listed(names: list[str], empty: str = "none") -> str:
    """'a, b and c'."""
    marked = [f"`{n}`" for n in names]
    return ", ".join(marked[:-1]) + " and " + marked[-1] if len(marked) > 1 else (marked or [empty])[0]


def _table(section: Mapping[str, Any]) -> str:
    share = f"the {section['like_share']:.0%} most like the observed"
    lines = [
        f"| parameter | all data sets (99% interval) | {share} | given the observed | fitted |",
        "|---|---|---|---|---|",
    ]
    for row in _shown(section):
        lines.append(
            f"| `{row['name']}` | {row['expected']:.2f} ({row['expected_low']:.2f} to {row['expected_high']:.2f}) "
            f"| {row['like']:.2f} ({row['like_low']:.2f} to {row['like_high']:.2f}) "
            f"| {row['observed']:.2f} ({row['observed_low']:.2f} to {row['observed_high']:.2f}) "
            f"| {'yes' if row['fitted'] else ''} |"
        )
    hidden = [row for row in section["parameters"] if not _informed(row)]
    if hidden:
        low, high = min(r["expected"] for r in hidden), max(r["expected"] for r in hidden)
        lines += ["", f"The data say nothing of the other {len(hidden)} parameters (ratios {low:.2f} to {high:.2f}): "]
        lines[-1] += listed([r["name"] for r in hidden]) + "."
    return "\n".join(lines)


def _informed(row: Mapping[str, Any]) -> bool:
    return row["expected_high"] < 1 or row["fitted"]


def _shown(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in section["parameters"] if _informed(row)]


def _verdict(section: Mapping[str, Any]) -> str:
    return (
        f"Fitted are {listed(section['fitted'])}; all other parameters keep the values of the runs that are weighted."
    )


def _given_the_observed(section: Mapping[str, Any]) -> str:
    """Parameters that the observed data narrow by themselves though they are not fitted."""
    rest = [row for row in section["parameters"] if not row["fitted"] and row["observed"] <= LARGEST_RATIO]
    if not rest:
        return ""
    ordered = sorted(rest, key=lambda row: float(row["observed"]))
    named = listing(f"`{row['name']}` ({row['observed']:.2f})" for row in ordered)
    return (
        f"Given the observed data alone, {named} would be narrowed too: the rule goes by what data can be expected to "
        "say."
    )


def _statistics(section: Mapping[str, Any]) -> str:
    lines = ["| statistic | observed | unit | most for | loss without it | |", "|---|---|---|---|---|---|"]
    for row in section["statistics"]:
        mark = "" if row["earns_its_place"] else "no clear loss"
        lines.append(
            f"| {row['meaning']} (`{row['statistic']}`) | {row['observed']:.3g} | {row['unit']} "
            f"| `{row['most_for']}` | {row['loss']:.3f} | {mark} |"
        )
    return "\n".join(lines)


def _worth(section: Mapping[str, Any]) -> str:
    idle = [row["statistic"] for row in section["statistics"] if not row["earns_its_place"]]
    if not idle:
        return "Every statistic earns its place."
    return f"Without a clear loss one could leave out {listed(idle)}, one at a time."
