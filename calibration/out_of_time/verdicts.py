"""The protocol's wording, made from the figures: nobody chooses the words after seeing the numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from calibration.posterior import Posterior
from scenarios.provenance import roster_digest
from sim.compiled import sources_hash
from sim.errors import InputError
from sim.roster import Roster

SCORED = Path(__file__).parents[1] / "data" / "scored.json"
MODEL = "model"
BETTER, SAME, WORSE = "better than", "no better than", "worse than"
CONSISTENT, INCONSISTENT = "consistent with what came", "not consistent with what came"
NOT_SCORED, ONCE, IN_SAMPLE = "not scored", "scored once", "in-sample"
DIGITS = 9  # to which predicted probabilities must agree to count as the same


def beats(low: float | None, high: float | None) -> str:
    """'better than', 'worse than' or 'no better than', from the 90% interval of the difference of log scores."""
    if low is not None and low > 0:
        return BETTER
    if high is not None and high < 0:
        return WORSE
    return SAME


def count_verdict(count: int, low: float, high: float) -> str:
    """Whether the number of new ties lies in the central 90% of the predictive distribution."""
    return CONSISTENT if low <= count <= high else INCONSISTENT


# ---- scored once, or in-sample ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stamp:
    """What was scored, and when. The hashes name the model; a stamp is written by the first score."""

    date: str  # ISO
    rules: str  # of all sources of sim
    roster: str
    posterior: str
    forecast: str  # of the predicted probabilities


def stamp_of(date: str, roster: Roster, posterior: Posterior, probability: np.ndarray) -> Stamp:
    """The stamp of the present model. ``roster`` as loaded; ``probability`` (D,) of the primary reading."""
    rounded = np.round(probability, DIGITS) + 0.0
    return Stamp(date, sources_hash(), roster_digest(roster), posterior_hash(posterior), _digest(rounded))


def posterior_hash(posterior: Posterior) -> str:
    """Hash of draws, weights and numbers."""
    return _digest(posterior.values, posterior.weights, np.asarray(posterior.numbers, dtype=np.int64))


def same_model(old: Stamp, new: Stamp) -> bool:
    """Whether the scored model is the present one: equal rules, roster and posterior, or equal forecasts."""
    parts = ("rules", "roster", "posterior")
    return old.forecast == new.forecast or all(getattr(old, part) == getattr(new, part) for part in parts)


def status(old: Stamp | None, new: Stamp) -> dict[str, object]:
    """'state' (not scored, scored once, in-sample), 'date', 'rules', 'changed' (what differs) and 'text'."""
    if old is None:
        return {"state": NOT_SCORED, "date": None, "rules": new.rules, "changed": [], "text": NOT_SCORED}
    changed = [name for name in ("rules", "roster", "posterior") if getattr(old, name) != getattr(new, name)]
    if same_model(old, new):
        text = f"{ONCE}: {old.date}, rules {old.rules}"
        return {"state": ONCE, "date": old.date, "rules": old.rules, "changed": changed, "text": text}
    text = f"{IN_SAMPLE}: the model changed since {old.date}"
    return {"state": IN_SAMPLE, "date": old.date, "rules": new.rules, "changed": changed, "text": text}


def read_stamp(path: Path = SCORED) -> Stamp | None:
    """The stored stamp; None if nothing was scored yet. InputError if the file is not one."""
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(**{name: str(found[name]) for name in Stamp.__dataclass_fields__})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("not a stamp of a score", file=path.name, value=str(error)) from None


def check_not_scored(path: Path = SCORED) -> None:
    """InputError if there is a stamp: the test is taken once."""
    if path.exists():
        raise InputError("already scored: a stamp is never replaced", file=path.name)


def write_stamp(stamp: Stamp, path: Path = SCORED, more: Mapping[str, object] | None = None) -> None:
    """Store the first stamp, with ``more`` beside it; InputError if there is one."""
    check_not_scored(path)
    path.write_text(json.dumps(asdict(stamp) | dict(more or {}), indent=1) + "\n", encoding="utf-8")


def _digest(*arrays: np.ndarray) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for array in arrays:
        digest.update(f"{array.dtype.kind}{array.shape}".encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
