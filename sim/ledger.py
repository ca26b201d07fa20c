"""The ledger: writes each month's numbers while the model runs, and closes them into a ``Record``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import record as R
from sim.catalogue import CATEGORIES, MANDATE
from sim.record import SERIES, STATE_SERIES, TIE_LOG_DTYPE, Record
from sim.rules import numbers
from sim.rules.pairs import COUNT, add_tallies, count_pairs, tallies_are_full

if TYPE_CHECKING:
    from sim.model import CooperationModel


class Ledger:
    """Arrays of a run, one row a month."""

    def __init__(self, model: CooperationModel) -> None:
        self.model, w = model, model.world
        self.first = w.month
        months = model.config.end - w.month + 1
        self.series = np.zeros((months, len(SERIES)))
        self.states = np.zeros((months, len(STATE_SERIES), w.J))
        self.agenda = np.zeros((months, len(MANDATE)))
        self.host = np.zeros((months, w.J))
        self.network_shares = np.zeros((months, len(CATEGORIES), 2))
        self.bilateral_shares = np.zeros((months, len(CATEGORIES), 2))
        self.pair_counts = np.zeros((w.N, w.N, len(CATEGORIES)), dtype=COUNT)
        self.tallies = np.zeros((w.N, w.N), dtype=np.int64)  # what is not yet in ``pair_counts``
        self.pair_chances = np.zeros((w.J, w.J), dtype=COUNT)
        self.safe = np.zeros((months, w.F), dtype=bool)
        self.ties_start = w.ties.copy()
        self.ties: list[tuple[int, int, int, int, int]] = []

    def log_tie(self, a: int, b: int, kind: int, action: int) -> None:
        """Note a tie formed, renewed or lapsed."""
        self.ties.append((self.model.world.month, a, b, kind, action))

    def month(self) -> None:
        """Write the month that is about to end."""
        w, t = self.model.world, self.model.world.month - self.first
        self._numbers(self.series[t], self.states[t])
        self.agenda[t], self.host[t], self.safe[t] = w.agenda, w.host, w.safe
        self.network_shares[t], self.bilateral_shares[t] = w.asked_pool, w.asked_pair
        if w.month >= self.model.config.adopt:
            count_pairs(
                w.ties, w.partners, w.degree, w.tier, w.status, w.flow, w.pool, self.tallies,
                self.pair_chances,
            )  # fmt: skip
        if tallies_are_full(w.month - self.model.config.adopt) or t == len(self.series) - 1:
            add_tallies(self.tallies, self.pair_counts)

    def _numbers(self, row: np.ndarray, block: np.ndarray) -> None:
        """Fill the month's row of series and block of state series."""
        w, arm = self.model.world, self.model.arm
        numbers.network_numbers(w.tier, w.status, w.region, w.partners, w.degree, w.rivalry, w.pool, w.asked_pool,
                                w.asked_pair, w.capacity, w.leaks, row)  # fmt: skip
        numbers.arm_numbers(w.flow, w.tier, w.reached, w.agenda, w.dues, w.month, self.first, w.productivity,
                            arm.experience, arm.secretariat.backlog(), arm.settled, arm.secretariat.speed,
                            w.harmonisation, w.cost, row)  # fmt: skip
        numbers.world_numbers(w.p, w.safe, w.salience, w.capability, w.incidents, w.pooled, w.response_days, w.leaks,
                              row)  # fmt: skip
        numbers.state_numbers(w.p, w.design, w.stake, w.openness, w.salience, w.benefit,
                              arm.total_productivity(), w.effort, w.tier, w.status, w.within, w.depth,
                              w.present, w.weight, w.fora, w.ties, w.partners, w.degree, w.free, w.trust,
                              w.harmonisation, w.received, w.exposure, w.rivalry, w.host, w.agenda, w.preference,
                              w.dues, w.influence, w.knowledge,
                              w.pool, w.flow, row[R.HARM], block)  # fmt: skip

    def record(self) -> Record:
        """Close the ledger."""
        add_tallies(self.tallies, self.pair_counts)
        model, w = self.model, self.model.world
        months = np.arange(self.first, model.config.end + 1)
        return Record(
            roster=model.config.roster, design=model.config.design, params=np.array(w.p), seed=model.config.seed,
            replicate=model.config.replicate, start=self.first, adopted=model.config.adopt,
            works_from=model.arm.switch_month, months=months,
            series={name: self.series[:, k].copy() for k, name in enumerate(SERIES)},
            states={name: self.states[:, k].copy() for k, name in enumerate(STATE_SERIES)},
            agenda=self.agenda, host=self.host,
            network_shares=self.network_shares, bilateral_shares=self.bilateral_shares,
            pair_counts=self.pair_counts.astype(np.int64), pair_chances=self.pair_chances.astype(np.int64),
            safe=self.safe, ties_start=self.ties_start.astype(np.int64), ties_end=w.ties.astype(np.int64),
            tie_log=np.array(self.ties, dtype=TIE_LOG_DTYPE), cases=model.arm.secretariat.table(),
            incidents=model.incidents.table(), decisions=model.decisions, chronicle=model.chronicle,
            baseline=model.config.baseline,
        )  # fmt: skip
