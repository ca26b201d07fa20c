"""What one run needs: everything that can change a result, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.design import DesignPoint
from sim.errors import InputError
from sim.forced import Forced
from sim.months import CUT_OFF, month_index, month_label
from sim.parameters import ALL
from sim.roster import Roster

STARTS = {"origin": 0, "observed": CUT_OFF + 1}  # first simulated month: June 2023, December 2024
REPLAY_UNTIL = month_index("2025-12")  # dated facts are replayed until here


@dataclass(frozen=True)
class ScheduledEvent:
    """An event of a scenario: ``kind`` is a key of ``EVENT_KINDS``; actors are nodes, -1 where none is meant."""

    month: int
    kind: str
    actor: int = -1
    partner: int = -1
    size: float = 1.0
    parameter: str = ""  # of an event of kind 'parameter'


EVENT_KINDS = {
    "election": "actor's openness moves by size",
    "policy_shock": "actor's openness becomes size",
    "export_control": "actor against partner: rivalry rises by size, trust falls, the target's firms race more",
    "dialogue": "actor and partner: trust closes size of its gap",
    "incident": "an incident of severity size at firm actor",
    "salience": "salience of AI risk rises by size",
    "founding": "actor opens an institute",
    "exit": "actor leaves the network and ends its ties",
    "capability": "capability rises by size",
    "lead": "actor gains a decisive lead of size over all others",
    "rival_network": "actor leads another network, worth size to those nearer to it than to the members",
    "entry": "actor becomes a full member, and nobody is asked",
    "admission_vote": "actor applies, whatever it would gain, and the members vote on it at once",
    "host_exit": "whoever holds the largest part of the secretariat leaves the network and ends its ties",
    "funding": "staff and budget of actor's institute are multiplied by size; without an actor, the secretariat's",
    "parameter": "the parameter that is named has the value size from then on",
    "government": "actor has a new government, whose shift of openness is drawn as after an election",
}


@dataclass(frozen=True)
class RunConfig:
    """One run. ``baseline`` is the design in force until ``design`` works (at ``adopt`` plus its set-up)."""

    roster: Roster
    design: DesignPoint
    baseline: DesignPoint
    params: np.ndarray
    start: str
    end: int
    adopt: int
    seed: int = 0
    replicate: int = 0
    events: tuple[ScheduledEvent, ...] = ()
    later: tuple[tuple[int, DesignPoint], ...] = ()  # designs decided afterwards, by month (absorption, sunset)
    replay_until: int = REPLAY_UNTIL
    keep_decisions: bool = False
    collect: bool = True  # Mesa's data frames, in the reference
    reviews_from: int = CUT_OFF + 1  # first month in which membership is reviewed; members until then are given
    forced: tuple[Forced, ...] = ()  # decisions that are not the actors' own; of two on the same, the last counts

    def __post_init__(self) -> None:
        if self.start not in STARTS:
            raise InputError("unknown start", key="start", value=self.start, allowed=", ".join(STARTS), choices=STARTS)
        if self.end < self.first:
            raise InputError(
                "the run ends before it starts", key="end", value=month_label(self.end),
                allowed=f"{month_label(self.first)} or later",
            )  # fmt: skip
        if self.params.shape != (len(ALL),):
            raise InputError("wrong number of parameters", value=self.params.shape, allowed=f"({len(ALL)},)")
        for event in self.events:
            if event.kind not in EVENT_KINDS:
                raise InputError(
                    "unknown event",
                    key="kind",
                    value=event.kind,
                    allowed=", ".join(EVENT_KINDS),
                    choices=EVENT_KINDS,
                )

    @property
    def first(self) -> int:
        """Index of the first simulated month."""
        return STARTS[self.start]
