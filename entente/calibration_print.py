"""What `entente calibrate` prints: the posterior, whether it can be trusted, what is left open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from calibration.out_of_time.verdicts import qualified
from calibration.shipping import identified
from entente.console import console, table
from sim.errors import visible

Section = dict[str, Any]


def show(found: dict[str, Any], paths: list[Path]) -> None:
    """Print a calibration ('about' and 'sections') to standard output."""
    screen, about, sections = console(), found["about"], found["sections"]
    screen.print(Text(f"Calibration of {about['made']}, seed {about['seed']}", style="bold"))
    _posterior(screen, sections)
    for line in _trust(sections):
        screen.print(Text(line), soft_wrap=True)
    screen.print()
    for path in paths:
        screen.print(Text(f"written: {visible(path)}"), soft_wrap=True)


def _posterior(screen: Console, sections: Section) -> None:
    rows, found = [], identified(sections)
    second = {row["parameter"]: row for row in sections["agreement"]["rows"]}
    ranked = {row["name"]: row for row in sections["recovery"]["parameters"]}
    for row in sections["smc"]["parameters"]:
        other = second[row["name"]]
        rows.append([
            row["name"], f"{row['prior_mean']:.2g} ± {row['prior_sd']:.2g}",
            f"{row['mean']:.2g} ({row['q05']:.2g} to {row['q95']:.2g})", f"{row['ratio']:.2f}",
            "yes" if row["name"] in found else "no",
            f"{other['means'][1]:.2g} {'agrees' if other['agree'] else 'differs'}", f"{ranked[row['name']]['p']:.2f}",
        ])  # fmt: skip
    columns = ["parameter", "prior", "posterior (90%)", "SD ratio", "identified", "2nd mean", "p of ranks"]
    screen.print(table(columns, rows, right=(3, 6)))


def _trust(sections: Section) -> list[str]:
    """A line a diagnostic."""
    carlo, ranks, data = sections["smc"], sections["recovery"], sections["leave_out"]
    last = carlo["generations"][-1]
    return [
        f"Sequential Monte Carlo: {len(carlo['generations'])} generations, {carlo['simulations']:,} simulations, "
        f"effective sample {carlo['effective_size']:.0f} of {carlo['population']}, last acceptance "
        f"{last['acceptance']:.1%}; {carlo['stopped']}.",
        f"Ranks over {ranks['sets']} data sets: {'uniform' if ranks['passed'] else 'NOT uniform'}; intervals "
        f"{'cover as they should' if ranks['all_covered'] else 'do NOT cover as they should'}.",
        f"Predictive checks outside the central 90%: {_misfits(sections['predictive'])}.",
        f"Without one dyad or with another reading of the data: {'robust' if data['robust'] else 'not robust'}; under "
        f"other priors: {'robust' if sections['priors']['robust'] else 'not robust'}.",
        f"Out of time: {_out_of_time(sections.get('out_of_time'))}",
    ]


def _misfits(predictive: Section) -> str:
    return ", ".join(predictive["misfits"]) or "none"


def _out_of_time(section: Section | None) -> str:
    if section is None:
        return "not for ties of your own: later ties were coded for the report's dyads."
    if not section["sets"]:
        return "not scored (its power is in the section)."
    first, *others = section["sets"]
    came = f"{first['new']} new ties, expected {section['count']['all']['mean']:.0f}"
    words = f"{'; '.join(first['words'])} ({came}; {section['status']['text']})."
    return f"{words} {qualified(first, others)}".strip()
