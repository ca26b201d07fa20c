"""Mistakes that only show between rows or files: who is named twice, whom nobody knows, what cannot be."""

from __future__ import annotations

import math

from scenarios.roster_actors import TYPE_NAMES, Actors, tie_type
from scenarios.tables import Table
from sim.catalogue import TIE_TYPES
from sim.errors import InputError
from sim.months import NEVER, month_index

FEWEST, MOST = 3, 400  # actors that act: jurisdictions and firms
Errors = list[InputError]


def check_roster(tables: dict[str, Table], readable: set[str], actors: Actors, errors: Errors) -> None:
    """Add the mistakes of a whole roster to ``errors``; only files in ``readable`` are compared.

    ``readable`` holds the files that are there with their required columns; jurisdictions.csv is among them.
    """
    states, firms = tables["jurisdictions.csv"], tables["firms.csv"]
    _check_unique(states, firms, errors)
    _check_blocs(states, actors, errors)
    _check_offices(states, errors)
    if "institutes.csv" in readable:
        _check_institutes(tables["institutes.csv"], actors, errors)
    if "sizes.csv" in readable:
        _check_sizes(tables["sizes.csv"], actors, errors)
    if "pairs.csv" in readable:
        _check_pairs(tables["pairs.csv"], actors, errors)
    if "firms.csv" in readable:
        _check_size(states, actors, errors)
        _check_homes(firms, actors, errors)
        _check_standing(firms, errors)
    if "events.csv" in readable:
        _check_events(tables["events.csv"], errors)
    if {"firms.csv", "institutes.csv", "ties.csv"} <= readable:
        _check_ties(tables["ties.csv"], tables, actors, errors)


def _check_size(states: Table, actors: Actors, errors: Errors) -> None:
    n_states, n_firms = len(actors.acting_states), len(actors.acting_firms)
    if n_states < 2:
        allowed = "at least 2 jurisdictions that act"
        errors.append(InputError("too few jurisdictions", file=states.file, value=n_states, allowed=allowed))
    elif not FEWEST <= n_states + n_firms <= MOST:
        problem = "too few actors" if n_states + n_firms < FEWEST else "too many actors"
        allowed = f"{FEWEST} to {MOST} jurisdictions and firms that act ({n_states} and {n_firms} here)"
        errors.append(InputError(problem, file=states.file, value=n_states + n_firms, allowed=allowed))


def _check_unique(states: Table, firms: Table, errors: Errors) -> None:
    """Each id, alias and name means one actor only, whatever the case of its letters."""
    owner: dict[str, tuple[str, int]] = {}
    for table, keys in (
        (states, ("jurisdiction_id", "alias", "name")),
        (firms, ("firm_id", "alias", "name")),
    ):
        for k, row in enumerate(table.rows):
            labels = {table.column(key)[k].lower(): key for key in reversed(keys)}
            clash = [(key, label) for label, key in labels.items() if label and label in owner]
            for label in labels:
                owner.setdefault(label, (table.file, row))
            if clash:
                key, label = min(clash, key=lambda pair: keys.index(pair[0]))
                file, first = owner[label]
                allowed = f"one row an actor; the first is in {file}, row {first}"
                errors.append(table.error(k, key, "duplicate actor", allowed=allowed))


# ---- jurisdictions, institutes, firms ----------------------------------------------------------------------
def _check_blocs(states: Table, actors: Actors, errors: Errors) -> None:
    """A represented state names a bloc that acts for itself; what acts beside it is not in its GDP twice."""
    ids, blocs = states.column("jurisdiction_id"), states.column("represented_by")
    gdp = states.column("gdp_2023_usd_bn")
    rest: dict[str, float] = {}
    acting = set(actors.acting_states)
    for k, bloc in enumerate(blocs):
        if not bloc:
            continue
        if bloc not in ids:
            errors.append(states.error(k, "represented_by", "names nobody", allowed="an id of this file", choices=ids))
        elif bloc == ids[k] or blocs[ids.index(bloc)] or bloc not in actors.state_index:
            allowed = "a jurisdiction that acts for itself and is represented by nobody"
            errors.append(states.error(k, "represented_by", "cannot represent it", allowed=allowed))
        elif k in acting:
            rest[bloc] = rest.get(bloc, gdp[ids.index(bloc)]) - gdp[k]
    for bloc, left in rest.items():
        if left < 0:
            allowed = "at least the sum of the represented who act for themselves"
            errors.append(
                states.error(ids.index(bloc), "gdp_2023_usd_bn", "a bloc's GDP is too small", allowed=allowed)
            )


