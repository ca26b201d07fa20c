"""Where a result comes from: version and commit of the code, libraries, the roster's content.

Nothing here names the machine, its user or a folder of it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import platform
import re
import subprocess
import tomllib
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import visible
from sim.roster import Roster

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("mesa", "networkx", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "simpy")


@lru_cache(maxsize=1)
def code_version() -> dict[str, Any]:
    """Version, git commit and whether files differ from it; commit and modified are None outside a clone."""
    clone = (ROOT / ".git").exists()
    commit = _git("rev-parse", "HEAD") if clone else None
    changes = _git("status", "--porcelain", "--untracked-files=no") if commit else None
    return {
        "version": _version(),
        "commit": commit or None,
        "modified": None if changes is None else bool(changes),
    }


def software() -> dict[str, Any]:
    """Versions of Python and of the libraries that can change a number, and the kind of system."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "libraries": {name: version for name in LIBRARIES if (version := _installed(name))},
    }


@lru_cache(maxsize=1)
def processor() -> str:
    """What kind of processor this is, on which the last digits of numbers can depend; '' if nobody says."""
    kind = platform.processor()
    if kind not in ("", platform.machine()):
        return kind
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return kind
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return visible(names[0]) if names else kind


def roster_digest(roster: Roster) -> str:
    """A short hash of everything a roster says; two rosters with equal content have the same."""
    digest = hashlib.blake2b(digest_size=8)
    for field in dataclasses.fields(roster):
        if field.name in ("name", "sources"):
            continue
        value = getattr(roster, field.name)
        digest.update(field.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(f"{value.dtype.kind}{value.shape}".encode() + _canonical(value))
        else:
            digest.update(repr(value).encode())
    return digest.hexdigest()


@cache
def package_digest() -> str:
    """Digest of all files of this package: what runs depend on besides the rules."""
    digest, root = hashlib.blake2b(digest_size=8), Path(__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".csv", ".json", ".toml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


_ABSOLUTE = re.compile(r"(?<![^\s=*+,'\"])(?:~|[A-Za-z]:)?[\\/][^\s,+*'\"]*")


def without_folders(text: str) -> str:
    """The text with every absolute path cut to its last part, so that it names no folder of a machine."""
    if Path(text).is_absolute() and Path(text).exists():  # as a whole, even with blanks in it
        return Path(text).name
    return _ABSOLUTE.sub(lambda match: re.split(r"[\\/]", match[0].rstrip("\\/"))[-1], text)


def _canonical(values: np.ndarray) -> bytes:
    """The same bytes on every system."""
    kind = {"f": "<f8", "i": "<i8", "u": "<i8", "b": "|b1"}[values.dtype.kind]
    return np.ascontiguousarray(values, dtype=kind).tobytes()


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _version() -> str:
    project = ROOT / "pyproject.toml"
    if project.is_file():  # a clone: what an earlier install says may be older
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return _installed("entente") or "unknown"
