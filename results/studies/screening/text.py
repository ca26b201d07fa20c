"""The screening in words: docs/screening.md, and the rows that the command prints."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from results.studies.screening.effects import CLEAR, ENOUGH, MOVES, NOTHING, SMALL, STEADY, UNCLEAR
from results.studies.screening.study import DATA, Screening
from sim.outcomes import ALL_OUTCOMES

REASONS = "screening_reasons.csv"  # written by hand: factor, why it stays although it moves nothing here
HEADLINES = tuple(o.name for o in ALL_OUTCOMES if o.headline)
TITLES = {o.name: o.title for o in ALL_OUTCOMES}
KINDS = {
    "behaviour": "Behaviour parameters",
    "uncertain": "The uncertain world",
    "design": "Fields of a design",
    "fixed": "Fixed parameters",
}
STRONGEST = 3  # outcomes named a factor


def reasons(folder: Path = DATA) -> dict[str, str]:
    """Factor -> why it stays although the screening finds nothing clear."""
    path = folder / REASONS
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["factor"]: row["reason"] for row in csv.DictReader(file)}


def largest(found: pd.DataFrame) -> pd.Series:
    """The largest of the three moves of each row, in spreads."""
    return found[["low", "high", "effect"]].abs().max(axis=1)


def summary(screening: Screening) -> list[dict[str, Any]]:
    """A row a factor: kind, range, verdict, number of outcomes clearly moved, and those it moves most."""
    rows = []
    verdicts, why = screening.verdicts(), reasons()
    for factor in screening.factors:
        mine = screening.table[screening.table["factor"] == factor.name]
        ranked = mine.assign(size=largest(mine)).sort_values("size", ascending=False)
        clear = ranked[ranked["clear"]]
        top = clear if len(clear) else ranked
        rows.append(
            {
                "name": factor.name,
                "kind": factor.kind,
                "range": f"{factor.low:g} to {factor.high:g}",
                "unit": factor.unit,
                "verdict": verdicts[factor.name],
                "outcomes moved": len(clear),
                "largest": float(ranked["size"].iloc[0]) if len(ranked) else 0.0,
                "moves most": [_named(row) for row in top.head(STRONGEST).to_dict("records")],
                "headlines": {n: _effect(mine, n) for n in HEADLINES},
                "reason": why.get(factor.name, ""),
            }
        )
    return rows


def _named(row: dict[Any, Any]) -> dict[str, Any]:
    numbers = {name: float(row[name]) for name in ("low", "high", "effect", "se")}
    return {"outcome": str(row["outcome"])} | numbers


def _effect(rows: pd.DataFrame, outcome: str) -> dict[str, Any]:
    """Effect of low to high on one outcome, its standard error, and whether it is clear; 0 where nothing changed."""
    found = rows[rows["outcome"] == outcome]
    if found.empty:
        return {"effect": 0.0, "se": 0.0, "clear": False}
    row = found.iloc[0]
    return {"effect": float(row["effect"]), "se": float(row["se"]), "clear": bool(row["clear"])}


# ---- Markdown -----------------------------------------------------------------------------------------------------
def page(screening: Screening) -> str:
    """docs/screening.md."""
    rows = summary(screening)
    blocks = ["<!-- Written by `make screening`. Do not edit. -->", "# Screening", _method(screening), _counts(rows)]
    blocks += ["## What moves nothing clearly", _silent(rows)]
    blocks += ["## Headline outcomes", _legend(screening)]
    for kind, title in KINDS.items():
        chosen = [row for row in rows if row["kind"] == kind]
        if chosen:
            blocks += [f"### {title}", _headlines(chosen)]
    blocks += ["## What each moves most", _strongest(rows)]
    return "\n\n".join(blocks) + "\n"


def _minutes(seconds: float) -> str:
    """How long it took, in words."""
    return "less than a minute" if seconds < 60 else f"about {max(2, round(seconds / 60))} minutes"


def _method(screening: Screening) -> str:
    about = screening.about
    designs = " and ".join(f"`{design}`" for design in about["designs"])
    constant = ", ".join(f"`{name}`" for name in about["held constant"])
    return "\n\n".join(
        (
            "Which parameters and design fields matter, one at a time: each is set to the low and to the high end of "
            "its range while all else, seeds and draws included, stays as it was; the middle is as drawn. "
            f"{about['replicates']} replicates of the scenario '{about['scenario']}' (seed {about['seed']}) under "
            f"{designs}, {about['runs']} runs, {_minutes(about['seconds'])} on "
            f"{about['workers']} processes. Design fields run over the span of the presets; where no preset differs, "
            "over all that is admissible. Shares of one whole (powers, dues) give way to the one that is raised.",
            "Effects are in *spreads*: standard deviations of the outcome over "
            f"{about['draws for the spread']} draws of behaviour under one design. An effect is *clear* if it is at "
            f"least {SMALL:g} spreads and beyond {CLEAR:g} standard errors of what a new seed alone changes, or (with "
            f"{ENOUGH} replicates or more) beyond {STEADY:g} standard errors of its own. All numbers: "
            f"`results/data/screening.csv`; fingerprint of results {about['fingerprint']}.",
            "One at a time finds no interactions: what is silent here may matter together with another. Not screened, "
            f"because they have no range: {constant}.",
        )
    )


def _counts(rows: Sequence[dict[str, Any]]) -> str:
    heads = ["", MOVES, UNCLEAR, NOTHING]
    body = [
        [title, *(str(sum(r["kind"] == kind and r["verdict"] == v for r in rows)) for v in heads[1:])]
        for kind, title in KINDS.items()
    ]
    return markdown(heads, body)


def _silent(rows: Sequence[dict[str, Any]]) -> str:
    """What is to be removed or justified."""
    silent = [r for r in rows if r["verdict"] != MOVES]
    if not silent:
        return "Everything moves something clearly."
    words = {UNCLEAR: "changes runs, but no outcome beyond chance", NOTHING: "changed no outcome in any run"}
    body = [
        [
            f"`{r['name']}`",
            r["kind"],
            r["range"],
            words[r["verdict"]],
            f"{r['largest']:.2f}",
            r["reason"] or "**none given**",
        ]
        for r in silent
    ]
    return markdown(["name", "kind", "range", "found", "largest move, spreads", "why it stays"], body)


def _reason(row: dict[str, Any]) -> str:
    return row["reason"] or "**none given**"


def _legend(screening: Screening) -> str:
    noise = screening.about["noise"]
    told = ", ".join(f"{TITLES[n].lower()} {noise[n]:g}" for n in HEADLINES if noise.get(n) is not None)
    return f"Effect of going from low to high, in spreads; bold if clear.\nStandard error from chance alone: {told}."


def _headlines(rows: Sequence[dict[str, Any]]) -> str:
    body = [[f"`{r['name']}`", *(_cell(r["headlines"][n]) for n in HEADLINES)] for r in rows]
    return markdown(["", *(TITLES[n] for n in HEADLINES)], body)


def _cell(found: dict[str, Any]) -> str:
    value = found["effect"]
    if value != value:
        return "n/a"
    text = f"{value:+.2f}" if abs(value) >= 0.005 else "0"
    return f"**{text}**" if found["clear"] else text


def _strongest(rows: Sequence[dict[str, Any]]) -> str:
    body = [
        [f"`{r['name']}`", str(r["outcomes moved"]), "; ".join(told(top) for top in r["moves most"])]
        for r in rows
        if r["verdict"] == MOVES
    ]
    return markdown(["name", "outcomes", "moves most (low end, high end against the middle, in spreads)"], body)


def told(top: dict[str, Any]) -> str:
    """'members -0.4, +1.2'."""
    return f"{top['outcome']} {top['low']:+.2f}, {top['high']:+.2f}"


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
