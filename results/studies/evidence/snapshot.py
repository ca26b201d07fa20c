"""The network of November 2024 in sixteen numbers, simulated and observed (W22)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from calibration.observed import admissible_dyads
from results.studies.evidence.contrast import QUANTITIES, Quantity
from scenarios.rosters import load_roster
from sim.catalogue import TIE_TYPES
from sim.months import CUT_OFF
from sim.record import Record
from sim.roster import Roster

HUBS, BROADEST = ("Singapore", "UK", "US"), ("UK", "US")  # as the source names them

NUMBERS = {
    "office_ties": "ties among the ten members' offices",
    "firm_ties": "ties of those offices with Anthropic, OpenAI and Google",
    "types_per_tie": "types a tie",
    "hub_share": "ties that involve one of the two offices with most ties",
    "top_degree": "ties of the office with most",
    "second_degree": "ties of the office with second most",
    "isolated": "member offices without any tie",
    "named_hubs": "of Singapore, UK and US, those among the three with most ties",
    "broad_hubs": "of UK and US, those among the two with most types",
    "density": "ties over admissible dyads",
    **{t.key: f"ties with {t.short}" for t in TIE_TYPES},
}


@lru_cache(maxsize=2)
def _dyads(name: str) -> tuple[tuple[int, int, bool], ...]:
    dyads = admissible_dyads(load_roster(name))
    return tuple((int(a), int(b), bool(firm)) for (a, b), firm in zip(dyads.pairs, dyads.with_firm, strict=True))


def numbers(ties: np.ndarray, roster: Roster) -> dict[str, float]:
    """The sixteen numbers of an (N, N) bit mask of types, on the admissible dyads. Shares are 0 without ties."""
    pairs = _dyads(roster.name)
    offices = sorted({a for a, b, firm in pairs} | {b for a, b, firm in pairs if not firm})
    degree, breadth = dict.fromkeys(offices, 0), dict.fromkeys(offices, 0)
    masks = []
    for a, b, firm in pairs:
        mask = int(ties[a, b])
        masks += [mask] if mask else []
        for node in (a,) if firm else (a, b):
            degree[node] += mask != 0
            breadth[node] |= mask
    ranked = sorted(degree.values(), reverse=True)
    types = {node: mask.bit_count() for node, mask in breadth.items()}
    hubs = sorted(degree, key=lambda node: (-degree[node], node))[:2]
    tied = [(a, b, firm) for a, b, firm in pairs if ties[a, b]]
    n = max(1, len(tied))
    return {
        "office_ties": sum(not firm for *_, firm in tied),
        "firm_ties": sum(firm for *_, firm in tied),
        "types_per_tie": sum(mask.bit_count() for mask in masks) / n,
        "hub_share": sum(a in hubs or b in hubs for a, b, _ in tied) / n,
        "top_degree": ranked[0],
        "second_degree": ranked[1],
        "isolated": ranked.count(0),
        "named_hubs": _among(degree, roster, HUBS),
        "broad_hubs": _among(types, roster, BROADEST),
        "density": len(masks) / len(pairs),
        **{t.key: sum(mask >> k & 1 for mask in masks) / max(1, len(masks)) for k, t in enumerate(TIE_TYPES)},
    }


def _among(count: dict[int, int], roster: Roster, names: tuple[str, ...]) -> int:
    """How many of the named offices are among as many with the highest counts (equal counts share a place)."""
    least = sorted(count.values(), reverse=True)[len(names) - 1]
    return sum(0 < count.get(roster.find(name), 0) >= least for name in names)


def observed(roster: Roster) -> dict[str, float]:
    """The same numbers of the observed network at the cut-off."""
    n = roster.n_states + roster.n_firms
    ties = np.zeros((n, n), dtype=np.int64)
    for tie in roster.ties:
        if tie.month is None or tie.month <= CUT_OFF:
            ties[tie.a, tie.b] |= 1 << tie.type
            ties[tie.b, tie.a] |= 1 << tie.type
    return numbers(ties, roster)


def _measure(name: str) -> Callable[[Record], float]:
    return lambda record: float(numbers(record.ties_end, record.roster)[name])


for _name, _meaning in NUMBERS.items():
    QUANTITIES[f"net_{_name}"] = Quantity(f"net_{_name}", "number", _meaning, _measure(_name))
QUANTITIES["net_covered"] = Quantity(
    "net_covered", "+1 or -1", "whether the observed number lies in the runs' 90% interval", lambda record: float("nan")
)
