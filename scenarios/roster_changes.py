"""Changes of a roster that a scenario asks for, made in the tables of its files before these are compared.

So whatever a folder of a roster would be refused for is refused here with the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from scenarios.roster_actors import Actors, tie_type
from scenarios.roster_columns import FILES
from scenarios.schema_roster import RosterChanges, cell_text
from scenarios.tables import Column, Table, blank_of, value_of
from sim.errors import InputError

Tables = dict[str, Table]
Errors = list[InputError]
KEY = "roster_changes"
STATES, BODIES, COMPANIES, PAIRS, TIES = (
    f"{name}.csv" for name in ("jurisdictions", "institutes", "firms", "pairs", "ties")
)
_COLUMNS = {kind.name: kind.columns for kind in FILES}
_ENDS = {PAIRS: ("iso_a", "iso_b"), TIES: ("actor_a", "actor_b")}
# What columns are called in a scenario, where that is not their own name.
_KEYS = {"iso_a": "actor", "iso_b": "partner", "actor_a": "actor", "actor_b": "partner"}


def change_tables(tables: Tables, changes: RosterChanges, errors: Errors) -> None:
    """Make the changes in the tables of a roster; mistakes go to ``errors``."""
    for kind in FILES:
        tables.setdefault(kind.name, Table(kind.name))
    for k, row in enumerate(changes.jurisdictions, 1):
        _change_actor(tables[STATES], "jurisdiction_id", row, f"{KEY}.jurisdictions[{k}]", errors)
    for k, row in enumerate(changes.firms, 1):
        _change_actor(tables[COMPANIES], "firm_id", row, f"{KEY}.firms[{k}]", errors)
    for acts, key, names in ((False, "remove", changes.remove), (True, "add", changes.add)):
        for k, name in enumerate(names, 1):
            _let_act(tables, name, acts, f"{KEY}.{key}[{k}]", errors)
    for k, row in enumerate(changes.institutes, 1):
        _change_institute(tables, row, f"{KEY}.institutes[{k}]", errors)
    for k, row in enumerate(changes.pairs, 1):
        _change_pair(tables, row, f"{KEY}.pairs[{k}]", errors)
    for k, row in enumerate(changes.ties, 1):
        _change_tie(tables, row, f"{KEY}.ties[{k}]", errors)


def _columns(table: Table) -> list[Column]:
    """The columns that a table may have; its file stands in a folder, which is named before it."""
    return _COLUMNS[table.file.rpartition("/")[2]]


# ---- who is meant ----------
def _labels(table: Table, id_column: str) -> dict[str, int]:
    """The row of every id, alias and name of a table, in small letters."""
    found: dict[str, int] = {}
    for column in (id_column, "alias", "name"):
        for k, label in enumerate(table.column(column)):
            if label:
                found.setdefault(label.lower(), k)
    return found


def _row_of(table: Table, id_column: str, name: str, key: str, errors: Errors) -> int | None:
    """The row that a name means; None, with a mistake, if it means none."""
    found = _labels(table, id_column).get(name.strip().lower())
    if found is None:
        aliases = [alias or own for alias, own in _shown(table, id_column)]
        choices = [label for column in (id_column, "alias", "name") for label in table.column(column) if label]
        allowed = f"one of {table.file}: {', '.join(aliases)}"
        errors.append(InputError("unknown actor", key=key, value=name, allowed=allowed, choices=choices))
    return found


def _shown(table: Table, id_column: str) -> list[tuple[str, str]]:
    return list(zip(table.column("alias"), table.column(id_column), strict=True))


# ---- rows ----------
def _set(table: Table, k: int, values: dict[str, Any], where: str) -> None:
    """Write values into a row, whose mistakes stand in the scenario from then on."""
    known = {column.name: column for column in _columns(table)}
    for name, value in values.items():
        column = known[name]
        cells = table.cells.setdefault(name, [blank_of(column)] * len(table))
        cells[k] = value_of(cell_text(value, column), column)[0]
    table.elsewhere[k] = lambda column: f"{where}.{_KEYS.get(column, column)}"


def _append(table: Table, values: dict[str, Any], where: str, errors: Errors) -> None:
    """Write a new row; a required value that is not given is a mistake."""
    for column in _columns(table):
        if column.required and column.name not in values:
            key = f"{where}.{_KEYS.get(column.name, column.name)}"
            errors.append(InputError("missing key", key=key, allowed=_allowed(column)))
            return
    table.rows.append(table.rows[-1] + 1 if table.rows else 2)
    for column in _columns(table):
        if column.name in table.cells:
            table.cells[column.name].append(blank_of(column))
    _set(table, len(table) - 1, values, where)


def _allowed(column: Column) -> str:
    return f"{column.note}: {column.allowed}" if column.note else column.allowed


def _values(row: BaseModel, *keys: str) -> dict[str, Any]:
    """What a row of a scenario sets, without its keys."""
    return row.model_dump(exclude_none=True, exclude=set(keys))


# ---- the changes ----------
def _change_actor(table: Table, id_column: str, row: Any, where: str, errors: Errors) -> None:
    if not row.actor:
        _append(table, _values(row, "actor"), where, errors)
        return
    k = _row_of(table, id_column, row.actor, f"{where}.actor", errors)
    if k is not None:
        _set(table, k, _values(row, "actor"), where)


def _let_act(tables: Tables, name: str, acts: bool, key: str, errors: Errors) -> None:
    """Let an actor of the files act, or no longer."""
    wanted = name.strip().lower()
    for table, id_column in ((tables[STATES], "jurisdiction_id"), (tables[COMPANIES], "firm_id")):
        k = _labels(table, id_column).get(wanted)
        if k is None:
            continue
        column = next(c for c in _columns(table) if c.name == "acts")
        cells = table.cells.setdefault("acts", [blank_of(column)] * len(table))
        if (cells[k] is not False) == acts:
            problem = "acts in the roster already" if acts else "does not act in the roster anyway"
            errors.append(InputError(problem, key=key, value=name, allowed=_others(tables, not acts)))
        cells[k] = acts
        return
    allowed = _others(tables, not acts)
    errors.append(InputError("unknown actor", key=key, value=name, allowed=allowed, choices=_every(tables, not acts)))


def _every(tables: Tables, acting: bool) -> list[str]:
    """Ids and aliases of all that act, or that do not."""
    found: list[str] = []
    for table, id_column in ((tables[STATES], "jurisdiction_id"), (tables[COMPANIES], "firm_id")):
        for k, acts in enumerate(table.column("acts", None)):
            if (acts is not False) == acting:
                found += dict.fromkeys(
                    label for label in (table.column("alias")[k], table.column(id_column)[k]) if label
                )
    return found


def _others(tables: Tables, acting: bool) -> str:
    names = ", ".join(_every(tables, acting)) or "nobody here"
    return f"an actor that {'acts' if acting else 'does not act'}: {names}"


def _change_institute(tables: Tables, row: Any, where: str, errors: Errors) -> None:
    """The institute of a jurisdiction: its row, or a new one."""
    state = _row_of(tables[STATES], "jurisdiction_id", row.actor, f"{where}.actor", errors)
    if state is None:
        return
    bodies, home = tables[BODIES], tables[STATES].column("jurisdiction_id")[state]
    kinds = bodies.column("is_aisi", None)
    for k, owner in enumerate(bodies.column("jurisdiction_id")):
        if owner == home and kinds[k] is not False:
            _set(bodies, k, _values(row, "actor"), where)
            return
    _append(bodies, _values(row, "actor") | {"jurisdiction_id": home}, where, errors)


def _change_pair(tables: Tables, row: Any, where: str, errors: Errors) -> None:
    """A pair of jurisdictions: its row, or a new one."""
    found: list[int | None] = [_row_of(tables[STATES], "jurisdiction_id", getattr(row, end), f"{where}.{end}", errors)
             for end in ("actor", "partner")]  # fmt: skip
    if None in found:
        return
    ids = tables[STATES].column("jurisdiction_id")
    a, b = (ids[k] for k in found if k is not None)
    table, values = tables[PAIRS], _values(row, "actor", "partner")
    for k, ends in enumerate(zip(*(table.column(end) for end in _ENDS[PAIRS]), strict=True)):
        if set(ends) == {a, b} and len({a, b}) == 2:
            _set(table, k, values, where)
            return
    _append(table, values | {"iso_a": a, "iso_b": b}, where, errors)


def _change_tie(tables: Tables, row: Any, where: str, errors: Errors) -> None:
    """A new tie, or one that is taken away."""
    table, values = tables[TIES], _values(row, "actor", "partner", "remove")
    if not row.remove:
        _append(table, values | {"actor_a": row.actor, "actor_b": row.partner}, where, errors)
        return
    actors = Actors(tables)
    wanted, kind = {actors.node(row.actor), actors.node(row.partner)}, tie_type(str(row.type or ""))
    held = []
    for k, (a, b, text) in enumerate(zip(*(table.column(c) for c in ("actor_a", "actor_b", "type")), strict=True)):
        if {actors.node(a), actors.node(b)} == wanted and None not in wanted:
            held.append(text)
            if tie_type(text) == kind:
                _drop(table, k)
                return
    allowed = f"a tie that they have: {', '.join(held) or 'none'}"
    value = f"{row.actor}, {row.partner}, {row.type or 'no type'}"
    errors.append(InputError("no such tie at the start", key=where, value=value, allowed=allowed, choices=held))


def _drop(table: Table, k: int) -> None:
    """Take a row out of a table."""
    del table.rows[k]
    for cells in table.cells.values():
        del cells[k]
    kept: dict[int, Callable[[str], str]] = {}
    for row, key in table.elsewhere.items():
        if row != k:
            kept[row - (row > k)] = key
    table.elsewhere = kept
