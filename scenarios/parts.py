"""Finished batches of a plan that is at work: in a folder, where they outlive this process, or in memory.

A folder at work holds in ``parts`` a parquet file a batch and table, and from the first finished batch on
``plan.json``, which says what is run and by which code. The name of each part has a digest of the plan, the batch and
the content, so that reading it tells whether it is whole and in its place. All are written whole and in any order.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from scenarios.claims import TakenError, remove
from scenarios.outlines import code_outline, difference_text
from scenarios.plan import Plan
from scenarios.stored_files import (
    StoredFileError,
    as_json,
    is_sealed,
    is_stored,
    make_folder,
    read_stored,
    read_table,
    sealed,
    write_whole,
)

if TYPE_CHECKING:
    import pyarrow as pa

PLAN = "plan.json"
PARTS = "parts"
LETTERS = 16  # of a part's digest
_NAME = re.compile(r"(\d{6,})-([a-z]+)-([0-9a-f]{16})\.parquet")


class Parts(Protocol):
    """Where finished batches are kept."""

    def done(self) -> list[int]:
        """Numbers of the batches that are there, in their order."""

    def put(self, number: int, tables: dict[str, pa.Table]) -> None:
        """Keep the tables of a batch. WriteError if that fails: those that are there stay."""

    def read(self, number: int, name: str) -> pa.Table:
        """A table of a batch."""


class MemoryParts:
    """Parts in memory, for plans that fit there."""

    def __init__(self) -> None:
        self._tables: dict[int, dict[str, pa.Table]] = {}

    def done(self) -> list[int]:
        """See ``Parts``."""
        return sorted(self._tables)

    def put(self, number: int, tables: dict[str, pa.Table]) -> None:
        """See ``Parts``."""
        self._tables[number] = tables

    def read(self, number: int, name: str) -> pa.Table:
        """See ``Parts``."""
        return self._tables[number][name]


class FolderParts:
    """Parts in a folder that is ours (``scenarios.claims``): those of an earlier process of the same plan are kept.

    TakenError if the folder is at work on another plan, or the code is another.
    """

    def __init__(self, folder: Path, plan: Plan, size: int) -> None:
        self.folder, self._keeps = folder, plan.keeps
        self._content = content_of(plan, size)
        self._seal = hashlib.sha256(as_json(self._content).encode())
        self._files: dict[tuple[int, str], str] = {}
        self._begun = is_stored(folder / PLAN)
        if self._begun:
            check_same(folder, self._content)
            self._find()

    def done(self) -> list[int]:
        """See ``Parts``."""
        numbers = sorted({number for number, _ in self._files})
        return [n for n in numbers if all((n, name) in self._files for name in self._keeps)]

    def put(self, number: int, tables: dict[str, pa.Table]) -> None:
        """See ``Parts``."""
        make_folder(self.folder / PARTS)
        for name, table in tables.items():
            data = as_parquet(table)
            file = f"{number:06d}-{name}-{self._digest(number, name, data)}.parquet"
            write_whole(self.folder / PARTS / file, data)
            self._files[number, name] = file
        if not self._begun:  # there is something worth keeping from here on
            write_whole(self.folder / PLAN, as_json(sealed(self._content)))
            self._begun = True

    def read(self, number: int, name: str) -> pa.Table:
        """See ``Parts``; StoredFileError if the part was changed meanwhile."""
        import pyarrow.parquet as pq

        path = self.folder / PARTS / self._files[number, name]
        data = read_stored(path, lambda content: content)
        if not path.stem.endswith(self._digest(number, name, data)):
            raise StoredFileError("not what was written there: it was changed or damaged", file=path)
        return pq.ParquetFile(io.BytesIO(data)).read(use_threads=False)

    def size(self) -> int:
        """Bytes on disk."""
        return sum((self.folder / PARTS / file).stat().st_size for file in self._files.values())

    def _digest(self, number: int, name: str, data: bytes) -> str:
        digest = self._seal.copy()
        digest.update(f"{number} {name}\n".encode())
        digest.update(data)
        return digest.hexdigest()[:LETTERS]

    def _find(self) -> None:
        """Take in the parts that are whole, and remove what else stands among them.

        StoredFileError for one that cannot be read just now: it may be whole, and stays.
        """
        make_folder(self.folder / PARTS)
        for path in sorted((self.folder / PARTS).iterdir()):
            match = _NAME.fullmatch(path.name)
            if match is not None and self._is_whole(path, int(match[1]), match[2], match[3]):
                self._files[int(match[1]), match[2]] = path.name
            else:
                remove(path)

    def _is_whole(self, path: Path, number: int, name: str, wanted: str) -> bool:
        return name in self._keeps and read_stored(path, lambda data: self._digest(number, name, data)) == wanted


def content_of(plan: Plan, size: int) -> dict[str, Any]:
    """What ``plan.json`` says, as it comes back from JSON."""
    content = {"units": len(plan), "batch": size, "keeps": list(plan.keeps), "run": plan.outline()}
    found: dict[str, Any] = json.loads(json.dumps(content | {"code": code_outline()}))
    return found


def check_same(folder: Path, content: dict[str, Any]) -> None:
    """TakenError unless the folder's ``plan.json`` says the same; StoredFileError if it is damaged."""
    there = read_table(folder / PLAN)
    if not is_sealed(there):
        raise StoredFileError("not what was written there: it was changed or damaged", file=folder / PLAN)
    said = difference_text(*(_counted(each) for each in (there, content)))
    if said:
        problem = f"the folder holds an unfinished run of something else: {said}"
        allowed = "another folder, or what is run there, with the same version, to go on with it"
        raise TakenError(problem, key="out", value=str(folder), allowed=allowed)


def _counted(content: dict[str, Any]) -> dict[str, Any]:
    """The content without its digest, its units as the replicates or points that somebody asked for.

    How many units a batch has follows from the rest.
    """
    said = {key: value for key, value in content.items() if key not in ("digest", "units", "batch")}
    each = content["run"].get("replicates")  # a point, which the outline says itself
    return said | ({"points": content["units"] // each} if each else {"replicates": content["units"]})


def as_parquet(table: pa.Table) -> bytes:
    """A part's content: quickly made and read rather than small, the same bytes for the same table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="lz4", use_dictionary=texts, write_statistics=False)
    return buffer.getvalue()
