"""The ledger: writes each month's numbers while the model runs, and closes them into a ``Record``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import CATEGORIES, FRONTIER_THEMES, MANDATE, PRE_DEPLOYMENT, SENSITIVE, SENSITIVITY
from sim.record import SERIES, STATE_SERIES, TIE_LOG_DTYPE, Record
from sim.rules import learning, welfare
from sim.rules.appraisal import stakes
from sim.rules.measures import total_variation
from sim.rules.shocks import RIVAL

if TYPE_CHECKING:
    from sim.model import CooperationModel


class Ledger:
    """Arrays of a run, one row a month."""

    def __init__(self, model: CooperationModel) -> None:
        self.model, w = model, model.world
        self.first = w.month
        months = model.config.end - w.month + 1
        self.series = {name: np.zeros(months) for name in SERIES}
        self.states = {name: np.zeros((months, w.J)) for name in STATE_SERIES}
        self.agenda = np.zeros((months, len(MANDATE)))
        self.host = np.zeros((months, w.J))
        self.network_shares = np.zeros((months, len(CATEGORIES), 2))
        self.bilateral_shares = np.zeros((months, len(CATEGORIES), 2))
        self.pair_shares = np.zeros((w.N, w.N, len(CATEGORIES)))
        self.safe = np.zeros((months, w.F), dtype=bool)
        self.ties_start = w.ties.copy()
        self.ties: list[tuple[int, int, int, int, int]] = []

    def log_tie(self, a: int, b: int, kind: int, action: int) -> None:
        """Note a tie formed, renewed or lapsed."""
        self.ties.append((self.model.world.month, a, b, kind, action))

    def month(self) -> None:
        """Write the month that is about to end."""
        w, t = self.model.world, self.model.world.month - self.first
        values = self._network() | self._arm() | self._world()
        for name in SERIES:
            self.series[name][t] = values[name]
        for name, row in self._states(values["harm"]).items():
            self.states[name][t] = row
        self.agenda[t], self.host[t], self.safe[t] = w.agenda, w.host, w.safe
        self.network_shares[t], self.bilateral_shares[t] = w.asked_pool, w.asked_pair
        if w.month >= self.model.config.adopt:
            inside = np.zeros(w.N, dtype=bool)
            inside[: w.J] = (w.tier > 0) & (w.status > 0)
            self.pair_shares += w.flow | (inside[:, None, None] & inside[None, :, None] & w.pool[:, None, :])

    def _network(self) -> dict[str, float]:
        w = self.model.world
        inside = w.tier > 0
        offices = w.ties[: w.J, : w.J] > 0
        sensitive = SENSITIVITY * np.isin(np.arange(len(CATEGORIES)), SENSITIVE)
        return {
            "members": inside.sum(),
            "members_without_institute": (inside & (w.status < 2)).sum(),
            "regions": len(np.unique(w.region[inside])),
            "office_ties": offices.sum() / 2,
            "firm_ties": (w.ties[: w.J, w.J :] > 0).sum(),
            "rival_ties": (offices & (w.rivalry[: w.J, : w.J] >= RIVAL)).sum() / 2,
            "shared_network": w.asked_pool[:, 1].sum() / max(1.0, w.asked_pool[:, 0].sum()),
            "shared_bilateral": w.asked_pair[:, 1].sum() / max(1.0, w.asked_pair[:, 0].sum()),
            "sensitive_pooled": float((w.pool[: w.J] * sensitive).sum(axis=1) @ w.capacity[: w.J]),
            "model_access": w.pool[w.J :, PRE_DEPLOYMENT].mean() if w.F else 0.0,
            "leaks": w.leaks,
        }

    def _arm(self) -> dict[str, float]:
        arm, w = self.model.arm, self.model.world
        elapsed = (w.month + 1 - self.first) / 12.0
        testers = w.flow[w.J :, : w.J, PRE_DEPLOYMENT].sum(axis=1)
        return {
            "productivity": w.productivity,
            "memory": min(1.0, arm.experience / elapsed),
            "backlog": arm.secretariat.backlog(),
            "finished": arm.settled,
            "speed": arm.secretariat.speed,
            "harmonisation": w.harmonisation,
            "frontier_share": w.agenda[list(FRONTIER_THEMES)].sum(),
            "mandate_distance": total_variation(w.agenda, MANDATE),
            "duplicated": sum(learning.duplicated(float(n), w.harmonisation) for n in testers),
            "dues": w.dues.sum(),
            "cost": w.cost,
            "reach": float(np.where(w.tier > 0, 1.0, w.reached).sum()),
        }

    def _world(self) -> dict[str, float]:
        w = self.model.world
        harm = welfare.harm_of_month(w.p, w.safe, w.capability, w.pooled, w.response_days, w.leaks)
        return {
            "salience": w.salience,
            "capability": w.capability,
            "incidents": w.incidents,
            "pooled_knowledge": w.pooled,
            "safe_share": w.safe.mean() if w.F else 1.0,
            "harm": harm,
        }

    def _states(self, harm: float) -> dict[str, np.ndarray]:
        w, d = self.model.world, self.model.world.design
        overlap = w.p[P.OVERLAP] * d[D.OVERLAP]
        benefit = stakes(w.p, w.stake, w.openness, w.salience, w.capability, overlap, w.lead)
        members, productivity = (w.tier > 0).sum(), self.model.arm.total_productivity()
        worth = welfare.welfare_of_all(
            w.p, benefit, productivity, d[D.EXCLUDABILITY], w.effort.sum(), w.effort, w.tier, w.distance, w.weight,
            w.power, w.fora, w.ties, w.degree, w.free, w.openness, w.salience, w.trust, w.harmonisation, w.received,
            w.exposure, w.rivalry,
            w.host, d[D.NEUTRALITY], d[D.PULL], w.agenda, w.preference, w.dues, members, harm, w.stake,
        )  # fmt: skip
        pooled = w.pool[w.J :, PRE_DEPLOYMENT].sum()
        direct = w.flow[w.J :, : w.J, PRE_DEPLOYMENT].sum(axis=0)
        access = np.where((w.tier == 1) & (w.status > 0), np.maximum(direct, pooled), direct) / max(1, w.F)
        return {
            "status": w.status, "tier": w.tier, "influence": w.influence, "dues": w.dues, "effort": w.effort,
            "welfare": worth, "openness": w.openness[: w.J], "knowledge": w.knowledge.mean(axis=1),
            "access": access, "exposure": w.exposure[: w.J],
        }  # fmt: skip

    def record(self) -> Record:
        """Close the ledger."""
        model, w = self.model, self.model.world
        months = np.arange(self.first, model.config.end + 1)
        worked = max(1, model.config.end + 1 - max(self.first, model.config.adopt))
        return Record(
            roster=model.config.roster, design=model.config.design, params=w.p, seed=model.config.seed,
            replicate=model.config.replicate, start=self.first, adopted=model.config.adopt,
            works_from=model.arm.switch_month, months=months,
            series=self.series, states=self.states, agenda=self.agenda, host=self.host,
            network_shares=self.network_shares, bilateral_shares=self.bilateral_shares,
            pair_shares=self.pair_shares / worked, safe=self.safe, ties_start=self.ties_start, ties_end=w.ties.copy(),
            tie_log=np.array(self.ties, dtype=TIE_LOG_DTYPE), cases=model.arm.secretariat.table(),
            incidents=model.incidents.table(),
            decisions=model.decisions, chronicle=model.chronicle, baseline=model.config.baseline,
        )  # fmt: skip
