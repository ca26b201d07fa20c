"""What the data may identify, in words: from the section of ``calibration.diagnostics.identify``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
        f"| parameter | all data sets (99% interval) | {share} | given the observed | design | fitted |",
        "|---|---|---|---|---|---|",
    ]
    for row in _shown(section):
        design = "≥ 0.91" if row["design"] is None else f"{row['design']:.2f}"
        lines.append(
            f"| `{row['name']}` | {row['expected']:.2f} ({row['expected_low']:.2f} to {row['expected_high']:.2f}) "
            f"| {row['like']:.2f} ({row['like_low']:.2f} to {row['like_high']:.2f}) "
            f"| {row['observed']:.2f} ({row['observed_low']:.2f} to {row['observed_high']:.2f}) "
            f"| {design} | {'yes' if row['calibrated'] else ''} |"
        )
    hidden = [row for row in section["parameters"] if not _informed(row)]
    if hidden:
        low, high = min(r["expected"] for r in hidden), max(r["expected"] for r in hidden)
        lines += ["", f"The data say nothing of the other {len(hidden)} parameters (ratios {low:.2f} to {high:.2f}): "]
        lines[-1] += listed([r["name"] for r in hidden]) + "."
    return "\n".join(lines)


def _informed(row: Mapping[str, Any]) -> bool:
    return row["expected_high"] < 1 or row["calibrated"]


def _shown(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in section["parameters"] if _informed(row)]


def _verdict(section: Mapping[str, Any]) -> str:
    if not section["identified"]:
        return "No parameter is identified: nothing is fitted by the rule."
    said = f"By the rule: {listed(section['by_rule'])}."
    if section["agrees"]:
        said += " These are fitted."
    else:
        said += f" Fitted are {listed(section['calibrated'])}: **the rule and the choice in force differ.**"
    design = [row["name"] for row in section["parameters"] if row["design"] is not None]
    left = [name for name in design if name not in section["calibrated"]]
    if left:
        new = [name for name in section["calibrated"] if name not in design]
        said += f" The design expected {listed(left)} where the study puts {listed(new)}."
    over = [name for name in section["identified"] if name not in section["calibrated"]]
    if over:
        said += f" {listed(over)} would also pass the threshold, but at most four are fitted; they keep their priors."
    return said


def _given_the_observed(section: Mapping[str, Any]) -> str:
    """Parameters that are not fitted though the observed data would narrow them more than some that are."""
    fitted = [row for row in section["parameters"] if row["calibrated"]]
    worst = max((row["observed"] for row in fitted), default=0.0)
    rest = [row for row in section["parameters"] if not row["calibrated"] and row["observed"] < worst]
    if not rest:
        return ""
    best = min(row["observed"] for row in rest)
    return (
        f"Given the observed data alone, {_ratios(rest)} would be narrowed more than some that are fitted "
        f"({_ratios([row for row in fitted if row['observed'] > best])}): the rule goes by all data sets of the prior."
    )


def _ratios(rows: list[Mapping[str, Any]]) -> str:
    ordered = sorted(rows, key=lambda row: float(row["observed"]))
    return listing(f"`{row['name']}` ({row['observed']:.2f})" for row in ordered)


def _statistics(section: Mapping[str, Any]) -> str:
    lines = [
        "| statistic | observed | unit | meant for | most for | loss without it | |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in section["statistics"]:
        mark = "" if row["earns_its_place"] else "no clear loss"
        lines.append(
            f"| {row['meaning']} (`{row['statistic']}`) | {row['observed']:.3g} | {row['unit']} | `{row['speaks_to']}` "
            f"| `{row['most_for']}` | {row['loss']:.3f} | {mark} |"
        )
    return "\n".join(lines)


def _worth(section: Mapping[str, Any]) -> str:
    idle = [row["statistic"] for row in section["statistics"] if not row["earns_its_place"]]
    if not idle:
        return "Every statistic earns its place."
    return f"Without a clear loss one could leave out {listed(idle)}, one at a time."
