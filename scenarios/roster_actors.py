"""Who is in a roster's tables: which rows act, who stands for whom, and which node a name means."""

from __future__ import annotations

from scenarios.tables import Table
from sim.catalogue import TIE_NAME_TO_INDEX, TIE_TYPES

_TYPES = TIE_NAME_TO_INDEX | {t.key: k for k, t in enumerate(TIE_TYPES)}
TYPE_NAMES = (*(t.key for t in TIE_TYPES), *(t.name for t in TIE_TYPES))


def tie_type(text: str) -> int | None:
    """Index of a tie type by its key or full name (case does not matter); None if there is none."""
    return _TYPES.get(text.lower())


class Actors:
    """The rows that act and the names that they go by (made from tables that may still hold mistakes).

    ``acting_states`` and ``acting_firms`` are row numbers (from 0) in jurisdictions.csv and firms.csv;
    ``state_index`` gives the index 0..J-1 of a jurisdiction that acts by its id. ``institutes`` are the row
    numbers of the bodies in institutes.csv that are institutes.
    """

    def __init__(self, tables: dict[str, Table]) -> None:
        states, firms, bodies = (tables[f"{k}.csv"] for k in ("jurisdictions", "firms", "institutes"))
        self.state_ids: list[str] = states.column("jurisdiction_id")
        self.firm_ids: list[str] = firms.column("firm_id")
        self.acting_states = [k for k, acts in enumerate(states.column("acts", None)) if acts is not False]
        self.acting_firms = [k for k, acts in enumerate(firms.column("acts", None)) if acts is not False]
        self.institutes = [k for k, is_aisi in enumerate(bodies.column("is_aisi", None)) if is_aisi is not False]
        self.state_index: dict[str, int] = {}
        for j, k in enumerate(self.acting_states):
            self.state_index.setdefault(self.state_ids[k], j)
        self._bloc = dict(zip(self.state_ids, states.column("represented_by"), strict=True))
        self._nodes: dict[str, int] = {}
        self.labels: list[str] = []  # every name that means somebody
        self._name(states, ("jurisdiction_id", "alias", "name"), self.acting_states, 0)
        self._name(firms, ("firm_id", "alias", "name"), self.acting_firms, len(self.acting_states))

    def _name(self, table: Table, columns: tuple[str, ...], acting: list[int], shift: int) -> None:
        node_of_row = {k: shift + position for position, k in enumerate(acting)}
        for column in columns:
            for k, label in enumerate(table.column(column)):
                if label:
                    self.labels.append(label)
                    self._nodes.setdefault(label.lower(), node_of_row.get(k, -1))

    def node(self, name: str) -> int | None:
        """Node index of a name, -1 if it means somebody who does not act, None if it means nobody."""
        return self._nodes.get(name.lower())

    def represent(self, state_id: str) -> int:
        """Index of the jurisdiction that acts for one: itself, its bloc, or -1 if nobody does."""
        if state_id in self.state_index:
            return self.state_index[state_id]
        return self.state_index.get(self._bloc.get(state_id, ""), -1)
