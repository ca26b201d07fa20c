"""What a run leaves behind: the same for both engines, and all that outcomes may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.config import ScheduledEvent
from sim.design import DesignPoint
from sim.forced import Forced
from sim.jit import overrides
from sim.receipts import TERMS
from sim.roster import Roster

# One number a month.
SERIES = (
    "members",  # full members and partners
    "members_without_institute",
    "regions",  # regions with a member
    "office_ties",
    "firm_ties",
    "rival_ties",  # ties between offices with rivalry of at least 1/2
    "shared_network",  # sharing choices through the network, share taken
    "shared_bilateral",
    "sensitive_pooled",  # sensitivity-weighted information pooled through the network
    "model_access",  # share of frontier firms that grant access through the network
    "productivity",  # of the secretariat, 0 to 1
    "memory",  # institutional memory of the secretariat, 0 to 1
    "backlog",  # open cases
    "finished",  # cases finished in the month
    "speed",  # working speed of the secretariat, 1 = nominal
    "harmonisation",  # methods aligned, 0 to 1
    "frontier_share",  # agenda on frontier risk
    "mandate_distance",  # total variation between agenda and founding mandate
    "duplicated",  # evaluations done by more than one office
    "leaks",  # expected leaks
    "salience",
    "capability",
    "incidents",
    "pooled_knowledge",
    "safe_share",  # firms developing safely, weighted
    "harm",  # expected harm
    "dues",  # collected
    "cost",  # of the secretariat
    "neutrality",  # how far the seat is seen as impartial, by who holds it
    "reach",  # states taking part in the work, members or not
    "posts",  # of the secretariat in the month before
    "at_work",  # how many of them were at work
    "projects_ended",  # projects that ended without a result in the month
)
# One number a month and jurisdiction.
STATE_SERIES = (
    "status",
    "tier",
    "influence",
    "dues",
    "effort",
    "welfare",
    "openness",
    "knowledge",
    "access",
    "exposure",
    "posts_lent",  # by hosts
    "posts_at_hand",  # of the secretariat, as help to the host
    "first_hand",  # what hosts hear first
    "agenda_away",  # distance of the agenda from what it prefers
    "bias_felt",  # what it dislikes of the seat and the agenda, as a member
)
# What the log of events tells (``event_log``), by its code; the amount says how much, or which.
EVENTS = (
    "government",  # the drawn end of a government's term: shift of openness, 0 if it stays
    "policy",  # a dated policy: row of the roster's events
    "fact",  # another dated fact: row of the roster's events
    "scheduled",  # an event of the scenario: its kind
    "incident",  # at a firm: its number
    "response",  # of the network to an incident at a firm: its number
    "founding",  # of an acting office (1) or an institute (2)
    "dialogue",  # Track II, between two states
    "export_control",
    "apply",  # for a tier
    "withdraw",  # an application
    "refuse",  # does not apply
    "reject",  # an application: share of the members that consented
    "join",  # in a tier
    "tier",  # changes to a tier
    "leave",  # the network
    "case",  # finished: its number
    "design",  # comes into force: row of the run's designs
    "handover",  # of the chair or lead
    "openness",  # moved by a dated fact or a scenario: by how much
    "occasion",  # a yearly one: summit (0) or meeting of the network (1)
    "project_end",  # without a result: number of the case; its sponsor is the actor
    "arrears",  # with dues: falls into them (1), or pays again (0)
    "seat",  # a state comes to its part of the seat (1), or it passes to the lead, as the state is no full member (0)
    "parameter",  # changed by the scenario: number of the event
    "forced",  # a decision: its number among the forced ones
    "passed_on",  # a state that has left loses its part of the chair or lead: powers that it held
)
FORMED, RENEWED, LAPSED = 0, 1, 2  # actions in the log of ties
TIE_LOG_DTYPE = np.dtype(
    [("month", np.int64), ("a", np.int64), ("b", np.int64), ("type", np.int64), ("action", np.int64)]
)
EVENT_DTYPE = np.dtype(
    [("month", np.int64), ("kind", np.int64), ("actor", np.int64), ("partner", np.int64), ("amount", np.float64)]
)
CASE_DTYPE = np.dtype(
    [
        ("number", np.int64),
        ("kind", np.int64),  # index in catalogue.CASE_KINDS
        ("theme", np.int64),  # index in catalogue.THEMES, -1 if none
        ("opener", np.int64),  # node, -1 for the secretariat itself
        ("opened", np.float64),  # months since June 2023
        ("started", np.float64),  # NaN until work began
        ("finished", np.float64),  # NaN while open
        ("withdrawn", np.float64),  # NaN unless withdrawn
        ("work", np.float64),  # staff-months at nominal speed
        ("restarts", np.int64),  # handovers that made it repeat work
        ("sponsor", np.int64),  # node that stands behind a project, -1 if none
        ("cause", np.int64),  # why it ended without a result: index in catalogue.CAUSES
    ]
)

# Positions for compiled code, made from the lists above: MEMBERS, STATE_STATUS, ELECTION, ...
globals().update({name.upper(): place for place, name in enumerate(EVENTS)})
globals().update({name.upper(): place for place, name in enumerate(SERIES)})
globals().update({f"STATE_{name.upper()}": place for place, name in enumerate(STATE_SERIES)})
EVENT_CODES = {name: place for place, name in enumerate(EVENTS)}
if TYPE_CHECKING:

    def __getattr__(name: str) -> int: ...


class Incident(NamedTuple):
    """A row of ``Record.incidents``, in the order of its columns."""

    time: float  # month
    severity: float  # mean 1
    days: float  # to the network's response; NaN: none so far
    firm: float  # node
    knew: float  # offices in the network that knew at once
    by_hand: float  # days that members take by themselves; infinite: none of them knows
    case: float  # number; -1: none
    harm: float  # if nobody answered


@dataclass(frozen=True)
class Decision:
    """One choice with its receipt: ``gain`` is the sum of ``terms`` from left to right, exactly."""

    month: int
    act: str  # a key of receipts.TERMS
    kind: str  # 'sign', 'extend', 'renew', 'share', 'pool', 'join', 'stay', 'consent', 'pace'
    actor: int
    partner: int  # node, -1 when the whole network is meant
    item: int  # bit mask of tie types, information category or tier; -1 if none
    terms: tuple[float, ...]
    gain: float
    noise: float
    draw: float
    taken: bool
    forced: bool = False  # not the actor's own choice

    def receipt(self) -> list[tuple[str, float]]:
        """Names and values of the terms."""
        return [(t.name, v) for t, v in zip(TERMS[self.act], self.terms, strict=True)]


@dataclass
class Record:
    """A finished run. Arrays have one row a simulated month, the first being ``start``."""

    roster: Roster
    design: DesignPoint
    params: np.ndarray
    seed: int
    replicate: int
    start: int  # month index of the first simulated month
    adopted: int  # month index of the decision: outcomes count from here, set-up included
    works_from: int  # month index from which the new secretariat works
    months: np.ndarray  # (T,) month indices
    series: dict[str, np.ndarray]  # name -> (T,)
    states: dict[str, np.ndarray]  # name -> (T, J)
    agenda: np.ndarray  # (T, themes)
    host: np.ndarray  # (T, J) powers of the secretariat held by each jurisdiction
    network_shares: np.ndarray  # (T, categories, 2): choices, taken
    bilateral_shares: np.ndarray  # (T, categories, 2): choices, taken
    pair_counts: np.ndarray  # (N, N, categories) int: months after the decision in which i shared with j
    pair_chances: np.ndarray  # (J, J) int: months after the decision in which two offices could share
    safe: np.ndarray  # (T, F) bool pace
    ties_start: np.ndarray  # (N, N) bit mask of types
    ties_end: np.ndarray
    tie_log: np.ndarray  # TIE_LOG_DTYPE
    cases: np.ndarray  # CASE_DTYPE
    incidents: np.ndarray  # (K, 8): a row an Incident
    decisions: list[Decision] = field(default_factory=list)
    events: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=EVENT_DTYPE))  # EVENT_DTYPE
    asked: np.ndarray = field(default_factory=lambda: np.empty((0, 0), dtype=bool))  # (cases, J) to a joint test
    party: np.ndarray = field(default_factory=lambda: np.empty((0, 0), dtype=bool))  # (cases, J) who took part in it
    baseline: DesignPoint | None = None  # the design in force until ``works_from``
    later: tuple[DesignPoint, ...] = ()  # designs decided afterwards
    scheduled: tuple[ScheduledEvent, ...] = ()  # the scenario's events, by which the log of events counts them
    forced: tuple[Forced, ...] = ()  # the forced decisions, by which the log of events counts them
    rules: dict[str, str] = field(default_factory=overrides.names)  # shipped rules that were overridden, and by what

    @property
    def months_after(self) -> int:
        """Months from the decision to the end, set-up included; at least 1."""
        return max(1, int((self.months >= self.adopted).sum()))

    @property
    def pair_shares(self) -> np.ndarray:
        """(N, N, categories) share of the months after the decision in which i shared with j."""
        return self.pair_counts / self.months_after

    def after(self, name: str) -> np.ndarray:
        """(T',) a monthly series from the month of the decision (the whole run if it comes later)."""
        return self.kept(self.series[name])

    def states_after(self, name: str) -> np.ndarray:
        """(T', J) the same for a series of each jurisdiction."""
        return self.kept(self.states[name])

    def kept(self, values: np.ndarray) -> np.ndarray:
        """Rows of the months from the decision on (all rows if it comes later)."""
        keep = self.months >= self.adopted
        return values[keep] if keep.any() else values
