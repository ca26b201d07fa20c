"""The actors as columns: jurisdictions (each with an office that may exist or not), firms and their pairs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.errors import InputError
from sim.months import NEVER
from sim.parameters import NAMES


@dataclass(frozen=True)
class TieRecord:
    """An observed tie of one type between two actors (node indices: firms follow the jurisdictions)."""

    a: int
    b: int
    type: int  # index in sim.catalogue.TIE_TYPES
    month: int | None  # month index, None when undated


@dataclass(frozen=True)
class SizeRecord:
    """A dated change of an institute's size: its staff and budget from then on, or a share of what it was."""

    state: int  # jurisdiction index
    month: int
    staff: float  # head count, NaN where not on record
    budget: float  # million US dollars a year, NaN where not on record
    share: float  # size against before, where neither is on record; else 1


@dataclass(frozen=True)
class EventRecord:
    """A dated fact that a run may replay."""

    month: int
    kind: str  # 'election', 'summit', 'policy_shock', 'chair', ... (those that act: sim.catalogue.FACTS)
    actor: int  # node index, -1 when it concerns nobody in particular
    text: str
    source: str
    size: float | None = None  # of an election: shift of openness, None drawn; of a policy shock: openness from then on
    parameter: str = ""  # name of the parameter that sizes it instead
    guests: tuple[int, ...] = ()  # jurisdictions that come to a summit, beside those of the network
    announced: int | None = None  # month in which it was made known, for what lies ahead

    def __post_init__(self) -> None:
        if self.parameter and self.parameter not in NAMES:
            raise InputError("no such parameter", key="parameter", value=self.parameter, choices=NAMES)
        if self.kind == "policy_shock" and self.size is None and not self.parameter:
            allowed = "a size (the openness from then on), or the name of the parameter that is it"
            raise InputError("a policy shock without a size", key="size", value=self.text, allowed=allowed)

    @property
    def known(self) -> int:
        """Month from which it is known."""
        return self.month if self.announced is None else self.announced


@dataclass(frozen=True, eq=False)
class Roster:
    """J jurisdictions and F firms. Node n < J is the office of jurisdiction n; node J + f is firm f.

    Unknown numbers are NaN: the world draws them, it never fills them by hand.
    """

    name: str
    # jurisdictions, shape (J,)
    ids: tuple[str, ...]  # e.g. 'USA'; keys of every random draw
    aliases: tuple[str, ...]  # e.g. 'US'; what people type
    names: tuple[str, ...]
    region: np.ndarray  # int64, index in regions
    regions: tuple[str, ...]
    gdp: np.ndarray  # billion US dollars of 2023
    ideal: np.ndarray  # UNGA ideal point (standard deviations)
    readiness: np.ndarray  # AI preparedness, 0 to 1
    cooperation: np.ndarray  # GIRAI international cooperation / 100, 0 to 1
    developing: np.ndarray  # bool, UNCTAD developing economies
    member_from: np.ndarray  # int64 month of entry into the network, NEVER if not a member
    acting_from: np.ndarray  # int64 month from which an acting office may act, NEVER if none
    founded: np.ndarray  # int64 month of founding of the institute, NEVER if none
    staff: np.ndarray  # institute staff, head count
    budget: np.ndarray  # institute budget, million US dollars a year
    statutory: np.ndarray  # bool, the office can oblige firms
    regime: np.ndarray  # int64, index in sim.catalogue.GOVERNMENTS: how leadership changes
    term: np.ndarray  # int64, term of a government in months
    next_change: np.ndarray  # int64, a month in which a term ends, NEVER if none is known
    pledged: np.ndarray  # share of the pledges on AI safety that it has made, 0 to 1
    # pairs of jurisdictions, shape (J, J), symmetric, diagonal 0
    rivalry: np.ndarray  # 0 (aligned) to 1 (strategic rivals)
    fora: np.ndarray  # shared fora as a share of those counted, 0 to 1
    legal: np.ndarray  # 1 where data flow freely, 0 where not
    distance_km: np.ndarray  # between capitals
    # firms, shape (F,)
    firm_ids: tuple[str, ...]
    firm_names: tuple[str, ...]
    firm_home: np.ndarray  # int64, jurisdiction index
    firm_home2: np.ndarray  # int64, second home or -1
    compute: np.ndarray  # largest training run, FLOP
    safety_index: np.ndarray  # FLI AI safety index / 4, 0 to 1
    firm_fora: np.ndarray  # (F, J) shared commitments, 0 to 1
    frontier_from: np.ndarray  # int64 month from which it is a frontier firm
    frontier_until: np.ndarray  # int64 month from which it no longer is, NEVER if it still is
    # history
    sizes: tuple[SizeRecord, ...] = ()
    ties: tuple[TieRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def n_states(self) -> int:
        """Number of jurisdictions J."""
        return len(self.ids)

    @property
    def n_firms(self) -> int:
        """Number of firms F."""
        return len(self.firm_ids)

    def node_id(self, node: int) -> str:
        """Permanent id of a node: 'office:USA' or 'firm:OpenAI'."""
        j = self.n_states
        return f"office:{self.ids[node]}" if node < j else f"firm:{self.firm_ids[node - j]}"

    def label(self, node: int) -> str:
        """Short name of a node for people."""
        j = self.n_states
        return self.aliases[node] if node < j else self.firm_ids[node - j]

    def find(self, name: str) -> int:
        """Node index of an actor by id, alias or name (case does not matter); InputError if unknown."""
        if not isinstance(name, str):
            raise InputError("not the name of an actor", value=name, allowed="a text")
        wanted = name.strip().lower()
        for table, shift in (
            (self.aliases, 0),
            (self.ids, 0),
            (self.names, 0),
            (self.firm_ids, self.n_states),
            (self.firm_names, self.n_states),
        ):
            for k, label in enumerate(table):
                if label.lower() == wanted:
                    return k + shift
        known = [*self.aliases, *self.firm_ids]
        raise InputError(
            "unknown actor", value=name, allowed=", ".join(known), choices=[*known, *self.ids, *self.names]
        )

    def office_status(self, month: int) -> np.ndarray:
        """(J,) 0 no office, 1 acting office, 2 institute, at the given month."""
        status = np.where(self.acting_from <= month, 1, 0)
        return np.where(self.founded <= month, 2, status).astype(np.int64)


__all__ = ["NEVER", "EventRecord", "Roster", "SizeRecord", "TieRecord"]
