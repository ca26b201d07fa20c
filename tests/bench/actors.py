"""How the cost of a meeting grows with the number of actors."""

from __future__ import annotations

from functools import partial

from sim.config import RunConfig
from sim.ensemble.loop import month_of
from sim.phases.month_cache import MET
from sim.phases.setup import begin
from sim.setting import inputs_of, world_of
from tests.bench.measuring import Comparison, Sample, Section, Table, in_turn, number
from tests.bench.rosters import roster_of
from tests.bench.worlds import CHUNK, Runs, by_replicate

SMALL, LARGE, LARGEST = 10, 60, 400
ABOVE = """\
Rosters drawn from the real one with replacement, with as large a share of firms and of offices at the start, under \
one design; one thread, no two runs of a chunk begin alike. The cost of a run, all its phases, is shared out among its \
meetings."""


def section(rounds: int, sizes: tuple[int, ...], most_runs: int) -> Section:
    """Cost of a meeting by number of actors; the fewer actors, the more runs, up to ``most_runs``."""
    worlds = {n: Runs(_configs(n), max(CHUNK, most_runs * SMALL // n)) for n in sizes}
    meetings = {n: sum(map(meetings_of, _configs(n))) / CHUNK for n in sizes}
    seconds = in_turn(rounds, {str(n): partial(w.seconds, 1) for n, w in worlds.items()}, "s")
    runs = {n: seconds[str(n)].times(1e3 / worlds[n].runs, "ms a run") for n in sizes}
    each = {n: runs[n].times(1e3 / meetings[n], "µs a meeting") for n in sizes}
    rows = [(str(n), str(runs[n]), number(meetings[n]), str(each[n])) for n in sizes]
    table = Table("Actors", ABOVE, ("actors", "a run", "meetings a run", "a meeting"), rows)
    return Section(_comparisons(each), [table])


def _configs(actors: int) -> list[RunConfig]:
    return [designs["rotating"] for designs in by_replicate(CHUNK, roster_of(actors))]


def meetings_of(config: RunConfig) -> int:
    """Meetings of a run."""
    w, met = world_of(config), 0
    begin(w, *inputs_of(config))
    while w.month <= config.end:
        month_of(w)
        met += w.cached[MET]
    return int(met)


def _comparisons(each: dict[int, Sample]) -> list[Comparison]:
    """The wanted ones, of the sizes that were measured."""
    what, fold = "a meeting among {} actors".format, LARGE / SMALL
    wanted, met = f"at most {fold:g} times (linear)", each[LARGE].over(each[SMALL]).median <= fold
    found = [Comparison(what(LARGE), each[LARGE], what(SMALL), each[SMALL], wanted, met)]
    if LARGEST in each:
        wanted = f"{LARGEST} actors run"
        found.append(Comparison(what(LARGEST), each[LARGEST], what(LARGE), each[LARGE], wanted, True))
    return found
