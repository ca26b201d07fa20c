"""The folder of a calibration: which one it is, and the parts that are finished. A killed calibration goes on there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from calibration.observed import DYADS, Observed
from calibration.sizes import Sizes
from scenarios.provenance import roster_digest
from sim.jit import sources_hash
from sim.errors import InputError
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
        "data": _digest(observed.dyads.pairs.tobytes() + observed.held.tobytes() + observed.month.tobytes()),
        "outcomes": _digest(DYADS.read_bytes()),
        "own": own,
        "seed": seed,
        "sizes": asdict(sizes),
    }


def name_of(key: dict[str, Any]) -> str:
    """The name of its folder: the same for the same calibration, so that it is found again."""
    return f"calibration-{_digest(json.dumps(key, sort_keys=True).encode())}"


class Folder:
    """Finished parts of one calibration as files; each is written whole or not at all."""

    def __init__(self, path: Path, key: dict[str, Any]) -> None:
        """Make the folder, or take it up again; InputError if it holds another calibration."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / KEY).exists():
                if any(path.iterdir()):
                    raise InputError("not an empty folder, nor one of a calibration", file=path)
                self._write(KEY, key)
            found = json.loads((path / KEY).read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(f"cannot keep the calibration here: {error.strerror}", file=path) from None
        except ValueError:
            raise InputError("cannot be read", file=path / KEY, allowed="what entente calibrate writes") from None
        theirs = found if isinstance(found, dict) else {}
        for name, value in key.items():
            if theirs.get(name) != value:
                raise InputError(
                    "the folder holds another calibration", file=path, key=name, value=theirs.get(name),
                    allowed=f"{value}, or another folder",
                )  # fmt: skip

    def part(self, name: str, make: Callable[[], Section]) -> Section:
        """A part that was finished before, or made now."""
        path = self.path / f"{name}.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # not there, or torn: made (again)
            self._write(path.name, make())
        return json.loads(path.read_text(encoding="utf-8"))

    def _write(self, name: str, content: Section) -> None:
        temporary = self.path / f".{name}-{os.getpid()}"
        temporary.write_text(as_text(content), encoding="utf-8")
        os.replace(temporary, self.path / name)


def as_text(content: Section) -> str:
    """JSON, the same bytes for the same content; no number that JSON does not know."""
    return json.dumps(content, indent=1, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n"


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def _code() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
