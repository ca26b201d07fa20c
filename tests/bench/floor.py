"""Goal 2: the ensemble against the work that a run cannot do without, counted and priced part by part."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

from sim.agents import InstituteAgent
from sim.catalogue import CATEGORIES
from sim.config import RunConfig
from sim.ensemble.runs import Ensemble
from sim.model import CooperationModel
from sim.record import FORMED, LAPSED, Record
from tests.bench.baseline import configurations
from tests.bench.sample import Goal, Sample, Section, Table, in_turn, number
from tests.bench.units import UNITS
from tests.bench.worlds import Runs

WITHIN = 2.0  # times the floor
KIND = {
    "sign": "meeting sides", "extend": "meeting sides", "renew": "renewal sides", "share": "shares", "pool": "pools",
    "join": "reviews", "stay": "reviews", "pace": "paces",
}  # fmt: skip
PARTS = {  # what is counted, priced with which unit; a unit's draws and chances are in its price
    "pairs": ("draws", "a draw for each pair that could meet"),
    "orders": ("draws", "draws of order, incidents and foundings"),
    "meetings": ("meetings", "meetings: draws, utilities and chances of both sides"),
    "renewals": ("renewals", "ties at the end of their term: distances without, utilities of both sides"),
    "links": ("links", "distances after a first deal"),
    "lapses": ("lapses", "distances after a tie ends"),
    "shares": ("shares", "choices of sharing with a partner"),
    "pools": ("pools", "choices of giving to the network"),
    "reviews": ("reviews", "reviews of membership"),
    "clearances": ("clearances", "members who may want a clearance"),
    "months": ("novelty", "what is new to whom, of which choices of sharing and reviews make use"),
    "paces": ("paces", "choices of pace"),
}


# ---- how much -----------------------------------------------------------------------------------------------------
def counted(config: RunConfig) -> Counter[str]:
    """Decisions and updates of one run, counted by the reference."""
    asks, found = InstituteAgent.wants_clearance, Counter[str]()

    def wants_clearance(self: InstituteAgent) -> bool:
        w = self.world
        found["clearances"] += int(w.tier[self.node] == 1 and self.exists and w.cleared[self.node] <= 0.5)
        return asks(self)

    with patch.object(InstituteAgent, "wants_clearance", wants_clearance):
        record = CooperationModel(replace(config, keep_decisions=True)).run()
    found.update(KIND[decision.kind] for decision in record.decisions)
    found["meetings"], found["months"] = found["meeting sides"] // 2, len(record.months)
    found.update(_of_ties(record))
    found.update(_of_pairs(record, found))
    return found


def _of_ties(record: Record) -> dict[str, int]:
    """Terms that ended, first deals of a pair, and lapses."""
    log, linked = record.tie_log, {(a, b) for a, b in zip(*record.ties_start.nonzero(), strict=True) if a < b}
    links = 0
    for line in log:
        pair = (min(line["a"], line["b"]), max(line["a"], line["b"]))
        if line["action"] == FORMED and pair not in linked:
            links += 1
            linked.add(pair)
        elif line["action"] == LAPSED:
            linked.discard(pair)
    actions = Counter(log["action"].tolist())
    return {"links": links, "lapses": actions[LAPSED], "renewals": len(log) - actions[FORMED]}


def _of_pairs(record: Record, found: Counter[str]) -> dict[str, int]:
    """Draws for pairs that could meet, and single draws."""
    offices, firms = (record.states["status"] > 0).sum(axis=1), record.roster.n_firms
    pairs = (offices * (offices - 1) // 2 + offices * firms).sum()
    without = (record.roster.n_states - offices).sum() + len(record.months) * firms
    orders = found["meetings"] + found["renewals"] + found["reviews"] + found["paces"] + without
    return {"pairs": int(pairs), "orders": int(orders)}


def mean_counts(configs: list[RunConfig]) -> dict[str, float]:
    """Mean counts a run."""
    total = sum((counted(config) for config in configs), Counter[str]())
    return {name: count / len(configs) for name, count in total.items()}


# ---- how dear -----------------------------------------------------------------------------------------------------
def midway(config: RunConfig) -> Ensemble:
    """An ensemble whose arrays stand in the midst of a run."""
    ensemble = Ensemble(replace(config, end=(config.adopt + config.end) // 2))
    ensemble.record(replace(config, end=(config.adopt + config.end) // 2))
    return ensemble


def price(unit: Callable[..., Any], worlds: list[Ensemble], least: float) -> float:
    """Seconds of one unit of work, from at least so many seconds of it in all worlds."""
    spent, done = 0.0, 0
    while done == 0 or spent < least:
        for ensemble in worlds:
            bench = ensemble._bench()
            began = time.perf_counter()
            count, _ = unit(bench.handles[0], bench.setting_handle)
            spent += time.perf_counter() - began
            done += count
    return spent / done


def section(rounds: int, runs: int, counted_runs: int, least: float) -> Section:
    """The goal with its parts."""
    configs = configurations(counted_runs)
    counts, worlds = mean_counts(configs), [midway(config) for config in configs[:3]]
    many = Runs(configs, runs)
    for unit in UNITS.values():
        price(unit, worlds, 0.0)  # compiled before anything is timed
    measures = {name: partial(price, unit, worlds, least) for name, unit in UNITS.items()}
    found = in_turn(rounds, measures | {"run": lambda: many.seconds(1) / runs})
    prices = {name: found[name] for name in UNITS} | {
        name: _less(found[name], found["copies"]) for name in ("links", "lapses")
    }
    parts = {name: _times(counts.get(name, 0.0), prices[unit]) for name, (unit, _) in PARTS.items()}
    floor = Sample.of(map(sum, zip(*(part.values for part in parts.values()), strict=True)))
    ratio = found["run"].over(floor)
    goal = Goal(2, "a run of the ensemble on one thread against its floor", f"<= {WITHIN:g} times", ratio.text("times"),
                ratio.median <= WITHIN)  # fmt: skip
    return Section([goal], [_table(counts, prices, parts, floor, found["run"])])


def _less(sample: Sample, other: Sample) -> Sample:
    return Sample.of(max(0.0, a - b) for a, b in zip(sample.values, other.values, strict=True))


def _times(count: float, sample: Sample) -> Sample:
    return Sample.of(count * value for value in sample.values)


def _table(
    counts: dict[str, float], prices: dict[str, Sample], parts: dict[str, Sample], floor: Sample, run: Sample
) -> Table:
    def row(what: str, count: float, unit: Sample) -> tuple[str, ...]:
        return what, number(count), unit.text("", 1e9), _times(count, unit).text("", 1e6)

    rows = [row(what, counts.get(name, 0.0), prices[unit]) for name, (unit, what) in PARTS.items()]
    sides = sum(counts.get(name, 0.0) for name in ("meeting sides", "renewal sides", "shares", "pools", "paces"))
    drawn = counts["pairs"] + counts["orders"] + counts["meetings"] + sides + counts.get("reviews", 0.0)
    chances = sides + (1 + len(CATEGORIES)) * counts.get("reviews", 0.0)
    return Table(
        "Floor",
        "What one run cannot do without: draws, exponentials, utilities and distances. How often each is needed was "
        "counted in runs of the reference; what it costs was measured in compiled loops over the arrays of runs "
        "half-way, with the rules that both engines use. The arm, "
        "learning, the records and the outcomes are not part of it: they are what the goal leaves room for.",
        ("what", "times a run", "ns each", "µs a run"),
        [
            *rows,
            ("**the floor**", "", "", floor.text("", 1e6)),
            ("**a run of the ensemble**", "", "", run.text("", 1e6)),
            row("all draws (in the parts above)", drawn, prices["draws"]),
            row("all exponentials (in the parts above)", chances, prices["exponentials"]),
        ],
    )
