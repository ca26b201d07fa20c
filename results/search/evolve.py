"""The search itself: NSGA-II (Deb et al. 2002, by pymoo) over mixed choices.

Objectives are the mean paired differences of the chosen outcomes from one design, on common replicates. A design that
dominates none of the targets is admitted only until one does: the constraint is what it falls short of the target that
it comes nearest to, in units of what matters. Many outcomes leave nearly nothing dominated; the constraint gives the
search a direction all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from results.search.bench import Bench, mean_apart
from results.search.space import AS_BASE, BASE, Space

FEWEST_PAIRS = 8  # replicates in which an outcome must apply to both, else it does not count as met
NO_PAIRS = 100.0  # what an outcome that cannot be compared counts as, in units of what matters
CHANGED = 0.3  # share of the fields that differ from the base in a design of the first generation
Tell = Callable[[int, int], None]


@dataclass(eq=False)
class Archive:
    """Every design that was tried: text -> genes, and its lead over each target in each outcome (targets, outcomes)."""

    bench: Bench
    targets: tuple[str, ...]
    margins: np.ndarray  # (targets, outcomes) what matters
    genes: dict[str, dict[str, int]] = field(default_factory=dict)
    leads: dict[str, np.ndarray] = field(default_factory=dict)

    def add(self, texts: Sequence[str], genes: Sequence[dict[str, int]]) -> None:
        """Run what is new."""
        for text, own, values in zip(texts, genes, self.bench.run(texts), strict=True):
            if text not in self.leads:
                self.genes[text], self.leads[text] = own, self._leads(values)

    def _leads(self, values: np.ndarray) -> np.ndarray:
        rows = []
        for target, margin in zip(self.targets, self.margins, strict=True):
            mean, _, number = mean_apart(values, self.bench.run([target])[0])
            scaled = self.bench.signs * mean / margin
            rows.append(np.where(number >= FEWEST_PAIRS, scaled, -NO_PAIRS))
        return np.array(rows)

    def short(self, text: str) -> float:
        """How far a design is from dominating the target that it comes nearest to; 0 where it dominates one."""
        return float(np.clip(-self.leads[text], 0.0, NO_PAIRS).sum(axis=1).min())


def evolve(
    space: Space, archive: Archive, population: int, generations: int, seed: int, tell: Tell | None = None
) -> list[str]:
    """The texts of the last generation's nondominated designs; all that was tried is in the archive.

    The same for the same seed: pymoo is given its own generator, and runs depend on the scenario's seed alone.
    """
    from pymoo.core.mixed import MixedVariableGA
    from pymoo.core.population import Population
    from pymoo.operators.survival.rank_and_crowding import RankAndCrowding
    from pymoo.optimize import minimize

    first = Population.new(X=np.array(_first(space, population, seed), dtype=object))
    algorithm = MixedVariableGA(
        pop_size=len(first), n_offsprings=population, sampling=first, survival=RankAndCrowding(crowding_func="mnn")
    )
    problem = _problem(space, archive, population * generations, tell)
    found = minimize(problem, algorithm, ("n_gen", generations), seed=seed, verbose=False, copy_algorithm=False)
    best = found.X if found.X is not None else [own.X for own in found.pop]
    best = [best] if isinstance(best, dict) else list(best)
    return list(dict.fromkeys(space.text(genes) for genes in best))


def _problem(space: Space, archive: Archive, total: int, tell: Tell | None) -> Any:
    """pymoo's problem: genes to objectives (less is better) and the constraint."""
    from pymoo.core.problem import Problem
    from pymoo.core.variable import Choice

    class Designs(Problem):
        def __init__(self) -> None:
            variables = {name: Choice(options=options) for name, options in space.options.items()}
            super().__init__(vars=variables, n_obj=len(archive.bench.metas), n_ieq_constr=1)

        def _evaluate(self, X: Any, out: dict[str, Any], *args: Any, **kwargs: Any) -> None:
            genes = [{name: int(value) for name, value in own.items()} for own in X]
            texts = [space.text(own) for own in genes]
            archive.add(texts, genes)
            out["F"] = np.array([-archive.leads[text][0] for text in texts])
            out["G"] = np.array([[archive.short(text)] for text in texts])
            if tell is not None:
                tell(min(len(archive.leads), total), total)

    return Designs()


def _first(space: Space, population: int, seed: int) -> list[dict[str, int]]:
    """The first generation: the bases as they are, then bases with some fields changed."""
    rng = np.random.default_rng(seed)
    found = space.presets()
    while len(found) < max(population, len(space.bases)):
        own = {BASE: int(rng.integers(len(space.bases)))}
        for one in space.fields:
            changed = rng.random() < CHANGED
            own[one.field] = int(rng.integers(len(one.levels))) if changed else AS_BASE
        if own not in found:
            found.append(own)
    return found
