"""Forecasts: from what was known on a day to which dyads become tied, who joins and who leaves, month by month.

Many runs from the ties, offices and members of that day, each with a draw of the posterior; nothing that is dated
later takes part (``calibration.forecasting.knowledge``). States reconsider their membership from the first month on.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from calibration.forecasting.draws_in_use import Draws
from calibration.forecasting.knowledge import Known
from calibration.observed import admissible_dyads
from calibration.simulator import DRAWN
from scenarios import pools
from scenarios.designs import load_design
from scenarios.incoming import LARGEST_SEED, MAX_WORKERS, whole
from sim.config import RunConfig
from sim.ensemble.runs import Ensemble
from sim.errors import InputError
from sim.months import CUT_OFF, month_index, month_label
from sim.parameters import INDEX, default_values
from sim.record import FORMED, LAPSED, Record
from sim.roster import Roster
from sim.rules.pairs import first_signed

RUNS = 2400
MOST_RUNS = 200_000
RUNS_A_DRAW = 6  # of the same parameters, to tell their spread from that of chance
LONGEST = 120  # months
BLOCK = 20  # runs that a thread takes at a time
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Begun(RunConfig):
    """A run that begins in the month ``begin``, from the ties, offices and members on record."""

    begin: int = CUT_OFF + 1

    @property
    def first(self) -> int:
        """Index of the first simulated month."""
        return self.begin


@dataclass(frozen=True)
class Forecast:
    """What became of D open dyads and J jurisdictions in R = draws x runs_a_draw runs of T months.

    Runs of one draw stand together: ``first.reshape(draws, runs_a_draw, D)``.
    """

    known: Known
    end: int  # last month
    pairs: np.ndarray  # (D, 2) nodes, untied on the day
    drawn: Draws
    seed: int
    draws: int
    runs_a_draw: int
    first: np.ndarray  # (R, D) month of the first deal, -1 if there is none
    member: np.ndarray  # (R, T, J) bool
    held: np.ndarray  # (H, 2) nodes of the admissible dyads that were tied on the day
    kept: np.ndarray  # (R, T, H) bool: the tie is in force at the end of the month
    further: np.ndarray  # (R, T, H) bool: a type that was not held on the day has been signed by then

    @property
    def months(self) -> np.ndarray:
        """(T,) the simulated months."""
        return np.arange(self.known.first, self.end + 1)


def open_dyads(roster: Roster, everybody: bool = False) -> np.ndarray:
    """(D, 2) nodes of the dyads without a tie: of the admissible ones, or of all offices and firms that could tie."""
    if everybody:
        offices, nodes = roster.n_states, roster.n_states + roster.n_firms
        pairs = [(a, b) for a in range(offices) for b in range(a + 1, nodes)]
    else:
        pairs = [(int(a), int(b)) for a, b in admissible_dyads(roster).pairs]
    tied = {frozenset((tie.a, tie.b)) for tie in roster.ties}
    return np.array([p for p in pairs if frozenset(p) not in tied], dtype=np.int64).reshape(-1, 2)


def held_dyads(roster: Roster) -> np.ndarray:
    """(H, 2) nodes of the admissible dyads with a tie."""
    tied = {frozenset((tie.a, tie.b)) for tie in roster.ties}
    pairs = [(int(a), int(b)) for a, b in admissible_dyads(roster).pairs if frozenset((int(a), int(b))) in tied]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def last_month(known: Known, until: datetime.date) -> int:
    """Index of the month of ``until``; InputError if there is nothing to simulate by then, or too much."""
    end, latest = month_index(until.isoformat()), known.first + LONGEST - 1
    if not known.first <= end <= latest:
        problem = "the forecast ends before its first month" if end < known.first else "the forecast is too long"
        allowed = f"{month_label(known.first)} to {month_label(latest)}"
        raise InputError(problem, key="until", value=str(until), allowed=allowed)
    return end


def forecast(
    known: Known, end: int, drawn: Draws, seed: int = 1, runs: int = RUNS, threads: int = 1, everybody: bool = False,
    progress: Progress | None = None,
) -> Forecast:  # fmt: skip
    """Simulate from what is known to the month ``end``; the result does not depend on ``threads``.

    At most ``runs`` runs: ``RUNS_A_DRAW`` or more of each draw, and no draw more often than the posterior has it.
    InputError for a ``seed``, ``runs`` or ``threads`` that is no whole number or out of range.
    """
    seed, runs = whole(seed, "seed", 0, LARGEST_SEED), whole(runs, "runs", 1, MOST_RUNS)
    threads = whole(threads, "threads", 1, MAX_WORKERS)
    draws = max(2, min(len(drawn.posterior), runs // RUNS_A_DRAW))
    each = max(2, runs // draws)
    rows = np.repeat(drawn.posterior.rows(draws, seed), each)
    pairs, held = open_dyads(known.roster, everybody), held_dyads(known.roster)
    many = _Runs(known, end, seed, pairs, held, drawn.posterior.values[rows])
    first, member, kept, further = many.all(threads, progress)
    return Forecast(known, end, pairs, drawn, seed, draws, each, first, member, held, kept, further)


class _Runs:
    """The runs of a forecast, in blocks that any thread may take."""

    def __init__(
        self, known: Known, end: int, seed: int, pairs: np.ndarray, held: np.ndarray, values: np.ndarray
    ) -> None:
        secretariat = load_design("adhoc", known.roster)
        self.config = Begun(
            known.roster, secretariat, secretariat, default_values(), "observed", end, known.first, seed,
            replay_until=known.replay_until, begin=known.first,
        )  # fmt: skip
        self.pairs, self.held, self.values = pairs, held, values
        self._ensemble = Ensemble(self.config)

    def all(self, threads: int, progress: Progress | None) -> list[np.ndarray]:
        """The runs' fields of ``Forecast``, from 'first' on, in the order of the runs."""
        count, found = len(self.values), []
        blocks = [range(k, min(count, k + BLOCK)) for k in range(0, count, BLOCK)]
        with pools.threads(threads) as pool:
            for k, part in enumerate(pool.map(self._block, blocks)):
                found.append(part)
                if progress is not None:
                    progress(blocks[k].stop, count)
        return [np.concatenate(parts) for parts in zip(*found, strict=True)]

    def _block(self, numbers: range) -> list[np.ndarray]:
        found = [self._reduced(self._ensemble.record(self._run(number))) for number in numbers]
        return [np.array(parts) for parts in zip(*found, strict=True)]

    def _reduced(self, record: Record) -> tuple[np.ndarray, ...]:
        """First deals (D,), membership (T, J), ties kept and further types (T, H) of a run."""
        log = np.column_stack([record.tie_log[name] for name in ("month", "a", "b", "type", "action")])
        first, types = np.empty(len(self.pairs), dtype=np.int64), np.empty(len(self.pairs), dtype=np.int64)
        first_signed(log, len(log), self.pairs, first, types)
        kept, further = held_on(record, log, self.held)
        return first, record.states["tier"] > 0, kept, further

    def _run(self, number: int) -> Begun:
        params = self.config.params.copy()
        for name, value in zip(DRAWN, self.values[number], strict=True):
            params[INDEX[name]] = value
        return replace(self.config, params=params, replicate=number)


def held_on(record: Record, log: np.ndarray, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(T, H) whether each tie of the start is in force at the end of each month; whether a further type was signed."""
    kept = np.ones((len(record.months), len(held)), dtype=bool)
    further = np.zeros_like(kept)
    for k, (a, b) in enumerate(held.tolist()):
        own = (log[:, [1, 2]] == (a, b)).all(axis=1) | (log[:, [1, 2]] == (b, a)).all(axis=1)
        for month, _, _, kind, action in log[own].tolist():
            row = int(month - record.months[0])
            if action == LAPSED:
                kept[row:, k] = False
            elif action == FORMED:
                kept[row:, k] = True
                further[row:, k] |= not (int(record.ties_start[a, b]) >> kind) & 1
    return kept, further
