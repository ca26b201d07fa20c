"""Work by design beside what is known of real bodies: utilisation, backlog and finished work a year.

Nothing here is a test: few bodies say how many staff they have, fewer how much they finish, none how busy they are.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from results.comparison import centre
from scenarios.design_records import analogue_rows, preset_names
from scenarios.designs import preset_of
from scenarios.queries import tables_of
from scenarios.tables import Column, read_table

STAFF, OUTPUT, LATENESS = ABOUT = ("staff", "output", "lateness")
UNKNOWN = "nothing known"
# Outcome of a run -> (name here, unit, factor): a year's work is twelve months' of it.
WORK = {
    "utilisation": ("utilisation", "share", 1.0),
    "backlog": ("backlog", "cases", 1.0),
    "finished": ("finished_a_year", "cases", 12.0),
}
COLUMNS = [
    Column("preset", "choice", required=True, choices=preset_names(), blank_ok=False),
    Column("about", "choice", required=True, choices=ABOUT, blank_ok=False),
    Column("says", required=True, blank_ok=False, note="what the analogues say, in short"),
    Column("rests_on", required=True, blank_ok=False, note="ids of rows of analogues.csv; ';' between"),
]


@cache
def said() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """What the analogues say of a preset's staff, output or lateness, and their ids; absent where nothing is known."""
    table, known = read_table(Path(str(files("results").joinpath("data", "sizes.csv"))), COLUMNS), analogue_rows()
    found = {}
    for k in range(len(table)):
        ids = tuple(part.strip() for part in table.cells["rests_on"][k].split(";"))
        for key in ids:
            if key not in known:
                raise table.error(k, "rests_on", "no such analogue", value=key, choices=list(known))
        found[table.cells["preset"][k], table.cells["about"][k]] = (table.cells["says"][k], ids)
    return found


def check(runs: Any) -> pd.DataFrame:
    """One row a design.

    Columns: design, preset ('' for a design of one's own); for each of ``WORK`` its median and 90% interval
    (``utilisation``, ``utilisation_low90``, ...; NaN if the runs lack it or it does not apply); staff, output and
    lateness of real bodies in words, and rests_on, the ids of the analogues.
    """
    with tables_of(runs, "runs") as tables:
        grid, columns = tables.grid(), tables.columns("runs")
        rows: list[dict[str, Any]] = [
            {"design": design, "preset": preset_of(design, runs.roster) or ""} for design in grid.designs
        ]
        for name, (short, _, factor) in WORK.items():
            values = grid.values(name) * factor if name in columns else None
            for k, row in enumerate(rows):
                row |= _named(short, values[:, k] if values is not None else None)
    for row in rows:
        told = {about: said().get((row["preset"], about), (UNKNOWN, ())) for about in ABOUT}
        row |= {about: words for about, (words, _) in told.items()}
        row["rests_on"] = tuple(dict.fromkeys(key for _, ids in told.values() for key in ids))
    return pd.DataFrame(rows)


def _named(short: str, values: Any) -> dict[str, float]:
    nan = float("nan")
    found = centre(values) if values is not None else {"median": nan, "low90": nan, "high90": nan}
    return {short: found["median"], f"{short}_low90": found["low90"], f"{short}_high90": found["high90"]}
