"""A forecast as a result: its ledger as data, a data frame, and what a notebook shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration.forecasting.ledger import NUMBERS, section
from calibration.forecasting.ledger_files import place_for, write_ledger
from results.calibration_text.forecast import EXPLAINED, count, kept, who
from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars
from results.numbers import sentence

if TYPE_CHECKING:
    import datetime

    import pandas as pd


@dataclass(frozen=True, eq=False)
class Foretold:
    """A forecast. data : its ledger (``calibration.forecasting.ledger``)."""

    data: dict[str, Any]

    def frame(self) -> pd.DataFrame:
        """A row a dyad that may be tied and a jurisdiction that may join or leave, with probabilities and months."""
        import pandas as pd

        rows = [
            {"who": who(row), "what": row.get("what", "tie"), **{name: row[name] for name in NUMBERS},
             **dict(zip(self.data["months"], row["by_month"], strict=True))}
            for row in self.data["ties"] + self.data["changes"]
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def to_json(self) -> dict[str, Any]:
        """The ledger as plain data."""
        return self.data

    def save(self, out: str | Path | None, now: datetime.datetime) -> Path:
        """Write the ledger into a folder or a .json file (None: a new folder in runs/), and say where."""
        made = {"made": now.isoformat(timespec="seconds")}
        with place_for(None if out is None else str(out), now) as path:
            return write_ledger(self.data | {"run": made}, path)

    @cached_property
    def _section(self) -> dict[str, Any]:
        return section(self.data)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        about, expected = self._section["about"], self._section["expected"]
        return [
            f"As of {about['as_of']}, until {about['until']}: {about['runs']} runs, {about['draws']} draws of "
            f"{about['posterior']}, seed {about['seed']}.",
            f"Expected ties: {count(expected['ties'])} of {self._section['open']} open dyads; joins: "
            f"{count(expected['joins'])}; exits: {count(expected['exits'])}.{kept(self._section)}",
        ]

    def _repr_html_(self) -> str:
        found = self._section
        rows = [
            [
                who(row),
                what,
                f"{row['probability']:.2f}",
                f"{row['low']:.2f} to {row['high']:.2f}",
                f"{row['mc_error']:.2f}",
            ]
            for what, rows in (("tie", found["ties"]), ("joins", found["joins"][:5]), ("leaves", found["exits"][:3]))
            for row in rows
        ]
        marks = [Bar(who(row), row["low"], row["probability"], row["high"]) for row in found["ties"]]
        picture = bars(
            marks,
            "probability",
            "forecast",
            "Likeliest ties",
            "Marks: probability; bars: the central 90% over the parameters.",
        )
        heads = ["Who", "What", f"Probability by {found['about']['until']}", "90%", "±"]
        notes = [EXPLAINED, *map(sentence, found["about"]["notes"]), "Month by month: .frame()."]
        return html(Shown("What may come", self._lines(), heads, rows, picture=picture, notes=notes))
