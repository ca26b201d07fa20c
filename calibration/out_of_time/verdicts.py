"""The protocol's wording, made from the figures: nobody chooses the words after seeing the numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.posterior import Posterior
from scenarios.provenance import roster_digest
from scenarios.stored_files import StoredFileError, read_table, write_whole
from sim.errors import InputError
from sim.jit import sources_hash
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


def expected(row: Mapping[str, Any]) -> float:
    """The number of ties that the model expected on a scored set (see ``section.set_row``)."""
    return float(sum(each["dyads"] * each["forecast"] for each in row["reliability"][MODEL]))


# ---- what stands against a verdict --------------------------------------------------------------------------------
def qualified(row: Mapping[str, Any], others: Sequence[Mapping[str, Any]] = (), unranked: Collection[str] = ()) -> str:
    """'But ...': where another score, interval or set of outcomes reads otherwise than the verdicts; '' if none does.

    row : scores and differences as of ``in_sample.scored``. others : further sets (``section.set_row``) to hold
    against it. unranked : forecasts whose AUC says nothing.
    """
    said = [*_below_chance(row), *_by_score(row, unranked), *_by_interval(row)]
    for other in others:
        if found := _otherwise(row, other):
            said.append(f"on the outcomes of grade {other['name']} the cut-off it is {found}")
    return f"But {'; '.join(said)}." if said else ""


def _below_chance(row: Mapping[str, Any]) -> Iterator[str]:
    high = row["scores"][MODEL]["auc"]["high"]
    if high is not None and high < 0.5:
        value = row["scores"][MODEL]["auc"]["value"]
        yield f"the model's AUC lies wholly below 0.5 ({value:.3f}), so it ranks the wrong way"


def _by_score(row: Mapping[str, Any], unranked: Collection[str]) -> Iterator[str]:
    """Scores whose interval excludes 0 on a side that the verdict is not on; a smaller Brier score is better."""
    for score, title, sign in (("brier", "Brier score", -1), ("auc", "AUC", 1)):
        reads: dict[str, str] = {}
        for name, each in row["differences"].items():
            ends = each[score]["low"], each[score]["high"]
            if None in ends or (score == "auc" and name in unranked):
                continue
            found = beats(*sorted(sign * end for end in ends))
            if found not in (SAME, each["verdict"]):
                reads[name] = found
        if reads:
            yield f"by {title} it is {_grouped(reads)}"


def _by_interval(row: Mapping[str, Any]) -> Iterator[str]:
    """Intervals that allow for dyads sharing an actor, where they read otherwise."""
    intervals = (("resampled over actors", "verdict_actors"), ("with the cluster robust interval", "verdict_robust"))
    for title, key in intervals:
        reads = {n: each[key] for n, each in row["differences"].items() if each[key] != each["verdict"]}
        if reads:
            yield f"{title} it is {_grouped(reads)}"


def _otherwise(row: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """How the verdicts of the other set differ from those of this one; '' if they do not."""
    verdict, here = other["count"]["verdict"], {n: d["verdict"] for n, d in row["differences"].items()}
    told = f"{verdict} ({other['new']} came, {expected(other):.1f} were expected)"
    said = [told] * (verdict != row["count"]["verdict"])
    reads = {n: d["verdict"] for n, d in other["differences"].items() if d["verdict"] != here[n]}
    said += [_grouped(reads)] * bool(reads)
    if next(_below_chance(other), None) and not next(_below_chance(row), None):
        said.append("ranks the dyads the wrong way (AUC wholly below 0.5)")
    return ", and ".join(said)


def _grouped(reads: Mapping[str, str]) -> str:
    """'worse than a and b, no better than c'."""
    found = [(verdict, [n for n, v in reads.items() if v == verdict]) for verdict in (BETTER, SAME, WORSE)]
    return _listed(f"{verdict} {_listed(names)}" for verdict, names in found if names)


def _listed(items: Iterable[str]) -> str:
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


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
        found = read_table(path)
        return Stamp(**{name: str(found[name]) for name in Stamp.__dataclass_fields__})
    except (StoredFileError, KeyError) as error:
        raise StoredFileError("not a stamp of a score", file=path.name, value=str(error)) from None


def check_not_scored(path: Path = SCORED) -> None:
    """InputError if there is a stamp: the test is taken once."""
    if path.exists():
        raise InputError("already scored: a stamp is never replaced", file=path.name)


def write_stamp(stamp: Stamp, path: Path = SCORED, more: Mapping[str, object] | None = None) -> None:
    """Store the first stamp, with ``more`` beside it; InputError if there is one."""
    check_not_scored(path)
    write_whole(path, json.dumps(asdict(stamp) | dict(more or {}), indent=1) + "\n")


def _digest(*arrays: np.ndarray) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for array in arrays:
        digest.update(f"{array.dtype.kind}{array.shape}".encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
