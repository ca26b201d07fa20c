"""The claims of the sources, by id: what an explanation cites, and where it was said."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.errors import InputError


@dataclass(frozen=True)
class Claim:
    """A claim of a source document, in short and in our words."""

    id: str
    source: str  # letter of the source document
    citation: str  # the document in full
    claim: str

    def to_json(self) -> dict[str, str]:
        """As plain data."""
        return {"id": self.id, "claim": self.claim, "source": self.citation}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in ``results/data``."""
    text = files("results").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def claims() -> dict[str, Claim]:
    """Every claim by its id.

    >>> claims()["W4"].claim
    'Changing hands costs memory and rebuilding; long projects move more slowly.'
    """
    sources = {row["source"]: ", ".join(filter(None, (row["citation"], row["link"]))) for row in rows("citations.csv")}
    return {
        row["id"]: Claim(row["id"], row["source"], sources[row["source"]], row["claim"]) for row in rows("claims.csv")
    }


def lookup(ids: Iterable[str]) -> list[Claim]:
    """The claims with these ids, each once, in the order given; InputError if an id is unknown."""
    known = claims()
    found: dict[str, Claim] = {}
    for key in ids:
        if key not in known:
            raise InputError("unknown evidence id", value=key, allowed=", ".join(known), choices=known)
        found[key] = known[key]
    return list(found.values())
