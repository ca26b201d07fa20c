"""How the network stands at the beginning of a month: actors, ties, the secretariat, open incidents.

Everything is read from the record of the run, and nothing of it from that month on: the record holds the whole future.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.hosting import in_force
from results.play.world.casework import Work, incidents_open, work_of
from results.play.world.tie_list import Tie, Ties, ties_until
from sim.catalogue import MEMBER, PARTNER
from sim.config import EVENT_KINDS
from sim.design import DesignPoint
from sim.months import NEVER
from sim.record import EVENT_CODES, Incident, Record
from sim.roster import Roster

KINDS = ("no office", "acting office", "institute", "firm")  # the first three by the status of a state's office
OUTSIDE, APPLICANT, IN_PARTNER, IN_MEMBER = "outside", "applicant", "partner", "member"
HOST, CHAIR, LEAD, EITHER = "host", "chair", "lead", "chair or lead"
_EXIT = tuple(EVENT_KINDS).index("exit")
_DESIGN = EVENT_CODES["design"]
_APPLIES, _DONE = EVENT_CODES["apply"], [EVENT_CODES[kind] for kind in ("join", "reject", "withdraw", "leave")]


@dataclass(frozen=True)
class Actor:
    """One actor at the beginning of a month.

    node : as in the roster.  kind : one of ``KINDS``.  region : of the world; a firm's is that of its home.
    standing : in the network ('' for a firm).  since : month (index) of the start of its membership, None outside.
    share : of the secretariat's powers, 0 to 1.  role : what it holds them as, '' without any.
    active : an office that exists, or a firm at the frontier.  safe : how a firm at the frontier develops, else None.
    news : what the last month changed in its membership or its office, in a word or two; '' if nothing.
    """

    node: int
    label: str
    name: str
    kind: str
    region: str
    home: int
    standing: str
    since: int | None
    share: float
    role: str
    active: bool
    safe: bool | None
    news: str


@dataclass(frozen=True)
class Coming:
    """A design that is decided and not in force yet. decided, works : months (indices): then, and at work from then."""

    design: DesignPoint
    decided: int
    works: int


@dataclass(frozen=True)
class State:
    """The network at the beginning of a month.

    month : its index.  ties : those that stand.  ended : pairs whose tie ended in the last month.
    design : in force.  coming : decided and not in force yet, in the order in which they will be.
    posts, at_work : of the secretariat in the last month.  work : its cases, by kind.
    members : full members and partners.  incidents : not answered yet.
    """

    month: int
    actors: tuple[Actor, ...]
    ties: tuple[Tie, ...]
    ended: tuple[tuple[int, int], ...]
    design: DesignPoint
    coming: tuple[Coming, ...]
    posts: float
    at_work: float
    work: tuple[Work, ...]
    members: int
    incidents: tuple[Incident, ...]

    @property
    def holders(self) -> list[Actor]:
        """Who holds powers of the secretariat, the most first."""
        return sorted((a for a in self.actors if a.share > 0), key=lambda a: -a.share)

    def between(self, firms: bool) -> int:
        """Number of pairs with a tie: of an office with a firm, or of two offices."""
        return sum((self.actors[tie.b].kind == "firm") == firms for tie in self.ties)


def state_at(record: Record, month: int, decided: Sequence[int] = ()) -> State:
    """How things stand at the beginning of a month (index): after all months before it, before anything of its own.

    decided : the months (indices) in which the designs of ``record.later`` were decided.
    A run that begins in that month has no month before: then numbers of its first month stand in.
    """
    row = min(max(0, month - 1 - record.start), len(record.months) - 1)
    last = int(record.months[row])
    ties: Ties = ties_until(record, month)
    design = in_force(record, last)
    return State(
        month, tuple(_actors(record, row, month, design)), ties.standing, ties.ended, design,
        _coming(record, month, [record.adopted, *decided]),
        float(record.series["posts"][row]), float(record.series["at_work"][row]), work_of(record, month),
        int((record.states["tier"][row] > 0).sum()), incidents_open(record, month),
    )  # fmt: skip


def _coming(record: Record, month: int, decided: Sequence[int]) -> tuple[Coming, ...]:
    """The designs that are decided and not in force yet; their months follow from the decisions, not from the run."""
    designs, found = [record.design, *record.later], []
    for row in record.events[(record.events["kind"] == _DESIGN) & (record.events["month"] >= month)]:
        number = int(row["amount"]) - 1  # 0 is the design from before the decision
        if 0 <= number < len(decided) and decided[number] <= month:
            found.append(Coming(designs[number], int(decided[number]), int(row["month"])))
    return tuple(found)


# ---- actors ----------------------------------------------------------------------------------------------------------
def _actors(record: Record, row: int, month: int, design: DesignPoint) -> list[Actor]:
    applicants = _applicants(record, month)
    states = [_state(record, j, row, design, j in applicants) for j in range(record.roster.n_states)]
    return states + [_firm(record, f, row) for f in range(record.roster.n_firms)]


def _state(record: Record, j: int, row: int, design: DesignPoint, applies: bool) -> Actor:
    roster, share = record.roster, float(record.host[row, j])
    status, tier = int(record.states["status"][row, j]), int(record.states["tier"][row, j])
    standing = {MEMBER: IN_MEMBER, PARTNER: IN_PARTNER}.get(tier, APPLICANT if applies else OUTSIDE)
    return Actor(
        j, roster.label(j), str(roster.names[j]), KINDS[status], _region(roster, j), j, standing,
        _since(record, j, row), share, _role(design, j) if share > 0 else "", status > 0, None,
        _news(record, j, row, standing),
    )  # fmt: skip


def _firm(record: Record, f: int, row: int) -> Actor:
    roster, month, home = record.roster, int(record.months[row]), int(record.roster.firm_home[f])
    node = roster.n_states + f
    active = bool(roster.frontier_from[f] <= month < roster.frontier_until[f])
    safe = bool(record.safe[row, f]) if active else None
    return Actor(
        node, roster.label(node), str(roster.firm_names[f]), "firm", _region(roster, home), home, "", None, 0.0, "",
        active, safe, "",
    )  # fmt: skip


def _region(roster: Roster, j: int) -> str:
    return str(roster.regions[int(roster.region[j])])


def _since(record: Record, j: int, row: int) -> int | None:
    """Month in which the present spell of membership began: in the run, or before it as the roster says."""
    inside = record.states["tier"][: row + 1, j] > 0
    if not inside[-1]:
        return None
    outside = np.flatnonzero(~inside)
    if len(outside):
        return int(record.months[outside[-1] + 1])
    entry = int(record.roster.member_from[j])
    return entry if entry < NEVER else int(record.start)


def _role(design: DesignPoint, j: int) -> str:
    """What a state holds powers of the secretariat as, under the design in force."""
    if design["seat_share"] > 0 and design.seat[j] > 0:
        return HOST
    turn, lead = design["turn_share"] > 0, design["lead_share"] > 0
    return EITHER if turn and lead else CHAIR if turn else LEAD  # a seat's powers pass to those who lead


def _news(record: Record, j: int, row: int, standing: str) -> str:
    """What the last month changed; of several things, membership before the office."""
    if row == 0:
        return ""
    tier, status = record.states["tier"][row - 1 : row + 1, j], record.states["status"][row - 1 : row + 1, j]
    if tier[0] != tier[1]:
        return "left" if tier[1] == 0 else f"new {standing}"
    if status[0] != status[1]:
        return f"new {KINDS[int(status[1])]}"
    applied = record.events[(record.events["month"] == record.months[row]) & (record.events["kind"] == _APPLIES)]
    return "new applicant" if standing == APPLICANT and j in applied["actor"] else ""


def _applicants(record: Record, month: int) -> set[int]:
    """States that have applied, and whose application has neither been settled nor withdrawn."""
    found: set[int] = set()
    for _, kind, actor, _, amount in record.events[record.events["month"] < month].tolist():
        if kind == _APPLIES:
            found.add(actor)
        elif kind in _DONE or (kind == EVENT_CODES["scheduled"] and int(amount) == _EXIT):
            found.discard(actor)
    return found
