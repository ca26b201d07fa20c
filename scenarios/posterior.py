"""The shipped posterior: behaviour calibrated against what is on record by December 2025, and where it comes from.

``posterior.csv`` has a draw a row, all of equal weight, each with every behaviour parameter and the uncertain world
that it was run with; ``posterior.json`` says what made it and what it identifies. ``entente calibrate --write``
writes both.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.tables import Column, read_table
from sim.errors import InputError
from sim.parameters import BEHAVIOUR, BEHAVIOUR_NAMES, UNCERTAIN, UNCERTAIN_NAMES, Parameter

POSTERIOR = Path(__file__).parent / "data" / "posterior.csv"
CALIBRATED = "calibrated"  # the status of what is identified
HELD = (*BEHAVIOUR_NAMES, *UNCERTAIN_NAMES)  # what a row holds


@dataclass(frozen=True)
class About:
    """Where the posterior comes from.

    ratios : parameter -> posterior over prior standard deviation. moved : parameters that were not fitted and yet lie
    elsewhere than under their prior, because every draw keeps all values of the run that it is -> shift of the
    mean, in standard deviations of the prior, and ratio of the standard deviations.
    """

    made: str  # date
    method: str
    data: str
    seed: int
    ratios: dict[str, float]
    identified: tuple[str, ...]
    not_identified: tuple[str, ...]
    moved: dict[str, tuple[float, float]]
    rules: str  # hash of the rules that made it
    fingerprint: str  # of the networks that the rules made from the first draws

    def sentence(self) -> str:
        """What of behaviour is calibrated, in words."""
        was = "was" if len(self.not_identified) == 1 else "were"
        if not self.identified:
            found = f"{self.data} identify none of the parameters that were fitted ({_listed(self.not_identified)})"
        else:
            verb = "is" if len(self.identified) == 1 else "are"
            found = f"{_listed(self.identified)} {verb} calibrated on {self.data}"
            if self.not_identified:
                found += f"; {_listed(self.not_identified)} {was} fitted too but not identified"
        rest = len(BEHAVIOUR) - len(self.identified) - len(self.not_identified)
        return f"{found}; the other {rest} were not fitted{self._moved()}"

    def _moved(self) -> str:
        """What the fit did to parameters that were not fitted."""
        if not self.moved:
            return ""
        shifts = tuple(f"{name} by {shift:+.1f}" for name, (shift, _) in self.moved.items())
        return f", but every draw keeps all values of its run, which moves {_listed(shifts)} prior SD"


def is_there() -> bool:
    """Whether a posterior is installed."""
    return POSTERIOR.is_file()


def posterior_table(path: Path | None = None) -> pd.DataFrame:
    """(draws, ``HELD``) the draws of a file, or of the one that ships, one row each, named.

    InputError if there are none or a value is out of its range.
    """
    path = POSTERIOR if path is None else path
    if not path.is_file():
        raise InputError("no posterior", file=path.name, allowed='prior = "ranges" in the scenario')
    return _read(path, path.stat().st_mtime_ns)


def digest(path: Path | None = None) -> str:
    """Hash of the draws in a file, or in the one that ships."""
    return hashlib.blake2b((POSTERIOR if path is None else path).read_bytes(), digest_size=8).hexdigest()


def about() -> About:
    """Where the installed posterior comes from; InputError if its file is missing or broken."""
    path = POSTERIOR.with_suffix(".json")
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        tuples: dict[str, Any] = {key: tuple(content[key]) for key in ("identified", "not_identified")}
        tuples["moved"] = {name: (float(shift), float(ratio)) for name, (shift, ratio) in content["moved"].items()}
        return About(**{key: content[key] for key in About.__dataclass_fields__} | tuples)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"cannot be read ({type(error).__name__}: {error})", file=path.name, allowed="what entente calibrate writes"
        ) from None


def status(record: Parameter, used: bool = True) -> str:
    """'calibrated' for a parameter that the installed posterior identifies, if it is used; else that of its record."""
    return CALIBRATED if used and is_there() and record.name in about().identified else record.status


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> pd.DataFrame:
    columns = [Column("draw", "name", required=True, blank_ok=False)]
    for p in (*BEHAVIOUR, *UNCERTAIN):
        columns.append(Column(p.name, "float", required=True, low=p.low, high=p.high, blank_ok=False))
    table = pd.DataFrame(read_table(path, columns).cells).set_index("draw")
    if table.index.has_duplicates:
        twice = str(table.index[table.index.duplicated()][0])
        raise InputError("the same draw twice", file=path.name, key="draw", value=twice)
    return table[list(HELD)].astype(float)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
