"""What a difference must come to before anybody would notice it or act on it: one number a quantity.

The table was written before the effects were measured; a number of it changes only together with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.tables import Column, read_table
from sim.errors import InputError

RELEVANT = Path(__file__).parents[2] / "data" / "relevant.csv"
UNIT, RELATIVE = SCALES = ("unit", "relative")
KINDS = (
    "share", "Gini", "scale", "correlation", "count", "tie", "types", "days", "months", "rate", "case", "ratio",
    "index",
)  # fmt: skip
COLUMNS = [
    Column("outcome", "name", required=True, blank_ok=False, note="an outcome or a quantity of the evidence rows"),
    Column("smallest", "float", required=True, low=1e-6, blank_ok=False, note="smallest relevant difference"),
    Column("scale", "choice", required=True, choices=SCALES, blank_ok=False,
           note="unit: in the outcome's own unit; relative: times its level on the baseline's side"),
    Column("kind", "choice", required=True, choices=KINDS, blank_ok=False, note="one number for all of a kind"),
    Column("reason", required=True, blank_ok=False, note="what a reader would notice or act upon"),
]  # fmt: skip


@dataclass(frozen=True)
class Relevant:
    """The smallest relevant difference of a quantity and why; see ``COLUMNS``."""

    outcome: str
    smallest: float
    scale: str
    kind: str
    reason: str

    def least(self, level: float) -> float:
        """The smallest relevant difference in the quantity's unit; ``level`` is its mean on the baseline's side."""
        return self.smallest * abs(level) if self.scale == RELATIVE else self.smallest

    @property
    def words(self) -> str:
        """'10% of the baseline' or '0.5', for tables."""
        return f"{self.smallest:.0%} of the baseline" if self.scale == RELATIVE else f"{self.smallest:g}"


def read(path: Path = RELEVANT) -> dict[str, Relevant]:
    """Every row of a table of smallest relevant differences by its quantity; InputError if one stands there twice."""
    table = read_table(path, COLUMNS)
    found: dict[str, Relevant] = {}
    for k in range(len(table)):
        row = Relevant(**{name: column[k] for name, column in table.cells.items()})
        if row.outcome in found:
            raise table.error(k, "outcome", "the same quantity twice", allowed="one row a quantity")
        found[row.outcome] = row
    return found


@cache
def relevant() -> dict[str, Relevant]:
    """The table of the project."""
    return read()


def of(name: str) -> Relevant:
    """What is relevant in a quantity; InputError with the nearest name."""
    if name not in relevant():
        raise InputError("no smallest relevant difference", file=RELEVANT.name, value=name, choices=list(relevant()))
    return relevant()[name]
