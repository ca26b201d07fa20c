"""The two estimators side by side, and the sentence that says which disagree and why."""

from __future__ import annotations

from typing import Any

from results.numbers import interval, number


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.agreement.section``."""
    first, second = section["labels"]
    head = [
        "parameter", f"{first}: mean (90%)", f"{second}: mean (90%)", "difference, prior SD", "ratio of SDs",
        "overlap of the intervals", "",
    ]  # fmt: skip
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(_line(row) for row in section["rows"])]
    return "\n\n".join(["### Two estimators", verdict(section), "\n".join(lines)]) + "\n"


def verdict(section: dict[str, Any]) -> str:
    """One sentence if they agree; otherwise which do not, and what the figures say about why not."""
    first, second = section["labels"]
    limit, largest = number(section["threshold"]), number(section["largest"])
    if section["agree"]:
        return (
            f"The estimates by {first} and by {second} agree: their means differ by {largest} prior SD at most, less "
            f"than {limit}."
        )
    said = [_why(row, section["labels"]) for row in section["rows"] if not row["agree"]]
    return f"The estimates by {first} and by {second} do not agree within {limit} prior SD. {' '.join(said)}"


def _why(row: dict[str, Any], labels: list[str]) -> str:
    wider = row["wider"]
    narrower = next((label for label in labels if label != wider), labels[0])
    reasons = {
        "monte_carlo": "the difference is within twice its Monte Carlo error, so more draws are needed to tell.",
        "tolerance": f"that by {wider} is wider and nearer to the prior's mean, as of a tolerance that lets the data "
        f"speak less than {narrower} does.",
        "narrow": f"that by {wider} is wider though no nearer to the prior's mean: either it passes over what the data "
        f"say, or {narrower} is too sure.",
        "weighing": "both are about as wide, so they weigh the statistics differently; neither width nor error tells "
        "which is right.",
    }
    out = f"{row['parameter']} differs by {number(row['difference'], sign=True)}: {reasons[row['reason']]}"
    if row["trusted"]:
        out += f" Only {row['trusted']} passed simulation-based calibration for it."
    return out


def _line(row: dict[str, Any]) -> str:
    cells = [
        row["parameter"],
        *(f"{number(mean)} ({interval(*ends)})" for mean, ends in zip(row["means"], row["intervals"], strict=True)),
        f"{number(row['difference'], sign=True)} ± {number(row['error'])}",
        f"{row['sd_ratio']:.2f}",
        number(row["overlap"], "share"),
        "agree" if row["agree"] else "**disagree**",
    ]
    return f"| {' | '.join(cells)} |"
