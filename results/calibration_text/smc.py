"""Sequential Monte Carlo in words: from the section of ``calibration.estimators.smc`` to Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from results.markdown import table


def text(section: dict[str, Any]) -> str:
    """The run, its generations and its posterior, as Markdown (headings from ###)."""
    return "\n\n".join(_parts(section)) + "\n"


def _parts(section: dict[str, Any]) -> Iterator[str]:
    first, last = section["generations"][0], section["generations"][-1]
    yield "### Sequential Monte Carlo"
    yield (
        f"{_count(len(section['generations']), 'generation')} of {section['population']} accepted worlds took "
        f"{section['simulations']:,} simulations, {section['pilot']:,} of them from the prior to settle the units of "
        f"the distance. It ended because {section['stopped']}."
    )
    yield (
        f"The distance is the root mean square over {_count(_counting(section), 'statistic')}, each in units of its "
        f"standard deviation under the prior. Its threshold fell from {first['epsilon']:.3f} to {last['epsilon']:.3f}, "
        f"the share of accepted simulations from {_share(first['acceptance'])} to {_share(last['acceptance'])}. The "
        f"last generation is worth {section['effective_size']:.0f} independent draws (effective sample size)."
    )
    yield "#### Posterior by sequential Monte Carlo"
    yield table(
        ["parameter", "prior mean", "prior SD", "mean", "SD", "SD ratio", "5% to 95%"],
        [_parameter(row) for row in section["parameters"]],
    )
    yield "#### Generations"
    yield _generations(section)


def _generations(section: dict[str, Any]) -> str:
    names = [row["name"] for row in section["parameters"]]
    columns = ["generation", "threshold", "simulations", "accepted", "effective size", *names]
    rows = [
        [
            str(row["generation"]), f"{row['epsilon']:.3f}", f"{row['simulations']:,}", _share(row["acceptance"]),
            f"{row['effective_size']:.0f}", *(f"{row['mean'][n]:.2f} ± {row['sd'][n]:.2f}" for n in names),
        ]
        for row in section["generations"]
    ]  # fmt: skip
    return table(columns, rows) + "\n\nParameters: mean ± standard deviation of the accepted."


def _parameter(row: dict[str, Any]) -> list[str]:
    numbers = [f"{row[key]:.2f}" for key in ("prior_mean", "prior_sd", "mean", "sd", "ratio")]
    return [row["name"], *numbers, f"{row['q05']:.2f} to {row['q95']:.2f}"]


def _counting(section: dict[str, Any]) -> int:
    return sum(row["unit"] is not None for row in section["statistics"])


def _share(value: float) -> str:
    return f"{value:.1%}"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
