"""Many runs of the past under today's ad hoc secretariat, each reduced to what the record can be held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from calibration.forecasting.draws_in_use import Draws
from calibration.past import past_config
from calibration.record import Happened
from calibration.simulator import DRAWN
from scenarios import pools
from sim.catalogue import CASE_INDEX
from sim.config import RunConfig
from sim.ensemble.dyads import ALIVE_FROM, JOINT_TEST
from sim.ensemble.runs import Ensemble
from sim.parameters import INDEX
from sim.record import FORMED, LAPSED, RENEWED, Record
from sim.roster import Roster
from sim.rules.run_casework import finished_of_kind
from sim.rules.run_network import left_and_joined
from sim.rules.shocks import RIVAL

BLOCK = 25  # runs that a thread takes at a time
NONE = -1  # month of a tie that was not made
REPORTS = ("joint_research", "standard")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Past:
    """What R runs made of D dyads, J jurisdictions and the network.

    first : (R, D) month of a dyad's first deal; NONE where there is none, or where it was tied at the start.
    signed, held : (R, D) bit masks of the types of that deal, and of those in force at the end.
    left, joined : (R,) founding members that ever left; jurisdictions that joined since.
    members : (R,) members at the end.
    joint_tests, reports : (R,) joint tests, and joint research and standards, that were finished since December 2024.
    rivals, elsewhere : (R,) new ties of open rivals (whoever they are); of pairs that are none of the dyads.
    renewed, lapsed : (R,) ties that were renewed at the end of their term; that ended.
    """

    first: np.ndarray
    signed: np.ndarray
    held: np.ndarray
    left: np.ndarray
    joined: np.ndarray
    members: np.ndarray
    joint_tests: np.ndarray
    reports: np.ndarray
    rivals: np.ndarray
    elsewhere: np.ndarray
    renewed: np.ndarray
    lapsed: np.ndarray


def simulate(
    happened: Happened, start: str, end: int, drawn: Draws, count: int, seed: int, threads: int = 1,
    progress: Progress | None = None,
) -> Past:  # fmt: skip
    """``count`` runs from a start to the month ``end``, each with a draw; the result does not depend on ``threads``.

    Dated facts are replayed as far as they are on record. Founding members join when they did; from December 2024 on
    members may leave and others apply.
    """
    config = past_config(happened.roster, start, end, seed)
    values = drawn.posterior.values[drawn.posterior.rows(count, seed)]
    ensemble = Ensemble(config)

    def block(numbers: range) -> list[dict[str, np.ndarray]]:
        records = (ensemble.record(_configured(config, values[k], k)) for k in numbers)
        return [reduce(record, happened) for record in records]

    blocks = [range(k, min(count, k + BLOCK)) for k in range(0, count, BLOCK)]
    found: list[dict[str, np.ndarray]] = []
    with pools.threads(threads) as pool:
        for part in pool.map(block, blocks):
            found += part
            if progress is not None:
                progress(len(found), count)
    return Past(**{f.name: np.array([one[f.name] for one in found]) for f in fields(Past)})


def _configured(config: RunConfig, values: np.ndarray, number: int) -> RunConfig:
    params = config.params.copy()
    for name, value in zip(DRAWN, values, strict=True):
        params[INDEX[name]] = value
    return replace(config, params=params, replicate=number)


# ---- one run ----------------------------------------------------------------------------------------------------
def reduce(record: Record, happened: Happened) -> dict[str, np.ndarray]:
    """The fields of ``Past`` for one run."""
    pairs = happened.dyads.pairs
    deals = _first_deals(record)
    known = [deals.get(_key(a, b), (NONE, 0)) for a, b in pairs.tolist()]
    return {
        "first": np.array([month for month, _ in known]),
        "signed": np.array([types for _, types in known]),
        "held": record.ties_end[pairs[:, 0], pairs[:, 1]],
        **_members(record, happened),
        **_casework(record),
        **_others(record.roster, deals, {_key(a, b) for a, b in pairs.tolist()}),
        "renewed": _count(record, RENEWED),
        "lapsed": _count(record, LAPSED),
    }


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _first_deals(record: Record) -> dict[tuple[int, int], tuple[int, int]]:
    """Pairs that were not tied at the start: month of their first deal, and the types signed in that month."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for month, a, b, kind, action in record.tie_log[["month", "a", "b", "type", "action"]].tolist():
        pair = _key(a, b)
        if action == FORMED and not record.ties_start[pair]:
            first, types = found.get(pair, (month, 0))
            found[pair] = first, types | (1 << kind if month == first else 0)
    return found


def _members(record: Record, happened: Happened) -> dict[str, np.ndarray]:
    """Who ever left of the founding members, who ever joined of the others, and how many there are at the end."""
    tiers, founding = record.states["tier"], np.zeros(happened.roster.n_states, dtype=bool)
    founding[happened.offices] = True
    left, joined = left_and_joined(tiers, max(0, ALIVE_FROM - int(record.months[0])), founding)
    return {"left": np.array(left), "joined": np.array(joined), "members": np.array((tiers[-1] > 0).sum())}


def _casework(record: Record) -> dict[str, np.ndarray]:
    """Cases of a kind that were finished after the network began to work, and by the end of the run."""
    kinds, finished, last = record.cases["kind"], record.cases["finished"], int(record.months[-1])

    def done(kind: int) -> int:
        return int(finished_of_kind(kinds, finished, kind, ALIVE_FROM, last))

    return {
        "joint_tests": np.array(done(JOINT_TEST)),
        "reports": np.array(sum(done(CASE_INDEX[kind]) for kind in REPORTS)),
    }


def _others(roster: Roster, deals: dict[tuple[int, int], tuple[int, int]], dyads: set[tuple[int, int]]) -> dict:
    home = np.concatenate([np.arange(roster.n_states), roster.firm_home])
    rivals = sum(roster.rivalry[home[a], home[b]] >= RIVAL for a, b in deals if home[a] != home[b])
    return {"rivals": np.array(rivals), "elsewhere": np.array(sum(pair not in dyads for pair in deals))}


def _count(record: Record, action: int) -> np.ndarray:
    return np.array((record.tie_log["action"] == action).sum())
