"""The evidence table: claims, how the model carries each, what was expected, what was found, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from results.evidence import Claim, claims
from results.studies.evidence.contrast import QUANTITIES
from results.studies.evidence.judge import FINDINGS, NOT_RUN, STATUSES, together
from results.studies.evidence.measure import EFFECTS, MODULES, experiments
from scenarios.fingerprint import fingerprint
from scenarios.tables import Column, Table, read_table, scan_table
from sim.catalogue import CASE_INDEX, CATEGORY_INDEX, TIE_TYPES
from sim.config import EVENT_KINDS
from sim.design import FIELD_NAMES
from sim.errors import InputError, raise_all
from sim.parameters import NAMES

FOLDER = Path(__file__).parents[2] / "data" / "evidence"
BY_CONSTRUCTION, EMERGENT, DESCRIPTIVE = KINDS = ("assumed by construction", "emergent", "descriptive")
SEATS = ("seat",)  # the vector of a design that is no field
MISSING, WEAK, ABSENT, RARE = REASONS = ("mechanism missing", "too weak", "rightly absent", "too rare to tell")
CARRIERS = (
    *NAMES, *FIELD_NAMES, *SEATS, *EVENT_KINDS, *CASE_INDEX, *CATEGORY_INDEX, *(t.key for t in TIE_TYPES),
)  # fmt: skip

ROW_COLUMNS = [
    Column("id", required=True, blank_ok=False, note="of the claim, as in claims.csv"),
    Column("kind", "choice", required=True, choices=KINDS, blank_ok=False, note="by construction: of one rule"),
    Column("mechanism", required=True, blank_ok=False, note="what carries it, in our words"),
    Column("parameters", required=True, blank_ok=False, note="names of numbers, fields, events or cases; ';' between"),
    Column("expectation", required=True, blank_ok=False, note="written before the first run"),
    Column("outcome", required=True, blank_ok=False, note="names of what is measured; ';' between"),
    Column("direction", "int", required=True, low=-1, high=1, note="of the first outcome; 0 not known beforehand"),
    Column("test", required=True, blank_ok=False, note="the test that shows it, as pytest names it"),
    Column("reason", "choice", required=True, choices=REASONS, note="of a row not reproduced; the note says why"),
    Column("note", required=True, note="why it fails, what it rests on, what to keep in mind"),
]
EFFECT_COLUMNS = [
    Column("id", required=True, blank_ok=False),
    Column("part", required=True, blank_ok=False, note="what is compared: right against left"),
    Column("outcome", required=True, blank_ok=False),
    Column("expected", "int", required=True, low=-1, high=1, note="blank: no sign to test"),
    Column("decides", "bool", required=True, blank_ok=False, note="whether the row's status rests on it"),
    Column("effect", "float", required=True, note="mean of right less left"),
    *(Column(name, "float", required=True, note="95% interval of the mean") for name in ("low", "high")),
    Column("smallest", "float", required=True, low=0, note="smallest relevant size; blank: no sign to test"),
    *(Column(f"spread_{end}", "float", required=True, note="5% or 95% of single pairs") for end in ("low", "high")),
    Column("pairs", "int", required=True, low=0, blank_ok=False),
    Column("ties", "int", required=True, low=0, blank_ok=False),
    Column("share", "float", required=True, low=0, high=1, note="with the expected sign, of the pairs that differ"),
    Column("status", "choice", required=True, choices=STATUSES, blank_ok=False),
    Column("finding", "choice", required=True, choices=FINDINGS, note="why, see judge.py"),
    Column("fingerprint", required=True, blank_ok=False),
]


@dataclass(frozen=True)
class Effect:
    """One line of ``effects.csv``: see ``judge.Verdict`` for the numbers."""

    id: str
    part: str
    outcome: str
    expected: int | None
    decides: bool
    effect: float
    low: float
    high: float
    smallest: float
    spread_low: float
    spread_high: float
    pairs: int
    ties: int
    share: float
    status: str
    finding: str
    fingerprint: str

    @property
    def stale(self) -> bool:
        """Whether runs give other results now."""
        return self.fingerprint != fingerprint()


@dataclass(frozen=True)
class Row:
    """One claim with everything that is known about it."""

    id: str
    claim: Claim
    kind: str
    mechanism: str
    parameters: tuple[str, ...]
    expectation: str
    outcome: tuple[str, ...]
    direction: int | None
    test: str
    reason: str
    note: str
    effects: tuple[Effect, ...] = field(default=())

    @property
    def status(self) -> str:
        """How the claim stands, by the comparisons that decide it."""
        return together([effect.status for effect in self.effects if effect.decides])

    @property
    def finding(self) -> str:
        """What the deciding comparisons that do not hold found, each once; of measured rows, of all that decide."""
        deciding = [effect for effect in self.effects if effect.decides and effect.status == self.status]
        return "; ".join(dict.fromkeys(effect.finding for effect in deciding if effect.finding))

    @property
    def stale(self) -> bool:
        """Whether an effect was measured when runs gave other results."""
        return any(effect.stale for effect in self.effects)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        plain = {name: getattr(self, name) for name in ("id", "kind", "status", "finding", "reason", "stale",
                 "mechanism", "parameters", "expectation", "outcome", "direction", "test", "note")}  # fmt: skip
        effects = [{**vars(effect), "stale": effect.stale} for effect in self.effects]
        return {**self.claim.to_json(), **plain, "effects": effects}


def split(text: str) -> tuple[str, ...]:
    """Names with ';' between them."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


