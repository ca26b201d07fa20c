"""Incidents at frontier firms: when they strike, and who answers them, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import INCIDENT_REPORTS
from sim.rules import learning, shocks

if TYPE_CHECKING:
    from sim.agents import FirmAgent
    from sim.model import CooperationModel


class Incidents:
    """``log`` holds time, severity, days that members take by themselves, days to a response."""

    def __init__(self, model: CooperationModel) -> None:
        self.model, self.world = model, model.world
        self.log: list[list[float]] = []
        self.open: list[int] = []

    def strike(self) -> None:
        """Draw this month's incidents, in order of time."""
        self.world.incidents = 0
        struck = [(f.draw(draws.INCIDENT_TIME), f) for f in self.model.firms if self._is_struck(f)]
        for moment, firm in sorted(struck, key=lambda pair: pair[0]):
            self.add(firm.node, shocks.severity(firm.draw(draws.SEVERITY)), moment)

    def _is_struck(self, firm: FirmAgent) -> bool:
        w = self.world
        relative = w.p[P.ACCIDENT_SAFE] if w.safe[firm.row] else 1.0
        chance = shocks.incident_chance(w.p[P.INCIDENT_RATE], w.F, w.capability, w.pooled, relative)
        return bool(firm.draw(draws.INCIDENT) < chance)

    def add(self, node: int, severity: float, moment: float) -> None:
        """An incident at a firm: salience jumps, the arm opens a case if it hears of it, members with ties notice."""
        w, number = self.world, len(self.log)
        at = w.month + moment
        self.log.append([at, severity, self._by_hand(node), np.nan])
        self.open.append(number)
        w.salience = shocks.jumped_salience(w.salience, w.p[P.SALIENCE_JUMP], severity)
        w.incidents += 1
        reported = bool(((w.flow[node, : w.J] >> INCIDENT_REPORTS) & 1).any())
        if self.model.firms[node - w.J].draw(draws.COVERED) < shocks.covered(reported, w.design[D.OVERLAP]):
            self.model.arm.open("incident", node, item=number, at=at)
        self.model.tell("incident", node, -1, f"an incident of severity {severity:.2f}")

    def _by_hand(self, node: int) -> float:
        """Days to a common response without the arm: the fewer, the more offices have a tie to the firm."""
        w = self.world
        share = shocks.informed_share(w.ties, w.status, w.home, node)
        return float(shocks.bilateral_response(w.p[P.BILATERAL_DAYS], w.p[P.BILATERAL_BEST], share))

    def answer(self, number: int, days: float) -> None:
        """The arm's response; what members noticed earlier by themselves counts first."""
        incident, w = self.log[number], self.world
        if np.isnan(incident[3]):
            incident[3] = min(days, incident[2])
            self.open.remove(number)
            w.response_days = learning.smoothed(w.response_days, incident[3], shocks.MEMORY)
            self.model.tell("response", -1, -1, f"an incident is answered after {incident[3]:.0f} days")

    def answer_by_hand(self) -> None:
        """Answer what the arm has not answered in the time that members take by themselves."""
        for number in list(self.open):
            at, _, by_hand, _ = self.log[number]
            if shocks.answered_by_hand(self.world.month, at, by_hand):
                self.answer(number, by_hand)

    def table(self) -> np.ndarray:
        """(K, 3): time, severity, days to a response (NaN while open)."""
        return np.array(self.log, dtype=float).reshape(-1, 4)[:, [0, 1, 3]]
