"""What the calibration comes to: the verdict on every fitted parameter, and how firm it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from calibration.contraction import IDENTIFIED
from results.markdown import table
from results.numbers import interval, listing, number

ERRORS = 2.0  # standard errors within which a figure is on the edge of a threshold
Row = Mapping[str, Any]


def verdict_table(kernel: Row, agreement: Row, identified: Sequence[str]) -> str:
    """Markdown: a row a fitted parameter with the verdict on it, then what is on the edge."""
    second = {row["parameter"]: row for row in agreement["rows"]}
    heads = [
        "parameter", "prior", "posterior mean (90%)", "SD ratio", f"{agreement['labels'][1]} differs by, prior SD",
        "verdict",
    ]  # fmt: skip
    rows = [
        [
            row["name"],
            interval(row["prior_low"], row["prior_high"]),
            f"{row['mean']:.2f} ({interval(row['q05'], row['q95'])})",
            f"{row['ratio']:.2f}",
            f"{number(second[row['name']]['difference'], sign=True)} ± {number(second[row['name']]['error'])}",
            _verdict(row, second[row["name"]], identified),
        ]
        for row in kernel["parameters"]
    ]
    said = [edges(kernel["parameters"], kernel["effective_size"]), _near_agreement(agreement)]
    return "\n\n".join([table(heads, rows), *filter(None, [" ".join(filter(None, said))])])


def narrowed(row: Row) -> str:
    """What one estimator says of a parameter: 'identified' takes two."""
    return "narrowed" if row["identified"] else "not narrowed"


def edges(parameters: Iterable[Row], effective: float) -> str:
    """Which ratios of SDs lie so near to the threshold that more draws could turn them over; '' if none does."""
    near = []
    for row in parameters:
        error = row["ratio"] / (2 * effective) ** 0.5
        if abs(row["ratio"] - IDENTIFIED) <= ERRORS * error:
            near.append(f"{row['name']} ({row['ratio']:.2f} ± {error:.2f})")
    return f"On the edge of the threshold for the SD ratio, {number(IDENTIFIED)}: {listing(near)}." if near else ""


def _verdict(row: Row, second: Row, identified: Sequence[str]) -> str:
    if row["name"] in identified:
        return "**identified**"
    return f"not identified: {listing(_reasons(row, second))}"


def _reasons(row: Row, second: Row) -> Iterator[str]:
    if not row["identified"]:
        yield "not narrowed"
    if not second["agree"]:
        yield "the estimators disagree"


def _near_agreement(agreement: Row) -> str:
    limit = agreement["threshold"]
    near = [
        f"{row['parameter']} ({number(row['difference'], sign=True)} ± {number(row['error'])})"
        for row in agreement["rows"]
        if abs(abs(row["difference"]) - limit) <= ERRORS * row["error"]
    ]
    return f"On the edge of disagreement, {number(limit)} prior SD: {listing(near)}." if near else ""
