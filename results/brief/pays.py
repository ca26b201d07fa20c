"""When a design begins to pay: months after the decision until it is clearly better than the baseline, and stays so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from results.brief.brief import Aim, Clause, Pays
from results.brief.compose import subject_of
from results.brief.effects import Facts
from results.brief.months import in_words
from results.brief.sizes import number_word
from results.comparison import UNCLEAR
from results.numbers import listing
from results.paired import ties
from scenarios.queries import tables_of
from sim.months import month_index, month_label
from sim.record import SERIES

_LED = 2  # designs of the answer's first clause that are dated; a larger group is not


def pays_of(runs: Any, facts: Facts, aims: Sequence[Aim], first: Clause) -> tuple[Pays, ...]:
    """When designs begin to pay, for each aim with a monthly series; at last for which aims nothing can be dated.

    The design to choose, and that of the answer's first clause in its own outcome. Of an aim for which no design is
    clearly better: that none becomes so, unless one does in its last months.
    """
    table = _series(runs, [aim.outcome for aim in aims if aim.outcome in SERIES])
    adopted = month_index(str(runs.scenario.adopt))
    dated = [aim for aim in aims if aim.outcome in table]
    bare = [aim for aim in aims if aim not in dated]
    found = [pays for aim in dated for pays in _pays(facts, aim, first, table[table["month"] >= adopted], adopted)]
    return (*found, *([_undated(bare)] if bare else []))


def _undated(aims: Sequence[Aim]) -> Pays:
    """That aims without a monthly series have no date."""
    return Pays("", "", None, f"Not dated, as no monthly numbers are kept: {listing([aim.aim for aim in aims])}.")


def _series(runs: Any, outcomes: Sequence[str]) -> pd.DataFrame:
    """A row a design, replicate and month, with those of the outcomes that were kept by month."""
    with tables_of(runs, "series") as tables:
        kept = [name for name in outcomes if name in tables.columns("series")]
        if not kept:
            return pd.DataFrame()
        columns = ", ".join(f'"{name}"' for name in kept)
        return tables.frame(f"SELECT design, replicate, month, {columns} FROM series")


def _pays(facts: Facts, aim: Aim, first: Clause, table: pd.DataFrame, adopted: int) -> Iterator[Pays]:
    """A line a design, or none where the monthly numbers and the outcome do not agree."""
    meta = facts.comparison.meta(aim.outcome)
    wide = table.pivot(index="replicate", columns=["design", "month"], values=aim.outcome)
    base = wide[facts.comparison.baseline]
    led = first.designs if first.outcome == aim.outcome and len(first.designs) <= _LED else ()
    told = tuple(dict.fromkeys((*aim.designs[:1], *led)))
    designs = told or facts.served
    found = {d: first_months(wide[d].to_numpy(), base[wide[d].columns].to_numpy(), meta.better) for d in designs}
    horizon = base.shape[1]
    for design in told:
        yield Pays(aim.outcome, design, found[design], _text(facts, aim.aim, design, found[design], horizon, adopted))
    if not told and all(months is None for months in found.values()):
        yield Pays(aim.outcome, "", None, _never(aim.aim, "no design becomes", horizon))


def first_months(own: np.ndarray, base: np.ndarray, better: int) -> int | None:
    """Months, of (replicates, months), before the first one from which on ``own`` is always clearly better.

    Clearly: in more than 80% of the replicates, ties counting half, as in every comparison. None if never.
    """
    higher = np.where(ties(own, base), 0.5, better * (own - base) > 0)
    clear = higher.mean(axis=0) > UNCLEAR[1]
    if not len(clear) or not clear[-1]:
        return None
    return int(len(clear) - np.argmin(clear[::-1])) if not clear.all() else 0


def _text(facts: Facts, aim: str, design: str, months: int | None, horizon: int, adopted: int) -> str:
    who = subject_of(facts, [design])
    if months is None:
        return _never(aim, f"{who} does not become", horizon)
    setup = round(facts.setup[design])
    takes = f" (set-up about {number_word(setup)})" if 0 < setup <= months else ""
    when = f"{in_words(month_label(adopted + months))} on, {number_word(months)} month{'s' * (months != 1)}"
    return f"{_start(aim)}: {who} is clearly better from {when} after the decision{takes}."


def _never(aim: str, who: str, horizon: int) -> str:
    return f"{_start(aim)}: {who} clearly better within the {length(horizon)}."


def _start(aim: str) -> str:
    return aim[:1].upper() + aim[1:]


def length(months: int) -> str:
    """'five years', '18 months'."""
    if months % 12 == 0:
        return f"{number_word(months // 12)} year{'s' * (months != 12)}"
    return f"{number_word(months)} month{'s' * (months != 1)}"
