"""A stored run beside the same run made again: which files are equal to the byte, and how far the others are apart."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scenarios.manifest import MANIFEST
from scenarios.stored_files import digest, read_stored, read_table

LAST_DIGITS = 1e-9  # relative difference below which numbers differ in their last digits only
EQUAL, OTHER_BYTES, ROUNDED, DIFFERENT, MISSING = (
    "equal to the byte", "equal numbers, other bytes", "differs in the last digits", "differs", "not made again",
)  # fmt: skip
KEYS = ("point", "design", "replicate", "state", "month", "a", "b", "type", "category", "lever", "kind", "field")


@dataclass(frozen=True)
class FileFound:
    """One file of the run. largest : column -> largest relative difference (infinite where one is no number)."""

    name: str
    verdict: str
    note: str = ""
    largest: Mapping[str, float] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Whether its bytes are the same."""
        return self.verdict == EQUAL


@dataclass(frozen=True)
class Changed:
    """Something that the run was made with, and what it was made with again."""

    what: str
    then: str
    now: str


@dataclass(frozen=True)
class Reproduced:
    """A run made again.

    changed : what is different of code, libraries and machine.  notes : what a reader must know of how it was made.
    """

    folder: Path
    engine: str
    files: tuple[FileFound, ...]
    changed: tuple[Changed, ...]
    notes: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether every file is the same, byte by byte."""
        return all(file.equal for file in self.files)

    def frame(self) -> pd.DataFrame:
        """A row a file and column that differs: its largest relative difference; a row without a column if equal."""
        sizes = [(file, file.largest or {"": 0.0}) for file in self.files]
        rows = [(file.name, file.verdict, name, size) for file, found in sizes for name, size in found.items()]
        return pd.DataFrame(rows, columns=["file", "verdict", "column", "largest relative difference"])


# ---- files ----------
def compare_files(manifest: Mapping[str, Any], then: Path, now: Path) -> list[FileFound]:
    """Every file of a run beside that of the same name in another folder, whose manifest comes last."""
    found = [_compared(name, wanted, then / name, now / name) for name, wanted in sorted(manifest["files"].items())]
    return [*found, _manifests(manifest, read_table(now / MANIFEST))]


def _compared(name: str, wanted: str, then: Path, now: Path) -> FileFound:
    if not now.is_file():
        return FileFound(name, MISSING)
    old, new = (read_stored(path, lambda data: data) for path in (then, now))
    if digest(new) == wanted:
        return FileFound(name, EQUAL)
    if not name.endswith(".parquet"):
        return FileFound(name, DIFFERENT)
    return table_found(name, pd.read_parquet(io.BytesIO(old)), pd.read_parquet(io.BytesIO(new)))


def table_found(name: str, then: pd.DataFrame, now: pd.DataFrame) -> FileFound:
    """How far two tables of the same kind are apart."""
    if list(then.columns) != list(now.columns):
        others = ", ".join(sorted({*map(str, then.columns)} ^ {*map(str, now.columns)})) or "their order"
        return FileFound(name, DIFFERENT, f"other columns: {others}")
    if len(then) != len(now):
        return FileFound(name, DIFFERENT, f"{len(then)} rows then, {len(now)} now")
    keys = [key for key in KEYS if key in then.columns]
    if any(_apart(then[key], now[key]) for key in keys):
        return FileFound(name, DIFFERENT, "other rows")
    sizes = {str(key): _apart(then[key], now[key]) for key in then.columns if key not in keys}
    largest = {key: size for key, size in sizes.items() if size > 0}
    if not largest:
        return FileFound(name, OTHER_BYTES)
    return FileFound(name, DIFFERENT if max(largest.values()) > LAST_DIGITS else ROUNDED, largest=largest)


def _apart(then: pd.Series, now: pd.Series) -> float:
    """The largest relative difference of two columns; infinite where a text differs, or one is a number only."""
    if not (pd.api.types.is_numeric_dtype(then) and pd.api.types.is_numeric_dtype(now)):
        return 0.0 if then.astype(str).equals(now.astype(str)) else math.inf
    old, new = then.to_numpy(dtype=float), now.to_numpy(dtype=float)
    if (np.isnan(old) != np.isnan(new)).any():
        return math.inf
    with np.errstate(invalid="ignore"):
        gap, scale = np.abs(old - new), np.maximum(np.abs(old), np.abs(new))
    relative = np.divide(gap, scale, out=np.zeros_like(gap), where=gap > 0)
    return float(np.nanmax(relative, initial=0.0))


def _manifests(then: Mapping[str, Any], now: Mapping[str, Any]) -> FileFound:
    """The configuration and the result of two manifests.

    When, with what and by which code it was made is told elsewhere, and so is a posterior that is another one now: what
    comes of it are the draws.
    """
    others = [
        f"{part}.{key}"
        for part in ("configuration", "result")
        for key in sorted({*then[part], *now[part]})
        if key != "posterior"
        and json.dumps(then[part].get(key), sort_keys=True) != json.dumps(now[part].get(key), sort_keys=True)
    ]
    if then["format"] != now["format"]:
        others.append("format")
    if others:
        return FileFound(MANIFEST, DIFFERENT, f"other: {', '.join(others)}")
    return FileFound(MANIFEST, EQUAL, "but for when and with what it was made, and the digests of the files")


# ---- what it was made with ----------
def changes(manifest: Mapping[str, Any], now: Mapping[str, Any]) -> list[Changed]:
    """What is different of code, libraries and machine. now : a manifest of this code on this machine."""
    found = [
        Changed(words, _said(then.get(key)), _said(here.get(key)))
        for then, here, keys in (
            (manifest["code"], now["code"], _CODE), (manifest["run"], now["run"], _MACHINE),
        )
        for key, words in keys.items()
        if then.get(key) is not None and then.get(key) != here.get(key)
    ]  # fmt: skip
    old, new = manifest["run"]["libraries"], now["run"]["libraries"]
    found += [
        Changed(name, _said(old.get(name)), _said(new.get(name)))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]
    draws = [part["configuration"].get("posterior") for part in (manifest, now)]
    if draws[0] != draws[1]:
        found.append(Changed("posterior", _said(draws[0]), _said(draws[1])))
    return found


_CODE = {"version": "version of Entente", "commit": "commit", "modified": "files changed since the commit"}
_MACHINE = {"python": "Python", "system": "system", "processor": "processor", "engine": "engine"}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not there" if value is None else str(value)
