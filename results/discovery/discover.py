"""In which futures does design A beat design B, how much of that can inputs tell, and what reverses the order?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from results.discovery import flip as flips
from results.discovery.boxes import find_box
from results.discovery.chance import explainable
from results.discovery.flip import Flip
from results.discovery.found import Discovery
from results.discovery.orders import Streams
from results.discovery.pair import Pair, Tell, make_pair
from results.discovery.sample import Sample, hypercube, stored
from results.discovery.surrogate import fit
from results.discovery.tree import grow
from results.discovery.words import words
from scenarios.extras import require
from scenarios.schema import Scenario
from sim.errors import InputError

FIRST_STREAM = 1_000_000  # of the runs that look for a flip: none of the sample's


@dataclass(frozen=True)
class Size:
    """How much work a discovery is: points and streams of the sample, and the streams of a flip."""

    points: int = 2000
    streams: int = 2
    flip: flips.Size = field(default_factory=flips.Size)


def discover(
    scenario: Scenario, a: str, b: str, outcome: str, folder: str | Path | None = None, size: Size | None = None,
    with_flip: bool = True, workers: int | None = None, tell: Tell | None = None,
    apart: bool = False,
) -> Discovery:  # fmt: skip
    """Where the first design beats the second in an outcome; see the module.

    folder : stored runs whose replicates are the sample (and whose scenario is taken); None: new runs.
    with_flip : look for the smallest change that reverses the order, which takes runs of its own.
    apart : the designs' fields stand at quantiles of their own; not for stored runs, in which they share them.
    InputError(s) for what makes no sense, and without the extra ``analysis``. The same for the same scenario and seed.
    """
    require("a discovery", "analysis", {"ema_workbench": "ema-workbench", "sklearn": "scikit-learn"})
    size, runs = size or Size(), None
    if folder is not None:
        from scenarios.store import load_run

        if apart:
            raise InputError("stored runs share their quantiles", key="apart", allowed="new runs, without a folder")
        runs = load_run(folder)
        scenario = runs.scenario
    pair = make_pair(scenario, a, b, outcome, workers, apart)
    if runs is None:
        part = None if tell is None else lambda done, of: tell("runs of the sample", done, of)
        sample = hypercube(pair, size.points, size.streams, part)
    else:
        sample = stored(pair, runs)
    box, tree = find_box(sample, pair.inputs, 0), grow(sample, pair.inputs, 0)
    explained = explainable(sample, 0)
    streams = Streams(lambda x, numbers: pair.lead(x, numbers), FIRST_STREAM)
    flip = _flip(pair, sample, streams, size, tell) if with_flip else None
    made = (0 if runs is not None else size.points * size.streams) + streams.runs
    found = Discovery(pair, sample, box, tree, explained, flip, made)
    return replace(found, words=tuple(words(found)))


def _flip(pair: Pair, sample: Sample, streams: Streams, size: Size, tell: Tell | None) -> Flip:
    centre = pair.scaled(pair.centre)
    surrogate = fit(sample, np.clip(pair.scaled(sample.x), 0.0, 1.0), centre)
    return flips.find(streams, pair.unscaled, centre, surrogate, size.flip, tell)
