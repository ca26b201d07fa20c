"""Search for hybrids that dominate named designs: find them on some replicates, check them on others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from results.robust.futures import chosen_metas
from results.search.bench import Bench
from results.search.check import check, margins
from results.search.evolve import Archive, evolve
from results.search.fields import searched
from results.search.found import Found, Size
from results.search.space import AS_BASE, Space, check_bases, in_words
from results.search.words import words
from scenarios.designs import default_designs, load_designs
from scenarios.extras import require
from scenarios.incoming import LARGEST_SEED
from scenarios.schema import Scenario
from sim.errors import InputError
from sim.outcomes import ALL_OUTCOMES

OTHER_SEED = 1_000_003  # the check's seed is the search's and this
NEAREST = 3  # designs a target that are checked: those that come nearest to dominating it
MOST = 30  # designs checked in all

Tell = Callable[[str, int, int], None]  # part, done, of how many


def search(
    scenario: Scenario,
    outcomes: Sequence[str] | None = None,
    over: Sequence[str] | None = None,
    also: Sequence[str] = (),
    without: Sequence[str] = (),
    size: Size | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> Found:
    """Search the structure of designs, from the scenario's designs as bases, and check what is found.

    outcomes : names; None: the headline ones.  over : designs to dominate; None: all of the scenario's.
    also, without : fields that are searched besides, or not at all.
    InputError(s) for what makes no sense, and without the extra ``analysis``.
    """
    require("a search of designs", "analysis", {"pymoo": "pymoo"})
    size = size or Size()
    roster = scenario.load_roster()
    metas = chosen_metas([o.name for o in ALL_OUTCOMES], outcomes)
    texts = scenario.designs or default_designs(roster)
    presets = tuple(recipe.name for recipe in load_designs(texts, roster))
    targets = presets if over is None else tuple(recipe.name for recipe in load_designs(over, roster))
    space = Space(check_bases([p for p in presets if p != "none"], roster), searched(also, without), roster)
    seeds = (scenario.seed, (scenario.seed + OTHER_SEED) % LARGEST_SEED)
    here = Bench(scenario.changed(replicates=size.replicates), metas, workers)
    names = [meta.name for meta in metas]
    archive = Archive(here, targets, np.array([margins(v, names) for v in here.run(targets)]))
    last = evolve(space, archive, size.population, size.generations, scenario.seed, _part(tell, "designs tried"))
    chosen = [text for text in _to_check(archive, space, last) if "@" in text]
    if not chosen:
        raise InputError("no hybrid was found", key="generations", value=size.generations, allowed="more generations")
    fresh = scenario.changed(replicates=size.check_replicates, seed=seeds[1])
    named = tuple(dict.fromkeys((*targets, *presets)))
    against = check(Bench(fresh, metas, workers), [*chosen, *named], named)
    said = {text: in_words(text, roster) for text in chosen}
    found = Found(
        scenario, metas, tuple(dict.fromkeys((*targets, *presets))), space.bases, space.fields, size, said,
        tuple(against), len(archive.leads), seeds,
    )  # fmt: skip
    return replace(found, words=tuple(words(found)))


def _part(tell: Tell | None, name: str) -> Callable[[int, int], None] | None:
    return None if tell is None else lambda done, of: tell(name, done, of)


def _to_check(archive: Archive, space: Space, last: Sequence[str]) -> list[str]:
    """What is worth a check: for each target the designs that come nearest to dominating it, then the last front.

    Each of the first is freed of changes without which it does no worse against its target.
    """
    found: list[str] = []
    for k in range(len(archive.targets)):
        tried = [text for text in archive.leads if "@" in text]
        nearest = sorted(tried, key=lambda t: _rank(archive.leads[t][k], t))[:NEAREST]
        found += [simplified(archive, space, text, k) for text in nearest]
    rest = [text for text in sorted(last, key=archive.short) if "@" in text]
    return list(dict.fromkeys([*found, *rest]))[:MOST]


def simplified(archive: Archive, space: Space, text: str, target: int) -> str:
    """A design without the changes that it does not need: it falls no shorter of the target, and leads as far."""
    for one in space.fields:
        genes = archive.genes[text]
        if genes[one.field] == AS_BASE:
            continue
        without = genes | {one.field: AS_BASE}
        other = space.text(without)
        if other == text:
            archive.genes[text] = without
            continue
        archive.add([other], [without])
        before, after = archive.leads[text][target], archive.leads[other][target]
        if "@" in other and _rank(after, "")[:2] <= _rank(before, "")[:2]:
            text = other
    return text


def _rank(lead: np.ndarray, text: str) -> tuple[float, float, str]:
    """Order of designs against a target: what is missing, then the lead (in units of what matters), then the name."""
    return round(float(np.clip(-lead, 0.0, 100.0).sum()), 3), -round(float(np.clip(lead, 0.0, 10.0).sum()), 1), text
