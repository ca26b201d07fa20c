"""The second estimator in words: how it was made and what it says of the observed data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from results.calibration_text.conclusion import edges, narrowed


def text(section: Mapping[str, Any]) -> str:
    """Markdown of the section of ``calibration.estimators.regression``."""
    lines = [
        "### Regression on a reference table",
        "",
        f"{section['runs']:,} runs from the prior. Among the {section['near']:,} with the nearest statistics, a "
        f"polynomial of degree {section['degree']} in the {section['statistics']} statistics predicts each fitted "
        f"parameter; the {section['accepted']:,} with the nearest predictions are weighted by Epanechnikov's kernel "
        "and moved along a local linear regression on the logit scale of the priors "
        "(Beaumont et al. 2002; Blum and Francois 2010; Fearnhead and Prangle 2012). Effective sample size "
        f"{section['effective_size']:,.0f}. The other parameters keep the values of the runs.",
        "",
        _far(section),
        "",
        "| parameter | prior | posterior mean | 90% interval | posterior SD / prior SD | |",
        "|---|---|---|---|---|---|",
    ]
    for row in section["parameters"]:
        lines.append(
            f"| `{row['name']}` ({row['unit']}) | {row['prior_low']:g} to {row['prior_high']:g} | {row['mean']:.2f} "
            f"| {row['q05']:.2f} to {row['q95']:.2f} | {row['ratio']:.2f} "
            f"| {narrowed(row)} |"
        )
    near = edges(section["parameters"], section["effective_size"])
    return "\n".join([*lines, *(["", near] if near else [])]) + "\n"


def _far(section: Mapping[str, Any]) -> str:
    share = section["stranger"]
    said = f"Of the model's data sets from the prior, {share:.1%} lie farther from their centre than the observed one"
    if share < 0.01:
        return f"{said}: **the model hardly makes such data, and no estimator can be trusted far here.**"
    return f"{said}: the model can make such data." if share >= 0.05 else f"{said}: the model seldom makes such data."
