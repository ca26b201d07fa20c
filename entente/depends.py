"""What results depend on: sensitivity analyses of our own, and the model as a function for others' tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from entente.prepared import prepare

if TYPE_CHECKING:
    from results.sensitivity.study import Sensitivity
    from scenarios.function import ModelFunction

Progress = Callable[[int, int], None]


def sensitivity(
    design: str = "rotating",
    against: str | None = None,
    scenario: str | Path = "default",
    *,
    method: str = "sobol",
    outcomes: Sequence[str] | str | None = None,
    inputs: Sequence[str] | str | None = None,
    size: int | None = None,
    second: bool = False,
    replicates: int = 1,
    roster: str | Path | None = None,
    months: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """What the outcomes of a design, or their difference from another design's, depend on.

    Parameters
    ----------
    design, against : names as in ``entente.designs()``; with ``against``, the difference within a point, on the same
        draws.
    method : 'sobol' (shares of the variance) or 'morris' (effects over the inputs' ranges; many inputs, few runs).
    outcomes : names as in ``entente.outcomes()``; left out: the headline ones.
    inputs : names of parameters, 'q:<field>', fields of designs, or 'drawn', 'fixed', 'uncertain', 'quantiles'. Left
        out: all that an experiment draws, for Morris also the fixed parameters that have a range. Whatever is drawn
        and not named enters as 'behaviour' (the posterior's row) and 'others'; the random numbers as 'draws'.
    size : trajectories (Morris), or rows of a matrix (Sobol, a power of two). second : Sobol's effects of pairs too.
    replicates : streams of random numbers over which each point is averaged: what does the mean depend on?
    workers : threads; left out: one a core. The result does not depend on it.
    progress : called with (done, in all), points times replicates.

    Raises InputError for anything that makes no sense.

    >>> import entente
    >>> found = entente.sensitivity("rotating", scenario="teaching", months=3, method="morris", outcomes="members",
    ...                             inputs="uncertain", size=2, workers=1)
    >>> sorted(found.frame()["input"])[:3]
    ['capability_growth', 'difficulty', 'draws']
    """
    from results.sensitivity.study import ask, run

    chosen = prepare(scenario, roster=roster, months=months, seed=seed)
    return run(ask(chosen, design, against, method, outcomes, inputs, size, second, replicates), workers, progress)


def function(
    design: str = "rotating",
    against: str | None = None,
    scenario: str | Path = "default",
    *,
    outcomes: Sequence[str] | str | None = None,
    inputs: Sequence[str] | str = "drawn",
    replicates: int | None = None,
    roster: str | Path | None = None,
    months: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
) -> ModelFunction:
    """The model as a function of inputs by name, for tools of others: f(us_engagement=0.5) gives outcomes by name.

    ``f.many`` takes a matrix (N, inputs) and gives one (N, outcomes); ``f.names``, ``f.bounds`` and ``f.problem``
    describe the inputs, ``f.outcomes`` names the columns. Each value is a mean over the same ``replicates`` at every
    call; what is not given is as drawn in each of them. It can be pickled.

    design, against, outcomes, inputs : as for ``sensitivity``, but only inputs with a range of numbers.
    workers : threads at a time; 1, since most tools spread calls over processes of their own.

    Raises InputError for anything that makes no sense, when it is made and when it is called.

    >>> import entente
    >>> f = entente.function("rotating", scenario="teaching", months=3, outcomes="members", inputs="uncertain",
    ...                      replicates=2)
    >>> f.names[:2], sorted(f(us_engagement=0.5))
    (['us_engagement', 'polarisation'], ['members'])
    """
    from scenarios.function import REPLICATES, ModelFunction

    chosen = prepare(scenario, roster=roster, months=months, seed=seed)
    return ModelFunction(chosen, design, against, outcomes, inputs, replicates or REPLICATES, workers)
