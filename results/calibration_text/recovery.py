"""Simulation-based calibration in words: from the section of ``calibration.diagnostics.recovery``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.contraction import IDENTIFIED
from results.calibration_text.conclusion import narrowed
from results.calibration_text.identify import listed


def text(section: Mapping[str, Any]) -> str:
    """Markdown from '### Simulation-based calibration' on."""
    parts = [
        f"### Simulation-based calibration: {section['estimator']}",
        f"{section['sets']} data sets from the prior; the rank of the true value among {section['draws']} draws of "
        f"each posterior, in {section['bins']} bins. Ranks are called uniform if p is at least "
        f"{section['threshold']:.4g} ({section['level']:.0%} over all parameters together, Bonferroni). "
        "Coverage is within bounds if it lies "
        "where all of them would in 99 of 100 cases with right intervals. "
        "A posterior that is merely the prior would pass too: "
        "the correlation of the true values with the posterior means tells it from one that learns.",
        _ranks(section),
        _verdict(section),
    ]
    if section["contraction"]:
        parts += ["### Contraction", _contraction(section), _narrowed(section)]
    return "\n\n".join(parts) + "\n"


def _ranks(section: Mapping[str, Any]) -> str:
    shares = [c["share"] for c in section["parameters"][0]["coverage"]]
    heads = [f"{s:.0%} interval holds the truth" for s in shares]
    lines = [
        f"| parameter | chi-squared | p | ranks | {' | '.join(heads)} | correlation | RMSE (prior SD) |",
        "|---" * (6 + len(shares)) + "|",
    ]
    for row in section["parameters"]:
        cover = [
            f"{c['covered']:.1%} ({c['low']:.1%} to {c['high']:.1%}{'' if c['inside'] else ', **outside**'})"
            for c in row["coverage"]
        ]
        lines.append(
            f"| `{row['name']}` | {row['chi_squared']:.1f} | {row['p']:.3f} "
            f"| {'uniform' if row['uniform'] else '**not uniform**'} | {' | '.join(cover)} "
            f"| {row['correlation']:.2f} | {row['rmse']:.2f} |"
        )
    return "\n".join(lines)


def _verdict(section: Mapping[str, Any]) -> str:
    bad = [r["name"] for r in section["parameters"] if not r["uniform"]]
    said = (
        "The ranks of all parameters are consistent with uniform"
        if not bad
        else f"The ranks of {listed(bad)} are not uniform"
    )
    off = [r["name"] for r in section["parameters"] if not all(c["inside"] for c in r["coverage"])]
    if off:
        said += f"; the coverage of {listed(off)} is outside its bounds."
    else:
        said += "; all intervals cover as often as they should."
    if bad or off:
        said += " The posterior's width or place is to be taken with that caution."
    if section["sets"] < 100:
        said += f" With {section['sets']} data sets only gross faults would be seen."
    return said


def _contraction(section: Mapping[str, Any]) -> str:
    lines = [
        "| parameter | prior mean (SD) | posterior mean (SD) | 90% interval | posterior SD / prior SD | |",
        "|---|---|---|---|---|---|",
    ]
    for row in section["contraction"]:
        lines.append(
            f"| `{row['name']}` | {row['prior_mean']:.2f} ({row['prior_sd']:.2f}) "
            f"| {row['mean']:.2f} ({row['sd']:.2f}) | {row['q05']:.2f} to {row['q95']:.2f} | {row['ratio']:.2f} "
            f"| {narrowed(row)} |"
        )
    return "\n".join(lines)


def _narrowed(section: Mapping[str, Any]) -> str:
    if not section["identified"]:
        return (
            "This estimator narrows none of these parameters: their posteriors are little narrower than their priors."
        )
    said = f"Narrowed by this estimator (at most {IDENTIFIED:g} of the prior's SD): {listed(section['identified'])}."
    if section["not_identified"]:
        said += f" Not narrowed: {listed(section['not_identified'])}."
    return said
