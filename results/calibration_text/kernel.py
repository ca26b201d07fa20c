"""The estimator that ships in words: the kernel, what it does to every statistic, and its posterior."""

from __future__ import annotations

from typing import Any

from results.calibration_text.conclusion import edges, narrowed
from results.markdown import table
from results.numbers import number


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.estimators.kernel.section`` (headings from ###)."""
    heads = ["statistic", "unit", "on record", "scale of the kernel", "prior mean", "weighted mean"]
    rows = [
        [f"{row['meaning']}{' (count)' if row['count'] else ''}", row["unit"],
         *(number(row[key]) for key in ("observed", "scale", "prior", "posterior"))]
        for row in section["statistics"]
    ]  # fmt: skip
    parts = [
        "### Weights by a kernel",
        f"{section['runs']:,} pasts were simulated from the prior, once. Each has a weight by how near its statistics "
        "are to the record: the product of a normal kernel for each count of ties, whose scale is "
        f"{number(section['tight'])} tie, and of Cauchy's kernel for each other statistic, whose scale is "
        f"{number(section['loose'])} standard deviation of the table. Counts come first; and since Cauchy's kernel has "
        "heavy tails, a statistic that the mechanisms cannot reach weighs all runs about alike instead of pulling the "
        f"counts away. The weights are worth {section['effective_size']:,.0f} independent draws. All parameters keep "
        "the values of the runs, so that every draw that ships is one of them.",
        table(heads, rows),
        "#### Posterior by the kernel",
        table(
            ["parameter", "prior mean", "prior SD", "mean", "SD", "SD ratio", "5% to 95%", ""],
            [_parameter(row) for row in section["parameters"]],
        ),
        edges(section["parameters"], section["effective_size"]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _parameter(row: dict[str, Any]) -> list[str]:
    numbers = [f"{row[key]:.2f}" for key in ("prior_mean", "prior_sd", "mean", "sd", "ratio")]
    return [row["name"], *numbers, f"{row['q05']:.2f} to {row['q95']:.2f}", narrowed(row)]
