"""What a scenario changes in its roster: the table [roster_changes], with the columns of a roster's files.

Values are checked here as the cells of those files are, with the same words. What only shows on a roster (unknown
actors, a tie that is there already) is checked where the changes are made: ``scenarios.roster_changes``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from scenarios.roster_columns import FIRMS, INSTITUTES, JURISDICTIONS, PAIRS, TIES
from scenarios.schema_checks import described, mistake
from scenarios.tables import Column, value_of

_CONFIG = ConfigDict(extra="forbid", frozen=True, strict=True)
_KINDS = {"float": "number", "int": "integer", "bool": "boolean"}  # of a column, in a JSON schema
_ENDS = ("actor", "partner")  # who a row is about, as in [[events]]
# Columns that are keys of a row (who it is about), or that have another way to be said.
_LEFT_OUT = ("acts", "iso_a", "iso_b", "actor_a", "actor_b")
ACTOR = "an actor of the roster, by its id, alias or name"


def cell_text(value: Any, column: Column) -> str:
    """A value of a TOML file as the text of a cell of that column; a mistake for a value of another type."""
    if column.kind in ("float", "int", "bool") and value != "":
        fits = isinstance(value, int | float) and (column.kind == "bool" or not isinstance(value, bool))
        text = str(int(value)) if isinstance(value, bool) else str(value)
    else:
        fits = isinstance(value, str | datetime.date)
        text = str(value.date() if isinstance(value, datetime.datetime) else value).strip()
    if not fits:
        raise mistake("not a value for this column", allowed=column.allowed)
    return text


def _check(column: Column) -> Callable[[Any], Any]:
    """A check for a value as TOML has it that a cell of this column may hold. None passes (the key was left out)."""

    def check(value: Any) -> Any:
        if value is None:
            return None
        text = cell_text(value, column)
        problem = value_of(text, column)[1]
        if problem:
            raise mistake(problem, allowed=column.allowed)
        return value if isinstance(value, bool | int | float) else text

    return described(check, **_json(column))


def _json(column: Column) -> dict[str, Any]:
    """What a JSON schema says of a column."""
    bounds = {"minimum": column.low, "maximum": column.high}
    found: dict[str, Any] = {key: value for key, value in bounds.items() if value is not None}
    if column.kind in _KINDS:
        found["type"] = _KINDS[column.kind]
    elif column.kind == "choice":
        found = {"enum": [*column.choices, *([""] if column.blank_ok else [])]}
    elif column.kind == "date":
        found = {"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}
    else:
        found = {"type": "string"}
    if column.kind in _KINDS and column.blank_ok:
        found = {"anyOf": [found, {"const": ""}]}
    return found


def _row(name: str, about: str, columns: Sequence[Column], **keys: Any) -> type[BaseModel]:
    """A model of a row: its keys, and an optional value for each column that a run reads."""
    fields: dict[str, Any] = dict(keys)
    for column in columns:
        read = column.required or column.note or column.kind != "str"
        if read and column.name not in (*_LEFT_OUT, *keys):
            words = ". ".join(filter(None, (column.note, column.allowed)))
            kind = Annotated[str | int | float | bool | None, BeforeValidator(_check(column))]
            fields[column.name] = (kind, Field(None, description=words))
    return cast(type[BaseModel], create_model(name, __config__=_CONFIG, __doc__=about, **fields))


_WHO = (str, Field("", description=f"whose row is changed: {ACTOR}; left out: a new row, with the required columns"))
_HOST = (str, Field(min_length=1, description="the jurisdiction whose institute it is; one without gets a new row"))
_PAIR: dict[str, Any] = {end: (str, Field(min_length=1, description=ACTOR)) for end in _ENDS}
_GONE = (bool, Field(False, description="true: the tie that is there is taken away"))

Jurisdiction = _row("Jurisdiction", "A jurisdiction: columns of jurisdictions.csv.", JURISDICTIONS, actor=_WHO)
Institute = _row(
    "Institute", "An institute: columns of institutes.csv.",
    [column for column in INSTITUTES if column.name not in ("jurisdiction_id", "is_aisi")], actor=_HOST,
)  # fmt: skip
Firm = _row("Firm", "A firm: columns of firms.csv.", FIRMS, actor=_WHO)
Pair = _row("Pair", "A pair of jurisdictions, either way round: columns of pairs.csv.", PAIRS, **_PAIR)
Tie = _row("Tie", "A tie at the start, added or removed: columns of ties.csv.", TIES, **_PAIR, remove=_GONE)


class RosterChanges(BaseModel):
    """What is different from the roster that the scenario names."""

    model_config = _CONFIG

    remove: list[str] = Field([], description="actors that do not act, by id, alias or name")
    add: list[str] = Field([], description="actors of the roster's files that do not act there (acts = 0), and now do")
    jurisdictions: list[Jurisdiction] = Field(  # type: ignore[valid-type]
        [], description="tables [[roster_changes.jurisdictions]]: an actor, and columns of jurisdictions.csv"
    )
    institutes: list[Institute] = Field(  # type: ignore[valid-type]
        [], description="tables [[roster_changes.institutes]]: an actor, and columns of institutes.csv"
    )
    firms: list[Firm] = Field(  # type: ignore[valid-type]
        [], description="tables [[roster_changes.firms]]: an actor, and columns of firms.csv"
    )
    pairs: list[Pair] = Field(  # type: ignore[valid-type]
        [], description="tables [[roster_changes.pairs]]: actor, partner, and columns of pairs.csv"
    )
    ties: list[Tie] = Field(  # type: ignore[valid-type]
        [], description="tables [[roster_changes.ties]]: actor, partner, type, date; or remove = true"
    )

    def words(self) -> list[str]:
        """The changes for people, one an entry."""
        found = [f"without {name}" for name in self.remove] + [f"with {name}" for name in self.add]
        for table in ("jurisdictions", "institutes", "firms", "pairs", "ties"):
            found += [_words(table, row.model_dump(exclude_none=True)) for row in getattr(self, table)]
        return found


def _words(table: str, row: dict[str, Any]) -> str:
    """One row in words: 'US and China: rivalry 0.5'."""
    ends = [str(row.pop(end)) for end in _ENDS if row.get(end)]
    gone = row.pop("remove", False)
    row.pop("actor", None)
    values = ", ".join(f"{name} {value if value != '' else 'blank'}" for name, value in row.items())
    what = {"institutes": "institute of ", "ties": "no tie " if gone else "tie "}.get(table, "")
    return f"{what}{' and '.join(ends)}: {values}" if ends else f"new: {values}"
