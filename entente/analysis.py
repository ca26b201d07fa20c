"""Robust choice, search of designs and discovery, as functions: what the commands of these names do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from entente.prepared import prepare

if TYPE_CHECKING:
    from results.discovery.found import Discovery
    from results.robust.choice import Choice
    from results.search.found import Found
    from scenarios.schema import Scenario

Tell = Callable[[str, int, int], None]


def robust(
    folder: str | Path | None = None,
    *,
    designs: Sequence[str] | str | None = None,
    scenario: str | Path = "default",
    outcomes: Sequence[str] | None = None,
    wants: Sequence[str] = (),
    by: str = "mean",
    roster: str | Path | None = None,
    months: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Choice:
    """Which design is robust: regret, thresholds that are met, and which designs are dominated by which.

    folder : a finished run of ``compare``; None: the scenario is run.  outcomes : None: the headline ones.
    wants : thresholds such as 'members>=10'.  by : 'mean', 'median' or 'tail' (the worst tenth of the futures).

    Its ``words()`` say it, ``frame()`` holds the regrets, ``to_json()`` all. InputError(s) for what makes no sense.

    >>> import entente
    >>> found = entente.robust(designs="adhoc,rotating", scenario="teaching", months=3, replicates=8, workers=1)
    >>> sorted(found.frame()["design"].unique())
    ['adhoc', 'rotating']
    """
    from results.robust.choice import choose
    from results.robust.source import simulated, stored

    if folder is not None:
        table, rests_on, fixed = stored(folder)
        return choose(table, outcomes, wants, _listed(designs), by, rests_on=rests_on, fixed_points=fixed)
    chosen = _prepared(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
    table, rests_on = simulated(chosen, workers, progress)
    return choose(table, outcomes, wants, None, by, rests_on=rests_on)


def search(
    scenario: str | Path = "default",
    *,
    designs: Sequence[str] | str | None = None,
    over: Sequence[str] | str | None = None,
    outcomes: Sequence[str] | None = None,
    also: Sequence[str] = (),
    without: Sequence[str] = (),
    population: int = 40,
    generations: int = 25,
    replicates: int = 48,
    check_replicates: int = 1000,
    roster: str | Path | None = None,
    months: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> Found:
    """Search the structure of designs for hybrids that dominate the named ones, and check them on fresh seeds.

    designs : where to start, and what to dominate; ``over``: only these.  also, without : fields of designs to search
    besides, or not at all (``results/data/search_fields.csv`` says which are searched, and why).
    tell : called with (part, done, of how many).

    Its ``words`` say it, ``designs`` maps each hybrid to its words. InputError(s) for what makes no sense; needs the
    extra ``analysis``. The same for the same seed.
    """
    from results.search.found import Size
    from results.search.search import search as find

    chosen = _prepared(scenario, roster=roster, designs=designs, months=months, seed=seed)
    size = Size(population, generations, replicates, check_replicates)
    return find(chosen, outcomes, _listed(over), also, without, size, workers, tell)


def discover(
    a: str,
    b: str,
    outcome: str,
    folder: str | Path | None = None,
    *,
    scenario: str | Path = "default",
    points: int = 2000,
    streams: int = 2,
    flip: bool = True,
    apart: bool = False,
    roster: str | Path | None = None,
    months: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> Discovery:
    """In which futures design a beats design b in an outcome, and the smallest change that reverses their order.

    folder : a finished run of ``compare`` whose replicates are looked at; None: new runs at the points of a Latin
    hypercube, each on so many streams of random numbers.  flip : whether to look for that change, with runs of its own.
    apart : the fields of the two designs vary by themselves, and not together.

    Its ``words`` say it, ``to_json()`` holds all. InputError(s) for what makes no sense; needs the extra ``analysis``.
    """
    from results.discovery.discover import Size
    from results.discovery.discover import discover as find

    chosen = _prepared(scenario, roster=roster, months=months, seed=seed)
    return find(chosen, a, b, outcome, folder, Size(points, streams), flip, workers, tell, apart)


def _listed(designs: Sequence[str] | str | None) -> list[str] | None:
    from scenarios.designs import design_texts

    return None if designs is None else design_texts(designs)


def _prepared(scenario: str | Path, **changes: object) -> Scenario:
    return prepare(scenario, **changes)  # type: ignore[arg-type]
