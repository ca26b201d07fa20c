"""The fingerprint of results: it changes when runs give other numbers, and not with a comment or a name.

Stored studies carry the fingerprint under which they were made, and are out of date once it is another.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache

import numpy as np

from scenarios import worker
from scenarios.provenance import package_digest
from scenarios.sampling import draw_rows
from scenarios.scenario_plan import job_of
from scenarios.schema import Scenario, list_scenarios, load_scenario
from scenarios.stored_files import write_whole
from sim.jit import sources_hash
from sim.jit.cache import places

DESIGNS = ["rotating", "fastlane:OECD"]  # beside the baseline; unlike each other in most fields
REPLICATES = 3
DIGITS = 6  # significant ones: the last ones of 16 differ from processor to processor
LENGTH = 16  # letters
# Unlike each other in start, roster, ranges and events. All studies but that of the library rest on these, so that a
# scenario that is added to the library puts only that one out of date.
FIRST = (
    "default", "absorption", "calm", "early", "export_controls", "high_capability", "polarised", "rival_network",
    "teaching", "us_withdrawal",
)  # fmt: skip


@cache
def fingerprint() -> str:
    """Digest of the outcomes of a few runs of the scenarios named ``FIRST``, which between them have both starts.

    With the rules in force in this process. Kept beside the compiled code, so that it is computed once for each
    version of the sources and of the data.
    """
    return _of(FIRST)


@cache
def of_library() -> str:
    """The same of all shipped scenarios: what the study of the library rests on."""
    return _of(tuple(scenario.name for scenario in list_scenarios()))


def _of(names: tuple[str, ...]) -> str:
    return kept(names) or _keep(_made(names), names)


def kept(names: tuple[str, ...] = FIRST) -> str | None:
    """The fingerprint, if it need not be computed."""
    for place in places(sources_hash()):
        with suppress(OSError, ValueError):
            text = (place.folder / _name(names)).read_text(encoding="ascii") if place.trusted() else ""
            if len(text) == LENGTH:
                return text
    return None


def _keep(text: str, names: tuple[str, ...]) -> str:
    for place in places(sources_hash()):
        with suppress(OSError):
            write_whole(place.make() / _name(names), text)
            break
    return text


def _name(names: tuple[str, ...]) -> str:
    which = hashlib.blake2b(" ".join(names).encode(), digest_size=4).hexdigest()
    return f"fingerprint-{package_digest()}-{which}"


def _made(names: tuple[str, ...] = FIRST) -> str:
    digest = hashlib.blake2b(digest_size=LENGTH // 2)
    for name in names:
        for values in _values(load_scenario(name).changed(designs=DESIGNS, replicates=REPLICATES)):
            digest.update(" ".join(f"{value:.{DIGITS}g}" for value in values.ravel().tolist()).encode() + b"\n")
    return digest.hexdigest()


def _values(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of the runs, and what each state got and gave in them."""
    from sim.ensemble.runs import Ensemble

    job, _ = job_of(scenario, scenario.load_roster())
    rows = draw_rows(scenario, range(scenario.replicates))
    configs = [worker.config_for(job, recipe, row) for row in rows for recipe in job.recipes]
    found = Ensemble(configs[0]).reduce(configs)
    return found.outcomes, found.states
