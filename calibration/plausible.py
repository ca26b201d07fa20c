"""Plausible draws: behaviour parameters under which the world of June 2023 grows a network like that of November 2024.

Not a calibration: a filter on CORE's ranges, until the calibration lands. Each draw of the behaviour parameters is
run once from the origin (before any tie) to the report's cut-off, and kept if four numbers of the simulated network on
the 75 admissible dyads lie in windows around the observed ones. The windows were written down before the first run.

    python -m calibration.plausible --draws 6000 --workers 2
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from scenarios.sampling import PLAUSIBLE, keyed_uniform
from scenarios.worker import simulate as simulate_run
from sim.config import RunConfig
from sim.months import CUT_OFF
from sim.parameters import BEHAVIOUR, BEHAVIOUR_NAMES, UNCERTAIN, with_values
from sim.roster import Roster

DYADS = Path(__file__).parent / "data" / "validation_ties.csv"
FIRM_CLASS = "AISI-firm"


@dataclass(frozen=True)
class Window:
    """A number of the network, its observed value and what counts as alike."""

    name: str
    observed: float
    low: float
    high: float
    meaning: str


WINDOWS = (
    Window("office_ties", 8, 4, 12, "ties among the ten members' offices, of 45"),
    Window("firm_ties", 9, 4, 14, "ties of those offices with Anthropic, OpenAI and Google, of 30"),
    Window("types_per_tie", 27 / 17, 1.2, 2.0, "collaboration types a tie"),
    Window("hub_share", 13 / 17, 0.5, 1.0, "ties that involve one of the two offices with most ties"),
)


def dyads(roster: Roster) -> list[tuple[int, int, bool]]:
    """Admissible dyads as nodes, with whether a firm is in it."""
    with DYADS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(roster.find(r["actor_a"]), roster.find(r["actor_b"]), r["tie_class"] == FIRM_CLASS) for r in rows]


def statistics(ties: np.ndarray, pairs: Iterable[tuple[int, int, bool]]) -> dict[str, float]:
    """The four numbers of a network given as an (N, N) bit mask of types; 0 where there is no tie."""
    held = [(a, b, firm, int(ties[a, b])) for a, b, firm in pairs if ties[a, b]]
    degree: dict[int, int] = {}
    for a, b, firm, _ in held:
        for node in (a,) if firm else (a, b):
            degree[node] = degree.get(node, 0) + 1
    hubs = sorted(degree, key=lambda node: (-degree[node], node))[:2]
    n = len(held)
    return {
        "office_ties": sum(not firm for _, _, firm, _ in held),
        "firm_ties": sum(firm for _, _, firm, _ in held),
        "types_per_tie": sum(mask.bit_count() for *_, mask in held) / n if n else 0.0,
        "hub_share": sum(a in hubs or b in hubs for a, b, _, _ in held) / n if n else 0.0,
    }


def alike(found: dict[str, float]) -> bool:
    """Whether every number lies in its window."""
    return all(w.low <= found[w.name] <= w.high for w in WINDOWS)


def draw(seed: int, number: int) -> dict[str, float]:
    """One draw of behaviour and of the uncertain world, uniform over the ranges."""
    return {p.name: p.low + (p.high - p.low) * keyed_uniform(seed, number, p.name) for p in (*BEHAVIOUR, *UNCERTAIN)}


def simulate(seed: int, number: int, roster: Roster) -> dict[str, float]:
    """Run one draw from the origin to the cut-off under today's ad hoc arm."""
    adhoc = load_design("adhoc", roster)
    config = RunConfig(
        roster, adhoc, adhoc, with_values(**draw(seed, number)), "origin", CUT_OFF, CUT_OFF + 1, seed, number
    )
    return statistics(simulate_run(config).ties_end, dyads(roster))


def _batch(job: tuple[int, int, int]) -> list[tuple[int, dict[str, float]]]:
    seed, first, last = job
    roster = load_roster("real")
    return [(number, simulate(seed, number, roster)) for number in range(first, last)]


def survivors(seed: int, draws: int, workers: int) -> list[tuple[int, dict[str, float]]]:
    """Numbers and network of the draws that pass every window, in order."""
    step = 50
    jobs = [(seed, first, min(draws, first + step)) for first in range(0, draws, step)]
    with ProcessPoolExecutor(workers) as pool:
        found = [row for batch in pool.map(_batch, jobs) for row in batch]
    return [(number, stats) for number, stats in found if alike(stats)]


def write(rows: list[tuple[int, dict[str, float]]], seed: int, path: Path) -> None:
    """Write the draws that survived, one row a draw."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["draw", *BEHAVIOUR_NAMES])
        for number, _ in rows:
            values = draw(seed, number)
            out.writerow([number, *(f"{values[name]:.6g}" for name in BEHAVIOUR_NAMES)])


@click.command()
@click.option("--draws", default=6000, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=20241120, show_default=True, type=click.IntRange(min=0))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(min=1))
@click.option("--out", default=PLAUSIBLE, type=click.Path(path_type=Path), help="where to write the draws")
def main(draws: int, seed: int, workers: int, out: Path) -> None:
    """Draw behaviour parameters and keep those that give a network like the observed one."""
    rows = survivors(seed, draws, workers)
    write(rows, seed, out)
    click.echo(f"{len(rows)} of {draws} draws survive ({len(rows) / draws:.1%}), seed {seed}")
    for window in WINDOWS:
        values = [stats[window.name] for _, stats in rows]
        middle = f"{np.median(values):.2f}" if values else "none"
        click.echo(f"  {window.name}: kept median {middle}, observed {window.observed:.2f}, {window.meaning}")


if __name__ == "__main__":
    main()