def _check_offices(states: Table, errors: Errors) -> None:
    for k, date in enumerate(states.column("acting_from")):
        if date and not states.column("acting_source")[k]:
            allowed = "a source: an office acts only from a date that is sourced"
            errors.append(
                states.error(k, "acting_source", "the acting office has no source", value=None, allowed=allowed)
            )


def _check_institutes(bodies: Table, actors: Actors, errors: Errors) -> None:
    first: dict[str, int] = {}
    for k in actors.institutes:
        home = bodies.column("jurisdiction_id")[k]
        if home not in actors.state_ids:
            allowed = "an id of jurisdictions.csv (blank only where is_aisi is 0)"
            errors.append(bodies.error(k, "jurisdiction_id", "names nobody", allowed=allowed, choices=actors.state_ids))
        elif home in first:
            allowed = f"one institute a jurisdiction; the first is in row {first[home]}"
            errors.append(bodies.error(k, "jurisdiction_id", "a second institute", allowed=allowed))
        first.setdefault(home, bodies.rows[k])


def _check_events(events: Table, errors: Errors) -> None:
    """A policy shock has a size of its own, or names the parameter that is it."""
    columns = (events.column(c, blank) for c, blank in (("event_type", ""), ("size", math.nan), ("size_parameter", "")))
    for k, (kind, size, parameter) in enumerate(zip(*columns, strict=True)):
        if kind == "policy_shock" and math.isnan(size) and not parameter:
            allowed = "the openness from then on (0.1 to 1.8), or size_parameter"
            errors.append(events.error(k, "size", "a policy shock without a size", value=None, allowed=allowed))


def _check_homes(firms: Table, actors: Actors, errors: Errors) -> None:
    acting = set(actors.acting_firms)
    for k in range(len(firms)):
        for key in ("jurisdiction_id", "second_jurisdiction_id"):
            home = firms.column(key)[k]
            if home and home not in actors.state_ids:
                allowed = "an id of jurisdictions.csv"
                errors.append(firms.error(k, key, "unknown home", allowed=allowed, choices=actors.state_ids))
            elif home and key == "jurisdiction_id" and k in acting and actors.represent(home) < 0:
                allowed = "a jurisdiction that acts, or one that a bloc represents"
                errors.append(firms.error(k, key, "nobody acts for the firm's home", allowed=allowed))


def _check_sizes(sizes: Table, actors: Actors, errors: Errors) -> None:
    """A change of size names a jurisdiction, and gives staff, budget or both; or else a share."""
    for k, home in enumerate(sizes.column("jurisdiction_id")):
        if home and home not in actors.state_ids:
            allowed = "an id of jurisdictions.csv"
            errors.append(sizes.error(k, "jurisdiction_id", "names nobody", allowed=allowed, choices=actors.state_ids))
        staff, budget, share = (
            not math.isnan(sizes.column(c, math.nan)[k]) for c in ("staff", "budget_usd_m_year_approx", "share")
        )
        if share == (staff or budget):
            problem = "both a share and a new size" if share else "no new size"
            allowed = "staff, budget or both; or else the share of the size before"
            errors.append(sizes.error(k, "share", problem, value=None, allowed=allowed))


def _check_standing(firms: Table, errors: Errors) -> None:
    """A firm is a frontier firm before it no longer is."""
    for k, (start, end) in enumerate(zip(firms.column("frontier_from"), firms.column("frontier_until"), strict=True)):
        if start and end and month_index(end) <= month_index(start):
            errors.append(firms.error(k, "frontier_until", "ends before it begins", allowed="after frontier_from"))


