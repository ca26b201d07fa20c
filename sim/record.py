"""What a run leaves behind: the same for both engines, and all that outcomes may read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim import replaced
from sim.design import DesignPoint
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
    "productivity",  # of the arm, 0 to 1
    "memory",  # institutional memory of the arm, 0 to 1
    "backlog",  # open cases
    "finished",  # cases finished in the month
    "speed",  # working speed of the arm, 1 = nominal
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
    "cost",  # of the arm
    "reach",  # states taking part in the work, members or not
)
# Positions, for the compiled code (one constant a series, in upper case).
(
    MEMBERS, MEMBERS_WITHOUT_INSTITUTE, REGIONS, OFFICE_TIES, FIRM_TIES, RIVAL_TIES, SHARED_NETWORK, SHARED_BILATERAL,
    SENSITIVE_POOLED, MODEL_ACCESS, PRODUCTIVITY, MEMORY, BACKLOG, FINISHED, SPEED, HARMONISATION, FRONTIER_SHARE,
    MANDATE_DISTANCE, DUPLICATED, LEAKS, SALIENCE, CAPABILITY, INCIDENTS, POOLED_KNOWLEDGE, SAFE_SHARE, HARM, DUES,
    COST, REACH,
) = range(len(SERIES))  # fmt: skip

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
)
# Positions, for the compiled code: as above, with what they are numbers of in front.
(
    STATE_STATUS, STATE_TIER, STATE_INFLUENCE, STATE_DUES, STATE_EFFORT, STATE_WELFARE, STATE_OPENNESS,
    STATE_KNOWLEDGE, STATE_ACCESS, STATE_EXPOSURE,
) = range(len(STATE_SERIES))  # fmt: skip

CASE_DTYPE = np.dtype(
    [
        ("number", np.int64),
        ("kind", np.int64),  # index in catalogue.CASE_KINDS
        ("theme", np.int64),  # index in catalogue.THEMES, -1 if none
        ("opener", np.int64),  # node, -1 for the arm itself
        ("opened", np.float64),  # months since the origin
        ("started", np.float64),  # NaN until work began
        ("finished", np.float64),  # NaN while open
        ("withdrawn", np.float64),  # NaN unless withdrawn
        ("work", np.float64),  # staff-months at nominal speed
        ("restarts", np.int64),  # handovers that made it repeat work
    ]
)
TIE_LOG_DTYPE = np.dtype(
    [("month", np.int64), ("a", np.int64), ("b", np.int64), ("type", np.int64), ("action", np.int64)]
)
FORMED, RENEWED, LAPSED = 0, 1, 2


@dataclass(frozen=True)
class Decision:
    """One choice with its receipt: ``gain`` is the sum of ``terms`` from left to right, exactly."""

    month: int
    act: str  # a key of receipts.TERMS
    kind: str  # 'sign', 'extend', 'renew', 'share', 'pool', 'join', 'stay', 'pace'
    actor: int
    partner: int  # node, -1 when the whole network is meant
    item: int  # tie type or information category, -1 if none
    terms: tuple[float, ...]
    gain: float
    noise: float
    draw: float
    taken: bool

    def receipt(self) -> list[tuple[str, float]]:
        """Names and values of the terms."""
        return [(t.name, v) for t, v in zip(TERMS[self.act], self.terms, strict=True)]


@dataclass(frozen=True)
class Happening:
    """One line of the chronicle."""

    month: int
    kind: str  # 'tie', 'lapse', 'refusal', 'join', 'leave', 'case', 'handover', 'incident', 'founding', ...
    actor: int
    partner: int
    text: str


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
    works_from: int  # month index from which the new arm works
    months: np.ndarray  # (T,) month indices
    series: dict[str, np.ndarray]  # name -> (T,)
    states: dict[str, np.ndarray]  # name -> (T, J)
    agenda: np.ndarray  # (T, themes)
    host: np.ndarray  # (T, J) powers of the arm held by each jurisdiction
    network_shares: np.ndarray  # (T, categories, 2): choices, taken
    bilateral_shares: np.ndarray  # (T, categories, 2): choices, taken
    pair_counts: np.ndarray  # (N, N, categories) int: months after the decision in which i shared with j
    pair_chances: np.ndarray  # (J, J) int: months after the decision in which two offices could share
    safe: np.ndarray  # (T, F) bool pace
    ties_start: np.ndarray  # (N, N) bit mask of types
    ties_end: np.ndarray
    tie_log: np.ndarray  # TIE_LOG_DTYPE
    cases: np.ndarray  # CASE_DTYPE
    incidents: np.ndarray  # (K, 3): time, severity, days to a response
    decisions: list[Decision] = field(default_factory=list)
    chronicle: list[Happening] = field(default_factory=list)
    baseline: DesignPoint | None = None  # the arm in force until ``works_from``
    rules: dict[str, str] = field(default_factory=replaced.names)  # shipped rules that were replaced, and by what

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
