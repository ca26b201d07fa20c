"""What is run, in plain values: two outlines that are equal give the same bytes, and a difference can be named."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from scenarios.provenance import package_digest, roster_digest, software, without_folders
from scenarios.recipes import Recipe
from scenarios.worker import Job
from sim.errors import shown

SAID = 3  # differences that a message names


def job_outline(job: Job) -> dict[str, Any]:
    """What a job is, its designs as digests."""
    plain = {name: getattr(job, name) for name in ("start", "adopt", "end", "seed", "setup_months")}
    return plain | {
        "roster": {"name": without_folders(job.roster.name), "digest": roster_digest(job.roster)},
        "designs": designs_outline(job.recipes),
        "shown": [without_folders(name) for name in job.shown],
        "events": [list(dataclasses.astuple(event)) for event in job.events],
        "forced": [list(dataclasses.astuple(decision)) for decision in job.forced],
        "later": [[month, designs_outline((recipe,))] for month, recipe in job.later],
    }


def designs_outline(recipes: tuple[Recipe, ...]) -> dict[str, str]:
    """Name -> digest of the numbers of each design."""
    return {without_folders(recipe.name): _digest_of(recipe) for recipe in recipes}


def _digest_of(recipe: Recipe) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for weight, spread in recipe.parts:
        digest.update(repr((float(weight), spread.status)).encode())
        for values in (spread.central, spread.low, spread.high, spread.seat):
            digest.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return digest.hexdigest()


def code_outline() -> dict[str, Any]:
    """The code and the libraries that bytes depend on: files of the model, rules in force, versions."""
    return {**sources_outline(), **software()}


def sources_outline() -> dict[str, str]:
    """The code alone: digests of the files of the model and of the scenarios, and of the rules in force."""
    from sim.jit import overrides, sources_hash

    rules = hashlib.blake2b(overrides.TEXT.encode(), digest_size=8).hexdigest() if overrides.TEXT else ""
    return {"rules": sources_hash(), "scenarios": package_digest(), "custom rules": rules}


def differences(there: Any, here: Any, key: str = "") -> Iterator[str]:
    """In words, where two outlines differ."""
    if isinstance(there, dict) and isinstance(here, dict):
        for name in sorted({*there, *here}, key=str):
            below = f"{key}.{name}" if key else str(name)
            if name not in there or name not in here:
                yield f"{below} is only {'here' if name in here else 'there'}"
            else:
                yield from differences(there[name], here[name], below)
    elif there != here:
        yield f"{key} is {shown(there)} there and {shown(here)} here"


def difference_text(there: Any, here: Any) -> str:
    """The first few of the differences, in one sentence; '' if there are none."""
    said = list(differences(there, here))
    return "; ".join(said[:SAID]) + (f", and {len(said) - SAID} more" if len(said) > SAID else "")