# ---- pairs and ties ----------------------------------------------------------------------------------------
def _check_pairs(pairs: Table, actors: Actors, errors: Errors) -> None:
    first: dict[frozenset[str], int] = {}
    for k, ends in enumerate(zip(pairs.column("iso_a"), pairs.column("iso_b"), strict=True)):
        unknown = [key for key, end in zip(("iso_a", "iso_b"), ends, strict=True) if end not in actors.state_ids]
        for key in unknown:
            allowed = "an id of jurisdictions.csv"
            errors.append(pairs.error(k, key, "the pair names nobody", allowed=allowed, choices=actors.state_ids))
        pair = frozenset(ends)
        if not unknown and len(pair) == 1:
            errors.append(pairs.error(k, "iso_b", "a pair with itself", allowed="another jurisdiction than iso_a"))
        elif not unknown and pair in first:
            problem, allowed = "the pair is given twice", f"once; the first is in row {first[pair]}"
            errors.append(pairs.error(k, "iso_b", problem, value=f"{ends[0]}, {ends[1]}", allowed=allowed))
        first.setdefault(pair, pairs.rows[k])


def _check_ties(ties: Table, tables: dict[str, Table], actors: Actors, errors: Errors) -> None:
    first: dict[tuple[frozenset[int], int], int] = {}
    opened = _opening(tables, actors)
    for k in range(len(ties)):
        kind, nodes = _tie_kind(ties, k, errors), _tie_ends(ties, k, actors, errors)
        if nodes is None or kind is None:
            continue
        _check_tie(ties, k, nodes, kind, opened, errors)
        held = (frozenset(nodes), kind)
        if held in first and -1 not in nodes:
            allowed = f"once; the first is in row {first[held]}"
            errors.append(ties.error(k, "type", "the tie is given twice", allowed=allowed))
        first.setdefault(held, ties.rows[k])


def _tie_kind(ties: Table, k: int, errors: Errors) -> int | None:
    text = ties.column("type")[k]
    kind = tie_type(text)
    if kind is None and text:
        allowed = ", ".join(t.key for t in TIE_TYPES) + ", or their full names"
        errors.append(ties.error(k, "type", "unknown type of tie", allowed=allowed, choices=TYPE_NAMES))
    return kind


def _tie_ends(ties: Table, k: int, actors: Actors, errors: Errors) -> tuple[int, int] | None:
    nodes = []
    for key in ("actor_a", "actor_b"):
        name = ties.column(key)[k]
        node = actors.node(name)
        if node is None and name:
            allowed = "an id, alias or name of jurisdictions.csv or firms.csv"
            errors.append(ties.error(k, key, "the tie names nobody", allowed=allowed, choices=actors.labels))
        nodes.append(node)
    a, b = nodes
    return None if a is None or b is None else (a, b)


def _check_tie(ties: Table, k: int, nodes: tuple[int, int], kind: int, opened: list[int], errors: Errors) -> None:
    """One tie between two known actors; -1 is one that does not act."""
    if -1 in nodes:
        return
    firm = [node >= len(opened) for node in nodes]
    if nodes[0] == nodes[1]:
        errors.append(ties.error(k, "actor_b", "a tie with itself", allowed="another actor than actor_a"))
    elif all(firm):
        errors.append(
            ties.error(k, "actor_b", "a tie between two firms", allowed="a tie with at least one jurisdiction")
        )
    elif any(firm) and not TIE_TYPES[kind].with_firms:
        allowed = ", ".join(t.key for t in TIE_TYPES if t.with_firms)
        errors.append(ties.error(k, "type", "a firm cannot hold a tie of this type", allowed=allowed))
    else:
        date = ties.column("date")[k]
        for key, node in zip(("actor_a", "actor_b"), nodes, strict=True):
            if len(date) > 4 and node < len(opened) and month_index(date) < opened[node]:
                allowed = "a date from its acting_from or founding on"
                problem = f"the tie is older than the office of {ties.column(key)[k]}"
                errors.append(ties.error(k, "date", problem, allowed=allowed))


def _opening(tables: dict[str, Table], actors: Actors) -> list[int]:
    """First month in which each jurisdiction that acts has an office, acting or founded (NEVER if none)."""
    dates = [tables["jurisdictions.csv"].column("acting_from")[k] for k in actors.acting_states]
    months = [month_index(d) if d else NEVER for d in dates]
    bodies = tables["institutes.csv"]
    for k in actors.institutes:
        state = actors.state_index.get(bodies.column("jurisdiction_id")[k], -1)
        founded = bodies.column("founded")[k]
        if state >= 0 and founded:
            months[state] = min(months[state], month_index(bodies.column("works_from")[k] or founded))
    return months
