"""What `entente sensitivity` prints: for each outcome a few sentences, what to beware of, and the largest indices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd
from rich.text import Text

from entente.console import console, table
from results.numbers import change, size
from results.report_text import behaviour_status
from results.sensitivity.samples import MORRIS
from scenarios.inputs import DRAWS
from sim.errors import visible

if TYPE_CHECKING:
    from results.numbers import Meta
    from results.sensitivity.study import Sensitivity

ONE, SEVERAL = 12, 5  # inputs shown, of one outcome and of several


def show(found: Sensitivity, folder: Path | None) -> None:
    """Print everything to standard output."""
    screen, about = console(), found.about()
    screen.print(Text(_head(found, about), style="bold"), soft_wrap=True)
    screen.print(Text(f"Behaviour: {behaviour_status(about['behaviour_prior'])}."), soft_wrap=True)
    most = ONE if len(found.asked.metas) == 1 else SEVERAL
    for meta in found.asked.metas:
        click.echo()
        for sentence in found.words(meta.name):
            click.echo(sentence)
        for sentence in found.cautions[meta.name]:
            click.echo(f"Caution: {sentence}")
        screen.print(_table(found, meta, most))
        if found.pairs is not None:
            screen.print(_pairs(found.pairs[found.pairs["outcome"] == meta.name], most))
    click.echo(f"\n{_legend(found)}")
    if folder is not None:
        click.echo(f"folder: {visible(folder)} (figures, all indices, points and runs)")


def _head(found: Sensitivity, about: dict[str, Any]) -> str:
    method = "Morris' effects" if found.asked.method == MORRIS else "Sobol indices"
    unit = "trajectories" if found.asked.method == MORRIS else "rows"
    return (
        f"{method}: {len(about['inputs'])} inputs, {about['size']} {unit}, {about['points']:,} points{_each(found)}, "
        f"{about['runs']:,} runs of {', '.join(about['designs_run'])}, scenario '{about['scenario']}', seed "
        f"{about['seed']}, {found.seconds:.0f} s"
    )


def _each(found: Sensitivity) -> str:
    return f" of {found.asked.replicates} replicates" if found.asked.replicates > 1 else ""


def _table(found: Sensitivity, meta: Meta, most: int) -> Any:
    """The inputs with the largest indices, and the draws."""
    rows = found.of(meta.name)
    shown = rows.head(most)
    if DRAWS not in set(shown["input"]):
        shown = pd.concat([shown, rows[rows["input"] == DRAWS]])
    kinds = {each.name: each for each in found.asked.inputs}
    cells = []
    for _, row in shown.iterrows():
        each = kinds[row["input"]]
        span = f"one of {each.high:,.0f}" if each.counted else f"{each.low:.3g} to {each.high:.3g}"
        cells.append([row["input"], *_numbers(row, meta, found.asked.method), f"{span} {each.unit}"])
    heads = ["input", *_HEADS[found.asked.method], "range"]
    return table(heads, cells, right=range(1, len(heads) - 1))


_HEADS = {
    MORRIS: ("mean size (mu*)", "mean (mu)", "spread (sigma)"),
    "sobol": ("first order", "total"),
}


def _numbers(row: pd.Series, meta: Meta, method: str) -> list[str]:
    """The indices of one input with half their intervals."""
    if method == MORRIS:
        strength, half, spread = (
            size(row[name], meta.unit, named=False) for name in ("mu_star", "mu_star_conf", "sigma")
        )
        return [f"{strength} ± {half}", change(row["mu"], meta.unit, named=False), spread]
    return [_pair(row, "S1"), _pair(row, "ST")]


def _pair(row: pd.Series, name: str) -> str:
    if pd.isna(row[name]):
        return "–"
    return f"{row[name]:.2f} ± {row[f'{name}_conf']:.2f}".replace("-", "−")


def _pairs(rows: pd.DataFrame, most: int) -> Any:
    """The pairs with the largest second-order indices."""
    shown = rows.sort_values("S2", ascending=False, kind="stable").head(most)
    return table(
        ["input", "with", "second order"], [[r["a"], r["b"], _pair(r, "S2")] for _, r in shown.iterrows()], right=[2]
    )


def _legend(found: Sensitivity) -> str:
    if found.asked.method == MORRIS:
        return (
            "Changes of the outcome from one end of an input's range to the other (draws, behaviour and others: from "
            "one draw to another), ± half the 95% interval."
        )
    return (
        "Shares of the variance over all points, ± half the 95% interval. First order: what an input explains by "
        "itself; total: what would remain if all others were known."
    )
