"""The folder of a calibration: which one it is, and the parts that are finished. A killed calibration goes on there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from calibration.observed import DYADS, Observed
from calibration.sizes import Sizes
from scenarios.claims import names
from scenarios.provenance import roster_digest
from scenarios.stored_files import (
    StoredFileError,
    as_json,
    is_partial,
    is_sealed,
    make_folder,
    read_table,
    sealed,
    write_whole,
)
from sim.errors import InputError
from sim.jit import sources_hash
from sim.roster import Roster

KEY = "about.json"
PACKAGE = Path(__file__).parent

Section = dict[str, Any]


def identity(roster: Roster, observed: Observed, seed: int, sizes: Sizes, own: bool = False) -> dict[str, Any]:
    """All that the numbers of a calibration depend on."""
    return {
        "rules": sources_hash(),
        "code": _code(),
        "roster": roster_digest(roster),
        "data": _of_record(observed),
        "outcomes": _digest(DYADS.read_bytes()),
        "own": own,
        "seed": seed,
        "sizes": asdict(sizes),
    }


def _of_record(observed: Observed) -> str:
    arrays = (observed.dyads.pairs, observed.first, observed.signed, observed.late, observed.typed)
    numbers = (observed.end, observed.left, observed.joined, observed.joint_tests)
    return _digest(b"".join(a.tobytes() for a in arrays) + repr(numbers).encode())


def name_of(key: dict[str, Any]) -> str:
    """The name of its folder: the same for the same calibration, so that it is found again."""
    return f"calibration-{_digest(json.dumps(key, sort_keys=True).encode())}"


class Folder:
    """Finished parts of one calibration as files; each is written whole or not at all.

    Whoever works in it holds it (``scenarios.claims.locked``): two at once would spoil each other's parts.
    """

    def __init__(self, path: Path, key: dict[str, Any]) -> None:
        """Make the folder, or take it up again; InputError if it holds another calibration, or something else."""
        self.path, self.of = path, name_of(key)
        make_folder(path)
        if not (path / KEY).exists():
            check_ours(path)
            write_whole(path / KEY, as_json(key))
        theirs = read_table(path / KEY)
        for name, value in key.items():
            if theirs.get(name) != value:
                raise InputError(
                    "the folder holds another calibration", file=path, key=name, value=theirs.get(name),
                    allowed=f"{value}, or another folder",
                )  # fmt: skip

    def part(self, name: str, make: Callable[[], Section]) -> Section:
        """A part that was finished before, or made now: also if what is there is not what was written."""
        path, label = self.path / f"{name}.json", {"part": name, "of": self.of}
        found = _part(path, label)
        if found is None:
            write_whole(path, as_json(sealed(label | {"content": make()})))
            found = read_table(path)
        content: Section = found["content"]
        return content


def check_ours(path: Path) -> None:
    """InputError if a folder holds anything and is not one of a calibration."""
    if not path.is_dir() or (path / KEY).exists():
        return
    others = [name for name in names(path) if not is_partial(name)]
    if others:
        raise InputError(
            "not an empty folder, nor one of a calibration", key="out", value=str(path),
            allowed=f"a new folder: nothing is written beside {others[0]!r}",
        )  # fmt: skip


def _part(path: Path, label: dict[str, str]) -> dict[str, Any] | None:
    """A part as it was written; None if it is missing, torn or changed, or another part or calibration's."""
    try:
        found = read_table(path)
    except StoredFileError:
        return None
    return found if is_sealed(found) and found | label == found else None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def _code() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