@cache
def rows() -> dict[str, Row]:
    """Every row by id, in the order of the claims; InputErrors with all that does not fit together."""
    known = claims()
    found: dict[str, Row] = {}
    errors: list[InputError] = []
    experiments()  # registers the quantities
    effects = stored_effects()
    for name in MODULES:
        table = scan_table(FOLDER / f"{name}.csv", ROW_COLUMNS, errors, label=f"evidence/{name}.csv")
        for k in range(len(table)):
            key = table.cells["id"][k]
            errors += _mistakes(table, k, known, found)
            if key in known:
                found[key] = _row(table, k, known[key], tuple(e for e in effects if e.id == key))
    errors += [InputError("a claim without a row", file="evidence", value=key) for key in known if key not in found]
    raise_all(errors)
    return {key: found[key] for key in known}


def _row(table: Table, k: int, claim: Claim, effects: tuple[Effect, ...]) -> Row:
    cells = {name: column[k] for name, column in table.cells.items()}
    lists = {name: split(cells[name]) for name in ("parameters", "outcome")}
    return Row(**{**cells, **lists, "claim": claim, "effects": effects})


def _mistakes(table: Table, k: int, known: dict[str, Claim], found: dict[str, Row]) -> list[InputError]:
    key, errors = table.cells["id"][k], []
    if key not in known:
        errors.append(table.error(k, "id", "unknown evidence id", choices=list(known)))
    elif key in found:
        errors.append(table.error(k, "id", "the same claim twice"))
    if table.cells["reason"][k] and not table.cells["note"][k]:
        errors.append(table.error(k, "note", "a reason without a note that says why"))
    for column, names in (("parameters", CARRIERS), ("outcome", tuple(QUANTITIES))):
        for name in split(table.cells[column][k]):
            if name not in names:
                errors.append(table.error(k, column, "unknown name", value=name, choices=names))
    return errors


def stored_effects(path: Path = EFFECTS) -> list[Effect]:
    """What was measured, in the order of the file; none if it was never run."""
    if not path.is_file():
        return []
    table = read_table(path, EFFECT_COLUMNS, may_be_empty=True)
    return [Effect(**{name: column[k] for name, column in table.cells.items()}) for k in range(len(table))]


def counts(found: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Number of rows by kind, then by status."""
    pairs = Counter((row.kind, row.status) for row in found)
    shown = [status for status in STATUSES if any(pairs[kind, status] for kind in KINDS)]
    return {kind: {status: pairs[kind, status] for status in shown} for kind in KINDS}


def lookup(key: str) -> Row:
    """The row of an id (case does not matter); InputError with the nearest id."""
    found = {name.lower(): row for name, row in rows().items()}
    if key.strip().lower() not in found:
        raise InputError("unknown evidence id", value=key, allowed=", ".join(rows()), choices=list(rows()))
    return found[key.strip().lower()]


__all__ = ["NOT_RUN", "Effect", "Row", "counts", "lookup", "rows", "stored_effects"]
