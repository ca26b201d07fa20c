"""What a result depends on, in words: at most five sentences an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from results.numbers import Meta, change, is_share, listing, lower_first, number, size
from results.sensitivity.samples import MORRIS, STEP
from scenarios.inputs import DRAWS, OTHERS, ROW

NAMED = 3  # inputs named in a sentence
LEAST = 0.02  # a share of variance below it is not named
SMALL = 0.05  # a total effect below it is called small
ROUNDED = 0.005  # from here on a share below none, or above all, is seen in per cent
UNKNOWN = 0.5  # half an interval of a share beyond which the share is not told
CLEAR = 3.0  # standard errors
ONE_WAY = 0.8  # a mean effect against the mean size of effects: from here on it goes one way
_TO_ERROR = 1 / 1.959964  # half a 95% interval -> standard error
CALLED = {
    ROW: "behaviour (the row of the posterior)",
    OTHERS: "the other inputs together",
    DRAWS: "chance (the draws)",
}


def words(table: pd.DataFrame, level: Mapping[str, Any], meta: Meta, asked: Mapping[str, Any]) -> list[str]:
    """Sentences on one outcome.

    table : its indices, the largest first.  level : its 'mean', 'sd' and (Sobol) 'S1_sum' with its interval.
    asked : 'method', 'design', 'against', 'replicates'.
    """
    of_effects = asked["method"] == MORRIS
    first = [_level(level, meta, asked)]
    largest = table["mu_star" if of_effects else "ST"]
    if largest.isna().all() or (largest == 0).all():
        return [*first, "It depends on none of the inputs over these ranges."]
    return first + (_morris(table, meta, asked) if of_effects else _sobol(table, level, asked))


def subject(meta: Meta, asked: Mapping[str, Any]) -> str:
    """'Members under rotating', or 'Difference in members, rotating less igo:OECD'."""
    if asked["against"] is None:
        return f"{meta.title} under {asked['design']}"
    return f"Difference in {lower_first(meta.title)}, {asked['design']} less {asked['against']}"


def _level(level: Mapping[str, Any], meta: Meta, asked: Mapping[str, Any]) -> str:
    single = asked["against"] is None
    mean = (number if single else change)(level["mean"], meta.unit)
    unit = f" {meta.unit}" if single and not is_share(meta.unit) else ""
    spread = size(level["sd"], meta.unit)
    return f"{subject(meta, asked)}: {mean}{unit} on average over all inputs, with a standard deviation of {spread}."


# ---- shares of variance ----------
def _sobol(table: pd.DataFrame, level: Mapping[str, Any], asked: Mapping[str, Any]) -> list[str]:
    chance = table[table["input"] == DRAWS].iloc[0]
    others = table[table["input"] != DRAWS]
    alone = others[(others["S1"] > others["S1_conf"] * _TO_ERROR * CLEAR) & (others["S1"] >= LEAST)]
    alone = alone.sort_values("S1", ascending=False, kind="stable")
    said = []
    if len(alone):
        parts = [f"{_called(r['input'])} {_share(r['S1'], r['S1_conf'])}" for _, r in alone.head(NAMED).iterrows()]
        more = f"; {len(alone) - NAMED} more have a clear share" if len(alone) > NAMED else ""
        said.append(f"By itself each explains of the variance: {listing(parts)}{more}.")
    else:
        said.append("No input by itself explains a share of the variance that is clear of zero.")
    said.append(
        f"Chance{_averaged(asked)}: of the variance {_share(chance['ST'], chance['ST_conf'])} would remain if all "
        f"inputs were known; the draws by themselves explain {_share(chance['S1'], chance['S1_conf'])}."
    )
    said.append(
        f"One at a time, all of them explain {_share(level['S1_sum'], level['S1_sum_conf'])}; the rest comes from what "
        "inputs and chance do together."
    )
    small = others[others["ST"] + others["ST_conf"] < SMALL]
    if len(small):
        said.append(f"Of little matter, with a total share below {SMALL:.0%}: {len(small)} of {len(others)} inputs.")
    return said


def _averaged(asked: Mapping[str, Any]) -> str:
    """What is left of chance when points are averaged over streams."""
    return f" (what is left of it in means of {asked['replicates']} replicates)" if asked["replicates"] > 1 else ""


def _share(value: float, half: float) -> str:
    """A share as it stands in the table, and how wide its interval is; one that cannot be is called so."""
    if not half <= UNKNOWN:
        return "an unknown share (the sample is too small)"
    beyond = "; below 0 by chance" if value < -ROUNDED else "; above 100 by chance" if value > 1 + ROUNDED else ""
    return f"{number(round(100 * value) + 0.0)}% (± {100 * half:.0f}{beyond})"


# ---- effects ----------
def _morris(table: pd.DataFrame, meta: Meta, asked: Mapping[str, Any]) -> list[str]:
    chance = table[table["input"] == DRAWS].iloc[0]
    others = table[table["input"] != DRAWS]
    parts = [_effect(row, meta) for _, row in others.head(NAMED).iterrows() if row["mu_star"] > 0]
    said = [f"From one end of its range to the other it is moved most by: {listing(parts)}."]
    said.append(
        f"Chance{_averaged(asked)}: another stream of random numbers alone moves it by "
        f"{size(chance['mu_star'], meta.unit)} on average; an input that did nothing but reshuffle chance would show "
        f"up to {size(chance['mu_star'] / STEP, meta.unit)}."
    )
    clear = others[others["mu"].abs() > others["mu_conf"] * _TO_ERROR * CLEAR]
    said.append(f"{len(clear)} of {len(others)} inputs have a mean effect beyond {CLEAR:g} standard errors.")
    silent = int((others["moved"] == 0).sum())
    if silent:
        said.append(f"{silent} inputs changed nothing at any step.")
    return said


def _effect(row: pd.Series, meta: Meta) -> str:
    way = ""
    if abs(row["mu"]) >= ONE_WAY * row["mu_star"]:
        way = "up " if row["mu"] > 0 else "down "
    both = "" if way else " (both ways)"
    return f"{_called(row['input'])} {way}by {size(row['mu_star'], meta.unit)}{both}"


def _called(name: str) -> str:
    return CALLED.get(name, name)
