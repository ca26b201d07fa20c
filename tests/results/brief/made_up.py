"""Experiments made up for tests of the brief: outcomes given by hand, by design."""

from dataclasses import replace

import numpy as np
import pandas as pd

from results import numbers
from results.brief.effects import Facts, facts_of
from results.brief.names import names
from results.brief.wording import FURTHER
from results.comparison import Comparison, compare, outcome_cells
from results.flips import Drawn, order_flips
from tests.results import synthetic

_ROSTER = synthetic.runs(2, ("adhoc",))
_NO_SERIES = pd.DataFrame({"design": ["adhoc"], "replicate": [0]})  # without months, so that dues are not known


def experiment(values, drawn=None, series=None):
    """Runs from design -> outcome -> values by replicate. ``drawn`` : what was drawn, by name."""
    size = len(next(iter(next(iter(values.values())).values())))
    table = pd.concat(
        [pd.DataFrame({"design": d, "replicate": range(size), **own, "error": None}) for d, own in values.items()],
        ignore_index=True,
    )
    draws = pd.DataFrame({"replicate": range(size), **(drawn or {})})
    points = synthetic.design_points(_ROSTER.roster, tuple(values))
    series = _NO_SERIES if series is None else series
    return replace(_ROSTER, table=table, draws=draws, designs=points, series=series)


def facts(values, tags=None, drawn=None, **more):
    """Facts of an experiment; ``tags`` : (outcome, design) -> tag, as if levers had been swapped."""
    runs = experiment(values, drawn)
    found = facts_of(runs, compare(runs, **more))
    return found if tags is None else replace(found, tags=tags, apart=True)


def shifted(outcomes, shifts, size=40, seed=3):
    """Design -> outcome -> values: the baseline's are drawn around 10, a design's are these and a shift."""
    rng = np.random.default_rng(seed)
    base = {outcome: rng.normal(10, 1, size) for outcome in outcomes}
    return {"adhoc": base} | {
        design: {outcome: base[outcome] + own.get(outcome, 0.0) for outcome in outcomes}
        for design, own in shifts.items()
    }


def quick(values, tags, posts, first=()):
    """The same facts without a table of runs, which takes longer than all the rest. ``posts`` : by design."""
    designs, outcomes = tuple(values), list(next(iter(values.values())))
    grids = {o: np.column_stack([values[d][o] for d in designs]) for o in outcomes}
    size = len(next(iter(grids.values())))
    metas = tuple(numbers.metas(outcomes, first=first))
    drawn = Drawn.of(pd.DataFrame({"replicate": range(size), "polarisation": np.arange(size)}), np.arange(size))
    cells = pd.DataFrame([row for m in metas for row in outcome_cells(grids[m.name], m, designs, "adhoc")])
    flips = pd.concat([order_flips(grids[m.name], m.name, designs, drawn) for m in metas])
    comparison = Comparison("adhoc", designs, metas, cells, flips, size, 0)
    heads = tuple(m for m in metas if m.headline and m.better and comparison.cell(m.name, "adhoc")["n"])
    others = designs[1:]
    return Facts(
        comparison=comparison,
        names=names(designs, _ROSTER.roster),
        heads=heads,
        further=tuple(
            m for m in metas if m not in heads and m.name in FURTHER and comparison.cell(m.name, "adhoc")["n"]
        ),
        designs=others,
        served=tuple(d for d in others if d != "none") or others,
        posts=posts,
        setup=dict.fromkeys(designs, 9.0),
        tags=tags or {},
        apart=tags is not None,
    )
