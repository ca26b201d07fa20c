"""What `entente calibrate` prints: the posterior, whether it can be trusted, what is left open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from calibration.shipping import identified
from entente.console import console, table
from sim.errors import visible

Section = dict[str, Any]


def show(found: dict[str, Any], paths: list[Path]) -> None:
    """Print a calibration ('about' and 'sections') to standard output; of a study alone, what it found."""
    screen, about, sections = console(), found["about"], found["sections"]
    screen.print(
        Text(f"Calibration of {about['made']}, seed {about['seed']}, on the record until {sections['data']['until']}",
             style="bold")
    )  # fmt: skip
    if "kernel" not in sections:
        _study(screen, sections["identify"])
        return
    _counts(screen, sections)
    _posterior(screen, sections)
    for line in _trust(sections):
        screen.print(Text(line), soft_wrap=True)
    screen.print()
    for path in paths:
        screen.print(Text(f"written: {visible(path)}"), soft_wrap=True)


def _study(screen: Console, section: Section) -> None:
    """Which parameters the data speak to: those that are fitted, and the next ones."""
    screen.print(Text(section["rule"]), soft_wrap=True)
    rows = [
        [row["name"], f"{row['expected']:.2f}", f"{row['like']:.2f}", f"{row['observed']:.2f}",
         "yes" if row["fitted"] else ""]
        for row in section["parameters"] if row["fitted"] or min(row["expected"], row["like"]) < 0.97
    ]  # fmt: skip
    columns = ["parameter", "expected ratio", "near the data", "given the data", "fitted"]
    screen.print(table(columns, rows, right=(1, 2, 3)))


def _counts(screen: Console, sections: Section) -> None:
    """The counts, which come first: on record and in fresh runs of the posterior."""
    rows = [
        [row["name"], f"{row['observed']:.0f}", f"{row['mean']:.1f} ({row['low']:.0f} to {row['high']:.0f})"]
        for row in sections["predictive"]["fitted"] if row["count"]
    ]  # fmt: skip
    screen.print(table(["ties", "on record", "fresh runs: mean (90%)"], rows, right=(1, 2)))


def _posterior(screen: Console, sections: Section) -> None:
    rows, found = [], identified(sections)
    second = {row["parameter"]: row for row in sections["agreement"]["rows"]}
    ranked = {row["name"]: row for row in sections["recovery"]["parameters"]}
    for row in sections["kernel"]["parameters"]:
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
    first, ranks, data = sections["kernel"], sections["recovery"], sections["leave_out"]
    robust = {True: "robust", False: "not robust"}
    lines = [
        f"{first['runs']:,} runs of the table; those near the record are worth {first['effective_size']:.0f} draws.",
        f"Ranks over {ranks['sets']} data sets: {'uniform' if ranks['passed'] else 'NOT uniform'}; intervals "
        f"{'cover as they should' if ranks['all_covered'] else 'do NOT cover as they should'}.",
        f"Predictive checks outside the central 90%: {_misfits(sections['predictive'])}.",
        f"Without one dyad or with another reading of the data: {robust[data['robust']]}; with another kernel: "
        f"{robust[sections['scales']['robust']]}; under other priors: {robust[sections['priors']['robust']]}.",
    ]  # fmt: skip
    lines += [_left_out(row) for row in data["forecasts"]]
    if "later" in sections:
        lines += [f"{row['meaning']}: {row['observed']:g} on record, {row['mean']:.1f} ({row['low']:g} to "
                  f"{row['high']:g}) foretold." for row in sections["later"]["rows"]]  # fmt: skip
        lines.append(f"The look at what came later is {sections['later']['note']}.")
    return lines


def _left_out(forecast: Section) -> str:
    model, *others = forecast["rows"]
    listed = ", ".join(f"{row['name']} {row['loss']:.3f}" for row in others)
    return (
        f"Each dyad left out, tied by {forecast['until']}: log loss {model['loss']:.3f}, {_than(model['verdict'])} the "
        f"constant ({model['difference']:+.3f} ± {model['error']:.3f}); {listed}."
    )


def _than(verdict: str) -> str:
    """'better than', 'worse than', 'no clear difference from'."""
    return f"{verdict} {'from' if verdict.startswith('no') else 'than'}"


def _misfits(predictive: Section) -> str:
    return ", ".join(predictive["misfits"]) or "none"
