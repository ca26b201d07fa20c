"""The fingerprint of results: it changes when runs give other numbers, and not with a comment or a name.

Stored studies carry the fingerprint under which they were made, and are out of date once it is another.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

from scenarios import worker
from scenarios.experiment import job_of
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import Scenario, list_scenarios
from scenarios.stored_files import write_whole
from sim.jit import sources_hash
from sim.jit.cache import places

DESIGNS = ["rotating", "fastlane:OECD"]  # beside the baseline; unlike each other in most fields
REPLICATES = 3
DIGITS = 6  # significant ones: the last ones of 16 differ from processor to processor
LENGTH = 16  # letters


@cache
def fingerprint() -> str:
    """Digest of the outcomes of a few runs of every shipped scenario, which between them have both starts.

    With the rules in force in this process. Kept beside the compiled code, so that it is computed once for each
    version of the sources and of the data.
    """
    return kept() or _keep(_made())


def kept() -> str | None:
    """The fingerprint, if it need not be computed."""
    for place in places(sources_hash()):
        with suppress(OSError, ValueError):
            text = (place.folder / _name()).read_text(encoding="ascii") if place.trusted() else ""
            if len(text) == LENGTH:
                return text
    return None


def _keep(text: str) -> str:
    for place in places(sources_hash()):
        with suppress(OSError):
            write_whole(place.make() / _name(), text)
            break
    return text


def _name() -> str:
    return f"fingerprint-{_inputs()}"


def _inputs() -> str:
    """Digest of all files of this package: what runs depend on besides the rules."""
    digest, root = hashlib.blake2b(digest_size=8), Path(__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".csv", ".json", ".toml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _made() -> str:
    digest = hashlib.blake2b(digest_size=LENGTH // 2)
    for scenario in list_scenarios():
        for values in _values(scenario.changed(designs=DESIGNS, replicates=REPLICATES)):
            digest.update(" ".join(f"{value:.{DIGITS}g}" for value in values.ravel().tolist()).encode() + b"\n")
    return digest.hexdigest()


def _values(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of the runs, and what each state got and gave in them."""
    from sim.ensemble.runs import Ensemble

    job, _ = job_of(scenario, load_roster(scenario.roster))
    rows = [{str(key): value for key, value in row.items()} for row in draw_replicates(scenario).to_dict("records")]
    configs = [worker.config_for(job, recipe, row) for row in rows for recipe in job.recipes]
    found = Ensemble(configs[0]).reduce(configs)
    return found.outcomes, found.states
