"""What a post of a secretariat costs a year in US dollars: from budgets and staff of real bodies, by rule.

The model knows posts and no money. These numbers translate posts for a reader and are read by nothing that simulates.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from results.numbers import two
from scenarios.design_records import analogue_rows
from scenarios.tables import Column, read_table

PRICES_OF = 2024
_SMALL = 0.1  # millions, below which money is told in thousands
COLUMNS = [
    Column("id", "name", required=True, blank_ok=False),
    Column("organisation", "name", required=True, blank_ok=False),
    Column("year", "int", required=True, low=1990, high=PRICES_OF, blank_ok=False),
    Column("covers", "choice", required=True, choices=("whole budget", "staff costs of one P-4 post"), blank_ok=False),
    Column("millions", "float", required=True, low=0, blank_ok=False, note="of the currency, in that year"),
    Column("currency", "choice", required=True, choices=("USD", "EUR", "CHF"), blank_ok=False),
    Column("posts", "float", required=True, low=1, blank_ok=False, note="that this pays"),
    Column("dollars", "float", required=True, low=0.1, high=10, blank_ok=False,
           note="US dollars a unit of the currency, mean of that year"),
    Column("prices", "float", required=True, low=1, high=3, blank_ok=False,
           note="US consumer prices (CPI-U) of 2024 by those of that year"),
    Column("rests_on", required=True, note="ids of rows of analogues.csv; ';' between"),
    Column("source", required=True, blank_ok=False),
    Column("status", "choice", required=True, choices=("sourced", "partly", "assumed"), blank_ok=False),
    Column("note"),
]  # fmt: skip


@dataclass(frozen=True)
class Body:
    """A real body: what one of its posts costs, in millions of US dollars a year at prices of ``PRICES_OF``."""

    id: str
    organisation: str
    year: int
    covers: str
    price: float
    rests_on: tuple[str, ...]
    source: str
    status: str
    note: str


@dataclass(frozen=True)
class Price:
    """Millions of US dollars a post-year: the median of the bodies, the lowest and the highest."""

    central: float
    low: float
    high: float
    bodies: tuple[Body, ...]

    def money(self, posts: float) -> str:
        """So many posts in money: '8.6 million US dollars a year (2.8 to 13)'; the range is that of the price alone."""
        if posts == 0:
            return "nothing"
        _, factor = self._unit(posts)
        low, high = (two(posts * factor * value) for value in (self.low, self.high))
        return f"{self.about(posts)} ({low} to {high})"

    def about(self, posts: float) -> str:
        """So many posts in money, without the range of the price: '8.6 million US dollars a year'."""
        unit, factor = self._unit(posts)
        return f"{two(posts * factor * self.central)} {unit} US dollars a year"

    def _unit(self, posts: float) -> tuple[str, float]:
        return ("million", 1.0) if posts * self.central >= _SMALL else ("thousand", 1000.0)

    @property
    def note(self) -> str:
        """What the translation rests on."""
        return (
            f"The model counts posts, not money. Posts are translated at {two(self.central)} million US dollars a post "
            f"and year, the median of {len(self.bodies)} real bodies ({two(self.low)} to {two(self.high)}; prices of "
            f"{PRICES_OF}): no result depends on it."
        )


@cache
def price() -> Price:
    """The price of a post; StoredFileError or InputError if the table is wrong."""
    table = read_table(Path(str(files("results").joinpath("data", "post_costs.csv"))), COLUMNS)
    known, bodies = analogue_rows(), []
    for k in range(len(table)):
        cell = {name: column[k] for name, column in table.cells.items()}
        ids = tuple(part.strip() for part in cell["rests_on"].split(";") if part.strip())
        for key in ids:
            if key not in known:
                raise table.error(k, "rests_on", "no such analogue", value=key, choices=list(known))
        bodies.append(_body(cell, ids))
    prices = [body.price for body in bodies]
    return Price(statistics.median(prices), min(prices), max(prices), tuple(bodies))


def _body(cell: dict[str, Any], ids: tuple[str, ...]) -> Body:
    a_post = cell["millions"] / cell["posts"] * cell["dollars"] * cell["prices"]
    said = {name: cell[name] for name in ("id", "organisation", "year", "covers", "source", "status", "note")}
    return Body(price=a_post, rests_on=ids, **said)
